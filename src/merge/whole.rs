//! Whether a merged text holds all that both sides added to it: the last look before it is handed out.

use std::collections::{HashMap, HashSet};

use crate::text::{Document, Mark};

/// Whether nothing of ours or theirs is missing in the merged text, and it can be read where they could.
pub(super) fn holds(
    text: &str,
    conflicts: usize,
    base: &Document,
    ours: &Document,
    theirs: &Document,
) -> bool {
    let merged = Document::parse(text.as_bytes());
    if conflicts == 0 && (!merged.problems.is_empty() && ours.problems.is_empty()) {
        return false;
    }
    let lines: HashSet<&str> = text.lines().map(str::trim).collect();
    [(ours, theirs), (theirs, ours)]
        .into_iter()
        .all(|(side, other)| {
            has_lines(&lines, side, base)
                && (conflicts > 0 || has_marks(&merged, side, base, other))
                && (conflicts > 0 || has_entries(&merged, side, base))
        })
}

/// Lines that one side added stand there, but for those of marks and of the front-matter, which may be merged within.
fn has_lines(merged: &HashSet<&str>, side: &Document, base: &Document) -> bool {
    let known: HashSet<&str> = base.text.lines().map(str::trim).collect();
    let marks: Vec<_> = side.log.marks().map(|mark| mark.span).collect();
    let front = side.front_matter.span.end;
    let mut at = 0;
    side.text.split_inclusive('\n').all(|line| {
        let start = at;
        at += line.len();
        let bullet = start + line.len() - line.trim_start().len();
        let inside = start < front || marks.iter().any(|mark| mark.range().contains(&bullet));
        let line = line.trim();
        inside || line.is_empty() || known.contains(line) || merged.contains(line)
    })
}

/// By what a mark is known.
fn name(mark: &Mark) -> (crate::text::Keyword, &str) {
    let name = mark.id.as_deref().unwrap_or(&mark.text);
    (mark.keyword, name)
}

fn counted(document: &Document) -> HashMap<(crate::text::Keyword, &str), usize> {
    let mut counts = HashMap::new();
    for mark in document.log.marks() {
        *counts.entry(name(mark)).or_default() += 1;
    }
    counts
}

/// Marks that one side has and the other did not take out stand there, with what the side said of them.
fn has_marks(merged: &Document, side: &Document, base: &Document, other: &Document) -> bool {
    let (now, was, there) = (counted(merged), counted(base), counted(other));
    side.log.marks().all(|mark| {
        let name = name(mark);
        let given = mark.id.is_some();
        // An id that one side gave stands for a mark that was known by its words.
        let dropped = was.contains_key(&name) && !there.contains_key(&name);
        dropped
            || now.contains_key(&name)
            || !given && merged.log.marks().any(|other| other.text == mark.text)
    })
}

/// Entries that one side added stand there.
fn has_entries(merged: &Document, side: &Document, base: &Document) -> bool {
    let has = |document: &Document, day, title: &str| {
        let mut entries = document.log.entries.iter();
        entries.any(|entry| entry.day == day && entry.title == title)
    };
    side.log
        .entries
        .iter()
        .all(|entry| has(base, entry.day, &entry.title) || has(merged, entry.day, &entry.title))
}
