//! The log of git, read once: for every engagement at HEAD, each commit that touched it, renames followed, along the first parents;
//! and for what a merge landed, the commits of the side branch.

mod follow;
mod kept;
mod line;
mod onward;
mod sum;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use self::follow::{Found, Trace};
use self::kept::{Key, Raw};
use self::line::{Line, Until};
use super::git::people::People;
use super::{Author, CommitId, Failure, Repository, Tree};
use crate::day::Moment;

/// A commit.
#[derive(Debug, Clone)]
pub struct Commit {
    /// Its id in full.
    pub id: String,
    /// Its parents.
    pub parents: Vec<CommitId>,
    /// Who wrote it, after the mailmap.
    pub author: Arc<Author>,
    /// When it was written.
    pub authored: Moment,
    /// Who committed it, after the mailmap.
    pub committer: Arc<Author>,
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
    /// What it held before; nothing where it began, and where that is not known.
    pub before: Option<BlobId>,
    /// Whether what it held before is not known, because git has lost it.
    pub cut: bool,
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

/// A version that git has lost or that is damaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Where its file stands at HEAD.
    pub trail: String,
    /// Where it stood then.
    pub path: String,
    /// The commit that made it, as an index of [`Log::commits`].
    pub commit: usize,
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
    /// The versions that are left out because they cannot be read. The step behind one is cut: what it changed is not known.
    pub lost: Vec<Lost>,
}

impl Log {
    /// The commit of a step.
    #[must_use]
    pub fn commit_of(&self, step: &Step) -> Option<&Commit> {
        self.commits.get(step.commit)
    }

    /// Whether the file came to be with this step; not so where a shallow clone or a damaged one merely knows nothing before it.
    #[must_use]
    pub fn is_beginning(&self, step: &Step) -> bool {
        step.before.is_none()
            && !step.cut
            && self
                .commit_of(step)
                .is_some_and(|commit| !self.shallow.contains(&commit.id))
    }

    /// Whether nothing of it is lost; only then is it worth being remembered.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let steps = self.trails.iter().flat_map(|trail| &trail.steps);
        let mut steps = steps.flat_map(|step| step.side.iter().chain([step]));
        self.lost.is_empty() && !steps.any(|step| step.cut)
    }

    /// Whether the newest versions of a file are lost.
    #[must_use]
    pub fn ends_lost(&self, trail: &Trail) -> bool {
        let newest = trail.steps.last().map(|step| step.commit);
        let lost = self.lost.iter().filter(|lost| lost.trail == trail.path);
        lost.map(|lost| Some(lost.commit)).any(|lost| lost > newest)
    }

    /// The log without versions that cannot be read.
    #[must_use]
    pub fn without(mut self, lost: &HashSet<BlobId>) -> Self {
        for trail in &mut self.trails {
            let steps = std::mem::take(&mut trail.steps);
            trail.steps = leave_out(steps, lost, &trail.path, &mut self.lost);
        }
        self
    }
}

fn leave_out(
    steps: Vec<Step>,
    lost: &HashSet<BlobId>,
    trail: &str,
    told: &mut Vec<Lost>,
) -> Vec<Step> {
    let mut left = Vec::with_capacity(steps.len());
    for mut step in steps {
        step.side = leave_out(std::mem::take(&mut step.side), lost, trail, told);
        if step.before.is_some_and(|before| lost.contains(&before)) {
            step.before = None;
            step.cut = true;
        }
        if !lost.contains(&step.after) {
            left.push(step);
            continue;
        }
        let version = Lost {
            trail: trail.to_owned(),
            path: step.path,
            commit: step.commit,
        };
        if !told.contains(&version) {
            told.push(version);
        }
    }
    left
}

/// Whose history is asked for.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// The folders (or single files) that all of them stand in now; the top where one is empty, or there is none. Only these are looked into, but for files that
    /// were moved in from elsewhere.
    pub folders: &'a [String],
    /// Which of the files there are meant, by their path at HEAD.
    pub path: &'a (dyn Fn(&str) -> bool + Sync),
    /// What `path` is made from: of two that have the same here, both mean the same files. Empty where what is read is not worth being remembered.
    pub key: &'a str,
}

