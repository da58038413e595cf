//! What was handed over: the answers of the newest handoff, and for somebody who was not there of the last one that turned the work, else of the one before.

use super::Inputs;
use super::item::{Item, Part, cut, of_entry, source};
use crate::model::Handoff;
use crate::model::handoff::Between;
use crate::model::transition::Kind;
use crate::text::placeholder::is_placeholder;

/// At most so many words of an answer: it was written to be read by whoever takes over.
const ANSWER: usize = 55;

/// At most so many of an answer at an earlier handoff.
const FORMER: usize = 35;

pub(super) fn items(inputs: &Inputs<'_>) -> Vec<Item> {
    let engagement = inputs.engagement;
    let Some(newest) = newest(inputs) else {
        return Vec::new();
    };
    let reader = inputs.reader;
    let is_reader = |person: Option<&str>| match (reader.handle(), person) {
        (Some(reader), Some(person)) => reader.eq_ignore_ascii_case(person),
        _ => false,
    };
    let mut items = Vec::new();
    // What somebody wrote themselves they know; all others have not seen it, or should see it again where it sent the work back.
    let told = if is_reader(newest.giver()) && !is_reader(newest.receiver()) {
        0.5
    } else if is_reader(newest.receiver()) || turns(inputs, &newest) || is_later(inputs, &newest) {
        0.97
    } else {
        reader.worth(inputs, 0.95, 0.72)
    };
    answers(inputs, &newest, told, ANSWER, "newest", &mut items);
    let all = engagement.handoffs(inputs.settings);
    let earlier = || {
        all.iter().filter(|handoff| {
            handoff.index < newest.index && matches!(handoff.between, Between::Stages(..))
        })
    };
    let last = |handoff: &&Handoff<'_>| (handoff.entry.day, handoff.index);
    // Where the work once turned, somebody new has to know why before they know how it went on.
    let turned = earlier()
        .filter(|handoff| turns(inputs, handoff))
        .max_by_key(last);
    if let Some(turned) = turned {
        let told = reader.worth(inputs, 0.88, 0.6);
        answers(inputs, turned, told, FORMER, "earlier", &mut items);
    } else if let Some(former) = earlier().max_by_key(last) {
        let told = reader.worth(inputs, 0.64, 0.35);
        answers(inputs, former, told, FORMER, "former", &mut items);
    }
    items
}

/// The newest handoff into the stage that it is in, or between two people.
pub(super) fn newest<'e>(inputs: &Inputs<'e>) -> Option<Handoff<'e>> {
    let engagement = inputs.engagement;
    let stage = engagement.stage.as_deref();
    engagement.newest_handoff(inputs.settings, |handoff| match &handoff.between {
        Between::Stages(_, to) => Some(to.as_str()) == stage,
        Between::People(..) => true,
        Between::Neither(..) => false,
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
    which: &str,
    items: &mut Vec<Item>,
) {
    let engagement = inputs.engagement;
    for (at, part) in handoff.entry.parts.iter().enumerate() {
        let answer = Handoff::answer_text(&engagement.document, part);
        if answer.is_empty() || is_placeholder(&answer) {
            continue;
        }
        let mut item = Item::scored(
            Part::Standing,
            "handoff",
            format!("{} {}", part.title, cut(&answer, words)),
            score - 0.01 * at as f64,
        )
        .because(format!("asked at the {which} handoff, {}", handoff.name()));
        item.source = Some(super::Source {
            line: source(engagement, part.heading_span, false).line,
            // The reason says which entry it is.
            entry: None,
            ..of_entry(inputs, handoff.entry)
        });
        items.push(item);
    }
}
