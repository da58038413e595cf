//! `orbit decisions`.

use super::check::id_from_here;
use super::context::Context;
use super::now::Now;
use super::register::{Format, ics, is_by, rows};
use super::stop::{Stop, Verdict};
use crate::day::Day;
use crate::registers::{self, Ruling, calendar};
use crate::report::registers::{decisions, decisions_csv, decisions_json};

const EXAMPLES: &str = "\
Examples:
  orbit decisions                            every decision: those in force first, the newest first
  orbit decisions --in-force --topic price   what was decided about prices, and holds
  orbit decisions --to-review                those that should have been looked at again by now
  orbit decisions --client acme --format json
  orbit decisions --format csv > decisions.csv
  orbit decisions --format ics > reviews.ics
  orbit decisions --at 2026-03-02            as it stood on that day

In CSV a cell that a spreadsheet would take for a formula begins with an apostrophe. A calendar has the days on which decisions come back.";

/// Every decision with its reason and its result; with filters, and for spreadsheets and calendars
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Those of one engagement: its id, its file, or a part of its id that only one has
    id: Option<String>,
    /// Those whose place no other has taken
    #[arg(long, group = "state")]
    in_force: bool,
    /// Those whose place another has taken
    #[arg(long, group = "state")]
    superseded: bool,
    /// Those in force whose day to be looked at again has come, and that have no result
    #[arg(long, group = "state")]
    to_review: bool,
    /// All of them; so it is where nothing is said
    #[arg(long, group = "state")]
    all: bool,
    /// Those on this topic
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    /// Those that this person made: a handle, or somebody's name
    #[arg(long, value_name = "WHO")]
    by: Option<String>,
    /// Those of this client's engagements
    #[arg(long, value_name = "CLIENT")]
    client: Option<String>,
    /// As it was: a commit, a branch or a tag, or a day
    #[arg(long, value_name = "COMMIT|DATE")]
    at: Option<String>,
    /// How to report
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

impl Args {
    /// # Errors
    /// Where the repository cannot be read, is no studio, or has no such engagement or moment.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let (studio, day) = Now::read_at(context, self.at.as_deref())?;
        let id = self.id.as_deref();
        let id = id.map(|id| id_from_here(context, &studio.repository, id));
        let mut decided = rows(
            &studio,
            id.as_deref(),
            self.client.as_deref(),
            registers::decisions,
        )?;
        decided.retain(|(_, ruling)| self.wants(ruling, day));
        decided.sort_by_key(|(_, ruling)| {
            let made = ruling.placed.mark.day.map_or(0, |day| -day.unix());
            (!ruling.in_force(), made)
        });
        match self.format {
            Format::Human if decided.is_empty() => context.aside("no decision is like that")?,
            Format::Human => context.out.print(decisions(&decided, day))?,
            Format::Json => context
                .out
                .write(decisions_json(&decided, day).as_bytes())?,
            Format::Csv => context.out.write(&decisions_csv(&decided))?,
            Format::Ics => {
                let settings = &studio.settings;
                let events: Vec<_> = decided
                    .iter()
                    .filter_map(|(engagement, ruling)| {
                        calendar::of_decision(engagement, ruling, settings)
                    })
                    .collect();
                let text = ics(&studio, day, "decisions", &events)?;
                context.out.write(text.as_bytes())?;
            }
        }
        Ok(Verdict::Fine)
    }

    fn wants(&self, ruling: &Ruling<'_>, day: Day) -> bool {
        let mark = ruling.placed.mark;
        let state = if self.in_force {
            ruling.in_force()
        } else if self.superseded {
            !ruling.in_force()
        } else if self.to_review {
            ruling.in_force() && ruling.review.is_some_and(|review| review <= day)
        } else {
            true
        };
        let topic = |topic: &String| {
            let topic = topic.to_lowercase();
            mark.values("topic").any(|own| own.to_lowercase() == topic)
        };
        state && self.topic.as_ref().is_none_or(topic) && is_by(mark, self.by.as_deref())
    }
}
