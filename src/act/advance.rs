//! A move, or a change of owner: where the engagement stands, what the next stage asks for and what is missing, the handoff's draft with all
//! that is known, and the file that comes of it once somebody has answered.

mod carried;
mod draft;
mod finish;
mod missing;
mod plan;

pub use draft::{Given, draft};
pub use finish::{Finished, finish};
pub use missing::{Fill, Missing, missing, probe};
pub use plan::{Plan, Way, plan, ways};
