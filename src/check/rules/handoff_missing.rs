//! A change of stage or of owner with no entry in the log.

use super::{Found, Rule, Run, Subject};
use crate::check::help;
use crate::finding::Severity;
use crate::model::change::Movement;
use crate::model::handoff::Between;
use crate::model::{Engagement, Handoff, Settings};

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "handoff-missing",
    page: include_str!("handoff-missing.md"),
    severity: Severity::Error,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let (Some(change), settings) = (subject.change, subject.context.settings) else {
        return;
    };
    let engagement = subject.engagement;
    let Some(workflow) = engagement.workflow(settings) else {
        return;
    };
    if workflow.handoffs.is_none() {
        return;
    }
    if let Movement::Moves { from, to } = change.movement() {
        // Where the workflow lacks the stage that was left, or the one entered, there is nothing to hand over by its rules.
        let known = workflow.stage(from).is_some() && workflow.stage(to).is_some();
        let entry = of_move(engagement, &change.before, settings, from, to);
        if let (Some(handoff), Some((had, has))) = (&entry, change.owners())
            && let Some(receiver) = handoff.receiver()
            && !receiver.eq_ignore_ascii_case(has)
            && of_owner(engagement, &change.before, settings, had, has).is_none()
        {
            // It tells the move; the change of owner is another matter, to another person.
            found.push(Found::new(
                engagement
                    .field_span("owner")
                    .unwrap_or_else(|| engagement.stage_span()),
                has,
                format!(
                    "the handoff from {} goes to @{receiver}, and the owner becomes `{has}`",
                    handoff.name()
                ),
                format!("name who takes over in the entry:\n  - to: @{has}\nor leave the owner who is handed it:\n  owner: {receiver}"),
            ));
        }
        if known && entry.is_none() {
            let ask = workflow
                .handoff(from, to)
                .map(|rule| rule.ask.as_slice())
                .unwrap_or_default();
            found.push(Found::new(
                engagement.stage_span(),
                to,
                format!("the log has no handoff from `{from}` to `{to}`"),
                help::handoff_entry(subject, from, to, ask),
            ));
        }
    } else if let Some((from, to)) = change.owners()
        && of_owner(engagement, &change.before, settings, from, to).is_none()
    {
        let ask = workflow
            .owner_handoff()
            .map(|rule| rule.ask.as_slice())
            .unwrap_or_default();
        found.push(Found::new(
            engagement
                .field_span("owner")
                .unwrap_or_else(|| engagement.stage_span()),
            to,
            format!("the log has no handoff from `{from}` to `{to}`"),
            help::handoff_entry(subject, from, to, ask),
        ));
    }
}

/// The entry that records this move, where the commit makes one and the log has it.
pub(super) fn of_move<'e>(
    engagement: &'e Engagement,
    before: &[&Engagement],
    settings: &Settings,
    from: &str,
    to: &str,
) -> Option<Handoff<'e>> {
    let of_a_move = |handoff: &Handoff<'_>| matches!(handoff.between, Between::Stages(..));
    recorded(engagement, before, settings, of_a_move, |handoff| {
        handoff.is_of(from, to)
    })
}

/// The entry that records this change of owner.
pub(super) fn of_owner<'e>(
    engagement: &'e Engagement,
    before: &[&Engagement],
    settings: &Settings,
    from: &str,
    to: &str,
) -> Option<Handoff<'e>> {
    let of_people = |handoff: &Handoff<'_>| matches!(handoff.between, Between::People(..));
    recorded(
        engagement,
        before,
        settings,
        of_people,
        |handoff| matches!(&handoff.between, Between::People(a, b) if a.eq_ignore_ascii_case(from) && b.eq_ignore_ascii_case(to)),
    )
}

/// The newest entry that `is` it: one that the commit adds, or one written ahead of the move, and then no entry of its sort is newer.
fn recorded<'e>(
    engagement: &'e Engagement,
    before: &[&Engagement],
    settings: &Settings,
    of_its_sort: impl Fn(&Handoff<'_>) -> bool,
    is: impl Fn(&Handoff<'_>) -> bool,
) -> Option<Handoff<'e>> {
    let count = |engagement: &Engagement| {
        engagement
            .handoffs(settings)
            .iter()
            .filter(|handoff| is(handoff))
            .count()
    };
    let newest = engagement.newest_handoff(settings, &is)?;
    let known = before.iter().map(|before| count(before)).max().unwrap_or(0);
    let ahead = || {
        engagement
            .newest_handoff(settings, &of_its_sort)
            .is_some_and(|last| last.index == newest.index)
    };
    (count(engagement) > known || ahead()).then_some(newest)
}
