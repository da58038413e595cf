//! A handoff that its receiver accepts late, or never.

use crate::friction::case::{Case, Cases, Sort, Studio};
use crate::friction::{LATE, Place};

pub(super) fn cases<'a>(studio: &Studio<'a>) -> Cases<'a> {
    let mut cases = Vec::new();
    for (engagement, account) in studio.accounts.iter().enumerate() {
        for handed in &account.handoffs {
            let until = handed.accepted.unwrap_or(studio.day);
            let late = until.days_since(handed.day) > LATE;
            // One that waits since a few days may still be accepted in time.
            if handed.accepted.is_none() && !late {
                continue;
            }
            let workflow = account.workflow.clone();
            cases.push(Case {
                place: match &handed.between {
                    Some((from, to)) => Place::Transition {
                        workflow,
                        from: from.clone(),
                        to: to.clone(),
                    },
                    None => Place::Owner { workflow },
                },
                engagement,
                person: handed.receiver.as_deref().unwrap_or(&handed.point.person),
                at: handed.point.landed,
                happened: late.then(|| vec![&handed.point]),
            });
        }
    }
    Cases {
        sort: Sort::Handoff,
        cases,
    }
}
