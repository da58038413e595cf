//! The history of transitions, as a table for people and as JSON for programs.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::json;
use super::terminal::escape;
use crate::chronicle::Chronicle;
use crate::model::timeline::{Timeline, Transition, handle};
use crate::model::{Kind, People};

const QUIET: Style = Style::new().dimmed();
const ID: Style = Style::new().bold();
const TURN: Style = AnsiColor::Yellow.on_default();

#[derive(Serialize)]
struct Document<'a> {
    transitions: Vec<Row<'a>>,
    /// Versions that git has lost; only where there are any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unreadable: Vec<Unreadable<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    engagement: &'a str,
    path: &'a str,
    from: &'a str,
    to: &'a str,
    kind: Option<Kind>,
    made: Point<'a>,
    landed: Point<'a>,
    days: Option<f64>,
}

#[derive(Serialize)]
struct Unreadable<'a> {
    path: &'a str,
    commit: &'a str,
}

#[derive(Serialize)]
struct Point<'a> {
    commit: &'a str,
    author: &'a str,
    person: Option<&'a str>,
    date: String,
}

/// One transition of one engagement.
pub type Moved<'a> = (&'a Timeline, &'a Transition);

/// The transitions as JSON, in the order given. Days have one digit behind the point.
#[must_use]
pub fn render_json(moved: &[Moved<'_>], chronicle: &Chronicle, people: &People) -> String {
    let transitions = moved
        .iter()
        .filter_map(|(timeline, transition)| {
            Some(Row {
                engagement: &timeline.engagement,
                path: &timeline.path,
                from: &transition.from,
                to: &transition.to,
                kind: transition.kind,
                made: point(transition.made, chronicle, people)?,
                landed: point(transition.landed, chronicle, people)?,
                days: transition.days.map(|days| (days * 10.0).round() / 10.0),
            })
        })
        .collect();
    let log = &chronicle.log;
    let lost = log.lost.iter();
    let unreadable = lost
        .filter_map(|lost| {
            Some(Unreadable {
                path: &lost.path,
                commit: &log.commits.get(lost.commit)?.id,
            })
        })
        .collect();
    json::document(&Document {
        transitions,
        unreadable,
    })
}

fn point<'a>(commit: usize, chronicle: &'a Chronicle, people: &'a People) -> Option<Point<'a>> {
    let commit = chronicle.log.commits.get(commit)?;
    Some(Point {
        commit: &commit.id,
        author: &commit.author.name,
        person: handle(people, commit),
        date: commit.authored.to_string(),
    })
}

/// The transitions as a table with ANSI styles, a line each.
#[must_use]
pub fn render(moved: &[Moved<'_>], chronicle: &Chronicle, people: &People) -> String {
    let rows: Vec<[String; 6]> = moved
        .iter()
        .filter_map(|(timeline, transition)| {
            let made = chronicle.log.commits.get(transition.made)?;
            let landed = chronicle.log.commits.get(transition.landed)?;
            let who = handle(people, made)
                .map_or_else(|| made.author.name.clone(), |handle| format!("@{handle}"));
            let after = transition
                .days
                .map_or_else(String::new, |length| format!(", after {}", days(length)));
            let via = if transition.made == transition.landed {
                String::new()
            } else {
                format!(", landed by {}", short(&landed.id))
            };
            Some([
                made.authored
                    .day()
                    .map_or_else(String::new, |day| day.to_string()),
                timeline.engagement.clone(),
                format!("{} to {}", transition.from, transition.to),
                transition.kind.map_or("", Kind::word).to_owned(),
                who,
                format!("{}{}{via}", short(&made.id), after),
            ])
        })
        .map(|row| row.map(|cell| escape(&cell).into_owned()))
        .collect();
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: [usize; 5] = std::array::from_fn(width);
    let mut text = String::new();
    for [day, id, moved, kind, who, rest] in &rows {
        let turn = if kind == "forward" { QUIET } else { TURN };
        let [_, ids, moves, kinds, people] = widths;
        let _ = writeln!(
            text,
            "{day}  {ID}{id:ids$}{ID:#}  {moved:moves$}  {turn}{kind:kinds$}{turn:#}  {who:people$}  {QUIET}{rest}{QUIET:#}",
        );
    }
    text
}

fn short(id: &str) -> &str {
    id.get(..9).unwrap_or(id)
}

/// A length of time as people say it.
fn days(days: f64) -> String {
    let rounded = days.round();
    if rounded >= 1.0 {
        let noun = if (rounded - 1.0).abs() < f64::EPSILON {
            "day"
        } else {
            "days"
        };
        return format!("{rounded} {noun}");
    }
    let hours = (days * 24.0).round().max(0.0);
    format!(
        "{hours} {}",
        if (hours - 1.0).abs() < f64::EPSILON {
            "hour"
        } else {
            "hours"
        }
    )
}
