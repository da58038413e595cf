//! A three-way merge of one engagement's text that knows what an engagement is made of: the front-matter is merged key by key, the log entry by
//! entry and mark by mark, everything else line by line. What both sides changed in different ways is left as a conflict with both texts in it;
//! nothing of either side is ever lost.
//!
//! ```text
//! bytes ──> Split: front-matter, sections, log ──> weave (what stands where) ──> three-way merge of each piece ──> text ──> is all of it there?
//!    └──────────────── where one of the three is odd, or something would be missing: a plain merge by lines ────────────────┘
//! ```

mod entry;
mod front;
mod log;
mod mark;
mod out;
mod plain;
mod split;
mod three;
mod weave;
mod whole;

use crate::text::{Document, LARGEST};
use out::Out;
use split::Split;

/// The three versions of a file.
#[derive(Debug, Clone, Copy)]
pub struct Sides<'a> {
    /// Where the two parted; empty where there was no file.
    pub base: &'a [u8],
    /// Ours.
    pub ours: &'a [u8],
    /// Theirs.
    pub theirs: &'a [u8],
}

/// What came of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The file, with markers around each conflict.
    pub bytes: Vec<u8>,
    /// How many conflicts there are.
    pub conflicts: usize,
}

/// How many characters a conflict's marker has where git does not say.
pub const MARKER: usize = 7;

/// Merges three versions of an engagement. `marker` is the length of a conflict's markers.
#[must_use]
pub fn merge(sides: Sides<'_>, marker: usize) -> Merged {
    let Sides { base, ours, theirs } = sides;
    if ours == theirs || theirs == base {
        return taken(ours);
    }
    if ours == base {
        return taken(theirs);
    }
    by_meaning(sides, marker).unwrap_or_else(|| plain::bytes(sides, marker))
}

fn taken(bytes: &[u8]) -> Merged {
    Merged {
        bytes: bytes.to_vec(),
        conflicts: 0,
    }
}

/// What is true of a version's bytes besides its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Form {
    mark: bool,
    crlf: bool,
    ended: bool,
}

const BYTE_ORDER_MARK: char = '\u{feff}';

impl Form {
    /// A text's form, and the text without it: lines end in line feeds, the last one too. Nothing where lines end in both ways.
    fn of(bytes: &[u8]) -> Option<(Self, String)> {
        if bytes.len() > LARGEST {
            return None;
        }
        let text = std::str::from_utf8(bytes).ok()?;
        let plain = text.strip_prefix(BYTE_ORDER_MARK);
        let feeds = text.matches('\n').count();
        let pairs = text.matches("\r\n").count();
        if pairs != 0 && pairs != feeds || text.matches('\r').count() != pairs {
            return None;
        }
        let form = Self {
            mark: plain.is_some(),
            crlf: pairs > 0,
            ended: text.is_empty() || text.ends_with('\n'),
        };
        let mut lines = plain.unwrap_or(text).replace("\r\n", "\n");
        if !form.ended {
            lines.push('\n');
        }
        Some((form, lines))
    }

    /// What both sides agree on, or the one that changed.
    fn merged(base: Self, ours: Self, theirs: Self) -> Self {
        let pick = |of: fn(Self) -> bool| {
            if of(ours) == of(base) {
                of(theirs)
            } else {
                of(ours)
            }
        };
        Self {
            mark: pick(|form| form.mark),
            crlf: pick(|form| form.crlf),
            ended: pick(|form| form.ended),
        }
    }

    fn apply(self, mut text: String) -> Vec<u8> {
        if !self.ended && text.ends_with('\n') {
            text.pop();
        }
        if self.crlf {
            text = text.replace('\n', "\r\n");
        }
        if self.mark {
            text.insert(0, BYTE_ORDER_MARK);
        }
        text.into_bytes()
    }
}

/// The merge by what the file says; nothing where one of the three cannot be told apart safely, or where something would be missing.
fn by_meaning(sides: Sides<'_>, marker: usize) -> Option<Merged> {
    let (ours_form, ours) = Form::of(sides.ours)?;
    let (theirs_form, theirs) = Form::of(sides.theirs)?;
    let (base_form, base) = if sides.base.is_empty() {
        (ours_form, String::new())
    } else {
        Form::of(sides.base)?
    };
    let form = Form::merged(base_form, ours_form, theirs_form);
    let documents = [&base, &ours, &theirs].map(|text| Document::parse(text.as_bytes()));
    let [b, o, t] = &documents;
    let (base, ours, theirs) = (Split::of(b)?, Split::of(o)?, Split::of(t)?);
    let mut out = Out::new(marker);
    front::merge(&base.front, &ours.front, &theirs.front, &mut out)?;
    log::sections(&base, &ours, &theirs, &mut out);
    let conflicts = out.conflicts();
    let text = out.text();
    if !whole::holds(&text, conflicts, b, o, t) {
        return None;
    }
    Some(Merged {
        bytes: form.apply(text),
        conflicts,
    })
}

#[cfg(test)]
mod tests;
