//! The log as it is read from whole documents.

use super::*;
use crate::text::mark::folded;
use crate::text::{Attribute, By, Document};

const AUTUMN: &str = "\
---
title: Autumn fair rebrand
stage: scope
---

## Situation
They moved.

## Log

### 2026-02-11 Call with Jane Okafor

Her CFO is nervous after last year's overrun.

- tone: wary; last year's overrun came up twice
- [ ] promise: two logo directions, not one (@tom, to Jane Okafor, due 2026-03-20) ^p1
- decision: fixed price, not time and materials (@maya, topic price) ^d1
  - because: the CFO needs one number before the March board
- [ ] question: who signs off the Spanish copy? (@maya)

### 2026-03-02 Handoff: proposal to scope (@maya)

- from: @maya
- to: @tom
- accepted: 2026-03-03

#### What does the client believe they are owed?

Two directions, and a fixed price that includes the stand.

#### What has to happen first?

## After
";

fn log_of(entry: &str) -> Log {
    Document::parse(format!("---\nstage: lead\n---\n\n## Log\n\n{entry}").as_bytes()).log
}

/// The one mark of an entry that holds these lines.
fn mark(lines: &str) -> Mark {
    let log = log_of(&format!("### 2026-02-11 Call\n\n{lines}"));
    let mut marks: Vec<Mark> = log.marks().cloned().collect();
    assert_eq!(marks.len(), 1, "{lines}");
    marks.remove(0)
}

fn shown(attributes: &[Attribute]) -> Vec<String> {
    attributes
        .iter()
        .map(|attribute| {
            let at = if attribute.handle { "@" } else { "" };
            format!("{}={at}{}", attribute.name, attribute.value)
        })
        .collect()
}

#[test]
fn the_contracts_engagement_is_read_whole() {
    let document = Document::parse(AUTUMN.as_bytes());
    assert_eq!(document.problems, []);
    let at = |span: Span| &document.text[span.range()];
    let [call, handoff] = &document.log.entries[..] else {
        panic!("{:?}", document.log.entries);
    };
    assert_eq!(call.day, Day::parse("2026-02-11"));
    assert_eq!(call.day_span.map(at), Some("2026-02-11"));
    assert_eq!(call.title, "Call with Jane Okafor");
    assert_eq!(at(call.title_span), "Call with Jane Okafor");
    assert_eq!(call.author, None);
    assert!(
        at(call.content).starts_with("\nHer CFO"),
        "{}",
        at(call.content)
    );
    let words: Vec<_> = call.marks.iter().map(|mark| mark.keyword.word()).collect();
    assert_eq!(words, ["tone", "promise", "decision", "question"]);
    let [_, promise, decision, question] = &call.marks[..] else {
        panic!("{:?}", call.marks);
    };
    assert_eq!(promise.text, "two logo directions, not one");
    assert_eq!(at(promise.text_span), promise.text);
    assert_eq!(
        shown(&promise.attributes),
        ["by=@tom", "to=Jane Okafor", "due=2026-03-20"]
    );
    assert_eq!(promise.id.as_deref(), Some("p1"));
    assert_eq!(promise.id_span.map(at), Some("^p1"));
    assert_eq!(promise.ticked, Some(false));
    assert_eq!(promise.box_span.map(at), Some("[ ]"));
    assert_eq!(promise.day_of("due"), Day::parse("2026-03-20"));
    assert_eq!(promise.day, call.day);
    for attribute in &promise.attributes {
        assert_eq!(at(attribute.value_span), attribute.value);
    }
    assert_eq!(
        shown(&decision.attributes),
        [
            "by=@maya",
            "topic=price",
            "because=the CFO needs one number before the March board"
        ]
    );
    assert!(at(decision.span).ends_with("March board"));
    assert!(at(decision.line_span).ends_with("^d1"));
    assert_eq!(at(decision.keyword_span), "decision");
    assert_eq!(question.text, "who signs off the Spanish copy?");

    assert_eq!(handoff.title, "Handoff: proposal to scope");
    assert_eq!(at(handoff.title_span), handoff.title);
    assert_eq!(handoff.author.as_deref(), Some("maya"));
    assert_eq!(
        handoff.field("from").map(|from| from.value.as_str()),
        Some("@maya")
    );
    let accepted = handoff.field("accepted").map(|field| field.value_span);
    assert_eq!(accepted.map(at), Some("2026-03-03"));
    let titles: Vec<_> = handoff
        .parts
        .iter()
        .map(|part| part.title.as_str())
        .collect();
    assert_eq!(
        titles,
        [
            "What does the client believe they are owed?",
            "What has to happen first?"
        ]
    );
    assert_eq!(
        at(handoff.parts[0].content).trim(),
        "Two directions, and a fixed price that includes the stand."
    );
    assert_eq!(at(handoff.parts[1].content).trim(), "");
    assert!(
        document
            .log
            .section
            .is_some_and(|log| at(log).ends_with("first?\n\n"))
    );
}

