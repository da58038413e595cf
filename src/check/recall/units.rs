//! What an entry says, in units that can be looked for one by one: sentences, items, answers.

use std::collections::HashSet;

use crate::model::Engagement;
use crate::model::meaning::{Word, words};
use crate::span::Span;
use crate::text::placeholder::is_placeholder;
use crate::text::{Entry, Keyword};

/// One thing that an entry says.
#[derive(Debug, Clone)]
pub(in crate::check) struct Unit {
    /// It, without markup.
    pub(in crate::check) text: String,
    pub(in crate::check) words: Vec<Word>,
    /// The question that it answers, in words.
    pub(in crate::check) question: Option<Vec<Word>>,
    /// Whether something stood beside it that was taken out with a reason.
    pub(in crate::check) cut: bool,
}

impl Unit {
    pub(in crate::check) fn of(text: String) -> Self {
        Self {
            words: words(&text),
            text,
            question: None,
            cut: false,
        }
    }
}

/// What an entry says besides its marks and fields.
pub(in crate::check) fn units(engagement: &Engagement, entry: &Entry) -> Vec<Unit> {
    let own = entry
        .parts
        .first()
        .map_or(entry.content.end, |part| part.heading_span.start);
    let mut units = within(engagement, entry, Span::new(entry.content.start, own), None);
    for part in &entry.parts {
        let question = words(&part.title);
        units.extend(within(engagement, entry, part.content, Some(&question)));
    }
    units
}

fn within(
    engagement: &Engagement,
    entry: &Entry,
    span: Span,
    question: Option<&[Word]>,
) -> Vec<Unit> {
    let mut units = Vec::new();
    for paragraph in paragraphs(engagement, entry, span) {
        let (text, cut) = without_removed(&engagement.prose(paragraph));
        for sentence in sentences(&text) {
            if is_placeholder(sentence) {
                continue;
            }
            units.push(Unit {
                question: question.map(<[Word]>::to_vec),
                cut,
                ..Unit::of(sentence.to_owned())
            });
        }
        // A sentence may have gone whole.
        if cut {
            units.push(Unit {
                question: question.map(<[Word]>::to_vec),
                cut,
                ..Unit::of(String::new())
            });
        }
    }
    units
}

/// The paragraphs and items of a span, without marks, their attributes, fields and headings.
fn paragraphs(engagement: &Engagement, entry: &Entry, span: Span) -> Vec<Span> {
    let body = &engagement.document.body;
    let marks: HashSet<usize> = entry.marks.iter().map(|mark| mark.span.start).collect();
    let attributes: HashSet<usize> = entry
        .marks
        .iter()
        .flat_map(|mark| {
            mark.attributes
                .iter()
                .map(|attribute| attribute.value_span.end)
        })
        .collect();
    let fields: HashSet<usize> = entry
        .fields
        .iter()
        .map(|field| field.value_span.end)
        .collect();
    let mut cuts = Vec::new();
    let mut items = Vec::new();
    for (_, item) in body.items_in(span) {
        cuts.push(item.text_span);
        let known = marks.contains(&item.span.start)
            || attributes.contains(&item.text_span.end)
            || fields.contains(&item.text_span.end);
        if !known {
            items.push(item.text_span);
        }
    }
    cuts.extend(
        body.headings_in(span)
            .filter_map(|index| body.headings.get(index))
            .map(|heading| heading.span),
    );
    cuts.sort_unstable();
    let mut found = items;
    let mut at = span.start;
    for cut in cuts.into_iter().chain([Span::at(span.end)]) {
        if cut.start > at {
            found.extend(blocks(engagement, Span::new(at, cut.start)));
        }
        at = at.max(cut.end);
    }
    found.sort_unstable();
    found
}

/// The parts of a span between empty lines.
fn blocks(engagement: &Engagement, span: Span) -> Vec<Span> {
    let text = engagement.slice(span);
    let mut blocks = Vec::new();
    let (mut at, mut start) = (span.start, span.start);
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            blocks.push(Span::new(start, at));
            start = at + line.len();
        }
        at += line.len();
    }
    blocks.push(Span::new(start, at));
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// The sentences of a text on one line.
fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut ended = false;
    let mut gap = None;
    for (at, character) in text.char_indices() {
        if character.is_whitespace() {
            gap = gap.or(ended.then_some(at));
        } else {
            if let Some(gap) = gap.take()
                && (character.is_uppercase() || !character.is_alphabetic())
            {
                sentences.extend(text.get(start..gap));
                start = at;
            }
            ended = matches!(character, '.' | '!' | '?')
                || ended && matches!(character, ')' | '"' | '”' | '’');
        }
    }
    sentences.extend(text.get(start..).map(str::trim_end));
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// The word before the reason for which something was taken out.
const REMOVED: &str = "[removed:";

/// A text without each `[removed: reason]`, and whether there was one with a reason.
pub(in crate::check) fn without_removed(text: &str) -> (String, bool) {
    let (mut kept, mut rest, mut cut) = (String::new(), text, false);
    // The same number of bytes in lower case, so that places are the same.
    while let Some(at) = rest.to_ascii_lowercase().find(REMOVED) {
        let behind = rest.get(at + REMOVED.len()..).unwrap_or_default();
        let Some((reason, more)) = behind.split_once(']') else {
            break;
        };
        kept.push_str(rest.get(..at).unwrap_or_default());
        cut |= !is_placeholder(reason);
        rest = more;
    }
    kept.push_str(rest);
    (kept, cut)
}

/// The marks of a past entry that this rule is about; open promises and decisions have rules of their own.
pub(in crate::check) const OTHERS: [Keyword; 8] = [
    Keyword::Promise,
    Keyword::Question,
    Keyword::Risk,
    Keyword::Change,
    Keyword::Tone,
    Keyword::Lesson,
    Keyword::Waiver,
    Keyword::Approval,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_new_one_begins() {
        assert_eq!(
            sentences("She called. He was wary, e.g. about v1.2 of it! “Why?” 42 came."),
            [
                "She called.",
                "He was wary, e.g. about v1.2 of it!",
                "“Why?”",
                "42 came."
            ]
        );
        assert_eq!(sentences(" "), [""; 0]);
    }

    #[test]
    fn what_was_taken_out_needs_a_reason() {
        assert_eq!(
            without_removed("Call her at [Removed: private number] today"),
            ("Call her at  today".to_owned(), true)
        );
        assert!(!without_removed("a [removed: TBD] b").1);
        assert_eq!(
            without_removed("a [removed: b"),
            ("a [removed: b".to_owned(), false)
        );
    }
}
