//! How each engagement stands today: since when, what it still needs for the next stage, what waits, what it owes. Worked out once, shown on many pages.

use super::html;
use super::past::{self, Past};
use super::shelf::due_words;
use super::studio::{Studio, Work};
use super::view::{Attention, EngagementRow, StageRef};
use super::words::{self, sentence};
use super::{address, html::escaped, view::Html};
use crate::check::{Context, lack};
use crate::day::Day;
use crate::model::handoff::Between;
use crate::model::marks::Outcome;
use crate::model::need::Need;
use crate::model::words::count;
use crate::model::{Stage, StageKind};
use crate::registers::attention::{self, About};
use crate::registers::{self, Placed};
use crate::text::mark::By;

/// How an engagement stands.
pub struct Standing<'s> {
    /// Its stage, where its workflow has it.
    pub stage: Option<&'s Stage>,
    /// Since when it stands there, where that is committed.
    pub since: Option<Day>,
    /// What waits, the most urgent first.
    pub attention: Vec<attention::Attention<'s>>,
    /// The stage that comes next, where it is under way.
    pub next: Option<&'s Stage>,
    /// What the next stage needs, and how each need stands.
    pub needs: Vec<(&'s Need, Met)>,
    /// How many promises of ours are open.
    pub open: usize,
    /// How many of those are overdue.
    pub overdue: usize,
    /// For how many days nothing has happened, where that is longer than its stage allows.
    pub quiet: Option<i64>,
}

/// How a need stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Met {
    /// It holds, or does not apply.
    Yes,
    /// It does not; what is missing.
    No(String),
    /// It does not, and is waived; until when, and what is missing.
    Waived(Option<Day>, String),
}

impl<'s> Standing<'s> {
    /// Works it out.
    #[must_use]
    pub fn of(studio: &'s Studio<'s>, work: &'s Work, past: &Past, context: &Context<'_>) -> Self {
        let engagement = &work.engagement;
        let today = studio.day();
        let workflow = engagement.workflow(studio.settings());
        let stage = engagement.stage(studio.settings());
        let moved = past.moved.and_then(crate::day::Moment::day);
        let owes = |key: &str| {
            stage.is_some_and(|stage| {
                let needs = stage
                    .needs
                    .iter()
                    .filter(|need| need.key.eq_ignore_ascii_case(key));
                needs
                    .filter_map(|need| lack::of(need, engagement, context))
                    .next()
                    .is_some()
            })
        };
        let attention = attention::of(engagement, studio.settings(), &owes, moved, today);
        let quiet = attention
            .iter()
            .any(|attention| matches!(attention.about, About::Quiet))
            .then(|| attention::last(engagement, moved, today))
            .flatten()
            .map(|last| today.days_since(last));
        let next = stage
            .filter(|stage| stage.kind == StageKind::Active)
            .and_then(|stage| workflow?.following(&stage.id));
        let needs = next.map_or_else(Vec::new, |next| {
            next.needs
                .iter()
                .map(|need| (need, met(need, work, context)))
                .collect()
        });
        let ours = registers::promises(engagement, today)
            .into_iter()
            .filter(|owed| owed.outcome == Outcome::Open && !owed.to_us);
        let (mut open, mut overdue) = (0, 0);
        for owed in ours {
            open += 1;
            overdue += usize::from(owed.late);
        }
        Self {
            stage,
            since: since(studio, work, past),
            attention,
            next,
            needs,
            open,
            overdue,
            quiet,
        }
    }

