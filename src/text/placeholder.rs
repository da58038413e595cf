//! Text that stands where an answer should: TBD, n/a, lorem ipsum, a prompt left as it was.

/// What has more words than this holds the place of no answer, unless it is filler text: every other sign asks for fewer.
const MOST: usize = 12;

/// Words that are no answer in any case and company, as long as little follows them.
const OPEN: [&str; 3] = ["tbd", "tba", "tbc"];

/// The same, but also the beginning of ordinary sentences (`Todo app for the field crew`): in capitals, or set off from what follows.
const OPEN_IF_SET_OFF: [&str; 2] = ["todo", "fixme"];

/// How many words may follow one of those.
const AFTER_OPEN: usize = 10;

/// What says that there is nothing, or nothing so far; and how many words may follow before it becomes an answer with its reason.
const NOTHING: [(&str, usize); 10] = [
    ("n/a", 6),
    ("n.a", 6),
    ("not applicable", 6),
    ("none yet", 4),
    ("nothing yet", 4),
    ("none so far", 4),
    ("nothing so far", 4),
    ("coming soon", 3),
    ("placeholder text", 6),
    ("placeholder for", 6),
];

/// Whole texts that are no answer.
const WHOLE: [&str; 32] = [
    "as above",
    "asdf",
    "ditto",
    "don't know",
    "dunno",
    "idk",
    "more to come",
    "no idea",
    "not known",
    "qwerty",
    "same as above",
    "see above",
    "unknown",
    "whatever",
    "wip",
    "na",
    "not yet",
    "not yet known",
    "not known yet",
    "unknown yet",
    "to do",
    "pending",
    "later",
    "soon",
    "placeholder",
    "fill in",
    "fill me in",
    "fill this in",
    "to fill in",
    "to be filled in",
    "your text here",
    "text goes here",
];

/// What is still to be done to an answer: `to be agreed`.
const TO_BE: [&str; 16] = [
    "added",
    "agreed",
    "announced",
    "clarified",
    "completed",
    "confirmed",
    "decided",
    "defined",
    "determined",
    "discussed",
    "documented",
    "done",
    "filled",
    "finalised",
    "finalized",
    "written",
];

/// What asks for text: `insert the result here`.
const ASKS: [&str; 7] = ["add", "describe", "enter", "insert", "put", "type", "write"];

/// Whether `text` only holds the place of an answer: nothing, or placeholders in every paragraph and list item.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    paragraphs(text).iter().all(|paragraph| is_open(paragraph))
}

/// The paragraphs and list items of a text, each on one line, without bullets and boxes.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut going_on = false;
    for line in text.lines() {
        let line = line.trim().trim_start_matches('>').trim_start();
        let content = without_bullet(line);
        if content.is_empty() {
            going_on = false;
            continue;
        }
        match paragraphs.last_mut() {
            Some(last) if going_on && content.len() == line.len() => {
                last.push(' ');
                last.push_str(content);
            }
            _ => paragraphs.push(content.to_owned()),
        }
        going_on = true;
    }
    paragraphs
}

/// A line without the bullet, number and box that it begins with.
fn without_bullet(line: &str) -> &str {
    let digits = line.trim_start_matches(|character: char| character.is_ascii_digit());
    let content = ["- ", "* ", "+ "]
        .iter()
        .find_map(|bullet| line.strip_prefix(bullet))
        .or_else(|| {
            let numbered = digits.len() < line.len();
            let behind = digits.strip_prefix(". ").or(digits.strip_prefix(") "));
            behind.filter(|_| numbered)
        })
        .unwrap_or(line)
        .trim_start();
    ["[ ]", "[x]", "[X]"]
        .iter()
        .find_map(|mark| content.strip_prefix(mark))
        .filter(|behind| behind.is_empty() || behind.starts_with(' '))
        .unwrap_or(content)
        .trim_start()
}

