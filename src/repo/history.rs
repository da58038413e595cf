//! The log of git, read once: for every engagement at HEAD, each commit that touched it, renames followed, along the first parents;
//! and for what a merge landed, the commits of the side branch.

use super::Author;
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
    /// The commits behind which a shallow clone knows nothing.
    pub shallow: Vec<String>,
}
