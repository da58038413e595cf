//! The log: the dated entries of an engagement, each with its marks, its plain fields (`- from: @maya`) and its answers.

mod heading;
mod labelled;
mod reader;

use super::Body;
use super::mark::{Keyword, Mark};
use crate::day::Day;
use crate::span::Span;

pub use labelled::{Labelled, Unlabelled};

/// The level-2 section `Log` of a file, and what stands in another one of that name.
#[derive(Debug, Clone, Default)]
pub struct Log {
    /// The first such section with its heading; nothing where the file has no log.
    pub section: Option<Span>,
    /// Its entries in the order of the file.
    pub entries: Vec<Entry>,
}

/// One entry: a level-3 heading that should begin with a day, and what stands below it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The day of its heading; nothing where it has none, or one that does not exist.
    pub day: Option<Day>,
    /// The first word of the heading where it looks like a day, whether it exists or not.
    pub day_span: Option<Span>,
    /// The heading behind the day, without the author and `(shared)`.
    pub title: String,
    /// Where the title stands.
    pub title_span: Span,
    /// Who wrote it, where the heading ends in `(@handle)`.
    pub author: Option<String>,
    /// Whether it may be seen outside the studio: its heading ends in `(shared)`.
    pub shared: bool,
    /// The heading's line.
    pub heading_span: Span,
    /// The entry whole, heading included.
    pub span: Span,
    /// What stands below the heading.
    pub content: Span,
    /// Its marks in order.
    pub marks: Vec<Mark>,
    /// Its items of the form `- name: value` that are no marks, at the entry's own level (above its sub-headings, in no other item),
    /// such as `from`, `to` and `accepted`.
    pub fields: Vec<Field>,
    /// Its sub-headings (level 4 and below) with what stands below each: the answers of a handoff.
    pub parts: Vec<Part>,
}

/// A plain `- name: value` item of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The name in lower case.
    pub name: String,
    /// Its value as written, trimmed.
    pub value: String,
    /// Where the name stands.
    pub name_span: Span,
    /// Where the value stands.
    pub value_span: Span,
}

/// A sub-heading of an entry and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The heading's text without markup.
    pub title: String,
    /// The heading's line.
    pub heading_span: Span,
    /// What stands below it, up to the next heading.
    pub content: Span,
}

impl Entry {
    /// The first field of this name, in lower case.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The first part of this title, case and white space aside.
    #[must_use]
    pub fn part(&self, title: &str) -> Option<&Part> {
        self.parts
            .iter()
            .find(|part| super::markdown::same_title(&part.title, title))
    }
}

impl Log {
    /// All marks, in the order of the file.
    pub fn marks(&self) -> impl Iterator<Item = &Mark> {
        self.entries.iter().flat_map(|entry| &entry.marks)
    }

    /// The marks of one kind, in the order of the file.
    pub fn marks_of(&self, keyword: Keyword) -> impl Iterator<Item = &Mark> {
        self.marks().filter(move |mark| mark.keyword == keyword)
    }

    /// Reads the log of a file's text.
    pub(super) fn read(text: &str, body: &Body) -> Self {
        reader::read(text, body)
    }
}

#[cfg(test)]
mod tests;
