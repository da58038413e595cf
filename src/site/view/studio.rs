//! Pages about more than one engagement.

use serde::Serialize;

use super::{
    Decision, EngagementRef, EngagementRow, Frame, Html, Mark, Promise, PromiseGroup, StageRef, Who,
};

/// One thing that waits for somebody.
#[derive(Debug, Clone, Serialize)]
pub struct Attention<'a> {
    /// Why now, in two or three words: `5 days overdue`, `waits for Tom`.
    pub label: String,
    /// Whether it should have been done already.
    pub late: bool,
    /// What sort of thing it is: `Promise`, `Handoff`, `Question`, …
    pub sort: &'static str,
    /// What it is about.
    pub html: Html,
    /// Where it stands.
    pub url: String,
    /// In which engagement.
    pub engagement: EngagementRef<'a>,
    /// Whom it waits for.
    pub who: Option<Who<'a>>,
    /// Other engagements of which the same is to be said.
    pub others: Vec<EngagementRef<'a>>,
    /// How many more of those there are.
    pub others_more: usize,
}

/// `index.html`: the studio now.
#[derive(Debug, Clone, Serialize)]
pub struct Home<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// The studio's state in a sentence or two.
    pub lede: String,
    /// Whether there is no engagement yet.
    pub empty: bool,
    /// What needs attention, most urgent first.
    pub attention: Vec<Attention<'a>>,
    /// How many more there are.
    pub attention_more: usize,
    /// A group for each workflow in use.
    pub workflows: Vec<WorkflowGroup<'a>>,
}

/// The engagements of one workflow.
#[derive(Debug, Clone, Serialize)]
pub struct WorkflowGroup<'a> {
    /// The workflow's title; nothing where the studio has only one.
    pub title: Option<&'a str>,
    /// Its stages in order.
    pub stages: Vec<StageGroup<'a>>,
}

/// The engagements of one stage.
#[derive(Debug, Clone, Serialize)]
pub struct StageGroup<'a> {
    /// The stage.
    pub stage: StageRef<'a>,
    /// The anchor of its part of the page.
    pub anchor: String,
    /// How many stand there.
    pub count: usize,
    /// Those shown.
    pub rows: Vec<EngagementRow<'a>>,
    /// How many are not shown.
    pub more: usize,
}

/// `promises.html`.
#[derive(Debug, Clone, Serialize)]
pub struct Promises<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// The whole in a sentence.
    pub lede: String,
    /// The same register in other orders.
    pub sorts: Vec<Sort>,
    /// How many fall due in which week; on the page by day alone.
    pub weeks: Option<Weeks>,
    /// As `Overdue`, `This week`, `Later`, `No day yet`, `Owed to us`, `Settled`.
    pub groups: Vec<Group<Promise<'a>>>,
}

/// `decisions.html`.
#[derive(Debug, Clone, Serialize)]
pub struct Decisions<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// The whole in a sentence.
    pub lede: String,
    /// The same register in other orders.
    pub sorts: Vec<Sort>,
    /// As `To look at again`, `In force`, `Superseded`.
    pub groups: Vec<Group<Decision<'a>>>,
}

/// One order of a register.
#[derive(Debug, Clone, Serialize)]
pub struct Sort {
    /// As `by day`.
    pub title: &'static str,
    /// Its page.
    pub url: String,
    /// Whether this is it.
    pub here: bool,
}

/// Open promises by the week in which they are due.
#[derive(Debug, Clone, Serialize)]
pub struct Weeks {
    /// What the picture shows, in words.
    pub label: String,
    /// Its height in pixels, the scale included.
    pub height: u32,
    /// Where the scale's line stands.
    pub base: u32,
    /// Where this week begins, percent.
    pub now: f64,
    /// The columns.
    pub bars: Vec<Bar>,
    /// The scale.
    pub ticks: Vec<super::ArcTick>,
}

/// A column of a picture.
#[derive(Debug, Clone, Serialize)]
pub struct Bar {
    /// Its left edge, percent.
    pub x: f64,
    /// Its width, percent.
    pub width: f64,
    /// Its upper edge, pixels.
    pub y: u32,
    /// Its height, pixels.
    pub height: u32,
    /// `ours`, `late` or `theirs`.
    pub kind: &'static str,
    /// What it says when pointed at.
    pub title: String,
}

/// A part of a register.
#[derive(Debug, Clone, Serialize)]
pub struct Group<T> {
    /// Its heading.
    pub title: String,
    /// Its anchor.
    pub anchor: String,
    /// How many there are in all.
    pub count: usize,
    /// Those shown.
    pub rows: Vec<T>,
    /// How many are not shown.
    pub more: usize,
}

/// `clients/<client>.html`.
#[derive(Debug, Clone, Serialize)]
pub struct Client<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// The client's name.
    pub title: String,
    /// The relationship in a sentence.
    pub lede: String,
    /// What its `index.md` says.
    pub about: Option<Html>,
    /// Its people, as the engagements name them.
    pub people: Vec<&'a str>,
    /// Its engagements, the newest first.
    pub rows: Vec<EngagementRow<'a>>,
    /// What is owed both ways.
    pub promises: Vec<PromiseGroup<'a>>,
    /// The decisions in force.
    pub decisions: Vec<Decision<'a>>,
    /// How they sounded, the newest first.
    pub tones: Vec<Mark<'a>>,
}

/// `people/<handle>.html`.
#[derive(Debug, Clone, Serialize)]
pub struct Person<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// Their name.
    pub name: &'a str,
    /// Their handle.
    pub handle: &'a str,
    /// Their role.
    pub role: Option<&'a str>,
    /// Their state in a sentence.
    pub lede: String,
    /// What waits for them, most urgent first.
    pub attention: Vec<Attention<'a>>,
    /// The engagements that they own.
    pub owns: Vec<EngagementRow<'a>>,
    /// Those that they work on.
    pub helps: Vec<EngagementRow<'a>>,
    /// Their open promises.
    pub promises: Vec<Promise<'a>>,
}
