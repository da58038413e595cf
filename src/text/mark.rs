//! Marks: typed list items of the log, such as promises and decisions, with their attributes and names.

pub(super) mod attributes;
pub(super) mod label;
pub(super) mod tail;

use std::fmt;

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

impl Keyword {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Promise,
        Self::Decision,
        Self::Question,
        Self::Risk,
        Self::Change,
        Self::Tone,
        Self::Lesson,
        Self::Waiver,
        Self::Approval,
    ];

    /// The keyword of this name, in any case.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|keyword| keyword.word().eq_ignore_ascii_case(name))
    }

    /// How it is written, in lower case.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Promise => "promise",
            Self::Decision => "decision",
            Self::Question => "question",
            Self::Risk => "risk",
            Self::Change => "change",
            Self::Tone => "tone",
            Self::Lesson => "lesson",
            Self::Waiver => "waiver",
            Self::Approval => "approval",
        }
    }
}

impl fmt::Display for Keyword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
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
    /// `closed` with a day, `review`, `answer`, `answered`, `shared`, `private`, or any other.
    pub name: String,
    /// Its value, trimmed; empty for a bare word such as `shared`. A handle stands without its `@`.
    pub value: String,
    /// Whether the value was written as a handle, `@maya`, and so names one of the studio's people.
    pub handle: bool,
    /// Where the attribute stands, name included.
    pub span: Span,
    /// Where the value stands, without the `@` of a handle.
    pub value_span: Span,
}

/// Whom a mark is `by`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum By<'a> {
    /// One of the studio's people: the handle without `@`.
    Person(&'a str),
    /// Somebody else, by name: the client, a supplier.
    Outside(&'a str),
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
        Day::leading(&self.attribute(name)?.value)
    }

    /// Whom it is by, in order.
    pub fn by(&self) -> impl Iterator<Item = By<'_>> {
        self.attributes
            .iter()
            .filter(|attribute| attribute.name == "by" && !attribute.value.is_empty())
            .map(|attribute| {
                if attribute.handle {
                    By::Person(&attribute.value)
                } else {
                    By::Outside(&attribute.value)
                }
            })
    }
}

/// `text` without the white space at its ends, every other run of white space one space, HTML comments left out.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("<!--") {
        fold_into(&mut folded, before);
        rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
    }
    fold_into(&mut folded, rest);
    folded
}

fn fold_into(folded: &mut String, text: &str) {
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_keyword_is_read_from_its_own_word() {
        for keyword in Keyword::ALL {
            assert_eq!(Keyword::parse(keyword.word()), Some(keyword));
            assert_eq!(
                Keyword::parse(&keyword.word().to_uppercase()),
                Some(keyword)
            );
        }
        assert_eq!(Keyword::parse("promises"), None);
    }
}