/// Whether one paragraph is no answer.
fn is_open(paragraph: &str) -> bool {
    let text = paragraph.trim_matches(|character: char| {
        character.is_whitespace() || matches!(character, '*' | '_' | '`' | '~' | '"' | '\'')
    });
    if text.chars().all(is_filler) || is_prompt(text) {
        return true;
    }
    let lower = text.to_lowercase();
    let bare = lower
        .trim_start_matches(is_filler)
        .trim_end_matches(is_filler);
    if is_lorem(bare) {
        return true;
    }
    let spaced = bare.split_whitespace();
    if spaced
        .filter(|word| word.contains(char::is_alphanumeric))
        .nth(MOST)
        .is_some()
    {
        return false;
    }
    let words: Vec<&str> = bare
        .split(|character: char| {
            character.is_whitespace() || matches!(character, ',' | ';' | '—' | '–')
        })
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .collect();
    WHOLE.contains(&words.join(" ").trim_end_matches(is_filler))
        || begins_open(text, &words)
        || ends_open(&words)
        || says_nothing(bare, &words)
        || is_to_be(&words)
        || asks(&words)
}

/// Punctuation and blanks: what is left when nobody wrote anything.
fn is_filler(character: char) -> bool {
    character.is_whitespace()
        || character.is_ascii_punctuation()
        || matches!(character, '…' | '–' | '—' | '•' | '·' | '¿' | '\u{feff}')
}

/// A prompt alone: `<what they said>`, `{{ value }}`, `[fill in]`, `<!-- one sentence -->`.
fn is_prompt(text: &str) -> bool {
    let within = |open: &str, close: &str| {
        text.strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .filter(|inside| !inside.contains(open) && !inside.contains(close))
    };
    if within("<!--", "-->").is_some() || within("{{", "}}").is_some() {
        return true;
    }
    let address = |inside: &str| {
        !inside.contains(' ') && (inside.contains("://") || inside.contains('@'))
            || inside.starts_with('/')
    };
    within("<", ">").is_some_and(|inside| !address(inside))
        || within("[", "]").is_some_and(|inside| !inside.starts_with('^'))
}

/// `TBD`, `TBD by the client`, `TODO: ask Jane`, `xxx`.
fn begins_open(text: &str, words: &[&str]) -> bool {
    let Some(first) = words.first() else {
        return false;
    };
    let name = &undotted(first.trim_matches(is_filler));
    let name = name.as_str();
    let crosses = name.len() >= 3 && name.bytes().all(|byte| byte == b'x');
    let spoken = || {
        let written = text.trim_start_matches(is_filler);
        let behind = written.get(name.len()..).unwrap_or_default();
        let capitals = written
            .get(..name.len())
            .is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_uppercase()));
        let follows = words.get(1).copied().unwrap_or_default();
        capitals
            || behind.trim_start().chars().next().is_none_or(is_filler)
            || matches!(follows, "later" | "by" | "soon")
    };
    let open = OPEN.contains(&name)
        || crosses && words.len() == 1
        || OPEN_IF_SET_OFF.contains(&name) && spoken();
    open && words.len() <= 1 + AFTER_OPEN
}

/// `t.b.d` as `tbd`; anything else as it is.
fn undotted(word: &str) -> String {
    let spelt = word.split('.').all(|letter| letter.chars().count() == 1);
    if spelt {
        word.replace('.', "")
    } else {
        word.to_owned()
    }
}

/// Whether a field's text says no more than that it has nothing to say, where something is asked for.
#[must_use]
pub fn is_nothing(text: &str) -> bool {
    let bare = text.trim_matches(is_filler).to_lowercase();
    matches!(bare.as_str(), "none" | "nothing" | "nil" | "null" | "no")
}

/// `price: TBD`, `start date tbc`.
fn ends_open(words: &[&str]) -> bool {
    words.len() <= 4
        && words
            .last()
            .is_some_and(|last| OPEN.contains(&last.trim_matches(is_filler)))
}

fn is_lorem(text: &str) -> bool {
    text.starts_with("lorem ipsum") || text.contains("lorem ipsum dolor sit amet")
}

