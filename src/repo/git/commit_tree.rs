//! A commit's files.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use git2::{ObjectType, Oid};

use super::BlobId;
use super::objects::Objects;
use super::tree::{DEEPEST, Entries, Kind, too_deep};
use crate::repo::{Bytes, Failure, Tree};

/// The tree of one commit, or the empty tree. Files are read at most to [`crate::repo::MOST_READ`] bytes.
#[derive(Clone)]
pub struct CommitTree {
    objects: Arc<Objects>,
    root: Option<Oid>,
    /// Folders that were looked into. Nothing for a path that is no folder.
    folders: Arc<Mutex<HashMap<String, Option<Names>>>>,
}

/// The names in one folder, sorted.
type Names = Arc<Vec<(Kind, String, Oid)>>;

impl std::fmt::Debug for CommitTree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CommitTree")
            .field("root", &self.root)
            .finish_non_exhaustive()
    }
}

impl CommitTree {
    pub(crate) fn new(objects: Arc<Objects>, root: Option<Oid>) -> Self {
        Self {
            objects,
            root,
            folders: Arc::default(),
        }
    }

    /// The id of a file's bytes.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn blob(&self, path: &str) -> Result<Option<BlobId>, Failure> {
        Ok(self
            .entry(path)?
            .filter(|(kind, _)| *kind == Kind::File)
            .map(|(_, id)| id))
    }

    fn entry(&self, path: &str) -> Result<Option<(Kind, Oid)>, Failure> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let Some(names) = self.names(folder)? else {
            return Ok(None);
        };
        Ok(names
            .binary_search_by(|(_, other, _)| other.as_str().cmp(name))
            .ok()
            .and_then(|at| names.get(at))
            .map(|(kind, _, id)| (*kind, *id)))
    }

    /// The names in a folder; nothing where there is no such folder.
    fn names(&self, folder: &str) -> Result<Option<Names>, Failure> {
        let known = |folders: &HashMap<String, Option<Names>>| folders.get(folder).cloned();
        let lock = || self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(names) = known(&lock()) {
            return Ok(names);
        }
        let id = if folder.is_empty() {
            self.root
        } else {
            self.entry(folder)?
                .filter(|(kind, _)| *kind == Kind::Folder)
                .map(|(_, id)| id)
        };
        let names = match id {
            None if folder.is_empty() => Some(Names::default()),
            None => None,
            Some(id) => Some(self.list(id)?),
        };
        lock().insert(folder.to_owned(), names.clone());
        Ok(names)
    }

    fn list(&self, id: Oid) -> Result<Names, Failure> {
        let object = self.objects.read(id, ObjectType::Tree)?;
        let mut names = Vec::new();
        for entry in Entries::new(object.data(), self.objects.width()) {
            let entry = entry?;
            names.push((
                entry.kind,
                String::from_utf8_lossy(entry.name).into_owned(),
                entry.oid()?,
            ));
        }
        names.sort_unstable_by(|a, b| a.1.cmp(&b.1));
        Ok(Arc::new(names))
    }

    fn collect(&self, id: Oid, folder: &str, files: &mut Vec<String>) -> Result<(), Failure> {
        if folder.split('/').count() > DEEPEST {
            return Err(too_deep());
        }
        for (kind, name, id) in self.list(id)?.iter() {
            let path = if folder.is_empty() {
                name.clone()
            } else {
                format!("{folder}/{name}")
            };
            match kind {
                Kind::File => files.push(path),
                Kind::Folder => self.collect(*id, &path, files)?,
                Kind::Other => {}
            }
        }
        Ok(())
    }
}

impl Tree for CommitTree {
    fn files(&self, folder: &str) -> Result<Vec<String>, Failure> {
        let folder = folder.trim_end_matches('/');
        let id = if folder.is_empty() {
            self.root
        } else {
            self.entry(folder)?
                .filter(|(kind, _)| *kind == Kind::Folder)
                .map(|(_, id)| id)
        };
        let mut files = Vec::new();
        if let Some(id) = id {
            self.collect(id, folder, &mut files)?;
        }
        files.sort_unstable();
        Ok(files)
    }

    fn read(&self, path: &str) -> Result<Option<Bytes>, Failure> {
        let Some(id) = self.blob(path)? else {
            return Ok(None);
        };
        let read = self.objects.blob(id);
        read.map(Some).map_err(|failure| Failure {
            message: format!("`{path}` cannot be read"),
            causes: std::iter::once(failure.message)
                .chain(failure.causes)
                .collect(),
            ..failure
        })
    }

    fn holds(&self, path: &str) -> Result<bool, Failure> {
        let path = path.trim_end_matches('/');
        if path.is_empty() {
            return Ok(self.root.is_some());
        }
        Ok(self
            .entry(path)?
            .is_some_and(|(kind, _)| kind != Kind::Other))
    }
}
