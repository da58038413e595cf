//! An engagement's file with no front-matter.

use super::{Found, Rule, Run, Subject, problems};
use crate::finding::Severity;
use crate::text::ProblemKind;

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "front-matter-missing",
    page: include_str!("front-matter-missing.md"),
    severity: Severity::Error,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    problems(
        subject,
        ProblemKind::FrontMatterMissing,
        "begin the file with its front-matter:\n  ---\n  title: …\n  stage: …\n  owner: …\n  ---",
        found,
    );
}
