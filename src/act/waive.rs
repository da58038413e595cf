//! A waiver: an accountable, dated exception to one need.

use super::mark::{self, set, set_by};
use super::{Deed, Scene};
use crate::day::Day;
use crate::model::words::{list, nearest};
use crate::repo::Failure;
use crate::text::Keyword;
use crate::text::edit::NewMark;

/// How many days a waiver holds where nothing is said.
pub const USUAL: i64 = 14;

/// What is waived.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The need's key, or the stage that is to be passed over; it may hold attributes as a mark in the log does.
    pub text: String,
    /// Who grants it. Whoever acts, where nobody is named.
    pub by: Vec<String>,
    /// Why.
    pub because: Option<String>,
    /// Until when; [`USUAL`] days from today for a need where nothing is said.
    pub until: Option<Day>,
    /// Its name, without the caret; a random one where nothing is said.
    pub id: Option<String>,
}

/// Adds the waiver to today's entry.
///
/// # Errors
/// Where the workflow has no such need or stage, where nobody says why, or it cannot be written as it is meant.
pub fn act(scene: &Scene<'_>, asked: Asked) -> Result<Deed, Failure> {
    let mut waiver = NewMark::written(Keyword::Waiver, &asked.text);
    let stage = known(scene, &mut waiver)?;
    set_by(&mut waiver, scene, &asked.by)?;
    set(&mut waiver, "because", asked.because);
    if waiver.attributes.iter().all(|(name, _)| name != "because") {
        return Err(
            Failure::new(format!("a waiver of `{}` needs its reason", waiver.text))
                .hint("say it as you would to whoever works on without it: `--because REASON`"),
        );
    }
    let said = waiver.attributes.iter().any(|(name, _)| name == "until");
    let until = asked
        .until
        .or_else(|| (!stage && !said).then(|| scene.day.plus_days(USUAL)));
    set(&mut waiver, "until", until.map(|until| until.to_string()));
    waiver.id = asked.id.or(waiver.id);
    mark::add(scene, waiver)
}

/// Spells the name as the workflow does; says whether it is a stage's.
fn known(scene: &Scene<'_>, waiver: &mut NewMark) -> Result<bool, Failure> {
    let Some(workflow) = scene.engagement.workflow(scene.settings) else {
        return Ok(false);
    };
    let mut names: Vec<&str> = Vec::new();
    for stage in &workflow.stages {
        names.extend(stage.needs.iter().map(|need| need.key.as_str()));
    }
    names.sort_unstable();
    names.dedup();
    let stages: Vec<&str> = workflow
        .stages
        .iter()
        .map(|stage| stage.id.as_str())
        .collect();
    let exact = |name: &&&str| **name == waiver.text;
    let loose = |name: &&&str| name.eq_ignore_ascii_case(&waiver.text);
    let found = names
        .iter()
        .find(exact)
        .map(|name| (*name, false))
        .or_else(|| stages.iter().find(exact).map(|name| (*name, true)))
        .or_else(|| names.iter().find(loose).map(|name| (*name, false)))
        .or_else(|| stages.iter().find(loose).map(|name| (*name, true)));
    match found {
        Some((name, is_stage)) => {
            name.clone_into(&mut waiver.text);
            Ok(is_stage)
        }
        None => {
            let failure = Failure::new(format!(
                "`{}` is neither a need nor a stage of the workflow `{}`",
                waiver.text, workflow.name
            ));
            let all = names.iter().chain(&stages).copied();
            Err(match nearest(&waiver.text, all) {
                Some(near) => failure.hint(format!("did you mean `{near}`?")),
                None => failure.hint(format!("its needs are {}", list(&names))),
            })
        }
    }
}
