//! Markdown to headings, sections, list items and links with spans; the only file that names the Markdown parser.

use crate::span::Span;

/// The part of a file below its front-matter.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// All of it.
    pub span: Span,
    /// Its headings in order; those in code, quotes and comments are none.
    pub headings: Vec<Heading>,
    /// Its list items in order, nested ones behind their parents.
    pub items: Vec<Item>,
    /// Its links in order.
    pub links: Vec<Link>,
    /// Its runs of prose in order: what a reader reads, without markup, comments and headings.
    pub prose: Vec<Span>,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its text without markup.
    pub text: String,
    /// The text as written, without `#`s and underline.
    pub text_span: Span,
    /// The heading whole, to its line's end.
    pub span: Span,
}

/// A heading and what stands below it, up to the next heading of its level or a higher one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// The index of its heading in [`Body::headings`].
    pub heading: usize,
    /// From the heading's first byte to the section's end.
    pub span: Span,
    /// What stands below the heading.
    pub content: Span,
}

/// A list item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The item whole, nested items included, from its bullet on.
    pub span: Span,
    /// The text of its first paragraph as written, behind bullet and box, without the line's end. May run over several lines.
    pub text_span: Span,
    /// Whether it is ticked, where it is a task; `- [x]` and `- [X]` are.
    pub ticked: Option<bool>,
    /// The three bytes of the box, `[ ]`, where it is a task.
    pub box_span: Option<Span>,
    /// The item that it is nested in, as an index of [`Body::items`].
    pub parent: Option<usize>,
}

/// A link or an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, as written.
    pub target: String,
    /// The link whole.
    pub span: Span,
    /// Whether it is an image.
    pub image: bool,
    /// Whether it is a `[[wikilink]]`.
    pub wiki: bool,
}
