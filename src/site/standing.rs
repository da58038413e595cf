//! How each engagement stands today, worked out once and said on many pages.

use std::collections::HashMap;
use std::ops::Deref;

use super::html;
use super::past::{self, Past};
use super::shelf::due_words;
use super::studio::{Studio, Work};
use super::view::{Attention, EngagementRow, StageRef};
use super::words::{self, sentence};
use super::{address, html::escaped, view::Html};
use crate::check::Context;
use crate::chronicle;
use crate::day::{Day, Moment};
use crate::model::handoff::Between;
use crate::model::marks::owed_to_us;
use crate::model::need::Need;
use crate::model::words::count;
use crate::next::{self, About, Item, Known, Step};
use crate::registers::Placed;

/// How an engagement stands, and how pages say it.
pub struct Standing<'s> {
    how: next::Standing<'s>,
}

impl<'s> Deref for Standing<'s> {
    type Target = next::Standing<'s>;

    fn deref(&self) -> &Self::Target {
        &self.how
    }
}

impl<'s> Standing<'s> {
    /// Works it out.
    #[must_use]
    pub fn of(studio: &'s Studio<'s>, work: &'s Work, past: &Past, context: &Context<'_>) -> Self {
        let known = Known {
            since: since(work, past),
            moved: past.moved.and_then(Moment::day),
        };
        Self {
            how: next::Standing::of(&work.engagement, studio.settings(), context, known),
        }
    }

    /// How long it has stood in its stage, in words.
    #[must_use]
    pub fn stood(&self, studio: &Studio<'_>) -> String {
        match self.since {
            Some(since) => words::days(studio.day().days_since(since).max(0)),
            None if studio.inputs.extent.inside => "not committed yet".to_owned(),
            None => String::new(),
        }
    }

    /// What it needs next, in one line.
    #[must_use]
    pub fn step(&self, studio: &Studio<'_>, work: &Work) -> Option<String> {
        if !studio.inputs.extent.inside {
            return None;
        }
        Some(match self.how.step(&work.engagement)? {
            Step::Accept(who) => {
                let who = who.map_or("its receiver", |who| studio.by(who).name);
                format!("{who} accepts the handoff")
            }
            Step::Ready(next) => format!("ready for {}", next.title),
            Step::Needs(next, missing) => {
                if missing.len() <= 3 {
                    format!("{} needs {}", next.title, in_short(&missing))
                } else {
                    format!("{} needs {} more things", next.title, missing.len())
                }
            }
            Step::Wakes(day) => format!("look again {}", words::day(day)),
        })
    }

    /// The engagement as one line of a list.
    #[must_use]
    pub fn row(&self, studio: &'s Studio<'s>, work: &'s Work) -> EngagementRow<'s> {
        EngagementRow {
            engagement: studio.reference(work),
            stage: stage_ref(studio, work),
            owner: work.engagement.owner().map(|owner| studio.person(owner)),
            standing: self.stood(studio),
            known: self.since.is_some(),
            quiet: self
                .quiet
                .map(|days| format!("quiet for {}", words::days(days))),
            next: self.step(studio, work),
            owes: (self.open > 0).then(|| match self.overdue {
                0 => format!("{} open", count(self.open, "promise")),
                overdue => format!("{} open, {overdue} overdue", count(self.open, "promise")),
            }),
            late: self.overdue > 0,
        }
    }

    /// What waits, as views.
    #[must_use]
    pub fn attention(
        &self,
        studio: &'s Studio<'s>,
        work: &'s Work,
        past: &Past,
        root: &str,
    ) -> Vec<Attention<'s>> {
        self.items
            .iter()
            .filter(|item| item.presses())
            .map(|item| self.item(item, studio, work, past, root))
            .collect()
    }

