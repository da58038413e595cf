//! What a verdict depends on besides the engagement: settings, the tree, the day, the author and the past.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::day::Day;
use crate::model::{Person, Settings, standard};
use crate::repo::{Author, Tree};

/// What files held before the commit at hand.
pub trait Past: Sync {
    /// Shows the versions of a file before the commit, newest first, each with the author of the commit that made it, until `see` says that it has seen enough.
    fn walk(&self, path: &str, see: &mut dyn FnMut(&[u8], &Author) -> bool);

    /// Whether another engagement than the one at `path` had this paragraph before the commit. The paragraph is as
    /// [`super::borrowed::comparable`] gives it.
    fn is_elsewhere(&self, path: &str, paragraph: &str) -> bool;

    /// The path of another engagement that had this paragraph before the one at `path` did, which takes longer to find out. Nothing where there
    /// is none, or where nothing is known of others.
    fn lender(&self, path: &str, paragraph: &str) -> Option<String>;
}

/// A past that nothing is known of.
pub struct NoPast;

impl Past for NoPast {
    fn walk(&self, _: &str, _: &mut dyn FnMut(&[u8], &Author) -> bool) {}

    fn is_elsewhere(&self, _: &str, _: &str) -> bool {
        false
    }

    fn lender(&self, _: &str, _: &str) -> Option<String> {
        None
    }
}

/// What a verdict depends on.
pub struct Context<'a> {
    /// The settings of the tree that is judged.
    pub settings: &'a Settings,
    /// That tree.
    pub tree: &'a dyn Tree,
    /// The day that counts as today.
    pub day: Day,
    /// Who makes the commit, where it is known.
    pub author: Option<&'a Author>,
    /// What was before.
    pub past: &'a dyn Past,
    standards: Mutex<HashMap<String, Option<Arc<str>>>>,
}

impl<'a> Context<'a> {
    /// A context.
    #[must_use]
    pub fn new(
        settings: &'a Settings,
        tree: &'a dyn Tree,
        day: Day,
        author: Option<&'a Author>,
        past: &'a dyn Past,
    ) -> Self {
        Self {
            settings,
            tree,
            day,
            author,
            past,
            standards: Mutex::default(),
        }
    }

    /// The person of the studio who makes the commit.
    #[must_use]
    pub fn person(&self) -> Option<&'a Person> {
        self.settings.people.by_author(self.author?)
    }

    /// The text of a standard, read once. A standard that cannot be read counts as none: it is a help, not a condition.
    #[must_use]
    pub fn standard(&self, path: &str) -> Option<Arc<str>> {
        let mut standards = self
            .standards
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        standards
            .entry(path.to_owned())
            .or_insert_with(|| {
                standard::text(self.tree, path)
                    .ok()
                    .flatten()
                    .map(Arc::from)
            })
            .clone()
    }
}
