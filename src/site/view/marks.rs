//! Promises, decisions and other marks, on whichever page they stand.

use serde::Serialize;

use super::{EngagementRef, Fact, Html, Link, When, Who};

/// Promises that run one way.
#[derive(Debug, Clone, Serialize)]
pub struct PromiseGroup<'a> {
    /// `By us` or `To us`; to somebody outside with the studio's name.
    pub title: String,
    /// Those that are open.
    pub promises: Vec<Promise<'a>>,
    /// The others: they step back until somebody asks for them.
    pub settled: Vec<Promise<'a>>,
    /// How many those are, by what became of them: `6 kept, 1 replaced`.
    pub settled_words: String,
}

/// A promise.
#[derive(Debug, Clone, Serialize)]
pub struct Promise<'a> {
    /// Its anchor on the page that it is listed on, where that is its own engagement's.
    pub anchor: Option<String>,
    /// What was promised.
    pub html: Html,
    /// `open`, `kept`, `released`, `broken` or `replaced`.
    pub state: &'static str,
    /// Whether its day has passed while it was open.
    pub late: bool,
    /// The state in words: `5 days overdue`, `due in 3 days`, `no day yet`, `kept 2 Mar 2026`.
    pub standing: String,
    /// By when.
    pub due: Option<When>,
    /// Who promised.
    pub by: Option<Who<'a>>,
    /// To whom.
    pub to: Option<&'a str>,
    /// The entry that it was made in.
    pub source: Link,
    /// When that was.
    pub made: Option<When>,
    /// Why it was released, broken or replaced.
    pub because: Option<Html>,
    /// Its engagement, where the page is not about that one.
    pub engagement: Option<EngagementRef<'a>>,
}

/// A decision.
#[derive(Debug, Clone, Serialize)]
pub struct Decision<'a> {
    /// Its anchor, as for a promise.
    pub anchor: Option<String>,
    /// What was decided.
    pub html: Html,
    /// What it is about.
    pub topic: Option<&'a str>,
    /// Who decided.
    pub by: Option<Who<'a>>,
    /// When.
    pub made: Option<When>,
    /// The entry that it stands in.
    pub source: Link,
    /// Why.
    pub because: Option<Html>,
    /// What came of it.
    pub result: Option<Html>,
    /// When to look at it again, while it has no result.
    pub review: Option<When>,
    /// Whether no other decision has taken its place.
    pub in_force: bool,
    /// The decision that took its place.
    pub superseded_by: Option<Link>,
    /// The decision whose place it took.
    pub supersedes: Option<Link>,
    /// Its engagement, where the page is not about that one.
    pub engagement: Option<EngagementRef<'a>>,
}

/// A mark of any other kind.
#[derive(Debug, Clone, Serialize)]
pub struct Mark<'a> {
    /// Its anchor.
    pub anchor: Option<String>,
    /// What it says.
    pub html: Html,
    /// Who said it.
    pub by: Option<Who<'a>>,
    /// When.
    pub made: Option<When>,
    /// The entry that it stands in.
    pub source: Link,
    /// Where it stands, in words: `answered 2 Mar 2026`, `until 20 Mar 2026`.
    pub standing: Option<String>,
    /// Whether it is done with.
    pub closed: bool,
    /// Its other attributes that a reader wants: `Answer`, `Because`, …
    pub notes: Vec<Fact>,
}
