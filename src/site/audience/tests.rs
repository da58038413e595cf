//! What is left of an engagement for somebody outside.

use super::redact::Redactor;
use super::stages::Stages;
use crate::model::{Engagement, Settings};
use crate::repo::Memory;

const FILE: &str = "---
title: Rebrand
stage: build
owner: maya
value: EUR 42,000 # SECRET margin
success: Visitors recognise the mark. # SECRET doubt
follows: [acme/audit, other/SECRET]
---

SECRET opening.

## Scope

Two directions, see [the audit](../other/SECRET.md), [the web](https://a.example/) and [[other/SECRET]] or [[acme/audit]]. <!-- SECRET -->

[x]: ../other/SECRET.md

## Situation

SECRET

## Log

### 2026-02-11 SECRET call (@maya)

SECRET prose.

- [ ] promise: two directions (@tom, to Jane Okafor, due 2026-03-20, because SECRET) ^p1
- [ ] promise: SECRET discount (@tom, due 2026-03-20, private)
- [ ] promise: the photographs (by Jane Okafor, due 2026-03-01)
- decision: fixed price (@maya, shared, topic price)
  - because: SECRET
- decision: SECRET (@maya)
- tone: SECRET

### 2026-02-12 Workshop (@maya, shared)

We agreed on blue.

- tone: SECRET
- question: who signs off? (@maya)
- plain item

### 2026-02-13 Handoff: plan to build (shared)

- from: @maya
- accepted: 2026-02-14, after SECRET

#### What first?

The stand.
";

fn redacted(shared: &str) -> String {
    let tree = Memory::new()
        .file(
            "orbit.yml",
            format!("studio: Northlight\nworkflow: w\npeople: {{maya: {{name: Maya L}}}}\nsite:\n  shared:\n    {shared}\n"),
        )
        .file(
            "workflows/w.yml",
            "stages:\n  plan: {shared: Getting ready}\n  build: {shared: true}\n  done: {kind: done}\n",
        );
    let settings = Settings::load(&tree).expect("settings");
    let path = "engagements/acme/rebrand.md";
    let engagement = Engagement::read(path, FILE.as_bytes(), &settings).expect("an engagement");
    let redactor = Redactor {
        settings: &settings,
        shared: settings.sharing.with("client:acme"),
        stages: Stages::of(&settings),
        ids: ["acme/rebrand", "acme/audit"].map(str::to_owned).into(),
        client: "Acme".to_owned(),
    };
    redactor.text(&engagement)
}

#[test]
fn nothing_is_shared_that_is_not_named() {
    snapbox::assert_data_eq!(
        redacted("fields: []"),
        snapbox::str![[r#"
---
title: "Rebrand"
workflow: work
stage: "build"
---

## Log

### 2026-02-11

- decision: fixed price (shared, @studio)

### 2026-02-12 Workshop

We agreed on blue.


- question: who signs off? (shared, @studio)
- plain item

### 2026-02-13 Handoff: Getting ready to Build

- accepted: 2026-02-14

#### What first?

The stand.

"#]]
    );
}

#[test]
fn what_is_named_is_shared_and_only_that() {
    let text = redacted(
        "{fields: [success, value, follows, owner], sections: [scope], marks: promises, attributes: [to]}",
    );
    assert!(!text.contains("SECRET"), "{text}");
    snapbox::assert_data_eq!(
        text,
        snapbox::str![[r#"
---
title: "Rebrand"
workflow: work
stage: "build"
"value": "EUR 42,000"
"success": "Visitors recognise the mark."
follows: ["acme/audit"]
---

## Scope

Two directions, see the audit, [the web](https://a.example/) and something else or [[acme/audit]].

## Log

### 2026-02-11

- [ ] promise: two directions (shared, @studio, to Jane Okafor, due 2026-03-20) ^p1
- [ ] promise: the photographs (shared, by Acme, due 2026-03-01)
- decision: fixed price (shared, @studio)

### 2026-02-12 Workshop

We agreed on blue.


- question: who signs off? (shared, @studio)
- plain item

### 2026-02-13 Handoff: Getting ready to Build

- accepted: 2026-02-14

#### What first?

The stand.

"#]]
    );
}

#[test]
fn people_are_named_where_they_may_be() {
    let text = redacted("{fields: [owner], people: true, marks: [promise]}");
    assert!(
        text.contains("owner: \"maya\"") || text.contains("\"owner\": \"maya\""),
        "{text}"
    );
    assert!(
        text.contains("@tom") && text.contains("- from: @maya"),
        "{text}"
    );
}
