//! A move on that is undone: within thirty days the engagement goes back to where it came from, or further.

use crate::friction::account::{Account, Move};
use crate::friction::case::{Case, Cases, Sort, Studio};
use crate::friction::{BOUNCE, Place};
use crate::model::{Kind, Workflow};

pub(super) fn cases<'a>(studio: &Studio<'a>) -> Cases<'a> {
    let mut cases = Vec::new();
    for (engagement, account) in studio.accounts.iter().enumerate() {
        let Some(workflow) = studio.workflow(account) else {
            continue;
        };
        for (at, moved) in account.moves.iter().enumerate() {
            if !moved.kind.is_some_and(Kind::is_onward) {
                continue;
            }
            let back = undone(account, at, workflow);
            let watched = studio.day.unix() - moved.point.made.seconds;
            let goes_on = account.moves.get(at + 1).is_some();
            // What moved on a few days ago may still come back.
            #[expect(clippy::cast_precision_loss, reason = "seconds of a human span")]
            let known = goes_on || watched as f64 > BOUNCE * 86_400.0;
            if back.is_none() && !known {
                continue;
            }
            cases.push(Case {
                place: Place::Transition {
                    workflow: account.workflow.clone(),
                    from: moved.from.clone(),
                    to: moved.to.clone(),
                },
                engagement,
                person: &moved.point.person,
                at: moved.point.landed,
                happened: back.map(|back| vec![&moved.point, &back.point]),
            });
        }
    }
    Cases {
        sort: Sort::Bounce,
        cases,
    }
}

/// The move that undoes the one at `at`: back to where it came from or further, within thirty days, before it went on along the main line.
pub(in crate::friction) fn undone<'a>(
    account: &'a Account,
    at: usize,
    workflow: &Workflow,
) -> Option<&'a Move> {
    let moved = account.moves.get(at)?;
    let from = workflow.place(&moved.from)?;
    for later in account.moves.get(at + 1..)? {
        if later.point.made.days_since(moved.point.made) > BOUNCE
            || later.kind.is_some_and(Kind::is_onward)
        {
            return None;
        }
        let lands = workflow.place(&later.to);
        if matches!(later.kind, Some(Kind::Back | Kind::Reopen))
            && lands.is_some_and(|lands| lands <= from)
        {
            return Some(later);
        }
    }
    None
}
