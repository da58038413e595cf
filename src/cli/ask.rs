//! `orbit ask`.

use super::complete;
use super::context::Context;
use super::desk::{Desk, Options, Wanted};
use super::stop::{Stop, Verdict};
use crate::act::task::{Task, ask};
use crate::day::Day;

const EXAMPLES: &str = "\
Examples:
  orbit ask acme/rebrand 'who signs off the Spanish copy?'
  orbit ask rebrand 'is the wall theirs to drill?' --by tom --due 2026-03-13 --commit

It goes into today's entry. Its answer is written later:
  orbit settle ID ^MARK --answer TEXT";

/// Write down a question that has to be answered in today's entry
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The engagement: its id, its file, or a part of its id that only one has
    #[arg(add = complete::engagements())]
    id: String,
    /// What is asked
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    /// Who finds out: a handle, or somebody else by name; you, unless said
    #[arg(long, value_name = "WHO", add = complete::handles())]
    by: Vec<String>,
    /// Whom to ask
    #[arg(long, value_name = "WHO", add = complete::handles())]
    to: Option<String>,
    /// Until when the answer is wanted
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::day)]
    due: Option<Day>,
    /// Why it matters
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
        let deed = ask(&desk.scene(context), task)?;
        desk.write(context, &deed, Wanted::of(self.options))
    }
}
