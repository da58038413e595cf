//! The one pass from events to markup.

mod marks;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Tag, TagEnd};

use self::marks::attribute;
use super::escape::escape;
use super::{Guide, Leads};
use crate::text::log::Entry;

/// Deeper nesting than this is written flat.
const DEEPEST: usize = 40;

/// One entry of a text's events.
type Placed<'d> = (Event<'d>, Range<usize>);

/// Something open, and what closes it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Open {
    /// Closed by this.
    Tag(&'static str),
    /// A heading of this level.
    Heading(u8),
    /// Nothing was written.
    Nothing,
    /// An item of a mark, up to this byte of whose file its own line goes; what stands there was written already.
    Mark { line_end: usize },
    /// An item that is left out, with all that is in it.
    Hidden,
}

pub(super) struct Writer<'g> {
    guide: &'g dyn Guide,
    html: String,
    open: Vec<Open>,
    /// How many of `open` are hidden.
    hidden: usize,
    /// Added to a heading's level.
    shift: i8,
    above: u8,
    entry: Option<&'g Entry>,
    /// Whether the fields of a handoff are said elsewhere on the page.
    fields_told: bool,
    /// The raw HTML of a block, gathered.
    raw: Option<String>,
}

impl<'g> Writer<'g> {
    /// `highest` is the highest level of the headings to come, which becomes the one below `above`.
    pub(super) fn new(
        guide: &'g dyn Guide,
        above: u8,
        highest: Option<u8>,
        entry: Option<&'g Entry>,
    ) -> Self {
        let shift = highest.map_or(0, |highest| {
            i8::try_from(above + 1).unwrap_or(6) - i8::try_from(highest).unwrap_or(1)
        });
        Self {
            guide,
            html: String::new(),
            open: Vec::new(),
            hidden: 0,
            shift,
            above,
            entry,
            fields_told: false,
            raw: None,
        }
    }

    /// The same without the fields of a handoff, which its page says in its head.
    pub(super) fn without_fields(mut self) -> Self {
        self.fields_told = true;
        self
    }

    /// What was written, with everything closed.
    pub(super) fn finish(mut self) -> String {
        while let Some(open) = self.open.pop() {
            self.close(&open);
        }
        self.html
    }

    /// Whether what stands at `at` was written with a mark's own line already.
    fn told(&self, at: usize) -> bool {
        self.hidden > 0
            || self
                .open
                .iter()
                .rev()
                .find_map(|open| match open {
                    Open::Mark { line_end } => Some(at < *line_end),
                    _ => None,
                })
                .unwrap_or(false)
    }

