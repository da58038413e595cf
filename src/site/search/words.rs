//! Texts to the words that are looked for: lower case, without accents. The script does the same to what is typed.

use crate::text::fold;

pub use fold::FOLDED;

/// The longest word that is kept, in characters.
pub const LONGEST: usize = 32;

/// Hands each word of a text to `take`.
pub fn each(text: &str, take: &mut dyn FnMut(&str)) {
    let mut word = String::new();
    let mut long = 0;
    for character in text.chars() {
        if character.is_ascii_alphanumeric() {
            if long < LONGEST {
                word.push(character.to_ascii_lowercase());
                long += 1;
            }
        } else if character.is_ascii() || !character.is_alphanumeric() {
            if !word.is_empty() {
                take(&word);
                word.clear();
            }
            long = 0;
        } else if is_word(character) {
            if !word.is_empty() {
                take(&word);
                word.clear();
            }
            long = 0;
            let mut bytes = [0; 4];
            take(character.encode_utf8(&mut bytes));
        } else if long < LONGEST {
            for lower in character.to_lowercase() {
                fold::push(&mut word, lower);
            }
            long += 1;
        }
    }
    if !word.is_empty() {
        take(&word);
    }
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
    fn scripts_without_spaces_are_found_by_each_sign() {
        assert_eq!(words("東京 tower"), ["東", "京", "tower"]);
    }

    #[test]
    fn a_word_without_end_is_cut() {
        assert_eq!(words(&"x".repeat(1_000)), ["x".repeat(LONGEST)]);
    }
}
