//! The registers, promises and decisions, as text for people and as JSON and CSV for programs.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::terminal::escape_line;
use super::{json, table};
use crate::day::Day;
use crate::model::Engagement;
use crate::model::marks::Outcome;
use crate::model::words::count;
use crate::next;
use crate::registers::{Owed, Placed, Ruling};
use crate::text::Mark;
use crate::text::mark::By;

const ID: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();
const LATE: Style = AnsiColor::Red.on_default();

/// A promise and the engagement it was made in.
pub type Promised<'a> = (&'a Engagement, Owed<'a>);

/// A decision and the engagement it was made in.
pub type Decided<'a> = (&'a Engagement, Ruling<'a>);

#[derive(Serialize)]
struct Promises<'a> {
    day: Day,
    promises: Vec<Promise<'a>>,
}

/// A mark, and where it stands.
#[derive(Serialize)]
struct Written<'a> {
    engagement: &'a str,
    title: &'a str,
    client: Option<&'a str>,
    path: &'a str,
    line: usize,
    id: Option<&'a str>,
    text: &'a str,
}

impl<'a> Written<'a> {
    fn of(engagement: &'a Engagement, mark: &'a Mark) -> Self {
        Self {
            engagement: &engagement.id,
            title: engagement.title(),
            client: engagement.client.as_deref(),
            path: &engagement.path,
            line: next::line(engagement, mark.text_span),
            id: mark.id.as_deref(),
            text: &mark.text,
        }
    }
}

/// A promise as programs see it.
#[derive(Serialize)]
pub(super) struct Promise<'a> {
    #[serde(flatten)]
    written: Written<'a>,
    by: Vec<&'a str>,
    to: Option<&'a str>,
    to_us: bool,
    made: Option<Day>,
    entry: &'a str,
    due: Option<Day>,
    days_left: Option<i64>,
    state: Outcome,
    late: bool,
    settled: Option<Day>,
    because: Option<&'a str>,
}

#[derive(Serialize)]
struct Decisions<'a> {
    day: Day,
    decisions: Vec<Decision<'a>>,
}

#[derive(Serialize)]
struct Decision<'a> {
    #[serde(flatten)]
    written: Written<'a>,
    topic: Option<&'a str>,
    by: Vec<&'a str>,
    made: Option<Day>,
    entry: &'a str,
    because: Option<&'a str>,
    result: Option<&'a str>,
    review: Option<Day>,
    in_force: bool,
    supersedes: Option<&'a str>,
    superseded_by: Option<&'a str>,
}

fn by(mark: &Mark) -> Vec<&str> {
    mark.by()
        .map(|by| match by {
            By::Person(name) | By::Outside(name) => name,
        })
        .collect()
}

fn value<'a>(mark: &'a Mark, name: &str) -> Option<&'a str> {
    let value = mark.attribute(name)?.value.as_str();
    (!value.is_empty()).then_some(value)
}

impl<'a> Promise<'a> {
    pub(super) fn of(engagement: &'a Engagement, owed: &Owed<'a>, day: Day) -> Self {
        let Placed { mark, entry, .. } = owed.placed;
        let open = owed.outcome == Outcome::Open;
        Self {
            written: Written::of(engagement, mark),
            by: by(mark),
            to: value(mark, "to"),
            to_us: owed.to_us,
            made: mark.day,
            entry: &entry.title,
            due: owed.due,
            days_left: owed.due.filter(|_| open).map(|due| due.days_since(day)),
            state: owed.outcome,
            late: owed.late,
            settled: mark.day_of(owed.outcome.word()),
            because: value(mark, "because"),
        }
    }
}

impl<'a> Decision<'a> {
    fn of(engagement: &'a Engagement, ruling: &Ruling<'a>) -> Self {
        let Placed { mark, entry, .. } = ruling.placed;
        let id = |placed: Placed<'a>| placed.mark.id.as_deref();
        Self {
            written: Written::of(engagement, mark),
            topic: value(mark, "topic"),
            by: by(mark),
            made: mark.day,
            entry: &entry.title,
            because: value(mark, "because"),
            result: value(mark, "result"),
            review: mark.day_of("review"),
            in_force: ruling.in_force(),
            supersedes: ruling.supersedes.and_then(id),
            superseded_by: ruling.superseded_by.and_then(id),
        }
    }
}

