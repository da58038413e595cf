//! An engagement that names a workflow the studio does not have.

use super::{Found, Rule, Run, Subject};
use crate::finding::Severity;
use crate::model::settings::unknown_workflow;

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "workflow-unknown",
    page: include_str!("workflow-unknown.md"),
    severity: Severity::Error,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let (engagement, settings) = (subject.engagement, subject.context.settings);
    if engagement.workflow(settings).is_some() {
        return;
    }
    let span = engagement
        .field_span("workflow")
        .unwrap_or_else(|| engagement.stage_span());
    found.push(Found::new(
        span,
        &engagement.workflow,
        unknown_workflow(settings, &engagement.workflow),
        format!("name one of the studio's workflows, or write `workflows/{}.yml`; without the key it is `{}`", engagement.workflow, settings.workflow),
    ));
}
