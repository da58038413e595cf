//! The block between the `---` fences: the engagement's own keys, each with its place.

use super::yaml::{Node, Pair};
use crate::span::Span;

/// The front-matter of a file.
#[derive(Debug, Clone, Default)]
pub struct FrontMatter {
    /// From the first fence to behind the second; empty where there is none.
    pub span: Span,
    /// The pairs of the top-level map, in order. Where the YAML does not parse: each line of the form `key: value` that
    /// begins at the margin, its value taken as a plain text, so that an engagement keeps its stage while its author mends a quote.
    pub pairs: Vec<Pair>,
    /// Whether the YAML parsed.
    pub valid: bool,
}

impl FrontMatter {
    /// The pair with this key; of duplicates the last where the YAML is valid, as YAML readers take it, else the first.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Pair> {
        let mut found = self.pairs.iter().filter(|pair| pair.key == key);
        if self.valid {
            found.next_back()
        } else {
            found.next()
        }
    }

    /// The value under this key.
    #[must_use]
    pub fn value(&self, key: &str) -> Option<&Node> {
        self.get(key).map(|pair| &pair.value)
    }
}
