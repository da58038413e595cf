//! The clients and people who have much more of a kind of trouble than others, wherever it happens.

use std::collections::{BTreeMap, BTreeSet};

use super::table::{Table, Unit, share};
use crate::friction::chance::{fisher, float, tarone};
use crate::friction::signal::{Scope, Share, Signal};
use crate::friction::{ENGAGEMENTS, OTHERS};

/// The bar for naming somebody, before it is divided by how many are looked at: to name a person asks for more than to name a place.
const NAMED: f64 = 0.01;

/// At most so many circumstances of each kind are looked for.
const CIRCUMSTANCES: usize = 12;

impl<'a> Table<'a> {
    /// The clients and people who have much more of it than others, wherever it happens, apart from the places where it is the system's.
    pub(super) fn circumstances(&self, system: &BTreeSet<usize>) -> Vec<Signal> {
        let mut rest: Vec<&Unit<'a>> = self
            .units
            .iter()
            .filter(|unit| !system.contains(&unit.place))
            .collect();
        let mut found = Vec::new();
        while found.len() < CIRCUMSTANCES {
            let Some((subject, chance, places, others)) = self.heaviest(&rest) else {
                break;
            };
            let (theirs, left): (Vec<_>, Vec<_>) =
                rest.into_iter().partition(|unit| subject.holds(unit));
            // Of an engagement that several had in hand, only what was in theirs.
            let own: Vec<Unit<'a>> = theirs.iter().map(|unit| subject.own(unit)).collect();
            let mut signal = self.bare(&own.iter().collect::<Vec<_>>());
            signal.expected = float(theirs.len()) * float(others.count) / float(others.of.max(1));
            signal.chance = chance;
            signal.places = places;
            signal.stands_out = true;
            signal.scope = subject.scope();
            // What others had in hand of the same engagements is others'.
            let all = share(
                theirs
                    .iter()
                    .chain(&left)
                    .flat_map(|unit| unit.cases.iter().copied()),
            );
            signal.elsewhere = all.without(signal.cases);
            found.push(signal);
            rest = left;
        }
        found
    }

    /// Who has the most beyond the others, if anybody does: with the chance of it, how many were looked at, and the share of the others.
    fn heaviest(&self, units: &[&Unit<'a>]) -> Option<(Subject<'a>, f64, usize, Share)> {
        let mut shares: BTreeMap<Subject<'a>, (Share, BTreeSet<usize>)> = BTreeMap::new();
        let mut whole = Share::default();
        for unit in units {
            whole.of += 1;
            whole.count += usize::from(unit.hit);
            for subject in [Subject::Client(unit.client), Subject::Person(unit.person)] {
                let (share, engagements) = shares.entry(subject).or_default();
                share.of += 1;
                share.count += usize::from(unit.hit);
                if unit.hit {
                    engagements.insert(unit.engagement);
                }
            }
        }
        let least: Vec<f64> = shares
            .values()
            .map(|(share, _)| fisher(share.of.min(whole.count), share.of, whole.count, whole.of))
            .collect();
        let count = tarone(NAMED, &least);
        shares
            .into_iter()
            .filter(|(_, (share, engagements))| {
                share.count >= ENGAGEMENTS && engagements.len() >= OTHERS
            })
            .map(|(subject, (share, _))| {
                let chance = fisher(share.count, share.of, whole.count, whole.of);
                let others = Share {
                    count: whole.count - share.count,
                    of: whole.of - share.of,
                };
                (subject, chance, count, others)
            })
            .filter(|(_, chance, count, _)| *chance <= NAMED / float(*count))
            .min_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.cmp(&b.0)))
    }
}

/// Whom a circumstance is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Subject<'a> {
    Client(&'a str),
    Person(&'a str),
}

impl Subject<'_> {
    fn holds(&self, unit: &Unit<'_>) -> bool {
        match self {
            Self::Client(client) => unit.client == *client,
            Self::Person(person) => unit.person == *person,
        }
    }

    /// What of a unit is theirs.
    fn own<'u>(&self, unit: &Unit<'u>) -> Unit<'u> {
        let mut own = unit.clone();
        if let Self::Person(person) = self {
            own.cases.retain(|case| case.person == *person);
        }
        own
    }

    fn scope(&self) -> Scope {
        match self {
            Self::Client(client) => Scope::Client((*client).to_owned()),
            Self::Person(person) => Scope::Person((*person).to_owned()),
        }
    }
}