/// Reads the log behind `head`, in one pass from the newest commit to the oldest along the first parents.
///
/// A file is followed to its former path where its commit moved it, by the rules of `git log -M`; a copy is a beginning. Of a merge, the side
/// steps are those of the commits that only the merged branches have, each against its own first parent; where a merge on such a branch took
/// a file as one of its parents had it, it made nothing and has no step. `progress` is told how many commits were compared, of how many known
/// so far; it may be called from several threads.
///
/// What was read is remembered, and only what came since then is read another time; the log is the same.
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
    let wanted = Wanted {
        folders: if wanted.folders.is_empty() {
            &top[..]
        } else {
            wanted.folders
        },
        ..*wanted
    };
    let key = Key::of(repository, &wanted);
    let base = match &key {
        Some(key) => key.base(repository, head)?,
        None => None,
    };
    let onward = match &base {
        Some(base) => onward::read(repository, head, &wanted, base, progress)?,
        None => None,
    };
    let log = match onward {
        Some((raw, is_far)) => {
            if let Some(key) = key.filter(|_| is_far && raw.log.is_whole()) {
                key.put(head, &raw);
            }
            raw.log
        }
        None => {
            let raw = whole(repository, head, &wanted, progress)?;
            if let Some(key) = key.filter(|_| raw.log.is_whole()) {
                key.put(head, &raw);
            }
            raw.log
        }
    };
    named(repository, log)
}

/// The whole log behind a head.
fn whole(
    repository: &Repository,
    head: &CommitId,
    wanted: &Wanted<'_>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Raw, Failure> {
    repository.objects().expect_much();
    let line = Line::read(repository, head, wanted.folders, &Until::First, progress)?;
    let tree = repository.commit_tree(head)?;
    let mut paths = Vec::new();
    for folder in wanted.folders {
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
    let (trails, _) = trails(repository, &line, wanted.folders, paths)?;
    let known = line.ids();
    Ok(Raw {
        log: commits_named(line, trails),
        known,
    })
}

/// The trails of these files, and what is not at its beginning yet where the line ends: for each path there the file's place in the list.
fn trails(
    repository: &Repository,
    line: &Line,
    folders: &[String],
    paths: Vec<String>,
) -> Result<(Vec<Trail>, BTreeMap<String, usize>), Failure> {
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
        let sides = sides(repository, line, folders, at, &found)?;
        for (found, side) in found.into_iter().zip(sides) {
            if let Some(trail) = trails.get_mut(found.key) {
                trail.steps.push(step(found, at, side));
            }
        }
    }
    for trail in &mut trails {
        trail.steps.reverse();
    }
    Ok((trails, trace.left()))
}

fn step(found: Found, commit: usize, side: Vec<Step>) -> Step {
    Step {
        commit,
        path: found.path,
        moved_from: found.moved_from,
        before: found.before,
        cut: found.cut,
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
fn commits_named(line: Line, mut trails: Vec<Trail>) -> Log {
    let mut places: BTreeMap<std::cmp::Reverse<(usize, usize)>, usize> = BTreeMap::new();
    let key = |commit: usize| {
        std::cmp::Reverse(line.visit(commit).map_or((commit, 0), |visit| visit.order))
    };
    each_step(&mut trails, &mut |step| {
        places.insert(key(step.commit), step.commit);
    });
    let (mut commits, mut renamed) = (Vec::with_capacity(places.len()), BTreeMap::new());
    let mut people: HashSet<Arc<Author>> = HashSet::new();
    for (place, commit) in places.into_values().enumerate() {
        if let Some(visit) = line.visit(commit) {
            let mut commit_told = visit.written.clone().told(&visit.id);
            for author in [&mut commit_told.author, &mut commit_told.committer] {
                match people.get(author) {
                    Some(known) => *author = Arc::clone(known),
                    None => {
                        people.insert(Arc::clone(author));
                    }
                }
            }
            commits.push(commit_told);
            renamed.insert(commit, place);
        }
    }
    each_step(&mut trails, &mut |step| {
        if let Some(place) = renamed.get(&step.commit) {
            step.commit = *place;
        }
    });
    Log {
        commits,
        trails,
        settings: Vec::new(),
        shallow: line.shallow,
        lost: Vec::new(),
    }
}

/// Does something with every step, those of side branches before the one that landed them.
fn each_step(trails: &mut [Trail], each: &mut dyn FnMut(&mut Step)) {
    for step in trails.iter_mut().flat_map(|trail| &mut trail.steps) {
        step.side.iter_mut().for_each(&mut *each);
        each(step);
    }
}

/// The log with people by the names that they go by.
fn named(repository: &Repository, mut log: Log) -> Result<Log, Failure> {
    let mut people = People::of(repository)?;
    for commit in &mut log.commits {
        for author in [&mut commit.author, &mut commit.committer] {
            people.rename(author);
        }
    }
    Ok(log)
}