/// Promises as JSON, in the order given.
#[must_use]
pub fn promises_json(promised: &[Promised<'_>], day: Day) -> String {
    json::document(&Promises {
        day,
        promises: promised
            .iter()
            .map(|(engagement, owed)| Promise::of(engagement, owed, day))
            .collect(),
    })
}

/// Decisions as JSON, in the order given.
#[must_use]
pub fn decisions_json(decided: &[Decided<'_>], day: Day) -> String {
    json::document(&Decisions {
        day,
        decisions: decided
            .iter()
            .map(|(engagement, ruling)| Decision::of(engagement, ruling))
            .collect(),
    })
}

/// Promises as CSV, a line each below one that names the columns.
#[must_use]
pub fn promises_csv(promised: &[Promised<'_>], day: Day) -> Vec<u8> {
    let columns = [
        "engagement",
        "title",
        "client",
        "id",
        "promise",
        "by",
        "to",
        "to_us",
        "made",
        "entry",
        "due",
        "days_left",
        "state",
        "late",
        "settled",
        "because",
        "path",
        "line",
    ];
    table::write(
        &columns,
        promised.iter().map(|(engagement, owed)| {
            let row = Promise::of(engagement, owed, day);
            [
                row.written.engagement.to_owned(),
                row.written.title.to_owned(),
                row.written.client.unwrap_or_default().to_owned(),
                row.written.id.unwrap_or_default().to_owned(),
                row.written.text.to_owned(),
                row.by.join("; "),
                row.to.unwrap_or_default().to_owned(),
                row.to_us.to_string(),
                cell(row.made),
                row.entry.to_owned(),
                cell(row.due),
                cell(row.days_left),
                row.state.word().to_owned(),
                row.late.to_string(),
                cell(row.settled),
                row.because.unwrap_or_default().to_owned(),
                row.written.path.to_owned(),
                row.written.line.to_string(),
            ]
        }),
    )
}

/// Decisions as CSV, a line each below one that names the columns.
#[must_use]
pub fn decisions_csv(decided: &[Decided<'_>]) -> Vec<u8> {
    let columns = [
        "engagement",
        "title",
        "client",
        "id",
        "decision",
        "topic",
        "by",
        "made",
        "entry",
        "because",
        "result",
        "review",
        "in_force",
        "supersedes",
        "superseded_by",
        "path",
        "line",
    ];
    table::write(
        &columns,
        decided.iter().map(|(engagement, ruling)| {
            let row = Decision::of(engagement, ruling);
            let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
            [
                row.written.engagement.to_owned(),
                row.written.title.to_owned(),
                text(row.written.client),
                text(row.written.id),
                row.written.text.to_owned(),
                text(row.topic),
                row.by.join("; "),
                cell(row.made),
                row.entry.to_owned(),
                text(row.because),
                text(row.result),
                cell(row.review),
                row.in_force.to_string(),
                text(row.supersedes),
                text(row.superseded_by),
                row.written.path.to_owned(),
                row.written.line.to_string(),
            ]
        }),
    )
}

fn cell(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// Promises as text with ANSI styles.
#[must_use]
pub fn promises(promised: &[Promised<'_>], day: Day) -> String {
    let mut text = String::new();
    for (engagement, owed) in promised {
        let _ = writeln!(
            text,
            "{ID}{}{ID:#}  {}",
            escape_line(&engagement.id),
            promise_line(owed, day)
        );
    }
    text
}

/// One promise in a line: how it stands, what it says, who owes it to whom.
pub(super) fn promise_line(owed: &Owed<'_>, day: Day) -> String {
    let mark = owed.placed.mark;
    let counted = |days: i64| count(usize::try_from(days).unwrap_or_default(), "day");
    let stands = match (owed.outcome, owed.due) {
        (Outcome::Open, Some(due)) => match due.days_since(day) {
            late @ ..0 => format!("{LATE}{} overdue{LATE:#}", counted(-late)),
            0 => "due today".to_owned(),
            left => format!("due in {}", counted(left)),
        },
        (Outcome::Open, None) => "no day yet".to_owned(),
        (outcome, _) => match mark.day_of(outcome.word()) {
            Some(on) => format!("{} {on}", outcome.word()),
            None => outcome.word().to_owned(),
        },
    };
    let people = match (people(mark), value(mark, "to")) {
        (by, None) => by,
        (by, Some(to)) => format!("{by} to {to}"),
    };
    let due = owed.due.map_or_else(String::new, |due| format!(", {due}"));
    format!(
        "{stands}: {}  {QUIET}{}{due}{}{QUIET:#}",
        escape_line(&mark.text),
        escape_line(&people),
        named(mark)
    )
}

/// Any other mark in a line.
pub(super) fn mark_line(placed: &Placed<'_>) -> String {
    let mark = placed.mark;
    let made = mark.day.map_or_else(String::new, |day| format!(", {day}"));
    format!(
        "{}  {QUIET}{}{made}{}{QUIET:#}",
        escape_line(&mark.text),
        escape_line(&people(mark)),
        named(mark)
    )
}

fn people(mark: &Mark) -> String {
    let people: Vec<String> = mark
        .by()
        .map(|by| match by {
            By::Person(handle) => format!("@{handle}"),
            By::Outside(name) => name.to_owned(),
        })
        .collect();
    if people.is_empty() {
        "nobody".to_owned()
    } else {
        people.join(", ")
    }
}

fn named(mark: &Mark) -> String {
    mark.id
        .as_ref()
        .map_or_else(String::new, |id| format!(", ^{}", escape_line(id)))
}

/// Decisions as text with ANSI styles.
#[must_use]
pub fn decisions(decided: &[Decided<'_>], day: Day) -> String {
    let mut text = String::new();
    for (engagement, ruling) in decided {
        let mark = ruling.placed.mark;
        let topic = value(mark, "topic").map_or_else(String::new, |topic| format!("{topic}: "));
        let stands = if !ruling.in_force() {
            format!("{QUIET}superseded{QUIET:#} ")
        } else {
            String::new()
        };
        let _ = writeln!(
            text,
            "{ID}{}{ID:#}  {stands}{}{}",
            escape_line(&engagement.id),
            escape_line(&topic),
            mark_line(&ruling.placed)
        );
        for (name, styled) in [("because", QUIET), ("result", Style::new())] {
            if let Some(says) = value(mark, name) {
                let _ = writeln!(text, "    {styled}{name} {}{styled:#}", escape_line(says));
            }
        }
        if let Some(review) = ruling.review.filter(|_| ruling.in_force()) {
            let late = if review < day { LATE } else { QUIET };
            let _ = writeln!(text, "    {late}to look at again on {review}{late:#}");
        }
    }
    text
}
