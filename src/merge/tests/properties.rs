//! Two sides that change an engagement at random: nothing is lost, and there is a conflict only where both changed the same thing.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::{MARKER, Merged, Sides, merge};
use crate::model::marks::{Outcome, outcome};
use crate::text::{Document, Keyword};

const BASE: &str = "\
---
title: Autumn fair rebrand
stage: lead
owner: maya
# money
value: EUR 42,000
---

## Situation

They want one mark.

## Approach

One way.

## Log

### 2026-02-11 Call

Her CFO is nervous.

- [ ] promise: one (@maya, to Jane, due 2026-03-01) ^p1
- [ ] promise: two (@tom, to Jane) ^p2
* [ ] question: three (@maya) ^q3

### 2026-02-20 Visit

- [ ] promise: four (@maya) ^p4
  - because: she asked
- [ ] promise: five (@tom, to Jane)
";

/// What one side does.
#[derive(Debug, Clone)]
enum Act {
    /// Gives a key a value.
    Field(usize, usize),
    /// Settles a promise in one of several ways.
    Settle(usize, usize),
    /// Gives a promise another day.
    Due(usize, usize),
    /// Answers the question.
    Answer(usize),
    /// Writes a new entry on a day.
    Log(usize),
    /// Adds a mark to an entry.
    Mark(usize),
    /// Adds a paragraph to an entry.
    Say(usize),
    /// Rewrites a section.
    Section(usize, usize),
    /// Adds a section.
    Head,
    /// Moves on, with a handoff.
    Advance(usize),
}

const KEYS: [&str; 4] = ["owner", "value", "due", "source"];
const STAGES: [&str; 2] = ["research", "lost"];
const PROMISES: [&str; 4] = ["one", "two", "four", "five"];
const WAYS: [&str; 3] = ["kept", "broken", "released"];

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        (0..4_usize, 0..2_usize).prop_map(|(key, value)| Act::Field(key, value)),
        (0..4_usize, 0..3_usize).prop_map(|(mark, way)| Act::Settle(mark, way)),
        (0..4_usize, 0..2_usize).prop_map(|(mark, day)| Act::Due(mark, day)),
        (0..2_usize).prop_map(Act::Answer),
        (0..4_usize).prop_map(Act::Log),
        (0..2_usize).prop_map(Act::Mark),
        (0..2_usize).prop_map(Act::Say),
        (0..2_usize, 0..2_usize).prop_map(|(section, text)| Act::Section(section, text)),
        Just(Act::Head),
        (0..2_usize).prop_map(Act::Advance),
    ]
}

/// What a side changed, by name, to what: where both have a name with different values, they contradict each other.
type Changed = BTreeMap<String, String>;

