//! The decisions in force and why; what is settled steps back and is counted.

use super::item::{Item, Part, cut, of_mark};
use super::{Inputs, LeftOut, open};
use crate::model::marks::Outcome;
use crate::model::words::count;
use crate::registers;

/// At most so many words of a reason.
const REASON: usize = 30;

pub(super) fn items(inputs: &Inputs<'_>) -> Vec<Item> {
    let today = inputs.context.day;
    registers::decisions(inputs.engagement)
        .iter()
        .filter(|ruling| ruling.in_force())
        .enumerate()
        .map(|(at, ruling)| {
            let mark = ruling.placed.mark;
            let text = |name: &str| {
                mark.attribute(name)
                    .map(|attribute| cut(&attribute.value, REASON))
            };
            let due = ruling.review.is_some_and(|review| review <= today);
            let topic = mark
                .attribute("topic")
                .map_or_else(String::new, |topic| format!(" on {}", topic.value));
            // What waits for its result still steers the work; what has one is on its way to being past.
            let score = match (due, ruling.resulted) {
                (true, _) => 0.96,
                (false, false) => 0.9,
                (false, true) => 0.7,
            } - 0.015 * at as f64;
            let mut item = Item::scored(Part::Decided, "decision", mark.text.clone(), score)
                .note("because", text("because"))
                .note("result", text("result"))
                .because(match ruling.review {
                    Some(review) if due => {
                        format!("in force{topic}; to be looked at again since {review}")
                    }
                    Some(review) => format!("in force{topic}; to be looked at again on {review}"),
                    None => format!("in force{topic}"),
                })
                .from(of_mark(inputs, ruling.placed.entry, mark));
            item.id.clone_from(&mark.id);
            item.who = open::who(mark);
            item.due = ruling.review;
            item.late = due;
            item
        })
        .collect()
}

/// What stepped back because it is over.
pub(super) fn settled(inputs: &Inputs<'_>) -> Vec<LeftOut> {
    let engagement = inputs.engagement;
    let superseded = registers::decisions(engagement)
        .iter()
        .filter(|ruling| !ruling.in_force())
        .count();
    let kept = registers::promises(engagement, inputs.context.day)
        .iter()
        .filter(|owed| owed.outcome != Outcome::Open)
        .count();
    [
        ("superseded decision", superseded, "decision"),
        ("settled promise", kept, "promise"),
    ]
    .into_iter()
    .filter(|(_, number, _)| *number > 0)
    .map(|(noun, number, kind)| LeftOut {
        what: count(number, noun),
        count: number,
        command: format!("orbit search --in {} --kind {kind}", engagement.id),
    })
    .collect()
}
