//! Text that came from a repository, made fit to be shown on a terminal: nothing in a file, a name or a message may move the cursor,
//! change colours or turn the direction of what stands around it.

use std::borrow::Cow;

/// `text` with every character that a terminal would act on replaced by one that it shows. Line feeds and tabs stay.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|character| {
                if acts(character) {
                    shown(character)
                } else {
                    character
                }
            })
            .collect(),
    )
}

/// Like [`escape`], for what stands on one line: line feeds and tabs are replaced as well.
#[must_use]
pub fn escape_line(text: &str) -> Cow<'_, str> {
    if !text.contains(|character| acts(character) || character == '\n' || character == '\t') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        escape(text)
            .chars()
            .map(|character| match character {
                '\n' => '\u{240a}',
                '\t' => ' ',
                other => other,
            })
            .collect(),
    )
}

/// Whether a terminal acts on the character instead of showing it. Tabs and line feeds are left to the caller.
fn acts(character: char) -> bool {
    matches!(character,
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        // Marks that turn the direction of writing, line and paragraph separators, the byte-order mark.
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The picture of a control character.
fn shown(character: char) -> char {
    match character {
        '\0'..='\u{1f}' => char::from_u32(u32::from(character) + 0x2400).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        _ => '\u{fffd}',
    }
}

/// Breaks the lines of `text` that are longer than `width` characters between words. Lines that begin with two spaces are commands,
/// meant to be copied, and stay whole; the broken lines of a quotation keep its mark.
#[must_use]
pub fn wrap(text: &str, width: usize) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        if line.starts_with("  ") || line.chars().count() <= width {
            lines.push(line.to_owned());
            continue;
        }
        let (mark, rest) = match line.strip_prefix("> ") {
            Some(rest) => ("> ", rest),
            None => ("", line),
        };
        let mut current = mark.to_owned();
        let mut empty = true;
        for word in rest.split(' ') {
            let length = current.chars().count() + 1 + word.chars().count();
            if !empty && length > width {
                lines.push(std::mem::replace(&mut current, mark.to_owned()));
                empty = true;
            }
            if !empty {
                current.push(' ');
            }
            current.push_str(word);
            empty = false;
        }
        lines.push(current);
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_acts_on_is_left() {
        let text = "a\u{1b}[31mred\u{7}\r\u{9b}2J\u{202e}b\tc\nd";
        let escaped = escape(text);
        assert_eq!(escaped, "a␛[31mred␇␍\u{fffd}2J\u{fffd}b\tc\nd");
        assert_eq!(escape_line(text), "a␛[31mred␇␍\u{fffd}2J\u{fffd}b c␊d");
    }

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(escape("Grüße, 日本"), Cow::Borrowed(_)));
    }

    #[test]
    fn long_lines_break_between_words_and_commands_do_not() {
        let text = "> one two three\n  orbit waive acme/rebrand success\nshort";
        assert_eq!(
            wrap(text, 10),
            "> one two\n> three\n  orbit waive acme/rebrand success\nshort"
        );
        assert_eq!(
            wrap("incomprehensibilities and", 10),
            "incomprehensibilities\nand"
        );
    }
}
