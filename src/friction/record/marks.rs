//! What the log of an engagement says now, each with the commit that brought it: promises, questions, waivers, handoffs.

use super::mentioned::Mentioned;
use super::recorder::Recorder;
use crate::friction::account::{Account, Handed, Promise, Question, Waiver};
use crate::model::Engagement;
use crate::model::handoff::Between;
use crate::model::marks::owed_to_us;
use crate::registers;
use crate::text::Keyword;
use crate::text::mark::By;

impl Recorder<'_> {
    /// Adds the marks and the handoffs.
    pub(super) fn marks(&self, now: &Engagement, account: &mut Account) {
        for placed in registers::marks(now) {
            let mark = placed.mark;
            let Some(first) = self.first.get(&Mentioned::mark(mark)) else {
                continue;
            };
            let point = self.point(first.made, first.landed);
            let by = mark.by().find_map(|by| match by {
                By::Person(handle) => Some(self.person(handle)),
                By::Outside(_) => None,
            });
            match mark.keyword {
                Keyword::Promise if !owed_to_us(mark) => account.promises.push(Promise {
                    text: mark.text.clone(),
                    stage: first.stage.clone(),
                    person: by.unwrap_or_else(|| point.person.clone()),
                    outcome: crate::model::marks::outcome(mark),
                    due: mark.day_of("due"),
                    point,
                }),
                Keyword::Question => account.questions.push(Question {
                    text: mark.text.clone(),
                    stage: first.stage.clone(),
                    point,
                }),
                Keyword::Waiver => account.waivers.push(Waiver {
                    name: mark.text.clone(),
                    person: by.unwrap_or_else(|| point.person.clone()),
                    point,
                }),
                _ => {}
            }
        }
        let Some(workflow) = now.workflow(self.sources.settings) else {
            return;
        };
        for handoff in now.handoffs(self.sources.settings) {
            let (rule, between) = match &handoff.between {
                Between::Stages(from, to) => {
                    (workflow.handoff(from, to), Some((from.clone(), to.clone())))
                }
                Between::People(..) => (workflow.owner_handoff(), None),
                Between::Neither(..) => continue,
            };
            let to_oneself = handoff.accepted().is_none() && !handoff.waits();
            if to_oneself || !rule.is_some_and(|rule| rule.accept) {
                continue;
            }
            let first = self
                .first
                .get(&Mentioned::Handoff(handoff.entry.day, handoff.name()));
            let (Some(first), Some(day)) = (first, handoff.entry.day) else {
                continue;
            };
            account.handoffs.push(Handed {
                between,
                point: self.point(first.made, first.landed),
                receiver: handoff.receiver().map(|receiver| self.person(receiver)),
                day,
                accepted: handoff.accepted(),
            });
        }
    }
}
