//! What can be found: engagements, clients, people and stages by name, and every mark, section and entry by its words.

use std::cmp::Reverse;

use crate::day::Day;
use crate::model::marks::{Outcome, is_answered, outcome};
use crate::model::parts;
use crate::registers;
use crate::site::pages::engagement::Subject;
use crate::site::state::State;
use crate::site::studio::section_anchor;
use crate::site::{address, words};
use crate::span::Span;
use crate::text::yaml::Node;
use crate::text::{Document, Keyword};

/// Passages are about so long at most, in bytes.
const LONG: usize = 1_200;

/// What a passage is, the more telling first. The script shows the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A whole engagement.
    Engagement,
    /// A client.
    Client,
    /// Somebody.
    Person,
    /// A stage.
    Stage,
    /// A mark, by the order of their kinds.
    Mark(Keyword),
    /// A section of an engagement.
    Section,
    /// An entry of a log.
    Entry,
}

impl Kind {
    /// What it is called.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Engagement => "engagement",
            Self::Client => "client",
            Self::Person => "person",
            Self::Stage => "stage",
            Self::Mark(keyword) => keyword.word(),
            Self::Section => "section",
            Self::Entry => "log",
        }
    }
}

/// Something that can be found.
#[derive(Debug, Clone)]
pub struct Passage {
    /// What it is.
    pub kind: Kind,
    /// Whether it is over: kept, answered, done.
    pub closed: bool,
    /// Its day.
    pub day: Option<Day>,
    /// Where it stands.
    pub url: String,
    /// What it is called.
    pub title: String,
    /// What it says.
    pub text: String,
    /// To what it belongs, in words.
    pub under: String,
    /// Words by which it is found as by its name.
    pub names: String,
    /// The page of its engagement, where it is part of one.
    pub of: Option<String>,
}

impl Passage {
    /// What is found first: by kind, what is open, the newest.
    pub fn order(&self) -> impl Ord + '_ {
        (self.kind, self.closed, Reverse(self.day), &self.url)
    }
}

/// The passages of an engagement.
pub fn of_engagement(subject: &Subject<'_>) -> Vec<Passage> {
    let Subject {
        studio,
        work,
        past,
        standing,
        ..
    } = subject;
    let engagement = &work.engagement;
    let document = &engagement.document;
    let title = engagement.title();
    let client = studio.client_of(engagement).map(|client| &client.name);
    let under = match client {
        Some(client) => format!("{title}, {client}"),
        None => title.to_owned(),
    };
    let mut passages = vec![whole(subject, client.map(String::as_str))];
    let mut add = |passage: Passage| passages.push(passage);
    let passage = |kind: Kind, url: String| Passage {
        kind,
        closed: false,
        day: None,
        url,
        title: String::new(),
        text: String::new(),
        under: under.clone(),
        names: String::new(),
        of: Some(work.url.clone()),
    };
    for placed in registers::marks(engagement) {
        let mark = placed.mark;
        let url = work
            .mark_anchor(placed.in_entry, placed.at)
            .map_or_else(|| work.url.clone(), |at| address::anchored(&work.url, at));
        let mut said: Vec<&str> = Vec::new();
        for attribute in &mark.attributes {
            let told = matches!(
                attribute.name.as_str(),
                "because" | "result" | "answer" | "topic" | "to"
            );
            if told && !attribute.value.is_empty() {
                said.push(&attribute.value);
            }
        }
        let closed = match mark.keyword {
            Keyword::Promise => outcome(mark) != Outcome::Open,
            Keyword::Question => is_answered(mark),
            _ => mark.ticked == Some(true),
        };
        add(Passage {
            closed,
            day: mark.day,
            title: engagement.prose(mark.text_span),
            text: said.join(" · "),
            ..passage(Kind::Mark(mark.keyword), url)
        });
    }
    for part in parts::of(document) {
        let heading = part.title.unwrap_or_default();
        let anchor = if heading.is_empty() {
            "opening".to_owned()
        } else {
            section_anchor(heading)
        };
        let url = address::anchored(&work.url, &anchor);
        for text in pieces(&engagement.prose(part.content)) {
            add(Passage {
                day: past.moved.and_then(crate::day::Moment::day),
                closed: standing.stage.is_some_and(|stage| stage.kind.is_over()),
                title: heading.to_owned(),
                text,
                ..passage(Kind::Section, url.clone())
            });
        }
    }
    for (at, entry) in document.log.entries.iter().enumerate() {
        let marks: Vec<Span> = entry.marks.iter().map(|mark| mark.span).collect();
        let handoff = past
            .number(at)
            .filter(|_| studio.inputs.extent.handoffs)
            .map(|number| address::url(&address::handoff(&engagement.id, number)));
        let url = handoff.unwrap_or_else(|| work.entry_url(at));
        let text = without(document, entry.content, &marks);
        if text.is_empty() && entry.title.is_empty() {
            continue;
        }
        let mut texts = pieces(&text);
        if texts.is_empty() {
            texts.push(String::new());
        }
        for text in texts {
            add(Passage {
                day: entry.day,
                title: entry.title.clone(),
                text,
                ..passage(Kind::Entry, url.clone())
            });
        }
    }
    passages
}

