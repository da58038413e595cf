//! The name of an attribute with a slip in it, between the parentheses or below the mark.
//!
//! Attributes that Orbit does not know are the studio's own. So one is only taken for a slip where it is a letter or two from a name that this kind
//! of mark has, and what stands behind it is what that name takes.

use super::Fault;
use crate::day::Day;
use crate::model::Engagement;
use crate::span::Span;
use crate::text::{Keyword, Mark};

/// What stands behind a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    Day,
    Id,
    Text,
}

/// The attributes that a kind of mark has, but `by`, `to` and `shared`, which are too short or too common to tell a slip of.
pub(super) const fn takes(keyword: Keyword) -> &'static [(&'static str, Takes)] {
    match keyword {
        Keyword::Promise => &[
            ("due", Takes::Day),
            ("kept", Takes::Day),
            ("released", Takes::Day),
            ("broken", Takes::Day),
            ("replaced", Takes::Id),
            ("because", Takes::Text),
        ],
        Keyword::Decision => &[
            ("review", Takes::Day),
            ("resulted", Takes::Day),
            ("supersedes", Takes::Id),
            ("because", Takes::Text),
            ("topic", Takes::Text),
            ("result", Takes::Text),
        ],
        Keyword::Question => &[
            ("due", Takes::Day),
            ("answered", Takes::Day),
            ("answer", Takes::Text),
        ],
        Keyword::Waiver => &[("until", Takes::Day), ("because", Takes::Text)],
        _ => &[],
    }
}

/// Words near one of the names that are no slips, but a studio's own.
const WORDS: [&str; 12] = [
    "answer",
    "answers",
    "insult",
    "release",
    "releases",
    "resort",
    "results",
    "reviewed",
    "reviews",
    "superseded",
    "tonic",
    "topics",
];

/// What sort of fault this is.
pub(super) const SORT: &str = "misspelt";

/// All slips of a mark, each with its word.
pub(super) fn faults<'e>(engagement: &'e Engagement, mark: &'e Mark) -> Vec<(&'e str, Fault)> {
    let mut slips: Vec<(&str, &str, Span)> = Vec::new();
    for attribute in &mark.attributes {
        let nested = !mark.line_span.contains(attribute.span);
        if nested {
            let start = attribute.span.start;
            let word = attribute.name.as_str();
            let span = Span::new(start, start + word.len());
            let meant = meant(word, &attribute.value, mark.keyword, true);
            slips.extend(meant.map(|meant| (word, meant, span)));
        } else {
            in_parentheses(engagement, mark, attribute.span, &mut slips);
        }
    }
    let told = slips.into_iter().map(|(word, meant, span)| {
        let fault = Fault::new(
            span,
            SORT,
            format!("`{word}` is not read; it is most likely `{meant}`"),
            format!(
                "write `{meant}`; a name of the studio's own is fine as long as it is not that close"
            ),
        );
        (word, fault)
    });
    told.collect()
}

/// What is not known as an attribute is read as part of the one before it; so each piece between commas is looked at.
fn in_parentheses<'e>(
    engagement: &'e Engagement,
    mark: &Mark,
    span: Span,
    slips: &mut Vec<(&'e str, &'static str, Span)>,
) {
    let mut at = span.start;
    for piece in engagement.slice(span).split(',') {
        let start = at + piece.len() - piece.trim_start().len();
        at += piece.len() + 1;
        let piece = piece.trim();
        let end = piece
            .find(|c: char| c.is_whitespace() || c == ':')
            .unwrap_or(piece.len());
        let (word, value) = piece.split_at_checked(end).unwrap_or((piece, ""));
        let value = value.trim_start_matches(':').trim();
        if let Some(meant) = meant(word, value, mark.keyword, false) {
            slips.push((word, meant, Span::new(start, start + word.len())));
        }
    }
}

/// The name that a word is a slip of.
fn meant(word: &str, value: &str, keyword: Keyword, nested: bool) -> Option<&'static str> {
    let word = word.to_lowercase();
    let names = takes(keyword);
    if WORDS.contains(&word.as_str()) || names.iter().any(|(name, _)| *name == word) {
        return None;
    }
    names
        .iter()
        .filter(|(name, takes)| {
            // A sentence between commas may begin with nearly anything.
            let (fits, most) = match takes {
                Takes::Day => {
                    let first = value.split_whitespace().next().unwrap_or_default();
                    let most = if name.len() >= 6 { 2 } else { 1 };
                    (Day::looks_like(first.trim_end_matches([';', '.'])), most)
                }
                Takes::Id => (value.starts_with('^'), 2),
                Takes::Text => (nested || matches!(*name, "because" | "topic"), 1),
            };
            fits && word.get(..1) == name.get(..1) && strsim::osa_distance(&word, name) <= most
        })
        .map(|(name, _)| *name)
        .min_by_key(|name| strsim::osa_distance(&word, name))
}
