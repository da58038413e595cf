//! What a stage needs.

use serde::Serialize;

use super::{Html, StageRef};

/// What stands between an engagement and its next stage.
#[derive(Debug, Clone, Serialize)]
pub struct Next<'a> {
    /// The stage.
    pub stage: StageRef<'a>,
    /// How much is missing, in words.
    pub summary: String,
    /// The needs that are missing, then those waived.
    pub needs: Vec<Need<'a>>,
    /// How many it has: `16 there already`.
    pub met_words: String,
    /// Those met, in one line; nothing where there are none.
    pub met: Option<String>,
    /// The part of the stage's standard that is worth having beside them.
    pub standard: Option<Html>,
    /// What the handoff will ask.
    pub questions: Vec<&'a str>,
    /// What to type.
    pub command: String,
}

/// A need.
#[derive(Debug, Clone, Serialize)]
pub struct Need<'a> {
    /// What must hold, in words.
    pub text: String,
    /// The key that a waiver names.
    pub key: &'a str,
    /// `met`, `missing`, `waived`, or `asked` on a page that is about no one engagement.
    pub state: &'static str,
    /// More on the state: what is missing, until when it is waived.
    pub standing: Option<String>,
    /// Why it is asked for.
    pub because: Option<&'a str>,
}
