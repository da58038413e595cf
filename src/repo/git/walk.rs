//! Walking over commits.

use git2::Sort;

use super::command::Trouble;
use super::{CommitId, Repository};
use crate::repo::Failure;

pub(super) fn range(
    repository: &Repository,
    from: Option<&CommitId>,
    to: &CommitId,
) -> Result<Vec<CommitId>, Failure> {
    let mut words = listing(to);
    words.extend(from.map(|from| format!("^{from}")));
    listed(repository, &words, &|walk| {
        walk.push(to.0)?;
        from.map_or(Ok(()), |from| walk.hide(from.0))
    })
}

pub(super) fn new_commits(
    repository: &Repository,
    to: &CommitId,
) -> Result<Vec<CommitId>, Failure> {
    let mut words = listing(to);
    words.extend(["--not", "--all"].map(str::to_owned));
    listed(repository, &words, &|walk| {
        walk.push(to.0)?;
        walk.hide_glob("*")
    })
}

pub(super) fn unpushed(
    repository: &Repository,
    to: &CommitId,
    remote: &str,
    has: Option<&CommitId>,
) -> Result<Vec<CommitId>, Failure> {
    let mut words = listing(to);
    words.push("--not".to_owned());
    // A push to an address names no remote, and nothing is known of what is there.
    if !remote.is_empty() && !remote.contains(['/', ':', '*', '?', '[']) {
        words.push(format!("--remotes={remote}"));
    }
    words.extend(has.map(ToString::to_string));
    listed(repository, &words, &|walk| {
        walk.push(to.0)?;
        if !remote.is_empty() {
            walk.hide_glob(&format!("refs/remotes/{remote}/*"))?;
        }
        has.map_or(Ok(()), |has| walk.hide(has.0))
    })
}

pub(super) fn merge_base(
    repository: &Repository,
    one: &CommitId,
    two: &CommitId,
) -> Option<CommitId> {
    // The library knows nothing of a history that is cut off.
    if !repository.is_shallow()
        && let Some(Ok(base)) = repository.ask(|handle| handle.merge_base(one.0, two.0))
    {
        return Some(CommitId(base));
    }
    let (one, two) = (one.to_string(), two.to_string());
    let line = repository.git().line(&["merge-base", &one, &two]).ok()?;
    repository.commit_id(&line)
}

fn listing(to: &CommitId) -> Vec<String> {
    let to = to.to_string();
    ["rev-list", "--topo-order", "--reverse", &to]
        .map(str::to_owned)
        .to_vec()
}

/// The commits that the `git` program lists, or the library where there is none.
fn listed(
    repository: &Repository,
    words: &[String],
    set: &dyn Fn(&mut git2::Revwalk<'_>) -> Result<(), git2::Error>,
) -> Result<Vec<CommitId>, Failure> {
    let what = "the commits cannot be listed";
    match repository.git().output(words) {
        Ok(output) => Ok(String::from_utf8_lossy(&output)
            .lines()
            .filter_map(|line| repository.commit_id(line))
            .collect()),
        Err(Trouble::Absent) => {
            let walked = repository.ask(|handle| {
                let mut walk = handle.revwalk()?;
                walk.set_sorting(Sort::TOPOLOGICAL | Sort::REVERSE)?;
                set(&mut walk)?;
                walk.map(|id| id.map(CommitId))
                    .collect::<Result<Vec<_>, _>>()
            });
            match walked {
                Some(Ok(commits)) => Ok(commits),
                Some(Err(error)) => Err(Failure::new(what).because(error.message())),
                None => Err(Trouble::Absent.failure(what)),
            }
        }
        Err(trouble) => Err(trouble.failure(what)),
    }
}
