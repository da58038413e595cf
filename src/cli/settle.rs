//! `orbit settle`.

use super::complete;
use super::context::Context;
use super::desk::{Desk, Options, Wanted};
use super::stop::{Stop, Verdict};
use crate::act::settle;

const EXAMPLES: &str = "\
Examples:
  orbit settle acme/rebrand ^k7q4                       the promise was kept
  orbit settle rebrand k7q4 --released --because 'one direction convinced them'
  orbit settle rebrand ^m3ft --answer 'Jane signs, her CFO reads'
  orbit settle rebrand ^w9bd --result 'the price held' --commit
  orbit settle rebrand ^r2hx --because 'the printer opened in July'   a risk that is over

Without an id that it knows, it lists what is open.";

/// Close a promise, a question or a risk, or say what came of a decision
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The engagement: its id, its file, or a part of its id that only one has
    #[arg(add = complete::engagements())]
    id: String,
    /// The mark's id, such as ^k7q4
    #[arg(value_name = "^MARK", add = complete::marks())]
    mark: String,
    /// The promise was kept
    #[arg(long, group = "end")]
    kept: bool,
    /// Whom it was made to let it go
    #[arg(long, group = "end")]
    released: bool,
    /// It was not kept
    #[arg(long, group = "end")]
    broken: bool,
    /// Another promise stands in its place
    #[arg(long, group = "end", value_name = "^MARK")]
    replaced: Option<String>,
    /// Why
    #[arg(long, value_name = "REASON")]
    because: Option<String>,
    /// The answer to a question
    #[arg(long, value_name = "TEXT")]
    answer: Option<String>,
    /// What came of a decision
    #[arg(long, value_name = "TEXT")]
    result: Option<String>,
    #[command(flatten)]
    options: Options,
}

impl Args {
    /// # Errors
    /// Where there is no such engagement or mark, or its file cannot be changed.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let desk = Desk::open(context, &self.id)?;
        let end = if self.kept {
            Some(settle::End::Kept)
        } else if self.released {
            Some(settle::End::Released)
        } else if self.broken {
            Some(settle::End::Broken)
        } else {
            self.replaced.map(settle::End::Replaced)
        };
        let asked = settle::Asked {
            id: self.mark,
            end,
            because: self.because,
            answer: self.answer,
            result: self.result,
        };
        let deed = settle::act(&desk.scene(context), &asked)?;
        desk.write(context, &deed, Wanted::of(self.options))
    }
}
