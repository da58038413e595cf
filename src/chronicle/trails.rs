//! What the log knows of each engagement: since when it stands where it stands, when it was last touched, and what its file held before.

use std::collections::HashMap;

use crate::check;
use crate::day::{Day, Moment};
use crate::model::Timeline;
use crate::repo::history::{BlobId, Log, Trail};
use crate::repo::{Author, Bytes, Failure};

/// The past of files as the log has it.
pub struct TrailPast<'a> {
    log: &'a Log,
    read: &'a (dyn Fn(BlobId) -> Result<Bytes, Failure> + Sync),
    trails: HashMap<&'a str, &'a Trail>,
}

impl<'a> TrailPast<'a> {
    /// The past as the log has it; `read` reads what it names.
    #[must_use]
    pub fn new(log: &'a Log, read: &'a (dyn Fn(BlobId) -> Result<Bytes, Failure> + Sync)) -> Self {
        let trails = log.trails.iter();
        Self {
            log,
            read,
            trails: trails.map(|trail| (trail.path.as_str(), trail)).collect(),
        }
    }

    /// When a commit last touched the file.
    #[must_use]
    pub fn moved(&self, path: &str) -> Option<Moment> {
        last_touched(self.log, self.trails.get(path)?)
    }
}

/// When the newest commit of a trail was written.
#[must_use]
pub fn last_touched(log: &Log, trail: &Trail) -> Option<Moment> {
    trail
        .steps
        .iter()
        .flat_map(|step| step.side.iter().chain([step]))
        .filter_map(|step| log.commit_of(step))
        .map(|commit| commit.authored)
        .max_by_key(|moment| moment.seconds)
}

/// Since when an engagement stands in this stage, by the move that brought it there; nothing where it is committed in another, or where a shallow
/// clone does not know.
#[must_use]
pub fn since(timeline: &Timeline, stage: Option<&str>) -> Option<Day> {
    let (now, since) = timeline.now.as_ref()?;
    (now == stage?).then(|| since.day()).flatten()
}

impl check::Past for TrailPast<'_> {
    fn walk(&self, path: &str, see: &mut dyn FnMut(&[u8], &Author) -> bool) {
        let Some(trail) = self.trails.get(path) else {
            return;
        };
        if self.log.ends_lost(trail) {
            return;
        }
        for step in trail.steps.iter().rev() {
            // What cannot be read any more is not known; the answer then rests on what is.
            let (Ok(bytes), Some(commit)) = ((self.read)(step.after), self.log.commit_of(step))
            else {
                return;
            };
            if !see(&bytes, &commit.author) || step.cut {
                return;
            }
        }
    }

    fn is_elsewhere(&self, _: &str, _: &str) -> bool {
        false
    }

    fn lender(&self, _: &str, _: &str) -> Option<String> {
        None
    }
}
