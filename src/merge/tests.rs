//! Tests.

mod properties;

use snapbox::{IntoData, assert_data_eq, str};

use super::*;

const BASE: &str = "\
---
title: Autumn fair rebrand # their words
# who has it
owner: maya
stage: lead
team: [maya, tom]
client_people:
  - Jane Okafor, sponsor
value: \"EUR 42,000\"
---

Some words.

## Situation

They want one mark.

## Log

### 2026-02-11 Call with Jane

Her CFO is nervous.

- [ ] promise: two logos (@tom, to Jane, due 2026-03-20) ^p1
- [ ] promise: a price (@maya, to Jane) ^p2
- decision: fixed price (@maya, topic price) ^d1
- [ ] question: who signs? (@maya) ^q1
";

/// The base with these replacements.
fn with(changes: &[(&str, &str)]) -> String {
    let mut text = BASE.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    text
}

fn merged(base: &str, ours: &str, theirs: &str) -> (String, usize) {
    let merged = merge(
        Sides {
            base: base.as_bytes(),
            ours: ours.as_bytes(),
            theirs: theirs.as_bytes(),
        },
        MARKER,
    );
    (
        String::from_utf8(merged.bytes).expect("text"),
        merged.conflicts,
    )
}

fn clean(ours: &[(&str, &str)], theirs: &[(&str, &str)]) -> String {
    let (text, conflicts) = merged(BASE, &with(ours), &with(theirs));
    assert_eq!(conflicts, 0, "{text}");
    text
}

fn clashes(ours: &[(&str, &str)], theirs: &[(&str, &str)]) -> String {
    let (text, conflicts) = merged(BASE, &with(ours), &with(theirs));
    assert!(conflicts > 0, "{text}");
    text
}

/// The lines that a merge added to the base or changed.
fn new_lines(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !BASE.lines().any(|old| old == *line))
        .collect();
    lines.join("\n") + "\n"
}

const LAST: &str = "- [ ] question: who signs? (@maya) ^q1\n";

fn then(more: &str) -> String {
    format!("{LAST}{more}")
}

