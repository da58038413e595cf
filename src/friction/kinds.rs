//! The kinds of trouble, one file each: on which occasions each could have happened, and whether it did.

mod bounce;
mod handoff;
mod need;
mod owner;
mod pause;
mod promise;
pub mod question;
mod skip;

use rayon::prelude::*;

use super::case::{Cases, Studio};

pub(super) use bounce::undone;

/// How the cases of one kind are found.
type Look = for<'a> fn(&Studio<'a>) -> Cases<'a>;

/// The cases of every kind that has places. Questions have none, and are weighed by themselves.
#[must_use]
pub fn all<'a>(studio: &Studio<'a>) -> Vec<Cases<'a>> {
    let kinds: [Look; 9] = [
        bounce::cases,
        skip::cases,
        need::waived,
        need::unmet,
        need::last_minute,
        handoff::cases,
        pause::cases,
        promise::cases,
        owner::cases,
    ];
    kinds.par_iter().map(|cases| cases(studio)).collect()
}
