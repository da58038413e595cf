//! `promises.html`: every promise of the studio, what is late first.

use super::{Page, register};
use crate::model::marks::Outcome;
use crate::next::NEAR;
use crate::registers::{self, Owed};
use crate::repo::Failure;
use crate::site::engine::Engine;
use crate::site::shelf::Shelf;
use crate::site::state::State;
use crate::site::studio::{Studio, Work};
use crate::site::view::{self, Group, Weeks};
use crate::site::{frame, weeks};

/// The orders: what each is called, and its page's name below the register's folder.
const ORDERS: [(&str, &str); 3] = [
    ("by day", ""),
    ("by person", "by-person"),
    ("by client", "by-client"),
];

/// The register, by day, by person and by client.
///
/// # Errors
/// Where a template of the studio's own cannot be written.
pub fn pages(state: &State<'_>, engine: &Engine) -> Result<Vec<Page>, Failure> {
    let studio = state.studio;
    let orders = register::of_studio(studio, &ORDERS);
    let today = state.studio.day();
    let mut all: Vec<(&Work, Owed<'_>)> = state
        .studio
        .works
        .iter()
        .flat_map(|work| {
            registers::promises(&work.engagement, today)
                .into_iter()
                .map(move |owed| (work, owed))
        })
        .collect();
    let left = |owed: &Owed<'_>| owed.due.map(|due| due.days_since(today));
    let open = |owed: &Owed<'_>| owed.outcome == Outcome::Open;
    let ours = |owed: &Owed<'_>| open(owed) && !owed.to_us;
    type Wanted<'w> = &'w dyn Fn(&Owed<'_>) -> bool;
    let us = studio.us();
    let owed_to = format!("Owed to {us}");
    let groups: [(&str, &str, Wanted<'_>); 6] = [
        ("Overdue", "overdue", &|owed| ours(owed) && owed.late),
        ("This week", "week", &|owed| {
            ours(owed) && left(owed).is_some_and(|left| (0..=NEAR).contains(&left))
        }),
        ("Later", "later", &|owed| {
            ours(owed) && left(owed).is_some_and(|left| left > NEAR)
        }),
        ("No day yet", "undated", &|owed| {
            ours(owed) && owed.due.is_none()
        }),
        (&owed_to, "theirs", &|owed| open(owed) && owed.to_us),
        ("Settled", "settled", &|owed| !open(owed)),
    ];
    let mut groups: Vec<Group<view::Promise<'_>>> = groups
        .into_iter()
        .map(|(title, anchor, wanted)| {
            let mut rows: Vec<&(&Work, Owed<'_>)> =
                all.iter().filter(|(_, owed)| wanted(owed)).collect();
            rows.sort_by_key(|(_, owed)| {
                if open(owed) {
                    owed.due.map_or(i64::MAX, crate::day::Day::unix)
                } else {
                    owed.placed.mark.day.map_or(0, |day| -day.unix())
                }
            });
            register::group(title, anchor, &rows, &|(work, owed)| {
                Shelf::among(studio, work, "").promise(owed)
            })
        })
        .collect();
    groups.retain(|group| group.count > 0);
    let lede = lede(all.iter().map(|(_, owed)| owed), us);
    let render = |at: usize, weeks: Option<Weeks>, groups: Vec<Group<view::Promise<'_>>>| {
        let (_, name) = ORDERS.get(at).copied().unwrap_or_default();
        let file = register::file("promises", name);
        let view = view::Promises {
            frame: frame::of(&file, "Promises", "promises", Vec::new()),
            lede: lede.clone(),
            sorts: register::sorts("promises", orders, at),
            weeks,
            groups,
        };
        let bytes = engine.render("promises.html", &view)?;
        Ok::<Page, Failure>((file, bytes))
    };
    let weeks = weeks::of(
        all.iter().map(|(_, owed)| owed).filter(|owed| open(owed)),
        us,
        today,
    );
    let mut pages = vec![render(0, weeks, groups)?];
    if orders.is_empty() {
        return Ok(pages);
    }
    all.sort_by_key(|(_, owed)| {
        let due = owed.due.map_or(i64::MAX, crate::day::Day::unix);
        let made = owed.placed.mark.day.map_or(0, |day| -day.unix());
        (!open(owed), if open(owed) { due } else { made })
    });
    type Row<'w> = (&'w Work, Owed<'w>);
    let person = |(_, owed): &Row<'_>| match owed.placed.mark.by().next() {
        Some(by) => studio.by(by).name.to_owned(),
        None => "Nobody yet".to_owned(),
    };
    let client = |(work, _): &Row<'_>| register::client(studio, work);
    let view = |row: &_| shown(studio, row);
    // What the heading says, its rows need not.
    let of_client = |row: &_| {
        let mut promise = shown(studio, row);
        register::under_its_client(&mut promise.engagement);
        promise
    };
    pages.push(render(1, None, register::grouped(&all, &person, &view))?);
    pages.push(render(
        2,
        None,
        register::grouped(&all, &client, &of_client),
    )?);
    Ok(pages)
}

/// How many are open and overdue, either way; the picture below counts the same.
fn lede<'o>(all: impl Iterator<Item = &'o Owed<'o>>, us: &str) -> String {
    let mut any = false;
    // Ours and theirs: how many are open, and how many of these are overdue.
    let mut tallies = [(0, 0); 2];
    for owed in all {
        any = true;
        if owed.outcome == Outcome::Open
            && let Some((open, late)) = tallies.get_mut(usize::from(owed.to_us))
        {
            *open += 1;
            *late += usize::from(owed.late);
        }
    }
    if !any {
        return "Nothing is promised yet.".to_owned();
    }
    let late = |late: usize| match late {
        0 => String::new(),
        late => format!(", {late} overdue"),
    };
    let [(ours, ours_late), (theirs, theirs_late)] = tallies;
    let whose = if us == "us" { "ours" } else { us };
    let ours = match ours {
        0 => format!("No promise of {whose} is open"),
        1 => format!("1 promise of {whose} is open{}", late(ours_late)),
        open => format!("{open} promises of {whose} are open{}", late(ours_late)),
    };
    let theirs = match theirs {
        0 => format!("Nothing is owed to {us}"),
        1 => format!("1 thing is owed to {us}{}", late(theirs_late)),
        open => format!("{open} things are owed to {us}{}", late(theirs_late)),
    };
    format!("{ours}. {theirs}.")
}

fn shown<'s>(studio: &'s Studio<'s>, row: &(&'s Work, Owed<'s>)) -> view::Promise<'s> {
    let (work, row) = row;
    Shelf::among(studio, work, "../").promise(row)
}
