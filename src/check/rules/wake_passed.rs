//! A waiting engagement whose day to look again has passed.

use super::{Found, Rule, Run, Subject};
use crate::day::Day;
use crate::finding::Severity;
use crate::model::StageKind;
use crate::model::words::count;

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "wake-passed",
    page: include_str!("wake-passed.md"),
    severity: Severity::Warning,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let (engagement, context) = (subject.engagement, subject.context);
    let waits = engagement
        .stage(context.settings)
        .is_some_and(|stage| stage.kind == StageKind::Waiting);
    let Some(wake) = engagement.value("wake").filter(|_| waits) else {
        return;
    };
    let Some(day) = wake.as_str().and_then(Day::leading) else {
        return;
    };
    if day >= context.day {
        return;
    }
    let late = usize::try_from(context.day.days_since(day)).unwrap_or_default();
    found.push(Found::new(
        wake.span,
        "",
        format!("it should have woken {} ago", count(late, "day")),
        "ask the client first; then move it to the stage in which it goes on, end it, or let it wait with another day and an entry that says why\n  wake: YYYY-MM-DD",
    ));
}
