//! A question: something that has to be answered before it is forgotten.

use super::mark::{self, set, set_by};
use super::{Deed, Scene, person};
use crate::day::Day;
use crate::repo::Failure;
use crate::text::Keyword;
use crate::text::edit::NewMark;

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// What, in one line; it may hold attributes as a mark in the log does.
    pub text: String,
    /// Who finds out: handles, or others by name. Whoever acts, where nobody is named.
    pub by: Vec<String>,
    /// Whom to ask.
    pub to: Option<String>,
    /// Until when the answer is wanted.
    pub due: Option<Day>,
    /// Why it matters.
    pub because: Option<String>,
    /// Whether the client may see it on a site made for them.
    pub shared: bool,
    /// Its name, without the caret; a random one where nothing is said.
    pub id: Option<String>,
}

/// Adds the question to today's entry.
///
/// # Errors
/// Where a handle is none of the studio's, or it cannot be written as it is meant.
pub fn act(scene: &Scene<'_>, asked: Asked) -> Result<Deed, Failure> {
    let mut question = NewMark::written(Keyword::Question, &asked.text);
    set_by(&mut question, scene, &asked.by)?;
    let to = asked.to.map(|to| person::named(scene.settings, &to));
    set(&mut question, "to", to.transpose()?);
    set(&mut question, "due", asked.due.map(|due| due.to_string()));
    set(&mut question, "because", asked.because);
    set(&mut question, "shared", asked.shared.then(String::new));
    question.id = asked.id.or(question.id);
    mark::add(scene, question)
}
