//! What became of one engagement, as far as friction shows in it: plain values, read from its versions or written down by a test.

mod codec;

use crate::day::{Day, Moment};
use crate::model::Kind;
use crate::model::marks::Outcome;

/// A commit that something happened in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Its id in full.
    pub commit: String,
    /// When it was written.
    pub made: Moment,
    /// When it was committed to this branch, in seconds since 1970: where history is cut into before and after.
    pub landed: i64,
    /// Who wrote it: a handle where the studio knows them, else the name that git has.
    pub person: String,
}

/// One engagement.
#[derive(Debug, Clone, Default)]
pub struct Account {
    /// Its id.
    pub engagement: String,
    /// Its client's folder, where it stands in one.
    pub client: Option<String>,
    /// The name of its workflow.
    pub workflow: String,
    /// Its first stage and the commit that put it there.
    pub began: Option<(String, Point)>,
    /// What its first stage asked for.
    pub asked: Vec<Asked>,
    /// Its changes of stage, oldest first.
    pub moves: Vec<Move>,
    /// Its changes of owner while it stayed in a stage.
    pub turns: Vec<Turn>,
    /// The promises that the studio made.
    pub promises: Vec<Promise>,
    /// The questions that were asked.
    pub questions: Vec<Question>,
    /// The waivers that were granted.
    pub waivers: Vec<Waiver>,
    /// The handoffs that had to be accepted.
    pub handoffs: Vec<Handed>,
}

/// A change of stage.
#[derive(Debug, Clone)]
pub struct Move {
    /// The stage before, as written.
    pub from: String,
    /// The stage after.
    pub to: String,
    /// Its kind, where the workflow has both stages.
    pub kind: Option<Kind>,
    /// The commit that made it.
    pub point: Point,
    /// Days in the stage before, where they are known.
    pub days: Option<f64>,
    /// Who had the engagement before, where somebody did.
    pub owner: Option<String>,
    /// What it had to bring that no stage before had asked for.
    pub asked: Vec<Asked>,
    /// For a move on after a move back: the fields and sections that changed in between.
    pub mended: Vec<Mended>,
}

/// A part of an engagement that was changed after it came back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mended {
    /// A front-matter key.
    Field(String),
    /// A section.
    Section(String),
}

/// A need that a stage asked for as the engagement entered it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The need's key.
    pub key: String,
    /// The stage that asks for it first.
    pub stage: String,
    /// How it stood.
    pub state: State,
}

/// How a need stood as the engagement entered the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It held, and had held before the day of the move.
    Early,
    /// It held since the day of the move, though the engagement had stood in the stage before for longer.
    LastMinute,
    /// It held; whether for longer cannot be said, because there was no earlier day.
    Held,
    /// It was waived.
    Waived,
    /// It did not hold.
    Unmet,
}

/// A change of owner while the stage stayed.
#[derive(Debug, Clone)]
pub struct Turn {
    /// In which stage.
    pub stage: String,
    /// Who had it.
    pub from: String,
    /// Who has it.
    pub to: String,
    /// The commit.
    pub point: Point,
}

/// A promise of the studio's.
#[derive(Debug, Clone)]
pub struct Promise {
    /// What it says.
    pub text: String,
    /// The stage that it was made in.
    pub stage: String,
    /// Who is to keep it, else who wrote it down.
    pub person: String,
    /// The commit that brought it.
    pub point: Point,
    /// How it stands.
    pub outcome: Outcome,
    /// Until when it is to be kept.
    pub due: Option<Day>,
}

/// A question.
#[derive(Debug, Clone)]
pub struct Question {
    /// What it asks.
    pub text: String,
    /// The stage that it was asked in.
    pub stage: String,
    /// The commit that brought it; its author is who asked.
    pub point: Point,
}

/// A waiver.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// The need's key, or the stage passed over.
    pub name: String,
    /// Who granted it.
    pub person: String,
    /// The commit that brought it.
    pub point: Point,
}

/// A handoff that its receiver had to accept.
#[derive(Debug, Clone)]
pub struct Handed {
    /// Between which stages; nothing where it is between two owners.
    pub between: Option<(String, String)>,
    /// The commit that brought it.
    pub point: Point,
    /// Who was to take over.
    pub receiver: Option<String>,
    /// Its day.
    pub day: Day,
    /// When it was accepted.
    pub accepted: Option<Day>,
}

/// One stay of an engagement in a stage.
#[derive(Debug, Clone, Copy)]
pub struct Stay<'a> {
    /// Which stage.
    pub stage: &'a str,
    /// The commit with which it began.
    pub from: &'a Point,
    /// The move that ended it.
    pub end: Option<&'a Move>,
}

impl Account {
    /// The client: its folder, else the engagement itself.
    #[must_use]
    pub fn client(&self) -> &str {
        self.client.as_deref().unwrap_or(&self.engagement)
    }

    /// Its stays in stages, in order; the last one has no end.
    pub fn stays(&self) -> impl Iterator<Item = Stay<'_>> {
        let first = self
            .began
            .iter()
            .map(|(stage, point)| (stage.as_str(), point));
        let later = self
            .moves
            .iter()
            .map(|moved| (moved.to.as_str(), &moved.point));
        let mut ends = self.moves.iter();
        // Without a beginning, the first move ends a stay that nobody saw begin.
        if self.began.is_none() {
            ends.next();
        }
        first.chain(later).map(move |(stage, from)| Stay {
            stage,
            from,
            end: ends.next(),
        })
    }

    /// Every need that it was ever asked for, with the commit and the person of the move.
    pub fn every_asked(&self) -> impl Iterator<Item = (&Asked, &Point)> {
        let first = self
            .began
            .iter()
            .flat_map(|(_, point)| self.asked.iter().map(move |asked| (asked, point)));
        let later = self
            .moves
            .iter()
            .flat_map(|moved| moved.asked.iter().map(move |asked| (asked, &moved.point)));
        first.chain(later)
    }
}
