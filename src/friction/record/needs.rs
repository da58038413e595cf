//! How the needs of a stage stood as an engagement entered it, and whether they had stood so before the day of the move.

use std::sync::Arc;

use super::Bytes;
use super::recorder::Recorder;
use crate::check::{Context, Past, lack};
use crate::day::Day;
use crate::friction::account::{Asked, State};
use crate::model::need::Need;
use crate::model::{Engagement, Settings};
use crate::repo::Author;
use crate::repo::history::{BlobId, Log};

impl Recorder<'_> {
    /// Notes how the needs stand that this stage is the first to ask for.
    pub(super) fn ask(
        &mut self,
        made: usize,
        landed: usize,
        after: &Arc<Engagement>,
        day: Day,
        bytes: Bytes<'_>,
    ) {
        let Some(settings) = self.sources.epochs.at(landed) else {
            return;
        };
        let Some(stage) = after.stage(settings) else {
            return;
        };
        let needs: Vec<&Need> = stage
            .needs
            .iter()
            .filter(|need| !self.known.contains(&need.identity()) && lack::applies(need, after))
            .collect();
        // The stay before has to have left a day for it.
        let earlier = self
            .before_today
            .as_ref()
            .filter(|_| self.since.is_some_and(|since| since < day));
        let asked: Vec<(Asked, String)> = needs
            .iter()
            .map(|need| {
                let met = |version: &Arc<Engagement>, at: usize, by: usize| {
                    self.lacks(need, version, settings, day, (at, by), bytes)
                };
                let state = if met(after, self.seen.len(), made) {
                    without(need, after, day)
                } else {
                    // What did not apply before could not have been filled before.
                    match earlier.filter(|(version, _)| lack::applies(need, version)) {
                        None => State::Held,
                        Some((version, count)) => {
                            let last = count.saturating_sub(1);
                            let by = self.seen.get(last).map_or(made, |(_, commit)| *commit);
                            if met(version, last, by) {
                                State::LastMinute
                            } else {
                                State::Early
                            }
                        }
                    }
                };
                let asked = Asked {
                    key: need.key.clone(),
                    stage: need.stage.clone(),
                    state,
                };
                (asked, need.identity())
            })
            .collect();
        self.known
            .extend(asked.iter().map(|(_, identity)| identity.clone()));
        self.landing.asked.extend(asked);
    }

    /// What did not hold at first may hold by the time that it lands, where a merge brings several versions.
    pub(super) fn mend(
        &mut self,
        made: usize,
        landed: usize,
        after: &Arc<Engagement>,
        day: Day,
        bytes: Bytes<'_>,
    ) {
        let Some(settings) = self.sources.epochs.at(landed) else {
            return;
        };
        let Some(stage) = after.stage(settings) else {
            return;
        };
        let mut landing = std::mem::take(&mut self.landing);
        for (state, identity) in landing.unmet() {
            let need = stage
                .needs
                .iter()
                .find(|need| need.identity() == identity && lack::applies(need, after));
            let Some(need) = need else { continue };
            *state = if self.lacks(need, after, settings, day, (self.seen.len(), made), bytes) {
                without(need, after, day)
            } else {
                State::Held
            };
        }
        self.landing = landing;
    }

    /// Whether a need that applies now did not hold for a version, before which so many versions had been, and which this commit made.
    fn lacks(
        &self,
        need: &Need,
        version: &Engagement,
        settings: &Settings,
        day: Day,
        (count, by): (usize, usize),
        bytes: Bytes<'_>,
    ) -> bool {
        let past = Before {
            log: self.sources.log,
            seen: self.seen.get(..count).unwrap_or_default(),
            bytes,
        };
        let author = self
            .sources
            .log
            .commits
            .get(by)
            .map(|commit| &*commit.author);
        let context = Context::new(settings, self.sources.tree, day, author, &past);
        lack::of_kind(need, version, &context).is_some()
    }
}

/// How a need stands that does not hold.
fn without(need: &Need, engagement: &Engagement, day: Day) -> State {
    let mut waivers = engagement.waivers(&need.key);
    if waivers.any(|waiver| waiver.holds(day)) {
        State::Waived
    } else {
        State::Unmet
    }
}

/// What the file held before, from the versions seen.
struct Before<'r> {
    log: &'r Log,
    seen: &'r [(BlobId, usize)],
    bytes: Bytes<'r>,
}

impl Past for Before<'_> {
    fn walk(&self, _: &str, see: &mut dyn FnMut(&[u8], &Author) -> bool) {
        for (blob, commit) in self.seen.iter().rev() {
            let (Some(bytes), Some(commit)) = ((self.bytes)(*blob), self.log.commits.get(*commit))
            else {
                return;
            };
            if !see(&bytes, &commit.author) {
                return;
            }
        }
    }

    fn is_elsewhere(&self, _: &str, _: &str) -> bool {
        false
    }

    fn lender(&self, _: &str, _: &str) -> Option<String> {
        None
    }
}
