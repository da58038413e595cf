//! From the cases of one kind of trouble to its signals: which places stand out, and whether one client or one person explains them.

mod background;
mod circumstance;
mod mended;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use self::table::{Table, Unit};
use super::case::{Cases, Sort, Studio};
use super::chance::{at_least, fisher, float, tarone};
use super::signal::{Scope, Share, Signal};
use super::{ENGAGEMENTS, OTHERS};

/// The bar for a kind of trouble, before it is lowered for many places and many engagements.
pub(super) const BAR: f64 = 0.03;

/// The bar for what is left of a signal without somebody.
const REST: f64 = 0.05;

/// The bar for one person or client having much more of it than the others.
const MUCH: f64 = 0.1;

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
    if let Some(client) = only(&signal.clients).or_else(|| explained(units, |unit| unit.client)) {
        return Scope::Client(client);
    }
    if let Some(person) = only(&signal.people).or_else(|| explained(units, |unit| unit.person)) {
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

/// Who explains what happened at a place: it repeats with them alone, theirs is much more of it than the others', and without them it does not
/// stand out.
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
    if share.count < ENGAGEMENTS || fisher(share.count, share.of, whole.count, whole.of) > MUCH {
        return None;
    }
    let rest: Vec<&Unit<'a>> = units
        .iter()
        .filter(|unit| of(unit) != *name)
        .copied()
        .collect();
    (verdict(&rest).chance > REST).then(|| (*name).to_owned())
}
