//! What bears on the engagement from elsewhere: what it follows, the client's other work, and others at the same move.

use super::Inputs;
use super::item::{Item, Part, cut, source};
use crate::model::{Engagement, NeedKind, StageKind};
use crate::related::{Found, Passage, Signal};

/// So many engagements are drawn on.
const MOST: usize = 6;

/// So many words of each passage.
const WORDS: usize = 35;

/// What ties an engagement to the brief's, as far as it decides what is told of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tie {
    /// One names the other.
    Named,
    /// It is for the same client.
    Client,
    /// It has made the move that comes next.
    Way,
    /// It reads alike.
    Words,
}

pub(super) fn items(inputs: &Inputs<'_>) -> Vec<Item> {
    inputs
        .kin
        .iter()
        .take(MOST)
        .enumerate()
        .flat_map(|(at, found)| of(inputs, found, at))
        .collect()
}

fn of(inputs: &Inputs<'_>, found: &Found<'_>, place: usize) -> Vec<Item> {
    let (tie, because) = tie(found);
    // What it continues and the same client's work before what only reads alike.
    let top = match tie {
        Tie::Named => 0.84,
        Tie::Client => 0.76,
        Tie::Way => 0.6,
        Tie::Words => 0.52,
    } - 0.03 * place as f64;
    let mut items = Vec::new();
    if matches!(tie, Tie::Named | Tie::Client) {
        items.push(standing(inputs, found, top - 0.02, &because));
    }
    for (at, passage) in found.passages.iter().enumerate() {
        let Some(more) = worth(tie, passage) else {
            continue;
        };
        let mut item = Item::scored(
            Part::Further,
            passage.kind,
            cut(&passage.text, WORDS),
            top + more - 0.06 * at as f64,
        )
        .because(format!("{because}; {}", passage.because));
        item.id.clone_from(&passage.id);
        item.source = Some(super::Source {
            engagement: Some(found.engagement.id.clone()),
            path: found.engagement.path.clone(),
            line: passage.line,
            entry: (!passage.entry.is_empty()).then(|| passage.entry.clone()),
            day: passage.day,
            commit: None,
        });
        items.push(item);
    }
    items
}

/// What ties it, and the reason in words.
fn tie(found: &Found<'_>) -> (Tie, String) {
    let reason = |signal: Signal| {
        let mut reasons = found.reasons.iter();
        reasons
            .find(|reason| reason.signal == signal)
            .map(|reason| reason.text.clone())
    };
    let ties = [
        (Tie::Named, Signal::Named),
        (Tie::Client, Signal::Client),
        (Tie::Way, Signal::Way),
    ];
    for (tie, signal) in ties {
        if let Some(text) = reason(signal) {
            return (tie, text);
        }
    }
    let first = found.reasons.first().map(|reason| reason.text.clone());
    (Tie::Words, first.unwrap_or_default())
}

/// How much more a passage of this kind is worth; nothing for what only its own people understand.
fn worth(tie: Tie, passage: &Passage) -> Option<f64> {
    let near = matches!(tie, Tie::Named | Tie::Client);
    match passage.kind {
        "lesson" => Some(0.08),
        "promise" | "decision" | "change" if near => Some(0.02),
        "decision" => Some(-0.04),
        "entry" if near => Some(-0.14),
        _ if near => Some(-0.04),
        _ => None,
    }
}

/// Where a piece of work stands or how it ended: in a line what somebody has to know who meets the client.
fn standing(inputs: &Inputs<'_>, found: &Found<'_>, score: f64, because: &str) -> Item {
    let engagement = found.engagement;
    let stage = engagement.stage(inputs.settings);
    let title = stage.map_or_else(
        || engagement.stage.clone().unwrap_or_default(),
        |stage| stage.title.clone(),
    );
    let mut text = format!("{} ({})", engagement.title(), title.to_lowercase());
    let over = stage.is_some_and(|stage| matches!(stage.kind, StageKind::Done | StageKind::Lost));
    let mut span = engagement.stage_span();
    match ended(inputs, engagement).filter(|_| over) {
        Some((prose, at)) => {
            text.push_str(": ");
            text.push_str(&cut(&prose, WORDS));
            span = at;
        }
        None => {
            if let Some(owner) = engagement.owner().filter(|_| !over) {
                text.push_str(&format!(", with @{owner}"));
            }
            if let Some(day) = engagement.last_sign(inputs.context.day) {
                text.push_str(&format!(", last written to on {day}"));
            }
        }
    }
    Item::scored(Part::Further, "engagement", text, score)
        .because(because)
        .from(source(engagement, span, true))
}

/// How it ended, in the section that its stage asks for: a result, or why it was lost.
fn ended(inputs: &Inputs<'_>, engagement: &Engagement) -> Option<(String, crate::span::Span)> {
    let stage = engagement.stage(inputs.settings)?;
    let mut needs = stage.needs.iter().rev();
    needs.find_map(|need| {
        let NeedKind::Section { title, .. } = &need.kind else {
            return None;
        };
        let section = engagement.section(title)?;
        let prose = engagement.prose(section.content);
        (!prose.is_empty()).then_some((prose, section.span))
    })
}
