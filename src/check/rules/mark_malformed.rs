//! A mark that cannot do what it was written for, because a part of it is missing or cannot be read.

mod ids;
mod misspelt;
mod names;
mod parentheses;
mod parts;
mod rings;
mod strays;

use std::collections::HashSet;

use super::{Found, Rule, Run, Subject, told};
use crate::finding::Severity;
use crate::span::Span;
use crate::text::{Mark, conflict};

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "mark-malformed",
    page: include_str!("mark-malformed.md"),
    severity: Severity::Error,
    run: Run::Engagement(run),
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
    let marks = Marks::of(subject);
    for mark in subject.engagement.document.log.marks() {
        let Some(fault) = marks.fault(mark) else {
            continue;
        };
        let name = told::subject(mark);
        // Of names with a slip each is told; what is wrong behind anything else often follows from it.
        if fault.sort == misspelt::SORT {
            for (word, slip) in misspelt::faults(subject.engagement, mark)
                .into_iter()
                .skip(1)
            {
                found.push(slip.found(&format!("{name} {word}")));
            }
        }
        found.push(fault.found(&name));
    }
    for (mark, fault) in rings::faults(subject.engagement) {
        if marks.fault(mark).is_none() {
            found.push(fault.found(&told::subject(mark)));
        }
    }
    for (name, fault) in strays::faults(subject.engagement) {
        found.push(fault.found(&name));
    }
    let document = &subject.engagement.document;
    let body = document
        .text
        .get(document.body.span.range())
        .unwrap_or_default();
    if let Some(marker) = conflict::marker(body) {
        let start = document.body.span.start;
        let fault = Fault::new(
            Span::new(start + marker.start, start + marker.end),
            "conflict",
            "a conflict begins here that is not settled".to_owned(),
            "choose what the file should say, and take the lines of `<`, `=` and `>` out",
        );
        found.push(fault.found(""));
    }
}

/// The marks of one engagement, to ask about each.
pub(super) struct Marks<'a, 's> {
    subject: &'s Subject<'a>,
    /// The ids that marks have, in lower case.
    ids: HashSet<String>,
}

impl<'a, 's> Marks<'a, 's> {
    pub(super) fn of(subject: &'s Subject<'a>) -> Self {
        let marks = subject.engagement.document.log.marks();
        let ids = marks.filter_map(|mark| Some(mark.id.as_ref()?.to_ascii_lowercase()));
        Self {
            subject,
            ids: ids.collect(),
        }
    }

    /// Whether it is said of this mark that a part of it cannot be read, so that what else it lacks is not worth another finding yet.
    pub(super) fn complain_of(&self, mark: &Mark) -> bool {
        let settings = self.subject.context.settings;
        settings.severity(RULE.code, RULE.severity).is_some() && self.fault(mark).is_some()
    }

    /// The first thing that is wrong with a mark; what is wrong behind it often follows from it.
    fn fault(&self, mark: &Mark) -> Option<Fault> {
        let engagement = self.subject.engagement;
        parts::says_nothing(mark)
            .or_else(|| ids::fault(engagement, mark, &self.ids))
            .or_else(|| parentheses::fault(engagement, mark))
            .or_else(|| {
                let (_, first) = misspelt::faults(engagement, mark).into_iter().next()?;
                Some(first)
            })
            .or_else(|| parts::fault(mark))
            .or_else(|| names::fault(self.subject, mark))
    }
}
