//! A tree that is a literal: what tests and unsaved text are made of.

use std::collections::BTreeMap;

use super::{Bytes, Failure, Tree};

/// A tree held in memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memory {
    files: BTreeMap<String, Bytes>,
}

impl Memory {
    /// An empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same tree with this file in it.
    #[must_use]
    pub fn file(mut self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.put(path, content);
        self
    }

    /// The same tree without this file.
    #[must_use]
    pub fn without(mut self, path: &str) -> Self {
        self.files.remove(path);
        self
    }

    /// Writes a file, over the former one of this path.
    pub fn put(&mut self, path: &str, content: impl AsRef<[u8]>) {
        self.files
            .insert(path.to_owned(), Bytes::from(content.as_ref()));
    }
}

impl<P: AsRef<str>, C: AsRef<[u8]>> FromIterator<(P, C)> for Memory {
    fn from_iter<I: IntoIterator<Item = (P, C)>>(files: I) -> Self {
        let mut tree = Self::new();
        for (path, content) in files {
            tree.put(path.as_ref(), content);
        }
        tree
    }
}

impl Tree for Memory {
    fn files(&self, folder: &str) -> Result<Vec<String>, Failure> {
        let below = super::below(folder);
        Ok(self
            .files
            .range(below.clone()..)
            .map(|(path, _)| path)
            .take_while(|path| path.starts_with(&below))
            .cloned()
            .collect())
    }

    fn read(&self, path: &str) -> Result<Option<Bytes>, Failure> {
        Ok(self.files.get(path).cloned())
    }

    fn holds(&self, path: &str) -> Result<bool, Failure> {
        let below = super::below(path);
        Ok(self.files.contains_key(path)
            || self
                .files
                .range(below.clone()..)
                .next()
                .is_some_and(|(path, _)| path.starts_with(&below)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_lists_what_is_below_it_and_not_what_begins_alike() -> Result<(), Failure> {
        let tree = Memory::new()
            .file("a/b.md", "1")
            .file("a/c/d.md", "2")
            .file("a.md", "3")
            .file("ab/e.md", "4");
        assert_eq!(tree.files("a")?, ["a/b.md", "a/c/d.md"]);
        assert_eq!(tree.files("")?.len(), 4);
        assert!(tree.files("a.md")?.is_empty());
        Ok(())
    }

    #[test]
    fn files_and_folders_are_held_and_only_files_read() -> Result<(), Failure> {
        let tree = Memory::new().file("a/b.md", "1");
        assert!(tree.holds("a")? && tree.holds("a/b.md")?);
        assert!(!tree.holds("a/b")?);
        assert_eq!(tree.read("a")?, None);
        assert_eq!(tree.read("a/b.md")?.as_deref(), Some(&b"1"[..]));
        Ok(())
    }
}
