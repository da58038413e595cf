//! YAML to nodes with spans; the only file that names the YAML parser.

use crate::span::Span;

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
