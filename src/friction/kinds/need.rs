//! Needs: waived, left unmet, or filled only on the day of the move that asked for them.

use crate::friction::Place;
use crate::friction::account::{Account, Asked, Point, State};
use crate::friction::case::{Case, Cases, Sort, Studio};

/// A need that an engagement has a waiver for, at the move or later.
pub(super) fn waived<'a>(studio: &Studio<'a>) -> Cases<'a> {
    each(studio, Sort::Waived, |account, asked, point| {
        let granted = account
            .waivers
            .iter()
            .find(|waiver| waiver.name == asked.key)
            .or_else(|| {
                let workflow = studio.workflow(account)?;
                account.waivers.iter().find(|waiver| {
                    waiver.name.eq_ignore_ascii_case(&asked.key)
                        && workflow.stage(&waiver.name).is_none()
                })
            });
        match granted {
            Some(waiver) => Some((waiver.person.as_str(), Some(&waiver.point))),
            None => {
                let now = asked.state == State::Waived;
                Some((point.person.as_str(), now.then_some(point)))
            }
        }
    })
}

/// A need that does not hold and that nobody waived, in an engagement that moved all the same.
pub(super) fn unmet<'a>(studio: &Studio<'a>) -> Cases<'a> {
    each(studio, Sort::Unmet, |_, asked, point| {
        let unmet = asked.state == State::Unmet;
        Some((point.person.as_str(), unmet.then_some(point)))
    })
}

/// A need that was not there the day before, though there had been days to fill it.
pub(super) fn last_minute<'a>(studio: &Studio<'a>) -> Cases<'a> {
    each(studio, Sort::LastMinute, |account, asked, point| {
        // Why it ended and when it will wake are known on the day itself.
        let stage = studio.workflow(account)?.stage(&asked.stage)?;
        if !stage.kind.on_main_line() {
            return None;
        }
        let late = asked.state == State::LastMinute;
        let told = matches!(asked.state, State::LastMinute | State::Early);
        told.then(|| (point.person.as_str(), late.then_some(point)))
    })
}

/// A case for each need that `look` says something about: in whose hands it was, and the commit where it happened.
fn each<'a>(
    studio: &Studio<'a>,
    sort: Sort,
    look: impl Fn(&'a Account, &'a Asked, &'a Point) -> Option<(&'a str, Option<&'a Point>)>,
) -> Cases<'a> {
    let mut cases = Vec::new();
    for (engagement, account) in studio.accounts.iter().enumerate() {
        for (asked, point) in account.every_asked() {
            let Some((person, happened)) = look(account, asked, point) else {
                continue;
            };
            cases.push(Case {
                place: Place::Need {
                    workflow: account.workflow.clone(),
                    stage: asked.stage.clone(),
                    key: asked.key.clone(),
                },
                engagement,
                person,
                at: happened.map_or(point.landed, |point| point.landed),
                happened: happened.map(|point| vec![point]),
            });
        }
    }
    Cases { sort, cases }
}
