//! The pictures of the friction page: days in each stage, the flow between stages, and needs that were not simply filled.

use std::collections::BTreeMap;

use crate::friction::Report;
use crate::friction::tables::{Stage, Transition};
use crate::model::words::count;
use crate::model::{Kind, Workflow};
use crate::site::arc::whole;
use crate::site::state::State;
use crate::site::view::{ArcTick, Flow, FlowRow, NeedBar, Stays, StaysRow, Way};
use crate::site::words::{days, field};

/// Pixels from one stage's line to the next, as the style sheet sets their names.
const STEP: u32 = 26;

/// At most so many strokes are drawn for a stage.
const STROKES: usize = 160;

/// At most so many needs are shown.
const NEEDS: usize = 24;

/// How wide the picture of the flow is, in pixels: it fits beside the stages' names on a phone.
const WIDTH: u32 = 214;

/// The workflows that engagements went through, each with its title where there are several.
fn workflows<'s>(state: &State<'s>, report: &Report) -> Vec<(&'s Workflow, Option<&'s str>)> {
    let mut names: Vec<&str> = report
        .stages
        .iter()
        .map(|stage| stage.workflow.as_str())
        .collect();
    names.dedup();
    let found: Vec<&Workflow> = names
        .iter()
        .filter_map(|name| state.studio.settings().workflows.get(name))
        .collect();
    let several = found.len() > 1;
    found
        .into_iter()
        .map(|workflow| (workflow, several.then_some(workflow.title.as_str())))
        .collect()
}

/// The distribution of days, a line for each stage that somebody left. The scale is that of square roots: days and months are both seen on it.
pub(super) fn stays<'s>(state: &State<'s>, report: &Report) -> Vec<Stays<'s>> {
    let drawn = workflows(state, report).into_iter();
    drawn
        .filter_map(|(workflow, title)| {
            let rows: Vec<(&crate::model::Stage, &Stage)> = workflow
                .stages
                .iter()
                .filter_map(|stage| {
                    let found = report.stages.iter().find(|found| {
                        found.workflow == workflow.name
                            && found.stage == stage.id
                            && !found.stays.is_empty()
                    })?;
                    (!stage.kind.is_over()).then_some((stage, found))
                })
                .collect();
            let longest = rows
                .iter()
                .filter_map(|(_, stage)| stage.stays.last())
                .fold(1.0_f64, |longest, days| longest.max(*days));
            let percent = |days: f64| {
                let share = (days.max(0.0) / longest).sqrt();
                (share * 9_800.0).round() / 100.0
            };
            let count_of_rows = u32::try_from(rows.len()).ok().filter(|rows| *rows > 0)?;
            let base = count_of_rows * STEP;
            let rows: Vec<StaysRow<'s>> = (0_u32..)
                .zip(rows)
                .map(|(at, (stage, found))| {
                    let y = at * STEP + STEP / 2;
                    let every = found.stays.len().div_ceil(STROKES).max(1);
                    StaysRow {
                        stage: state.studio.stage(&workflow.name, &stage.id),
                        y,
                        y1: y - 7,
                        y2: y + 7,
                        strokes: found
                            .stays
                            .iter()
                            .step_by(every)
                            .map(|days| percent(*days))
                            .collect(),
                        median: found.median().map(percent),
                        ninetieth: found.ninetieth().map(percent),
                        words: in_words(found),
                    }
                })
                .collect();
            Some(Stays {
                title,
                label: format!(
                    "Days in each stage, a stroke for each stay. {}",
                    rows.iter()
                        .map(|row| format!("{}: {}.", row.stage.title, row.words))
                        .collect::<Vec<_>>()
                        .join(" ")
                ),
                height: base + 24,
                base,
                ticks: ticks(longest, percent),
                rows,
            })
        })
        .collect()
}

fn in_words(stage: &Stage) -> String {
    let told = |found: Option<f64>| days(whole(found.unwrap_or(0.0)));
    let open = match stage.open {
        0 => String::new(),
        open => format!("; {open} still there"),
    };
    if stage.stays.len() == 1 {
        return format!("the only stay took {}{open}", told(stage.median()));
    }
    format!(
        "half took {} or less, nine in ten {}; {}{open}",
        told(stage.median()),
        told(stage.ninetieth()),
        count(stage.stays.len(), "stay")
    )
}

