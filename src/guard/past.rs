//! What files held before a commit, and who wrote a paragraph first: read from the repository as far as a rule asks.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rayon::prelude::*;

use super::engagements;
use crate::check::{Past, borrowed};
use crate::model::Settings;
use crate::repo::history::BlobId;
use crate::repo::{Author, CommitId, Failure, FileChange, Repository};

/// The past as the repository has it, along the first parents, moved files followed.
pub(super) struct GitPast<'a> {
    repo: &'a Repository,
    /// The commit before the one that is judged.
    from: Option<CommitId>,
    /// What the commit that is judged changes, seen from that one.
    changes: &'a [FileChange],
    settings: &'a Settings,
    paragraphs: &'a Paragraphs,
    /// What each engagement held before the commit, once somebody has asked.
    shelf: OnceLock<Shelf>,
}

/// Engagements by their paths, sorted, with the paragraphs that they hold.
pub(super) type Shelf = Vec<(String, Arc<HashSet<u64>>)>;

impl Past for GitPast<'_> {
    fn walk(&self, path: &str, see: &mut dyn FnMut(&[u8], &Author) -> bool) {
        // What cannot be read any more is not known; the verdict then rests on what is.
        let _ = self.versions(path, &mut |bytes, author, _| see(bytes, author));
    }

    fn is_elsewhere(&self, path: &str, paragraph: &str) -> bool {
        let own = self.former(path);
        self.holding(paragraph)
            .any(|other| self.is_other(other, path, &own))
    }

    fn lender(&self, path: &str, paragraph: &str) -> Option<String> {
        let own = self.former(path);
        // Who had it first did not paste it.
        let since = self.since(&own, paragraph).unwrap_or(0);
        self.holding(paragraph)
            .filter(|other| self.is_other(other, path, &own))
            .find(|other| self.since(other, paragraph).unwrap_or(0) > since)
            .map(str::to_owned)
    }
}

impl<'a> GitPast<'a> {
    /// The past of a commit upon `from` that makes these changes.
    pub(super) fn new(
        repo: &'a Repository,
        from: Option<CommitId>,
        changes: &'a [FileChange],
        settings: &'a Settings,
        paragraphs: &'a Paragraphs,
    ) -> Self {
        Self {
            repo,
            from,
            changes,
            settings,
            paragraphs,
            shelf: OnceLock::new(),
        }
    }

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

    /// Whether a file is another engagement than the one at `path`, which stood at `own` before.
    fn is_other(&self, other: &str, path: &str, own: &str) -> bool {
        other != own && other != path && !self.leaves(other)
    }

    /// The engagements that held a paragraph before the commit, sorted.
    fn holding(&self, paragraph: &str) -> impl Iterator<Item = &str> {
        let wanted = Paragraphs::key(paragraph);
        let shelf = self.shelf.get_or_init(|| self.read().unwrap_or_default());
        shelf
            .iter()
            .filter(move |(_, held)| held.contains(&wanted))
            .map(|(path, _)| path.as_str())
    }

    /// What each engagement held before the commit.
    fn read(&self) -> Result<Shelf, Failure> {
        let Some(from) = &self.from else {
            return Ok(Shelf::new());
        };
        let tree = self.repo.commit_tree(from)?;
        let mut files = Vec::new();
        for path in engagements(&tree, self.settings)? {
            files.extend(tree.blob(&path)?.map(|blob| (path, blob)));
        }
        files
            .into_par_iter()
            .map(|(path, blob)| Ok((path, self.paragraphs.of(self.repo, blob)?)))
            .collect()
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
            let parent = self.repo.parents(&id)?.first().copied();
            let (mut former, mut moved) = (None, None);
            if let Some(parent) = &parent {
                let tree = self.repo.commit_tree(parent)?;
                former = tree.blob(&path)?;
                if former.is_none() {
                    moved = self.moved(&id, &path)?;
                    if let Some(moved) = &moved {
                        former = tree.blob(moved)?;
                    }
                }
            }
            if former != Some(blob) {
                let author = self.repo.commit(&id)?.author;
                if !see(&self.repo.blob(blob)?, &author, commits) {
                    return Ok(());
                }
            }
            path = moved.unwrap_or(path);
            commits += 1;
            next = parent;
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

/// A past of which it is noted whether anybody asked it anything.
pub(super) struct Heard<'a> {
    past: &'a dyn Past,
    asked: AtomicBool,
}

impl<'a> Heard<'a> {
    pub(super) const fn new(past: &'a dyn Past) -> Self {
        Self {
            past,
            asked: AtomicBool::new(false),
        }
    }

    /// Whether anybody asked.
    pub(super) fn was_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    fn past(&self) -> &dyn Past {
        self.asked.store(true, Ordering::Relaxed);
        self.past
    }
}

impl Past for Heard<'_> {
    fn walk(&self, path: &str, see: &mut dyn FnMut(&[u8], &Author) -> bool) {
        self.past().walk(path, see);
    }

    fn is_elsewhere(&self, path: &str, paragraph: &str) -> bool {
        self.past().is_elsewhere(path, paragraph)
    }

    fn lender(&self, path: &str, paragraph: &str) -> Option<String> {
        self.past().lender(path, paragraph)
    }
}

/// Which paragraphs files hold, remembered by what is in them.
#[derive(Default)]
pub(super) struct Paragraphs {
    by_blob: Mutex<HashMap<BlobId, Arc<HashSet<u64>>>>,
}

impl Paragraphs {
    /// By what a paragraph is known: two that differ have, but for a chance in billions, other ones.
    fn key(paragraph: &str) -> u64 {
        let mut hasher = DefaultHasher::new();
        paragraph.hash(&mut hasher);
        hasher.finish()
    }

    fn of(&self, repo: &Repository, blob: BlobId) -> Result<Arc<HashSet<u64>>, Failure> {
        if let Some(held) = self.known().get(&blob) {
            return Ok(Arc::clone(held));
        }
        let bytes = repo.blob(blob)?;
        let text = String::from_utf8_lossy(&bytes);
        let keys = borrowed::comparables(&text).map(|paragraph| Self::key(&paragraph));
        let held = Arc::new(keys.collect());
        self.known().insert(blob, Arc::clone(&held));
        Ok(held)
    }

    fn known(&self) -> MutexGuard<'_, HashMap<BlobId, Arc<HashSet<u64>>>> {
        self.by_blob.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
