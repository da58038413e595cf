//! A stage: what it asks for, who is there, how long it takes.

use serde::Serialize;

use super::{ArcTick, EngagementRow, Frame, Html, Need, StageRef, WayPoint};

/// `stages/<workflow>/<stage>.html`.
#[derive(Debug, Clone, Serialize)]
pub struct Stage<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// The stage's title.
    pub title: &'a str,
    /// The workflow's title.
    pub workflow: &'a str,
    /// What it is for.
    pub purpose: Option<&'a str>,
    /// The workflow's stages in order, this one `here`.
    pub steps: Vec<WayPoint<'a>>,
    /// The needs of this stage itself.
    pub needs: Vec<Need<'a>>,
    /// Those that it has from the stages before it.
    pub inherited: Vec<Need<'a>>,
    /// Its standard, whole.
    pub standard: Option<Html>,
    /// Who is there.
    pub rows: Vec<EngagementRow<'a>>,
    /// How many more.
    pub more: usize,
    /// How long it takes.
    pub spread: Option<Spread>,
    /// Where one may go from here, and what the handoff asks.
    pub moves: Vec<Move<'a>>,
}

/// How long engagements stood in a stage: a dot for each, on a scale of days.
#[derive(Debug, Clone, Serialize)]
pub struct Spread {
    /// In words: `Half take 12 days or less, nine in ten 31; 14 stays.`
    pub label: String,
    /// Each stay's place, percent, with its title.
    pub dots: Vec<Dot>,
    /// The median, percent.
    pub median: f64,
    /// The 90th percentile, percent.
    pub ninetieth: f64,
    /// The scale.
    pub ticks: Vec<ArcTick>,
}

/// One stay on the scale of days.
#[derive(Debug, Clone, Serialize)]
pub struct Dot {
    /// Percent.
    pub x: f64,
    /// Pixels down, so that equal stays stand above each other.
    pub y: u32,
    /// Whether it still lasts.
    pub open: bool,
    /// What it says when pointed at.
    pub title: String,
}

/// A way out of a stage, or several of one kind that ask the same.
#[derive(Debug, Clone, Serialize)]
pub struct Move<'a> {
    /// To where.
    pub to: Vec<StageRef<'a>>,
    /// As `forward` or `pause`.
    pub kind: &'static str,
    /// What its handoff asks.
    pub questions: Vec<&'a str>,
    /// Whether the receiver has to accept it.
    pub accept: bool,
}

impl Move<'_> {
    /// Whether another way asks the same in the same manner.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.kind == other.kind && self.accept == other.accept && self.questions == other.questions
    }
}
