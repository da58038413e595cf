//! A key that stands twice in a front-matter.

use super::{Found, Rule, Run, Subject, problems};
use crate::finding::Severity;
use crate::text::ProblemKind;

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "key-duplicate",
    page: include_str!("key-duplicate.md"),
    severity: Severity::Error,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    problems(
        subject,
        ProblemKind::KeyDuplicate,
        "keep one of the two; readers of YAML do not agree which of them counts",
        found,
    );
}
