//! One thing that a brief says: its words, why it is there, where it comes from, and what it scores.

use std::fmt::Write as _;

use crate::day::Day;
use crate::model::words::sentence;
use crate::text::{Entry, Mark};

use super::Inputs;
use crate::model::Engagement;
use crate::span::Span;

/// The parts of a brief, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Where it stands and what success is.
    Standing,
    /// What is owed, by us and to us.
    Owed,
    /// What the stage asks and the next transition still needs.
    Asked,
    /// The decisions in force.
    Decided,
    /// Questions, debts, risks and the client's tone.
    Open,
    /// What changed since the reader last committed here.
    Lately,
    /// What bears on it from further back, from the client's other engagements and from other clients.
    Further,
}

impl Part {
    /// All of them, in order.
    pub const ALL: [Self; 7] = [
        Self::Standing,
        Self::Owed,
        Self::Asked,
        Self::Decided,
        Self::Open,
        Self::Lately,
        Self::Further,
    ];

    /// Its name for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Standing => "standing",
            Self::Owed => "owed",
            Self::Asked => "asked",
            Self::Decided => "decided",
            Self::Open => "open",
            Self::Lately => "lately",
            Self::Further => "further",
        }
    }

    /// Its title for people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Standing => "Where it stands",
            Self::Owed => "What is owed",
            Self::Asked => "What the next move needs",
            Self::Decided => "Decided, and why",
            Self::Open => "Open questions, risks and tone",
            Self::Lately => "What is new",
            Self::Further => "From further back",
        }
    }
}

/// Where something was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The engagement, where it is another one.
    pub engagement: Option<String>,
    /// The file.
    pub path: String,
    /// The line in it, from 1.
    pub line: usize,
    /// The title of the entry.
    pub entry: Option<String>,
    /// The entry's day, or the commit's.
    pub day: Option<Day>,
    /// The commit that brought it, in full, where it is known.
    pub commit: Option<String>,
}

impl Source {
    /// A whole file, such as a standard.
    #[must_use]
    pub fn file(path: &str) -> Self {
        Self {
            engagement: None,
            path: path.to_owned(),
            line: 1,
            entry: None,
            day: None,
            commit: None,
        }
    }
}

/// Something that goes with an item, such as the reason of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What it is: `because`, `result`, `answer`.
    pub name: &'static str,
    /// Its words.
    pub text: String,
}

/// One thing that a brief says.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The part that it belongs to.
    pub part: Part,
    /// What it is: a mark's keyword, or `fact`, `need`, `standard`, `handoff`, `section`, `change`, `entry`, `engagement`, `client`.
    pub kind: &'static str,
    /// The mark's name, where it has one.
    pub id: Option<String>,
    /// What it says.
    pub text: String,
    /// Whose it is, as people say it: `@tom to Jane Okafor`.
    pub who: Option<String>,
    /// When it is due.
    pub due: Option<Day>,
    /// Whether it is late.
    pub late: bool,
    /// What goes with it.
    pub notes: Vec<Note>,
    /// Why it is here.
    pub because: String,
    /// Where it comes from.
    pub source: Option<Source>,
    /// Whether it is open, and so in every brief.
    pub open: bool,
    /// How much it is worth the space, from 0 to 1; nothing for what is in every brief.
    pub score: Option<f64>,
}

impl Item {
    /// An item that is in every brief.
    #[must_use]
    pub fn always(part: Part, kind: &'static str, text: impl Into<String>) -> Self {
        Self {
            part,
            kind,
            id: None,
            text: text.into(),
            who: None,
            due: None,
            late: false,
            notes: Vec::new(),
            because: String::new(),
            source: None,
            open: false,
            score: None,
        }
    }

    /// An item that competes for the space.
    #[must_use]
    pub fn scored(part: Part, kind: &'static str, text: impl Into<String>, score: f64) -> Self {
        Self {
            score: Some(score),
            ..Self::always(part, kind, text)
        }
    }

