//! The picture of an engagement's way through its stages, to scale in time, and the same in words.

use super::past::Past;
use super::standing;
use super::studio::{Studio, Work};
use super::view::{Arc, ArcMove, ArcRow, ArcStay, ArcTick, Link, Transition};
use super::words::{self, day};
use super::{address, view::StageRef};
use crate::day::{Day, Moment};
use crate::model::timeline::Transition as Moved;
use crate::model::{Kind, Workflow};

/// The height of a stage's row, in pixels; the style sheet knows it too.
const ROW: u32 = 26;

/// Numbers nearer to each other than this, in percent and in pixels, would lie on one another.
const APART: (f64, u32) = (2.2, 12);

/// The same in percent where the picture is as narrow as on a phone.
const APART_NARROW: f64 = 6.0;

/// Beyond this, in percent, a number to the right of its line would stand outside the picture.
const EDGE: f64 = 98.0;

/// One stay in a stage: which, from when, to when.
struct Stay<'s> {
    stage: &'s str,
    from: i64,
    to: i64,
    /// Whether it lasts.
    open: bool,
}

/// The picture; nothing where there is no history.
#[must_use]
pub fn of<'s>(studio: &'s Studio<'s>, work: &'s Work, past: &'s Past) -> Option<Arc<'s>> {
    let timeline = past.timeline.as_ref()?;
    let (began, first) = timeline.began.as_ref()?;
    let words = words(studio, work, past, began, *first);
    let stays = stays(studio, work, past, began, *first);
    let workflow = studio.settings().workflows.get(&timeline.workflow)?;
    let visited = |id: &str| stays.iter().any(|stay| stay.stage == id);
    // Where nothing has moved, the stages ahead would be an empty picture.
    let moved = stays.len() > 1;
    let mut ids: Vec<&'s str> = workflow
        .stages
        .iter()
        .filter(|stage| (moved && stage.kind.on_main_line()) || visited(&stage.id))
        .map(|stage| stage.id.as_str())
        .collect();
    // Stages that the workflow does not have any more.
    for stay in &stays {
        if !ids.contains(&stay.stage) {
            ids.push(stay.stage);
        }
    }
    let row_of = |id: &str| ids.iter().position(|row| *row == id).unwrap_or(0);
    let y = |id: &str| u32::try_from(row_of(id)).unwrap_or(0) * ROW + ROW / 2;
    let rows: Vec<ArcRow<'s>> = ids
        .iter()
        .map(|id| ArcRow {
            stage: studio.stage(&timeline.workflow, id),
            y: y(id),
            visited: visited(id),
        })
        .collect();
    let start = stays.first().map_or(first.seconds, |stay| stay.from);
    let end = stays.iter().map(|stay| stay.to).max().unwrap_or(start);
    let scale = Scale {
        start,
        end: end.max(start + 86_400),
    };
    let base = u32::try_from(ids.len()).unwrap_or(0) * ROW + 6;
    let mut moves: Vec<ArcMove> = Vec::new();
    let mut labels: Vec<(f64, u32)> = Vec::new();
    let mut on_phone = Vec::new();
    for (n, (transition, pair)) in timeline
        .transitions
        .iter()
        .zip(stays.windows(2))
        .enumerate()
    {
        let [_, after] = pair else { continue };
        let (x, y1, y2) = (scale.x(after.from), y(&transition.from), y(&transition.to));
        let wanted = u32::midpoint(y1, y2) + 4;
        let label_y = [wanted, wanted + 14, wanted.saturating_sub(14)]
            .into_iter()
            .find(|at| {
                labels
                    .iter()
                    .all(|(other, y)| (other - x).abs() > APART.0 || y.abs_diff(*at) > APART.1)
            });
        labels.extend(label_y.map(|at| (x, at)));
        // The words below have every number; a phone's picture those that have room.
        let roomy = label_y.is_some_and(|at| {
            on_phone.iter().all(|(other, y): &(f64, u32)| {
                (other - x).abs() > APART_NARROW || y.abs_diff(at) > APART.1
            })
        });
        if roomy {
            on_phone.extend(label_y.map(|at| (x, at)));
        }
        moves.push(ArcMove {
            n: n + 2,
            x,
            y1,
            y2,
            kind: if is_round(workflow, transition) {
                "forward"
            } else {
                transition.kind.map_or("forward", Kind::word)
            },
            label_y,
            label_dx: 8,
            minor: !roomy,
        });
    }
    make_room(&mut moves);
    let label = label(&words, &stays, studio, &timeline.workflow);
    Some(Arc {
        label,
        height: base + 24,
        base,
        ticks: scale.ticks(),
        stays: stays
            .iter()
            .map(|stay| {
                let stage: StageRef<'_> = studio.stage(&timeline.workflow, stay.stage);
                let length = words::days((stay.to - stay.from) / 86_400);
                ArcStay {
                    x1: scale.x(stay.from),
                    // Never too short to be seen.
                    x2: scale.x(stay.to).max(scale.x(stay.from) + 0.6).min(100.6),
                    y: y(stay.stage),
                    kind: if stay.open && stage.kind == "active" {
                        "now"
                    } else {
                        stage.kind
                    },
                    title: format!("{}, {length}", stage.title),
                }
            })
            .collect(),
        moves,
        rows,
        words,
    })
}

