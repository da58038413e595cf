//! One file, read once: bytes to a [`Document`].

use super::{Body, Document, FrontMatter, LARGEST, Log, Problem, ProblemKind};
use crate::span::{Lines, Span};

/// Reads a file's bytes. What `other` read of the same front-matter is taken from it.
pub(super) fn read(bytes: &[u8], other: Option<&Document>) -> Document {
    if bytes.len() > LARGEST {
        return too_large();
    }
    let mut problems = Vec::new();
    if let Err(error) = std::str::from_utf8(bytes) {
        problems.push(not_utf8(bytes, error.valid_up_to()));
    }
    let text = text_of(bytes);
    let (front_matter, body_at) = other
        .and_then(|other| same_front_matter(&text, other))
        .unwrap_or_else(|| FrontMatter::read(&text, &mut problems));
    let body = Body::read(&text, body_at);
    let log = Log::read(&text, &body);
    problems.sort_by_key(|problem| problem.span.start);
    Document {
        text,
        front_matter,
        body,
        log,
        problems,
        lines: Lines::default(),
    }
}

/// The text that is read of a file's bytes.
pub(super) fn text_of(bytes: &[u8]) -> String {
    if bytes.len() > LARGEST {
        return String::new();
    }
    String::from_utf8_lossy(bytes).into_owned()
}

/// The front-matter of `other` and where the body behind it begins, if `text` begins with the same, closing fence included, and nothing is wrong with it.
fn same_front_matter(text: &str, other: &Document) -> Option<(FrontMatter, usize)> {
    let start = other.body.span.start;
    let head = other.text.get(..start)?;
    let whole = other.front_matter.valid && other.problems.is_empty() && head.ends_with('\n');
    (whole && text.starts_with(head)).then(|| (other.front_matter.clone(), start))
}

/// The problem at byte `at`, the first that is not UTF-8. Up to there the lossy text is the same, and there it holds U+FFFD.
fn not_utf8(bytes: &[u8], at: usize) -> Problem {
    let message = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        "the file is UTF-16, not UTF-8".to_owned()
    } else {
        let byte = bytes.get(at).copied().unwrap_or_default();
        format!("byte 0x{byte:02x} is not UTF-8")
    };
    Problem {
        kind: ProblemKind::NotUtf8,
        span: Span::new(at, at + char::REPLACEMENT_CHARACTER.len_utf8()),
        message,
    }
}

fn too_large() -> Document {
    let message = format!("the file is larger than {LARGEST} bytes, the most that is read");
    Document {
        text: String::new(),
        front_matter: FrontMatter::default(),
        body: Body::default(),
        log: Log::default(),
        problems: vec![Problem {
            kind: ProblemKind::TooLarge,
            span: Span::at(0),
            message,
        }],
        lines: Lines::default(),
    }
}
