//! The history of a whole studio: the log of git read once, and every engagement's way through its stages.

pub mod damage;
pub mod epochs;
pub mod reading;
mod stages;
mod trails;
pub mod versions;

pub use trails::{TrailPast, last_touched, since};

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::Arc;

use rayon::prelude::*;

use crate::day::Day;
use crate::model::settings::{FILE, WORKFLOWS};
use crate::model::words::{list, nearest};
use crate::model::{Settings, Timeline};
use crate::repo::history::{self, BlobId, Log, Step, Wanted};
use crate::repo::remembered::Remembered;
use crate::repo::remembered::bytes::Sum;
use crate::repo::{CommitId, Failure, Repository, Tree};
use crate::text::front_matter::{field_of, shows_front_matter};

/// What became of a studio's engagements, commit by commit. The default is that of a repository without a commit.
#[derive(Default)]
pub struct Chronicle {
    /// What git says.
    pub log: Log,
    /// A timeline for each engagement at HEAD, in the order of [`Log::trails`].
    pub timelines: Vec<Timeline>,
}

impl Chronicle {
    /// Reads it up to a commit. `progress` is told how many commits of how many have been read.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn read(
        repo: &Repository,
        head: &CommitId,
        settings: &Settings,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Self, Failure> {
        let log = log(repo, head, settings, progress)?;
        let (said, log) = damage::beyond(log, repo, &|log| said(repo, log, settings))?;
        let stage_of = |blob: BlobId| said.get(&blob)?.stage.as_deref();
        let timelines = log
            .trails
            .par_iter()
            .filter_map(|trail| {
                let newest = said.get(&trail.steps.last()?.after);
                let workflow = newest.and_then(|said| said.workflow.as_deref());
                let workflow = workflow.unwrap_or(&settings.workflow);
                Timeline::read(&log, trail, settings, workflow, &stage_of)
            })
            .collect();
        Ok(Self { log, timelines })
    }

    /// Since when the engagement at a path stands in this stage; nothing where it is committed in another, or nobody here can say.
    #[must_use]
    pub fn since(&self, path: &str, stage: Option<&str>) -> Option<Day> {
        let find = |path: &str| {
            let timelines = &self.timelines;
            let at = timelines.binary_search_by(|timeline| timeline.path.as_str().cmp(path));
            timelines.get(at.ok()?)
        };
        since(find(path)?, stage)
    }
}

/// The log of a studio's engagements up to a commit, without what their files held. `progress` as for [`Chronicle::read`].
///
/// # Errors
/// Where the repository cannot be read.
pub fn log(
    repo: &Repository,
    head: &CommitId,
    settings: &Settings,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Log, Failure> {
    let path = |path: &str| settings.sources.holds(path) || is_settings(path);
    let tree = repo.commit_tree(head)?;
    let mut folders = settings.sources.folders();
    // None at all, or an empty one, is the top: the settings stand below it.
    let top = folders.is_empty() || folders.iter().any(String::is_empty);
    for of_settings in [FILE, WORKFLOWS] {
        if !top && tree.holds(of_settings)? {
            folders.push(of_settings.to_owned());
        }
    }
    let wanted = Wanted {
        folders: &folders,
        path: &path,
        key: &settings.sources.written(),
    };
    let mut log = history::read(repo, head, &wanted, progress)?;
    let (trails, of_settings) = std::mem::take(&mut log.trails)
        .into_iter()
        .partition(|trail| settings.sources.holds(&trail.path));
    log.trails = trails;
    log.settings = of_settings;
    Ok(log)
}

/// Whether a file is one of those that say how a studio works.
fn is_settings(path: &str) -> bool {
    let below = path.strip_prefix(WORKFLOWS);
    path == FILE || below.is_some_and(|path| path.ends_with(".yml") || path.ends_with(".yaml"))
}

/// What a version of an engagement says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    stage: Option<Arc<str>>,
    /// The workflow that it names.
    workflow: Option<Arc<str>>,
}

/// What each blob says. Ids are spread by themselves.
type Stages = HashMap<BlobId, Said, BuildHasherDefault<Sum>>;

/// What each blob of the log says. It is remembered, as the same blob says the same for ever.
fn said(repo: &Repository, log: &Log, settings: &Settings) -> Result<Stages, Failure> {
    let remembered = Remembered::of(repo);
    let name = &settings.stage_field;
    let mut said = remembered
        .get(stages::KIND, name)
        .and_then(|bytes| stages::read(&bytes))
        .unwrap_or_default();
    let mut blobs: Vec<BlobId> = Vec::new();
    let mut gather = |step: &Step| {
        let both = step.before.into_iter().chain([step.after]);
        blobs.extend(both.filter(|blob| !said.contains_key(blob)));
    };
    for step in log.trails.iter().flat_map(|trail| &trail.steps) {
        gather(step);
        step.side.iter().for_each(&mut gather);
    }
    blobs.sort_unstable();
    blobs.dedup();
    if blobs.is_empty() {
        return Ok(said);
    }
    let found = repo.look_at_blobs(&blobs, &shows_front_matter, &|bytes| Said {
        stage: field_of(bytes, &settings.stage_field).map(Arc::from),
        workflow: field_of(bytes, "workflow").map(Arc::from),
    });
    let is_much = blobs.len() > said.len() / 16;
    said.extend(blobs.iter().copied().zip(found?));
    // A beginning may be unpacked from damaged bytes without a sign; what tells of a move is read to its end, where they are summed up.
    let mut telling: Vec<BlobId> = Vec::new();
    for step in log.trails.iter().flat_map(|trail| &trail.steps) {
        for step in step.side.iter().chain([step]) {
            let is_new = |blob: &BlobId| blobs.binary_search(blob).is_ok();
            if let Some(before) = step.before
                && said.get(&before) != said.get(&step.after)
            {
                telling.extend([before, step.after].iter().filter(|blob| is_new(blob)));
            }
        }
    }
    telling.sort_unstable();
    telling.dedup();
    repo.look_at_whole_blobs(&telling, &|_| ())?;
    if is_much {
        remembered.put(stages::KIND, name, &stages::write(&said));
    }
    Ok(said)
}

/// Which of these engagements, each an id and a path, `wanted` means: by its id, the path of its file, or a part of its id that only one has.
///
/// # Errors
/// Where none or several are meant; then it names the nearest.
pub fn find<'e>(
    engagements: &'e [(String, String)],
    wanted: &str,
) -> Result<&'e (String, String), Failure> {
    let wanted = wanted.trim_start_matches("./").trim_end_matches('/');
    if let Some(exact) = engagements
        .iter()
        .find(|(id, path)| id == wanted || path == wanted)
    {
        return Ok(exact);
    }
    let lower = wanted.to_lowercase();
    let near: Vec<&(String, String)> = engagements
        .iter()
        .filter(|(id, _)| id.to_lowercase().contains(&lower))
        .collect();
    match near.as_slice() {
        [one] => Ok(one),
        [] => {
            let failure = Failure::new(format!("no engagement is called `{wanted}`"));
            Err(match nearest(wanted, engagements.iter().map(|(id, _)| id.as_str())) {
                Some(near) => failure.hint(format!("did you mean `{near}`?")),
                None => failure.hint("an engagement is called by its path below the engagements folder, such as `acme/rebrand`"),
            })
        }
        several => {
            let ids: Vec<&str> = several.iter().take(8).map(|(id, _)| id.as_str()).collect();
            Err(
                Failure::new(format!("`{wanted}` is part of {} ids", several.len()))
                    .hint(format!("say which: {}", list(&ids))),
            )
        }
    }
}
