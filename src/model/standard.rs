//! What a standard says about one need: the paragraph to quote to whoever has to mend it.

use crate::builtin;
use crate::repo::{Failure, Tree};
use crate::text::Document;

/// The text of a standard: the studio's own, or the built-in one at that path.
///
/// # Errors
/// Where the tree cannot be read.
pub fn text(tree: &dyn Tree, path: &str) -> Result<Option<String>, Failure> {
    Ok(match tree.read(path)? {
        Some(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
        None => builtin::standard(path).map(str::to_owned),
    })
}

/// The first paragraph below the heading of this name, in any case, as it is written; nothing where there is none.
#[must_use]
pub fn paragraph(standard: &str, heading: &str) -> Option<String> {
    let document = Document::parse(standard.as_bytes());
    let section = document.body.section(heading)?;
    first_paragraph(document.text.get(section.content.range())?)
}

/// The first paragraph of a Markdown text, its lines joined.
#[must_use]
pub fn first_paragraph(text: &str) -> Option<String> {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .skip_while(|line| line.is_empty())
        .take_while(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    (!lines.is_empty()).then(|| lines.join(" "))
}
