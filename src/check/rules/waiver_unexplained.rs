//! A waiver that does not say who grants it, or why.

use super::{Found, Rule, Run, Subject, told};
use crate::finding::Severity;
use crate::model::marks::{Waiver, is_somebodys};
use crate::text::placeholder::is_placeholder;
use crate::text::{Keyword, Mark};

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "waiver-unexplained",
    page: include_str!("waiver-unexplained.md"),
    severity: Severity::Error,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    for mark in subject.engagement.marks(Keyword::Waiver) {
        if mark.ticked == Some(true) || mark.text.is_empty() {
            continue;
        }
        let missing = match (is_somebodys(mark), has_reason(mark)) {
            (true, true) => continue,
            (true, false) => "why",
            (false, true) => "who grants it",
            (false, false) => "who grants it and why",
        };
        let because = mark.attribute("because");
        let span = because
            .filter(|because| is_somebodys(mark) && !because.value.is_empty())
            .map_or(mark.text_span, |because| because.value_span);
        let by = Waiver { mark }.by().unwrap_or_default();
        found.push(Found::new(
            span,
            format!("{} {by} {missing}", told::subject(mark)),
            format!("the waiver of {} does not say {missing}", told::quoted(mark)),
            format!(
                "say it as you would to whoever works on without it\n  - waiver: {} (@{}, because …, until {})",
                mark.text,
                if by.is_empty() { "…" } else { by },
                subject.context.day.plus_days(14)
            ),
        ));
    }
}

/// Whether its reason is one: not a placeholder, and not the name of the need once more.
fn has_reason(mark: &Mark) -> bool {
    Waiver { mark }.because().is_some_and(|because| {
        !is_placeholder(because) && !because.trim().eq_ignore_ascii_case(mark.text.trim())
    })
}
