//! Which file goes on as which engagement, where git sees a move too few or one too many.

use std::collections::HashSet;

use crate::day::Day;
use crate::model::Engagement;

/// Whether at least half of the dated entries of the one stand in the other; where it has none, whether their titles are the same.
pub(super) fn is_heir(after: &Engagement, before: &Engagement) -> bool {
    let entries = dated(before);
    if !entries.is_empty() {
        return entries.intersection(&dated(after)).count() * 2 >= entries.len();
    }
    title(before).is_some() && title(before) == title(after)
}

/// Whether a file that git takes for a moved one is another engagement: it has none of the dated entries, and another title.
pub(super) fn is_another(after: &Engagement, before: &Engagement) -> bool {
    let entries = dated(before);
    after.path != before.path
        && !entries.is_empty()
        && entries.is_disjoint(&dated(after))
        && title(before) != title(after)
}

fn dated(engagement: &Engagement) -> HashSet<(Day, String)> {
    let entries = engagement.document.log.entries.iter();
    entries
        .filter_map(|entry| Some((entry.day?, entry.title.to_lowercase())))
        .collect()
}

fn title(engagement: &Engagement) -> Option<String> {
    engagement.text_of("title").map(str::to_lowercase)
}
