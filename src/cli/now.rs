//! The studio as it stands today: what is in its files, and what the history says of each engagement.

use std::ops::Deref;

use rayon::prelude::*;

use super::context::Context;
use super::moment::moment;
use super::stop::Stop;
use super::studio::Studio;
use crate::check;
use crate::chronicle::{Chronicle, TrailPast};
use crate::day::{Day, Moment};
use crate::model::Engagement;
use crate::next::{Known, Standing};
use crate::repo::{Failure, Repository};

/// A studio and its history.
pub(super) struct Now {
    /// Its repository.
    pub(super) repository: Repository,
    studio: Studio,
}

impl Deref for Now {
    type Target = Studio;

    fn deref(&self) -> &Self::Target {
        &self.studio
    }
}

impl Now {
    /// Reads it from the work tree, or in a bare repository from HEAD; engagements by id.
    ///
    /// # Errors
    /// Where the repository cannot be read or is no studio.
    pub(super) fn read(context: &Context) -> Result<Self, Stop> {
        let repository = context.repository()?;
        let mut studio = Studio::now(&repository)?;
        studio
            .engagements
            .sort_by(|a, b| (&a.id, &a.path).cmp(&(&b.id, &b.path)));
        Ok(Self { repository, studio })
    }

    /// Reads it as it was at a moment, where one is given, and says which day that was.
    ///
    /// # Errors
    /// Where the repository cannot be read, is no studio, or has no such moment.
    pub(super) fn read_at(context: &Context, at: Option<&str>) -> Result<(Self, Day), Stop> {
        let Some(at) = at else {
            return Ok((Self::read(context)?, context.today));
        };
        let repository = context.repository()?;
        let (commit, day) = moment(&repository, at)?;
        let mut studio = Studio::at(&repository, &commit)?;
        studio
            .engagements
            .sort_by(|a, b| (&a.id, &a.path).cmp(&(&b.id, &b.path)));
        Ok((Self { repository, studio }, day))
    }

    /// How these engagements stand, each in the place of its own.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub(super) fn standings<'s>(
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
        context.warn_of_lost(&chronicle.log);
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
    pub(super) fn stamp(&self, today: Day) -> Result<Moment, Failure> {
        Ok(match self.repository.head()? {
            Some(head) => self.repository.commit(&head)?.committed,
            None => Moment {
                seconds: today.unix(),
                offset: 0,
            },
        })
    }
}
