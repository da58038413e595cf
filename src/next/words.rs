//! What waits in words, and the command that does it.

use super::item::{About, Item};
use crate::check::{lack::shortened, quoted};
use crate::day::Day;
use crate::model::handoff::Between;
use crate::model::marks::owed_to_us;
use crate::model::words::{count, list};
use crate::model::{Engagement, Settings, Stage, StageKind};
use crate::registers::Placed;
use crate::span::Span;
use crate::text::mark::By;

/// At most so many missing needs are named.
const NAMED: usize = 3;

impl Item<'_> {
    /// Where in the engagement's file it stands.
    #[must_use]
    pub fn span(&self, engagement: &Engagement) -> Span {
        let field = |name: &str| engagement.field_span(name);
        match &self.about {
            About::Handoff(handoff) => handoff.entry.heading_span,
            About::Due => field("due").unwrap_or_else(|| engagement.stage_span()),
            About::Wake => field("wake").unwrap_or_else(|| engagement.stage_span()),
            about => about
                .mark()
                .map_or_else(|| engagement.stage_span(), |placed| placed.mark.text_span),
        }
    }

    /// The line of the engagement's file where it stands, from 1.
    #[must_use]
    pub fn line(&self, engagement: &Engagement) -> usize {
        line(engagement, self.span(engagement))
    }

    /// The ids of whom it waits for: `@tom`, or a name.
    #[must_use]
    pub fn waits_for(&self) -> Vec<String> {
        self.who.iter().map(called).collect()
    }
}

/// The line of an engagement's file where this stands, from 1.
#[must_use]
pub fn line(engagement: &Engagement, span: Span) -> usize {
    engagement.document.line(span.start)
}

fn called(by: &By<'_>) -> String {
    match by {
        By::Person(handle) => format!("@{}", crate::model::person::bare(handle)),
        By::Outside(name) => (*name).to_owned(),
    }
}

/// What waits, and why that matters, in one line without its days.
#[must_use]
pub fn why(item: &Item<'_>, engagement: &Engagement, today: Day) -> String {
    let says = |placed: &Placed<'_>| shortened(&placed.mark.text);
    match &item.about {
        About::File(problem) => format!("its file cannot be read: {problem}"),
        About::Stage(None) => format!("it names no stage of `{}`", engagement.workflow),
        About::Stage(Some(stage)) => {
            format!("`{}` has no stage `{stage}`", engagement.workflow)
        }
        About::Unowned => "nobody owns it".to_owned(),
        About::Handoff(handoff) => format!(
            "the handoff from {} is not accepted, and nothing goes on until it is",
            handoff.name()
        ),
        About::Promise(placed) => promise(placed, item),
        About::Question(placed) => format!("question: {}", says(placed)),
        About::Decision(placed) => format!("decision to look at again: {}", says(placed)),
        About::Debt(placed) if item.late => {
            format!(
                "the waiver of `{}` ran out, and it is still missing",
                says(placed)
            )
        }
        About::Debt(placed) => format!("debt: `{}` is waived, not there", says(placed)),
        About::Due if item.late => "it should be done by now".to_owned(),
        About::Due => "it is to be done".to_owned(),
        About::Wake if item.due.is_some_and(|due| due <= today) => {
            "it rested until now; look at it again".to_owned()
        }
        About::Wake => "it wakes soon".to_owned(),
        About::Quiet => "nothing has happened for longer than its stage allows".to_owned(),
        About::Ready(stage) => format!(
            "everything that `{}` needs is there, and nobody has moved it",
            stage.id
        ),
        About::Needs {
            stage,
            missing,
            settled,
        } => {
            let keys: Vec<&str> = missing.iter().map(|need| need.key.as_str()).collect();
            let lacks = match keys.split_at_checked(NAMED) {
                Some((named, [_, _, ..])) => {
                    let more = keys.len() - NAMED;
                    format!("{} and {more} more", backticked(named))
                }
                _ => list(&keys),
            };
            let settled = if *settled {
                "every promise is settled; to move on, "
            } else {
                ""
            };
            format!("{settled}`{}` needs {lacks}", stage.id)
        }
    }
}

