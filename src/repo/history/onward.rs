//! A log read on from a remembered one: only the commits since then, and the trails that they lead on.

use std::collections::{BTreeSet, HashMap};

use super::kept::{Base, Raw};
use super::line::{Line, Until};
use super::{Log, Trail, Wanted, commits_named, each_step, trails};
use crate::repo::git::difference::{Comparer, Scope};
use crate::repo::{CommitId, Failure, Repository};

/// As many commits more are worth being remembered anew.
const FAR: usize = 256;

/// The log behind `head`, and whether it is so far from the remembered one that it is worth remembering. Nothing where it has to be read whole:
/// where a file has come in whose former way nobody remembers.
pub(super) fn read(
    repository: &Repository,
    head: &CommitId,
    wanted: &Wanted<'_>,
    base: &Base,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Option<(Raw, bool)>, Failure> {
    let Some(former) = base.log() else {
        return Ok(None);
    };
    if base.head == *head {
        let log = former;
        return Ok(Some((
            Raw {
                log,
                known: Vec::new(),
            },
            false,
        )));
    }
    let known = || base.known().unwrap_or_default();
    let line = Line::read(
        repository,
        head,
        wanted.folders,
        &Until::Known(base.head, &known),
        progress,
    )?;
    let paths = paths(repository, head, wanted, base, &former)?;
    let since = line.main.len();
    let ids = line.ids();
    let (new, left) = trails(repository, &line, wanted.folders, paths)?;
    let mut fresh = commits_named(line, new);

    // The trails go on where they were, by the paths that they had then.
    let mut old: HashMap<String, Trail> = former
        .trails
        .into_iter()
        .map(|trail| (trail.path.clone(), trail))
        .collect();
    let count = former.commits.len();
    each_step(&mut fresh.trails, &mut |step| step.commit += count);
    for (path, at) in left {
        let (Some(before), Some(trail)) = (old.remove(&path), fresh.trails.get_mut(at)) else {
            return Ok(None);
        };
        let steps = std::mem::replace(&mut trail.steps, before.steps);
        trail.steps.extend(steps);
    }
    let mut commits = former.commits;
    commits.append(&mut fresh.commits);
    let mut log = Log {
        commits,
        trails: fresh.trails,
        settings: Vec::new(),
        shallow: fresh.shallow,
        lost: Vec::new(),
    };
    if !old.is_empty() {
        leave_unnamed(&mut log);
    }
    let is_far = since >= FAR.min(count / 8 + 1);
    let known = if is_far {
        ids.into_iter().chain(known()).collect()
    } else {
        Vec::new()
    };
    Ok(Some((Raw { log, known }, is_far)))
}

/// The files asked for at `head`, sorted.
fn paths(
    repository: &Repository,
    head: &CommitId,
    wanted: &Wanted<'_>,
    base: &Base,
    former: &Log,
) -> Result<Vec<String>, Failure> {
    let scope = Scope::below(wanted.folders);
    let (before, after) = (
        repository.node(&base.head)?.tree,
        repository.node(head)?.tree,
    );
    let difference =
        Comparer::new(repository.objects(), &scope).compare(Some(before), Some(after))?;
    let mut paths: BTreeSet<String> = former
        .trails
        .iter()
        .map(|trail| trail.path.clone())
        .collect();
    for change in difference.changed {
        if change.after.is_some() && (wanted.path)(&change.path) {
            paths.insert(change.path);
        } else {
            paths.remove(&change.path);
        }
    }
    Ok(paths.into_iter().collect())
}

/// Leaves out the commits that no step names any more.
fn leave_unnamed(log: &mut Log) {
    let mut named = vec![false; log.commits.len()];
    each_step(&mut log.trails, &mut |step| {
        if let Some(named) = named.get_mut(step.commit) {
            *named = true;
        }
    });
    let mut place = 0;
    let places: Vec<usize> = named
        .iter()
        .map(|named| {
            let own = place;
            place += usize::from(*named);
            own
        })
        .collect();
    each_step(&mut log.trails, &mut |step| {
        step.commit = places.get(step.commit).copied().unwrap_or_default();
    });
    let mut named = named.into_iter();
    log.commits.retain(|_| named.next().unwrap_or_default());
}
