//! What a studio shares with somebody outside: `site: shared:` for every audience, and `site: audiences:` for one of them. Nothing that is not named
//! is shared.

use std::collections::BTreeMap;

use super::keys;
use super::reader::Reader;
use crate::text::Keyword;
use crate::text::yaml::{Node, Pair};

/// What is shared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shared {
    /// The title of the site; the studio's and the client's name where there is none.
    pub title: Option<String>,
    /// Keys of the front-matter.
    pub fields: Vec<String>,
    /// Sections, by heading.
    pub sections: Vec<String>,
    /// Kinds of mark.
    pub marks: Vec<Keyword>,
    /// Attributes of shared marks, beside their days.
    pub attributes: Vec<String>,
    /// Whether the studio's people are named.
    pub people: bool,
    /// Kinds of page beside those of the engagements.
    pub pages: Vec<SharedPage>,
}

/// A kind of page that can be shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SharedPage {
    /// The register of promises.
    Promises,
    /// The calendar of promises.
    Calendar,
    /// The register of decisions.
    Decisions,
    /// What happened, by commits, and the feed.
    History,
    /// Handoffs.
    Handoffs,
    /// The search.
    Search,
    /// `data.json`.
    Data,
}

impl SharedPage {
    /// All of them, by name.
    pub const ALL: [(&'static str, Self); 7] = [
        ("promises", Self::Promises),
        ("calendar", Self::Calendar),
        ("decisions", Self::Decisions),
        ("history", Self::History),
        ("handoffs", Self::Handoffs),
        ("search", Self::Search),
        ("data", Self::Data),
    ];
}

/// What is shared with whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sharing {
    /// With every audience.
    common: Shared,
    /// With one of them: each key in the place of the common one.
    own: BTreeMap<String, (Shared, Vec<String>)>,
}

impl Sharing {
    /// What is shared with an audience such as `client:acme`.
    #[must_use]
    pub fn with(&self, audience: &str) -> Shared {
        let mut shared = self.common.clone();
        if let Some((own, keys)) = self.own.get(audience) {
            for key in keys {
                match key.as_str() {
                    "title" => shared.title.clone_from(&own.title),
                    "fields" => shared.fields.clone_from(&own.fields),
                    "sections" => shared.sections.clone_from(&own.sections),
                    "marks" => shared.marks.clone_from(&own.marks),
                    "attributes" => shared.attributes.clone_from(&own.attributes),
                    "people" => shared.people = own.people,
                    "pages" => shared.pages.clone_from(&own.pages),
                    _ => {}
                }
            }
        }
        shared
    }

    /// Reads `shared`.
    pub(super) fn read_common(&mut self, reader: &mut Reader<'_>, node: &Node) {
        self.common = shared(reader, node, "`shared`").0;
    }

    /// Reads `audiences`.
    pub(super) fn read_own(&mut self, reader: &mut Reader<'_>, node: &Node) {
        for pair in reader.map(node, "`audiences`") {
            let client = pair.key.strip_prefix("client:").map(str::trim);
            if client.is_none_or(str::is_empty) {
                reader.problem(
                    pair.key_span,
                    format!(
                        "`{}` is no audience; write `client:` and the client's folder, such as `client:acme`",
                        pair.key
                    ),
                );
            }
            let own = shared(reader, &pair.value, "an audience");
            self.own.insert(pair.key.clone(), own);
        }
    }
}

fn shared(reader: &mut Reader<'_>, node: &Node, what: &str) -> (Shared, Vec<String>) {
    let mut shared = Shared::default();
    let pairs = reader.map(node, what);
    reader.known(pairs, keys::SHARED);
    for Pair { key, value, .. } in pairs {
        let quoted = format!("`{key}`");
        match key.as_str() {
            "title" => shared.title = reader.text(value, &quoted),
            "fields" => shared.fields = reader.texts(value, &quoted),
            "sections" => shared.sections = reader.texts(value, &quoted),
            "attributes" => {
                shared.attributes = reader.texts(value, &quoted);
                for name in &mut shared.attributes {
                    *name = name.to_lowercase();
                }
            }
            "people" => shared.people = reader.bool(value, &quoted).unwrap_or_default(),
            "marks" => {
                let words: Vec<(String, Keyword)> = Keyword::ALL
                    .into_iter()
                    .flat_map(|kind| {
                        let word = kind.word().to_owned();
                        [(format!("{word}s"), kind), (word, kind)]
                    })
                    .rev()
                    .collect();
                let words: Vec<(&str, Keyword)> = words
                    .iter()
                    .map(|(word, kind)| (word.as_str(), *kind))
                    .collect();
                shared.marks = each(reader, value, &quoted, &words);
            }
            "pages" => shared.pages = each(reader, value, &quoted, &SharedPage::ALL),
            _ => {}
        }
    }
    (shared, pairs.iter().map(|pair| pair.key.clone()).collect())
}

/// One word, or a list of them.
fn each<T: Copy>(reader: &mut Reader<'_>, node: &Node, what: &str, words: &[(&str, T)]) -> Vec<T> {
    if node.is_blank() {
        return Vec::new();
    }
    node.as_list()
        .unwrap_or(std::slice::from_ref(node))
        .iter()
        .filter_map(|node| reader.one_of(node, what, words))
        .collect()
}
