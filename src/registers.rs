//! What a studio owes and has decided: the promises and decisions of its engagements with how each stands on a day.

pub mod calendar;

use crate::day::Day;
use crate::model::Engagement;
use crate::model::marks::{Outcome, outcome, owed_to_us};
use crate::model::supersession::Supersessions;
use crate::text::{Entry, Keyword, Mark};

/// A mark in its place.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'e> {
    /// The mark.
    pub mark: &'e Mark,
    /// The entry that it stands in.
    pub entry: &'e Entry,
    /// Which entry of the log that is, from 0.
    pub in_entry: usize,
    /// Which mark of that entry it is, from 0.
    pub at: usize,
}

/// A promise and how it stands.
#[derive(Debug, Clone, Copy)]
pub struct Owed<'e> {
    /// Where it was made.
    pub placed: Placed<'e>,
    /// How it stands.
    pub outcome: Outcome,
    /// Whether somebody else owes it to the studio.
    pub to_us: bool,
    /// Until when it is to be kept.
    pub due: Option<Day>,
    /// Whether it is open although its day has passed.
    pub late: bool,
}

/// A decision and how it stands.
#[derive(Debug, Clone, Copy)]
pub struct Ruling<'e> {
    /// Where it was made.
    pub placed: Placed<'e>,
    /// The decision that took its place.
    pub superseded_by: Option<Placed<'e>>,
    /// The decision whose place it took.
    pub supersedes: Option<Placed<'e>>,
    /// Whether it has a result.
    pub resulted: bool,
    /// When to look at it again, while it has none.
    pub review: Option<Day>,
}

impl Ruling<'_> {
    /// Whether no other decision has taken its place.
    #[must_use]
    pub const fn in_force(&self) -> bool {
        self.superseded_by.is_none()
    }
}

/// The marks of an engagement in their places, in the order of the file.
pub fn marks(engagement: &Engagement) -> impl Iterator<Item = Placed<'_>> {
    engagement
        .document
        .log
        .entries
        .iter()
        .enumerate()
        .flat_map(|(in_entry, entry)| {
            entry
                .marks
                .iter()
                .enumerate()
                .map(move |(at, mark)| Placed {
                    mark,
                    entry,
                    in_entry,
                    at,
                })
        })
}

/// The marks of one kind.
pub fn marks_of(engagement: &Engagement, keyword: Keyword) -> impl Iterator<Item = Placed<'_>> {
    marks(engagement).filter(move |placed| placed.mark.keyword == keyword)
}

/// An engagement's promises on a day: open ones first, those by their day; settled ones the newest first.
#[must_use]
pub fn promises(engagement: &Engagement, day: Day) -> Vec<Owed<'_>> {
    let mut promises: Vec<Owed<'_>> = marks_of(engagement, Keyword::Promise)
        .map(|placed| owed(placed, day))
        .collect();
    promises.sort_by_key(order);
    promises
}

/// The order of promises: open ones first, those by their day; settled ones the newest first.
#[must_use]
pub fn order(owed: &Owed<'_>) -> (bool, Option<i64>, i64) {
    let open = owed.outcome == Outcome::Open;
    let made = owed.placed.mark.day.map_or(0, |day| -day.unix());
    (
        !open,
        open.then(|| owed.due.map_or(i64::MAX, Day::unix)),
        made,
    )
}

/// How a promise stands on a day.
#[must_use]
pub fn owed(placed: Placed<'_>, day: Day) -> Owed<'_> {
    let outcome = outcome(placed.mark);
    let due = placed.mark.day_of("due");
    Owed {
        placed,
        outcome,
        to_us: owed_to_us(placed.mark),
        due,
        late: outcome == Outcome::Open && due.is_some_and(|due| due < day),
    }
}

/// An engagement's decisions: those in force first, each the newest first.
#[must_use]
pub fn decisions(engagement: &Engagement) -> Vec<Ruling<'_>> {
    let all: Vec<Placed<'_>> = marks_of(engagement, Keyword::Decision).collect();
    let marks: Vec<&Mark> = all.iter().map(|placed| placed.mark).collect();
    let taken = Supersessions::read(&marks);
    let place = |at: Option<usize>| all.get(at?).copied();
    let mut rulings: Vec<Ruling<'_>> = all
        .iter()
        .enumerate()
        .map(|(at, placed)| {
            let resulted = placed
                .mark
                .attribute("result")
                .is_some_and(|result| !result.value.is_empty());
            Ruling {
                placed: *placed,
                superseded_by: place(taken.by(at)),
                supersedes: place(taken.of(at)),
                resulted,
                review: placed.mark.day_of("review").filter(|_| !resulted),
            }
        })
        .collect();
    rulings.sort_by_key(|ruling| {
        (
            !ruling.in_force(),
            ruling.placed.mark.day.map_or(0, |day| -day.unix()),
        )
    });
    rulings
}

#[cfg(test)]
mod tests;
