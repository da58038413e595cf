//! The index: what git is about to commit, whichever index that is.

use git2::{Delta, DiffFindOptions, DiffOptions, ErrorCode};

use super::command::Trouble;
use super::difference::Changed;
use super::index_file;
use super::raw::{self, Raw};
use super::{BlobId, CommitId, CommitTree, Repository};
use crate::repo::overlay::Source;
use crate::repo::{Failure, FileChange, Overlay};

/// What is about to be committed.
#[derive(Debug)]
pub struct Staged {
    /// HEAD; nothing before the first commit.
    pub base: Option<CommitId>,
    /// What differs from HEAD, sorted.
    pub changes: Vec<FileChange>,
    /// The files of the commit to be.
    pub tree: Overlay<CommitTree>,
}

pub(super) fn staged(repository: &Repository) -> Result<Staged, Failure> {
    if repository.is_bare() {
        return Err(Failure::new("a bare repository has no index")
            .hint("name commits instead: `--range A..B`"));
    }
    let base = repository.head()?;
    let below = match &base {
        Some(head) => repository.commit_tree(head)?,
        None => repository.empty_tree(),
    };
    let changes = changes(repository, base.as_ref())?;
    let mut tree = Overlay::new(below);
    // A path may be gone under one name and come anew under another: what is there goes in last.
    for (path, _) in changes.iter().filter_map(|change| change.before.as_ref()) {
        tree.remove(path);
    }
    for (path, id) in changes.iter().filter_map(|change| change.after.as_ref()) {
        let (objects, id) = (repository.objects().clone(), *id);
        tree.put(
            path,
            Source::Later(Box::new(move || objects.blob(id).map(Some))),
        );
    }
    Ok(Staged {
        base,
        changes: told(&changes),
        tree,
    })
}

/// As others see them, sorted; what concerns no regular file, or changes nothing but its mode, is left out.
pub(super) fn told(changes: &[Raw]) -> Vec<FileChange> {
    let mut told: Vec<_> = changes
        .iter()
        .filter(|change| change.before != change.after)
        .map(|change| FileChange {
            before: change.before.as_ref().map(|(path, _)| path.clone()),
            after: change.after.as_ref().map(|(path, _)| path.clone()),
        })
        .collect();
    told.sort();
    told
}

/// What the index holds that differs from a commit, or from nothing.
pub(super) fn changes(
    repository: &Repository,
    from: Option<&CommitId>,
) -> Result<Vec<Raw>, Failure> {
    if let Some(changes) = by_file(repository, from)? {
        return Ok(changes);
    }
    let against = match from {
        Some(commit) => commit.to_string(),
        None => empty_tree_id(repository)?.to_string(),
    };
    let words = [
        "diff-index",
        "--cached",
        "--raw",
        "-z",
        "-M",
        "-l1000",
        "--no-abbrev",
        "--no-relative",
        "--ignore-submodules=all",
        "--ita-invisible-in-index",
        &against,
        "--",
    ];
    let changes = match repository.git().output(&words) {
        Ok(output) => raw::parse(&output, repository.objects()),
        Err(Trouble::Absent) => by_library(repository, from)?,
        Err(trouble) => return Err(trouble.failure("the index cannot be read")),
    };
    if let Some(conflict) = changes.iter().find(|change| change.letter == 'U') {
        return Err(unsettled(&conflict.path));
    }
    Ok(changes)
}

/// By the index's own file, where that can be done.
fn by_file(repository: &Repository, from: Option<&CommitId>) -> Result<Option<Vec<Raw>>, Failure> {
    let tree = match from {
        Some(commit) => Some(repository.node(commit)?.tree),
        None => None,
    };
    let changes = index_file::changes(repository, tree);
    Ok(changes.map(|changes| changes.into_iter().map(raw).collect()))
}

fn raw(change: Changed) -> Raw {
    let file = |id: Option<BlobId>| Some((change.path.clone(), id?));
    Raw {
        letter: 'M',
        before: file(change.before),
        after: file(change.after),
        path: change.path,
    }
}

/// The failure for a file whose conflict is not settled.
pub(super) fn unsettled(path: &str) -> Failure {
    Failure::new(format!("`{path}` has a conflict that is not settled"))
        .hint("choose what it should say, then type:")
        .hint(format!("git add '{path}'"))
}

fn empty_tree_id(repository: &Repository) -> Result<BlobId, Failure> {
    git2::Oid::hash_object_ext(git2::ObjectType::Tree, b"", repository.objects().format())
        .map_err(|error| Failure::new("the empty tree has no id").because(error.message()))
}

/// On a machine without the `git` program.
fn by_library(repository: &Repository, from: Option<&CommitId>) -> Result<Vec<Raw>, Failure> {
    let failed = |error: git2::Error| {
        let failure = Failure::new("the index cannot be read").because(error.message());
        if error.code() == ErrorCode::NotFound {
            failure
        } else {
            failure.hint("install git, or put it on PATH: it knows every kind of index")
        }
    };
    let tree = from.map(|commit| repository.node(commit)).transpose()?;
    let read = |handle: &git2::Repository| {
        let tree = tree.map(|node| handle.find_tree(node.tree)).transpose()?;
        let mut options = DiffOptions::new();
        options.ignore_submodules(true);
        let mut diff = handle.diff_tree_to_index(tree.as_ref(), None, Some(&mut options))?;
        diff.find_similar(Some(DiffFindOptions::new().renames(true)))?;
        Ok(diff
            .deltas()
            .map(|delta| {
                let path = |file: &git2::DiffFile<'_>| {
                    String::from_utf8_lossy(file.path_bytes().unwrap_or_default()).into_owned()
                };
                let file = |file: &git2::DiffFile<'_>| {
                    let regular = matches!(
                        file.mode(),
                        git2::FileMode::Blob
                            | git2::FileMode::BlobGroupWritable
                            | git2::FileMode::BlobExecutable
                    );
                    (file.exists() && regular).then(|| (path(file), file.id()))
                };
                Raw {
                    letter: if delta.status() == Delta::Conflicted {
                        'U'
                    } else {
                        'M'
                    },
                    before: file(&delta.old_file()),
                    after: file(&delta.new_file()),
                    path: path(&delta.new_file()),
                }
            })
            .collect())
    };
    match repository.ask(read) {
        Some(changes) => changes.map_err(failed),
        None => Err(Trouble::Absent.failure("the index cannot be read")),
    }
}
