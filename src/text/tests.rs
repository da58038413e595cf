//! What holds of every document, whatever its bytes: no panic, and every place lies in the text.

mod mutation;
mod properties;
pub(in crate::text) mod samples;

use super::yaml::{Node, NodeKind};
use super::*;

/// Panics where a document breaks what every document promises.
fn hold(document: &Document) {
    let text = document.text.as_str();
    each_span(document, &mut |what, span| {
        assert!(
            span.start <= span.end && text.get(span.range()).is_some(),
            "{what} at {span:?} of {text:?}"
        );
    });
    let starts = |spans: Vec<usize>, what: &str| {
        assert!(spans.is_sorted(), "{what} out of order in {text:?}");
    };
    let body = &document.body;
    starts(
        body.headings.iter().map(|one| one.span.start).collect(),
        "headings",
    );
    starts(
        body.items.iter().map(|one| one.span.start).collect(),
        "items",
    );
    starts(
        body.links.iter().map(|one| one.span.start).collect(),
        "links",
    );
    starts(
        body.prose
            .iter()
            .flat_map(|run| [run.start, run.end])
            .collect(),
        "prose",
    );
    starts(
        document.problems.iter().map(|one| one.span.start).collect(),
        "problems",
    );
    for item in &body.items {
        if let Some(parent) = item.parent {
            assert!(parent < body.items.len());
        }
    }
    for section in body.sections() {
        assert_eq!(body.section_of_heading(section.heading), Some(section));
        let words = body.words(text, section.content);
        let prose = body.prose_text(text, section.content);
        assert!(words <= prose.chars().count(), "{prose:?}");
        assert!(
            !prose.is_ascii() || words <= prose.split(' ').count(),
            "{prose:?}"
        );
    }
}

/// Hands every span of a document to `see`.
fn each_span(document: &Document, see: &mut dyn FnMut(&str, Span)) {
    for problem in &document.problems {
        see("problem", problem.span);
    }
    see("front-matter", document.front_matter.span);
    for pair in &document.front_matter.pairs {
        see("key", pair.key_span);
        each_node(&pair.value, see);
    }
    let body = &document.body;
    see("body", body.span);
    for heading in &body.headings {
        see("heading", heading.span);
        see("heading's text", heading.text_span);
        see("below a heading", Span::at(heading.below));
    }
    for section in body.sections() {
        see("section", section.span);
        see("section's content", section.content);
    }
    for item in &body.items {
        see("item", item.span);
        see("item's text", item.text_span);
        see("box", item.box_span.unwrap_or_default());
    }
    for link in &body.links {
        see("link", link.span);
    }
    for run in &body.prose {
        see("prose", *run);
    }
    see("log", document.log.section.unwrap_or_default());
    for entry in &document.log.entries {
        see("day", entry.day_span.unwrap_or_default());
        see("title", entry.title_span);
        see("entry's heading", entry.heading_span);
        see("entry", entry.span);
        see("entry's content", entry.content);
        for mark in &entry.marks {
            see("keyword", mark.keyword_span);
            see("mark's text", mark.text_span);
            see("id", mark.id_span.unwrap_or_default());
            see("mark's box", mark.box_span.unwrap_or_default());
            see("mark", mark.span);
            see("mark's line", mark.line_span);
            for attribute in &mark.attributes {
                see("attribute", attribute.span);
                see("attribute's value", attribute.value_span);
            }
        }
        for field in &entry.fields {
            see("field's name", field.name_span);
            see("field's value", field.value_span);
        }
        for part in &entry.parts {
            see("part's heading", part.heading_span);
            see("part", part.content);
        }
    }
}

fn each_node(node: &Node, see: &mut dyn FnMut(&str, Span)) {
    see("value", node.span);
    match &node.kind {
        NodeKind::Null | NodeKind::Scalar { .. } => {}
        NodeKind::Sequence(nodes) => nodes.iter().for_each(|node| each_node(node, see)),
        NodeKind::Mapping(pairs) => {
            for pair in pairs {
                see("key", pair.key_span);
                each_node(&pair.value, see);
            }
        }
    }
}

/// Panics where the short way to one field and the long way differ.
fn fields_agree(bytes: &[u8], document: &Document) {
    for key in ["stage", "title", "a", "no such key"] {
        let value = document.front_matter.value(key);
        let whole = value
            .filter(|value| !value.is_blank())
            .and_then(Node::as_str);
        let quick = field_of(bytes, key);
        assert_eq!(quick.as_deref(), whole, "{key:?} of {:?}", document.text);
        for end in 0..bytes.len().min(200) {
            let beginning = &bytes[..end];
            if shows_front_matter(beginning) {
                assert_eq!(field_of(beginning, key), quick, "{beginning:?}");
            }
        }
    }
}

#[test]
fn bytes_that_are_not_utf8_are_named_where_the_first_stands() {
    for (bytes, at, message) in [
        (
            &b"---\nstage: caf\xe9\n---\n## A\n- promise: \xff\n"[..],
            14,
            "byte 0xe9 is not UTF-8",
        ),
        (b"\xff\xfe#\0 \0", 0, "the file is UTF-16, not UTF-8"),
        (b"---\n---\nx\xc3", 9, "byte 0xc3 is not UTF-8"),
    ] {
        let document = Document::parse(bytes);
        hold(&document);
        let problem = document
            .problems
            .iter()
            .find(|problem| problem.kind == ProblemKind::NotUtf8);
        assert_eq!(
            problem.map(|problem| (problem.span.start, problem.message.as_str())),
            Some((at, message))
        );
        let place = problem.map(|problem| &document.text[problem.span.range()]);
        assert_eq!(place, Some("\u{fffd}"));
    }
    let document = Document::parse(b"---\nstage: caf\xe9\n---\n## A\n");
    assert_eq!(
        document.front_matter.value("stage").and_then(Node::as_str),
        Some("caf\u{fffd}")
    );
    assert_eq!(document.body.headings.len(), 1);
}

#[test]
fn a_file_that_is_too_large_is_not_read_at_all() {
    let mut bytes = b"---\nstage: lead\n---\n".to_vec();
    bytes.resize(LARGEST, b'x');
    assert_eq!(Document::parse(&bytes).problems, []);
    bytes.push(b'x');
    let document = Document::parse(&bytes);
    let kinds: Vec<_> = document
        .problems
        .iter()
        .map(|problem| problem.kind)
        .collect();
    assert_eq!(kinds, [ProblemKind::TooLarge]);
    assert_eq!(
        document.problems[0].message,
        "the file is larger than 2097152 bytes, the most that is read"
    );
    assert_eq!(
        (document.text.as_str(), field_of(&bytes, "stage")),
        ("", None)
    );
}

#[test]
fn nul_bytes_do_no_harm() {
    let document = Document::parse(b"---\nstage: le\0ad\n---\n## A\0\n- x\0y\n\0");
    hold(&document);
    assert_eq!(document.problems[0].message, "a NUL byte stands here");
    assert_eq!(document.body.items.len(), 1);
}
