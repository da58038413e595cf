//! What the files of the demo were before they became what they are: read from `templates/demo/former.yml`.

use std::collections::BTreeMap;

use crate::day::Day;
use crate::repo::Failure;
use crate::text::yaml::{self, Node};

/// A piece of a file that may have been otherwise before, or not there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// A key of the front-matter.
    Field(String),
    /// A section, by its heading.
    Section(String),
}

/// Something about a file's past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Note {
    /// Up to a day a piece of it was otherwise; nothing where it was not there.
    Was {
        /// Which piece.
        part: Part,
        /// The day of the entry that made it what it is.
        until: Day,
        /// What it was.
        was: Option<String>,
        /// Who changed it, and how the commit says so, where no entry of a log does.
        told: Option<(String, String)>,
    },
    /// Up to a day the engagement had another id.
    Path {
        /// Its id then.
        id: String,
        /// The day of the entry that moved it.
        until: Day,
    },
    /// The entry of this day was written on a branch of its own.
    Merge(Day),
    /// The file was begun on this day, by this person.
    Since(Day, String),
}

/// The notes on each file, by its id.
pub(super) type Notes = BTreeMap<String, Vec<Note>>;

/// Reads the notes.
///
/// # Errors
/// Where they are not YAML, or a note is none of those above.
pub(super) fn read(text: &str) -> Result<Notes, Failure> {
    let parsed = yaml::parse(text, 0);
    if let Some((_, problem)) = parsed.problems.first() {
        return Err(Failure::new("the former texts of the demo cannot be read").because(problem));
    }
    let mut notes = Notes::new();
    for pair in parsed.root.as_map().unwrap_or_default() {
        let of_file = pair.value.as_list().unwrap_or_default().iter().map(|node| {
            note(node).ok_or_else(|| {
                Failure::new(format!(
                    "a former text of `{}` cannot be understood: {}",
                    pair.key,
                    node.display()
                ))
            })
        });
        notes.insert(pair.key.clone(), of_file.collect::<Result<_, _>>()?);
    }
    Ok(notes)
}

fn note(node: &Node) -> Option<Note> {
    let text = |key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
    let day = |key: &str| Day::parse(node.get(key)?.as_str()?);
    if let Some(day) = day("merge") {
        return Some(Note::Merge(day));
    }
    if let Some(day) = day("since") {
        return Some(Note::Since(day, text("by")?));
    }
    let until = day("until")?;
    if let Some(id) = text("path") {
        return Some(Note::Path { id, until });
    }
    let part = text("field")
        .map(Part::Field)
        .or_else(|| text("section").map(Part::Section))?;
    let was = text("was").filter(|was| !was.trim().is_empty());
    Some(Note::Was {
        part,
        until,
        was,
        told: text("by").zip(text("message")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_note_is_read() {
        let notes = read(concat!(
            "a/b:\n  - {field: value, until: 2026-02-03, was: \"EUR 38,000\"}\n",
            "  - section: Approach\n    until: 2026-02-10\n    was: |\n      Text.\n",
            "  - {path: a/c, until: 2025-12-01}\n  - merge: 2026-03-02\n  - {field: due, until: 2026-02-03, was: ''}\n",
        ))
        .expect("notes");
        let of = notes.get("a/b").expect("a file's notes");
        assert_eq!(of.len(), 5);
        assert!(matches!(&of[1], Note::Was { was: Some(was), .. } if was == "Text.\n"));
        assert!(matches!(&of[2], Note::Path { id, .. } if id == "a/c"));
        assert!(matches!(&of[4], Note::Was { was: None, .. }));
    }

    #[test]
    fn a_note_that_says_nothing_is_refused_by_its_file() {
        let refused = read("a/b:\n  - {field: value}\n").expect_err("a refusal");
        assert!(refused.message.contains("`a/b`"), "{refused}");
    }
}
