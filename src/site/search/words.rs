//! Texts to the words that are looked for: lower case, without accents. The script does the same to what is typed.

use crate::text::fold;

pub use fold::FOLDED;

/// The longest word that is kept, in characters.
pub const LONGEST: usize = 32;

/// Hands each word of a text to `take`.
pub fn each(text: &str, take: &mut dyn FnMut(&str)) {
    let bytes = text.as_bytes();
    let mut lower = String::new();
    let mut at = 0;
    while let Some(first) = bytes.get(at) {
        if first.is_ascii() && !first.is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let letters = bytes.iter().skip(at);
        let end = at
            + letters
                .take_while(|byte| byte.is_ascii_alphanumeric())
                .count();
        // Most words are plain; others may go on with letters that take longer.
        match text.get(at..end) {
            Some(word) if bytes.get(end).is_none_or(u8::is_ascii) => {
                let word = word.get(..LONGEST).unwrap_or(word);
                if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
                    lower.clear();
                    lower.push_str(word);
                    lower.make_ascii_lowercase();
                    take(&lower);
                } else {
                    take(word);
                }
                at = end;
            }
            _ => at += any(text.get(at..).unwrap_or_default(), take),
        }
    }
}

/// Hands on the words at the start of a text, whatever their letters, up to a sign of ASCII that ends one. Says where that is.
fn any(text: &str, take: &mut dyn FnMut(&str)) -> usize {
    let mut word = String::new();
    let mut long = 0;
    for (at, character) in text.char_indices() {
        if character.is_ascii_alphanumeric() {
            if long < LONGEST {
                word.push(character.to_ascii_lowercase());
                long += 1;
            }
        } else if character.is_alphanumeric() && !is_word(character) {
            if long < LONGEST {
                for lower in character.to_lowercase() {
                    fold::push(&mut word, lower);
                }
                long += 1;
            }
        } else {
            if !word.is_empty() {
                take(&word);
                word.clear();
            }
            long = 0;
            if character.is_ascii() {
                return at;
            }
            if character.is_alphanumeric() {
                take(character.encode_utf8(&mut [0; 4]));
            }
        }
    }
    if !word.is_empty() {
        take(&word);
    }
    text.len()
}

/// Whether a character is a word by itself, in scripts that set no space between words.
const fn is_word(character: char) -> bool {
    matches!(character,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        each(text, &mut |word| words.push(word.to_owned()));
        words
    }

    #[test]
    fn words_are_lower_case_and_without_accents() {
        assert_eq!(
            words("Zürich’s CAFÉ-bar, 42k! Straße Þór"),
            ["zurich", "s", "cafe", "bar", "42k", "strasse", "þor"]
        );
    }

    #[test]
    fn plain_words_are_those_that_any_letters_make() {
        let texts = [
            "Plain words, and 42 of them.",
            "x",
            " ",
            "",
            "Zürich-WEST Zürich west",
            "no\u{a0}break, “quoted” – dashed… end",
            "東京tower, tower東京",
            "ABCÉ ÉABC abc é",
            "a’b 1½ x²",
            "カ・タ\u{3000}カナ",
        ];
        for text in texts {
            let mut slow = Vec::new();
            let mut rest = text;
            while !rest.is_empty() {
                let end = any(rest, &mut |word| slow.push(word.to_owned()));
                rest = rest.get(end + 1..).unwrap_or_default();
            }
            assert_eq!(words(text), slow, "{text}");
        }
    }

    #[test]
    fn scripts_without_spaces_are_found_by_each_sign() {
        assert_eq!(words("東京 tower"), ["東", "京", "tower"]);
    }

    #[test]
    fn a_word_without_end_is_cut() {
        assert_eq!(words(&"x".repeat(1_000)), ["x".repeat(LONGEST)]);
    }
}
