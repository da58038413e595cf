//! An engagement's file that is too large to be read.

use super::{Found, Rule, Run, Subject, problems};
use crate::finding::Severity;
use crate::text::ProblemKind;

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "file-too-large",
    page: include_str!("file-too-large.md"),
    severity: Severity::Error,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    problems(
        subject,
        ProblemKind::TooLarge,
        "move what is not text out of the file and link to it; engagements are read up to 2 MiB",
        found,
    );
}
