//! What editors send and are sent, as far as it is used. Addresses are texts: an editor that leaves an `é` in one as it is means a file all the same.

use lsp_types::{Diagnostic, Position, Range, TextEdit};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What an editor says of itself.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Initialize {
    /// The folder that is open, as older editors say it.
    pub root_uri: Option<String>,
    /// The folders that are open.
    pub workspace_folders: Option<Vec<Folder>>,
    /// What it can do.
    pub capabilities: Value,
}

/// A folder that is open.
#[derive(Debug, Deserialize)]
pub struct Folder {
    /// Its address.
    pub uri: String,
}

/// A document's address.
#[derive(Debug, Deserialize)]
pub struct Named {
    /// The address.
    pub uri: String,
    /// Which version of it is meant.
    #[serde(default)]
    pub version: Option<i32>,
}

/// A document that was opened.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Opened {
    /// The document.
    pub text_document: Text,
}

/// A document with its text.
#[derive(Debug, Deserialize)]
pub struct Text {
    /// Its address.
    pub uri: String,
    /// Its version.
    #[serde(default)]
    pub version: i32,
    /// Its text.
    pub text: String,
}

/// A document that was edited.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Changed {
    /// Which.
    pub text_document: Named,
    /// The edits, one after another.
    pub content_changes: Vec<Edit>,
}

/// One edit.
#[derive(Debug, Deserialize)]
pub struct Edit {
    /// What is replaced; everything where nothing is said.
    #[serde(default)]
    pub range: Option<Range>,
    /// By what.
    pub text: String,
}

/// Something about one document.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// Which.
    pub text_document: Named,
}

/// A place in a document.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct At {
    /// Which.
    pub text_document: Named,
    /// Where.
    pub position: Position,
}

/// A part of a document for which actions are asked.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Within {
    /// Which.
    pub text_document: Named,
    /// Where.
    pub range: Range,
}

/// What is wrong with a document.
#[derive(Debug, Serialize)]
pub struct Published<'a> {
    /// Which.
    pub uri: &'a str,
    /// Which version of it was looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i32>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// A place in some document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Location {
    /// Which.
    pub uri: String,
    /// Where.
    pub range: Range,
}

/// Something that an editor can do at once.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CodeAction {
    /// What it says.
    pub title: String,
    /// What sort it is.
    pub kind: &'static str,
    /// What it mends.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<Diagnostic>,
    /// Whether it is the first to be tried.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_preferred: bool,
    /// What it edits.
    pub edit: WorkspaceEdit,
}

/// Edits, by the addresses of documents.
#[derive(Debug, Serialize)]
pub struct WorkspaceEdit {
    /// The edits of each.
    pub changes: Map<String, Value>,
}

impl WorkspaceEdit {
    /// Edits of one document.
    #[must_use]
    pub fn of(uri: &str, edits: &[TextEdit]) -> Self {
        let edits = serde_json::to_value(edits).unwrap_or_default();
        Self {
            changes: std::iter::once((uri.to_owned(), edits)).collect(),
        }
    }
}
