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
}

/// `index.html`: the studio now.
#[derive(Debug, Clone, Serialize)]
pub struct Home<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// The studio's state in a sentence or two.
    pub lede: String,
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
    /// As `To look at again`, `In force`, `Superseded`.
    pub groups: Vec<Group<Decision<'a>>>,
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
