//! The words that are looked for.

/// Words that are all to be found; each may go on, so that `promis` finds `promised`, and one of several finds the one: `reports`, `report`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
    phrase: String,
}

impl Query {
    /// The words of a text, in lower case.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let words: Vec<String> = text
            .split(|character: char| !character.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        Self {
            phrase: words.join(" "),
            words: words.iter().map(|word| singular(word)).collect(),
        }
    }

    /// Whether nothing is looked for: then everything is found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How well a text fits, from above 0; nothing where a word of the query is missing.
    #[must_use]
    pub fn score(&self, text: &str) -> Option<f64> {
        if self.words.is_empty() {
            return Some(1.0);
        }
        let lower = text.to_lowercase();
        // Most texts lack a word altogether, which is told without taking them apart.
        if self.words.iter().any(|word| !lower.contains(word.as_str())) {
            return None;
        }
        let said: Vec<&str> = lower
            .split(|character: char| !character.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let mut score = 0.0;
        for wanted in &self.words {
            let whole = said.iter().filter(|word| *word == wanted).count() as f64;
            let begun = said
                .iter()
                .filter(|word| word.starts_with(wanted.as_str()))
                .count() as f64
                - whole;
            if whole + begun == 0.0 {
                return None;
            }
            let counted = whole + 0.5 * begun;
            score += counted * 2.2 / (counted + 1.2);
        }
        let together = self.words.len() > 1 && said.join(" ").contains(&self.phrase);
        if together {
            score *= 1.5;
        }
        // A short text that says it is about it; a long one may only mention it.
        Some(score / (1.0 + said.len() as f64 / 60.0).sqrt())
    }

    /// The part of a text around the first word that is found, at most so many characters.
    #[must_use]
    pub fn excerpt(&self, text: &str, most: usize) -> String {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() <= most {
            return text;
        }
        let words: Vec<&str> = text.split(' ').collect();
        let first = words
            .iter()
            .position(|word| {
                let lower = word.to_lowercase();
                self.words
                    .iter()
                    .any(|wanted| lower.contains(wanted.as_str()))
            })
            .unwrap_or(0);
        let mut start = first;
        let mut before = 0;
        while let Some(word) = start.checked_sub(1).and_then(|at| words.get(at)) {
            before += word.chars().count() + 1;
            if before > most / 3 {
                break;
            }
            start -= 1;
        }
        let mut excerpt = String::new();
        if start > 0 {
            excerpt.push('…');
        }
        let mut end = start;
        for word in words.iter().skip(start) {
            if end > start && excerpt.chars().count() + word.chars().count() + 1 > most {
                break;
            }
            if end > start {
                excerpt.push(' ');
            }
            excerpt.push_str(word);
            end += 1;
        }
        if end < words.len() {
            excerpt.push('…');
        }
        excerpt
    }
}

/// A word without the `s` of several.
fn singular(word: &str) -> String {
    let one = word
        .strip_suffix('s')
        .filter(|one| one.chars().count() > 2 && !one.ends_with('s'));
    one.unwrap_or(word).to_owned()
}
