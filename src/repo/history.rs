//! The log of git, read once: for every engagement at HEAD, each commit that touched it, renames followed, along the first parents;
//! and for what a merge landed, the commits of the side branch.

mod follow;
mod line;

use std::collections::BTreeMap;

use self::follow::{Found, Trace};
use self::line::Line;
use super::git::people::People;
use super::{Author, CommitId, Failure, Repository, Tree};
use crate::day::Moment;

/// A commit.
#[derive(Debug, Clone)]
pub struct Commit {
    /// Its id in full.
    pub id: String,
    /// Its parents' ids.
    pub parents: Vec<String>,
    /// Who wrote it, after the mailmap.
    pub author: Author,
    /// When it was written.
    pub authored: Moment,
    /// Who committed it, after the mailmap.
    pub committer: Author,
    /// When it was committed.
    pub committed: Moment,
    /// The first line of its message.
    pub subject: String,
}

pub use super::git::BlobId;

/// One commit's change to one file.
#[derive(Debug, Clone)]
pub struct Step {
    /// The commit, as an index of [`Log::commits`].
    pub commit: usize,
    /// Where the file stood after it.
    pub path: String,
    /// Where it stood before, where it was moved.
    pub moved_from: Option<String>,
    /// What it held before; nothing where it began.
    pub before: Option<BlobId>,
    /// What it held after.
    pub after: BlobId,
    /// For a merge: the steps of the branch that it brought in, oldest first. Empty for any other commit.
    pub side: Vec<Step>,
}

/// The way of one file that stands at HEAD.
#[derive(Debug, Clone)]
pub struct Trail {
    /// Where it stands at HEAD.
    pub path: String,
    /// The commits that touched it along the first parents, oldest first.
    pub steps: Vec<Step>,
}

/// What the log says.
#[derive(Debug, Clone, Default)]
pub struct Log {
    /// Every commit that a step names.
    pub commits: Vec<Commit>,
    /// A trail for each file asked for that stands at HEAD, sorted by path.
    pub trails: Vec<Trail>,
    /// The same of the files that hold the settings, where the reader asked for them.
    pub settings: Vec<Trail>,
    /// The commits behind which a shallow clone knows nothing. A step of such a commit that has no `before` is no beginning: the file may be
    /// older, and nobody here can say what it held.
    pub shallow: Vec<String>,
}

impl Log {
    /// The commit of a step.
    #[must_use]
    pub fn commit_of(&self, step: &Step) -> Option<&Commit> {
        self.commits.get(step.commit)
    }

    /// Whether the file came to be with this step; not so where a shallow clone merely knows nothing before it.
    #[must_use]
    pub fn is_beginning(&self, step: &Step) -> bool {
        step.before.is_none()
            && self
                .commit_of(step)
                .is_some_and(|commit| !self.shallow.contains(&commit.id))
    }
}

/// Whose history is asked for.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// The folders (or single files) that all of them stand in now; the top where one is empty, or there is none. Only these are looked into, but for files that
    /// were moved in from elsewhere.
    pub folders: &'a [String],
    /// Which of the files there are meant, by their path at HEAD.
    pub path: &'a (dyn Fn(&str) -> bool + Sync),
}

