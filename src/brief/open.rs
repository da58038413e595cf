//! Everything that is open: in every brief, whatever the space.

use super::Inputs;
use super::item::{Item, Part, of_entry, of_mark};
use crate::check::lack;
use crate::day::Day;
use crate::model::marks::{Outcome, Waiver, is_answered};
use crate::next::{self, About};
use crate::registers::{self, Placed};
use crate::text::mark::By;
use crate::text::{Keyword, Mark};

pub(super) fn items(inputs: &Inputs<'_>) -> Vec<Item> {
    let mut items = handoff(inputs);
    items.extend(promises(inputs));
    items.extend(questions(inputs));
    items.extend(debts(inputs));
    items.extend(risks(inputs));
    items.extend(tone(inputs));
    items
}

/// A handoff that somebody has still to accept.
fn handoff(inputs: &Inputs<'_>) -> Vec<Item> {
    let waiting = next::handoffs(inputs.engagement, inputs.settings, inputs.context);
    waiting
        .into_iter()
        .filter_map(|waiting| match (waiting.waits_for(), waiting.about) {
            (people, About::Handoff(handoff)) => {
                let who = match people.as_slice() {
                    [] => "its receiver".to_owned(),
                    people => people.join(", "),
                };
                let mut item = Item::always(
                    Part::Standing,
                    "handoff",
                    format!(
                        "The handoff {} waits for {who} to accept it",
                        handoff.name()
                    ),
                )
                .because("nobody has it for certain until then")
                .from(of_entry(inputs, handoff.entry));
                item.open = true;
                item.late = waiting.late;
                Some(item)
            }
            _ => None,
        })
        .collect()
}

/// An item of an open mark.
fn open(inputs: &Inputs<'_>, part: Part, placed: &Placed<'_>) -> Item {
    let mark = placed.mark;
    let mut item = Item::always(part, mark.keyword.word(), mark.text.clone()).from(of_mark(
        inputs,
        placed.entry,
        mark,
    ));
    item.id.clone_from(&mark.id);
    item.who = who(mark);
    item.open = true;
    item
}

/// Whose a mark is: `@tom to Jane Okafor`.
pub(super) fn who(mark: &Mark) -> Option<String> {
    let by: Vec<String> = mark
        .by()
        .map(|by| match by {
            By::Person(handle) => format!("@{handle}"),
            By::Outside(name) => name.to_owned(),
        })
        .collect();
    let to = mark
        .attribute("to")
        .filter(|to| !to.value.is_empty())
        .map(|to| {
            let at = if to.handle { "@" } else { "" };
            format!("to {at}{}", to.value)
        });
    let parts: Vec<String> = (!by.is_empty())
        .then(|| by.join(", "))
        .into_iter()
        .chain(to)
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn promises(inputs: &Inputs<'_>) -> Vec<Item> {
    let today = inputs.context.day;
    let promises = registers::promises(inputs.engagement, today);
    let open_ones = promises.iter().filter(|owed| owed.outcome == Outcome::Open);
    let mut items: Vec<(bool, Item)> = open_ones
        .map(|owed| {
            let mut item = open(inputs, Part::Owed, &owed.placed);
            item.due = owed.due;
            item.late = owed.late;
            let direction = if owed.to_us {
                "owed to us"
            } else {
                "we owe it"
            };
            item.because = match owed.due {
                Some(due) => format!("{direction}, due {due}, {}", away(due, today)),
                None => format!("{direction}, no day yet"),
            };
            if item.who.is_none() {
                item.who = Some("nobody yet".to_owned());
            }
            (owed.to_us, item)
        })
        .collect();
    // Ours first; the order by day stays within each.
    items.sort_by_key(|(to_us, _)| *to_us);
    items.into_iter().map(|(_, item)| item).collect()
}

/// How far a day is: `5 days overdue`, `today`, `in 3 days`.
fn away(day: Day, today: Day) -> String {
    let count = |days: i64| {
        let days = usize::try_from(days.unsigned_abs()).unwrap_or(usize::MAX);
        crate::model::words::count(days, "day")
    };
    match day.days_since(today) {
        0 => "today".to_owned(),
        late @ ..0 => format!("{} overdue", count(late)),
        ahead => format!("in {}", count(ahead)),
    }
}

fn questions(inputs: &Inputs<'_>) -> Vec<Item> {
    let today = inputs.context.day;
    registers::marks_of(inputs.engagement, Keyword::Question)
        .filter(|placed| !is_answered(placed.mark))
        .map(|placed| {
            let ticked = if placed.mark.ticked == Some(true) {
                ", ticked without an answer"
            } else {
                ""
            };
            let mut item = open(inputs, Part::Open, &placed).because(format!("unanswered{ticked}"));
            item.late = placed
                .mark
                .day
                .is_some_and(|day| today.days_since(day) > 14);
            item
        })
        .collect()
}

/// Waivers that nobody has paid.
fn debts(inputs: &Inputs<'_>) -> Vec<Item> {
    let engagement = inputs.engagement;
    let today = inputs.context.day;
    let stage = engagement.stage(inputs.settings);
    registers::marks_of(engagement, Keyword::Waiver)
        .filter(|placed| placed.mark.ticked != Some(true))
        .map(|placed| {
            let waiver = Waiver { mark: placed.mark };
            let need = stage.and_then(|stage| {
                let mut needs = stage.needs.iter();
                needs.find(|need| need.key.eq_ignore_ascii_case(placed.mark.text.trim()))
            });
            let met = need.is_some_and(|need| lack::of(need, engagement, inputs.context).is_none());
            let mut item = open(inputs, Part::Open, &placed).note("because", waiver.because());
            item.text = format!("Debt: {}", placed.mark.text);
            item.due = waiver.until();
            item.late = waiver.until().is_some_and(|until| until < today) && !met;
            item.because = match (met, waiver.until()) {
                (true, _) => "waived; what it was waived for is there by now".to_owned(),
                (false, Some(until)) if until < today => format!("waived, ran out {until}"),
                (false, Some(until)) => format!("waived until {until}"),
                (false, None) => "waived until it is paid".to_owned(),
            };
            item
        })
        .collect()
}

/// What may go wrong, the newest first: an old risk may have passed without anybody saying so.
fn risks(inputs: &Inputs<'_>) -> Vec<Item> {
    let mut risks: Vec<Placed<'_>> = registers::marks_of(inputs.engagement, Keyword::Risk)
        .filter(|placed| placed.mark.ticked != Some(true))
        .collect();
    risks.sort_by_key(|placed| std::cmp::Reverse(placed.mark.day));
    risks
        .iter()
        .map(|placed| open(inputs, Part::Open, placed).because("an open risk"))
        .collect()
}

/// How the client sounded last.
fn tone(inputs: &Inputs<'_>) -> Option<Item> {
    let today = inputs.context.day;
    let last = registers::marks_of(inputs.engagement, Keyword::Tone)
        .filter(|placed| placed.mark.day.is_none_or(|day| day <= today))
        .enumerate()
        .max_by_key(|(at, placed)| (placed.mark.day, *at))
        .map(|(_, placed)| placed)?;
    let mut item = open(inputs, Part::Open, &last);
    item.text = format!("Tone: {}", last.mark.text);
    item.because = "how they sounded last".to_owned();
    Some(item)
}
