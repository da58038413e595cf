//! What became of a mark, so that it is never told as if it had just been said: kept, released, answered, superseded; and what stands in its place.

use super::item::{Item, Note};
use crate::model::Engagement;
use crate::model::marks::{Outcome, is_answered, outcome, risk_is_open};
use crate::model::words::sentence;
use crate::registers::{self, Placed};
use crate::text::{Keyword, Mark};

/// The mark that stands for this one by now, and what it is: `Promise, kept`, `Question, answered`.
pub(super) struct Became<'e> {
    /// The mark to tell: the one that took its place, where one did.
    pub(super) placed: Placed<'e>,
    /// What kind of thing it is and how it stands.
    pub(super) label: String,
}

/// So many steps from one mark to the next that stands in its place; a ring of them ends.
const STEPS: usize = 8;

/// What became of a mark of an engagement.
pub(super) fn of<'e>(engagement: &'e Engagement, placed: Placed<'e>) -> Became<'e> {
    let mut now = placed;
    for _ in 0..STEPS {
        match successor(engagement, now.mark) {
            Some(next) => now = next,
            None => break,
        }
    }
    Became {
        label: label(now.mark),
        placed: now,
    }
}

fn successor<'e>(engagement: &'e Engagement, mark: &Mark) -> Option<Placed<'e>> {
    let plain = |id: &str| id.trim_start_matches('^').to_owned();
    match mark.keyword {
        Keyword::Promise if outcome(mark) == Outcome::Replaced => {
            let id = plain(&mark.attribute("replaced")?.value);
            registers::marks_of(engagement, Keyword::Promise)
                .find(|other| other.mark.id.as_deref() == Some(&id) && other.mark.span != mark.span)
        }
        Keyword::Decision => {
            registers::decisions(engagement)
                .into_iter()
                .find(|ruling| ruling.placed.mark.span == mark.span)?
                .superseded_by
        }
        _ => None,
    }
}

fn label(mark: &Mark) -> String {
    let kind = sentence(mark.keyword.word());
    let state = match mark.keyword {
        Keyword::Promise => outcome(mark).word(),
        Keyword::Question if is_answered(mark) => "answered",
        Keyword::Question => "open",
        Keyword::Risk if !risk_is_open(mark) => "closed",
        _ => return kind,
    };
    format!("{kind}, {state}")
}

/// What goes with a mark: its answer, its reason, its result.
pub(super) fn notes(mark: &Mark, cut: impl Fn(&str) -> String) -> Vec<Note> {
    ["answer", "because", "result"]
        .into_iter()
        .filter_map(|name| {
            let text = mark.attribute(name)?.value.trim();
            (!text.is_empty()).then(|| Note {
                name,
                text: cut(text),
            })
        })
        .collect()
}

/// An item that says what a mark is and what became of it.
pub(super) fn told(item: &mut Item, became: &Became<'_>, cut: impl Fn(&str) -> String) {
    let mark = became.placed.mark;
    item.text = format!("{}: {}", became.label, mark.text);
    item.kind = mark.keyword.word();
    item.id.clone_from(&mark.id);
    item.notes = notes(mark, cut);
}
