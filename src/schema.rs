//! JSON Schema (2020-12) for editors: of `orbit.yml`, of workflows, and of front-matter with the studio's own stages, people and fields.
//!
//! What keys there are is taken from the lists that the readers of the settings use ([`crate::model::keys`]). The schemas of the settings accept
//! everything that Orbit accepts and refuse the keys that it refuses; what needs the whole studio to be told (whether a stage exists, say)
//! is left to Orbit.

pub mod front_matter;
mod parts;
pub mod studio;
pub mod workflow;

pub use front_matter::front_matter;
pub use studio::studio;
pub use workflow::workflow;
