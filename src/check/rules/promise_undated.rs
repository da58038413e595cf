//! An open promise without the day by which it is to be kept.

use super::mark_malformed::Marks;
use super::{Found, Rule, Run, Subject, told};
use crate::finding::Severity;
use crate::model::need::{NeedKind, Promises};

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "promise-undated",
    page: include_str!("promise-undated.md"),
    severity: Severity::Warning,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    // A `due` with a digit in it is meant as a day: where it is none, that is said by `date-invalid`.
    let has_day = |value: &str| value.contains(|c: char| c.is_ascii_digit());
    let marks = Marks::of(subject);
    let undated: Vec<_> = subject
        .engagement
        .open_promises()
        .filter(|promise| !promise.values("due").any(has_day) && !marks.complain_of(promise))
        .collect();
    if undated.is_empty()
        || told::is_asked_for(subject, |kind| {
            matches!(kind, NeedKind::Promises(Promises::Dated))
        })
    {
        return;
    }
    for promise in undated {
        let due = promise.attribute("due").filter(|due| !due.value.is_empty());
        let message = due.map_or_else(
            || format!("the promise {} has no day", told::quoted(promise)),
            |due| {
                format!(
                    "the promise {} is due `{}`, which no calendar can read",
                    told::quoted(promise),
                    due.value
                )
            },
        );
        found.push(Found::new(
            due.map_or(promise.text_span, |due| due.value_span),
            told::subject(promise),
            message,
            "write into its parentheses the day by which it is kept\n  due YYYY-MM-DD",
        ));
    }
}