fn ticks(longest: f64, percent: impl Fn(f64) -> f64) -> Vec<ArcTick> {
    let mut ticks: Vec<ArcTick> = Vec::new();
    for (at, days) in [0, 7, 30, 90, 180, 365, 730, 1_460, 2_920, 5_840]
        .into_iter()
        .enumerate()
    {
        let x = percent(f64::from(days));
        let near = ticks.last().is_some_and(|last| x - last.x < 12.0);
        if f64::from(days) > longest || near {
            continue;
        }
        ticks.push(ArcTick {
            x,
            text: if days == 0 {
                "0 days".to_owned()
            } else {
                days.to_string()
            },
            minor: at % 2 == 1,
        });
    }
    ticks
}

/// The ways between stages: those to the next one straight, all others as bows, each in a lane of its own.
pub(super) fn flows<'s>(state: &State<'s>, report: &'s Report) -> Vec<Flow<'s>> {
    let drawn = workflows(state, report).into_iter();
    drawn
        .filter_map(|(workflow, title)| {
            let gone: Vec<&Transition> = report
                .transitions
                .iter()
                .filter(|row| row.workflow == workflow.name && row.made > 0)
                .collect();
            let met = |id: &str| gone.iter().any(|row| row.from == id || row.to == id);
            let stages: Vec<&crate::model::Stage> = workflow
                .stages
                .iter()
                .filter(|stage| met(&stage.id))
                .collect();
            let place: BTreeMap<&str, u32> = stages
                .iter()
                .zip(0_u32..)
                .map(|(stage, at)| (stage.id.as_str(), at))
                .collect();
            let most = gone.iter().map(|row| row.made).max()?;
            let mut lanes: Vec<Vec<(u32, u32)>> = Vec::new();
            let mut rows: Vec<&&Transition> = gone
                .iter()
                .filter(|row| {
                    place.contains_key(row.from.as_str()) && place.contains_key(row.to.as_str())
                })
                .collect();
            let span = |row: &Transition| {
                let at = |id: &str| place.get(id).copied().unwrap_or(0);
                let (from, to) = (at(&row.from), at(&row.to));
                (from.min(to), from.max(to), from, to)
            };
            rows.sort_by_key(|row| {
                let (top, end, from, _) = span(row);
                (end - top, top, from)
            });
            let mut ways: Vec<(u32, u32, Way<'s>)> = rows
                .into_iter()
                .map(|row| {
                    let (top, end, from, to) = span(row);
                    let straight = to == from + 1 && row.kind == Some(Kind::Forward);
                    let lane = if straight {
                        None
                    } else {
                        Some(lane(&mut lanes, top, end))
                    };
                    (from, to, way(state, workflow, row, lane, (from, to), most))
                })
                .collect();
            ways.sort_by_key(|(from, to, _)| (*from, *to));
            let ways: Vec<Way<'s>> = ways.into_iter().map(|(.., way)| way).collect();
            let count_of_rows = u32::try_from(stages.len()).unwrap_or(1);
            let returns: usize = gone
                .iter()
                .filter(|row| matches!(row.kind, Some(Kind::Back | Kind::Reopen)))
                .map(|row| row.made)
                .sum();
            let all: usize = gone.iter().map(|row| row.made).sum();
            Some(Flow {
                title,
                label: format!(
                    "The flow between stages: {}, {returns} of them back. Each is listed below.",
                    count(all, "move")
                ),
                width: WIDTH,
                height: count_of_rows * STEP,
                rows: stages
                    .iter()
                    .zip(0_u32..)
                    .map(|(stage, at)| FlowRow {
                        stage: state.studio.stage(&workflow.name, &stage.id),
                        y: at * STEP + STEP / 2,
                    })
                    .collect(),
                ways,
            })
        })
        .collect()
}

/// The first lane in which nothing stands between these lines.
fn lane(lanes: &mut Vec<Vec<(u32, u32)>>, top: u32, end: u32) -> u32 {
    let free = lanes
        .iter()
        .position(|lane| lane.iter().all(|(a, b)| end <= *a || *b <= top));
    let at = free.unwrap_or_else(|| {
        lanes.push(Vec::new());
        lanes.len() - 1
    });
    if let Some(lane) = lanes.get_mut(at) {
        lane.push((top, end));
    }
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn way<'s>(
    state: &State<'s>,
    workflow: &'s Workflow,
    row: &'s Transition,
    lane: Option<u32>,
    (from, to): (u32, u32),
    most: usize,
) -> Way<'s> {
    const LEFT: u32 = 10;
    let y = |at: u32| at * STEP + STEP / 2;
    let (a, b) = (y(from), y(to));
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let weight = (number(row.made) / number(most.max(1))).sqrt() * 7.0;
    let (path, x) = match lane {
        None => (format!("M{LEFT} {} V{}", a + 4, b - 4), LEFT + 7),
        Some(lane) => {
            let apex = (52 + lane.min(8) * 19).min(WIDTH - 14);
            let bend = LEFT + (apex - LEFT) * 4 / 3;
            (
                format!("M{} {a} C{bend} {a} {bend} {b} {} {b}", LEFT + 5, LEFT + 5),
                apex + 2,
            )
        }
    };
    let mut notes = Vec::new();
    for (count, what) in [
        (row.bounced, "came back within 30 days"),
        (row.waived, "with a waiver"),
        (row.accepted_late, "accepted late"),
        (row.unaccepted, "never accepted"),
    ] {
        if count > 0 {
            notes.push(format!("{count} {what}"));
        }
    }
    Way {
        kind: row.kind.map_or("forward", Kind::word),
        path,
        weight: (weight.max(1.0) * 10.0).round() / 10.0,
        x,
        y: (a + b) / 2 + 4,
        count: row.made,
        from: state.studio.stage(&workflow.name, &row.from),
        to: state.studio.stage(&workflow.name, &row.to),
        word: match row.kind {
            Some(Kind::Back) => "back",
            Some(Kind::Reopen) => "reopened",
            Some(Kind::Skip) => "skipped ahead",
            Some(Kind::Pause) => "paused",
            Some(Kind::Resume) => "resumed",
            Some(Kind::Exit) => "ended",
            Some(Kind::Forward) | None => "forward",
        },
        note: (!notes.is_empty()).then(|| notes.join(", ")),
    }
}