fn promise(placed: &Placed<'_>, item: &Item<'_>) -> String {
    let mark = placed.mark;
    let says = shortened(&mark.text);
    let undated = if item.due.is_none() {
        " without a day"
    } else {
        ""
    };
    if owed_to_us(mark) {
        let who = mark.by().next().map_or_else(String::new, |by| called(&by));
        return format!("{who} owes us: {says}");
    }
    match mark.attribute("to").filter(|to| !to.value.is_empty()) {
        Some(to) => format!("promise to {}{undated}: {says}", to.value),
        None => format!("promise{undated}: {says}"),
    }
}

fn backticked(keys: &[&str]) -> String {
    let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    keys.join(", ")
}

/// How its days stand to today: `5 days overdue`, `due in 3 days`, `for 8 days`; nothing where it has none.
#[must_use]
pub fn days(item: &Item<'_>, today: Day) -> Option<String> {
    let counted = |days: i64| count(usize::try_from(days).unwrap_or_default(), "day");
    if let Some(due) = item.due {
        let due = due.days_since(today);
        let late = matches!(item.about, About::Due | About::Promise(_));
        return Some(match due {
            0 => "today".to_owned(),
            1 => "tomorrow".to_owned(),
            2.. => format!("in {}", counted(due)),
            _ if late => format!("{} overdue", counted(-due)),
            _ => format!("{} ago", counted(-due)),
        });
    }
    let since = today.days_since(item.since?);
    (since > 0).then(|| format!("for {}", counted(since)))
}

/// The command that does it.
#[must_use]
pub fn command(item: &Item<'_>, engagement: &Engagement, settings: &Settings) -> String {
    let id = quoted(&engagement.id);
    let check = || format!("orbit check {}", quoted(&engagement.path));
    let stage = engagement.stage(settings);
    let edit = || {
        let line = item.line(engagement);
        format!("\"${{EDITOR:-vi}}\" +{line} {}", quoted(&engagement.path))
    };
    match &item.about {
        About::File(_) | About::Stage(_) | About::Debt(_) => check(),
        About::Unowned => match stage {
            Some(stage) => format!("orbit advance {id} {} --to HANDLE", quoted(&stage.id)),
            None => edit(),
        },
        About::Decision(placed) => match &placed.mark.id {
            Some(mark) => format!("orbit settle {id} ^{mark} --result '…'"),
            None => edit(),
        },
        About::Handoff(_) => format!("orbit accept {id}"),
        About::Promise(placed) => match &placed.mark.id {
            Some(mark) => format!("orbit settle {id} ^{mark} --kept"),
            None => edit(),
        },
        About::Question(placed) => match &placed.mark.id {
            Some(mark) => format!("orbit settle {id} ^{mark} --answer '…'"),
            None => edit(),
        },
        About::Quiet => format!("orbit log {id}"),
        About::Ready(next) => format!("orbit advance {id} {}", quoted(&next.id)),
        About::Needs { stage, .. } if stage.kind == StageKind::Waiting => check(),
        About::Needs { stage, .. } => format!("orbit advance {id} {}", quoted(&stage.id)),
        About::Wake => match stage.and_then(|stage| slept_from(engagement, settings, stage)) {
            Some(from) => format!("orbit advance {id} {}", quoted(&from)),
            None => format!("orbit advance {id}"),
        },
        About::Due => {
            let next = stage.and_then(|stage| {
                engagement
                    .workflow(settings)
                    .and_then(|workflow| workflow.following(&stage.id))
            });
            match next {
                Some(next) => format!("orbit advance {id} {}", quoted(&next.id)),
                None => format!("orbit advance {id}"),
            }
        }
    }
}

/// The stage in which an engagement was before it came to rest.
fn slept_from(engagement: &Engagement, settings: &Settings, stage: &Stage) -> Option<String> {
    let handoff = engagement.newest_handoff(
        settings,
        |handoff| matches!(&handoff.between, Between::Stages(_, to) if *to == stage.id),
    )?;
    match handoff.between {
        Between::Stages(from, _) => {
            let workflow = engagement.workflow(settings)?;
            let allowed = workflow.allows(stage, workflow.stage(&from)?);
            allowed.then_some(from)
        }
        _ => None,
    }
}
