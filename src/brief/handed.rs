//! What was handed over: the answers of the handoffs between stages and between people, the newest of each kind first of all, and each by what it
//! still has to say: what was to happen first is over after a while, why the work turned is not.

use super::item::{Item, Part, of_entry, source};
use super::{Inputs, excerpt};
use crate::model::Handoff;
use crate::model::handoff::Between;
use crate::model::transition::Kind;
use crate::text::placeholder::is_placeholder;

/// At most so many words of an answer: it was written to be read by whoever takes over.
const ANSWER: usize = 55;

/// At most so many of an answer at an earlier handoff.
const FORMER: usize = 40;

/// So many earlier handoffs are asked.
const EARLIER: usize = 4;

/// After so many days what had to happen first has happened or has been forgotten.
const FIRST: i64 = 45;

/// A day makes so much less of an answer, for a year.
const AGE: f64 = 0.0003;

/// Words of a question about what was near when it was asked.
const NEAR: [&str; 3] = ["first", "next", "due"];

pub(super) fn items(inputs: &Inputs<'_>) -> Vec<Item> {
    let reader = inputs.reader;
    let mut items = Vec::new();
    let newest = into_stage(inputs);
    let people = between_people(inputs);
    let day = |handoff: &Option<Handoff<'_>>| handoff.as_ref().and_then(|it| it.entry.day);
    if let Some(handoff) = &newest {
        let told = told(inputs, handoff, 0.95, 0.72);
        answers(inputs, handoff, told, ANSWER, &mut items);
    }
    if let Some(handoff) = &people {
        // After a stage was handed over too, what stands nowhere else still does not.
        let is_newer = day(&people) >= day(&newest);
        let is_now = handoff.receiver().is_some_and(|receiver| {
            let owner = inputs.engagement.owner();
            owner.is_some_and(|owner| owner.eq_ignore_ascii_case(receiver))
        });
        let (new, known) = match (is_newer, is_now) {
            (true, _) => (0.95, 0.72),
            (false, true) => (0.86, 0.66),
            (false, false) => (0.84, 0.64),
        };
        let told = told(inputs, handoff, new, known);
        answers(inputs, handoff, told, ANSWER, &mut items);
    }
    let known: Vec<usize> = [&newest, &people]
        .into_iter()
        .flatten()
        .map(|handoff| handoff.index)
        .collect();
    let mut earlier: Vec<Handoff<'_>> = inputs.engagement.handoffs(inputs.settings);
    earlier.retain(|handoff| {
        !known.contains(&handoff.index) && !matches!(handoff.between, Between::Neither(..))
    });
    earlier.sort_by_key(|handoff| std::cmp::Reverse((handoff.entry.day, handoff.index)));
    let turned = earlier.iter().position(|handoff| turns(inputs, handoff));
    for (at, handoff) in earlier.iter().enumerate() {
        // Where the work once turned, somebody new has to know why before they know how it went on.
        let (new, known) = if turned == Some(at) {
            // Once it has gone on from there, it is past what it waited for.
            let past = if stays(inputs, handoff) { 0.0 } else { 0.08 };
            (0.86 - past, 0.6 - past)
        } else if at < EARLIER {
            let later = 0.04 * at as f64;
            (0.72 - later, 0.52 - later)
        } else {
            continue;
        };
        answers(
            inputs,
            handoff,
            reader.worth(inputs, new, known),
            FORMER,
            &mut items,
        );
    }
    items
}

/// How much the answers of a recent handoff are worth. What somebody wrote to others lately they know; whoever receives it, or has come here before it
/// only, has to read it.
fn told(inputs: &Inputs<'_>, handoff: &Handoff<'_>, new: f64, known: f64) -> f64 {
    let reader = inputs.reader;
    let is_reader = |person: Option<&str>| match (reader.handle(), person) {
        (Some(reader), Some(person)) => reader.eq_ignore_ascii_case(person),
        _ => false,
    };
    if is_reader(handoff.giver()) && !is_reader(handoff.receiver()) {
        let recalled = reader.recalls(inputs, handoff.giver(), handoff.entry.day);
        return new - 0.45 * recalled;
    }
    if is_reader(handoff.receiver()) || turns(inputs, handoff) || is_later(inputs, handoff) {
        return new + 0.02;
    }
    reader.worth(inputs, new, known)
}

