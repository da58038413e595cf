//! `orbit waive`.

use super::complete;
use super::context::Context;
use super::desk::{Desk, Options, Wanted};
use super::stop::{Stop, Verdict};
use crate::act::waive;
use crate::day::Day;

const EXAMPLES: &str = "\
Examples:
  orbit waive acme/rebrand success --because 'they define it in week one' --until 2026-03-20
  orbit waive rebrand Scope --because 'their lawyers have it until Friday' --by maya --commit

It goes into today's entry. Until its day the need is a debt; after it, an error again. Without
`--until` a need is waived for two weeks. `orbit advance ID -n` says what is missing, by name.";

/// Excuse a need for a while, with a name, a reason and a day
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The engagement: its id, its file, or a part of its id that only one has
    #[arg(add = complete::engagements())]
    id: String,
    /// The need's key, or the stage that is to be passed over
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    /// Who grants it: a handle; you, unless said
    #[arg(long, value_name = "WHO", add = complete::handles())]
    by: Vec<String>,
    /// Why
    #[arg(long, value_name = "REASON")]
    because: Option<String>,
    /// Until when it holds
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::day)]
    until: Option<Day>,
    /// Its id, instead of a random one
    #[arg(long = "id", value_name = "NAME", id = "mark")]
    mark: Option<String>,
    #[command(flatten)]
    options: Options,
}

impl Args {
    /// # Errors
    /// Where there is no such engagement or need, or its file cannot be changed.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let desk = Desk::open(context, &self.id)?;
        let asked = waive::Asked {
            text: self.text.join(" "),
            by: self.by,
            because: self.because,
            until: self.until,
            id: self.mark,
        };
        let deed = waive::act(&desk.scene(context), asked)?;
        desk.write(context, &deed, Wanted::of(self.options))
    }
}
