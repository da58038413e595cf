//! Tests.

use super::*;
use crate::repo::Memory;

fn settings() -> Settings {
    Settings::load(&Memory::new().file("orbit.yml", "studio: Test\n")).expect("settings")
}

fn read(text: &str) -> Engagement {
    Engagement::read("engagements/acme/rebrand.md", text.as_bytes(), &settings())
        .expect("an engagement")
}

fn said(before: &str, after: &str) -> Vec<String> {
    between(Some(&read(before)), &read(after), &settings())
        .iter()
        .map(ToString::to_string)
        .collect()
}

const BASE: &str = "---\nstage: proposal\nowner: maya\nvalue: EUR 38,000\n---\n\n## Scope\n\nOne logo, one stand and a set of rules for both of them.\n\n## Log\n\n### 2026-02-11 Call\n\nShe called.\n\n- [ ] promise: two logo directions, not one (@maya, due 2026-03-20) ^p1\n- [ ] question: who signs off the Spanish copy? (@maya)\n";

#[test]
fn fields_are_told_with_their_values() {
    let after = BASE
        .replace("stage: proposal", "stage: scope")
        .replace("owner: maya", "owner: tom")
        .replace("38,000", "42,000");
    assert_eq!(
        said(BASE, &after),
        [
            "stage: proposal to scope",
            "owner: maya to tom",
            "value: EUR 38,000 to EUR 42,000"
        ]
    );
}

#[test]
fn a_promise_is_kept_released_or_broken() {
    for (tail, word) in [
        (")", "kept"),
        (", kept 2026-03-19)", "kept"),
        (", released 2026-03-19)", "released"),
        (", broken 2026-03-19)", "broken"),
        (", replaced ^p2)", "replaced"),
    ] {
        let after = BASE.replace(
            "- [ ] promise: two logo directions, not one (@maya, due 2026-03-20)",
            &format!("- [x] promise: two logo directions, not one (@maya, due 2026-03-20{tail}"),
        );
        assert_eq!(
            said(BASE, &after),
            [format!("promise {word}: two logo directions, not one")]
        );
    }
}

#[test]
fn a_question_is_asked_and_answered() {
    let asked = format!("{BASE}- [ ] question: and the French? (@maya)\n");
    assert_eq!(said(BASE, &asked), ["question asked: and the French?"]);
    let answered = BASE.replace(
        "- [ ] question: who signs off the Spanish copy? (@maya)",
        "- [x] question: who signs off the Spanish copy? (@maya, answer Iker Salas)",
    );
    assert_eq!(
        said(BASE, &answered),
        ["question answered: who signs off the Spanish copy?"]
    );
}

#[test]
fn a_named_mark_may_change_its_words_and_an_unnamed_one_a_little() {
    let named = BASE.replace("two logo directions, not one", "three sketches");
    assert_eq!(said(BASE, &named), ["promise rewritten: three sketches"]);
    let unnamed = BASE.replace(
        "who signs off the Spanish copy",
        "who signs off the Spanish text",
    );
    assert_eq!(
        said(BASE, &unnamed),
        ["question edited: who signs off the Spanish text?"]
    );
}

#[test]
fn sections_are_written_edited_rewritten_and_removed() {
    let without = BASE.replace(
        "## Scope\n\nOne logo, one stand and a set of rules for both of them.\n\n",
        "",
    );
    assert_eq!(said(BASE, &without), ["section Scope removed"]);
    assert_eq!(said(&without, BASE), ["section Scope written"]);
    let edited = BASE.replace("a set of rules for both", "the set of rules for both");
    assert_eq!(said(BASE, &edited), ["section Scope edited"]);
    let rewritten = BASE.replace(
        "One logo, one stand and a set of rules for both of them.",
        "Nothing but a booth.",
    );
    assert_eq!(said(BASE, &rewritten), ["section Scope rewritten"]);
}

#[test]
fn a_handoff_is_written_then_accepted() {
    let written =
        format!("{BASE}\n### 2026-03-02 Handoff: proposal to scope\n\n- from: @maya\n- to: @tom\n");
    assert_eq!(said(BASE, &written), ["handoff proposal to scope"]);
    let accepted = written.replace("- to: @tom\n", "- to: @tom\n- accepted: 2026-03-03\n");
    assert_eq!(
        said(&written, &accepted),
        ["handoff proposal to scope accepted"]
    );
}

#[test]
fn entries_are_told_by_their_titles_and_their_marks_by_themselves() {
    let after = format!(
        "{BASE}\n### 2026-02-12 Second call\n\nShe called again.\n\n- decision: fixed price (@maya, topic price)\n- waiver: success (@maya, because they cannot say yet)\n"
    );
    assert_eq!(
        said(BASE, &after),
        [
            "decision: fixed price",
            "waiver granted: success",
            "entry: Second call"
        ]
    );
}

#[test]
fn white_space_is_layout() {
    assert_eq!(
        said(BASE, &BASE.replace("\n\n## Log", "\n\n\n## Log")),
        ["layout: nothing that changes its meaning"]
    );
    assert!(said(BASE, BASE).is_empty());
}

#[test]
fn a_moved_file_is_told_by_its_ids() {
    let settings = settings();
    let read = |path: &str| Engagement::read(path, BASE.as_bytes(), &settings).expect("read");
    let words: Vec<String> = between(
        Some(&read("engagements/acme/stand.md")),
        &read("engagements/acme/fair-stand.md"),
        &settings,
    )
    .iter()
    .map(ToString::to_string)
    .collect();
    assert_eq!(words, ["moved from acme/stand to acme/fair-stand"]);
}

#[test]
fn a_tick_in_a_checklist_is_told_once() {
    let before =
        format!("{BASE}\n## Acceptance\n\n- [ ] the panels stand\n- [ ] the count is done\n");
    let after = before.replace(
        "- [ ] the panels stand",
        "- [x] the panels stand (2026-04-22)",
    );
    assert_eq!(
        said(&before, &after),
        ["task done in Acceptance: the panels stand (2026-04-22)"]
    );
}

#[test]
fn a_beginning_says_where_and_with_whom() {
    let words: Vec<String> = between(None, &read(BASE), &settings())
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        words,
        [
            "new: the engagement begins here",
            "stage: proposal",
            "owner: maya",
            "promise made: two logo directions, not one"
        ]
    );
}