    /// One thing that waits, as a view.
    #[must_use]
    pub fn item(
        &self,
        attention: &Item<'s>,
        studio: &'s Studio<'s>,
        work: &'s Work,
        past: &Past,
        root: &str,
    ) -> Attention<'s> {
        let today = studio.day();
        let guide = studio.guide(&work.engagement.path, root);
        let line = |text: &str| html::inline(text, &guide);
        let plain = |text: String| Html::trusted(escaped(&text));
        let marked = |placed: &Placed<'_>| {
            let anchor = work.mark_anchor(placed.in_entry, placed.at);
            anchor.map_or_else(
                || work.url.clone(),
                |anchor| address::anchored(&work.url, anchor),
            )
        };
        let away = |at: Option<Day>| at.map_or_else(String::new, |at| words::away(at, today));
        let over = |at: Option<Day>| words::days(at.map_or(0, |at| today.days_since(at).max(0)));
        let on = |at: Option<Day>| at.map_or_else(String::new, words::day);
        let due = || {
            attention
                .due
                .map_or_else(|| "no day yet".to_owned(), |at| due_words(at, today))
        };
        let (sort, label, html, url) = match &attention.about {
            About::File(problem) => (
                "File",
                "cannot be read".to_owned(),
                line(&sentence(problem)),
                work.url.clone(),
            ),
            About::Stage(None) => (
                "Stage",
                "nowhere".to_owned(),
                plain(format!("It names no stage of {}", work.engagement.workflow)),
                work.url.clone(),
            ),
            About::Stage(Some(stage)) => (
                "Stage",
                "unknown".to_owned(),
                plain(format!("{} has no stage {stage}", work.engagement.workflow)),
                work.url.clone(),
            ),
            About::Handoff(handoff) => (
                "Handoff",
                match attention.since {
                    Some(at) if at < today => format!("waits {}", over(Some(at))),
                    _ => "waits".to_owned(),
                },
                plain(past::title(studio, &work.engagement, &handoff.between)),
                past.number(handoff.index).map_or_else(
                    || work.entry_url(handoff.index),
                    |number| address::url(&address::handoff(&work.engagement.id, number)),
                ),
            ),
            About::Promise(placed) => (
                match studio.us() {
                    "us" if owed_to_us(placed.mark) => "Owed to us",
                    _ => "Promise",
                },
                due(),
                line(&placed.mark.text),
                marked(placed),
            ),
            About::Question(placed) => (
                "Question",
                format!("open for {}", over(attention.since)),
                line(&placed.mark.text),
                marked(placed),
            ),
            About::Decision(placed) => (
                "Decision",
                if attention.late {
                    format!("review {} late", over(attention.due))
                } else {
                    format!("review {}", away(attention.due))
                },
                line(&placed.mark.text),
                marked(placed),
            ),
            About::Debt(placed) => (
                "Waiver",
                match attention.due {
                    Some(_) if attention.late => format!("ran out {}", away(attention.due)),
                    Some(_) => format!("runs out {}", away(attention.due)),
                    None => "to be paid".to_owned(),
                },
                line(&placed.mark.text),
                marked(placed),
            ),
            About::Due => (
                "Deadline",
                if attention.late {
                    format!("{} past", over(attention.due))
                } else {
                    due()
                },
                plain(format!(
                    "The work {} due on {}",
                    if attention.late { "was" } else { "is" },
                    on(attention.due)
                )),
                work.url.clone(),
            ),
            About::Wake => (
                "Wake",
                if attention.late {
                    format!("{} late", over(attention.due))
                } else {
                    away(attention.due)
                },
                plain(format!("Set aside until {}", on(attention.due))),
                work.url.clone(),
            ),
            About::Quiet => (
                "Quiet",
                self.quiet.map_or_else(String::new, |days| {
                    format!("quiet for {}", words::days(days))
                }),
                plain(
                    match self.stage.and_then(|stage| Some((stage, stage.stale?))) {
                        Some((stage, stale)) => format!(
                            "Nothing has happened for longer than {} in {}",
                            words::days(i64::from(stale)),
                            stage.title
                        ),
                        None => "Nothing has happened".to_owned(),
                    },
                ),
                work.url.clone(),
            ),
            About::Unowned => (
                "Owner",
                "nobody".to_owned(),
                plain("Nobody owns it".to_owned()),
                work.url.clone(),
            ),
            About::Ready(next) => (
                "Step",
                format!("ready for {}", over(attention.since)),
                plain(format!("Nothing is missing to go on to {}", next.title)),
                work.url.clone(),
            ),
            About::Needs {
                stage,
                missing,
                settled,
            } => (
                "Needs",
                format!("{} missing", missing.len()),
                plain(if *settled {
                    format!("Every promise is settled; {} needs more", stage.title)
                } else {
                    format!("{} needs {}", stage.title, in_short(missing))
                }),
                work.url.clone(),
            ),
        };
        // What is owed to us names whoever owes it.
        let owing = match &attention.about {
            About::Promise(placed) if owed_to_us(placed.mark) => placed.mark.by().next(),
            _ => None,
        };
        Attention {
            label,
            late: attention.late,
            sort,
            html,
            url,
            engagement: studio.reference(work),
            who: owing
                .or(attention.who.first().copied())
                .map(|who| studio.by(who)),
            others: Vec::new(),
            others_more: 0,
        }
    }
}

/// Needs in a line, each in a word or two.
fn in_short(needs: &[&Need]) -> String {
    let names: Vec<String> = needs
        .iter()
        .map(|need| words::need_in_short(need))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    words::listed(&names)
}

/// The stage of an engagement, by name.
#[must_use]
pub fn stage_ref<'s>(studio: &'s Studio<'s>, work: &'s Work) -> StageRef<'s> {
    let engagement = &work.engagement;
    match engagement.stage.as_deref() {
        Some(stage) => studio.stage(&engagement.workflow, stage),
        None => StageRef {
            title: "no stage",
            url: None,
            kind: "waiting",
        },
    }
}

/// The handoffs of an engagement between each two stages, the oldest first: the commit that landed each, and its number.
#[must_use]
pub fn handoff_numbers(
    studio: &Studio<'_>,
    work: &Work,
    past: &Past,
) -> HashMap<(String, String), Vec<(usize, usize)>> {
    let handoffs = work.engagement.handoffs(studio.settings());
    let between: HashMap<usize, Between> = handoffs
        .into_iter()
        .map(|handoff| (handoff.index, handoff.between))
        .collect();
    let mut numbers: HashMap<(String, String), Vec<(usize, usize)>> = HashMap::new();
    for (at, recorded) in past.handoffs.iter().enumerate() {
        let brought = recorded.brought.as_ref();
        let happened = brought.and_then(|brought| past.happened.get(brought.at));
        if let (Some(happened), Some(Between::Stages(from, to))) =
            (happened, between.get(&recorded.entry))
        {
            let all = numbers.entry((from.clone(), to.clone())).or_default();
            all.push((happened.landed, at + 1));
        }
    }
    numbers
}

/// Since when an engagement stands where it stands; nothing where no commit says so.
fn since(work: &Work, past: &Past) -> Option<Day> {
    let stage = work.engagement.stage.as_deref();
    chronicle::since(past.timeline.as_ref()?, stage)
}
