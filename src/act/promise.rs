//! A promise: something somebody said they would do, ours or theirs.

use super::mark::{self, set, set_by};
use super::{Deed, Scene, person};
use crate::day::Day;
use crate::repo::Failure;
use crate::text::Keyword;
use crate::text::edit::NewMark;

/// What is promised.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// What, in one line; it may hold attributes as a mark in the log does.
    pub text: String,
    /// Who keeps it: handles, or the client's people by name. Whoever acts, where nobody is named.
    pub by: Vec<String>,
    /// To whom.
    pub to: Option<String>,
    /// Until when.
    pub due: Option<Day>,
    /// Why it was made.
    pub because: Option<String>,
    /// Whether the client may see it on a site made for them.
    pub shared: bool,
    /// Its name, without the caret; a random one where nothing is said.
    pub id: Option<String>,
}

/// Adds the promise to today's entry.
///
/// # Errors
/// Where a handle is none of the studio's, or it cannot be written as it is meant.
pub fn act(scene: &Scene<'_>, asked: Asked) -> Result<Deed, Failure> {
    let mut promise = NewMark::written(Keyword::Promise, &asked.text);
    set_by(&mut promise, scene, &asked.by)?;
    let to = asked.to.map(|to| person::named(scene.settings, &to));
    set(&mut promise, "to", to.transpose()?);
    set(&mut promise, "due", asked.due.map(|due| due.to_string()));
    set(&mut promise, "because", asked.because);
    set(&mut promise, "shared", asked.shared.then(String::new));
    promise.id = asked.id.or(promise.id);
    mark::add(scene, promise)
}
