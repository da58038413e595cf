//! The settings of a studio as they stood when its commits were made: what a commit is judged by is what its own tree asked for.

use super::versions::Blobs;
use crate::model::Settings;
use crate::repo::history::Log;

/// The settings at each commit of a log.
pub struct Epochs<'s> {
    now: &'s Settings,
    /// From which commit on which settings held, the oldest first.
    changes: Vec<(usize, Settings)>,
}

impl<'s> Epochs<'s> {
    /// The settings at each commit of `log`. Where a commit's own cannot be read, and before the first there were, those of `now` count.
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
        let changes = at
            .into_iter()
            .filter_map(|at| {
                let tree = blobs.tree(&log.commits.get(at)?.id)?;
                Some((at, Settings::load(&*tree).ok()?))
            })
            .collect();
        Self { now, changes }
    }

    /// The same settings at all commits.
    #[must_use]
    pub const fn constant(now: &'s Settings) -> Self {
        Self {
            now,
            changes: Vec::new(),
        }
    }

    /// The settings at a commit of the log.
    #[must_use]
    pub fn at(&self, commit: usize) -> &Settings {
        let later = self.changes.partition_point(|(from, _)| *from <= commit);
        later
            .checked_sub(1)
            .and_then(|at| self.changes.get(at))
            .map_or(self.now, |(_, settings)| settings)
    }
}
