//! `people/<handle>.html`: what waits for one of the studio's people.

use super::Page;
use crate::model::Person;
use crate::model::marks::Outcome;
use crate::next;
use crate::registers;
use crate::repo::Failure;
use crate::site::engine::Engine;
use crate::site::shelf::Shelf;
use crate::site::state::State;
use crate::site::view;
use crate::site::words::{counted, counted_within};
use crate::site::{address, frame};
use crate::text::mark::By;

/// At most so many rows of each list are shown.
const MOST: usize = 400;

/// The page.
///
/// # Errors
/// Where a template of the studio's own cannot be written.
pub fn page(state: &State<'_>, person: &Person, engine: &Engine) -> Result<Page, Failure> {
    let studio = state.studio;
    let file = address::person(&person.handle);
    let root = address::root(&file);
    let is = |handle: &str| {
        handle
            .trim_start_matches('@')
            .eq_ignore_ascii_case(&person.handle)
    };
    let over = |subject: &super::engagement::Subject<'_>| {
        subject
            .standing
            .stage
            .is_some_and(|stage| stage.kind.is_over())
    };
    let mut waiting = state.waiting(|_, item| next::is_named(item, &person.handle));
    waiting.sort_by_key(|(_, item)| next::order_for_one(item));
    let (mut owns, mut helps, mut owed) = (Vec::new(), Vec::new(), Vec::new());
    for subject in state.subjects() {
        let engagement = &subject.work.engagement;
        let team = engagement
            .value("team")
            .map(crate::text::yaml::Node::texts)
            .unwrap_or_default();
        if !over(&subject) {
            if engagement.owner().is_some_and(is) {
                owns.push(subject.standing.row(studio, subject.work));
            } else if team.into_iter().any(is) {
                helps.push(subject.standing.row(studio, subject.work));
            }
        }
        for promise in registers::promises(engagement, studio.day()) {
            let theirs = promise
                .placed
                .mark
                .by()
                .any(|by| matches!(by, By::Person(handle) if is(handle)));
            if theirs && promise.outcome == Outcome::Open {
                owed.push((subject.work, promise));
            }
        }
    }
    owed.sort_by_key(|(_, promise)| promise.due.map_or(i64::MAX, crate::day::Day::unix));
    owns.truncate(MOST);
    helps.truncate(MOST);
    let view = view::Person {
        frame: frame::of(&file, person.name.as_str(), "", Vec::new()),
        name: &person.name,
        handle: &person.handle,
        role: person.role.as_deref(),
        lede: format!(
            "{} and {} to keep; {}.",
            counted(owns.len(), "engagement"),
            counted_within(owed.len(), "promise"),
            match waiting.len() {
                0 => "nothing waits".to_owned(),
                1 => "one thing waits".to_owned(),
                number => format!("{} wait", counted_within(number, "thing")),
            },
        ),
        attention: state.views(&waiting, MOST, &root).0,
        owns,
        helps,
        promises: owed
            .iter()
            .take(MOST)
            .map(|(work, promise)| Shelf::among(studio, work, &root).promise(promise))
            .collect(),
    };
    Ok((file, engine.render("person.html", &view)?))
}
