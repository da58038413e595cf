//! What else in a studio bears on an engagement, or on a text that is not in it yet: the most telling first, each with its reasons.
//!
//! ```text
//! engagements ──> Library ──> Signals, one number each ──> mixed by Weights ──> Found, with reasons and passages
//!                 words, phrases, references                  
//! ```
//!
//! Everything is counted from the texts and from who refers to whom: no service, no model, the same answer each time.

pub mod library;
pub mod names;
pub mod passages;
pub mod rank;
pub mod reasons;
pub mod signals;
pub mod structure;
pub mod subject;
pub mod terms;

pub use library::Library;
pub use passages::Passage;
pub use rank::{Found, rank};
pub use reasons::{Reason, Why};
pub use signals::{Signal, Weights};
pub use subject::Subject;