#[test]
fn entries_of_the_same_day_stand_one_after_the_other() {
    let text = clean(
        &[(
            LAST,
            &then("\n### 2026-03-02 Visit (@maya)\n\n- tone: calm\n"),
        )],
        &[(LAST, &then("\n### 2026-03-02 Mail (@tom)\n\nShe wrote.\n"))],
    );
    assert_data_eq!(
        new_lines(&text),
        str![[r#"
### 2026-03-02 Visit (@maya)
- tone: calm
### 2026-03-02 Mail (@tom)
She wrote.

"#]]
        .raw()
    );
    assert!(
        text.contains("^q1\n\n### 2026-03-02 Visit (@maya)\n\n- tone: calm\n\n### 2026-03-02 Mail")
    );
}

#[test]
fn entries_are_united_by_their_day() {
    let text = clean(
        &[(LAST, &then("\n### 2026-03-04 Later\n\nx\n"))],
        &[(LAST, &then("\n### 2026-03-02 Earlier\n\ny\n"))],
    );
    assert!(text.find("Earlier") < text.find("Later"));
    let base = BASE.replace("## Log\n", "## Log\n\n### 2026-02-20 Newer\n\nz\n");
    let top = |entry: &str| base.replace("## Log\n", &format!("## Log\n\n### {entry}\n\nw\n"));
    let (text, conflicts) = merged(&base, &top("2026-03-02 Two"), &top("2026-03-04 Four"));
    assert_eq!(conflicts, 0);
    let places: Vec<_> = ["Four", "Two", "Newer", "Call"]
        .map(|title| text.find(title))
        .into();
    assert!(places.is_sorted(), "{text}");
}

#[test]
fn an_entry_that_both_have_stands_there_once() {
    let entry = then("\n### 2026-03-02 Visit\n\n- tone: calm\n");
    let text = clean(
        &[(LAST, &entry)],
        &[(LAST, &entry), ("owner: maya", "owner: tom")],
    );
    assert_eq!(text.matches("2026-03-02 Visit").count(), 1);
}

#[test]
fn todays_entry_begun_on_both_sides_is_one_with_the_marks_of_both() {
    let text = clean(
        &[(LAST, &then("\n### 2026-03-02\n\n- tone: calm\n"))],
        &[(
            LAST,
            &then("\n### 2026-03-02\n\n- risk: the fair moves (@tom)\n"),
        )],
    );
    assert!(
        text.ends_with("### 2026-03-02\n\n- tone: calm\n- risk: the fair moves (@tom)\n"),
        "{text}"
    );
}

#[test]
fn marks_added_to_one_entry_are_all_there() {
    let text = clean(
        &[(LAST, &then("- tone: wary\n"))],
        &[(LAST, &then("- risk: late (@tom)\n  - because: the CFO\n"))],
    );
    assert!(
        text.ends_with("^q1\n- tone: wary\n- risk: late (@tom)\n  - because: the CFO\n"),
        "{text}"
    );
}

#[test]
fn marks_of_one_entry_are_settled_by_two() {
    let text = clean(
        &[(
            "- [ ] promise: two logos (@tom, to Jane, due 2026-03-20) ^p1",
            "- [x] promise: two logos (@tom, to Jane, due 2026-03-20, kept 2026-03-01) ^p1",
        )],
        &[
            (
                "- [ ] promise: a price (@maya, to Jane) ^p2",
                "- [x] promise: a price (@maya, to Jane, kept 2026-03-02) ^p2",
            ),
            (
                LAST,
                "- [x] question: who signs? (@maya) ^q1\n  - answer: the CFO\n",
            ),
        ],
    );
    assert_data_eq!(
        new_lines(&text),
        str![[r#"
- [x] promise: two logos (@tom, to Jane, due 2026-03-20, kept 2026-03-01) ^p1
- [x] promise: a price (@maya, to Jane, kept 2026-03-02) ^p2
- [x] question: who signs? (@maya) ^q1
  - answer: the CFO

"#]]
        .raw()
    );
}

#[test]
fn one_mark_takes_what_each_side_did_to_another_part_of_it() {
    let mark = "- [ ] promise: a price (@maya, to Jane) ^p2";
    let text = clean(
        &[(
            mark,
            "- [ ] promise: a price (@maya, to Jane, due 2026-03-09) ^p2",
        )],
        &[(
            mark,
            "- [x] promise: a price (@maya, to Jane, kept 2026-03-01) ^p2\n  - because: she asked",
        )],
    );
    assert!(
        text.contains("- [x] promise: a price (@maya, to Jane, due 2026-03-09, kept 2026-03-01) ^p2\n  - because: she asked\n"),
        "{text}"
    );
    let text = clean(
        &[(mark, "- [ ] promise: a price (@maya, @tom, to Jane) ^p2")],
        &[(
            mark,
            "- [ ] promise: a price in euros (@maya, @ines, to Jane) ^p2",
        )],
    );
    assert!(
        text.contains("- [ ] promise: a price in euros (@maya, @tom, @ines, to Jane) ^p2\n"),
        "{text}"
    );
}

#[test]
fn the_same_mark_settled_differently_is_a_conflict() {
    let mark = "- [ ] promise: a price (@maya, to Jane) ^p2";
    let text = clashes(
        &[(
            mark,
            "- [x] promise: a price (@maya, to Jane, kept 2026-03-01) ^p2",
        )],
        &[(
            mark,
            "- [x] promise: a price (@maya, to Jane, broken 2026-03-01) ^p2",
        )],
    );
    assert_data_eq!(
        new_lines(&text),
        str![[r#"
<<<<<<< ours
- [x] promise: a price (@maya, to Jane, kept 2026-03-01) ^p2
=======
- [x] promise: a price (@maya, to Jane, broken 2026-03-01) ^p2
>>>>>>> theirs

"#]]
        .raw()
    );
    let text = clashes(
        &[(
            LAST,
            "- [x] question: who signs? (@maya) ^q1\n  - answer: Jane\n",
        )],
        &[(
            LAST,
            "- [x] question: who signs? (@maya) ^q1\n  - answer: the CFO\n",
        )],
    );
    assert!(text.contains("answer: Jane\n=======\n"), "{text}");
    // A box that one side ticked and words that say it was broken on the other contradict each other.
    clashes(
        &[(mark, "- [x] promise: a price (@maya, to Jane) ^p2")],
        &[(
            mark,
            "- [x] promise: a price (@maya, to Jane) ^p2\n  - broken: 2026-03-01",
        )],
    );
}

#[test]
fn a_mark_taken_out_on_one_side_and_changed_on_the_other_is_a_conflict() {
    let mark = "- [ ] promise: a price (@maya, to Jane) ^p2\n";
    let kept = "- [x] promise: a price (@maya, to Jane, kept 2026-03-01) ^p2\n";
    let text = clashes(&[(mark, "")], &[(mark, kept)]);
    assert!(text.contains(kept));
    let text = clean(&[(mark, "")], &[("owner: maya", "owner: tom")]);
    assert!(!text.contains("^p2"));
}

#[test]
fn keys_are_merged_one_by_one() {
    let text = clean(
        &[("stage: lead\n", "stage: research\nsource: referral\n")],
        &[
            ("owner: maya", "owner: tom"),
            (
                "team: [maya, tom]\n",
                "team: [maya, tom, ines]\ndue: 2026-09-01 # firm\n",
            ),
        ],
    );
    assert_data_eq!(
        new_lines(&text),
        str![[r#"
owner: tom
stage: research
source: referral
team: [maya, tom, ines]
due: 2026-09-01 # firm

"#]]
        .raw()
    );
}

#[test]
fn two_stages_and_two_owners_are_conflicts() {
    let text = clashes(
        &[("stage: lead", "stage: research")],
        &[
            ("stage: lead", "stage: lost"),
            ("owner: maya", "owner: tom"),
        ],
    );
    assert_data_eq!(
        new_lines(&text),
        str![[r#"
owner: tom
<<<<<<< ours
stage: research
=======
stage: lost
>>>>>>> theirs

"#]]
        .raw()
    );
    clashes(
        &[("owner: maya", "owner: ines")],
        &[("owner: maya", "owner: tom")],
    );
    let text = clean(
        &[("owner: maya", "owner: tom")],
        &[("owner: maya", "owner: \"tom\"")],
    );
    assert!(text.contains("owner: tom\n"));
}

#[test]
fn lists_take_what_both_sides_add() {
    let text = clean(
        &[
            ("[maya, tom]", "[maya, tom, ruth]"),
            (
                "  - Jane Okafor, sponsor\n",
                "  - Jane Okafor, sponsor\n  - Martin Hale, CFO\n",
            ),
        ],
        &[
            ("[maya, tom]", "[tom, ines]"),
            (
                "  - Jane Okafor, sponsor\n",
                "  - Jane Okafor, sponsor\n  - Sofia Brandt, sales\n",
            ),
        ],
    );
    assert!(text.contains("team: [tom, ruth, ines]\n"), "{text}");
    assert!(
        text.contains("  - Jane Okafor, sponsor\n  - Martin Hale, CFO\n  - Sofia Brandt, sales\n"),
        "{text}"
    );
}

#[test]
fn comments_of_both_sides_stay() {
    let text = clean(
        &[("# who has it\n", "# who has it now\n")],
        &[
            ("# who has it\n", "# who has it, or had\n"),
            ("stage: lead\n", "stage: lead # since May\n"),
        ],
    );
    for comment in [
        "# who has it now\n",
        "# who has it, or had\n",
        "# since May",
        "# their words",
    ] {
        assert!(text.contains(comment), "{comment}");
    }
}

#[test]
fn new_sections_of_both_sides_stand_one_after_the_other() {
    let text = clean(
        &[("## Log\n", "## Findings\n\nForty visitors.\n\n## Log\n")],
        &[
            ("## Log\n", "## Approach\n\nOne way.\n\n## Log\n"),
            ("one mark", "one mark only"),
        ],
    );
    assert!(
        text.contains("They want one mark only.\n\n## Findings\n\nForty visitors.\n\n## Approach\n\nOne way.\n\n## Log\n"),
        "{text}"
    );
}

#[test]
fn prose_that_both_rewrote_is_a_conflict() {
    let text = clashes(
        &[("one mark.", "two marks.")],
        &[("one mark.", "three marks.")],
    );
    assert!(text.contains(
        "<<<<<<< ours\nThey want two marks.\n=======\nThey want three marks.\n>>>>>>> theirs\n"
    ));
}

#[test]
fn a_handoff_accepted_twice_on_different_days_is_a_conflict() {
    let handoff = "\n### 2026-03-02 Handoff: lead to research\n\n- from: @maya\n- to: @tom\n";
    let base = format!("{BASE}{handoff}");
    let accepted = |day: &str| format!("{base}- accepted: {day}\n");
    let (text, conflicts) = merged(&base, &accepted("2026-03-03"), &accepted("2026-03-04"));
    assert_eq!(conflicts, 1, "{text}");
    let (text, conflicts) = merged(&base, &accepted("2026-03-03"), &accepted("2026-03-03"));
    assert_eq!((text, conflicts), (accepted("2026-03-03"), 0));
}

#[test]
fn line_endings_the_byte_order_mark_and_a_missing_end_stay() {
    let odd = |text: String| {
        let text = text.replace('\n', "\r\n");
        format!("\u{feff}{}", text.trim_end())
    };
    let ours = with(&[(LAST, &then("- tone: wary\n"))]);
    let theirs = with(&[(LAST, &then("\n### 2026-03-02 Mail\n\nShe wrote.\n"))]);
    let plain = merged(BASE, &ours, &theirs).0;
    let (text, conflicts) = merged(&odd(BASE.to_owned()), &odd(ours), &odd(theirs));
    assert_eq!(conflicts, 0);
    assert_eq!(text, odd(plain));
}

#[test]
fn a_side_that_only_changes_the_line_endings_does_not_stand_in_the_way() {
    let ours = BASE.replace('\n', "\r\n");
    let theirs = with(&[("stage: lead", "stage: research")]);
    let (text, conflicts) = merged(BASE, &ours, &theirs);
    assert_eq!((text, conflicts), (theirs.replace('\n', "\r\n"), 0));
}

#[test]
fn a_file_that_both_sides_began_is_merged_without_a_base() {
    let ours = with(&[(LAST, &then("- tone: wary\n"))]);
    let theirs = with(&[(LAST, &then("- risk: late\n"))]);
    let (text, conflicts) = merged("", &ours, &theirs);
    assert_eq!(conflicts, 0, "{text}");
    assert!(text.ends_with("- tone: wary\n- risk: late\n"));
}

#[test]
fn what_cannot_be_read_is_merged_by_lines() {
    for odd in [
        "\u{0}\u{1}\n".to_owned(),
        BASE.replace("title: Autumn", "title: [Autumn"),
        BASE.replace("stage: lead", "stage: lead\nstage: lead"),
        BASE.replace("Some words.", "<<<<<<< ours\nSome words.\n"),
    ] {
        let (ours, theirs) = (format!("{odd}one\n"), format!("{odd}two\n"));
        let (text, conflicts) = merged(&odd, &ours, &theirs);
        assert_eq!(conflicts, 1, "{text}");
        assert!(text.ends_with("<<<<<<< ours\none\n=======\ntwo\n>>>>>>> theirs\n"));
        let (text, conflicts) = merged(&odd, &ours, &format!("first\n{odd}"));
        assert_eq!((text, conflicts), (format!("first\n{odd}one\n"), 0));
    }
    let merged = merge(
        Sides {
            base: b"a\xff\nb\n",
            ours: b"a\xff\nB",
            theirs: b"A\xff\nb\n",
        },
        MARKER,
    );
    assert_eq!(merged.bytes, b"A\xff\nB");
}

#[test]
fn the_markers_are_as_long_as_git_asks_for() {
    let merged = merge(
        Sides {
            base: BASE.as_bytes(),
            ours: with(&[("stage: lead", "stage: a")]).as_bytes(),
            theirs: with(&[("stage: lead", "stage: b")]).as_bytes(),
        },
        12,
    );
    let text = String::from_utf8(merged.bytes).expect("text");
    assert!(text.contains(&format!("{} ours\n", "<".repeat(12))));
}
