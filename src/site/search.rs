//! The site's search: everything that a reader may look for as passages, and an index of their words in small scripts that a page loads as it needs
//! them, so that it works from a folder as from a server.
//!
//! ```text
//! search/index.js    what there is, and which words begin which shard
//! search/names-N.js  words of titles, clients and people: [word, passages]
//! search/text-N.js   every other word
//! search/docs-N.js   the passages themselves, to show
//! search/of.js       the engagement of each passage, for searches of several words
//! ```
//!
//! Passages are numbered by kind and then by what is most worth finding, so that a smaller number is the better of two equals.

mod index;
mod passage;
mod words;

use rayon::prelude::*;

use self::passage::Passage;
use super::pages::Page;
use super::state::State;
use crate::repo::Failure;

/// The folder of the index.
pub const FOLDER: &str = "search";

/// Writes the index. Says how many passages there are.
///
/// # Errors
/// Where `write` fails.
pub fn write(
    state: &State<'_>,
    write: &(dyn Fn(Page) -> Result<(), Failure> + Sync),
) -> Result<usize, Failure> {
    let mut passages: Vec<Passage> = (0..state.studio.works.len())
        .into_par_iter()
        .filter_map(|at| state.subject(at))
        .flat_map_iter(|subject| passage::of_engagement(&subject))
        .collect();
    passages.extend(passage::of_studio(state));
    passages.par_sort_by(|a, b| a.order().cmp(&b.order()));
    index::write(&passages, write)?;
    Ok(passages.len())
}
