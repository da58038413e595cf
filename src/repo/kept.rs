//! A tree that remembers what it was asked, for those who ask again at every keystroke: what differs on disk since is not seen until it is
//! told to forget.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Bytes, Failure, Tree};

/// A tree over another, which is asked everything once.
#[derive(Debug)]
pub struct Kept<B> {
    base: B,
    files: Mutex<HashMap<String, Vec<String>>>,
    bytes: Mutex<HashMap<String, Option<Bytes>>>,
    held: Mutex<HashMap<String, bool>>,
}

impl<B: Tree> Kept<B> {
    /// The tree, with nothing asked yet.
    pub fn new(base: B) -> Self {
        Self {
            base,
            files: Mutex::default(),
            bytes: Mutex::default(),
            held: Mutex::default(),
        }
    }

    /// Forgets what it was told.
    pub fn forget(&self) {
        locked(&self.files).clear();
        locked(&self.bytes).clear();
        locked(&self.held).clear();
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is remembered of a path, else what `ask` says, which is remembered unless it fails.
fn kept<T: Clone>(
    known: &Mutex<HashMap<String, T>>,
    path: &str,
    ask: impl FnOnce() -> Result<T, Failure>,
) -> Result<T, Failure> {
    if let Some(answer) = locked(known).get(path) {
        return Ok(answer.clone());
    }
    let answer = ask()?;
    locked(known).insert(path.to_owned(), answer.clone());
    Ok(answer)
}

impl<B: Tree> Tree for Kept<B> {
    fn files(&self, folder: &str) -> Result<Vec<String>, Failure> {
        kept(&self.files, folder, || self.base.files(folder))
    }

    fn read(&self, path: &str) -> Result<Option<Bytes>, Failure> {
        kept(&self.bytes, path, || self.base.read(path))
    }

    fn holds(&self, path: &str) -> Result<bool, Failure> {
        kept(&self.held, path, || self.base.holds(path))
    }
}

impl<T: Tree + ?Sized> Tree for &T {
    fn files(&self, folder: &str) -> Result<Vec<String>, Failure> {
        (**self).files(folder)
    }

    fn read(&self, path: &str) -> Result<Option<Bytes>, Failure> {
        (**self).read(path)
    }

    fn holds(&self, path: &str) -> Result<bool, Failure> {
        (**self).holds(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::WorkTree;

    #[test]
    fn it_sees_what_has_changed_when_it_is_told_to_forget() -> Result<(), Box<dyn std::error::Error>>
    {
        let folder = tempfile::tempdir()?;
        let tree = Kept::new(WorkTree::folder(folder.path()));
        assert_eq!((tree.read("a.md")?, tree.holds("a.md")?), (None, false));
        assert!(tree.files("")?.is_empty());
        std::fs::write(folder.path().join("a.md"), "here")?;
        assert_eq!((tree.read("a.md")?, tree.holds("a.md")?), (None, false));
        tree.forget();
        assert_eq!(tree.read("a.md")?.as_deref(), Some(&b"here"[..]));
        assert!(tree.holds("a.md")?);
        assert_eq!(tree.files("")?, ["a.md"]);
        Ok(())
    }
}
