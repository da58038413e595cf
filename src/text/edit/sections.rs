//! Edits of the text above the log: a section put in.

use super::style::{blank_follows, last_line, line_end};
use super::{Editor, Facts, Refusal, Splice};
use crate::span::Span;
use crate::text::Document;

impl Editor {
    /// Writes a section: adds it where there is none of that title, else puts this text in the place of what stands below its heading.
    ///
    /// # Errors
    /// Where the text would be read as something else than one section.
    pub fn write_section(&mut self, title: &str, content: &str) -> Result<(), Refusal> {
        let document = &self.document;
        let Some(section) = document.body.section(title) else {
            return self.add_section(title, content);
        };
        let text = document.text.as_str();
        let end = line_end(text);
        let content = content.replace("\r\n", "\n");
        let content = content.trim_matches('\n').trim_end().replace('\n', end);
        let former = text.get(section.content.range()).unwrap_or_default();
        if former.trim() == content.trim() {
            return Ok(());
        }
        if section.content.is_empty() && !text.ends_with('\n') {
            let splice = Splice::insert(text.len(), format!("{end}{end}{content}"));
            return self.rewritten(section.heading, splice);
        }
        // The blank lines around it stay.
        let inner = former.trim_matches(['\n', '\r']);
        let lead = former.len() - former.trim_start_matches(['\n', '\r']).len();
        let start = section.content.start + lead;
        let splice = if inner.trim().is_empty() {
            let behind = if section.content.end == text.len() {
                ""
            } else {
                end
            };
            Splice::replace(section.content, format!("{end}{content}{end}{behind}"))
        } else {
            Splice::replace(Span::new(start, start + inner.trim_end().len()), content)
        };
        self.rewritten(section.heading, splice)
    }

    /// What stands below one heading, and below those within it, is another text; all else is as it was.
    fn rewritten(&mut self, heading: usize, splice: Splice) -> Result<(), Refusal> {
        let outside = |document: &Document| -> Option<(Facts, usize, usize)> {
            let section = document.body.section_of_heading(heading)?;
            let inside = document.body.headings_in(section.content).len();
            Some((
                Facts::of(document),
                inside,
                document.body.items_in(section.content).count(),
            ))
        };
        let mut edited = self.clone();
        edited.splice(&splice)?;
        let refused = || {
            Refusal::at(
                &self.document,
                splice.span.start,
                "the text of the section would be read as something else: its headings have to be of a lower level than its own, and its code blocks and comments need an end",
            )
        };
        let (Some((mut before, inner, _)), Some((mut after, now, _))) =
            (outside(&self.document), outside(&edited.document))
        else {
            return Err(refused());
        };
        // The blocks of both but those of the section itself; what opens the text is the first.
        before.blocks.drain(heading + 1..heading + 2 + inner);
        after.blocks.drain(heading + 1..heading + 2 + now);
        (before.tasks, after.tasks) = (Vec::new(), Vec::new());
        if before.difference(&after).is_some() {
            return Err(refused());
        }
        *self = edited;
        Ok(())
    }

    /// Adds a section of level 2 with this text above the log, or at the end where there is none.
    ///
    /// # Errors
    /// Where one of this title is there, or the text would be read as something else than one section.
    pub fn add_section(&mut self, title: &str, content: &str) -> Result<(), Refusal> {
        let document = &self.document;
        if let Some(section) = document.body.section(title) {
            let message = format!("the section `{title}` is there already");
            return Err(Refusal::at(document, section.span.start, message));
        }
        let text = document.text.as_str();
        let content = content.replace("\r\n", "\n");
        let content = content.trim_matches('\n').trim_end();
        let written = if content.is_empty() {
            format!("## {title}")
        } else {
            format!("## {title}\n\n{content}")
        };
        let alone = Document::parse(format!("---\n---\n{written}\n").as_bytes());
        let own = Facts::of(&alone);
        let end = line_end(text);
        let written = written.replace('\n', end);
        let mut expected = Facts::of(document);
        let before = match document.log.section {
            Some(log) => Span::new(document.body.span.start, log.start),
            None => document.body.span,
        };
        let above = Facts::of(&Document::parse(
            text.get(..before.end).unwrap_or_default().as_bytes(),
        ));
        let place = above.blocks.len().min(expected.blocks.len());
        expected
            .blocks
            .splice(place..place, own.blocks.into_iter().skip(1));
        let tasks = above.tasks.len().min(expected.tasks.len());
        expected.tasks.splice(tasks..tasks, own.tasks);
        let at = last_line(text, before);
        let blank = text
            .get(before.range())
            .unwrap_or_default()
            .trim()
            .is_empty();
        let fenced = text.get(..at).unwrap_or_default().ends_with('\n');
        let open = if blank && fenced {
            end.to_owned()
        } else {
            format!("{end}{end}")
        };
        let behind = text.get(at..).unwrap_or_default();
        let close = match (blank, blank_follows(text, at)) {
            (true, _) if !behind.is_empty() && !behind.starts_with(['\r', '\n']) => {
                format!("{end}{end}")
            }
            (false, true) => String::new(),
            _ => end.to_owned(),
        };
        self.apply(
            &[Splice::insert(at, format!("{open}{written}{close}"))],
            &expected,
        )
    }
}
