//! From the cases of one kind of trouble to its signals: which places stand out, and whether one client or one person explains them.

use std::collections::{BTreeMap, BTreeSet};

use super::account::Mended;
use super::case::{Case, Cases, Sort, Studio};
use super::chance::{any_of, at_least, fisher, float, tarone};
use super::place::Place;
use super::signal::{Evidence, Scope, Share, Signal};
use super::{ENGAGEMENTS, OTHERS, kinds};

/// The bar for a kind of trouble, before it is divided by its places.
pub(super) const BAR: f64 = 0.05;

/// The bar for what is left of a signal without somebody.
const REST: f64 = 0.05;

/// The bar for one person or client having much more of it than the others.
const MUCH: f64 = 0.1;

/// How often something may happen that cannot be compared with anything, before it counts as trouble.
const ALLOWED: f64 = 0.25;

/// At most so many circumstances of each kind are looked for.
const CIRCUMSTANCES: usize = 12;

/// What happened to one engagement at one place.
#[derive(Clone)]
struct Unit<'a> {
    place: usize,
    engagement: usize,
    client: &'a str,
    person: &'a str,
    /// Occasions here that count.
    occasions: usize,
    /// Occasions of the engagement anywhere, and troubles among them.
    all: usize,
    troubles: usize,
    hit: bool,
    cases: Vec<&'a Case<'a>>,
}

/// Everything known of one kind.
struct Table<'a> {
    studio: &'a Studio<'a>,
    sort: Sort,
    places: Vec<&'a Place>,
    units: Vec<Unit<'a>>,
    whole: Share,
}

/// What chance says of a place.
struct Verdict {
    chance: f64,
    /// The least that it could have been.
    least: f64,
    expected: f64,
}

pub(super) fn signals<'a>(studio: &'a Studio<'a>, cases: &'a Cases<'a>) -> Vec<Signal> {
    let table = Table::new(studio, cases);
    let mut found: Vec<(usize, Verdict, Vec<&Unit<'_>>)> = Vec::new();
    let mut of_place: Vec<Vec<&Unit<'_>>> = table.places.iter().map(|_| Vec::new()).collect();
    for unit in &table.units {
        if let Some(units) = of_place.get_mut(unit.place) {
            units.push(unit);
        }
    }
    let mut least = Vec::new();
    for (place, units) in of_place.into_iter().enumerate() {
        let verdict = verdict(&units);
        // A place of engagements without any trouble could not have shown any.
        if units.iter().any(|unit| unit.troubles > 0) {
            least.push(verdict.least);
        }
        if units.iter().any(|unit| unit.hit) {
            found.push((place, verdict, units));
        }
    }
    let places = tarone(BAR, &least);
    let mut signals = Vec::new();
    let mut system = BTreeSet::new();
    for (place, verdict, units) in found {
        let mut signal = table.signal(place, &verdict, &units, places);
        signal.scope = table.scope(&signal, &units);
        if signal.scope == Scope::System {
            system.insert(place);
        }
        if signal.engagements.count >= OTHERS {
            signals.push(signal);
        }
    }
    let circumstances = table.circumstances(&system);
    // What holds of somebody anywhere need not be said of each place.
    signals.retain(|signal| {
        !circumstances
            .iter()
            .any(|other| other.scope == signal.scope && signal.scope != Scope::Chance)
    });
    signals.extend(circumstances);
    signals
}

