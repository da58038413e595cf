//! An engagement: one line of a list, and its page.

use serde::Serialize;

use super::{
    Arc, Attention, Change, Decision, Frame, Html, Link, Mark, Next, Part, PromiseGroup, Recalled,
    StageRef, When, Who,
};

/// An engagement, by name.
#[derive(Debug, Clone, Serialize)]
pub struct EngagementRef<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its page.
    pub url: String,
    /// The client's name, where it has one.
    pub client: Option<&'a str>,
    /// The client's page, where the site has one.
    pub client_url: Option<&'a str>,
}

/// An engagement as one line of a list.
#[derive(Debug, Clone, Serialize)]
pub struct EngagementRow<'a> {
    /// Which.
    pub engagement: EngagementRef<'a>,
    /// Where it stands.
    pub stage: StageRef<'a>,
    /// Who has it.
    pub owner: Option<Who<'a>>,
    /// How long it has stood there, as `19 days`.
    pub standing: String,
    /// Whether it is known since when.
    pub known: bool,
    /// How long nothing has happened, where that is longer than the stage allows: `quiet for 23 days`.
    pub quiet: Option<String>,
    /// What it needs next, in one line.
    pub next: Option<String>,
    /// What it owes, as `3 promises open, 1 overdue`.
    pub owes: Option<String>,
    /// Whether something of it is overdue.
    pub late: bool,
}

/// `engagements/<id>.html`.
#[derive(Debug, Clone, Serialize)]
pub struct Engagement<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The client's page.
    pub client: Option<Link>,
    /// Where it stands.
    pub stage: StageRef<'a>,
    /// What the stage is for.
    pub purpose: Option<&'a str>,
    /// Whether the page is for the studio itself.
    pub inside: bool,
    /// Since when.
    pub since: Option<When>,
    /// How long it has stood there, as `19 days`.
    pub standing: String,
    /// Who has it.
    pub owner: Option<Who<'a>>,
    /// Who else works on it.
    pub team: Vec<Who<'a>>,
    /// Until when.
    pub due: Option<When>,
    /// The way along the main line.
    pub steps: Vec<WayPoint<'a>>,
    /// Engagements that this one continues, and those that continue it.
    pub kin: Vec<Kin<'a>>,
    /// What success is.
    pub success: Option<Html>,
    /// The newest entry of the log, as a link into it.
    pub last: Option<Link>,
    /// Its day.
    pub last_day: Option<When>,
    /// How they sounded last.
    pub tone: Option<Html>,
    /// What must be looked at now.
    pub attention: Vec<Attention<'a>>,
    /// What waits behind that; folded in.
    pub attention_more: Vec<Attention<'a>>,
    /// The page's parts, for its table of contents.
    pub contents: Vec<Part>,
    /// What the stage shows, in its order, then everything else there is.
    pub blocks: Vec<Block<'a>>,
    /// The way through the stages.
    pub arc: Option<Arc<'a>>,
    /// The log, the newest first.
    pub log: Vec<Entry<'a>>,
    /// Its older entries; folded in.
    pub older: Vec<Entry<'a>>,
    /// The page of its commits.
    pub history_url: String,
    /// How many commits touched it, in words.
    pub commits: String,
    /// The file that it is.
    pub path: &'a str,
}

/// A stage of the main line as seen from one engagement.
#[derive(Debug, Clone, Serialize)]
pub struct WayPoint<'a> {
    /// The stage.
    pub stage: StageRef<'a>,
    /// `passed`, `here`, `ahead`, `skipped`, or `left` where the engagement went into waiting or was lost from it.
    pub state: &'static str,
}

/// How another engagement is related.
#[derive(Debug, Clone, Serialize)]
pub struct Kin<'a> {
    /// `Follows` or `Followed by`.
    pub relation: &'static str,
    /// Which.
    pub engagement: EngagementRef<'a>,
}

/// One part of an engagement's page. `kind` says which members matter.
#[derive(Debug, Clone, Serialize)]
pub struct Block<'a> {
    /// Its anchor.
    pub anchor: String,
    /// Its heading.
    pub title: String,
    /// `facts`, `section`, `promises`, `decisions`, `marks`, `next`, `lately`, `recalled` or `nothing`.
    pub kind: &'static str,
    /// Whether the stage asked for it to be shown.
    pub shown: bool,
    /// For `facts`: fields of the front-matter.
    pub facts: Vec<Fact>,
    /// For `section`: its text.
    pub html: Option<Html>,
    /// For `promises`: both ways, each with its settled ones last.
    pub promises: Vec<PromiseGroup<'a>>,
    /// For `decisions`: those in force first.
    pub decisions: Vec<Decision<'a>>,
    /// For `marks`: all of one kind.
    pub marks: Vec<Mark<'a>>,
    /// Decisions that others superseded and marks that are done with: they step back until somebody asks for them.
    pub folded: Folded<'a>,
    /// For `lately`: its newest commits, the newest first.
    pub changes: Vec<Change<'a>>,
    /// For `recalled`: what bears on it from further back.
    pub recalled: Vec<Recalled<'a>>,
    /// For `next`: what the next stage still needs.
    pub next: Option<Next<'a>>,
    /// What to say where there is nothing.
    pub empty: Option<String>,
    /// For `nothing`: what the stage would show and is not there, each as a sentence with the anchor that it would have.
    pub nothing: Vec<Part>,
}

/// What of a block stands folded in.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Folded<'a> {
    /// How many there are, in words: `5 earlier`. Empty where nothing is folded in.
    pub words: String,
    /// Decisions.
    pub decisions: Vec<Decision<'a>>,
    /// Marks.
    pub marks: Vec<Mark<'a>>,
}

/// A name and a value.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    /// The name.
    pub name: String,
    /// The value.
    pub html: Html,
}

/// A handoff, by name.
#[derive(Debug, Clone, Serialize)]
pub struct HandoffRef<'a> {
    /// Its page.
    pub url: String,
    /// As `Scope to delivery`.
    pub title: String,
    /// Its day.
    pub day: Option<When>,
    /// Who handed over.
    pub from: Option<Who<'a>>,
    /// Who took over.
    pub to: Option<Who<'a>>,
    /// `accepted 3 Mar 2026`, `waits for Tom Abara`, or nothing where nobody needs to accept.
    pub standing: Option<String>,
    /// Whether somebody still has to accept it.
    pub waits: bool,
}

/// An entry of the log.
#[derive(Debug, Clone, Serialize)]
pub struct Entry<'a> {
    /// Its anchor.
    pub anchor: String,
    /// Whether it may be seen outside the studio.
    pub shared: bool,
    /// Its own day.
    pub day: Option<When>,
    /// The day it was committed, where that is another.
    pub committed: Option<When>,
    /// Who wrote it.
    pub author: Option<Who<'a>>,
    /// Its title; one without goes by its day.
    pub title: Option<&'a str>,
    /// Its text, marks included.
    pub html: Html,
    /// Its handoff page.
    pub handoff_url: Option<String>,
}
