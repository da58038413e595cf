//! What an item ends with: the last parentheses with its attributes, and its `^id`.

use super::attributes;

/// The parts of an item's text behind the colon, as bytes of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::text) struct Tail {
    /// Where what it says ends.
    pub(in crate::text) text: usize,
    /// What stands between the last parentheses, where those hold attributes.
    pub(in crate::text) attributes: Option<(usize, usize)>,
    /// The id, caret included.
    pub(in crate::text) id: Option<(usize, usize)>,
}

impl Tail {
    /// Finds them.
    pub(in crate::text) fn read(text: &str) -> Self {
        let mut rest = without_comments(text);
        let id = id_at(rest).map(|at| (at, rest.len()));
        if let Some((at, _)) = id {
            rest = without_comments(rest.get(..at).unwrap_or_default());
        }
        let attributes = parentheses(rest);
        let end = attributes.map_or(rest.len(), |(start, _)| {
            let before = rest.get(..start - 1).unwrap_or_default();
            before.trim_end().len()
        });
        Self {
            text: end,
            attributes,
            id,
        }
    }
}

/// `text` without white space and HTML comments at its end.
fn without_comments(text: &str) -> &str {
    let mut text = text.trim_end();
    while let Some(before) = text
        .strip_suffix("-->")
        .and_then(|inside| inside.get(..inside.rfind("<!--")?))
    {
        text = before.trim_end();
    }
    text
}

/// Where the `^id` begins that `text` ends with.
fn id_at(text: &str) -> Option<usize> {
    let name = text
        .trim_end_matches(|character: char| character.is_ascii_alphanumeric() || character == '-');
    let before = name.strip_suffix('^')?;
    let set_off =
        before.is_empty() || before.ends_with(|last: char| last.is_whitespace() || last == ')');
    (name.len() < text.len() && set_off).then_some(before.len())
}

/// The inside of the parentheses that `text` ends with, if attributes stand in them. A full stop behind them does no harm.
fn parentheses(text: &str) -> Option<(usize, usize)> {
    let inside = text.trim_end_matches(['.', ',', ';']).strip_suffix(')')?;
    let end = inside.len();
    let mut depth = 1_usize;
    let mut widest = None;
    for (at, byte) in inside.bytes().enumerate().rev() {
        match byte {
            b')' => depth += 1,
            b'(' => {
                depth -= 1;
                let hold = || inside.get(at + 1..end).is_some_and(attributes::begin);
                if depth == 0 {
                    let link = inside.get(..at).is_some_and(|before| before.ends_with(']'));
                    let found = inside.get(at + 1..end).is_some_and(attributes::any);
                    return (found && !link).then_some((at + 1, end));
                }
                if hold() {
                    widest = Some((at + 1, end));
                }
            }
            _ => {}
        }
    }
    // A stray `)`, as in `1) first`: take the widest that begins like attributes.
    widest
}
