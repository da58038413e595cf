//! A stage that is passed over on the way along the main line.

use crate::friction::Place;
use crate::friction::case::{Case, Cases, Sort, Studio};
use crate::model::Kind;

pub(super) fn cases<'a>(studio: &Studio<'a>) -> Cases<'a> {
    let mut cases = Vec::new();
    for (engagement, account) in studio.accounts.iter().enumerate() {
        let Some(workflow) = studio.workflow(account) else {
            continue;
        };
        for moved in &account.moves {
            if !moved.kind.is_some_and(Kind::is_onward) {
                continue;
            }
            let mut case = |stage: &str, skipped: bool| {
                cases.push(Case {
                    place: Place::Stage {
                        workflow: account.workflow.clone(),
                        stage: stage.to_owned(),
                    },
                    engagement,
                    person: &moved.point.person,
                    at: moved.point.landed,
                    happened: skipped.then(|| vec![&moved.point]),
                });
            };
            for stage in workflow.passed_over(&moved.from, &moved.to) {
                case(&stage.id, true);
            }
            // Nothing lies behind the last stage for which one could pass it over.
            if workflow.following(&moved.to).is_some() {
                case(&moved.to, false);
            }
        }
    }
    Cases {
        sort: Sort::Skip,
        cases,
    }
}
