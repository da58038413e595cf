//! `orbit watch`.

use std::path::PathBuf;

use super::build::Place;
use super::context::Context;
use super::rounds::Rounds;
use super::stop::{Stop, Verdict};
use crate::model::words::count;

const EXAMPLES: &str = "\
Examples:
  orbit watch                      builds `site` now and after each change; Ctrl-C ends it
  orbit watch --out /srv/studio    into another folder

A change that cannot be built leaves the site as it was, and is told of.";

/// Build the site again whenever a file or a branch changes
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The folder to build; one that Orbit did not make is left alone
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,
}

impl Args {
    /// # Errors
    /// Where the repository cannot be read or watched. A site that cannot be built is told of, and built again after the next change.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let repository = context.repository()?;
        let place = Place::of(context, &repository, self.out.as_deref());
        let shown = place.shown.join("");
        Rounds::begin(context, &repository, place)?.run(
            context,
            |context, outcome| match outcome {
                Ok(pages) => context.say(format!(
                    "built {} in {}",
                    count(*pages, "page"),
                    shown.display()
                )),
                Err(_) => Ok(()),
            },
        )?;
        Ok(Verdict::Fine)
    }
}
