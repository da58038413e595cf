//! Letters as they are looked for: in lower case and without accents, so that `ines` finds `Inês`.

/// Letters with accents, and what they are found by; the script is given the same list.
pub const FOLDED: [(&str, &str); 22] = [
    ("àáâãäåāăąǎ", "a"),
    ("çćĉċč", "c"),
    ("ďđð", "d"),
    ("èéêëēĕėęě", "e"),
    ("ĝğġģ", "g"),
    ("ĥħ", "h"),
    ("ìíîïĩīĭįı", "i"),
    ("ĵ", "j"),
    ("ķ", "k"),
    ("ĺļľŀł", "l"),
    ("ñńņňŉ", "n"),
    ("òóôõöøōŏő", "o"),
    ("ŕŗř", "r"),
    ("śŝşšș", "s"),
    ("ţťŧț", "t"),
    ("ùúûüũūŭůűų", "u"),
    ("ŵ", "w"),
    ("ýÿŷ", "y"),
    ("źżž", "z"),
    ("æ", "ae"),
    ("œ", "oe"),
    ("ß", "ss"),
];

/// A text in lower case and without accents.
#[must_use]
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for lower in text.chars().flat_map(char::to_lowercase) {
        push(&mut folded, lower);
    }
    folded
}

/// Adds a letter in lower case, without its accent.
pub fn push(folded: &mut String, lower: char) {
    if lower.is_ascii() {
        folded.push(lower);
        return;
    }
    match FOLDED.iter().find(|(from, _)| from.contains(lower)) {
        Some((_, to)) => folded.push_str(to),
        None => folded.push(lower),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_capitals_are_no_difference() {
        assert_eq!(folded("Inês ÉTÉ Straße"), "ines ete strasse");
        assert_eq!(folded("日本 a\u{301}"), "日本 a\u{301}");
    }
}