/// The newest handoff into the stage that it is in.
fn into_stage<'e>(inputs: &Inputs<'e>) -> Option<Handoff<'e>> {
    let engagement = inputs.engagement;
    let stage = engagement.stage.as_deref();
    engagement.newest_handoff(
        inputs.settings,
        |handoff| matches!(&handoff.between, Between::Stages(_, to) if Some(to.as_str()) == stage),
    )
}

/// The newest handoff between two people.
fn between_people<'e>(inputs: &Inputs<'e>) -> Option<Handoff<'e>> {
    inputs
        .engagement
        .newest_handoff(inputs.settings, |handoff| {
            matches!(handoff.between, Between::People(..))
        })
}

/// Whether a handoff takes the work back, out, to rest or up again: the reason is then the first thing to know.
fn turns(inputs: &Inputs<'_>, handoff: &Handoff<'_>) -> bool {
    let Between::Stages(from, to) = &handoff.between else {
        return false;
    };
    let workflow = inputs.engagement.workflow(inputs.settings);
    let kind = workflow.and_then(|workflow| Kind::of(workflow, from, to));
    matches!(
        kind,
        Some(Kind::Back | Kind::Reopen | Kind::Pause | Kind::Resume | Kind::Exit)
    )
}

/// Whether the reason of a turn stays: while the engagement is where that led to, and for good where it was opened again.
fn stays(inputs: &Inputs<'_>, handoff: &Handoff<'_>) -> bool {
    let Between::Stages(from, to) = &handoff.between else {
        return false;
    };
    let engagement = inputs.engagement;
    let kind = engagement
        .workflow(inputs.settings)
        .and_then(|workflow| Kind::of(workflow, from, to));
    kind == Some(Kind::Reopen) || engagement.stage.as_deref() == Some(to)
}

/// Whether a handoff was made after the reader's last commit.
fn is_later(inputs: &Inputs<'_>, handoff: &Handoff<'_>) -> bool {
    let last = inputs.reader.last(inputs);
    let day = last
        .and_then(|at| inputs.past.events.get(at))
        .and_then(|event| event.day);
    match (day, handoff.entry.day) {
        (Some(last), Some(day)) => day > last,
        _ => false,
    }
}

fn answers(
    inputs: &Inputs<'_>,
    handoff: &Handoff<'_>,
    score: f64,
    words: usize,
    items: &mut Vec<Item>,
) {
    let engagement = inputs.engagement;
    let days = |day| inputs.context.day.days_since(day).clamp(0, 360) as f64;
    let age = match handoff
        .entry
        .day
        .filter(|_| !(turns(inputs, handoff) && stays(inputs, handoff)))
    {
        Some(day) => AGE * days(day),
        None => 0.0,
    };
    for (at, part) in handoff.entry.parts.iter().enumerate() {
        let answer = Handoff::answer_text(&engagement.document, part);
        if answer.is_empty() || is_placeholder(&answer) {
            continue;
        }
        let over = if is_over(inputs, handoff, &part.title) {
            0.3
        } else {
            0.0
        };
        let mut item = Item::scored(
            Part::Standing,
            "handoff",
            format!(
                "{} {}",
                part.title,
                excerpt::cut(&answer, inputs.length(words))
            ),
            score - 0.01 * at as f64 - over - age,
        )
        .because(format!("handoff {}", handoff.name()));
        item.source = Some(super::Source {
            line: source(engagement, part.heading_span, false).line,
            // The reason says which entry it is.
            entry: None,
            ..of_entry(inputs, handoff.entry)
        });
        items.push(item);
    }
}

/// Whether a question was about what was near then, and is not any more.
fn is_over(inputs: &Inputs<'_>, handoff: &Handoff<'_>, question: &str) -> bool {
    let asked = handoff.entry.day;
    let old = asked.is_some_and(|day| inputs.context.day.days_since(day) > FIRST);
    let mut words = question.split(|letter: char| !letter.is_alphanumeric());
    old && words.any(|word| NEAR.contains(&word.to_lowercase().as_str()))
}
