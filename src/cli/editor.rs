//! Somebody's own editor, chosen as git chooses it, on a file in the git directory that stays there until what was written has been used.

use std::fs;
use std::io::{ErrorKind, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::repo::{Failure, Repository};

/// A text that is being written in an editor.
pub struct Draft {
    path: PathBuf,
}

impl Draft {
    /// The draft of this name in the git directory, such as `ORBIT_HANDOFF.md`.
    #[must_use]
    pub fn new(repository: &Repository, name: &str) -> Self {
        Self {
            path: repository.git_dir().join(name),
        }
    }

    /// Where it is kept.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What a former attempt left, where it begins with the same line as `template`.
    #[must_use]
    pub fn kept(&self, template: &str) -> Option<String> {
        let kept = fs::read_to_string(&self.path).ok()?;
        (kept.lines().next() == template.lines().next()).then_some(kept)
    }

    /// Whether an editor can be opened: somebody sees it, or chose one that needs nobody to see it.
    #[must_use]
    pub fn can_be_edited(repository: &Repository) -> bool {
        std::io::stdin().is_terminal() || repository.has_chosen_editor()
    }

    /// Opens the editor on a text; what it is when the editor ends.
    ///
    /// # Errors
    /// Where no editor can be started, it ends with an error, or it leaves something else than text.
    pub fn edit(&self, repository: &Repository, text: &str) -> Result<String, Failure> {
        if !Self::can_be_edited(repository) {
            return Err(Failure::new("there is no terminal to open an editor on")
                .hint("say it with options, as `--help` shows, or choose an editor: GIT_EDITOR, core.editor, VISUAL or EDITOR"));
        }
        let failed = |error: std::io::Error| {
            Failure::new(format!("`{}` cannot be written", self.path.display())).because(error)
        };
        fs::write(&self.path, text).map_err(failed)?;
        let editor = repository.editor()?;
        // As git does: a line for the shell, with the file behind it.
        let status = Command::new("sh")
            .arg("-c")
            .arg(format!("{editor} \"$@\""))
            .arg(&editor)
            .arg(&self.path)
            .status()
            .map_err(|error| {
                Failure::new(format!("the editor `{editor}` cannot be started")).because(error)
            })?;
        if !status.success() {
            return Err(Failure::new(format!(
                "the editor `{editor}` ended with an error; nothing was changed"
            ))
            .hint(
                "git chooses it from GIT_EDITOR, core.editor, VISUAL and EDITOR, in this order",
            ));
        }
        fs::read_to_string(&self.path).map_err(|error| match error.kind() {
            ErrorKind::InvalidData => {
                Failure::new("the editor left something that is not UTF-8; nothing was changed")
                    .hint(format!("it is kept in `{}`", self.path.display()))
            }
            _ => failed(error),
        })
    }

    /// Throws it away: what was written has been used.
    pub fn done(&self) {
        // Where it cannot be, the next one is written over it.
        fs::remove_file(&self.path).ok();
    }
}
