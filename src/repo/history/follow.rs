//! Following files back through commits, from the newest to the oldest, by whatever path they had.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::line::Visit;
use crate::repo::git::difference::{self, Changed, Comparer, Scope};
use crate::repo::history::BlobId;
use crate::repo::{Bytes, Failure, Repository};

/// What one commit did to one of the files.
#[derive(Debug)]
pub(super) struct Found {
    /// Whose it is.
    pub(super) key: usize,
    pub(super) path: String,
    pub(super) moved_from: Option<String>,
    pub(super) before: Option<BlobId>,
    /// Whether what it was before cannot be found out.
    pub(super) cut: bool,
    pub(super) after: BlobId,
}

/// The files that are followed, by the path that they have at the point reached.
pub(super) struct Trace<'a> {
    repository: &'a Repository,
    scope: Scope,
    live: HashMap<String, usize>,
    /// Of these paths, those that the differences at hand do not tell of.
    outside: BTreeSet<String>,
}

impl<'a> Trace<'a> {
    pub(super) fn new(repository: &'a Repository, folders: &[String]) -> Self {
        Self {
            repository,
            scope: Scope::below(folders),
            live: HashMap::new(),
            outside: BTreeSet::new(),
        }
    }

    /// Follows a file from here on.
    pub(super) fn watch(&mut self, path: &str, key: usize) {
        if !self.scope.holds(path) {
            self.outside.insert(path.to_owned());
        }
        self.live.insert(path.to_owned(), key);
    }

    /// The files that are still followed, by their paths.
    pub(super) fn left(self) -> BTreeMap<String, usize> {
        self.live.into_iter().collect()
    }

    fn forget(&mut self, path: &str) {
        self.live.remove(path);
        self.outside.remove(path);
    }

    /// Goes back over the commit at `at`: what it did to the files followed, in the order of their paths. On a `side` branch, what a merge
    /// only took from another of its parents is passed over.
    pub(super) fn pass(
        &mut self,
        visits: &[Visit],
        at: usize,
        side: bool,
    ) -> Result<Vec<Found>, Failure> {
        let Some(visit) = visits.get(at) else {
            return Ok(Vec::new());
        };
        let mut changed: Vec<Changed> = Vec::new();
        let relevant =
            |change: &&Changed| change.after.is_some() && self.live.contains_key(&change.path);
        changed.extend(visit.difference.changed.iter().filter(relevant).cloned());
        if visit.difference.elsewhere && !self.outside.is_empty() {
            let folders: Vec<String> = self.outside.iter().cloned().collect();
            let more = self.compare(visit, &Scope::below(&folders))?;
            changed.extend(more.iter().filter(relevant).cloned());
        }
        if side {
            self.leave_taken(visit, &mut changed)?;
        }
        let (moved, is_certain) = self.moved(visit, &changed)?;
        let mut found = Vec::with_capacity(changed.len());
        for change in changed {
            let (Some(&key), Some(after)) = (self.live.get(&change.path), change.after) else {
                continue;
            };
            let source = moved.get(&change.path);
            let before = change.before.or(source.and_then(|source| source.before));
            found.push(Found {
                key,
                before,
                cut: before.is_none() && !is_certain,
                moved_from: source.map(|source| source.path.clone()),
                path: change.path,
                after,
            });
        }
        // Only now, as files may change places in one commit.
        for one in found
            .iter()
            .filter(|one| one.before.is_none() || one.moved_from.is_some())
        {
            self.forget(&one.path);
        }
        for one in &found {
            if let Some(from) = &one.moved_from {
                self.watch(from, one.key);
            }
        }
        Ok(found)
    }

    fn compare(&self, visit: &Visit, scope: &Scope) -> Result<Vec<Changed>, Failure> {
        let node = &visit.written.node;
        let before = match node.parents.first() {
            Some(parent) => Some(self.repository.node(parent)?.tree),
            None => None,
        };
        let mut comparer = Comparer::new(self.repository.objects(), scope);
        Ok(comparer.compare(before, Some(node.tree))?.changed)
    }

    /// For each path that is new in this commit, the file that was moved there; and whether that is all, as where one that is gone cannot be read
    /// nobody knows where it went.
    fn moved(
        &self,
        visit: &Visit,
        changed: &[Changed],
    ) -> Result<(HashMap<String, Changed>, bool), Failure> {
        let mut moved = HashMap::new();
        if changed.iter().all(|change| change.before.is_some())
            || visit.written.node.parents.is_empty()
        {
            return Ok((moved, true));
        }
        let everything;
        let all = if visit.difference.elsewhere {
            everything = self.compare(visit, &Scope::all())?;
            &everything
        } else {
            &visit.difference.changed
        };
        if all.iter().all(|change| change.after.is_some()) {
            return Ok((moved, true));
        }
        let mut is_certain = true;
        let pairs = difference::moved_with(all, &mut |id| {
            match self.repository.blob(*id) {
                // What is empty is like nothing else.
                Err(failure) if failure.is_lost => {
                    is_certain = false;
                    Ok(Bytes::from([]))
                }
                read => read,
            }
        })?;
        for (from, to) in pairs {
            if let (Some(from), Some(to)) = (all.get(from), all.get(to)) {
                moved.insert(to.path.clone(), from.clone());
            }
        }
        Ok((moved, is_certain))
    }

    /// Leaves out what another parent than the first holds just so.
    fn leave_taken(&self, visit: &Visit, changed: &mut Vec<Changed>) -> Result<(), Failure> {
        if changed.is_empty() {
            return Ok(());
        }
        for parent in visit.written.node.parents.iter().skip(1) {
            let tree = self.repository.commit_tree(parent)?;
            let mut kept = Vec::with_capacity(changed.len());
            for change in changed.drain(..) {
                if tree.blob(&change.path)? != change.after {
                    kept.push(change);
                }
            }
            *changed = kept;
        }
        Ok(())
    }
}
