//! An entry's heading, `2026-02-11 Call with Jane (@maya)`, taken apart.

use crate::day::Day;
use crate::text::mark::attributes::handle;

/// The parts of a heading, as bytes of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    /// What looks like a day at its start.
    pub(super) day: Option<&'a str>,
    /// What stands between day and author.
    pub(super) title: &'a str,
    /// Where the title begins.
    pub(super) title_at: usize,
    /// The handle at its end.
    pub(super) author: Option<&'a str>,
}

impl<'a> Parts<'a> {
    /// Takes `text` apart.
    pub(super) fn read(text: &'a str) -> Self {
        let (rest, author) = match split_author(text) {
            Some((rest, author)) => (rest, Some(author)),
            None => (text.trim_end(), None),
        };
        let day = rest.get(..10).filter(|day| {
            let next = rest.get(10..).and_then(|behind| behind.chars().next());
            Day::looks_like(day) && next.is_none_or(|next| !next.is_alphanumeric())
        });
        let behind = rest.get(day.map_or(0, str::len)..).unwrap_or_default();
        let title = if day.is_some() {
            behind.trim_start_matches(|character: char| {
                character.is_whitespace()
                    || matches!(character, '-' | '–' | '—' | ':' | ',' | '·' | '|')
            })
        } else {
            behind
        };
        Self {
            day,
            title,
            title_at: rest.len() - title.len(),
            author,
        }
    }
}

/// What stands before `(@handle)` at the end, and the handle.
fn split_author(text: &str) -> Option<(&str, &str)> {
    let inside = text.trim_end().strip_suffix(')')?;
    let (before, person) = inside.rsplit_once('(')?;
    let person = person.trim();
    let author = handle(person)?;
    (author.len() + 1 == person.len()).then_some((before.trim_end(), author))
}
