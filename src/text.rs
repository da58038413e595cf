//! Bytes to documents. Parsing never fails: a [`Document`] comes with its problems, and every part with its place.
//!
//! [`edit`] goes the other way: from what is asked to the few bytes that it changes.
//!
//! Data flows `bytes -> Source -> FrontMatter + Body -> Log -> marks`; spans index [`Document::text`] throughout, the byte-order mark included.

pub mod conflict;
pub mod edit;
pub mod fold;
pub mod front_matter;
pub mod log;
pub mod mark;
pub mod markdown;
pub mod placeholder;
pub mod sentence;
pub mod yaml;

pub use front_matter::{FrontMatter, field_of, shows_front_matter};
pub use log::{Entry, Log};
pub use mark::{Attribute, By, Keyword, Mark};
pub use markdown::{Body, Heading, Item, Link, Section};

use crate::span::{Lines, Span};

/// The largest file that is read as an engagement, in bytes.
pub const LARGEST: usize = 2 * 1024 * 1024;

/// One engagement's file, read.
#[derive(Debug, Clone)]
pub struct Document {
    /// The whole file as text; where it was not UTF-8, its lossy reading. All spans index this.
    pub text: String,
    /// The block between the `---` fences.
    pub front_matter: FrontMatter,
    /// Everything below it.
    pub body: Body,
    /// The dated entries of the level-2 section `Log`; empty where there is none.
    pub log: Log,
    /// What could not be read as meant, in the order of the file.
    pub problems: Vec<Problem>,
    /// Where its lines end.
    lines: Lines,
}

/// Something in a file that could not be read as it was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind.
    pub kind: ProblemKind,
    /// Where.
    pub span: Span,
    /// What exactly, in words for a person: lower case, no full stop.
    pub message: String,
}

/// The kinds of problem, each a code of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// More than [`LARGEST`] bytes; nothing else of the file was read.
    TooLarge,
    /// No front-matter at the top.
    FrontMatterMissing,
    /// A front-matter that never closes, is not a map, or is not YAML.
    FrontMatterInvalid,
    /// A key that stands twice in one map; at the second.
    KeyDuplicate,
}

impl Document {
    /// Reads a file's bytes.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Self {
        read(bytes, None)
    }

    /// The same, quicker where `other`, another version of the file, begins with the same front-matter, byte for byte.
    #[must_use]
    pub fn parse_beside(bytes: &[u8], other: &Self) -> Self {
        read(bytes, Some(other))
    }

    /// The line in which byte `at` of the file stands, from 1.
    #[must_use]
    pub fn line(&self, at: usize) -> usize {
        self.lines.line(&self.text, at)
    }

    /// The text that a document of these bytes has, without reading more of it.
    #[must_use]
    pub fn text_of(bytes: &[u8]) -> String {
        read::text_of(bytes)
    }
}

mod read;
use read::read;

#[cfg(test)]
mod tests;
