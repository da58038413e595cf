//! The doors to the one verdict: what is checked, against what, on whose day. Each gathers the versions before and after and hands them to [`check::judge`].

mod past;
mod range;

use std::collections::{BTreeMap, HashMap};

pub use range::{commits, range};
use rayon::prelude::*;

use past::GitPast;

use crate::check::{self, Context, Past};
use crate::day::Day;
use crate::finding::Finding;
use crate::model::settings::FILE;
use crate::model::{Change, Engagement, Settings};
use crate::repo::{Author, CommitId, CommitTree, Failure, FileChange, Repository, Tree, WorkTree};

/// A verdict with what is needed to report it.
#[derive(Debug, Default)]
pub struct Verdict {
    /// What was found.
    pub findings: Vec<Finding>,
    /// How many engagements were looked at.
    pub engagements: usize,
    /// The text of each file that a finding is about, by its commit, where one was checked, and its path.
    pub texts: HashMap<(Option<String>, String), String>,
}

/// One tree that the one at hand is compared with, and which files differ from it.
struct Parent<'a> {
    tree: &'a dyn Tree,
    changes: Vec<FileChange>,
}

/// What a verdict is asked about.
struct Case<'a> {
    after: &'a dyn Tree,
    parents: Vec<Parent<'a>>,
    /// Engagements to look at although nothing changed in them.
    bystanders: Vec<String>,
    settings: &'a Settings,
    day: Day,
    author: Option<&'a Author>,
    past: &'a dyn Past,
}

/// The work tree against HEAD: every engagement, or those at or below `paths` (from the top of the repository) where there are any.
///
/// # Errors
/// Where the repository cannot be read, is no studio or its settings are wrong, and where a path holds no engagement.
pub fn worktree(repo: &Repository, paths: &[String], day: Day) -> Result<Verdict, Failure> {
    let tree = work_tree(repo)?;
    let settings = Settings::load(&tree)?;
    let head = repo.head()?;
    let base = tree_at(repo, head.as_ref())?;
    let (changes, bystanders) =
        rayon::join(|| repo.worktree_changes(), || engagements(&tree, &settings));
    let (mut changes, mut bystanders) = (changes?, bystanders?);
    if !paths.is_empty() {
        let below = |path: &str| {
            paths.iter().any(|wanted| {
                wanted.is_empty() || path == wanted || path.starts_with(&format!("{wanted}/"))
            })
        };
        for wanted in paths {
            if !bystanders.iter().any(|path| {
                wanted.is_empty() || path == wanted || path.starts_with(&format!("{wanted}/"))
            }) {
                return Err(Failure::new(format!("there is no engagement at `{wanted}`"))
                    .hint("engagements stand where `engagements` in `orbit.yml` says; run `orbit check` without a path to see them all"));
            }
        }
        bystanders.retain(|path| below(path));
        changes.retain(|change| change.after.as_deref().is_some_and(below));
    }
    let author = repo.author();
    verdict(&Case {
        after: &tree,
        parents: vec![Parent {
            tree: &base,
            changes,
        }],
        bystanders,
        settings: &settings,
        day,
        author: author.as_ref(),
        past: &GitPast { repo, from: head },
    })
}

/// The index that git is about to commit, against HEAD, and in a merge against what is merged too. Only what it changes is looked at.
///
/// # Errors
/// Where the repository cannot be read, is no studio or its settings are wrong, and where the index holds conflicts.
pub fn staged(repo: &Repository, day: Day) -> Result<Verdict, Failure> {
    let staged = repo.staged()?;
    let settings = match Settings::load(&staged.tree) {
        Err(_) if !staged.tree.holds(FILE)? => Settings::load(&work_tree(repo)?)?,
        other => other?,
    };
    let base = tree_at(repo, staged.base.as_ref())?;
    let merged = repo.merge_heads()?;
    let merged_trees = merged
        .iter()
        .map(|id| tree_at(repo, Some(id)))
        .collect::<Result<Vec<_>, _>>()?;
    let mut parents = vec![Parent {
        tree: &base,
        changes: staged.changes.clone(),
    }];
    for (id, tree) in merged.iter().zip(&merged_trees) {
        parents.push(Parent {
            tree,
            changes: repo.changes_from(id)?,
        });
    }
    let author = repo.author();
    verdict(&Case {
        after: &staged.tree,
        parents,
        bystanders: Vec::new(),
        settings: &settings,
        day,
        author: author.as_ref(),
        past: &GitPast {
            repo,
            from: staged.base,
        },
    })
}

