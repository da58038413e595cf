//! `orbit lsp`.

use std::io;

use super::context::Context;
use super::stop::{Stop, Verdict};
use crate::lsp::{self, Home, wire};

const EXAMPLES: &str = "\
Examples:
  orbit lsp         for an editor to start; it speaks over standard input and output

In Neovim (0.11 and newer):
  vim.lsp.config('orbit', {cmd = {'orbit', 'lsp'}, filetypes = {'markdown', 'yaml'}, root_markers = {'orbit.yml'}})
  vim.lsp.enable('orbit')

In Helix, in languages.toml:
  [language-server.orbit]
  command = \"orbit\"
  args = [\"lsp\"]
  [[language]]
  name = \"markdown\"
  language-servers = [\"orbit\"]";

/// Speak with an editor: what a check says as you type, completion, quick fixes
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Speak over standard input and output, as it does anyway
    #[arg(long)]
    stdio: bool,
}

impl Args {
    /// # Errors
    /// Where standard output cannot be written.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let _ = self.stdio;
        context.out.finish()?;
        let clock = context.clock();
        let home = Home {
            folder: context.folder(),
            today: &clock,
        };
        let mut output = io::stdout().lock();
        let took_leave = wire::run(io::BufReader::new(io::stdin()), &mut output, |connection| {
            lsp::serve(&connection, &home)
        })
        .map_err(Stop::Output)?;
        // An editor that goes without its leave is told so, as the protocol has it.
        Ok(if took_leave == Some(true) {
            Verdict::Fine
        } else {
            Verdict::Errors
        })
    }
}
