//! What files held before a commit, and who wrote a paragraph first: read from the repository as far as a rule asks.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::engagements;
use crate::check::{Past, borrowed};
use crate::model::Settings;
use crate::repo::history::BlobId;
use crate::repo::{Author, CommitId, Failure, FileChange, Repository};

/// The past as the repository has it, along the first parents, moved files followed.
pub(super) struct GitPast<'a> {
    pub(super) repo: &'a Repository,
    /// The commit before the one that is judged.
    pub(super) from: Option<CommitId>,
    /// What the commit that is judged changes, seen from that one.
    pub(super) changes: &'a [FileChange],
    pub(super) settings: &'a Settings,
    pub(super) paragraphs: &'a Paragraphs,
}

impl Past for GitPast<'_> {
    fn walk(&self, path: &str, see: &mut dyn FnMut(&[u8], &Author) -> bool) {
        // What cannot be read any more is not known; the verdict then rests on what is.
        let _ = self.versions(path, &mut |bytes, author, _| see(bytes, author));
    }

    fn lender(&self, path: &str, paragraph: &str) -> Option<String> {
        let own = self.former(path);
        let others = self.holding(paragraph).unwrap_or_default();
        let mut others = others
            .into_iter()
            .filter(|other| *other != own && other != path && !self.leaves(other))
            .peekable();
        others.peek()?;
        // Who had it first did not paste it.
        let since = self.since(&own, paragraph).unwrap_or(0);
        others.find(|other| self.since(other, paragraph).unwrap_or(0) > since)
    }
}

impl GitPast<'_> {
    /// Where the file at `path` stood before the commit that is judged.
    fn former(&self, path: &str) -> String {
        let change = self
            .changes
            .iter()
            .find(|change| change.after.as_deref() == Some(path));
        let former = change.and_then(|change| change.before.clone());
        former.unwrap_or_else(|| path.to_owned())
    }

    /// Whether the commit that is judged takes this file away, or moves it.
    fn leaves(&self, path: &str) -> bool {
        self.changes.iter().any(|change| {
            change.before.as_deref() == Some(path) && change.after.as_deref() != Some(path)
        })
    }

    /// The engagements that held a paragraph before the commit, sorted.
    fn holding(&self, paragraph: &str) -> Result<Vec<String>, Failure> {
        let Some(from) = &self.from else {
            return Ok(Vec::new());
        };
        let tree = self.repo.commit_tree(from)?;
        let mut files = Vec::new();
        for path in engagements(&tree, self.settings)? {
            files.extend(tree.blob(&path)?.map(|blob| (path, blob)));
        }
        let held = files
            .into_par_iter()
            .map(|(path, blob)| {
                let held = self.paragraphs.of(self.repo, blob)?;
                Ok(held.contains(paragraph).then_some(path))
            })
            .collect::<Result<Vec<_>, Failure>>()?;
        Ok(held.into_iter().flatten().collect())
    }

    /// For how many versions, counted in commits, a file has held a paragraph without a break; nothing where its newest version does not.
    fn since(&self, path: &str, paragraph: &str) -> Option<usize> {
        let mut since = None;
        let _ = self.versions_at(path, &mut |bytes, _, commits| {
            let text = String::from_utf8_lossy(bytes);
            let holds = borrowed::comparables(&text).any(|other| other == paragraph);
            if holds {
                since = Some(commits + 1);
            }
            holds
        });
        since
    }

    /// Shows the versions of a file as it stands after the commit that is judged.
    fn versions(
        &self,
        path: &str,
        see: &mut dyn FnMut(&[u8], &Author, usize) -> bool,
    ) -> Result<(), Failure> {
        self.versions_at(&self.former(path), see)
    }

    /// Shows the versions of a file as it stood before the commit, newest first, each with the author of the commit that made it and how many
    /// commits lie behind that one.
    fn versions_at(
        &self,
        path: &str,
        see: &mut dyn FnMut(&[u8], &Author, usize) -> bool,
    ) -> Result<(), Failure> {
        let mut path = path.to_owned();
        let mut next = self.from;
        let mut commits = 0;
        while let Some(id) = next {
            let Some(blob) = self.repo.commit_tree(&id)?.blob(&path)? else {
                return Ok(());
            };
            let commit = self.repo.commit(&id)?;
            let parent = commit.parents.first().copied();
            let (mut former, mut moved) = (None, None);
            if let Some(parent) = &parent
                && !self.repo.is_boundary(&id)
            {
                let tree = self.repo.commit_tree(parent)?;
                former = tree.blob(&path)?;
                if former.is_none() {
                    moved = self.moved(&id, &path)?;
                    if let Some(moved) = &moved {
                        former = tree.blob(moved)?;
                    }
                }
            }
            if former != Some(blob) && !see(&self.repo.blob(blob)?, &commit.author, commits) {
                return Ok(());
            }
            path = moved.unwrap_or(path);
            commits += 1;
            next = parent.filter(|_| !self.repo.is_boundary(&id));
        }
        Ok(())
    }

    /// Where a commit moved a file from.
    fn moved(&self, id: &CommitId, path: &str) -> Result<Option<String>, Failure> {
        let changes = self.repo.commit_changes(id)?;
        let first = changes.into_iter().next().unwrap_or_default();
        let made = first
            .into_iter()
            .find(|change| change.after.as_deref() == Some(path));
        Ok(made.and_then(|change| change.before))
    }
}

/// Which paragraphs files hold, remembered by what is in them.
#[derive(Default)]
pub(super) struct Paragraphs {
    by_blob: Mutex<HashMap<BlobId, Arc<HashSet<String>>>>,
}

impl Paragraphs {
    fn of(&self, repo: &Repository, blob: BlobId) -> Result<Arc<HashSet<String>>, Failure> {
        if let Some(held) = self.known().get(&blob) {
            return Ok(Arc::clone(held));
        }
        let bytes = repo.blob(blob)?;
        let held = Arc::new(borrowed::comparables(&String::from_utf8_lossy(&bytes)).collect());
        self.known().insert(blob, Arc::clone(&held));
        Ok(held)
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<BlobId, Arc<HashSet<String>>>> {
        self.by_blob.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
