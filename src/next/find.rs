//! Looks through one engagement for what waits in it.

use super::item::{About, Item};
use super::standing::{Known, Standing};
use super::{NEAR, order};
use crate::check::{Context, lack};
use crate::day::Day;
use crate::model::handoff::Between;
use crate::model::marks::{Outcome, Waiver, is_answered};
use crate::model::need::{Need, NeedKind};
use crate::model::{Engagement, Handoff, Settings, Stage, StageKind, Workflow};
use crate::registers::{self, Placed, decisions, marks_of};
use crate::text::mark::By;
use crate::text::{Keyword, Mark};

/// How many days ahead a promise's day is worth a line of its own.
const AHEAD: i64 = 14;

/// For how many days a question may stay open before it presses.
const PATIENCE: i64 = 14;

struct Finder<'a, 'e> {
    engagement: &'e Engagement,
    settings: &'e Settings,
    context: &'a Context<'a>,
    day: Day,
    owner: Option<By<'e>>,
    items: Vec<Item<'e>>,
}

/// What waits in an engagement, the most urgent first.
pub(super) fn items<'e>(
    engagement: &'e Engagement,
    settings: &'e Settings,
    context: &Context<'_>,
    known: Known,
    standing: &Standing<'e>,
) -> Vec<Item<'e>> {
    let mut finder = Finder::new(engagement, settings, context);
    if let Some(problem) = engagement.document.problems.first()
        && !engagement.document.front_matter.valid
    {
        finder.add(About::File(&problem.message), None, None, i64::MIN);
        return finder.items;
    }
    let Some(stage) = standing.stage else {
        finder.add(About::Stage(engagement.stage.as_deref()), None, None, 0);
        return finder.items;
    };
    finder.handoffs();
    finder.promises();
    if !stage.kind.is_over() {
        finder.decisions();
        finder.debts(stage);
        finder.unowned(known);
    }
    if stage.kind == StageKind::Active {
        finder.questions();
    }
    finder.days(stage);
    finder.quiet(stage, known);
    finder.steps(stage, known, standing);
    let mut items = finder.items;
    items.sort_by_key(order);
    items
}

/// The handoffs of an engagement that somebody has still to accept, wherever it stands.
#[must_use]
pub fn handoffs<'e>(
    engagement: &'e Engagement,
    settings: &'e Settings,
    context: &Context<'_>,
) -> Vec<Item<'e>> {
    let mut finder = Finder::new(engagement, settings, context);
    finder.handoffs();
    finder.items
}

impl<'a, 'e> Finder<'a, 'e> {
    fn new(engagement: &'e Engagement, settings: &'e Settings, context: &'a Context<'a>) -> Self {
        Self {
            engagement,
            settings,
            context,
            day: context.day,
            owner: engagement.owner().map(By::Person),
            items: Vec::new(),
        }
    }

    /// Adds something that waits for the owner.
    fn add(&mut self, about: About<'e>, since: Option<Day>, due: Option<Day>, urgency: i64) {
        let who = self.owner.into_iter().collect();
        self.add_for(who, about, since, due, urgency);
    }

    fn add_for(
        &mut self,
        who: Vec<By<'e>>,
        about: About<'e>,
        since: Option<Day>,
        due: Option<Day>,
        urgency: i64,
    ) {
        self.items.push(Item {
            about,
            since,
            due,
            late: urgency < 0,
            urgency,
            who,
        });
    }

