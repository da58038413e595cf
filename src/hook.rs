//! The hooks that git runs: put in beside what is there already, and taken out again without a trace.
//! What a hook then does is `orbit hook run`, and so the command line's business.

pub mod message;

use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::repo::Failure;

/// The line by which a hook is known as Orbit's.
const MARK: &str =
    "# made by `orbit hook install`; `orbit hook uninstall` brings back what was here before";
/// What the name of a hook that was there before ends in.
const FORMER: &str = ".before-orbit";

/// A hook that Orbit knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Hook {
    /// Checks what is about to be committed
    PreCommit,
    /// Checks what a merge is about to commit
    PreMergeCommit,
    /// Says in the commit's message what it does, where there is none yet
    PrepareCommitMsg,
    /// Checks what is about to be pushed
    PrePush,
    /// Checks what a push brings, in the repository that receives it
    PreReceive,
}

impl Hook {
    /// Those that belong into a repository with a work tree.
    pub const WORKING: [Self; 4] = [
        Self::PreCommit,
        Self::PreMergeCommit,
        Self::PrepareCommitMsg,
        Self::PrePush,
    ];
    /// Those that belong into a bare repository.
    pub const RECEIVING: [Self; 1] = [Self::PreReceive];

    /// The name of its file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PreCommit => "pre-commit",
            Self::PreMergeCommit => "pre-merge-commit",
            Self::PrepareCommitMsg => "prepare-commit-msg",
            Self::PrePush => "pre-push",
            Self::PreReceive => "pre-receive",
        }
    }

    /// What it keeps from happening, for the message where it cannot do its work; nothing for one that only helps.
    const fn guards(self) -> Option<&'static str> {
        match self {
            Self::PreCommit => Some("commit"),
            Self::PreMergeCommit => Some("merge"),
            Self::PrepareCommitMsg => None,
            Self::PrePush | Self::PreReceive => Some("push"),
        }
    }

    /// Whether git tells it on standard input what it is about; then the hook from before has to hear that too.
    const fn listens(self) -> bool {
        matches!(self, Self::PrePush | Self::PreReceive)
    }
}

/// What an installation did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    /// What became of the hook's file.
    pub change: Change,
    /// The hook that was there before and runs first from now on.
    pub former: Option<PathBuf>,
    /// Whether git may run that one. It runs none that is not executable, and neither does Orbit's hook.
    pub former_runs: bool,
}

/// What became of a hook's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It was written.
    New,
    /// It was Orbit's already, and now calls this program.
    Renewed,
    /// It stood there as it should.
    None,
}

/// What a removal did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removed {
    /// Orbit's hook is gone; there was none before.
    Gone,
    /// Orbit's hook is gone, and the one before it is back.
    Restored,
    /// The hook there is not Orbit's, and was left.
    Foreign,
    /// There was no hook.
    Nothing,
}

/// Installs `hook` in `folder`, to call `program`. A hook of somebody else's is kept and runs first. Doing it again changes nothing.
///
/// # Errors
/// Where the folder cannot be written, or a hook stands where the one from before would be kept.
pub fn install(folder: &Path, hook: Hook, program: Option<&Path>) -> Result<Installed, Failure> {
    if folder.file_name().is_some_and(|name| name == "_") && folder.join("h").is_file() {
        return Err(husky(folder, hook));
    }
    let (path, former) = paths(folder, hook);
    let wanted = script(hook, program);
    let change = match standing(&path)? {
        Standing::Ours(bytes) if bytes == wanted.as_bytes() && runs(&path) => Change::None,
        Standing::Ours(_) => Change::Renewed,
        Standing::Nothing | Standing::Foreign => Change::New,
    };
    if change != Change::None {
        fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
        put(folder, &path, &former, &wanted)?;
    }
    let kept = exists(&former);
    Ok(Installed {
        change,
        former_runs: kept && runs(&former),
        former: kept.then_some(former),
    })
}

/// Takes `hook` out of `folder`, as far as Orbit made it, and brings the one from before back as it was.
///
/// # Errors
/// Where the folder cannot be written.
pub fn uninstall(folder: &Path, hook: Hook) -> Result<Removed, Failure> {
    let (path, former) = paths(folder, hook);
    let failed = |error| unwritable(folder, &error);
    match standing(&path)? {
        Standing::Foreign => Ok(Removed::Foreign),
        Standing::Nothing if !exists(&former) => Ok(Removed::Nothing),
        Standing::Ours(_) if !exists(&former) => {
            fs::remove_file(&path).map_err(failed)?;
            Ok(Removed::Gone)
        }
        Standing::Ours(_) | Standing::Nothing => {
            fs::rename(&former, &path).map_err(failed)?;
            Ok(Removed::Restored)
        }
    }
}

