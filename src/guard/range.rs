//! Each commit of a range, judged in turn: by the settings in its own tree, on its own committer's day, as its own author.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::past::{GitPast, Paragraphs};
use super::{Case, Parent, Verdict, parted, tree_at, verdict};
use crate::day::Day;
use crate::model::Settings;
use crate::model::settings::{FILE, WORKFLOWS};
use crate::repo::history::BlobId;
use crate::repo::{CommitId, CommitTree, Failure, Repository, Tree};

/// Every commit that `to` has and `from` has not, each against its parents, so that none of them breaks a rule even if a later one mends it.
/// `progress` is told how many of how many have been judged.
///
/// # Errors
/// Where the commits cannot be read, or the settings of one of them are wrong.
pub fn range(
    repo: &Repository,
    from: Option<&CommitId>,
    to: &CommitId,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Verdict, Failure> {
    commits(repo, &repo.range(from, to)?, progress)
}

/// These commits, each against its parents. `progress` is told how many of how many have been judged.
///
/// # Errors
/// Where they cannot be read, or the settings of one of them are wrong.
pub fn commits(
    repo: &Repository,
    commits: &[CommitId],
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Verdict, Failure> {
    let known = Known::new(repo);
    let done = AtomicUsize::new(0);
    let verdicts = commits
        .par_iter()
        .map(|id| {
            let verdict = commit(repo, id, &known);
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, commits.len());
            verdict
        })
        .collect::<Result<Vec<_>, _>>()?;
    let mut whole = Verdict::default();
    for verdict in verdicts {
        whole.findings.extend(verdict.findings);
        whole.engagements += verdict.engagements;
        whole.texts.extend(verdict.texts);
    }
    Ok(whole)
}

fn commit(repo: &Repository, id: &CommitId, known: &Known<'_>) -> Result<Verdict, Failure> {
    // What a shallow clone has cut off cannot be compared with; whoever has it judges it.
    if repo.is_boundary(id) {
        return Ok(Verdict::default());
    }
    let written = repo.commit(id)?;
    let parents = written.parents.clone();
    let tree = repo.commit_tree(id)?;
    let settings = known.settings(&tree).map_err(|failure| {
        let hint = "mend the settings in a commit before it, or leave it out of the range";
        Failure {
            hints: vec![hint.to_owned()],
            ..failure.because(format!("in commit {id}"))
        }
    })?;
    let Some(settings) = settings else {
        return Ok(Verdict::default());
    };
    let trees = match parents.as_slice() {
        [] => vec![repo.empty_tree()],
        parents => parents
            .iter()
            .map(|parent| tree_at(repo, Some(parent)))
            .collect::<Result<_, _>>()?,
    };
    let changes = repo
        .commit_changes(id)
        .map_err(|failure| failure.because(format!("in commit {id}")))?;
    let first = changes.first().cloned().unwrap_or_default();
    let past = GitPast::new(
        repo,
        parents.first().copied(),
        &first,
        &settings,
        &known.paragraphs,
    );
    let case = Case {
        after: &tree,
        parents: trees
            .iter()
            .zip(changes)
            .map(|(tree, changes)| Parent { tree, changes })
            .collect(),
        bystanders: Vec::new(),
        settings: &settings,
        settings_of: &|tree| {
            Ok(if tree.holds(FILE)? {
                known.settings(tree).ok().flatten()
            } else {
                None
            })
        },
        base_of: &|one, two| parted(repo, &parents, one, two),
        day: written
            .committed
            .day()
            .or_else(|| Day::of_unix(0))
            .ok_or_else(|| Failure::new("the calendar has no 1970"))?,
        author: Some(&written.author),
        past: &past,
    };
    let verdict = verdict(&case, &|_| true);
    let mut verdict = verdict.map_err(|failure| failure.because(format!("in commit {id}")))?;
    let name = id.to_string();
    for finding in &mut verdict.findings {
        finding.commit = Some(name.clone());
    }
    verdict.texts = verdict
        .texts
        .into_iter()
        .map(|((_, path), text)| ((Some(name.clone()), path), text))
        .collect();
    Ok(verdict)
}

/// Which files say what the settings are, and what they hold.
type Files = Vec<(String, BlobId)>;

/// The settings of trees, read once for all that have the same.
struct Known<'a> {
    repo: &'a Repository,
    by_files: Mutex<HashMap<Files, Arc<Settings>>>,
    paragraphs: Paragraphs,
}

impl<'a> Known<'a> {
    fn new(repo: &'a Repository) -> Self {
        Self {
            repo,
            by_files: Mutex::default(),
            paragraphs: Paragraphs::default(),
        }
    }

    /// A tree's settings; those of the work tree where it has none, and in a bare repository those that its own branch has. Nothing for a commit
    /// from before its repository was a studio.
    fn settings(&self, tree: &CommitTree) -> Result<Option<Arc<Settings>>, Failure> {
        let own = Self::files(tree)?;
        if own.is_empty()
            && self.repo.is_bare()
            && let Some(head) = self.repo.head()?
        {
            let head = self.repo.commit_tree(&head)?;
            return self.read(&head, Self::files(&head)?);
        }
        self.read(tree, own)
    }

    /// The files of a tree's settings; none where it has no `orbit.yml`.
    fn files(tree: &CommitTree) -> Result<Files, Failure> {
        let mut files = Files::new();
        if let Some(blob) = tree.blob(FILE)? {
            files.push((FILE.to_owned(), blob));
            for path in tree.files(WORKFLOWS)? {
                files.extend(tree.blob(&path)?.map(|blob| (path, blob)));
            }
        }
        Ok(files)
    }

    fn read(&self, tree: &CommitTree, files: Files) -> Result<Option<Arc<Settings>>, Failure> {
        let mut by_files = self.by_files.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(settings) = by_files.get(&files) {
            return Ok(Some(Arc::clone(settings)));
        }
        let settings = match (files.is_empty(), self.repo.work_tree()) {
            (true, None) => return Ok(None),
            (true, Some(work)) => Settings::load(&work)?,
            (false, _) => Settings::load(tree)?,
        };
        Ok(Some(Arc::clone(
            by_files.entry(files).or_insert(Arc::new(settings)),
        )))
    }
}
