//! A handoff that waits for its receiver: a warning until it is accepted, an error for whoever moves the engagement on before that.

use super::{Found, Rule, Run, Subject};
use crate::check::help;
use crate::finding::Severity;
use crate::model::change::Movement;
use crate::model::handoff::Between;
use crate::model::{Handoff, Kind, Workflow};

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "handoff-unaccepted",
    page: include_str!("handoff-unaccepted.md"),
    severity: Severity::Error,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let (engagement, settings) = (subject.engagement, subject.context.settings);
    let Some(workflow) = engagement.workflow(settings) else {
        return;
    };
    let moved = match subject.change.map(|change| change.movement()) {
        Some(Movement::Moves { from, to }) => Some((from, to)),
        _ => None,
    };
    let onward =
        moved.filter(|(from, to)| Kind::of(workflow, from, to).is_some_and(Kind::is_onward));
    // What was asked of the stage that it leaves has to be done before it goes on; in the stage where it stands it is waited for.
    for (stage, severity) in onward
        .map(|(from, _)| (from, Severity::Error))
        .into_iter()
        .chain(
            engagement
                .stage
                .as_deref()
                .map(|stage| (stage, Severity::Warning)),
        )
    {
        let into = engagement.newest_handoff(
            settings,
            |handoff| matches!(&handoff.between, Between::Stages(_, to) if to == stage),
        );
        if let Some(handoff) = into.filter(|handoff| asks(workflow, handoff) && handoff.waits()) {
            found.push(waiting(
                subject,
                &handoff,
                severity,
                onward.map(|(_, to)| to),
            ));
        }
    }
    let owners = engagement.newest_handoff(settings, |handoff| {
        matches!(handoff.between, Between::People(..))
    });
    if let Some(handoff) = owners.filter(|handoff| asks(workflow, handoff) && handoff.waits()) {
        let severity = if onward.is_some() {
            Severity::Error
        } else {
            Severity::Warning
        };
        found.push(waiting(
            subject,
            &handoff,
            severity,
            onward.map(|(_, to)| to),
        ));
    }
    if let (Some((from, to)), false) = (
        onward,
        found
            .iter()
            .any(|found| found.severity == Some(Severity::Error)),
    ) {
        found.extend(set_aside(subject, workflow, from, to));
    }
    found.extend(accepted_by_another(subject, workflow));
}

/// A handoff that waited before the commit and that the commit takes away or turns to somebody else, instead of its receiver accepting it.
fn set_aside(subject: &Subject<'_>, workflow: &Workflow, from: &str, to: &str) -> Option<Found> {
    let settings = subject.context.settings;
    let after = subject.engagement.handoffs(settings);
    subject.change?.before.iter().find_map(|before| {
        let waited = before.newest_handoff(
            settings,
            |handoff| matches!(&handoff.between, Between::Stages(_, stage) if stage == from),
        )?;
        if !asks(workflow, &waited) || !waited.waits() {
            return None;
        }
        let accepted = after.iter().any(|handoff| {
            handoff.between == waited.between
                && handoff.entry.day == waited.entry.day
                && handoff.receiver() == waited.receiver()
                && handoff.accepted().is_some()
        });
        (!accepted).then(|| Found {
            span: subject.engagement.stage_span(),
            ..waiting(subject, &waited, Severity::Error, Some(to))
        })
    })
}

fn asks(workflow: &Workflow, handoff: &Handoff<'_>) -> bool {
    let rule = match &handoff.between {
        Between::Stages(from, to) => workflow.handoff(from, to),
        Between::People(..) => workflow.owner_handoff(),
        Between::Neither(..) => None,
    };
    rule.is_some_and(|rule| rule.accept)
}

fn waiting(
    subject: &Subject<'_>,
    handoff: &Handoff<'_>,
    severity: Severity,
    onward: Option<&str>,
) -> Found {
    let name = handoff.name();
    let who = handoff.receiver().map_or_else(
        || "its receiver".to_owned(),
        |receiver| format!("@{receiver}"),
    );
    let message = match onward.filter(|_| severity == Severity::Error) {
        Some(to) => format!(
            "{who} has not accepted the handoff from {name}; until then it cannot go on to `{to}`"
        ),
        None => format!("the handoff from {name} waits for {who}"),
    };
    let help = format!(
        "{who} accepts it, in a commit of their own:\n  orbit accept {} --commit\nor with a line in its entry:\n  - accepted: {}",
        help::quoted(&subject.engagement.id),
        subject.context.day
    );
    // An entry that forbids going on is another matter than the same entry waiting.
    let sort = if severity == Severity::Error {
        "onward"
    } else {
        "waits"
    };
    Found::new(
        handoff.entry.heading_span,
        format!("{sort} {name} {:?}", handoff.entry.day),
        message,
        help,
    )
    .severity(severity)
}

/// An acceptance that somebody else wrote in the receiver's name.
fn accepted_by_another(subject: &Subject<'_>, workflow: &Workflow) -> Option<Found> {
    let (change, settings) = (subject.change?, subject.context.settings);
    let author = subject.context.person()?;
    if change.before.is_empty() {
        return None;
    }
    let accepted = |handoff: &Handoff<'_>| {
        handoff
            .accepted()
            .map(|day| (handoff.name(), handoff.entry.day, day))
    };
    let known: Vec<_> = change
        .before
        .iter()
        .flat_map(|before| before.handoffs(settings))
        .filter_map(|handoff| accepted(&handoff))
        .collect();
    let handoffs = subject.engagement.handoffs(settings);
    let handoff = handoffs.iter().find(|handoff| {
        asks(workflow, handoff)
            && accepted(handoff).is_some_and(|now| !known.contains(&now))
            && handoff.receiver().is_some_and(|receiver| {
                !receiver.eq_ignore_ascii_case(&author.handle)
                    && !handoff
                        .giver()
                        .is_some_and(|giver| giver.eq_ignore_ascii_case(receiver))
            })
    })?;
    let receiver = handoff.receiver()?;
    let field = handoff.entry.field("accepted")?;
    Some(Found::new(
        field.value_span,
        format!("another {}", handoff.name()),
        format!(
            "@{} accepts the handoff from {} for @{receiver}",
            author.handle,
            handoff.name()
        ),
        format!(
            "leave the line `- accepted: {}` out; @{receiver} writes it, in a commit of their own",
            field.value
        ),
    ))
}
