//! Asking a node what it holds.

use super::{Node, NodeKind, Pair};

impl Node {
    /// The text of a scalar, whatever its type; numbers and truth values as written. Nothing for null and collections.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The nodes of a sequence.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Self]> {
        match &self.kind {
            NodeKind::Sequence(nodes) => Some(nodes),
            _ => None,
        }
    }

    /// The pairs of a mapping.
    #[must_use]
    pub fn as_map(&self) -> Option<&[Pair]> {
        match &self.kind {
            NodeKind::Mapping(pairs) => Some(pairs),
            _ => None,
        }
    }

    /// The value under `key` of a mapping; of duplicates the last.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        let pairs = self.as_map()?;
        let pair = pairs.iter().rev().find(|pair| pair.key == key)?;
        Some(&pair.value)
    }

    /// Whether nothing stands here: null, a text of white space, or a collection with nothing in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match &self.kind {
            NodeKind::Null => true,
            NodeKind::Scalar { text, .. } => text.trim().is_empty(),
            NodeKind::Sequence(nodes) => nodes.iter().all(Self::is_blank),
            NodeKind::Mapping(pairs) => pairs.is_empty(),
        }
    }

    /// The truth value that an unquoted `true` or `false` is (YAML's core schema: `yes` and `on` are texts).
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self.plain()? {
            "true" | "True" | "TRUE" => Some(true),
            "false" | "False" | "FALSE" => Some(false),
            _ => None,
        }
    }

    /// The number that an unquoted scalar is by YAML's core schema: `12`, `-1.5e3`, `0x1f`, `0o17`. Infinities and `.nan` are none.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        let text = self.plain()?;
        let based = |digits: &str, radix| {
            let number = u32::from_str_radix(digits, radix).ok().map(f64::from);
            number.filter(|_| digits.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        };
        if let Some(digits) = text.strip_prefix("0x") {
            return based(digits, 16);
        }
        if let Some(digits) = text.strip_prefix("0o") {
            return based(digits, 8);
        }
        let numeric = text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E'));
        if !numeric || !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        text.parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// The text of a scalar, or the texts of a list's scalars; other things in the list are passed over.
    #[must_use]
    pub fn texts(&self) -> Vec<&str> {
        match &self.kind {
            NodeKind::Scalar { text, .. } => vec![text],
            NodeKind::Sequence(nodes) => nodes.iter().filter_map(Self::as_str).collect(),
            NodeKind::Null | NodeKind::Mapping(_) => Vec::new(),
        }
    }

    /// The value on one line, for people: a list with commas, a map as `key: value`, white space folded; nothing for null.
    #[must_use]
    pub fn display(&self) -> String {
        match &self.kind {
            NodeKind::Null => String::new(),
            NodeKind::Scalar { text, .. } => text.split_whitespace().collect::<Vec<_>>().join(" "),
            NodeKind::Sequence(nodes) => {
                let flat = nodes.iter().all(|node| node.as_str().is_some());
                let parts: Vec<_> = nodes.iter().map(Self::display).collect();
                parts.join(if flat { ", " } else { "; " })
            }
            NodeKind::Mapping(pairs) => {
                let parts: Vec<_> = pairs
                    .iter()
                    .map(|pair| format!("{}: {}", pair.key, pair.value.display()))
                    .collect();
                parts.join(", ")
            }
        }
    }

    /// The text of an unquoted scalar.
    fn plain(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar { text, plain: true } => Some(text),
            _ => None,
        }
    }
}
