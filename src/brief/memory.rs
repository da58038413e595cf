//! What stands further back in the engagement's own log: the entries behind what is open and in force, and the questions that were answered. What the
//! reader wrote themselves comes back once it is no longer fresh.

use std::collections::HashSet;

use super::bearing::Bearing;
use super::item::{Item, Part, of_entry, of_mark};
use super::{Inputs, became, excerpt, lately, people};
use crate::model::difference::{Deed, Said};
use crate::model::marks::{Outcome, is_answered, outcome, risk_is_open};
use crate::registers;
use crate::text::{Entry, Keyword, Mark};

/// At most so many words of an answer.
const ANSWER: usize = 35;

/// A month makes so much less of a thing.
const MONTH: f64 = 0.006;

/// What went wrong has to be known before it is said to the client again.
const MISTAKE: f64 = 0.06;
const WRONG: [&str; 9] = [
    "mistake",
    "mistakes",
    "wrong",
    "fault",
    "forgot",
    "forgotten",
    "missed",
    "error",
    "apologised",
];

/// What somebody has fresh in mind is worth so much less.
const RECALLED: f64 = 0.3;

pub(super) fn items(inputs: &Inputs<'_>) -> Vec<Item> {
    let mut items = answered(inputs);
    items.extend(entries(inputs));
    items
}

/// The questions that have an answer, each with it.
fn answered(inputs: &Inputs<'_>) -> Vec<Item> {
    let reader = inputs.reader;
    registers::marks_of(inputs.engagement, Keyword::Question)
        .filter(|placed| is_answered(placed.mark))
        .map(|placed| {
            let mark = placed.mark;
            let mut item = Item::scored(Part::Decided, "question", String::new(), 0.0)
                .because("answered")
                .from(of_mark(inputs, placed.entry, mark));
            let became = became::of(inputs.engagement, placed);
            let cut = |text: &str| excerpt::cut(text, inputs.length(ANSWER));
            became::told(&mut item, &became, cut);
            item.text = mark.text.clone();
            let on = mark.day_of("answered").or(mark.day);
            let recalled = reader.recalls(inputs, placed.entry.author.as_deref(), on);
            item.score = Some(
                reader.worth(inputs, 0.66, 0.48) + 0.4 * facts(inputs, &item.said())
                    - months(inputs, on)
                    - RECALLED * recalled,
            );
            item
        })
        .collect()
}

/// The entries that are no news, each by what came of it and by what it tells.
fn entries(inputs: &Inputs<'_>) -> Vec<Item> {
    let bearing = Bearing::of(inputs);
    let reader = inputs.reader;
    let news: HashSet<&str> = inputs
        .reader
        .news(inputs)
        .iter()
        .flat_map(|event| &event.said)
        .filter_map(|said| match said {
            Said::Entry {
                title,
                deed: Deed::Made,
            } => Some(title.as_str()),
            _ => None,
        })
        .collect();
    let handoffs: Vec<usize> = inputs
        .engagement
        .handoffs(inputs.settings)
        .iter()
        .map(|handoff| handoff.index)
        .collect();
    let mut items = Vec::new();
    for (at, entry) in inputs.engagement.document.log.entries.iter().enumerate() {
        let is_future = entry.day.is_some_and(|day| day > inputs.context.day);
        if handoffs.contains(&at) || news.contains(entry.title.as_str()) || is_future {
            continue;
        }
        let Some(text) = lately::told_of(inputs, entry) else {
            continue;
        };
        let (weight, because) = came_of(inputs, &bearing, entry);
        let here = inputs
            .past
            .since
            .is_some_and(|since| entry.day >= Some(since));
        let recalled = reader.recalls(inputs, entry.author.as_deref(), entry.day);
        let score = reader.worth(inputs, 0.53, 0.48)
            + weight
            + facts(inputs, &text)
            + if owns_up(&text) { MISTAKE } else { 0.0 }
            + if here { 0.06 } else { 0.0 }
            - months(inputs, entry.day)
            - RECALLED * recalled;
        items.push(
            Item::scored(Part::Further, "entry", text, score)
                .because(because)
                .from(of_entry(inputs, entry)),
        );
    }
    items
}

/// Whether a text says that something went wrong.
fn owns_up(text: &str) -> bool {
    let mut words = text.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| WRONG.contains(&word.to_lowercase().as_str()))
}

/// What came of an entry: how much more it is worth for that, and the reason in words.
fn came_of(inputs: &Inputs<'_>, bearing: &Bearing<'_>, entry: &Entry) -> (f64, &'static str) {
    let in_force: HashSet<_> = registers::decisions(inputs.engagement)
        .iter()
        .filter(|ruling| ruling.in_force())
        .map(|ruling| ruling.placed.mark.span.start)
        .collect();
    let of = |mark: &Mark| -> Option<(f64, &'static str)> {
        Some(match mark.keyword {
            Keyword::Promise => match outcome(mark) {
                Outcome::Open => (0.14, "what is owed was promised there"),
                Outcome::Broken => (0.12, "a promise of it was broken"),
                _ => return None,
            },
            Keyword::Question if !is_answered(mark) => (0.12, "what is open was asked there"),
            Keyword::Decision if in_force.contains(&mark.span.start) => {
                let topics = mark.values("topic").map(|topic| bearing.topic(topic));
                let most = topics.fold(0.0, f64::max);
                (0.04 + 0.04 * most, "what is in force was decided there")
            }
            Keyword::Change => (0.05, "what was agreed changed there"),
            Keyword::Risk if risk_is_open(mark) => (0.06, "a risk was seen there"),
            Keyword::Lesson => (0.05, "something was learned there"),
            _ => return None,
        })
    };
    let found = entry.marks.iter().filter_map(of);
    found.fold((0.0, "told in its log"), |best, one| {
        if one.0 > best.0 { one } else { best }
    })
}

/// How many facts a text tells, growing ever less: its numbers and the client's people.
pub(super) fn facts(inputs: &Inputs<'_>, text: &str) -> f64 {
    let numbers = text.split_whitespace().filter(|word| {
        word.contains(|letter: char| letter.is_ascii_digit()) && !word.contains('-')
    });
    let people = people::of(inputs.engagement);
    let told = numbers.count() + people::named(&people, text).len();
    0.012 * told.min(6) as f64
}

/// What age takes from a thing.
fn months(inputs: &Inputs<'_>, day: Option<crate::day::Day>) -> f64 {
    let days = day.map_or(0, |day| inputs.context.day.days_since(day).max(0));
    MONTH * (days as f64 / 30.0).min(18.0)
}
