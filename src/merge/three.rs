//! Which parts of three versions of a list are whose: the edits of both sides side by side. Edits that only touch are not the same thing.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// A part of the three versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Region {
    /// As it was, on both sides.
    Same(Range<usize>),
    /// Changed on our side alone.
    Ours {
        base: Range<usize>,
        ours: Range<usize>,
    },
    /// Changed on their side alone.
    Theirs {
        base: Range<usize>,
        theirs: Range<usize>,
    },
    /// Changed on both, differently.
    Both {
        base: Range<usize>,
        ours: Range<usize>,
        theirs: Range<usize>,
    },
}

/// One side's edit: what it took out, and what it put there.
#[derive(Debug, Clone)]
struct Edit {
    base: Range<usize>,
    side: Range<usize>,
    ours: bool,
}

/// Lines in strings of their own.
pub(super) fn owned<S: AsRef<str>>(lines: &[S]) -> Vec<String> {
    lines.iter().map(|line| line.as_ref().to_owned()).collect()
}

/// The parts of three lists in order.
pub(super) fn regions<T: Eq + Hash>(base: &[T], ours: &[T], theirs: &[T]) -> Vec<Region> {
    let mut names: HashMap<&T, u32> = HashMap::new();
    let mut named = |list| names_of(list, &mut names);
    let (b, o, t) = (named(base), named(ours), named(theirs));
    let mut edits = edits(&b, &o, true);
    edits.extend(self::edits(&b, &t, false));
    // An insertion stands before a replacement that begins at the same place.
    edits.sort_by_key(|edit| (edit.base.start, edit.base.end, !edit.ours));
    let mut regions = Vec::new();
    let mut at = 0;
    let mut edits = edits.into_iter().peekable();
    while let Some(first) = edits.next() {
        if at < first.base.start {
            regions.push(Region::Same(at..first.base.start));
        }
        let mut group = vec![first.clone()];
        let mut span = first.base;
        while let Some(next) = edits.next_if(|next| meet(&span, &next.base)) {
            span = span.start..span.end.max(next.base.end);
            group.push(next);
        }
        at = span.end;
        regions.push(region(span, &group, &o, &t));
    }
    if at < base.len() {
        regions.push(Region::Same(at..base.len()));
    }
    regions
}

fn names_of<'a, T: Eq + Hash>(list: &'a [T], names: &mut HashMap<&'a T, u32>) -> Vec<u32> {
    list.iter()
        .map(|item| {
            let next = u32::try_from(names.len()).unwrap_or(u32::MAX);
            *names.entry(item).or_insert(next)
        })
        .collect()
}

fn edits(base: &[u32], side: &[u32], ours: bool) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, base, side) {
        if op.tag() == DiffTag::Equal {
            continue;
        }
        let edit = Edit {
            base: op.old_range(),
            side: op.new_range(),
            ours,
        };
        match edits.last_mut() {
            Some(last) if last.base.end == edit.base.start && last.side.end == edit.side.start => {
                last.base.end = edit.base.end;
                last.side.end = edit.side.end;
            }
            _ => edits.push(edit),
        }
    }
    edits
}

/// Whether two edits are about the same place.
fn meet(one: &Range<usize>, two: &Range<usize>) -> bool {
    match (one.is_empty(), two.is_empty()) {
        (true, true) => one.start == two.start,
        (true, false) => two.start < one.start && one.start < two.end,
        (false, true) => one.start < two.start && two.start < one.end,
        (false, false) => one.start < two.end && two.start < one.end,
    }
}

fn region(span: Range<usize>, group: &[Edit], ours: &[u32], theirs: &[u32]) -> Region {
    // Where the group stands in one side: its edits, and what they left as it was between them.
    let of = |mine: bool| -> Option<Range<usize>> {
        let mut edits = group.iter().filter(|edit| edit.ours == mine);
        let first = edits.next()?;
        let last = edits.next_back().unwrap_or(first);
        let start = first.side.start - (first.base.start - span.start);
        let end = last.side.end + (span.end - last.base.end);
        Some(start..end)
    };
    match (of(true), of(false)) {
        (Some(o), Some(t)) if ours.get(o.clone()) == theirs.get(t.clone()) => Region::Ours {
            base: span,
            ours: o,
        },
        (Some(o), Some(t)) => Region::Both {
            base: span,
            ours: o,
            theirs: t,
        },
        (Some(o), None) => Region::Ours {
            base: span,
            ours: o,
        },
        (None, Some(t)) => Region::Theirs {
            base: span,
            theirs: t,
        },
        (None, None) => Region::Same(span),
    }
}

/// How many items two lists have in common at their beginnings, and behind those at their ends.
pub(super) fn common<T: Eq>(one: &[T], two: &[T]) -> (usize, usize) {
    let head = one.iter().zip(two).take_while(|(a, b)| a == b).count();
    let rest = one.len().min(two.len()) - head;
    let tail = one
        .iter()
        .rev()
        .zip(two.iter().rev())
        .take(rest)
        .take_while(|(a, b)| a == b)
        .count();
    (head, tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(base: &str, ours: &str, theirs: &str) -> String {
        let list = |text: &str| text.chars().collect::<Vec<char>>();
        let (base, ours, theirs) = (list(base), list(ours), list(theirs));
        let word = |list: &[char], range: &Range<usize>| -> String {
            list.get(range.clone()).unwrap_or_default().iter().collect()
        };
        let told: Vec<String> = regions(&base, &ours, &theirs)
            .iter()
            .map(|region| match region {
                Region::Same(range) => word(&base, range),
                Region::Ours { ours: range, .. } => format!("o[{}]", word(&ours, range)),
                Region::Theirs { theirs: range, .. } => format!("t[{}]", word(&theirs, range)),
                Region::Both {
                    ours: o, theirs: t, ..
                } => format!("o[{}]t[{}]", word(&ours, o), word(&theirs, t)),
            })
            .collect();
        told.join(" ")
    }

    #[test]
    fn edits_of_both_sides_stand_side_by_side() {
        assert_eq!(told("abc", "aBc", "abcd"), "a o[B] c t[d]");
        assert_eq!(told("abc", "abcX", "abcY"), "abc o[X]t[Y]");
        assert_eq!(told("abc", "aXc", "aYc"), "a o[X]t[Y] c");
        assert_eq!(told("abc", "aXc", "aXc"), "a o[X] c");
        assert_eq!(told("", "x", ""), "o[x]");
    }

    #[test]
    fn edits_that_only_touch_are_two_things() {
        assert_eq!(told("abc", "aXc", "abY"), "a o[X] t[Y]");
        assert_eq!(told("abc", "aXc", "abZc"), "a o[X] t[Z] c");
    }

    #[test]
    fn what_two_lists_share_at_their_ends_is_counted_once() {
        assert_eq!(common(&[1, 2, 3], &[1, 5, 3]), (1, 1));
        assert_eq!(common(&[1, 1], &[1]), (1, 0));
    }
}
