//! Odd files and what each edit makes of them.

use similar::TextDiff;
use snapbox::str;

use super::*;

/// Comments everywhere, quotes of each kind, flow and block lists, block scalars; a log of hyphens with nested items.
const COMMENTED: &str = "\
---
# who it is for
title: 'Autumn fair: rebrand'   # as they say it
stage: \"lead\" # since May
owner:
team: [maya,   tom]  # both
client_people:
  - Jane Okafor, sponsor   # prefers a call
  # and her CFO
notes: |
  first: line
    # no comment
wake:   # not yet
# the end
---

# Autumn fair

## Log

### 2026-02-11 Call (@maya)

Her CFO is nervous.

- tone: wary
- [ ] promise: two logos (@tom, due 2026-03-20) ^p1
  - because: she asked
- decision: fixed price ^d1

### 2026-03-02 Handoff: lead to scope

- from: @maya
- to: @tom

#### What do they expect?

Two logos.

- risk: hidden in an answer

## Appendix

Nothing.
";

/// CRLF, a byte-order mark, star bullets, loose lists, setext headings, no newline at the end.
const WINDOWS: &str = "\u{feff}---\r\nstage: lead\r\nowner: tom\r\n---\r\n\r\nLog\r\n---\r\n\r\n### 2026-02-11 Call\r\n\r\n*   [ ] question: who signs?\r\n\r\n*   risk: late";

/// The newest first, plus signs, nothing between headings.
const NEWEST: &str = "---\n{stage: lead, owner: tom}\n---\n## Log\n### 2026-03-02 Later\n+ tone: calm\n### 2026-02-11 Earlier\ntext\n## Next\n";

/// No log, no text, no line end.
const BARE: &str = "---\nstage: lead\n---";

fn changed(text: &str, edit: impl FnOnce(&mut Editor) -> Outcome) -> String {
    let mut editor = editor(text);
    match edit(&mut editor) {
        Ok(()) => {
            let edited = editor.finish();
            let shown = |text: &str| text.replace('\r', "␍").replace('\u{feff}', "[BOM]");
            let (before, after) = (shown(text), shown(&edited));
            TextDiff::from_lines(before.as_str(), after.as_str())
                .unified_diff()
                .context_radius(1)
                .to_string()
        }
        Err(refusal) => refusal.to_string(),
    }
}

fn each(edit: impl Fn(&mut Editor) -> Outcome) -> String {
    [
        ("commented", COMMENTED),
        ("windows", WINDOWS),
        ("newest first", NEWEST),
        ("bare", BARE),
    ]
    .into_iter()
    .map(|(name, text)| format!("== {name}\n{}\n", changed(text, &edit)))
    .collect()
}