/// A side's text after what it did, what it changed, and the words that it added.
fn side(name: &str, acts: &[Act]) -> (String, Changed, Vec<String>) {
    let mut text = BASE.to_owned();
    let (mut changed, mut added) = (Changed::new(), Vec::new());
    for (at, act) in acts.iter().enumerate() {
        let word = format!("{name}{at}");
        match act {
            Act::Field(key, value) => {
                let key = KEYS[*key];
                if changed.contains_key(key) {
                    continue;
                }
                let value = format!("v{value}");
                set_field(&mut text, key, &value);
                changed.insert(key.to_owned(), value);
            }
            Act::Advance(to) => {
                if changed.contains_key("stage") {
                    continue;
                }
                let to = STAGES[*to];
                set_field(&mut text, "stage", to);
                changed.insert("stage".to_owned(), to.to_owned());
                text.push_str(&format!("\n### 2026-03-02 Handoff: lead to {to}\n\n- from: @maya\n- to: @tom\n\n#### Why?\n\n{word}\n"));
                added.push(word);
            }
            Act::Settle(mark, way) => {
                let (mark, way) = (PROMISES[*mark], WAYS[*way]);
                let key = format!("settle {mark}");
                if changed.contains_key(&key) {
                    continue;
                }
                replace_line(&mut text, &format!("promise: {mark} "), |line| {
                    line.replace("[ ]", "[x]")
                        .replacen(')', &format!(", {way} 2026-03-01)"), 1)
                });
                changed.insert(key, way.to_owned());
            }
            Act::Due(mark, day) => {
                let (mark, day) = (PROMISES[*mark], format!("due 2026-04-0{}", day + 1));
                let key = format!("due {mark}");
                if changed.contains_key(&key) {
                    continue;
                }
                replace_line(&mut text, &format!("promise: {mark} "), |line| {
                    if line.contains("due 2026-03-01") {
                        line.replace("due 2026-03-01", &day)
                    } else {
                        line.replacen(')', &format!(", {day})"), 1)
                    }
                });
                changed.insert(key, day);
            }
            Act::Answer(answer) => {
                if changed.contains_key("answer") {
                    continue;
                }
                replace_line(&mut text, "question: three", |line| {
                    format!("{}\n  - answer: a{answer}", line.replace("[ ]", "[x]"))
                });
                changed.insert("answer".to_owned(), format!("a{answer}"));
            }
            Act::Log(day) => {
                text.push_str(&format!(
                    "\n### 2026-03-0{} {word}\n\n- tone: {word} tone\n",
                    day + 1
                ));
                added.push(format!("{word} tone"));
                added.push(word);
            }
            Act::Mark(entry) => {
                insert_into_entry(&mut text, *entry, &format!("- risk: {word} (@tom)\n"));
                added.push(word);
            }
            Act::Say(entry) => {
                insert_into_entry(&mut text, *entry, &format!("\nThey say {word}.\n"));
                added.push(word);
            }
            Act::Section(section, to) => {
                let (title, was) = [
                    ("Situation", "They want one mark."),
                    ("Approach", "One way."),
                ][*section];
                if changed.contains_key(title) {
                    continue;
                }
                let to = format!("{title} is t{to}.");
                text = text.replace(was, &to);
                changed.insert(title.to_owned(), to);
            }
            Act::Head => {
                text = text.replace(
                    "## Log\n",
                    &format!("## {word}\n\nAll of {word}.\n\n## Log\n"),
                );
                added.push(word);
            }
        }
    }
    (text, changed, added)
}

fn set_field(text: &mut String, key: &str, value: &str) {
    let start = format!("\n{key}: ");
    match text.find(&start) {
        Some(at) => {
            let from = at + start.len();
            let end = from + text[from..].find('\n').expect("a line's end");
            text.replace_range(from..end, value);
        }
        None => *text = text.replacen("\n---\n", &format!("\n{key}: {value}\n---\n"), 1),
    }
}

fn replace_line(text: &mut String, holding: &str, with: impl Fn(&str) -> String) {
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            if line.contains(holding) {
                with(line)
            } else {
                line.to_owned()
            }
        })
        .collect();
    *text = lines.join("\n") + "\n";
}

/// Puts lines at the end of one of the two entries of the base.
fn insert_into_entry(text: &mut String, entry: usize, lines: &str) {
    let head = ["### 2026-02-11 Call", "### 2026-02-20 Visit"][entry];
    let start = text.find(head).expect("the entry") + head.len();
    let end = text[start..]
        .find("\n### ")
        .map_or(text.len(), |at| start + at);
    text.insert_str(end, lines);
}

fn merged(ours: &str, theirs: &str) -> (String, usize) {
    let sides = Sides {
        base: BASE.as_bytes(),
        ours: ours.as_bytes(),
        theirs: theirs.as_bytes(),
    };
    let Merged { bytes, conflicts } = merge(sides, MARKER);
    (String::from_utf8(bytes).expect("text"), conflicts)
}

/// Checks what must be true of the merge of two sides.
fn holds(ours: &[Act], theirs: &[Act]) -> Result<(), TestCaseError> {
    let (o, mine, my_words) = side("our", ours);
    let (t, other, their_words) = side("their", theirs);
    let (text, conflicts) = merged(&o, &t);
    let contradict: Vec<&String> = mine
        .iter()
        .filter(|(key, value)| other.get(*key).is_some_and(|other| other != *value))
        .map(|(key, _)| key)
        .collect();
    prop_assert_eq!(
        conflicts > 0,
        !contradict.is_empty(),
        "{:?}\n{}",
        contradict,
        text
    );
    prop_assert_eq!(merged(&t, &o).1, conflicts);
    for word in my_words.iter().chain(&their_words) {
        let times = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|found| found == &word.as_str())
            .count();
        prop_assert!(
            times > 0 || text.contains(word.as_str()),
            "{} is lost:\n{}",
            word,
            text
        );
    }
    for value in mine.values().chain(other.values()) {
        prop_assert!(
            text.contains(value.as_str()),
            "{} is lost:\n{}",
            value,
            text
        );
    }
    if conflicts == 0 {
        reads_as_both(&text, &mine, &other)?;
    }
    Ok(())
}

