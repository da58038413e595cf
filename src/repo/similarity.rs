//! Which files were moved: a file that is gone and a new one that holds mostly the same, paired as `git diff -M` pairs them at 50 %.
//!
//! Equal bytes come first, a file of the same name preferred. Then files whose name is unique on both sides, from 75 % on. Then the most
//! similar, from 50 % on. Every file is in one pair at most: a copy is not a move.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Bytes, Failure};

/// Of this, everything is the same.
const WHOLE: u64 = 60_000;
/// From here on a file counts as moved.
const ENOUGH: u64 = WHOLE / 2;
/// From here on a file counts as moved where nothing speaks for it but its name.
const ENOUGH_OF_ONE_NAME: u64 = WHOLE / 4 * 3;
/// More pairs than the square of this are not compared.
const MOST_FILES: usize = 1000;
/// How many of the best of those gone are kept for each new file.
const CANDIDATES: usize = 4;
/// How many gone files of equal bytes are looked at.
const MOST_EQUAL: usize = 100;
/// Longer lines are compared in pieces of this many bytes.
const PIECE: usize = 64;

/// A file on one side. Equal ids are equal bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File<I> {
    /// Where it stands.
    pub path: String,
    /// What it holds.
    pub id: I,
}

/// The pairs of `gone` and `new` files, as places in these lists, in the order of `new`. Both lists are sorted by path.
///
/// # Errors
/// Where `read` has one.
pub fn pairs<I: Copy + Eq + Hash>(
    gone: &[File<I>],
    new: &[File<I>],
    read: &mut dyn FnMut(&I) -> Result<Bytes, Failure>,
) -> Result<Vec<(usize, usize)>, Failure> {
    let mut matching = Matching {
        gone,
        new,
        from: vec![None; new.len()],
        used: vec![false; gone.len()],
        read,
        pieces: HashMap::new(),
    };
    if gone.is_empty() || new.is_empty() {
        return Ok(Vec::new());
    }
    matching.equal();
    matching.of_one_name()?;
    matching.similar()?;
    Ok(matching
        .from
        .iter()
        .enumerate()
        .filter_map(|(to, from)| from.map(|from| (from, to)))
        .collect())
}

struct Matching<'a, I> {
    gone: &'a [File<I>],
    new: &'a [File<I>],
    /// For each new file, the one it was.
    from: Vec<Option<usize>>,
    /// For each file that is gone, whether it is in a pair.
    used: Vec<bool>,
    read: &'a mut dyn FnMut(&I) -> Result<Bytes, Failure>,
    pieces: HashMap<I, Pieces>,
}

