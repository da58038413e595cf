//! The kinds of trouble, one file each: on which occasions each could have happened, and whether it did.

mod bounce;
mod handoff;
mod need;
mod owner;
mod pause;
mod promise;
pub mod question;
mod skip;

use super::case::{Cases, Studio};

pub(super) use bounce::undone;

/// The cases of every kind that has places. Questions have none, and are weighed by themselves.
#[must_use]
pub fn all<'a>(studio: &Studio<'a>) -> Vec<Cases<'a>> {
    vec![
        bounce::cases(studio),
        skip::cases(studio),
        need::waived(studio),
        need::unmet(studio),
        need::last_minute(studio),
        handoff::cases(studio),
        pause::cases(studio),
        promise::cases(studio),
        owner::cases(studio),
    ]
}
