//! One file of a studio, as it is open, and what everything that an editor asks is answered from.

use std::path::Path;

use super::place::{Encoding, Lines};
use super::studio::{Studio, is_workflow};
use super::uri;
use crate::check::Context;
use crate::day::Day;
use crate::model::settings::FILE;
use crate::model::{Engagement, Settings, Stage, Workflow};
use crate::span::Span;

/// A file that is open.
pub struct View<'a> {
    /// The studio that it belongs to.
    pub studio: &'a Studio,
    /// The studio's settings.
    pub settings: &'a Settings,
    /// Its address, as the editor writes it.
    pub uri: &'a str,
    /// Its path from the top.
    pub path: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Its lines.
    pub lines: Lines<'a>,
    /// What it is as an engagement.
    pub engagement: Option<Engagement>,
    /// The day that counts as today.
    pub day: Day,
}

/// What a file is to the studio.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// An engagement.
    Engagement,
    /// `orbit.yml`.
    Studio,
    /// A workflow.
    Workflow,
    /// None of these.
    Other,
}

/// The text around a place.
#[derive(Debug, Clone, Copy)]
pub struct Spot<'a> {
    /// The byte.
    pub offset: usize,
    /// Its line, from 0.
    pub line: usize,
    /// Where its line begins.
    pub start: usize,
    /// Its line up to there.
    pub before: &'a str,
}

impl<'a> View<'a> {
    /// A view of a file.
    #[must_use]
    pub fn new(
        studio: &'a Studio,
        settings: &'a Settings,
        (uri, path): (&'a str, &'a str),
        text: &'a str,
        encoding: Encoding,
        day: Day,
    ) -> Self {
        Self {
            studio,
            settings,
            uri,
            path,
            text,
            lines: Lines::of(text, encoding),
            engagement: Engagement::read(path, text.as_bytes(), settings),
            day,
        }
    }

    /// What the file is.
    #[must_use]
    pub fn sort(&self) -> Sort {
        match self.path {
            _ if self.engagement.is_some() => Sort::Engagement,
            FILE => Sort::Studio,
            path if is_workflow(path) => Sort::Workflow,
            _ => Sort::Other,
        }
    }

    /// The text around a place.
    #[must_use]
    pub fn spot(&self, position: lsp_types::Position) -> Spot<'a> {
        let offset = self.lines.offset(position);
        let line = self.lines.line_of(offset);
        let start = self.lines.span(line).start;
        Spot {
            offset,
            line,
            start,
            before: self.text.get(start..offset).unwrap_or_default(),
        }
    }

    /// The engagement's workflow.
    #[must_use]
    pub fn workflow(&self) -> Option<&'a Workflow> {
        self.engagement.as_ref()?.workflow(self.settings)
    }

    /// The engagement's stage.
    #[must_use]
    pub fn stage(&self) -> Option<&'a Stage> {
        self.engagement.as_ref()?.stage(self.settings)
    }

    /// Asks what needs a context.
    pub fn with_context<T>(&self, ask: impl Fn(&Context<'_>) -> T) -> T {
        let tree = self.studio.tree();
        let author = self.studio.desk().author();
        self.studio.with_past(self.settings, |past| {
            ask(&Context::new(self.settings, &tree, self.day, author, past))
        })
    }

    /// The handle of whoever would commit.
    #[must_use]
    pub fn me(&self) -> Option<&'a str> {
        let author = self.studio.desk().author()?;
        let person = self.settings.people.by_author(author)?;
        Some(&person.handle)
    }

    /// The address of a file of the studio.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        if path == self.path {
            return self.uri.to_owned();
        }
        uri::of(Path::new(&self.studio.place(path)))
    }

    /// Where the front-matter's lines stand, without its fences; nothing where a place is not among them.
    #[must_use]
    pub fn front_matter_around(&self, spot: &Spot<'_>) -> Option<usize> {
        let is_fence = |line: usize| {
            let line = self
                .lines
                .line(line)
                .trim_start_matches('\u{feff}')
                .trim_end();
            line == "---" || (line == "...")
        };
        let inside = spot.line > 0 && is_fence(0) && !(1..=spot.line).any(is_fence);
        inside.then_some(1)
    }

    /// Whether a place is in the log.
    #[must_use]
    pub fn in_log(&self, offset: usize) -> bool {
        let log = self
            .engagement
            .as_ref()
            .and_then(|engagement| engagement.document.log.section);
        log.is_some_and(|log| log.start < offset && offset <= log.end)
    }

    /// The engagement that a text names: by its id, by its path from the top, or by its path from this file's folder.
    #[must_use]
    pub fn engagement_named(&self, name: &str) -> Option<String> {
        let name = name.trim();
        let paths = self.studio.engagements();
        let by_id = paths
            .iter()
            .find(|path| self.settings.sources.id(path).as_deref() == Some(name));
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        by_id.cloned().or_else(|| {
            let stem = name
                .strip_suffix(".html")
                .or_else(|| name.strip_suffix(".md"))
                .unwrap_or(name);
            [folder, ""]
                .into_iter()
                .filter_map(|folder| crate::repo::resolved(folder, &format!("{stem}.md")))
                .find(|path| paths.contains(path))
        })
    }

    /// An engagement of the studio.
    #[must_use]
    pub fn read(&self, path: &str) -> Option<Engagement> {
        use crate::repo::Tree;
        let bytes = self.studio.tree().read(path).ok()??;
        Engagement::read(path, &bytes, self.settings)
    }

    /// The text of a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }
}
