//! What the YAML parser leaves out of its spans, found in the text again: the `|` of a block scalar, the first `-` of a list,
//! the place of a value that is not there.

use crate::span::{Span, floor_boundary};

/// The text that is parsed, and the byte of its file at which it begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    pub(super) offset: usize,
}

impl<'a> Source<'a> {
    /// A span of the file from bytes of the text, kept inside it and on character boundaries.
    pub(super) fn span(self, start: usize, end: usize) -> Span {
        let start = floor_boundary(self.text, start);
        let end = floor_boundary(self.text, end).max(start);
        Span::new(start + self.offset, end + self.offset)
    }

    /// The text of a span of the file.
    pub(super) fn written(self, span: Span) -> &'a str {
        let range = span.start.saturating_sub(self.offset)..span.end.saturating_sub(self.offset);
        self.text.get(range).unwrap_or_default()
    }

    /// The first token from `from` to `limit` that begins with one of `wanted`; comments, tags and anchors on the way are passed over.
    pub(super) fn indicator(self, from: usize, limit: usize, wanted: &[u8]) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = from;
        while at < limit {
            let byte = *bytes.get(at)?;
            let first = at
                .checked_sub(1)
                .and_then(|before| bytes.get(before))
                .is_none_or(u8::is_ascii_whitespace);
            if first && wanted.contains(&byte) {
                return Some(at);
            }
            let skipped = |stop: fn(&u8) -> bool| {
                bytes
                    .get(at..)
                    .and_then(|rest| rest.iter().position(stop))
                    .unwrap_or(usize::MAX - at)
            };
            at += match byte {
                b'#' if first => skipped(|byte| *byte == b'\n'),
                b'&' | b'!' if first => skipped(u8::is_ascii_whitespace),
                _ => 1,
            };
        }
        None
    }

    /// A block scalar from its `|` or `>` to the end of its last line that is not empty, where the parser gave `start..end` for the lines alone
    /// and the token before ended at `floor`.
    pub(super) fn block_scalar(self, floor: usize, start: usize, end: usize) -> (usize, usize) {
        let Some(indicator) = self.indicator(floor, start.max(floor), b"|>") else {
            return (start, end);
        };
        let header = self.text.get(indicator..).map_or(0, |rest| {
            rest.find(|character: char| character.is_whitespace())
                .unwrap_or(rest.len())
        });
        let content = self
            .text
            .get(indicator..end)
            .map_or(0, |content| content.trim_end().len());
        let first_line_end = self
            .text
            .get(indicator..)
            .and_then(|rest| rest.find('\n'))
            .unwrap_or(usize::MAX);
        let length = if content > first_line_end {
            content
        } else {
            header
        };
        (indicator, indicator + length)
    }

    /// Behind the colon that follows the key that ends at `key_end`, and behind one space; `key_end` itself where no colon follows.
    pub(super) fn behind_colon(self, key_end: usize) -> usize {
        let bytes = self.text.as_bytes();
        let blanks = bytes
            .get(key_end..)
            .into_iter()
            .flatten()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count();
        if bytes.get(key_end + blanks) == Some(&b':') {
            self.behind_space(key_end + blanks + 1)
        } else {
            key_end
        }
    }

    /// `at`, or one further where a space stands there.
    pub(super) fn behind_space(self, at: usize) -> usize {
        at + usize::from(self.text.as_bytes().get(at) == Some(&b' '))
    }
}