#[test]
fn an_entrys_heading_is_taken_apart() {
    for (heading, day, title, author) in [
        (
            "2026-02-11 Call (@maya)",
            Some("2026-02-11"),
            "Call",
            Some("maya"),
        ),
        ("2026-02-11 - Call", Some("2026-02-11"), "Call", None),
        ("2026-02-11 — Call", Some("2026-02-11"), "Call", None),
        ("2026-02-11: Call", Some("2026-02-11"), "Call", None),
        ("2026-02-11", Some("2026-02-11"), "", None),
        ("2026-02-30 Call", None, "Call", None),
        ("**2026-02-11** Call", Some("2026-02-11"), "Call", None),
        ("Call without a day", None, "Call without a day", None),
        ("2026-02-111 Call", None, "2026-02-111 Call", None),
        (
            "2026-02-11 Handoff: proposal to scope",
            Some("2026-02-11"),
            "Handoff: proposal to scope",
            None,
        ),
        (
            "2026-02-11 Call (by phone)",
            Some("2026-02-11"),
            "Call (by phone)",
            None,
        ),
        (
            "2026-02-11 Übergabe (@inês)",
            Some("2026-02-11"),
            "Übergabe",
            Some("inês"),
        ),
    ] {
        let log = log_of(&format!("### {heading}\n\ntext\n"));
        let entry = &log.entries[0];
        assert_eq!(entry.day, day.and_then(Day::parse), "{heading}");
        assert_eq!(entry.title, title, "{heading}");
        assert_eq!(entry.author.as_deref(), author, "{heading}");
    }
    let text = "## Log\n### 2026-02-30 Call\n";
    let document = Document::parse(text.as_bytes());
    let place = document.log.entries[0]
        .day_span
        .map(|day| &text[day.range()]);
    assert_eq!(place, Some("2026-02-30"));
}

#[test]
fn a_keyword_may_stand_in_any_case_bold_or_not_with_a_box_or_without() {
    for (line, keyword, text) in [
        ("- promise: two logos", "promise", "two logos"),
        ("* Promise: two logos", "Promise", "two logos"),
        ("+ **Promise:** two logos", "Promise", "two logos"),
        ("- **promise**: two logos", "promise", "two logos"),
        ("- _promise_: two logos", "promise", "two logos"),
        ("- __PROMISE:__ two logos", "PROMISE", "two logos"),
        ("- **Promise: two logos**", "Promise", "two logos"),
        ("- [ ] promise:two logos", "promise", "two logos"),
        ("- [x] **promise:** two logos", "promise", "two logos"),
        ("1. promise: two logos", "promise", "two logos"),
        ("- promise: two\n  logos", "promise", "two logos"),
        (
            "- promise: two <!-- not three --> logos",
            "promise",
            "two logos",
        ),
        ("- promise:", "promise", ""),
    ] {
        let mark = mark(line);
        assert_eq!(mark.keyword, Keyword::Promise, "{line}");
        assert_eq!(mark.text, text, "{line}");
        let source = format!("---\nstage: lead\n---\n\n## Log\n\n### 2026-02-11 Call\n\n{line}");
        assert_eq!(&source[mark.keyword_span.range()], keyword, "{line}");
        assert_eq!(folded(&source[mark.text_span.range()]), text, "{line}");
    }
}

