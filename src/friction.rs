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
//! *Chance* is how often the same kind of trouble happens at all other places, so that what is frequent everywhere by its nature (a need that is
//! filled late) makes no place look bad. It starts from one case of ten, so that a studio of five engagements is judged by what is usual until
//! its own figures say more; it is at most one in four, because what happens oftener than that is trouble even where it happens everywhere; and
//! it is more or less for a client and for a person, by how much more or less often than everybody they have it elsewhere, drawn towards
//! everybody's by how little is known of them. So a difficult client's trouble, which is expected, tells little of a place, and the same
//! trouble with a client who never has any tells much. Every engagement that came to a place then has its own chance of trouble there, and the
//! test is the chance that so many of them or more have some: the exact distribution of a sum of trials with unequal chances (Poisson's
//! binomial). It fits small numbers because nothing is approximated by a bell curve, and because an engagement counts once, however often the same
//! thing happened in it.
//!
//! *Many places* are looked at, so the bar for each kind of trouble is 0.03 divided by the number of its places that could have reached it at
//! all (Tarone's refinement of Bonferroni's: with few cases most places could not have, and do not count). *Many engagements* make the smallest
//! difference certain, so the bar is also lowered with the root of their number beyond ten (Good's standardized tail area), and it has to happen
//! half as often again as by chance, whatever the numbers.
//!
//! In a small studio the contract's plain rule mostly decides: three of seven where hardly any happen elsewhere stand out. What does not reach
//! the bar is still listed, last, with its figures.
//!
//! *Questions* have no places: how many engagements would ask something alike by accident follows from how often other questions have its words,
//! and the bar is divided by the number of questions.
//!
//! *One person or client* explains a signal when it repeats with them and one rate for them, with chance for all others, makes what happened likelier
//! than one rate for everybody; whoever might be the one is as likely to be beforehand. Both explanations fit one number, so that in a small studio,
//! where no test of a difference could be sure, the likelier one is told. Where what the others have is a signal by itself, it is the system's. Whoever has much more of a kind than others, everywhere or at one place,
//! is named by Fisher's exact test at 0.01, divided by how many are looked at. Both are circumstances to ask about, below those of the system: never
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

use rayon::prelude::*;

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
    let weighed = kinds.par_iter().map(|cases| weigh::signals(&studio, cases));
    let mut signals = weighed.collect::<Vec<_>>().concat();
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
