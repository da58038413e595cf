//! Which other engagements a page about one draws on for what it recalls: all that such a page depends on of others, beside where they stand.
//!
//! They follow from who follows whom, whose client it is and which moves were made, never from their words, and of other clients' work from what is
//! over: so a commit bears on few other pages, and a studio of ten thousand is gone through once.

use std::collections::HashMap;
use std::hash::Hasher;

use super::{Core, Studio, Work};
use crate::day::Day;
use crate::model::handoff::Between;
use crate::repo::remembered::bytes::Sum;
use crate::text::Keyword;

/// At most so many are drawn on, and so many of them for being the same client's.
const MOST: usize = 12;
const CLIENT: usize = 6;

/// Why one engagement is near to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// It is continued by the other.
    Followed,
    /// It continues the other.
    Follower,
    /// It is work for the same client.
    Client,
    /// It has made the move that the other makes next, is over, and has a lesson to tell.
    Way,
}

/// Those near to one engagement, the closest first.
pub(super) type Near = Vec<(usize, Tie)>;

/// A workflow, and a move in it.
type Move = (String, String, String);

impl Studio<'_> {
    /// The engagements near to one, the closest first, to be drawn on with all that they hold, and with what is true of its client.
    #[must_use]
    pub fn near(&self, work: &Work) -> &[(usize, Tie)] {
        let own = self.core.by_path.get(&work.engagement.path);
        let Some(own) = own.copied() else { return &[] };
        self.note_near(own);
        self.core.near.get(own).map_or(&[], Vec::as_slice)
    }
}

impl Core<'_> {
    /// For each engagement those near to it.
    pub(super) fn all_near(&self) -> Vec<Near> {
        let newest_first = self.newest_first();
        let told = self.told(&newest_first);
        let mut place = vec![0; self.works.len()];
        for (at, work) in newest_first.iter().enumerate() {
            if let Some(place) = place.get_mut(*work) {
                *place = at;
            }
        }
        let all = self.works.iter().enumerate().map(|(own, work)| {
            let mut near = Near::new();
            let mut add = |tie: Tie, others: &mut dyn Iterator<Item = usize>| {
                for other in others {
                    let known = near.iter().any(|(known, _)| *known == other);
                    if near.len() < MOST && other != own && !known {
                        near.push((other, tie));
                    }
                }
            };
            let followed = self.follows(work, |name| self.find(name));
            add(Tie::Followed, &mut followed.into_iter());
            let followers = self.followers.get(&own);
            add(Tie::Follower, &mut followers.into_iter().flatten().copied());
            let client = work.engagement.client.as_ref();
            if let Some(client) = client.and_then(|folder| self.clients.get(folder)) {
                let mut others = client.works.clone();
                others.sort_by_key(|other| place.get(*other).copied());
                let mut others = others
                    .into_iter()
                    .filter(|other| *other != own)
                    .take(CLIENT);
                add(Tie::Client, &mut others);
            }
            let told = self.next_move(work).and_then(|next| told.get(&next));
            add(Tie::Way, &mut told.into_iter().flatten().copied());
            near
        });
        all.collect()
    }

    /// For each move those that have made it, are over and have a lesson to tell.
    fn told(&self, newest_first: &[usize]) -> HashMap<Move, Vec<usize>> {
        let settings = self.inputs.settings;
        let mut told: HashMap<Move, Vec<usize>> = HashMap::new();
        for at in newest_first {
            let Some(work) = self.works.get(*at) else {
                continue;
            };
            let engagement = &work.engagement;
            let over = engagement
                .stage(settings)
                .is_some_and(|stage| stage.kind.is_over());
            let mut lessons = engagement.document.log.marks_of(Keyword::Lesson);
            if !over || lessons.next().is_none() {
                continue;
            }
            for handoff in engagement.handoffs(settings) {
                if let Between::Stages(from, to) = handoff.between {
                    let pool = told
                        .entry((engagement.workflow.clone(), from, to))
                        .or_default();
                    if pool.len() <= MOST && pool.last() != Some(at) {
                        pool.push(*at);
                    }
                }
            }
        }
        told
    }

    /// The engagements by when something was last written in their logs, the newest first.
    fn newest_first(&self) -> Vec<usize> {
        let today = self.inputs.day;
        let signs: Vec<Option<Day>> = self
            .works
            .iter()
            .map(|work| work.engagement.last_sign(today))
            .collect();
        let mut order: Vec<usize> = (0..signs.len()).collect();
        order.sort_by_key(|at| (std::cmp::Reverse(signs.get(*at).copied().flatten()), *at));
        order
    }

    /// The move that an engagement makes next.
    fn next_move(&self, work: &Work) -> Option<Move> {
        let workflow = work.engagement.workflow(self.inputs.settings)?;
        let stage = work.engagement.stage(self.inputs.settings)?;
        let next = workflow.following(&stage.id)?;
        Some((workflow.name.clone(), stage.id.clone(), next.id.clone()))
    }

    /// A number for all that those near to one hold, and for what is true of its client.
    pub(super) fn nearness(&self, own: usize) -> u64 {
        let mut sum = Sum::default();
        let near = self.near.get(own).map_or(&[][..], Vec::as_slice);
        sum.write_u64(self.faces(near.iter().map(|(at, _)| *at)));
        for (at, tie) in near {
            sum.write_u8(*tie as u8);
            sum.write_u64(self.works.get(*at).map_or(0, |work| work.bytes));
        }
        let client = self
            .works
            .get(own)
            .and_then(|work| work.engagement.client.as_ref());
        let client = client.and_then(|folder| self.clients.get(folder));
        if let Some((path, document)) = client.and_then(|client| client.index.as_ref()) {
            sum.write(path.as_bytes());
            sum.write(document.text.as_bytes());
        }
        sum.finish()
    }
}
