//! Markdown to headings, sections, list items and links with spans; the only file that names the Markdown parser.

mod section;
mod words;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use crate::span::{Span, floor_boundary};

pub use section::same_title;

/// The part of a file below its front-matter.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// All of it.
    pub span: Span,
    /// Its headings in order; those in code, quotes, lists and comments are none.
    pub headings: Vec<Heading>,
    /// Its list items in order, nested ones behind their parents; those in quotes, somebody else's words, are none.
    pub items: Vec<Item>,
    /// Its links in order.
    pub links: Vec<Link>,
    /// Its runs of prose in order: what a reader reads, code included, without markup, comments and headings.
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
    /// The heading whole, to its line's end; an underline included, the line feed not.
    pub span: Span,
    /// Where what stands below it begins: behind its line feed.
    pub below: usize,
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
    /// The item whole, nested items included, from its bullet on, without blank lines at its end.
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

/// The Markdown that engagements are written in.
#[must_use]
pub fn dialect() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_WIKILINKS
}

impl Body {
    /// Reads the part of a file that begins at byte `start`.
    pub(super) fn read(text: &str, start: usize) -> Self {
        let start = floor_boundary(text, start);
        let source = text.get(start..).unwrap_or_default();
        let mut reader = Reader {
            text: source,
            offset: start,
            body: Self {
                span: Span::new(start, text.len()),
                ..Self::default()
            },
            blocks: Vec::new(),
            quotes: 0,
            heading: None,
        };
        for (event, range) in Parser::new_ext(source, dialect()).into_offset_iter() {
            let span = reader.span(range.start, range.end);
            reader.event(event, span);
        }
        reader.body
    }
}

/// A block that is open while reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    /// A list item that is kept, with what is known of its first paragraph.
    Item(usize, Text),
    /// An item in a quote.
    QuotedItem,
    Paragraph,
    Quote,
    Footnote,
    Other,
}

/// The first paragraph of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Text {
    Awaited,
    Open(Span),
    Closed(Span),
    /// The item begins with something else.
    None,
}

struct Reader<'a> {
    /// The body.
    text: &'a str,
    /// Where it begins in the file.
    offset: usize,
    body: Body,
    blocks: Vec<Block>,
    quotes: usize,
    heading: Option<Heading>,
}

