//! Opening a repository: where its parts are, whatever git has to say about it.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use git2::{ErrorCode, ObjectFormat, RepositoryOpenFlags};

use super::command::{Git, Trouble};
use crate::repo::Failure;

/// Where the parts of a repository are, all absolute.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    /// The top of the work tree; nothing in a bare repository.
    pub(crate) top: Option<PathBuf>,
    /// The git directory of this work tree.
    pub(crate) git_dir: PathBuf,
    /// The git directory that all work trees share.
    pub(crate) common_dir: PathBuf,
    /// How its ids are made.
    pub(crate) format: ObjectFormat,
}

/// A repository that was found.
pub(crate) struct Found {
    pub(crate) places: Places,
    /// The library's handle; nothing where the repository is of a kind that the library does not know and the `git` program does.
    pub(crate) handle: Option<git2::Repository>,
    pub(crate) git: Git,
}

/// Finds the repository at or above `dir`; without one, the repository that the environment and the current folder say.
pub(crate) fn find(dir: Option<&Path>) -> Result<Found, Failure> {
    let here = env::current_dir()
        .map_err(|error| Failure::new("the current folder cannot be found").because(error))?;
    let start = dir.map_or_else(|| here.clone(), |dir| here.join(dir));
    if !start.is_dir() {
        return Err(Failure::new(format!(
            "there is no folder `{}`",
            start.display()
        )));
    }
    let git = Git::new(&start, dir.is_some());
    let opened = if dir.is_some() {
        let nowhere: [&OsStr; 0] = [];
        git2::Repository::open_ext(&start, RepositoryOpenFlags::empty(), nowhere)
    } else {
        git2::Repository::open_from_env()
    };
    match opened {
        Ok(handle) => Ok(Found {
            places: known(&handle, &here),
            handle: Some(handle),
            git,
        }),
        Err(error) => match error.code() {
            ErrorCode::NotFound => Err(nothing_at(&start)),
            ErrorCode::Owner => Err(owned_by_another(&start, &error)),
            _ => asked(&git, &here, &error).map(|places| Found {
                places,
                handle: None,
                git,
            }),
        },
    }
}

fn nothing_at(start: &Path) -> Failure {
    Failure::new(format!(
        "there is no git repository at `{}` or above it",
        start.display()
    ))
    .hint("run `git init` to make one here, or go to the one that you mean")
}

fn owned_by_another(start: &Path, error: &git2::Error) -> Failure {
    let place = error.message().split('\'').nth(1).map_or_else(
        || start.display().to_string(),
        |place| place.trim_end_matches('/').to_owned(),
    );
    Failure::new(format!(
        "the repository at `{place}` belongs to another user"
    ))
    .because(error.message())
    .hint("if you trust what is in it, type:")
    .hint(format!("git config --global --add safe.directory {place}"))
}

/// As the library has it.
fn known(handle: &git2::Repository, here: &Path) -> Places {
    let absolute = |path: &Path| tidy(&here.join(path));
    Places {
        top: handle.workdir().map(absolute),
        git_dir: absolute(handle.path()),
        common_dir: absolute(handle.commondir()),
        format: handle.object_format(),
    }
}

/// As the `git` program has it.
fn asked(git: &Git, here: &Path, error: &git2::Error) -> Result<Places, Failure> {
    let failed = |trouble: Trouble| {
        trouble
            .failure("the repository cannot be opened")
            .because(error.message())
    };
    let words = [
        "rev-parse",
        "--path-format=absolute",
        "--git-dir",
        "--git-common-dir",
        "--show-object-format",
    ];
    let answer = git.line(&words).map_err(failed)?;
    let lines: Vec<&str> = answer.lines().collect();
    let [git_dir, common_dir, format] = lines.as_slice() else {
        return Err(Failure::new("the repository cannot be opened").because(error.message()));
    };
    let top = git
        .line(&["rev-parse", "--show-toplevel"])
        .ok()
        .map(|top| tidy(&here.join(top)));
    Ok(Places {
        top,
        git_dir: tidy(Path::new(git_dir)),
        common_dir: tidy(Path::new(common_dir)),
        format: if *format == "sha256" {
            ObjectFormat::Sha256
        } else {
            ObjectFormat::Sha1
        },
    })
}

/// A path without a `/` at its end.
fn tidy(path: &Path) -> PathBuf {
    path.components().collect()
}
