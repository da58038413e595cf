//! What can be written at a place.

mod attributes;
mod body;
mod front_matter;
mod log;

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, MarkupContent,
    MarkupKind, Position, TextEdit,
};

use super::settings_file;
use super::view::{Sort, Spot, View};
use crate::span::Span;

/// One thing that can be written.
#[derive(Debug, Clone)]
pub struct Offer {
    label: String,
    detail: String,
    about: String,
    insert: String,
    kind: CompletionItemKind,
}

impl Offer {
    /// Something that is written as it is called.
    pub fn new(kind: CompletionItemKind, label: impl Into<String>) -> Self {
        let label = label.into();
        Self {
            insert: label.clone(),
            detail: String::new(),
            about: String::new(),
            kind,
            label,
        }
    }

    /// The same, with a few words beside it.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// The same, with what it means, in Markdown.
    #[must_use]
    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = about.into();
        self
    }

    /// The same, written otherwise than it is called.
    #[must_use]
    pub fn insert(mut self, insert: impl Into<String>) -> Self {
        self.insert = insert.into();
        self
    }
}

/// What can be written in the place of what stands between `from` and the cursor.
#[derive(Debug, Default)]
pub struct Offers {
    from: usize,
    all: Vec<Offer>,
}

impl Offers {
    /// Offers for what begins at a byte.
    pub fn new(from: usize, all: impl IntoIterator<Item = Offer>) -> Self {
        Self {
            from,
            all: all.into_iter().collect(),
        }
    }
}

/// What can be written at a place, the likeliest first.
#[must_use]
pub fn of(view: &View<'_>, position: Position) -> Vec<CompletionItem> {
    let spot = view.spot(position);
    let offers = match view.sort() {
        Sort::Engagement => in_engagement(view, &spot),
        Sort::Studio | Sort::Workflow => settings_file::completion(view, &spot),
        Sort::Other => None,
    };
    let Some(Offers { from, all }) = offers else {
        return Vec::new();
    };
    let range = view
        .lines
        .range(Span::new(from.min(spot.offset), spot.offset));
    let item = |(at, offer): (usize, Offer)| CompletionItem {
        kind: Some(offer.kind),
        detail: Some(offer.detail).filter(|detail| !detail.is_empty()),
        documentation: Some(offer.about)
            .filter(|about| !about.is_empty())
            .map(|value| {
                Documentation::MarkupContent(MarkupContent {
                    kind: MarkupKind::Markdown,
                    value,
                })
            }),
        sort_text: Some(format!("{at:05}")),
        filter_text: Some(offer.label.clone()),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, offer.insert))),
        label: offer.label,
        ..CompletionItem::default()
    };
    all.into_iter().enumerate().map(item).collect()
}

fn in_engagement(view: &View<'_>, spot: &Spot<'_>) -> Option<Offers> {
    if view.front_matter_around(spot).is_some() {
        return front_matter::of(view, spot);
    }
    body::names(view, spot)
        .or_else(|| {
            view.in_log(spot.offset)
                .then(|| log::of(view, spot))
                .flatten()
        })
        .or_else(|| body::headings(view, spot))
}

/// Where the word that ends at the cursor begins, and the word: as long as `is` takes its characters.
fn word<'a>(spot: &Spot<'a>, is: impl Fn(char) -> bool) -> (usize, &'a str) {
    let start = spot
        .before
        .char_indices()
        .rev()
        .take_while(|(_, c)| is(*c))
        .last()
        .map_or(spot.before.len(), |(at, _)| at);
    (
        spot.start + start,
        spot.before.get(start..).unwrap_or_default(),
    )
}

/// What handles are made of.
fn in_handle(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.')
}

/// The studio's people, each written with this before the handle.
fn people(view: &View<'_>, sign: &str) -> Vec<Offer> {
    let people = view.settings.people.iter();
    people
        .map(|person| {
            let role = person
                .role
                .as_ref()
                .map_or_else(String::new, |role| format!(", {role}"));
            Offer::new(
                CompletionItemKind::VARIABLE,
                format!("{sign}{}", person.handle),
            )
            .detail(format!("{}{role}", person.name))
        })
        .collect()
}

/// The ids of all other engagements; those of the same client first.
fn engagements(view: &View<'_>) -> Vec<Offer> {
    let client = view
        .engagement
        .as_ref()
        .and_then(|engagement| engagement.client.clone());
    let paths = view.studio.engagements();
    let mut ids: Vec<String> = paths
        .iter()
        .filter(|path| *path != view.path)
        .filter_map(|path| view.settings.sources.id(path))
        .collect();
    let same = |id: &String| id.split_once('/').map(|(client, _)| client) == client.as_deref();
    ids.sort_by_key(|id| !same(id));
    ids.into_iter()
        .map(|id| Offer::new(CompletionItemKind::FILE, id))
        .collect()
}
