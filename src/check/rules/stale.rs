//! An engagement in whose log nothing has happened for longer than its stage allows.

use super::{Found, Rule, Run, Subject};
use crate::day::Day;
use crate::finding::Severity;
use crate::model::Engagement;
use crate::model::StageKind;
use crate::model::words::count;

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "stale",
    page: include_str!("stale.md"),
    severity: Severity::Note,
    run: Run::Engagement(run),
};

/// The attributes of a mark that say on which day something was done.
const DONE: [&str; 5] = ["kept", "released", "broken", "answered", "resulted"];

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let (engagement, context) = (subject.engagement, subject.context);
    let Some(stage) = engagement
        .stage(context.settings)
        .filter(|stage| stage.kind == StageKind::Active)
    else {
        return;
    };
    let (Some(allowed), Some(last)) = (stage.stale, last_sign(engagement, context.day)) else {
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

/// The newest day up to today on which its log says that something happened.
fn last_sign(engagement: &Engagement, today: Day) -> Option<Day> {
    engagement
        .document
        .log
        .entries
        .iter()
        .flat_map(|entry| {
            let accepted = entry
                .field("accepted")
                .and_then(|field| Day::leading(&field.value));
            let done = entry
                .marks
                .iter()
                .flat_map(|mark| DONE.iter().filter_map(|name| mark.day_of(name)));
            entry.day.into_iter().chain(accepted).chain(done)
        })
        .filter(|day| *day <= today)
        .max()
}
