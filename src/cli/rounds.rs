//! Building again and again: once at the start, then after each change, until somebody asks to end.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};

use super::build::{self, Made, Memory, Place};
use super::context::Context;
use super::stop::Stop;
use crate::model::words::count;
use crate::repo::{Failure, Repository};
use crate::watch::{Told, Watch};

/// How a round ended: how many pages there are, or why there is no site.
pub(super) type Outcome = Result<usize, Failure>;

/// The rounds of one repository.
pub(super) struct Rounds {
    place: Place,
    memory: Memory,
    told: Receiver<Told>,
    watch: Watch,
}

impl Rounds {
    /// Begins to watch, so that no change after the first build is missed.
    pub(super) fn begin(
        context: &Context,
        repository: &Repository,
        place: Place,
    ) -> Result<Self, Failure> {
        let (tell, told) = mpsc::channel();
        let watch = Watch::begin(repository, &place.folder, tell.clone())?;
        context.interrupt.listen(move || {
            tell.send(Told::End).ok();
        })?;
        Ok(Self {
            place,
            memory: Memory::default(),
            told,
            watch,
        })
    }

    /// Builds, and hands on how that went, until it is asked to end. A site that cannot be built is told of and not the end.
    pub(super) fn run(
        mut self,
        context: &mut Context,
        mut each: impl FnMut(&mut Context, &Outcome) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        loop {
            let (outcome, rest) = match self.build(context) {
                Ok(made) => (Ok(made.pages), Some(made)),
                Err(failure) => (Err(failure), None),
            };
            if context.interrupt.is_asked() {
                return Ok(());
            }
            each(context, &outcome)?;
            if let Err(failure) = outcome {
                context.out.finish()?;
                Stop::from(failure).report(context.color());
            }
            context.out.finish()?;
            // Only now, when everybody has been told.
            rest.map(Made::finish);
            match self.wait() {
                Some(changed) => context.say(changes(&changed))?,
                None => return Ok(()),
            }
        }
    }

    fn build(&mut self, context: &Context) -> Result<Made, Failure> {
        // Opened each time: what is kept of a repository is of the moment.
        let repository = self.place.repository(context)?;
        let day = context.clock()();
        let folder = &self.place.folder;
        let built = build::build_on(context, &repository, folder, day, &self.memory);
        self.watch.widen()?;
        built
    }

    /// Waits for a change, and takes all that came until now. Nothing at the end.
    fn wait(&self) -> Option<Vec<PathBuf>> {
        let mut changed = Vec::new();
        let mut next = self.told.recv().ok();
        while let Some(told) = next {
            match told {
                Told::Changed(paths) => changed.extend(paths),
                Told::Missed => {}
                Told::End => return None,
            }
            next = self.told.try_recv().ok();
            if next.is_none() {
                changed.sort();
                changed.dedup();
                return Some(changed);
            }
        }
        None
    }
}

/// What changed, in a line.
fn changes(changed: &[PathBuf]) -> String {
    let own = |path: &&PathBuf| !path.starts_with(".git") && !path.is_absolute();
    let files: Vec<&PathBuf> = changed.iter().filter(own).collect();
    match files.as_slice() {
        [] => "changed: commits".to_owned(),
        [one] => format!("changed: {}", shown(one)),
        [first, rest @ ..] => format!(
            "changed: {} and {} more",
            shown(first),
            count(rest.len(), "file")
        ),
    }
}

fn shown(path: &Path) -> String {
    crate::report::terminal::escape(&path.to_string_lossy()).into_owned()
}
