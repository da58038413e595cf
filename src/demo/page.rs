//! A file of the demo that is no engagement: a standard, or what is true of a client. Its past is what the notes say.

use super::edits::Edits;
use super::former::{Note, Part};
use crate::day::Day;
use crate::repo::Failure;
use crate::text::Document;

/// A change of such a file.
pub(super) struct Change {
    /// When; nothing for how it began.
    pub(super) day: Option<Day>,
    /// Who, as a handle, and how the commit says so; nothing for how it began.
    pub(super) told: Option<(String, String)>,
    /// What the file holds then.
    pub(super) text: String,
}

/// What a file held, oldest first.
///
/// # Errors
/// Where a note is about a section that the file does not have, or does not say who changed it.
pub(super) fn changes(path: &str, text: &str, notes: &[Note]) -> Result<Vec<Change>, Failure> {
    let wrong = |what: &str| Failure::new(format!("`{path}` cannot be replayed: {what}"));
    let document = Document::parse(text.as_bytes());
    let mut steps = Vec::new();
    for note in notes {
        match note {
            Note::Was {
                part: Part::Section(title),
                until,
                was,
                told: Some(told),
            } => {
                let section = document
                    .body
                    .section(title)
                    .ok_or_else(|| wrong(&format!("it has no section `{title}`")))?;
                steps.push((*until, told, section, was));
            }
            Note::Since(..) => {}
            _ => return Err(wrong("only its sections have a past, told by somebody")),
        }
    }
    steps.sort_by_key(|(until, ..)| *until);
    let before = |count: usize| {
        let mut edits = Edits::new(&document.text);
        for (_, _, section, was) in steps.iter().skip(count) {
            match was {
                Some(was) => edits.replace(section.content, format!("\n{}\n\n", was.trim_end())),
                None => edits.cut(section.span),
            }
        }
        edits.apply()
    };
    let mut changes = vec![Change {
        day: None,
        told: None,
        text: before(0),
    }];
    changes.extend(
        steps
            .iter()
            .enumerate()
            .map(|(index, (until, told, ..))| Change {
                day: Some(*until),
                told: Some((*told).clone()),
                text: before(index + 1),
            }),
    );
    Ok(changes)
}
