//! What became of an engagement between two versions of it, in words: by meaning, not by lines.

mod entries;
mod marks;
mod pairs;
mod said;
mod sections;

use std::collections::{HashMap, VecDeque};

pub use self::said::{Deed, Said};
use self::{entries::entries, marks::done, marks::marks, sections::sections};
use super::engagement::Engagement;
use super::handoff::{Between, Handoff};
use super::settings::Settings;
use super::transition::Kind;
use crate::day::Day;
use crate::span::Span;
use crate::text::{Document, Keyword};

/// What became of an engagement between two versions, the weightiest first. Without a former version, what it began with: its stage and owner alone.
#[must_use]
pub fn between(before: Option<&Engagement>, after: &Engagement, settings: &Settings) -> Vec<Said> {
    let Some(before) = before else {
        return beginning(after);
    };
    let mut said = Vec::new();
    if before.id != after.id {
        said.push(Said::Moved {
            from: before.id.clone(),
            to: after.id.clone(),
        });
    }
    if before.document.text == after.document.text {
        return said;
    }
    let readable = |engagement: &Engagement| engagement.document.front_matter.valid;
    if readable(before) != readable(after) {
        said.push(Said::Readable(readable(after)));
    }
    if head(&before.document) != head(&after.document) {
        fields(before, after, settings, &mut said);
    }
    if log(&before.document) != log(&after.document) {
        handoffs(before, after, settings, &mut said);
        marks(&before.document, &after.document, &mut said);
        entries(&before.document, &after.document, &mut said);
    }
    sections(&before.document, &after.document, &mut said);
    if said.is_empty() {
        let words =
            |document: &Document| document.body.prose_text(&document.text, document.body.span);
        said.push(if words(&before.document) == words(&after.document) {
            Said::Layout
        } else {
            Said::Section {
                title: "Log".to_owned(),
                deed: Deed::Edited,
            }
        });
    }
    said.sort_by_key(Said::weight);
    said
}

/// The front-matter as written.
fn head(document: &Document) -> &str {
    slice(document, document.front_matter.span)
}

/// The log as written.
fn log(document: &Document) -> Option<&str> {
    document.log.section.map(|section| slice(document, section))
}

fn beginning(after: &Engagement) -> Vec<Said> {
    let mut said = vec![Said::Began];
    if after.stage.is_some() {
        said.push(Said::Stage {
            from: None,
            to: after.stage.clone(),
            kind: None,
        });
    }
    if let Some(owner) = after.owner() {
        said.push(Said::Owner {
            from: None,
            to: Some(owner.to_owned()),
        });
    }
    for mark in after.document.log.marks() {
        if matches!(mark.keyword, Keyword::Promise | Keyword::Decision) {
            said.push(done(mark, Deed::Made, None));
        }
    }
    said
}

fn fields(before: &Engagement, after: &Engagement, settings: &Settings, said: &mut Vec<Said>) {
    if before.stage != after.stage {
        let kind = before
            .stage
            .as_deref()
            .zip(after.stage.as_deref())
            .zip(after.workflow(settings))
            .and_then(|((from, to), workflow)| Kind::of(workflow, from, to));
        said.push(Said::Stage {
            from: before.stage.clone(),
            to: after.stage.clone(),
            kind,
        });
    }
    let own = |engagement: &Engagement| engagement.owner().map(str::to_lowercase);
    if own(before) != own(after) {
        said.push(Said::Owner {
            from: before.owner().map(str::to_owned),
            to: after.owner().map(str::to_owned),
        });
    }
    let told = [settings.stage_field.as_str(), "owner"];
    let (was, is) = (&before.document.front_matter, &after.document.front_matter);
    let mut seen: Vec<&str> = Vec::new();
    for pair in is.pairs.iter().chain(&was.pairs) {
        let name = pair.key.as_str();
        if told.contains(&name) || seen.contains(&name) {
            continue;
        }
        seen.push(name);
        let value = |engagement: &Engagement| {
            engagement
                .value(name)
                .map(crate::text::yaml::Node::display)
                .filter(|value| !value.is_empty())
        };
        let (from, to) = (value(before), value(after));
        if from != to {
            said.push(Said::Field {
                name: name.to_owned(),
                from,
                to,
            });
        }
    }
}

fn handoffs(before: &Engagement, after: &Engagement, settings: &Settings, said: &mut Vec<Said>) {
    let (was, is) = (before.handoffs(settings), after.handoffs(settings));
    let mut left: Vec<Option<&Handoff<'_>>> = was.iter().map(Some).collect();
    let mut of_day: HashMap<(&Between, Option<Day>), VecDeque<usize>> = HashMap::new();
    let mut of_name: HashMap<&Between, VecDeque<usize>> = HashMap::new();
    for (at, handoff) in was.iter().enumerate() {
        let day = (&handoff.between, handoff.entry.day);
        of_day.entry(day).or_default().push_back(at);
        of_name.entry(&handoff.between).or_default().push_back(at);
    }
    // The first of these that is still left.
    let mut take = |places: Option<&mut VecDeque<usize>>| {
        let places = places?;
        std::iter::from_fn(|| places.pop_front())
            .find_map(|at| left.get_mut(at).and_then(Option::take))
    };
    for handoff in &is {
        let day = (&handoff.between, handoff.entry.day);
        let former = take(of_day.get_mut(&day)).or_else(|| take(of_name.get_mut(&handoff.between)));
        let Some(former) = former else {
            said.push(Said::Handoff {
                name: handoff.name(),
                deed: Deed::Made,
            });
            continue;
        };
        if former.accepted().is_none() && handoff.accepted().is_some() {
            said.push(Said::Handoff {
                name: handoff.name(),
                deed: Deed::Accepted,
            });
        }
    }
    for handoff in left.into_iter().flatten() {
        said.push(Said::Handoff {
            name: handoff.name(),
            deed: Deed::Removed,
        });
    }
}

/// Whether words changed a little or a lot: a little where four in five are the same.
fn reworded(before: &str, after: &str) -> Deed {
    if pairs::likeness(before, after) >= 0.8 {
        Deed::Edited
    } else {
        Deed::Rewritten
    }
}

fn slice(document: &Document, span: Span) -> &str {
    document.text.get(span.range()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
