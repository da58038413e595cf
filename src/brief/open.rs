//! Everything that is open: in every brief, whatever the space.

use super::bearing::Bearing;
use super::item::{Item, Part, of_entry, of_mark};
use super::{Inputs, people};
use crate::check::lack;
use crate::day::Day;
use crate::model::marks::{Outcome, Waiver, is_answered, risk_is_open};
use crate::next::{self, About};
use crate::registers::{self, Placed};
use crate::text::mark::By;
use crate::text::sentence::sentences;
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

/// Waivers that nobody has paid: those of what the stage asks for and what is not there. What was waived and is there by now, or is not asked any more,
/// is no debt, whatever its day.
fn debts(inputs: &Inputs<'_>) -> Vec<Item> {
    let engagement = inputs.engagement;
    let today = inputs.context.day;
    let stage = engagement.stage(inputs.settings);
    registers::marks_of(engagement, Keyword::Waiver)
        .filter(|placed| placed.mark.ticked != Some(true))
        .map(|placed| {
            let waiver = Waiver { mark: placed.mark };
            let lacks = stage.is_some_and(|stage| {
                let mut needs = stage
                    .needs
                    .iter()
                    .filter(|need| need.key.eq_ignore_ascii_case(placed.mark.text.trim()));
                needs.any(|need| lack::of(need, engagement, inputs.context).is_some())
            });
            let mut item = open(inputs, Part::Open, &placed).note("because", waiver.because());
            item.due = waiver.until();
            if !lacks {
                item.text = format!("Waived: {}", placed.mark.text);
                item.open = false;
                item.score = Some(0.34);
                return item.because("there by now, or not asked any more");
            }
            item.text = format!("Debt: {}", placed.mark.text);
            item.late = waiver.until().is_some_and(|until| until < today);
            item.because = match waiver.until() {
                Some(until) if until < today => format!("waived, ran out {until}"),
                Some(until) => format!("waived until {until}"),
                None => "waived until it is paid".to_owned(),
            };
            item
        })
        .collect()
}

/// What may go wrong, the newest first. What nobody has closed is open, also where the work is over.
fn risks(inputs: &Inputs<'_>) -> Vec<Item> {
    let over = Bearing::of(inputs).is_over();
    let mut risks: Vec<Placed<'_>> = registers::marks_of(inputs.engagement, Keyword::Risk)
        .filter(|placed| risk_is_open(placed.mark))
        .collect();
    risks.sort_by_key(|placed| std::cmp::Reverse(placed.mark.day));
    let because = match over {
        true => "a risk that nobody closed",
        false => "an open risk",
    };
    risks
        .iter()
        .map(|placed| open(inputs, Part::Open, placed).because(because))
        .collect()
}

/// Of tones so many days apart the client's own people's goes before anybody else's.
const SOUNDED: i64 = 60;

/// How the client sounded last, and who of them it was.
fn tone(inputs: &Inputs<'_>) -> Option<Item> {
    let today = inputs.context.day;
    let names = people::of(inputs.engagement);
    let tones: Vec<Placed<'_>> = registers::marks_of(inputs.engagement, Keyword::Tone)
        .filter(|placed| placed.mark.day.is_none_or(|day| day <= today))
        .collect();
    let newest = |tones: &mut dyn Iterator<Item = (usize, &Placed<'_>)>| {
        tones
            .max_by_key(|(at, placed)| (placed.mark.day, *at))
            .map(|(at, _)| at)
    };
    let newest_of_all = newest(&mut tones.iter().enumerate())?;
    let last = tones.get(newest_of_all)?;
    let of_theirs = |placed: &Placed<'_>| {
        let near = match (last.mark.day, placed.mark.day) {
            (Some(last), Some(day)) => last.days_since(day) <= SOUNDED,
            _ => false,
        };
        near && !with(inputs, &names, placed).is_empty()
    };
    let mut theirs = tones
        .iter()
        .enumerate()
        .filter(|(_, placed)| of_theirs(placed));
    let of_theirs = newest(&mut theirs).filter(|at| *at != newest_of_all);
    let last = of_theirs.and_then(|at| tones.get(at)).unwrap_or(last);
    let mut item = open(inputs, Part::Open, last);
    item.text = format!("Tone: {}", last.mark.text);
    // Whom the words name already needs no naming.
    let named = people::named(&names, &last.mark.text);
    if item.who.is_none() && named.is_empty() {
        let with = with(inputs, &names, last);
        item.who = (!with.is_empty()).then(|| with.join(", "));
    }
    // Somebody else's may be newer.
    item.because = match of_theirs {
        Some(_) => format!("how {} sounded last", with(inputs, &names, last).join(", ")),
        None => "how they sounded last".to_owned(),
    };
    Some(item)
}

/// Whom of the client's people a tone is of: those whom it names, else those whom its entry's title names, else those whom the entry begins with.
fn with<'n>(inputs: &Inputs<'_>, names: &'n [String], placed: &Placed<'_>) -> Vec<&'n str> {
    let said = people::named(names, &placed.mark.text);
    if !said.is_empty() {
        return said;
    }
    let entry = placed.entry;
    let titled = people::named(names, &entry.title);
    if !titled.is_empty() {
        return titled;
    }
    let prose = inputs.engagement.prose_beside(entry.content, &entry.marks);
    let first = sentences(&prose).first().copied().unwrap_or_default();
    people::named(names, first)
}
