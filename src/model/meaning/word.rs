//! A text's words, and which of them carry so much that none may change.

/// A word of a text, in lower case.
#[derive(Debug, Clone)]
pub struct Word {
    text: String,
    /// Whether it was written like a name: with a capital, and not only because a sentence begins with it.
    name: bool,
    /// Whether it may never be changed, taken out, put in or moved.
    guarded: bool,
}

impl PartialEq for Word {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Word {}

/// Words that turn what is said around them: numbers, "not", "before" and their like.
const GUARDED: [&str; 112] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
    "billion",
    "dozen",
    "half",
    "once",
    "twice",
    "double",
    "triple",
    "first",
    "second",
    "third",
    "both",
    "none",
    "all",
    "only",
    "no",
    "not",
    "never",
    "without",
    "nor",
    "neither",
    "nothing",
    "nobody",
    "cannot",
    "hardly",
    "before",
    "after",
    "instead",
    "rather",
    "except",
    "unless",
    "if",
    "when",
    "until",
    "nicht",
    "nie",
    "ohne",
    "ne",
    "pas",
    "jamais",
    "sans",
    "nunca",
    "sin",
    "não",
    "sem",
    "niet",
    "geen",
    "nooit",
    "inte",
    "ikke",
    "non",
    "senza",
    "kein",
    "keine",
    "keinen",
    "keinem",
    "keiner",
    "keines",
    "dont",
    "doesnt",
    "didnt",
    "wont",
    "cant",
    "isnt",
    "wasnt",
    "arent",
    "不",
    "没",
    "沒",
    "无",
    "無",
    "未",
    "非",
    "%",
    "€",
    "$",
    "£",
    "¥",
    "minus",
    "außer",
    "bevor",
    "nachdem",
];

/// Days and months: no other word, but one that may be misspelt.
const CALENDAR: [&str; 18] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Words that are near to each other and mean the opposite.
const OPPOSITES: [(&str, &str); 7] = [
    ("minimum", "maximum"),
    ("minimal", "maximal"),
    ("employer", "employee"),
    ("licensor", "licensee"),
    ("lessor", "lessee"),
    ("payer", "payee"),
    ("hourly", "yearly"),
];

/// Words that may go without a loss.
const SMALL: [&str; 38] = [
    "a", "an", "the", "to", "of", "in", "on", "at", "is", "it", "as", "so", "be", "do", "am",
    "are", "was", "has", "had", "der", "die", "das", "den", "dem", "des", "ein", "le", "la", "les",
    "de", "du", "un", "une", "el", "los", "las", "o", "het",
];

impl Word {
    fn new(text: String, name: bool) -> Self {
        let guarded = text.contains(|c: char| c.is_numeric())
            || text.ends_with("n't")
            || GUARDED.contains(&text.as_str())
            || CALENDAR.contains(&text.as_str());
        Self {
            text,
            name,
            guarded,
        }
    }

    /// The word in lower case.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it may never be changed, taken out, put in or moved.
    #[must_use]
    pub const fn is_guarded(&self) -> bool {
        self.guarded
    }

    /// Whether it may not even be written in another way.
    pub(super) fn is_fixed(&self) -> bool {
        self.guarded && !self.is_of_calendar()
    }

    fn is_of_calendar(&self) -> bool {
        CALENDAR.contains(&self.text.as_str())
    }

    /// Whether it may go without a loss.
    pub(super) fn is_small(&self) -> bool {
        SMALL.contains(&self.text.as_str())
    }

    /// Whether the one is the other with a typo: its first letter stays, and few others change.
    pub(super) fn is_typo_of(&self, other: &Self) -> bool {
        let (one, two) = (self.text.as_str(), other.text.as_str());
        let (long, short) = (one.chars().count(), two.chars().count());
        let (short, long) = (long.min(short), long.max(short));
        let most = if short <= 5 { 1 } else { 2 };
        if short < 3 || long - short > most {
            return false;
        }
        let distance = strsim::osa_distance(one, two);
        // Two neighbours the wrong way round: the same letters, at a distance of one.
        let swapped = distance == 1 && long == short && sorted(one) == sorted(two);
        if distance > most || one.chars().next() != two.chars().next() && !swapped {
            return false;
        }
        match (self.is_guarded(), other.is_guarded()) {
            (false, false) => {
                let name = self.name && other.name && short <= 4 && !swapped;
                !name && !OPPOSITES.contains(&(one, two)) && !OPPOSITES.contains(&(two, one))
            }
            (true, true) => false,
            (guarded, _) => {
                let guarded = if guarded { self } else { other };
                guarded.is_of_calendar() && distance == 1 && short > 5
            }
        }
    }
}

fn sorted(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters
}

/// The words of a text, without punctuation and marks of emphasis.
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let characters: Vec<char> = text.chars().collect();
    let (mut at, mut begins) = (0, true);
    while let Some(&first) = characters.get(at) {
        if !is_letter(first) {
            if matches!(first, '%' | '€' | '$' | '£' | '¥') {
                words.push(Word::new(first.to_string(), false));
            }
            begins |= matches!(first, '.' | '!' | '?' | ':');
            at += 1;
            continue;
        }
        let start = at;
        while goes_on(&characters, start, at) {
            at += 1;
        }
        let written = characters.get(start..at).unwrap_or_default();
        let mut word: String = written.iter().flat_map(|c| c.to_lowercase()).collect();
        if word.contains('’') {
            word = word.replace('’', "'");
        }
        if word.contains(|c: char| c.is_numeric()) {
            word.retain(|c| c != ',');
        }
        words.push(Word::new(word, first.is_uppercase() && !begins));
        begins = false;
    }
    words
}

/// Whether the word that begins at `start` holds the character at `at`.
fn goes_on(characters: &[char], start: usize, at: usize) -> bool {
    let Some(&this) = characters.get(at) else {
        return false;
    };
    let before = at.checked_sub(1).and_then(|before| characters.get(before));
    if is_letter(this) {
        // A script without spaces: each sign is a word.
        return at == start || !(is_sign(this) || before.is_some_and(|&before| is_sign(before)));
    }
    let is = |place: Option<&char>, kind: fn(char) -> bool| place.is_some_and(|&c| kind(c));
    let next = characters.get(at + 1);
    match this {
        '\'' | '’' => {
            at > start && is(before, char::is_alphabetic) && is(next, char::is_alphabetic)
        }
        ',' => {
            let thousand = characters.get(at + 1..at + 4).unwrap_or_default();
            at > start
                && is(before, char::is_numeric)
                && thousand.len() == 3
                && thousand.iter().all(|c| c.is_numeric())
                && !is(characters.get(at + 4), char::is_numeric)
        }
        '.' | ':' | '-' | '/' => {
            at > start && is(before, char::is_numeric) && is(next, char::is_numeric)
        }
        _ => false,
    }
}

fn is_letter(c: char) -> bool {
    // Marks that combine with the letter before them are part of it.
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}')
}

fn is_sign(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}
