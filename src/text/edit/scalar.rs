//! Texts as YAML scalars: plain where that reads as the same text, quoted where it would not.

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    None,
    Single,
    Double,
}

impl Quotes {
    /// How a value is written that begins like this.
    pub(super) fn of(written: &str) -> Self {
        match written.as_bytes().first() {
            Some(b'\'') => Self::Single,
            Some(b'"') => Self::Double,
            _ => Self::None,
        }
    }
}

/// `text` as a scalar, in these quotes if they can hold it, else in those that can. `flow` says whether it stands in brackets or braces.
/// With `typed`, a day, a number or a truth value may stay without quotes.
pub(super) fn write(text: &str, quotes: Quotes, flow: bool, typed: bool) -> String {
    let single = || format!("'{}'", text.replace('\'', "''"));
    let escaped = text.chars().any(needs_escape);
    match quotes {
        Quotes::None if !escaped && is_plain(text, flow) && (typed || !is_typed(text)) => {
            text.to_owned()
        }
        Quotes::None if !escaped && text.contains(['"', '\\']) && !text.contains('\'') => single(),
        Quotes::Single if !escaped => single(),
        _ => double(text),
    }
}

/// Characters that only a double-quoted scalar can hold.
fn needs_escape(character: char) -> bool {
    character.is_control() || matches!(character, '\u{feff}' | '\u{2028}' | '\u{2029}')
}

fn double(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 2);
    written.push('"');
    for character in text.chars() {
        match character {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\t' => written.push_str("\\t"),
            '\r' => written.push_str("\\r"),
            other if needs_escape(other) => {
                written.push_str(&format!("\\u{:04x}", u32::from(other)));
            }
            other => written.push(other),
        }
    }
    written.push('"');
    written
}

/// Whether YAML reads `text` without quotes as it stands.
fn is_plain(text: &str, flow: bool) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    text.trim() == text
        && !"-?:,[]{}#&*!|>'\"%@`".contains(first)
        && !text.ends_with(':')
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.starts_with("...")
        && !(flow && text.contains([',', '[', ']', '{', '}', ':']))
}

/// Whether some reader of YAML takes `text` without quotes for something else than a text: a truth value, a number, a day.
fn is_typed(text: &str) -> bool {
    const WORDS: [&str; 15] = [
        "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<", ".nan",
        ".inf", "-.inf",
    ];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
        || text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '.'))
            && text.chars().all(|character| {
                character.is_ascii_hexdigit()
                    || matches!(
                        character,
                        '+' | '-' | '.' | '_' | ':' | 'x' | 'o' | 'T' | 't' | 'Z' | ' '
                    )
            })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_quoted_where_it_would_be_read_as_something_else() {
        for text in [
            "maya",
            "EUR 42,000",
            "it's",
            "a#b",
            "10 logos",
            "Zürich",
            "a:b",
            "@x y".trim_start_matches('@'),
        ] {
            assert_eq!(write(text, Quotes::None, false, false), text);
        }
        for text in [
            "yes",
            "No",
            "null",
            "~",
            "12",
            "1.5",
            "2026-03-20",
            "12:30",
            "a: b",
            "a #b",
            "",
            " a",
            "- a",
            "@maya",
            "a:",
            "0x1f",
            "[a",
            "*a",
            "? a",
        ] {
            let written = write(text, Quotes::None, false, false);
            assert_eq!(written, format!("\"{text}\""));
        }
    }

    #[test]
    fn quotes_stay_and_hold_what_they_must() {
        assert_eq!(write("it's", Quotes::Single, false, false), "'it''s'");
        assert_eq!(write("a\nb", Quotes::Single, false, false), "\"a\\nb\"");
        assert_eq!(
            write("say \"x\": y", Quotes::None, false, false),
            "'say \"x\": y'"
        );
        assert_eq!(write("a, b", Quotes::None, true, false), "\"a, b\"");
    }

    #[test]
    fn a_day_may_stay_a_day() {
        assert_eq!(write("2026-03-20", Quotes::None, false, true), "2026-03-20");
        assert_eq!(
            write("2026-03-20", Quotes::Double, false, true),
            "\"2026-03-20\""
        );
    }
}
