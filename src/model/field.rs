//! Typed front-matter: what a value of each type looks like.

use crate::day::Day;
use crate::text::yaml::{Node, NodeKind};

/// The type of one of the studio's own front-matter keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldType {
    /// Any single text.
    Text,
    /// A number.
    Number,
    /// An amount with or without its currency: `EUR 42,000`, `€42k`, `42000`.
    Money,
    /// A day that exists, `2026-03-20`.
    Date,
    /// `true` or `false`.
    Boolean,
    /// One of a few words.
    Choice(Vec<String>),
    /// One handle, with or without `@`.
    Person,
    /// One or more handles.
    People,
    /// A list.
    List,
    /// A web address or a path.
    Link,
}

/// The names of types in settings, but `choice`, which needs its `of`.
pub const NAMES: [(&str, FieldType); 9] = [
    ("text", FieldType::Text),
    ("number", FieldType::Number),
    ("money", FieldType::Money),
    ("date", FieldType::Date),
    ("boolean", FieldType::Boolean),
    ("person", FieldType::Person),
    ("people", FieldType::People),
    ("list", FieldType::List),
    ("link", FieldType::Link),
];

impl FieldType {
    /// Whether a value that is not blank is of this type.
    #[must_use]
    pub fn accepts(&self, value: &Node) -> bool {
        let text = value.as_str().map(str::trim);
        match self {
            Self::Text => text.is_some(),
            Self::Number => text.is_some_and(|text| {
                text.replace(['_', ','], "")
                    .parse::<f64>()
                    .is_ok_and(f64::is_finite)
            }),
            Self::Money => text.is_some_and(is_money),
            Self::Date => text.is_some_and(|text| Day::parse(text).is_some()),
            Self::Boolean => value.as_bool().is_some(),
            Self::Choice(of) => text.is_some_and(|text| of.iter().any(|word| word == text)),
            Self::Person => text.is_some_and(is_handle),
            Self::People => {
                !value.texts().is_empty() && value.texts().iter().all(|text| is_handle(text))
            }
            Self::List => matches!(value.kind, NodeKind::Sequence(_)),
            Self::Link => text.is_some_and(|text| !text.contains(char::is_whitespace)),
        }
    }

    /// What a value should be, in words with an example.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Text => "a text".to_owned(),
            Self::Number => "a number, such as `12`".to_owned(),
            Self::Money => "an amount, such as `EUR 42,000`".to_owned(),
            Self::Date => "a day that exists, such as `2026-03-20`".to_owned(),
            Self::Boolean => "`true` or `false`".to_owned(),
            Self::Choice(of) => {
                let words: Vec<&str> = of.iter().map(String::as_str).collect();
                format!("one of {}", super::words::list(&words))
            }
            Self::Person => "one handle, such as `maya`".to_owned(),
            Self::People => "a list of handles, such as `[maya, tom]`".to_owned(),
            Self::List => "a list".to_owned(),
            Self::Link => "a web address or the path of a file".to_owned(),
        }
    }
}

/// Whether a text can be a person's handle, with or without its `@`.
pub(super) fn is_handle(text: &str) -> bool {
    let handle = super::person::bare(text);
    !handle.is_empty()
        && handle
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// How much an amount of money is, its currency aside: `EUR 42,000.50` is 42000.5, `€42k` is 42000. Nothing where it is no amount.
#[must_use]
pub fn amount(text: &str) -> Option<f64> {
    if !is_money(text) {
        return None;
    }
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let digits = text.get(start..end)?;
    let mut groups: Vec<&str> = digits.split(|c: char| !c.is_ascii_digit()).collect();
    let last_sign = digits.chars().rev().find(|c| !c.is_ascii_digit());
    // Behind a point or a comma, one or two digits are a part of one; three are thousands.
    let cents = match (last_sign, groups.last()) {
        (Some('.' | ','), Some(last)) if last.len() < 3 => groups.pop(),
        _ => None,
    };
    let whole: f64 = groups.concat().parse().ok()?;
    let part: f64 = cents
        .map_or(Ok(0.0), |cents| format!("0.{cents}").parse())
        .ok()?;
    let times = match split_suffix(text.get(end..)?.trim()) {
        (_, false) => 1.0,
        (_, true) if text.get(end..)?.trim().starts_with(['k', 'K']) => 1e3,
        (_, true) => 1e6,
    };
    let sign = if text.get(..start)?.contains('-') {
        -1.0
    } else {
        1.0
    };
    Some(sign * (whole + part) * times)
}

fn is_money(text: &str) -> bool {
    let text = text.trim();
    let amount = text.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '-' && c != '+');
    let currency = text[..text.len() - amount.len()].trim();
    let amount = amount.trim_start_matches(['-', '+']);
    let digits = amount.trim_end_matches(|c: char| !c.is_ascii_digit());
    let (tail, suffix) = split_suffix(amount[digits.len()..].trim());
    is_amount(digits)
        && (is_currency(currency) || currency.is_empty())
        && (is_currency(tail) || tail.is_empty())
        && (currency.is_empty() || tail.is_empty())
        && (suffix || !tail.chars().any(|c| c == 'k' || c == 'm'))
}

/// `k EUR` to (`EUR`, true).
fn split_suffix(tail: &str) -> (&str, bool) {
    for suffix in ["k", "m", "K", "M"] {
        if let Some(rest) = tail.strip_prefix(suffix)
            && !rest.starts_with(char::is_alphabetic)
        {
            return (rest.trim(), true);
        }
    }
    (tail, false)
}

fn is_currency(text: &str) -> bool {
    let letters = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    letters
        || (text.chars().count() <= 3
            && !text.is_empty()
            && text.chars().any(|c| "€$£¥₹₽₩₺₴₦₫฿".contains(c)))
}

/// Digits in groups: `42000`, `42,000.50`, `42.000,50`, `42 000`, `42'000`.
fn is_amount(text: &str) -> bool {
    let mut groups = text.split([',', '.', ' ', '\'', '\u{a0}', '\u{202f}', '_']);
    groups
        .next()
        .is_some_and(|first| !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit()))
        && groups.all(|group| {
            !group.is_empty() && group.len() <= 3 && group.bytes().all(|byte| byte.is_ascii_digit())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_a_number_whatever_its_dress() {
        for (text, much) in [
            ("EUR 42,000", 42_000.0),
            ("€42k", 42_000.0),
            ("42.000,50 EUR", 42_000.5),
            ("CHF 42'000", 42_000.0),
            ("$1.5m", 1_500_000.0),
            ("-300", -300.0),
        ] {
            assert_eq!(amount(text), Some(much), "{text}");
        }
        assert_eq!(amount("a lot"), None);
    }

    #[test]
    fn amounts_are_written_in_many_ways() {
        for text in [
            "EUR 42,000",
            "42000",
            "€42k",
            "42.000,50 EUR",
            "CHF 42'000",
            "-12",
            "US$ 10",
            "$1.5m",
            "12 000 kr".trim_end_matches(" kr"),
        ] {
            assert!(is_money(text), "{text}");
        }
        for text in [
            "a lot",
            "EUR",
            "42 apples",
            "EUR 42 EUR",
            "12,,3",
            "roughly 40k",
            "",
        ] {
            assert!(!is_money(text), "{text}");
        }
    }
}
