//! What bears on the engagement from elsewhere: what it follows, the client's other work, and others at the same move.

use super::Inputs;
use super::item::{Item, Part, cut};
use crate::related::{Found, Signal};

/// So many engagements are drawn on.
const MOST: usize = 6;

/// So many words of each passage.
const WORDS: usize = 35;

pub(super) fn items(inputs: &Inputs<'_>) -> Vec<Item> {
    inputs
        .kin
        .iter()
        .take(MOST)
        .enumerate()
        .flat_map(|(at, found)| of(found, at))
        .collect()
}

fn of(found: &Found<'_>, place: usize) -> Vec<Item> {
    let has = |signal: Signal| found.reasons.iter().any(|reason| reason.signal == signal);
    let reason = |signals: &[Signal]| {
        let mut reasons = found.reasons.iter();
        reasons
            .find(|reason| signals.contains(&reason.signal))
            .or_else(|| found.reasons.first())
            .map(|reason| reason.text.clone())
            .unwrap_or_default()
    };
    // What it continues and the same client's work before what only reads alike.
    let (tie, because) = if has(Signal::Named) {
        (0.84, reason(&[Signal::Named]))
    } else if has(Signal::Client) {
        (0.76, reason(&[Signal::Client]))
    } else if has(Signal::Way) {
        (0.66, reason(&[Signal::Way]))
    } else {
        (0.52, reason(&[]))
    };
    let mut items = Vec::new();
    let engagement = found.engagement;
    let result = engagement
        .section("Result")
        .map(|section| engagement.prose(section.content))
        .filter(|prose| !prose.is_empty());
    if tie > 0.6
        && let Some(result) = result
        && let Some(section) = engagement.section("Result")
    {
        items.push(
            Item::scored(
                Part::Further,
                "section",
                format!("{}: {}", engagement.title(), cut(&result, WORDS)),
                tie - 0.04 - 0.02 * place as f64,
            )
            .because(because.clone())
            .from(super::item::source(engagement, section.span, true)),
        );
    }
    for (at, passage) in found.passages.iter().enumerate() {
        let kind = match passage.kind {
            "lesson" => 0.06,
            "promise" | "decision" | "change" => 0.02,
            "entry" => -0.12,
            _ => -0.04,
        };
        let mut item = Item::scored(
            Part::Further,
            passage.kind,
            cut(&passage.text, WORDS),
            tie + kind - 0.03 * place as f64 - 0.06 * at as f64,
        )
        .because(format!("{because}; {}", passage.because));
        item.id.clone_from(&passage.id);
        item.source = Some(super::Source {
            engagement: Some(engagement.id.clone()),
            path: engagement.path.clone(),
            line: passage.line,
            entry: (!passage.entry.is_empty()).then(|| passage.entry.clone()),
            day: passage.day,
            commit: None,
        });
        items.push(item);
    }
    items
}
