//! Quick fixes that are acts of the command line too: a waiver, the acceptance of a handoff, a name for a mark.

use std::hash::{BuildHasher, RandomState};

use super::Fix;
use crate::act::{Deed, Scene, accept, fresh, waive};
use crate::lsp::view::View;
use crate::model::Engagement;
use crate::model::need::Waivable;
use crate::repo::Failure;
use crate::span::Span;

/// Does what a command does.
fn done(
    view: &View<'_>,
    engagement: &Engagement,
    title: String,
    act: impl FnOnce(&Scene<'_>) -> Result<Deed, Failure>,
) -> Option<Fix> {
    let scene = Scene {
        engagement,
        settings: view.settings,
        day: view.day,
        person: view.me(),
        seed: seed(),
    };
    let deed = act(&scene).ok()?;
    Some(Fix {
        title,
        text: deed.text,
    })
}

/// What ids follow from: another number each time.
fn seed() -> u64 {
    RandomState::new().hash_one(())
}

/// A waiver of a need whose reason is to be filled in, where whoever types may waive it.
pub(super) fn waiver(view: &View<'_>, engagement: &Engagement, key: &str) -> Option<Fix> {
    let need = view.stage()?.needs.iter().find(|need| need.key == key)?;
    let may = match &need.waivable {
        Waivable::Anybody => true,
        Waivable::Nobody => false,
        Waivable::Roles(roles) => {
            let person = view.settings.people.by_handle(view.me()?)?;
            person
                .role
                .as_ref()
                .is_some_and(|role| roles.contains(role))
        }
    };
    if !may {
        return None;
    }
    done(
        view,
        engagement,
        format!("Waive `{key}`, with a reason"),
        |scene| {
            let asked = waive::Asked {
                text: key.to_owned(),
                because: Some("…".to_owned()),
                ..waive::Asked::default()
            };
            waive::act(scene, asked)
        },
    )
}

/// The acceptance of the newest handoff that waits for whoever types.
pub(super) fn acceptance(view: &View<'_>, engagement: &Engagement) -> Option<Fix> {
    done(
        view,
        engagement,
        "Accept the handoff".to_owned(),
        accept::act,
    )
}

/// A name for each mark there that has none.
pub(super) fn names(view: &View<'_>, engagement: &Engagement, span: Span) -> Vec<Fix> {
    let marks = engagement.document.log.marks();
    let here = marks.filter(|mark| {
        mark.id.is_none() && mark.line_span.start <= span.end && span.start <= mark.line_span.end
    });
    here.filter_map(|mark| {
        let id = fresh(&engagement.document, seed());
        Fix::edit(
            view,
            format!("Name this {} `^{id}`", mark.keyword),
            |editor| editor.name_mark(mark, &id),
        )
    })
    .collect()
}
