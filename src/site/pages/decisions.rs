//! `decisions.html`: every decision of the studio, what is to be looked at again first.

use super::Page;
use crate::next::NEAR;
use crate::registers::{self, Ruling};
use crate::repo::Failure;
use crate::site::engine::Engine;
use crate::site::frame;
use crate::site::shelf::Shelf;
use crate::site::state::State;
use crate::site::studio::Work;
use crate::site::view::{self, Group};
use crate::site::words::counted;

/// At most so many decisions of one group are shown.
const MOST: usize = 400;

/// The page.
///
/// # Errors
/// Where a template of the studio's own cannot be written.
pub fn page(state: &State<'_>, engine: &Engine) -> Result<Page, Failure> {
    let file = "decisions.html".to_owned();
    let today = state.studio.day();
    let mut all: Vec<(&Work, Ruling<'_>)> = state
        .studio
        .works
        .iter()
        .flat_map(|work| {
            registers::decisions(&work.engagement)
                .into_iter()
                .map(move |ruling| (work, ruling))
        })
        .collect();
    all.sort_by_key(|(_, ruling)| ruling.placed.mark.day.map_or(0, |day| -day.unix()));
    let again = |ruling: &Ruling<'_>| {
        ruling.in_force()
            && ruling
                .review
                .is_some_and(|review| review.days_since(today) <= NEAR)
    };
    type Wanted<'w> = &'w dyn Fn(&Ruling<'_>) -> bool;
    let groups: [(&str, &str, Wanted<'_>); 3] = [
        ("To look at again", "again", &again),
        ("In force", "force", &|ruling| {
            ruling.in_force() && !again(ruling)
        }),
        ("Superseded", "superseded", &|ruling| !ruling.in_force()),
    ];
    let groups: Vec<Group<view::Decision<'_>>> = groups
        .into_iter()
        .map(|(title, anchor, wanted)| {
            let rows: Vec<_> = all.iter().filter(|(_, ruling)| wanted(ruling)).collect();
            Group {
                title: title.to_owned(),
                anchor: anchor.to_owned(),
                count: rows.len(),
                more: rows.len().saturating_sub(MOST),
                rows: rows
                    .into_iter()
                    .take(MOST)
                    .map(|(work, ruling)| Shelf::among(state.studio, work, "").decision(ruling))
                    .collect(),
            }
        })
        .collect();
    let in_force = all.iter().filter(|(_, ruling)| ruling.in_force()).count();
    let resulted = all
        .iter()
        .filter(|(_, ruling)| ruling.in_force() && ruling.resulted)
        .count();
    let view = view::Decisions {
        frame: frame::of(&file, "Decisions", "decisions", Vec::new()),
        lede: format!(
            "{} in force, {resulted} of them with a result.",
            counted(in_force, "decision")
        ),
        groups,
    };
    Ok((file, engine.render("decisions.html", &view)?))
}
