//! What is to be done now: what waits in each engagement, for whom, since when, and what to type. Worked out anew from the files and the history
//! each time; the site and the command line show the same.

mod find;
mod item;
mod standing;
mod words;

pub use find::handoffs;
pub use item::{About, Item};
pub use standing::{Known, Met, Standing, Step};
pub use words::{command, days, line, why};

use crate::model::person::bare;
use crate::text::mark::By;

/// How many days ahead a day counts as near.
pub const NEAR: i64 = 7;

/// The order in which things are to be done: what is late first, then what has the fewest days left. A sort by it keeps the order of equals.
#[must_use]
pub fn order(item: &Item<'_>) -> (bool, i64) {
    (!item.late, item.urgency)
}

/// The order for one person: a handoff to accept comes before everything else, because somebody else's work stands still until then.
#[must_use]
pub fn order_for_one(item: &Item<'_>) -> (bool, bool, i64) {
    let (late, urgency) = order(item);
    (!matches!(item.about, About::Handoff(_)), late, urgency)
}

/// Whether something waits for this person. What is nobody's is everybody's.
#[must_use]
pub fn is_for(item: &Item<'_>, handle: &str) -> bool {
    item.who.is_empty() || is_named(item, handle)
}

/// Whether something waits for this person and names them.
#[must_use]
pub fn is_named(item: &Item<'_>, handle: &str) -> bool {
    let is = |by: &By<'_>| matches!(by, By::Person(name) if bare(name).eq_ignore_ascii_case(bare(handle)));
    item.who.iter().any(is)
}

#[cfg(test)]
mod tests;
