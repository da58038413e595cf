//! A skip with no waiver for what was skipped.

use super::{Found, Rule, Run, Subject};
use crate::check::help;
use crate::finding::Severity;
use crate::model::Kind;
use crate::model::change::Movement;

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "stage-skipped",
    page: include_str!("stage-skipped.md"),
    severity: Severity::Error,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let Some(Movement::Moves { from, to }) = subject.change.map(|change| change.movement()) else {
        return;
    };
    let (engagement, context) = (subject.engagement, subject.context);
    let Some(workflow) = engagement.workflow(context.settings) else {
        return;
    };
    if Kind::of(workflow, from, to) != Some(Kind::Skip) {
        return;
    }
    for passed in workflow.passed_over(from, to) {
        if engagement
            .waivers(&passed.id)
            .any(|waiver| waiver.holds(context.day))
        {
            continue;
        }
        found.push(Found::new(
            engagement.stage_span(),
            &passed.id,
            format!(
                "from `{from}` to `{to}` passes over `{}`, with no waiver for it",
                passed.id
            ),
            format!(
                "go one stage on:\n  {}: {}\nor say why it may be passed over:\n  {}",
                context.settings.stage_field,
                passed.id,
                help::skip_line(&passed.id, engagement),
            ),
        ));
    }
}
