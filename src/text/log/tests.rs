//! The log as it is read from whole documents.

use super::*;
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
