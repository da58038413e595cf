//! A workflow: its stages, the moves between them, what each asks for, and the handoffs.

use super::field::FieldType;
use super::need::Need;
use super::transition::Kind;

/// How a studio's work moves.
#[derive(Debug, Clone)]
pub struct Workflow {
    /// Its name: the file's, without `.yml`.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The studio's own front-matter keys with their types, in order.
    pub fields: Vec<(String, FieldType)>,
    /// Its stages, the main line's in its order.
    pub stages: Vec<Stage>,
    /// What handoffs ask; nothing where the workflow names none, and then none is asked for.
    pub handoffs: Option<Vec<HandoffRule>>,
}

/// A stage.
#[derive(Debug, Clone)]
pub struct Stage {
    /// What the front-matter calls it.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// What kind it is.
    pub kind: StageKind,
    /// What it is for.
    pub purpose: Option<String>,
    /// The file of its standard.
    pub standard: Option<String>,
    /// Everything it asks for: what it inherits first, then its own.
    pub needs: Vec<Need>,
    /// The stages that may follow, as the workflow lists them; where it lists none, see [`Workflow::allows`].
    pub next: Option<Vec<String>>,
    /// The earlier stages that it may go back to.
    pub back: Back,
    /// After how many quiet days it counts as stale.
    pub stale: Option<u32>,
    /// What its page shows first: fields, sections and kinds of mark.
    pub shows: Vec<String>,
    /// What it is called towards people outside, where they may know of it.
    pub shared: Option<String>,
}

/// What kind a stage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StageKind {
    /// Work goes on.
    Active,
    /// It waits, on purpose.
    Waiting,
    /// It ended well.
    Done,
    /// It ended otherwise.
    Lost,
}

/// The earlier stages that a stage may go back to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Back {
    /// Any.
    #[default]
    Any,
    /// None but those that `next` lists.
    None,
    /// These.
    To(Vec<String>),
}

/// What a handoff asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoffRule {
    /// As the workflow has it: `scope -> delivery`, `* -> dormant`, `back`, `owner`.
    pub name: String,
    /// Which handoffs it is for.
    pub on: HandoffOn,
    /// The questions that it asks.
    pub ask: Vec<String>,
    /// Whether the receiver has to accept it before the engagement moves on.
    pub accept: bool,
}

/// Which handoffs a rule is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandoffOn {
    /// From one stage to another; nothing stands for any.
    Stages(Option<String>, Option<String>),
    /// Moves of one kind.
    Kind(Kind),
    /// A change of owner.
    Owner,
}

impl Workflow {
    /// The stage with this id.
    #[must_use]
    pub fn stage(&self, id: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    /// The stage that people mean by `name`: its id or its title, in any case.
    #[must_use]
    pub fn stage_named(&self, name: &str) -> Option<&Stage> {
        let name = name.trim();
        self.stage(name).or_else(|| {
            self.stages
                .iter()
                .find(|stage| same(&stage.id, name))
                .or_else(|| self.stages.iter().find(|stage| same(&stage.title, name)))
        })
    }

    /// The main line: active and done stages in order.
    pub fn main_line(&self) -> impl Iterator<Item = &Stage> {
        self.stages.iter().filter(|stage| stage.kind.on_main_line())
    }

    /// Where a stage stands on the main line, from 0; nothing for one beside it.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<usize> {
        self.main_line().position(|stage| stage.id == id)
    }

    /// The stage that follows on the main line.
    #[must_use]
    pub fn following(&self, id: &str) -> Option<&Stage> {
        self.main_line().nth(self.place(id)? + 1)
    }

    /// The stages passed over by going from one to another along the main line.
    #[must_use]
    pub fn passed_over(&self, from: &str, to: &str) -> Vec<&Stage> {
        match (self.place(from), self.place(to)) {
            (Some(from), Some(to)) if to > from => self
                .main_line()
                .skip(from + 1)
                .take(to - from - 1)
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Whether the workflow allows a move; a skip always is, its waivers being another matter.
    ///
    /// Where a stage lists no `next`: an active one may go one on, and into any waiting or lost stage; a waiting one anywhere; a done or lost one nowhere.
    #[must_use]
    pub fn allows(&self, from: &Stage, to: &Stage) -> bool {
        let listed = match &from.next {
            Some(next) => next.contains(&to.id),
            None => match from.kind {
                StageKind::Active => {
                    !to.kind.on_main_line()
                        || self
                            .following(&from.id)
                            .is_some_and(|following| following.id == to.id)
                }
                StageKind::Waiting => true,
                StageKind::Done | StageKind::Lost => false,
            },
        };
        listed
            || match Kind::of(self, &from.id, &to.id) {
                Some(Kind::Skip) => true,
                Some(Kind::Back) => match &from.back {
                    Back::Any => true,
                    Back::None => false,
                    Back::To(stages) => stages.contains(&to.id),
                },
                _ => false,
            }
    }

    /// Where an engagement may go from a stage, in the workflow's order, without skips.
    #[must_use]
    pub fn ways_from(&self, from: &Stage) -> Vec<&Stage> {
        self.stages
            .iter()
            .filter(|to| {
                to.id != from.id
                    && self.allows(from, to)
                    && Kind::of(self, &from.id, &to.id) != Some(Kind::Skip)
            })
            .collect()
    }

    /// What the handoff of a move asks: the most exact rule that fits. First the two stages, then the stage entered, then the stage left, then the kind of the move.
    #[must_use]
    pub fn handoff(&self, from: &str, to: &str) -> Option<&HandoffRule> {
        let kind = Kind::of(self, from, to);
        self.handoffs
            .iter()
            .flatten()
            .filter_map(|rule| {
                let weight = match &rule.on {
                    HandoffOn::Stages(Some(a), Some(b)) if a == from && b == to => 5,
                    HandoffOn::Stages(None, Some(b)) if b == to => 4,
                    HandoffOn::Stages(Some(a), None) if a == from => 3,
                    HandoffOn::Kind(of) if Some(*of) == kind => 2,
                    HandoffOn::Stages(None, None) => 1,
                    _ => return None,
                };
                Some((weight, rule))
            })
            .max_by_key(|(weight, _)| *weight)
            .map(|(_, rule)| rule)
    }

    /// What a change of owner asks.
    #[must_use]
    pub fn owner_handoff(&self) -> Option<&HandoffRule> {
        self.handoffs
            .iter()
            .flatten()
            .find(|rule| rule.on == HandoffOn::Owner)
    }

    /// The type of one of the studio's own keys.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&FieldType> {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, r#type)| r#type)
    }
}

impl StageKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Active, Self::Waiting, Self::Done, Self::Lost];

    /// Whether stages of this kind make up the main line.
    #[must_use]
    pub const fn on_main_line(self) -> bool {
        matches!(self, Self::Active | Self::Done)
    }

    /// Whether an engagement there is over.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Lost)
    }

    /// The word for it in workflows.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Lost => "lost",
        }
    }
}

fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}
