//! An engagement's file that is not UTF-8.

use super::{Found, Rule, Run, Subject, problems};
use crate::finding::Severity;
use crate::text::ProblemKind;

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "not-utf8",
    page: include_str!("not-utf8.md"),
    severity: Severity::Error,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    problems(
        subject,
        ProblemKind::NotUtf8,
        "save the file as UTF-8, then add it again",
        found,
    );
}
