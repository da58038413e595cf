//! One version taken apart into the pieces that are merged: keys of the front-matter, sections, entries of the log. Lines are without their ends.

use crate::span::Span;
use crate::text::yaml::Node;
use crate::text::{Document, Entry, ProblemKind};

/// A version in its pieces.
pub(super) struct Split<'a> {
    /// Its front-matter.
    pub(super) front: Front<'a>,
    /// What stands below, section by section; the first has no heading and may be empty.
    pub(super) sections: Vec<Section<'a>>,
}

/// A front-matter.
#[derive(Default)]
pub(super) struct Front<'a> {
    /// The lines of its fences, where it has one.
    pub(super) fences: Option<(&'a str, &'a str)>,
    /// Its keys in order.
    pub(super) keys: Vec<Key<'a>>,
    /// What stands behind the last key, such as comments.
    pub(super) tail: Vec<&'a str>,
}

/// A key of the front-matter with its value.
pub(super) struct Key<'a> {
    pub(super) name: &'a str,
    /// The comments and empty lines before it.
    pub(super) lead: Vec<&'a str>,
    /// Its own lines.
    pub(super) lines: Vec<&'a str>,
    pub(super) value: &'a Node,
    /// The whole text, which the value's places are of.
    pub(super) text: &'a str,
}

/// A section: what stands below a heading of level 1 or 2, heading included.
pub(super) struct Section<'a> {
    /// Its heading in lower case, and which of several with this heading it is; nothing for what stands before the first.
    pub(super) name: Option<(String, usize)>,
    /// All its lines, without empty ones at its end.
    pub(super) lines: Vec<&'a str>,
    /// How many empty lines follow.
    pub(super) gap: usize,
    /// Its entries, where it is the log, and the lines before the first.
    pub(super) log: Option<(Vec<&'a str>, usize, Vec<Piece<'a>>)>,
}

/// An entry of the log.
pub(super) struct Piece<'a> {
    pub(super) entry: &'a Entry,
    pub(super) text: &'a str,
    /// All its lines, without empty ones at its end.
    pub(super) lines: Vec<&'a str>,
    /// How many empty lines follow.
    pub(super) gap: usize,
    /// Its marks, each with its lines among the entry's: the first and how many.
    pub(super) marks: Vec<(usize, usize, usize)>,
}

/// A text by lines.
struct Lines<'a> {
    text: &'a str,
    lines: Vec<&'a str>,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let (mut lines, mut starts, mut at) = (Vec::new(), Vec::new(), 0);
        for line in text.split_inclusive('\n') {
            lines.push(line.strip_suffix('\n').unwrap_or(line));
            starts.push(at);
            at += line.len();
        }
        Self {
            text,
            lines,
            starts,
        }
    }

    /// The line of a byte.
    fn at(&self, byte: usize) -> usize {
        self.starts
            .partition_point(|start| *start <= byte)
            .saturating_sub(1)
    }

    /// The line that begins with this byte, spaces before it aside.
    fn begins(&self, byte: usize) -> Option<usize> {
        let line = self.at(byte);
        let start = *self.starts.get(line)?;
        let before = self.text.get(start..byte)?;
        before.chars().all(|c| c == ' ').then_some(line)
    }

    /// Lines without the empty ones at their end, and how many those are.
    fn cut(&self, from: usize, to: usize) -> (Vec<&'a str>, usize) {
        let lines = self.lines.get(from..to).unwrap_or_default();
        let filled = lines
            .iter()
            .rposition(|line| !line.trim().is_empty())
            .map_or(0, |last| last + 1);
        (
            lines.get(..filled).unwrap_or_default().to_vec(),
            lines.len() - filled,
        )
    }
}

impl<'a> Split<'a> {
    /// Takes a document apart; nothing where that is not safe.
    pub(super) fn of(document: &'a Document) -> Option<Self> {
        let odd = |kind| !matches!(kind, ProblemKind::FrontMatterMissing);
        if document.problems.iter().any(|problem| odd(problem.kind)) {
            return None;
        }
        let lines = Lines::of(&document.text);
        let marked = |line: &str| line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>");
        if lines.lines.iter().any(|line| marked(line)) {
            return None;
        }
        let (front, body) = front(document, &lines)?;
        Some(Self {
            front,
            sections: sections(document, &lines, body)?,
        })
    }
}

