//! What of an engagement an audience sees and what not, for the studio to look at before it shares.

use super::redact::Redactor;
use crate::model::{Engagement, parts};
use crate::text::Keyword;

/// One engagement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whether it is withheld whole, by `shared: false`.
    pub withheld: bool,
    /// Its parts in the order of the file, each with whether it is shown.
    pub parts: Vec<(Part, bool)>,
}

/// A part of an engagement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Its stage; the name by which it is shown, else its own.
    Stage(String),
    /// A key of the front-matter.
    Field(String),
    /// A section.
    Section(String),
    /// An entry of the log.
    Entry(String),
    /// A mark.
    Mark(Keyword, String),
}

impl Outline {
    pub(super) fn withheld(engagement: &Engagement) -> Self {
        Self {
            id: engagement.id.clone(),
            title: engagement.title().to_owned(),
            withheld: true,
            parts: Vec::new(),
        }
    }

    pub(super) fn of(engagement: &Engagement, redactor: &Redactor<'_>) -> Self {
        let mut found: Vec<(Part, bool)> = Vec::new();
        if let Some(stage) = &engagement.stage {
            let shared = redactor
                .stage(engagement)
                .and_then(|id| redactor.stages.title(id));
            let name = shared.unwrap_or(stage);
            found.push((Part::Stage(name.to_owned()), shared.is_some()));
        }
        let document = &engagement.document;
        let stage_field = redactor.settings.stage_field.as_str();
        for pair in &document.front_matter.pairs {
            let key = pair.key.as_str();
            if key != "title" && key != stage_field {
                let shown = redactor.shares_field(key);
                found.push((Part::Field(key.to_owned()), shown));
            }
        }
        for part in parts::of(document) {
            if let Some(title) = part.title {
                let shown = redactor.shares_section(title);
                found.push((Part::Section(title.to_owned()), shown));
            }
        }
        for entry in &document.log.entries {
            let day = entry.day.map_or_else(String::new, |day| format!("{day} "));
            found.push((Part::Entry(format!("{day}{}", entry.title)), entry.shared));
            for mark in &entry.marks {
                found.push((
                    Part::Mark(mark.keyword, mark.text.clone()),
                    redactor.shares_mark(entry, mark),
                ));
            }
        }
        Self {
            id: engagement.id.clone(),
            title: engagement.title().to_owned(),
            withheld: false,
            parts: found,
        }
    }
}
