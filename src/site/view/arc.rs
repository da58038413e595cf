//! The picture of an engagement's way through its stages.

use serde::Serialize;

use super::{Link, StageRef, When, Who};

/// A picture of an engagement's way through its stages. Across stands time, in percent of the width; down stand stages, in pixels.
#[derive(Debug, Clone, Serialize)]
pub struct Arc<'a> {
    /// What the picture shows, for those who do not see it.
    pub label: String,
    /// Its height in pixels, the time's scale included.
    pub height: u32,
    /// Where the scale's line stands.
    pub base: u32,
    /// The stages, top to bottom.
    pub rows: Vec<ArcRow<'a>>,
    /// The scale of time.
    pub ticks: Vec<ArcTick>,
    /// Where it stood, and how long.
    pub stays: Vec<ArcStay>,
    /// How it moved.
    pub moves: Vec<ArcMove>,
    /// The same in words, the oldest first.
    pub words: Vec<Transition<'a>>,
}

/// A stage's line in the picture.
#[derive(Debug, Clone, Serialize)]
pub struct ArcRow<'a> {
    /// The stage.
    pub stage: StageRef<'a>,
    /// Its middle.
    pub y: u32,
    /// Whether the engagement was ever there.
    pub visited: bool,
}

/// A point of the scale.
#[derive(Debug, Clone, Serialize)]
pub struct ArcTick {
    /// Percent.
    pub x: f64,
    /// What it says.
    pub text: String,
    /// Whether it may go where the page is narrow.
    pub minor: bool,
}

/// A stay in one stage.
#[derive(Debug, Clone, Serialize)]
pub struct ArcStay {
    /// Where it begins, percent.
    pub x1: f64,
    /// Where it ends.
    pub x2: f64,
    /// The stage's middle.
    pub y: u32,
    /// `active`, `waiting`, `done` or `lost`, or `now` for an active stay that lasts.
    pub kind: &'static str,
    /// What it says when pointed at: `Proposal, 19 days`.
    pub title: String,
}

/// A move from one stage to another.
#[derive(Debug, Clone, Serialize)]
pub struct ArcMove {
    /// Its number in the words.
    pub n: usize,
    /// When, percent.
    pub x: f64,
    /// The middle of the stage before.
    pub y1: u32,
    /// The middle of the stage after.
    pub y2: u32,
    /// `forward`, `skip`, `back`, `pause`, `resume`, `exit` or `reopen`.
    pub kind: &'static str,
    /// Where its number stands; nothing where it would lie on another.
    pub label_y: Option<u32>,
    /// How far beside its line its number stands, pixels; less than nothing on the left.
    pub label_dx: i32,
    /// Whether its number may go where the page is narrow.
    pub minor: bool,
}

/// A change of stage, in words.
#[derive(Debug, Clone, Serialize)]
pub struct Transition<'a> {
    /// Its number on this page.
    pub n: usize,
    /// `forward`, `skip`, … or `begin`.
    pub kind: &'static str,
    /// The kind as a reader would say it: `forward`, `back`, `paused`, …
    pub word: &'static str,
    /// From where; nothing at the beginning.
    pub from: Option<StageRef<'a>>,
    /// To where.
    pub to: StageRef<'a>,
    /// When it was made.
    pub made: When,
    /// When it reached this branch, where that was another day.
    pub landed: Option<When>,
    /// Who made it.
    pub who: Who<'a>,
    /// How long it had stood before, as `after 19 days`.
    pub after: Option<String>,
    /// Its handoff.
    pub handoff: Option<Link>,
}
