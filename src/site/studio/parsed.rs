//! Engagements as they were read, for those who read the same again in one process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::model::Engagement;

/// Engagements by path, each with numbers for the settings and the bytes that it was read from.
#[derive(Default)]
pub struct Parsed {
    all: Mutex<HashMap<String, (u64, u64, Arc<Engagement>)>>,
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
        let known = |all: &HashMap<String, (u64, u64, Arc<Engagement>)>| {
            let (of, is, engagement) = all.get(path)?;
            (*of == settings && *is == bytes).then(|| Arc::clone(engagement))
        };
        let lock = || self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(engagement) = known(&lock()) {
            return Some(engagement);
        }
        let engagement = Arc::new(read()?);
        let entry = (settings, bytes, Arc::clone(&engagement));
        lock().insert(path.to_owned(), entry);
        Some(engagement)
    }

    /// Forgets all but those at these paths.
    pub(super) fn keep(&self, is_there: impl Fn(&str) -> bool) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|path, _| is_there(path));
    }
}
