//! A text with some of its pieces taken out or put in other words.

use crate::span::Span;

/// What is to become of a text's pieces. Where one piece lies in another, the outer one counts.
pub(super) struct Edits<'a> {
    text: &'a str,
    edits: Vec<(Span, String)>,
}

impl<'a> Edits<'a> {
    /// No edits yet.
    pub(super) const fn new(text: &'a str) -> Self {
        Self {
            text,
            edits: Vec::new(),
        }
    }

    /// Puts other words in a piece's place.
    pub(super) fn replace(&mut self, span: Span, with: impl Into<String>) {
        self.edits.push((span, with.into()));
    }

    /// Takes a piece out.
    pub(super) fn cut(&mut self, span: Span) {
        self.replace(span, "");
    }

    /// Takes out every line that a piece stands on.
    pub(super) fn cut_lines(&mut self, span: Span) {
        let before = self.text.get(..span.start).unwrap_or_default();
        let piece = self.text.get(span.range()).unwrap_or_default().trim_end();
        let behind = self
            .text
            .get(span.start + piece.len()..)
            .unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = behind
            .find('\n')
            .map_or(self.text.len(), |at| span.start + piece.len() + at + 1);
        self.cut(Span::new(start, end));
    }

    /// The text as it is then, ending with one line end.
    pub(super) fn apply(mut self) -> String {
        self.edits
            .sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
        let mut text = String::with_capacity(self.text.len());
        let mut at = 0;
        for (span, with) in &self.edits {
            if span.start < at {
                continue;
            }
            text.push_str(self.text.get(at..span.start).unwrap_or_default());
            text.push_str(with);
            at = span.end;
        }
        text.push_str(self.text.get(at..).unwrap_or_default());
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_inside_a_cut_is_passed_over() {
        let mut edits = Edits::new("one two three\n");
        edits.replace(Span::new(5, 6), "x");
        edits.cut(Span::new(3, 7));
        edits.replace(Span::new(8, 13), "four");
        assert_eq!(edits.apply(), "one four\n");
    }

    #[test]
    fn lines_are_cut_whole() {
        let text = "- a\n  - b\n    more\n- c\n";
        let mut edits = Edits::new(text);
        edits.cut_lines(Span::new(6, 19));
        assert_eq!(edits.apply(), "- a\n- c\n");
    }
}
