//! `engagements/<id>/history.html`: every commit in words, the newest first.

use super::Page;
use crate::chronicle::damage;
use crate::model::words::count;
use crate::repo::Failure;
use crate::site::engine::Engine;
use crate::site::past::Past;
use crate::site::studio::{Studio, Work};
use crate::site::view::{EngagementHistory, Period};
use crate::site::{address, change, frame, words};

/// At most so many commits are shown.
const MOST: usize = 1_000;

/// The page.
///
/// # Errors
/// Where a template of the studio's own cannot be written.
pub fn page(
    studio: &Studio<'_>,
    work: &Work,
    past: &Past,
    engine: &Engine,
) -> Result<Page, Failure> {
    let file = address::history(&work.engagement.id);
    let root = address::root(&file);
    let mut years: Vec<Period<'_>> = Vec::new();
    let mut anchors: Vec<usize> = Vec::new();
    for happened in past.happened.iter().rev().take(MOST) {
        let Some(mut change) = change::of(studio, work, happened, &root, false) else {
            continue;
        };
        // A commit has one line for each of its branches at most; a second one would share its anchor.
        if anchors.contains(&happened.made) {
            change.anchor.push_str("-2");
        }
        anchors.push(happened.made);
        let landed = studio
            .commit(happened.landed)
            .and_then(|commit| commit.authored.day());
        let title = landed.map_or_else(|| "Undated".to_owned(), |day| day.parts().0.to_string());
        match years.iter_mut().find(|period| period.title == title) {
            Some(period) => period.changes.push(change),
            None => years.push(Period {
                anchor: format!("y-{title}"),
                title,
                changes: vec![change],
            }),
        }
    }
    let view = EngagementHistory {
        frame: frame::of(
            &file,
            format!("History of {}", work.engagement.title()),
            "",
            frame::below(studio, work),
        ),
        engagement: studio.reference(work),
        lede: lede(studio, work, past),
        years,
        more: past.happened.len().saturating_sub(MOST),
    };
    Ok((file, engine.render("engagement-history.html", &view)?))
}

fn lede(studio: &Studio<'_>, work: &Work, past: &Past) -> String {
    let lost = damage::told(studio.inputs.log, Some(&work.engagement.path));
    let lost: String = lost
        .iter()
        .map(|line| format!(" {}.", words::sentence(&line.replace('`', ""))))
        .collect();
    let Some(first) = past.happened.first() else {
        return match lost.trim_start() {
            "" => "Nothing of it is committed yet.".to_owned(),
            lost => lost.to_owned(),
        };
    };
    let mut people: Vec<&str> = past
        .happened
        .iter()
        .filter_map(|happened| studio.commit(happened.made))
        .map(|commit| commit.author.name.as_str())
        .collect();
    people.sort_unstable();
    people.dedup();
    let people = words::count_of_people(people.len());
    let since = studio
        .commit(first.made)
        .and_then(|commit| commit.authored.day())
        .map_or_else(String::new, |day| format!(" since {}", words::day(day)));
    format!(
        "{} by {people}{since}, each in words, with the lines of the file behind it.{lost}",
        words::sentence(&count(past.happened.len(), "change"))
    )
}
