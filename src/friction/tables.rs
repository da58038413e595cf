//! The figures behind the signals: each transition and each stage, counted.

use std::collections::{BTreeMap, BTreeSet};

use super::account::{Account, State};
use super::case::Studio;
use super::{LATE, kinds};
use crate::day::Day;
use crate::model::Kind;
use crate::model::marks::Outcome;

/// A way between two stages, and how it was gone.
#[derive(Debug, Clone, PartialEq)]
pub struct Transition {
    /// The workflow.
    pub workflow: String,
    /// The stage before.
    pub from: String,
    /// The stage after.
    pub to: String,
    /// Its kind, where the workflow has both stages.
    pub kind: Option<Kind>,
    /// How often it was made.
    pub made: usize,
    /// How often it was undone within 30 days.
    pub bounced: usize,
    /// How often the stage that it leads to was passed over from where it begins, or from before.
    pub skipped: usize,
    /// How often something that it asked for was waived.
    pub waived: usize,
    /// How many of its handoffs have waited for more than a week and are not accepted.
    pub unaccepted: usize,
    /// How many were accepted after more than a week.
    pub accepted_late: usize,
    /// Over how many engagements.
    pub engagements: usize,
    /// By how many people.
    pub people: usize,
    /// With how many clients.
    pub clients: usize,
}

/// A stage, and how engagements stood in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// The workflow.
    pub workflow: String,
    /// Its id.
    pub stage: String,
    /// The days of each stay that ended, ascending.
    pub stays: Vec<f64>,
    /// How many stays last still.
    pub open: usize,
    /// How many ended by waiting.
    pub pauses: usize,
    /// How many changes of owner there were in mid-stage.
    pub owner_changes: usize,
    /// How many promises of ours were made in it.
    pub promises: usize,
    /// How many of those were broken.
    pub broken: usize,
    /// How many are overdue.
    pub overdue: usize,
    /// What it asks for first, and how that stood.
    pub needs: Vec<Need>,
}

/// A need, and how it stood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Need {
    /// Its key.
    pub key: String,
    /// How many engagements were asked for it.
    pub asked: usize,
    /// In how many it stayed unmet.
    pub unmet: usize,
    /// In how many it was waived.
    pub waived: usize,
    /// In how many it was filled on the day of the move.
    pub last_minute: usize,
}

impl Stage {
    /// Half of the stays were as long or shorter, in days.
    #[must_use]
    pub fn median(&self) -> Option<f64> {
        rank(&self.stays, 50)
    }

    /// Nine of ten stays were as long or shorter, in days.
    #[must_use]
    pub fn ninetieth(&self) -> Option<f64> {
        rank(&self.stays, 90)
    }
}

/// The value at a share of a hundred of sorted ones, by nearest rank.
#[must_use]
pub fn rank(sorted: &[f64], share: usize) -> Option<f64> {
    let at = (sorted.len() * share).div_ceil(100).saturating_sub(1);
    sorted.get(at).copied()
}

type Way = (String, String, String);

/// Every transition that was made, or had a handoff, in the order of the workflow.
pub(super) fn transitions(studio: &Studio<'_>) -> Vec<Transition> {
    let mut found: BTreeMap<Way, Transition> = BTreeMap::new();
    let mut who: BTreeMap<Way, [BTreeSet<String>; 3]> = BTreeMap::new();
    for account in studio.accounts {
        let workflow = studio.workflow(account);
        let mut bounced: BTreeMap<usize, bool> = BTreeMap::new();
        for (at, moved) in account.moves.iter().enumerate() {
            let way = way(account, &moved.from, &moved.to);
            let transition = entry(&mut found, &way, moved.kind);
            transition.made += 1;
            let back = workflow
                .filter(|_| moved.kind.is_some_and(Kind::is_onward))
                .and_then(|workflow| kinds::undone(account, at, workflow));
            bounced.insert(at, back.is_some());
            transition.bounced += usize::from(back.is_some());
            let waived = moved.asked.iter().any(|asked| asked.state == State::Waived);
            transition.waived += usize::from(waived);
            let [engagements, people, clients] = who.entry(way).or_default();
            engagements.insert(account.engagement.clone());
            people.insert(moved.point.person.clone());
            clients.insert(account.client().to_owned());
            let Some(workflow) = workflow else { continue };
            let mut from = moved.from.clone();
            for stage in workflow.passed_over(&moved.from, &moved.to) {
                let way = self::way(account, &from, &stage.id);
                let kind = Kind::of(workflow, &from, &stage.id);
                entry(&mut found, &way, kind).skipped += 1;
                from.clone_from(&stage.id);
            }
        }
        for handed in &account.handoffs {
            let Some((from, to)) = &handed.between else {
                continue;
            };
            let way = way(account, from, to);
            let kind = workflow.and_then(|workflow| Kind::of(workflow, from, to));
            let transition = entry(&mut found, &way, kind);
            match handed.accepted {
                Some(day) => transition.accepted_late += usize::from(late(handed.day, day)),
                None => transition.unaccepted += usize::from(late(handed.day, studio.day)),
            }
        }
    }
    let mut transitions: Vec<Transition> = found
        .into_iter()
        .map(|(way, mut transition)| {
            if let Some([engagements, people, clients]) = who.get(&way) {
                transition.engagements = engagements.len();
                transition.people = people.len();
                transition.clients = clients.len();
            }
            transition
        })
        .collect();
    transitions.sort_by_cached_key(|transition| {
        let at = |stage: &str| order(studio, &transition.workflow, stage);
        (
            transition.workflow.clone(),
            at(&transition.from),
            at(&transition.to),
        )
    });
    transitions
}

