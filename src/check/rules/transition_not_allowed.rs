//! A move that the workflow does not list.

use super::{Found, Rule, Run, Subject};
use crate::check::help;
use crate::finding::Severity;
use crate::model::change::Movement;

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "transition-not-allowed",
    page: include_str!("transition-not-allowed.md"),
    severity: Severity::Error,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let Some(Movement::Moves { from, to }) = subject.change.map(|change| change.movement()) else {
        return;
    };
    let Some(workflow) = subject.engagement.workflow(subject.context.settings) else {
        return;
    };
    // A stage that the workflow does not have says nothing about where one may go from it.
    let (Some(from), Some(to)) = (workflow.stage(from), workflow.stage(to)) else {
        return;
    };
    if workflow.allows(from, to) {
        return;
    }
    let field = &subject.context.settings.stage_field;
    let ways = workflow.ways_from(from);
    let mut help = if ways.is_empty() {
        format!("nothing may follow `{}`", from.id)
    } else {
        let ways: Vec<&str> = ways.iter().map(|stage| stage.id.as_str()).collect();
        format!("from `{}` it may go to {}", from.id, help::list(&ways))
    };
    help.push_str(&format!(
        "; to leave it where it was:\n  {field}: {}\n",
        from.id
    ));
    help.push_str(&format!(
        "or let workflow `{}` allow the move: add `{}` to `next` of `{}`",
        workflow.name, to.id, from.id
    ));
    found.push(Found::new(
        subject.engagement.stage_span(),
        &to.id,
        format!(
            "workflow `{}` does not let an engagement go from `{}` to `{}`",
            workflow.name, from.id, to.id
        ),
        help,
    ));
}
