//! A tree that notes which files it was asked for: what is made from the answers is as it was while they are.

use std::hash::Hasher;
use std::sync::{Mutex, PoisonError};

use super::remembered::bytes::Sum;
use super::{Bytes, Failure, Tree};

/// A tree over another. Only whether and what files are there is noted, not lists of them.
pub struct Noted<'t> {
    base: &'t dyn Tree,
    files: Mutex<Vec<(String, u64)>>,
}

impl<'t> Noted<'t> {
    /// The tree, with nothing asked yet.
    #[must_use]
    pub const fn new(base: &'t dyn Tree) -> Self {
        Self {
            base,
            files: Mutex::new(Vec::new()),
        }
    }

    /// The files that were asked for, each once, with what [`answer`] says of them.
    #[must_use]
    pub fn files(self) -> Vec<(String, u64)> {
        let mut files = self
            .files
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        files.sort();
        files.dedup();
        files
    }

    /// A number for all that was asked for and what was there.
    #[must_use]
    pub fn number(self) -> u64 {
        let mut sum = Sum::default();
        for (file, answer) in self.files() {
            sum.write(file.as_bytes());
            sum.write_u64(answer);
        }
        sum.finish()
    }
}

/// A number for what a tree has in a file's place, another for each content and for nothing.
///
/// # Errors
/// Where the file cannot be read.
pub fn answer(tree: &dyn Tree, path: &str) -> Result<u64, Failure> {
    Ok(number(tree.read(path)?.as_deref()))
}

/// A number for what is in a file's place.
pub(super) fn number(bytes: Option<&[u8]>) -> u64 {
    let mut sum = Sum::default();
    match bytes {
        Some(bytes) => sum.write(bytes),
        None => sum.write_u8(0),
    }
    sum.write_u8(u8::from(bytes.is_some()));
    sum.finish()
}

impl Tree for Noted<'_> {
    fn files(&self, folder: &str) -> Result<Vec<String>, Failure> {
        self.base.files(folder)
    }

    fn read(&self, path: &str) -> Result<Option<Bytes>, Failure> {
        let bytes = self.base.read(path)?;
        self.files
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push((path.to_owned(), number(bytes.as_deref())));
        Ok(bytes)
    }

    fn holds(&self, path: &str) -> Result<bool, Failure> {
        self.base.holds(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::Memory;

    #[test]
    fn what_was_asked_for_is_noted_with_its_answer() -> Result<(), Failure> {
        let tree = Memory::new().file("a.md", "one").file("empty", "");
        let noted = Noted::new(&tree);
        for path in ["a.md", "b.md", "empty", "a.md"] {
            noted.read(path)?;
        }
        let files = noted.files();
        let names: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(names, ["a.md", "b.md", "empty"]);
        for (path, number) in &files {
            assert_eq!(answer(&tree, path)?, *number);
        }
        let other = Memory::new().file("a.md", "two").file("b.md", "");
        for (path, number) in &files {
            assert_ne!(answer(&other, path)?, *number, "{path}");
        }
        Ok(())
    }
}
