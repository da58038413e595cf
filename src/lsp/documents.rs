//! The texts that are open in an editor, as they are edited.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::messages::Edit;
use super::place::{Encoding, Lines};

/// A document that is open.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its path on disk, links above it resolved; nothing for one that is no file.
    pub path: Option<PathBuf>,
    /// Its version, as the editor counts.
    pub version: i32,
    /// Its text.
    pub text: String,
}

/// Every document that is open, by its address as the editor writes it.
#[derive(Debug, Default)]
pub struct Documents {
    all: BTreeMap<String, Document>,
}

impl Documents {
    /// Opens one.
    pub fn open(&mut self, uri: String, path: Option<PathBuf>, version: i32, text: String) {
        let document = Document {
            path,
            version,
            text,
        };
        self.all.insert(uri, document);
    }

    /// Closes one.
    pub fn close(&mut self, uri: &str) -> Option<Document> {
        self.all.remove(uri)
    }

    /// The one at this address.
    #[must_use]
    pub fn get(&self, uri: &str) -> Option<&Document> {
        self.all.get(uri)
    }

    /// All of them, each with its address.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Document)> {
        self.all.iter()
    }

    /// Edits the one at this address; whether there is one.
    pub fn edit(
        &mut self,
        uri: &str,
        version: Option<i32>,
        edits: Vec<Edit>,
        encoding: Encoding,
    ) -> bool {
        let Some(document) = self.all.get_mut(uri) else {
            return false;
        };
        for edit in edits {
            match edit.range {
                None => document.text = edit.text,
                Some(range) => {
                    let span = Lines::of(&document.text, encoding).span_of(range);
                    document.text.replace_range(span.range(), &edit.text);
                }
            }
        }
        document.version = version.unwrap_or(document.version);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lsp_types::{Position, Range};

    type At = (u32, u32);

    fn edited(text: &str, edits: &[(At, At, &str)]) -> String {
        let mut documents = Documents::default();
        documents.open("a".to_owned(), None, 1, text.to_owned());
        let edits = edits
            .iter()
            .map(|(start, end, text)| Edit {
                range: Some(Range::new(
                    Position::new(start.0, start.1),
                    Position::new(end.0, end.1),
                )),
                text: (*text).to_owned(),
            })
            .collect();
        assert!(documents.edit("a", Some(2), edits, Encoding::Utf16));
        let document = documents.get("a").expect("it is open");
        assert_eq!(document.version, 2);
        document.text.clone()
    }

    #[test]
    fn edits_follow_each_other() {
        assert_eq!(
            edited(
                "one\ntwo\n",
                &[((1, 0), (1, 3), "2"), ((1, 1), (1, 1), "!")]
            ),
            "one\n2!\n"
        );
        assert_eq!(edited("🙂b", &[((0, 2), (0, 3), "c")]), "🙂c");
        assert_eq!(edited("", &[((0, 0), (0, 0), "a")]), "a");
    }

    #[test]
    fn an_edit_outside_of_the_text_is_brought_back() {
        assert_eq!(edited("one", &[((7, 7), (9, 9), "!")]), "one!");
        assert_eq!(edited("one", &[((0, 2), (0, 1), "!")]), "o!e");
    }
}
