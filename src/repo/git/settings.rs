//! Git's own settings.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::Repository;
use crate::repo::Failure;

/// All settings as the `git` program has told them, by their keys; nothing while it has not been asked.
pub(super) type Told = Mutex<Option<Arc<HashMap<String, String>>>>;

impl Repository {
    /// A setting of git, from wherever git takes it.
    #[must_use]
    pub fn setting(&self, key: &str) -> Option<String> {
        if let Some(known) = self.library_settings(|config| config.get_string(key)) {
            return known;
        }
        self.told()?.get(&key.to_lowercase()).cloned()
    }

    /// All settings as the `git` program tells them, which is asked once; nothing where there is none.
    fn told(&self) -> Option<Arc<HashMap<String, String>>> {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_none() {
            let listed = self.git.output(&["config", "--list", "-z"]).ok()?;
            let listed = String::from_utf8_lossy(&listed);
            // Of several values of one key the last one counts; a key alone has none.
            let settings = listed.split_terminator('\0').map(|setting| {
                let (key, value) = setting.split_once('\n').unwrap_or((setting, ""));
                (key.to_owned(), value.to_owned())
            });
            *told = Some(Arc::new(settings.collect()));
        }
        told.clone()
    }

    /// Gives git a setting, for this repository alone.
    ///
    /// # Errors
    /// Where git's settings cannot be written, or there is no `git` on PATH.
    pub fn set(&self, key: &str, value: &str) -> Result<(), Failure> {
        let asked = ["config", "--local", key, value];
        let set = self.git.output(&asked).map(|_| ());
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = None;
        set.map_err(|trouble| trouble.failure(&format!("git's setting `{key}` cannot be written")))
    }

    /// The same of a path, as git understands it.
    pub(super) fn path_setting(&self, key: &str) -> Option<PathBuf> {
        if let Some(known) = self.library_settings(|config| config.get_path(key)) {
            return known;
        }
        if !self.told()?.contains_key(&key.to_lowercase()) {
            return None;
        }
        let line = self
            .git
            .line(&["config", "--type=path", "--get", key])
            .ok()?;
        Some(PathBuf::from(line))
    }

    /// Asks the library's settings; nothing where the environment adds to them what the library does not see.
    fn library_settings<T>(
        &self,
        get: impl FnOnce(&git2::Config) -> Result<T, git2::Error>,
    ) -> Option<Option<T>> {
        let unseen = [
            "GIT_CONFIG_PARAMETERS",
            "GIT_CONFIG_COUNT",
            "GIT_CONFIG_GLOBAL",
            "GIT_CONFIG_SYSTEM",
        ];
        if unseen.iter().any(|name| self.git.variable(name).is_some()) {
            return None;
        }
        self.ask(|handle| {
            let config = handle.config().and_then(|mut config| config.snapshot());
            config.ok().and_then(|config| get(&config).ok())
        })
    }
}
