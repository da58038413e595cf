//! A front-matter that cannot be read.

use super::{Found, Rule, Run, Subject, problems};
use crate::finding::Severity;
use crate::text::{ProblemKind, conflict};

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "front-matter-invalid",
    page: include_str!("front-matter-invalid.md"),
    severity: Severity::Error,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let text = &subject.engagement.document.text;
    let help = if conflict::marker(text).is_some() {
        "choose what the file should say, and take away the three lines of the marker"
    } else {
        "mend the YAML between the two `---` lines; a value that holds `: `, `#`, `@` or a quote needs quotes around it"
    };
    problems(subject, ProblemKind::FrontMatterInvalid, help, found);
}
