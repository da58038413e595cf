//! From headings and items to entries and marks.

use super::heading::Parts;
use super::{Entry, Field, Log, Part};
use crate::day::Day;
use crate::span::Span;
use crate::text::mark::attributes::{self, named};
use crate::text::mark::label::Label;
use crate::text::mark::tail::Tail;
use crate::text::mark::{Keyword, Mark, folded};
use crate::text::markdown::{Body, Heading, Item, Section, same_title};

/// Reads the log of a file's text.
pub(super) fn read(text: &str, body: &Body) -> Log {
    let mut logs = body
        .headings
        .iter()
        .enumerate()
        .filter(|(_, heading)| heading.level == 2 && same_title(&heading.text, "log"))
        .filter_map(|(index, _)| body.section_of_heading(index))
        .peekable();
    // A second one is no mistake that should cost anybody a promise: its entries count as if they stood in the first.
    Log {
        section: logs.peek().map(|first| first.span),
        entries: logs.flat_map(|log| entries(text, body, log)).collect(),
    }
}

/// The entries of one section.
fn entries(text: &str, body: &Body, section: Section) -> Vec<Entry> {
    let headings = body.headings_in(section.content);
    headings
        .clone()
        .filter_map(|index| {
            let heading = body.headings.get(index).filter(|found| found.level == 3)?;
            let within = body.headings.get(index + 1..headings.end)?;
            let deeper = within.iter().take_while(|below| below.level > 3).count();
            let end = within
                .get(deeper)
                .map_or(section.span.end, |next| next.span.start);
            Some(Reader { text, body }.entry(heading, within.get(..deeper)?, end))
        })
        .collect()
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    text: &'a str,
    body: &'a Body,
}

impl<'a> Reader<'a> {
    fn written(self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The entry below `heading`, with its sub-headings `below`, up to byte `end`.
    fn entry(self, heading: &Heading, below: &[Heading], end: usize) -> Entry {
        let end = end.max(heading.below);
        let content = Span::new(heading.below, end);
        let plain = Parts::read(&heading.text);
        let written = self.written(heading.text_span);
        // Spans are of the heading as written, where markup may stand around the day.
        let markup = written.len() - written.trim_start_matches(['*', '_', '`']).len();
        let parts = Parts::read(written.get(markup..).unwrap_or_default());
        let at = heading.text_span.start + markup;
        let title_at = at + parts.title_at;
        let day = plain.day.and_then(Day::parse);
        let own = below.first().map_or(end, |first| first.span.start);
        let (marks, fields) = self.items(content, own, day);
        Entry {
            day,
            day_span: plain
                .day
                .and(parts.day)
                .map(|day| Span::new(at, at + day.len())),
            title: folded(plain.title),
            title_span: Span::new(title_at, title_at + parts.title.len()),
            author: plain.author.map(str::to_owned),
            shared: plain.shared,
            heading_span: heading.span,
            span: Span::new(heading.span.start, end),
            content,
            marks,
            fields,
            parts: self.parts(below, end),
        }
    }

    fn parts(self, below: &[Heading], end: usize) -> Vec<Part> {
        let ends = below
            .iter()
            .skip(1)
            .map(|next| next.span.start)
            .chain([end]);
        below
            .iter()
            .zip(ends)
            .map(|(heading, end)| Part {
                title: heading.text.clone(),
                heading_span: heading.span,
                content: Span::new(heading.below, end.max(heading.below)),
            })
            .collect()
    }

    /// The marks in `content`, and the fields that begin before byte `own`.
    fn items(self, content: Span, own: usize, day: Option<Day>) -> (Vec<Mark>, Vec<Field>) {
        let mut marks: Vec<Mark> = Vec::new();
        let mut fields = Vec::new();
        // For each mark, the item that it is.
        let mut mark_items: Vec<usize> = Vec::new();
        for (index, item) in self.body.items_in(content) {
            let Some(label) = Label::read(self.written(item.text_span)) else {
                continue;
            };
            if let Some(keyword) = label.keyword {
                marks.push(self.mark(keyword, label, item, day));
                mark_items.push(index);
                continue;
            }
            match item.parent {
                Some(parent) => {
                    // Items stand in order, so that the parent is among the last marks, or is none.
                    let found = mark_items.binary_search(&parent).ok();
                    if let Some(mark) = found.and_then(|at| marks.get_mut(at)) {
                        let (value, value_span) = self.value(label, item);
                        let known = label.name.to_lowercase();
                        let span = Span::new(item.text_span.start + label.start, value_span.end);
                        let people = match known.as_str() {
                            "by" => attributes::people(value, value_span.start),
                            _ => Vec::new(),
                        };
                        if people.len() > 1 {
                            mark.attributes.extend(people);
                        } else {
                            mark.attributes.push(named(&known, value, span, value_span));
                        }
                    }
                }
                None if item.span.start < own => {
                    let (value, value_span) = self.value(label, item);
                    let name_at = item.text_span.start + label.start;
                    fields.push(Field {
                        name: label.name.to_lowercase(),
                        value: folded(value),
                        name_span: Span::new(name_at, name_at + label.name.len()),
                        value_span,
                    });
                }
                None => {}
            }
        }
        (marks, fields)
    }

    /// What stands behind the label of an item, and where.
    fn value(self, label: Label<'_>, item: &Item) -> (&'a str, Span) {
        let start = (item.text_span.start + label.value).min(item.text_span.end);
        let span = Span::new(start, item.text_span.end);
        (self.written(span), span)
    }

    fn mark(self, keyword: Keyword, label: Label<'_>, item: &Item, day: Option<Day>) -> Mark {
        let (value, value_span) = self.value(label, item);
        let tail = Tail::read(value);
        let says = value.get(..tail.text).unwrap_or_default();
        let says = if label.dangling.is_empty() {
            says
        } else {
            says.strip_suffix(label.dangling).unwrap_or(says)
        };
        // What is waived or approved goes by its name alone.
        let (from, says) = match keyword {
            Keyword::Waiver | Keyword::Approval => unmarked(says),
            _ => (0, says),
        };
        let place = |(start, end): (usize, usize)| {
            Span::new(value_span.start + start, value_span.start + end)
        };
        let keyword_at = item.text_span.start + label.start;
        Mark {
            keyword,
            keyword_span: Span::new(keyword_at, keyword_at + label.name.len()),
            text: folded(says),
            text_span: place((from, from + says.len())),
            attributes: tail.attributes.map_or_else(Vec::new, |inside| {
                let span = place(inside);
                attributes::read(self.written(span), span.start)
            }),
            id: tail
                .id
                .map(|(start, end)| value.get(start + 1..end).unwrap_or_default().to_owned()),
            id_span: tail.id.map(place),
            ticked: item.ticked,
            box_span: item.box_span,
            span: item.span,
            line_span: Span::new(item.span.start, item.text_span.end.max(item.span.start)),
            day,
        }
    }
}

/// A name without the marks of emphasis or code around it, and where that begins.
fn unmarked(name: &str) -> (usize, &str) {
    let mut bare = name.trim();
    for mark in ["**", "__", "*", "_", "`"] {
        let inside = bare
            .strip_prefix(mark)
            .and_then(|inside| inside.strip_suffix(mark));
        if let Some(inside) = inside.filter(|inside| !inside.is_empty()) {
            bare = inside.trim();
        }
    }
    if bare.len() == name.trim().len() {
        return (0, name);
    }
    (name.find(bare).unwrap_or_default(), bare)
}
