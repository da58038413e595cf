//! A decision whose review day has passed without a result.

use super::{Found, Rule, Run, Subject, told};
use crate::finding::Severity;
use crate::model::StageKind;
use crate::text::placeholder::is_placeholder;

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "decision-unreviewed",
    page: include_str!("decision-unreviewed.md"),
    severity: Severity::Warning,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let (engagement, context) = (subject.engagement, subject.context);
    let lost = engagement
        .stage(context.settings)
        .is_some_and(|stage| stage.kind == StageKind::Lost);
    if lost {
        return;
    }
    for decision in engagement.decisions_in_force() {
        let (Some(review), Some(day)) = (decision.attribute("review"), decision.day_of("review"))
        else {
            continue;
        };
        let resulted = decision
            .values("result")
            .any(|result| !is_placeholder(result));
        if day >= context.day || resulted {
            continue;
        }
        found.push(Found::new(
            review.value_span,
            told::subject(decision),
            format!(
                "the decision {} was to be reviewed on {day} and has no result",
                told::quoted(decision)
            ),
            "say below it what came of it\n  - result: …\nor, if it is too early to tell, move `review` to the day on which it will not be",
        ));
    }
}