/// Whether the work tree, the commit about to be made or the one before it has an `orbit.yml`.
///
/// # Errors
/// Where the repository cannot be read.
pub fn is_studio(repo: &Repository) -> Result<bool, Failure> {
    // What costs least comes first.
    if let Some(tree) = repo.work_tree()
        && tree.holds(FILE)?
    {
        return Ok(true);
    }
    Ok(tree_at(repo, repo.head()?.as_ref())?.holds(FILE)? || repo.staged()?.tree.holds(FILE)?)
}

fn work_tree(repo: &Repository) -> Result<WorkTree, Failure> {
    repo.work_tree().ok_or_else(|| {
        Failure::new("this repository is bare: it has no work tree to check")
            .hint("check commits of it: `orbit check --range A..B`")
    })
}

fn tree_at(repo: &Repository, commit: Option<&CommitId>) -> Result<CommitTree, Failure> {
    commit.map_or_else(|| Ok(repo.empty_tree()), |commit| repo.commit_tree(commit))
}

fn verdict(case: &Case<'_>) -> Result<Verdict, Failure> {
    let touched = touched(case);
    let mut wanted: BTreeMap<&str, bool> = case
        .bystanders
        .iter()
        .map(|path| (path.as_str(), false))
        .collect();
    wanted.extend(touched.iter().map(|path| (path.as_str(), true)));
    let wanted: Vec<(&str, bool)> = wanted.into_iter().collect();
    // Each version with those it is compared with; many are read side by side.
    let read = |&(path, touched): &(&str, bool)| {
        let Some(after) = read(case.after, path, case.settings)? else {
            return Ok(None);
        };
        let before = if touched {
            before(case, path)?
        } else {
            Vec::new()
        };
        Ok(Some((after, before, touched)))
    };
    let versions = if wanted.len() < check::MANY {
        wanted.iter().map(read).collect::<Result<Vec<_>, Failure>>()
    } else {
        wanted.par_iter().map(read).collect()
    }?;
    let versions: Vec<_> = versions.into_iter().flatten().collect();
    let changes: Vec<Change<'_>> = versions
        .iter()
        .map(|(after, before, touched)| Change {
            after,
            before: before.iter().collect(),
            touched: *touched,
        })
        .collect();
    let context = Context::new(case.settings, case.after, case.day, case.author, case.past);
    let findings = check::judge(&changes, &context);
    let known: HashMap<&str, &str> = versions
        .iter()
        .map(|(engagement, ..)| (engagement.path.as_str(), engagement.document.text.as_str()))
        .collect();
    let texts = findings
        .iter()
        .filter_map(|finding| {
            let text = known.get(finding.path.as_str())?;
            Some(((None, finding.path.clone()), (*text).to_owned()))
        })
        .collect();
    let engagements = versions.len();
    if engagements >= check::MANY {
        // To give back what thousands of them held takes time as well.
        drop(changes);
        versions.into_par_iter().for_each(drop);
    }
    Ok(Verdict {
        findings,
        engagements,
        texts,
    })
}

/// The engagements that differ from every parent: what a merge takes whole from one side was judged there.
fn touched(case: &Case<'_>) -> Vec<String> {
    let Some((first, others)) = case.parents.split_first() else {
        return Vec::new();
    };
    first
        .changes
        .iter()
        .filter_map(|change| change.after.clone())
        .filter(|path| case.settings.sources.holds(path))
        .filter(|path| {
            others.iter().all(|parent| {
                parent
                    .changes
                    .iter()
                    .any(|change| change.after.as_ref() == Some(path))
            })
        })
        .collect()
}

/// What a file held in each parent that had it, wherever it stood there.
fn before(case: &Case<'_>, path: &str) -> Result<Vec<Engagement>, Failure> {
    let mut versions = Vec::new();
    for parent in &case.parents {
        let change = parent
            .changes
            .iter()
            .find(|change| change.after.as_deref() == Some(path));
        let Some(former) = change.and_then(|change| change.before.as_deref()) else {
            continue;
        };
        versions.extend(read(parent.tree, former, case.settings)?);
    }
    Ok(versions)
}

fn read(tree: &dyn Tree, path: &str, settings: &Settings) -> Result<Option<Engagement>, Failure> {
    if !settings.sources.holds(path) {
        return Ok(None);
    }
    Ok(tree
        .read(path)?
        .and_then(|bytes| Engagement::read(path, &bytes, settings)))
}

/// The paths of a tree's engagements, sorted.
///
/// # Errors
/// Where the tree cannot be read.
pub fn engagements(tree: &dyn Tree, settings: &Settings) -> Result<Vec<String>, Failure> {
    let mut paths = Vec::new();
    for folder in settings.sources.folders() {
        paths.extend(
            tree.files(&folder)?
                .into_iter()
                .filter(|path| settings.sources.holds(path)),
        );
    }
    Ok(paths)
}
