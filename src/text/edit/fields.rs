//! Edits of an entry's own items: a field such as `accepted: 2026-03-03` put in, a box ticked.

use super::facts::{Facts, own_span};
use super::style::{Bullet, blank_follows, last_line, line_end, line_stop};
use super::{Editor, Refusal, Splice};
use crate::span::Span;

impl Editor {
    /// Puts a field, `- name: value`, into entry `index` of the log: behind its last one, above its first sub-heading. One that stands there
    /// without a value gets it.
    ///
    /// # Errors
    /// Where there is no such entry, where it has that field with a value, and where the result would say something else too.
    pub fn add_field(&mut self, index: usize, name: &str, value: &str) -> Result<(), Refusal> {
        let text = self.document.text.as_str();
        let Some(entry) = self.document.log.entries.get(index) else {
            return Err(Refusal::at(&self.document, 0, "there is no such entry"));
        };
        let mut expected = Facts::of(&self.document);
        let facts = expected.entries.get_mut(index);
        let splice = match entry.field(name) {
            Some(field) if !field.value.is_empty() => {
                let message = format!("the entry says `{name}: {}` already", field.value);
                return Err(Refusal::at(&self.document, field.name_span.start, message));
            }
            Some(field) => {
                if let Some(facts) = facts {
                    facts.words = None;
                    let place = facts.fields.iter_mut().find(|(own, _)| own == name);
                    if let Some((_, own)) = place {
                        value.clone_into(own);
                    }
                }
                let at = field.value_span.start;
                let before = text.get(..at).unwrap_or_default();
                let space = if before.ends_with([' ', '\t']) {
                    ""
                } else {
                    " "
                };
                Splice::insert(at, format!("{space}{value}"))
            }
            None => {
                if let Some(facts) = facts {
                    facts.words = None;
                    facts.fields.push((name.to_owned(), value.to_owned()));
                }
                self.behind_fields(index, &format!("{name}: {value}"))
            }
        };
        self.apply(&[splice], &expected)
    }

    /// An item behind the last field of an entry, else right below its heading.
    fn behind_fields(&self, index: usize, item: &str) -> Splice {
        let (document, text) = (&self.document, self.document.text.as_str());
        let end = line_end(text);
        let Some(entry) = document.log.entries.get(index) else {
            return Splice::insert(text.len(), "");
        };
        let last = entry.fields.last().and_then(|field| {
            let own = document.body.items_in(own_span(entry));
            own.map(|(_, item)| item)
                .find(|item| item.parent.is_none() && item.span.contains(field.name_span))
        });
        if let Some(last) = last {
            let bullet = Bullet::of(document, last).unwrap_or_else(Bullet::usual);
            let at = line_stop(text, last.span.end);
            return Splice::insert(at, format!("{end}{}{}{item}", bullet.indent, bullet.sign));
        }
        let at = line_stop(text, entry.heading_span.end);
        let close = if blank_follows(text, at) { "" } else { end };
        Splice::insert(at, format!("{end}{end}- {item}{close}"))
    }

    /// Ticks the box at `box_span`, or empties it.
    ///
    /// # Errors
    /// Where no box stands there.
    pub fn tick(&mut self, box_span: Span, ticked: bool) -> Result<(), Refusal> {
        let mut expected = Facts::of(&self.document);
        let entries = self.document.log.entries.iter().zip(&mut expected.entries);
        let marks = entries.flat_map(|(entry, facts)| entry.marks.iter().zip(&mut facts.marks));
        for (_, facts) in marks.filter(|(mark, _)| mark.box_span == Some(box_span)) {
            facts.ticked = Some(ticked);
        }
        let outside = |span: Span| {
            let mut entries = self.document.log.entries.iter();
            !entries.any(|entry| entry.span.contains(span))
        };
        let items = self.document.body.items.iter();
        let boxes = items.filter_map(|item| item.box_span);
        let place = boxes
            .clone()
            .filter(|span| outside(*span))
            .position(|span| span == box_span);
        if let Some(task) = place.and_then(|place| expected.tasks.get_mut(place)) {
            task.1 = ticked;
        }
        if !boxes.clone().any(|span| span == box_span) || box_span.len() != 3 {
            return Err(Refusal::at(
                &self.document,
                box_span.start,
                "no box stands here",
            ));
        }
        let inner = Span::new(box_span.start + 1, box_span.end - 1);
        self.apply(
            &[Splice::replace(inner, if ticked { "x" } else { " " })],
            &expected,
        )
    }

    /// The end of what stands in an entry above its first sub-heading, and the span of all that does.
    pub(super) fn own_end(&self, index: usize) -> Option<(usize, Span)> {
        let entry = self.document.log.entries.get(index)?;
        let (text, own) = (&self.document.text, own_span(entry));
        let blank = text.get(own.range())?.trim().is_empty();
        let end = if blank {
            line_stop(text, entry.heading_span.end)
        } else {
            last_line(text, own)
        };
        Some((end, own))
    }
}
