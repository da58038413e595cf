//! Edits of the text above the log: a section put in.

use super::style::{blank_follows, last_line, line_end};
use super::{Editor, Facts, Refusal, Splice};
use crate::span::Span;
use crate::text::Document;

impl Editor {
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
