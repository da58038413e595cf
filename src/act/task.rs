//! What somebody has to see to: a promise to be kept, ours or theirs, or a question that has to be answered before it is forgotten.

use super::mark::{self, set, set_by};
use super::{Deed, Scene, person};
use crate::day::Day;
use crate::repo::Failure;
use crate::text::Keyword;
use crate::text::edit::NewMark;

/// What is to be seen to.
#[derive(Debug, Clone, Default)]
pub struct Task {
    /// What, in one line; it may hold attributes as a mark in the log does.
    pub text: String,
    /// Who keeps it or finds out: handles, or the client's people by name. Whoever acts, where nobody is named.
    pub by: Vec<String>,
    /// To whom it is promised, or whom to ask.
    pub to: Option<String>,
    /// Until when.
    pub due: Option<Day>,
    /// Why it was promised, or why the answer matters.
    pub because: Option<String>,
    /// Whether the client may see it on a site made for them.
    pub shared: bool,
    /// Its name, without the caret; a random one where nothing is said.
    pub id: Option<String>,
}

/// Adds a promise to today's entry.
///
/// # Errors
/// Where a handle is none of the studio's, or it cannot be written as it is meant.
pub fn promise(scene: &Scene<'_>, task: Task) -> Result<Deed, Failure> {
    add(scene, Keyword::Promise, task)
}

/// Adds a question to today's entry.
///
/// # Errors
/// As [`promise`].
pub fn ask(scene: &Scene<'_>, task: Task) -> Result<Deed, Failure> {
    add(scene, Keyword::Question, task)
}

fn add(scene: &Scene<'_>, keyword: Keyword, task: Task) -> Result<Deed, Failure> {
    let mut mark = NewMark::written(keyword, &task.text);
    set_by(&mut mark, scene, &task.by)?;
    let to = task.to.map(|to| person::named(scene.settings, &to));
    set(&mut mark, "to", to.transpose()?);
    set(&mut mark, "due", task.due.map(|due| due.to_string()));
    set(&mut mark, "because", task.because);
    set(&mut mark, "shared", task.shared.then(String::new));
    mark.id = task.id.or(mark.id);
    mark::add(scene, mark)
}
