//! A decision: what was settled, why, and by whom.

use super::mark::{self, set, set_by};
use super::{Deed, Scene};
use crate::day::Day;
use crate::model::words::nearest;
use crate::repo::Failure;
use crate::text::Keyword;
use crate::text::edit::NewMark;

/// What is decided.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// What, in one line; it may hold attributes as a mark in the log does.
    pub text: String,
    /// Who decided: handles, or others by name. Whoever acts, where nobody is named.
    pub by: Vec<String>,
    /// Why.
    pub because: Option<String>,
    /// What it is about, as needs of a workflow call it.
    pub topic: Option<String>,
    /// When to look at it again.
    pub review: Option<Day>,
    /// The decisions whose place it takes.
    pub supersedes: Vec<String>,
    /// Whether the client may see it on a site made for them.
    pub shared: bool,
    /// Its name, without the caret; a random one where nothing is said.
    pub id: Option<String>,
}

/// Adds the decision to today's entry.
///
/// # Errors
/// Where it supersedes a decision that there is none of, or it cannot be written as it is meant.
pub fn act(scene: &Scene<'_>, asked: Asked) -> Result<Deed, Failure> {
    let mut decision = NewMark::written(Keyword::Decision, &asked.text);
    set_by(&mut decision, scene, &asked.by)?;
    set(&mut decision, "topic", asked.topic);
    set(
        &mut decision,
        "review",
        asked.review.map(|review| review.to_string()),
    );
    for former in &asked.supersedes {
        let former = former.trim_start_matches('^');
        let known: Vec<&str> = scene
            .engagement
            .marks(Keyword::Decision)
            .filter_map(|decision| decision.id.as_deref())
            .collect();
        if !known.contains(&former) {
            let failure = Failure::new(format!("no decision here is called `^{former}`"));
            return Err(match nearest(former, known.iter().copied()) {
                Some(near) => failure.hint(format!("did you mean `^{near}`?")),
                None => failure,
            });
        }
        set(&mut decision, "supersedes", Some(format!("^{former}")));
    }
    set(&mut decision, "because", asked.because);
    set(&mut decision, "shared", asked.shared.then(String::new));
    decision.id = asked.id.or(decision.id);
    mark::add(scene, decision)
}