#[test]
fn attributes_stand_in_the_last_parentheses() {
    for (line, text, attributes, id) in [
        ("promise: x (@tom)", "x", &["by=@tom"][..], None),
        ("promise: x (@tom) ^p1", "x", &["by=@tom"], Some("p1")),
        ("promise: x ^p-2", "x", &[], Some("p-2")),
        ("promise: x (@tom).", "x", &["by=@tom"], None),
        ("promise: x (@tom) <!-- note -->", "x", &["by=@tom"], None),
        (
            "promise: x (@tom, @maya)",
            "x",
            &["by=@tom", "by=@maya"],
            None,
        ),
        (
            "promise: x (@tom and @maya due 2026-03-20)",
            "x",
            &["by=@tom", "by=@maya", "due=2026-03-20"],
            None,
        ),
        (
            "promise: two directions (logo and type) (@tom)",
            "two directions (logo and type)",
            &["by=@tom"],
            None,
        ),
        (
            "promise: two directions (logo and type)",
            "two directions (logo and type)",
            &[],
            None,
        ),
        (
            "promise: x (logo and type) ^p1",
            "x (logo and type)",
            &[],
            Some("p1"),
        ),
        ("promise: x (@tom) and more", "x (@tom) and more", &[], None),
        (
            "promise: see [the plan](plan.md)",
            "see [the plan](plan.md)",
            &[],
            None,
        ),
        ("promise: see [us](@tom)", "see [us](@tom)", &[], None),
        (
            "promise: 1) first 2) second (@tom)",
            "1) first 2) second",
            &["by=@tom"],
            None,
        ),
        (
            "promise: x (@tom, because it is 1) cheap and 2) ours)",
            "x",
            &["by=@tom", "because=it is 1) cheap and 2) ours"],
            None,
        ),
        (
            "decision: x (@maya, because the CFO needs one number, before March, topic price)",
            "x",
            &[
                "by=@maya",
                "because=the CFO needs one number, before March",
                "topic=price",
            ],
            None,
        ),
        (
            "decision: x (because of cost (and time, mostly), supersedes ^d1) ^d2",
            "x",
            &["because=of cost (and time, mostly)", "supersedes=^d1"],
            Some("d2"),
        ),
        (
            "promise: x (by Jane Okafor, due 2026-03-20)",
            "x",
            &["by=Jane Okafor", "due=2026-03-20"],
            None,
        ),
        (
            "promise: x (By @tom, TO Jane, Due: 2026-03-20)",
            "x",
            &["by=@tom", "to=Jane", "due=2026-03-20"],
            None,
        ),
        (
            "promise: x (@tom, kept 2026-03-01)",
            "x",
            &["by=@tom", "kept=2026-03-01"],
            None,
        ),
        (
            "promise: x (@tom, released 2026-03-01, because the fair moved, to May)",
            "x",
            &[
                "by=@tom",
                "released=2026-03-01",
                "because=the fair moved",
                "to=May",
            ],
            None,
        ),
        (
            "promise: x (@tom, replaced ^p9)",
            "x",
            &["by=@tom", "replaced=^p9"],
            None,
        ),
        ("tone: x (shared)", "x", &["shared="], None),
        ("tone: x (shared drive)", "x (shared drive)", &[], None),
        (
            "risk: x (owner tom, due 2026-03-20)",
            "x",
            &["owner=tom", "due=2026-03-20"],
            None,
        ),
        (
            "question: x (@maya, answered 2026-03-01, answer yes, both)",
            "x",
            &["by=@maya", "answered=2026-03-01", "answer=yes, both"],
            None,
        ),
        (
            "waiver: success (@maya, because the client defines it in week one, until 2026-03-20)",
            "success",
            &[
                "by=@maya",
                "because=the client defines it in week one",
                "until=2026-03-20",
            ],
            None,
        ),
        ("approval: Scope (@ines)", "Scope", &["by=@ines"], None),
        (
            "promise: x (@tom,\n  due 2026-03-20)",
            "x",
            &["by=@tom", "due=2026-03-20"],
            None,
        ),
        ("promise: (@tom)", "", &["by=@tom"], None),
        ("promise: x ()", "x ()", &[], None),
        ("promise: x (@)", "x (@)", &[], None),
        ("promise: x (due)", "x", &["due="], None),
        ("promise: price ^2", "price", &[], Some("2")),
        ("promise: a^b", "a^b", &[], None),
        (
            "promise: x (mail tom@home.example)",
            "x (mail tom@home.example)",
            &[],
            None,
        ),
    ] {
        let mark = mark(&format!("- {line}"));
        assert_eq!(mark.text, text, "{line}");
        assert_eq!(shown(&mark.attributes), attributes, "{line}");
        assert_eq!(mark.id.as_deref(), id, "{line}");
    }
}

