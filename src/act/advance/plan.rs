//! What is to happen: from which stage to which, from whom to whom, and what the handoff asks.

use crate::act::{Scene, person};
use crate::model::handoff::Between;
use crate::model::words::{list, nearest};
use crate::model::{Kind, Stage, StageKind, Workflow};
use crate::repo::Failure;

/// A move that the workflow allows.
#[derive(Debug, Clone)]
pub struct Plan<'s> {
    /// The workflow.
    pub workflow: &'s Workflow,
    /// Where it stands.
    pub from: &'s Stage,
    /// Where it goes; where it stands, for a change of owner alone.
    pub to: &'s Stage,
    /// What kind of move it is; nothing for a change of owner alone.
    pub kind: Option<Kind>,
    /// Who hands over, as a handle; nothing where nobody knows.
    pub giver: Option<String>,
    /// Who takes over, and has it from then on.
    pub receiver: Option<String>,
    /// Whether that is somebody else than who has it now.
    pub changes_owner: bool,
    /// What the handoff asks.
    pub questions: Vec<String>,
    /// Whether its receiver has to accept it.
    pub accept: bool,
    /// Whether the workflow asks for handoffs at all.
    pub records: bool,
    /// The stages passed over that no waiver excuses yet.
    pub skipped: Vec<&'s Stage>,
}

impl Plan<'_> {
    /// Whether the log gets an entry: where the workflow asks for handoffs, and where a stage is passed over and somebody has to say why.
    #[must_use]
    pub const fn is_written(&self) -> bool {
        self.records || !self.skipped.is_empty()
    }

    /// The title of its entry: `Handoff: scope to delivery`.
    #[must_use]
    pub fn title(&self) -> String {
        format!("Handoff: {}", self.name())
    }

    /// `scope to delivery`, or `maya to tom`.
    #[must_use]
    pub fn name(&self) -> String {
        match (&self.kind, &self.giver, &self.receiver) {
            (None, Some(giver), Some(receiver)) => format!("{giver} to {receiver}"),
            _ => format!("{} to {}", self.from.id, self.to.id),
        }
    }
}

/// Where an engagement may go from where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Way<'s> {
    /// To which stage.
    pub to: &'s Stage,
    /// What kind of move that is.
    pub kind: Kind,
}

/// Every way from where it stands, skips included, in the workflow's order.
#[must_use]
pub fn ways<'s>(workflow: &'s Workflow, from: &Stage) -> Vec<Way<'s>> {
    workflow
        .stages
        .iter()
        .filter(|to| workflow.allows(from, to))
        .filter_map(|to| {
            Some(Way {
                to,
                kind: Kind::of(workflow, &from.id, &to.id)?,
            })
        })
        .collect()
}

/// Plans a move to `stage`, or to the one that follows; to `receiver`, or to who has it already. With the stage where it stands, a change of owner.
///
/// # Errors
/// Where it stands nowhere that the workflow has, where the workflow does not allow the move, and where nobody of that handle is known.
pub fn plan<'s>(
    scene: &Scene<'s>,
    stage: Option<&str>,
    receiver: Option<&str>,
) -> Result<Plan<'s>, Failure> {
    let (engagement, settings) = (scene.engagement, scene.settings);
    let Some(workflow) = engagement.workflow(settings) else {
        return Err(Failure::new(crate::model::settings::unknown_workflow(
            settings,
            &engagement.workflow,
        )));
    };
    let from = standing(scene, workflow)?;
    let to = match stage {
        Some(name) => named(workflow, name)?,
        None => following(scene, workflow, from)?,
    };
    let owner = engagement.owner().map(str::to_owned);
    let receiver = match receiver {
        Some(name) => Some(person::handle(settings, name)?),
        None => owner.clone(),
    };
    let same = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
    let changes_owner = match (&owner, &receiver) {
        (Some(owner), Some(receiver)) => !same(owner, receiver),
        (None, Some(_)) => true,
        _ => false,
    };
    let kind = Kind::of(workflow, &from.id, &to.id);
    if kind.is_none() && !changes_owner {
        return Err(
            Failure::new(format!("`{}` stands in `{}` already", engagement.id, to.id))
                .hint(format!(
                    "to hand it over there: `orbit advance {} {} --to HANDLE`",
                    engagement.id, to.id
                ))
                .hint(open_ways(workflow, from)),
        );
    }
    if kind.is_some() && !workflow.allows(from, to) {
        return Err(Failure::new(format!(
            "the workflow `{}` lists no move from `{}` to `{}`",
            workflow.name, from.id, to.id
        ))
        .hint(open_ways(workflow, from)));
    }
    let rule = match kind {
        Some(_) => workflow.handoff(&from.id, &to.id),
        None => workflow.owner_handoff(),
    };
    // Somebody else than its owner may hand it over; without a move it goes from its owner.
    let giver = match kind {
        Some(_) => scene.person.map(str::to_owned).or_else(|| owner.clone()),
        None => owner.clone().or_else(|| scene.person.map(str::to_owned)),
    };
    let skipped = match kind {
        Some(Kind::Skip) => workflow
            .passed_over(&from.id, &to.id)
            .into_iter()
            .filter(|stage| {
                let mut waivers = engagement.waivers(&stage.id);
                !waivers.any(|waiver| waiver.holds(scene.day))
            })
            .collect(),
        _ => Vec::new(),
    };
    Ok(Plan {
        workflow,
        from,
        to,
        kind,
        giver,
        receiver,
        changes_owner,
        questions: rule.map(|rule| rule.ask.clone()).unwrap_or_default(),
        accept: rule.is_some_and(|rule| rule.accept),
        records: workflow.handoffs.is_some(),
        skipped,
    })
}

