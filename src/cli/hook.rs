//! `orbit hook`.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::Path;

use super::check;
use super::context::Context;
use super::stop::{Stop, Verdict};
use crate::finding::Severity;
use crate::guard;
use crate::hook::{self, Change, Hook, Removed, message};
use crate::repo::{CommitId, Failure, Repository, write};
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
        /// What git gives it
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
        words: Vec<String>,
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
            Self::Run { name, words } => return run(context, &repository, name, &words),
        }
        Ok(Verdict::Fine)
    }
}

/// Does what a hook does.
fn run(
    context: &mut Context,
    repository: &Repository,
    hook: Hook,
    words: &[String],
) -> Result<Verdict, Stop> {
    match hook {
        Hook::PreCommit | Hook::PreMergeCommit => pre_commit(context, repository),
        Hook::PrepareCommitMsg => {
            // It helps and guards nothing: what stands in its way leaves the message empty, as it was.
            if let Err(stop) = prepare(context, repository, words) {
                context.detail(&format!("the message was left empty: {stop}"))?;
            }
            Ok(Verdict::Fine)
        }
        Hook::PrePush => {
            let remote = words.first().map_or("", String::as_str);
            let mut commits = Vec::new();
            for line in heard()? {
                // The branch here and what it has; the one there and what it had.
                let [_, new, _, old] = line.as_slice() else {
                    continue;
                };
                if let Some(to) = named(repository, new) {
                    commits.extend(repository.unpushed(
                        &to,
                        remote,
                        named(repository, old).as_ref(),
                    )?);
                }
            }
            let commits = guard::since_adoption(repository, commits)?;
            pushed(context, repository, commits)
        }
        Hook::PreReceive => {
            let mut commits = Vec::new();
            for line in heard()? {
                let [_, new, _] = line.as_slice() else {
                    continue;
                };
                if let Some(to) = named(repository, new) {
                    commits.extend(repository.new_commits(&to)?);
                }
            }
            pushed(context, repository, commits)
        }
    }
}

/// The lines that git tells a hook, in words.
fn heard() -> Result<Vec<Vec<String>>, Failure> {
    let text = std::io::read_to_string(std::io::stdin())
        .map_err(|error| Failure::new("what git says of the push cannot be read").because(error))?;
    Ok(text
        .lines()
        .map(|line| line.split_whitespace().map(str::to_owned).collect())
        .collect())
}

/// The commit that a pushed name leads to; nothing for a branch that is deleted, and for what is no commit.
fn named(repository: &Repository, id: &str) -> Option<CommitId> {
    if id.bytes().all(|byte| byte == b'0') {
        return None;
    }
    repository.resolve(&format!("{id}^{{commit}}")).ok()
}

/// Judges the commits of a push; silent where there is no error in them.
fn pushed(
    context: &mut Context,
    repository: &Repository,
    commits: Vec<CommitId>,
) -> Result<Verdict, Stop> {
    let mut seen = HashSet::new();
    let commits: Vec<CommitId> = commits
        .into_iter()
        .filter(|commit| seen.insert(*commit))
        .collect();
    let mut verdict = {
        let progress = context.progress("checking what is pushed");
        guard::commits(repository, &commits, &|done, of| progress.at(done, of))?
    };
    // What a commit left as it was is told to whoever makes it; a push is stopped for errors, and tells of them alone.
    verdict
        .findings
        .retain(|finding| finding.severity == Severity::Error);
    if verdict.findings.is_empty() {
        return Ok(Verdict::Fine);
    }
    let verdict = check::report(context, verdict, CheckFormat::Human)?;
    context.say("this push was refused: mend each commit that is named, as with `git rebase -i`, and push again")?;
    Ok(verdict)
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
        context.say("the commit was not made; what you staged is still staged")?;
    }
    Ok(verdict)
}

/// Says in the message that git prepares what the commit does, where there is none yet.
fn prepare(context: &Context, repository: &Repository, words: &[String]) -> Result<(), Failure> {
    let (file, source) = match words {
        [file] => (file, ""),
        [file, source, ..] => (file, source.as_str()),
        [] => return Err(Failure::new("git has named no file for the message")),
    };
    if !matches!(source, "" | "template") || !guard::is_studio(repository)? {
        return Ok(());
    }
    let path = context.path(Path::new(file));
    let unreadable =
        |error: std::io::Error| Failure::new(format!("`{file}` cannot be read")).because(error);
    let before = std::fs::read_to_string(&path).map_err(unreadable)?;
    let sign = message::comment_sign(
        repository.setting("core.commentString"),
        repository.setting("core.commentChar"),
    );
    // What costs least comes first: is there room for a message at all?
    if message::filled(&before, &sign, "").is_none() {
        return Ok(());
    }
    let Some(text) = guard::staged_message(repository, context.today)? else {
        return Ok(());
    };
    if let Some(after) = message::filled(&before, &sign, &text)
        && let (Some(folder), Some(name)) =
            (path.parent(), path.file_name().and_then(OsStr::to_str))
    {
        let folder = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        write::replace(folder, name, Some(before.as_bytes()), after.as_bytes())?;
    }
    Ok(())
}

/// Installs the hooks that belong into a repository, and says what that did.
///
/// # Errors
/// Where the hooks cannot be written.
pub fn install(context: &mut Context, repository: &Repository) -> Result<(), Stop> {
    let top = repository
        .top()
        .unwrap_or_else(|| repository.git_dir())
        .to_owned();
    let folder = repository.hooks_dir();
    let program = std::env::current_exe().ok();
    let shown = shown(&folder, &top);
    for &hook in belonging(repository) {
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
    let top = repository
        .top()
        .unwrap_or_else(|| repository.git_dir())
        .to_owned();
    let folder = repository.hooks_dir();
    let shown = shown(&folder, &top);
    for &hook in belonging(repository) {
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

/// The hooks that belong into a repository.
fn belonging(repository: &Repository) -> &'static [Hook] {
    if repository.is_bare() {
        &Hook::RECEIVING
    } else {
        &Hook::WORKING
    }
}
