//! The demo: a studio with more than a year of work by five people for six clients, made of the engagements in this repository. Each file's own
//! log is replayed into the commits in which it came about, the same ones each time.

mod clock;
mod edits;
mod former;
mod message;
mod page;
mod replay;
mod source;
mod steps;
mod story;
mod unready;
mod version;

#[cfg(test)]
mod tests;

use std::path::Path;

pub use unready::Unready;

use crate::repo::Failure;
use crate::repo::git::replay::{Revision, write};

/// The day on which the demo ends, and that counts as today in it.
pub const TODAY: &str = "2026-11-02";

/// The commits of the demo, oldest first; the last one is its head.
///
/// # Errors
/// Where a file of the demo cannot be replayed; its tests hold that they all can.
pub fn studio() -> Result<Vec<Revision>, Failure> {
    replay::replay(&source::Source::embedded())
}

/// Writes the demo into a fresh repository at `dir`, and gives its commits and the id of the last of them.
///
/// # Errors
/// Where `dir` exists and is not an empty folder, and where it cannot be written.
pub fn commit(dir: &Path) -> Result<(Vec<Revision>, String), Failure> {
    let revisions = studio()?;
    let person = revisions.first().map(|revision| revision.author.clone());
    let person = person.ok_or_else(|| Failure::new("the demo has no commits"))?;
    let head = write(dir, &revisions, &person)?;
    Ok((revisions, head))
}
