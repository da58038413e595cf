//! Which decision took the place of which. Two that name each other cannot both be out of force: then the later one counts.

use std::collections::{HashMap, HashSet};

use crate::text::Mark;

/// Who took whose place among the decisions of one engagement, each by its place in the order of the file.
#[derive(Debug, Default)]
pub struct Supersessions {
    by: HashMap<usize, usize>,
    of: HashMap<usize, usize>,
    rings: Vec<(usize, usize)>,
}

impl Supersessions {
    /// Reads them from all decisions of an engagement.
    #[must_use]
    pub fn read(decisions: &[&Mark]) -> Self {
        let mut read = Self::default();
        let mut named: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, decision) in decisions.iter().enumerate() {
            if let Some(id) = &decision.id {
                named.entry(id).or_default().push(at);
            }
        }
        let mut replaced: HashMap<usize, Vec<usize>> = HashMap::new();
        for (at, decision) in decisions.iter().enumerate() {
            let ids = decision.values("supersedes");
            let ids = ids.filter_map(|id| named.get(id.trim_start_matches('^')));
            let places: Vec<usize> = ids.flatten().copied().collect();
            if !places.is_empty() {
                replaced.insert(at, places);
            }
        }
        if replaced.is_empty() {
            return read;
        }
        let day = |at: usize| decisions.get(at).and_then(|decision| decision.day);
        let newest_first = day(0) > decisions.last().and_then(|decision| decision.day);
        let is_later = |one: usize, other: usize| {
            let by_place = if newest_first {
                one < other
            } else {
                one > other
            };
            day(one) > day(other) || (day(one) == day(other) && by_place)
        };
        for at in 0..decisions.len() {
            for other in replaced.get(&at).into_iter().flatten().copied() {
                if !is_later(at, other) && leads(&replaced, other, at) {
                    read.rings.push((at, other));
                    continue;
                }
                read.by.entry(other).or_insert(at);
                read.of.entry(at).or_insert(other);
            }
        }
        read
    }

    /// The decision that took the place of this one.
    #[must_use]
    pub fn by(&self, at: usize) -> Option<usize> {
        self.by.get(&at).copied()
    }

    /// The decision whose place this one took.
    #[must_use]
    pub fn of(&self, at: usize) -> Option<usize> {
        self.of.get(&at).copied()
    }

    /// Those that name a decision which takes their own place in the end, each with the one that it names.
    #[must_use]
    pub fn rings(&self) -> &[(usize, usize)] {
        &self.rings
    }
}

/// Whether one leads from `from` to `to`, from each decision to those whose place it took.
fn leads(replaced: &HashMap<usize, Vec<usize>>, from: usize, to: usize) -> bool {
    let mut seen = HashSet::from([from]);
    let mut left = vec![from];
    while let Some(at) = left.pop() {
        if at == to {
            return true;
        }
        let further = replaced.get(&at).into_iter().flatten();
        left.extend(further.copied().filter(|at| seen.insert(*at)));
    }
    false
}
