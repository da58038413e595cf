//! The settings of a studio as they stood when its commits were made: what a commit is judged by is what its own tree asked for.

use super::versions::Blobs;
use crate::model::Settings;
use crate::repo::history::Log;

/// The settings at each commit of a log.
pub struct Epochs<'s> {
    now: &'s Settings,
    /// The first commit of the log that had any; nothing where none is known, as with settings that are not committed.
    first: Option<usize>,
    /// From which commit on which settings held, the oldest first.
    changes: Vec<(usize, Settings)>,
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
        let changes = at
            .into_iter()
            .filter_map(|at| {
                let tree = blobs.tree(&log.commits.get(at)?.id)?;
                Some((at, Settings::load(&*tree).ok()?))
            })
            .collect();
        Self {
            now,
            first,
            changes,
        }
    }

    /// The same settings at all commits.
    #[must_use]
    pub const fn constant(now: &'s Settings) -> Self {
        Self {
            now,
            first: None,
            changes: Vec::new(),
        }
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
