//! A failure: Orbit could not do its work. What went wrong, where, and what to do about it.

use std::fmt;

/// Why Orbit could not do its work. Exit status 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What went wrong, naming the file: lower case, no full stop.
    pub message: String,
    /// What caused it, outermost first.
    pub causes: Vec<String>,
    /// What to do next, a line each.
    pub hints: Vec<String>,
    /// Whether it is an object of the repository that is not there or damaged.
    pub is_lost: bool,
}

impl Failure {
    /// A failure with this message.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            causes: Vec::new(),
            hints: Vec::new(),
            is_lost: false,
        }
    }

    /// The same, because an object of the repository is not there or damaged.
    #[must_use]
    pub const fn lost(mut self) -> Self {
        self.is_lost = true;
        self
    }

    /// The same with a cause.
    #[must_use]
    pub fn because(mut self, cause: impl fmt::Display) -> Self {
        self.causes.push(cause.to_string());
        self
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        for cause in &self.causes {
            write!(f, ": {cause}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}
