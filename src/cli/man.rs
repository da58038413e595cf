//! `orbit man`.

use std::path::PathBuf;

use super::context::Context;
use super::stop::{Stop, Verdict};
use crate::repo::Failure;

const EXAMPLES: &str = "\
Examples:
  orbit man | man -l -                       read it
  orbit man --out ~/.local/share/man/man1    one page for each command, for `man orbit-check`";

/// Print the manual page, or write a page for each command
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Write a page for Orbit and one for each command into DIR
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,
}

impl Args {
    /// # Errors
    /// Where the pages cannot be written.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let Some(given) = self.out else {
            let mut page = Vec::new();
            clap_mangen::Man::new(super::command())
                .render(&mut page)
                .map_err(Stop::Output)?;
            context.out.write(&page)?;
            return Ok(Verdict::Fine);
        };
        let folder = context.path(&given);
        std::fs::create_dir_all(&folder)
            .and_then(|()| clap_mangen::generate_to(super::command(), &folder))
            .map_err(|error| {
                Failure::new(format!(
                    "no pages could be written to `{}`",
                    given.display()
                ))
                .because(error)
            })?;
        context.say(format_args!(
            "wrote the manual pages to `{}`",
            given.display()
        ))?;
        Ok(Verdict::Fine)
    }
}
