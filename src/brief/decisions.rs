//! The decisions in force and why, those first that the stage asks for; what is settled steps back and is counted.

use super::bearing::Bearing;
use super::item::{Item, Part, of_mark};
use super::{Inputs, LeftOut, became, excerpt, open};
use crate::model::NeedKind;
use crate::model::marks::Outcome;
use crate::model::words::count;
use crate::registers;

/// At most so many words of a reason and of a result.
const REASON: usize = 40;

pub(super) fn items(inputs: &Inputs<'_>) -> Vec<Item> {
    let today = inputs.context.day;
    let bearing = Bearing::of(inputs);
    // Where the next stage asks for results, those that have none are work to do.
    let results_next = bearing.next.is_some_and(|next| {
        next.needs
            .iter()
            .any(|need| matches!(need.kind, NeedKind::DecisionsResulted))
    });
    registers::decisions(inputs.engagement)
        .iter()
        .filter(|ruling| ruling.in_force())
        .enumerate()
        .map(|(at, ruling)| {
            let mark = ruling.placed.mark;
            let due = ruling.review.is_some_and(|review| review <= today);
            let topic = mark
                .attribute("topic")
                .map_or_else(String::new, |topic| format!(" on {}", topic.value));
            let topics = mark.values("topic").map(|topic| bearing.topic(topic));
            let asked = topics.fold(0.0, f64::max);
            // What waits for its result still steers the work; what has one is on its way to being past, but where nothing else goes on.
            let score = match (due, ruling.resulted) {
                (true, _) => 0.96,
                (false, false) if results_next => 0.94,
                (false, false) => 0.84,
                (false, true) if bearing.is_over() => 0.76,
                (false, true) => 0.64,
            };
            let score = (score + 0.1 * asked - 0.015 * at as f64).min(0.97);
            let mut item = Item::scored(Part::Decided, "decision", mark.text.clone(), score)
                .because(match ruling.review {
                    _ if bearing.is_lost() => format!("decided{topic}"),
                    Some(review) if due => format!("in force{topic}; to review since {review}"),
                    Some(review) => format!("in force{topic}; to review on {review}"),
                    None => format!("in force{topic}"),
                })
                .from(of_mark(inputs, ruling.placed.entry, mark));
            item.notes = became::notes(mark, |text| excerpt::cut(text, inputs.length(REASON)));
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
    let at = inputs.again.for_register();
    [
        (
            "superseded decision",
            superseded,
            "decisions",
            "--superseded",
        ),
        ("settled promise", kept, "promises", "--settled"),
    ]
    .into_iter()
    .filter(|(_, number, ..)| *number > 0)
    .map(|(noun, number, register, which)| LeftOut {
        what: count(number, noun),
        count: number,
        command: format!("orbit {register} {} {which}{at}", engagement.id),
    })
    .collect()
}
