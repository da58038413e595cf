//! Words for people: lists, plurals, and what they most likely meant.

/// The known word that `word` was most likely meant to be, where one is near enough.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    known
        .into_iter()
        .map(|candidate| {
            (
                strsim::jaro_winkler(&lower, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// Words in backticks with commas: "`a`, `b` and `c`".
#[must_use]
pub fn list(words: &[&str]) -> String {
    match words {
        [] => "none".to_owned(),
        [one] => format!("`{one}`"),
        [start @ .., last] => {
            let start: Vec<String> = start.iter().map(|word| format!("`{word}`")).collect();
            format!("{} and `{last}`", start.join(", "))
        }
    }
}

/// A count and its noun: `1 promise`, `2 promises`.
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        return format!("1 {noun}");
    }
    match noun.strip_suffix('y') {
        Some(stem) if !noun.ends_with("ay") && !noun.ends_with("ey") && !noun.ends_with("oy") => {
            format!("{number} {stem}ies")
        }
        _ => format!("{number} {noun}s"),
    }
}

/// A text with its first letter large.
#[must_use]
pub fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters).collect()
    })
}
