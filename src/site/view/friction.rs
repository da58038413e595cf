//! Friction: signals with their evidence, and the pictures behind them.

use serde::Serialize;

use super::{ArcTick, Frame, StageRef, When};

/// `friction.html`.
#[derive(Debug, Clone, Serialize)]
pub struct Friction<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// The whole in a sentence or two.
    pub lede: String,
    /// Signals of the way of working, of one client or person, and of chance.
    pub groups: Vec<SignalGroup<'a>>,
    /// How long engagements stood in stages, by workflow.
    pub stays: Vec<Stays<'a>>,
    /// How they went between stages, by workflow.
    pub flows: Vec<Flow<'a>>,
    /// Needs that were waived, left unmet or filled on the last day, those with the most first.
    pub needs: Vec<NeedBar<'a>>,
    /// How many needs are not shown.
    pub more_needs: usize,
}

/// Signals of one scope.
#[derive(Debug, Clone, Serialize)]
pub struct SignalGroup<'a> {
    /// Its heading.
    pub title: &'static str,
    /// Its anchor.
    pub anchor: &'static str,
    /// What they have in common.
    pub note: &'static str,
    /// The signals.
    pub signals: Vec<Signal<'a>>,
    /// How many are not shown.
    pub more: usize,
    /// What to say where there are none.
    pub nothing: Option<&'static str>,
}

/// One signal.
#[derive(Debug, Clone, Serialize)]
pub struct Signal<'a> {
    /// What happens, where.
    pub what: String,
    /// To how many.
    pub reach: String,
    /// What it is compared with.
    pub comparison: String,
    /// What may lie behind one person's or client's.
    pub circumstance: Option<&'static str>,
    /// The stage that it belongs to.
    pub stage: Option<StageRef<'a>>,
    /// What might be changed.
    pub advice: Vec<Advice<'a>>,
    /// The commits.
    pub evidence: Vec<Seen>,
    /// How many commits are not shown.
    pub more: usize,
}

/// What might be changed.
#[derive(Debug, Clone, Serialize)]
pub struct Advice<'a> {
    /// As `need`.
    pub about: &'static str,
    /// What to try.
    pub text: String,
    /// The file.
    pub file: &'a str,
}

/// A commit of the evidence.
#[derive(Debug, Clone, Serialize)]
pub struct Seen {
    /// When.
    pub when: When,
    /// The engagement's title.
    pub title: String,
    /// Where the commit is told.
    pub url: Option<String>,
    /// Who wrote it.
    pub who: String,
    /// The commit, shortened.
    pub short: String,
}

/// How long engagements stood in the stages of a workflow: a line for each stage, a stroke for each stay.
#[derive(Debug, Clone, Serialize)]
pub struct Stays<'a> {
    /// The workflow's title, where there are several.
    pub title: Option<&'a str>,
    /// What the picture shows.
    pub label: String,
    /// Its height in pixels.
    pub height: u32,
    /// Where the scale's line stands.
    pub base: u32,
    /// The stages, top to bottom.
    pub rows: Vec<StaysRow<'a>>,
    /// The scale of days.
    pub ticks: Vec<ArcTick>,
}

/// The stays in one stage.
#[derive(Debug, Clone, Serialize)]
pub struct StaysRow<'a> {
    /// Which stage.
    pub stage: StageRef<'a>,
    /// The middle of its line.
    pub y: u32,
    /// The strokes' upper and lower ends.
    pub y1: u32,
    /// See `y1`.
    pub y2: u32,
    /// Each stay's place, percent.
    pub strokes: Vec<f64>,
    /// The median, percent.
    pub median: Option<f64>,
    /// The 90th percentile, percent.
    pub ninetieth: Option<f64>,
    /// The same in words.
    pub words: String,
}

/// How engagements went between the stages of a workflow.
#[derive(Debug, Clone, Serialize)]
pub struct Flow<'a> {
    /// The workflow's title, where there are several.
    pub title: Option<&'a str>,
    /// What the picture shows.
    pub label: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// The stages, top to bottom.
    pub rows: Vec<FlowRow<'a>>,
    /// The ways between them.
    pub ways: Vec<Way<'a>>,
}

/// A stage in the flow.
#[derive(Debug, Clone, Serialize)]
pub struct FlowRow<'a> {
    /// Which stage.
    pub stage: StageRef<'a>,
    /// Where it stands.
    pub y: u32,
}

/// A way between two stages.
#[derive(Debug, Clone, Serialize)]
pub struct Way<'a> {
    /// As `forward` or `back`.
    pub kind: &'static str,
    /// The line, as a path.
    pub path: String,
    /// How thick it is.
    pub weight: f64,
    /// Where its number stands.
    pub x: u32,
    /// See `x`.
    pub y: u32,
    /// How often it was gone.
    pub count: usize,
    /// From where.
    pub from: StageRef<'a>,
    /// To where.
    pub to: StageRef<'a>,
    /// As `gone on` or `came back`.
    pub word: &'static str,
    /// What else there is to say, such as how many came back.
    pub note: Option<String>,
}

/// A need, and how often it was not simply filled.
#[derive(Debug, Clone, Serialize)]
pub struct NeedBar<'a> {
    /// Its key.
    pub key: String,
    /// The stage that asks for it.
    pub stage: StageRef<'a>,
    /// Percent of the engagements that were asked: waived.
    pub waived: f64,
    /// Stayed unmet; behind the waived ones.
    pub unmet: f64,
    /// Filled on the day of the move; behind both.
    pub last_minute: f64,
    /// Where the second part begins, percent.
    pub unmet_at: f64,
    /// Where the third begins.
    pub last_at: f64,
    /// The same in words.
    pub words: String,
}
