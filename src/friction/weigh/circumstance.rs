//! The clients and people who have much more of a kind of trouble than others, wherever it happens or at one place.

use std::collections::{BTreeMap, BTreeSet};

use super::table::{Table, Unit, share};
use crate::friction::chance::{fisher, float, tarone};
use crate::friction::signal::{Among, Scope, Share, Signal};
use crate::friction::{ENGAGEMENTS, OTHERS};

/// The bar for naming somebody, before it is divided by how many are looked at: to name a person asks for more than to name a place.
const NAMED: f64 = 0.01;

/// At most so many circumstances of each kind are looked for.
const CIRCUMSTANCES: usize = 12;

/// Somebody who has much more of it than others.
struct Heavy<'a> {
    subject: Subject<'a>,
    /// At this place alone; nothing where it is everywhere.
    place: Option<usize>,
    /// How likely it is that they have so much.
    chance: f64,
    /// How many were looked at.
    looked_at: usize,
    others: Share,
}

impl<'a> Table<'a> {
    /// The clients and people who have much more of it than others, apart from the places where it is the system's: first those who have it
    /// wherever it happens, then those who have it at one place.
    pub(super) fn circumstances(&self, system: &BTreeSet<usize>) -> Vec<Signal> {
        let mut rest: Vec<&Unit<'a>> = self
            .units
            .iter()
            .filter(|unit| !system.contains(&unit.place))
            .collect();
        let mut found = Vec::new();
        for at_places in [false, true] {
            let most = found.len() + CIRCUMSTANCES;
            while found.len() < most {
                let Some(heavy) = heaviest(&rest, at_places) else {
                    break;
                };
                let (theirs, left): (Vec<_>, Vec<_>) =
                    rest.into_iter().partition(|unit| heavy.holds(unit));
                found.push(self.circumstance(&heavy, &theirs, &left));
                rest = left;
            }
        }
        found
    }

    fn circumstance(&self, heavy: &Heavy<'a>, theirs: &[&Unit<'a>], left: &[&Unit<'a>]) -> Signal {
        // Of an engagement that several had in hand, only what was in theirs.
        let own: Vec<Unit<'a>> = theirs.iter().map(|unit| heavy.subject.own(unit)).collect();
        let mut signal = self.bare(&own.iter().collect::<Vec<_>>());
        let Heavy { others, .. } = heavy;
        signal.place = heavy
            .place
            .and_then(|place| self.places.get(place))
            .map(|place| (*place).clone());
        signal.expected = float(theirs.len()) * float(others.count) / float(others.of.max(1));
        signal.chance = heavy.chance;
        signal.places = heavy.looked_at;
        signal.among = Among::Somebody;
        signal.stands_out = true;
        signal.scope = heavy.subject.scope();
        let there = left.iter().filter(|unit| heavy.is_there(unit));
        // What others had in hand of the same engagements is others'.
        let all = theirs.iter().chain(there);
        let all = share(all.flat_map(|unit| unit.cases.iter().copied()));
        signal.elsewhere = all.without(signal.cases);
        signal
    }
}

/// Who has the most beyond the others, if anybody does: everywhere, or at one place.
fn heaviest<'a>(units: &[&Unit<'a>], at_places: bool) -> Option<Heavy<'a>> {
    let mut wholes: BTreeMap<Option<usize>, Share> = BTreeMap::new();
    let mut shares: BTreeMap<(Subject<'a>, Option<usize>), (Share, BTreeSet<usize>)> =
        BTreeMap::new();
    for unit in units {
        let place = at_places.then_some(unit.place);
        let hit = Share {
            count: usize::from(unit.hit),
            of: 1,
        };
        wholes.entry(place).or_default().add(hit);
        for subject in [Subject::Client(unit.client), Subject::Person(unit.person)] {
            let (share, engagements) = shares.entry((subject, place)).or_default();
            share.add(hit);
            if unit.hit {
                engagements.insert(unit.engagement);
            }
        }
    }
    let whole = |place: &Option<usize>| wholes.get(place).copied().unwrap_or_default();
    let chance = |share: &Share, whole: Share| fisher(share.count, share.of, whole.count, whole.of);
    let least: Vec<f64> = shares
        .iter()
        .map(|((_, place), (share, _))| {
            let whole = whole(place);
            let most = Share {
                count: share.of.min(whole.count),
                of: share.of,
            };
            chance(&most, whole)
        })
        .collect();
    let looked_at = tarone(NAMED, &least);
    shares
        .into_iter()
        .filter(|(_, (share, engagements))| {
            share.count >= ENGAGEMENTS && engagements.len() >= OTHERS
        })
        .map(|((subject, place), (share, _))| Heavy {
            subject,
            place,
            chance: chance(&share, whole(&place)),
            looked_at,
            others: whole(&place).without(share),
        })
        .filter(|heavy| heavy.chance <= NAMED / float(looked_at))
        .min_by(|a, b| {
            let order = a.chance.total_cmp(&b.chance);
            order.then_with(|| (a.subject, a.place).cmp(&(b.subject, b.place)))
        })
}

impl Heavy<'_> {
    fn is_there(&self, unit: &Unit<'_>) -> bool {
        self.place.is_none_or(|place| place == unit.place)
    }

    fn holds(&self, unit: &Unit<'_>) -> bool {
        self.is_there(unit) && self.subject.holds(unit)
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
