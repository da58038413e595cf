//! A waiver whose day has passed while what it excuses is still missing.

use super::need_unmet::may_waive;
use super::{Found, Rule, Run, Subject};
use crate::check::lack;
use crate::finding::Severity;
use crate::model::marks::Waiver;
use crate::model::words::count;

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "waiver-expired",
    page: include_str!("waiver-expired.md"),
    severity: Severity::Error,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let (engagement, context) = (subject.engagement, subject.context);
    let Some(stage) = engagement.stage(context.settings) else {
        return;
    };
    for need in &stage.needs {
        let waivers: Vec<Waiver<'_>> = engagement
            .waivers(&need.key)
            .filter(|waiver| waiver.mark.ticked != Some(true) && may_waive(need, *waiver, subject))
            .collect();
        let newest = waivers
            .iter()
            .filter_map(|waiver| Some((waiver.until()?, waiver.mark.attribute("until")?)))
            .max_by_key(|(until, _)| *until);
        let Some((until, attribute)) = newest else {
            continue;
        };
        // Several needs may share a key; one waiver is said to have run out once.
        let said = found
            .iter()
            .any(|other: &Found| other.span == attribute.value_span);
        if said
            || waivers.iter().any(|waiver| waiver.holds(context.day))
            || lack::of(need, engagement, context).is_none()
        {
            continue;
        }
        let ago = usize::try_from(context.day.days_since(until)).unwrap_or_default();
        found.push(Found::new(
            attribute.value_span,
            need.identity(),
            format!(
                "the waiver of `{}` ran out {} ago, and what it excuses is still missing",
                need.key,
                count(ago, "day")
            ),
            "write what is missing, and the waiver is paid; or write another into today's entry, with today's reason",
        ));
    }
}
