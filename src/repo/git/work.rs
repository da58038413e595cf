//! What differs in the work tree from HEAD.

use std::collections::BTreeMap;

use git2::{DiffOptions, Oid};

use super::Repository;
use super::command::Trouble;
use super::difference::{self, Changed};
use super::index::unsettled;
use crate::repo::{Bytes, Failure, FileChange, Tree, WorkTree};

/// A file of HEAD, or one of the work tree that git holds for different from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Suspect {
    /// What HEAD has.
    before: Option<Oid>,
    /// Whether there may be a file now.
    after: bool,
}

pub(super) fn changes(repository: &Repository) -> Result<Vec<FileChange>, Failure> {
    let Some(tree) = repository.work_tree() else {
        return Err(Failure::new("a bare repository has no work tree")
            .hint("name commits instead: `--range A..B`"));
    };
    let suspects = match by_program(repository) {
        Err(Trouble::Absent) => by_library(repository)?,
        Err(trouble) => return Err(trouble.failure("the work tree cannot be compared with HEAD")),
        Ok(suspects) => suspects,
    };
    let (mut changed, mut new) = (Vec::new(), BTreeMap::new());
    for (path, suspect) in suspects {
        let now = if suspect.after {
            tree.read(&path)?
        } else {
            None
        };
        let after = now
            .map(|bytes| repository.objects().id_of(&bytes))
            .transpose()?;
        if after == suspect.before {
            continue;
        }
        if let (None, Some(id)) = (suspect.before, after) {
            new.insert(id, path.clone());
        }
        changed.push(Changed {
            path,
            before: suspect.before,
            after,
        });
    }
    let moved = moved(repository, &tree, &changed, &new)?;
    Ok(difference::told(&changed, &moved))
}

/// The files that were moved; what is new is read from the work tree.
fn moved(
    repository: &Repository,
    tree: &WorkTree,
    changed: &[Changed],
    new: &BTreeMap<Oid, String>,
) -> Result<Vec<(usize, usize)>, Failure> {
    difference::moved_with(changed, &mut |id| match new.get(id) {
        Some(path) => Ok(tree.read(path)?.unwrap_or_else(|| Bytes::from(&[][..]))),
        None => repository.blob(*id),
    })
}

type Suspects = BTreeMap<String, Suspect>;

/// The files that `git status` names, which has looked at their times and filters.
fn by_program(repository: &Repository) -> Result<Suspects, Trouble> {
    let words = [
        "status",
        "--porcelain=v2",
        "-z",
        "--no-renames",
        "--untracked-files=all",
        "--ignore-submodules=all",
    ];
    let output = repository.git().output(&words)?;
    let mut suspects = Suspects::new();
    for record in output.split(|&byte| byte == 0) {
        let record = String::from_utf8_lossy(record);
        let Some((kind, rest)) = record.split_once(' ') else {
            continue;
        };
        match kind {
            "1" => {
                let fields: Vec<&str> = rest.splitn(8, ' ').collect();
                if let [_, _, head_mode, _, work_mode, head_id, _, path] = fields.as_slice() {
                    let regular = |mode: &str| mode.starts_with("100");
                    let before = repository.objects().parse(head_id);
                    suspects.insert(
                        (*path).to_owned(),
                        Suspect {
                            before: before.filter(|_| regular(head_mode)),
                            after: regular(work_mode),
                        },
                    );
                }
            }
            // What the work tree says of a conflict is what is looked at; HEAD's side is what it was.
            "u" => {
                let fields: Vec<&str> = rest.splitn(10, ' ').collect();
                if let [_, _, _, ours_mode, _, work_mode, _, ours, _, path] = fields.as_slice() {
                    let regular = |mode: &str| mode.starts_with("100");
                    let before = repository.objects().parse(ours);
                    suspects.insert(
                        (*path).to_owned(),
                        Suspect {
                            before: before.filter(|_| regular(ours_mode)),
                            after: regular(work_mode),
                        },
                    );
                }
            }
            "?" if !rest.ends_with('/') => {
                let suspect = Suspect {
                    before: None,
                    after: true,
                };
                suspects.insert(rest.to_owned(), suspect);
            }
            _ => {}
        }
    }
    Ok(suspects)
}

/// The same on a machine without the `git` program.
fn by_library(repository: &Repository) -> Result<Suspects, Failure> {
    let what = "the work tree cannot be compared with HEAD";
    let head = match repository.head()? {
        Some(head) => Some(repository.node(&head)?.tree),
        None => None,
    };
    let read = |handle: &git2::Repository| {
        let tree = head.map(|tree| handle.find_tree(tree)).transpose()?;
        let mut options = DiffOptions::new();
        options
            .include_untracked(true)
            .recurse_untracked_dirs(true)
            .ignore_submodules(true);
        let diff = handle.diff_tree_to_workdir_with_index(tree.as_ref(), Some(&mut options))?;
        let mut suspects = Suspects::new();
        for delta in diff.deltas() {
            let (old, new) = (delta.old_file(), delta.new_file());
            let path = new
                .path_bytes()
                .or_else(|| old.path_bytes())
                .unwrap_or_default();
            let path = String::from_utf8_lossy(path).into_owned();
            if delta.status() == git2::Delta::Conflicted {
                return Ok(Err(unsettled(&path)));
            }
            let regular = matches!(
                old.mode(),
                git2::FileMode::Blob
                    | git2::FileMode::BlobGroupWritable
                    | git2::FileMode::BlobExecutable
            );
            let suspect = Suspect {
                before: (old.exists() && regular).then(|| old.id()),
                after: delta.status() != git2::Delta::Deleted,
            };
            suspects.insert(path, suspect);
        }
        Ok(Ok(suspects))
    };
    match repository.ask(read) {
        Some(Ok(suspects)) => suspects,
        Some(Err(error)) => {
            let error: git2::Error = error;
            Err(Failure::new(what)
                .because(error.message())
                .hint("install git, or put it on PATH: it knows every kind of index"))
        }
        None => Err(Trouble::Absent.failure(what)),
    }
}
