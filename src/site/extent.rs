//! Which kinds of pages a site has: all of them for the studio, those that it shares for somebody else.

use serde::Serialize;

/// Which kinds of pages a site has. Nothing links to a page of a kind that there is none of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Extent {
    /// A page for each client.
    pub clients: bool,
    /// A page for each of the studio's people.
    pub people: bool,
    /// A page for each stage.
    pub stages: bool,
    /// A page for each code of a check.
    pub rules: bool,
    /// The register of promises.
    pub promises: bool,
    /// The calendar of promises.
    pub calendar: bool,
    /// The register of decisions.
    pub decisions: bool,
    /// What happened lately, the feed of it, and each engagement's commits.
    pub history: bool,
    /// A page for each handoff.
    pub handoffs: bool,
    /// Where context keeps being lost.
    pub friction: bool,
    /// The search.
    pub search: bool,
    /// Everything for other programs.
    pub data: bool,
    /// What is the studio's own affair on any page: what waits, what a next stage needs, files and commits by name.
    pub inside: bool,
}

impl Extent {
    /// The studio's own site.
    pub const WHOLE: Self = Self {
        clients: true,
        people: true,
        stages: true,
        rules: true,
        promises: true,
        calendar: true,
        decisions: true,
        history: true,
        handoffs: true,
        friction: true,
        search: true,
        data: true,
        inside: true,
    };

    /// A site of which nothing is shared but engagements by name.
    pub const BARE: Self = Self {
        clients: false,
        people: false,
        stages: false,
        rules: false,
        promises: false,
        calendar: false,
        decisions: false,
        history: false,
        handoffs: false,
        friction: false,
        search: false,
        data: false,
        inside: false,
    };
}
