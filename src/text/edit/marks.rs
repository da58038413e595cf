//! Edits of marks: one added to an entry, attributes added to one that stands there, an id given.

use super::style::{Bullet, last_item, line_end, line_stop};
use super::{Editor, Facts, MarkFacts, NewMark, Refusal, Splice};
use crate::text::{Item, Mark};

/// What stands in the parentheses of one line, in bytes; beyond that, the longest attributes get lines of their own.
const LONGEST: usize = 90;

/// Attributes that are told in sentences, and so below the line.
const TOLD: [&str; 3] = ["because", "answer", "result"];

impl Editor {
    /// Adds a mark to entry `index` of the log: behind the items that end it, in their style, above its first sub-heading.
    ///
    /// # Errors
    /// Where there is no such entry, or the mark would not be read as it is meant.
    pub fn add_mark(&mut self, index: usize, mark: &NewMark) -> Result<(), Refusal> {
        let Some((at, own)) = self.own_end(index) else {
            return Err(Refusal::at(&self.document, 0, "there is no such entry"));
        };
        let (document, text) = (&self.document, self.document.text.as_str());
        if mark.text.trim().is_empty() {
            let message = format!("a {} has to say something", mark.keyword);
            return Err(Refusal::at(document, at, message));
        }
        let end = line_end(text);
        let last = last_item(&document.body, own);
        // The list goes on where its last item ends the entry.
        let list = last
            .filter(|item| line_stop(text, item.span.end) == at)
            .and_then(|item| Some((item, Bullet::of(document, item)?)));
        let bullet = list.as_ref().map_or_else(
            || Bullet {
                indent: String::new(),
                ..self.bullet()
            },
            |(_, bullet)| bullet.clone(),
        );
        let gap = match &list {
            Some((item, _)) if !self.is_loose(item) => end.to_owned(),
            _ => format!("{end}{end}"),
        };
        let close = if super::style::blank_follows(text, at) {
            ""
        } else {
            end
        };
        let written = written(mark, &bullet, end);
        let mut expected = Facts::of(document);
        if let Some(facts) = expected.entries.get_mut(index) {
            facts.words = None;
            // Marks in its answers stand behind those of its own.
            let before = self.document.log.entries.get(index).map_or(0, |entry| {
                entry
                    .marks
                    .iter()
                    .filter(|other| other.span.start < at)
                    .count()
            });
            facts
                .marks
                .insert(before.min(facts.marks.len()), asked(mark));
        }
        self.apply(
            &[Splice::insert(at, format!("{gap}{written}{close}"))],
            &expected,
        )
    }

    /// Settles or completes a mark: its box as said, one put in where it has none, and these attributes added to it.
    /// `mark` is one of the document as it is now.
    ///
    /// # Errors
    /// Where it does not stand in the document, or the result would not be read as it is meant.
    pub fn complete_mark(
        &mut self,
        mark: &Mark,
        ticked: Option<bool>,
        attributes: &[(String, String)],
    ) -> Result<(), Refusal> {
        let document = &self.document;
        let mut expected = Facts::of(document);
        let Some((facts, entry)) = document
            .log
            .entries
            .iter()
            .zip(&mut expected.entries)
            .find_map(|(entry, facts)| {
                let place = entry.marks.iter().position(|own| own.span == mark.span)?;
                Some((facts, place))
            })
        else {
            return Err(Refusal::at(
                document,
                mark.span.start,
                "no mark stands here",
            ));
        };
        facts.words = None;
        if let Some(own) = facts.marks.get_mut(entry) {
            own.ticked = ticked.or(own.ticked);
            own.attributes.extend(attributes.iter().map(attribute));
            own.sort();
        }
        let mut splices = Vec::new();
        if let Some(ticked) = ticked {
            splices.push(self.boxed(mark, ticked));
        }
        let (told, short): (Vec<_>, Vec<_>) = attributes.iter().partition(|one| is_told(one));
        if !short.is_empty() {
            let words: Vec<String> = short.iter().map(|one| short_form(one)).collect();
            let words = words.join(", ");
            let inline = mark.attributes.iter();
            let last = inline
                .filter(|one| mark.line_span.contains(one.span))
                .map(|one| one.span.end)
                .max();
            splices.push(match last {
                Some(at) => Splice::insert(at, format!(", {words}")),
                None => Splice::insert(
                    mark.text_span.end.max(mark.keyword_span.end + 1),
                    format!(" ({words})"),
                ),
            });
        }
        if !told.is_empty() {
            splices.push(self.below(mark, &told));
        }
        self.apply(&splices, &expected)
    }

    /// Gives a mark that has none an id.
    ///
    /// # Errors
    /// Where it has one, or the result would not be read as it is meant.
    pub fn name_mark(&mut self, mark: &Mark, id: &str) -> Result<(), Refusal> {
        let document = &self.document;
        if mark.id.is_some() {
            return Err(Refusal::at(
                document,
                mark.span.start,
                "this mark has an id already",
            ));
        }
        let mut expected = Facts::of(document);
        let entries = document.log.entries.iter().zip(&mut expected.entries);
        for (entry, facts) in entries {
            let marks = entry.marks.iter().zip(&mut facts.marks);
            for (_, own) in marks.filter(|(own, _)| own.span == mark.span) {
                own.id = Some(id.to_owned());
                facts.words = None;
            }
        }
        self.apply(
            &[Splice::insert(mark.line_span.end, format!(" ^{id}"))],
            &expected,
        )
    }