    pub(super) fn event(&mut self, event: &Event<'_>, range: &Range<usize>, ahead: &[Placed<'_>]) {
        match event {
            Event::Start(tag) => self.start(tag, range, ahead),
            Event::End(end) => self.end(*end),
            _ if self.told(range.start) => {}
            Event::Html(raw) => self.raw(raw),
            other => self.leaf(other),
        }
    }

    /// An event of a text that is one line: blocks leave a space.
    pub(super) fn inline(&mut self, event: &Event<'_>, source: &str) {
        match event {
            Event::Start(tag) if is_inline(tag) => self.open_inline(tag),
            Event::End(end) if is_inline_end(*end) => {
                if let Some(open) = self.open.pop() {
                    self.close(&open);
                }
            }
            Event::Start(_) | Event::End(_) => {
                if !self.html.is_empty() && !self.html.ends_with(' ') {
                    self.html.push(' ');
                }
            }
            Event::Rule => escape(&mut self.html, source),
            Event::Html(raw) => escape(&mut self.html, &without_comments(raw)),
            Event::SoftBreak | Event::HardBreak => self.html.push(' '),
            other => self.leaf(other),
        }
    }

    fn leaf(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) => match &mut self.raw {
                Some(raw) => raw.push_str(text),
                None => escape(&mut self.html, text),
            },
            Event::Code(code) => {
                self.html.push_str("<code>");
                escape(&mut self.html, code);
                self.html.push_str("</code>");
            }
            Event::InlineHtml(raw) | Event::Html(raw) => {
                escape(&mut self.html, &without_comments(raw));
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => escape(&mut self.html, text),
            Event::FootnoteReference(name) => {
                self.html.push_str("<sup>");
                escape(&mut self.html, name);
                self.html.push_str("</sup>");
            }
            Event::SoftBreak => self.html.push('\n'),
            Event::HardBreak => self.html.push_str("<br>\n"),
            Event::Rule => self.html.push_str("<hr>\n"),
            Event::TaskListMarker(ticked) => self.html.push_str(checkbox(*ticked)),
            Event::Start(_) | Event::End(_) => {}
        }
    }

    fn raw(&mut self, text: &str) {
        match &mut self.raw {
            Some(raw) => raw.push_str(text),
            None => escape(&mut self.html, &without_comments(text)),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>, ahead: &[Placed<'_>]) {
        if self.hidden > 0 {
            return self.hide();
        }
        if self.open.len() > DEEPEST {
            return self.open.push(Open::Nothing);
        }
        if let Tag::Item = tag {
            return self.item(range, ahead);
        }
        if self.told(range.start) {
            return self.open.push(Open::Nothing);
        }
        if is_inline(tag) {
            return self.open_inline(tag);
        }
        let (markup, close): (&str, &'static str) = match tag {
            Tag::Paragraph => ("<p>", "</p>\n"),
            Tag::Heading { level, .. } => {
                let level = i8::try_from(number(*level)).unwrap_or(6) + self.shift;
                let level = u8::try_from(level)
                    .unwrap_or(1)
                    .clamp((self.above + 1).min(6), 6);
                self.html.push_str(&format!("<h{level}>"));
                return self.open.push(Open::Heading(level));
            }
            Tag::BlockQuote(_) => ("<blockquote>\n", "</blockquote>\n"),
            Tag::CodeBlock(kind) => {
                // Behind the language, a block may say which file it is.
                if let CodeBlockKind::Fenced(info) = kind
                    && let Some((_, file)) = info.trim().split_once(' ')
                {
                    self.html.push_str("<p class=\"file\">");
                    escape(&mut self.html, file.trim());
                    self.html.push_str("</p>\n");
                }
                ("<pre tabindex=\"0\"><code>", "</code></pre>\n")
            }
            Tag::HtmlBlock => {
                self.raw = Some(String::new());
                ("", "")
            }
            Tag::List(Some(first)) => {
                if *first == 1 {
                    ("<ol>\n", "</ol>\n")
                } else {
                    self.html.push_str(&format!("<ol start=\"{first}\">\n"));
                    ("", "</ol>\n")
                }
            }
            Tag::List(None) => match self.list(ahead) {
                List::Plain => ("<ul>\n", "</ul>\n"),
                List::Marks => ("<ul class=\"marks\">\n", "</ul>\n"),
                List::Nothing => return self.hide(),
            },
            Tag::FootnoteDefinition(name) => {
                self.html.push_str("<div class=\"footnote\"><sup>");
                escape(&mut self.html, name);
                ("</sup>\n", "</div>\n")
            }
            Tag::Table(_) => (
                "<div class=\"wide\" role=\"region\" aria-label=\"Table\" tabindex=\"0\"><table>\n",
                "</tbody></table></div>\n",
            ),
            Tag::TableHead => ("<thead><tr>", "</tr></thead>\n<tbody>\n"),
            Tag::TableRow => ("<tr>", "</tr>\n"),
            Tag::TableCell => {
                let head = self
                    .open
                    .last()
                    .is_some_and(|open| *open == Open::Tag("</tr></thead>\n<tbody>\n"));
                if head {
                    ("<th>", "</th>")
                } else {
                    ("<td>", "</td>")
                }
            }
            _ => ("", ""),
        };
        self.html.push_str(markup);
        self.open.push(Open::Tag(close));
    }

    fn hide(&mut self) {
        self.hidden += 1;
        self.open.push(Open::Hidden);
    }

    fn end(&mut self, end: TagEnd) {
        let Some(open) = self.open.pop() else { return };
        if open == Open::Hidden {
            self.hidden = self.hidden.saturating_sub(1);
            return;
        }
        if end == TagEnd::HtmlBlock
            && let Some(raw) = self.raw.take()
        {
            let text = without_comments(&raw);
            let text = text.trim();
            if !text.is_empty() {
                self.html.push_str("<p>");
                escape(&mut self.html, text);
                self.html.push_str("</p>\n");
            }
        }
        self.close(&open);
    }

    fn close(&mut self, open: &Open) {
        match open {
            Open::Tag(close) => self.html.push_str(close),
            Open::Heading(level) => self.html.push_str(&format!("</h{level}>\n")),
            Open::Mark { .. } => self.html.push_str("</li>\n"),
            Open::Nothing | Open::Hidden => {}
        }
    }

    fn open_inline(&mut self, tag: &Tag<'_>) {
        let (markup, close): (&str, &'static str) = match tag {
            Tag::Emphasis => ("<em>", "</em>"),
            Tag::Strong => ("<strong>", "</strong>"),
            Tag::Strikethrough => ("<del>", "</del>"),
            Tag::Superscript => ("<sup>", "</sup>"),
            Tag::Subscript => ("<sub>", "</sub>"),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                return self.link(dest_url);
            }
            _ => ("", ""),
        };
        self.html.push_str(markup);
        self.open.push(Open::Tag(close));
    }

    /// A link; a picture is linked by its words and never fetched.
    fn link(&mut self, target: &CowStr<'_>) {
        let linked = self.open.contains(&Open::Tag("</a>"));
        let (root, target, close) = match self.guide.leads(target) {
            _ if linked => return self.open.push(Open::Tag("")),
            Leads::Here(url) => (self.guide.root(), url, "</a>"),
            Leads::Out(address) => ("", address, "</a>"),
            Leads::Nowhere => return self.open.push(Open::Tag("")),
        };
        self.html.push_str("<a href=\"");
        self.html.push_str(root);
        escape(&mut self.html, &target);
        self.html.push_str("\">");
        self.open.push(Open::Tag(close));
    }

    /// What a list that opens here holds.
    fn list(&self, ahead: &[Placed<'_>]) -> List {
        let (mut items, mut marks, mut told) = (0, 0, 0);
        let mut depth = 0_usize;
        let above = self.mark_above();
        for (event, range) in ahead {
            match event {
                Event::Start(tag) => {
                    if depth == 0 && matches!(tag, Tag::Item) {
                        items += 1;
                        let is_mark = self.mark(range).is_some();
                        let is_field = !is_mark && self.field(range).is_some();
                        if is_field && self.fields_told {
                            told += 1;
                        } else if is_mark || is_field {
                            marks += 1;
                        } else if above.is_some_and(|mark| attribute(mark, range).is_some()) {
                            told += 1;
                        }
                    }
                    depth += 1;
                }
                Event::End(_) if depth == 0 => break,
                Event::End(_) => depth -= 1,
                _ => {}
            }
        }
        if marks > 0 {
            List::Marks
        } else if items > 0 && told == items {
            List::Nothing
        } else {
            List::Plain
        }
    }

    fn item(&mut self, range: &Range<usize>, ahead: &[Placed<'_>]) {
        if let Some(mark) = self.mark(range) {
            self.html.push_str("<li>");
            self.say_mark(mark);
            return self.open.push(Open::Mark {
                line_end: mark.line_span.end,
            });
        }
        if let Some(field) = self.field(range) {
            if self.fields_told {
                return self.hide();
            }
            self.html.push_str("<li><span class=\"keyword\">");
            escape(&mut self.html, &crate::site::words::sentence(&field.name));
            self.html.push_str("</span> ");
            let value = field.value.trim();
            let day = crate::day::Day::parse(value).map(crate::site::words::day);
            let name = value
                .strip_prefix('@')
                .map_or(value, |handle| self.guide.name(handle));
            let name = day.unwrap_or_else(|| name.to_owned());
            escape(&mut self.html, &name);
            return self.open.push(Open::Mark {
                line_end: field.value_span.end.max(range.start + 1),
            });
        }
        if let Some(mark) = self.mark_above()
            && attribute(mark, range).is_some()
        {
            return self.hide();
        }
        let task = ahead
            .iter()
            .take_while(|(event, _)| {
                matches!(
                    event,
                    Event::Start(Tag::Paragraph) | Event::TaskListMarker(_)
                )
            })
            .any(|(event, _)| matches!(event, Event::TaskListMarker(_)));
        self.html
            .push_str(if task { "<li class=\"task\">" } else { "<li>" });
        self.open.push(Open::Tag("</li>\n"));
    }
}

enum List {
    Plain,
    Marks,
    /// All its items are said elsewhere: attributes by the mark above, fields by the page.
    Nothing,
}

const fn checkbox(ticked: bool) -> &'static str {
    if ticked {
        "<span class=\"box\" aria-hidden=\"true\">✓</span><span class=\"sr\">done: </span> "
    } else {
        "<span class=\"box\" aria-hidden=\"true\">○</span><span class=\"sr\">open: </span> "
    }
}

/// Raw HTML without its comments, which are notes to writers.
fn without_comments(raw: &str) -> String {
    let mut kept = String::new();
    let mut rest = raw;
    while let Some((before, comment)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
    }
    kept.push_str(rest);
    kept
}

const fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

const fn is_inline_end(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

const fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
