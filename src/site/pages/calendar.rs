//! `promises.ics`: open promises on the days on which they are due, for a calendar.

use rayon::prelude::*;

use super::Page;
use crate::day::Moment;
use crate::model::marks::Outcome;
use crate::registers::{self, calendar};
use crate::site::state::State;

/// The file.
#[must_use]
pub fn page(state: &State<'_>) -> Page {
    let studio = state.studio;
    let settings = studio.settings();
    let events: Vec<calendar::Event> = studio
        .works
        .par_iter()
        .flat_map_iter(|work| {
            registers::promises(&work.engagement, studio.day())
                .into_iter()
                .filter(|owed| owed.outcome == Outcome::Open)
                .filter_map(|owed| calendar::of_promise(&work.engagement, &owed, settings))
        })
        .collect();
    let stamp = Moment {
        seconds: studio.day().unix(),
        offset: 0,
    };
    let name = format!("{}: promises", settings.site_title);
    (
        "promises.ics".to_owned(),
        calendar::write(&name, stamp, &events).into_bytes(),
    )
}
