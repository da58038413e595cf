//! `stages/<workflow>/<stage>.html`: what a stage is for, what good looks like in it, who is there, how long it takes.

use super::Page;
use crate::model::need::Need;
use crate::model::words::count;
use crate::model::{Kind, Stage, Workflow};
use crate::repo::Failure;
use crate::site::engine::Engine;
use crate::site::state::State;
use crate::site::view::{self, ArcTick, Dot, Move, Spread, WayPoint};
use crate::site::words::{self, days};
use crate::site::{address, arc, frame, html};
use crate::text::Document;

/// At most so many engagements are listed.
const ROWS: usize = 1_000;

/// At most so many stays are drawn.
const DOTS: usize = 240;

/// The page.
///
/// # Errors
/// Where a template of the studio's own cannot be written.
pub fn page(
    state: &State<'_>,
    workflow: &Workflow,
    stage: &Stage,
    engine: &Engine,
) -> Result<Page, Failure> {
    let studio = state.studio;
    let file = address::stage(&workflow.name, &stage.id);
    let root = address::root(&file);
    let mut here: Vec<_> = state
        .subjects()
        .filter(|subject| {
            subject.work.engagement.workflow == workflow.name
                && subject.standing.stage.is_some_and(|at| at.id == stage.id)
        })
        .collect();
    here.sort_by_key(|subject| subject.standing.since.map_or(0, crate::day::Day::unix));
    let needs = |own: bool| {
        stage
            .needs
            .iter()
            .filter(|need| (need.stage == stage.id) == own)
            .map(need)
            .collect()
    };
    let standard = stage.standard.as_ref().and_then(|path| {
        let text = state.context.standard(path)?;
        let document = Document::parse(text.as_bytes());
        html::file(&document, 2, &studio.guide(path, &root))
    });
    let steps = workflow
        .stages
        .iter()
        .filter(|step| step.kind.on_main_line())
        .map(|step| WayPoint {
            stage: studio.stage(&workflow.name, &step.id),
            state: if step.id == stage.id {
                "here"
            } else {
                "passed"
            },
        })
        .collect();
    let mut ways = workflow.ways_from(stage);
    // The way on comes before the way back.
    ways.sort_by_key(|to| !Kind::of(workflow, &stage.id, &to.id).is_some_and(Kind::is_onward));
    let mut moves: Vec<Move<'_>> = Vec::new();
    for to in ways {
        let rule = workflow.handoff(&stage.id, &to.id);
        let way = Move {
            to: vec![studio.stage(&workflow.name, &to.id)],
            kind: Kind::of(workflow, &stage.id, &to.id).map_or("", Kind::word),
            questions: rule.map_or_else(Vec::new, |rule| {
                rule.ask.iter().map(String::as_str).collect()
            }),
            accept: rule.is_some_and(|rule| rule.accept),
        };
        // Ways that ask the same are said once.
        match moves.last_mut() {
            Some(last) if last.is_like(&way) => last.to.extend(way.to),
            _ => moves.push(way),
        }
    }
    let view = view::Stage {
        frame: frame::of(&file, stage.title.as_str(), "", Vec::new()),
        title: &stage.title,
        workflow: &workflow.title,
        purpose: stage.purpose.as_deref(),
        steps,
        needs: needs(true),
        inherited: needs(false),
        standard,
        more: here.len().saturating_sub(ROWS),
        rows: here
            .iter()
            .take(ROWS)
            .map(|subject| subject.standing.row(studio, subject.work))
            .collect(),
        spread: spread(state, workflow, stage),
        moves,
    };
    Ok((file, engine.render("stage.html", &view)?))
}

fn need(need: &Need) -> view::Need<'_> {
    view::Need {
        text: words::need(need),
        key: &need.key,
        state: "asked",
        standing: None,
        because: need.because.as_deref(),
    }
}

/// One stay in the stage.
struct Stay<'s> {
    title: &'s str,
    days: i64,
    open: bool,
}

/// How long engagements stood in the stage; nothing where too few did to say.
fn spread(state: &State<'_>, workflow: &Workflow, stage: &Stage) -> Option<Spread> {
    if stage.kind.is_over() {
        return None;
    }
    let mut stays: Vec<Stay<'_>> = Vec::new();
    for subject in state.subjects() {
        let Some(timeline) = &subject.past.timeline else {
            continue;
        };
        if timeline.workflow != workflow.name {
            continue;
        }
        let title = subject.work.engagement.title();
        let left = timeline
            .transitions
            .iter()
            .filter(|moved| moved.from == stage.id);
        for days in left.filter_map(|moved| moved.days) {
            stays.push(Stay {
                title,
                days: arc::whole(days).max(0),
                open: false,
            });
        }
        if subject.standing.stage.is_some_and(|at| at.id == stage.id)
            && let Some(since) = subject.standing.since
        {
            stays.push(Stay {
                title,
                days: state.studio.day().days_since(since).max(0),
                open: true,
            });
        }
    }
    let mut closed: Vec<i64> = stays
        .iter()
        .filter(|stay| !stay.open)
        .map(|stay| stay.days)
        .collect();
    closed.sort_unstable();
    if closed.len() < 2 {
        return None;
    }
    stays.sort_by_key(|stay| (stay.days, stay.open, stay.title));
    let rank = |share: usize| {
        let at = (closed.len() * share).div_ceil(100).saturating_sub(1);
        closed.get(at).copied().unwrap_or(0)
    };
    let (median, ninetieth) = (rank(50), rank(90));
    let longest = stays.iter().map(|stay| stay.days).max().unwrap_or(1).max(1);
    let step = [1, 2, 5, 7, 14, 30, 60, 90, 180, 365, 730, 3_650]
        .into_iter()
        .find(|step| longest / step <= 6)
        .unwrap_or(36_500);
    let end = (longest / step + 1) * step;
    let percent = |days: i64| {
        #[expect(clippy::cast_precision_loss, reason = "days of a human span")]
        let share = days as f64 / end as f64;
        (share * 10_000.0).round() / 100.0
    };
    let open = stays.len() - closed.len();
    // Of very many, every so many-th stands for those around it.
    let every = stays.len().div_ceil(DOTS).max(1);
    let mut stacks: std::collections::BTreeMap<i64, u32> = std::collections::BTreeMap::new();
    let dots = stays
        .iter()
        .step_by(every)
        .map(|stay| {
            let column = arc::whole(percent(stay.days) / 1.5);
            let height = stacks.entry(column).or_default();
            let y = 66_u32.saturating_sub(*height * 9).max(6);
            *height += 1;
            Dot {
                x: percent(stay.days),
                y,
                open: stay.open,
                title: format!("{}, {}", stay.title, days(stay.days)),
            }
        })
        .collect();
    let still = match open {
        0 => String::new(),
        open => format!("; {open} still there"),
    };
    Some(Spread {
        label: format!(
            "Half took {} or less, nine in ten {}; {}{still}.",
            days(median),
            days(ninetieth),
            count(closed.len(), "stay")
        ),
        dots,
        median: percent(median),
        ninetieth: percent(ninetieth),
        ticks: (0..=end / step)
            .map(|tick| ArcTick {
                x: percent(tick * step),
                text: if tick == 0 {
                    "0 days".to_owned()
                } else {
                    (tick * step).to_string()
                },
                minor: tick % 2 == 1,
            })
            .collect(),
    })
}