fn late(handed: Day, until: Day) -> bool {
    until.days_since(handed) > LATE
}

fn way(account: &Account, from: &str, to: &str) -> Way {
    (account.workflow.clone(), from.to_owned(), to.to_owned())
}

fn entry<'t>(
    found: &'t mut BTreeMap<Way, Transition>,
    way: &Way,
    kind: Option<Kind>,
) -> &'t mut Transition {
    found.entry(way.clone()).or_insert_with(|| Transition {
        workflow: way.0.clone(),
        from: way.1.clone(),
        to: way.2.clone(),
        kind,
        made: 0,
        bounced: 0,
        skipped: 0,
        waived: 0,
        unaccepted: 0,
        accepted_late: 0,
        engagements: 0,
        people: 0,
        clients: 0,
    })
}

/// Where a stage stands in its workflow; those that it does not have come last, by name.
fn order(studio: &Studio<'_>, workflow: &str, stage: &str) -> (usize, String) {
    let at = studio
        .settings
        .workflows
        .get(workflow)
        .and_then(|workflow| workflow.stages.iter().position(|other| other.id == stage));
    (at.unwrap_or(usize::MAX), stage.to_owned())
}

/// Every stage that an engagement stood in, in the order of the workflow.
pub(super) fn stages(studio: &Studio<'_>) -> Vec<Stage> {
    let mut found: BTreeMap<(String, String), (Stage, BTreeMap<String, Need>)> = BTreeMap::new();
    for account in studio.accounts {
        let mut stage =
            |id: &str, change: &mut dyn FnMut(&mut Stage, &mut BTreeMap<String, Need>)| {
                let (stage, needs) = found
                    .entry((account.workflow.clone(), id.to_owned()))
                    .or_insert_with(|| {
                        let stage = Stage {
                            workflow: account.workflow.clone(),
                            stage: id.to_owned(),
                            stays: Vec::new(),
                            open: 0,
                            pauses: 0,
                            owner_changes: 0,
                            promises: 0,
                            broken: 0,
                            overdue: 0,
                            needs: Vec::new(),
                        };
                        (stage, BTreeMap::new())
                    });
                change(stage, needs);
            };
        for stay in account.stays() {
            stage(stay.stage, &mut |stage, _| match stay.end {
                Some(end) => {
                    stage.stays.extend(end.days);
                    stage.pauses += usize::from(end.kind == Some(Kind::Pause));
                }
                None => stage.open += 1,
            });
        }
        for turn in &account.turns {
            stage(&turn.stage, &mut |stage, _| stage.owner_changes += 1);
        }
        for promise in &account.promises {
            stage(&promise.stage, &mut |stage, _| {
                stage.promises += 1;
                stage.broken += usize::from(promise.outcome == Outcome::Broken);
                let overdue = promise.outcome == Outcome::Open
                    && promise.due.is_some_and(|due| due < studio.day);
                stage.overdue += usize::from(overdue);
            });
        }
        for (asked, _) in account.every_asked() {
            let granted = account
                .waivers
                .iter()
                .any(|waiver| waiver.name == asked.key);
            stage(&asked.stage, &mut |_, needs| {
                let need = needs.entry(asked.key.clone()).or_default();
                need.asked += 1;
                need.unmet += usize::from(asked.state == State::Unmet && !granted);
                need.waived += usize::from(asked.state == State::Waived || granted);
                need.last_minute += usize::from(asked.state == State::LastMinute);
            });
        }
    }
    let mut stages: Vec<Stage> = found
        .into_values()
        .map(|(mut stage, needs)| {
            stage.stays.sort_by(f64::total_cmp);
            stage.needs = needs
                .into_iter()
                .map(|(key, need)| Need { key, ..need })
                .collect();
            stage
        })
        .collect();
    stages.sort_by_cached_key(|stage| {
        (
            stage.workflow.clone(),
            order(studio, &stage.workflow, &stage.stage),
        )
    });
    stages
}
