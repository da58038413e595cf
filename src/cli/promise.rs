//! `orbit promise`.

use super::complete;
use super::context::Context;
use super::desk::{Desk, Options, Wanted};
use super::stop::{Stop, Verdict};
use crate::act::task::{Task, promise};
use crate::day::Day;

const EXAMPLES: &str = "\
Examples:
  orbit promise acme/rebrand 'two logo directions' --to 'Jane Okafor' --due 2026-03-20
  orbit promise rebrand 'the print files' --by tom --due 2026-04-01 --commit
  orbit promise rebrand 'her CFO signs' --by 'Jane Okafor'             owed to us
  orbit promise rebrand 'a test print (@tom, due 2026-04-01)'          as in the log

It goes into today's entry, with a short id that `orbit settle` takes.";

/// Write down a promise, ours or theirs, in today's entry
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The engagement: its id, its file, or a part of its id that only one has
    #[arg(add = complete::engagements())]
    id: String,
    /// What is promised
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    /// Who keeps it: a handle, or somebody of the client's by name; you, unless said
    #[arg(long, value_name = "WHO", add = complete::handles())]
    by: Vec<String>,
    /// To whom it was made
    #[arg(long, value_name = "WHO", add = complete::handles())]
    to: Option<String>,
    /// Until when it is to be kept
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::day)]
    due: Option<Day>,
    /// Why it was made
    #[arg(long, value_name = "REASON")]
    because: Option<String>,
    /// Let the client see it on a site made for them
    #[arg(long)]
    shared: bool,
    /// Its id, instead of a random one
    #[arg(long = "id", value_name = "NAME", id = "mark")]
    mark: Option<String>,
    #[command(flatten)]
    options: Options,
}

impl Args {
    /// # Errors
    /// Where there is no such engagement, or its file cannot be changed.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let desk = Desk::open(context, &self.id)?;
        let task = Task {
            text: self.text.join(" "),
            by: self.by,
            to: self.to,
            due: self.due,
            because: self.because,
            shared: self.shared,
            id: self.mark,
        };
        let deed = promise(&desk.scene(context), task)?;
        desk.write(context, &deed, Wanted::of(self.options))
    }
}
