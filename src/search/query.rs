//! The words that are looked for.

use crate::related::terms::stem_of;
use crate::text::fold::folded;

/// How much a word counts that is the one looked for, that goes on from it, and that is another form of it.
const WHOLE: f64 = 1.0;
const BEGUN: f64 = 0.5;
const FORM: f64 = 0.7;

/// Words and phrases that are all to be found. A word may go on, so that `promis` finds `promised`, and another form of it is found as well, so
/// that `promises` finds `promised`; the word itself is worth most. What stands in quotes is a phrase: its words one behind the other, as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<Word>,
    phrases: Vec<String>,
    /// All words in a row, where there are several.
    row: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    /// As it is written, in lower case.
    written: String,
    /// Its stem, where it is an English word that has one.
    stem: Option<String>,
    /// What every word that is found for it holds.
    core: String,
}

impl Word {
    fn of(written: &str) -> Self {
        let stem = stem_of(written);
        let shared = written
            .char_indices()
            .zip(stem.as_deref().unwrap_or(written).chars())
            .take_while(|((_, a), b)| a == b)
            .map(|((at, character), _)| at + character.len_utf8())
            .last();
        let core = written.get(..shared.unwrap_or(0)).unwrap_or_default();
        // A stem in `i` is of a word in `y` as well.
        let core = match &stem {
            Some(stem) if stem.ends_with('i') => core.trim_end_matches('i'),
            _ => core,
        };
        Self {
            written: written.to_owned(),
            core: core.to_owned(),
            stem,
        }
    }

    /// How much a word of a text counts for it, if anything.
    fn counts(&self, said: &str) -> Option<f64> {
        if !said.starts_with(&self.core) {
            return None;
        }
        if said == self.written {
            return Some(WHOLE);
        }
        if said.starts_with(&self.written) {
            return Some(BEGUN);
        }
        let stem = self.stem.as_deref()?;
        (stem_of(said)? == stem).then_some(FORM)
    }
}

