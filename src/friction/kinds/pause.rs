//! Work that is put to rest: a stay in a stage that ends by waiting.

use crate::friction::Place;
use crate::friction::case::{Case, Cases, Sort, Studio};
use crate::model::{Kind, StageKind};

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
            let (true, Some(end)) = (active, stay.end) else {
                continue;
            };
            cases.push(Case {
                place: Place::Stage {
                    workflow: account.workflow.clone(),
                    stage: stay.stage.to_owned(),
                },
                engagement,
                person: end.owner.as_deref().unwrap_or(&end.point.person),
                at: end.point.landed,
                happened: (end.kind == Some(Kind::Pause)).then(|| vec![&end.point]),
            });
        }
    }
    Cases {
        sort: Sort::Pause,
        cases,
    }
}
