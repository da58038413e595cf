//! Results that are remembered from one run to the next, in the git directory that all work trees share. Nothing rests on them: what is not
//! there, is damaged, is of another build of Orbit or cannot be written is worked out again, and nobody is told.

pub(crate) mod bytes;
pub(crate) mod list;
pub(crate) mod value;

use std::fs;
use std::hash::Hasher;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::Repository;
use bytes::Sum;

/// How many results of one kind are kept.
const MOST: usize = 4;

/// What every file begins with, before the name of the build.
const MAGIC: &[u8] = b"orbit remembers\n";

/// Which build of Orbit this is.
const BUILD: &[u8] = concat!(env!("CARGO_PKG_VERSION"), " ", env!("ORBIT_BUILD"), "\n").as_bytes();

/// What one repository's runs remember.
#[derive(Debug, Clone)]
pub struct Remembered {
    folder: PathBuf,
}

/// A result that was remembered.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The file.
    path: PathBuf,
}

impl Remembered {
    /// Those of a repository.
    #[must_use]
    pub fn of(repository: &Repository) -> Self {
        Self::below(repository.common_dir())
    }

    /// Those in the folder `orbit` of this one.
    #[must_use]
    pub fn below(folder: &Path) -> Self {
        Self {
            folder: folder.join("orbit"),
        }
    }

    /// The results of a kind, the one of this name first, then the newest.
    #[must_use]
    pub fn list(&self, kind: &str, name: &str) -> Vec<Kept> {
        let own = self.path(kind, name);
        let mut files = self.files(kind);
        files.sort_by_key(|(path, written)| (*path != own, std::cmp::Reverse(*written)));
        files.into_iter().map(|(path, _)| Kept { path }).collect()
    }

    /// The result of this kind and name; nothing where there is none that holds.
    #[must_use]
    pub fn get(&self, kind: &str, name: &str) -> Option<Vec<u8>> {
        let path = self.path(kind, name);
        Kept { path }.read()
    }

    /// Remembers a result in the place of the one of this kind and name. Others of the kind are forgotten, the oldest first, where there are many.
    pub fn put(&self, kind: &str, name: &str, result: &[u8]) {
        // Where nothing can be written, nothing is remembered.
        if self.write(&self.path(kind, name), result).is_err() {
            return;
        }
        let mut files = self.files(kind);
        files.sort_by_key(|(_, written)| std::cmp::Reverse(*written));
        for (path, _) in files.iter().skip(MOST) {
            fs::remove_file(path).ok();
        }
    }

    fn path(&self, kind: &str, name: &str) -> PathBuf {
        let mut sum = Sum::default();
        sum.write(name.as_bytes());
        self.folder.join(format!("{kind}-{:016x}", sum.finish()))
    }

    fn files(&self, kind: &str) -> Vec<(PathBuf, SystemTime)> {
        let begins = format!("{kind}-");
        fs::read_dir(&self.folder)
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| entry.file_name().to_string_lossy().starts_with(&begins))
            .filter_map(|entry| Some((entry.path(), entry.metadata().ok()?.modified().ok()?)))
            .collect()
    }

    fn write(&self, path: &Path, result: &[u8]) -> std::io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let mut sum = Sum::default();
        sum.write(result);
        let mut builder = tempfile::Builder::new();
        builder.prefix(".new-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        self.clear();
        let mut file = builder.tempfile_in(&self.folder)?;
        for part in [MAGIC, BUILD, &sum.finish().to_le_bytes(), result] {
            file.write_all(part)?;
        }
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    }

    /// Removes what killed runs left behind.
    fn clear(&self) {
        let old = |entry: &fs::DirEntry| {
            let written = entry.metadata().ok()?.modified().ok()?;
            let age = SystemTime::now().duration_since(written).ok()?;
            (age.as_secs() > 3600).then_some(())
        };
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(".new-") && old(&entry).is_some() {
                fs::remove_file(entry.path()).ok();
            }
        }
    }
}

impl Kept {
    /// What was remembered; nothing where it is damaged, or of another build.
    #[must_use]
    pub fn read(&self) -> Option<Vec<u8>> {
        let mut whole = fs::read(&self.path).ok()?;
        let rest = whole.strip_prefix(MAGIC)?.strip_prefix(BUILD)?;
        let (said, result) = rest.split_first_chunk::<8>()?;
        let mut sum = Sum::default();
        sum.write(result);
        if sum.finish() != u64::from_le_bytes(*said) {
            return None;
        }
        let start = whole.len() - result.len();
        Some(whole.split_off(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Outcome = Result<(), Box<dyn std::error::Error>>;

    fn file(remembered: &Remembered, name: &str) -> PathBuf {
        remembered.path("kind", name)
    }

    #[test]
    fn what_was_put_is_got() -> Outcome {
        let folder = tempfile::tempdir()?;
        let remembered = Remembered::below(folder.path());
        assert_eq!(remembered.get("kind", "a"), None);
        remembered.put("kind", "a", b"one");
        remembered.put("kind", "a", b"two");
        assert_eq!(remembered.get("kind", "a").as_deref(), Some(&b"two"[..]));
        assert_eq!(remembered.get("kind", "b"), None);
        assert_eq!(remembered.get("other", "a"), None);
        assert_eq!(remembered.list("kind", "b").len(), 1);
        Ok(())
    }

    #[test]
    fn what_is_damaged_or_of_another_build_is_not_taken() -> Outcome {
        let folder = tempfile::tempdir()?;
        let remembered = Remembered::below(folder.path());
        remembered.put("kind", "a", b"a result of some length");
        let place = file(&remembered, "a");
        let whole = fs::read(&place)?;
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            if let Some(byte) = damaged.get_mut(at) {
                *byte ^= 1;
            }
            fs::write(&place, &damaged)?;
            assert_eq!(remembered.get("kind", "a"), None, "{at}");
            fs::write(&place, whole.get(..at).unwrap_or_default())?;
            assert_eq!(remembered.get("kind", "a"), None, "{at}");
        }
        fs::write(&place, &whole)?;
        assert!(remembered.get("kind", "a").is_some());
        Ok(())
    }

    #[test]
    fn few_of_a_kind_are_kept() -> Outcome {
        let folder = tempfile::tempdir()?;
        let remembered = Remembered::below(folder.path());
        for name in ["a", "b", "c", "d", "e", "f"] {
            remembered.put("kind", name, name.as_bytes());
            remembered.put("other", name, b"");
        }
        assert_eq!(remembered.list("kind", "f").len(), MOST);
        assert!(remembered.get("kind", "f").is_some());
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_cannot_be_written_is_no_failure() -> Outcome {
        let folder = tempfile::tempdir()?;
        // A file in its place: nobody can write below that, whoever they are.
        fs::write(folder.path().join("orbit"), "")?;
        let remembered = Remembered::below(folder.path());
        remembered.put("kind", "a", b"one");
        assert_eq!(remembered.get("kind", "a"), None);
        assert!(remembered.list("kind", "a").is_empty());
        Ok(())
    }
}
