//! `history.html`: what happened in the studio lately, commit by commit.

use std::collections::HashMap;

use super::Page;
use crate::repo::Failure;
use crate::site::engine::Engine;
use crate::site::state::State;
use crate::site::view::{self, Period};
use crate::site::words::{count_of_people, month_of};
use crate::site::{change, frame};

/// At most so many commits are shown.
const MOST: usize = 150;

/// The page.
///
/// # Errors
/// Where a template of the studio's own cannot be written.
pub fn page(state: &State<'_>, engine: &Engine) -> Result<Page, Failure> {
    let file = "history.html".to_owned();
    let studio = state.studio;
    let all = state.lately();
    let mut months: Vec<Period<'_>> = Vec::new();
    let mut anchors: HashMap<String, usize> = HashMap::new();
    let mut authors: Vec<&str> = Vec::new();
    for (at, happened) in all.iter().take(MOST) {
        let Some(work) = studio.works.get(*at) else {
            continue;
        };
        let Some(mut change) = change::of(studio, work, happened, "", true) else {
            continue;
        };
        let times = anchors.entry(change.anchor.clone()).or_default();
        *times += 1;
        if *times > 1 {
            change.anchor = format!("{}-{times}", change.anchor);
        }
        if !authors.contains(&change.author.name) {
            authors.push(change.author.name);
        }
        let landed = studio
            .commit(happened.landed)
            .and_then(|commit| commit.authored.day());
        let title = landed.map_or_else(|| "Undated".to_owned(), month_of);
        match months.iter_mut().find(|period| period.title == title) {
            Some(period) => period.changes.push(change),
            None => {
                let anchor = landed.map_or_else(
                    || "undated".to_owned(),
                    |day| format!("m-{}", day.to_string().get(..7).unwrap_or_default()),
                );
                months.push(Period {
                    title,
                    anchor,
                    changes: vec![change],
                });
            }
        }
    }
    let lede = if all.is_empty() {
        "Nothing is committed yet.".to_owned()
    } else {
        let said = format!(
            "{} to engagements, by {}.",
            crate::model::words::count(all.len().min(MOST), "change"),
            count_of_people(authors.len())
        );
        if all.len() > MOST {
            format!("The last {said}")
        } else {
            said
        }
    };
    let view = view::Activity {
        frame: frame::of(&file, "History", "history", Vec::new()),
        lede,
        months,
        more: all.len().saturating_sub(MOST),
    };
    Ok((file, engine.render("history.html", &view)?))
}