impl<I: Copy + Eq + Hash> Matching<'_, I> {
    fn pair(&mut self, from: usize, to: usize) {
        if let (Some(slot), Some(used)) = (self.from.get_mut(to), self.used.get_mut(from)) {
            *slot = Some(from);
            *used = true;
        }
    }

    fn is_used(&self, from: usize) -> bool {
        self.used.get(from).copied().unwrap_or(true)
    }

    fn is_paired(&self, to: usize) -> bool {
        self.from.get(to).is_none_or(Option::is_some)
    }

    /// Pairs files of equal bytes.
    fn equal(&mut self) {
        let mut by_id: HashMap<I, Vec<usize>> = HashMap::new();
        for (from, file) in self.gone.iter().enumerate() {
            by_id.entry(file.id).or_default().push(from);
        }
        for (to, file) in self.new.iter().enumerate() {
            let free = by_id
                .get(&file.id)
                .into_iter()
                .flatten()
                .copied()
                .filter(|from| !self.is_used(*from))
                .take(MOST_EQUAL);
            let mut first = None;
            let mut best = None;
            for from in free {
                first.get_or_insert(from);
                if self
                    .gone
                    .get(from)
                    .is_some_and(|gone| name(&gone.path) == name(&file.path))
                {
                    best = Some(from);
                    break;
                }
            }
            if let Some(from) = best.or(first) {
                self.pair(from, to);
            }
        }
    }

    /// Pairs files whose name no other file on their side has.
    fn of_one_name(&mut self) -> Result<(), Failure> {
        let unique = |files: &[File<I>], taken: &dyn Fn(usize) -> bool| {
            let mut names: HashMap<String, Option<usize>> = HashMap::new();
            for (at, file) in files.iter().enumerate() {
                if !taken(at) {
                    names
                        .entry(name(&file.path).to_owned())
                        .and_modify(|only| *only = None)
                        .or_insert(Some(at));
                }
            }
            names
        };
        let gone = unique(self.gone, &|from| self.is_used(from));
        let new = unique(self.new, &|to| self.is_paired(to));
        let mut both: Vec<(usize, usize)> = gone
            .iter()
            .filter_map(|(name, from)| Some(((*from)?, (*new.get(name)?)?)))
            .collect();
        both.sort_unstable();
        for (from, to) in both {
            if self.score(from, to, ENOUGH_OF_ONE_NAME)? >= ENOUGH_OF_ONE_NAME {
                self.pair(from, to);
            }
        }
        Ok(())
    }

    /// Pairs the most similar of the rest.
    fn similar(&mut self) -> Result<(), Failure> {
        let gone: Vec<usize> = (0..self.gone.len())
            .filter(|at| !self.is_used(*at))
            .collect();
        let new: Vec<usize> = (0..self.new.len())
            .filter(|at| !self.is_paired(*at))
            .collect();
        if gone.len().saturating_mul(new.len()) > MOST_FILES * MOST_FILES {
            return Ok(());
        }
        let mut all = Vec::new();
        for &to in &new {
            let mut best: [Option<Candidate>; CANDIDATES] = [None; CANDIDATES];
            for &from in &gone {
                let same_name = match (self.gone.get(from), self.new.get(to)) {
                    (Some(gone), Some(new)) => name(&gone.path) == name(&new.path),
                    _ => false,
                };
                let candidate = Candidate {
                    from,
                    to,
                    score: self.score(from, to, ENOUGH)?,
                    same_name,
                };
                keep(&mut best, candidate);
            }
            all.extend(best.into_iter().flatten());
        }
        all.sort_by_key(|candidate| std::cmp::Reverse(candidate.rank()));
        for Candidate {
            from, to, score, ..
        } in all
        {
            if score >= ENOUGH && !self.is_paired(to) && !self.is_used(from) {
                self.pair(from, to);
            }
        }
        Ok(())
    }

    /// How much of the larger file the other one holds too, out of [`WHOLE`]; 0 where the sizes alone rule out `least`.
    fn score(&mut self, from: usize, to: usize, least: u64) -> Result<u64, Failure> {
        let (Some(gone), Some(new)) = (self.gone.get(from), self.new.get(to)) else {
            return Ok(0);
        };
        for id in [gone.id, new.id] {
            if !self.pieces.contains_key(&id) {
                let bytes = (self.read)(&id)?;
                self.pieces.insert(id, Pieces::of(&bytes));
            }
        }
        let (Some(gone), Some(new)) = (self.pieces.get(&gone.id), self.pieces.get(&new.id)) else {
            return Ok(0);
        };
        let (large, small) = (gone.size.max(new.size), gone.size.min(new.size));
        if large == 0 || large * (WHOLE - least) < (large - small) * WHOLE {
            return Ok(0);
        }
        Ok(gone.common(new) * WHOLE / large)
    }
}

/// A pair that may be one.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    from: usize,
    to: usize,
    score: u64,
    same_name: bool,
}

impl Candidate {
    const fn rank(&self) -> (u64, bool) {
        (self.score, self.same_name)
    }
}

/// Keeps a candidate in the place of the worst, where it is better.
fn keep(best: &mut [Option<Candidate>; CANDIDATES], candidate: Candidate) {
    let rank = |slot: &Option<Candidate>| slot.map(|candidate| candidate.rank());
    let mut worst = 0;
    for at in 1..CANDIDATES {
        if best.get(at).map(rank) < best.get(worst).map(rank) {
            worst = at;
        }
    }
    if let Some(slot) = best.get_mut(worst)
        && rank(slot) < Some(candidate.rank())
    {
        *slot = Some(candidate);
    }
}

/// The last part of a path.
fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// A file cut into lines and pieces of long lines, counted.
struct Pieces {
    /// Bytes of the whole.
    size: u64,
    /// For each different piece, how many bytes of it there are; sorted.
    counts: Vec<(u64, u64)>,
}

