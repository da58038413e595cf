//! What `--at` means: a commit, a branch or a tag, or a day.

use crate::day::Day;
use crate::repo::{CommitId, Failure, Repository};

/// The commit and the day that `--at` means: a day is its evening, along the first parents.
///
/// # Errors
/// Where there is no such commit, or none by that day.
pub(super) fn moment(repository: &Repository, at: &str) -> Result<(CommitId, Day), Failure> {
    let Some(day) = Day::parse(at) else {
        let commit = repository.resolve(at)?;
        let day = repository.commit(&commit)?.committed.day();
        return Ok((commit, day.unwrap_or_else(Day::today)));
    };
    let mut next = repository.head()?;
    while let Some(id) = next {
        let commit = repository.commit(&id)?;
        if commit.committed.day().is_some_and(|made| made <= day) {
            return Ok((id, day));
        }
        if repository.is_boundary(&id) {
            break;
        }
        next = commit.parents.first().copied();
    }
    Err(Failure::new(format!("no commit was made by {day}"))
        .hint("`git log --first-parent` shows when this history begins"))
}
