//! Texts to terms: words in lower case without their endings, and pairs of neighbouring words, each as a number.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use crate::text::fold;

/// A word or a pair of words, as a number that is the same in every run.
pub type Term = u64;

/// Different terms.
pub type Terms = HashSet<Term, BuildHasherDefault<Plain>>;

/// Hands a term on as its own hash, and mixes bytes into one.
#[derive(Debug, Default, Clone, Copy)]
pub struct Plain(u64);

impl Hasher for Plain {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut whole = [0; 8];
            for (slot, byte) in whole.iter_mut().zip(part) {
                *slot = *byte;
            }
            let mixed = (self.0.rotate_left(5) ^ u64::from_le_bytes(whole)).wrapping_mul(SPREAD);
            self.0 = mixed ^ (mixed >> 29);
        }
    }

    fn write_u64(&mut self, term: u64) {
        self.0 = term;
    }
}

const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// How often each term stands in a text, sorted by term.
pub type Bag = Vec<(Term, u32)>;

/// Words too common to tell anything.
const COMMON: [&str; 104] = [
    "a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "because",
    "been", "before", "being", "but", "by", "can", "could", "did", "do", "does", "each", "for",
    "from", "had", "has", "have", "he", "her", "him", "his", "how", "i", "if", "in", "into", "is",
    "it", "its", "may", "me", "more", "most", "must", "my", "no", "nor", "not", "of", "on", "one",
    "only", "or", "other", "our", "out", "over", "shall", "she", "should", "so", "some", "such",
    "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those",
    "through", "to", "under", "until", "up", "us", "very", "was", "we", "were", "what", "when",
    "where", "which", "while", "who", "whom", "whose", "why", "will", "with", "within", "without",
    "would", "yet", "you", "your", "yours",
];

/// A word longer than this is a number, a key or a hash, and tells nothing.
const LONGEST: usize = 40;

/// Hands each term of a text to `each`, with the word as it is written. A word of several parts, such as `bookingForm`, is its parts as well.
pub fn words<'t>(text: &'t str, mut each: impl FnMut(Term, &'t str)) {
    let mut lower = String::new();
    for word in split(text) {
        of_word(word, &mut lower, &mut each);
    }
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| word.len() >= 2 && word.len() <= LONGEST)
}

fn of_word<'t>(word: &'t str, lower: &mut String, each: &mut impl FnMut(Term, &'t str)) {
    let mut parts = parts(word);
    if let Some(first) = parts.next()
        && first.len() < word.len()
    {
        for part in std::iter::once(first).chain(parts) {
            if let Some(term) = term(part, lower) {
                each(term, part);
            }
        }
    }
    if let Some(term) = term(word, lower) {
        each(term, word);
    }
}

/// The terms of words that were read before: the same few words make most of every text.
type Known = HashMap<Box<str>, Box<[Term]>, BuildHasherDefault<Plain>>;

/// So many words are kept in mind.
const KNOWN: usize = 100_000;

thread_local! {
    static MEMORY: RefCell<Known> = RefCell::default();
}

/// The terms of a text in order.
#[must_use]
pub fn list(text: &str) -> Vec<Term> {
    let mut terms = Vec::with_capacity(text.len() / 7);
    MEMORY.with_borrow_mut(|known| {
        let mut lower = String::new();
        for word in split(text) {
            if let Some(of) = known.get(word) {
                terms.extend_from_slice(of);
                continue;
            }
            let from = terms.len();
            of_word(word, &mut lower, &mut |term, _| terms.push(term));
            if known.len() < KNOWN {
                let of = terms.get(from..).unwrap_or_default();
                known.insert(word.into(), of.into());
            }
        }
    });
    terms
}

/// The pairs of neighbours among terms.
pub fn pairs(terms: &[Term]) -> impl Iterator<Item = Term> + '_ {
    terms.windows(2).filter_map(|pair| match pair {
        [one, other] => Some(pair_of(*one, *other)),
        _ => None,
    })
}

/// The terms counted.
#[must_use]
pub fn bag(terms: impl IntoIterator<Item = Term>) -> Bag {
    let mut terms: Vec<Term> = terms.into_iter().collect();
    terms.sort_unstable();
    let mut bag: Bag = Vec::new();
    for term in terms {
        match bag.last_mut() {
            Some((last, count)) if *last == term => *count += 1,
            _ => bag.push((term, 1)),
        }
    }
    bag
}

/// How often a term stands in a bag.
#[must_use]
pub fn count(bag: &Bag, term: Term) -> u32 {
    bag.binary_search_by_key(&term, |(term, _)| *term)
        .ok()
        .and_then(|at| bag.get(at))
        .map_or(0, |(_, count)| *count)
}

/// For each term of a text the first word that is written for it.
#[must_use]
pub fn written(text: &str) -> HashMap<Term, String> {
    let mut written: HashMap<Term, String> = HashMap::new();
    words(text, |term, word| {
        written.entry(term).or_insert_with(|| word.to_owned());
    });
    written
}

/// The pair of two terms.
#[must_use]
pub fn pair_of(one: Term, other: Term) -> Term {
    (one ^ other.rotate_left(29))
        .wrapping_mul(SPREAD)
        .rotate_left(31)
}

