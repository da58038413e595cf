//! Friction, for people in a hurry and as JSON for programs.

mod json;

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

pub use json::render_json;

use super::terminal::escape_line;
use crate::friction::signal::{Evidence, Scope, Signal};
use crate::friction::tables::{Stage, Transition};
use crate::friction::{Report, words};
use crate::model::words::count;
use crate::model::{Kind, Settings};

const TITLE: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();
const LABEL: Style = AnsiColor::Cyan.on_default();

/// How wide text is set.
const WIDTH: usize = 96;

/// How many commits of a signal are shown.
const SEEN: usize = 4;

/// How many signals of each sort of scope are shown.
const SHOWN: usize = 12;

/// What is reported.
pub struct About<'a> {
    /// The report.
    pub report: &'a Report,
    /// The settings, for names.
    pub settings: &'a Settings,
    /// What `--since` was given.
    pub since: Option<&'a str>,
}

/// The report with ANSI styles.
#[must_use]
pub fn render(about: &About<'_>) -> String {
    let report = about.report;
    let mut text = String::new();
    let since = about.since.map_or_else(String::new, |since| {
        format!(", before and since {}", escape_line(since))
    });
    let name = escape_line(&about.settings.studio);
    let clients = if report.clients > 0 {
        format!(", {}", count(report.clients, "client"))
    } else {
        String::new()
    };
    let _ = writeln!(
        text,
        "{TITLE}Friction{TITLE:#} in {}: {}{clients}, {}{since}",
        if name.is_empty() {
            "this studio"
        } else {
            &name
        },
        count(report.engagements, "engagement"),
        words::people(report.people),
    );
    let system: Vec<&Signal> = report.system().collect();
    if system.is_empty() {
        let _ = writeln!(
            text,
            "\nNothing repeats across people and clients more than chance would bring."
        );
    } else {
        let _ = writeln!(
            text,
            "\n{TITLE}The way of working{TITLE:#}, whoever does it and for whomever"
        );
        for (at, signal) in system.iter().take(SHOWN).enumerate() {
            whole(&mut text, at + 1, signal, about.settings);
        }
        more(&mut text, system.len());
    }
    let circumstances: Vec<&Signal> = report.circumstances().collect();
    if !circumstances.is_empty() {
        let _ = writeln!(
            text,
            "\n{TITLE}One client or one person{TITLE:#}: circumstances to ask about, nobody's fault"
        );
        for (at, signal) in circumstances.iter().take(SHOWN).enumerate() {
            whole(&mut text, at + 1, signal, about.settings);
        }
        more(&mut text, circumstances.len());
    }
    let chance: Vec<&Signal> = report
        .signals
        .iter()
        .filter(|signal| signal.scope == Scope::Chance)
        .collect();
    if !chance.is_empty() {
        let _ = writeln!(
            text,
            "\n{TITLE}Seen more than once{TITLE:#}, but not clearly more than chance would bring"
        );
        for signal in chance.iter().take(SHOWN) {
            let line = format!(
                "- {}: {}",
                words::what(signal, about.settings),
                words::reach(signal)
            );
            paragraph(&mut text, "  ", "    ", &line, Style::new());
            compared(&mut text, signal);
        }
        more(&mut text, chance.len());
    }
    transitions(&mut text, &report.transitions);
    stages(&mut text, &report.stages);
    text
}

fn more(text: &mut String, of: usize) {
    if of > SHOWN {
        let _ = writeln!(
            text,
            "  {QUIET}and {} more; `--format json` has them all{QUIET:#}",
            of - SHOWN
        );
    }
}

/// A signal with all that belongs to it.
fn whole(text: &mut String, number: usize, signal: &Signal, settings: &Settings) {
    let _ = writeln!(text);
    paragraph(
        text,
        &format!("{number:>3}. "),
        "     ",
        &words::what(signal, settings),
        TITLE,
    );
    paragraph(text, "     ", "     ", &words::reach(signal), Style::new());
    paragraph(text, "     ", "     ", &words::comparison(signal), QUIET);
    if let Some(line) = words::circumstance(&signal.scope) {
        paragraph(text, "     ", "     ", line, Style::new());
    }
    compared(text, signal);
    for advice in &signal.advice {
        let built_in = if advice.built_in {
            " (built in; `orbit init` writes it out)"
        } else {
            ""
        };
        let line = format!(
            "{} `{}` in {}{built_in}: {}",
            advice.about, advice.name, advice.file, advice.text
        );
        labelled(text, "try", &line);
    }
    for evidence in signal.evidence.iter().take(SEEN) {
        labelled(text, "seen", &seen(evidence));
    }
    if signal.evidence.len() > SEEN {
        let _ = writeln!(
            text,
            "           {QUIET}and {} more{QUIET:#}",
            count(signal.evidence.len() - SEEN, "commit")
        );
    }
}

