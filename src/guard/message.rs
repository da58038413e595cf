//! What a commit does to a studio, as its message: `acme/rebrand: proposal to scope`, and below it what else the change means.

use crate::model::difference::{Said, between};
use crate::model::{Commit, Settings};

/// How many engagements a subject names one by one.
const NAMED: usize = 3;

/// What became of one engagement.
struct Told<'a> {
    id: &'a str,
    said: Vec<String>,
}

/// The message for a commit; nothing where it does nothing to an engagement. The first line is the subject; what else is to be said stands as
/// a list behind an empty line.
#[must_use]
pub(super) fn of(commit: &Commit<'_>, settings: &Settings) -> Option<String> {
    let standing = commit.changes.iter().filter_map(|change| {
        let before = change.before.first().copied();
        let said = between(before, change.after, settings);
        (!said.is_empty()).then(|| Told {
            id: &change.after.id,
            said: said.iter().map(subject).collect(),
        })
    });
    let gone = commit
        .passages
        .iter()
        .filter(|passage| passage.after.is_none())
        .map(|passage| Told {
            id: &passage.before.id,
            said: vec!["removed".to_owned()],
        });
    let told: Vec<Told<'_>> = standing.chain(gone).collect();
    match told.as_slice() {
        [] => None,
        [one] => Some(alone(one)),
        several => Some(together(several)),
    }
}

/// One engagement: the weightiest as the subject, the rest as a list.
fn alone(told: &Told<'_>) -> String {
    let mut said = told.said.iter();
    let first = said.next().map_or("", String::as_str);
    let mut text = format!("{}: {first}\n", told.id);
    for (at, said) in said.enumerate() {
        let gap = if at == 0 { "\n" } else { "" };
        text.push_str(&format!("{gap}- {said}\n"));
    }
    text
}

/// Several engagements: who they are as the subject, what became of each as a list.
fn together(told: &[Told<'_>]) -> String {
    let ids: Vec<&str> = told.iter().take(NAMED).map(|told| told.id).collect();
    let more = match told.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let mut text = format!("{}{more}\n\n", ids.join(", "));
    for told in told {
        text.push_str(&format!("- {}: {}\n", told.id, told.said.join("; ")));
    }
    text
}

/// One line of plain text. A move and a beginning need no word before them behind an engagement's id.
fn subject(said: &Said) -> String {
    let text = match said {
        Said::Stage {
            from: Some(from),
            to: Some(to),
            ..
        } => format!("{from} to {to}"),
        Said::Began => "new engagement".to_owned(),
        said => said.to_string(),
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
