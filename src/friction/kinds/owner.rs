//! A change of owner in mid-stage: whoever takes over has to find out what the other knew.

use crate::friction::Place;
use crate::friction::case::{Case, Cases, Sort, Studio};
use crate::model::StageKind;

pub(super) fn cases<'a>(studio: &Studio<'a>) -> Cases<'a> {
    let mut cases = Vec::new();
    for (engagement, account) in studio.accounts.iter().enumerate() {
        let Some(workflow) = studio.workflow(account) else {
            continue;
        };
        for stay in account.stays() {
            let active = workflow
                .stage(stay.stage)
                .is_some_and(|stage| stage.kind == StageKind::Active);
            if !active {
                continue;
            }
            let until = stay.end.map(|end| end.point.made.seconds);
            let turns: Vec<_> = account
                .turns
                .iter()
                .filter(|turn| {
                    let at = turn.point.made.seconds;
                    turn.stage == stay.stage
                        && at >= stay.from.made.seconds
                        && until.is_none_or(|until| at <= until)
                })
                .collect();
            let first = turns.first();
            // A stay that still lasts may yet see one.
            if first.is_none() && stay.end.is_none() {
                continue;
            }
            let owner = stay.end.and_then(|end| end.owner.as_deref());
            cases.push(Case {
                place: Place::Stage {
                    workflow: account.workflow.clone(),
                    stage: stay.stage.to_owned(),
                },
                engagement,
                person: first
                    .map(|turn| turn.from.as_str())
                    .or(owner)
                    .unwrap_or(&stay.from.person),
                at: first.map_or(stay.from.landed, |turn| turn.point.landed),
                happened: first.map(|_| turns.iter().map(|turn| &turn.point).collect()),
            });
        }
    }
    Cases {
        sort: Sort::Owner,
        cases,
    }
}
