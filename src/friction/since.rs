//! Before and after: whether a change of the workflow took trouble away, or brought it.

use std::collections::BTreeMap;

use super::case::{Case, Cases, Sort, Studio};
use super::chance::Factorials;
use super::signal::{Scope, Share, Signal};
use super::weigh;

/// Where history is cut in two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since {
    /// What landed at this second since 1970 or later is after.
    pub seconds: i64,
}

/// A signal before and after.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared {
    /// Cases before.
    pub before: Share,
    /// Cases after.
    pub after: Share,
    /// Engagements that came here before and after, and those in which it happened; questions for a question.
    pub engagements: [Share; 2],
    /// What became of it.
    pub turn: Turn,
    /// How likely such a difference is by chance, one-sided in its own direction. Each engagement counts once on each side, however many cases it
    /// has there: what happens twice in one engagement is not known twice.
    pub chance: f64,
}

/// What became of a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Turn {
    /// There is less of it.
    Less,
    /// There is more of it.
    More,
    /// As far as one can tell, nothing changed.
    Same,
}

/// One side of the cut.
#[derive(Debug, Clone, Copy, Default)]
struct Side {
    cases: Share,
    /// The engagements that came here, and those in which it happened.
    engagements: Share,
}

/// How likely a difference may be by chance and still be called one.
const BAR: f64 = 0.05;

impl Turn {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Less => "less",
            Self::More => "more",
            Self::Same => "same",
        }
    }
}

impl Compared {
    fn of(before: Side, after: Side) -> Self {
        let (was, is) = (before.engagements, after.engagements);
        let (hits, all) = (was.count + is.count, was.of + is.of);
        let factorials = Factorials::up_to(all);
        let less = factorials.fisher(was.count, was.of, hits, all);
        let more = factorials.fisher(is.count, is.of, hits, all);
        let turn = if less <= BAR {
            Turn::Less
        } else if more <= BAR {
            Turn::More
        } else {
            Turn::Same
        };
        Self {
            before: before.cases,
            after: after.cases,
            engagements: [was, is],
            turn,
            chance: less.min(more),
        }
    }
}

/// Compares each signal that has a place or a question; a place that is the system's in one part of history alone becomes a signal too.
pub(super) fn compare<'a>(
    studio: &Studio<'a>,
    kinds: &[Cases<'a>],
    since: Since,
    signals: &mut Vec<Signal>,
) {
    for cases in kinds {
        for after in [false, true] {
            let part = Cases {
                sort: cases.sort,
                cases: cases
                    .cases
                    .iter()
                    .filter(|case| (case.at >= since.seconds) == after)
                    .cloned()
                    .collect(),
            };
            let known = |signals: &[Signal], found: &Signal| {
                signals
                    .iter()
                    .position(|signal| signal.sort == found.sort && signal.place == found.place)
            };
            for found in weigh::signals(studio, &part) {
                if found.scope != Scope::System {
                    continue;
                }
                match known(signals, &found) {
                    Some(at) => {
                        if let Some(signal) = signals.get_mut(at)
                            && signal.scope != Scope::System
                        {
                            *signal = found;
                        }
                    }
                    None => signals.push(found),
                }
            }
        }
    }
    for signal in signals {
        signal.since = if signal.sort == Sort::Question {
            Some(questions(studio, signal, since))
        } else {
            let cases = kinds.iter().find(|cases| cases.sort == signal.sort);
            cases.map(|cases| {
                let (before, after) = parts(studio, cases, signal, since);
                Compared::of(before, after)
            })
        };
    }
}

fn parts(studio: &Studio<'_>, cases: &Cases<'_>, signal: &Signal, since: Since) -> (Side, Side) {
    let meant = |case: &Case<'_>| {
        let here = signal
            .place
            .as_ref()
            .is_none_or(|place| *place == case.place);
        let account = studio.accounts.get(case.engagement);
        here && match &signal.scope {
            Scope::Client(client) => account.is_some_and(|account| account.client() == client),
            Scope::Person(person) => case.person == person,
            Scope::System | Scope::Chance => true,
        }
    };
    let side = |after: bool| {
        let mut side = Side::default();
        let mut engagements: BTreeMap<usize, bool> = BTreeMap::new();
        let cases = cases.cases.iter();
        for case in cases.filter(|case| meant(case) && (case.at >= since.seconds) == after) {
            let happened = case.happened.is_some();
            side.cases.of += 1;
            side.cases.count += usize::from(happened);
            *engagements.entry(case.engagement).or_default() |= happened;
        }
        side.engagements = Share {
            count: engagements.values().filter(|happened| **happened).count(),
            of: engagements.len(),
        };
        side
    };
    (side(false), side(true))
}

/// Of all questions before and after, how many were this one.
fn questions(studio: &Studio<'_>, signal: &Signal, since: Since) -> Compared {
    let later = |landed: i64| landed >= since.seconds;
    let all = |after: bool| {
        let questions = studio
            .accounts
            .iter()
            .flat_map(|account| &account.questions);
        questions
            .filter(|question| later(question.point.landed) == after)
            .count()
    };
    let these = |after: bool| {
        signal
            .evidence
            .iter()
            .filter(|evidence| later(evidence.point.landed) == after)
            .count()
    };
    let side = |after: bool| {
        let share = Share {
            count: these(after),
            of: all(after),
        };
        Side {
            cases: share,
            engagements: share,
        }
    };
    Compared::of(side(false), side(true))
}
