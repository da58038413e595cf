//! An engagement that does not say where it stands.

use super::{Found, Rule, Run, Subject};
use crate::finding::Severity;
use crate::text::ProblemKind;

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "stage-missing",
    page: include_str!("stage-missing.md"),
    severity: Severity::Error,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let (engagement, settings) = (subject.engagement, subject.context.settings);
    let unread = |kind| {
        matches!(
            kind,
            ProblemKind::TooLarge
                | ProblemKind::FrontMatterMissing
                | ProblemKind::FrontMatterInvalid
        )
    };
    if engagement.stage.is_some()
        || engagement
            .document
            .problems
            .iter()
            .any(|problem| unread(problem.kind))
    {
        return;
    }
    let first = engagement
        .workflow(settings)
        .and_then(|workflow| workflow.stages.first())
        .map_or("lead", |stage| stage.id.as_str());
    let field = &settings.stage_field;
    let several = engagement
        .value(field)
        .is_some_and(|value| !value.is_blank() && value.as_str().is_none());
    found.push(Found::new(
        engagement.stage_span(),
        "",
        if several {
            format!("`{field}` should name one stage, as plain text")
        } else {
            format!("the front-matter has no `{field}`")
        },
        format!("say where it stands, in the front-matter:\n  {field}: {first}"),
    ));
}
