//! Where something stands in a file: a range of bytes, and lines and columns for people.

use std::ops::Range;
use std::sync::OnceLock;

/// A range of bytes in one file, end exclusive. Both ends stand on character boundaries of the text they were taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// An empty span at `at`.
    #[must_use]
    pub const fn at(at: usize) -> Self {
        Self { start: at, end: at }
    }

    /// As a range, to slice with.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// How many bytes it covers.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it covers no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }
}

/// A line and a column, both counted from 1; columns count characters, not bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

impl Position {
    /// The position of byte `offset` in `text`. An offset past the end, or inside a character, counts as the nearest boundary before it.
    /// A byte-order mark at the start takes no column.
    #[must_use]
    pub fn of(text: &str, offset: usize) -> Self {
        let offset = floor_boundary(text, offset);
        let before = &text[..offset];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
        let column = before[start..]
            .trim_start_matches('\u{feff}')
            .chars()
            .count()
            + 1;
        Self { line, column }
    }
}

/// Where the lines of one text end, counted when somebody first asks.
#[derive(Debug, Clone, Default)]
pub struct Lines(OnceLock<Vec<usize>>);

impl Lines {
    /// The line of byte `offset` of `text`, from 1, as [`Position::of`] has it. Ask with one text only.
    #[must_use]
    pub fn line(&self, text: &str, offset: usize) -> usize {
        let ends = self.ends(text);
        ends.partition_point(|end| *end < offset.min(text.len())) + 1
    }

    /// The position of byte `offset` of `text`, as [`Position::of`] has it. Ask with one text only.
    #[must_use]
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.line(text, floor_boundary(text, offset));
        let before = line.checked_sub(2).and_then(|at| self.ends(text).get(at));
        let start = before.map_or(0, |end| end + 1);
        let own = text.get(start..).unwrap_or_default();
        Position {
            line,
            ..Position::of(own, offset.saturating_sub(start))
        }
    }

    fn ends(&self, text: &str) -> &[usize] {
        self.0.get_or_init(|| {
            let bytes = text.bytes().enumerate();
            bytes
                .filter_map(|(at, byte)| (byte == b'\n').then_some(at))
                .collect()
        })
    }
}

/// The nearest character boundary at or before `offset`.
#[must_use]
pub fn floor_boundary(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset.min(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "\u{feff}a\r\nüb\n";
        assert_eq!(Position::of(text, 3), Position { line: 1, column: 1 });
        assert_eq!(Position::of(text, 8), Position { line: 2, column: 2 });
    }

    #[test]
    fn lines_are_those_of_positions() {
        let text = "\u{feff}a\r\nüb\n\n\nc";
        let lines = Lines::default();
        for at in 0..text.len() + 3 {
            assert_eq!(lines.line(text, at), Position::of(text, at).line, "{at}");
            assert_eq!(lines.position(text, at), Position::of(text, at), "{at}");
        }
    }

    #[test]
    fn an_offset_past_the_end_or_inside_a_character_is_brought_back() {
        assert_eq!(Position::of("ü", 1), Position { line: 1, column: 1 });
        assert_eq!(Position::of("a\n", 99), Position { line: 2, column: 1 });
    }
}
