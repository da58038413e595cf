//! `orbit promises`.

use super::check::id_from_here;
use super::context::Context;
use super::now::Now;
use super::register::{Format, ics, is_by, is_called, rows};
use super::stop::{Stop, Verdict};
use crate::day::Day;
use crate::model::marks::Outcome;
use crate::registers::{self, Owed, calendar};
use crate::report::registers::{promises, promises_csv, promises_json};

const EXAMPLES: &str = "\
Examples:
  orbit promises                             every open promise, the most urgent first
  orbit promises --overdue --by tom          what @tom owes and should have kept by now
  orbit promises --to Okafor                 what was promised to her
  orbit promises --theirs                    what clients owe us
  orbit promises acme/rebrand --all          all of one engagement, settled ones included
  orbit promises --due-before 2026-04-01 --format csv > due.csv
  orbit promises --format ics > promises.ics
  orbit promises --at 2026-03-02             as it stood on that day

In CSV a cell that a spreadsheet would take for a formula begins with an apostrophe. A calendar has the promises with a day.";

/// Every promise: open ones first, by their day; with filters, and for spreadsheets and calendars
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Those of one engagement: its id, its file, or a part of its id that only one has
    id: Option<String>,
    /// Open ones; so it is where nothing is said
    #[arg(long, group = "state")]
    open: bool,
    /// Open ones whose day has passed
    #[arg(long, group = "state")]
    overdue: bool,
    /// Settled ones: kept, released, broken and replaced
    #[arg(long, group = "state")]
    settled: bool,
    /// Settled ones that were not kept
    #[arg(long, group = "state")]
    broken: bool,
    /// All of them
    #[arg(long, group = "state")]
    all: bool,
    /// Those that this person made: a handle, or somebody's name
    #[arg(long, value_name = "WHO")]
    by: Option<String>,
    /// Those that were made to this person
    #[arg(long, value_name = "WHO")]
    to: Option<String>,
    /// Those of this client's engagements
    #[arg(long, value_name = "CLIENT")]
    client: Option<String>,
    /// Those that are due before this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::day)]
    due_before: Option<Day>,
    /// Those that we made
    #[arg(long, group = "side")]
    ours: bool,
    /// Those that were made to us
    #[arg(long, group = "side")]
    theirs: bool,
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
        let mut promised = rows(
            &studio,
            id.as_deref(),
            self.client.as_deref(),
            |engagement| registers::promises(engagement, day),
        )?;
        promised.retain(|(_, owed)| self.wants(owed));
        promised.sort_by_key(|(_, owed)| registers::order(owed));
        match self.format {
            Format::Human if promised.is_empty() => context.aside("no promise is like that")?,
            Format::Human => context.out.print(promises(&promised, day))?,
            Format::Json => context
                .out
                .write(promises_json(&promised, day).as_bytes())?,
            Format::Csv => context.out.write(&promises_csv(&promised, day))?,
            Format::Ics => {
                let settings = &studio.settings;
                let events: Vec<_> = promised
                    .iter()
                    .filter_map(|(engagement, owed)| {
                        calendar::of_promise(engagement, owed, settings)
                    })
                    .collect();
                let text = ics(&studio, day, "promises", &events)?;
                context.out.write(text.as_bytes())?;
            }
        }
        Ok(Verdict::Fine)
    }

    fn wants(&self, owed: &Owed<'_>) -> bool {
        let open = owed.outcome == Outcome::Open;
        let state = if self.all {
            true
        } else if self.overdue {
            owed.late
        } else if self.broken {
            owed.outcome == Outcome::Broken
        } else if self.settled {
            !open
        } else {
            open
        };
        let to = |to: &String| {
            let mut names = owed.placed.mark.values("to");
            names.any(|name| is_called(name, to))
        };
        state
            && is_by(owed.placed.mark, self.by.as_deref())
            && self.to.as_ref().is_none_or(to)
            && self
                .due_before
                .is_none_or(|before| owed.due.is_some_and(|due| due < before))
            && (!self.ours || !owed.to_us)
            && (!self.theirs || owed.to_us)
    }
}
