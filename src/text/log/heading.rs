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
    /// Whether it says `shared` there.
    pub(super) shared: bool,
}

impl<'a> Parts<'a> {
    /// Takes `text` apart.
    pub(super) fn read(text: &'a str) -> Self {
        let mut rest = text.trim_end();
        let (mut author, mut shared) = (None, false);
        // Both may stand in one pair of parentheses, or each in its own.
        while let Some(tail) = tail(rest)
            && (author.is_none() || tail.author.is_none())
            && !(shared && tail.shared)
        {
            rest = tail.before;
            author = author.or(tail.author);
            shared |= tail.shared;
        }
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
            shared,
        }
    }
}

/// What stands at the end of a heading.
struct Tail<'a> {
    before: &'a str,
    author: Option<&'a str>,
    shared: bool,
}

/// The last parentheses, where nothing but a handle and `shared` stands in them.
fn tail(text: &str) -> Option<Tail<'_>> {
    let inside = text.trim_end().strip_suffix(')')?;
    let (before, inside) = inside.rsplit_once('(')?;
    let mut tail = Tail {
        before: before.trim_end(),
        author: None,
        shared: false,
    };
    for word in inside.split(',').map(str::trim) {
        if word.eq_ignore_ascii_case("shared") {
            tail.shared = true;
        } else {
            let author = handle(word).filter(|author| author.len() + 1 == word.len())?;
            if tail.author.replace(author).is_some() {
                return None;
            }
        }
    }
    Some(tail)
}
