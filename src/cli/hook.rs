//! `orbit hook`.

use std::path::Path;

use super::check;
use super::context::Context;
use super::stop::{Stop, Verdict};
use crate::guard;
use crate::hook::{self, Change, Hook, Removed};
use crate::repo::{Failure, Repository};
use crate::report::CheckFormat;

const EXAMPLES: &str = "\
Examples:
  orbit hook install       check every commit; a hook that is there runs first
  orbit hook uninstall     as it was before";

const RUN_EXAMPLES: &str = "\
Examples:
  orbit hook run pre-commit    what git does before it makes a commit";

/// Have git call Orbit before a commit is made
#[derive(Debug, clap::Subcommand)]
#[command(after_help = EXAMPLES)]
pub enum Command {
    /// Put Orbit's hook beside what is there already
    #[command(after_help = EXAMPLES)]
    Install,
    /// Take it out again, and bring back what was there before
    #[command(after_help = EXAMPLES)]
    Uninstall,
    /// Do what a hook does; git calls this
    #[command(after_help = RUN_EXAMPLES)]
    Run {
        /// Which hook
        name: Hook,
    },
}

impl Command {
    /// # Errors
    /// Where the hooks cannot be read or written.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let repository = context.repository()?;
        match self {
            Self::Install => install(context, &repository)?,
            Self::Uninstall => uninstall(context, &repository)?,
            Self::Run {
                name: Hook::PreCommit,
            } => return pre_commit(context, &repository),
        }
        Ok(Verdict::Fine)
    }
}

/// Judges what is about to be committed; silent where there is nothing to say.
/// A repository that is no studio, reached through hooks shared by several, is none of its business.
fn pre_commit(context: &mut Context, repository: &Repository) -> Result<Verdict, Stop> {
    if !guard::is_studio(repository)? {
        return Ok(Verdict::Fine);
    }
    let verdict = guard::staged(repository, context.today)?;
    if verdict.findings.is_empty() {
        return Ok(Verdict::Fine);
    }
    let verdict = check::report(context, verdict, CheckFormat::Human)?;
    if verdict == Verdict::Errors {
        context.say("this commit was not made, and what you staged is still staged; mend it, `git add` it and commit again")?;
    }
    Ok(verdict)
}

/// Installs the hooks of a repository with a work tree, and says what that did.
///
/// # Errors
/// In a bare repository, and where the hooks cannot be written.
pub fn install(context: &mut Context, repository: &Repository) -> Result<(), Stop> {
    let top = repository.top().ok_or_else(bare)?.to_owned();
    let folder = repository.hooks_dir();
    let program = std::env::current_exe().ok();
    let shown = shown(&folder, &top);
    for hook in Hook::WORKING {
        let name = hook.name();
        let installed = hook::install(&folder, hook, program.as_deref())?;
        context.say(match installed.change {
            Change::New => format!("installed the hook `{name}` in `{shown}`"),
            Change::Renewed => format!("renewed the hook `{name}` in `{shown}`"),
            Change::None => format!("the hook `{name}` stands in `{shown}` already"),
        })?;
        if let Some(former) = installed.former {
            let former = former.file_name().unwrap_or_default().display();
            context.say(if installed.former_runs {
                format!("the hook that was there runs first, as `{former}`")
            } else {
                format!("the hook that was there is kept as `{former}`; it is not executable, so git did not run it either")
            })?;
        }
    }
    let git = [repository.common_dir(), repository.git_dir()];
    if git.iter().any(|git| folder.starts_with(git)) {
        return Ok(());
    }
    context.say(if folder.starts_with(&top) {
        format!("`{shown}` is part of the work tree: commit the hook to share it, or have git ignore it")
    } else {
        format!("`core.hooksPath` leads out of this repository: git runs the hook wherever else it leads to `{shown}`, and there it lets every repository pass that is no studio")
    })?;
    Ok(())
}

fn uninstall(context: &mut Context, repository: &Repository) -> Result<(), Stop> {
    let top = repository.top().ok_or_else(bare)?.to_owned();
    let folder = repository.hooks_dir();
    let shown = shown(&folder, &top);
    for hook in Hook::WORKING {
        let name = hook.name();
        context.say(match hook::uninstall(&folder, hook)? {
            Removed::Gone => format!("took the hook `{name}` out of `{shown}`"),
            Removed::Restored => {
                format!("took the hook `{name}` out of `{shown}`; the one from before is back")
            }
            Removed::Foreign => {
                format!("the hook `{name}` in `{shown}` is not Orbit's; it stays")
            }
            Removed::Nothing => format!("there is no hook `{name}` in `{shown}`"),
        })?;
    }
    Ok(())
}

/// A path as somebody at the top of the work tree would type it.
fn shown(path: &Path, top: &Path) -> String {
    path.strip_prefix(top).unwrap_or(path).display().to_string()
}

fn bare() -> Failure {
    Failure::new("this repository is bare: nothing is committed in it, so there is nothing to check before a commit")
        .hint("run `orbit hook install` in a clone with a work tree")
}