fn seen(evidence: &Evidence) -> String {
    let day = evidence
        .point
        .made
        .day()
        .map_or_else(String::new, |day| day.to_string());
    format!(
        "{}  {day}  {}, {}",
        evidence
            .point
            .commit
            .get(..9)
            .unwrap_or(&evidence.point.commit),
        evidence.engagement,
        words::called(&evidence.point.person),
    )
}

fn compared(text: &mut String, signal: &Signal) {
    let Some(since) = &signal.since else { return };
    let line = words::compared(since);
    labelled(text, "since", &line);
}

fn labelled(text: &mut String, label: &str, line: &str) {
    let mut lines = wrapped(line, WIDTH - 11).into_iter();
    let first = lines.next().unwrap_or_default();
    let _ = writeln!(
        text,
        "     {LABEL}{label:<5}{LABEL:#} {}",
        escape_line(&first)
    );
    for line in lines {
        let _ = writeln!(text, "           {}", escape_line(&line));
    }
}

fn paragraph(text: &mut String, first: &str, then: &str, line: &str, style: Style) {
    for (at, line) in wrapped(line, WIDTH - then.len()).into_iter().enumerate() {
        let indent = if at == 0 { first } else { then };
        let _ = writeln!(text, "{indent}{style}{}{style:#}", escape_line(&line));
    }
}

/// A text in lines no longer than `width`, as far as its words allow.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

fn transitions(text: &mut String, transitions: &[Transition]) {
    if transitions.is_empty() {
        return;
    }
    let head = [
        "transition",
        "made",
        "back in 30 days",
        "skipped",
        "waived",
        "unaccepted",
        "late",
    ];
    let rows: Vec<[String; 7]> = transitions
        .iter()
        .map(|row| {
            let quiet = |count: usize| {
                if count == 0 {
                    "·".to_owned()
                } else {
                    count.to_string()
                }
            };
            let onward = row.kind.is_some_and(Kind::is_onward);
            [
                escape_line(&format!("{} to {}", row.from, row.to)).into_owned(),
                row.made.to_string(),
                if onward {
                    quiet(row.bounced)
                } else {
                    "·".to_owned()
                },
                quiet(row.skipped),
                quiet(row.waived),
                quiet(row.unaccepted),
                quiet(row.accepted_late),
            ]
        })
        .collect();
    table(text, head, &rows);
}

fn stages(text: &mut String, stages: &[Stage]) {
    if stages.is_empty() {
        return;
    }
    let head = [
        "stage",
        "stays",
        "median",
        "nine in ten",
        "paused",
        "new owner",
        "promises failed",
    ];
    let days = |days: Option<f64>| {
        days.map_or_else(|| "·".to_owned(), |days| format!("{} d", days.round()))
    };
    let quiet = |count: usize| {
        if count == 0 {
            "·".to_owned()
        } else {
            count.to_string()
        }
    };
    let rows: Vec<[String; 7]> = stages
        .iter()
        .map(|row| {
            let failed = row.broken + row.overdue;
            [
                escape_line(&row.stage).into_owned(),
                (row.stays.len() + row.open).to_string(),
                days(row.median()),
                days(row.ninetieth()),
                quiet(row.pauses),
                quiet(row.owner_changes),
                if failed == 0 {
                    "·".to_owned()
                } else {
                    format!("{failed} of {}", row.promises)
                },
            ]
        })
        .collect();
    table(text, head, &rows);
}

/// Rows below their head, the first column to the left, the others to the right.
fn table<const N: usize>(text: &mut String, head: [&str; N], rows: &[[String; N]]) {
    let widths: [usize; N] = std::array::from_fn(|column| {
        let head = head.get(column).map_or(0, |head| head.chars().count());
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or(0)
            .max(head)
    });
    let line = |cells: &[String]| {
        let mut line = String::from(" ");
        for (at, (cell, width)) in cells.iter().zip(widths).enumerate() {
            let space = " ".repeat(width - cell.chars().count().min(width));
            let _ = match at {
                0 => write!(line, " {cell}{space}"),
                _ => write!(line, "  {space}{cell}"),
            };
        }
        line
    };
    let head = head.map(str::to_owned);
    let _ = writeln!(text, "\n{QUIET}{}{QUIET:#}", line(&head));
    for row in rows {
        let _ = writeln!(text, "{}", line(row).trim_end());
    }
}
