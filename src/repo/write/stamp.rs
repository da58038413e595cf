//! A file as it was written: whoever changes it, changes its stamp.

#[cfg(target_os = "linux")]
use std::fs::File;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
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

/// A folder below which many files are looked at: from it each is found sooner than from the top.
pub(crate) struct Near {
    root: PathBuf,
    #[cfg(target_os = "linux")]
    open: Option<File>,
}

impl Near {
    /// The folder, which is no link.
    pub(crate) fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            #[cfg(target_os = "linux")]
            open: File::open(root).ok(),
        }
    }

    /// The stamp of a file or folder below it, or with an empty path of itself. Nothing for anything else.
    pub(crate) fn stamp(&self, path: &str) -> Option<Stamp> {
        #[cfg(target_os = "linux")]
        if let (Some(open), false) = (&self.open, path.is_empty()) {
            use rustix::fs::{AtFlags, FileType, statat};
            let found = statat(open, path, AtFlags::SYMLINK_NOFOLLOW).ok()?;
            let nanoseconds = i128::from(found.st_mtime) * 1_000_000_000;
            let written = u64::try_from(nanoseconds + i128::from(found.st_mtime_nsec)).ok()?;
            let length = match FileType::from_raw_mode(found.st_mode) {
                FileType::RegularFile => u64::try_from(found.st_size).ok()?,
                FileType::Directory => 0,
                _ => return None,
            };
            return Some(Stamp {
                length,
                written,
                number: found.st_ino,
            });
        }
        let place = match path {
            "" => self.root.clone(),
            path => self.root.join(path),
        };
        let found = fs::symlink_metadata(place).ok()?;
        Stamp::of(&found).or_else(|| Stamp::of_folder(&found))
    }
}
