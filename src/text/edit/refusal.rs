//! Why an edit is not made, and where.

use std::fmt;

use crate::span::Position;
use crate::text::Document;

/// An edit that was not made. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Where in the file.
    pub position: Position,
    /// Why: lower case, no full stop.
    pub message: String,
}

impl Refusal {
    /// A refusal at this byte of the document.
    pub(super) fn at(document: &Document, offset: usize, message: impl Into<String>) -> Self {
        Self {
            position: Position::of(&document.text, offset),
            message: message.into(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.position.line, self.message)
    }
}

impl std::error::Error for Refusal {}
