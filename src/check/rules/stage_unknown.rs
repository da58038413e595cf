//! A stage that the workflow does not have.

use super::{Found, Rule, Run, Subject};
use crate::check::help;
use crate::finding::Severity;

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "stage-unknown",
    page: include_str!("stage-unknown.md"),
    severity: Severity::Error,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let engagement = subject.engagement;
    let (Some(workflow), Some(stage)) = (
        engagement.workflow(subject.context.settings),
        &engagement.stage,
    ) else {
        return;
    };
    if workflow.stage(stage).is_some() {
        return;
    }
    let known: Vec<&str> = workflow
        .stages
        .iter()
        .map(|stage| stage.id.as_str())
        .collect();
    let meant = match workflow.stage_named(stage) {
        Some(stage) => Some(stage.id.as_str()),
        None => help::nearest(stage, known.iter().copied()),
    };
    let message = format!("workflow `{}` has no stage `{stage}`", workflow.name);
    let help = match meant {
        Some(meant) => format!(
            "did you mean this?\n  {}: {meant}",
            subject.context.settings.stage_field
        ),
        None => format!("its stages are {}", help::list(&known)),
    };
    found.push(Found::new(engagement.stage_span(), stage, message, help));
}
