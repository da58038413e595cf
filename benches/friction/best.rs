//! What could be found at best: by somebody who knows how often everyone has trouble by themselves, and has only to tell a place from that.

use std::collections::{BTreeMap, BTreeSet};

use orbit::friction::case::{Case, Sort, Studio};
use orbit::friction::chance::{at_least, float, many};
use orbit::friction::kinds;
use orbit::friction::{ENGAGEMENTS, OTHERS, Signal};

use super::plants::{Noise, Planted, usual};

/// The bars are the report's own, so that all that differs is what is known of the noise.
const BAR: f64 = 0.03;
const EFFECT: f64 = 1.5;

/// Whether a plant of the system's would be found; nothing for questions, which are weighed without places.
pub fn finds(
    plant: &Planted,
    noise: Noise,
    studio: &Studio<'_>,
    signals: &[Signal],
) -> Option<bool> {
    let all = kinds::all(studio);
    let cases = &all.iter().find(|cases| cases.sort == plant.sort)?.cases;
    let mut units: BTreeMap<usize, Vec<&Case<'_>>> = BTreeMap::new();
    for case in cases.iter().filter(|case| plant.stands_at(&case.place)) {
        units.entry(case.engagement).or_default().push(case);
    }
    let mut chances = Vec::new();
    let (mut people, mut clients) = (BTreeSet::new(), BTreeSet::new());
    let mut hits = 0;
    for (engagement, cases) in &units {
        let client = studio.accounts.get(*engagement)?.client();
        // Each bounce makes the occasion for the next one itself.
        let occasions = if plant.sort == Sort::Bounce {
            1
        } else {
            cases.len()
        };
        let none: f64 = cases
            .iter()
            .take(occasions)
            .map(|case| 1.0 - usual(plant.sort, noise, client, case.person))
            .product();
        chances.push(1.0 - none);
        let mut there = cases
            .iter()
            .filter(|case| case.happened.is_some())
            .peekable();
        hits += usize::from(there.peek().is_some());
        for case in there {
            people.insert(case.person);
            clients.insert(client);
        }
    }
    let places = signals.iter().find(|signal| plant.is(signal))?.places;
    let chance = at_least(hits, &chances) * float(places) * many(chances.len());
    Some(
        chance <= BAR
            && float(hits) >= EFFECT * chances.iter().sum::<f64>()
            && hits >= ENGAGEMENTS
            && people.len() >= OTHERS
            && clients.len() >= OTHERS,
    )
}
