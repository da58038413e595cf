//! How an engagement stands on a day: where and since when, what it still needs for the next stage, what it owes, what waits.

use super::find;
use super::item::{About, Item};
use crate::check::{Context, lack};
use crate::day::Day;
use crate::model::marks::Outcome;
use crate::model::need::Need;
use crate::model::{Engagement, Settings, Stage, StageKind};
use crate::registers;
use crate::text::mark::By;

/// What the history says of an engagement.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known {
    /// Since when it stands in its stage, where that is committed.
    pub since: Option<Day>,
    /// The last day on which a commit touched it.
    pub moved: Option<Day>,
}

/// How an engagement stands.
#[derive(Debug, Clone)]
pub struct Standing<'e> {
    /// Its stage, where its workflow has it.
    pub stage: Option<&'e Stage>,
    /// Since when it stands there, where that is committed.
    pub since: Option<Day>,
    /// What waits, the most urgent first.
    pub items: Vec<Item<'e>>,
    /// The stage that comes next, where it is under way.
    pub next: Option<&'e Stage>,
    /// What the next stage needs, and how each need stands.
    pub needs: Vec<(&'e Need, Met)>,
    /// How many promises of ours are open.
    pub open: usize,
    /// How many of those are overdue.
    pub overdue: usize,
    /// For how many days nothing has happened, where that is longer than its stage allows.
    pub quiet: Option<i64>,
}

/// How a need stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Met {
    /// It holds, or does not apply.
    Yes,
    /// It does not; what is missing.
    No(String),
    /// It does not, and is waived; until when, and what is missing.
    Waived(Option<Day>, String),
}

/// What an engagement waits for.
#[derive(Debug, Clone)]
pub enum Step<'e> {
    /// Somebody accepts the handoff.
    Accept(Option<By<'e>>),
    /// Somebody moves it on: nothing is missing.
    Ready(&'e Stage),
    /// What the next stage needs and is not there.
    Needs(&'e Stage, Vec<&'e Need>),
    /// The day on which it is to be looked at again.
    Wakes(Day),
}

impl<'e> Standing<'e> {
    /// Works it out.
    #[must_use]
    pub fn of(
        engagement: &'e Engagement,
        settings: &'e Settings,
        context: &Context<'_>,
        known: Known,
    ) -> Self {
        let today = context.day;
        let stage = engagement.stage(settings);
        let next = stage
            .filter(|stage| stage.kind == StageKind::Active)
            .and_then(|stage| engagement.workflow(settings)?.following(&stage.id));
        // What waits has no next stage, but may lack what its own asks for.
        let asked = next.or(stage.filter(|stage| stage.kind == StageKind::Waiting));
        let needs: Vec<(&Need, Met)> = asked.map_or_else(Vec::new, |asked| {
            let needs = asked.needs.iter();
            needs
                .map(|need| (need, met(need, engagement, context)))
                .collect()
        });
        let ours = registers::promises(engagement, today)
            .into_iter()
            .filter(|owed| owed.outcome == Outcome::Open && !owed.to_us);
        let (mut open, mut overdue) = (0, 0);
        for owed in ours {
            open += 1;
            overdue += usize::from(owed.late);
        }
        let mut standing = Self {
            stage,
            since: known.since,
            items: Vec::new(),
            next,
            needs,
            open,
            overdue,
            quiet: None,
        };
        standing.items = find::items(engagement, settings, context, known, &standing);
        standing.quiet = standing
            .items
            .iter()
            .find(|item| matches!(item.about, About::Quiet))
            .and_then(|item| Some(today.days_since(item.since?)));
        if next.is_none() {
            standing.needs.clear();
        }
        standing
    }

    /// The needs that neither hold nor are waived.
    pub fn missing(&self) -> impl Iterator<Item = &'e Need> {
        self.needs
            .iter()
            .filter(|(_, met)| matches!(met, Met::No(_)))
            .map(|(need, _)| *need)
    }

    /// What it waits for; nothing where it is over.
    #[must_use]
    pub fn step(&self, engagement: &'e Engagement) -> Option<Step<'e>> {
        let handoff = self
            .items
            .iter()
            .find(|item| matches!(item.about, About::Handoff(_)));
        if let Some(handoff) = handoff {
            return Some(Step::Accept(handoff.who.first().copied()));
        }
        if let Some(next) = self.next {
            let missing: Vec<&Need> = self.missing().collect();
            return Some(if missing.is_empty() {
                Step::Ready(next)
            } else {
                Step::Needs(next, missing)
            });
        }
        let wake = engagement.text_of("wake").and_then(Day::parse)?;
        (self.stage?.kind == StageKind::Waiting).then_some(Step::Wakes(wake))
    }
}

fn met(need: &Need, engagement: &Engagement, context: &Context<'_>) -> Met {
    let Some(lack) = lack::of(need, engagement, context) else {
        return Met::Yes;
    };
    let waiver = engagement
        .waivers(&need.key)
        .filter(|waiver| waiver.holds(context.day))
        .last();
    match waiver {
        Some(waiver) => Met::Waived(waiver.until(), lack.message),
        None => Met::No(lack.message),
    }
}
