//! The way of an engagement through its stages, read from the log of git: every transition with the commit that made it and the one that landed it.

use super::person::People;
use super::settings::Settings;
use super::transition::Kind;
use crate::day::Moment;
use crate::repo::history::{BlobId, Commit, Log, Step, Trail};

/// One change of stage.
#[derive(Debug, Clone)]
pub struct Transition {
    /// The stage before, as written.
    pub from: String,
    /// The stage after, as written.
    pub to: String,
    /// Its kind, where the workflow has both stages.
    pub kind: Option<Kind>,
    /// The commit that made it, as an index of the log's commits.
    pub made: usize,
    /// The commit that landed it on this branch.
    pub landed: usize,
    /// The step of the trail that landed it.
    pub step: usize,
    /// Days in the stage before, by the dates on which the moves were made; nothing where nobody here can say since when it stood there.
    pub days: Option<f64>,
}

/// One engagement's transitions and where it began.
#[derive(Debug, Clone)]
pub struct Timeline {
    /// Its id.
    pub engagement: String,
    /// Its file at HEAD.
    pub path: String,
    /// The name of its workflow.
    pub workflow: String,
    /// Its first known stage and when it came to be there.
    pub began: Option<(String, Moment)>,
    /// Its transitions, oldest first.
    pub transitions: Vec<Transition>,
    /// Its last known stage and since when it stands there; nothing where nobody here can say, as in a shallow clone or where versions are lost.
    pub now: Option<(String, Moment)>,
}

impl Timeline {
    /// Reads one file's trail. `stage_of` tells the stage that a blob holds, `workflow` the engagement's own.
    #[must_use]
    pub fn read<'s>(
        log: &Log,
        trail: &Trail,
        settings: &Settings,
        workflow: &str,
        stage_of: &dyn Fn(BlobId) -> Option<&'s str>,
    ) -> Option<Self> {
        let mut timeline = Self {
            engagement: settings.sources.id(&trail.path)?,
            path: trail.path.clone(),
            workflow: workflow.to_owned(),
            began: None,
            transitions: Vec::new(),
            now: None,
        };
        for (at, step) in trail.steps.iter().enumerate() {
            let after = stage_of(step.after);
            let before = step.before.and_then(stage_of);
            let Some(to) = after else { continue };
            let authored = log.commits.get(step.commit)?.authored;
            match before {
                Some(from) if from != to => {
                    let made = made(step, to, stage_of);
                    let moved = log.commits.get(made)?.authored;
                    let workflow = settings.workflows.get(workflow);
                    timeline.transitions.push(Transition {
                        kind: workflow.and_then(|workflow| Kind::of(workflow, from, to)),
                        days: timeline
                            .now
                            .map(|(_, since)| moved.days_since(since).max(0.0)),
                        from: from.to_owned(),
                        to: to.to_owned(),
                        made,
                        landed: step.commit,
                        step: at,
                    });
                    timeline.now = Some((to.to_owned(), moved));
                }
                Some(_) if timeline.began.is_some() => {}
                _ => {
                    let known = step.before.is_some() || log.is_beginning(step);
                    timeline.now = known.then(|| (to.to_owned(), authored));
                    timeline
                        .began
                        .get_or_insert_with(|| (to.to_owned(), authored));
                }
            }
        }
        if log.ends_lost(trail) {
            timeline.now = None;
        }
        Some(timeline)
    }
}

/// The commit that made the move that a step landed: for a merge, the last of the side branch that brought the stage in.
fn made<'s>(step: &Step, to: &str, stage_of: &dyn Fn(BlobId) -> Option<&'s str>) -> usize {
    step.side
        .iter()
        .rev()
        .find(|side| stage_of(side.after) == Some(to) && side.before.and_then(stage_of) != Some(to))
        .map_or(step.commit, |side| side.commit)
}

/// The studio's handle for a commit's author, where the studio knows them.
#[must_use]
pub fn handle<'p>(people: &'p People, commit: &Commit) -> Option<&'p str> {
    people
        .by_author(&commit.author)
        .map(|person| person.handle.as_str())
}
