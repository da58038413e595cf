//! What `orbit promises` and `orbit decisions` share: the forms in which a register can be had, and whom a row is about.

use crate::model::Engagement;
use crate::model::person::bare;
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
pub(super) fn is_of(engagement: &Engagement, client: Option<&str>) -> bool {
    client.is_none_or(|client| {
        engagement
            .client
            .as_ref()
            .is_some_and(|own| own.eq_ignore_ascii_case(client.trim_end_matches('/')))
    })
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
