//! Whatever the file: an edit touches only the lines that it is about, and what it writes is read as it was meant.

use proptest::prelude::*;
use similar::{ChangeTag, TextDiff};

use super::*;
use crate::text::tests::samples;

/// Pieces that files are made of here.
fn document() -> impl Strategy<Value = String> {
    let keys = prop::collection::vec(
        prop::sample::select(vec![
            "title: A title  # said",
            "success: \"two: three\"",
            "value: 'EUR 42,000'",
            "team: [maya, tom]",
            "people:\n  - Jane # hers\n  - Ola",
            "notes: |\n  one\n    two",
            "# a comment",
            "empty:",
            "wake:   # later",
        ]),
        0..6,
    );
    let log = prop::collection::vec(
        prop::sample::select(vec![
            "### 2026-02-11 Call (@maya)",
            "### 2026-03-01",
            "### no day",
            "Some words.",
            "- [ ] promise: one (@tom, due 2026-03-20) ^p1",
            "* [x] promise: **two**",
            "- decision: three\n  - because: four, five",
            "#### Answer",
            "+ question: why? (to (a) be)",
            "1. first\n2. second",
            "- from: @maya\n- to: @tom",
            "> - promise: quoted",
            "<!-- hidden -->",
            "```\n- promise: code\n```",
            "| a | b |\n| - | - |",
            "- a\n\n  more\n- b",
        ]),
        0..8,
    );
    let blank = prop::sample::select(vec!["\n", "\n\n"]);
    let has_log = prop::sample::select(vec![
        "",
        "## Log\n\n",
        "Log\n---\n",
        "## Situation\n\nwords\n\n## Log\n",
    ]);
    (keys, log, blank, has_log, any::<(bool, bool, bool)>()).prop_map(
        |(keys, log, blank, head, (windows, mark, ends))| {
            let mut seen = Vec::new();
            let keys: String = keys
                .into_iter()
                .filter(|key| {
                    let new = !seen.contains(key);
                    seen.push(key);
                    new
                })
                .map(|key| format!("{key}\n"))
                .collect();
            let mut text = format!(
                "---\nstage: lead # now\n{keys}---\n{head}{}",
                log.join(blank)
            );
            if ends {
                text.push('\n');
            }
            if windows {
                text = text.replace('\n', "\r\n");
            }
            if mark {
                format!("\u{feff}{text}")
            } else {
                text
            }
        },
    )
}

fn any_document() -> impl Strategy<Value = String> {
    prop_oneof![8 => document(), 1 => prop::sample::select(samples::ALL.to_vec()).prop_map(str::to_owned)]
}

/// Words that people type, and some that nobody should.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "yes",
            "2026-03-20",
            "a: b",
            "#1",
            "two logos, not one",
            "*bold*",
            "- no",
            "it's \"so\"",
            "ünï",
            "[x]",
            "(a) b",
            "10",
            "null"
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z0-9 ,.:;'\"()@^#*_-]{0,30}",
    ]
}

