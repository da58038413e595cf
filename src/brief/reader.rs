//! Who reads a brief, and what they know already.

use super::{Event, Inputs};
use crate::check::lack::shortened;

/// Who reads a brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader<'a> {
    /// Somebody whom nothing is known of: what is new is told since the last move.
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

    /// What is new to the reader: the events after the last of their own; without one, those since the last move.
    #[must_use]
    pub fn news<'i>(self, inputs: &'i Inputs<'_>) -> &'i [Event] {
        let events = &inputs.past.events;
        let from = match self.last(inputs) {
            Some(last) => last + 1,
            None => events
                .iter()
                .rposition(|event| {
                    event
                        .said
                        .iter()
                        .any(|said| matches!(said, crate::model::difference::Said::Stage { .. }))
                })
                .map_or(0, |at| at + 1),
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
