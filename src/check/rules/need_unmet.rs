//! A need of the stage that does not hold, one finding for each. A waiver that holds makes it a debt.

use super::{Found, Rule, Run, Subject};
use crate::check::lack::Lack;
use crate::check::{borrowed, help, lack};
use crate::finding::Severity;
use crate::model::change::Movement;
use crate::model::marks::Waiver;
use crate::model::need::{Need, NeedKind, Waivable};
use crate::text::ProblemKind;

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "need-unmet",
    page: include_str!("need-unmet.md"),
    severity: Severity::Error,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let (engagement, context) = (subject.engagement, subject.context);
    let unread = |kind| {
        matches!(
            kind,
            ProblemKind::FrontMatterInvalid | ProblemKind::TooLarge
        )
    };
    if engagement
        .document
        .problems
        .iter()
        .any(|problem| unread(problem.kind))
    {
        return;
    }
    let Some(stage) = engagement.stage(context.settings) else {
        return;
    };
    for need in &stage.needs {
        let lack = lack::of(need, engagement, context).or_else(|| pasted(need, subject));
        let Some(lack) = lack else {
            continue;
        };
        let waivers: Vec<Waiver<'_>> = engagement
            .waivers(&need.key)
            .filter(|waiver| is_meant(need, *waiver, subject) && may_waive(need, *waiver, subject))
            .collect();
        let holding = waivers
            .iter()
            .rev()
            .find(|waiver| waiver.holds(context.day));
        let mut message = lack.message;
        let mut finding = match holding {
            Some(waiver) => {
                let until = waiver
                    .until()
                    .map_or_else(String::new, |until| format!(" until {until}"));
                message.push_str(&format!("; waived{until}"));
                let because = waiver
                    .because()
                    .map_or_else(String::new, |because| format!("because {because}\n"));
                let by = waiver
                    .until()
                    .map_or_else(String::new, |until| format!(", to be paid by {until}"));
                let help = format!("{because}it is a debt{by}");
                Found::new(lack.span, &need.key, message, help).severity(Severity::Note)
            }
            None => {
                if let Some(until) = waivers.iter().filter_map(|waiver| waiver.until()).max() {
                    message.push_str(&format!("; its waiver ran out on {until}"));
                }
                Found::new(
                    lack.span,
                    &need.key,
                    message,
                    help::need(subject, stage, need),
                )
            }
        };
        finding.need = Some(need.key.clone());
        finding.subject = need.identity();
        found.push(finding);
    }
}

/// A section of an engagement that comes into the stage, in words that are not its own.
fn pasted(need: &Need, subject: &Subject<'_>) -> Option<Lack> {
    let change = subject.change.filter(|change| change.touched)?;
    let NeedKind::Section { title, words } = &need.kind else {
        return None;
    };
    if change.movement() == Movement::Stays {
        return None;
    }
    let engagement = subject.engagement;
    let section = engagement.section(title)?;
    let source = borrowed::source(engagement, section.content, *words, subject.context)?;
    let headings = &engagement.document.body.headings;
    Some(Lack {
        span: headings
            .get(section.heading)
            .map_or(section.span, |heading| heading.text_span),
        message: format!(
            "section `{title}` says word for word what {} says",
            source.says()
        ),
    })
}

/// Whether a waiver is meant for this need. Names are told apart by case only where they have to be: `scope` waives the stage and `Scope` the section.
fn is_meant(need: &Need, waiver: Waiver<'_>, subject: &Subject<'_>) -> bool {
    let name = waiver.mark.text.as_str();
    let workflow = subject.engagement.workflow(subject.context.settings);
    name == need.key || workflow.is_none_or(|workflow| workflow.stage(name).is_none())
}

/// Whether whoever granted a waiver may: `waivable` of the need says who.
pub(super) fn may_waive(need: &Need, waiver: Waiver<'_>, subject: &Subject<'_>) -> bool {
    match &need.waivable {
        Waivable::Anybody => true,
        Waivable::Nobody => false,
        Waivable::Roles(roles) => waiver
            .by()
            .and_then(|handle| {
                subject
                    .context
                    .settings
                    .people
                    .by_handle(handle)?
                    .role
                    .as_ref()
            })
            .is_some_and(|role| roles.contains(role)),
    }
}
