//! What files held before a commit, read from the repository as far as a rule asks.

use crate::check::Past;
use crate::repo::{Author, CommitId, Failure, Repository};

/// The past as the repository has it, along the first parents.
pub(super) struct GitPast<'a> {
    pub(super) repo: &'a Repository,
    pub(super) from: Option<CommitId>,
}

impl Past for GitPast<'_> {
    fn walk(&self, path: &str, see: &mut dyn FnMut(&[u8], &Author) -> bool) {
        // What cannot be read any more is not known; the verdict then rests on what is.
        let _ = self.versions(path, see);
    }
}

impl GitPast<'_> {
    fn versions(
        &self,
        path: &str,
        see: &mut dyn FnMut(&[u8], &Author) -> bool,
    ) -> Result<(), Failure> {
        let mut next = self.from;
        while let Some(id) = next {
            let Some(blob) = self.repo.commit_tree(&id)?.blob(path)? else {
                return Ok(());
            };
            let commit = self.repo.commit(&id)?;
            let parent = commit.parents.first().copied();
            let former = match &parent {
                Some(parent) if !self.repo.is_boundary(&id) => {
                    self.repo.commit_tree(parent)?.blob(path)?
                }
                _ => None,
            };
            if former != Some(blob) && !see(&self.repo.blob(blob)?, &commit.author) {
                return Ok(());
            }
            next = parent.filter(|_| !self.repo.is_boundary(&id));
        }
        Ok(())
    }
}