impl Query {
    /// The words of a text, in lower case, and the phrases that stand in double quotes in it.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut words = Vec::new();
        let mut phrases = Vec::new();
        for (at, part) in text.split(['"', '“', '”']).enumerate() {
            let lower = folded(part);
            let said = split(&lower);
            // Between an opening and a closing quote; a quote that nothing closes means nothing.
            let closed = text.matches(['"', '“', '”']).count() > at;
            if at % 2 == 1 && closed && said.len() > 1 {
                phrases.push(said.join(" "));
            }
            words.extend(said.into_iter().map(str::to_owned));
        }
        Self {
            row: if words.len() > 1 {
                words.join(" ")
            } else {
                String::new()
            },
            words: words.iter().map(|word| Word::of(word)).collect(),
            phrases,
        }
    }

    /// Whether nothing is looked for: then everything is found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether a text may be found, told without taking it apart: it holds something of every word. `lower` is the text in lower case and without accents.
    #[must_use]
    pub fn may_find(&self, lower: &str) -> bool {
        self.words.iter().all(|word| lower.contains(&word.core))
    }

    /// How well a text fits, from above 0; nothing where a word or a phrase of the query is missing.
    #[must_use]
    pub fn score(&self, text: &str) -> Option<f64> {
        if self.words.is_empty() {
            return Some(1.0);
        }
        let lower = folded(text);
        // Most texts lack a word altogether.
        if !self.may_find(&lower) {
            return None;
        }
        let said = split(&lower);
        let mut score = 0.0;
        for wanted in &self.words {
            let counted: f64 = said.iter().filter_map(|word| wanted.counts(word)).sum();
            if counted == 0.0 {
                return None;
            }
            score += counted * 2.2 / (counted + 1.2);
        }
        let row = said.join(" ");
        if !self.phrases.iter().all(|phrase| stands(&row, phrase)) {
            return None;
        }
        if !self.row.is_empty() && stands(&row, &self.row) {
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
        let first = self.first(&words);
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

    /// Where what is found begins: at the phrase, where one is asked for.
    fn first(&self, words: &[&str]) -> usize {
        let lower: Vec<String> = words.iter().map(|word| folded(word)).collect();
        let phrase = self.phrases.first().unwrap_or(&self.row);
        let begins = |at: usize| {
            let behind: Vec<&str> = lower
                .iter()
                .skip(at)
                .flat_map(|word| split(word))
                .take(phrase.split(' ').count())
                .collect();
            !phrase.is_empty() && behind.join(" ") == *phrase
        };
        let holds = |word: &String| {
            let said = split(word);
            let mut wanted = self.words.iter();
            wanted.any(|wanted| said.iter().any(|said| wanted.counts(said).is_some()))
        };
        (0..words.len())
            .find(|at| begins(*at))
            .or_else(|| lower.iter().position(holds))
            .unwrap_or(0)
    }
}

/// The words of a text that is in lower case.
fn split(lower: &str) -> Vec<&str> {
    lower
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Whether a phrase stands among words in a row, its last word perhaps going on.
fn stands(row: &str, phrase: &str) -> bool {
    let mut rest = row;
    while let Some(at) = rest.find(phrase) {
        let begins = rest
            .get(..at)
            .is_none_or(|before| before.is_empty() || before.ends_with(' '));
        if begins {
            return true;
        }
        let behind = rest.get(at..).and_then(|rest| rest.split_once(' '));
        let Some((_, next)) = behind else {
            return false;
        };
        rest = next;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(query: &str, text: &str) -> bool {
        Query::of(query).score(text).is_some()
    }

    #[test]
    fn every_word_has_to_be_there_in_any_case_and_order() {
        assert!(finds("ticket office", "The Office of TICKETS"));
        assert!(!finds("ticket office", "The ticket machine"));
        assert!(finds("", "anything"));
        assert!(finds("c.f.o", "the C F O"));
        assert!(finds("ines", "Inês agreed") && finds("INÊS", "ines agreed"));
    }

    #[test]
    fn a_word_may_go_on_and_may_stand_in_another_form() {
        for (query, text) in [
            ("promis", "she promised"),
            ("promises", "it was promised"),
            ("promised", "a promise"),
            ("report", "two reports"),
            ("reports", "one report"),
            ("queries", "a query"),
            ("printing", "who prints?"),
            ("2026", "by 2026-03-20"),
        ] {
            assert!(finds(query, text), "{query} in {text}");
        }
        for (query, text) in [
            ("romis", "she promised"),
            ("bus", "a business of its own"),
            ("scope", "a scoop"),
            ("logo", "the logistics"),
            ("p1", "p2"),
        ] {
            let begun = text.split(' ').any(|word| word.starts_with(query));
            assert_eq!(finds(query, text), begun, "{query} in {text}");
        }
    }

    #[test]
    fn the_word_itself_comes_before_its_forms_and_these_before_what_goes_on() {
        let query = Query::of("print");
        let score = |text: &str| query.score(text).expect("it is found");
        assert!(score("the print") > score("the prints"));
        let query = Query::of("prints");
        let score = |text: &str| query.score(text).expect("it is found");
        assert!(score("it prints") > score("it printed"));
    }

    #[test]
    fn what_stands_in_quotes_has_to_stand_in_a_row() {
        assert!(finds("\"two directions\"", "Two  directions, not one"));
        assert!(!finds("\"two directions\"", "directions: two of them"));
        assert!(finds("two directions", "directions: two of them"));
        assert!(!finds("\"wo directions\"", "two directions"));
        assert!(finds("“fixed price” CFO", "the CFO wants a fixed price"));
        assert!(!finds("\"fixed price\" CEO", "the CFO wants a fixed price"));
        // A quote that nothing closes means nothing.
        assert!(finds("price\" fixed", "fixed price"));
        let row = Query::of("fixed price");
        let score = |text: &str| row.score(text).expect("it is found");
        assert!(score("a fixed price") > score("a price fixed"));
    }

    #[test]
    fn an_excerpt_is_cut_around_what_is_found() {
        let long = format!(
            "{} the fixed price {}",
            "before ".repeat(40),
            "behind ".repeat(40)
        );
        let excerpt = Query::of("\"fixed price\"").excerpt(&long, 60);
        assert!(excerpt.contains("fixed price"), "{excerpt}");
        assert!(excerpt.starts_with('…') && excerpt.ends_with('…'));
        assert!(excerpt.chars().count() <= 62);
        assert_eq!(Query::of("x").excerpt("short   text", 60), "short text");
    }

    #[test]
    fn any_text_and_any_query_can_be_read() {
        for text in [
            "",
            "\"",
            "\"\"",
            "ß İ",
            "日本語 \"テスト 文\"",
            "a\u{301}b \u{feff}",
        ] {
            let query = Query::of(text);
            let found = query.score(text).is_some();
            assert!(found, "{text} finds itself");
            for most in [0, 1] {
                assert!(query.excerpt(text, most).chars().count() <= text.chars().count() + 2);
            }
        }
        assert!(finds("日本", "日本語"));
    }
}
