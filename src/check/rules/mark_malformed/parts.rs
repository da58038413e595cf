//! What a mark has to say to be of use: its words, an outcome's day and reason, an answer, a signer.

use super::Fault;
use crate::finding::Severity;
use crate::model::marks::is_somebodys;
use crate::text::placeholder::is_placeholder;
use crate::text::{Attribute, Keyword, Mark};

/// A mark with nothing, or a placeholder, behind its colon.
pub(super) fn says_nothing(mark: &Mark) -> Option<Fault> {
    if !is_placeholder(&mark.text) {
        return None;
    }
    let keyword = mark.keyword;
    let (span, message) = if mark.text.is_empty() {
        (mark.keyword_span, format!("this {keyword} says nothing"))
    } else {
        let text = &mark.text;
        (
            mark.text_span,
            format!("this {keyword} says `{text}`, which is a placeholder"),
        )
    };
    let mut fault = Fault::new(
        span,
        "nothing",
        message,
        format!("say behind `{keyword}:` what it is, or leave the item out"),
    );
    // `risk: none yet` loses nothing that anybody waits for.
    let harmless = matches!(
        keyword,
        Keyword::Risk | Keyword::Change | Keyword::Tone | Keyword::Lesson
    );
    fault.severity = harmless.then_some(Severity::Warning);
    Some(fault)
}

/// A part that is missing, by the kind of mark.
pub(super) fn fault(mark: &Mark) -> Option<Fault> {
    match mark.keyword {
        Keyword::Promise => {
            unticked(mark, &["kept", "released", "broken", "replaced"]).or_else(|| outcome(mark))
        }
        Keyword::Question => unticked(mark, &["answered"]).or_else(|| unanswered(mark)),
        Keyword::Decision => supersedes(mark),
        Keyword::Approval if !is_somebodys(mark) => Some(Fault::new(
            mark.text_span,
            "signer",
            format!("the approval of `{}` does not say whose it is", mark.text),
            format!(
                "name who approves it, who commits it too\n  - approval: {} (@…)",
                mark.text
            ),
        )),
        _ => None,
    }
}

/// An outcome on a mark whose box is not ticked, so that it still counts as open.
fn unticked(mark: &Mark, outcomes: &[&str]) -> Option<Fault> {
    if mark.ticked == Some(true) {
        return None;
    }
    let outcome = mark
        .attributes
        .iter()
        .find(|attribute| outcomes.contains(&attribute.name.as_str()))?;
    let (name, keyword) = (&outcome.name, mark.keyword);
    let (box_, help) = match mark.box_span {
        Some(_) => (
            "its box is not ticked",
            format!("tick it\n  - [x] {keyword}: …"),
        ),
        None => (
            "it has no box",
            format!("give it a box and tick it\n  - [x] {keyword}: …"),
        ),
    };
    Some(Fault::new(
        mark.box_span.unwrap_or(outcome.span),
        "box",
        format!("this {keyword} says `{name}`, and {box_}"),
        format!("{help}\nor, if it is still open, take `{name}` away"),
    ))
}

/// An outcome other than kept without its day, its id or its reason.
fn outcome(mark: &Mark) -> Option<Fault> {
    let outcome = ["replaced", "released", "broken"]
        .iter()
        .find_map(|name| mark.attribute(name))?;
    let name = outcome.name.as_str();
    let missing = |what: &str, help: String| {
        Some(Fault::new(
            outcome.span,
            "outcome",
            format!("`{name}` does not say {what}"),
            help,
        ))
    };
    if name == "replaced" && !names_a_mark(outcome) {
        return missing(
            "by which promise",
            "name the promise that stands in its place by its id\n  replaced ^…".to_owned(),
        );
    }
    if outcome.value.is_empty() {
        return missing(
            "when",
            format!("write the day behind it\n  {name} YYYY-MM-DD"),
        );
    }
    let reason = mark
        .attributes
        .iter()
        .any(|attribute| attribute.name == "because" && !is_placeholder(&attribute.value));
    if reason {
        return None;
    }
    missing(
        "why",
        "say below the promise what happened, in a sentence that the client could read\n  - because: …".to_owned(),
    )
}

fn unanswered(mark: &Mark) -> Option<Fault> {
    let answered = mark.values("answer").any(|answer| !answer.is_empty());
    if mark.ticked != Some(true) || answered {
        return None;
    }
    Some(Fault::new(
        mark.text_span,
        "answer",
        "this question is ticked and has no answer".to_owned(),
        "write below it what the answer was\n  - answer: …",
    ))
}

fn supersedes(mark: &Mark) -> Option<Fault> {
    let wrong = mark
        .attributes
        .iter()
        .find(|attribute| attribute.name == "supersedes" && !names_a_mark(attribute))?;
    Some(Fault::new(
        wrong.span,
        "supersedes",
        "`supersedes` does not name a decision by its id".to_owned(),
        "give the former decision an id, at the end of its line, and name it here\n  supersedes ^…",
    ))
}

/// Whether a value is an id: a word with a caret, or one word alone.
fn names_a_mark(attribute: &Attribute) -> bool {
    let mut words = attribute.value.split_whitespace();
    let first = words.next().unwrap_or_default();
    let plain = |id: &str| id.starts_with(|c: char| c.is_ascii_alphanumeric());
    first.strip_prefix('^').is_some_and(plain) || (plain(first) && words.next().is_none())
}