/// The parts of a word at its inner capitals: `bookingForm` is `booking` and `Form`.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut small = false;
        let cut = rest.char_indices().find_map(|(at, character)| {
            let turn = small && character.is_uppercase();
            small = !character.is_uppercase();
            turn.then_some(at)
        });
        let (part, behind) = rest.split_at_checked(cut.unwrap_or(rest.len()))?;
        rest = behind;
        Some(part)
    })
}

/// The term of one word; nothing where it is too common or too short, or a number that is no name.
fn term(word: &str, lower: &mut String) -> Option<Term> {
    if is_count(word) {
        return None;
    }
    lower.clear();
    for letter in word.chars().flat_map(char::to_lowercase) {
        fold::push(lower, letter);
    }
    if lower.len() < 2 || COMMON.binary_search(&lower.as_str()).is_ok() {
        return None;
    }
    stem(lower);
    Some(hash(lower))
}

/// Whether a word is a number that counts something: of two digits, round, or a year. Days, prices and counts are alike without a reason; any
/// other number may be what something is called.
fn is_count(word: &str) -> bool {
    let digits = word.bytes().all(|byte| byte.is_ascii_digit());
    let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    digits && (word.len() <= 2 || word.ends_with("00") || year)
}

/// The stem of a word in lower case, so that its forms are one; nothing where it is no plain English word, which has none.
#[must_use]
pub fn stem_of(word: &str) -> Option<String> {
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let mut stemmed = word.to_owned();
    stem(&mut stemmed);
    Some(stemmed)
}

/// Endings that are taken off, longest of a kind first.
const ENDINGS: [&str; 9] = [
    "ations", "ation", "ingly", "ing", "edly", "ed", "er", "ment", "ly",
];

/// Takes the ending off an English word, so that `promises`, `promised` and `promising` are one. Words with digits or other letters stay.
fn stem(word: &mut String) {
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return;
    }
    if word.ends_with("ies") && word.len() > 4 {
        word.truncate(word.len() - 3);
        word.push('y');
    } else if word.ends_with("sses") {
        word.truncate(word.len() - 2);
    } else if word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
        word.pop();
    }
    // One ending may stand behind another: `answering`, `answers` and `answer` are one.
    while let Some(stem) = without_ending(word) {
        word.truncate(stem);
    }
    if word.ends_with('e') && word.len() > 4 {
        word.pop();
    }
    if word.ends_with('y') && word.len() > 3 {
        word.pop();
        word.push('i');
    }
}

/// The length of a word without one of its endings; nothing where it has none, or too little would be left.
fn without_ending(word: &str) -> Option<usize> {
    let mut endings = ENDINGS.iter();
    let stem = endings.find_map(|ending| {
        let stem = word.strip_suffix(ending)?;
        let sounded = stem.bytes().any(|byte| b"aeiouy".contains(&byte));
        (stem.len() >= 4 && sounded).then_some(stem)
    })?;
    let mut last = stem.bytes().rev();
    let doubled =
        matches!((last.next(), last.next()), (Some(a), Some(b)) if a == b && !b"lsz".contains(&a));
    Some(stem.len() - usize::from(doubled))
}

/// FNV-1a, finished so that near words are far apart.
fn hash(word: &str) -> Term {
    let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 32)).wrapping_mul(SPREAD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_words_are_sorted_so_that_they_are_found() {
        assert!(COMMON.is_sorted());
        assert!(list("which of these was the one").is_empty());
    }

    #[test]
    fn forms_of_a_word_are_one_term() {
        for forms in [
            "promise promises promised promising",
            "query queries",
            "class classes",
            "answer answers answering answered",
            "print printer printers printing prints",
        ] {
            let mut terms = list(forms);
            terms.dedup();
            assert_eq!(terms.len(), 1, "{forms}");
        }
        assert_ne!(list("scope"), list("scoop"));
    }

    #[test]
    fn a_word_of_several_parts_is_found_by_each() {
        let terms = list("bookingForm");
        assert_eq!(terms.len(), 3);
        assert_eq!(terms.first(), list("booking").first());
        assert_eq!(terms.last(), list("bookingform").first());
        assert_eq!(list("EIP20").len(), 1);
    }

    #[test]
    fn a_number_that_counts_something_tells_nothing() {
        assert!(list("2026-03-20, 42,000, 3500").is_empty());
        assert_eq!(list("EIP20 p1 form 1559").len(), 4);
    }

    #[test]
    fn a_text_read_again_is_the_same() {
        let text = "bookingForm for the Ferry, the ferries’ timetable of 2026";
        assert_eq!(list(text), list(text));
        let mut told = Vec::new();
        words(text, |term, _| told.push(term));
        assert_eq!(list(text), told);
    }

    #[test]
    fn a_pair_is_not_its_reverse() {
        let terms = list("ticket office");
        let back = list("office ticket");
        assert_ne!(
            pairs(&terms).collect::<Vec<_>>(),
            pairs(&back).collect::<Vec<_>>()
        );
    }

    #[test]
    fn any_text_can_be_read() {
        for text in ["", "ß", "日本語 テスト", "a\u{301}bc ÀÉÎÕÜ İstanbul", "👍🏽"]
        {
            let bag = bag(list(text));
            assert!(bag.is_sorted());
        }
    }
}
