//! A tree over another: the base, and what differs from it. The index is one over HEAD; an editor's unsaved text is one over the work tree.

use std::collections::BTreeMap;
use std::fmt;

use super::{Bytes, Failure, Tree};

/// Where the bytes of a changed file come from.
pub enum Source {
    /// They are here.
    Bytes(Bytes),
    /// They are read when asked for.
    Later(Box<dyn Fn() -> Result<Option<Bytes>, Failure> + Send + Sync>),
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::Later(_) => f.write_str("bytes to be read"),
        }
    }
}

/// A base tree with some files changed.
#[derive(Debug)]
pub struct Overlay<B> {
    base: B,
    changes: BTreeMap<String, Option<Source>>,
}

impl<B: Tree> Overlay<B> {
    /// The base, with nothing changed yet.
    pub fn new(base: B) -> Self {
        Self {
            base,
            changes: BTreeMap::new(),
        }
    }

    /// The tree below.
    pub fn base(&self) -> &B {
        &self.base
    }

    /// Sets a file's bytes.
    pub fn put(&mut self, path: &str, source: Source) {
        self.changes.insert(path.to_owned(), Some(source));
    }

    /// Takes a file away.
    pub fn remove(&mut self, path: &str) {
        self.changes.insert(path.to_owned(), None);
    }

    /// What is changed below `folder`: each path, and whether there is a file now.
    fn changed(&self, folder: &str) -> impl Iterator<Item = (&str, bool)> {
        let below = super::below(folder);
        self.changes
            .range(below.clone()..)
            .take_while(move |(path, _)| path.starts_with(&below))
            .map(|(path, source)| (path.as_str(), source.is_some()))
    }
}

impl<B: Tree> Tree for Overlay<B> {
    fn files(&self, folder: &str) -> Result<Vec<String>, Failure> {
        let mut files = self.base.files(folder)?;
        let before = files.len();
        files.retain(|path| !self.changes.contains_key(path));
        let kept = files.len();
        files.extend(
            self.changed(folder)
                .filter(|(_, here)| *here)
                .map(|(path, _)| path.to_owned()),
        );
        if files.len() != kept || kept != before {
            files.sort_unstable();
        }
        Ok(files)
    }

    fn read(&self, path: &str) -> Result<Option<Bytes>, Failure> {
        match self.changes.get(path) {
            Some(Some(Source::Bytes(bytes))) => Ok(Some(Bytes::clone(bytes))),
            Some(Some(Source::Later(read))) => read(),
            Some(None) => Ok(None),
            None => self.base.read(path),
        }
    }

    fn holds(&self, path: &str) -> Result<bool, Failure> {
        if let Some(source) = self.changes.get(path)
            && source.is_some()
        {
            return Ok(true);
        }
        let (mut here, mut gone) = (false, self.changes.contains_key(path));
        for (_, is_file) in self.changed(path) {
            here |= is_file;
            gone |= !is_file;
        }
        if here || !gone {
            return Ok(here || self.base.holds(path)?);
        }
        Ok(!self.files(path)?.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::Memory;

    fn over(base: Memory, changes: &[(&str, Option<&str>)]) -> Overlay<Memory> {
        let mut tree = Overlay::new(base);
        for (path, content) in changes {
            match content {
                Some(content) => tree.put(path, Source::Bytes(Bytes::from(content.as_bytes()))),
                None => tree.remove(path),
            }
        }
        tree
    }

    #[test]
    fn changed_files_are_read_from_above_and_the_rest_from_below() -> Result<(), Failure> {
        let base = Memory::new()
            .file("a/1", "1")
            .file("a/2", "2")
            .file("a/3", "3");
        let tree = over(
            base,
            &[("a/2", None), ("a/3", Some("three")), ("a/0", Some("0"))],
        );
        assert_eq!(tree.files("a")?, ["a/0", "a/1", "a/3"]);
        assert_eq!(tree.read("a/1")?.as_deref(), Some(&b"1"[..]));
        assert_eq!(tree.read("a/2")?, None);
        assert_eq!(tree.read("a/3")?.as_deref(), Some(&b"three"[..]));
        Ok(())
    }

    #[test]
    fn a_folder_is_gone_with_its_last_file() -> Result<(), Failure> {
        let base = Memory::new()
            .file("a/1", "1")
            .file("b/1", "1")
            .file("b/2", "2");
        let tree = over(base, &[("a/1", None), ("b/1", None), ("c/1", Some("1"))]);
        assert!(!tree.holds("a")?);
        assert!(!tree.holds("a/1")?);
        assert!(tree.holds("b")?);
        assert!(tree.holds("c")?);
        Ok(())
    }

    #[test]
    fn a_file_can_become_a_folder() -> Result<(), Failure> {
        let tree = over(
            Memory::new().file("a", "1"),
            &[("a", None), ("a/b", Some("2"))],
        );
        assert_eq!(tree.files("")?, ["a/b"]);
        assert!(tree.holds("a")?);
        assert_eq!(tree.read("a")?, None);
        Ok(())
    }
}