/// Puts a number to the left of its line where the next line stands so near to the right of it that the number would lie on that on a phone, or where the
/// picture ends.
fn make_room(moves: &mut [ArcMove]) {
    let lines: Vec<(f64, u32, u32)> = moves.iter().map(|it| (it.x, it.y1, it.y2)).collect();
    for (at, it) in moves.iter_mut().enumerate() {
        let Some(y) = it.label_y else { continue };
        let is_crossed = |from: f64, to: f64| {
            lines.iter().enumerate().any(|(other, (x, y1, y2))| {
                other != at
                    && (from..=to).contains(x)
                    && (y1.min(y2)..=y1.max(y2)).contains(&&y.saturating_sub(4))
            })
        };
        let crossed = it.x > EDGE || is_crossed(it.x, it.x + APART_NARROW);
        if crossed && !is_crossed(it.x - APART_NARROW, it.x) {
            it.label_dx = -8;
        }
    }
}

fn words<'s>(
    studio: &'s Studio<'s>,
    work: &'s Work,
    past: &'s Past,
    began: &'s str,
    first: Moment,
) -> Vec<Transition<'s>> {
    let today = studio.day();
    let workflow = work.engagement.workflow.as_str();
    let mut words = Vec::new();
    let beginner = past
        .happened
        .first()
        .and_then(|happened| studio.commit(happened.made));
    if let Some(beginner) = beginner {
        words.push(Transition {
            n: 1,
            kind: "begin",
            word: "began",
            from: None,
            to: studio.stage(workflow, began),
            made: words::when_of(first, today),
            landed: None,
            who: studio.author(beginner),
            after: None,
            handoff: None,
        });
    }
    let transitions = past
        .timeline
        .iter()
        .flat_map(|timeline| &timeline.transitions);
    let numbers = standing::handoff_numbers(studio, work, past);
    let rounds = studio.settings().workflows.get(workflow);
    for (at, transition) in transitions.enumerate() {
        let (Some(made), Some(landed)) = (
            studio.commit(transition.made),
            studio.commit(transition.landed),
        ) else {
            continue;
        };
        // The newest that was there by then.
        let number = numbers
            .get(&(transition.from.clone(), transition.to.clone()))
            .and_then(|all| all.iter().rfind(|(at, _)| *at <= transition.landed))
            .map(|(_, number)| *number);
        words.push(Transition {
            n: at + 2,
            kind: transition.kind.map_or("forward", Kind::word),
            word: if rounds.is_some_and(|workflow| is_round(workflow, transition)) {
                "again"
            } else {
                word(transition.kind)
            },
            from: Some(studio.stage(workflow, &transition.from)),
            to: studio.stage(workflow, &transition.to),
            made: words::when_of(made.authored, today),
            landed: (landed.authored.day() != made.authored.day())
                .then(|| words::when_of(landed.authored, today)),
            who: studio.author(made),
            after: transition
                .days
                .map(|days| format!("after {}", words::days(whole(days)))),
            handoff: number
                .filter(|_| studio.inputs.extent.handoffs)
                .map(|number| Link {
                    text: "handoff".to_owned(),
                    url: address::url(&address::handoff(&work.engagement.id, number)),
                }),
        });
    }
    words
}

/// Whether a step back is the way on: one that its stage lists as following, as in work that goes round.
fn is_round(workflow: &Workflow, transition: &Moved) -> bool {
    transition.kind == Some(Kind::Back)
        && workflow
            .stage(&transition.from)
            .and_then(|stage| stage.next.as_ref())
            .is_some_and(|next| next.contains(&transition.to))
}

/// A kind of move as a reader would say it.
const fn word(kind: Option<Kind>) -> &'static str {
    match kind {
        Some(Kind::Forward) => "forward",
        Some(Kind::Skip) => "skipped ahead",
        Some(Kind::Back) => "back",
        Some(Kind::Pause) => "paused",
        Some(Kind::Resume) => "resumed",
        Some(Kind::Exit) => "ended",
        Some(Kind::Reopen) => "reopened",
        None => "moved",
    }
}