/// The needs that were waived, left unmet or filled on the last day, those with the most first; and how many are left out.
pub(super) fn needs<'s>(state: &State<'s>, report: &'s Report) -> (Vec<NeedBar<'s>>, usize) {
    let mut all: Vec<(&Stage, &crate::friction::tables::Need)> = report
        .stages
        .iter()
        .flat_map(|stage| stage.needs.iter().map(move |need| (stage, need)))
        .filter(|(_, need)| need.waived + need.unmet + need.last_minute > 0)
        .collect();
    all.sort_by(|(a_stage, a), (b_stage, b)| {
        let weight =
            |need: &crate::friction::tables::Need| (need.waived, need.unmet, need.last_minute);
        weight(b)
            .cmp(&weight(a))
            .then_with(|| (&a_stage.stage, &a.key).cmp(&(&b_stage.stage, &b.key)))
    });
    let more = all.len().saturating_sub(NEEDS);
    let bars = all
        .into_iter()
        .take(NEEDS)
        .map(|(stage, need)| {
            let percent = |count: usize| {
                let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
                (number(count) / number(need.asked.max(1)) * 10_000.0).round() / 100.0
            };
            let mut words = Vec::new();
            for (count, what) in [
                (need.waived, "waived"),
                (need.unmet, "unmet"),
                (need.last_minute, "on the last day"),
            ] {
                if count > 0 {
                    words.push(format!("{count} {what}"));
                }
            }
            NeedBar {
                key: field(&need.key),
                stage: state.studio.stage(&stage.workflow, &stage.stage),
                waived: percent(need.waived),
                unmet: percent(need.unmet),
                last_minute: percent(need.last_minute),
                unmet_at: percent(need.waived),
                last_at: percent(need.waived + need.unmet),
                words: format!("{}, out of {} asked", words.join(", "), need.asked),
            }
        })
        .collect();
    (bars, more)
}
