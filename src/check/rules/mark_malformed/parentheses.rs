//! Attributes in parentheses that are not closed, or not the last thing of a mark, so that nobody reads them.

use super::Fault;
use super::misspelt::{Takes, takes};
use crate::day::Day;
use crate::model::Engagement;
use crate::span::Span;
use crate::text::{Keyword, Mark};

/// How many parentheses of one mark are looked at; a sentence has fewer.
const MOST: usize = 50;

pub(super) fn fault(engagement: &Engagement, mark: &Mark) -> Option<Fault> {
    let said = engagement.slice(mark.text_span);
    let has_attributes = mark
        .attributes
        .iter()
        .any(|attribute| mark.line_span.contains(attribute.span));
    for at in openings(said).into_iter().take(MOST) {
        let inside = said.get(at + 1..).unwrap_or_default();
        let end = closing(inside);
        let inner = inside
            .get(..end.unwrap_or(inside.len()))
            .unwrap_or_default();
        // Beside attributes that are read, a handle in parentheses may be part of the sentence.
        let own = is_attribute(inner, mark.keyword)
            || (!has_attributes && gives_something_to_do(mark.keyword) && is_handles(inner))
            || (!has_attributes && end.is_none() && begins(inner, mark.keyword));
        if !own {
            continue;
        }
        let start = mark.text_span.start + at;
        let (message, help) = match end {
            None => (
                "these parentheses are not closed, so that nothing in them is read".to_owned(),
                "write `)` behind the last attribute",
            ),
            Some(_) => (
                "these parentheses are not the last thing of their mark, so that nothing in them is read"
                    .to_owned(),
                "move them to the end, before the `^id` where there is one",
            ),
        };
        let length = end.map_or(inner.len() + 1, |end| end + 2);
        return Some(Fault::new(
            Span::new(start, start + length),
            "parentheses",
            message,
            help,
        ));
    }
    None
}

/// Where parentheses open, those of code and of links left out.
fn openings(said: &str) -> Vec<usize> {
    let mut in_code = false;
    let mut openings = Vec::new();
    for (at, byte) in said.bytes().enumerate() {
        match byte {
            b'`' => in_code = !in_code,
            b'(' if !in_code && !said.get(..at).is_some_and(|before| before.ends_with(']')) => {
                openings.push(at);
            }
            _ => {}
        }
    }
    openings
}

/// Where the parentheses close that opened before `inside`.
fn closing(inside: &str) -> Option<usize> {
    let mut depth = 1_usize;
    for (at, byte) in inside.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

const fn gives_something_to_do(keyword: Keyword) -> bool {
    matches!(
        keyword,
        Keyword::Promise
            | Keyword::Decision
            | Keyword::Question
            | Keyword::Waiver
            | Keyword::Approval
    )
}

/// Whether what stands between parentheses holds an attribute of this kind of mark that nobody writes in a sentence: a name with its day or its id.
fn is_attribute(inner: &str, keyword: Keyword) -> bool {
    inner.split(',').any(|piece| {
        let (name, value) = name_and_value(piece);
        takes(keyword).iter().any(|(known, takes)| {
            known.eq_ignore_ascii_case(name)
                && match takes {
                    Takes::Day => value
                        .split_whitespace()
                        .next()
                        .is_some_and(|word| Day::looks_like(word.trim_end_matches([';', '.']))),
                    Takes::Id => value.starts_with('^'),
                    Takes::Text => false,
                }
        })
    })
}

/// Whether what stands between parentheses begins with handles and nothing else before its first comma.
fn is_handles(inner: &str) -> bool {
    let first = inner.split(',').next().unwrap_or_default();
    let mut words = first
        .split_whitespace()
        .filter(|word| !["and", "&", "+", "/"].contains(word))
        .peekable();
    words.peek().is_some()
        && words.all(|word| {
            word.strip_prefix('@').is_some_and(|handle| {
                !handle.is_empty()
                    && handle
                        .chars()
                        .all(|c| c.is_alphanumeric() || "_-.".contains(c))
            })
        })
}

/// Whether what stands behind an opening parenthesis begins like an attribute of this kind of mark.
fn begins(inner: &str, keyword: Keyword) -> bool {
    let (name, value) = name_and_value(inner);
    !value.is_empty()
        && takes(keyword)
            .iter()
            .any(|(known, _)| known.eq_ignore_ascii_case(name))
}

fn name_and_value(piece: &str) -> (&str, &str) {
    let piece = piece.trim();
    let end = piece
        .find(|c: char| c.is_whitespace() || c == ':')
        .unwrap_or(piece.len());
    let (name, value) = piece.split_at_checked(end).unwrap_or((piece, ""));
    (name, value.trim_start_matches(':').trim())
}
