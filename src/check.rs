//! The guard. One pure function gives the verdict, [`judge`]: what a commit did, the day and the settings to findings. Every door calls it.
//!
//! A commit is judged by what it changes. The engagement that moves is held to everything; the one that stays to what the commit made worse
//! (what was already so before it is a warning); one that the commit does not touch to nothing more than a warning.

mod approval;
pub mod borrowed;
pub mod context;
mod help;
pub mod lack;
mod recall;
pub mod rules;
mod verdict;

pub use context::{Context, Past};
pub use help::quoted;
pub use recall::Recall;
pub use rules::{RULES, Rule, Run};
pub use verdict::{aside, judge};

use crate::finding::Severity;
use crate::model::{Change, Engagement};
use crate::span::Span;

/// From so many engagements on, several threads are worth their start.
pub(crate) const MANY: usize = 16;

/// What a rule is asked about.
pub struct Subject<'a> {
    /// The engagement in the version at hand.
    pub engagement: &'a Engagement,
    /// What the commit did to it. Nothing where the version at hand is one from before the commit, looked at to tell what is new.
    pub change: Option<&'a Change<'a>>,
    /// Everything else.
    pub context: &'a Context<'a>,
}

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where, in the version at hand.
    pub span: Span,
    /// What it is about, apart from its place and wording: two findings of one rule about the same subject, before and after, are the same trouble.
    pub subject: String,
    /// Another severity than the rule's.
    pub severity: Option<Severity>,
    /// What is missing or wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The key of the need that does not hold.
    pub need: Option<String>,
}

impl Found {
    /// A finding at a place.
    pub fn new(
        span: Span,
        subject: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            span,
            subject: subject.into(),
            severity: None,
            message: message.into(),
            help: help.into(),
            need: None,
        }
    }

    /// The same with another severity.
    #[must_use]
    pub const fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }
}
