//! The prose of a part of a file: how many words, and which, and whether they say anything.

use super::Body;
use crate::span::Span;
use crate::text::placeholder::is_placeholder;

impl Body {
    /// How many words of prose stand in `span` of `text`, the document's. A word has at least one letter or digit.
    #[must_use]
    pub fn words(&self, text: &str, span: Span) -> usize {
        self.words_up_to(text, span, usize::MAX)
    }

    /// The same where more than `most` are not told apart: soon done in a long section.
    #[must_use]
    pub fn words_up_to(&self, text: &str, span: Span, most: usize) -> usize {
        let (mut words, mut in_word) = (0, false);
        for piece in self.pieces(text, span) {
            if words >= most {
                return most;
            }
            in_word &= piece.joined;
            for character in piece.text.chars() {
                if character.is_whitespace() {
                    in_word = false;
                } else if stands_alone(character) {
                    in_word = false;
                    words += 1;
                } else if !in_word && character.is_alphanumeric() {
                    in_word = true;
                    words += 1;
                }
            }
        }
        words.min(most)
    }

    /// The prose of `span` of `text`, the document's, on one line with single spaces.
    #[must_use]
    pub fn prose_text(&self, text: &str, span: Span) -> String {
        let mut prose = String::new();
        let mut space = false;
        for piece in self.pieces(text, span) {
            space |= !piece.joined || piece.text.starts_with(char::is_whitespace);
            let mut add = |words: &str| {
                if space && !prose.is_empty() {
                    prose.push(' ');
                }
                prose.push_str(words);
                space = true;
            };
            match piece.text.trim_matches(' ') {
                "" => {}
                words if has_single_spaces(words) => add(words),
                words => words.split_whitespace().for_each(add),
            }
            // Where it ends within a word, the next piece may go on with it.
            space = piece.text.ends_with(char::is_whitespace) || space && piece.text.is_empty();
        }
        prose
    }

    /// Whether there is no prose in `span` of `text`, the document's.
    #[must_use]
    pub fn is_blank(&self, text: &str, span: Span) -> bool {
        let mut pieces = self.pieces(text, span);
        pieces.all(|piece| piece.text.trim().is_empty())
    }

    /// Whether every paragraph, list item and table row in `span` of `text`, the document's, only holds the place of an answer.
    #[must_use]
    pub fn is_placeholder(&self, text: &str, span: Span) -> bool {
        self.paragraphs(text, span)
            .into_iter()
            .all(|paragraph| is_placeholder(&self.prose_text(text, paragraph)))
    }

    /// The paragraphs, list items, table rows and pieces of code with prose in `span` of `text`, the document's.
    #[must_use]
    pub fn paragraphs(&self, text: &str, span: Span) -> Vec<Span> {
        let mut paragraphs: Vec<Span> = Vec::new();
        let first = self.prose.partition_point(|run| run.end <= span.start);
        for run in self.prose.iter().skip(first) {
            if run.start >= span.end {
                break;
            }
            let run = Span::new(run.start.max(span.start), run.end.min(span.end));
            match paragraphs.last_mut() {
                Some(last) if !text.get(last.end..run.start).is_some_and(is_break) => {
                    last.end = run.end;
                }
                _ => paragraphs.push(run),
            }
        }
        paragraphs
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

/// Whether a character is a word by itself, in a script that puts no spaces between words: Chinese, Japanese, Thai and their neighbours.
const fn stands_alone(character: char) -> bool {
    matches!(character,
        '\u{0E00}'..='\u{0EFF}' // Thai, Lao
        | '\u{1000}'..='\u{109F}' // Burmese
        | '\u{1780}'..='\u{17FF}' // Khmer
        | '\u{3041}'..='\u{30FF}' // kana
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' // ideographs
        | '\u{20000}'..='\u{323AF}')
}

/// Whether words stand with one space between each two and no other white space; not where it takes longer to tell.
fn has_single_spaces(words: &str) -> bool {
    let mut before = b' ';
    words.bytes().all(|byte| {
        let is_second = byte == b' ' && before == b' ';
        before = byte;
        !is_second && byte >= b' ' && byte.is_ascii()
    })
}

/// Whether what stands between two runs of prose ends a paragraph: an empty or other line of markup, or the sign of an item or a row.
fn is_break(gap: &str) -> bool {
    let Some((above, line)) = gap.rsplit_once('\n') else {
        return false;
    };
    let line = line.trim_start_matches(['>', ' ', '\t']);
    let behind_digits = line.trim_start_matches(|character: char| character.is_ascii_digit());
    let numbered = behind_digits.len() < line.len() && behind_digits.starts_with(['.', ')']);
    above.contains('\n')
        || numbered
        || ["- ", "* ", "+ ", "|"]
            .iter()
            .any(|sign| line.starts_with(sign))
}

/// A run of prose.
struct Piece<'a> {
    text: &'a str,
    /// Whether only markup stands between it and the run before, so that a word may go on.
    joined: bool,
}

#[cfg(test)]
mod tests {
    use crate::text::Document;

    fn is_placeholder(section: &str) -> bool {
        let document = Document::parse(format!("## Approach\n\n{section}\n").as_bytes());
        let body = &document.body;
        let section = body.section("Approach").expect("the section is there");
        body.is_placeholder(&document.text, section.content)
    }

    #[test]
    fn a_script_without_spaces_has_words_all_the_same() {
        let document = Document::parse("## Approach\n\n两个标志方向。 And a price\n".as_bytes());
        let section = document
            .body
            .section("Approach")
            .expect("the section is there");
        assert_eq!(document.body.words(&document.text, section.content), 6 + 3);
    }

    #[test]
    fn prose_is_told_with_single_spaces() {
        for (section, prose) in [
            (
                "Two  logo\tdirections,\nnot one.",
                "Two logo directions, not one.",
            ),
            ("Two *logo* directions.", "Two logo directions."),
            ("un*believ*able ", "unbelievable"),
            ("Prix\u{a0}: 20\u{2009}000\u{a0}€", "Prix : 20 000 €"),
            ("one\n\n- two\n- three", "one two three"),
        ] {
            let document = Document::parse(format!("## A\n\n{section}\n").as_bytes());
            let part = document.body.section("A").expect("the section is there");
            let told = document.body.prose_text(&document.text, part.content);
            assert_eq!(told, prose, "{section:?}");
        }
    }

    #[test]
    fn a_section_of_placeholders_says_nothing() {
        for section in [
            "TBD",
            "**TBD**, ask\n*Jane*",
            "TBD\n\nTBD",
            "- TBD\n- n/a\n1. todo\n",
            "> TBD\n> later",
            "### Price\n\nTBD\n### Time\nTBC\n",
            "Lorem ipsum dolor sit amet,\n*consectetur* adipiscing elit.",
            "<!-- what is it? -->",
        ] {
            assert!(is_placeholder(section), "{section:?}");
        }
    }

    #[test]
    fn a_section_that_says_something_beside_a_placeholder_says_something() {
        for section in [
            "TBD\n\nTwo logo directions and a fixed price.",
            "- TBD\n- a stand plan",
            "1. TBD\n2. a stand plan",
            "TBD\r\n\r\nTwo logo directions.",
            "### Price\nTBD\n### Time\nFour weeks",
            "The mark is set in small capitals.\n\n```\nLorem ipsum dolor sit amet, consectetur\n```\n",
        ] {
            assert!(!is_placeholder(section), "{section:?}");
        }
    }
}
