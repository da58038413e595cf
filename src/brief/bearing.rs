//! What the workflow names for the stage that an engagement is in and for the next one: the topics, sections, fields and kinds of mark that matter now.

use super::Inputs;
use crate::model::{Need, NeedKind, Stage, StageKind, Workflow};

/// What the workflow names.
pub(super) struct Bearing<'i> {
    workflow: Option<&'i Workflow>,
    /// Where it stands.
    pub(super) stage: Option<&'i Stage>,
    /// What follows on the main line, while work goes on.
    pub(super) next: Option<&'i Stage>,
    /// What it left to rest or to end otherwise than well.
    pub(super) left: Option<&'i Stage>,
    /// The stages beside the main line that it was in and left again.
    was: Vec<&'i Stage>,
}

/// Why a section matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// What the stage is entered with where nothing goes on: a result, why it ended.
    Ended,
    /// The stage's page shows it, as the n-th of its sections.
    Shown(usize),
    /// The stage asks for it itself, or the next one will.
    Asked,
    /// The stage that it left showed it, as the n-th.
    Left(usize),
    /// A stage that it was in and left again asked for it: why it had ended, say.
    Was,
    /// A stage before asked for it.
    Inherited,
}

impl<'i> Bearing<'i> {
    pub(super) fn of(inputs: &Inputs<'i>) -> Self {
        let workflow = inputs.engagement.workflow(inputs.settings);
        let stage = inputs.engagement.stage(inputs.settings);
        let next = stage
            .filter(|stage| stage.kind == StageKind::Active)
            .and_then(|stage| workflow?.following(&stage.id));
        let left = stage
            .filter(|stage| !stage.kind.on_main_line())
            .and_then(|stage| {
                let workflow = workflow?;
                let is_stage = |name: &str| {
                    workflow
                        .stage_named(name)
                        .is_some_and(|one| one.id == stage.id)
                };
                let (from, ..) = inputs.past.moves.iter().rfind(|(_, to, _)| is_stage(to))?;
                workflow.stage_named(from)
            });
        let was = inputs.past.moves.iter();
        let was = was
            .filter_map(|(from, ..)| workflow?.stage_named(from))
            .filter(|stage| !stage.kind.on_main_line())
            .collect();
        Self {
            workflow,
            stage,
            next,
            left,
            was,
        }
    }

    /// Whether nothing is left to do.
    pub(super) fn is_over(&self) -> bool {
        self.stage.is_some_and(|stage| stage.kind.is_over())
    }

    /// Whether it ended otherwise than well.
    pub(super) fn is_lost(&self) -> bool {
        self.stage
            .is_some_and(|stage| stage.kind == StageKind::Lost)
    }

    /// How much a decision's topic matters now, from none to one: asked for here or by the next stage, asked for before, or by any stage.
    pub(super) fn topic(&self, topic: &str) -> f64 {
        let asks = |need: &Need| matches!(&need.kind, NeedKind::Decision { topic: asked } if asked.eq_ignore_ascii_case(topic.trim()));
        let of = |stage: &Stage| stage.needs.iter().any(asks);
        let own = |stage: &&Stage| {
            let mut needs = stage.needs.iter();
            needs.any(|need| need.stage == stage.id && asks(need))
        };
        if self.stage.filter(own).or(self.next.filter(own)).is_some() {
            1.0
        } else if self.stage.is_some_and(of) || self.left.is_some_and(of) {
            0.8
        } else if self
            .workflow
            .is_some_and(|workflow| workflow.stages.iter().any(of))
        {
            0.5
        } else {
            0.0
        }
    }

    /// Why a section matters now, where it does.
    pub(super) fn section(&self, title: &str, is_section: impl Fn(&str) -> bool) -> Option<Why> {
        let same = |name: &str| name.eq_ignore_ascii_case(title);
        let asks = |need: &Need| match &need.kind {
            NeedKind::Section { title, .. } => same(title),
            NeedKind::Checklist { section } | NeedKind::Approval { section, .. } => same(section),
            _ => false,
        };
        let shown = |stage: &Stage| {
            let sections = stage.shows.iter().filter(|show| is_section(show));
            let mut sections = sections.map(String::as_str);
            sections.position(same)
        };
        let own = |stage: &&Stage| {
            let mut needs = stage.needs.iter();
            needs.any(|need| need.stage == stage.id && asks(need))
        };
        let stage = self.stage?;
        if stage.kind != StageKind::Active && own(&stage) {
            return Some(Why::Ended);
        }
        if let Some(at) = shown(stage) {
            return Some(Why::Shown(at));
        }
        if own(&stage) || self.next.is_some_and(|next| own(&next)) {
            return Some(Why::Asked);
        }
        if let Some(at) = self.left.and_then(shown) {
            return Some(Why::Left(at));
        }
        if self.was.iter().any(own) {
            return Some(Why::Was);
        }
        let before = |stage: &Stage| stage.needs.iter().any(asks);
        (before(stage) || self.left.is_some_and(before)).then_some(Why::Inherited)
    }

    /// Whether the stage or the next one works with a field.
    pub(super) fn field(&self, name: &str) -> bool {
        let same = |other: &str| other.eq_ignore_ascii_case(name);
        let asks = |need: &Need| match &need.kind {
            NeedKind::Field { name, .. } => same(name),
            NeedKind::Link { field } => same(field),
            _ => false,
        };
        let stages = [self.stage, self.next].into_iter().flatten();
        let mut stages = stages.chain(self.left);
        stages.any(|stage| {
            let mut own = stage.needs.iter().filter(|need| need.stage == stage.id);
            stage.shows.iter().any(|show| same(show)) || own.any(asks)
        })
    }

    /// Whether the stage's page shows this: `lessons`, `changes`.
    pub(super) fn shows(&self, what: &str) -> bool {
        self.stage.is_some_and(|stage| {
            let mut shows = stage.shows.iter();
            shows.any(|show| show.eq_ignore_ascii_case(what))
        })
    }
}
