//! What a document says, without its places: to tell whether an edit changed what it should and nothing else.

use crate::day::Day;
use crate::text::yaml::{Node, NodeKind};
use crate::text::{Document, Entry, Keyword, Mark};

/// A value of the front-matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ValueFacts {
    Null,
    Text(String),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
}

impl ValueFacts {
    fn of(node: &Node) -> Self {
        match &node.kind {
            NodeKind::Null => Self::Null,
            NodeKind::Scalar { text, .. } => Self::Text(text.clone()),
            NodeKind::Sequence(nodes) => Self::List(nodes.iter().map(Self::of).collect()),
            NodeKind::Mapping(pairs) => Self::Map(
                pairs
                    .iter()
                    .map(|pair| (pair.key.clone(), Self::of(&pair.value)))
                    .collect(),
            ),
        }
    }
}

/// A mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MarkFacts {
    pub(super) keyword: Keyword,
    pub(super) text: String,
    pub(super) attributes: Vec<(String, String, bool)>,
    pub(super) id: Option<String>,
    pub(super) ticked: Option<bool>,
}

impl MarkFacts {
    pub(super) fn of(mark: &Mark) -> Self {
        let attributes = mark.attributes.iter();
        let mut facts = Self {
            keyword: mark.keyword,
            text: mark.text.clone(),
            attributes: attributes
                .map(|one| (one.name.clone(), one.value.clone(), one.handle))
                .collect(),
            id: mark.id.clone(),
            ticked: mark.ticked,
        };
        facts.sort();
        facts
    }

    /// Where an attribute stands, on the line or below it, is a matter of style.
    pub(super) fn sort(&mut self) {
        self.attributes.sort();
    }
}

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EntryFacts {
    pub(super) day: Option<Day>,
    pub(super) title: String,
    pub(super) author: Option<String>,
    pub(super) marks: Vec<MarkFacts>,
    pub(super) fields: Vec<(String, String)>,
    /// The sub-headings with the words below each.
    pub(super) parts: Vec<(String, String)>,
    /// The words above the first sub-heading; nothing where an edit changes them and what it says is compared otherwise.
    pub(super) words: Option<String>,
}

impl EntryFacts {
    pub(super) fn of(document: &Document, entry: &Entry) -> Self {
        let own = own_span(entry);
        let fields = entry.fields.iter();
        let parts = entry.parts.iter();
        let words = |span| document.body.prose_text(&document.text, span);
        Self {
            day: entry.day,
            title: entry.title.clone(),
            author: entry.author.clone(),
            marks: entry.marks.iter().map(MarkFacts::of).collect(),
            fields: fields
                .map(|field| (field.name.clone(), field.value.clone()))
                .collect(),
            parts: parts
                .map(|part| (part.title.clone(), words(part.content)))
                .collect(),
            words: Some(words(own)),
        }
    }

    fn is(&self, other: &Self) -> bool {
        match (&self.words, &other.words) {
            (Some(_), Some(_)) => self == other,
            _ => {
                let plain = |one: &Self| Self {
                    words: None,
                    ..one.clone()
                };
                plain(self) == plain(other)
            }
        }
    }
}

/// What stands in an entry above its first sub-heading.
pub(super) fn own_span(entry: &Entry) -> crate::span::Span {
    let end = entry
        .parts
        .first()
        .map_or(entry.content.end, |part| part.heading_span.start);
    crate::span::Span::new(entry.content.start, end.max(entry.content.start))
}

/// All that a document says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    keys: Vec<(String, ValueFacts)>,
    problems: usize,
    has_log: bool,
    pub(super) entries: Vec<EntryFacts>,
    /// The headings outside of the log's entries with their levels and the words below each; the first stands for what opens the text.
    pub(super) blocks: Vec<(u8, String, String)>,
    /// Each task item outside of the log's entries: its words, and whether it is ticked.
    pub(super) tasks: Vec<(String, bool)>,
}

