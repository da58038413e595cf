//! Who reads a brief, and what they know already.

use super::{Event, Inputs};
use crate::check::lack::shortened;
use crate::day::Day;

/// So many of the newest events are news to somebody who has never been here.
const RECENT: usize = 6;

/// For so many days somebody has in mind what they did; so many more and half of what they know is gone, and of the words that they wrote.
const FRESH: i64 = 12;
const HALF: f64 = 60.0;
const WORDS: f64 = 14.0;

/// A commit of somebody else takes as much away as so many days.
const COMMIT: i64 = 4;

/// How much is left after so many days, from 1 for all of it.
fn fresh(days: i64, half: f64) -> f64 {
    1.0 / (1.0 + (days - FRESH).max(0) as f64 / half)
}

/// Who reads a brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader<'a> {
    /// Somebody whom nothing is known of: what is newest is told, and where it comes from.
    Anybody,
    /// One of the studio's people, by handle.
    Person(&'a str),
}

impl<'a> Reader<'a> {
    /// The handle, where it is known.
    #[must_use]
    pub const fn handle(self) -> Option<&'a str> {
        match self {
            Self::Anybody => None,
            Self::Person(handle) => Some(handle),
        }
    }

    /// The reader's last commit to the engagement, as a place among its events.
    #[must_use]
    pub fn last(self, inputs: &Inputs<'_>) -> Option<usize> {
        inputs.past.last_of(self.handle()?)
    }

    /// Whether the reader has never touched the engagement.
    #[must_use]
    pub fn is_new(self, inputs: &Inputs<'_>) -> bool {
        self.last(inputs).is_none()
    }

    /// How well the reader knows the engagement, from 0 for never seen to 1: who came by once or twice knows half of it, and all of it fades with
    /// the days since and with what others have done here meanwhile.
    #[must_use]
    pub fn knows(self, inputs: &Inputs<'_>) -> f64 {
        let own = self.handle().map_or(0, |handle| inputs.past.times(handle));
        let most = match own {
            0 => return 0.0,
            1 | 2 => 0.5,
            _ => 1.0,
        };
        let event = self.last(inputs).and_then(|at| inputs.past.events.get(at));
        let Some(day) = event.and_then(|event| event.day) else {
            return most;
        };
        let others = i64::try_from(self.news(inputs).len()).unwrap_or(i64::MAX);
        let gone = inputs.context.day.days_since(day) + others.saturating_mul(COMMIT);
        most * fresh(gone, HALF)
    }

    /// How well the reader still has in mind what somebody wrote on a day, from 0 for not at all: their own words, while they are fresh.
    pub(super) fn recalls(
        self,
        inputs: &Inputs<'_>,
        author: Option<&str>,
        day: Option<Day>,
    ) -> f64 {
        let own = match (self.handle(), author) {
            (Some(reader), Some(author)) => reader.eq_ignore_ascii_case(author),
            _ => false,
        };
        match day.filter(|_| own) {
            Some(day) => fresh(inputs.context.day.days_since(day), WORDS),
            None => 0.0,
        }
    }

    /// A score between what a thing is worth to somebody new and to somebody who knows.
    pub(super) fn worth(self, inputs: &Inputs<'_>, new: f64, known: f64) -> f64 {
        let knows = self.knows(inputs);
        new * (1.0 - knows) + known * knows
    }

    /// What is new to the reader: the events after the last of their own; without one, those since the last move, and the last few before it.
    #[must_use]
    pub fn news<'i>(self, inputs: &'i Inputs<'_>) -> &'i [Event] {
        let events = &inputs.past.events;
        let from = match self.last(inputs) {
            Some(last) => last + 1,
            None => events
                .iter()
                .rposition(Event::moves)
                .map_or(0, |at| at + 1)
                .min(events.len().saturating_sub(RECENT)),
        };
        events.get(from..).unwrap_or_default()
    }

    /// For whom the brief is and what they know: `for @tom, who last committed here on 2026-03-02`.
    pub(super) fn audience(self, inputs: &Inputs<'_>) -> Option<String> {
        let handle = self.handle()?;
        let event = self.last(inputs).and_then(|at| inputs.past.events.get(at));
        Some(match event {
            Some(event) => format!(
                "for @{handle}, whose last commit here is {}{}",
                shortened(event.commit.get(..9).unwrap_or(&event.commit)),
                event
                    .day
                    .map_or_else(String::new, |day| format!(" of {day}"))
            ),
            None => format!("for @{handle}, who has not committed here yet"),
        })
    }
}
