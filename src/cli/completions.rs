//! `orbit completions`.

use clap::ValueEnum;
use clap_complete::env::Shells;

use super::complete::VARIABLE;
use super::context::Context;
use super::stop::{Stop, Verdict};

const EXAMPLES: &str = "\
Examples:
  orbit completions bash > ~/.local/share/bash-completion/completions/orbit
  orbit completions zsh > ~/.zfunc/_orbit
  orbit completions fish > ~/.config/fish/completions/orbit.fish

Besides commands and options, they complete the engagements, stages, people and marks of the studio at hand.";

/// Print what a shell needs to complete commands, options, and the studio's own names
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The shell
    shell: Shell,
}

/// The shells that can be told.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shell {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
}

impl Shell {
    const fn name(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Elvish => "elvish",
            Self::Fish => "fish",
            Self::Powershell => "powershell",
            Self::Zsh => "zsh",
        }
    }
}

impl Args {
    /// # Errors
    /// Where standard output cannot be written.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let mut script = Vec::new();
        let shells = Shells::builtins();
        if let Some(shell) = shells.completer(self.shell.name()) {
            // The shell asks the program that it finds by this name.
            shell
                .write_registration(VARIABLE, "orbit", "orbit", "orbit", &mut script)
                .map_err(Stop::Output)?;
        }
        context.out.write(&script)?;
        Ok(Verdict::Fine)
    }
}