#[test]
fn nested_items_are_attributes_unless_they_are_marks() {
    let log = log_of(
        "### 2026-02-11 Call\n
- decision: fixed price (@maya) ^d1
  - **Because:** one number

    a second paragraph
    - deeper: ignored
  - result: signed on\n    the spot
  - by: @tom
  - just a note
  - [ ] promise: an offer (@tom)
    - because: they asked
- Jane said:
  - question: who signs?
- from: @maya
  - to: @tom
",
    );
    let marks: Vec<_> = log
        .marks()
        .map(|mark| {
            (
                mark.keyword.word(),
                mark.text.as_str(),
                shown(&mark.attributes),
            )
        })
        .collect();
    let attributes = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        marks,
        [
            (
                "decision",
                "fixed price",
                attributes(&[
                    "by=@maya",
                    "because=one number",
                    "result=signed on the spot",
                    "by=@tom"
                ])
            ),
            (
                "promise",
                "an offer",
                attributes(&["by=@tom", "because=they asked"])
            ),
            ("question", "who signs?", attributes(&[])),
        ]
    );
    let fields: Vec<_> = log.entries[0]
        .fields
        .iter()
        .map(|field| (field.name.as_str(), field.value.as_str()))
        .collect();
    assert_eq!(fields, [("jane said", ""), ("from", "@maya")]);
    assert_eq!(log.marks_of(Keyword::Question).count(), 1);
}

#[test]
fn handles_are_told_from_names() {
    let mark = mark("- promise: x (@tom, by Jane Okafor)\n  - by: @maya\n");
    let by: Vec<_> = mark.by().collect();
    assert_eq!(
        by,
        [
            By::Person("tom"),
            By::Outside("Jane Okafor"),
            By::Person("maya")
        ]
    );
    assert_eq!(
        mark.values("by").collect::<Vec<_>>(),
        ["tom", "Jane Okafor", "maya"]
    );
}

#[test]
fn near_misses_stay_as_fields_and_prose_does_not() {
    let log = log_of(
        "### 2026-02-11 Call\n
- promis: two logos (@tom)
- promise two logos
- https://example.com: a link
- 10:30 we met
- accepted:2026-03-03
- a sentence that goes on for longer than any name of a field ever would: like this
- next step: call Jane
<!--
- promise: in a comment
-->

> - promise: in a quote

```
- promise: in code
```

#### Budget?

- from: an answer
- promise: in an answer
",
    );
    let fields: Vec<_> = log.entries[0]
        .fields
        .iter()
        .map(|field| (field.name.as_str(), field.value.as_str()))
        .collect();
    assert_eq!(
        fields,
        [("promis", "two logos (@tom)"), ("next step", "call Jane")]
    );
    let marks: Vec<_> = log.marks().map(|mark| mark.text.as_str()).collect();
    assert_eq!(marks, ["in an answer"]);
}

#[test]
fn entries_of_every_level_2_log_count() {
    let document = Document::parse(
        b"# Log\n### 2026-01-01 no\n## LOG \n### 2026-01-02 yes\n#### part\n##### deeper\nx\n### undated\n# End\n### no\n## Log\n### no\n",
    );
    let entries: Vec<_> = document
        .log
        .entries
        .iter()
        .map(|entry| (entry.title.as_str(), entry.parts.len()))
        .collect();
    assert_eq!(entries, [("yes", 2), ("undated", 0), ("no", 0)]);
    let parts = &document.log.entries[0].parts;
    assert_eq!(&document.text[parts[1].content.range()], "x\n");
    assert!(document.log.entries[0].part("Deeper").is_some());
    assert!(Document::parse(b"### 2026-01-01 x\n").log.section.is_none());
}
