//! Places in a text as editors count them: lines from 0, and in a line the units that were agreed on.

use lsp_types::{Position, PositionEncodingKind, Range};

use crate::span::{Span, floor_boundary};

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Halves of characters beyond the first plane, whole ones of all others.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The best of those that an editor knows; all know UTF-16.
    #[must_use]
    pub fn agree(known: &[String]) -> Self {
        let knows = |kind: &PositionEncodingKind| known.iter().any(|known| known == kind.as_str());
        if knows(&PositionEncodingKind::UTF8) {
            Self::Utf8
        } else if knows(&PositionEncodingKind::UTF32) {
            Self::Utf32
        } else {
            Self::Utf16
        }
    }

    /// Its name.
    #[must_use]
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    const fn units(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// A text and where its lines begin.
#[derive(Debug, Clone)]
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    /// The lines of a text. They end in a line feed, a carriage return or both.
    #[must_use]
    pub fn of(text: &'t str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| {
            **byte == b'\n' || (**byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'))
        });
        let starts = std::iter::once(0)
            .chain(ends.map(|(at, _)| at + 1))
            .collect();
        Self {
            text,
            starts,
            encoding,
        }
    }

    /// What columns count.
    #[must_use]
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The line that holds a byte, from 0.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts
            .partition_point(|start| *start <= offset)
            .saturating_sub(1)
    }

    /// Where a line stands, without its end; empty at the text's end for one that there is none of.
    #[must_use]
    pub fn span(&self, line: usize) -> Span {
        let Some(&start) = self.starts.get(line) else {
            return Span::at(self.text.len());
        };
        let end = self
            .starts
            .get(line + 1)
            .copied()
            .unwrap_or(self.text.len());
        let whole = self.text.get(start..end).unwrap_or_default();
        Span::new(start, start + whole.trim_end_matches(['\n', '\r']).len())
    }

    /// A line without its end.
    #[must_use]
    pub fn line(&self, line: usize) -> &'t str {
        self.text.get(self.span(line).range()).unwrap_or_default()
    }

    /// The byte at a place; of one past a line's end, that end.
    #[must_use]
    pub fn offset(&self, position: Position) -> usize {
        let line = position.line as usize;
        let span = self.span(line);
        let mut left = position.character as usize;
        for (at, c) in self.line(line).char_indices() {
            let units = self.encoding.units(c);
            if left < units {
                return span.start + at;
            }
            left -= units;
        }
        span.end
    }

    /// The place of a byte.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = floor_boundary(self.text, offset);
        let line = self.line_of(offset);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let before = self.text.get(start..offset).unwrap_or_default();
        let units: usize = before.chars().map(|c| self.encoding.units(c)).sum();
        Position::new(number(line), number(units))
    }

    /// The place of a span.
    #[must_use]
    pub fn range(&self, span: Span) -> Range {
        Range::new(
            self.position(span.start),
            self.position(span.end.max(span.start)),
        )
    }

    /// The span of a range.
    #[must_use]
    pub fn span_of(&self, range: Range) -> Span {
        let (one, other) = (self.offset(range.start), self.offset(range.end));
        Span::new(one.min(other), one.max(other))
    }
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_what_was_agreed_on() {
        let text = "a\r\nü🙂b\rc\n";
        let after = text.find('b').expect("a b");
        for (encoding, column) in [
            (Encoding::Utf8, 6),
            (Encoding::Utf16, 3),
            (Encoding::Utf32, 2),
        ] {
            let lines = Lines::of(text, encoding);
            assert_eq!(
                lines.position(after),
                Position::new(1, column),
                "{encoding:?}"
            );
            assert_eq!(
                lines.offset(Position::new(1, column)),
                after,
                "{encoding:?}"
            );
        }
        let lines = Lines::of(text, Encoding::Utf16);
        assert_eq!(lines.position(text.len()), Position::new(3, 0));
        assert_eq!(lines.line(2), "c");
    }

    #[test]
    fn a_place_that_is_none_is_brought_back() {
        let text = "a\nü🙂\n";
        let lines = Lines::of(text, Encoding::Utf16);
        assert_eq!(lines.offset(Position::new(0, 99)), 1);
        assert_eq!(lines.offset(Position::new(99, 0)), text.len());
        assert_eq!(
            lines.offset(Position::new(1, 2)),
            4,
            "inside of a character"
        );
        assert_eq!(lines.offset(Position::new(u32::MAX, u32::MAX)), text.len());
    }

    #[test]
    fn the_smallest_unit_that_both_know_is_agreed_on() {
        let of = |known: &[&str]| {
            Encoding::agree(
                &known
                    .iter()
                    .map(|&kind| kind.to_owned())
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(of(&["utf-16", "utf-8"]), Encoding::Utf8);
        assert_eq!(of(&["utf-32", "utf-16"]), Encoding::Utf32);
        assert_eq!(of(&[]), Encoding::Utf16);
    }

    proptest::proptest! {
        #[test]
        fn every_character_is_found_where_it_stands(text in "[a-z\n\r üé🙂\u{feff}]{0,40}") {
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                let lines = Lines::of(&text, encoding);
                for (at, c) in text.char_indices() {
                    // Behind a carriage return no line goes on.
                    if c != '\n' {
                        proptest::prop_assert_eq!(lines.offset(lines.position(at)), at);
                    }
                }
            }
        }
    }
}
