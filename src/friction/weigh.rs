//! From the cases of one kind of trouble to its signals: which places stand out, and whether one client or one person explains them.

mod background;
mod circumstance;
mod mended;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use self::table::{Table, Unit};
use super::case::{Cases, Sort, Studio};
use super::chance::{at_least, float, many, tarone};
use super::signal::{Scope, Share, Signal};
use super::{ENGAGEMENTS, OTHERS};

/// The bar for a kind of trouble, before it is lowered for many places and many engagements.
pub(super) const BAR: f64 = 0.03;

/// So many times as often as by chance it has to happen.
const EFFECT: f64 = 1.5;

/// What chance says of a place.
struct Verdict {
    chance: f64,
    /// The least that it could have been.
    least: f64,
    expected: f64,
}

pub(super) fn signals<'a>(studio: &'a Studio<'a>, cases: &'a Cases<'a>) -> Vec<Signal> {
    let table = Table::new(studio, cases);
    let mut of_place: Vec<Vec<&Unit<'_>>> = table.places.iter().map(|_| Vec::new()).collect();
    for unit in &table.units {
        if let Some(units) = of_place.get_mut(unit.place) {
            units.push(unit);
        }
    }
    let weighed: Vec<Verdict> = of_place.iter().map(|units| verdict(units)).collect();
    let least: Vec<f64> = weighed.iter().map(|verdict| verdict.least).collect();
    let places = tarone(BAR, &least);
    let mut signals = Vec::new();
    let mut system = BTreeSet::new();
    for (place, (units, verdict)) in of_place.into_iter().zip(weighed).enumerate() {
        let signal = table.signal(place, &verdict, &units, places);
        if signal.scope == Scope::System {
            system.insert(place);
        }
        if signal.engagements.count >= OTHERS {
            signals.push(signal);
        }
    }
    let circumstances = table.circumstances(&system);
    // What holds of somebody anywhere need not be said of each place, nor what they have at one of everybody there.
    signals.retain(|signal| {
        !circumstances.iter().any(|other| match &other.place {
            None => other.scope == signal.scope,
            place => *place == signal.place,
        })
    });
    signals.extend(circumstances);
    signals
}

fn verdict(units: &[&Unit<'_>]) -> Verdict {
    let hits = units.iter().filter(|unit| unit.hit).count();
    let mut chances: Vec<f64> = units.iter().map(|unit| unit.chance).collect();
    // Sums of floating point depend on their order; the engagements' is nobody's.
    chances.sort_by(f64::total_cmp);
    Verdict {
        chance: at_least(hits, &chances),
        least: chances.iter().product(),
        expected: chances.iter().sum(),
    }
}

impl<'a> Table<'a> {
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
        signal.stands_out = signal.adjusted() <= BAR
            && float(signal.engagements.count) >= EFFECT * verdict.expected;
        signal.scope = scope(&signal, units);
        if self.sort == Sort::Bounce {
            signal.mended = self.mended(units);
        }
        signal
    }
}

/// Whose a signal is.
fn scope(signal: &Signal, units: &[&Unit<'_>]) -> Scope {
    if !signal.stands_out || signal.engagements.count < OTHERS {
        return Scope::Chance;
    }
    let only = |names: &BTreeSet<String>| match names.len() {
        1 => names.first().cloned(),
        _ => None,
    };
    if let Some(client) =
        only(&signal.clients).or_else(|| explained(units, signal.places, |unit| unit.client))
    {
        return Scope::Client(client);
    }
    if let Some(person) =
        only(&signal.people).or_else(|| explained(units, signal.places, |unit| unit.person))
    {
        return Scope::Person(person);
    }
    let repeats = signal.engagements.count >= ENGAGEMENTS
        && signal.people.len() >= OTHERS
        && signal.clients.len() >= OTHERS;
    if repeats {
        Scope::System
    } else {
        Scope::Chance
    }
}

/// Whether what happened here would be a signal of the system's by itself.
fn is_systems(units: &[&Unit<'_>], places: usize) -> bool {
    let hits: Vec<&&Unit<'_>> = units.iter().filter(|unit| unit.hit).collect();
    let people: BTreeSet<&str> = hits.iter().map(|unit| unit.person).collect();
    let clients: BTreeSet<&str> = hits.iter().map(|unit| unit.client).collect();
    let verdict = verdict(units);
    hits.len() >= ENGAGEMENTS
        && people.len() >= OTHERS
        && clients.len() >= OTHERS
        && verdict.chance * float(places) * many(units.len()) <= BAR
        && float(hits.len()) >= EFFECT * verdict.expected
}

/// Who explains what happened at a place: it repeats with them; that they have a rate of their own while all others have it by chance is likelier
/// than that everybody has the same rate, whoever may be the one being as likely beforehand; and what the others have is no signal by itself.
fn explained<'a>(
    units: &[&Unit<'a>],
    places: usize,
    of: impl Fn(&Unit<'a>) -> &'a str,
) -> Option<String> {
    let mut shares: BTreeMap<&str, Share> = BTreeMap::new();
    let mut whole = Share::default();
    for unit in units {
        let hit = Share {
            count: usize::from(unit.hit),
            of: 1,
        };
        shares.entry(of(unit)).or_default().add(hit);
        whole.add(hit);
    }
    let by_chance = |unit: &&&Unit<'a>| match unit.hit {
        true => unit.chance.ln(),
        false => (1.0 - unit.chance).ln(),
    };
    // Both fit one rate to what happened, so that their likelihoods compare.
    let (name, theirs) = shares
        .iter()
        .filter(|(_, share)| share.count >= ENGAGEMENTS && share.is_more_than(whole))
        .map(|(name, share)| {
            let others = units.iter().filter(|unit| of(unit) != *name);
            (
                *name,
                share.fitted() + others.map(|unit| by_chance(&unit)).sum::<f64>(),
            )
        })
        .max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.cmp(a.0)))?;
    let others: Vec<&Unit<'a>> = units
        .iter()
        .filter(|unit| of(unit) != name)
        .copied()
        .collect();
    let is_likelier = theirs - float(shares.len()).ln() > whole.fitted();
    (is_likelier && !is_systems(&others, places)).then(|| name.to_owned())
}
