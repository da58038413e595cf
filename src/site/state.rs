//! The whole studio with what became of each engagement and how it stands: what pages about several are made from.

use super::pages::engagement::Subject;
use super::past::{Happened, Past};
use super::standing::Standing;
use super::studio::{Studio, Work};
use super::view;
use crate::check::Context;
use crate::next::{self, Item};

/// The studio and all that is known of it.
pub struct State<'s> {
    /// The studio.
    pub studio: &'s Studio<'s>,
    /// What became of each engagement, in the order of [`Studio::works`].
    pub pasts: &'s [Past],
    /// How each stands.
    pub standings: &'s [Standing<'s>],
    /// What needs are judged by.
    pub context: &'s Context<'s>,
}

impl<'s> State<'s> {
    /// Every engagement, by id.
    pub fn subjects(&self) -> impl Iterator<Item = Subject<'s>> {
        (0..self.studio.works.len()).filter_map(|at| self.subject(at))
    }

    /// One engagement.
    #[must_use]
    pub fn subject(&self, at: usize) -> Option<Subject<'s>> {
        Some(Subject {
            studio: self.studio,
            at,
            work: self.studio.works.get(at)?,
            past: self.pasts.get(at)?,
            standing: self.standings.get(at)?,
            context: self.context,
        })
    }

    /// What waits in the engagements that `wanted` picks, the most urgent first.
    pub fn waiting(&self, wanted: impl Fn(&Work, &Item<'s>) -> bool) -> Vec<(usize, &'s Item<'s>)> {
        let mut found: Vec<(usize, &'s Item<'s>)> = self
            .standings
            .iter()
            .enumerate()
            .flat_map(|(at, standing)| standing.items.iter().map(move |item| (at, item)))
            .filter(|(_, item)| item.presses())
            .filter(|(at, item)| {
                self.studio
                    .works
                    .get(*at)
                    .is_some_and(|work| wanted(work, item))
            })
            .collect();
        found.sort_by_key(|(at, item)| (next::order(item), *at));
        found
    }

    /// The same as views on a page whose way to the top is `root`.
    pub fn views<'i>(
        &self,
        waiting: impl Iterator<Item = &'i (usize, &'s Item<'s>)>,
        root: &str,
    ) -> Vec<view::Attention<'s>>
    where
        's: 'i,
    {
        waiting
            .filter_map(|(at, item)| {
                let subject = self.subject(*at)?;
                Some(
                    subject
                        .standing
                        .item(item, self.studio, subject.work, subject.past, root),
                )
            })
            .collect()
    }

    /// What happened in the studio, the newest first by when it reached this branch.
    #[must_use]
    pub fn lately(&self) -> Vec<(usize, &'s Happened)> {
        let mut all: Vec<(usize, &'s Happened)> = self
            .pasts
            .iter()
            .enumerate()
            .flat_map(|(at, past)| past.happened.iter().map(move |happened| (at, happened)))
            .collect();
        all.sort_by_key(|(at, happened)| {
            (
                std::cmp::Reverse(happened.landed),
                std::cmp::Reverse(happened.made),
                *at,
            )
        });
        all
    }
}
