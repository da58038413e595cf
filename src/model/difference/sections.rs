//! What became of the sections but the log, and of the tasks in them.

use super::said::{Deed, Said};
use super::{reworded, slice};
use crate::model::parts;
use crate::span::Span;
use crate::text::Document;

/// Of each section what was done to it.
pub(super) fn sections(before: &Document, after: &Document, said: &mut Vec<Said>) {
    let was = sections_of(before);
    let is = sections_of(after);
    let mut left: Vec<Option<&(&str, Span)>> = was.iter().map(Some).collect();
    for (title, span) in &is {
        let former = left
            .iter_mut()
            .find(|section| {
                section.is_some_and(|(other, _)| crate::text::markdown::same_title(other, title))
            })
            .and_then(Option::take);
        let now = slice(after, *span).trim();
        let Some((_, former)) = former else {
            said.push(Said::Section {
                title: (*title).to_owned(),
                deed: Deed::Made,
            });
            continue;
        };
        let then = slice(before, *former).trim();
        if now == then {
            continue;
        }
        let (words_now, words_then) = (
            after.body.prose_text(&after.text, *span),
            before.body.prose_text(&before.text, *former),
        );
        let tasks = said.len();
        ticks(before, *former, after, *span, title, said);
        let deed = if words_now == words_then {
            continue;
        } else if words_then.is_empty() {
            Deed::Made
        } else if words_now.is_empty() {
            Deed::Removed
        } else {
            reworded(&words_then, &words_now)
        };
        // A tick that dates its item rewords it: told once.
        if deed != Deed::Edited || said.len() == tasks {
            said.push(Said::Section {
                title: (*title).to_owned(),
                deed,
            });
        }
    }
    for (title, _) in left.into_iter().flatten() {
        said.push(Said::Section {
            title: (*title).to_owned(),
            deed: Deed::Removed,
        });
    }
}

/// The tasks of a section that were ticked, or are open again. An item may have been dated as it was ticked.
fn ticks(
    before: &Document,
    former: Span,
    after: &Document,
    span: Span,
    section: &str,
    said: &mut Vec<Said>,
) {
    let tasks = |document: &Document, span: Span| {
        document
            .body
            .items_in(span)
            .filter_map(|(_, item)| {
                Some((
                    item.ticked?,
                    slice(document, item.text_span).trim().to_owned(),
                ))
            })
            .collect::<Vec<_>>()
    };
    let mut was = tasks(before, former);
    for (ticked, text) in tasks(after, span) {
        let same = was
            .iter()
            .position(|(_, other)| *other == text)
            .or_else(|| {
                was.iter().position(|(_, other)| {
                    !other.is_empty() && (text.starts_with(other) || other.starts_with(&text))
                })
            });
        if let Some((before, _)) = same.map(|at| was.remove(at))
            && before != ticked
        {
            said.push(Said::Task {
                section: section.to_owned(),
                text,
                ticked,
            });
        }
    }
}

/// The sections but the log, with what stands below each.
fn sections_of(document: &Document) -> Vec<(&str, Span)> {
    parts::of(document)
        .into_iter()
        .map(|part| (part.title.unwrap_or("Opening"), part.content))
        .filter(|(_, span)| !span.is_empty())
        .collect()
}