#[test]
fn the_stage_is_set() {
    snapbox::assert_data_eq!(
        each(|editor| editor.set("stage", Value::Text("on"), None)),
        str![[r#"
== commented
@@ -3,3 +3,3 @@
 title: 'Autumn fair: rebrand'   # as they say it
-stage: "lead" # since May
+stage: "on" # since May
 owner:

== windows
@@ -1,3 +1,3 @@
 [BOM]---␍
-stage: lead␍
+stage: "on"␍
 owner: tom␍

== newest first
@@ -1,3 +1,3 @@
 ---
-{stage: lead, owner: tom}
+{stage: "on", owner: tom}
 ---

== bare
@@ -1,3 +1,3 @@
 ---
-stage: lead
+stage: "on"
 ---
/ No newline at end of file


"#]]
    );
}

#[test]
fn an_empty_value_is_filled_and_a_missing_key_put_in() {
    snapbox::assert_data_eq!(
        each(|editor| {
            editor.set("owner", Value::Text("ines"), Some("stage"))?;
            editor.set("wake", Value::Plain("2026-09-01"), Some("stage"))
        }),
        str![[r#"
== commented
@@ -4,3 +4,3 @@
 stage: "lead" # since May
-owner:
+owner: ines
 team: [maya,   tom]  # both
@@ -12,3 +12,3 @@
     # no comment
-wake:   # not yet
+wake: 2026-09-01  # not yet
 # the end

== windows
@@ -2,3 +2,4 @@
 stage: lead␍
-owner: tom␍
+wake: 2026-09-01␍
+owner: ines␍
 ---␍

== newest first
@@ -1,3 +1,3 @@
 ---
-{stage: lead, owner: tom}
+{stage: lead, wake: 2026-09-01, owner: ines}
 ---

== bare
@@ -2,2 +2,4 @@
 stage: lead
+wake: 2026-09-01
+owner: ines
 ---
/ No newline at end of file


"#]]
    );
}

#[test]
fn lists_and_block_scalars_are_replaced_whole() {
    snapbox::assert_data_eq!(
        changed(COMMENTED, |editor| {
            editor.set("notes", Value::Text("say \"when\": now"), None)?;
            editor.set("client_people", Value::Text("Jane"), None)?;
            editor.set("title", Value::Text("It's on"), None)
        }),
        str![[r#"
@@ -2,3 +2,3 @@
 # who it is for
-title: 'Autumn fair: rebrand'   # as they say it
+title: 'It''s on'   # as they say it
 stage: "lead" # since May
@@ -7,7 +7,5 @@
 client_people:
-  - Jane Okafor, sponsor   # prefers a call
+  Jane   # prefers a call
   # and her CFO
-notes: |
-  first: line
-    # no comment
+notes: 'say "when": now'
 wake:   # not yet

"#]]
    );
}

#[test]
fn a_key_goes_with_its_lines() {
    snapbox::assert_data_eq!(
        changed(COMMENTED, |editor| {
            editor.remove("client_people")?;
            editor.remove("notes")?;
            editor.remove("stage")
        }),
        str![[r#"
@@ -3,11 +3,5 @@
 title: 'Autumn fair: rebrand'   # as they say it
-stage: "lead" # since May
 owner:
 team: [maya,   tom]  # both
-client_people:
-  - Jane Okafor, sponsor   # prefers a call
   # and her CFO
-notes: |
-  first: line
-    # no comment
 wake:   # not yet

"#]]
    );
    snapbox::assert_data_eq!(
        changed(NEWEST, |editor| editor.remove("stage")),
        str!["line 2: `stage` does not stand on a line of its own"]
    );
}

#[test]
fn an_entry_is_added() {
    snapbox::assert_data_eq!(
        each(|editor| {
            let entry = NewEntry {
                day: day("2026-03-20"),
                title: "  Call with\nJane ",
                author: Some("maya"),
                body: "She laughed.\n\n- tone: warm\n",
            };
            editor.add_entry(&entry).map(|_| ())
        }),
        str![[r#"
== commented
@@ -40,2 +40,8 @@
 
+### 2026-03-20 Call with Jane (@maya)
+
+She laughed.
+
+- tone: warm
+
 ## Appendix

== windows
@@ -12,2 +12,8 @@
 ␍
-*   risk: late
/ No newline at end of file
+*   risk: late␍
+␍
+### 2026-03-20 Call with Jane (@maya)␍
+␍
+She laughed.␍
+␍
+- tone: warm
/ No newline at end of file

== newest first
@@ -4,2 +4,8 @@
 ## Log
+### 2026-03-20 Call with Jane (@maya)
+
+She laughed.
+
+- tone: warm
+
 ### 2026-03-02 Later

== bare
@@ -2,2 +2,10 @@
 stage: lead
----
/ No newline at end of file
+---
+
+## Log
+
+### 2026-03-20 Call with Jane (@maya)
+
+She laughed.
+
+- tone: warm
/ No newline at end of file


"#]]
    );
}

#[test]
fn an_entry_of_an_earlier_day_stands_where_it_belongs() {
    snapbox::assert_data_eq!(
        each(|editor| {
            let entry = NewEntry {
                day: day("2026-02-20"),
                title: "Between",
                author: None,
                body: "",
            };
            editor.add_entry(&entry).map(|_| ())
        }),
        str![[r#"
== commented
@@ -29,2 +29,4 @@
 
+### 2026-02-20 Between
+
 ### 2026-03-02 Handoff: lead to scope

== windows
@@ -12,2 +12,4 @@
 ␍
-*   risk: late
/ No newline at end of file
+*   risk: late␍
+␍
+### 2026-02-20 Between
/ No newline at end of file

== newest first
@@ -6,2 +6,4 @@
 + tone: calm
+### 2026-02-20 Between
+
 ### 2026-02-11 Earlier

== bare
@@ -2,2 +2,6 @@
 stage: lead
----
/ No newline at end of file
+---
+
+## Log
+
+### 2026-02-20 Between
/ No newline at end of file


"#]]
    );
}

#[test]
fn a_mark_is_added_to_an_entry() {
    let promise = NewMark::new(Keyword::Promise, "a third logo, with a comma")
        .with("by", "@tom")
        .with("to", "Jane Okafor")
        .with("due", "2026-03-20")
        .with(
            "because",
            "she asked for it twice, and (as she said) her CFO did too",
        )
        .with("shared", "");
    let promise = NewMark {
        id: Some("k7q".to_owned()),
        ..promise
    };
    snapbox::assert_data_eq!(
        each(|editor| editor.add_mark(0, &promise)),
        str![[r#"
== commented
@@ -28,2 +28,4 @@
 - decision: fixed price ^d1
+- [ ] promise: a third logo, with a comma (@tom, to Jane Okafor, due 2026-03-20, shared) ^k7q
+  - because: she asked for it twice, and (as she said) her CFO did too
 

== windows
@@ -12,2 +12,5 @@
 ␍
-*   risk: late
/ No newline at end of file
+*   risk: late␍
+␍
+*   [ ] promise: a third logo, with a comma (@tom, to Jane Okafor, due 2026-03-20, shared) ^k7q␍
+    * because: she asked for it twice, and (as she said) her CFO did too
/ No newline at end of file

== newest first
@@ -6,2 +6,5 @@
 + tone: calm
++ [ ] promise: a third logo, with a comma (@tom, to Jane Okafor, due 2026-03-20, shared) ^k7q
+  + because: she asked for it twice, and (as she said) her CFO did too
+
 ### 2026-02-11 Earlier

== bare
line 1: there is no such entry

"#]]
    );
    snapbox::assert_data_eq!(
        changed(COMMENTED, |editor| editor.add_mark(1, &promise)),
        str![[r#"
@@ -33,2 +33,4 @@
 - to: @tom
+- [ ] promise: a third logo, with a comma (@tom, to Jane Okafor, due 2026-03-20, shared) ^k7q
+  - because: she asked for it twice, and (as she said) her CFO did too
 

"#]]
    );
}

#[test]
fn a_mark_is_settled() {
    let settle = |editor: &mut Editor| {
        let marks: Vec<_> = editor.document().log.marks().cloned().collect();
        let Some(mark) = marks.first() else {
            return editor.add_field(0, "from", "@maya");
        };
        editor.complete_mark(
            mark,
            Some(true),
            &[
                ("released".to_owned(), "2026-03-20".to_owned()),
                (
                    "because".to_owned(),
                    "their CFO no longer needs a second one".to_owned(),
                ),
            ],
        )
    };
    snapbox::assert_data_eq!(
        each(settle),
        str![[r#"
== commented
@@ -24,3 +24,4 @@
 
-- tone: wary
+- [x] tone: wary (released 2026-03-20)
+  - because: their CFO no longer needs a second one
 - [ ] promise: two logos (@tom, due 2026-03-20) ^p1

== windows
@@ -10,3 +10,4 @@
 ␍
-*   [ ] question: who signs?␍
+*   [x] question: who signs? (released 2026-03-20)␍
+    * because: their CFO no longer needs a second one␍
 ␍

== newest first
@@ -5,3 +5,4 @@
 ### 2026-03-02 Later
-+ tone: calm
++ [x] tone: calm (released 2026-03-20)
+  + because: their CFO no longer needs a second one
 ### 2026-02-11 Earlier

== bare
line 1: there is no such entry

"#]]
    );
    snapbox::assert_data_eq!(
        changed(COMMENTED, |editor| {
            let promise = editor
                .document()
                .log
                .marks_of(Keyword::Promise)
                .next()
                .cloned();
            let promise = promise.expect("a promise");
            editor.complete_mark(
                &promise,
                Some(true),
                &[
                    ("kept".to_owned(), "2026-03-20".to_owned()),
                    (
                        "answer".to_owned(),
                        "sent to her, and to her CFO".to_owned(),
                    ),
                ],
            )
        }),
        str![[r#"
@@ -25,4 +25,5 @@
 - tone: wary
-- [ ] promise: two logos (@tom, due 2026-03-20) ^p1
+- [x] promise: two logos (@tom, due 2026-03-20, kept 2026-03-20) ^p1
   - because: she asked
+  - answer: sent to her, and to her CFO
 - decision: fixed price ^d1

"#]]
    );
}

#[test]
fn a_mark_gets_an_id() {
    let name = |editor: &mut Editor| {
        let marks: Vec<_> = editor.document().log.marks().cloned().collect();
        match marks.first() {
            Some(mark) => editor.name_mark(mark, "t3e"),
            None => Ok(()),
        }
    };
    snapbox::assert_data_eq!(
        each(name),
        str![[r#"
== commented
@@ -24,3 +24,3 @@
 
-- tone: wary
+- tone: wary ^t3e
 - [ ] promise: two logos (@tom, due 2026-03-20) ^p1

== windows
@@ -10,3 +10,3 @@
 ␍
-*   [ ] question: who signs?␍
+*   [ ] question: who signs? ^t3e␍
 ␍

== newest first
@@ -5,3 +5,3 @@
 ### 2026-03-02 Later
-+ tone: calm
++ tone: calm ^t3e
 ### 2026-02-11 Earlier

== bare


"#]]
    );
}

#[test]
fn a_handoff_is_accepted() {
    snapbox::assert_data_eq!(
        changed(COMMENTED, |editor| editor.add_field(
            1,
            "accepted",
            "2026-03-03"
        )),
        str![[r#"
@@ -33,2 +33,3 @@
 - to: @tom
+- accepted: 2026-03-03
 

"#]]
    );
    snapbox::assert_data_eq!(
        each(|editor| editor.add_field(0, "accepted", "2026-03-03")),
        str![[r#"
== commented
@@ -22,2 +22,4 @@
 
+- accepted: 2026-03-03
+
 Her CFO is nervous.

== windows
@@ -10,2 +10,4 @@
 ␍
+- accepted: 2026-03-03␍
+␍
 *   [ ] question: who signs?␍

== newest first
@@ -5,2 +5,5 @@
 ### 2026-03-02 Later
+
+- accepted: 2026-03-03
+
 + tone: calm

== bare
line 1: there is no such entry

"#]]
    );
    let empty = COMMENTED.replace("- to: @tom\n", "- to: @tom\n- accepted:\n");
    snapbox::assert_data_eq!(
        changed(&empty, |editor| editor.add_field(
            1,
            "accepted",
            "2026-03-03"
        )),
        str![[r#"
@@ -33,3 +33,3 @@
 - to: @tom
-- accepted:
+- accepted: 2026-03-03
 

"#]]
    );
}

#[test]
fn a_section_is_added_above_the_log() {
    snapbox::assert_data_eq!(
        each(|editor| editor.add_section(
            "Situation",
            "They opened a second hall.\n\n- [ ] look at it"
        )),
        str![[r#"
== commented
@@ -18,2 +18,8 @@
 
+## Situation
+
+They opened a second hall.
+
+- [ ] look at it
+
 ## Log

== windows
@@ -5,2 +5,8 @@
 ␍
+## Situation␍
+␍
+They opened a second hall.␍
+␍
+- [ ] look at it␍
+␍
 Log␍

== newest first
@@ -3,2 +3,9 @@
 ---
+
+## Situation
+
+They opened a second hall.
+
+- [ ] look at it
+
 ## Log

== bare
@@ -2,2 +2,8 @@
 stage: lead
----
/ No newline at end of file
+---
+
+## Situation
+
+They opened a second hall.
+
+- [ ] look at it


"#]]
    );
}

#[test]
fn a_box_is_ticked() -> Outcome {
    let text = "---\nstage: review\n---\n\n## Acceptance\n\n1. [ ] seen\n2. [X] heard\n";
    let mut editor = editor(text);
    let boxes: Vec<_> = editor
        .document()
        .body
        .items
        .iter()
        .filter_map(|item| item.box_span)
        .collect();
    for place in boxes {
        editor.tick(place, true)?;
    }
    assert_eq!(
        editor.finish(),
        text.replace("[ ]", "[x]").replace("[X]", "[x]")
    );
    Ok(())
}
