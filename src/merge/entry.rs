//! One entry of the log, mark by mark: a mark is one thing wherever it stands, everything else is lines.

use std::collections::{HashMap, HashSet};

use super::mark;
use super::out::Out;
use super::plain::is_item;
use super::split::Piece;
use super::three::{Region, common, regions};
use crate::text::Mark;

/// Merges an entry that stands on both sides.
pub(super) fn merge(base: Option<&Piece<'_>>, ours: &Piece<'_>, theirs: &Piece<'_>, out: &mut Out) {
    let was = base.map(|base| base.lines.as_slice()).unwrap_or_default();
    if ours.lines == theirs.lines || theirs.lines == was {
        return out.put(&ours.lines);
    }
    if ours.lines == was {
        return out.put(&theirs.lines);
    }
    Entry::of(base, ours, theirs).merge(out);
}

/// A line of an entry, or a mark with all its lines, by the mark's name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Token<'a> {
    Line(&'a str),
    Mark(usize),
}

/// One version of an entry.
struct Side<'a> {
    tokens: Vec<Token<'a>>,
    /// The marks by name.
    marks: HashMap<usize, Written<'a>>,
}

/// A mark as one version has it.
#[derive(Clone, Copy)]
pub(super) struct Written<'a> {
    pub(super) mark: &'a Mark,
    /// The text that the mark's places are of.
    pub(super) text: &'a str,
    pub(super) lines: &'a [&'a str],
}

struct Entry<'a> {
    base: Side<'a>,
    ours: Side<'a>,
    theirs: Side<'a>,
    /// The marks that are written already.
    done: HashSet<usize>,
}

fn written<'a>(piece: &'a Piece<'_>) -> Vec<Written<'a>> {
    let of = |&(at, first, count): &(usize, usize, usize)| {
        Some(Written {
            mark: piece.entry.marks.get(at)?,
            text: piece.text,
            lines: piece.lines.get(first..first + count)?,
        })
    };
    piece.marks.iter().filter_map(of).collect()
}

fn side<'a>(piece: &'a Piece<'_>, names: &[usize]) -> Side<'a> {
    let all = written(piece);
    let mut tokens = Vec::new();
    let mut at = 0;
    for ((_, first, count), name) in piece.marks.iter().zip(names) {
        let before = piece.lines.get(at..*first).unwrap_or_default();
        tokens.extend(before.iter().map(|line| Token::Line(line)));
        tokens.push(Token::Mark(*name));
        at = first + count;
    }
    let rest = piece.lines.get(at..).unwrap_or_default();
    tokens.extend(rest.iter().map(|line| Token::Line(line)));
    Side {
        tokens,
        marks: names.iter().copied().zip(all).collect(),
    }
}

