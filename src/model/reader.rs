//! Settings from raw to valid: every problem at once, each with its place. Readers give what they could read and note the rest.

use std::fmt;

use super::keys::Key;
use super::words::{list, nearest};
use crate::span::{Position, Span};
use crate::text::yaml::{Node, NodeKind, Pair, Parsed};

/// Something wrong in `orbit.yml` or a workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsProblem {
    /// The file.
    pub path: String,
    /// Its line and column.
    pub position: Position,
    /// What is wrong and what to write: lower case, no full stop.
    pub message: String,
}

impl fmt::Display for SettingsProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}:{}: {}",
            self.path, self.position.line, self.position.column, self.message
        )
    }
}

/// Reads the nodes of one file and gathers its problems.
pub(super) struct Reader<'a> {
    path: &'a str,
    text: &'a str,
    problems: Vec<SettingsProblem>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(path: &'a str, text: &'a str) -> Self {
        Self {
            path,
            text,
            problems: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> Vec<SettingsProblem> {
        self.problems
    }

    pub(super) fn problem(&mut self, span: Span, message: impl Into<String>) {
        self.problems.push(SettingsProblem {
            path: self.path.to_owned(),
            position: self.position(span),
            message: message.into(),
        });
    }

    /// Where a span begins.
    pub(super) fn position(&self, span: Span) -> Position {
        Position::of(self.text, span.start)
    }

    /// What kept the file from being read as YAML, and keys that stand twice.
    pub(super) fn syntax(&mut self, parsed: &Parsed) {
        for (span, message) in &parsed.problems {
            self.problem(*span, message.clone());
        }
        for duplicate in &parsed.duplicates {
            self.problem(duplicate.span, duplicate.message(self.text));
        }
    }

    /// The pairs of a map; anything else is a problem, except nothing at all.
    pub(super) fn map<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Pair] {
        match &node.kind {
            NodeKind::Mapping(pairs) => pairs,
            NodeKind::Null => &[],
            _ => {
                self.problem(
                    node.span,
                    format!("{what} should be a map of keys and values"),
                );
                &[]
            }
        }
    }

    /// Notes every key that is not one of `known`, with the nearest that is.
    pub(super) fn known(&mut self, pairs: &[Pair], keys: &[Key]) {
        let known: Vec<&str> = keys.iter().map(|key| key.name).collect();
        for pair in pairs {
            if !known.contains(&pair.key.as_str()) {
                let hint = nearest(&pair.key, known.iter().copied()).map_or_else(
                    || format!("known keys are {}", list(&known)),
                    |near| format!("did you mean `{near}`?"),
                );
                self.problem(pair.key_span, format!("unknown key `{}`; {hint}", pair.key));
            }
        }
    }

    /// The text of a scalar.
    pub(super) fn text(&mut self, node: &Node, what: &str) -> Option<String> {
        match node.as_str() {
            Some(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            _ => {
                self.problem(node.span, format!("{what} should be a text"));
                None
            }
        }
    }

    /// A scalar, or a list of scalars.
    pub(super) fn texts(&mut self, node: &Node, what: &str) -> Vec<String> {
        match &node.kind {
            NodeKind::Sequence(nodes) => nodes
                .iter()
                .filter_map(|node| self.text(node, what))
                .collect(),
            NodeKind::Null => Vec::new(),
            NodeKind::Mapping(_) => {
                self.problem(
                    node.span,
                    format!("{what} should be a text or a list of texts"),
                );
                Vec::new()
            }
            NodeKind::Scalar { .. } => self.text(node, what).into_iter().collect(),
        }
    }

    /// `true` or `false`.
    pub(super) fn bool(&mut self, node: &Node, what: &str) -> Option<bool> {
        let value = node.as_bool();
        if value.is_none() {
            self.problem(node.span, format!("{what} should be `true` or `false`"));
        }
        value
    }

    /// A whole number that is not negative.
    pub(super) fn count(&mut self, node: &Node, what: &str) -> Option<usize> {
        let value = node.as_str().and_then(|text| text.trim().parse().ok());
        if value.is_none() {
            self.problem(node.span, format!("{what} should be a whole number"));
        }
        value
    }

    /// A length of time: `14 days`, `2 weeks`, `14`.
    pub(super) fn days(&mut self, node: &Node, what: &str) -> Option<u32> {
        let days = node.as_str().and_then(parse_days);
        if days.is_none() {
            self.problem(
                node.span,
                format!("{what} should be a length of time such as `14 days` or `2 weeks`"),
            );
        }
        days
    }

    /// One of a few words.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        node: &Node,
        what: &str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let text = node.as_str().unwrap_or_default();
        let found = words
            .iter()
            .find(|(word, _)| *word == text)
            .map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let hint = nearest(text, names.iter().copied())
                .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            let of = if names.len() == 1 { "" } else { "one of " };
            self.problem(
                node.span,
                format!("{what} should be {of}{}{hint}", list(&names)),
            );
        }
        found
    }
}

fn parse_days(text: &str) -> Option<u32> {
    let mut words = text.split_whitespace();
    let number: u32 = words.next()?.parse().ok()?;
    let unit = words.next().unwrap_or("days");
    if words.next().is_some() {
        return None;
    }
    let factor = match unit.trim_end_matches('s') {
        "day" => 1,
        "week" => 7,
        "month" => 30,
        "year" => 365,
        _ => return None,
    };
    number.checked_mul(factor)
}
