//! What `orbit promises` and `orbit decisions` share: the forms in which a register can be had, and whom a row is about.

use super::now::Now;
use crate::day::Day;
use crate::model::Engagement;
use crate::model::person::bare;
use crate::registers::calendar::{self, Event};
use crate::repo::Failure;
use crate::text::Mark;
use crate::text::mark::By;

/// The forms in which a register can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
    /// For calendars
    Ics,
}

/// Whether a name that was written is the one that is meant: a handle with or without its `@`, or the beginning of a name or a later word of it.
pub(super) fn is_called(written: &str, meant: &str) -> bool {
    let (written, meant) = (bare(written).to_lowercase(), bare(meant).to_lowercase());
    written == meant
        || !meant.is_empty()
            && (written.starts_with(&format!("{meant} "))
                || written.ends_with(&format!(" {meant}")))
}

/// Whether a mark is by this person, or by anybody where none is meant.
pub(super) fn is_by(mark: &Mark, meant: Option<&str>) -> bool {
    let Some(meant) = meant else { return true };
    mark.by().any(|by| match by {
        By::Person(name) | By::Outside(name) => is_called(name, meant),
    })
}

/// Whether an engagement is this client's, or any client's where none is meant.
fn is_of(engagement: &Engagement, client: Option<&str>) -> bool {
    client.is_none_or(|client| {
        engagement
            .client
            .as_ref()
            .is_some_and(|own| own.eq_ignore_ascii_case(client.trim_end_matches('/')))
    })
}

/// The rows that engagements have in a register, each with its engagement: of all of them, or of one, or of a client's.
///
/// # Errors
/// Where no engagement is called `id`.
pub(super) fn rows<'e, R>(
    studio: &'e Now,
    id: Option<&str>,
    client: Option<&str>,
    rows: impl Fn(&'e Engagement) -> Vec<R>,
) -> Result<Vec<(&'e Engagement, R)>, Failure> {
    let one = id.map(|id| studio.named(id)).transpose()?;
    let wanted = studio
        .engagements
        .iter()
        .filter(|engagement| one.is_none_or(|one| one.path == engagement.path))
        .filter(|engagement| is_of(engagement, client));
    Ok(wanted
        .flat_map(|engagement| {
            rows(engagement)
                .into_iter()
                .map(move |row| (engagement, row))
        })
        .collect())
}

/// A register as a calendar, called `what` after the studio's name.
///
/// # Errors
/// Where HEAD cannot be read.
pub(super) fn ics(studio: &Now, day: Day, what: &str, events: &[Event]) -> Result<String, Failure> {
    let name = format!("{}: {what}", studio.settings.studio);
    Ok(calendar::write(&name, studio.stamp(day)?, events))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_meant_by_handle_or_by_one_of_their_names() {
        for meant in ["Jane Okafor", "jane", "Okafor", "@jane okafor"] {
            assert!(is_called("Jane Okafor", meant), "{meant}");
        }
        for meant in ["Jan", "", "ne Okafor"] {
            assert!(!is_called("Jane Okafor", meant), "{meant}");
        }
        assert!(is_called("tom", "@Tom"));
    }
}
