//! A promise that is broken or overdue, by the stage that it was made in.

use crate::day::Day;
use crate::friction::Place;
use crate::friction::account::Promise;
use crate::friction::case::{Case, Cases, Sort, Studio};
use crate::model::marks::Outcome;

pub(super) fn cases<'a>(studio: &Studio<'a>) -> Cases<'a> {
    let mut cases = Vec::new();
    for (engagement, account) in studio.accounts.iter().enumerate() {
        for promise in &account.promises {
            let Some(failed) = failed(promise, studio.day) else {
                continue;
            };
            cases.push(Case {
                place: Place::Stage {
                    workflow: account.workflow.clone(),
                    stage: promise.stage.clone(),
                },
                engagement,
                person: &promise.person,
                at: promise.point.landed,
                happened: failed.then(|| vec![&promise.point]),
            });
        }
    }
    Cases {
        sort: Sort::Promise,
        cases,
    }
}

/// Whether a promise was not kept; nothing while its time has not come.
fn failed(promise: &Promise, day: Day) -> Option<bool> {
    match promise.outcome {
        Outcome::Broken => Some(true),
        Outcome::Open => promise.due.is_some_and(|due| due < day).then_some(true),
        Outcome::Kept | Outcome::Released | Outcome::Replaced => Some(false),
    }
}
