//! Who reads a brief, and what they know already.

use super::{Event, Inputs};
use crate::check::lack::shortened;

/// So many of the newest events are news to somebody who has never been here.
const RECENT: usize = 6;

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

    /// How well the reader knows the engagement, from 0 for never seen to 1: who came by once or twice knows half of it.
    #[must_use]
    pub fn knows(self, inputs: &Inputs<'_>) -> f64 {
        let own = self.handle().map_or(0, |handle| inputs.past.times(handle));
        match own {
            0 => 0.0,
            1 | 2 => 0.5,
            _ => 1.0,
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
