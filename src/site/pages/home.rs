//! `index.html`: the studio now.

use super::Page;
use crate::model::StageKind;
use crate::model::words::count;
use crate::repo::Failure;
use crate::site::engine::Engine;
use crate::site::state::State;
use crate::site::view::{self, StageGroup, StageRef, WorkflowGroup};
use crate::site::{address, frame};

/// At most so many things that wait are shown.
const ATTENTION: usize = 25;

/// At most so many engagements of one stage are shown.
const ROWS: usize = 30;

/// The page.
///
/// # Errors
/// Where a template of the studio's own cannot be written.
pub fn page(state: &State<'_>, engine: &Engine) -> Result<Page, Failure> {
    let file = "index.html".to_owned();
    let title = state.studio.settings().site_title.as_str();
    let inside = state.studio.inputs.extent.inside;
    let waiting = state.waiting(|_, _| inside);
    let (attention, attention_more) = state.views(&waiting, ATTENTION, "");
    let view = view::Home {
        frame: frame::of(&file, title, "now", Vec::new()),
        lede: lede(state),
        empty: state.studio.works.is_empty(),
        attention,
        attention_more,
        workflows: workflows(state),
    };
    Ok((file, engine.render("index.html", &view)?))
}

fn lede(state: &State<'_>) -> String {
    let kinds = [
        (StageKind::Active, "under way"),
        (StageKind::Waiting, "waiting"),
        (StageKind::Done, "done"),
        (StageKind::Lost, "lost"),
    ];
    let all = state.subjects().count();
    let parts: Vec<(usize, &str)> = kinds
        .into_iter()
        .filter_map(|(kind, word)| {
            let there = state
                .subjects()
                .filter(|subject| {
                    subject
                        .standing
                        .stage
                        .is_some_and(|stage| stage.kind == kind)
                })
                .count();
            (there > 0).then_some((there, word))
        })
        .collect();
    let (mut open, mut overdue) = (0, 0);
    for subject in state.subjects() {
        open += subject.standing.open;
        overdue += subject.standing.overdue;
    }
    let whose = match state.studio.us() {
        "us" => "ours",
        name => name,
    };
    let promises = match (open, overdue) {
        (0, _) => format!("No promise of {whose} is open."),
        (open, 0) => format!("{} of {whose} open, none overdue.", count(open, "promise")),
        (open, overdue) => format!(
            "{} of {whose} open, {overdue} overdue.",
            count(open, "promise")
        ),
    };
    if all == 0 {
        return "No engagement yet.".to_owned();
    }
    let engagements = count(all, "engagement");
    match parts.as_slice() {
        // Outside, stages need not be shared.
        [] => format!("{engagements}. {promises}"),
        [(1, word)] if all == 1 => format!("{engagements}, {word}. {promises}"),
        [(there, word)] if *there == all => format!("{engagements}, all {word}. {promises}"),
        parts => {
            let parts: Vec<String> = parts
                .iter()
                .map(|(there, word)| format!("{there} {word}"))
                .collect();
            format!("{engagements}: {}. {promises}", parts.join(", "))
        }
    }
}

fn workflows<'s>(state: &State<'s>) -> Vec<WorkflowGroup<'s>> {
    let studio = state.studio;
    let settings = studio.settings();
    let inside = studio.inputs.extent.inside;
    let mut names: Vec<&str> = state
        .subjects()
        .map(|subject| subject.work.engagement.workflow.as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        names.push(&settings.workflow);
    }
    // The studio's own first.
    names.sort_by_key(|name| (*name != settings.workflow, *name));
    let several = names.len() > 1;
    let mut groups = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let workflow = settings.workflows.get(name);
        let mut stages: Vec<StageGroup<'s>> = Vec::new();
        let group = |stage: StageRef<'s>, anchor: String, wanted: &dyn Fn(Option<&str>) -> bool| {
            let mut subjects: Vec<_> = state
                .subjects()
                .filter(|subject| subject.work.engagement.workflow == *name)
                .filter(|subject| wanted(subject.standing.stage.map(|stage| stage.id.as_str())))
                .collect();
            // Who has stood there longest comes first, but what is over the newest first.
            let over = matches!(stage.kind, "done" | "lost");
            subjects.sort_by_key(|subject| {
                let since = subject.standing.since.map_or(0, crate::day::Day::unix);
                if over { -since } else { since }
            });
            StageGroup {
                stage,
                anchor,
                count: subjects.len(),
                rows: subjects
                    .iter()
                    .take(ROWS)
                    .map(|subject| subject.standing.row(studio, subject.work))
                    .collect(),
                more: subjects.len().saturating_sub(ROWS),
            }
        };
        for stage in workflow.map_or(&[][..], |workflow| &workflow.stages) {
            let anchor = match address::slug(&stage.id) {
                slug if at == 0 => format!("stage-{slug}"),
                slug => format!("stage-{}-{slug}", at + 1),
            };
            let found = group(studio.stage(name, &stage.id), anchor, &|id| {
                id == Some(stage.id.as_str())
            });
            // Where nobody waits or was lost there is nothing to say.
            if found.count > 0 || (inside && stage.kind.on_main_line()) {
                stages.push(found);
            }
        }
        let nowhere = StageRef {
            title: if inside {
                "No known stage"
            } else {
                "Engagements"
            },
            url: None,
            kind: "waiting",
        };
        let lost = group(nowhere, format!("nowhere-{}", at + 1), &|id| id.is_none());
        if lost.count > 0 {
            stages.push(lost);
        }
        groups.push(WorkflowGroup {
            title: several.then(|| workflow_title(state, name)),
            stages,
        });
    }
    groups
}

fn workflow_title<'s>(state: &State<'s>, name: &str) -> &'s str {
    state
        .studio
        .settings()
        .workflows
        .get(name)
        .map_or("Unknown workflow", |workflow| workflow.title.as_str())
}
