//! What bears on a subject, for people and for programs.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::json;
use super::terminal::escape_line;
use crate::check::lack::shortened;
use crate::related::{Found, Passage, Reason};

const ID: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();
const KIND: Style = AnsiColor::Cyan.on_default();

#[derive(Serialize)]
struct Document<'a> {
    subject: Option<&'a str>,
    related: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    engagement: &'a str,
    path: &'a str,
    title: &'a str,
    client: Option<&'a str>,
    stage: Option<&'a str>,
    score: f64,
    because: String,
    reasons: Vec<Cause<'a>>,
    passages: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Cause<'a> {
    kind: &'a str,
    text: &'a str,
    weight: f64,
}

#[derive(Serialize)]
struct Place<'a> {
    kind: &'a str,
    id: Option<&'a str>,
    text: &'a str,
    entry: &'a str,
    date: Option<String>,
    path: &'a str,
    line: usize,
    because: &'a str,
}

/// As JSON. Scores and weights have three digits behind the point.
#[must_use]
pub fn render_json(subject: Option<&str>, found: &[Found<'_>]) -> String {
    let related = found
        .iter()
        .map(|found| Row {
            engagement: &found.engagement.id,
            path: &found.engagement.path,
            title: found.engagement.title(),
            client: found.engagement.client.as_deref(),
            stage: found.engagement.stage.as_deref(),
            score: rounded(found.score),
            because: because(&found.reasons),
            reasons: found
                .reasons
                .iter()
                .map(|reason| Cause {
                    kind: reason.signal.word(),
                    text: &reason.text,
                    weight: rounded(reason.weight),
                })
                .collect(),
            passages: found
                .passages
                .iter()
                .map(|passage| place(passage, &found.engagement.path))
                .collect(),
        })
        .collect();
    json::document(&Document { subject, related })
}

fn place<'a>(passage: &'a Passage, path: &'a str) -> Place<'a> {
    Place {
        kind: passage.kind,
        id: passage.id.as_deref(),
        text: &passage.text,
        entry: &passage.entry,
        date: passage.day.map(|day| day.to_string()),
        path,
        line: passage.line,
        because: &passage.because,
    }
}

fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

fn because(reasons: &[Reason]) -> String {
    let reasons: Vec<&str> = reasons.iter().map(|reason| reason.text.as_str()).collect();
    reasons.join("; ")
}

/// As text with ANSI styles: each engagement with its reasons, and below it what in it bears on the subject.
#[must_use]
pub fn render(found: &[Found<'_>]) -> String {
    let mut text = String::new();
    for (at, found) in found.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        let engagement = found.engagement;
        let stage = engagement
            .stage
            .as_deref()
            .map_or_else(String::new, |stage| format!(", {stage}"));
        let _ = writeln!(
            text,
            "{ID}{}{ID:#}  {}{QUIET}{}{QUIET:#}",
            escape_line(&engagement.id),
            escape_line(engagement.title()),
            escape_line(&stage),
        );
        for reason in &found.reasons {
            let _ = writeln!(text, "  {}", escape_line(&reason.text));
        }
        for passage in &found.passages {
            let day = passage
                .day
                .map_or_else(String::new, |day| format!("{day} "));
            let _ = writeln!(
                text,
                "    {KIND}{}{KIND:#} {}\n      {QUIET}{}:{} {day}{}{QUIET:#}",
                passage.kind,
                escape_line(&passage.text),
                escape_line(&engagement.path),
                passage.line,
                escape_line(&shortened(&passage.entry)),
            );
        }
    }
    text
}
