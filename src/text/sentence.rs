//! The sentences of a text.

/// The sentences of a text on one line, each as it stands. A point within a number or an abbreviation ends none.
#[must_use]
pub fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut ended = false;
    let mut gap = None;
    for (at, character) in text.char_indices() {
        if character.is_whitespace() {
            gap = gap.or(ended.then_some(at));
        } else {
            if let Some(gap) = gap.take()
                && (character.is_uppercase() || !character.is_alphabetic())
            {
                sentences.extend(text.get(start..gap));
                start = at;
            }
            ended = matches!(character, '.' | '!' | '?')
                || ended && matches!(character, ')' | '"' | '”' | '’');
        }
    }
    sentences.extend(text.get(start..).map(str::trim_end));
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_new_one_begins() {
        assert_eq!(
            sentences("She called. He was wary, e.g. about v1.2 of it! “Why?” 42 came."),
            [
                "She called.",
                "He was wary, e.g. about v1.2 of it!",
                "“Why?”",
                "42 came."
            ]
        );
        assert_eq!(sentences(" "), [""; 0]);
    }
}
