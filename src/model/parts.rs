//! The parts of an engagement's text: what opens it, and what stands below each of its headings of the first two levels, the log left out.

use crate::span::Span;
use crate::text::Document;

/// One part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'d> {
    /// Its heading; nothing for what opens the text, before or behind the title.
    pub title: Option<&'d str>,
    /// What stands there.
    pub content: Span,
}

/// The parts of a text in order. A first heading of level 1 is the title and opens no part of its own.
#[must_use]
pub fn of(document: &Document) -> Vec<Part<'_>> {
    let body = &document.body;
    let tops: Vec<_> = body
        .headings
        .iter()
        .enumerate()
        .filter(|(_, heading)| heading.level <= 2)
        .collect();
    let mut parts = Vec::with_capacity(tops.len() + 2);
    let first = tops
        .first()
        .map_or(body.span.end, |(_, heading)| heading.span.start);
    parts.push(Part {
        title: None,
        content: Span::new(body.span.start, first.max(body.span.start)),
    });
    for (place, (index, heading)) in tops.iter().enumerate() {
        if document
            .log
            .section
            .is_some_and(|log| log.start == heading.span.start)
        {
            continue;
        }
        let end = tops
            .get(place + 1)
            .map_or(body.span.end, |(_, next)| next.span.start);
        let is_title = heading.level == 1 && *index == 0;
        parts.push(Part {
            title: (!is_title).then_some(heading.text.as_str()),
            content: Span::new(heading.below, end.max(heading.below)),
        });
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_outside_of_the_log_stands_in_a_part() {
        let text = "---\na: b\n---\nopening\n\n# Title\n\nunder the title\n\n## One\n\n1\n\n### Inner\n\n1.1\n\n## Log\n\n### 2026-03-20 Call\n\nx\n\n# Late\n\n2\n";
        let document = Document::parse(text.as_bytes());
        let told: Vec<(Option<&str>, String)> = of(&document)
            .iter()
            .map(|part| {
                (
                    part.title,
                    document.body.prose_text(&document.text, part.content),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                (None, "opening".to_owned()),
                (None, "under the title".to_owned()),
                (Some("One"), "1 1.1".to_owned()),
                (Some("Late"), "2".to_owned()),
            ]
        );
    }
}
