//! Handoffs: the log entries `Handoff: A to B`, with A and B two stages or two people.

use super::person::{People, bare};
use super::workflow::Workflow;
use crate::day::Day;
use crate::text::log::Part;
use crate::text::{Document, Entry};

/// The record of a transition or of a change of owner.
#[derive(Debug, Clone)]
pub struct Handoff<'e> {
    /// Where its entry stands in the log, from 0.
    pub index: usize,
    /// Its entry.
    pub entry: &'e Entry,
    /// Between what.
    pub between: Between,
}

/// What a handoff is between.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Between {
    /// Two stages, by their ids.
    Stages(String, String),
    /// Two people, by their handles.
    People(String, String),
    /// Two things that are neither, as written.
    Neither(String, String),
}

impl<'e> Handoff<'e> {
    /// The handoff that an entry records, where it records one.
    #[must_use]
    pub fn read(
        index: usize,
        entry: &'e Entry,
        workflow: Option<&Workflow>,
        people: &People,
    ) -> Option<Self> {
        // An entry without a day that exists is none of the log's; what it says is not recorded.
        entry.day?;
        let rest = after_word(&entry.title)?;
        let ways = splits(rest);
        let stages = ways.iter().find_map(|(a, b)| {
            let (a, b) = (workflow?.stage_named(a)?, workflow?.stage_named(b)?);
            Some(Between::Stages(a.id.clone(), b.id.clone()))
        });
        let known = || {
            ways.iter().find_map(|(a, b)| {
                Some(Between::People(
                    people.by_handle(a)?.handle.clone(),
                    people.by_handle(b)?.handle.clone(),
                ))
            })
        };
        let handles = || {
            let written = |text: &str| text.starts_with('@') && !text.contains(char::is_whitespace);
            ways.iter()
                .find(|(a, b)| written(a) && written(b))
                .map(|(a, b)| Between::People(bare(a).to_owned(), bare(b).to_owned()))
        };
        let between = stages.or_else(known).or_else(handles).or_else(|| {
            ways.first()
                .map(|(a, b)| Between::Neither((*a).to_owned(), (*b).to_owned()))
        })?;
        Some(Self {
            index,
            entry,
            between,
        })
    }

    /// Whether it is the handoff between these two stages.
    #[must_use]
    pub fn is_of(&self, from: &str, to: &str) -> bool {
        matches!(&self.between, Between::Stages(a, b) if a == from && b == to)
    }

    /// Who hands over: its `from`, else one of two people, else the entry's author.
    #[must_use]
    pub fn giver(&self) -> Option<&str> {
        self.entry
            .field("from")
            .map(|field| bare(&field.value))
            .or(match &self.between {
                Between::People(from, _) => Some(from),
                _ => self.entry.author.as_deref(),
            })
    }

    /// Who takes over: its `to`, else one of two people.
    #[must_use]
    pub fn receiver(&self) -> Option<&str> {
        self.entry
            .field("to")
            .map(|field| bare(&field.value))
            .or(match &self.between {
                Between::People(_, to) => Some(to),
                _ => None,
            })
    }

    /// The day on which its receiver accepted it.
    #[must_use]
    pub fn accepted(&self) -> Option<Day> {
        Day::leading(&self.entry.field("accepted")?.value)
    }

    /// Whether somebody else than its giver still has to accept it.
    #[must_use]
    pub fn waits(&self) -> bool {
        let same = match (self.giver(), self.receiver()) {
            (Some(giver), Some(receiver)) => giver.eq_ignore_ascii_case(receiver),
            _ => false,
        };
        self.accepted().is_none() && !same
    }

    /// The answer to a question: the sub-heading that asks it, in any case and with or without its question mark.
    #[must_use]
    pub fn answer(&self, question: &str) -> Option<&'e Part> {
        self.entry
            .parts
            .iter()
            .find(|part| plain(&part.title) == plain(question))
    }

    /// An answer's words, white space folded; empty where only markup or a comment stands there.
    #[must_use]
    pub fn answer_text(document: &Document, part: &Part) -> String {
        document.body.prose_text(&document.text, part.content)
    }

    /// Its name: `scope to delivery`.
    #[must_use]
    pub fn name(&self) -> String {
        let (Between::Stages(a, b) | Between::People(a, b) | Between::Neither(a, b)) =
            &self.between;
        format!("{a} to {b}")
    }
}

fn after_word(title: &str) -> Option<&str> {
    let (word, rest) = title.split_once(':')?;
    word.trim()
        .eq_ignore_ascii_case("handoff")
        .then(|| rest.trim())
}

/// Every way to read a text as "A to B": names of stages may hold a `to` themselves.
fn splits(text: &str) -> Vec<(&str, &str)> {
    let mut ways = Vec::new();
    for separator in [" to ", " -> ", "->", " → ", "→"] {
        for (at, _) in text.match_indices(separator) {
            let (a, b) = (text[..at].trim(), text[at + separator.len()..].trim());
            if !a.is_empty() && !b.is_empty() {
                ways.push((a, b));
            }
        }
    }
    ways
}

fn plain(question: &str) -> String {
    let text = question
        .trim()
        .trim_end_matches(['?', '.', ':', '!', ' '])
        .to_lowercase()
        .replace('’', "'");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
