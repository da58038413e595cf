//! What was before a repository became a studio: commits that no hook has judged, and none of a push's business.

use std::collections::HashMap;

use super::tree_at;
use crate::model::settings::FILE;
use crate::repo::{CommitId, Failure, Repository, Tree};

/// Of these commits those that are to be judged when they are pushed: not those from before the first `orbit.yml`, which neither they nor any
/// commit before them has. Where HEAD has none either, its settings are not committed, and all of them are judged.
///
/// # Errors
/// Where the commits cannot be read.
pub fn since_adoption(repo: &Repository, commits: Vec<CommitId>) -> Result<Vec<CommitId>, Failure> {
    if !tree_at(repo, repo.head()?.as_ref())?.holds(FILE)? {
        return Ok(commits);
    }
    let mut known = HashMap::new();
    let mut kept = Vec::new();
    for commit in commits {
        if is_studio(repo, commit, &mut known)? {
            kept.push(commit);
        }
    }
    Ok(kept)
}

/// Whether a commit has an `orbit.yml`, or one before it had; each commit is looked at once.
fn is_studio(
    repo: &Repository,
    commit: CommitId,
    known: &mut HashMap<CommitId, bool>,
) -> Result<bool, Failure> {
    let mut open = vec![commit];
    while let Some(&next) = open.last() {
        if known.contains_key(&next) {
            open.pop();
            continue;
        }
        let parents = repo.parents(&next)?;
        let own = repo.commit_tree(&next)?.holds(FILE)?;
        let unknown = parents.iter().filter(|parent| !known.contains_key(parent));
        let unknown: Vec<CommitId> = unknown.copied().collect();
        if own || unknown.is_empty() {
            let before = parents
                .iter()
                .any(|parent| known.get(parent) == Some(&true));
            known.insert(next, own || before);
            open.pop();
        } else {
            open.extend(unknown);
        }
    }
    Ok(known.get(&commit) == Some(&true))
}