fn standing<'s>(scene: &Scene<'s>, workflow: &'s Workflow) -> Result<&'s Stage, Failure> {
    let (engagement, key) = (scene.engagement, &scene.settings.stage_field);
    let Some(stage) = engagement.stage.as_deref() else {
        return Err(
            Failure::new(format!("`{}` does not say where it stands", engagement.id)).hint(
                format!(
                    "write its stage in the front-matter of `{}`: `{key}: …`",
                    engagement.path
                ),
            ),
        );
    };
    workflow.stage(stage).ok_or_else(|| {
        let known: Vec<&str> = workflow
            .stages
            .iter()
            .map(|stage| stage.id.as_str())
            .collect();
        let failure = Failure::new(format!(
            "`{}` stands in `{stage}`, which the workflow `{}` does not have",
            engagement.id, workflow.name
        ));
        match nearest(stage, known.iter().copied()) {
            Some(near) => failure.hint(format!(
                "did somebody mean `{near}`? write it in `{}`",
                engagement.path
            )),
            None => failure.hint(format!("its stages are {}", list(&known))),
        }
    })
}

fn named<'s>(workflow: &'s Workflow, name: &str) -> Result<&'s Stage, Failure> {
    workflow.stage_named(name).ok_or_else(|| {
        let known: Vec<&str> = workflow
            .stages
            .iter()
            .map(|stage| stage.id.as_str())
            .collect();
        let failure = Failure::new(format!(
            "the workflow `{}` has no stage `{name}`",
            workflow.name
        ));
        match nearest(name, known.iter().copied()) {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None => failure.hint(format!("its stages are {}", list(&known))),
        }
    })
}

/// The stage that follows by itself: the next on the main line; for one that waits, that from which it came.
fn following<'s>(
    scene: &Scene<'s>,
    workflow: &'s Workflow,
    from: &'s Stage,
) -> Result<&'s Stage, Failure> {
    let engagement = scene.engagement;
    let next = match from.kind {
        StageKind::Active => workflow.following(&from.id),
        StageKind::Waiting => {
            let into = engagement.newest_handoff(
                scene.settings,
                |handoff| matches!(&handoff.between, Between::Stages(_, to) if *to == from.id),
            );
            into.and_then(|handoff| match &handoff.between {
                Between::Stages(origin, _) => workflow.stage(origin),
                _ => None,
            })
        }
        StageKind::Done | StageKind::Lost => None,
    };
    next.filter(|next| workflow.allows(from, next))
        .ok_or_else(|| {
            Failure::new(format!("nothing follows on `{}` by itself", from.id))
                .hint(format!(
                    "say where it goes: `orbit advance {} STAGE`",
                    engagement.id
                ))
                .hint(open_ways(workflow, from))
        })
}

fn open_ways(workflow: &Workflow, from: &Stage) -> String {
    let ways = ways(workflow, from);
    let names: Vec<&str> = ways
        .iter()
        .filter(|way| way.kind != Kind::Skip)
        .map(|way| way.to.id.as_str())
        .collect();
    if names.is_empty() {
        return format!("`{}` is where this workflow ends", from.id);
    }
    format!("from `{}` it may go to {}", from.id, list(&names))
}