fn says_nothing(text: &str, words: &[&str]) -> bool {
    NOTHING.iter().any(|(nothing, more)| {
        text.strip_prefix(nothing).is_some_and(|rest| {
            !rest.starts_with(char::is_alphanumeric)
                && words.len() <= nothing.split(' ').count() + more
        })
    })
}

/// `to be agreed`, `still to be decided with the client`; but not a sentence that goes on to say what.
fn is_to_be(words: &[&str]) -> bool {
    let at = words.windows(3).position(|window| {
        matches!(window, ["to", "be", what] if TO_BE.contains(&what.trim_matches(is_filler)))
    });
    match at {
        Some(0) => words.len() <= 9,
        Some(at) => at <= 2 && words.len() <= 6,
        None => false,
    }
}

/// `insert the client's name here`.
fn asks(words: &[&str]) -> bool {
    words.len() <= 8
        && words.first().is_some_and(|first| ASKS.contains(first))
        && words.last().is_some_and(|last| *last == "here")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_holds_a_place_is_a_placeholder() {
        for text in [
            "",
            "  \n\t",
            "-",
            "—",
            "?",
            "???",
            "…",
            "...",
            "---",
            "TBD",
            "tbd.",
            "**TBD**",
            "`TBC`",
            "TBA!",
            "(tbd)",
            "[TBD]",
            "TBD by client",
            "TBD later",
            "tbd — ask Jane",
            "TBD: the client will tell us in March",
            "TODO",
            "todo: write this up",
            "todo",
            "Todo later",
            "TODO ask Jane whether the CFO signed",
            "FIXME",
            "xxx",
            "XXXX",
            "price: TBD",
            "Start date tbc",
            "n/a",
            "N/A.",
            "N/A for now",
            "n.a.",
            "NA",
            "Not applicable",
            "none yet",
            "None yet.",
            "Nothing so far",
            "not yet",
            "to be defined",
            "To be decided.",
            "to be agreed with the client",
            "Still to be confirmed",
            "price to be discussed",
            "lorem ipsum",
            "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt.",
            "<angle bracket prompt>",
            "<what does success look like?>",
            "{{ success }}",
            "[fill in]",
            "[one sentence on the result]",
            "<!-- one sentence -->",
            "coming soon",
            "Coming soon!",
            "placeholder",
            "Placeholder text",
            "insert summary here",
            "Write your answer here.",
            "fill in",
            "pending",
            "TBD\n\nTBD",
            "- TBD\n- n/a\n- [ ] TODO\n",
            "1. tbd\n2) …\n",
            "> TBD",
            "TBD TBD",
            "Lorem ipsum dolor sit amet,\nconsectetur adipiscing elit.",
        ] {
            assert!(is_placeholder(text), "{text:?}");
        }
    }

    #[test]
    fn an_answer_is_none_though_it_looks_like_one() {
        for text in [
            "None of the three suppliers can deliver before May",
            "None.",
            "n/a for legal reasons: the client waives accessibility in writing, see the letter of May",
            "Todo app with offline sync",
            "Todo lists are what the crew uses now",
            "Replace the lorem ipsum on the landing page with real copy",
            "To be first in the region with a bookable fair",
            "to be determined by a usability test with twelve visitors in the second week of May",
            "The price is to be agreed between Jane and the CFO by Friday",
            "<https://example.com>",
            "<jane@example.com>",
            "[the brief](brief.md)",
            "[draft] the second one",
            "Visitors recognise the mark; 40 qualified leads by 30 October.",
            "42",
            "EUR 42,000",
            "x",
            "Pending invoices are paid within 14 days",
            "Later this year the site moves to a new host",
            "👍",
            "はい",
            "Add the stand, and keep the booking desk where it stands now, not here",
            "National parks",
            "TBD\n\nTwo logo directions and a fixed price.",
            "- TBD\n- a stand plan\n",
            "Not yet signed",
            "Soon after the fair",
            "placeholders are styled like hints",
            "Coming soonest is the stand",
        ] {
            assert!(!is_placeholder(text), "{text:?}");
        }
    }
}
