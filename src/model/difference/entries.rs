//! What became of the entries of a log, their marks and fields left out.

use super::said::{Deed, Said};
use super::{pairs, reworded, slice};
use crate::span::Span;
use crate::text::{Document, Entry};

/// Of each entry what was done to it.
pub(super) fn entries(before: &Document, after: &Document, said: &mut Vec<Said>) {
    let name = |entry: &Entry| {
        if entry.title.is_empty() {
            entry
                .day
                .map_or_else(|| "an entry".to_owned(), |day| day.to_string())
        } else {
            entry.title.clone()
        }
    };
    let is_handoff = |entry: &Entry| {
        entry
            .title
            .split(':')
            .next()
            .is_some_and(|word| word.trim().eq_ignore_ascii_case("handoff"))
    };
    for (former, latter) in pairs::entries(&before.log.entries, &after.log.entries) {
        let deed = match (former, latter) {
            (None, Some(entry)) if is_handoff(entry) => continue,
            (None, Some(_)) => Deed::Made,
            (Some(entry), None) if is_handoff(entry) => continue,
            (Some(_), None) => Deed::Removed,
            (Some(former), Some(latter)) => {
                if slice(before, former.span) == slice(after, latter.span) {
                    continue;
                }
                let (was, is) = (own_words(before, former), own_words(after, latter));
                if was == is && former.title == latter.title && former.day == latter.day {
                    continue;
                }
                reworded(&was, &is)
            }
            (None, None) => continue,
        };
        if let Some(entry) = latter.or(former) {
            said.push(Said::Entry {
                title: name(entry),
                deed,
            });
        }
    }
}

/// The prose of an entry without its marks and fields, which are told by themselves.
fn own_words(document: &Document, entry: &Entry) -> String {
    let mut words = String::new();
    let mut at = entry.content.start;
    let mut held: Vec<Span> = entry.marks.iter().map(|mark| mark.span).collect();
    held.extend(
        entry
            .fields
            .iter()
            .map(|field| Span::new(field.name_span.start, field.value_span.end)),
    );
    held.sort_unstable();
    for span in held {
        if span.start > at {
            words.push_str(
                &document
                    .body
                    .prose_text(&document.text, Span::new(at, span.start)),
            );
            words.push(' ');
        }
        at = at.max(span.end);
    }
    if at < entry.content.end {
        words.push_str(
            &document
                .body
                .prose_text(&document.text, Span::new(at, entry.content.end)),
        );
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