/// The front-matter, and the line at which the body begins.
fn front<'a>(document: &'a Document, lines: &Lines<'a>) -> Option<(Front<'a>, usize)> {
    let span = document.front_matter.span;
    if span.is_empty() {
        return Some((Front::default(), 0));
    }
    let close = lines.at(span.end.saturating_sub(1));
    if lines.at(span.start) != 0 || close == 0 {
        return None;
    }
    let pairs = &document.front_matter.pairs;
    let mut places = Vec::with_capacity(pairs.len());
    for pair in pairs {
        let line = lines.at(pair.key_span.start);
        // A key that does not begin its line stands in a map of another form.
        if lines.starts.get(line) != Some(&pair.key_span.start) || places.last() >= Some(&line) {
            return None;
        }
        places.push(line);
    }
    let inside = |from: usize, to: usize| lines.lines.get(from..to).unwrap_or_default().to_vec();
    let lead_of = |from: usize, to: usize| {
        let comment = |line: &&&str| line.trim().is_empty() || line.starts_with('#');
        let between = lines.lines.get(from..to).unwrap_or_default();
        to - between.iter().rev().take_while(comment).count()
    };
    let mut keys = Vec::with_capacity(pairs.len());
    let mut lead = 1;
    for (at, pair) in pairs.iter().enumerate() {
        let start = *places.get(at)?;
        let next = places.get(at + 1).copied().unwrap_or(close);
        let end = lead_of(start + 1, next).max(start + 1);
        keys.push(Key {
            name: &pair.key,
            lead: inside(lead, start),
            lines: inside(start, end),
            value: &pair.value,
            text: lines.text,
        });
        lead = end;
    }
    let front = Front {
        fences: Some((lines.lines.first()?, lines.lines.get(close)?)),
        keys,
        tail: inside(lead, close),
    };
    Some((front, close + 1))
}

fn sections<'a>(
    document: &'a Document,
    lines: &Lines<'a>,
    body: usize,
) -> Option<Vec<Section<'a>>> {
    let mut starts: Vec<(usize, Option<String>)> = vec![(body, None)];
    for heading in &document.body.headings {
        if heading.level > 2 {
            continue;
        }
        starts.push((
            lines.begins(heading.span.start)?,
            Some(heading.text.to_lowercase()),
        ));
    }
    let log = document.log.section;
    let mut sections: Vec<Section<'a>> = Vec::new();
    for (at, (start, title)) in starts.iter().enumerate() {
        let end = starts
            .get(at + 1)
            .map_or(lines.lines.len(), |(next, _)| *next);
        if end < *start {
            return None;
        }
        let (own, gap) = lines.cut(*start, end);
        let is_log =
            title.is_some() && log.is_some_and(|log| lines.begins(log.start) == Some(*start));
        let name = title.as_ref().map(|title| {
            let same = |section: &&Section<'_>| {
                section.name.as_ref().is_some_and(|(name, _)| name == title)
            };
            (title.clone(), sections.iter().filter(same).count())
        });
        let log = if is_log {
            Some(entries(document, lines, *start, end)?)
        } else {
            None
        };
        sections.push(Section {
            name,
            lines: own,
            gap,
            log,
        });
    }
    Some(sections)
}

type Log<'a> = (Vec<&'a str>, usize, Vec<Piece<'a>>);

fn entries<'a>(
    document: &'a Document,
    lines: &Lines<'a>,
    start: usize,
    end: usize,
) -> Option<Log<'a>> {
    let entries = &document.log.entries;
    let places = entries
        .iter()
        .map(|entry| lines.begins(entry.span.start))
        .collect::<Option<Vec<usize>>>()?;
    let (head, gap) = lines.cut(start, places.first().copied().unwrap_or(end));
    let mut pieces = Vec::with_capacity(entries.len());
    for (at, entry) in entries.iter().enumerate() {
        let from = *places.get(at)?;
        let to = places.get(at + 1).copied().unwrap_or(end);
        if to <= from {
            return None;
        }
        let (own, gap) = lines.cut(from, to);
        pieces.push(Piece {
            entry,
            text: lines.text,
            marks: marks(entry, lines, from, own.len()),
            lines: own,
            gap,
        });
    }
    Some((head, gap, pieces))
}

/// The marks of an entry that stand in no other mark and begin their lines.
fn marks(
    entry: &Entry,
    lines: &Lines<'_>,
    from: usize,
    count: usize,
) -> Vec<(usize, usize, usize)> {
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    for (at, mark) in entry.marks.iter().enumerate() {
        let Span { start, end } = mark.span;
        let Some(first) = lines.begins(start).and_then(|line| line.checked_sub(from)) else {
            continue;
        };
        let last = lines
            .at(end.saturating_sub(1).max(start))
            .saturating_sub(from);
        let behind = found
            .last()
            .is_none_or(|(_, former, count)| former + count <= first);
        if behind && last >= first && last < count {
            found.push((at, first, last + 1 - first));
        }
    }
    found
}
