//! What is new to the reader: what commits did since the last of their own, in the words of what they wrote. What was overtaken since, and what the
//! brief says at its place anyway, is not told.

use std::collections::HashSet;

use super::item::{Item, Note, Part};
use super::{Inputs, excerpt};
use crate::model::difference::{Deed, Said};
use crate::text::{Entry, Keyword};

/// At most so many things are looked at, the newest first.
const MOST: usize = 60;

/// At most so many words of an entry, and of what goes with a mark.
const ENTRY: usize = 65;
const NOTE: usize = 30;

pub(super) fn items(inputs: &Inputs<'_>) -> Vec<Item> {
    let knows = !inputs.reader.is_new(inputs);
    let since = inputs
        .reader
        .last(inputs)
        .and_then(|at| inputs.past.events.get(at))
        .and_then(|event| event.day);
    let because = match (knows, since) {
        (true, Some(since)) => format!("since your last commit here, {since}"),
        (true, None) => "since your last commit here".to_owned(),
        (false, _) => "the newest here".to_owned(),
    };
    let mut items = Vec::new();
    let mut told: HashSet<String> = HashSet::new();
    for (age, event) in inputs.reader.news(inputs).iter().rev().enumerate() {
        // The story of a commit before its single marks.
        let mut said: Vec<&Said> = event.said.iter().collect();
        said.sort_by_key(|said| !matches!(said, Said::Entry { .. }));
        for said in said {
            let Some(weight) = weight(inputs, said) else {
                continue;
            };
            if items.len() >= MOST {
                return items;
            }
            let entry = entry(inputs, said);
            // Somebody who has never been here needs the story before its single steps.
            let top = match (knows, &entry) {
                (true, _) => 0.93,
                (false, Some(_)) => 0.88,
                (false, None) => 0.55,
            };
            let score = top * weight - 0.015 * age.min(20) as f64;
            let (text, notes) = match entry {
                Some(entry) => match told_of(inputs, entry) {
                    Some(text) => (text, Vec::new()),
                    // A title alone tells nothing; its marks stand elsewhere.
                    None => continue,
                },
                None => words(inputs, said),
            };
            // What was done again and again is told as it was done last.
            if !told.insert(subject(said, &text)) {
                continue;
            }
            let mut item = Item::scored(Part::Lately, "change", text, score).because(&because);
            item.notes = notes;
            item.who = Some(
                event
                    .person
                    .as_deref()
                    .map_or_else(|| event.name.clone(), |handle| format!("@{handle}")),
            );
            item.source = Some(super::Source {
                engagement: None,
                path: inputs.engagement.path.clone(),
                line: line(inputs, said),
                entry: None,
                day: event.day,
                commit: Some(event.commit.clone()),
            });
            items.push(item);
        }
    }
    items
}

/// What a change is about, so that it is told once.
fn subject(said: &Said, text: &str) -> String {
    match said {
        Said::Field { name, .. } => format!("field {name}"),
        Said::Mark { keyword, text, .. } => format!("{keyword} {text}"),
        _ => text.to_owned(),
    }
}

/// A change in words, with the answer, the result or the reason that belongs to it.
fn words(inputs: &Inputs<'_>, said: &Said) -> (String, Vec<Note>) {
    let Said::Mark {
        keyword,
        deed,
        note: Some(note),
        ..
    } = said
    else {
        return (said.to_string(), Vec::new());
    };
    let name = match (keyword, deed) {
        (_, Deed::Answered) => "answer",
        (_, Deed::Resulted) => "result",
        (_, Deed::Amended) => "now",
        _ => "because",
    };
    let note = Note {
        name,
        text: excerpt::cut(note, inputs.length(NOTE)),
    };
    (said.to_string(), vec![note])
}

/// The entry that a change wrote, as it stands now.
fn entry<'e>(inputs: &Inputs<'e>, said: &Said) -> Option<&'e Entry> {
    let Said::Entry { title, deed } = said else {
        return None;
    };
    let mut entries = inputs.engagement.document.log.entries.iter();
    (*deed == Deed::Made)
        .then(|| entries.rfind(|entry| entry.title == *title))
        .flatten()
}

/// What an entry says: its title, and what it tells before its marks; nothing where it only has marks.
pub(super) fn told_of(inputs: &Inputs<'_>, entry: &Entry) -> Option<String> {
    let prose = inputs.engagement.prose_beside(entry.content, &entry.marks);
    let told = excerpt::cut(&prose, inputs.length(ENTRY));
    (!prose.is_empty()).then(|| format!("{}: {told}", entry.title))
}

/// How much a change matters to somebody who comes back; nothing for what the brief says anyway, what was overtaken, or what means nothing.
fn weight(inputs: &Inputs<'_>, said: &Said) -> Option<f64> {
    let knows = !inputs.reader.is_new(inputs);
    Some(match said {
        Said::Mark { keyword, deed, .. } => match (keyword, deed) {
            // What is still open stands in its own place, and so does what was changed, decided and learned.
            (Keyword::Promise | Keyword::Question | Keyword::Risk, Deed::Made) => return None,
            (Keyword::Tone, _) => return None,
            (Keyword::Decision, Deed::Made) => 0.7,
            (Keyword::Promise, Deed::Broken | Deed::Released | Deed::Replaced) => 1.0,
            (Keyword::Change, _) => 0.98,
            (Keyword::Question, Deed::Answered) => 0.95,
            (Keyword::Decision, Deed::Resulted) => 0.85,
            (Keyword::Lesson, _) => 0.8,
            (Keyword::Approval, _) => 0.85,
            (Keyword::Promise, _) => 0.75,
            _ => 0.7,
        },
        Said::Entry { deed, .. } if *deed == Deed::Made => 0.97,
        // The first line says where it stands now; only whoever knew another day or number has to know that it changed.
        Said::Field { name, to, .. } => {
            let tells = ["due", "wake", "value", "success"].contains(&name.as_str());
            let now = inputs.engagement.text_of(name);
            if !knows || !tells || to.as_deref() != now {
                return None;
            }
            0.8
        }
        Said::Task { .. } if knows => 0.5,
        _ => return None,
    })
}

/// The line of the file as it is now that a change is about; its first where that is gone.
fn line(inputs: &Inputs<'_>, said: &Said) -> usize {
    let engagement = inputs.engagement;
    let log = &engagement.document.log;
    let span = match said {
        Said::Mark { keyword, text, .. } => log
            .marks_of(*keyword)
            .find(|mark| mark.text == *text)
            .map(|mark| mark.span),
        Said::Entry { title, .. } => log
            .entries
            .iter()
            .find(|entry| entry.title == *title)
            .map(|entry| entry.heading_span),
        Said::Field { name, .. } => engagement.field_span(name),
        _ => None,
    };
    span.map_or(1, |span| super::item::source(engagement, span, false).line)
}
