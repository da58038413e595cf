//! All cases of one kind of trouble, by engagement and place, and what a signal of some of them would say.

use std::collections::{BTreeSet, HashMap};

use super::background::Background;
use crate::friction::case::{Case, Cases, Sort, Studio};
use crate::friction::place::Place;
use crate::friction::signal::{Among, Evidence, Scope, Share, Signal};

/// What happened to one engagement at one place.
#[derive(Clone)]
pub(super) struct Unit<'a> {
    pub(super) place: usize,
    pub(super) engagement: usize,
    pub(super) client: &'a str,
    pub(super) person: &'a str,
    /// How likely it would have been here by chance.
    pub(super) chance: f64,
    pub(super) hit: bool,
    pub(super) cases: Vec<&'a Case<'a>>,
}

/// Everything known of one kind.
pub(super) struct Table<'a> {
    pub(super) studio: &'a Studio<'a>,
    pub(super) sort: Sort,
    pub(super) places: Vec<&'a Place>,
    pub(super) units: Vec<Unit<'a>>,
    pub(super) whole: Share,
}

impl<'a> Table<'a> {
    /// Lays the cases of each engagement at each place together.
    pub(super) fn new(studio: &'a Studio<'a>, cases: &'a Cases<'a>) -> Self {
        let mut at: HashMap<&Place, usize> = HashMap::new();
        for case in &cases.cases {
            at.entry(&case.place).or_default();
        }
        let mut places: Vec<&Place> = at.keys().copied().collect();
        places.sort();
        for (place, name) in places.iter().enumerate() {
            at.insert(name, place);
        }
        let place = |case: &Case<'_>| at.get(&case.place).copied().unwrap_or_default();
        let mut sorted: Vec<(usize, usize, &'a Case<'a>)> = cases
            .cases
            .iter()
            .map(|case| (case.engagement, place(case), case))
            .collect();
        sorted.sort_by_key(|(engagement, place, _)| (*engagement, *place));
        let mut units: Vec<Unit<'a>> = Vec::new();
        for together in sorted.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let Some((engagement, place, first)) = together.first().copied() else {
                continue;
            };
            let cases: Vec<&'a Case<'a>> = together.iter().map(|(_, _, case)| *case).collect();
            let happened = cases.iter().find(|case| case.happened.is_some());
            units.push(Unit {
                place,
                engagement,
                client: studio
                    .accounts
                    .get(engagement)
                    .map_or("", |account| account.client()),
                person: happened.map_or(first.person, |case| case.person),
                chance: 0.0,
                hit: happened.is_some(),
                cases,
            });
        }
        let background = Background::new(cases.sort, &units);
        for unit in &mut units {
            unit.chance = background.chance(unit);
        }
        Self {
            studio,
            sort: cases.sort,
            places,
            whole: share(cases.cases.iter()),
            units,
        }
    }

    /// A signal of these units, weighed by nobody yet.
    pub(super) fn bare(&self, units: &[&Unit<'a>]) -> Signal {
        let cases = share(units.iter().flat_map(|unit| unit.cases.iter().copied()));
        let hits = || units.iter().filter(|unit| unit.hit);
        let happened = || {
            hits().flat_map(|unit| {
                let cases = unit.cases.iter().filter(|case| case.happened.is_some());
                cases.map(move |case| (unit, *case))
            })
        };
        let mut evidence: Vec<Evidence> = Vec::new();
        for (unit, case) in happened() {
            for point in case.happened.iter().flatten() {
                evidence.push(Evidence {
                    engagement: self
                        .studio
                        .accounts
                        .get(unit.engagement)
                        .map_or_else(String::new, |account| account.engagement.clone()),
                    client: unit.client.to_owned(),
                    person: case.person.to_owned(),
                    point: (*point).clone(),
                });
            }
        }
        evidence.sort_by(|a, b| {
            let key = |evidence: &Evidence| (evidence.point.made.seconds, evidence.point.landed);
            key(a)
                .cmp(&key(b))
                .then_with(|| a.engagement.cmp(&b.engagement))
                .then_with(|| a.point.commit.cmp(&b.point.commit))
        });
        evidence.dedup_by(|b, a| a.engagement == b.engagement && a.point.commit == b.point.commit);
        let engagements: BTreeSet<usize> = units.iter().map(|unit| unit.engagement).collect();
        let hit: BTreeSet<usize> = hits().map(|unit| unit.engagement).collect();
        Signal {
            sort: self.sort,
            scope: Scope::Chance,
            place: None,
            question: None,
            cases,
            engagements: Share {
                count: hit.len(),
                of: engagements.len(),
            },
            people: happened().map(|(_, case)| case.person.to_owned()).collect(),
            clients: hits().map(|unit| unit.client.to_owned()).collect(),
            elsewhere: self.whole.without(cases),
            expected: 0.0,
            chance: 1.0,
            places: 1,
            among: Among::Places,
            stands_out: false,
            mended: Vec::new(),
            evidence,
            advice: Vec::new(),
            since: None,
        }
    }
}

/// How many of these cases there was trouble in.
pub(super) fn share<'c>(cases: impl Iterator<Item = &'c Case<'c>>) -> Share {
    let mut share = Share::default();
    for case in cases {
        share.of += 1;
        share.count += usize::from(case.happened.is_some());
    }
    share
}