    /// Whoever of the studio a mark is by, else the owner.
    fn those_of(&self, mark: &'e Mark) -> Vec<By<'e>> {
        let people: Vec<By<'e>> = mark.by().filter(|by| matches!(by, By::Person(_))).collect();
        if people.is_empty() {
            self.owner.into_iter().collect()
        } else {
            people
        }
    }

    /// The newest handoff into its stage, and the newest between owners, where somebody still has to accept it.
    fn handoffs(&mut self) {
        let (engagement, settings) = (self.engagement, self.settings);
        let (Some(workflow), Some(stage)) =
            (engagement.workflow(settings), engagement.stage.as_deref())
        else {
            return;
        };
        let into = engagement.newest_handoff(
            settings,
            |handoff| matches!(&handoff.between, Between::Stages(_, to) if to == stage),
        );
        let owners = engagement.newest_handoff(settings, |handoff| {
            matches!(handoff.between, Between::People(..))
        });
        for handoff in [into, owners].into_iter().flatten() {
            if handoff.waits() && is_asked(workflow, &handoff) {
                self.handoff(handoff);
            }
        }
    }

    fn handoff(&mut self, handoff: Handoff<'e>) {
        let entry = handoff.entry;
        let since = entry.day;
        let waited = since.map_or(0, |since| self.day.days_since(since));
        let who = match &entry.field("to") {
            Some(field) => Some(By::Person(crate::model::person::bare(&field.value))),
            None => match &handoff.between {
                Between::People(_, to) => {
                    let person = self.settings.people.by_handle(to);
                    person.map(|person| By::Person(&person.handle))
                }
                _ => None,
            },
        };
        let who = who.or(self.owner).into_iter().collect();
        self.add_for(who, About::Handoff(handoff), since, None, -waited);
        if let Some(item) = self.items.last_mut() {
            // A day or two is how long it takes to read.
            item.late = waited > 2;
        }
    }

    fn promises(&mut self) {
        for owed in registers::promises(self.engagement, self.day) {
            if owed.outcome != Outcome::Open {
                continue;
            }
            let mark = owed.placed.mark;
            let left = match owed.due {
                Some(due) => due.days_since(self.day),
                // One without a day is asked for it, when nothing else is to be done.
                None => AHEAD + 1,
            };
            // What others owe us is theirs to keep; ours is to ask for it once its day has come.
            let (ahead, who) = if owed.to_us {
                (0, self.owner.into_iter().collect())
            } else {
                (AHEAD + 1, self.those_of(mark))
            };
            if left <= ahead {
                self.add_for(who, About::Promise(owed.placed), mark.day, owed.due, left);
            }
        }
    }

    fn decisions(&mut self) {
        for ruling in decisions(self.engagement) {
            let Some(review) = ruling.review.filter(|_| ruling.in_force()) else {
                continue;
            };
            let left = review.days_since(self.day);
            if left <= NEAR {
                let mark = ruling.placed.mark;
                let who = self.those_of(mark);
                let about = About::Decision(ruling.placed);
                self.add_for(who, about, mark.day, Some(review), left);
            }
        }
    }

    /// What the stage needs, is missing and was waived: by the waiver that holds longest, or where none holds the one that ran out last.
    fn debts(&mut self, stage: &'e Stage) {
        let waivers: Vec<Placed<'e>> = marks_of(self.engagement, Keyword::Waiver)
            .filter(|placed| placed.mark.ticked != Some(true))
            .collect();
        let mut told: Vec<(usize, usize)> = Vec::new();
        for need in &stage.needs {
            let newest = waivers
                .iter()
                .filter(|placed| placed.mark.text.eq_ignore_ascii_case(&need.key))
                .max_by_key(|placed| {
                    Waiver { mark: placed.mark }
                        .until()
                        .map_or(i64::MAX, Day::unix)
                });
            let Some(placed) = newest else { continue };
            if told.contains(&(placed.in_entry, placed.at))
                || lack::of(need, self.engagement, self.context).is_none()
            {
                continue;
            }
            told.push((placed.in_entry, placed.at));
            let until = Waiver { mark: placed.mark }.until();
            let left = until.map_or(AHEAD + 1, |until| until.days_since(self.day));
            let who = self.those_of(placed.mark);
            self.add_for(who, About::Debt(*placed), placed.mark.day, until, left);
        }
    }

    fn questions(&mut self) {
        for placed in marks_of(self.engagement, Keyword::Question) {
            let asked = placed.mark.day;
            let open = asked.map_or(0, |asked| self.day.days_since(asked));
            if !is_answered(placed.mark) {
                let who = self.those_of(placed.mark);
                let urgency = NEAR + (PATIENCE + 1 - open).clamp(0, PATIENCE);
                self.add_for(who, About::Question(placed), asked, None, urgency);
            }
        }
    }

    /// Nobody has it, in a studio where somebody should.
    fn unowned(&mut self, known: Known) {
        let workflow = self.engagement.workflow(self.settings);
        let asks =
            |need: &Need| matches!(&need.kind, NeedKind::Field { name, .. } if name == "owner");
        let owned = workflow.is_some_and(|workflow| {
            workflow.field("owner").is_some()
                || workflow
                    .stages
                    .iter()
                    .any(|stage| stage.needs.iter().any(asks))
        });
        if self.owner.is_none() && owned {
            self.add(About::Unowned, known.since, None, 0);
        }
    }

    /// Its own day, and the day on which it wakes.
    fn days(&mut self, stage: &Stage) {
        let field = |name: &str| self.engagement.text_of(name).and_then(Day::parse);
        let (about, day) = match stage.kind {
            StageKind::Active => (About::Due, field("due")),
            StageKind::Waiting => (About::Wake, field("wake")),
            StageKind::Done | StageKind::Lost => return,
        };
        if let Some(day) = day.filter(|day| day.days_since(self.day) <= NEAR) {
            self.add(about, None, Some(day), day.days_since(self.day));
        }
    }

    fn quiet(&mut self, stage: &Stage, known: Known) {
        let last = self.engagement.last_sign(self.day);
        if let (Some(stale), Some(last)) = (stage.stale, last.max(known.moved))
            && !stage.kind.is_over()
            && self.day.days_since(last) > i64::from(stale)
        {
            let since = last.plus_days(i64::from(stale));
            let urgency = since.days_since(self.day);
            self.add(About::Quiet, Some(last), None, urgency);
        }
    }

    /// The step onward: what it lacks, or that nobody takes it.
    fn steps(&mut self, stage: &'e Stage, known: Known, standing: &Standing<'e>) {
        let missing: Vec<&'e Need> = standing.missing().collect();
        let waits = self
            .items
            .iter()
            .any(|item| matches!(item.about, About::Handoff(_)));
        let Some(next) = standing.next else {
            // What rests needs nothing but what its stage asks for, such as the day on which it wakes.
            if !missing.is_empty() {
                let about = About::Needs {
                    stage,
                    missing,
                    settled: false,
                };
                self.add(about, known.since, None, 0);
            }
            return;
        };
        if missing.is_empty() {
            if !waits {
                let last = self.engagement.last_sign(self.day).max(known.moved);
                self.add(About::Ready(next), last.or(known.since), None, 3);
            }
            return;
        }
        let settled = self.all_is_settled(known);
        let about = About::Needs {
            stage: next,
            missing,
            settled,
        };
        let urgency = if settled { NEAR } else { NEAR + 1 };
        self.add(about, known.since, None, urgency);
    }

    /// Whether promises of ours were settled since it came to its stage, and none is open.
    fn all_is_settled(&self, known: Known) -> bool {
        let promises = registers::promises(self.engagement, self.day);
        let mut ours = promises.iter().filter(|owed| !owed.to_us).peekable();
        let settled = |owed: &registers::Owed<'_>| {
            let on = owed.placed.mark.day_of(owed.outcome.word());
            on.zip(known.since).is_some_and(|(on, since)| on >= since)
        };
        ours.peek().is_some()
            && ours.clone().all(|owed| owed.outcome != Outcome::Open)
            && ours.any(settled)
    }
}

/// Whether the workflow asks that this handoff is accepted.
fn is_asked(workflow: &Workflow, handoff: &Handoff<'_>) -> bool {
    let rule = match &handoff.between {
        Between::Stages(from, to) => workflow.handoff(from, to),
        Between::People(..) => workflow.owner_handoff(),
        Between::Neither(..) => None,
    };
    rule.is_some_and(|rule| rule.accept)
}
