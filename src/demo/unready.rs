//! A move of the demo that is not ready: what the hook is shown to stop.

use super::TODAY;
use super::edits::Edits;
use crate::repo::Failure;
use crate::repo::git::replay::Revision;
use crate::text::Document;

const ENGAGEMENT: &str = "acme/rebrand";
const TO: &str = "review";

/// A move that somebody makes too early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unready {
    /// The file that it changes.
    pub path: String,
    /// What stands there.
    pub before: String,
    /// What would.
    pub after: String,
    /// What the commit would say.
    pub message: String,
    /// The day of it.
    pub day: &'static str,
}

impl Unready {
    /// The one that the demo shows: a stage changed in the front-matter, and nothing else.
    ///
    /// # Errors
    /// Where the revisions hold no such engagement with a stage.
    pub fn of(revisions: &[Revision]) -> Result<Self, Failure> {
        let path = format!("engagements/{ENGAGEMENT}.md");
        let before = revisions
            .iter()
            .rev()
            .flat_map(|revision| &revision.files)
            .find_map(|(of, text)| text.as_ref().filter(|_| *of == path))
            .ok_or_else(|| Failure::new(format!("the demo has no `{path}`")))?;
        let document = Document::parse(before.as_bytes());
        let stage = document
            .front_matter
            .value("stage")
            .ok_or_else(|| Failure::new(format!("`{path}` has no stage")))?;
        let from = stage.as_str().unwrap_or_default();
        let mut edits = Edits::new(before);
        edits.replace(stage.span, TO);
        Ok(Self {
            after: edits.apply(),
            before: before.clone(),
            message: format!("{ENGAGEMENT}: {from} to {TO}"),
            path,
            day: TODAY,
        })
    }
}
