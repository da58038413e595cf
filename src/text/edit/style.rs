//! The habits of a document: its line ends, its bullets, where its lines begin and end.

use crate::span::Span;
use crate::text::{Body, Document, Item};

/// How a list item is written, up to its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bullet {
    /// What stands before the bullet on its line.
    pub(super) indent: String,
    /// `-`, `*` or `+`, and the white space behind it.
    pub(super) sign: String,
}

impl Bullet {
    /// A hyphen at the margin.
    pub(super) fn usual() -> Self {
        Self {
            indent: String::new(),
            sign: "- ".to_owned(),
        }
    }

    /// That of an item; nothing where it has a number, or shares its line with something before it.
    pub(super) fn of(document: &Document, item: &Item) -> Option<Self> {
        let text = document.text.as_str();
        let indent = text.get(line_start(text, item.span.start)..item.span.start)?;
        let rest = text.get(item.span.range())?;
        let behind = rest.strip_prefix(['-', '*', '+'])?;
        let blanks = behind.len() - behind.trim_start_matches([' ', '\t']).len();
        let sign = match rest.get(..1 + blanks)? {
            sign if blanks > 0 => sign.to_owned(),
            sign => format!("{sign} "),
        };
        indent.trim().is_empty().then(|| Self {
            indent: indent.to_owned(),
            sign,
        })
    }

    /// That of an item nested in one of this bullet.
    pub(super) fn nested(&self) -> Self {
        let width = if self.sign.contains('\t') {
            4
        } else {
            self.sign.len()
        };
        Self {
            indent: format!("{}{}", self.indent, " ".repeat(width)),
            sign: format!("{} ", self.sign.get(..1).unwrap_or("-")),
        }
    }
}

/// The line end that a text uses most.
pub(super) fn line_end(text: &str) -> &'static str {
    let windows = text.matches("\r\n").count();
    if windows * 2 > text.matches('\n').count() {
        "\r\n"
    } else {
        "\n"
    }
}

/// Where the line begins that byte `at` stands on.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.rfind('\n').map_or(0, |found| found + 1)
}

/// Where the line ends that byte `at` stands on, its line end left out.
pub(super) fn line_stop(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    match rest.find('\n') {
        Some(length) => {
            let line = rest.get(..length).unwrap_or_default();
            at + line.strip_suffix('\r').unwrap_or(line).len()
        }
        None => text.len(),
    }
}

/// Where the next line begins.
pub(super) fn line_next(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.find('\n').map_or(rest.len(), |length| length + 1)
}

/// The end of the last line in `span` that is not blank, its own blanks included and its line end not; the span's start where all are blank.
pub(super) fn last_line(text: &str, span: Span) -> usize {
    let inside = text.get(span.range()).unwrap_or_default();
    let length = inside.trim_end().len();
    if length == 0 {
        span.start
    } else {
        line_stop(text, span.start + length).min(span.end)
    }
}

/// Whether the line behind the one that ends at `at` is blank, or there is none.
pub(super) fn blank_follows(text: &str, at: usize) -> bool {
    let next = line_next(text, at);
    let line = text.get(next..line_stop(text, next)).unwrap_or_default();
    line.trim().is_empty()
}

/// The last item at the margin of a list that begins in `span`.
pub(super) fn last_item(body: &Body, span: Span) -> Option<&Item> {
    body.items_in(span)
        .map(|(_, item)| item)
        .filter(|item| item.parent.is_none())
        .last()
}
