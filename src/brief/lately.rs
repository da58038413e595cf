//! What is new to the reader: what commits did since the last of their own.

use std::collections::HashSet;

use super::Inputs;
use super::handed;
use super::item::{Item, Part, cut};
use crate::model::difference::{Deed, Said};
use crate::text::{Entry, Keyword};

/// At most so many things are looked at, the newest first.
const MOST: usize = 60;

/// At most so many words of an entry, and of the newest.
const ENTRY: usize = 45;
const NEWEST: usize = 65;

pub(super) fn items(inputs: &Inputs<'_>) -> Vec<Item> {
    let knows = !inputs.reader.is_new(inputs);
    let since = inputs
        .reader
        .last(inputs)
        .and_then(|at| inputs.past.events.get(at))
        .and_then(|event| event.day);
    let because = match (knows, since) {
        (true, Some(since)) => format!("new since your last commit here, {since}"),
        (true, None) => "new since your last commit here".to_owned(),
        (false, _) => "the newest here".to_owned(),
    };
    let newest = handed::newest(inputs).map(|handoff| handoff.name());
    let mut items = Vec::new();
    let mut told: HashSet<String> = HashSet::new();
    for (age, event) in inputs.reader.news(inputs).iter().rev().enumerate() {
        // The story of a commit before its single marks.
        let mut said: Vec<&Said> = event.said.iter().collect();
        said.sort_by_key(|said| !matches!(said, Said::Entry { .. }));
        for said in said {
            if stands_elsewhere(inputs, said, event.moves(), newest.as_deref()) {
                continue;
            }
            let Some(weight) = weight(said) else { continue };
            if items.len() >= MOST {
                return items;
            }
            let entry = entry(inputs, said);
            // Somebody who has never been here needs the story before its single steps.
            let top = match (knows, &entry) {
                (true, _) => 0.93,
                (false, Some(_)) => 0.9,
                (false, None) => 0.5,
            };
            let score = top * weight - 0.015 * age.min(20) as f64;
            let text = match entry {
                Some(entry) => {
                    let first = told.is_empty();
                    told_of(inputs, entry, if first { NEWEST } else { ENTRY })
                }
                None => said.to_string(),
            };
            // What was done again and again is told as it was done last.
            if !told.insert(text.clone()) {
                continue;
            }
            let mut item = Item::scored(Part::Lately, "change", text, score).because(&because);
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

/// Whether the brief says it at its top: where the engagement stands, who has it, and its newest handoff. A move tells its handoff along.
fn stands_elsewhere(
    inputs: &Inputs<'_>,
    said: &Said,
    with_move: bool,
    newest: Option<&str>,
) -> bool {
    let engagement = inputs.engagement;
    match said {
        Said::Stage { to, .. } => *to == engagement.stage,
        Said::Owner { to, .. } => to.as_deref() == engagement.owner(),
        // The first line says them; only whoever knew them otherwise has to know that they changed.
        Said::Field { name, .. } => {
            inputs.reader.is_new(inputs) && ["due", "wake", "value"].contains(&name.as_str())
        }
        Said::Handoff { name, deed } => {
            *deed == Deed::Made && (with_move || newest == Some(name.as_str()))
        }
        _ => false,
    }
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

/// What an entry says: its title, and what it tells before its marks.
fn told_of(inputs: &Inputs<'_>, entry: &Entry, words: usize) -> String {
    let prose = inputs.engagement.prose_beside(entry.content, &entry.marks);
    if prose.is_empty() {
        return entry.title.clone();
    }
    format!("{}: {}", entry.title, cut(&prose, words))
}

/// How much a change matters to somebody who comes back; nothing for what the brief says anyway or that means nothing.
fn weight(said: &Said) -> Option<f64> {
    Some(match said {
        Said::Stage { .. } | Said::Owner { .. } => 0.9,
        Said::Mark { keyword, deed, .. } => match (keyword, deed) {
            // What is still open stands in its own place, and so does what was changed, decided and learned.
            (Keyword::Promise | Keyword::Question | Keyword::Risk, Deed::Made) => return None,
            (Keyword::Decision, Deed::Made) => 0.7,
            (Keyword::Promise, Deed::Broken | Deed::Released | Deed::Replaced) => 1.0,
            (Keyword::Change, _) => 0.98,
            (Keyword::Question, Deed::Answered) => 0.95,
            (Keyword::Promise, _) => 0.8,
            (Keyword::Decision, Deed::Resulted) => 0.85,
            (Keyword::Lesson, _) => 0.85,
            (Keyword::Tone, _) => return None,
            (Keyword::Approval, _) => 0.9,
            _ => 0.8,
        },
        Said::Entry { deed, .. } => match deed {
            Deed::Made => 0.97,
            _ => 0.4,
        },
        Said::Field { .. } => 0.8,
        Said::Handoff { deed, .. } => match deed {
            Deed::Made => 0.7,
            _ => 0.4,
        },
        Said::Section { deed, .. } => match deed {
            Deed::Edited => 0.5,
            _ => 0.8,
        },
        Said::Task { .. } => 0.6,
        Said::Readable(_) => 0.6,
        Said::Began | Said::Moved { .. } | Said::Layout => return None,
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
        Said::Handoff { name, .. } => log
            .entries
            .iter()
            .rev()
            .find(|entry| entry.title.ends_with(name.as_str()))
            .map(|entry| entry.heading_span),
        Said::Section { title, .. } => engagement.section(title).map(|section| section.span),
        Said::Field { name, .. } => engagement.field_span(name),
        Said::Stage { .. } => Some(engagement.stage_span()),
        Said::Owner { .. } => engagement.field_span("owner"),
        _ => None,
    };
    span.map_or(1, |span| super::item::source(engagement, span, false).line)
}
