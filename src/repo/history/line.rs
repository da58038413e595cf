//! The commits to look at: those along the first parents, and for each merge among them those that it brought in, each with what it changed.

use std::collections::{BinaryHeap, HashMap, HashSet};
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::repo::git::TreeId;
use crate::repo::git::commit::Written;
use crate::repo::git::difference::{Comparer, Difference, Scope};
use crate::repo::{CommitId, Failure, Repository};

/// How many commits are compared at a stretch by one thread.
const STRETCH: usize = 256;

/// A commit, and what it changed against its first parent.
#[derive(Debug, Clone)]
pub(super) struct Visit {
    pub(super) id: CommitId,
    pub(super) written: Written,
    pub(super) difference: Difference,
    /// How new it is: the place of its commit along the first parents, and its place in what that commit merged. The lesser, the newer.
    pub(super) order: (usize, usize),
}

/// The commits behind a head.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// Along the first parents, newest first.
    pub(super) main: Vec<Visit>,
    /// What merges brought in; of each merge one stretch, newest first, children before parents.
    pub(super) side: Vec<Visit>,
    /// For a merge in `main`, its stretch of `side`.
    pub(super) sides: HashMap<usize, Range<usize>>,
    /// The commits met behind which nothing is known.
    pub(super) shallow: Vec<String>,
}

/// Where a line ends.
pub(super) enum Until<'a> {
    /// With the first commit of all.
    First,
    /// Before this commit, all whose ancestors are told when somebody asks.
    Known(CommitId, &'a (dyn Fn() -> HashSet<CommitId> + Sync)),
}

/// What there is to compare: the tree of a commit's first parent and its own.
type Pair = (Option<TreeId>, TreeId);

impl Line {
    /// Reads the commits behind `head` and compares each with its first parent in these folders, several at once.
    pub(super) fn read(
        repository: &Repository,
        head: &CommitId,
        folders: &[String],
        until: &Until<'_>,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Self, Failure> {
        let work = Work {
            repository,
            scope: Scope::below(folders),
            progress,
            listed: AtomicUsize::new(0),
            compared: AtomicUsize::new(0),
            main: Mutex::default(),
            side: Mutex::default(),
        };
        let mut line = rayon::scope(|threads| work.list(head, until, threads))?;
        work.progress();
        give(&mut line.main, work.main)?;
        give(&mut line.side, work.side)?;
        line.shallow = line
            .visits()
            .filter(|visit| repository.is_boundary(&visit.id))
            .map(|visit| visit.id.to_string())
            .collect();
        Ok(line)
    }

    /// The ids of all commits.
    pub(super) fn ids(&self) -> Vec<CommitId> {
        self.visits().map(|visit| visit.id).collect()
    }

    /// All commits, those of `main` first.
    fn visits(&self) -> impl Iterator<Item = &Visit> {
        self.main.iter().chain(&self.side)
    }

    /// A commit by its place in both lists, one after the other.
    pub(super) fn visit(&self, at: usize) -> Option<&Visit> {
        self.main
            .get(at)
            .or_else(|| self.side.get(at.checked_sub(self.main.len())?))
    }
}

/// Differences by the place of the first commit of their stretch.
type Compared = Mutex<Vec<(usize, Result<Vec<Difference>, Failure>)>>;

/// The reading under way.
struct Work<'a> {
    repository: &'a Repository,
    scope: Scope,
    progress: &'a (dyn Fn(usize, usize) + Sync),
    listed: AtomicUsize,
    compared: AtomicUsize,
    main: Compared,
    side: Compared,
}

