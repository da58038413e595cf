//! A studio read for a question: its settings and engagements, from the work tree, or as a commit had them.

use rayon::prelude::*;

use crate::chronicle;
use crate::guard;
use crate::model::{Engagement, Settings};
use crate::repo::{CommitId, Failure, Repository, Tree};

/// A studio, read.
pub(super) struct Studio {
    /// Its files.
    pub(super) tree: Box<dyn Tree>,
    /// Its settings.
    pub(super) settings: Settings,
    /// Its engagements, by path.
    pub(super) engagements: Vec<Engagement>,
}

impl Studio {
    /// The work tree, or in a bare repository HEAD.
    pub(super) fn now(repository: &Repository) -> Result<Self, Failure> {
        Self::now_where(repository, &|_| true)
    }

    /// The same with those engagements only whose bytes are wanted: the others are not taken apart.
    pub(super) fn now_where(
        repository: &Repository,
        wanted: &(dyn Fn(&[u8]) -> bool + Sync),
    ) -> Result<Self, Failure> {
        match (repository.work_tree(), repository.head()?) {
            (Some(tree), _) => Self::of(Box::new(tree), wanted),
            (None, Some(head)) => Self::of(Box::new(repository.commit_tree(&head)?), wanted),
            (None, None) => Self::of(Box::new(repository.empty_tree()), wanted),
        }
    }

    /// As a commit has it.
    pub(super) fn at(repository: &Repository, commit: &CommitId) -> Result<Self, Failure> {
        Self::of(Box::new(repository.commit_tree(commit)?), &|_| true)
    }

    fn of(tree: Box<dyn Tree>, wanted: &(dyn Fn(&[u8]) -> bool + Sync)) -> Result<Self, Failure> {
        let settings = Settings::load(&*tree)?;
        let paths = guard::engagements(&*tree, &settings)?;
        let engagements = paths
            .par_iter()
            .filter_map(|path| {
                let bytes = tree.read(path).transpose()?;
                if bytes.as_ref().is_ok_and(|bytes| !wanted(bytes)) {
                    return None;
                }
                bytes
                    .map(|bytes| Engagement::read(path, &bytes, &settings))
                    .transpose()
            })
            .collect::<Result<Vec<_>, Failure>>()?;
        Ok(Self {
            tree,
            settings,
            engagements,
        })
    }

    /// The engagement that `id` means.
    pub(super) fn named(&self, id: &str) -> Result<&Engagement, Failure> {
        let names: Vec<(String, String)> = self
            .engagements
            .iter()
            .map(|engagement| (engagement.id.clone(), engagement.path.clone()))
            .collect();
        let (_, path) = chronicle::find(&names, id)?;
        let found = self
            .engagements
            .iter()
            .find(|engagement| engagement.path == *path);
        found.ok_or_else(|| Failure::new(format!("no engagement is called `{id}`")))
    }
}
