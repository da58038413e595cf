//! Where context keeps being lost: the same trouble at the same place, told apart from chance, from one client's way and from one person's load.
//!
//! ```text
//! log, versions ──> Account, one for each engagement ──> Case: it could have happened here ──> weigh ──> Signal
//!    (record)       moves, needs, promises, …                 and did, or did not              chance    what, where, how sure, what to change
//! ```
//!
//! # When a signal is the system's
//!
//! It has to repeat over at least three engagements, two people and two clients, **and** stand out against chance, **and** not be explained by
//! one person or one client. An engagement that stands in no client's folder counts as a client of its own.
//!
//! *Chance* is asked engagement by engagement: had the trouble of each engagement fallen on any of the places where it could have happened there,
//! in how many engagements would some of it have fallen here? For an engagement with `m` troubles at `n` places, `k` of which are this one, the
//! chance is `1 − C(n−k, m) / C(n, m)`; the number of engagements is then a sum of independent trials with known chances, whose distribution is
//! worked out exactly. This fits small numbers because nothing is approximated; each engagement counts once, however often the same thing happened in
//! it; and an engagement (so also a client, and somebody who has trouble everywhere) is compared with itself only, so that a hard one makes no
//! place look bad. Where nothing can be compared within engagements, as with a kind of trouble that has a single place, the count is laid beside
//! one in four by the binomial distribution.
//!
//! *Many places* are looked at, so the bar for each kind of trouble is 0.05 divided by the number of its places that could have reached it at
//! all (Tarone's refinement of Bonferroni's: with few cases most places could not have, and do not count).
//!
//! *Questions* have no places: how many engagements would ask something alike by accident follows from how often other questions have its words,
//! and the bar is divided by the number of questions.
//!
//! *One person or client* explains a signal when theirs is much more of it than that of the others (Fisher's exact test, 0.1) and what is left without
//! them does not stand out by itself (0.05). It is then named as theirs, below those of the system: as a circumstance to ask about, never as
//! a fault.

pub mod account;
pub mod advice;
pub mod case;
pub mod chance;
pub mod kinds;
pub mod place;
pub mod record;
pub mod signal;
pub mod since;
pub mod tables;
mod weigh;
pub mod words;

use std::collections::BTreeSet;

pub use account::Account;
pub use place::Place;
pub use signal::{Scope, Signal};
pub use since::Since;

use self::case::Studio;
use crate::day::Day;
use crate::model::Settings;

/// Within how many days a move back undoes the move before it.
pub const BOUNCE: f64 = 30.0;

/// After how many days the acceptance of a handoff is late.
pub const LATE: i64 = 7;

/// In how many engagements a signal of the system repeats at least.
pub const ENGAGEMENTS: usize = 3;

/// Over how many people, and over how many clients.
pub const OTHERS: usize = 2;

/// What the history of a studio says about its process.
#[derive(Debug)]
pub struct Report {
    /// The signals, the most telling first: the system's, then circumstances of one client or one person, then what is no more than chance would
    /// bring.
    pub signals: Vec<Signal>,
    /// Every transition that was made.
    pub transitions: Vec<tables::Transition>,
    /// Every stage that engagements have stood in.
    pub stages: Vec<tables::Stage>,
    /// How many engagements there are.
    pub engagements: usize,
    /// How many clients there are folders of.
    pub clients: usize,
    /// How many people have moved them.
    pub people: usize,
}

impl Report {
    /// The signals of the system.
    pub fn system(&self) -> impl Iterator<Item = &Signal> {
        self.signals
            .iter()
            .filter(|signal| signal.scope == Scope::System)
    }

    /// Those of one client or one person.
    pub fn circumstances(&self) -> impl Iterator<Item = &Signal> {
        self.signals
            .iter()
            .filter(|signal| matches!(signal.scope, Scope::Client(_) | Scope::Person(_)))
    }
}

/// Reads the friction out of the accounts of a studio's engagements, on a day. With `since`, each signal is compared before and after.
#[must_use]
pub fn report(accounts: &[Account], settings: &Settings, day: Day, since: Option<Since>) -> Report {
    let studio = Studio {
        accounts,
        settings,
        day,
    };
    let kinds = kinds::all(&studio);
    let mut signals = Vec::new();
    for cases in &kinds {
        signals.extend(weigh::signals(&studio, cases));
    }
    signals.extend(kinds::question::signals(&studio));
    if let Some(since) = since {
        since::compare(&studio, &kinds, since, &mut signals);
    }
    for signal in &mut signals {
        signal.advice = advice::of(signal, &studio);
    }
    signals.sort_by(|a, b| a.rank(b));
    let people: BTreeSet<&str> = accounts
        .iter()
        .flat_map(|account| &account.moves)
        .map(|moved| moved.point.person.as_str())
        .collect();
    let clients: BTreeSet<&str> = accounts
        .iter()
        .filter_map(|account| account.client.as_deref())
        .collect();
    Report {
        signals,
        transitions: tables::transitions(&studio),
        stages: tables::stages(&studio),
        engagements: accounts.len(),
        clients: clients.len(),
        people: people.len(),
    }
}

#[cfg(test)]
mod tests;
