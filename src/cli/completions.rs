//! `orbit completions`.

use clap_complete::Shell;

use super::context::Context;
use super::stop::{Stop, Verdict};

const EXAMPLES: &str = "\
Examples:
  orbit completions bash > ~/.local/share/bash-completion/completions/orbit
  orbit completions zsh > ~/.zfunc/_orbit
  orbit completions fish > ~/.config/fish/completions/orbit.fish";

/// Print what a shell needs to complete Orbit's commands and options
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The shell
    shell: Shell,
}

impl Args {
    /// # Errors
    /// Where standard output cannot be written.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::command(), "orbit", &mut script);
        context.out.write(&script)?;
        Ok(Verdict::Fine)
    }
}
