//! A studio as an editor sees it: what is open over what is saved, compared with HEAD, and judged by the settings as they are open.

use std::path::{Path, PathBuf};

use crate::check::Past;
use crate::check::context::NoPast;
use crate::day::Day;
use crate::guard::desk::{Desk, Desktop, Open};
use crate::guard::{self, Verdict};
use crate::model::settings::{FILE, WORKFLOWS};
use crate::model::{Settings, SettingsProblem};
use crate::repo::{Bytes, Failure, Repository};

/// A repository and its settings.
pub struct Studio {
    top: PathBuf,
    desk: Desk,
    open: Open,
    /// The last ones that could be read; nothing before there were any.
    settings: Option<Settings>,
    problems: Vec<SettingsProblem>,
}

impl Studio {
    /// The repository that a folder is in; nothing where it is in none that can be read.
    #[must_use]
    pub fn at(folder: &Path) -> Option<Self> {
        let repository = Repository::open(Some(folder)).ok()?;
        let top = repository.top()?.canonicalize().ok()?;
        let mut studio = Self {
            top,
            desk: Desk::new(repository).ok()?,
            open: Open::new(),
            settings: None,
            problems: Vec::new(),
        };
        studio.load();
        Some(studio)
    }

    /// A file's path from the top; nothing where it stands elsewhere.
    #[must_use]
    pub fn path_of(&self, path: &Path) -> Option<String> {
        let below = path.strip_prefix(&self.top).ok()?;
        let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
        parts
            .filter(|parts| !parts.is_empty() && parts.first() != Some(&".git"))
            .map(|parts| parts.join("/"))
    }

    /// Where a file stands on disk.
    #[must_use]
    pub fn place(&self, path: &str) -> PathBuf {
        self.top.join(path)
    }

    /// Takes over what stands in a file's window.
    pub fn put(&mut self, path: &str, text: &str) {
        self.open
            .insert(path.to_owned(), Bytes::from(text.as_bytes()));
        if is_setting(path) {
            self.load();
        }
    }

    /// Its window is closed: what is saved counts.
    pub fn close(&mut self, path: &str) {
        self.open.remove(path);
        if is_setting(path) {
            self.load();
        }
    }

    /// Reads the work tree and HEAD anew.
    pub fn refresh(&mut self) {
        // What cannot be read at the moment, as while git works, is read the next time.
        let _ = self.desk.refresh();
        self.load();
    }

    /// Whether HEAD had moved; then everything is read anew.
    pub fn follow_head(&mut self) -> bool {
        let moved = self.desk.follow_head().unwrap_or(false);
        if moved {
            self.load();
        }
        moved
    }

    fn load(&mut self) {
        let read = Settings::read(&self.desk.tree(&self.open));
        match read {
            Ok((settings, problems)) => {
                if problems.is_empty() {
                    self.settings = Some(settings);
                }
                self.problems = problems;
            }
            Err(_) => {
                self.settings = None;
                self.problems.clear();
            }
        }
    }

    /// The settings: the last ones that were whole.
    #[must_use]
    pub fn settings(&self) -> Option<&Settings> {
        self.settings.as_ref()
    }

    /// What is wrong with the settings as they are.
    #[must_use]
    pub fn problems(&self) -> &[SettingsProblem] {
        &self.problems
    }

    /// What is open over the work tree.
    #[must_use]
    pub fn tree(&self) -> Desktop<'_> {
        self.desk.tree(&self.open)
    }

    /// What is held ready.
    #[must_use]
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Asks what needs the past; where it cannot be read, nothing is known of it.
    pub fn with_past<T>(&self, settings: &Settings, ask: impl Fn(&dyn Past) -> T) -> T {
        let known = self.desk.with_past(&self.open, settings, &ask);
        known.unwrap_or_else(|_| ask(&NoPast))
    }

    /// The paths of all engagements; none where they cannot be listed.
    #[must_use]
    pub fn engagements(&self) -> Vec<String> {
        let settings = self.settings.as_ref();
        settings
            .and_then(|settings| guard::engagements(&self.tree(), settings).ok())
            .unwrap_or_default()
    }

    /// What `orbit check` says of a file.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn judge(&self, path: &str, day: Day) -> Result<Verdict, Failure> {
        match &self.settings {
            Some(settings) => self.desk.judge(path, &self.open, settings, day),
            None => Ok(Verdict::default()),
        }
    }
}

/// Whether a file says how the studio works.
#[must_use]
pub fn is_setting(path: &str) -> bool {
    path == FILE || is_workflow(path)
}

/// Whether a file is a workflow.
#[must_use]
pub fn is_workflow(path: &str) -> bool {
    let name = path
        .strip_prefix(WORKFLOWS)
        .and_then(|rest| rest.strip_prefix('/'));
    name.is_some_and(|name| {
        !name.contains('/') && (name.ends_with(".yml") || name.ends_with(".yaml"))
    })
}
