//! What a search found, for people and for programs.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::json;
use super::terminal::escape_line;
use crate::repo::history::Log;
use crate::search::{Gone, Hit};

const PLACE: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();
const KIND: Style = AnsiColor::Cyan.on_default();

#[derive(Serialize)]
struct Document<'a> {
    query: &'a str,
    total: usize,
    results: Vec<Row<'a>>,
    gone: Vec<Former<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    engagement: &'a str,
    path: &'a str,
    line: usize,
    kind: &'a str,
    id: Option<&'a str>,
    state: Option<&'a str>,
    under: &'a str,
    date: Option<String>,
    excerpt: &'a str,
    score: f64,
}

#[derive(Serialize)]
struct Former<'a> {
    #[serde(flatten)]
    row: Row<'a>,
    last: Option<Point<'a>>,
    removed: Option<Point<'a>>,
}

#[derive(Serialize)]
struct Point<'a> {
    commit: &'a str,
    author: &'a str,
    date: String,
    subject: &'a str,
}

/// As JSON. `total` counts what is found in the texts as they are, shown or not.
#[must_use]
pub fn render_json(query: &str, total: usize, hits: &[Hit], gone: &[Gone], log: &Log) -> String {
    json::document(&Document {
        query,
        total,
        results: hits.iter().map(row).collect(),
        gone: gone
            .iter()
            .map(|gone| Former {
                row: row(&gone.hit),
                last: point(log, gone.last),
                removed: point(log, gone.removed),
            })
            .collect(),
    })
}

fn row(hit: &Hit) -> Row<'_> {
    Row {
        engagement: &hit.engagement,
        path: &hit.path,
        line: hit.line,
        kind: hit.kind.word(),
        id: hit.id.as_deref(),
        state: hit.state,
        under: &hit.under,
        date: hit.day.map(|day| day.to_string()),
        excerpt: &hit.excerpt,
        score: (hit.score * 1000.0).round() / 1000.0,
    }
}

fn point(log: &Log, at: usize) -> Option<Point<'_>> {
    let commit = log.commits.get(at)?;
    Some(Point {
        commit: &commit.id,
        author: &commit.author.name,
        date: commit.authored.to_string(),
        subject: &commit.subject,
    })
}

/// As text with ANSI styles: the place, the kind and the words; below what is there, what is gone.
#[must_use]
pub fn render(hits: &[Hit], gone: &[Gone], log: &Log) -> String {
    let mut text = String::new();
    for hit in hits {
        told(&mut text, hit);
    }
    for gone in gone {
        told(&mut text, &gone.hit);
        for (word, at) in [("last in", gone.last), ("gone since", gone.removed)] {
            if let Some(commit) = log.commits.get(at) {
                let day = commit
                    .authored
                    .day()
                    .map_or_else(String::new, |day| day.to_string());
                let _ = writeln!(
                    text,
                    "  {QUIET}{word} {} {day} {}: {}{QUIET:#}",
                    commit.id.get(..9).unwrap_or(&commit.id),
                    escape_line(&commit.author.name),
                    escape_line(&commit.subject)
                );
            }
        }
    }
    text
}

fn told(text: &mut String, hit: &Hit) {
    let state = hit
        .state
        .map_or_else(String::new, |state| format!(", {state}"));
    let day = hit.day.map_or_else(String::new, |day| format!(" {day}"));
    let _ = writeln!(
        text,
        "{PLACE}{}:{}{PLACE:#}{QUIET}{day} {}{QUIET:#}\n  {KIND}{}{state}{KIND:#} {}",
        escape_line(&hit.path),
        hit.line,
        escape_line(&hit.under),
        hit.kind.word(),
        escape_line(&hit.excerpt)
    );
}
