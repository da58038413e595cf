//! Each edit on files with every oddity, with the difference it makes.

mod golden;
mod properties;

use super::*;

type Outcome = Result<(), Refusal>;

fn editor(text: &str) -> Editor {
    Editor::new(Document::parse(text.as_bytes())).expect("a document that can be edited")
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

#[test]
fn what_cannot_be_read_is_not_edited() {
    for bytes in [
        &b"---\nstage: lead\n"[..],
        b"no front-matter\n",
        b"---\nstage: [lead\n---\n",
        b"---\nstage: l\xe9ad\n---\n",
    ] {
        assert!(Editor::new(Document::parse(bytes)).is_err());
    }
}

#[test]
fn a_value_that_others_lean_on_is_not_replaced() {
    let text = "---\nstage: &s lead\nformer: *s\n---\n";
    let mut editor = editor(text);
    let refusal = editor.set("stage", Value::Text("scope"), None);
    let told = refusal.expect_err("the alias would change too").to_string();
    assert!(told.starts_with("line 2: "), "{told}");
    assert_eq!(editor.finish(), text);
}

#[test]
fn an_entry_that_a_code_block_would_swallow_is_refused() {
    let text = "---\nstage: lead\n---\n\n```\nnever closed\n";
    let entry = NewEntry {
        day: day("2026-03-20"),
        title: "Call",
        author: None,
        body: "",
    };
    let mut editor = editor(text);
    assert!(editor.add_entry(&entry).is_err());
    assert_eq!(editor.finish(), text);
}

#[test]
fn an_entry_cannot_break_out_of_the_log() {
    for body in [
        "## Section",
        "### Other",
        "```\nopen",
        "<!-- open",
        "Setext\n---",
    ] {
        let entry = NewEntry {
            day: day("2026-03-20"),
            title: "Call",
            author: Some("maya"),
            body,
        };
        assert!(
            editor("---\nstage: lead\n---\n").add_entry(&entry).is_err(),
            "{body}"
        );
    }
}

#[test]
fn a_mark_that_would_be_read_otherwise_is_refused() -> Outcome {
    let text = "---\nstage: lead\n---\n## Log\n\n### 2026-03-20 Call\n";
    for words in ["", "a <!-- b", "a (due 2026-03-20)", "a\n- b", "a ^p1"] {
        let mut editor = editor(text);
        assert!(
            editor
                .add_mark(0, &NewMark::new(Keyword::Promise, words))
                .is_err(),
            "{words}"
        );
        assert_eq!(editor.finish(), text);
    }
    let written = NewMark::written(Keyword::Promise, "a  (due 2026-03-20)\n^p1");
    assert_eq!(written.text, "a");
    assert_eq!(written.id.as_deref(), Some("p1"));
    let mut editor = editor(text);
    editor.add_mark(0, &written)?;
    assert!(
        editor
            .finish()
            .ends_with("\n\n- [ ] promise: a (due 2026-03-20) ^p1\n")
    );
    Ok(())
}

#[test]
fn the_difference_of_two_texts_is_one_piece() {
    assert_eq!(difference("abcd", "abXd"), (Span::new(2, 3), "X"));
    assert_eq!(difference("aé", "aè"), (Span::new(1, 3), "è"));
    assert_eq!(difference("aa", "aaa"), (Span::at(2), "a"));
    assert_eq!(difference("same", "same"), (Span::at(4), ""));
}
