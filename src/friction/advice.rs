//! What might be changed: which need, question or standard, in which file.

use super::account::Mended;
use super::case::{Sort, Studio};
use super::place::Place;
use super::signal::Signal;
use crate::model::need::NeedKind;
use crate::model::workflow::HandoffOn;
use crate::model::{Kind, Need, Stage, Workflow};

/// One thing that might be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// What it is: `need`, `question`, `handoff`, `stage` or `standard`.
    pub about: &'static str,
    /// What it is called there: a need's key, a handoff's name, a stage's id.
    pub name: String,
    /// The file, from the top of the repository.
    pub file: String,
    /// Whether that file is the built-in one, which `orbit init` writes out.
    pub built_in: bool,
    /// What to try.
    pub text: String,
}

/// What might be changed so that a signal goes away.
#[must_use]
pub fn of(signal: &Signal, studio: &Studio<'_>) -> Vec<Advice> {
    let Some(place) = &signal.place else {
        return Vec::new();
    };
    let Some(workflow) = studio.settings.workflows.get(place.workflow()) else {
        return Vec::new();
    };
    let advisor = Advisor { studio, workflow };
    let stage = place.stage().and_then(|id| workflow.stage(id));
    let mut advice = match (signal.sort, place) {
        (Sort::Bounce, Place::Transition { from, to, .. }) => advisor.bounce(signal, from, to),
        (Sort::Handoff, Place::Transition { from, to, .. }) => advisor.handoff(from, to),
        (Sort::Handoff, _) => {
            vec![advisor.owner(
                "name a day by which the new owner accepts, or accept it together in one call",
            )]
        }
        (Sort::Owner, _) => vec![
            advisor.owner("ask what the next owner would otherwise have to find out by themselves"),
        ],
        _ => stage.map_or_else(Vec::new, |stage| advisor.stage(signal, stage)),
    };
    let standard = stage.and_then(|stage| advisor.standard(signal, stage));
    advice.extend(standard);
    advice
}

struct Advisor<'a> {
    studio: &'a Studio<'a>,
    workflow: &'a Workflow,
}

