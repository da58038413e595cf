//! The clients and people who have much more of a kind of trouble than others, wherever it happens or at one place.

use std::collections::{BTreeSet, HashMap};

use super::table::{Table, Unit, share};
use crate::friction::chance::{Factorials, float, tarone};
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
        let mut looking = Looking::new(
            self.units
                .iter()
                .filter(|unit| !system.contains(&unit.place)),
        );
        let mut found = Vec::new();
        for at_places in [false, true] {
            let most = found.len() + CIRCUMSTANCES;
            while found.len() < most {
                let Some(heavy) = looking.heaviest(at_places) else {
                    break;
                };
                let theirs = looking.take(&heavy);
                found.push(self.circumstance(&heavy, &theirs, &looking.units));
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

/// The units in which somebody is looked for who has the most of it.
struct Looking<'u, 'a> {
    units: Vec<&'u Unit<'a>>,
    /// For each of them its client and person, as indexes of `subjects`.
    who: Vec<[usize; 2]>,
    /// Everybody, in order.
    subjects: Vec<Subject<'a>>,
    factorials: Factorials,
}

/// What somebody has of it, and in how many engagements.
#[derive(Default)]
struct Theirs {
    share: Share,
    engagements: usize,
    /// The last engagement counted: those of one stand together.
    last: Option<usize>,
}

impl<'u, 'a> Looking<'u, 'a> {
    /// Among these, which stand in the order of their engagements.
    fn new(units: impl Iterator<Item = &'u Unit<'a>>) -> Self {
        let units: Vec<&Unit<'a>> = units.collect();
        let both = |unit: &Unit<'a>| [Subject::Client(unit.client), Subject::Person(unit.person)];
        let mut at: HashMap<Subject<'a>, usize> = HashMap::new();
        for subject in units.iter().flat_map(|unit| both(unit)) {
            at.entry(subject).or_default();
        }
        let mut subjects: Vec<Subject<'a>> = at.keys().copied().collect();
        subjects.sort();
        for (place, subject) in subjects.iter().enumerate() {
            at.insert(*subject, place);
        }
        let place = |subject| at.get(&subject).copied().unwrap_or_default();
        Self {
            who: units.iter().map(|unit| both(unit).map(place)).collect(),
            factorials: Factorials::up_to(units.len()),
            units,
            subjects,
        }
    }

    /// Who has the most beyond the others, if anybody does: everywhere, or at one place.
    fn heaviest(&self, at_places: bool) -> Option<Heavy<'a>> {
        let mut wholes: HashMap<Option<usize>, Share> = HashMap::new();
        let mut shares: HashMap<(usize, Option<usize>), Theirs> = HashMap::new();
        for (unit, who) in self.units.iter().zip(&self.who) {
            let place = at_places.then_some(unit.place);
            let hit = Share {
                count: usize::from(unit.hit),
                of: 1,
            };
            wholes.entry(place).or_default().add(hit);
            for subject in who {
                let theirs = shares.entry((*subject, place)).or_default();
                theirs.share.add(hit);
                if unit.hit && theirs.last != Some(unit.engagement) {
                    theirs.last = Some(unit.engagement);
                    theirs.engagements += 1;
                }
            }
        }
        let whole = |place: &Option<usize>| wholes.get(place).copied().unwrap_or_default();
        let chance = |share: &Share, whole: Share| {
            self.factorials
                .fisher(share.count, share.of, whole.count, whole.of)
        };
        let least: Vec<f64> = shares
            .iter()
            .map(|((_, place), Theirs { share, .. })| {
                let whole = whole(place);
                let most = Share {
                    count: share.of.min(whole.count),
                    of: share.of,
                };
                chance(&most, whole)
            })
            .collect();
        let looked_at = tarone(NAMED, &least);
        let (at, chance, others) = shares
            .into_iter()
            .filter(|(_, theirs)| theirs.share.count >= ENGAGEMENTS && theirs.engagements >= OTHERS)
            .map(|((subject, place), Theirs { share, .. })| {
                (
                    (subject, place),
                    chance(&share, whole(&place)),
                    whole(&place).without(share),
                )
            })
            .filter(|(_, chance, _)| *chance <= NAMED / float(looked_at))
            .min_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.cmp(&b.0)))?;
        let (subject, place) = at;
        Some(Heavy {
            subject: *self.subjects.get(subject)?,
            place,
            chance,
            looked_at,
            others,
        })
    }

    /// Takes somebody's units out.
    fn take(&mut self, heavy: &Heavy<'a>) -> Vec<&'u Unit<'a>> {
        let all = std::mem::take(&mut self.units).into_iter();
        let who = std::mem::take(&mut self.who);
        let (theirs, left): (Vec<_>, Vec<_>) =
            all.zip(who).partition(|(unit, _)| heavy.holds(unit));
        (self.units, self.who) = left.into_iter().unzip();
        theirs.into_iter().map(|(unit, _)| unit).collect()
    }
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
