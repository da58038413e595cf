//! One handoff as it was.

use serde::Serialize;

use super::{
    Change, CommitRef, Decision, EngagementRef, Fact, Frame, HandoffRef, Html, Link, Mark,
    PromiseGroup, Recalled,
};

/// `engagements/<id>/handoff-<n>.html`.
#[derive(Debug, Clone, Serialize)]
pub struct Handoff<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// Which engagement.
    pub engagement: EngagementRef<'a>,
    /// As `Scope to delivery`.
    pub title: String,
    /// Who handed over, to whom, when, and how that stands.
    pub handoff: HandoffRef<'a>,
    /// What success was said to be.
    pub success: Option<Html>,
    /// Anything that stands in the entry before the first question.
    pub intro: Option<Html>,
    /// What was asked, and the answers.
    pub answers: Vec<Answer<'a>>,
    /// The engagement as of that commit.
    pub facts: Vec<Fact>,
    /// Which commit that was.
    pub commit: Option<CommitRef<'a>>,
    /// What happened since the handoff before, the newest first.
    pub changes: Vec<Change<'a>>,
    /// Since when that is, in words: `since research to proposal, 12 Feb 2026`.
    pub changes_since: String,
    /// How much of it was new to the receiver, in a sentence; nothing where nobody is named.
    pub reader: Option<String>,
    /// What bore on it from elsewhere, and where it came from for a receiver who had not touched it.
    pub recalled: Vec<Recalled<'a>>,
    /// How the client sounded last.
    pub tones: Vec<Mark<'a>>,
    /// The promises that were open.
    pub promises: Vec<PromiseGroup<'a>>,
    /// The questions that were open.
    pub questions: Vec<Mark<'a>>,
    /// The risks that were known.
    pub risks: Vec<Mark<'a>>,
    /// The decisions that were in force.
    pub decisions: Vec<Decision<'a>>,
    /// The handoff before this.
    pub former: Option<Link>,
    /// The handoff after this.
    pub latter: Option<Link>,
}

/// A question of a handoff and its answer.
#[derive(Debug, Clone, Serialize)]
pub struct Answer<'a> {
    /// The question.
    pub question: &'a str,
    /// The answer; nothing where there is none.
    pub html: Option<Html>,
}
