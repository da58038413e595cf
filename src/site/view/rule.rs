//! The codes of checks, each with its page.

use serde::Serialize;

use super::{Frame, Html, Link};

/// `rules/index.html`.
#[derive(Debug, Clone, Serialize)]
pub struct Rules<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// Every code, by its severity in this studio.
    pub groups: Vec<RuleGroup<'a>>,
}

/// The codes of one severity.
#[derive(Debug, Clone, Serialize)]
pub struct RuleGroup<'a> {
    /// As `Errors`.
    pub title: &'static str,
    /// Its anchor: `error`, `warning`, `note` or `off`.
    pub anchor: &'static str,
    /// The codes, in the order in which they are looked for.
    pub rules: Vec<RuleRow<'a>>,
}

/// A code in the list.
#[derive(Debug, Clone, Serialize)]
pub struct RuleRow<'a> {
    /// The code, with its page.
    pub link: Link,
    /// What it finds.
    pub summary: Html,
    /// Whether the studio has set another severity than the code's own.
    pub set: bool,
    /// The code's own severity.
    pub default: &'a str,
}

/// `rules/<code>.html`.
#[derive(Debug, Clone, Serialize)]
pub struct Rule<'a> {
    /// See [`Frame`].
    pub frame: Frame,
    /// The code.
    pub code: &'a str,
    /// Its severity in this studio.
    pub severity: &'static str,
    /// What it finds.
    pub lede: Html,
    /// Why, an example, the same mended, the way forward.
    pub parts: Vec<RulePart>,
    /// The code before it in the list.
    pub former: Option<Link>,
    /// The code after it.
    pub latter: Option<Link>,
}

/// A part of a code's page.
#[derive(Debug, Clone, Serialize)]
pub struct RulePart {
    /// Its heading.
    pub title: String,
    /// Its anchor.
    pub anchor: String,
    /// What it says.
    pub html: Html,
}
