//! A commit made as somebody would make it by hand: by the `git` program, with the hooks having their say.

use super::Repository;
use crate::repo::Failure;

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Whether the commit was made.
    pub made: bool,
    /// What git and the hooks said, with the styles they gave it.
    pub said: String,
}

impl Repository {
    /// Runs `git commit --all` with this message, and these variables for the hooks.
    ///
    /// # Errors
    /// Where there is no `git` on PATH, or it cannot be started.
    pub fn attempt(&self, message: &str, variables: &[(&str, &str)]) -> Result<Attempt, Failure> {
        let words = ["commit", "--quiet", "--all", "--message", message].map(str::to_owned);
        let forced = [("CLICOLOR_FORCE", "1")];
        self.tried(&words, forced.iter().chain(variables).copied())
    }

    /// Commits these files as they are in the work tree, and nothing else that is staged, with this message; the hooks have their say.
    ///
    /// # Errors
    /// Where there is no `git` on PATH, it cannot be started, or a file cannot be staged.
    pub fn commit_paths(&self, paths: &[&str], message: &str) -> Result<Attempt, Failure> {
        // What git does not know yet is no path to it.
        self.stage(paths)?;
        let mut words = ["commit", "--quiet", "--only", "--message", message, "--"]
            .map(str::to_owned)
            .to_vec();
        words.extend(paths.iter().map(|path| exact(path)));
        self.tried(&words, std::iter::empty())
    }

    /// Stages these files as they are in the work tree.
    ///
    /// # Errors
    /// Where git cannot, as with a file that it is told to ignore.
    pub fn stage(&self, paths: &[&str]) -> Result<(), Failure> {
        let mut words = vec!["add".to_owned(), "--".to_owned()];
        words.extend(paths.iter().map(|path| exact(path)));
        match self.git().output(&words) {
            Ok(_) => Ok(()),
            Err(trouble) => {
                let what = format!("`{}` cannot be staged", paths.join("`, `"));
                Err(trouble.failure(&what))
            }
        }
    }

    /// Whether a conflict in this file is not settled.
    #[must_use]
    pub fn is_unmerged(&self, path: &str) -> bool {
        let words = [
            "ls-files".to_owned(),
            "--unmerged".to_owned(),
            "--".to_owned(),
            exact(path),
        ];
        self.git().output(&words).is_ok_and(|told| !told.is_empty())
    }

    /// The editor that git would open, as a line for the shell: GIT_EDITOR, `core.editor`, VISUAL, EDITOR, or git's own choice.
    ///
    /// # Errors
    /// Where there is none.
    pub fn editor(&self) -> Result<String, Failure> {
        let mut command = self.git().command(&["var", "GIT_EDITOR"]);
        // Whoever names a folder with `-C` keeps their editor.
        if let Some(editor) = std::env::var_os("GIT_EDITOR") {
            command.env("GIT_EDITOR", editor);
        }
        let found = command
            .output()
            .ok()
            .filter(|output| output.status.success());
        let line = found.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
        line.filter(|line| !line.is_empty()).ok_or_else(|| {
            Failure::new("git knows of no editor")
                .hint("set one: `git config --global core.editor nano`, or EDITOR")
        })
    }

    /// Whether somebody chose that editor, and it is not git's own choice.
    #[must_use]
    pub fn has_chosen_editor(&self) -> bool {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        set("GIT_EDITOR") || self.setting("core.editor").is_some() || set("VISUAL") || set("EDITOR")
    }

    fn tried<'v>(
        &self,
        words: &[String],
        variables: impl Iterator<Item = (&'v str, &'v str)>,
    ) -> Result<Attempt, Failure> {
        let failed = "no commit can be tried";
        let output = self
            .git()
            .command(words)
            .envs(variables)
            .output()
            .map_err(|error| {
                let failure = Failure::new(failed).because(&error);
                match error.kind() {
                    std::io::ErrorKind::NotFound => failure.hint("install git, or put it on PATH"),
                    _ => failure,
                }
            })?;
        let said = [output.stdout, output.stderr].concat();
        Ok(Attempt {
            made: output.status.success(),
            said: String::from_utf8_lossy(&said).into_owned(),
        })
    }
}

/// A path from the top of the work tree that means itself, whatever it holds.
fn exact(path: &str) -> String {
    format!(":(top,literal){path}")
}
