//! The `git` program, for what libgit2 cannot do. The one place where a child is started, with the environment it gets.

use std::ffi::{OsStr, OsString};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::repo::Failure;

/// Variables that a repository of its own keeps: they say who somebody is and where their settings are, not which repository is meant.
const KEPT: [&str; 9] = [
    "GIT_AUTHOR_NAME",
    "GIT_AUTHOR_EMAIL",
    "GIT_AUTHOR_DATE",
    "GIT_COMMITTER_NAME",
    "GIT_COMMITTER_EMAIL",
    "GIT_COMMITTER_DATE",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
];

/// Variables that change what a command prints or how it reads its arguments.
const DROPPED: [&str; 9] = [
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
    "GIT_EXTERNAL_DIFF",
    "GIT_DIFF_OPTS",
    "GIT_TRACE",
    "GIT_PAGER",
    "GIT_FLUSH",
];

/// How to call the `git` program for one repository.
#[derive(Debug, Clone)]
pub(crate) struct Git {
    /// Where the children run. Absolute, because variables such as GIT_INDEX_FILE may be relative to it.
    directory: PathBuf,
    /// Whether the repository was named by its folder: then no GIT_* variable may name another.
    alone: bool,
    /// The program's name, or a path that does not exist in tests.
    program: OsString,
}

/// Why the program gave no answer.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// There is no `git` on PATH.
    Absent,
    /// It ended with another status than 0.
    Refused {
        /// What it was asked.
        asked: String,
        /// What it said.
        said: String,
    },
}

impl Trouble {
    /// As a failure to do `what`.
    pub(crate) fn failure(self, what: &str) -> Failure {
        let failure = Failure::new(what);
        match self {
            Self::Absent => failure
                .because("there is no `git` on PATH")
                .hint("install git, or put it on PATH: this repository needs it"),
            Self::Refused { asked, said } => {
                let said = said.trim();
                if said.is_empty() {
                    failure.because(format!("`git {asked}` failed"))
                } else {
                    failure.because(format!("`git {asked}`: {said}"))
                }
            }
        }
    }
}

impl Git {
    pub(crate) fn new(directory: &Path, alone: bool) -> Self {
        Self {
            directory: directory.to_owned(),
            alone,
            program: OsString::from("git"),
        }
    }

    /// The same for a machine without the program.
    pub(crate) fn without_program(mut self) -> Self {
        self.program = OsString::from("/nowhere/git");
        self
    }

    /// Whether variables of the environment name the repository.
    pub(crate) fn heeds_environment(&self) -> bool {
        !self.alone
    }

    /// Where the children run, absolute.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// A variable, where this repository heeds it.
    pub(crate) fn variable(&self, name: &str) -> Option<OsString> {
        if self.alone && !KEPT.contains(&name) {
            return None;
        }
        std::env::var_os(name).filter(|value| !value.is_empty())
    }

    /// A `git` about to run with these arguments: no pager, no prompt, no optional locks, plain English.
    pub(crate) fn command<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .current_dir(&self.directory)
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("LC_ALL", "C")
            .env_remove("LANGUAGE")
            .stdin(Stdio::null());
        for name in DROPPED {
            command.env_remove(name);
        }
        if self.alone {
            for (name, _) in std::env::vars_os() {
                let Some(text) = name.to_str() else { continue };
                if text.starts_with("GIT_")
                    && !KEPT.contains(&text)
                    && !matches!(text, "GIT_OPTIONAL_LOCKS" | "GIT_TERMINAL_PROMPT")
                {
                    command.env_remove(text);
                }
            }
        }
        command.arg("--no-pager").args(arguments);
        command
    }

    /// What it prints.
    pub(crate) fn output<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Result<Vec<u8>, Trouble> {
        match self.command(arguments).output() {
            Ok(output) if output.status.success() => Ok(output.stdout),
            Ok(output) => Err(Trouble::Refused {
                asked: asked(arguments),
                said: String::from_utf8_lossy(&output.stderr).into_owned(),
            }),
            Err(error) => Err(self.not_started(arguments, &error)),
        }
    }

    /// What it prints, as one line of text.
    pub(crate) fn line<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Result<String, Trouble> {
        let output = self.output(arguments)?;
        let text = String::from_utf8_lossy(&output);
        Ok(text.strip_suffix('\n').unwrap_or(&text).to_owned())
    }

    /// At most `limit` bytes of what it prints; then it is stopped.
    pub(crate) fn beginning<S: AsRef<OsStr>>(
        &self,
        arguments: &[S],
        limit: u64,
    ) -> Result<Vec<u8>, Trouble> {
        let refused = |said: String| Trouble::Refused {
            asked: asked(arguments),
            said,
        };
        let mut child = self
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| self.not_started(arguments, &error))?;
        let mut bytes = Vec::new();
        let read = child
            .stdout
            .take()
            .map(|stdout| stdout.take(limit).read_to_end(&mut bytes));
        let ended = end(child, bytes.len() as u64 >= limit);
        match (read, ended) {
            (Some(Ok(_)), true) => Ok(bytes),
            (Some(Err(error)), _) => Err(refused(error.to_string())),
            _ => Err(refused(String::new())),
        }
    }

    fn not_started<S: AsRef<OsStr>>(&self, arguments: &[S], error: &std::io::Error) -> Trouble {
        if error.kind() == ErrorKind::NotFound && self.directory.is_dir() {
            return Trouble::Absent;
        }
        Trouble::Refused {
            asked: asked(arguments),
            said: error.to_string(),
        }
    }
}

/// Waits for a child, or stops it where we have `enough`; whether it did its work.
fn end(mut child: Child, enough: bool) -> bool {
    if enough {
        // It may have ended by itself already; then there is nothing to stop.
        child.kill().ok();
        child.wait().ok();
        return true;
    }
    child.wait().is_ok_and(|status| status.success())
}

/// The arguments as a person would type them, the long ones cut.
fn asked<S: AsRef<OsStr>>(arguments: &[S]) -> String {
    let words: Vec<_> = arguments
        .iter()
        .take(3)
        .map(|word| word.as_ref().to_string_lossy())
        .collect();
    words.join(" ")
}
