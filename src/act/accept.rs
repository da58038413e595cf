//! The receiver takes over: the newest handoff that waits for them gets its `accepted`.

use super::{Deed, Scene};
use crate::model::Handoff;
use crate::repo::Failure;

/// Accepts the newest handoff that waits for whoever acts.
///
/// # Errors
/// Where none waits for them, and where nobody knows who acts.
pub fn act(scene: &Scene<'_>) -> Result<Deed, Failure> {
    let Some(person) = scene.person else {
        return Err(
            Failure::new("`orbit.yml` names nobody with the address that git has for you, so that nobody knows who accepts")
                .hint("add yourself below `people` in `orbit.yml`"),
        );
    };
    let mine = |handoff: &Handoff<'_>| {
        let receiver = handoff.receiver().or_else(|| scene.engagement.owner());
        receiver.is_some_and(|receiver| receiver.eq_ignore_ascii_case(person))
    };
    let newest = scene
        .engagement
        .newest_handoff(scene.settings, |handoff| handoff.waits() && mine(handoff));
    let Some(handoff) = newest else {
        return Err(none(scene, person));
    };
    let mut editor = scene.editor()?;
    editor
        .add_field(handoff.index, "accepted", &scene.day.to_string())
        .map_err(|refusal| scene.refused(&refusal))?;
    let name = handoff.name();
    Ok(scene.deed(
        editor,
        &format!("handoff accepted, {name}"),
        format!("@{person} accepts the handoff from {name}"),
    ))
}

/// Why there is nothing to accept.
fn none(scene: &Scene<'_>, person: &str) -> Failure {
    let id = &scene.engagement.id;
    let waiting = scene
        .engagement
        .newest_handoff(scene.settings, |handoff| handoff.waits());
    match waiting {
        Some(handoff) => {
            let receiver = handoff.receiver().unwrap_or("its receiver");
            Failure::new(format!(
                "the handoff from {} waits for @{receiver}, and you are @{person}",
                handoff.name()
            ))
            .hint(format!(
                "@{receiver} accepts it in a commit of their own: `orbit accept {id}`"
            ))
        }
        None => match scene.engagement.newest_handoff(scene.settings, |_| true) {
            Some(handoff) => {
                let state = handoff.accepted().map_or_else(
                    || "was handed over to whoever handed it over".to_owned(),
                    |day| format!("was accepted on {day}"),
                );
                Failure::new(format!("no handoff of `{id}` waits for anybody"))
                    .hint(format!("the newest, {}, {state}", handoff.name()))
            }
            None => Failure::new(format!("`{id}` has not been handed over yet"))
                .hint(format!("`orbit advance {id}` writes a handoff")),
        },
    }
}