    /// The box of a mark, ticked or empty.
    fn boxed(&self, mark: &Mark, ticked: bool) -> Splice {
        let sign = if ticked { "x" } else { " " };
        if let Some(span) = mark.box_span {
            let inner = crate::span::Span::new(span.start + 1, (span.end - 1).max(span.start + 1));
            let now = self.document.text.get(inner.range());
            // What is ticked already stays as it is, an `X` too.
            let stays = mark.ticked == Some(ticked);
            return Splice::replace(inner, if stays { now.unwrap_or(sign) } else { sign });
        }
        let rest = self
            .document
            .text
            .get(mark.span.range())
            .unwrap_or_default();
        let digits = rest.trim_start_matches(|first: char| first.is_ascii_digit());
        let behind = digits.get(1..).unwrap_or_default();
        let at = mark.span.end - behind.trim_start_matches([' ', '\t']).len();
        Splice::insert(at, format!("[{sign}] "))
    }

    /// Attributes as items nested in a mark, behind those that are there.
    fn below(&self, mark: &Mark, attributes: &[&(String, String)]) -> Splice {
        let (document, text) = (&self.document, self.document.text.as_str());
        let end = line_end(text);
        let items = &document.body.items;
        let own = items.iter().position(|item| item.span == mark.span);
        let last = items
            .iter()
            .rfind(|item| own.is_some() && item.parent == own);
        let (at, bullet) = match last.and_then(|item| Some((item, Bullet::of(document, item)?))) {
            Some((item, bullet)) => (line_stop(text, item.span.end), bullet),
            None => {
                let bullet = own
                    .and_then(|own| Bullet::of(document, items.get(own)?))
                    .unwrap_or_else(Bullet::usual);
                (line_stop(text, mark.line_span.end), bullet.nested())
            }
        };
        let lines: String = attributes
            .iter()
            .map(|(name, value)| format!("{end}{}{}{name}: {value}", bullet.indent, bullet.sign))
            .collect();
        Splice::insert(at, lines)
    }

    /// The bullet that the log uses: that of its last mark, else of its last item, else of the file's last.
    fn bullet(&self) -> Bullet {
        let document = &self.document;
        let items = document.body.items.iter().rev();
        let log = document.log.section;
        let own = items
            .clone()
            .filter(|item| item.parent.is_none() && log.is_some_and(|log| log.contains(item.span)));
        own.chain(items.filter(|item| item.parent.is_none()))
            .find_map(|item| Bullet::of(document, item))
            .unwrap_or_else(Bullet::usual)
    }

    /// Whether a blank line stands between an item and the one before it in its list.
    fn is_loose(&self, item: &Item) -> bool {
        let mut items = self.document.body.items.iter();
        let before =
            items.rfind(|other| other.parent == item.parent && other.span.end <= item.span.start);
        before.is_some_and(|before| {
            let gap = self.document.text.get(before.span.end..item.span.start);
            gap.is_some_and(|gap| gap.trim().is_empty() && gap.matches('\n').count() == 2)
        })
    }
}

/// The mark as lines of Markdown, without a line end at its end.
fn written(mark: &NewMark, bullet: &Bullet, end: &str) -> String {
    let (mut below, mut inline): (Vec<_>, Vec<_>) =
        mark.attributes.iter().partition(|one| is_told(one));
    let width = |inline: &[&(String, String)]| -> usize {
        inline.iter().map(|one| short_form(one).len() + 2).sum()
    };
    while width(&inline) > LONGEST
        && let Some(longest) =
            (0..inline.len()).max_by_key(|at| inline.get(*at).map(|one| one.1.len()))
    {
        below.push(inline.remove(longest));
    }
    let mut line = format!("{}{}", bullet.indent, bullet.sign);
    if let Some(ticked) = mark.ticked {
        line.push_str(if ticked { "[x] " } else { "[ ] " });
    }
    line.push_str(&format!("{}: {}", mark.keyword, mark.text));
    if !inline.is_empty() {
        let words: Vec<String> = inline.iter().map(|one| short_form(one)).collect();
        line.push_str(&format!(" ({})", words.join(", ")));
    }
    if let Some(id) = &mark.id {
        line.push_str(&format!(" ^{id}"));
    }
    let nested = bullet.nested();
    for (name, value) in below {
        line.push_str(&format!(
            "{end}{}{}{name}: {value}",
            nested.indent, nested.sign
        ));
    }
    line
}

/// An attribute as it stands between parentheses.
fn short_form((name, value): &(String, String)) -> String {
    if name == "by" && value.starts_with('@') {
        value.clone()
    } else {
        format!("{name} {value}").trim_end().to_owned()
    }
}

/// Whether an attribute is told below the line: a sentence, or a value that parentheses cannot hold.
fn is_told((name, value): &(String, String)) -> bool {
    let odd = value.contains(['(', ')', '[', ']', ',']);
    !value.is_empty() && (odd || TOLD.contains(&name.as_str()) && value.len() > 24)
}

/// What is asked for, as it is to be read.
fn asked(mark: &NewMark) -> MarkFacts {
    let mut facts = MarkFacts {
        keyword: mark.keyword,
        text: mark.text.clone(),
        attributes: mark.attributes.iter().map(attribute).collect(),
        id: mark.id.clone(),
        ticked: mark.ticked,
    };
    facts.sort();
    facts
}

fn attribute((name, value): &(String, String)) -> (String, String, bool) {
    match value.strip_prefix('@') {
        Some(handle) => (name.clone(), handle.to_owned(), true),
        None => (name.clone(), value.clone(), false),
    }
}