fn paths(folder: &Path, hook: Hook) -> (PathBuf, PathBuf) {
    let former = format!("{}{FORMER}", hook.name());
    (folder.join(hook.name()), folder.join(former))
}

/// What stands where a hook belongs.
enum Standing {
    Nothing,
    Ours(Vec<u8>),
    Foreign,
}

fn standing(path: &Path) -> Result<Standing, Failure> {
    let kind = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata.file_type(),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return Ok(Standing::Nothing);
        }
        Err(error) => return Err(unreadable(path, &error)),
    };
    if kind.is_dir() {
        return Err(unreadable(path, &io::ErrorKind::IsADirectory.into()));
    }
    // A link is somebody's own arrangement, wherever it leads.
    if !kind.is_file() {
        return Ok(Standing::Foreign);
    }
    let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
    let marked = bytes
        .split(|&byte| byte == b'\n')
        .any(|line| line == MARK.as_bytes());
    Ok(if marked {
        Standing::Ours(bytes)
    } else {
        Standing::Foreign
    })
}

/// Writes the hook whole beside its place before anything that is there is touched, and brings that back if it fails then.
fn put(folder: &Path, path: &Path, former: &Path, script: &str) -> Result<(), Failure> {
    let failed = |error| unwritable(folder, &error);
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(script.as_bytes()).map_err(failed)?;
    let mode = Permissions::from_mode(0o755);
    file.as_file().set_permissions(mode).map_err(failed)?;
    let foreign = matches!(standing(path)?, Standing::Foreign);
    if foreign {
        if exists(former) {
            return Err(Failure::new(format!(
                "`{}` and `{}` are both there, and neither is Orbit's",
                path.display(),
                former.display()
            ))
            .hint(
                "make one hook of the two, remove the other, and run `orbit hook install` again",
            ));
        }
        fs::rename(path, former).map_err(failed)?;
    }
    if let Err(error) = file.persist(path) {
        if foreign {
            fs::rename(former, path).map_err(failed)?;
        }
        return Err(failed(error.error));
    }
    Ok(())
}

/// The hook itself, in the shell that every git has.
fn script(hook: Hook, program: Option<&Path>) -> String {
    let name = hook.name();
    // A path that is no text cannot be written into a script that is; PATH has to do.
    let program = quoted(program.and_then(Path::to_str).unwrap_or_default());
    let (hear, tell) = if hook.listens() {
        ("heard=$(cat)\n", "printf '%s\\n' \"$heard\" | ")
    } else {
        ("", "")
    };
    let call = if hook.listens() { tell } else { "exec " };
    let missing = hook.guards().map_or_else(
        || "exit 0".to_owned(),
        |guards| {
            format!(
                r#"{{
        echo 'error: this {guards} cannot be checked, because the program `orbit` is gone' >&2
        echo 'help: install Orbit again, or put it on PATH, then run `orbit hook install`' >&2
        echo "help: this hook is the file $0" >&2
        exit 1
    }}"#
            )
        },
    );
    // A message that is there stays as it is; then there is nothing to start a program for.
    let pass = if hook == Hook::PrepareCommitMsg {
        "case \"$2\" in ''|template) ;; *) exit 0 ;; esac\n"
    } else {
        ""
    };
    format!(
        r#"#!/bin/sh
{MARK}
{hear}former="${{0%/*}}/{name}{FORMER}"
if [ -x "$former" ]; then
    {tell}"$former" "$@" || exit
fi
{pass}orbit={program}
if [ ! -x "$orbit" ]; then
    orbit=$(command -v orbit) || {missing}
fi
{call}"$orbit" hook run {name} "$@"
"#
    )
}

/// One word of the shell, whatever is in it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Whether the file, or the one it links to, may be run.
fn runs(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

/// Husky writes the folder that git looks in anew each time, so that nothing put there would stay.
fn husky(folder: &Path, hook: Hook) -> Failure {
    let name = hook.name();
    let own = folder.parent().unwrap_or(folder).join(name);
    Failure::new(format!(
        "the hooks in `{}` belong to husky",
        folder.display()
    ))
    .because("it writes that folder anew each time it is installed")
    .hint(format!(
        "add this line to `{}`: orbit hook run {name}",
        own.display()
    ))
}

fn unwritable(folder: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("hooks cannot be written in `{}`", folder.display()))
        .because(error)
        .hint("`git config --show-origin core.hooksPath` says who put them there")
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("the hook `{}` cannot be read", path.display())).because(error)
}

#[cfg(test)]
mod tests;