impl<'a> Work<'a> {
    /// Lists the commits, and has each stretch compared as soon as it is known.
    fn list<'s>(
        &'s self,
        head: &CommitId,
        until: &Until<'_>,
        threads: &rayon::Scope<'s>,
    ) -> Result<Line, Failure>
    where
        'a: 's,
    {
        let end = match until {
            Until::First => None,
            Until::Known(end, _) => Some(*end),
        };
        let mut line = Line::default();
        let mut pairs: Vec<Pair> = Vec::with_capacity(STRETCH);
        let mut next = Some(*head);
        while let Some(id) = next {
            if Some(id) == end {
                if let Some(pair) = pairs.last_mut() {
                    pair.0 = Some(self.repository.node(&id)?.tree);
                }
                break;
            }
            let written = self.repository.written(&id)?;
            next = written.node.parents.first().copied();
            if let Some(pair) = pairs.last_mut() {
                pair.0 = Some(written.node.tree);
            }
            if pairs.len() >= STRETCH {
                let pairs = std::mem::take(&mut pairs);
                self.compare(threads, &self.main, line.main.len() - pairs.len(), pairs);
            }
            pairs.push((None, written.node.tree));
            line.main.push(Visit {
                id,
                written,
                difference: Difference::default(),
                order: (line.main.len(), 0),
            });
        }
        self.compare(threads, &self.main, line.main.len() - pairs.len(), pairs);
        self.list_sides(&mut line, until, threads)?;
        Ok(line)
    }

    /// Lists what merges brought in, from the oldest on, so that each commit belongs to the first merge that has it.
    fn list_sides<'s>(
        &'s self,
        line: &mut Line,
        until: &Until<'_>,
        threads: &rayon::Scope<'s>,
    ) -> Result<(), Failure>
    where
        'a: 's,
    {
        let merges: Vec<usize> = (0..line.main.len())
            .rev()
            .filter(|at| {
                line.main
                    .get(*at)
                    .is_some_and(|visit| parents(visit).len() > 1)
            })
            .collect();
        if merges.is_empty() {
            return Ok(());
        }
        let mut trees: HashMap<CommitId, TreeId> = line
            .main
            .iter()
            .map(|visit| (visit.id, visit.written.node.tree))
            .collect();
        let known = match until {
            Until::First => HashSet::new(),
            Until::Known(_, known) => known(),
        };
        let mut pairs: Vec<Pair> = Vec::new();
        for at in merges {
            let Some(merge) = line.main.get(at) else {
                continue;
            };
            let tips = parents(merge).get(1..).unwrap_or_default().to_vec();
            let found = self.brought(&tips, &known, &mut trees)?;
            let start = line.side.len();
            for (place, (id, written)) in found.into_iter().enumerate() {
                let before = match written.node.parents.first() {
                    Some(parent) => Some(match trees.get(parent) {
                        Some(tree) => *tree,
                        None => self.repository.node(parent)?.tree,
                    }),
                    None => None,
                };
                pairs.push((before, written.node.tree));
                line.side.push(Visit {
                    id,
                    written,
                    difference: Difference::default(),
                    order: (at, place + 1),
                });
            }
            line.sides.insert(at, start..line.side.len());
            if pairs.len() >= STRETCH {
                let pairs = std::mem::take(&mut pairs);
                self.compare(threads, &self.side, line.side.len() - pairs.len(), pairs);
            }
        }
        self.compare(threads, &self.side, line.side.len() - pairs.len(), pairs);
        Ok(())
    }

    /// The commits that `tips` have and nobody before, newest first, children before parents. They are added to `trees`.
    fn brought(
        &self,
        tips: &[CommitId],
        known: &HashSet<CommitId>,
        trees: &mut HashMap<CommitId, TreeId>,
    ) -> Result<Vec<(CommitId, Written)>, Failure> {
        let mut found: HashMap<CommitId, (Written, usize)> = HashMap::new();
        let mut waiting = tips.to_vec();
        while let Some(id) = waiting.pop() {
            if trees.contains_key(&id) || known.contains(&id) {
                continue;
            }
            let written = self.repository.written(&id)?;
            trees.insert(id, written.node.tree);
            waiting.extend(&written.node.parents);
            found.insert(id, (written, 0));
        }
        let children: Vec<CommitId> = found
            .values()
            .flat_map(|(written, _)| written.node.parents.clone())
            .collect();
        for parent in children {
            if let Some((_, count)) = found.get_mut(&parent) {
                *count += 1;
            }
        }
        let mut ready: BinaryHeap<(i64, CommitId)> = found
            .iter()
            .filter(|(_, (_, children))| *children == 0)
            .map(|(id, (written, _))| (written.node.seconds, *id))
            .collect();
        let mut sorted = Vec::with_capacity(found.len());
        while let Some((_, id)) = ready.pop() {
            let Some((written, _)) = found.remove(&id) else {
                continue;
            };
            for parent in &written.node.parents {
                if let Some((parent_written, children)) = found.get_mut(parent) {
                    *children -= 1;
                    if *children == 0 {
                        ready.push((parent_written.node.seconds, *parent));
                    }
                }
            }
            sorted.push((id, written));
        }
        Ok(sorted)
    }

    fn compare<'s>(
        &'s self,
        threads: &rayon::Scope<'s>,
        into: &'s Compared,
        start: usize,
        pairs: Vec<Pair>,
    ) where
        'a: 's,
    {
        self.listed.fetch_add(pairs.len(), Ordering::Relaxed);
        threads.spawn(move |_| {
            let mut comparer = Comparer::new(self.repository.objects(), &self.scope);
            let count = pairs.len();
            let differences = pairs
                .into_iter()
                .map(|(before, after)| comparer.compare(before, Some(after)))
                .collect();
            into.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push((start, differences));
            self.compared.fetch_add(count, Ordering::Relaxed);
            self.progress();
        });
    }

    fn progress(&self) {
        let (compared, listed) = (
            self.compared.load(Ordering::Relaxed),
            self.listed.load(Ordering::Relaxed),
        );
        (self.progress)(compared, listed);
    }
}

fn parents(visit: &Visit) -> &[CommitId] {
    &visit.written.node.parents
}

/// Gives each commit its difference.
fn give(visits: &mut [Visit], compared: Compared) -> Result<(), Failure> {
    let mut stretches = compared
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    stretches.sort_by_key(|(start, _)| *start);
    for (start, differences) in stretches {
        let rest = visits.get_mut(start..).unwrap_or_default();
        for (visit, difference) in rest.iter_mut().zip(differences?) {
            visit.difference = difference;
        }
    }
    Ok(())
}
