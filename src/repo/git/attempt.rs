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
        let failed = "no commit can be tried";
        let output = self
            .git()
            .command(&["commit", "--quiet", "--all", "--message", message])
            .env("CLICOLOR_FORCE", "1")
            .envs(variables.iter().copied())
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
