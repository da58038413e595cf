//! Edits: what is asked of a document, as the few bytes that it changes. Comments, quotes, the order of keys, bullets and line ends stay as they are.
//!
//! Every edit is tried before it counts: the text is read again, and has to say what it said before and what was asked, and nothing else.
//! Where it does not, because a code fence above is never closed or an alias stands for the value, the edit is refused and nothing is changed.
//!
//! ```
//! use orbit::text::Document;
//! use orbit::text::edit::{Editor, Value};
//!
//! let text = "---\nstage: lead   # since May\n---\n";
//! let mut editor = Editor::new(Document::parse(text.as_bytes()))?;
//! editor.set("stage", Value::Text("research"), None)?;
//! assert_eq!(editor.finish(), "---\nstage: research   # since May\n---\n");
//! # Ok::<(), orbit::text::edit::Refusal>(())
//! ```

mod facts;
mod fields;
mod keys;
mod log;
mod marks;
mod refusal;
mod scalar;
mod sections;
mod style;

use super::{Document, Keyword, Problem, ProblemKind};
use crate::day::Day;
use crate::span::Span;
use facts::{Facts, MarkFacts};

pub use refusal::Refusal;

/// A value to be written under a front-matter key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// A text: quoted where it would be read as anything else.
    Text(&'a str),
    /// A day, a number or a truth value: written without quotes, unless the one before it had some.
    Plain(&'a str),
}

/// A mark to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMark {
    /// Its kind.
    pub keyword: Keyword,
    /// What it says, in one line.
    pub text: String,
    /// Its attributes in order, each a name and a value. A value that begins with `@` is a handle; `by` with a handle is written as the handle alone.
    pub attributes: Vec<(String, String)>,
    /// Its name, without the caret.
    pub id: Option<String>,
    /// Whether it has a box, and whether that is ticked.
    pub ticked: Option<bool>,
}

impl NewMark {
    /// A mark of this kind, with a box where those of its kind have one.
    #[must_use]
    pub fn new(keyword: Keyword, text: impl Into<String>) -> Self {
        let boxed = matches!(keyword, Keyword::Promise | Keyword::Question);
        Self {
            keyword,
            text: text.into(),
            attributes: Vec::new(),
            id: None,
            ticked: boxed.then_some(false),
        }
    }

    /// The same with one more attribute.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.attributes.push((name.into(), value.into()));
        self
    }

    /// The mark as somebody wrote it in one line, its attributes and id taken from the text: `two logos (@tom, due 2026-03-20) ^p1`.
    #[must_use]
    pub fn written(keyword: Keyword, text: &str) -> Self {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let alone = Document::parse(
            format!("## Log\n\n### 2000-01-01 One\n\n- {keyword}: {line}\n").as_bytes(),
        );
        let mut mark = Self::new(keyword, line);
        if let Some(read) = alone.log.marks().next() {
            mark.text.clone_from(&read.text);
            mark.id.clone_from(&read.id);
            mark.attributes = read
                .attributes
                .iter()
                .map(|attribute| {
                    let at = if attribute.handle { "@" } else { "" };
                    (attribute.name.clone(), format!("{at}{}", attribute.value))
                })
                .collect();
        }
        mark
    }
}

/// An entry to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry<'a> {
    /// Its day.
    pub day: Day,
    /// Its title, in one line.
    pub title: &'a str,
    /// Who writes it, as a handle without `@`.
    pub author: Option<&'a str>,
    /// What stands below its heading, as Markdown; its own headings are of level 4 and below.
    pub body: &'a str,
}

/// A document that is being edited. After each edit it holds the document as it is then; an edit that is refused changes nothing.
#[derive(Debug, Clone)]
pub struct Editor {
    document: Document,
}

/// One piece of a text and what is to stand in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Splice {
    span: Span,
    with: String,
}

impl Splice {
    fn insert(at: usize, with: impl Into<String>) -> Self {
        Self::replace(Span::at(at), with)
    }

    fn replace(span: Span, with: impl Into<String>) -> Self {
        Self {
            span,
            with: with.into(),
        }
    }
}

impl Editor {
    /// Begins to edit a document.
    ///
    /// # Errors
    /// Where it is not UTF-8, too large, or has no front-matter that can be read: what cannot be read is not written.
    pub fn new(document: Document) -> Result<Self, Refusal> {
        let stands_in_the_way = |problem: &&Problem| problem.kind != ProblemKind::KeyDuplicate;
        match document.problems.iter().find(stands_in_the_way) {
            Some(problem) => Err(Refusal::at(
                &document,
                problem.span.start,
                problem.message.clone(),
            )),
            None => Ok(Self { document }),
        }
    }

    /// The document as it is now.
    #[must_use]
    pub const fn document(&self) -> &Document {
        &self.document
    }

    /// The text as it is now.
    #[must_use]
    pub fn finish(self) -> String {
        self.document.text
    }

    /// Makes the changes, reads the text again, and keeps it if it says what `expected` says.
    fn apply(&mut self, splices: &[Splice], expected: &Facts) -> Result<(), Refusal> {
        let at = splices.first().map_or(0, |splice| splice.span.start);
        let document = self.spliced(splices)?;
        match expected.difference(&Facts::of(&document)) {
            None => {
                self.document = document;
                Ok(())
            }
            Some(what) => Err(Refusal::at(&self.document, at, what)),
        }
    }

    /// Makes a change, whatever it does.
    fn splice(&mut self, splice: &Splice) -> Result<(), Refusal> {
        self.document = self.spliced(std::slice::from_ref(splice))?;
        Ok(())
    }

    /// The document with these changes.
    fn spliced(&self, splices: &[Splice]) -> Result<Document, Refusal> {
        let mut ordered: Vec<&Splice> = splices.iter().collect();
        ordered.sort_by_key(|splice| splice.span.start);
        let text = &self.document.text;
        let mut edited = String::with_capacity(text.len() + 256);
        let mut from = 0;
        for splice in ordered {
            let (Some(kept), true) = (
                text.get(from..splice.span.start),
                text.is_char_boundary(splice.span.end),
            ) else {
                let message = "the edit has no clear place";
                return Err(Refusal::at(&self.document, splice.span.start, message));
            };
            edited.push_str(kept);
            edited.push_str(&splice.with);
            from = splice.span.end;
        }
        edited.push_str(text.get(from..).unwrap_or_default());
        Ok(Document::parse(edited.as_bytes()))
    }
}

/// The smallest piece of `before` that differs from `after`, and what stands there in `after`; both in whole characters.
#[must_use]
pub fn difference<'a>(before: &str, after: &'a str) -> (Span, &'a str) {
    let front: usize = before
        .chars()
        .zip(after.chars())
        .take_while(|(one, other)| one == other)
        .map(|(one, _)| one.len_utf8())
        .sum();
    let (rest, other) = (
        before.get(front..).unwrap_or_default(),
        after.get(front..).unwrap_or_default(),
    );
    let back: usize = rest
        .chars()
        .rev()
        .zip(other.chars().rev())
        .take_while(|(one, other)| one == other)
        .map(|(one, _)| one.len_utf8())
        .sum();
    let with = other.get(..other.len() - back).unwrap_or_default();
    (Span::new(front, before.len() - back), with)
}

#[cfg(test)]
mod tests;
