//! What every page says about itself, and which pages stand above it.

use super::address;
use super::studio::{Studio, Work};
use super::view::{Frame, Link};

/// The frame of the page in `file`.
#[must_use]
pub fn of(file: &str, title: impl Into<String>, nav: &'static str, crumbs: Vec<Link>) -> Frame {
    Frame {
        root: address::root(file),
        title: title.into(),
        nav,
        crumbs,
    }
}

/// The pages above an engagement's own.
#[must_use]
pub fn above(studio: &Studio<'_>, work: &Work) -> Vec<Link> {
    studio
        .client_of(&work.engagement)
        .filter(|_| studio.inputs.extent.clients)
        .map(|client| Link {
            text: client.name.clone(),
            url: client.url.clone(),
        })
        .into_iter()
        .collect()
}

/// The pages above those that belong to an engagement's.
#[must_use]
pub fn below(studio: &Studio<'_>, work: &Work) -> Vec<Link> {
    let mut crumbs = above(studio, work);
    crumbs.push(Link {
        text: work.engagement.title().to_owned(),
        url: work.url.clone(),
    });
    crumbs
}
