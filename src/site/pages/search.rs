//! `search.html`: the field is the script's; without it the page says how to search otherwise.

use serde::Serialize;

use super::Page;
use crate::repo::Failure;
use crate::site::engine::Engine;
use crate::site::frame;
use crate::site::view::Frame;

#[derive(Serialize)]
struct Search {
    frame: Frame,
    /// How many passages can be found.
    passages: usize,
}

/// The page.
///
/// # Errors
/// Where a template of the studio's own cannot be written.
pub fn page(passages: usize, engine: &Engine) -> Result<Page, Failure> {
    let file = "search.html".to_owned();
    let view = Search {
        frame: frame::of(&file, "Search", "search", Vec::new()),
        passages,
    };
    Ok((file, engine.render("search.html", &view)?))
}
