//! One engagement: its file, read, and what its front-matter says in the studio's terms.

use super::handoff::Handoff;
use super::person::bare;
use super::settings::Settings;
use super::workflow::{Stage, Workflow};
use crate::span::Span;
use crate::text::markdown::same_title;
use crate::text::placeholder::is_placeholder;
use crate::text::yaml::Node;
use crate::text::{Document, Mark, Section};

/// A piece of commercial work.
#[derive(Debug, Clone)]
pub struct Engagement {
    /// What it is called: its path below the engagements folder, without `.md`.
    pub id: String,
    /// Its file, from the top of the repository.
    pub path: String,
    /// Its client's folder, where it stands in one.
    pub client: Option<String>,
    /// Its file, read.
    pub document: Document,
    /// The name of its workflow: its own, or the studio's.
    pub workflow: String,
    /// Where it stands, as written; nothing where it does not say.
    pub stage: Option<String>,
    stage_field: String,
}

impl Engagement {
    /// Reads an engagement's file; nothing where the settings do not count this path among the engagements.
    #[must_use]
    pub fn read(path: &str, bytes: &[u8], settings: &Settings) -> Option<Self> {
        Self::of(path, Document::parse(bytes), settings)
    }

    /// The same, quicker where `other` is another version of the file with the same front-matter.
    #[must_use]
    pub fn read_beside(
        path: &str,
        bytes: &[u8],
        settings: &Settings,
        other: &Self,
    ) -> Option<Self> {
        Self::of(
            path,
            Document::parse_beside(bytes, &other.document),
            settings,
        )
    }

    fn of(path: &str, document: Document, settings: &Settings) -> Option<Self> {
        let id = settings.sources.id(path)?;
        let scalar = |key: &str| {
            let text = document.front_matter.value(key)?.as_str()?.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        Some(Self {
            client: settings.client_of(&id).map(str::to_owned),
            path: path.to_owned(),
            workflow: scalar("workflow").unwrap_or_else(|| settings.workflow.clone()),
            stage: scalar(&settings.stage_field),
            stage_field: settings.stage_field.clone(),
            id,
            document,
        })
    }

    /// What people call it: its `title`, which some repositories write as `Title`, else its id.
    #[must_use]
    pub fn title(&self) -> &str {
        self.text_of("title")
            .or_else(|| self.text_of("Title"))
            .unwrap_or(&self.id)
    }

    /// Who has it, as a handle without `@`.
    #[must_use]
    pub fn owner(&self) -> Option<&str> {
        self.text_of("owner")
            .map(bare)
            .filter(|owner| !owner.is_empty() && !is_placeholder(owner))
    }

    /// The text of a front-matter key that holds a single one.
    #[must_use]
    pub fn text_of(&self, key: &str) -> Option<&str> {
        self.value(key)?
            .as_str()
            .map(str::trim)
            .filter(|text| !text.is_empty())
    }

    /// The value of a front-matter key.
    #[must_use]
    pub fn value(&self, key: &str) -> Option<&Node> {
        self.document.front_matter.value(key)
    }

    /// Where a front-matter key's value stands, or its key where the value is empty.
    #[must_use]
    pub fn field_span(&self, key: &str) -> Option<Span> {
        let pair = self.document.front_matter.get(key)?;
        Some(if pair.value.span.is_empty() {
            pair.key_span
        } else {
            pair.value.span
        })
    }

    /// Where the stage stands, for what has no better place: else the front-matter's first line, else the file's first byte.
    #[must_use]
    pub fn stage_span(&self) -> Span {
        self.field_span(&self.stage_field).unwrap_or_else(|| {
            let fence = self.document.front_matter.span;
            Span::new(fence.start, fence.end.min(fence.start + 3))
        })
    }

    /// The section with this heading: the first of level 2, else the first of any level; what stands in the log is an entry's and no section.
    #[must_use]
    pub fn section(&self, title: &str) -> Option<Section> {
        let body = &self.document.body;
        let log = self.document.log.section;
        let in_log = |at: usize| log.is_some_and(|log| at > log.start && at < log.end);
        let mut first = None;
        for (index, heading) in body.headings.iter().enumerate() {
            if !same_title(&heading.text, title) || in_log(heading.span.start) {
                continue;
            }
            if heading.level == 2 {
                return body.section_of_heading(index);
            }
            first = first.or(Some(index));
        }
        body.section_of_heading(first?)
    }

    /// The prose below a heading, white space folded.
    #[must_use]
    pub fn prose(&self, content: Span) -> String {
        self.document.body.prose_text(&self.document.text, content)
    }

    /// What its front-matter says in words, apart from its title: what success is, a description, tags; no days, handles, addresses, stages or references.
    #[must_use]
    pub fn said_in_fields(&self) -> String {
        const OTHERS: [&str; 9] = [
            "title", "stage", "workflow", "owner", "team", "follows", "due", "wake", "value",
        ];
        let mut said = String::new();
        for pair in &self.document.front_matter.pairs {
            let key = pair.key.to_lowercase();
            if OTHERS.contains(&key.as_str()) || pair.key == self.stage_field {
                continue;
            }
            for text in pair.value.texts() {
                let words = text.contains(char::is_alphabetic) && !text.contains(['@', '/', '<']);
                if words {
                    said.push_str(text);
                    said.push('\n');
                }
            }
        }
        said
    }

    /// The same but for the marks in it, which say what they say by themselves.
    #[must_use]
    pub fn prose_beside(&self, content: Span, marks: &[Mark]) -> String {
        let mut prose: Vec<String> = Vec::new();
        let mut from = content.start;
        let mut add = |from: usize, to: usize| {
            if from < to {
                prose.push(self.prose(Span::new(from, to)));
            }
        };
        for mark in marks {
            if mark.span.start >= from && mark.span.start < content.end {
                add(from, mark.span.start);
                from = mark.span.end;
            }
        }
        add(from, content.end);
        prose.retain(|part| !part.is_empty());
        prose.join(" ")
    }

    /// The text of a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.document.text.get(span.range()).unwrap_or_default()
    }

