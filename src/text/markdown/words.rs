//! The prose of a part of a file: how many words, and which.

use super::Body;
use crate::span::Span;

impl Body {
    /// How many words of prose stand in `span` of `text`, the document's. A word has at least one letter or digit.
    #[must_use]
    pub fn words(&self, text: &str, span: Span) -> usize {
        let (mut words, mut in_word) = (0, false);
        for piece in self.pieces(text, span) {
            in_word &= piece.joined;
            for character in piece.text.chars() {
                if character.is_whitespace() {
                    in_word = false;
                } else if !in_word && character.is_alphanumeric() {
                    in_word = true;
                    words += 1;
                }
            }
        }
        words
    }

    /// The prose of `span` of `text`, the document's, on one line with single spaces.
    #[must_use]
    pub fn prose_text(&self, text: &str, span: Span) -> String {
        let mut prose = String::new();
        let mut space = false;
        for piece in self.pieces(text, span) {
            space |= !piece.joined;
            for character in piece.text.chars() {
                if character.is_whitespace() {
                    space = true;
                } else {
                    if space && !prose.is_empty() {
                        prose.push(' ');
                    }
                    space = false;
                    prose.push(character);
                }
            }
        }
        prose
    }

    /// The runs of prose in `span`, cut to it.
    fn pieces<'a>(&'a self, text: &'a str, span: Span) -> impl Iterator<Item = Piece<'a>> {
        let first = self.prose.partition_point(|run| run.end <= span.start);
        let mut before = None;
        self.prose
            .iter()
            .skip(first)
            .take_while(move |run| run.start < span.end)
            .map(move |run| {
                let start = run.start.max(span.start);
                let end = run.end.min(span.end);
                let joined = before
                    .and_then(|before: usize| text.get(before..start))
                    .is_some_and(|gap| {
                        !gap.contains(|character: char| {
                            character.is_whitespace() || matches!(character, '|' | '<' | '>')
                        })
                    });
                before = Some(end);
                Piece {
                    text: text.get(start..end).unwrap_or_default(),
                    joined,
                }
            })
    }
}

/// A run of prose.
struct Piece<'a> {
    text: &'a str,
    /// Whether only markup stands between it and the run before, so that a word may go on.
    joined: bool,
}
