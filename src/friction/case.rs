//! Cases: every occasion on which a kind of trouble could have happened, and whether it did.

use super::account::{Account, Point};
use super::place::Place;
use crate::day::Day;
use crate::model::{Settings, Workflow};

/// A studio as its accounts tell it.
#[derive(Clone, Copy)]
pub struct Studio<'a> {
    /// Its engagements.
    pub accounts: &'a [Account],
    /// Its settings now.
    pub settings: &'a Settings,
    /// The day that counts as today.
    pub day: Day,
}

impl<'a> Studio<'a> {
    /// The workflow of an account.
    #[must_use]
    pub fn workflow(&self, account: &Account) -> Option<&'a Workflow> {
        self.settings.workflows.get(&account.workflow)
    }
}

/// A kind of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// A move on that is undone soon.
    Bounce,
    /// A stage that is passed over.
    Skip,
    /// A need that is waived.
    Waived,
    /// A need that is left unmet.
    Unmet,
    /// A need that is filled only on the day of the move.
    LastMinute,
    /// A handoff that is accepted late or never.
    Handoff,
    /// Work that is put to rest.
    Pause,
    /// A promise that is broken or overdue.
    Promise,
    /// A change of owner in mid-stage.
    Owner,
    /// A question that is asked again and again.
    Question,
}

impl Sort {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Bounce,
        Self::Skip,
        Self::Waived,
        Self::Unmet,
        Self::LastMinute,
        Self::Handoff,
        Self::Pause,
        Self::Promise,
        Self::Owner,
        Self::Question,
    ];

    /// The word for it in machine output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Bounce => "bounce",
            Self::Skip => "skip",
            Self::Waived => "waived",
            Self::Unmet => "unmet",
            Self::LastMinute => "last-minute",
            Self::Handoff => "handoff",
            Self::Pause => "pause",
            Self::Promise => "promise",
            Self::Owner => "owner",
            Self::Question => "question",
        }
    }
}

/// One occasion.
#[derive(Debug, Clone)]
pub struct Case<'a> {
    /// Where.
    pub place: Place,
    /// In which engagement, as an index of the studio's accounts.
    pub engagement: usize,
    /// In whose hands it was.
    pub person: &'a str,
    /// When it landed.
    pub at: i64,
    /// The commits in which it happened; nothing where it did not.
    pub happened: Option<Vec<&'a Point>>,
}

/// All cases of one kind.
#[derive(Debug)]
pub struct Cases<'a> {
    /// The kind.
    pub sort: Sort,
    /// Every occasion.
    pub cases: Vec<Case<'a>>,
}
