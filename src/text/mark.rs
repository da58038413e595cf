//! Marks: typed list items of the log, such as promises and decisions, with their attributes and names.

use crate::day::Day;
use crate::span::Span;

/// What kind of mark it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Keyword {
    /// Something somebody said they would do.
    Promise,
    /// Something that was decided.
    Decision,
    /// Something that has to be answered.
    Question,
    /// Something that may go wrong.
    Risk,
    /// A change of what was agreed.
    Change,
    /// How the client sounded.
    Tone,
    /// Something to do otherwise next time.
    Lesson,
    /// An exception to a need.
    Waiver,
    /// A sign-off of a section.
    Approval,
}

/// A mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its kind.
    pub keyword: Keyword,
    /// Where the keyword stands, without the colon.
    pub keyword_span: Span,
    /// What it says: behind the colon, without attributes and id, white space folded.
    pub text: String,
    /// Where that stands.
    pub text_span: Span,
    /// Its attributes: those of the last parentheses first, then those of nested items. `@handle` is `by`.
    pub attributes: Vec<Attribute>,
    /// Its name, `^p1` without the caret.
    pub id: Option<String>,
    /// Where the id stands, caret included.
    pub id_span: Option<Span>,
    /// Whether its box is ticked, where it has one.
    pub ticked: Option<bool>,
    /// The box, where it has one.
    pub box_span: Option<Span>,
    /// The item whole, nested items included.
    pub span: Span,
    /// Its first line or lines, without nested items.
    pub line_span: Span,
    /// The day of the entry that it stands in.
    pub day: Option<Day>,
}

/// One attribute of a mark, such as `due 2026-03-20`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name in lower case: `by`, `to`, `due`, `topic`, `because`, `until`, `kept`, `released`, `broken`, `replaced`, `supersedes`, `result`,
    /// `review`, `answer`, `answered`, `shared`, …; an unknown one as written.
    pub name: String,
    /// Its value, trimmed; empty for a bare word such as `shared`.
    pub value: String,
    /// Where the attribute stands, name included.
    pub span: Span,
    /// Where the value stands.
    pub value_span: Span,
}

impl Mark {
    /// The value of the first attribute of this name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name == name)
    }

    /// The values of all attributes of this name, in order.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.attributes
            .iter()
            .filter(move |attribute| attribute.name == name)
            .map(|attribute| attribute.value.as_str())
    }

    /// The day that an attribute of this name gives.
    #[must_use]
    pub fn day_of(&self, name: &str) -> Option<Day> {
        let value = &self.attribute(name)?.value;
        Day::parse(value.split_whitespace().next()?)
    }
}
