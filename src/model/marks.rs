//! What marks mean: whether a promise is open, a decision in force, a question answered, a waiver good.

use super::engagement::Engagement;
use super::person::bare;
use super::supersession::Supersessions;
use crate::day::Day;
use crate::text::mark::By;
use crate::text::placeholder::is_placeholder;
use crate::text::{Keyword, Mark};

/// How a promise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Nobody has settled it.
    Open,
    /// It was kept.
    Kept,
    /// Whom it was made to let it go.
    Released,
    /// It was not kept.
    Broken,
    /// Another promise stands in its place.
    Replaced,
}

impl Outcome {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Kept => "kept",
            Self::Released => "released",
            Self::Broken => "broken",
            Self::Replaced => "replaced",
        }
    }
}

/// How this promise stands.
#[must_use]
pub fn outcome(promise: &Mark) -> Outcome {
    if promise.ticked != Some(true) {
        return Outcome::Open;
    }
    let has = |name: &str| promise.attribute(name).is_some();
    if has("replaced") {
        Outcome::Replaced
    } else if has("released") {
        Outcome::Released
    } else if has("broken") {
        Outcome::Broken
    } else {
        Outcome::Kept
    }
}

/// Whether a promise is owed to the studio: it is `by` somebody who is not one of its handles.
#[must_use]
pub fn owed_to_us(promise: &Mark) -> bool {
    promise
        .by()
        .next()
        .is_some_and(|by| matches!(by, By::Outside(_)))
}

/// Words in the place of a name that name nobody who could be asked.
const NOBODY: [&str; 14] = [
    "all",
    "anybody",
    "anyone",
    "everybody",
    "everyone",
    "no one",
    "nobody",
    "none",
    "somebody",
    "someone",
    "the team",
    "unassigned",
    "us",
    "we",
];

/// Whether a name is somebody's, and not `tbd` or `the team`.
#[must_use]
pub fn is_somebody(name: &str) -> bool {
    let name = bare(name);
    !is_placeholder(name) && !NOBODY.contains(&name.to_lowercase().as_str())
}

/// Whether a mark is by anybody who can be asked about it.
#[must_use]
pub fn is_somebodys(mark: &Mark) -> bool {
    mark.by().any(|by| match by {
        By::Person(name) | By::Outside(name) => is_somebody(name),
    })
}

/// Whether a question is answered: ticked, with its answer.
#[must_use]
pub fn is_answered(question: &Mark) -> bool {
    question.ticked == Some(true)
        && question
            .attribute("answer")
            .is_some_and(|answer| !answer.value.is_empty())
}

/// Whether a risk may still come true: its box is not ticked, and no day says that it is `closed`.
#[must_use]
pub fn risk_is_open(risk: &Mark) -> bool {
    risk.ticked != Some(true) && risk.attribute("closed").is_none()
}

/// The attributes of a mark that say on which day something was done.
const DONE: [&str; 6] = [
    "kept", "released", "broken", "answered", "resulted", "closed",
];

impl Engagement {
    /// The newest day up to today on which its log says that something happened.
    #[must_use]
    pub fn last_sign(&self, today: Day) -> Option<Day> {
        let entries = self.document.log.entries.iter();
        entries
            .flat_map(|entry| {
                let accepted = entry
                    .field("accepted")
                    .and_then(|field| Day::leading(&field.value));
                let done = entry
                    .marks
                    .iter()
                    .flat_map(|mark| DONE.iter().filter_map(|name| mark.day_of(name)));
                entry.day.into_iter().chain(accepted).chain(done)
            })
            .filter(|day| *day <= today)
            .max()
    }

    /// Its marks of one kind, in the order of the file.
    pub fn marks(&self, keyword: Keyword) -> impl Iterator<Item = &Mark> {
        self.document
            .log
            .entries
            .iter()
            .flat_map(|entry| &entry.marks)
            .filter(move |mark| mark.keyword == keyword)
    }

    /// Its promises that nobody has settled.
    pub fn open_promises(&self) -> impl Iterator<Item = &Mark> {
        self.marks(Keyword::Promise)
            .filter(|promise| outcome(promise) == Outcome::Open)
    }

    /// Its questions that nobody has answered.
    pub fn open_questions(&self) -> impl Iterator<Item = &Mark> {
        self.marks(Keyword::Question)
            .filter(|question| !is_answered(question))
    }

    /// Its decisions that no later one supersedes.
    #[must_use]
    pub fn decisions_in_force(&self) -> Vec<&Mark> {
        let all: Vec<&Mark> = self.marks(Keyword::Decision).collect();
        let taken = Supersessions::read(&all);
        let in_force = all.into_iter().enumerate();
        in_force
            .filter(|(at, _)| taken.by(*at).is_none())
            .map(|(_, decision)| decision)
            .collect()
    }

    /// Its waivers of this need's key or skipped stage, the newest last.
    pub fn waivers<'e>(&'e self, name: &'e str) -> impl Iterator<Item = Waiver<'e>> {
        self.marks(Keyword::Waiver)
            .filter(move |mark| mark.text.eq_ignore_ascii_case(name))
            .map(|mark| Waiver { mark })
    }
}

/// An accountable exception to one need.
#[derive(Debug, Clone, Copy)]
pub struct Waiver<'e> {
    /// The mark.
    pub mark: &'e Mark,
}

impl<'e> Waiver<'e> {
    /// Until when it holds; without a day it holds until it is paid.
    #[must_use]
    pub fn until(self) -> Option<Day> {
        self.mark.day_of("until")
    }

    /// Whether it still holds on this day.
    #[must_use]
    pub fn holds(self, day: Day) -> bool {
        self.mark.ticked != Some(true) && self.until().is_none_or(|until| day <= until)
    }

    /// Why, in the words of whoever granted it.
    #[must_use]
    pub fn because(self) -> Option<&'e str> {
        self.mark
            .attribute("because")
            .map(|because| because.value.as_str())
            .filter(|because| !because.is_empty())
    }

    /// Who granted it, as a handle.
    #[must_use]
    pub fn by(self) -> Option<&'e str> {
        self.mark.by().find_map(|by| match by {
            By::Person(handle) => Some(bare(handle)),
            By::Outside(_) => None,
        })
    }
}
