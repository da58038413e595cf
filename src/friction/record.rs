//! From the versions of an engagement to its account, as its commits are gone through one by one.

mod landing;
mod marks;
mod mentioned;
mod needs;
mod recorder;

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

pub use recorder::Recorder;

use super::account::Account;
use crate::chronicle::epochs::Epochs;
use crate::chronicle::reading::Reading;
use crate::chronicle::versions::{Blobs, Versions};
use crate::model::{Engagement, Settings, Timeline};
use crate::repo::history::{BlobId, Log, Trail};
use crate::repo::{Failure, Tree};

/// What accounts are made from.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The settings now.
    pub settings: &'a Settings,
    /// The settings at each commit.
    pub epochs: &'a Epochs<'a>,
    /// The log.
    pub log: &'a Log,
    /// The files now: whether a link leads somewhere is looked up there.
    pub tree: &'a dyn Tree,
}

/// Where the bytes of a version are had.
pub type Bytes<'b> = &'b (dyn Fn(BlobId) -> Option<Vec<u8>> + Sync);

/// Reads the accounts of all engagements that stand at HEAD, in the order of the log's trails. `progress` is told how many of how many are read.
///
/// # Errors
/// Where a version cannot be read.
pub fn accounts(
    sources: Sources<'_>,
    blobs: &dyn Blobs,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Vec<Account>, Failure> {
    let log = sources.log;
    let versions = Versions::read(log, blobs)?;
    let done = std::sync::atomic::AtomicUsize::new(0);
    let accounts = log
        .trails
        .par_iter()
        .map(|trail| {
            let account = account(sources, trail, &versions, blobs);
            progress(
                done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1,
                log.trails.len(),
            );
            account
        })
        .collect::<Result<Vec<_>, Failure>>()?;
    Ok(accounts.into_iter().flatten().collect())
}

fn account(
    sources: Sources<'_>,
    trail: &Trail,
    versions: &Versions,
    blobs: &dyn Blobs,
) -> Result<Option<Account>, Failure> {
    let Some(last) = trail.steps.last() else {
        return Ok(None);
    };
    let bytes = match versions.bytes(last.after) {
        Some(bytes) => bytes,
        None => blobs.one(last.after)?.to_vec(),
    };
    let Some(own) = Engagement::read(&trail.path, &bytes, sources.settings) else {
        return Ok(None);
    };
    let own = Arc::new(own);
    let mut reading = Reading::new(Arc::clone(&own), sources.settings, versions, blobs);
    let mut recorder = Recorder::new(sources);
    let mut stages: HashMap<BlobId, Option<String>> = HashMap::new();
    for step in &trail.steps {
        for each in step.side.iter().chain([step]) {
            let (before, after) = reading.pair(each)?;
            if let (Some(blob), Some(before)) = (each.before, &before) {
                stages.insert(blob, before.stage.clone());
            }
            stages.insert(each.after, after.stage.clone());
            let is_merge = !step.side.is_empty() && std::ptr::eq(each, step);
            let brought = is_merge
                && step
                    .side
                    .last()
                    .is_some_and(|side| side.after == step.after);
            if !brought {
                recorder.see(each, step.commit, before.as_deref(), &after, &|blob| {
                    reading.bytes(blob).ok()
                });
            }
        }
    }
    let stage_of = |blob: BlobId| stages.get(&blob).cloned().flatten();
    let timeline = Timeline::read(
        sources.log,
        trail,
        sources.settings,
        &own.workflow,
        &stage_of,
    );
    Ok(Some(recorder.finish(&own, timeline.as_ref())))
}
