//! `decisions.html`: every decision of the studio, what is to be looked at again first.

use super::{Page, register};
use crate::next::NEAR;
use crate::registers::{self, Ruling};
use crate::repo::Failure;
use crate::site::engine::Engine;
use crate::site::frame;
use crate::site::shelf::Shelf;
use crate::site::state::State;
use crate::site::studio::{Studio, Work};
use crate::site::view::{self, Group};
use crate::site::words::sentence;

/// The orders: what each is called, and its page's name below the register's folder.
const ORDERS: [(&str, &str); 3] = [
    ("newest first", ""),
    ("by client", "by-client"),
    ("by topic", "by-topic"),
];

/// The register, the newest first, by client and by topic.
///
/// # Errors
/// Where a template of the studio's own cannot be written.
pub fn pages(state: &State<'_>, engine: &Engine) -> Result<Vec<Page>, Failure> {
    let studio = state.studio;
    let orders = register::of_studio(studio, &ORDERS);
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
    let mut groups: Vec<Group<view::Decision<'_>>> = groups
        .into_iter()
        .map(|(title, anchor, wanted)| {
            let rows: Vec<_> = all.iter().filter(|(_, ruling)| wanted(ruling)).collect();
            register::group(title, anchor, &rows, &|(work, ruling)| {
                Shelf::among(studio, work, "").decision(ruling)
            })
        })
        .collect();
    groups.retain(|group| group.count > 0);
    let in_force = all.iter().filter(|(_, ruling)| ruling.in_force()).count();
    let resulted = all
        .iter()
        .filter(|(_, ruling)| ruling.in_force() && ruling.resulted)
        .count();
    let lede = match (all.len(), in_force) {
        (0, _) => "Nothing is decided yet.".to_owned(),
        (_, 0) => "No decision is in force.".to_owned(),
        (_, 1) if resulted == 0 => "1 decision in force, without a result so far.".to_owned(),
        (_, 1) => "1 decision in force, with its result.".to_owned(),
        (_, in_force) if resulted == 0 => {
            format!("{in_force} decisions in force, none of them with a result so far.")
        }
        (_, in_force) => {
            format!("{in_force} decisions in force, {resulted} of them with a result.")
        }
    };
    let render = |at: usize, groups: Vec<Group<view::Decision<'_>>>| {
        let (_, name) = ORDERS.get(at).copied().unwrap_or_default();
        let file = register::file("decisions", name);
        let view = view::Decisions {
            frame: frame::of(&file, "Decisions", "decisions", Vec::new()),
            lede: lede.clone(),
            sorts: register::sorts("decisions", orders, at),
            groups,
        };
        let bytes = engine.render("decisions.html", &view)?;
        Ok::<Page, Failure>((file, bytes))
    };
    let mut pages = vec![render(0, groups)?];
    if orders.is_empty() {
        return Ok(pages);
    }
    all.sort_by_key(|(_, ruling)| !ruling.in_force());
    type Row<'w> = (&'w Work, Ruling<'w>);
    let client = |(work, _): &Row<'_>| register::client(studio, work);
    let topic = |(_, ruling): &Row<'_>| {
        let topic = ruling.placed.mark.attribute("topic");
        topic
            .filter(|topic| !topic.value.is_empty())
            .map_or_else(|| "No topic".to_owned(), |topic| sentence(&topic.value))
    };
    // What the heading says, its rows need not.
    let of_client = |row: &_| {
        let mut decision = shown(studio, row);
        register::under_its_client(&mut decision.engagement);
        decision
    };
    let on_topic = |row: &_| view::Decision {
        topic: None,
        ..shown(studio, row)
    };
    pages.push(render(1, register::grouped(&all, &client, &of_client))?);
    pages.push(render(2, register::grouped(&all, &topic, &on_topic))?);
    Ok(pages)
}

fn shown<'s>(studio: &'s Studio<'s>, row: &(&'s Work, Ruling<'s>)) -> view::Decision<'s> {
    let (work, row) = row;
    Shelf::among(studio, work, "../").decision(row)
}
