//! Whom somebody means: a handle of the studio, or somebody else by name.

use crate::model::person::bare;
use crate::model::words::{list, nearest};
use crate::model::{People, Settings};
use crate::repo::Failure;

/// Whom `name` means, as a mark's attribute is written: `@tom` for one of the studio, with or without its `@`; anybody else by name.
///
/// # Errors
/// Where a handle is written that the studio does not have.
pub fn named(settings: &Settings, name: &str) -> Result<String, Failure> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    match settings.people.by_handle(&name) {
        Some(person) => Ok(format!("@{}", person.handle)),
        None if name.starts_with('@') && !settings.people.is_empty() => {
            Err(unknown(&settings.people, &name))
        }
        None => Ok(name),
    }
}

/// The handle that `name` means, without its `@`.
///
/// # Errors
/// Where the studio has nobody of that handle.
pub fn handle(settings: &Settings, name: &str) -> Result<String, Failure> {
    match settings.people.by_handle(name) {
        Some(person) => Ok(person.handle.clone()),
        None if settings.people.is_empty() && !name.trim().contains(char::is_whitespace) => {
            Ok(bare(name).to_owned())
        }
        None => Err(unknown(&settings.people, name)),
    }
}

fn unknown(people: &People, name: &str) -> Failure {
    let handles: Vec<&str> = people.iter().map(|person| person.handle.as_str()).collect();
    let failure = Failure::new(format!("nobody here has the handle `@{}`", bare(name)));
    match nearest(bare(name), handles.iter().copied()) {
        Some(near) => failure.hint(format!("did you mean `@{near}`?")),
        None => failure.hint(format!("`orbit.yml` names {}", list(&handles))),
    }
}