fn whole(subject: &Subject<'_>, client: Option<&str>) -> Passage {
    let Subject {
        studio,
        work,
        past,
        standing,
        ..
    } = subject;
    let engagement = &work.engagement;
    let owner = engagement.owner().map(|owner| studio.person(owner).name);
    let people: Vec<&str> = engagement
        .value("client_people")
        .map(Node::texts)
        .unwrap_or_default();
    let mut said: Vec<String> = Vec::new();
    said.extend(standing.stage.map(|stage| stage.title.clone()));
    said.extend(owner.map(|owner| format!("with {owner}")));
    said.extend(engagement.text_of("success").map(str::to_owned));
    said.extend(people.iter().map(|person| (*person).to_owned()));
    Passage {
        kind: Kind::Engagement,
        closed: standing.stage.is_some_and(|stage| stage.kind.is_over()),
        day: past.moved.and_then(crate::day::Moment::day),
        url: work.url.clone(),
        title: engagement.title().to_owned(),
        text: said.join(" · "),
        under: client.unwrap_or_default().to_owned(),
        names: format!(
            "{} {} {}",
            engagement.title(),
            engagement.id,
            client.unwrap_or_default()
        ),
        of: Some(work.url.clone()),
    }
}

/// The passages about no single engagement.
pub fn of_studio(state: &State<'_>) -> Vec<Passage> {
    let studio = state.studio;
    let extent = studio.inputs.extent;
    let named = |kind: Kind, url: String, title: &str, text: String, more: &str| Passage {
        kind,
        closed: false,
        day: None,
        url,
        title: title.to_owned(),
        text,
        under: String::new(),
        names: format!("{title} {more}"),
        of: None,
    };
    let mut passages = Vec::new();
    if extent.clients {
        passages.extend(studio.clients.iter().map(|(folder, client)| {
            let text = client
                .index
                .as_ref()
                .map_or_else(String::new, |(_, index)| {
                    index.body.prose_text(&index.text, index.body.span)
                });
            let text = pieces(&text).into_iter().next().unwrap_or_default();
            named(Kind::Client, client.url.clone(), &client.name, text, folder)
        }));
    }
    if extent.people {
        passages.extend(studio.settings().people.iter().map(|person| {
            named(
                Kind::Person,
                address::url(&address::person(&person.handle)),
                &person.name,
                person.role.clone().unwrap_or_default(),
                &person.handle,
            )
        }));
    }
    if extent.stages {
        for (workflow, stage) in studio.stages() {
            passages.push(Passage {
                under: workflow.title.clone(),
                ..named(
                    Kind::Stage,
                    address::url(&address::stage(&workflow.name, &stage.id)),
                    &stage.title,
                    stage.purpose.clone().unwrap_or_default(),
                    &stage.id,
                )
            });
        }
    }
    passages
}

/// A span's prose without these spans, which lie in it in order.
fn without(document: &Document, span: Span, spans: &[Span]) -> String {
    let mut text = String::new();
    let mut from = span.start;
    let mut take = |from: usize, to: usize| {
        if from < to {
            let prose = document
                .body
                .prose_text(&document.text, Span::new(from, to));
            if !prose.is_empty() && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&prose);
        }
    };
    for skipped in spans {
        take(from, skipped.start);
        from = from.max(skipped.end);
    }
    take(from, span.end);
    text
}

/// A text in pieces of a length to be found by, cut between words.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = text.trim();
    while rest.len() > LONG {
        let most = rest.floor_char_boundary(LONG);
        let head = rest.get(..most).unwrap_or(rest);
        let cut = head
            .rfind(". ")
            .map(|at| at + 1)
            .filter(|at| *at > LONG / 2)
            .or_else(|| head.rfind(' ').filter(|at| *at > 0))
            .unwrap_or(head.len());
        let (piece, behind) = rest.split_at(cut);
        pieces.push(piece.trim().to_owned());
        rest = behind.trim_start();
    }
    if !rest.is_empty() {
        pieces.push(rest.to_owned());
    }
    pieces
}

/// A day as a result says it.
pub fn when(passage: &Passage) -> String {
    passage.day.map_or_else(String::new, words::day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_words() {
        let text = "One sentence of some words. ".repeat(120);
        let pieces = pieces(&text);
        assert_eq!(pieces.len(), 3);
        assert!(pieces.iter().all(|piece| piece.ends_with("words.")));
        assert_eq!(pieces.join(" "), text.trim());
        assert!(super::pieces("  ").is_empty());
        assert_eq!(super::pieces(&"x".repeat(3_000)).len(), 3);
    }
}