impl Facts {
    pub(super) fn of(document: &Document) -> Self {
        let body = &document.body;
        let in_entry = |at: usize| {
            let entries = &document.log.entries;
            entries
                .iter()
                .any(|entry| entry.span.start <= at && at < entry.span.end)
        };
        let words = |from: usize, to: usize| {
            body.prose_text(&document.text, crate::span::Span::new(from, to.max(from)))
        };
        let ends = |index: usize| {
            body.headings
                .get(index)
                .map_or(body.span.end, |next| next.span.start)
        };
        let mut blocks = vec![(0, String::new(), words(body.span.start, ends(0)))];
        for (index, heading) in body.headings.iter().enumerate() {
            if !in_entry(heading.span.start) {
                let below = words(heading.below, ends(index + 1));
                blocks.push((heading.level, heading.text.clone(), below));
            }
        }
        let items = body.items.iter();
        let tasks = items
            .filter(|item| !in_entry(item.span.start))
            .filter_map(|item| {
                let text = document.text.get(item.text_span.range())?;
                Some((text.to_owned(), item.ticked?))
            });
        let pairs = document.front_matter.pairs.iter();
        Self {
            keys: pairs
                .map(|pair| (pair.key.clone(), ValueFacts::of(&pair.value)))
                .collect(),
            problems: document.problems.len(),
            has_log: document.log.section.is_some(),
            entries: document
                .log
                .entries
                .iter()
                .map(|entry| EntryFacts::of(document, entry))
                .collect(),
            tasks: tasks.collect(),
            blocks,
        }
    }

    /// A key gets a text, and is put in where it was not there.
    pub(super) fn set(&mut self, key: &str, text: &str) {
        self.replace(key, ValueFacts::Text(text.to_owned()));
    }

    /// A key gets a value, and is put in where it was not there.
    pub(super) fn put(&mut self, key: &str, value: &Node) {
        self.replace(key, ValueFacts::of(value));
    }

    fn replace(&mut self, key: &str, value: ValueFacts) {
        match self.keys.iter_mut().rev().find(|(name, _)| name == key) {
            Some((_, old)) => *old = value,
            None => self.keys.push((key.to_owned(), value)),
        }
    }

    /// The last key of this name goes.
    pub(super) fn remove(&mut self, key: &str) {
        if let Some(at) = self.keys.iter().rposition(|(name, _)| name == key) {
            self.keys.remove(at);
        }
    }

    /// There is a log from now on.
    pub(super) fn open_log(&mut self) {
        if !self.has_log {
            self.has_log = true;
            self.blocks.push((2, "Log".to_owned(), String::new()));
        }
    }

    /// What differs in `found` from what is expected, in words for a person; nothing where they agree.
    pub(super) fn difference(&self, found: &Self) -> Option<String> {
        let sorted = |facts: &Self| {
            let mut keys = facts.keys.clone();
            keys.sort_by(|a, b| a.0.cmp(&b.0));
            keys
        };
        if self.problems != found.problems || sorted(self) != sorted(found) {
            return Some(
                "the front-matter would not say what it should; change it by hand".to_owned(),
            );
        }
        if self.has_log != found.has_log || self.entries.len() != found.entries.len() {
            return Some(
                "what is written here would not be read as an entry of the log: a code block or a comment above may have no end, or a heading may stand in it"
                    .to_owned(),
            );
        }
        let entries = self.entries.iter().zip(&found.entries);
        if let Some((one, _)) = entries.clone().find(|(one, other)| !one.is(other)) {
            let day = one.day.map_or_else(String::new, |day| format!("{day} "));
            return Some(format!(
                "the entry `{day}{}` would not say what it should: what is written there would be read as something else",
                one.title
            ));
        }
        if self.blocks != found.blocks || self.tasks != found.tasks {
            return Some("other parts of the text would be read in another way".to_owned());
        }
        None
    }
}