    /// Its workflow, where the studio has one of that name.
    #[must_use]
    pub fn workflow<'s>(&self, settings: &'s Settings) -> Option<&'s Workflow> {
        settings.workflows.get(&self.workflow)
    }

    /// Its stage, where its workflow has it.
    #[must_use]
    pub fn stage<'s>(&self, settings: &'s Settings) -> Option<&'s Stage> {
        self.workflow(settings)?.stage(self.stage.as_deref()?)
    }

    /// The handoffs of its log, in the order of the file.
    #[must_use]
    pub fn handoffs<'e>(&'e self, settings: &Settings) -> Vec<Handoff<'e>> {
        let workflow = self.workflow(settings);
        self.document
            .log
            .entries
            .iter()
            .enumerate()
            .filter_map(|(index, entry)| Handoff::read(index, entry, workflow, &settings.people))
            .collect()
    }

    /// The newest of its handoffs that `wanted` picks: by day, and of one day the later in the log's own direction.
    #[must_use]
    pub fn newest_handoff<'e>(
        &'e self,
        settings: &Settings,
        wanted: impl Fn(&Handoff<'_>) -> bool,
    ) -> Option<Handoff<'e>> {
        let handoffs = self.handoffs(settings);
        let days: Vec<_> = self
            .document
            .log
            .entries
            .iter()
            .filter_map(|entry| entry.day)
            .collect();
        let newest_first = days.first() > days.last();
        handoffs
            .into_iter()
            .filter(|handoff| wanted(handoff))
            .max_by_key(|handoff| {
                let index = i64::try_from(handoff.index).unwrap_or(i64::MAX);
                (handoff.entry.day, if newest_first { -index } else { index })
            })
    }
}
