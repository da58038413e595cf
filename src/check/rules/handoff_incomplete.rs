//! A handoff with a question that nobody answered.

use super::{Found, Rule, Run, Subject, handoff_missing};
use crate::check::{borrowed, help};
use crate::finding::Severity;
use crate::model::change::Movement;
use crate::model::handoff::Handoff;
use crate::text::markdown::same_title;

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "handoff-incomplete",
    page: include_str!("handoff-incomplete.md"),
    severity: Severity::Error,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let (Some(change), settings) = (subject.change, subject.context.settings) else {
        return;
    };
    let engagement = subject.engagement;
    let Some(workflow) = engagement.workflow(settings) else {
        return;
    };
    let recorded = match (change.movement(), change.owners()) {
        (Movement::Moves { from, to }, _) => workflow.handoff(from, to).zip(
            handoff_missing::of_move(engagement, &change.before, settings, from, to),
        ),
        (Movement::Stays, Some((from, to))) => workflow.owner_handoff().zip(
            handoff_missing::of_owner(engagement, &change.before, settings, from, to),
        ),
        _ => None,
    };
    let Some((rule, handoff)) = recorded else {
        return;
    };
    for question in &rule.ask {
        let part = handoff.answer(question);
        let text = part
            .map(|part| Handoff::answer_text(&engagement.document, part))
            .unwrap_or_default();
        let document = &engagement.document;
        let said = part.filter(|part| {
            !document.body.is_placeholder(&document.text, part.content)
                && !same_title(&text, question)
        });
        let pasted =
            said.and_then(|part| borrowed::source(engagement, part.content, 0, subject.context));
        if said.is_some() && pasted.is_none() {
            continue;
        }
        let name = handoff.name();
        let message = match part {
            _ if pasted.is_some() => {
                let source = pasted.map(|source| source.says()).unwrap_or_default();
                format!(
                    "the handoff from {name} answers word for word what {source} says, to: {question}"
                )
            }
            None => format!("the handoff from {name} does not answer: {question}"),
            Some(_) if text.is_empty() => {
                format!("the handoff from {name} leaves unanswered: {question}")
            }
            Some(_) => format!(
                "the handoff from {name} answers `{text}`, which is a placeholder, to: {question}"
            ),
        };
        let help = format!(
            "{}write the answer below its heading, in a sentence that the next person can use:\n  #### {question}",
            help::standard(subject, &["Handoff", &name]),
        );
        let span = part.map_or(handoff.entry.heading_span, |part| part.heading_span);
        found.push(Found::new(span, question, message, help));
    }
}
