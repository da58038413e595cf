//! A decision that supersedes one which supersedes it in turn.

use super::Fault;
use crate::model::Engagement;
use crate::model::supersession::Supersessions;
use crate::text::{Keyword, Mark};

pub(super) fn faults(engagement: &Engagement) -> Vec<(&Mark, Fault)> {
    let decisions: Vec<&Mark> = engagement.marks(Keyword::Decision).collect();
    let taken = Supersessions::read(&decisions);
    let rings = taken.rings().iter().filter_map(|(at, other)| {
        let (mark, other) = (*decisions.get(*at)?, *decisions.get(*other)?);
        let id = other.id.as_deref()?;
        let attribute = mark.attributes.iter().find(|attribute| {
            attribute.name == "supersedes" && attribute.value.trim_start_matches('^') == id
        })?;
        // Of one that names itself `link-broken` speaks.
        if mark.span == other.span {
            return None;
        }
        let message = format!(
            "`^{id}` is later and takes the place of this decision, which cannot supersede it"
        );
        let help = format!(
            "take `supersedes ^{id}` out of this one; it says which decision counts no more"
        );
        Some((mark, Fault::new(attribute.span, "ring", message, help)))
    });
    rings.collect()
}
