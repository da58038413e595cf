//! What the templates are given: one struct for each page and the small parts that pages share.
//!
//! A view is borrowed from the model and says things the way a page says them: days in words, lengths of time in words, addresses
//! ready to link. Templates hold no arithmetic and never see the model.
//!
//! Three habits hold throughout. A member named `url` is an address from the site's top folder, already percent-encoded, and a template
//! writes it as `{{ frame.root }}{{ url|href }}`; one named `href` may lead out of the site and is written as `{{ href|href }}`. A member that ends in
//! `html` is markup that Orbit has made safe; every other text is escaped. Lists that could grow without end are cut by whoever fills them, and say how many `more` there are.

mod arc;
mod change;
mod engagement;
mod friction;
mod handoff;
mod marks;
mod need;
mod recalled;
mod rule;
mod stage;
mod studio;

use serde::Serialize;

use super::extent::Extent;

pub use arc::{Arc, ArcMove, ArcRow, ArcStay, ArcTick, Transition};
pub use change::{Activity, Change, CommitRef, EngagementHistory, Period, Word};
pub use engagement::{
    Block, Engagement, EngagementRef, EngagementRow, Entry, Fact, Folded, HandoffRef, Kin, WayPoint,
};
pub use friction::{
    Advice, Flow, FlowRow, Friction, NeedBar, Seen, Signal, SignalGroup, Stays, StaysRow, Way,
};
pub use handoff::{Answer, Handoff};
pub use marks::{Decision, Mark, Promise, PromiseGroup};
pub use need::{Need, Next};
pub use recalled::Recalled;
pub use rule::{Rule, RuleGroup, RulePart, RuleRow, Rules};
pub use stage::{Dot, Move, Spread, Stage};
pub use studio::{
    Attention, Bar, Client, Decisions, Group, Home, Person, Promises, Sort, StageGroup, Weeks,
    WorkflowGroup,
};

/// Markup that is safe to write as it stands.
#[derive(Debug, Clone)]
pub struct Html(minijinja::Value);

impl Html {
    /// Vouches for `html`.
    #[must_use]
    pub fn trusted(html: String) -> Self {
        Self(minijinja::Value::from_safe_string(html))
    }

    /// The markup.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str().unwrap_or_default()
    }
}

impl Serialize for Html {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// What every page of one build shares; the template engine's global `site`.
#[derive(Debug, Clone, Serialize)]
pub struct Site<'a> {
    /// What the studio calls itself.
    pub studio: &'a str,
    /// The site's title.
    pub title: &'a str,
    /// The day that counts as today.
    pub day: When,
    /// The commit that the site was built from, shortened; nothing before the first commit.
    pub commit: Option<&'a str>,
    /// Orbit's version.
    pub version: &'a str,
    /// Where history begins in a shallow clone, in words.
    pub history_note: Option<String>,
    /// Whom the site is for, where that is not the studio itself.
    pub audience: Option<&'a str>,
    /// Which kinds of pages it has.
    pub has: Extent,
}

/// What every page says about itself; each page's member `frame`.
#[derive(Debug, Clone, Serialize)]
pub struct Frame {
    /// From this page to the site's top folder: empty, `../`, `../../`, …
    pub root: String,
    /// The page's title.
    pub title: String,
    /// Which entry of the navigation it stands under: `now`, `promises`, `decisions`, `history`, `friction`, `search`, `rules`, or nothing.
    pub nav: &'static str,
    /// The pages above it, the furthest first, itself left out.
    pub crumbs: Vec<Link>,
}

/// A text that leads to a page of the site.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    /// What it says.
    pub text: String,
    /// Where it leads; may hold an anchor.
    pub url: String,
}

/// A part of the page itself.
#[derive(Debug, Clone, Serialize)]
pub struct Part {
    /// Its heading.
    pub title: String,
    /// Its anchor.
    pub anchor: String,
}

/// A day.
#[derive(Debug, Clone, Serialize)]
pub struct When {
    /// As `2026-03-20`.
    pub iso: String,
    /// As `20 Mar 2026`.
    pub text: String,
    /// How far it is from today, as `in 3 days`, `today` or `12 days ago`.
    pub away: String,
}

/// Somebody.
#[derive(Debug, Clone, Serialize)]
pub struct Who<'a> {
    /// Their name.
    pub name: &'a str,
    /// Their page, where they are of the studio.
    pub url: Option<String>,
}

/// A stage, by name.
#[derive(Debug, Clone, Serialize)]
pub struct StageRef<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its page; nothing where the workflow does not have it any more.
    pub url: Option<String>,
    /// `active`, `waiting`, `done` or `lost`.
    pub kind: &'static str,
}
