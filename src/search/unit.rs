//! The passages of an engagement that can be found, each with its place.

use super::query::Query;
use crate::day::Day;
use crate::model::Engagement;
use crate::model::marks::{is_answered, outcome, risk_is_open};
use crate::span::Span;
use crate::text::{Keyword, Mark};

/// At most so many characters of a passage are shown.
const SHOWN: usize = 160;

/// What kind of passage it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The title of an engagement.
    Title,
    /// A key of its front-matter.
    Field,
    /// A section.
    Section,
    /// The prose of an entry of the log, or an answer in it.
    Entry,
    /// A mark.
    Mark(Keyword),
}

impl Kind {
    /// The kind of this name, in any case.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let plain = [Self::Title, Self::Field, Self::Section, Self::Entry];
        let named = plain
            .into_iter()
            .find(|kind| kind.word().eq_ignore_ascii_case(name));
        named.or_else(|| Keyword::parse(name).map(Self::Mark))
    }

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Field => "field",
            Self::Section => "section",
            Self::Entry => "entry",
            Self::Mark(keyword) => keyword.word(),
        }
    }

    /// All names, for help.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        let plain = [Self::Title, Self::Field, Self::Section, Self::Entry];
        let marks = Keyword::ALL.into_iter().map(Self::Mark);
        plain.into_iter().chain(marks).map(Self::word).collect()
    }

    /// How much more a hit in it counts.
    const fn weight(self) -> f64 {
        match self {
            Self::Title => 2.0,
            Self::Mark(_) => 1.4,
            Self::Field | Self::Entry => 1.0,
            Self::Section => 0.9,
        }
    }
}

/// A passage.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its kind.
    pub kind: Kind,
    /// What it stands under: a section's heading, an entry's title, a key.
    pub under: String,
    /// Its words.
    pub text: String,
    /// The mark's name.
    pub id: Option<String>,
    /// The day of its entry.
    pub day: Option<Day>,
    /// How a promise or a question stands.
    pub state: Option<&'static str>,
    span: Span,
}

/// A passage that was found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The engagement's id.
    pub engagement: String,
    /// Its file.
    pub path: String,
    /// The line in it, from 1.
    pub line: usize,
    /// Its kind.
    pub kind: Kind,
    /// What it stands under.
    pub under: String,
    /// The part of it around what was found.
    pub excerpt: String,
    /// The mark's name.
    pub id: Option<String>,
    /// The day of its entry.
    pub day: Option<Day>,
    /// How a promise or a question stands.
    pub state: Option<&'static str>,
    /// How well it fits.
    pub score: f64,
}

impl Hit {
    /// The hit that a passage is; nothing where the query does not find it.
    #[must_use]
    pub fn of(unit: Unit, engagement: &Engagement, query: &Query) -> Option<Self> {
        let score = query.score(&unit.text)? * unit.kind.weight();
        Some(Self {
            engagement: engagement.id.clone(),
            path: engagement.path.clone(),
            line: engagement.document.line(unit.span.start),
            kind: unit.kind,
            under: unit.under,
            excerpt: query.excerpt(&unit.text, SHOWN),
            id: unit.id,
            day: unit.day,
            state: unit.state,
            score,
        })
    }
}

/// The passages of an engagement, in the order of its file.
#[must_use]
pub fn of(engagement: &Engagement) -> Vec<Unit> {
    let document = &engagement.document;
    let mut units = Vec::new();
    let mut add = |kind: Kind, under: &str, text: String, span: Span, day: Option<Day>| {
        if !text.is_empty() {
            units.push(Unit {
                kind,
                under: under.to_owned(),
                text,
                id: None,
                day,
                state: None,
                span,
            });
        }
    };
    for pair in &document.front_matter.pairs {
        let kind = if pair.key.eq_ignore_ascii_case("title") {
            Kind::Title
        } else {
            Kind::Field
        };
        add(kind, &pair.key, pair.value.display(), pair.key_span, None);
    }
    for heading in &document.body.headings {
        let end = document
            .body
            .headings
            .iter()
            .map(|next| next.span.start)
            .find(|next| *next > heading.span.start)
            .unwrap_or(document.body.span.end);
        let log = document.log.section;
        if log.is_some_and(|log| log.start <= heading.span.start && heading.span.start < log.end) {
            continue;
        }
        let prose = engagement.prose(Span::new(heading.below, end.max(heading.below)));
        let text = format!("{} {prose}", heading.text);
        add(Kind::Section, &heading.text, text, heading.span, None);
    }
    for entry in &document.log.entries {
        let first_part = entry.parts.first().map(|part| part.heading_span.start);
        let own = first_part.unwrap_or(entry.content.end);
        let prose = engagement.prose_beside(Span::new(entry.content.start, own), &entry.marks);
        let text = format!("{} {prose}", entry.title);
        add(
            Kind::Entry,
            &entry.title,
            text,
            entry.heading_span,
            entry.day,
        );
        for part in &entry.parts {
            let prose = engagement.prose_beside(part.content, &entry.marks);
            let text = format!("{} {prose}", part.title);
            add(
                Kind::Entry,
                &entry.title,
                text,
                part.heading_span,
                entry.day,
            );
        }
    }
    for entry in &document.log.entries {
        for mark in &entry.marks {
            units.push(of_mark(mark, &entry.title));
        }
    }
    units
}

/// A mark as a passage: what it says and what goes with it.
#[must_use]
pub fn of_mark(mark: &Mark, entry: &str) -> Unit {
    let mut text = mark.text.clone();
    for attribute in &mark.attributes {
        if matches!(
            attribute.name.as_str(),
            "because" | "answer" | "result" | "topic" | "to" | "by"
        ) {
            text.push_str(&format!(" · {}", attribute.value));
        }
    }
    Unit {
        kind: Kind::Mark(mark.keyword),
        under: entry.to_owned(),
        text,
        id: mark.id.clone(),
        day: mark.day,
        state: match mark.keyword {
            Keyword::Promise => Some(outcome(mark).word()),
            Keyword::Question if is_answered(mark) => Some("answered"),
            Keyword::Question => Some("open"),
            Keyword::Risk if !risk_is_open(mark) => Some("closed"),
            _ => None,
        },
        span: mark.span,
    }
}
