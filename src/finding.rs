//! A finding: one thing about the studio's text that a person can mend. Not a failure, which is about Orbit being unable to work.

use std::fmt;

use crate::span::Span;

/// How much a finding weighs. An error stops a commit.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; a debt.
    Note,
    /// Wrong, but not the business of the commit at hand.
    Warning,
    /// Stops the commit.
    Error,
}

impl Severity {
    /// The word for it in settings and reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// One thing that a rule has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The stable code, such as `need-unmet`.
    pub code: &'static str,
    /// How much it weighs here.
    pub severity: Severity,
    /// The engagement's id, where the finding is about one.
    pub engagement: Option<String>,
    /// The file, from the top of the repository, with `/`.
    pub path: String,
    /// Where in the file as it is after the change; at the start of what it was where the change takes it away.
    pub span: Span,
    /// What is missing or wrong, in the studio's words: lower case, no full stop.
    pub message: String,
    /// What to do next, quoting the standard where there is one. Lines; commands stand on lines of their own.
    pub help: String,
    /// The key of the need that does not hold, for `need-unmet`.
    pub need: Option<String>,
    /// The commit that holds the file, where one was checked.
    pub commit: Option<String>,
}

/// Every code of the contract, in its order. Settings may give each a severity.
pub const CODES: [&str; 37] = [
    "front-matter-missing",
    "front-matter-invalid",
    "key-duplicate",
    "not-utf8",
    "file-too-large",
    "stage-missing",
    "stage-unknown",
    "workflow-unknown",
    "need-unmet",
    "field-type",
    "transition-not-allowed",
    "handoff-missing",
    "handoff-incomplete",
    "handoff-unaccepted",
    "stage-skipped",
    "promise-removed",
    "decision-rewritten",
    "log-rewritten",
    "engagement-removed",
    "promise-unowned",
    "promise-undated",
    "promise-overdue",
    "approval-stale",
    "decision-unreviewed",
    "waiver-expired",
    "waiver-not-allowed",
    "waiver-unexplained",
    "settings-not-allowed",
    "mark-malformed",
    "mark-unknown",
    "id-duplicate",
    "date-invalid",
    "person-unknown",
    "link-broken",
    "entry-undated",
    "stale",
    "wake-passed",
];
