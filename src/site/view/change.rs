//! Commits by what they mean.

use std::borrow::Cow;

use serde::Serialize;

use super::{EngagementRef, Frame, Html, When, Who};

/// A commit, by name.
#[derive(Debug, Clone, Serialize)]
pub struct CommitRef<'a> {
    /// The id, shortened.
    pub short: &'a str,
    /// Its page in a web view of the repository, or on this site.
    pub href: Option<String>,
}

/// One commit's meaning.
#[derive(Debug, Clone, Serialize)]
pub struct Change<'a> {
    /// Its anchor.
    pub anchor: String,
    /// When it was written.
    pub when: When,
    /// By whom.
    pub author: Who<'a>,
    /// Who brought it to this branch, where that was another.
    pub landed_by: Option<Who<'a>>,
    /// When, where that was another day.
    pub landed: Option<When>,
    /// What it did, in words, the weightiest first.
    pub words: Vec<Word>,
    /// The first line of its message, as far as it says more than the words; empty where it does not.
    pub subject: &'a str,
    /// Which commit.
    pub commit: CommitRef<'a>,
    /// The lines that changed, made by Orbit: `<ins>`, `<del>` and `<span>` in one `<pre>`.
    pub difference: Option<Html>,
    /// Whether it was new to the page's reader, where the page has one.
    pub new: bool,
    /// Its engagement, where the page is not about one.
    pub engagement: Option<EngagementRef<'a>>,
}

/// One thing that a commit did.
#[derive(Debug, Clone, Serialize)]
pub struct Word {
    /// What sort: `Stage`, `Promise`, `Section`, …; of a field its name.
    pub sort: Cow<'static, str>,
    /// What happened to it, such as `kept: two logo directions, not one`.
    pub html: Html,
}

/// `engagements/<id>/history.html`.
#[derive(Debug, Clone, Serialize)]
pub struct EngagementHistory<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// Which engagement.
    pub engagement: EngagementRef<'a>,
    /// The whole in a sentence.
    pub lede: String,
    /// Years, the newest first.
    pub years: Vec<Period<'a>>,
    /// How many older commits are not shown.
    pub more: usize,
}

/// The commits of one stretch of time.
#[derive(Debug, Clone, Serialize)]
pub struct Period<'a> {
    /// As `2026` or `March 2026`.
    pub title: String,
    /// Its anchor.
    pub anchor: String,
    /// The commits, the newest first.
    pub changes: Vec<Change<'a>>,
}

/// `history.html`: what happened lately.
#[derive(Debug, Clone, Serialize)]
pub struct Activity<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// The whole in a sentence.
    pub lede: String,
    /// Months, the newest first.
    pub months: Vec<Period<'a>>,
    /// How many commits are not shown.
    pub more: usize,
}
