//! How likely a kind of trouble is by chance: as often as it happens elsewhere, in the same hands and with the same client.

use std::collections::HashMap;

use super::table::Unit;
use crate::friction::case::Sort;
use crate::friction::chance::float;
use crate::friction::signal::Share;

/// What happens more often than in one of four cases is trouble, however often it happens elsewhere.
const ALLOWED: f64 = 0.25;

/// Nothing is so rare that it may not happen once in a hundred cases.
const LUCK: f64 = 0.01;

/// Somebody who always has trouble may still not have it once.
const MOST: f64 = 0.95;

/// What is taken for granted before anything is known: one case of ten.
const GRANTED: (f64, f64) = (1.0, 10.0);

/// So many troubles of one person's or one client's own tell as much of them as everybody's do.
const WEIGHT: f64 = 4.0;

/// The cases of one kind, counted.
pub(super) struct Background<'a> {
    /// In a bounce's place there is one occasion only: each bounce makes the occasion for the next one itself.
    once: bool,
    all: Share,
    places: HashMap<usize, Share>,
    who: HashMap<Who<'a>, Share>,
    there: HashMap<(Who<'a>, usize), Share>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Who<'a> {
    Client(&'a str),
    Person(&'a str),
}

impl<'a> Background<'a> {
    pub(super) fn new(sort: Sort, units: &[Unit<'a>]) -> Self {
        let mut background = Self {
            once: sort == Sort::Bounce,
            all: Share::default(),
            places: HashMap::new(),
            who: HashMap::new(),
            there: HashMap::new(),
        };
        for unit in units {
            for (person, happened) in background.occasions(unit) {
                let share = Share {
                    count: usize::from(happened),
                    of: 1,
                };
                background.all.add(share);
                background.places.entry(unit.place).or_default().add(share);
                for who in [Who::Client(unit.client), Who::Person(person)] {
                    background.who.entry(who).or_default().add(share);
                    let here = background.there.entry((who, unit.place)).or_default();
                    here.add(share);
                }
            }
        }
        background
    }

    /// In whose hands each occasion was, and whether it happened.
    fn occasions<'u>(
        &self,
        unit: &'u Unit<'a>,
    ) -> impl Iterator<Item = (&'a str, bool)> + use<'a, 'u> {
        let once = self.once.then_some((unit.person, unit.hit));
        let cases = unit.cases.iter().filter(move |_| once.is_none());
        let each = cases.map(|case| (case.person, case.happened.is_some()));
        once.into_iter().chain(each)
    }

    /// How likely there would have been trouble in this engagement at this place.
    pub(super) fn chance(&self, unit: &Unit<'a>) -> f64 {
        let elsewhere = without(self.all, self.places.get(&unit.place));
        let (count, of) = GRANTED;
        let everybody = (float(elsewhere.count) + count) / (float(elsewhere.of) + of);
        let everybody = everybody.max(LUCK);
        // How many times as often somebody has it elsewhere, drawn towards once by how little is known of them.
        let beyond = |who: Who<'a>| {
            let all = self.who.get(&who).copied().unwrap_or_default();
            let elsewhere = without(all, self.there.get(&(who, unit.place)));
            (float(elsewhere.count) + WEIGHT) / (float(elsewhere.of) * everybody + WEIGHT)
        };
        let client = beyond(Who::Client(unit.client));
        let none: f64 = self
            .occasions(unit)
            .map(|(person, _)| {
                let person = beyond(Who::Person(person));
                // Whose work is whose client's is not told apart: of two that agree, the further one counts once.
                let theirs = client.max(person).max(1.0) * client.min(person).min(1.0);
                let chance = everybody.min(ALLOWED) * theirs;
                1.0 - chance.clamp(LUCK, MOST)
            })
            .product();
        1.0 - none
    }
}

fn without(all: Share, here: Option<&Share>) -> Share {
    all.without(here.copied().unwrap_or_default())
}
