//! One thing that a page recalls from elsewhere.

use serde::Serialize;

use super::{EngagementRef, Html, Link, When};

/// One thing that a page recalls from elsewhere.
#[derive(Debug, Clone, Serialize)]
pub struct Recalled<'a> {
    /// What sort: `Lesson`, `Decision`, `The client`, …
    pub sort: String,
    /// What it says.
    pub html: Html,
    /// Why it is here.
    pub because: String,
    /// Where it was said.
    pub source: Option<Link>,
    /// When.
    pub when: Option<When>,
    /// The engagement that said it, where that is another.
    pub engagement: Option<EngagementRef<'a>>,
}
