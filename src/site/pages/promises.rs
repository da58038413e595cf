//! `promises.html`: every promise of the studio, what is late first.

use super::Page;
use crate::model::marks::Outcome;
use crate::next::NEAR;
use crate::registers::{self, Owed};
use crate::repo::Failure;
use crate::site::engine::Engine;
use crate::site::frame;
use crate::site::shelf::Shelf;
use crate::site::state::State;
use crate::site::studio::Work;
use crate::site::view::{self, Group};
use crate::site::words::counted;

/// At most so many promises of one group are shown.
const MOST: usize = 400;

/// The page.
///
/// # Errors
/// Where a template of the studio's own cannot be written.
pub fn page(state: &State<'_>, engine: &Engine) -> Result<Page, Failure> {
    let file = "promises.html".to_owned();
    let today = state.studio.day();
    let all: Vec<(&Work, Owed<'_>)> = state
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
        ("Owed to us", "theirs", &|owed| open(owed) && owed.to_us),
        ("Settled", "settled", &|owed| !open(owed)),
    ];
    let groups = groups
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
            Group {
                title: title.to_owned(),
                anchor: anchor.to_owned(),
                count: rows.len(),
                more: rows.len().saturating_sub(MOST),
                rows: rows
                    .into_iter()
                    .take(MOST)
                    .map(|(work, owed)| Shelf::among(state.studio, work, "").promise(owed))
                    .collect(),
            }
        })
        .collect();
    let mine = all.iter().filter(|(_, owed)| ours(owed));
    let late = mine.clone().filter(|(_, owed)| owed.late).count();
    let theirs = all
        .iter()
        .filter(|(_, owed)| open(owed) && owed.to_us)
        .count();
    let view = view::Promises {
        frame: frame::of(&file, "Promises", "promises", Vec::new()),
        lede: format!(
            "{} of ours {} open, {}. {} {} to us.",
            counted(mine.clone().count(), "promise"),
            if mine.count() == 1 { "is" } else { "are" },
            if late == 0 {
                "none of them overdue".to_owned()
            } else {
                format!("{late} overdue")
            },
            counted(theirs, "thing"),
            if theirs == 1 { "is owed" } else { "are owed" },
        ),
        groups,
    };
    Ok((file, engine.render("promises.html", &view)?))
}