impl Reader<'_> {
    /// A span of the file from bytes of the body.
    fn span(&self, start: usize, end: usize) -> Span {
        let start = floor_boundary(self.text, start);
        let end = floor_boundary(self.text, end).max(start);
        Span::new(start + self.offset, end + self.offset)
    }

    /// Where the next line begins, seen from `at`: `at` itself where it stands behind a line feed.
    fn next_line(&self, at: usize) -> usize {
        let (before, behind) = self
            .text
            .split_at_checked(at.saturating_sub(self.offset))
            .unwrap_or((self.text, ""));
        if before.ends_with('\n') {
            return at;
        }
        at + behind.find('\n').map_or(behind.len(), |length| length + 1)
    }

    fn written(&self, span: Span) -> &str {
        let range = span.start.saturating_sub(self.offset)..span.end.saturating_sub(self.offset);
        self.text.get(range).unwrap_or_default()
    }

    /// A span without white space at its ends.
    fn trimmed(&self, span: Span) -> Span {
        let text = self.written(span);
        let end = span.start + text.trim_end().len();
        let start = span.end - text.trim_start().len();
        Span::new(start.min(end), end)
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) => {
                self.inline(span);
                if !text.is_empty() {
                    self.prose(&text, span);
                }
            }
            Event::Code(code) => {
                self.inline(span);
                let written = self.written(span);
                let ticks = written.len() - written.trim_start_matches('`').len();
                let inner = Span::new(span.start + ticks, span.end.saturating_sub(ticks));
                if !inner.is_empty() {
                    self.prose(&code, inner);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                self.inline(span);
                match &mut self.heading {
                    Some(heading) => heading.text.push(' '),
                    None => self.join(span),
                }
            }
            Event::TaskListMarker(ticked) => self.tick(ticked, span),
            Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => self.inline(span),
            Event::Html(_) | Event::Rule => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        let block = match tag {
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => return self.link(link_type, dest_url.into_string(), span, false),
            Tag::Image {
                link_type,
                dest_url,
                ..
            } => return self.link(link_type, dest_url.into_string(), span, true),
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript => return self.inline(span),
            Tag::Paragraph => Block::Paragraph,
            Tag::Heading { level, .. } => {
                let below = self.next_line(span.end);
                let span = self.trimmed(span);
                self.heading = Some(Heading {
                    level: number(level),
                    text: String::new(),
                    text_span: Span::at(self.heading_text_start(span)),
                    span,
                    below,
                });
                Block::Other
            }
            Tag::Item if self.quotes > 0 => Block::QuotedItem,
            Tag::Item => {
                self.leave_text(Text::None);
                let item = self.item(span);
                self.body.items.push(item);
                Block::Item(self.body.items.len() - 1, Text::Awaited)
            }
            Tag::BlockQuote(_) => {
                self.quotes += 1;
                Block::Quote
            }
            Tag::FootnoteDefinition(_) => Block::Footnote,
            _ => Block::Other,
        };
        if block != Block::Paragraph {
            self.leave_text(Text::None);
        }
        self.blocks.push(block);
    }

    fn end(&mut self, tag: TagEnd, _span: Span) {
        if matches!(
            tag,
            TagEnd::Link
                | TagEnd::Image
                | TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript
        ) {
            return;
        }
        match self.blocks.pop() {
            Some(Block::Item(index, text)) => self.finish_item(index, text),
            Some(Block::Paragraph) => self.leave_text(Text::Awaited),
            Some(Block::Quote) => self.quotes = self.quotes.saturating_sub(1),
            _ => {}
        }
        if let TagEnd::Heading(_) = tag
            && let Some(heading) = self.heading.take()
            && !self.contained()
        {
            self.body.headings.push(Heading {
                text: heading.text.trim().to_owned(),
                text_span: self.trimmed(heading.text_span),
                ..heading
            });
        }
    }

    /// Whether what is read stands inside a quote, a list or a footnote.
    fn contained(&self) -> bool {
        self.blocks.iter().any(|block| {
            matches!(
                block,
                Block::Item(..) | Block::QuotedItem | Block::Quote | Block::Footnote
            )
        })
    }

    /// The first paragraph of the innermost open block, if that is an item, ends here; `otherwise` stands for one that has not begun.
    fn leave_text(&mut self, otherwise: Text) {
        if let Some(Block::Item(_, text)) = self.blocks.last_mut() {
            *text = match *text {
                Text::Open(span) => Text::Closed(span),
                Text::Awaited => otherwise,
                settled => settled,
            };
        }
    }

    /// Takes something that stands in a line into the text of the item or the heading that it is part of.
    fn inline(&mut self, span: Span) {
        if let Some(heading) = &mut self.heading {
            let start = if heading.text_span.is_empty() {
                span.start
            } else {
                heading.text_span.start.min(span.start)
            };
            let end = heading.text_span.end.max(span.end).max(start);
            heading.text_span = Span::new(start, end);
            return;
        }
        let mut above = self.blocks.iter_mut().rev();
        let mut block = above.next();
        if let Some(Block::Paragraph) = block {
            block = above.next();
        }
        if let Some(Block::Item(_, text)) = block {
            *text = match *text {
                Text::Awaited => Text::Open(span),
                Text::Open(before) => Text::Open(Span::new(
                    before.start.min(span.start),
                    before.end.max(span.end),
                )),
                settled => settled,
            };
        }
    }

    fn prose(&mut self, text: &str, span: Span) {
        match &mut self.heading {
            Some(heading) => heading.text.push_str(text),
            None => match self.body.prose.last_mut() {
                Some(last) if last.end == span.start => last.end = span.end.max(last.end),
                Some(last) if last.end > span.start => {}
                _ => self.body.prose.push(span),
            },
        }
    }

    /// Lets the run of prose go on over a line's end that follows it directly.
    fn join(&mut self, span: Span) {
        if let Some(last) = self.body.prose.last_mut()
            && last.end == span.start
        {
            last.end = span.end.max(last.end);
        }
    }

    fn link(&mut self, link_type: LinkType, target: String, span: Span, image: bool) {
        self.inline(span);
        self.body.links.push(Link {
            target,
            span,
            image,
            wiki: matches!(link_type, LinkType::WikiLink { .. }),
        });
    }

    fn tick(&mut self, ticked: bool, span: Span) {
        let item = self.blocks.iter().rev().find_map(|block| match block {
            Block::Item(index, _) => Some(*index),
            _ => None,
        });
        if let Some(item) = item.and_then(|index| self.body.items.get_mut(index)) {
            item.ticked = Some(ticked);
            item.box_span = Some(span);
        }
    }

    fn item(&self, span: Span) -> Item {
        let span = self.trimmed(span);
        let parent = self.blocks.iter().rev().find_map(|block| match block {
            Block::Item(index, _) => Some(*index),
            _ => None,
        });
        Item {
            span,
            text_span: Span::at(span.start),
            ticked: None,
            box_span: None,
            parent,
        }
    }

    fn finish_item(&mut self, index: usize, text: Text) {
        let Some(item) = self.body.items.get(index) else {
            return;
        };
        let text_span = match text {
            Text::Open(span) | Text::Closed(span) => self.trimmed(span),
            Text::Awaited | Text::None => {
                let behind = item.box_span.map_or_else(
                    || item.span.start + bullet_length(self.written(item.span)),
                    |span| span.end,
                );
                let space = Span::new(behind, item.span.end.max(behind));
                Span::at(behind + usize::from(self.written(space).starts_with(' ')))
            }
        };
        if let Some(item) = self.body.items.get_mut(index) {
            item.text_span = text_span;
        }
    }

    /// Where the text of a heading begins: behind its `#`s and blanks.
    fn heading_text_start(&self, span: Span) -> usize {
        let text = self.written(span);
        let hashes = text.trim_start_matches('#');
        let blanks = hashes.trim_start_matches([' ', '\t']);
        if hashes.len() == text.len() {
            span.start
        } else {
            span.end - blanks.len()
        }
    }
}

/// How many bytes the bullet or number takes that `item` begins with.
fn bullet_length(item: &str) -> usize {
    let digits = item.bytes().take_while(u8::is_ascii_digit).count();
    (digits + 1).min(item.len())
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests;
