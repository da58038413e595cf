//! Versions that git has lost or that are damaged: work that needs versions is done again without them, and what is left out is told.

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::versions::Blobs;
use crate::model::words::count;
use crate::repo::Failure;
use crate::repo::history::{BlobId, Log, Lost};

/// How many lost versions are named one by one.
const NAMED: usize = 5;

/// Does some work with a log. Where that fails because versions are lost, they are left out of the log, and it is done again with what is left:
/// nothing is known of them, and nothing is guessed. Gives the log that it was done with.
///
/// # Errors
/// Where the work fails for another reason, or with what is left too.
pub fn beyond<T>(
    log: Log,
    blobs: &dyn Blobs,
    work: &dyn Fn(&Log) -> Result<T, Failure>,
) -> Result<(T, Log), Failure> {
    let (done, log) = beyond_shared(Arc::new(log), blobs, work)?;
    Ok((done, Arc::unwrap_or_clone(log)))
}

/// The same with a log that others hold too.
///
/// # Errors
/// As [`beyond`].
pub fn beyond_shared<T>(
    log: Arc<Log>,
    blobs: &dyn Blobs,
    work: &dyn Fn(&Log) -> Result<T, Failure>,
) -> Result<(T, Arc<Log>), Failure> {
    let failure = match work(&log) {
        Ok(done) => return Ok((done, log)),
        Err(failure) if failure.is_lost => failure,
        Err(failure) => return Err(failure),
    };
    let lost = lost(&log, blobs);
    if lost.is_empty() {
        return Err(failure);
    }
    let log = Arc::unwrap_or_clone(log).without(&lost);
    Ok((work(&log)?, Arc::new(log)))
}

/// The versions that a step of the log names and nobody can read.
fn lost(log: &Log, blobs: &dyn Blobs) -> HashSet<BlobId> {
    let steps = log.trails.iter().flat_map(|trail| &trail.steps);
    let steps = steps.flat_map(|step| step.side.iter().chain([step]));
    let ids: HashSet<BlobId> = steps
        .flat_map(|step| step.before.into_iter().chain([step.after]))
        .collect();
    ids.into_par_iter()
        .filter(|id| blobs.one(*id).is_err_and(|failure| failure.is_lost))
        .collect()
}

/// What to say of the versions that are left out, a line each; those of one engagement, or of all.
#[must_use]
pub fn told(log: &Log, trail: Option<&str>) -> Vec<String> {
    let of = |lost: &&Lost| trail.is_none_or(|path| lost.trail == path);
    let all: Vec<&Lost> = log.lost.iter().filter(of).collect();
    let mut lines: Vec<String> = all
        .iter()
        .take(NAMED)
        .map(|lost| {
            let commit = log.commits.get(lost.commit);
            let commit = commit.map_or("", |commit| commit.id.get(..9).unwrap_or(&commit.id));
            format!(
                "the version of `{}` as of commit {commit} cannot be read, so what changed there is not known",
                lost.path
            )
        })
        .collect();
    if let Some(more) = all.len().checked_sub(NAMED).filter(|more| *more > 0) {
        lines.push(format!("{} more cannot be read", count(more, "version")));
    }
    lines
}

/// What to do about versions that are left out.
pub const MEND: &str = "a fresh clone of where it was pushed has it, and `git fetch --refetch` brings what is only missing; `git fsck` says what else is damaged";