impl Pieces {
    fn of(bytes: &[u8]) -> Self {
        let is_text = !bytes.iter().take(8000).any(|&byte| byte == 0);
        let mut counts: HashMap<u64, u64> = HashMap::new();
        let mut add = |piece: &mut Vec<u8>| {
            if !piece.is_empty() {
                *counts.entry(hash(piece)).or_default() += piece.len() as u64;
                piece.clear();
            }
        };
        let mut piece = Vec::with_capacity(PIECE);
        let mut rest = bytes.iter().peekable();
        while let Some(&byte) = rest.next() {
            if is_text && byte == b'\r' && rest.peek() == Some(&&b'\n') {
                continue;
            }
            piece.push(byte);
            if byte == b'\n' || piece.len() == PIECE {
                add(&mut piece);
            }
        }
        add(&mut piece);
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_unstable();
        Self {
            size: bytes.len() as u64,
            counts,
        }
    }

    /// How many bytes both have.
    fn common(&self, other: &Self) -> u64 {
        let mut others = other.counts.iter().peekable();
        let mut sum = 0;
        for (piece, bytes) in &self.counts {
            while others.next_if(|(other, _)| other < piece).is_some() {}
            if let Some((_, more)) = others.next_if(|(other, _)| other == piece) {
                sum += bytes.min(more);
            }
        }
        sum
    }
}

fn hash(piece: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    piece.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files<'a>(side: &[(&str, &'a str)]) -> Vec<File<&'a str>> {
        side.iter()
            .map(|(path, text)| File {
                path: (*path).to_owned(),
                id: *text,
            })
            .collect()
    }

    /// The pairs, as paths.
    fn moves(gone: &[(&str, &str)], new: &[(&str, &str)]) -> Vec<(String, String)> {
        let (gone, new) = (files(gone), files(new));
        let pairs = pairs(&gone, &new, &mut |text| Ok(Bytes::from(text.as_bytes())));
        pairs
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(from, to)| {
                Some((gone.get(from)?.path.clone(), new.get(to)?.path.clone()))
            })
            .collect()
    }

    fn pair(from: &str, to: &str) -> (String, String) {
        (from.to_owned(), to.to_owned())
    }

    #[test]
    fn of_equal_files_the_one_of_the_same_name_is_the_one() {
        assert_eq!(
            moves(
                &[("a/x.md", "same\n"), ("b/y.md", "same\n")],
                &[("c/y.md", "same\n"), ("c/z.md", "same\n")]
            ),
            [pair("b/y.md", "c/y.md"), pair("a/x.md", "c/z.md")]
        );
    }

    #[test]
    fn half_is_enough_and_less_is_not() {
        assert_eq!(
            moves(&[("a", "1\n2\n3\n4\n")], &[("b", "1\n2\nx\ny\n")]),
            [pair("a", "b")]
        );
        assert_eq!(
            moves(&[("a", "1\n2\n3\n4\n")], &[("b", "1\nz\nx\ny\n")]),
            []
        );
    }

    #[test]
    fn a_file_moves_once() {
        assert_eq!(
            moves(&[("a", "1\n2\n")], &[("b", "1\n2\n"), ("c", "1\n2\n")]),
            [pair("a", "b")]
        );
    }

    #[test]
    fn the_most_similar_is_taken_first() {
        assert_eq!(
            moves(
                &[("a", "1\n2\n3\n4\n"), ("b", "1\n2\n3\n5\n")],
                &[("c", "1\n2\n3\n5\n6\n"), ("d", "1\n2\n9\n4\n8\n")]
            ),
            [pair("b", "c"), pair("a", "d")]
        );
    }

    #[test]
    fn a_unique_name_speaks_for_a_file_before_a_greater_likeness_does() {
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n";
        assert_eq!(
            moves(
                &[("a/name", old)],
                &[
                    ("b/name", "1\n2\n3\n4\n5\n6\nx\ny\n"),
                    ("b/other", "1\n2\n3\n4\n5\n6\n7\nx\n")
                ]
            ),
            [pair("a/name", "b/name")]
        );
    }

    #[test]
    fn line_endings_are_no_difference() {
        assert_eq!(
            moves(
                &[("a", "one\ntwo\nthree\n")],
                &[("b", "one\r\ntwo\r\nthree\r\n")]
            ),
            [pair("a", "b")]
        );
    }
}
