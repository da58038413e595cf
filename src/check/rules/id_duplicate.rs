//! Two marks of one engagement with the same id.

use std::collections::HashMap;

use super::{Found, Rule, Subject};
use crate::finding::Severity;
use crate::span::{Position, Span};

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "id-duplicate",
    page: include_str!("id-duplicate.md"),
    severity: Severity::Error,
    run,
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
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
        let line = Position::of(&document.text, other.start).line;
        found.push(Found::new(
            span,
            name,
            format!("the id `^{id}` already names the mark on line {line}"),
            "give the newer of the two another id, a few letters and digits that you do not count up; then look for what refers to it",
        ));
    }
}
