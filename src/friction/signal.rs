//! A signal: what happens, where, how often, to how many, and how sure that is.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::account::Point;
use super::advice::Advice;
use super::case::Sort;
use super::place::Place;
use super::since::Compared;

/// Whose a signal is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The way of working: it repeats across people and clients.
    System,
    /// A circumstance of one client.
    Client(String),
    /// A circumstance of one person.
    Person(String),
    /// Nobody's: no more than chance would bring, or too few to tell.
    Chance,
}

impl Scope {
    /// The word for it.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Client(_) => "client",
            Self::Person(_) => "person",
            Self::Chance => "chance",
        }
    }

    const fn rank(&self) -> u8 {
        match self {
            Self::System => 0,
            Self::Client(_) => 1,
            Self::Person(_) => 2,
            Self::Chance => 3,
        }
    }
}

/// How many of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Share {
    /// So many.
    pub count: usize,
    /// Of so many.
    pub of: usize,
}

impl Share {
    /// Counts others in.
    pub(super) const fn add(&mut self, other: Self) {
        self.count += other.count;
        self.of += other.of;
    }

    /// Whether these are more of theirs than others of theirs.
    pub(super) const fn is_more_than(self, other: Self) -> bool {
        self.count * other.of > other.count * self.of
    }

    /// The logarithm of how likely exactly these are by the rate that fits them best.
    pub(super) fn fitted(self) -> f64 {
        use super::chance::float;
        let part = |count: usize| match count {
            0 => 0.0,
            count => float(count) * (float(count) / float(self.of)).ln(),
        };
        part(self.count) + part(self.of.saturating_sub(self.count))
    }

    /// What is left of it without a part of it.
    pub(super) const fn without(self, part: Self) -> Self {
        Self {
            count: self.count.saturating_sub(part.count),
            of: self.of.saturating_sub(part.of),
        }
    }
}

/// Among what a signal was looked for, so that the bar was divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// All places of its kind.
    Places,
    /// All clients and people.
    Somebody,
    /// All questions.
    Questions,
}

/// One commit of a signal's evidence.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The engagement's id.
    pub engagement: String,
    /// Its client.
    pub client: String,
    /// In whose hands it was.
    pub person: String,
    /// The commit.
    pub point: Point,
}

/// A signal.
#[derive(Debug, Clone)]
pub struct Signal {
    /// What happens.
    pub sort: Sort,
    /// Whose it is.
    pub scope: Scope,
    /// Where; nothing where it is everywhere, as one person's or client's may be, or a question's.
    pub place: Option<Place>,
    /// What a question asks, as it was asked first.
    pub question: Option<String>,
    /// Cases in which it happened, of all here.
    pub cases: Share,
    /// Engagements in which it happened at least once, of all that came here.
    pub engagements: Share,
    /// The people in whose hands it happened.
    pub people: BTreeSet<String>,
    /// The clients to whom it happened.
    pub clients: BTreeSet<String>,
    /// The same kind of trouble everywhere else: cases.
    pub elsewhere: Share,
    /// In how many engagements chance would have brought it here.
    pub expected: f64,
    /// How likely so many or more are by chance, before many places are taken into account.
    pub chance: f64,
    /// By how many the bar was divided.
    pub places: usize,
    /// How many of what.
    pub among: Among,
    /// Whether it stands out.
    pub stands_out: bool,
    /// For a bounce: what was changed before it went on again, the most frequent first.
    pub mended: Vec<(super::account::Mended, usize)>,
    /// The commits.
    pub evidence: Vec<Evidence>,
    /// What might be changed.
    pub advice: Vec<Advice>,
    /// How it was before and how it is since.
    pub since: Option<Compared>,
}

impl Signal {
    /// The chance with many places and many engagements taken into account, as one number.
    #[must_use]
    pub fn adjusted(&self) -> f64 {
        use super::chance::{float, many};
        (self.chance * float(self.places) * many(self.engagements.of)).min(1.0)
    }

    /// The order of telling: whose it is, then by how many engagements it goes beyond chance.
    #[must_use]
    pub(super) fn rank(&self, other: &Self) -> Ordering {
        let beyond =
            |signal: &Self| super::chance::float(signal.engagements.count) - signal.expected;
        self.scope
            .rank()
            .cmp(&other.scope.rank())
            .then(beyond(other).total_cmp(&beyond(self)))
            .then(self.chance.total_cmp(&other.chance))
            .then(self.sort.cmp(&other.sort))
            .then(self.place.cmp(&other.place))
            .then(self.scope.cmp(&other.scope))
            .then(self.question.cmp(&other.question))
    }
}
