//! One file, read once: bytes to a [`Document`].

use super::{Body, Document, FrontMatter, Log};

/// Reads a file's bytes.
pub(super) fn read(bytes: &[u8]) -> Document {
    Document {
        text: String::from_utf8_lossy(bytes).into_owned(),
        front_matter: FrontMatter::default(),
        body: Body::default(),
        log: Log::default(),
        problems: Vec::new(),
    }
}
