//! What was changed before engagements that came back went on again.

use std::collections::{BTreeMap, BTreeSet};

use super::table::{Table, Unit};
use crate::friction::account::Mended;
use crate::friction::kinds;

impl Table<'_> {
    /// What was changed before the engagements that came back went on again.
    pub(super) fn mended(&self, units: &[&Unit<'_>]) -> Vec<(Mended, usize)> {
        let mut counts: BTreeMap<&Mended, usize> = BTreeMap::new();
        for unit in units.iter().filter(|unit| unit.hit) {
            let Some(account) = self.studio.accounts.get(unit.engagement) else {
                continue;
            };
            let Some(workflow) = self.studio.workflow(account) else {
                continue;
            };
            let mut here: BTreeSet<&Mended> = BTreeSet::new();
            for (at, moved) in account.moves.iter().enumerate() {
                let is_here = unit.cases.iter().any(|case| {
                    let points = case.happened.iter().flatten();
                    points.into_iter().any(|point| **point == moved.point)
                });
                if !is_here || kinds::undone(account, at, workflow).is_none() {
                    continue;
                }
                let again = account
                    .moves
                    .iter()
                    .skip(at + 1)
                    .find(|later| later.kind.is_some_and(crate::model::Kind::is_onward));
                here.extend(again.iter().flat_map(|again| &again.mended));
            }
            for part in here {
                *counts.entry(part).or_default() += 1;
            }
        }
        let mut counts: Vec<(Mended, usize)> = counts
            .into_iter()
            .map(|(part, count)| (part.clone(), count))
            .collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts
    }
}
