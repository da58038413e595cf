//! Edits of the log: an entry put in where it belongs, a log made where there is none.

use super::facts::{EntryFacts, Facts};
use super::style::{blank_follows, last_line, line_end};
use super::{Editor, NewEntry, Refusal, Splice};
use crate::day::Day;
use crate::span::Span;
use crate::text::{Document, Log};

impl Editor {
    /// Adds an entry to the log, in the log's own direction: behind those of its day and before, or, where the newest stand first, before them.
    /// Makes the section `Log` at the end of the file where there is none. Says which entry of the log it is then, from 0.
    ///
    /// # Errors
    /// Where the body holds a heading that would end the entry, or the text above keeps it from being read.
    pub fn add_entry(&mut self, entry: &NewEntry<'_>) -> Result<usize, Refusal> {
        let written = written(entry);
        // What comes behind it later has to be read too.
        let alone =
            Document::parse(format!("---\n---\n## Log\n\n{written}\n\n### Next\n").as_bytes());
        let whole = alone.log.section.map(|section| section.end) == Some(alone.text.len());
        let [read, _] = alone.log.entries.as_slice() else {
            return Err(self.unfit(entry));
        };
        let facts = EntryFacts::of(&alone, read);
        let fits = read.day == Some(entry.day)
            && facts.title == one_line(entry.title)
            && facts.author.as_deref() == entry.author;
        if !whole || !fits {
            return Err(self.unfit(entry));
        }
        let text = self.document.text.as_str();
        let end = line_end(text);
        let written = written.replace('\n', end);
        let mut expected = Facts::of(&self.document);
        expected.open_log();
        let (splice, index) = self.placed(entry.day, &written, end);
        expected.entries.insert(index, facts);
        self.apply(&[splice], &expected)?;
        Ok(index)
    }

    fn unfit(&self, entry: &NewEntry<'_>) -> Refusal {
        let at = self.document.log.section.map_or(0, |section| section.start);
        Refusal::at(
            &self.document,
            at,
            format!(
                "the entry `{} {}` cannot be written as one: its headings have to be of level 4 (`####`) or below, and its code blocks and comments need an end",
                entry.day, entry.title
            ),
        )
    }

    /// Where the entry goes, and which of the log it is then.
    fn placed(&self, day: Day, written: &str, end: &str) -> (Splice, usize) {
        let text = self.document.text.as_str();
        let log = &self.document.log;
        let behind = |span: Span| {
            let at = last_line(text, span);
            let close = if blank_follows(text, at) { "" } else { end };
            Splice::insert(at, format!("{end}{end}{written}{close}"))
        };
        let Some(section) = log.section else {
            let body = self.document.body.span;
            let at = last_line(text, body);
            let heading = format!("## Log{end}{end}{written}");
            let blank = text.get(body.range()).unwrap_or_default().trim().is_empty();
            if !blank {
                return (Splice::insert(at, format!("{end}{end}{heading}")), 0);
            }
            // The fence may stand without a line end.
            let fence = text.get(..body.start).unwrap_or_default();
            let open = if fence.ends_with('\n') {
                end.to_owned()
            } else {
                format!("{end}{end}")
            };
            let close =
                if text.get(body.start..).unwrap_or_default().is_empty() && fence.ends_with('\n') {
                    end
                } else {
                    ""
                };
            return (
                Splice::insert(body.start, format!("{open}{heading}{close}")),
                0,
            );
        };
        if newest_first(log) {
            let before = |at: &usize| log.entries.get(*at).and_then(|entry| entry.day);
            let index = (0..log.entries.len())
                .find(|at| before(at).is_some_and(|other| other <= day))
                .unwrap_or(log.entries.len());
            return match log.entries.get(index) {
                Some(next) => (
                    Splice::insert(next.span.start, format!("{written}{end}{end}")),
                    index,
                ),
                None => (behind(section), index),
            };
        }
        let index = log
            .entries
            .iter()
            .rposition(|entry| entry.day.is_none_or(|other| other <= day))
            .map_or(0, |at| at + 1);
        match (
            index.checked_sub(1).and_then(|at| log.entries.get(at)),
            log.entries.first(),
        ) {
            (Some(last), _) => (behind(last.span), index),
            (None, Some(first)) => (
                Splice::insert(first.span.start, format!("{written}{end}{end}")),
                0,
            ),
            (None, None) => (behind(section), 0),
        }
    }
}

/// Whether a log has its newest entries at the top.
pub(super) fn newest_first(log: &Log) -> bool {
    let mut days = log.entries.iter().filter_map(|entry| entry.day);
    let first = days.next();
    first > days.next_back() && log.entries.len() > 1
}

/// The entry with LF line ends, without one at its end.
fn written(entry: &NewEntry<'_>) -> String {
    let title = one_line(entry.title);
    let mut heading = format!("### {}", entry.day);
    if !title.is_empty() {
        heading.push_str(&format!(" {title}"));
    }
    if let Some(author) = entry.author {
        heading.push_str(&format!(" (@{author})"));
    }
    let body = entry.body.replace("\r\n", "\n");
    let body = body.trim_matches('\n').trim_end();
    if body.is_empty() {
        heading
    } else {
        format!("{heading}\n\n{body}")
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
