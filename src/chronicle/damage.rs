//! A version that git has lost or that is damaged: which file's, and of which commit, so that whoever reads of it knows what to look for in another clone.

use super::versions::Blobs;
use crate::repo::Failure;
use crate::repo::history::Log;

/// A failure to read versions as one that names the first of them that cannot be read; as it is where all of them can.
#[must_use]
pub fn named(failure: Failure, log: &Log, blobs: &dyn Blobs) -> Failure {
    let trails = log.trails.iter().chain(&log.settings);
    let steps = trails
        .flat_map(|trail| &trail.steps)
        .flat_map(|step| step.side.iter().chain([step]));
    for step in steps {
        if blobs.one(step.after).is_err() {
            let commit = log.commit_of(step).map_or("", |commit| commit.id.as_str());
            let what = format!("`{}` as of commit {commit} cannot be read", step.path);
            let mut hints = failure.hints.clone();
            hints.push(
                "what was pushed stands whole where you push to: a fresh clone has it".to_owned(),
            );
            return Failure {
                hints,
                ..Failure::new(what).because(failure)
            };
        }
    }
    failure
}
