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
        file.is_file()
            .then(|| Self::new(file, file.len()))
            .flatten()
    }

    /// The stamp of a folder, which changes as files come into it and go; nothing for anything else.
    #[must_use]
    pub fn of_folder(folder: &Metadata) -> Option<Self> {
        folder.is_dir().then(|| Self::new(folder, 0)).flatten()
    }

    fn new(file: &Metadata, length: u64) -> Option<Self> {
        let written = file.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(Self {
            length,
            written: u64::try_from(written.as_nanos()).unwrap_or(u64::MAX),
            number: number(file),
        })
    }
}

/// When anything about a file changed last, in nanoseconds since 1970; 0 where the system does not say.
#[cfg(unix)]
pub(crate) fn changed(file: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let nanoseconds = i128::from(file.ctime()) * 1_000_000_000 + i128::from(file.ctime_nsec());
    u64::try_from(nanoseconds).unwrap_or_default()
}

/// When anything about a file changed last, in nanoseconds since 1970; 0 where the system does not say.
#[cfg(not(unix))]
pub(crate) fn changed(_: &Metadata) -> u64 {
    0
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
