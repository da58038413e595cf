//! Engagements as they were read, for those who read the same again in one process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::model::Engagement;

/// Engagements by path.
#[derive(Default)]
pub struct Parsed {
    all: Mutex<HashMap<String, One>>,
}

/// An engagement with numbers for what it was read from.
struct One {
    settings: u64,
    bytes: u64,
    engagement: Arc<Engagement>,
}

impl Parsed {
    /// The engagement at a path, as it is known or as `read` reads it.
    pub(super) fn get(
        &self,
        path: &str,
        settings: u64,
        bytes: u64,
        read: impl FnOnce() -> Option<Engagement>,
    ) -> Option<Arc<Engagement>> {
        let lock = || self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(one) = lock().get(path)
            && one.settings == settings
            && one.bytes == bytes
        {
            return Some(Arc::clone(&one.engagement));
        }
        let engagement = Arc::new(read()?);
        let one = One {
            settings,
            bytes,
            engagement: Arc::clone(&engagement),
        };
        lock().insert(path.to_owned(), one);
        Some(engagement)
    }

    /// Forgets all but those at these paths.
    pub(super) fn keep(&self, is_there: impl Fn(&str) -> bool) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|path, _| is_there(path));
    }
}