/// Reads the log behind `head`, in one pass from the newest commit to the oldest along the first parents.
///
/// A file is followed to its former path where its commit moved it, by the rules of `git log -M`; a copy is a beginning. Of a merge, the side
/// steps are those of the commits that only the merged branches have, each against its own first parent; where a merge on such a branch took
/// a file as one of its parents had it, it made nothing and has no step. `progress` is told how many commits were compared, of how many known
/// so far; it may be called from several threads.
///
/// # Errors
/// Where the repository is damaged.
pub fn read(
    repository: &Repository,
    head: &CommitId,
    wanted: &Wanted<'_>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Log, Failure> {
    let top = [String::new()];
    let folders = if wanted.folders.is_empty() {
        &top[..]
    } else {
        wanted.folders
    };
    repository.objects().expect_much();
    let line = Line::read(repository, head, folders, progress)?;
    let mut paths = Vec::new();
    let tree = repository.commit_tree(head)?;
    for folder in folders {
        let is_file = tree.blob(folder)?.is_some();
        paths.extend(if is_file {
            vec![folder.clone()]
        } else {
            tree.files(folder)?
        });
    }
    paths.retain(|path| (wanted.path)(path));
    paths.sort();
    paths.dedup();

    let mut trails: Vec<Trail> = Vec::with_capacity(paths.len());
    let mut trace = Trace::new(repository, folders);
    for (key, path) in paths.into_iter().enumerate() {
        trace.watch(&path, key);
        trails.push(Trail {
            path,
            steps: Vec::new(),
        });
    }
    for at in 0..line.main.len() {
        let found = trace.pass(&line.main, at, false)?;
        let sides = sides(repository, &line, folders, at, &found)?;
        for (found, side) in found.into_iter().zip(sides) {
            if let Some(trail) = trails.get_mut(found.key) {
                trail.steps.push(step(found, at, side));
            }
        }
    }
    for trail in &mut trails {
        trail.steps.reverse();
    }
    name_commits(repository, line, trails)
}

fn step(found: Found, commit: usize, side: Vec<Step>) -> Step {
    Step {
        commit,
        path: found.path,
        moved_from: found.moved_from,
        before: found.before,
        after: found.after,
        side,
    }
}

/// For each file that the commit at `at` changed, the steps of the branches that it merged, oldest first.
fn sides(
    repository: &Repository,
    line: &Line,
    folders: &[String],
    at: usize,
    found: &[Found],
) -> Result<Vec<Vec<Step>>, Failure> {
    let mut sides: Vec<Vec<Step>> = found.iter().map(|_| Vec::new()).collect();
    let Some(range) = line.sides.get(&at).filter(|_| !found.is_empty()) else {
        return Ok(sides);
    };
    let mut trace = Trace::new(repository, folders);
    for (key, found) in found.iter().enumerate() {
        trace.watch(&found.path, key);
    }
    for at in range.clone() {
        for found in trace.pass(&line.side, at, true)? {
            if let Some(side) = sides.get_mut(found.key) {
                side.push(step(found, line.main.len() + at, Vec::new()));
            }
        }
    }
    for side in &mut sides {
        side.reverse();
    }
    Ok(sides)
}

/// Turns the places of commits in the line into places in the log's list, which holds only those that a step names, oldest first.
fn name_commits(
    repository: &Repository,
    line: Line,
    mut trails: Vec<Trail>,
) -> Result<Log, Failure> {
    let mut places: BTreeMap<std::cmp::Reverse<(usize, usize)>, usize> = BTreeMap::new();
    let key = |commit: usize| {
        std::cmp::Reverse(line.visit(commit).map_or((commit, 0), |visit| visit.order))
    };
    let steps = |trails: &mut Vec<Trail>, each: &mut dyn FnMut(&mut Step)| {
        for step in trails.iter_mut().flat_map(|trail| &mut trail.steps) {
            step.side.iter_mut().for_each(&mut *each);
            each(step);
        }
    };
    steps(&mut trails, &mut |step| {
        places.insert(key(step.commit), step.commit);
    });
    let mut people = People::of(repository)?;
    let (mut commits, mut renamed) = (Vec::with_capacity(places.len()), BTreeMap::new());
    for (place, commit) in places.into_values().enumerate() {
        if let Some(visit) = line.visit(commit) {
            commits.push(visit.written.clone().told(&visit.id, &mut people));
            renamed.insert(commit, place);
        }
    }
    steps(&mut trails, &mut |step| {
        if let Some(place) = renamed.get(&step.commit) {
            step.commit = *place;
        }
    });
    Ok(Log {
        commits,
        trails,
        settings: Vec::new(),
        shallow: line.shallow,
    })
}
