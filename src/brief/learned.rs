//! What came of the work so far: what was changed with the client's word, promises that were broken, and lessons.

use super::Inputs;
use super::bearing::Bearing;
use super::item::{Item, Part, of_mark};
use crate::model::StageKind;
use crate::model::marks::{Outcome, outcome};
use crate::model::words::sentence;
use crate::registers::{self, Placed};
use crate::text::{Keyword, Mark};

/// Each one that is older is worth so much less.
const AGE: f64 = 0.03;

pub(super) fn items(inputs: &Inputs<'_>) -> Vec<Item> {
    let mut items = changes(inputs);
    items.extend(broken(inputs));
    items.extend(lessons(inputs));
    items
}

/// The marks of a kind, the newest first.
fn newest<'e>(
    inputs: &Inputs<'e>,
    keyword: Keyword,
    wanted: impl Fn(&Mark) -> bool,
) -> Vec<Placed<'e>> {
    let mut marks: Vec<Placed<'_>> = registers::marks_of(inputs.engagement, keyword)
        .filter(|placed| wanted(placed.mark))
        .collect();
    marks.reverse();
    marks.sort_by_key(|placed| std::cmp::Reverse(placed.mark.day));
    marks
}

fn item(inputs: &Inputs<'_>, part: Part, placed: &Placed<'_>, score: f64) -> Item {
    let mark = placed.mark;
    let mut item = Item::scored(part, mark.keyword.word(), mark.text.clone(), score).from(of_mark(
        inputs,
        placed.entry,
        mark,
    ));
    item.id.clone_from(&mark.id);
    item
}

fn changes(inputs: &Inputs<'_>) -> Vec<Item> {
    let top = inputs.reader.worth(inputs, 0.78, 0.55) + shown(inputs, "changes");
    told(
        inputs,
        (Part::Decided, Keyword::Change),
        top,
        "changed what was agreed",
    )
}

/// What we broke: it is over, and whoever it was promised to remembers.
fn broken(inputs: &Inputs<'_>) -> Vec<Item> {
    let top = inputs.reader.worth(inputs, 0.8, 0.6);
    newest(inputs, Keyword::Promise, |mark| {
        outcome(mark) == Outcome::Broken
    })
    .iter()
    .enumerate()
    .map(|(at, placed)| {
        let mark = placed.mark;
        let because = mark.attribute("because").map(|because| &because.value);
        let mut item = item(inputs, Part::Owed, placed, top - AGE * at as f64)
            .note("because", because)
            .because("broken, and they will remember");
        item.text = format!("Broken: {}", item.text);
        item.who = super::open::who(mark);
        item
    })
    .collect()
}

fn lessons(inputs: &Inputs<'_>) -> Vec<Item> {
    let stage = inputs.engagement.stage(inputs.settings);
    // Where nothing is left to do, what was learned is what is left.
    let over = stage.is_some_and(|stage| stage.kind != StageKind::Active);
    let top = if over { 0.74 } else { 0.54 } + shown(inputs, "lessons");
    told(
        inputs,
        (Part::Further, Keyword::Lesson),
        top,
        "learned in this work",
    )
}

/// All marks of a kind behind the name of it, the newest worth the most.
fn told(inputs: &Inputs<'_>, (part, kind): (Part, Keyword), top: f64, because: &str) -> Vec<Item> {
    newest(inputs, kind, |_| true)
        .iter()
        .enumerate()
        .map(|(at, placed)| {
            let mut item = item(inputs, part, placed, top - AGE * at as f64).because(because);
            item.text = format!("{}: {}", sentence(kind.word()), item.text);
            item
        })
        .collect()
}

/// What the stage's page shows is worth a little more.
fn shown(inputs: &Inputs<'_>, what: &str) -> f64 {
    if Bearing::of(inputs).shows(what) {
        0.06
    } else {
        0.0
    }
}
