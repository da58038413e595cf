//! An entry of the log.

use super::{Deed, Scene};
use crate::check::lack::shortened;
use crate::repo::Failure;
use crate::text::edit::NewEntry;

/// What is written down.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The entry's title; where there is none, the first line of the text is.
    pub title: Option<String>,
    /// Its text, as Markdown.
    pub text: String,
}

/// Adds an entry of today.
///
/// # Errors
/// Where it says nothing, or would not be read as one entry.
pub fn act(scene: &Scene<'_>, asked: &Asked) -> Result<Deed, Failure> {
    let (title, body) = parts(asked);
    if title.is_empty() {
        return Err(
            Failure::new("an entry without a title or a text says nothing")
                .hint("give it a title, or what happened with `-m`"),
        );
    }
    let mut editor = scene.editor()?;
    let entry = NewEntry {
        day: scene.day,
        title,
        author: scene.person,
        body,
    };
    let index = editor
        .add_entry(&entry)
        .map_err(|refusal| scene.refused(&refusal))?;
    scene.name_marks(&mut editor, index)?;
    let written = editor.document().log.entries.get(index);
    let told = written
        .and_then(|entry| editor.document().text.get(entry.span.range()))
        .unwrap_or_default()
        .trim_end()
        .replace('\r', "");
    Ok(scene.deed(editor, &shortened(title), told))
}

/// The title and the text: of a text alone, its first line, as git takes a message.
fn parts(asked: &Asked) -> (&str, &str) {
    let text = asked.text.trim_matches(['\n', '\r']);
    let given = asked.title.as_deref().map(str::trim);
    if let Some(title) = given.filter(|title| !title.is_empty()) {
        return (title, text);
    }
    let text = text.trim_start();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    // A list or a heading is no title.
    if first.starts_with(['-', '*', '+', '#']) {
        return ("Notes", text);
    }
    (first.trim(), rest.trim_matches(['\n', '\r']))
}
