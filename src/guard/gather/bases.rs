//! Where the parents of a merge parted.

use std::collections::HashMap;

use crate::guard::Case;
use crate::repo::{CommitTree, Failure};

/// Where the parents of a merge parted, as far as it is known.
pub(super) struct Bases {
    trees: HashMap<(usize, usize), CommitTree>,
}

impl Bases {
    pub(super) fn of(case: &Case<'_>) -> Result<Self, Failure> {
        let mut trees = HashMap::new();
        for one in 0..case.parents.len() {
            for two in 0..case.parents.len() {
                if one < two
                    && let Some(tree) = (case.base_of)(one, two)?
                {
                    trees.insert((one, two), tree);
                }
            }
        }
        Ok(Self { trees })
    }

    pub(super) fn between(&self, one: usize, two: usize) -> Option<&CommitTree> {
        self.trees.get(&(one.min(two), one.max(two)))
    }

    /// The other parents, each with where this one and it parted.
    pub(super) fn with(&self, parent: usize) -> Vec<(usize, &CommitTree)> {
        let mut bases: Vec<(usize, &CommitTree)> = self
            .trees
            .iter()
            .filter_map(|(&(one, two), tree)| match parent {
                _ if parent == one => Some((two, tree)),
                _ if parent == two => Some((one, tree)),
                _ => None,
            })
            .collect();
        bases.sort_by_key(|(other, _)| *other);
        bases
    }
}
