//! Two marks of one engagement with the same id, or two engagements with one.

use std::collections::HashMap;

use super::{Found, Rule, Run, Subject};
use crate::finding::Severity;
use crate::span::Span;

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "id-duplicate",
    page: include_str!("id-duplicate.md"),
    severity: Severity::Error,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    engagements(subject, found);
    let document = &subject.engagement.document;
    let mut first: HashMap<String, Span> = HashMap::new();
    for mark in document.log.marks() {
        let (Some(id), Some(span)) = (&mark.id, mark.id_span) else {
            continue;
        };
        let name = id.to_ascii_lowercase();
        let Some(&other) = first.get(&name) else {
            first.insert(name, span);
            continue;
        };
        let line = document.line(other.start);
        found.push(Found::new(
            span,
            name,
            format!("the id `^{id}` already names the mark on line {line}"),
            "give the newer of the two another id, a few letters and digits that you do not count up; then look for what refers to it",
        ));
    }
}

/// Where `engagements:` has several patterns, files below two of them can have one id: commands and pages would know one of them only.
fn engagements(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let (engagement, context) = (subject.engagement, subject.context);
    for rival in context.settings.sources.rivals(&engagement.path) {
        // What cannot be read is no rival that could be shown.
        if context.tree.holds(&rival).unwrap_or(false) {
            found.push(Found::new(
                Span::default(),
                &rival,
                format!("`{rival}` has the id `{}` too", engagement.id),
                format!(
                    "commands and pages know one engagement by an id; give one of the files another name:\n  git mv {} NEW.md",
                    crate::check::quoted(&engagement.path)
                ),
            ));
        }
    }
}
