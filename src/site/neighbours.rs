//! Which other engagements a page about one draws on: all that such a page depends on beside its own file, its past and the settings.
//!
//! They follow from who follows whom, whose client it is and which moves were made, never from their words: a change to one engagement bears on the
//! pages of its neighbours alone, and a studio of ten thousand is gone through once.

use std::collections::HashMap;

use super::studio::{Studio, Work};
use crate::day::Day;
use crate::model::handoff::Between;
use crate::text::Keyword;

/// At most so many are drawn on, and so many of them for being the same client's.
const MOST: usize = 12;
const CLIENT: usize = 6;

/// Why one engagement is a neighbour of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// It is continued by the other.
    Followed,
    /// It continues the other.
    Follower,
    /// It is work for the same client.
    Client,
    /// It has made the move that the other makes next, and has a lesson to tell.
    Way,
    /// It stands in the same stage.
    Beside,
}

/// The neighbours of every engagement.
#[derive(Debug, Default)]
pub struct Neighbours(Vec<Vec<(usize, Tie)>>);

/// A workflow and a move in it.
type Move<'s> = (&'s str, &'s str, &'s str);

impl Neighbours {
    /// Finds them.
    #[must_use]
    pub fn of(studio: &Studio<'_>) -> Self {
        let newest_first = newest_first(studio);
        let settings = studio.settings();
        let mut told: HashMap<(&str, String, String), Vec<usize>> = HashMap::new();
        let mut there: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
        for at in &newest_first {
            let Some(work) = studio.works.get(*at) else {
                continue;
            };
            let engagement = &work.engagement;
            let workflow = engagement.workflow.as_str();
            if let Some(stage) = engagement.stage.as_deref() {
                push(there.entry((workflow, stage)).or_default(), *at);
            }
            let taught = engagement.document.log.marks_of(Keyword::Lesson).next();
            if taught.is_none() {
                continue;
            }
            for handoff in engagement.handoffs(settings) {
                if let Between::Stages(from, to) = handoff.between {
                    push(told.entry((workflow, from, to)).or_default(), *at);
                }
            }
        }
        let place: HashMap<usize, usize> = newest_first
            .iter()
            .enumerate()
            .map(|(place, at)| (*at, place))
            .collect();
        let all = studio.works.iter().enumerate().map(|(at, work)| {
            let mut found = Found {
                own: at,
                ties: Vec::new(),
            };
            found.add(Tie::Followed, studio.followed(work));
            found.add(Tie::Follower, studio.followers(at).iter().copied());
            if let Some(client) = studio.client_of(&work.engagement) {
                let mut others: Vec<usize> = client.works.clone();
                others.sort_by_key(|other| place.get(other));
                others.retain(|other| *other != at);
                others.truncate(CLIENT);
                found.add(Tie::Client, others);
            }
            let next = next_move(studio, work);
            let key = next.map(|(workflow, from, to)| (workflow, from.to_owned(), to.to_owned()));
            let ways = key.and_then(|key| told.get(&key));
            found.add(Tie::Way, ways.into_iter().flatten().copied());
            let engagement = &work.engagement;
            let stage = engagement.stage.as_deref();
            let beside = stage.and_then(|stage| there.get(&(engagement.workflow.as_str(), stage)));
            found.add(Tie::Beside, beside.into_iter().flatten().copied());
            found.ties
        });
        Self(all.collect())
    }

    /// The neighbours of one, the closest first.
    #[must_use]
    pub fn near(&self, at: usize) -> &[(usize, Tie)] {
        self.0.get(at).map_or(&[], Vec::as_slice)
    }
}

/// The neighbours of one engagement as they are found.
struct Found {
    own: usize,
    ties: Vec<(usize, Tie)>,
}

impl Found {
    fn add(&mut self, tie: Tie, others: impl IntoIterator<Item = usize>) {
        for other in others {
            let known = self.ties.iter().any(|(known, _)| *known == other);
            if self.ties.len() < MOST && other != self.own && !known {
                self.ties.push((other, tie));
            }
        }
    }
}

/// Keeps the first few: nobody draws on more of them.
fn push(pool: &mut Vec<usize>, at: usize) {
    if pool.len() <= MOST && pool.last() != Some(&at) {
        pool.push(at);
    }
}

/// The engagements by when something was last written in their logs, the newest first.
fn newest_first(studio: &Studio<'_>) -> Vec<usize> {
    let today = studio.day();
    let signs: Vec<Option<Day>> = studio
        .works
        .iter()
        .map(|work| work.engagement.last_sign(today))
        .collect();
    let mut order: Vec<usize> = (0..signs.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(signs.get(*at).copied().flatten()), *at));
    order
}

/// The move that an engagement makes next.
fn next_move<'s>(studio: &Studio<'s>, work: &Work) -> Option<Move<'s>> {
    let workflow = work.engagement.workflow(studio.settings())?;
    let stage = work.engagement.stage(studio.settings())?;
    let next = workflow.following(&stage.id)?;
    Some((&workflow.name, &stage.id, &next.id))
}
