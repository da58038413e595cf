//! A file as it was written: whoever changes it, changes its stamp.

use std::fs::Metadata;
use std::time::UNIX_EPOCH;

use crate::repo::remembered::value::value_struct;

/// What is told of a file without reading it. A link to it more or less does not change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Its length in bytes.
    pub length: u64,
    /// When it was written, in nanoseconds since 1970.
    pub written: u64,
    /// Its number on its disk; 0 where the system has none.
    pub number: u64,
}

value_struct!(Stamp {
    length,
    written,
    number
});

impl Stamp {
    /// The stamp of a regular file; nothing for anything else.
    #[must_use]
    pub fn of(file: &Metadata) -> Option<Self> {
        let written = file.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        file.is_file().then(|| Self {
            length: file.len(),
            written: u64::try_from(written.as_nanos()).unwrap_or(u64::MAX),
            number: number(file),
        })
    }
}

#[cfg(unix)]
fn number(file: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    file.ino()
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> u64 {
    0
}