/// A merge without conflict reads as the base with what both sides did.
fn reads_as_both(text: &str, ours: &Changed, theirs: &Changed) -> Result<(), TestCaseError> {
    let document = Document::parse(text.as_bytes());
    prop_assert!(document.problems.is_empty(), "{}", text);
    for mark in PROMISES {
        let found: Vec<_> = document
            .log
            .marks_of(Keyword::Promise)
            .filter(|promise| promise.text == mark)
            .collect();
        prop_assert_eq!(found.len(), 1, "{}: {}", mark, text);
        let both = |key: &str| ours.get(key).or_else(|| theirs.get(key)).cloned();
        let way = match outcome(found[0]) {
            Outcome::Open => None,
            way => Some(way.word().to_owned()),
        };
        prop_assert_eq!(way, both(&format!("settle {mark}")), "{}", text);
        if let Some(due) = both(&format!("due {mark}")) {
            let day = found[0]
                .attribute("due")
                .map(|due| format!("due {}", due.value));
            prop_assert_eq!(day, Some(due), "{}", text);
        }
    }
    let days: Vec<_> = document.log.entries.iter().map(|entry| entry.day).collect();
    prop_assert!(days.iter().all(Option::is_some));
    Ok(())
}

fn cases() -> u32 {
    let more = std::env::var("ORBIT_MERGE_CASES").ok();
    more.and_then(|cases| cases.parse().ok()).unwrap_or(200)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_and_only_contradictions_are_conflicts(
        ours in prop::collection::vec(act(), 0..6),
        theirs in prop::collection::vec(act(), 0..6),
    ) {
        holds(&ours, &theirs)?;
    }

    #[test]
    fn any_three_texts_can_be_merged_and_no_line_is_lost(
        base in texts(),
        ours in texts(),
        theirs in texts(),
    ) {
        let merged = merge(
            Sides { base: base.as_bytes(), ours: ours.as_bytes(), theirs: theirs.as_bytes() },
            MARKER,
        );
        let text = String::from_utf8(merged.bytes).expect("text");
        let lost = |side: &str| side
            .lines()
            .map(|line| line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}'))
            .find(|line| {
                let word = line.trim_start_matches(|c: char| !c.is_alphanumeric());
                !base.contains(line) && !text.contains(word)
            })
            .map(str::to_owned);
        prop_assert_eq!(lost(&ours), None, "{}", text);
        prop_assert_eq!(lost(&theirs), None, "{}", text);
    }
}

/// Texts made of pieces that engagements are made of, in any order.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "---\n",
        "stage: lead\n",
        "stage: scope\n",
        "team: [a, b]\n",
        "team: [b, c]\n",
        "people:\n  - x\n",
        "- y\n",
        "# note\n",
        "\n",
        "## Log\n",
        "## Scope\n",
        "Log\n---\n",
        "### 2026-03-01 One\n",
        "### 2026-03-02 Two\n",
        "### 2026-03-02\n",
        "- [ ] promise: p (@maya) ^p1\n",
        "- [x] promise: p (@maya, kept 2026-03-01) ^p1\n",
        "- promise: q\n",
        "  - because: so\n",
        "  - because: not so\n",
        "words\n",
        "other words\r\n",
        "#### Why?\n",
        "- to: @tom\n",
        "- accepted: 2026-03-03\n",
        "> quoted\n",
        "```\n",
        "<<<<<<< ours\n",
        "\u{feff}",
        "no end",
        "* [ ] question: when?\n",
        "1. [ ] risk: deep\n",
        "   - decision: nested ^d1\n",
        "<!-- c -->\n",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}
