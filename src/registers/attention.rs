//! What waits for somebody in one engagement on a day, and how urgent it is.

use super::{Placed, decisions, marks_of, promises};
use crate::day::Day;
use crate::model::handoff::Between;
use crate::model::marks::{Outcome, Waiver, is_answered};
use crate::model::workflow::StageKind;
use crate::model::{Engagement, Handoff, Settings};
use crate::text::mark::By;
use crate::text::{Keyword, Mark};

/// How many days ahead a day counts as near.
pub const NEAR: i64 = 7;

/// For how many days a question may stay open before it is worth a line.
const PATIENCE: i64 = 14;

/// One thing that waits for somebody.
#[derive(Debug, Clone)]
pub struct Attention<'e> {
    /// What it is about.
    pub about: About<'e>,
    /// The day that makes it matter: when it is due, or since when it waits.
    pub day: Option<Day>,
    /// Whether it should have been done already.
    pub late: bool,
    /// Days left; less than none where it is late. The least first.
    pub urgency: i64,
    /// Whom it waits for.
    pub who: Option<By<'e>>,
}

/// What something that waits is about.
#[derive(Debug, Clone)]
pub enum About<'e> {
    /// The file cannot be read as an engagement; why.
    File(&'e str),
    /// Its stage is none that its workflow has.
    Stage(Option<&'e str>),
    /// A handoff that nobody has accepted.
    Handoff(Handoff<'e>),
    /// A promise, ours or theirs.
    Promise(Placed<'e>),
    /// A question that stays open.
    Question(Placed<'e>),
    /// A decision to look at again.
    Decision(Placed<'e>),
    /// A waiver that runs out, or has.
    Waiver(Placed<'e>),
    /// Its own day has come.
    Due,
    /// It was to wake.
    Wake,
    /// Nothing has happened for longer than its stage allows.
    Quiet,
}

/// What waits in an engagement, the most urgent first. `moved` is the last day on which anything happened to it, by its commits; `owes` says
/// whether the need of a key does not hold, so that a waiver of it is still a debt.
#[must_use]
pub fn of<'e>(
    engagement: &'e Engagement,
    settings: &Settings,
    owes: &dyn Fn(&str) -> bool,
    moved: Option<Day>,
    day: Day,
) -> Vec<Attention<'e>> {
    let mut found = Vec::new();
    let owner = engagement.owner().map(By::Person);
    if let Some(problem) = engagement.document.problems.first()
        && !engagement.document.front_matter.valid
    {
        found.push(Attention {
            about: About::File(&problem.message),
            day: None,
            late: true,
            urgency: i64::MIN,
            who: owner,
        });
        return found;
    }
    let Some(stage) = engagement.stage(settings) else {
        found.push(Attention {
            about: About::Stage(engagement.stage.as_deref()),
            day: None,
            late: false,
            urgency: 0,
            who: owner,
        });
        return found;
    };
    found.extend(handoff(engagement, settings, day));
    marks(engagement, owes, day, stage.kind, &mut found);
    let field = |name: &str| engagement.text_of(name).and_then(Day::parse);
    let near = |at: Day| at.days_since(day) <= NEAR;
    let mut own = |about: About<'e>, at: Day, late: bool| {
        found.push(Attention {
            about,
            day: Some(at),
            late,
            urgency: at.days_since(day),
            who: owner,
        });
    };
    if stage.kind == StageKind::Active
        && let Some(due) = field("due").filter(|due| *due < day)
    {
        own(About::Due, due, true);
    }
    if stage.kind == StageKind::Waiting
        && let Some(wake) = field("wake").filter(|wake| near(*wake))
    {
        own(About::Wake, wake, wake < day);
    }
    if let (Some(stale), Some(moved)) = (stage.stale, last(engagement, moved, day))
        && !stage.kind.is_over()
        && day.days_since(moved) > i64::from(stale)
    {
        own(About::Quiet, moved.plus_days(i64::from(stale)), true);
    }
    found.sort_by_key(|attention| attention.urgency);
    found
}

/// The last day on which anything happened: by its commits, or by the days of its log that have come.
#[must_use]
pub fn last(engagement: &Engagement, moved: Option<Day>, day: Day) -> Option<Day> {
    let entries = &engagement.document.log.entries;
    let written = entries
        .iter()
        .filter_map(|entry| entry.day)
        .filter(|written| *written <= day);
    written.chain(moved).max()
}

/// The newest handoff into its stage, or between owners, if somebody still has to accept it.
fn handoff<'e>(engagement: &'e Engagement, settings: &Settings, day: Day) -> Option<Attention<'e>> {
    let workflow = engagement.workflow(settings)?;
    let stage = engagement.stage.as_deref()?;
    let asked = |handoff: &Handoff<'_>| match &handoff.between {
        Between::Stages(from, to) if to == stage => workflow.handoff(from, to),
        Between::People(..) => workflow.owner_handoff(),
        _ => None,
    };
    let newest = engagement.newest_handoff(settings, |handoff| asked(handoff).is_some())?;
    if !newest.waits() || !asked(&newest).is_some_and(|rule| rule.accept) {
        return None;
    }
    let since = newest.entry.day;
    let waited = since.map_or(0, |since| day.days_since(since));
    let who = engagement
        .document
        .log
        .entries
        .get(newest.index)
        .and_then(|entry| entry.field("to"))
        .map(|field| crate::model::person::bare(&field.value))
        .or_else(|| engagement.owner())
        .map(By::Person);
    Some(Attention {
        about: About::Handoff(newest),
        day: since,
        late: waited > 2,
        urgency: -waited,
        who,
    })
}

fn marks<'e>(
    engagement: &'e Engagement,
    owes: &dyn Fn(&str) -> bool,
    day: Day,
    kind: StageKind,
    found: &mut Vec<Attention<'e>>,
) {
    let by = |mark: &'e Mark| mark.by().next();
    for owed in promises(engagement, day) {
        let Some(due) = owed.due.filter(|_| owed.outcome == Outcome::Open) else {
            continue;
        };
        let left = due.days_since(day);
        if left <= if owed.to_us { 0 } else { NEAR } {
            found.push(Attention {
                about: About::Promise(owed.placed),
                day: Some(due),
                late: owed.late,
                urgency: left,
                who: by(owed.placed.mark),
            });
        }
    }
    if kind.is_over() {
        return;
    }
    for ruling in decisions(engagement) {
        if let Some(review) = ruling.review.filter(|_| ruling.in_force()) {
            let left = review.days_since(day);
            if left <= NEAR {
                found.push(Attention {
                    about: About::Decision(ruling.placed),
                    day: Some(review),
                    late: left < 0,
                    urgency: left,
                    who: by(ruling.placed.mark),
                });
            }
        }
    }
    for placed in marks_of(engagement, Keyword::Waiver) {
        let waiver = Waiver { mark: placed.mark };
        if placed.mark.ticked != Some(true)
            && let Some(until) = waiver.until()
            && until.days_since(day) <= NEAR
            && owes(&placed.mark.text)
        {
            found.push(Attention {
                about: About::Waiver(placed),
                day: Some(until),
                late: until < day,
                urgency: until.days_since(day),
                who: by(placed.mark),
            });
        }
    }
    if kind != StageKind::Active {
        return;
    }
    for placed in marks_of(engagement, Keyword::Question) {
        let open = placed.mark.day.map_or(0, |asked| day.days_since(asked));
        if !is_answered(placed.mark) && open > PATIENCE {
            found.push(Attention {
                about: About::Question(placed),
                day: placed.mark.day,
                late: false,
                urgency: NEAR,
                who: by(placed.mark),
            });
        }
    }
}