#[derive(Debug, Clone)]
enum Asked {
    Set(&'static str, String),
    Remove(&'static str),
    Entry(String, String),
    Mark(usize, String, String),
    Complete(usize, String),
    Accept(usize),
    Section(String),
}

fn asked() -> impl Strategy<Value = Asked> {
    let key = prop::sample::select(vec![
        "stage", "title", "success", "value", "empty", "wake", "notes", "people", "owner",
    ]);
    prop_oneof![
        (key.clone(), words()).prop_map(|(key, text)| Asked::Set(key, text)),
        key.prop_map(Asked::Remove),
        (words(), words()).prop_map(|(title, body)| Asked::Entry(title, body)),
        (0..4_usize, words(), words()).prop_map(|(at, text, value)| Asked::Mark(at, text, value)),
        (0..4_usize, words()).prop_map(|(at, value)| Asked::Complete(at, value)),
        (0..4_usize).prop_map(Asked::Accept),
        words().prop_map(Asked::Section),
    ]
}

fn run(editor: &mut Editor, asked: &Asked) -> Outcome {
    let nothing = || Err(Refusal::at(&Document::parse(b""), 0, "nothing to edit"));
    match asked {
        Asked::Set(key, text) => editor.set(key, Value::Text(text), Some("stage")),
        Asked::Remove(key) => editor.remove(key),
        Asked::Entry(title, body) => editor
            .add_entry(&NewEntry {
                day: day("2026-03-01"),
                title,
                author: Some("maya"),
                body,
            })
            .map(|_| ()),
        Asked::Mark(at, text, value) => editor.add_mark(
            *at,
            &NewMark::new(Keyword::Promise, text)
                .with("by", "@tom")
                .with("because", value),
        ),
        Asked::Complete(at, value) => {
            let mark = editor.document().log.marks().nth(*at).cloned();
            match mark {
                Some(mark) => editor.complete_mark(
                    &mark,
                    Some(true),
                    &[
                        ("kept".to_owned(), "2026-03-20".to_owned()),
                        ("answer".to_owned(), value.clone()),
                    ],
                ),
                None => nothing(),
            }
        }
        Asked::Accept(at) => editor.add_field(*at, "accepted", "2026-03-20"),
        Asked::Section(text) => editor.add_section("New section", text),
    }
}

/// How many lines of the file went, and whether each came back with more in it.
fn lost(before: &str, after: &str) -> usize {
    let diff = TextDiff::from_lines(before, after);
    diff.iter_all_changes()
        .filter(|change| change.tag() == ChangeTag::Delete)
        .count()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn an_edit_touches_only_the_lines_that_it_is_about(text in any_document(), asked in asked()) {
        let document = Document::parse(text.as_bytes());
        let Ok(mut editor) = Editor::new(document) else { return Ok(()) };
        let before = editor.document().clone();
        let outcome = run(&mut editor, &asked);
        let after = editor.finish();
        if outcome.is_err() {
            prop_assert_eq!(after, text);
            return Ok(());
        }
        let gone = match &asked {
            Asked::Set(key, _) | Asked::Remove(key) => before.front_matter.get(key).map_or(1, |pair| {
                let span = Span::new(pair.key_span.start, pair.value.span.end.max(pair.key_span.end));
                text[span.range()].matches('\n').count() + 1
            }),
            // A mark may run over several lines.
            Asked::Complete(..) => 3,
            // The last line of a file without a line end gets one.
            Asked::Entry(..) | Asked::Mark(..) | Asked::Accept(_) | Asked::Section(_) => 1,
        };
        prop_assert!(lost(&text, &after) <= gone, "{:?}\n{}\n=>\n{}", asked, text, after);
        prop_assert_eq!(text.starts_with('\u{feff}'), after.starts_with('\u{feff}'));
        if text.matches('\n').count() == text.matches("\r\n").count() {
            prop_assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
        }
        if matches!(asked, Asked::Entry(..) | Asked::Mark(..) | Asked::Accept(_)) && !before.body.span.is_empty() {
            // What was there is there still, in the order it had.
            let mut rest = after.as_str();
            for line in text.lines().filter(|line| !line.trim().is_empty()) {
                let at = rest.find(line);
                prop_assert!(at.is_some(), "{line} is gone:\n{after}");
                rest = rest.get(at.unwrap_or_default() + line.len()..).unwrap_or_default();
            }
        }
        let now = Document::parse(after.as_bytes());
        match &asked {
            Asked::Set(key, text) => prop_assert_eq!(now.front_matter.value(key).and_then(|node| node.as_str()), Some(text.as_str())),
            Asked::Remove(key) => prop_assert!(now.front_matter.get(key).is_none()),
            Asked::Entry(..) => prop_assert_eq!(now.log.entries.len(), before.log.entries.len() + 1),
            Asked::Mark(at, text, _) => {
                let marks = &now.log.entries[*at].marks;
                prop_assert!(marks.iter().any(|mark| mark.text == *text && mark.ticked == Some(false)));
            }
            Asked::Complete(at, value) => {
                let mark = now.log.marks().nth(*at).expect("the mark");
                prop_assert_eq!(mark.ticked, Some(true));
                prop_assert!(mark.attribute("answer").is_some_and(|answer| answer.value == *value || answer.handle));
            }
            Asked::Accept(at) => prop_assert_eq!(now.log.entries[*at].field("accepted").map(|field| field.value.as_str()), Some("2026-03-20")),
            Asked::Section(_) => prop_assert!(now.body.section("New section").is_some()),
        }
    }

    #[test]
    fn any_text_can_be_a_value(text in "\\PC{0,40}", before in prop::sample::select(vec!["x", "'x'", "\"x\"", "[a]", "|\n  x", ""])) {
        let file = format!("---\nkey: {before}\nother: y\n---\n");
        let mut editor = editor(&file);
        prop_assert!(editor.set("key", Value::Text(&text), None).is_ok(), "{text}");
        let value = editor.document().front_matter.value("key").cloned();
        prop_assert_eq!(value.as_ref().and_then(|node| node.as_str()), Some(text.as_str()));
    }

    #[test]
    fn plain_words_are_never_refused(text in document(), words in "[a-z]{3,8}( [a-z]{3,8}){0,4}", at in 0..4_usize) {
        let mut editor = editor(&text);
        let entries = editor.document().log.entries.len();
        let mark = NewMark::new(Keyword::Promise, &words).with("by", "@tom").with("due", "2026-03-20");
        if entries > 0 {
            let outcome = editor.add_mark(at % entries, &mark);
            prop_assert!(outcome.is_ok(), "{outcome:?}\n{text}");
        }
        let entry = NewEntry { day: day("2026-03-20"), title: &words, author: Some("maya"), body: &words };
        let outcome = editor.add_entry(&entry);
        prop_assert!(outcome.is_ok(), "{outcome:?}\n{text}");
        let outcome = editor.set("stage", Value::Text(&words), None);
        prop_assert!(outcome.is_ok(), "{outcome:?}\n{text}");
        let outcome = editor.add_section("New section", &words);
        prop_assert!(outcome.is_ok(), "{outcome:?}\n{text}");
    }
}
