//! An open promise that does not say who keeps it.

use super::mark_malformed::Marks;
use super::{Found, Rule, Run, Subject, told};
use crate::finding::Severity;
use crate::model::marks::is_somebodys;
use crate::model::need::{NeedKind, Promises};

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "promise-unowned",
    page: include_str!("promise-unowned.md"),
    severity: Severity::Warning,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let marks = Marks::of(subject);
    let unowned: Vec<_> = subject
        .engagement
        .open_promises()
        .filter(|promise| !is_somebodys(promise) && !marks.complain_of(promise))
        .collect();
    if unowned.is_empty()
        || told::is_asked_for(subject, |kind| {
            matches!(kind, NeedKind::Promises(Promises::Owned))
        })
    {
        return;
    }
    for promise in unowned {
        let by = promise.attribute("by");
        let message = by.filter(|by| !by.value.is_empty()).map_or_else(
            || format!("nobody keeps the promise {}", told::quoted(promise)),
            |by| {
                format!(
                    "the promise {} is by `{}`, which is nobody",
                    told::quoted(promise),
                    by.value
                )
            },
        );
        found.push(Found::new(
            by.map_or(promise.text_span, |by| by.span),
            told::subject(promise),
            message,
            "name in its parentheses who keeps it: one of the people in `orbit.yml`, or somebody of the client's by name\n  (@…)",
        ));
    }
}
