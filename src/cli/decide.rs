//! `orbit decide`.

use super::complete;
use super::context::Context;
use super::desk::{Desk, Options, Wanted};
use super::stop::{Stop, Verdict};
use crate::act::decide;
use crate::day::Day;

const EXAMPLES: &str = "\
Examples:
  orbit decide acme/rebrand 'fixed price' --topic price --because 'the CFO needs one number'
  orbit decide rebrand 'print on recycled board' --by maya --by tom --review 2026-09-01
  orbit decide rebrand 'time and materials after all' --supersedes k7q4 --commit

It goes into today's entry. What came of it is written later:
  orbit settle ID ^MARK --result TEXT";

/// Write down a decision with its reason in today's entry
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The engagement: its id, its file, or a part of its id that only one has
    #[arg(add = complete::engagements())]
    id: String,
    /// What is decided
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    /// Who decided: a handle, or somebody else by name; you, unless said
    #[arg(long, value_name = "WHO", add = complete::handles())]
    by: Vec<String>,
    /// Why
    #[arg(long, value_name = "REASON")]
    because: Option<String>,
    /// What it is about, as a need of the workflow calls it
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    /// When to look at it again
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::day)]
    review: Option<Day>,
    /// The id of a decision whose place it takes
    #[arg(long, value_name = "MARK", add = complete::marks())]
    supersedes: Vec<String>,
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
        let asked = decide::Asked {
            text: self.text.join(" "),
            by: self.by,
            because: self.because,
            topic: self.topic,
            review: self.review,
            supersedes: self.supersedes,
            shared: self.shared,
            id: self.mark,
        };
        let deed = decide::act(&desk.scene(context), asked)?;
        desk.write(context, &deed, Wanted::of(self.options))
    }
}
