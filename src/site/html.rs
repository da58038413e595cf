//! Markdown to HTML, written by Orbit from the parser's events: raw HTML becomes text, comments go, addresses are looked at before they are linked,
//! and whatever is opened is closed. Besides `text::markdown`, the only file that names the Markdown parser.

mod escape;
mod writer;

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use super::view::Html;
use crate::span::Span;
use crate::text::Document;
use crate::text::log::Entry;
use crate::text::markdown::dialect;

pub use escape::{escape, escaped};
use writer::Writer;

/// Where a link in a text leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leads {
    /// To a page of the site: its address from the site's top, encoded.
    Here(String),
    /// Out of the site: a web or mail address.
    Out(String),
    /// To nothing that a reader of the site could open.
    Nowhere,
}

/// What text needs to know of the page that it is written to.
pub trait Guide {
    /// From the page to the site's top folder.
    fn root(&self) -> &str;
    /// Where a link leads that stands in the text at hand.
    fn leads(&self, target: &str) -> Leads;
    /// What somebody of the studio is called.
    fn name<'a>(&'a self, handle: &'a str) -> &'a str;
    /// Whether the page is for the studio itself, and not for somebody with whom all that stands there is shared.
    fn inside(&self) -> bool {
        true
    }
}

/// The text of one file, ready to be written in parts.
pub struct Text<'d> {
    document: &'d Document,
    events: Vec<(Event<'d>, Range<usize>)>,
}

impl<'d> Text<'d> {
    /// Reads the body of a file.
    #[must_use]
    pub fn read(document: &'d Document) -> Self {
        let start = document.body.span.start;
        let source = document.text.get(start..).unwrap_or_default();
        Self {
            document,
            events: Parser::new_ext(source, dialect())
                .into_offset_iter()
                .map(|(event, range)| (event, range.start + start..range.end + start))
                .collect(),
        }
    }

    /// What stands in `span`, which lies between headings; headings in it become those below level `above`.
    #[must_use]
    pub fn blocks(&self, span: Span, above: u8, guide: &dyn Guide) -> Html {
        Html::trusted(self.written(span, above, None, guide))
    }

    /// What an entry of the log says, its marks set apart from its prose.
    #[must_use]
    pub fn entry(&self, entry: &Entry, above: u8, guide: &dyn Guide) -> Html {
        Html::trusted(self.written(entry.content, above, Some(entry), guide))
    }

    /// The same for what stands in the entry before its first sub-heading.
    #[must_use]
    pub fn opening(&self, entry: &Entry, above: u8, guide: &dyn Guide) -> Option<Html> {
        let end = entry
            .parts
            .first()
            .map_or(entry.content.end, |part| part.heading_span.start);
        let span = Span::new(entry.content.start, end.max(entry.content.start));
        let writer = self
            .writer(span, above, Some(entry), guide)
            .without_fields();
        let html = self.write(span, writer);
        (!html.trim().is_empty()).then(|| Html::trusted(html))
    }

    fn written(&self, span: Span, above: u8, entry: Option<&Entry>, guide: &dyn Guide) -> String {
        self.write(span, self.writer(span, above, entry, guide))
    }

    fn writer<'g>(
        &self,
        span: Span,
        above: u8,
        entry: Option<&'g Entry>,
        guide: &'g dyn Guide,
    ) -> Writer<'g> {
        let body = &self.document.body;
        let highest = body
            .headings
            .get(body.headings_in(span))
            .unwrap_or_default()
            .iter()
            .map(|heading| heading.level)
            .min();
        Writer::new(guide, above, highest, entry)
    }

    fn write(&self, span: Span, mut writer: Writer<'_>) -> String {
        let first = self
            .events
            .partition_point(|(_, range)| range.start < span.start);
        let events = self.events.get(first..).unwrap_or_default();
        let mut depth = 0_usize;
        for (at, (event, range)) in events.iter().enumerate() {
            if depth == 0 && range.start >= span.end {
                break;
            }
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            writer.event(event, range, events.get(at + 1..).unwrap_or_default());
        }
        writer.finish()
    }
}

/// One line of text with what markup it has inside the line.
#[must_use]
pub fn inline(text: &str, guide: &dyn Guide) -> Html {
    Html::trusted(inline_text(text, guide))
}

/// A line as a paragraph.
#[must_use]
pub fn paragraph(line: &Html) -> Html {
    Html::trusted(format!("<p>{}</p>", line.as_str()))
}

pub(super) fn inline_text(text: &str, guide: &dyn Guide) -> String {
    let marked = |byte: u8| {
        matches!(
            byte,
            b'\\' | b'`' | b'*' | b'_' | b'[' | b']' | b'<' | b'&' | b'~' | b'!' | b'\n'
        )
    };
    if !text.bytes().any(marked) {
        return escaped(text);
    }
    let mut writer = Writer::new(guide, 6, None, None);
    for (event, range) in Parser::new_ext(text, dialect()).into_offset_iter() {
        writer.inline(&event, text.get(range).unwrap_or_default());
    }
    writer.finish().trim().to_owned()
}

/// A whole Markdown file below its front-matter and its title, as on a page that has a title of its own.
#[must_use]
pub fn file(document: &Document, above: u8, guide: &dyn Guide) -> Option<Html> {
    let body = &document.body;
    let start = body
        .headings
        .first()
        .filter(|heading| {
            heading.level == 1
                && document
                    .text
                    .get(body.span.start..heading.span.start)
                    .is_some_and(|before| before.trim().is_empty())
        })
        .map_or(body.span.start, |heading| heading.below);
    let span = Span::new(start, body.span.end);
    let html = Text::read(document).written(span, above, None, guide);
    (!html.trim().is_empty()).then(|| Html::trusted(html))
}

#[cfg(test)]
mod tests;
