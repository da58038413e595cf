//! The attributes between the last parentheses of a mark: `@tom, to Jane Okafor, due 2026-03-20`.
//!
//! A comma ends an attribute only where another one begins behind it, so that a value may hold commas:
//! `because the CFO needs one number, before March` is one attribute.

use super::{Attribute, folded};
use crate::day::Day;
use crate::span::Span;

/// The names that begin an attribute.
const NAMES: [&str; 18] = [
    "answer",
    "answered",
    "because",
    "broken",
    "by",
    "due",
    "kept",
    "private",
    "released",
    "replaced",
    "result",
    "resulted",
    "review",
    "shared",
    "supersedes",
    "to",
    "topic",
    "until",
];

/// A name that begins an attribute only with a day behind it.
const CLOSED: &str = "closed";

/// Names that stand alone, without a value.
const BARE: [&str; 2] = ["private", "shared"];

/// Whether `text` begins with an attribute.
pub(in crate::text) fn begin(text: &str) -> bool {
    let text = text.trim_start();
    handle(text).is_some() || name(text).is_some()
}

/// Whether `inside`, which stands between parentheses, holds at least one attribute.
pub(in crate::text) fn any(inside: &str) -> bool {
    pieces(inside).any(|(_, piece)| begin(piece))
}

/// The handles that `text`, which begins at byte `offset` of its file, is a list of; none where anything else stands in it.
pub(in crate::text) fn people(text: &str, offset: usize) -> Vec<Attribute> {
    let mut people = read(text, offset);
    if people
        .iter()
        .any(|person| !person.handle || person.name != "by")
    {
        people.clear();
    }
    people
}

/// The attributes of `inside`, which begins at byte `offset` of its file.
pub(in crate::text) fn read(inside: &str, offset: usize) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (at, piece) in pieces(inside) {
        let end = at + piece.len();
        open = match open {
            Some((start, _)) if !begin(piece) => Some((start, end)),
            before => {
                if let Some((start, end)) = before {
                    take(inside, start, end, offset, &mut attributes);
                }
                Some((at, end))
            }
        };
    }
    if let Some((start, end)) = open {
        take(inside, start, end, offset, &mut attributes);
    }
    attributes
}

/// The attribute of this name with this value, which stands at `value_span`; a value that is a handle loses its `@`.
pub(in crate::text) fn named(name: &str, value: &str, span: Span, value_span: Span) -> Attribute {
    let person = handle(value).filter(|person| person.len() + 1 == value.len());
    Attribute {
        name: name.to_owned(),
        value: person.map_or_else(|| folded(value), str::to_owned),
        handle: person.is_some(),
        span,
        value_span: Span::new(
            (value_span.start + usize::from(person.is_some())).min(value_span.end),
            value_span.end,
        ),
    }
}

/// The handle that `text` begins with, without its `@`.
pub(in crate::text) fn handle(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('@')?;
    let length = rest
        .find(|character: char| {
            !(character.is_alphanumeric() || matches!(character, '_' | '-' | '.'))
        })
        .unwrap_or(rest.len());
    let handle = rest.get(..length)?.trim_end_matches(['.', '-']);
    (!handle.is_empty()).then_some(handle)
}

/// The known name that `text` begins with, as written.
fn name(text: &str) -> Option<&str> {
    let length = text
        .find(|character: char| !character.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let word = text.get(..length)?;
    let rest = text.get(length..)?;
    let ends =
        rest.is_empty() || rest.starts_with(|next: char| next.is_whitespace() || next == ':');
    let known = |name: &&str| name.eq_ignore_ascii_case(word);
    let fits =
        NAMES.iter().any(known) && ends && (rest.trim().is_empty() || !BARE.iter().any(known));
    // `closed on Sundays` is no attribute, and `closed 2026-03-20` is.
    let closed = ends && word.eq_ignore_ascii_case(CLOSED) && Day::leading(rest.trim()).is_some();
    (fits || closed).then_some(word)
}

/// The parts of `inside` between the commas that stand in no further parentheses or brackets, with their places.
fn pieces(inside: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut depth = 0_usize;
    let mut at = 0;
    inside
        .split(move |character| {
            match character {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            character == ',' && depth == 0
        })
        .map(move |piece| {
            let start = at;
            at += piece.len() + 1;
            (start, piece)
        })
}

/// Reads the attribute, or the handles, that stand at `start..end` of `inside`.
fn take(inside: &str, start: usize, end: usize, offset: usize, attributes: &mut Vec<Attribute>) {
    let mut start = start;
    loop {
        let text = inside.get(start..end).unwrap_or_default();
        let rest = text.trim();
        if rest.is_empty() {
            return;
        }
        start += text.len() - text.trim_start().len();
        let place = |from: usize, to: usize| Span::new(offset + start + from, offset + start + to);
        if let Some(person) = handle(rest) {
            let length = person.len() + 1;
            attributes.push(named(
                "by",
                rest.get(..length).unwrap_or_default(),
                place(0, length),
                place(0, length),
            ));
            start += length + joint(rest.get(length..).unwrap_or_default());
            continue;
        }
        let word = name(rest).unwrap_or_else(|| first_word(rest));
        let behind = rest.get(word.len()..).unwrap_or_default();
        let behind = behind.trim_start();
        let value = behind.strip_prefix(':').unwrap_or(behind).trim_start();
        attributes.push(named(
            &word.to_lowercase(),
            value,
            place(0, rest.len()),
            place(rest.len() - value.len(), rest.len()),
        ));
        return;
    }
}

/// How many bytes of `text` only join a handle to the next: blanks, `and`, `&`, `+`, `/`.
fn joint(text: &str) -> usize {
    let rest = text.trim_start();
    let joined = ["and ", "& ", "&", "+", "/"]
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .filter(|next| handle(next.trim_start()).is_some());
    text.len() - joined.unwrap_or(rest).len()
}

/// The first word of an attribute of no known name, without a colon.
fn first_word(text: &str) -> &str {
    let end = text
        .find(|character: char| character.is_whitespace() || character == ':')
        .unwrap_or(text.len());
    text.get(..end.max(1)).unwrap_or(text)
}
