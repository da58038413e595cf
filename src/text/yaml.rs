//! YAML to nodes with spans; with its folder the only place that names the YAML parser.
//!
//! Nothing here recurses into the input and nothing expands without a limit: collections nest at most [`DEEPEST`] deep, and
//! aliases are counted before they are copied.

mod builder;
mod indicator;
mod message;
mod node;

use granit_parser::Parser;

use crate::span::{Position, Span};
use builder::Builder;
use indicator::Source;

/// How deep collections may nest, what aliases stand for included.
pub const DEEPEST: usize = 64;

/// How many duplicate keys of one text are told; a person mends these and sees the next.
pub const MOST_DUPLICATES: usize = 100;

/// A YAML value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The bytes of the value as written, quotes included, trailing comment and line end not. For an empty value: empty, just behind the key's colon
    /// (and one space, where there is one).
    pub span: Span,
    /// What it is.
    pub kind: NodeKind,
}

/// What a YAML value is. Aliases stand for what they name as long as the whole stays small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind {
    /// Nothing, `~` or `null`.
    Null,
    /// A scalar: its text with quotes and folding undone. `plain` where it had no quotes, so that `true` and `12` can be told from `"true"` and `"12"`.
    Scalar {
        /// The text.
        text: String,
        /// Whether it was written without quotes and is no block scalar.
        plain: bool,
    },
    /// A sequence.
    Sequence(Vec<Node>),
    /// A mapping, in the order of the file, duplicates included.
    Mapping(Vec<Pair>),
}

/// One key of a mapping and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The key's text.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value.
    pub value: Node,
}

/// A text read as YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The first document's value; null where the text is empty or where it could not be read.
    pub root: Node,
    /// What kept it from being read as it stands, each with its place, in words for a person. Where there is any, do not rely on the root.
    pub problems: Vec<(Span, String)>,
    /// Keys that stand more than once in one map, at any depth, up to [`MOST_DUPLICATES`]. They do no harm to the root.
    pub duplicates: Vec<Duplicate>,
}

/// A key that stands in its map already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The key's text.
    pub key: String,
    /// Where it stands again.
    pub span: Span,
    /// Where it stands first.
    pub first: Span,
}

impl Duplicate {
    /// What to tell a person; `file` is the text that the spans index.
    #[must_use]
    pub fn message(&self, file: &str) -> String {
        let line = Position::of(file, self.first.start).line;
        format!("the key `{}` already stands on line {line}", self.key)
    }
}

/// Reads `text`, which begins at byte `offset` of its file; all spans index the file. A byte-order mark at the start is passed over.
#[must_use]
pub fn parse(text: &str, offset: usize) -> Parsed {
    let (text, offset) = match text.strip_prefix('\u{feff}') {
        Some(rest) => (rest, offset + 3),
        None => (text, offset),
    };
    let mut builder = Builder::new(Source { text, offset });
    if let Some(at) = text.bytes().position(|byte| byte == 0) {
        builder.problem(at, at + 1, "a NUL byte stands here".to_owned());
        return builder.finish();
    }
    let options = granit_parser::options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        flow_nesting_limit: DEEPEST,
        block_nesting_limit: DEEPEST,
    };
    for event in Parser::new_from_str_with_options(text, options) {
        let going_on = match event {
            Ok((event, span)) => {
                let range = span.byte_range().unwrap_or(builder.floor..builder.floor);
                builder.event(event, range.start, range.end)
            }
            Err(error) => {
                builder.refuse(&error);
                false
            }
        };
        if !going_on {
            break;
        }
    }
    builder.finish()
}

#[cfg(test)]
mod tests;