    /// Why it is here.
    #[must_use]
    pub fn because(mut self, because: impl Into<String>) -> Self {
        self.because = because.into();
        self
    }

    /// Where it comes from.
    #[must_use]
    pub fn from(mut self, source: Source) -> Self {
        self.source = Some(source);
        self
    }

    /// With a note, unless it says nothing.
    #[must_use]
    pub fn note(mut self, name: &'static str, text: Option<impl Into<String>>) -> Self {
        if let Some(text) = text {
            let text = text.into();
            if !text.trim().is_empty() {
                self.notes.push(Note { name, text });
            }
        }
        self
    }

    /// Its words on one line, without its reason and source.
    #[must_use]
    pub fn said(&self) -> String {
        let mut said = self.text.clone();
        if let Some(who) = &self.who {
            let _ = write!(said, " ({who})");
        }
        for note in &self.notes {
            let _ = match said.ends_with(['.', '?', '!', '…']) {
                true => write!(said, " {}: {}", sentence(note.name), note.text),
                false => write!(said, "; {}: {}", note.name, note.text),
            };
        }
        said
    }

    /// Its source as people say it: the day and, where it is another one, the engagement; an open promise has the entry in which it was made. The
    /// rest of where it stands is the link.
    #[must_use]
    pub fn place(&self) -> Option<String> {
        let source = self.source.as_ref()?;
        let day = source.day.map(|day| day.to_string());
        let known = match (&source.engagement, day) {
            (Some(engagement), Some(day)) => format!("{engagement}@{day}"),
            (Some(engagement), None) => engagement.clone(),
            (None, Some(day)) => day,
            (None, None) => source.path.clone(),
        };
        Some(match self.entry() {
            Some(entry) => format!("{entry}, {known}"),
            None => known,
        })
    }

    /// The entry in which an open promise was made, shortly.
    #[must_use]
    pub fn entry(&self) -> Option<String> {
        let made = self.kind == "promise" && self.open;
        let entry = self.source.as_ref()?.entry.as_deref().filter(|_| made);
        entry.map(crate::check::lack::shortened)
    }

    /// How many words a reader of it reads, its reason and source included; the link to where it stands is one.
    #[must_use]
    pub fn words(&self) -> usize {
        let entry = self.entry().unwrap_or_default();
        count(&self.said())
            + count(&self.because)
            + count(&entry)
            + usize::from(self.source.is_some())
    }
}

/// How many words a text has: runs with at least one letter or digit.
#[must_use]
pub fn count(text: &str) -> usize {
    text.split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
        .count()
}

/// Where a span of an engagement stands; `other` where it is not the brief's own.
#[must_use]
pub fn source(engagement: &Engagement, span: Span, other: bool) -> Source {
    Source {
        engagement: other.then(|| engagement.id.clone()),
        path: engagement.path.clone(),
        line: engagement.document.line(span.start),
        entry: None,
        day: None,
        commit: None,
    }
}

/// Where an entry of the brief's engagement stands, with the commit that brought it.
#[must_use]
pub fn of_entry(inputs: &Inputs<'_>, entry: &Entry) -> Source {
    Source {
        entry: Some(title(entry)),
        day: entry.day,
        commit: inputs.past.brought_entry(entry),
        ..source(inputs.engagement, entry.heading_span, false)
    }
}

/// Where a mark of the brief's engagement stands, with the commit that brought it.
#[must_use]
pub fn of_mark(inputs: &Inputs<'_>, entry: &Entry, mark: &Mark) -> Source {
    Source {
        entry: Some(title(entry)),
        day: entry.day,
        commit: inputs
            .past
            .brought_mark(mark)
            .or_else(|| inputs.past.brought_entry(entry)),
        ..source(inputs.engagement, mark.span, false)
    }
}

fn title(entry: &Entry) -> String {
    if entry.title.is_empty() {
        "an entry".to_owned()
    } else {
        entry.title.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_holds_a_letter_or_a_digit() {
        assert_eq!(count("two – directions, 2026-03-20 …"), 3);
    }
}