    /// The needs that neither hold nor are waived.
    pub fn missing(&self) -> impl Iterator<Item = &'s Need> {
        self.needs
            .iter()
            .filter(|(_, met)| matches!(met, Met::No(_)))
            .map(|(need, _)| *need)
    }

    /// How long it has stood in its stage, in words.
    #[must_use]
    pub fn stood(&self, studio: &Studio<'_>) -> String {
        match self.since {
            Some(since) => words::days(studio.day().days_since(since)),
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
        let handoff = self
            .attention
            .iter()
            .find(|attention| matches!(attention.about, About::Handoff(_)));
        if let Some(handoff) = handoff {
            let who = handoff
                .who
                .map_or("its receiver", |who| studio.by(who).name);
            return Some(format!("{who} accepts the handoff"));
        }
        if let Some(next) = self.next {
            let keys: Vec<&str> = self.missing().map(|need| need.key.as_str()).collect();
            return Some(match keys.as_slice() {
                [] => format!("ready for {}", next.title),
                keys if keys.len() <= 3 => format!("{} for {}", keys.join(", "), next.title),
                keys => format!("{} for {}", count(keys.len(), "need"), next.title),
            });
        }
        let wake = work.engagement.text_of("wake").and_then(Day::parse)?;
        (self.stage?.kind == StageKind::Waiting).then(|| format!("wakes {}", words::day(wake)))
    }

    /// The engagement as one line of a list.
    #[must_use]
    pub fn row(&self, studio: &'s Studio<'s>, work: &'s Work) -> EngagementRow<'s> {
        EngagementRow {
            engagement: studio.reference(work),
            stage: stage_ref(studio, work),
            owner: work.engagement.owner().map(|owner| studio.person(owner)),
            standing: self.stood(studio),
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
        self.attention
            .iter()
            .map(|attention| self.item(attention, studio, work, past, root))
            .collect()
    }

    /// One thing that waits, as a view.
    #[must_use]
    pub fn item(
        &self,
        attention: &attention::Attention<'s>,
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
        let over = |at: Option<Day>| words::days(at.map_or(0, |at| today.days_since(at)));
        let due = || {
            attention
                .day
                .map_or_else(|| "no day yet".to_owned(), |at| due_words(at, today))
        };
        let (sort, label, html, url) = match &attention.about {
            About::File(problem) => (
                "File",
                "cannot be read".to_owned(),
                plain(sentence(problem)),
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
                match attention.day {
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
                match attention.who {
                    Some(By::Outside(_)) => "Owed to us",
                    _ => "Promise",
                },
                due(),
                line(&placed.mark.text),
                marked(placed),
            ),
            About::Question(placed) => (
                "Question",
                format!("open {}", over(attention.day)),
                line(&placed.mark.text),
                marked(placed),
            ),
            About::Decision(placed) => (
                "Decision",
                if attention.late {
                    format!("review {} late", over(attention.day))
                } else {
                    format!("review {}", away(attention.day))
                },
                line(&placed.mark.text),
                marked(placed),
            ),
            About::Waiver(placed) => (
                "Waiver",
                if attention.late {
                    format!("ran out {}", away(attention.day))
                } else {
                    format!("runs out {}", away(attention.day))
                },
                line(&placed.mark.text),
                marked(placed),
            ),
            About::Due => (
                "Deadline",
                format!("{} past", over(attention.day)),
                plain(format!(
                    "It was due {}",
                    attention.day.map_or_else(String::new, words::day)
                )),
                work.url.clone(),
            ),
            About::Wake => (
                "Wake",
                if attention.late {
                    format!("{} late", over(attention.day))
                } else {
                    away(attention.day)
                },
                plain(format!(
                    "To be looked at again on {}",
                    attention.day.map_or_else(String::new, words::day)
                )),
                work.url.clone(),
            ),
            About::Quiet => (
                "Quiet",
                self.quiet
                    .map_or_else(String::new, |days| format!("quiet {}", words::days(days))),
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
        };
        Attention {
            label,
            late: attention.late,
            sort,
            html,
            url,
            engagement: studio.reference(work),
            who: attention.who.map(|who| studio.by(who)),
        }
    }
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

/// The handoff of an engagement that is between these two stages, the newest one made by `until`; as a number.
#[must_use]
pub fn handoff_number(
    studio: &Studio<'_>,
    work: &Work,
    past: &Past,
    from: &str,
    to: &str,
    until: usize,
) -> Option<usize> {
    let handoffs = work.engagement.handoffs(studio.settings());
    let fits = |entry: usize| {
        handoffs.iter().any(|handoff| {
            handoff.index == entry
                && matches!(&handoff.between, Between::Stages(a, b) if a == from && b == to)
        })
    };
    past.handoffs
        .iter()
        .enumerate()
        .filter(|(_, recorded)| {
            let brought = recorded
                .brought
                .as_ref()
                .and_then(|brought| past.happened.get(brought.at));
            brought.is_some_and(|happened| happened.landed <= until) && fits(recorded.entry)
        })
        .map(|(at, _)| at + 1)
        .next_back()
}

/// Since when an engagement stands where it stands; nothing where no commit says so.
fn since(studio: &Studio<'_>, work: &Work, past: &Past) -> Option<Day> {
    let timeline = past.timeline.as_ref()?;
    if past.stage.is_none() || past.stage != work.engagement.stage {
        return None;
    }
    match timeline.transitions.last() {
        Some(last) => studio.commit(last.made)?.authored.day(),
        None => timeline.began.as_ref()?.1.day(),
    }
}

fn met(need: &Need, work: &Work, context: &Context<'_>) -> Met {
    let engagement = &work.engagement;
    let Some(lack) = lack::of(need, engagement, context) else {
        return Met::Yes;
    };
    let waiver = engagement
        .waivers(&need.key)
        .filter(|waiver| waiver.holds(context.day))
        .last();
    match waiver {
        Some(waiver) => Met::Waived(waiver.until(), lack.message),
        None => Met::No(lack.message),
    }
}
