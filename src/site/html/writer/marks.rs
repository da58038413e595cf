//! How a mark is set: what it is, its words, and its attributes in words.

use std::ops::Range;

use super::{Open, Writer, checkbox};
use crate::site::html::{escaped, inline_text};
use crate::text::log::Field;
use crate::text::mark::{By, Keyword};
use crate::text::{Attribute, Mark};

impl<'g> Writer<'g> {
    /// The mark whose item is the innermost one that is open.
    pub(super) fn mark_above(&self) -> Option<&'g Mark> {
        let line_end = self.open.iter().rev().find_map(|open| match open {
            Open::Mark { line_end } => Some(*line_end),
            _ => None,
        })?;
        self.entry?
            .marks
            .iter()
            .find(|mark| mark.line_span.end == line_end)
    }

    pub(super) fn mark(&self, range: &Range<usize>) -> Option<&'g Mark> {
        let marks = &self.entry?.marks;
        let at = marks.partition_point(|mark| mark.span.start < range.start);
        marks
            .get(at)
            .filter(|mark| mark.span.start < range.end && mark.span.start == range.start)
    }

    pub(super) fn field(&self, range: &Range<usize>) -> Option<&'g Field> {
        let entry = self.entry?;
        entry.fields.iter().find(|field| {
            range.start <= field.name_span.start
                && field.value_span.end <= range.end
                // The item's own line, not one nested in it.
                && field.name_span.start - range.start < 16
        })
    }

    pub(super) fn say_mark(&mut self, mark: &Mark) {
        if let Some(ticked) = mark.ticked {
            self.html.push_str(checkbox(ticked));
        }
        self.html.push_str("<span class=\"keyword\">");
        self.html
            .push_str(&crate::site::words::sentence(mark.keyword.word()));
        self.html.push_str("</span> ");
        self.html.push_str(&inline_text(&mark.text, self.guide));
        let said = self.attributes(mark);
        if !said.is_empty() {
            self.html.push_str(" <span class=\"attributes\">");
            self.html.push_str(&said);
            self.html.push_str("</span>");
        }
    }

    /// A mark's attributes in words: who and to whom first, then days, then sentences.
    fn attributes(&self, mark: &Mark) -> String {
        let mut facts: Vec<String> = Vec::new();
        let by: Vec<String> = mark
            .by()
            .map(|by| {
                escaped(match by {
                    By::Person(handle) => self.guide.name(handle),
                    By::Outside(name) => name,
                })
            })
            .collect();
        let to: Vec<String> = mark.values("to").map(escaped).collect();
        let who = match (by.is_empty(), to.is_empty()) {
            (true, true) => String::new(),
            (false, true) => by.join(" and "),
            (true, false) => format!("to {}", to.join(" and ")),
            (false, false) => format!("{} to {}", by.join(" and "), to.join(" and ")),
        };
        facts.extend((!who.is_empty()).then_some(who));
        let mut sentences = String::new();
        for Attribute { name, value, .. } in &mark.attributes {
            match name.as_str() {
                "by" | "to" => {}
                "shared" if !self.guide.inside() => {}
                "because" | "answer" | "result" => {
                    let word = crate::site::words::sentence(name);
                    let value = inline_text(value, self.guide);
                    let joint = if name == "because" { " " } else { ": " };
                    let end = if value.ends_with(['.', '!', '?', '…']) {
                        ""
                    } else {
                        "."
                    };
                    sentences.push_str(&format!(" {word}{joint}{value}{end}"));
                }
                "topic" => facts.push(format!("on {}", escaped(value))),
                "supersedes" | "replaced" if value.starts_with('^') => {
                    // Which one stands among the promises and decisions; its id says nothing to a reader.
                    let other = if name == "replaced" {
                        "replaced by another"
                    } else {
                        "instead of an earlier one"
                    };
                    facts.push(other.to_owned());
                }
                _ => {
                    // A day stays on one line with what it is the day of.
                    let fact = match crate::day::Day::parse(value) {
                        Some(day) => format!("{name} {}", crate::site::words::day(day))
                            .replace(' ', "\u{a0}"),
                        None => format!("{name} {value}"),
                    };
                    facts.push(escaped(fact.trim()));
                }
            }
        }
        if mark.keyword == Keyword::Waiver && facts.is_empty() && sentences.is_empty() {
            return String::new();
        }
        let mut said = facts.join(", ");
        if !sentences.is_empty() {
            if !said.is_empty() {
                said.push('.');
            }
            said.push_str(&sentences);
        }
        said.trim().to_owned()
    }
}

/// The attribute of a mark that a nested item is.
pub(super) fn attribute<'m>(mark: &'m Mark, range: &Range<usize>) -> Option<&'m Attribute> {
    mark.attributes.iter().find(|attribute| {
        attribute.span.start >= mark.line_span.end && range.contains(&attribute.span.start)
    })
}
