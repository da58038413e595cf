//! What is wrong with a file, for an editor: the findings of `orbit check`, and what keeps the settings from being read.

use lsp_types::{Diagnostic, DiagnosticSeverity, NumberOrString};
use serde_json::json;

use super::place::{Encoding, Lines};
use super::studio::Studio;
use crate::day::Day;
use crate::finding::{Finding, Severity};
use crate::model::SettingsProblem;
use crate::span::Span;

/// What is wrong with a file as it is open.
#[must_use]
pub fn of(
    studio: &Studio,
    path: &str,
    text: &str,
    encoding: Encoding,
    day: Day,
) -> Vec<Diagnostic> {
    let lines = Lines::of(text, encoding);
    let problems = studio
        .problems()
        .iter()
        .filter(|problem| problem.path == path);
    let mut all: Vec<Diagnostic> = problems
        .map(|problem| unreadable(problem, text, &lines))
        .collect();
    let verdict = studio.judge(path, day).unwrap_or_default();
    all.extend(
        verdict
            .findings
            .iter()
            .map(|finding| diagnostic(finding, &lines)),
    );
    all
}

/// A finding. How to mend it goes with it, for whoever asks.
#[must_use]
pub fn diagnostic(finding: &Finding, lines: &Lines<'_>) -> Diagnostic {
    Diagnostic {
        range: lines.range(finding.span),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Note => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(finding.code.to_owned())),
        source: Some("orbit".to_owned()),
        message: finding.message.clone(),
        data: Some(json!({"help": finding.help, "need": finding.need})),
        ..Diagnostic::default()
    }
}

fn unreadable(problem: &SettingsProblem, text: &str, lines: &Lines<'_>) -> Diagnostic {
    let line = lines.span(problem.position.line.saturating_sub(1));
    let written = text.get(line.range()).unwrap_or_default();
    let shown = written.trim_start_matches('\u{feff}');
    let column = shown
        .char_indices()
        .nth(problem.position.column.saturating_sub(1));
    let at = column.map_or(written.len(), |(at, _)| at + written.len() - shown.len());
    let rest = written.get(at..).unwrap_or_default();
    let word = rest
        .find([' ', ',', ':', '}', ']'])
        .filter(|end| *end > 0)
        .unwrap_or(rest.len());
    let span = Span::new(line.start + at, line.start + at + word);
    Diagnostic {
        range: lines.range(span),
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some("orbit".to_owned()),
        message: problem.message.clone(),
        ..Diagnostic::default()
    }
}
