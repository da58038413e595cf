//! From the versions of an engagement to its account, as its commits are gone through one by one.

mod known;
mod landing;
mod marks;
mod mentioned;
mod needs;
mod recorder;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

pub use known::Known;
pub use recorder::Recorder;

use self::known::Entry;
use super::account::Account;
use crate::chronicle::epochs::Epochs;
use crate::chronicle::reading::Reading;
use crate::chronicle::versions::{Blobs, Versions};
use crate::model::{Engagement, Settings, Timeline};
use crate::repo::history::{BlobId, Log, Trail};
use crate::repo::noted::Noted;
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

/// What the accounts of a whole studio are made from.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// The settings now.
    pub settings: &'a Settings,
    /// A number for the files that they were read from.
    pub settings_number: u64,
    /// The log.
    pub log: &'a Log,
    /// The files now.
    pub tree: &'a dyn Tree,
    /// Where versions are read from.
    pub blobs: &'a dyn Blobs,
}

impl Inputs<'_> {
    /// What the accounts made from these settings are remembered as.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{:016x}", known::shared(self))
    }
}

/// What was read.
#[derive(Debug)]
pub struct Read {
    /// The accounts of all engagements that stand at HEAD, in the order of the log's trails.
    pub accounts: Vec<Account>,
    /// What the next run is to know, where that is news.
    pub news: Option<Vec<u8>>,
}

/// Reads the accounts of all engagements that stand at HEAD, those that former runs know excepted. `progress` is told how many of how many are
/// there.
///
/// # Errors
/// Where a version cannot be read.
pub fn accounts(
    inputs: &Inputs<'_>,
    known: &Known,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Read, Failure> {
    let trails = &inputs.log.trails;
    let shared = known::shared(inputs);
    let recalled: Vec<(u64, Option<Option<Account>>)> = trails
        .par_iter()
        .map(|trail| {
            let number = known::number(inputs, shared, trail);
            (number, known.account(inputs, &trail.path, number))
        })
        .collect();
    let is_new = |at: &usize| recalled.get(*at).is_none_or(|(_, there)| there.is_none());
    let new: Vec<usize> = (0..trails.len()).filter(is_new).collect();
    if new.is_empty() {
        let accounts = recalled
            .into_iter()
            .filter_map(|(_, there)| there.flatten());
        return Ok(Read {
            accounts: accounts.collect(),
            news: known.with(Vec::new(), inputs.log),
        });
    }
    let of_new = new.iter().filter_map(|at| trails.get(*at));
    let versions = Versions::of(of_new, inputs.blobs)?;
    let epochs = Epochs::read(inputs.settings, inputs.log, inputs.blobs);
    let done = AtomicUsize::new(trails.len() - new.len());
    let made = recalled
        .into_par_iter()
        .zip(trails)
        .map(|((number, there), trail)| {
            if let Some(account) = there {
                return Ok((account, None));
            }
            let noted = Noted::new(inputs.tree);
            let sources = Sources {
                settings: inputs.settings,
                epochs: &epochs,
                log: inputs.log,
                tree: &noted,
            };
            let account = account(sources, trail, &versions, inputs.blobs)?;
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, trails.len());
            let entry = Entry::new(&trail.path, number, noted.files(), &account);
            Ok((account, Some(entry)))
        })
        .collect::<Result<Vec<_>, Failure>>()?;
    let (accounts, entries): (Vec<_>, Vec<_>) = made.into_iter().unzip();
    let entries: Vec<Entry> = entries.into_iter().flatten().collect();
    Ok(Read {
        accounts: accounts.into_iter().flatten().collect(),
        // What was asked by settings that could not be read may be asked otherwise another time.
        news: epochs
            .is_whole()
            .then(|| known.with(entries, inputs.log))
            .flatten(),
    })
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
    let stage_of = |blob: BlobId| stages.get(&blob)?.as_deref();
    let timeline = Timeline::read(
        sources.log,
        trail,
        sources.settings,
        &own.workflow,
        &stage_of,
    );
    Ok(Some(recorder.finish(&own, timeline.as_ref())))
}
