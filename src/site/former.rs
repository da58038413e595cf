//! What a former build left: the pages about an engagement's past, and that past, where nothing has changed that they are made from.
//!
//! These pages are made from the engagement's own file and commits, from the studio's settings and templates, and from where other engagements
//! stand and what they are called; never from what others say. One that leads to a place within another engagement is made each time.

mod codec;
mod stock;

use std::collections::HashMap;
use std::hash::Hasher;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::engine;
use super::past::Past;
use super::studio::{Inputs, Studio, Work};
use crate::model::settings;
use crate::repo::Failure;
use crate::repo::history::Step;
use crate::repo::remembered::bytes::Sum;
use crate::repo::write::Stamp;
use stock::{Entry, Stock};

/// The former build, as far as it is there.
pub trait Former: Sync {
    /// What that build remembered.
    fn recall(&self) -> Option<Vec<u8>>;

    /// Puts these files of the former site into this one, if they are as they were written; all of them or none.
    fn keep(&self, files: &[(&str, Stamp)]) -> bool;

    /// A file of this site as it was just written.
    fn stamp(&self, file: &str) -> Option<Stamp>;

    /// Remembers for the next build, once this one stands in its place.
    fn remember(&self, bytes: Vec<u8>);
}

/// What one build takes from the former one, and notes for the next.
pub(super) struct Kept<'a> {
    inputs: &'a Inputs<'a>,
    former: Option<&'a dyn Former>,
    /// Where other engagements stand, the settings, the day: what all these pages share.
    shared: u64,
    /// From which of the log's commits on all is kept that was said.
    since: usize,
    stock: Stock,
    notes: Mutex<Vec<Entry>>,
    /// Which engagements' texts lead to a place within another.
    pub(super) crossing: &'a [AtomicBool],
}

impl<'a> Kept<'a> {
    /// Looks what there is. `frame` is what every page says of the site as a whole.
    pub(super) fn begin(
        studio: &'a Studio<'a>,
        frame: &[u8],
        since: usize,
    ) -> Result<Self, Failure> {
        let inputs = studio.inputs;
        let former = inputs.former;
        let (shared, stock) = match former {
            Some(former) => {
                let stock = former.recall().and_then(Stock::read).unwrap_or_default();
                (shared(studio, frame)?, stock)
            }
            None => (0, Stock::default()),
        };
        Ok(Self {
            inputs,
            former,
            shared,
            since,
            stock,
            notes: Mutex::default(),
            crossing: &studio.crossing,
        })
    }

    /// For each engagement its past, where it is as it was and its pages are kept, and how many those are.
    pub(super) fn pasts(&self, studio: &Studio<'_>) -> Vec<Option<(Past, usize)>> {
        let works = studio.works.par_iter();
        works.map(|work| self.past(work)).collect()
    }

    fn past(&self, work: &Work) -> Option<(Past, usize)> {
        let former = self.former?;
        let entry = self.stock.get(&work.engagement.path)?;
        if entry.digest != self.digest(work) || entry.since > self.since {
            return None;
        }
        let past = codec::read(&entry.past, self.inputs.log.commits.len())?;
        let files: Vec<(&str, Stamp)> = entry
            .files
            .iter()
            .map(|(file, stamp)| (file.as_str(), *stamp))
            .collect();
        if !former.keep(&files) {
            return None;
        }
        let count = files.len();
        self.note(entry);
        Some((past, count))
    }

    /// Notes the past of an engagement whose pages were just written to these files.
    pub(super) fn wrote(&self, at: usize, work: &Work, past: &Past, files: &[String]) {
        let Some(former) = self.former else { return };
        let crosses = self
            .crossing
            .get(at)
            .is_none_or(|crosses| crosses.load(Ordering::Relaxed));
        let stamped: Option<Vec<(String, Stamp)>> = files
            .iter()
            .map(|file| Some((file.clone(), former.stamp(file)?)))
            .collect();
        if let Some(files) = stamped.filter(|_| !crosses) {
            self.note(Entry {
                path: work.engagement.path.clone(),
                digest: self.digest(work),
                since: self.since,
                files,
                past: codec::write(past),
            });
        }
    }

    fn note(&self, entry: Entry) {
        self.notes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(entry);
    }

    /// Hands on what was noted.
    pub(super) fn finish(self) {
        if let Some(former) = self.former {
            let notes = self
                .notes
                .into_inner()
                .unwrap_or_else(PoisonError::into_inner);
            former.remember(stock::write(notes));
        }
    }

    /// What the past of an engagement and its pages are made from.
    fn digest(&self, work: &Work) -> u64 {
        let mut sum = Sum::default();
        sum.write_u64(self.shared);
        add(&mut sum, work.engagement.document.text.as_bytes());
        add(&mut sum, work.engagement.path.as_bytes());
        let trail = work
            .trail
            .and_then(|trail| self.inputs.log.trails.get(trail));
        for step in trail.iter().flat_map(|trail| &trail.steps) {
            self.step(&mut sum, step);
            sum.write_usize(step.side.len());
            for side in &step.side {
                self.step(&mut sum, side);
            }
        }
        sum.finish()
    }

    fn step(&self, sum: &mut Sum, step: &Step) {
        sum.write_usize(step.commit);
        if let Some(commit) = self.inputs.log.commits.get(step.commit) {
            add(sum, commit.id.as_bytes());
            // The mailmap may give them other names.
            for person in [&commit.author, &commit.committer] {
                add(sum, person.name.as_bytes());
                add(sum, person.email.as_bytes());
            }
        }
        add(sum, step.path.as_bytes());
        add(sum, step.moved_from.as_deref().unwrap_or("").as_bytes());
        add(
            sum,
            step.before.as_ref().map_or(&[][..], |id| id.as_bytes()),
        );
        add(sum, step.after.as_bytes());
    }
}

/// Adds bytes, and where they end.
fn add(sum: &mut Sum, bytes: &[u8]) {
    sum.write(bytes);
}

/// What the pages of all engagements share.
fn shared(studio: &Studio<'_>, frame: &[u8]) -> Result<u64, Failure> {
    let inputs = studio.inputs;
    let mut sum = Sum::default();
    add(&mut sum, frame);
    add(&mut sum, inputs.day.to_string().as_bytes());
    let mut files = vec![settings::FILE.to_owned()];
    for folder in [settings::WORKFLOWS, engine::FOLDER] {
        files.extend(inputs.tree.files(folder)?);
    }
    // A template of the studio's own may show what the built-in ones do not.
    if files.iter().any(|file| file.starts_with(engine::FOLDER)) {
        add(&mut sum, inputs.head.as_deref().unwrap_or("").as_bytes());
    }
    for file in files {
        add(&mut sum, file.as_bytes());
        let bytes = inputs.tree.read(&file)?;
        add(&mut sum, bytes.as_deref().unwrap_or_default());
    }
    for boundary in &inputs.log.shallow {
        add(&mut sum, boundary.as_bytes());
    }
    for (folder, client) in &studio.clients {
        add(&mut sum, folder.as_bytes());
        add(&mut sum, client.name.as_bytes());
        let index = client.index.as_ref().map_or("", |(path, _)| path);
        add(&mut sum, index.as_bytes());
    }
    for work in &studio.works {
        add(&mut sum, work.engagement.id.as_bytes());
        add(&mut sum, work.engagement.path.as_bytes());
        add(&mut sum, work.engagement.title().as_bytes());
    }
    Ok(sum.finish())
}

/// The entries by their engagements' paths.
type ByPath = HashMap<String, Entry>;
