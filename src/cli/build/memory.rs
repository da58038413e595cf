//! Building where it was built before: nothing, where what stands there is what would be made; else with what is known already.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::built::{Asked, Built, Shelf};
use super::output::{Output, Rest};
use super::{Input, committed};
use crate::repo::history::Log;
use crate::repo::noted::answer;
use crate::repo::sight::{Sight, Watched};
use crate::repo::{CommitId, Failure, Repository, Tree};
use crate::site::Parsed;

/// What builds of one process leave in memory for those after them.
#[derive(Default)]
pub(in crate::cli) struct Memory {
    /// The engagements as they were read.
    pub(super) parsed: Parsed,
    log: Mutex<Option<(Key, Arc<Log>)>>,
    /// The folders whose files the newest build listed.
    folders: Mutex<Option<Vec<String>>>,
}

/// What a log depends on: the commit, which files are asked for, and what people are called.
type Key = (CommitId, String, u64);

impl Memory {
    /// The log up to a commit, read where it is not known.
    pub(super) fn log(
        &self,
        input: &Input<'_>,
        repository: &Repository,
        head: &CommitId,
        read: &dyn Fn() -> Result<Log, Failure>,
    ) -> Result<Arc<Log>, Failure> {
        if !Shelf::is_seen_through(repository) {
            return Ok(Arc::new(read()?));
        }
        let names = answer(input.tree, ".mailmap")?;
        let key = (*head, input.settings.sources.written(), names);
        if let Some((known, log)) = &*locked(&self.log)
            && *known == key
        {
            return Ok(Arc::clone(log));
        }
        let log = Arc::new(read()?);
        if log.is_whole() {
            *locked(&self.log) = Some((key, Arc::clone(&log)));
        }
        Ok(log)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A site that stands in its place.
pub(in crate::cli) struct Made {
    /// How many pages there are.
    pub(in crate::cli) pages: usize,
    rest: Option<Box<dyn FnOnce() + Send>>,
}

impl Made {
    /// Does what was left to do. Says how many pages there are.
    pub(in crate::cli) fn finish(self) -> usize {
        if let Some(rest) = self.rest {
            rest();
        }
        self.pages
    }
}

/// Makes a site; says how many pages there are, and whether they are made from the whole history: what is lost may be there again the next time.
type Make<'m> = &'m dyn Fn(&Input<'_>, &Output) -> Result<(usize, bool), Failure>;

/// Has a site made in a folder, unless what stands there is what would be made.
pub(super) fn made(
    repository: &Repository,
    folder: &Path,
    asked: Asked,
    memory: &Memory,
    make: Make<'_>,
) -> Result<Made, Failure> {
    let work = repository.work_tree();
    let shelf = Shelf::of(repository, folder);
    let mut sight = Sight::default();
    let again = locked(&memory.folders).clone();
    if let Some(folders) = again {
        // Whoever builds again in one process was told that something has changed.
        if let Some(work) = &work {
            sight = Sight::of(work, &folders)?;
        }
    } else if let Some(shelf) = &shelf
        && let Some(built) = shelf.get()
    {
        if let Some(work) = &work {
            sight = built.look(work)?;
        }
        if let Some(pages) = built.stands(&asked, work.as_ref(), &mut sight, folder, shelf)? {
            return Ok(Made { pages, rest: None });
        }
    }
    let watched = work.as_ref().map(|work| Watched::new(work, sight));
    let (pages, is_whole, rest) = {
        let committed = committed(repository, asked.head.as_ref())?;
        let tree: &dyn Tree = match &watched {
            Some(tree) => tree,
            None => &committed,
        };
        // Before the long work, so that a folder that cannot be used is told at once.
        let input = Input::read(tree, asked.head)?;
        let output = Output::begin(repository, folder)?;
        let (pages, is_whole) = make(&input, &output)?;
        (pages, is_whole, output.finish()?)
    };
    let sight = watched.map(Watched::sight).unwrap_or_default();
    let shelf = shelf.filter(|_| is_whole);
    *locked(&memory.folders) = Some(sight.folders().to_vec());
    Ok(Made {
        pages,
        rest: Some(Box::new(move || remember(rest, shelf, asked, sight, pages))),
    })
}

fn remember(rest: Rest, shelf: Option<Shelf>, asked: Asked, sight: Sight, pages: usize) {
    if let (Some(whole), Some(shelf)) = (rest.finish(), shelf) {
        shelf.put(&Built::new(asked, sight, whole, pages));
    }
}
