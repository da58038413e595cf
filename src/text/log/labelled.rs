//! An item that begins with a name and a colon, read as a mark would be, wherever it stands and whatever the name is.

use crate::span::Span;
use crate::text::mark::label::Label;
use crate::text::mark::tail::Tail;
use crate::text::mark::{Attribute, Keyword, attributes};
use crate::text::{Document, Item};

/// The parts of an item of the form `name: value (attributes) ^id`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// The name as written.
    pub name: String,
    /// Where it stands.
    pub name_span: Span,
    /// The kind of mark that it would be, where the name is a keyword.
    pub keyword: Option<Keyword>,
    /// The attributes of its last parentheses.
    pub attributes: Vec<Attribute>,
    /// Whether it ends in an id.
    pub has_id: bool,
}

/// A keyword that an item begins with and no colon behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlabelled {
    /// Which keyword.
    pub keyword: Keyword,
    /// Where it stands.
    pub span: Span,
    /// The attributes of the item's last parentheses.
    pub attributes: Vec<Attribute>,
    /// Whether the item ends in an id.
    pub has_id: bool,
}

impl Document {
    /// Reads an item that begins with a keyword as a word of its own, and with no colon behind it.
    #[must_use]
    pub fn unlabelled(&self, item: &Item) -> Option<Unlabelled> {
        let text = self.text.get(item.text_span.range())?;
        if Label::read(text).is_some() {
            return None;
        }
        let unmarked = text.trim_start_matches(['*', '_']);
        let length = unmarked.find(|letter: char| !letter.is_alphabetic())?;
        let keyword = Keyword::parse(unmarked.get(..length)?)?;
        let rest = unmarked.get(length..)?.trim_start_matches(['*', '_']);
        let parted = |letter: char| letter.is_whitespace() || letter == ';' || letter == ',';
        if !rest.starts_with(parted) {
            return None;
        }
        let start = item.text_span.end - unmarked.len();
        let tail = Tail::read(unmarked);
        Some(Unlabelled {
            keyword,
            span: Span::new(start, start + length),
            attributes: tail.attributes.map_or_else(Vec::new, |(from, to)| {
                let inside = unmarked.get(from..to).unwrap_or_default();
                attributes::read(inside, start + from)
            }),
            has_id: tail.id.is_some(),
        })
    }

    /// Reads an item of this document's body by its label; nothing where it has none.
    #[must_use]
    pub fn labelled(&self, item: &Item) -> Option<Labelled> {
        let text = self.text.get(item.text_span.range())?;
        let label = Label::read(text)?;
        let value = text.get(label.value..).unwrap_or_default();
        let tail = Tail::read(value);
        let start = item.text_span.start;
        let name_at = start + label.start;
        Some(Labelled {
            name: label.name.to_owned(),
            name_span: Span::new(name_at, name_at + label.name.len()),
            keyword: label.keyword,
            attributes: tail.attributes.map_or_else(Vec::new, |(from, to)| {
                let inside = value.get(from..to).unwrap_or_default();
                attributes::read(inside, start + label.value + from)
            }),
            has_id: tail.id.is_some(),
        })
    }
}
