//! A mark that cannot do what it was written for, because a part of it is missing or cannot be read.

mod ids;
mod misspelt;
mod names;
mod parentheses;
mod parts;
mod strays;

use super::{Found, Rule, Subject, told};
use crate::finding::Severity;
use crate::span::Span;
use crate::text::Mark;

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "mark-malformed",
    page: include_str!("mark-malformed.md"),
    severity: Severity::Error,
    run,
};

/// What is wrong with a mark.
struct Fault {
    /// Where.
    span: Span,
    /// What sort of fault, to tell it from others of the same mark.
    sort: &'static str,
    /// In words.
    message: String,
    /// What to do.
    help: String,
    /// How much it weighs, where that is less than the rule says.
    severity: Option<Severity>,
}

impl Fault {
    fn new(span: Span, sort: &'static str, message: String, help: impl Into<String>) -> Self {
        Self {
            span,
            sort,
            message,
            help: help.into(),
            severity: None,
        }
    }

    fn found(self, subject: &str) -> Found {
        let subject = format!("{} {subject}", self.sort);
        let found = Found::new(self.span, subject, self.message, self.help);
        match self.severity {
            Some(severity) => found.severity(severity),
            None => found,
        }
    }
}

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    for mark in subject.engagement.document.log.marks() {
        found.extend(fault(subject, mark).map(|fault| fault.found(&told::subject(mark))));
    }
    for (name, fault) in strays::faults(subject.engagement) {
        found.push(fault.found(&name));
    }
}

/// Whether it is said of this mark that a part of it cannot be read, so that what else it lacks is not worth another finding yet.
pub(super) fn is_said_of(subject: &Subject<'_>, mark: &Mark) -> bool {
    let settings = subject.context.settings;
    settings.severity(RULE.code, RULE.severity).is_some() && fault(subject, mark).is_some()
}

/// The first thing that is wrong with a mark; what is wrong behind it often follows from it.
fn fault(subject: &Subject<'_>, mark: &Mark) -> Option<Fault> {
    let engagement = subject.engagement;
    parts::says_nothing(mark)
        .or_else(|| ids::fault(engagement, mark))
        .or_else(|| parentheses::fault(engagement, mark))
        .or_else(|| misspelt::fault(engagement, mark))
        .or_else(|| parts::fault(mark))
        .or_else(|| names::fault(subject, mark))
}