impl Advisor<'_> {
    fn item(&self, about: &'static str, name: &str, text: String) -> Advice {
        let workflow = &self.workflow.name;
        Advice {
            about,
            name: name.to_owned(),
            file: format!("workflows/{workflow}.yml"),
            built_in: !self.studio.settings.workflows.is_own(workflow),
            text,
        }
    }

    fn need_for(&self, part: &Mended) -> Option<&Need> {
        self.workflow
            .stages
            .iter()
            .flat_map(|stage| &stage.needs)
            .find(|need| match (&need.kind, part) {
                (
                    NeedKind::Field { name, .. } | NeedKind::Link { field: name },
                    Mended::Field(part),
                ) => name == part,
                (
                    NeedKind::Section { title, .. }
                    | NeedKind::Checklist { section: title }
                    | NeedKind::Approval { section: title, .. },
                    Mended::Section(part),
                ) => title == part,
                _ => false,
            })
    }

    fn bounce(&self, signal: &Signal, from: &str, to: &str) -> Vec<Advice> {
        let mut advice = Vec::new();
        if let Some((part, count)) = signal.mended.first() {
            let name = match part {
                Mended::Field(name) | Mended::Section(name) => name,
            };
            let often = format!(
                "`{name}` was changed before it went on again in {count} of {}",
                signal.engagements.count
            );
            advice.push(match self.need_for(part) {
                Some(need) => self.item(
                    "need",
                    &need.key,
                    format!("{often}: let the need `{}` of `{}` ask for what was missing, or have it approved by whoever takes over", need.key, need.stage),
                ),
                None => self.item(
                    "need",
                    name,
                    format!("{often}, and no need asks for it: add one to `{to}`"),
                ),
            });
        }
        let rule = self
            .workflow
            .handoff(from, to)
            .filter(|rule| !rule.ask.is_empty());
        advice.push(match rule {
            Some(rule) => self.item(
                "question",
                &rule.name,
                format!("the handoff `{}` asks {}: ask also for what those who took it back were missing", rule.name, crate::model::words::count(rule.ask.len(), "question")),
            ),
            None => self.item(
                "question",
                &format!("{from} -> {to}"),
                format!("no question stands between `{from}` and `{to}`: ask one under `handoffs` for what those who took it back were missing"),
            ),
        });
        advice
    }

    fn handoff(&self, from: &str, to: &str) -> Vec<Advice> {
        let name = self
            .workflow
            .handoff(from, to)
            .map_or_else(|| format!("{from} -> {to}"), |rule| rule.name.clone());
        vec![self.item(
            "handoff",
            &name,
            format!("let `{name}` ask only what the receiver cannot look up, and accept it together in one call; a receiver who is named early can accept early"),
        )]
    }

    fn owner(&self, text: &str) -> Advice {
        let has = self
            .workflow
            .handoffs
            .iter()
            .flatten()
            .any(|rule| rule.on == HandoffOn::Owner);
        let text = if has {
            text.to_owned()
        } else {
            format!(
                "no handoff is asked for where the owner changes: add `owner` under `handoffs`, and {text}"
            )
        };
        self.item("handoff", "owner", text)
    }

    fn stage(&self, signal: &Signal, stage: &Stage) -> Vec<Advice> {
        let need = match &signal.place {
            Some(Place::Need { key, .. }) => key.as_str(),
            _ => "",
        };
        let id = &stage.id;
        let place = self.workflow.place(id);
        let at = |place: Option<usize>| {
            place.and_then(|place| self.workflow.main_line().nth(place).map(|stage| &stage.id))
        };
        let before = at(place.and_then(|place| place.checked_sub(1)));
        let after = at(place.map(|place| place + 1));
        match signal.sort {
            Sort::Waived => vec![self.item(
                "need",
                need,
                after.map_or_else(
                    || format!("if it cannot be known in `{id}`, say with `when` for which work it is meant"),
                    |after| format!("if it cannot be known in `{id}`, ask for it in `{after}`, or say with `when` for which work it is meant"),
                ),
            )],
            Sort::Unmet => vec![self.item(
                "need",
                need,
                "say in its `because` what goes wrong without it, or take it out; where commits pass by the hook, check pushes too".to_owned(),
            )],
            Sort::LastMinute => vec![self.item(
                "need",
                need,
                before.map_or_else(
                    || "it is filled for the gate and not for the work: say what it is for in its `because`".to_owned(),
                    |before| format!("it is filled for the gate and not for the work: ask for it in `{before}`, when it is still talked about, or take it out"),
                ),
            )],
            Sort::Skip => vec![self.item(
                "stage",
                id,
                format!("if some work does well without `{id}`, give that work a workflow of its own that has no such stage; if not, say in its `purpose` what is lost"),
            )],
            Sort::Pause => {
                let rule = self
                    .workflow
                    .stages
                    .iter()
                    .filter(|to| Kind::of(self.workflow, id, &to.id) == Some(Kind::Pause))
                    .find_map(|to| self.workflow.handoff(id, &to.id));
                vec![match rule {
                    Some(rule) => self.item(
                        "question",
                        &rule.name,
                        format!("the answers to `{}` say what work in `{id}` waits for; make what they name most a need of a stage before", rule.name),
                    ),
                    None => self.item(
                        "question",
                        &format!("{id} -> *"),
                        format!("nothing asks why work rests in `{id}`: ask it under `handoffs`"),
                    ),
                }]
            }
            Sort::Promise => {
                let asks = stage.needs.iter().any(|need| matches!(need.kind, NeedKind::Promises(_)));
                vec![self.item(
                    "need",
                    "promises",
                    if asks {
                        format!("promises made in `{id}` have to be owned or dated already: let who is to keep one agree before it is made")
                    } else {
                        format!("add `promises: owned` and `promises: dated` to what follows `{id}`, so that who is to keep one hears of it while it is fresh")
                    },
                )]
            }
            Sort::Question => vec![self.item(
                "question",
                id,
                format!("let a handoff into `{id}` ask it, or make its answer a need, so that nobody has to find it out again"),
            )],
            Sort::Bounce | Sort::Handoff | Sort::Owner => Vec::new(),
        }
    }

    /// The standard, for what words can help with.
    fn standard(&self, signal: &Signal, stage: &Stage) -> Option<Advice> {
        let file = stage.standard.clone()?;
        let text = match signal.sort {
            Sort::Bounce => "say what has to be true before somebody else takes it on",
            Sort::Skip => "say in one line what this stage finds that no other would",
            Sort::Waived | Sort::Unmet | Sort::LastMinute => {
                "show how it looks when it is good, in an example of two lines"
            }
            Sort::Handoff => {
                "say within how many days a handoff is accepted, and by whom where its receiver is away"
            }
            Sort::Pause => "say what to do while the client is silent",
            Sort::Promise => "say what may be promised here, and who has to be asked before",
            Sort::Owner => "say what the one who leaves writes down first",
            Sort::Question => "answer it there",
        };
        let built_in = self.workflow.name.as_str();
        Some(Advice {
            about: "standard",
            name: stage.id.clone(),
            built_in: !self.studio.settings.workflows.is_own(built_in),
            file,
            text: text.to_owned(),
        })
    }
}
