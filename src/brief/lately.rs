//! What is new to the reader: what commits did since the last of their own.

use super::Inputs;
use super::item::{Item, Part};
use crate::model::difference::{Deed, Said};
use crate::text::Keyword;

/// At most so many things are looked at, the newest first.
const MOST: usize = 60;

pub(super) fn items(inputs: &Inputs<'_>) -> Vec<Item> {
    let knows = !inputs.reader.is_new(inputs);
    let since = inputs
        .reader
        .last(inputs)
        .and_then(|at| inputs.past.events.get(at))
        .and_then(|event| event.day);
    let mut items = Vec::new();
    for (age, event) in inputs.reader.news(inputs).iter().rev().enumerate() {
        for said in &event.said {
            let Some(weight) = weight(said) else { continue };
            if items.len() >= MOST {
                return items;
            }
            let top = if knows { 0.93 } else { 0.5 };
            let score = top * weight - 0.015 * age.min(20) as f64;
            let who = event
                .person
                .as_deref()
                .map_or_else(|| event.name.clone(), |handle| format!("@{handle}"));
            let because = match (knows, since) {
                (true, Some(since)) => format!("new since your last commit here, {since}"),
                (true, None) => "new since your last commit here".to_owned(),
                (false, _) => "since its last move".to_owned(),
            };
            let mut item =
                Item::scored(Part::Lately, "change", said.to_string(), score).because(because);
            item.who = Some(who);
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

/// How much a change matters to somebody who comes back; nothing for what the brief says anyway or that means nothing.
fn weight(said: &Said) -> Option<f64> {
    Some(match said {
        Said::Stage { .. } | Said::Owner { .. } => 1.0,
        Said::Mark { keyword, deed, .. } => match (keyword, deed) {
            // What is still open stands in its own place.
            (Keyword::Promise | Keyword::Question | Keyword::Risk, Deed::Made) => return None,
            (Keyword::Decision, Deed::Made) => 0.7,
            (Keyword::Promise, Deed::Broken | Deed::Released | Deed::Replaced) => 1.0,
            (Keyword::Change, _) => 0.98,
            (Keyword::Question, Deed::Answered) => 0.95,
            (Keyword::Promise, _) => 0.9,
            (Keyword::Decision, Deed::Resulted) => 0.85,
            (Keyword::Lesson, _) => 0.85,
            (Keyword::Tone, _) => 0.5,
            (Keyword::Approval, _) => 0.9,
            _ => 0.8,
        },
        Said::Field { .. } => 0.9,
        Said::Handoff { .. } => 0.85,
        Said::Section { deed, .. } => match deed {
            Deed::Edited => 0.5,
            _ => 0.8,
        },
        Said::Task { .. } => 0.6,
        Said::Entry { deed, .. } => match deed {
            Deed::Made => 0.75,
            _ => 0.5,
        },
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