/// For each of these marks the name of the one that it is, among those with names; or a new one.
fn named(known: &[(usize, Written<'_>)], marks: &[Written<'_>], next: &mut usize) -> Vec<usize> {
    type Same<'s> = &'s dyn Fn(&Written<'_>, &Written<'_>) -> bool;
    let ways: [Same<'_>; 3] = [
        &|one, two| one.lines == two.lines,
        &|one, two| {
            one.mark.keyword == two.mark.keyword
                && one.mark.id.is_some()
                && one.mark.id == two.mark.id
        },
        &|one, two| {
            one.mark.keyword == two.mark.keyword
                && one.mark.text == two.mark.text
                && (one.mark.id.is_none() || two.mark.id.is_none())
        },
    ];
    let mut names: Vec<Option<usize>> = vec![None; marks.len()];
    let mut taken: HashSet<usize> = HashSet::new();
    for same in ways {
        for (name, mark) in names.iter_mut().zip(marks) {
            if name.is_none() {
                let mut free = known.iter().filter(|(name, _)| !taken.contains(name));
                if let Some((found, _)) = free.find(|(_, other)| same(other, mark)) {
                    taken.insert(*found);
                    *name = Some(*found);
                }
            }
        }
    }
    names
        .into_iter()
        .map(|name| {
            name.unwrap_or_else(|| {
                *next += 1;
                *next
            })
        })
        .collect()
}

impl<'a> Entry<'a> {
    fn of(base: Option<&'a Piece<'_>>, ours: &'a Piece<'_>, theirs: &'a Piece<'_>) -> Self {
        let mut next = 0;
        let was = base.map(written).unwrap_or_default();
        let of_base = named(&[], &was, &mut next);
        let mut known: Vec<(usize, Written<'_>)> = of_base.iter().copied().zip(was).collect();
        let mine = written(ours);
        let of_ours = named(&known, &mine, &mut next);
        // What is new on both sides is one mark only where it says the same.
        let fresh = of_ours.iter().copied().zip(mine);
        known.extend(fresh.filter(|(name, _)| !of_base.contains(name)));
        let their = written(theirs);
        let mut of_theirs = named(&known, &their, &mut next);
        for (name, mark) in of_theirs.iter_mut().zip(&their) {
            let new = !of_base.contains(name);
            let found = known.iter().find(|(known, _)| known == name);
            if new && found.is_some_and(|(_, other)| other.mark.text != mark.mark.text) {
                next += 1;
                *name = next;
            }
        }
        let empty = Side {
            tokens: Vec::new(),
            marks: HashMap::new(),
        };
        Self {
            base: base.map_or(empty, |base| side(base, &of_base)),
            ours: side(ours, &of_ours),
            theirs: side(theirs, &of_theirs),
            done: HashSet::new(),
        }
    }

    fn merge(mut self, out: &mut Out) {
        let regions = regions(&self.base.tokens, &self.ours.tokens, &self.theirs.tokens);
        for region in regions {
            match region {
                Region::Same(range) => {
                    let tokens = part(&self.base.tokens, range);
                    self.put(&tokens, out);
                }
                Region::Ours { base, ours } => {
                    let gone = part(&self.base.tokens, base);
                    self.removed(&gone, out);
                    let tokens = part(&self.ours.tokens, ours);
                    self.put(&tokens, out);
                }
                Region::Theirs { base, theirs } => {
                    let gone = part(&self.base.tokens, base);
                    self.removed(&gone, out);
                    let tokens = part(&self.theirs.tokens, theirs);
                    self.put(&tokens, out);
                }
                Region::Both { base, ours, theirs } => {
                    let answers = self.is_in_answer(base.start);
                    let was = part(&self.base.tokens, base);
                    let o = part(&self.ours.tokens, ours);
                    let t = part(&self.theirs.tokens, theirs);
                    self.both(&was, &o, &t, answers, out);
                }
            }
        }
    }

    /// Whether a place stands below a sub-heading, where one answer is asked for.
    fn is_in_answer(&self, at: usize) -> bool {
        let before = self.base.tokens.get(..at).unwrap_or_default();
        before.iter().any(
            |token| matches!(token, Token::Line(line) if line.trim_start().starts_with("####")),
        )
    }

    fn put(&mut self, tokens: &[Token<'a>], out: &mut Out) {
        for token in tokens {
            match token {
                Token::Line(line) => out.line(*line),
                Token::Mark(name) => self.mark(*name, out),
            }
        }
    }

    fn mark(&mut self, name: usize, out: &mut Out) {
        if !self.done.insert(name) {
            return;
        }
        let of = |side: &Side<'a>| side.marks.get(&name).copied();
        match (of(&self.base), of(&self.ours), of(&self.theirs)) {
            (base, Some(ours), Some(theirs)) => mark::merge(base, ours, theirs, out),
            (_, Some(only), None) | (_, None, Some(only)) => out.put(only.lines),
            (_, None, None) => {}
        }
    }

    /// What one side took out: gone, unless the other side changed it or it stands elsewhere.
    fn removed(&mut self, tokens: &[Token<'a>], out: &mut Out) {
        for token in tokens {
            let Token::Mark(name) = token else { continue };
            let of = |side: &Side<'a>| side.marks.get(name).copied();
            let lines = |mark: Option<Written<'a>>| mark.map(|mark| mark.lines);
            match (of(&self.base), of(&self.ours), of(&self.theirs)) {
                (base, Some(only), None)
                    if lines(base) != Some(only.lines) && self.done.insert(*name) =>
                {
                    out.clash(only.lines, &[]);
                }
                (base, None, Some(only))
                    if lines(base) != Some(only.lines) && self.done.insert(*name) =>
                {
                    out.clash(&[], only.lines);
                }
                _ => {}
            }
        }
    }

    /// What both sides changed: put one after the other where both only added, left as a conflict where they changed the same lines.
    fn both(
        &mut self,
        was: &[Token<'a>],
        ours: &[Token<'a>],
        theirs: &[Token<'a>],
        answer: bool,
        out: &mut Out,
    ) {
        let (head, tail) = common(ours, theirs);
        let middle = |side: &[Token<'a>]| {
            side.get(head..side.len() - tail)
                .unwrap_or_default()
                .to_vec()
        };
        let (mine, other) = (middle(ours), middle(theirs));
        self.put(ours.get(..head).unwrap_or_default(), out);
        if was.is_empty() && !contradict(&mine, &other, answer) {
            self.put(&mine, out);
            apart(&other, out);
            self.put(&other, out);
        } else {
            let raw = |side: &Side<'a>, tokens: &[Token<'a>]| -> Vec<&'a str> {
                let lines = |token: &Token<'a>| match token {
                    Token::Line(line) => vec![*line],
                    Token::Mark(name) => side
                        .marks
                        .get(name)
                        .map(|mark| mark.lines.to_vec())
                        .unwrap_or_default(),
                };
                tokens.iter().flat_map(lines).collect()
            };
            let (o, t) = (raw(&self.ours, &mine), raw(&self.theirs, &other));
            for token in was.iter().chain(&mine).chain(&other) {
                if let Token::Mark(name) = token {
                    self.done.insert(*name);
                }
            }
            out.clash(&o, &t);
        }
        let end = ours.get(ours.len() - tail..).unwrap_or_default();
        apart(end, out);
        self.put(end, out);
    }
}

fn part<'a>(tokens: &[Token<'a>], range: std::ops::Range<usize>) -> Vec<Token<'a>> {
    tokens.get(range).unwrap_or_default().to_vec()
}

/// An empty line between what was written and what follows, where they would become one paragraph or one item.
fn apart(next: &[Token<'_>], out: &mut Out) {
    let prose = |line: &str| !line.trim().is_empty() && !is_item(line);
    let joins = match next.first() {
        Some(Token::Line(line)) => prose(line),
        Some(Token::Mark(_)) => out
            .last()
            .is_some_and(|last| prose(last) && !last.starts_with(' ')),
        None => false,
    };
    if joins {
        out.gap();
    }
}

/// Whether two additions at the same place say different things about the same: both fill in the same field, or both answer.
fn contradict(ours: &[Token<'_>], theirs: &[Token<'_>], answer: bool) -> bool {
    let fields =
        |tokens: &[Token<'_>]| -> Vec<String> { tokens.iter().filter_map(field).collect() };
    let known = fields(ours);
    if fields(theirs).iter().any(|name| known.contains(name)) {
        return true;
    }
    let says = |tokens: &[Token<'_>]| {
        tokens.iter().any(|token| {
            matches!(token, Token::Line(line) if !line.trim().is_empty() && field(token).is_none())
        })
    };
    answer && says(ours) && says(theirs)
}

/// The name of a field, such as `accepted`.
fn field(token: &Token<'_>) -> Option<String> {
    let Token::Line(line) = token else {
        return None;
    };
    let item = ["- ", "* ", "+ "]
        .iter()
        .find_map(|bullet| line.trim_start().strip_prefix(bullet))?;
    let (name, _) = item.split_once(':')?;
    let name = name.trim().trim_matches('*').to_lowercase();
    (!name.is_empty() && !name.contains(' ')).then_some(name)
}
