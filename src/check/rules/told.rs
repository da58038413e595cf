//! How rules speak of marks: what tells one from another, and what to call it.

use super::Subject;
use crate::check::lack::{self, shortened};
use crate::model::need::NeedKind;
use crate::text::Mark;

/// What a mark is known by before and after a commit: its id, else its words.
pub(super) fn subject(mark: &Mark) -> String {
    mark.id.as_ref().map_or_else(
        || format!("{} {}", mark.keyword, mark.text),
        |id| id.to_ascii_lowercase(),
    )
}

/// A mark's words, in backticks and not too many.
pub(super) fn quoted(mark: &Mark) -> String {
    format!("`{}`", shortened(&mark.text))
}

/// Whether the stage asks for a need of this kind that does not hold, so that `need-unmet` says it.
pub(super) fn is_asked_for(subject: &Subject<'_>, kind: impl Fn(&NeedKind) -> bool) -> bool {
    let (engagement, context) = (subject.engagement, subject.context);
    engagement.stage(context.settings).is_some_and(|stage| {
        stage
            .needs
            .iter()
            .any(|need| kind(&need.kind) && lack::of(need, engagement, context).is_some())
    })
}
