//! Orbit carries commercial engagements kept as Markdown in git: it guards their transitions, carries their context and shows both.
//!
//! The modules stand in the order in which data flows; each uses only those before it:
//!
//! ```text
//! files, index, commits ──> Tree ──> Document ──> State, Change ──> answers ──> outputs ──> fronts
//!    (repo)                 bytes    text + spans  meaning          findings,   report,     cli, hook
//!                                    never fails                    registers   site
//! ```
//!
//! Everything after a tree is pure: nothing below [`repo`] reads a file, the clock or the environment.

pub mod span;

pub mod day;

pub mod finding;

pub mod builtin;

pub mod repo;

pub mod text;

pub mod model;

pub mod merge;

pub mod check;

pub mod guard;

pub mod chronicle;

pub mod registers;

pub mod friction;

pub mod next;

pub mod act;

pub mod schema;

pub mod related;

pub mod brief;

pub mod search;

pub mod site;

pub mod report;

pub mod hook;

pub mod demo;

pub mod watch;

pub mod lsp;
pub mod serve;

pub mod cli;
