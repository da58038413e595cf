//! The keys of a front-matter that is not YAML: every line at the margin that reads `key: value`.

use crate::span::Span;
use crate::text::yaml::{Node, NodeKind, Pair};

/// The pairs of the lines of `inside`, which begins at byte `offset` of its file.
pub(super) fn pairs(inside: &str, offset: usize) -> Vec<Pair> {
    let mut at = offset;
    let mut pairs = Vec::new();
    for line in inside.split_inclusive('\n') {
        pairs.extend(pair(line.trim_end(), at));
        at += line.len();
    }
    pairs
}

/// The pair of one line, which begins at byte `at`.
fn pair(line: &str, at: usize) -> Option<Pair> {
    let first = line.chars().next()?;
    if first.is_whitespace() || first == '#' || line.starts_with("- ") {
        return None;
    }
    let colon = line
        .match_indices(':')
        .map(|(colon, _)| colon)
        .find(|colon| {
            line.get(colon + 1..)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
        })?;
    let key = line.get(..colon)?.trim_end();
    let rest = line.get(colon + 1..)?;
    let value = without_comment(rest.trim_start());
    let value_at = if value.is_empty() {
        at + colon + 1 + usize::from(rest.starts_with(' '))
    } else {
        at + line.len() - rest.trim_start().len()
    };
    let text = unquoted(value);
    let plain = text.len() == value.len();
    let kind = if value.is_empty() || matches!(value, "~" | "null" | "Null" | "NULL") {
        NodeKind::Null
    } else {
        NodeKind::Scalar {
            text: text.to_owned(),
            plain,
        }
    };
    Some(Pair {
        key: unquoted(key).to_owned(),
        key_span: Span::new(at, at + key.len()),
        value: Node {
            span: Span::new(value_at, value_at + value.len()),
            kind,
        },
    })
}

/// A value without the comment behind it; a `#` between quotes begins none.
fn without_comment(value: &str) -> &str {
    let quoted = value
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\''))
        .and_then(|quote| value.get(1..)?.find(quote))
        .map_or(0, |end| end + 2);
    let comment = value
        .match_indices('#')
        .map(|(at, _)| at)
        .find(|&at| {
            at >= quoted
                && value
                    .get(..at)
                    .is_some_and(|before| before.is_empty() || before.ends_with([' ', '\t']))
        })
        .unwrap_or(value.len());
    value.get(..comment).unwrap_or(value).trim_end()
}

/// A text without the quotes around it, or the one quote that is left of them.
fn unquoted(text: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some(rest) = text.strip_prefix(quote) {
            return rest.strip_suffix(quote).unwrap_or(rest);
        }
    }
    text
}
