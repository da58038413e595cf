//! A tree that notes what it was asked for: what is made from the answers is as it was while they are.

use std::hash::Hasher;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::remembered::bytes::Sum;
use super::{Bytes, Failure, Tree};

/// A tree over another.
pub struct Noted<'t> {
    base: &'t dyn Tree,
    files: Mutex<Vec<(String, u64)>>,
    held: Mutex<Vec<(String, bool)>>,
    listed: AtomicBool,
}

/// What a tree was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes {
    /// The files that were read, each once, with what [`answer`] says of them.
    pub files: Vec<(String, u64)>,
    /// The paths of which it was asked whether something is there, each once.
    pub held: Vec<(String, bool)>,
    /// Whether files were listed; what the lists held is not noted.
    pub has_lists: bool,
}

impl<'t> Noted<'t> {
    /// The tree, with nothing asked yet.
    #[must_use]
    pub const fn new(base: &'t dyn Tree) -> Self {
        Self {
            base,
            files: Mutex::new(Vec::new()),
            held: Mutex::new(Vec::new()),
            listed: AtomicBool::new(false),
        }
    }

    /// All that was asked for.
    #[must_use]
    pub fn notes(self) -> Notes {
        Notes {
            files: once(self.files),
            held: once(self.held),
            has_lists: self.listed.into_inner(),
        }
    }

    /// The files that were asked for, each once, with what [`answer`] says of them.
    #[must_use]
    pub fn files(self) -> Vec<(String, u64)> {
        once(self.files)
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

impl Notes {
    /// Whether whoever asks `tree` for the same is told the same. Not where files were listed.
    #[must_use]
    pub fn are_so(&self, tree: &dyn Tree) -> bool {
        let reads = |(path, known): &(String, u64)| answer(tree, path).is_ok_and(|is| is == *known);
        let holds = |(path, known): &(String, bool)| tree.holds(path).is_ok_and(|is| is == *known);
        !self.has_lists && self.files.iter().all(reads) && self.held.iter().all(holds)
    }
}

/// What was noted, each once.
fn once<T: Ord>(noted: Mutex<Vec<T>>) -> Vec<T> {
    let mut noted = noted.into_inner().unwrap_or_else(PoisonError::into_inner);
    noted.sort();
    noted.dedup();
    noted
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
        self.listed.store(true, Ordering::Relaxed);
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
        let held = self.base.holds(path)?;
        self.held
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push((path.to_owned(), held));
        Ok(held)
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

    #[test]
    fn notes_hold_while_every_answer_is_the_same() -> Result<(), Failure> {
        let tree = Memory::new().file("a.md", "one").file("b/c.md", "");
        let noted = Noted::new(&tree);
        noted.read("a.md")?;
        noted.read("none.md")?;
        noted.holds("b")?;
        noted.holds("d")?;
        let notes = noted.notes();
        assert!(notes.are_so(&tree));
        for other in [
            tree.clone().file("a.md", "two"),
            tree.clone().file("none.md", ""),
            tree.clone().without("b/c.md"),
            tree.clone().file("d/e.md", ""),
        ] {
            assert!(!notes.are_so(&other));
        }
        let noted = Noted::new(&tree);
        Tree::files(&noted, "b")?;
        assert!(!noted.notes().are_so(&tree));
        Ok(())
    }
}
