//! What became of the marks of a log.

use super::said::{Deed, Said};
use super::{pairs, reworded};
use crate::model::marks::{Outcome, is_answered, outcome, risk_is_open};
use crate::text::{Document, Keyword, Mark};

/// Of each mark what was done to it.
pub(super) fn marks(before: &Document, after: &Document, said: &mut Vec<Said>) {
    let was: Vec<&Mark> = before.log.marks().collect();
    let is: Vec<&Mark> = after.log.marks().collect();
    let pairs = pairs::marks(&was, &is);
    for (before, after) in pairs {
        match (before, after) {
            (None, Some(mark)) => {
                // What was written and settled in one commit is told as settled.
                let deed = match (mark.keyword, outcome(mark)) {
                    (Keyword::Promise, Outcome::Open) => Deed::Made,
                    (Keyword::Promise, outcome) => settled(outcome),
                    _ => Deed::Made,
                };
                said.push(done(mark, deed, None));
            }
            (Some(mark), None) => said.push(done(mark, Deed::Removed, None)),
            (Some(before), Some(after)) => said.extend(change(before, after)),
            (None, None) => {}
        }
    }
}

/// What was done to one mark.
fn change(before: &Mark, after: &Mark) -> Option<Said> {
    let value = |mark: &Mark, name: &str| {
        mark.attribute(name)
            .map(|attribute| attribute.value.clone())
            .filter(|value| !value.is_empty())
    };
    if after.keyword == Keyword::Promise && outcome(before) != outcome(after) {
        return Some(done(
            after,
            settled(outcome(after)),
            value(after, "because"),
        ));
    }
    if after.keyword == Keyword::Question && is_answered(before) != is_answered(after) {
        return Some(if is_answered(after) {
            done(after, Deed::Answered, value(after, "answer"))
        } else {
            done(after, Deed::Reopened, None)
        });
    }
    if after.keyword == Keyword::Decision
        && value(before, "result").is_none()
        && let Some(result) = value(after, "result")
    {
        return Some(done(after, Deed::Resulted, Some(result)));
    }
    let over = |mark: &Mark| match mark.keyword {
        Keyword::Risk => !risk_is_open(mark),
        _ => mark.ticked == Some(true),
    };
    if over(before) != over(after) {
        return Some(if over(after) {
            done(after, Deed::Closed, value(after, "because"))
        } else {
            done(after, Deed::Reopened, None)
        });
    }
    if before.text != after.text {
        return Some(done(after, reworded(&before.text, &after.text), None));
    }
    let attributes = |mark: &Mark| {
        mark.attributes
            .iter()
            .map(|attribute| (attribute.name.clone(), attribute.value.clone()))
            .collect::<Vec<_>>()
    };
    (attributes(before) != attributes(after)).then(|| {
        let note = after
            .attributes
            .iter()
            .filter(|attribute| {
                !before
                    .attributes
                    .iter()
                    .any(|other| other.name == attribute.name && other.value == attribute.value)
            })
            .map(|attribute| {
                format!("{} {}", attribute.name, attribute.value)
                    .trim()
                    .to_owned()
            })
            .collect::<Vec<_>>()
            .join(", ");
        done(after, Deed::Amended, (!note.is_empty()).then_some(note))
    })
}

const fn settled(outcome: Outcome) -> Deed {
    match outcome {
        Outcome::Open => Deed::Reopened,
        Outcome::Kept => Deed::Kept,
        Outcome::Released => Deed::Released,
        Outcome::Broken => Deed::Broken,
        Outcome::Replaced => Deed::Replaced,
    }
}

/// A deed, told of a mark.
pub(super) fn done(mark: &Mark, deed: Deed, note: Option<String>) -> Said {
    Said::Mark {
        keyword: mark.keyword,
        deed,
        text: mark.text.clone(),
        note,
    }
}
