//! The settings of a studio as they stood when its commits were made: what a commit is judged by is what its own tree asked for.

use super::versions::Blobs;
use crate::model::Settings;
use crate::model::settings::{FILE, WORKFLOWS};
use crate::repo::Tree;
use crate::repo::history::Log;

/// The settings at each commit of a log.
pub struct Epochs<'s> {
    now: &'s Settings,
    /// The first commit of the log that had any; nothing where none is known, as with settings that are not committed.
    first: Option<usize>,
    /// From which commit on which settings held, the oldest first.
    changes: Vec<(usize, Settings)>,
    whole: bool,
}

impl<'s> Epochs<'s> {
    /// The settings at each commit of `log`. Where those of no commit are known, the ones of now count for all.
    #[must_use]
    pub fn read(now: &'s Settings, log: &Log, blobs: &dyn Blobs) -> Self {
        let mut at: Vec<usize> = log
            .settings
            .iter()
            .flat_map(|trail| &trail.steps)
            .map(|step| step.commit)
            .collect();
        at.sort_unstable();
        at.dedup();
        let first = at.first().copied();
        let mut changes = Vec::new();
        let mut whole = true;
        for at in at {
            let commit = log.commits.get(at);
            let Some(tree) = commit.and_then(|commit| blobs.tree(&commit.id)) else {
                whole = false;
                continue;
            };
            match Settings::load(&*tree) {
                Ok(settings) => changes.push((at, settings)),
                Err(_) => whole &= is_readable(&*tree),
            }
        }
        Self {
            now,
            first,
            changes,
            whole,
        }
    }

    /// The same settings at all commits.
    #[must_use]
    pub const fn constant(now: &'s Settings) -> Self {
        Self {
            now,
            first: None,
            changes: Vec::new(),
            whole: true,
        }
    }

    /// Whether the settings of every commit that changed them could be read, be they right or wrong.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.whole
    }

    /// The settings at a commit of the log; nothing where the studio had none yet, so that nothing was asked for.
    #[must_use]
    pub fn at(&self, commit: usize) -> Option<&Settings> {
        if self.first.is_some_and(|first| commit < first) {
            return None;
        }
        let later = self.changes.partition_point(|(from, _)| *from <= commit);
        let own = later.checked_sub(1).and_then(|at| self.changes.get(at));
        Some(own.map_or(self.now, |(_, settings)| settings))
    }
}

/// Whether the files of a tree's settings can be read, so that it is they that are wrong.
fn is_readable(tree: &dyn Tree) -> bool {
    let read = |path: &str| tree.read(path).is_ok();
    let workflows = tree.files(WORKFLOWS);
    read(FILE) && workflows.is_ok_and(|files| files.iter().all(|file| read(file)))
}
