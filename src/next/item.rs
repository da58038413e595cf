//! One thing that waits for somebody.

use super::NEAR;
use crate::day::Day;
use crate::model::need::Need;
use crate::model::{Handoff, Stage};
use crate::registers::Placed;
use crate::text::mark::By;

/// One thing that waits for somebody.
#[derive(Debug, Clone)]
pub struct Item<'e> {
    /// What it is about.
    pub about: About<'e>,
    /// Since when it waits.
    pub since: Option<Day>,
    /// The day by which it is to be done.
    pub due: Option<Day>,
    /// Whether it should have been done already.
    pub late: bool,
    /// Days left; less than none where it is late. The least first.
    pub urgency: i64,
    /// Whom it waits for; nobody in particular where that is what is missing.
    pub who: Vec<By<'e>>,
}

/// What something that waits is about.
#[derive(Debug, Clone)]
pub enum About<'e> {
    /// The file cannot be read as an engagement; why.
    File(&'e str),
    /// Its stage is none that its workflow has.
    Stage(Option<&'e str>),
    /// Nobody has it.
    Unowned,
    /// A handoff that nobody has accepted.
    Handoff(Handoff<'e>),
    /// A promise, ours or theirs.
    Promise(Placed<'e>),
    /// A question that stays open.
    Question(Placed<'e>),
    /// A decision to look at again.
    Decision(Placed<'e>),
    /// What is missing and was waived, or was until its day passed.
    Debt(Placed<'e>),
    /// Its own day has come, or is near.
    Due,
    /// It was to wake.
    Wake,
    /// Nothing has happened for longer than its stage allows.
    Quiet,
    /// Everything that the next stage needs is there, and nobody has moved it.
    Ready(&'e Stage),
    /// What a stage needs and is not there.
    Needs {
        /// The stage: the next one, or for what waits or cannot go on the one where it stands.
        stage: &'e Stage,
        /// What is missing.
        missing: Vec<&'e Need>,
        /// Whether every promise made to the client is settled, so that nothing else will bring it back to mind.
        settled: bool,
    },
}

impl Item<'_> {
    /// Whether it is to be looked at now, and not only some day.
    #[must_use]
    pub const fn presses(&self) -> bool {
        self.late || self.urgency <= NEAR
    }
}

impl About<'_> {
    /// The word for it in machine formats.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::File(_) => "file",
            Self::Stage(_) => "stage",
            Self::Unowned => "unowned",
            Self::Handoff(_) => "handoff",
            Self::Promise(_) => "promise",
            Self::Question(_) => "question",
            Self::Decision(_) => "decision",
            Self::Debt(_) => "debt",
            Self::Due => "due",
            Self::Wake => "wake",
            Self::Quiet => "quiet",
            Self::Ready(_) => "ready",
            Self::Needs { .. } => "needs",
        }
    }

    /// The mark that it is about.
    #[must_use]
    pub const fn mark(&self) -> Option<&Placed<'_>> {
        match self {
            Self::Promise(placed)
            | Self::Question(placed)
            | Self::Decision(placed)
            | Self::Debt(placed) => Some(placed),
            _ => None,
        }
    }
}