fn verdict(units: &[&Unit<'_>]) -> Verdict {
    let hits = units.iter().filter(|unit| unit.hit).count();
    let compared = units
        .iter()
        .filter(|unit| unit.hit && unit.all > unit.occasions)
        .count();
    let chances: Vec<f64> = if compared * 2 < hits.max(1) {
        vec![ALLOWED; units.len()]
    } else {
        let chance = |unit: &&&Unit<'_>| any_of(unit.all, unit.occasions, unit.troubles);
        units
            .iter()
            .filter(|unit| unit.troubles > 0)
            .map(|unit| chance(&unit))
            .collect()
    };
    Verdict {
        chance: at_least(hits, &chances),
        least: chances.iter().product(),
        expected: chances.iter().sum(),
    }
}

impl<'a> Table<'a> {
    fn new(studio: &'a Studio<'a>, cases: &'a Cases<'a>) -> Self {
        let names: BTreeSet<&Place> = cases.cases.iter().map(|case| &case.place).collect();
        let places: Vec<&Place> = names.into_iter().collect();
        let at: BTreeMap<&Place, usize> = places
            .iter()
            .enumerate()
            .map(|(at, place)| (*place, at))
            .collect();
        let mut together: BTreeMap<(usize, usize), Vec<&'a Case<'a>>> = BTreeMap::new();
        for case in &cases.cases {
            if let Some(place) = at.get(&case.place) {
                together
                    .entry((case.engagement, *place))
                    .or_default()
                    .push(case);
            }
        }
        // A bounce makes the occasion for the next one itself.
        let each = cases.sort != Sort::Bounce;
        let mut of_engagement: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        let mut units: Vec<Unit<'a>> = Vec::with_capacity(together.len());
        for ((engagement, place), cases) in together {
            let happened = cases.iter().filter(|case| case.happened.is_some()).count();
            let (occasions, troubles) = if each {
                (cases.len(), happened)
            } else {
                (1, happened.min(1))
            };
            let (all, trouble) = of_engagement.entry(engagement).or_default();
            *all += occasions;
            *trouble += troubles;
            let first = cases
                .iter()
                .find(|case| case.happened.is_some())
                .or(cases.first());
            units.push(Unit {
                place,
                engagement,
                client: studio
                    .accounts
                    .get(engagement)
                    .map_or("", |account| account.client()),
                person: first.map_or("", |case| case.person),
                occasions,
                all: 0,
                troubles: 0,
                hit: happened > 0,
                cases,
            });
        }
        for unit in &mut units {
            if let Some((all, troubles)) = of_engagement.get(&unit.engagement) {
                (unit.all, unit.troubles) = (*all, *troubles);
            }
        }
        Self {
            studio,
            sort: cases.sort,
            places,
            whole: share(cases.cases.iter()),
            units,
        }
    }

    fn signal(
        &self,
        place: usize,
        verdict: &Verdict,
        units: &[&Unit<'a>],
        places: usize,
    ) -> Signal {
        let mut signal = self.bare(units);
        signal.place = self.places.get(place).map(|place| (*place).clone());
        signal.expected = verdict.expected;
        signal.chance = verdict.chance;
        signal.places = places;
        signal.stands_out = verdict.chance <= BAR / float(places);
        if self.sort == Sort::Bounce {
            signal.mended = self.mended(units);
        }
        signal
    }

    /// A signal of these units, weighed by nobody yet.
    fn bare(&self, units: &[&Unit<'a>]) -> Signal {
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
            elsewhere: Share {
                count: self.whole.count - cases.count,
                of: self.whole.of - cases.of,
            },
            expected: 0.0,
            chance: 1.0,
            places: 1,
            stands_out: false,
            mended: Vec::new(),
            evidence,
            advice: Vec::new(),
            since: None,
        }
    }

    /// What was changed before the engagements that came back went on again.
    fn mended(&self, units: &[&Unit<'a>]) -> Vec<(Mended, usize)> {
        let mut counts: BTreeMap<&Mended, usize> = BTreeMap::new();
        for unit in units.iter().filter(|unit| unit.hit) {
            let Some(account) = self.studio.accounts.get(unit.engagement) else {
                continue;
            };
            let Some(workflow) = self.studio.workflow(account) else {
                continue;
            };
            let mut here: BTreeSet<&Mended> = BTreeSet::new();
            for (at, moved) in account.moves.iter().enumerate() {
                let is_here = unit.cases.iter().any(|case| {
                    let points = case.happened.iter().flatten();
                    points.into_iter().any(|point| **point == moved.point)
                });
                if !is_here || kinds::undone(account, at, workflow).is_none() {
                    continue;
                }
                let again = account
                    .moves
                    .iter()
                    .skip(at + 1)
                    .find(|later| later.kind.is_some_and(crate::model::Kind::is_onward));
                here.extend(again.iter().flat_map(|again| &again.mended));
            }
            for part in here {
                *counts.entry(part).or_default() += 1;
            }
        }
        let mut counts: Vec<(Mended, usize)> = counts
            .into_iter()
            .map(|(part, count)| (part.clone(), count))
            .collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts
    }

    /// Whose a signal is.
    fn scope(&self, signal: &Signal, units: &[&Unit<'a>]) -> Scope {
        if signal.chance > BAR {
            return Scope::Chance;
        }
        let person = explained(units, |unit| unit.person);
        let client = explained(units, |unit| unit.client);
        let only = |names: &BTreeSet<String>| match names.len() {
            1 => names.first().cloned(),
            _ => None,
        };
        if signal.engagements.count < OTHERS {
            return Scope::Chance;
        }
        if let Some(client) = only(&signal.clients).or(client) {
            return Scope::Client(client);
        }
        if let Some(person) = only(&signal.people).or(person) {
            return Scope::Person(person);
        }
        let repeats = signal.engagements.count >= ENGAGEMENTS
            && signal.people.len() >= OTHERS
            && signal.clients.len() >= OTHERS;
        if repeats && signal.stands_out {
            Scope::System
        } else {
            Scope::Chance
        }
    }

    /// The clients and people who have much more of it than others, wherever it happens, apart from the places where it is the system's.
    fn circumstances(&self, system: &BTreeSet<usize>) -> Vec<Signal> {
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
            signal.elsewhere = share(left.iter().flat_map(|unit| unit.cases.iter().copied()));
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
        let count = tarone(BAR, &least);
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
            .filter(|(_, chance, count, _)| *chance <= BAR / float(*count))
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

/// Who explains what happened at a place: theirs is much more of it than the others', and without them it does not stand out.
fn explained<'a>(units: &[&Unit<'a>], of: impl Fn(&Unit<'a>) -> &'a str) -> Option<String> {
    let mut shares: BTreeMap<&str, Share> = BTreeMap::new();
    let mut whole = Share::default();
    for unit in units {
        let share = shares.entry(of(unit)).or_default();
        share.of += 1;
        share.count += usize::from(unit.hit);
        whole.of += 1;
        whole.count += usize::from(unit.hit);
    }
    let (name, share) = shares
        .iter()
        .max_by(|a, b| a.1.count.cmp(&b.1.count).then_with(|| b.0.cmp(a.0)))?;
    if share.count < OTHERS || fisher(share.count, share.of, whole.count, whole.of) > MUCH {
        return None;
    }
    let rest: Vec<&Unit<'a>> = units
        .iter()
        .filter(|unit| of(unit) != *name)
        .copied()
        .collect();
    (verdict(&rest).chance > REST).then(|| (*name).to_owned())
}

fn share<'c>(cases: impl Iterator<Item = &'c Case<'c>>) -> Share {
    let mut share = Share::default();
    for case in cases {
        share.of += 1;
        share.count += usize::from(case.happened.is_some());
    }
    share
}
