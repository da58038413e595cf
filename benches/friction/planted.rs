//! Studios with friction planted in them, and what a report makes of them.

mod best;
mod dice;
mod outcomes;
mod plants;
mod studio;

pub use outcomes::Outcomes;
pub use plants::{Noise, Planted, SIZES, Size, Whose, plants};
pub use studio::{TODAY, settings, studio};
