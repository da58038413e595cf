//! The studio that a command looks at: its settings, its engagements as they are in the files, and what the history says of them.

use rayon::prelude::*;

use super::context::Context;
use super::history::settings;
use super::stop::Stop;
use crate::check;
use crate::chronicle::{self, Chronicle, TrailPast};
use crate::day::{Day, Moment};
use crate::guard;
use crate::model::{Engagement, Settings};
use crate::next::{Known, Standing};
use crate::repo::{Failure, Repository, Tree};

/// A studio.
pub(super) struct Studio {
    /// Its repository.
    pub repository: Repository,
    /// Its settings.
    pub settings: Settings,
    /// Its engagements, by id.
    pub engagements: Vec<Engagement>,
    tree: Box<dyn Tree>,
}

impl Studio {
    /// Reads it from the work tree, or in a bare repository from HEAD.
    ///
    /// # Errors
    /// Where the repository cannot be read or is no studio.
    pub fn read(context: &Context) -> Result<Self, Stop> {
        let repository = context.repository()?;
        let settings = settings(&repository)?;
        let tree: Box<dyn Tree> = match (repository.work_tree(), repository.head()?) {
            (Some(tree), _) => Box::new(tree),
            (None, Some(head)) => Box::new(repository.commit_tree(&head)?),
            (None, None) => Box::new(repository.empty_tree()),
        };
        let mut engagements = guard::engagements(&*tree, &settings)?
            .par_iter()
            .filter_map(|path| {
                let bytes = tree.read(path).transpose()?;
                bytes
                    .map(|bytes| Engagement::read(path, &bytes, &settings))
                    .transpose()
            })
            .collect::<Result<Vec<Engagement>, Failure>>()?;
        engagements.sort_by(|a, b| (&a.id, &a.path).cmp(&(&b.id, &b.path)));
        Ok(Self {
            repository,
            settings,
            engagements,
            tree,
        })
    }

    /// The engagement that `id` means.
    ///
    /// # Errors
    /// Where none or several are meant.
    pub fn named(&self, id: &str) -> Result<&Engagement, Failure> {
        let ids: Vec<(String, String)> = self
            .engagements
            .iter()
            .map(|engagement| (engagement.id.clone(), engagement.path.clone()))
            .collect();
        let (_, path) = chronicle::find(&ids, id)?;
        let found = self.engagements.iter().find(|one| one.path == *path);
        found.ok_or_else(|| Failure::new(format!("no engagement is called `{id}`")))
    }

    /// How these engagements stand, each in the place of its own.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub fn standings<'s>(
        &'s self,
        wanted: &[&'s Engagement],
        context: &mut Context,
    ) -> Result<Vec<Standing<'s>>, Stop> {
        let chronicle = match self.repository.head()? {
            Some(head) => {
                let progress = context.progress("reading the history");
                Chronicle::read(&self.repository, &head, &self.settings, &|done, of| {
                    progress.at(done, of);
                })?
            }
            None => Chronicle::default(),
        };
        let read = |id| self.repository.blob(id);
        let past = TrailPast::new(&chronicle.log, &read);
        let known = |engagement: &Engagement| Known {
            since: chronicle.since(&engagement.path, engagement.stage.as_deref()),
            moved: past.moved(&engagement.path).and_then(Moment::day),
        };
        let judged = check::Context::new(&self.settings, &*self.tree, context.today, None, &past);
        let standings = wanted
            .par_iter()
            .map(|engagement| Standing::of(engagement, &self.settings, &judged, known(engagement)))
            .collect();
        if let Some(boundary) = chronicle.log.shallow.first() {
            context.aside(&format!("this clone is shallow: what was before {} is unknown; `git fetch --unshallow` brings it", boundary.get(..9).unwrap_or(boundary)))?;
        }
        Ok(standings)
    }

    /// The moment of what is shown: that of HEAD, or before the first commit the day's beginning.
    ///
    /// # Errors
    /// Where HEAD cannot be read.
    pub fn stamp(&self, today: Day) -> Result<Moment, Failure> {
        Ok(match self.repository.head()? {
            Some(head) => self.repository.commit(&head)?.committed,
            None => Moment {
                seconds: today.unix(),
                offset: 0,
            },
        })
    }
}
