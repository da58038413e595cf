//! `orbit accept`.

use super::complete;
use super::context::Context;
use super::desk::{Desk, Options, Wanted};
use super::stop::{Stop, Verdict};
use crate::act::accept;

const EXAMPLES: &str = "\
Examples:
  orbit accept acme/rebrand --commit

It writes `accepted` and the day into the newest handoff that waits for you, and stages the file.
Read the handoff first: what it does not say is asked now, or never.";

/// Take over: accept the newest handoff that waits for you
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The engagement: its id, its file, or a part of its id that only one has
    #[arg(add = complete::engagements())]
    id: String,
    #[command(flatten)]
    options: Options,
}

impl Args {
    /// # Errors
    /// Where there is no such engagement, nothing waits for you there, or its file cannot be changed.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let desk = Desk::open(context, &self.id)?;
        let deed = accept::act(&desk.scene(context))?;
        let wanted = Wanted {
            stage: true,
            ..Wanted::of(self.options)
        };
        desk.write(context, &deed, wanted)
    }
}
