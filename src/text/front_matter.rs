//! The block between the `---` fences: the engagement's own keys, each with its place.

mod fences;
mod field;
mod recovered;

use super::conflict;
use super::yaml::{self, Node, NodeKind, Pair};
use super::{Problem, ProblemKind};
use crate::span::Span;
use fences::Block;

pub use field::{field_of, shows_front_matter};

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

    /// Reads the front-matter of a file's text; returns it and the byte at which the body begins. Adds to `problems`.
    pub(super) fn read(text: &str, problems: &mut Vec<Problem>) -> (Self, usize) {
        let (block, closed) = match fences::find(text.as_bytes()) {
            Block::Missing { body } => {
                problems.push(Problem {
                    kind: ProblemKind::FrontMatterMissing,
                    span: Span::at(0),
                    message: "the file does not begin with a front-matter".to_owned(),
                });
                return (Self::default(), body);
            }
            Block::Closed(block) => (block, true),
            Block::Open(block) => (block, false),
        };
        if !closed {
            problems.push(Problem {
                kind: ProblemKind::FrontMatterInvalid,
                span: Span::new(block.fence, block.fence + 3),
                message: "the front-matter that begins here has no closing `---`".to_owned(),
            });
        }
        let inside = text.get(block.inside.range()).unwrap_or_default();
        let pairs = if closed {
            parse(inside, block.inside.start, text, problems)
        } else {
            None
        };
        let front_matter = Self {
            span: Span::new(block.fence, block.end),
            valid: pairs.is_some(),
            pairs: pairs.unwrap_or_else(|| recovered::pairs(inside, block.inside.start)),
        };
        (front_matter, block.body)
    }
}

/// The pairs of a block that is YAML and a map, or empty.
fn parse(
    inside: &str,
    offset: usize,
    file: &str,
    problems: &mut Vec<Problem>,
) -> Option<Vec<Pair>> {
    if let Some(marker) = conflict::marker(inside) {
        problems.push(Problem {
            kind: ProblemKind::FrontMatterInvalid,
            span: Span::new(offset + marker.start, offset + marker.end),
            message: "a conflict begins here that is not settled".to_owned(),
        });
        return None;
    }
    let parsed = yaml::parse(inside, offset);
    for duplicate in &parsed.duplicates {
        problems.push(Problem {
            kind: ProblemKind::KeyDuplicate,
            span: duplicate.span,
            message: duplicate.message(file),
        });
    }
    let mut invalid = |span: Span, message: String| {
        problems.push(Problem {
            kind: ProblemKind::FrontMatterInvalid,
            span,
            message,
        });
    };
    let sound = parsed.problems.is_empty();
    for (span, message) in parsed.problems {
        invalid(span, message);
    }
    if !sound {
        return None;
    }
    let what = match parsed.root.kind {
        NodeKind::Mapping(pairs) => return Some(pairs),
        NodeKind::Null => return Some(Vec::new()),
        NodeKind::Sequence(_) => "a list",
        NodeKind::Scalar { .. } => "a text",
    };
    let first_line = parsed.root.span.start
        + inside
            .get(parsed.root.span.start.saturating_sub(offset)..)
            .and_then(|rest| rest.lines().next())
            .map_or(0, |line| line.trim_end().len());
    invalid(
        Span::new(parsed.root.span.start, first_line.min(parsed.root.span.end)),
        format!("the front-matter is {what}, not a map of keys and values"),
    );
    None
}

#[cfg(test)]
mod tests;