fn stays<'s>(
    studio: &Studio<'_>,
    work: &Work,
    past: &'s Past,
    began: &'s str,
    first: Moment,
) -> Vec<Stay<'s>> {
    let mut stays: Vec<Stay<'s>> = vec![Stay {
        stage: began,
        from: first.seconds,
        to: first.seconds,
        open: true,
    }];
    let transitions = past
        .timeline
        .iter()
        .flat_map(|timeline| &timeline.transitions);
    for transition in transitions {
        let before = stays.last().map_or(0, |stay| stay.from);
        let at = studio
            .commit(transition.made)
            .map_or(before, |commit| commit.authored.seconds)
            // A clock that went backwards does not make time do so.
            .max(before);
        if let Some(last) = stays.last_mut() {
            last.to = at;
            last.open = false;
        }
        stays.push(Stay {
            stage: &transition.to,
            from: at,
            to: at,
            open: true,
        });
    }
    let over = work
        .engagement
        .stage(studio.settings())
        .is_some_and(|stage| stage.kind.is_over());
    if let Some(last) = stays.last_mut() {
        let today = studio.day().unix() + 43_200;
        last.to = if over {
            last.from
        } else {
            today.max(last.from)
        };
    }
    stays
}

/// What the picture shows, in a sentence.
fn label(
    words: &[Transition<'_>],
    stays: &[Stay<'_>],
    studio: &Studio<'_>,
    workflow: &str,
) -> String {
    let way: Vec<&str> = stays
        .iter()
        .map(|stay| studio.stage(workflow, stay.stage).title)
        .collect();
    let from = words.first().map_or("", |first| first.made.text.as_str());
    match way.as_slice() {
        [] => String::new(),
        [only] => format!("In {only} since {from}."),
        [.., last] => format!("From {from}: {}. Now in {last}.", way.join(", then ")),
    }
}

/// Whole days.
#[must_use]
pub fn whole(days: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a human span of days fits")]
    let whole = days.round() as i64;
    whole
}

/// A stretch of time as percent of the picture's width.
struct Scale {
    start: i64,
    end: i64,
}

impl Scale {
    fn x(&self, at: i64) -> f64 {
        #[expect(
            clippy::cast_precision_loss,
            reason = "seconds of a human span fit a float exactly"
        )]
        let share = (at - self.start) as f64 / (self.end - self.start).max(1) as f64;
        (share.clamp(0.0, 1.0) * 10_000.0).round() / 100.0
    }

    /// The first days of months, as many as there is room for.
    fn ticks(&self) -> Vec<ArcTick> {
        let (Some(first), Some(last)) = (Day::of_unix(self.start), Day::of_unix(self.end)) else {
            return Vec::new();
        };
        let months = last.days_since(first) / 30;
        let step: i64 = match months {
            ..=1 => 0,
            2..=8 => 1,
            9..=16 => 2,
            17..=26 => 3,
            27..=50 => 6,
            51..=110 => 12,
            _ => 24,
        };
        let tick = |at: Day, text: String, minor: bool| ArcTick {
            x: self.x(at.unix()),
            text,
            minor,
        };
        if step == 0 {
            return vec![tick(first, day(first), false)];
        }
        let (year, month, _) = first.parts();
        let (mut year, mut month) = (i64::from(year), i64::from(month));
        let mut ticks = Vec::new();
        let mut named = 0;
        // Steps begin with January, so that years do.
        while ticks.len() < 40 {
            month += 1;
            if month > 12 {
                month = 1;
                year += 1;
            }
            let Some(at) = Day::parse(&format!("{year:04}-{month:02}-01")) else {
                break;
            };
            if at > last {
                break;
            }
            if (year * 12 + month - 1) % step != 0 {
                continue;
            }
            let text = if month == 1 || ticks.is_empty() {
                let long = words::month_of(at);
                let (month, year) = long.split_once(' ').unwrap_or((&long, ""));
                if step >= 12 {
                    year.to_owned()
                } else {
                    format!("{} {year}", month.get(..3).unwrap_or(month))
                }
            } else {
                words::month_of(at).get(..3).unwrap_or_default().to_owned()
            };
            // Too near to the end for its words.
            if self.x(at.unix()) > 95.0 {
                break;
            }
            named += 1;
            ticks.push(tick(at, text, named % 2 == 0));
        }
        ticks
    }
}
