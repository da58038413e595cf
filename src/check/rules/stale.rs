//! An engagement in whose log nothing has happened for longer than its stage allows.

use super::{Found, Rule, Run, Subject};
use crate::finding::Severity;
use crate::model::StageKind;
use crate::model::words::count;

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "stale",
    page: include_str!("stale.md"),
    severity: Severity::Note,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let (engagement, context) = (subject.engagement, subject.context);
    let Some(stage) = engagement
        .stage(context.settings)
        .filter(|stage| stage.kind == StageKind::Active)
    else {
        return;
    };
    let (Some(allowed), Some(last)) = (stage.stale, engagement.last_sign(context.day)) else {
        return;
    };
    let quiet = context.day.days_since(last);
    if quiet <= i64::from(allowed) {
        return;
    }
    let quiet = usize::try_from(quiet).unwrap_or_default();
    found.push(Found::new(
        engagement.stage_span(),
        "",
        format!(
            "nothing has happened since {last}, for {}; `{}` allows {}",
            count(quiet, "day"),
            stage.id,
            count(usize::try_from(allowed).unwrap_or_default(), "day")
        ),
        format!(
            "ask how it stands and write down what you heard\n  ### {} …\nif it is quiet on purpose, move it to a stage that waits",
            context.day
        ),
    ));
}
