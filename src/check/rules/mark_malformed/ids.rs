//! An id that is not at the end of its mark, or is no id.

use std::collections::HashSet;

use super::Fault;
use crate::model::Engagement;
use crate::span::Span;
use crate::text::Mark;

pub(super) fn fault(
    engagement: &Engagement,
    mark: &Mark,
    known: &HashSet<String>,
) -> Option<Fault> {
    if mark.id.is_some() {
        return None;
    }
    let whole = Span::new(
        mark.text_span.start,
        mark.line_span.end.max(mark.text_span.start),
    );
    let written = engagement.slice(whole);
    let said = engagement.slice(mark.text_span);
    // In the middle of a sentence a caret and a word refer to another mark, or are none of ours.
    let places = [
        last_word(written, whole.start),
        last_word(said, mark.text_span.start),
        first_word(said, mark.text_span.start),
    ];
    let (word, span) = places
        .into_iter()
        .flatten()
        // Behind a bracket it may be the last of the attributes, `replaced ^p7k)`.
        .find(|(word, _)| word.starts_with('^') && !word.ends_with(')'))?;
    let id = word
        .trim_start_matches('^')
        .trim_end_matches(['.', ',', ';', ':', '!', '?']);
    if known.contains(&id.to_ascii_lowercase()) {
        return None;
    }
    let name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let (message, help) = if id.is_empty() {
        (
            "this id has no name".to_owned(),
            "write a few letters and digits behind the caret, such as `^p7k`, or take it away"
                .to_owned(),
        )
    } else if !id.chars().all(name) {
        (
            format!("the id `{word}` cannot be read"),
            "an id has only letters, digits and `-`, such as `^p7k`".to_owned(),
        )
    } else {
        (
            format!("the id `^{id}` is not at the end of its mark"),
            format!("write it last, behind the parentheses\n  ^{id}"),
        )
    };
    Some(Fault::new(span, "id", message, help))
}

fn last_word(text: &str, offset: usize) -> Option<(&str, Span)> {
    let text = text.trim_end();
    let start = text.rfind(char::is_whitespace).map_or(0, |at| {
        let space = text.get(at..).and_then(|rest| rest.chars().next());
        at + space.map_or(1, char::len_utf8)
    });
    let word = text.get(start..).filter(|word| !word.is_empty())?;
    Some((word, Span::new(offset + start, offset + text.len())))
}

fn first_word(text: &str, offset: usize) -> Option<(&str, Span)> {
    let word = text.split_whitespace().next()?;
    let start = offset + text.len() - text.trim_start().len();
    Some((word, Span::new(start, start + word.len())))
}
