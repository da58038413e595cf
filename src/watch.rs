//! Watching a studio: says when something that its site is made from may have changed. The only file that names the watching libraries.

mod bearing;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::Duration;

use notify::event::{MetadataKind, ModifyKind};
use notify::{Config, ErrorKind, EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer_opt};

use self::bearing::Bearing;
use crate::repo::write::MARKER;
use crate::repo::{Failure, Repository};

/// How long changes are gathered before they are told.
const GATHER: Duration = Duration::from_millis(10);

/// How often it is looked whether that time is over.
const TICK: Duration = Duration::from_millis(2);

/// What is told.
#[derive(Debug)]
pub enum Told {
    /// These files may have changed, sorted, each as seen from the top of the repository where it is below it.
    Changed(Vec<PathBuf>),
    /// Something may have changed that nobody was told of.
    Missed,
    /// Somebody wants it to end.
    End,
}

/// A watch, which lasts until it is dropped.
pub struct Watch {
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
    bearing: Bearing,
    watched: Vec<PathBuf>,
}

impl Watch {
    /// Begins to watch a repository whose site is built at `output`, and tells `tell` what changes.
    ///
    /// # Errors
    /// Where the system cannot watch so many folders, or none.
    pub fn begin(
        repository: &Repository,
        output: &Path,
        tell: Sender<Told>,
    ) -> Result<Self, Failure> {
        let bearing = Bearing::new(
            repository.top(),
            repository.git_dir(),
            repository.common_dir(),
            output,
        );
        let debouncer = new_debouncer_opt::<_, RecommendedWatcher, _>(
            GATHER,
            Some(TICK),
            {
                let bearing = bearing.clone();
                move |result: DebounceEventResult| {
                    if let Some(told) = told(&bearing, result) {
                        // Nobody listens any more when it ends.
                        tell.send(told).ok();
                    }
                }
            },
            RecommendedCache::new(),
            Config::default().with_follow_symlinks(false),
        )
        .map_err(unwatchable)?;
        let mut watch = Self {
            debouncer,
            bearing,
            watched: Vec::new(),
        };
        watch.git(repository)?;
        watch.widen()?;
        Ok(watch)
    }

    /// Watches where git keeps what is checked out and the branches.
    fn git(&mut self, repository: &Repository) -> Result<(), Failure> {
        let (own, common) = (repository.git_dir(), repository.common_dir());
        self.watch(own, RecursiveMode::NonRecursive)?;
        self.watch(common, RecursiveMode::NonRecursive)?;
        for folder in ["refs", "reftable"] {
            for place in [own, common] {
                let place = place.join(folder);
                if place.is_dir() {
                    self.watch(&place, RecursiveMode::Recursive)?;
                }
            }
        }
        Ok(())
    }

    /// Watches folders at the top that were not there before. To be called after each change.
    ///
    /// # Errors
    /// Where the system cannot watch so many folders.
    pub fn widen(&mut self) -> Result<(), Failure> {
        let Some(top) = self.bearing.top().map(Path::to_owned) else {
            return Ok(());
        };
        self.watch(&top, RecursiveMode::NonRecursive)?;
        self.watched.retain(|folder| folder.is_dir());
        let mut folders: Vec<PathBuf> = fs::read_dir(&top)
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
            .map(|entry| entry.path())
            .filter(|folder| self.bearing.is_folder_of_interest(folder))
            .filter(|folder| !folder.join(MARKER).exists())
            .collect();
        folders.sort();
        for folder in folders {
            self.watch(&folder, RecursiveMode::Recursive)?;
        }
        Ok(())
    }

    fn watch(&mut self, folder: &Path, mode: RecursiveMode) -> Result<(), Failure> {
        if self.watched.iter().any(|watched| watched == folder) {
            return Ok(());
        }
        match self.debouncer.watch(folder, mode) {
            Ok(()) => self.watched.push(folder.to_owned()),
            // It went in between.
            Err(_) if !folder.exists() => {}
            Err(error) => return Err(unwatchable(error)),
        }
        Ok(())
    }
}

fn unwatchable(error: notify::Error) -> Failure {
    let failure = Failure::new("the repository cannot be watched").because(&error);
    match error.kind {
        ErrorKind::MaxFilesWatch => failure.hint(
            "the system watches no more folders; raise the limit with `sysctl fs.inotify.max_user_watches=524288`",
        ),
        _ => failure,
    }
}

/// What to tell of what the system saw; nothing where it has no bearing on the site.
fn told(bearing: &Bearing, result: DebounceEventResult) -> Option<Told> {
    let Ok(events) = result else {
        return Some(Told::Missed);
    };
    let mut changed = Vec::new();
    for event in events {
        if event.need_rescan() {
            return Some(Told::Missed);
        }
        let read_only = matches!(
            event.kind,
            EventKind::Access(_)
                | EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime))
        );
        if !read_only {
            changed.extend(event.paths.iter().filter_map(|path| bearing.of(path)));
        }
    }
    changed.sort();
    changed.dedup();
    (!changed.is_empty()).then_some(Told::Changed(changed))
}
