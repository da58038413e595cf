//! One engagement with its places on the site: its page, and the anchors of what stands on it.

use std::sync::Arc;

use crate::model::Engagement;
use crate::site::address;
use crate::site::anchors::Anchors;
use crate::text::{Entry, Keyword};

/// An engagement with its places on the site.
pub struct Work {
    /// The engagement.
    pub engagement: Arc<Engagement>,
    /// Its page.
    pub url: String,
    /// A number for the bytes of its file.
    pub bytes: u64,
    /// Which of the log's trails is its own.
    pub trail: Option<usize>,
    /// The anchor of each entry of its log.
    pub entries: Vec<String>,
    /// The anchor of each mark, by entry.
    pub marks: Vec<Vec<String>>,
}

impl Work {
    /// An engagement, the number of its file's bytes and its trail.
    pub(super) fn new(engagement: Arc<Engagement>, bytes: u64, trail: Option<usize>) -> Self {
        let mut anchors = Anchors::default();
        let mut entries = Vec::new();
        let mut marks = Vec::new();
        let mut number = 0;
        for entry in &engagement.document.log.entries {
            entries.push(anchors.free(entry_anchor(entry)));
            marks.push(
                entry
                    .marks
                    .iter()
                    .map(|mark| {
                        number += 1;
                        match &mark.id {
                            Some(id) => anchors.free(format!("mark-{id}")),
                            None => format!("m{number}"),
                        }
                    })
                    .collect(),
            );
        }
        Self {
            url: address::url(&address::engagement(&engagement.id)),
            bytes,
            trail,
            entries,
            marks,
            engagement,
        }
    }

    /// The address of an entry of its log.
    #[must_use]
    pub fn entry_url(&self, entry: usize) -> String {
        self.entries.get(entry).map_or_else(
            || self.url.clone(),
            |anchor| address::anchored(&self.url, anchor),
        )
    }

    /// The anchor of a mark.
    #[must_use]
    pub fn mark_anchor(&self, entry: usize, mark: usize) -> Option<&str> {
        self.marks.get(entry)?.get(mark).map(String::as_str)
    }

    /// The anchor of the mark that is named so.
    #[must_use]
    pub fn named_mark(&self, id: &str) -> Option<&str> {
        let anchor = format!("mark-{id}");
        let mut all = self.marks.iter().flatten();
        all.find(|known| **known == anchor).map(String::as_str)
    }
}

fn entry_anchor(entry: &Entry) -> String {
    match entry.day {
        Some(day) => format!("entry-{day}"),
        None => format!("entry-{}", address::slug(&entry.title)),
    }
}

/// The anchor of a section's block on its engagement's page.
#[must_use]
pub fn section_anchor(title: &str) -> String {
    format!("section-{}", address::slug(title))
}

/// The anchor of the block that holds all marks of a kind.
#[must_use]
pub const fn keyword_anchor(keyword: Keyword) -> &'static str {
    match keyword {
        Keyword::Promise => "promises",
        Keyword::Decision => "decisions",
        Keyword::Question => "questions",
        Keyword::Risk => "risks",
        Keyword::Change => "changes",
        Keyword::Tone => "tones",
        Keyword::Lesson => "lessons",
        Keyword::Waiver => "waivers",
        Keyword::Approval => "approvals",
    }
}
