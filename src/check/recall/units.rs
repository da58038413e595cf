//! What an entry says, in units that can be looked for one by one: sentences, items, answers.

use std::collections::HashSet;

use crate::model::Engagement;
use crate::model::meaning::{Word, same_words, says_less, still_says_words, words};
use crate::span::Span;
use crate::text::placeholder::is_placeholder;
use crate::text::sentence::sentences;
use crate::text::{Entry, Keyword};

/// One thing that an entry says.
#[derive(Debug, Clone)]
pub(in crate::check) struct Unit {
    /// It, without markup.
    pub(in crate::check) text: String,
    pub(in crate::check) words: Vec<Word>,
    /// The question that it answers, in words.
    pub(in crate::check) question: Option<Vec<Word>>,
    /// The heading of its entry, in words.
    pub(in crate::check) heading: Vec<Word>,
    /// Whether something stood beside it that was taken out with a reason.
    pub(in crate::check) cut: bool,
}

impl Unit {
    pub(in crate::check) fn of(text: String) -> Self {
        Self {
            words: words(&text),
            text,
            question: None,
            heading: Vec::new(),
            cut: false,
        }
    }

    /// Whether it is still said by the other, and to the same question.
    pub(in crate::check) fn stands_in(&self, now: &Self) -> bool {
        let question = match (&self.question, &now.question) {
            (Some(asked), Some(asks)) => same_words(asked, asks),
            // The sub-heading was meant for one of an entry.
            (Some(asked), None) => !now.heading.is_empty() && same_words(asked, &now.heading),
            (None, _) => true,
        };
        if !question || !self.is_near(now) {
            return false;
        }
        // A sentence that ended is not turned by what is put behind it.
        let ended = self.text.ends_with(['.', '!', '?']);
        let turned = || {
            now.words
                .iter()
                .skip(self.words.len())
                .any(Word::is_guarded)
        };
        same_words(&self.words, &now.words)
            || still_says_words(&self.words, &now.words) && !(ended && turned())
    }

    /// Whether the other is the same sentence with other words in it.
    pub(in crate::check) fn is_rewritten_as(&self, now: &Self) -> bool {
        !now.words.is_empty()
            && self.is_near(now)
            && now.shared(self) * 2 >= now.words.len()
            && !says_less(&self.words, &now.words)
    }

    /// How many of its words stand in the other.
    fn shared(&self, other: &Self) -> usize {
        let known: HashSet<&str> = other.words.iter().map(Word::text).collect();
        let shared = self.words.iter().filter(|word| known.contains(word.text()));
        shared.count()
    }

    /// How many of its words another has at least, if it is near.
    pub(in crate::check) const fn common(&self) -> usize {
        self.words.len().saturating_sub(2).div_ceil(2)
    }

    /// Whether it has about half of its words in common with the other; what has not need not be laid side by side.
    fn is_near(&self, other: &Self) -> bool {
        self.words.len() <= other.words.len() * 2 + 2
            && self.shared(other) * 2 + 2 >= self.words.len()
    }
}

/// The fields of a handoff, which are compared one by one; any other field is an item that says something.
pub(in crate::check) const HANDOFF: [&str; 3] = ["from", "to", "accepted"];

/// What an entry says besides its marks and the fields of a handoff.
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
    let day = entry.day.map_or_else(String::new, |day| day.to_string());
    let heading = words(&format!("{day} {}", entry.title));
    for unit in &mut units {
        unit.heading.clone_from(&heading);
    }
    units
}

/// The marks of an entry as whole lines: where what was meant for a mark, and was none, stands now.
pub(in crate::check) fn lines(engagement: &Engagement, entry: &Entry) -> Vec<Unit> {
    let line = |span| Unit::of(engagement.prose(span));
    entry
        .marks
        .iter()
        .map(|mark| line(mark.line_span))
        .collect()
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
        .filter(|field| HANDOFF.contains(&field.name.as_str()))
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
