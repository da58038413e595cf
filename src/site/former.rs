//! What a former build left: the pages of each engagement, and its past, where nothing has changed that they are made from.
//!
//! These pages are made from the engagement's own file and commits, from what the whole studio shares (settings, templates, day, version), from
//! whether the files are there that its texts name, and from where other engagements stand and what they are called. The first two are told by a
//! number; of the rest it is noted what was asked and what the answer was, and it is asked again. Pages about several engagements are made each time.

mod codec;
mod entry;

use std::collections::HashMap;
use std::hash::Hasher;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

pub(super) use self::entry::Entry;
use super::past::Past;
use super::studio::{Inputs, Studio, Work};
use super::view::Site;
use super::{LATELY, engine};
use crate::repo::history::{Step, Trail};
use crate::repo::noted::answer;
use crate::repo::remembered::bytes::{Reader, Sum, Writer};
use crate::repo::remembered::value::Value;
use crate::repo::write::Stamp;
use crate::repo::{Failure, Tree};

/// How many entries one thread reads at a stretch.
const PART: usize = 64;

/// Of more than one in so many entries that are new, the next build is told.
const WORTH: usize = 64;

/// The former build, as far as it is there.
pub trait Former: Sync {
    /// What that build remembered.
    fn recall(&self) -> Option<Vec<u8>>;

    /// Takes a file of the former site over into this one, if it is as it was written.
    fn keep(&self, file: &str, stamp: Stamp) -> bool;

    /// A file of this site as it was just written.
    fn stamp(&self, file: &str) -> Option<Stamp>;

    /// Remembers for the next build, once this one stands in its place.
    fn remember(&self, bytes: Vec<u8>);
}

/// What one build takes from the former one, and notes for the next.
pub(super) struct Kept<'a> {
    inputs: &'a Inputs<'a>,
    /// What all these pages share.
    shared: u64,
    entries: HashMap<String, Entry>,
    /// For each engagement the entry that the next build is to have.
    notes: Mutex<Vec<Option<Entry>>>,
}

impl<'a> Kept<'a> {
    /// Looks what there is. `site` is what every page says of the site as a whole.
    pub(super) fn begin(studio: &Studio<'a>, site: &Site<'_>) -> Result<Self, Failure> {
        let inputs = studio.inputs;
        let (shared, entries) = match inputs.former {
            Some(former) => {
                let entries = former.recall().and_then(|bytes| read(&bytes));
                (shared(inputs, site)?, entries.unwrap_or_default())
            }
            None => (0, HashMap::new()),
        };
        let notes = studio.works.iter().map(|_| None).collect();
        Ok(Self {
            inputs,
            shared,
            entries,
            notes: Mutex::new(notes),
        })
    }

    /// For each engagement its past, where it is as it was and its pages are kept, and how many those are.
    pub(super) fn pasts(&self, studio: &Studio<'_>, tree: &dyn Tree) -> Vec<Option<(Past, usize)>> {
        let works = studio.works.par_iter().enumerate();
        let all = works.map(|(at, work)| self.past(studio, at, work, tree));
        all.collect()
    }

    fn past(
        &self,
        studio: &Studio<'_>,
        at: usize,
        work: &Work,
        tree: &dyn Tree,
    ) -> Option<(Past, usize)> {
        let former = self.inputs.former?;
        let entry = self.entries.get(&work.engagement.path)?;
        if entry.digest != self.digest(studio, work) {
            return None;
        }
        let is_so = |(file, known): &(String, u64)| answer(tree, file).is_ok_and(|is| is == *known);
        if !entry.files.iter().all(is_so) {
            return None;
        }
        if !entry.asked.iter().all(|asked| studio.answers(at, asked)) {
            return None;
        }
        let commits = self.inputs.log.commits.len();
        let past = codec::read(&entry.past, &places(self.trail(work)), since(commits))?;
        let pages = &entry.pages;
        if !pages.iter().all(|(file, stamp)| former.keep(file, *stamp)) {
            return None;
        }
        let html = pages.iter().filter(|(file, _)| file.ends_with(".html"));
        Some((past, html.count()))
    }

    /// Notes what an engagement's pages were made from, and the files that they were just written to.
    pub(super) fn note(&self, studio: &Studio<'_>, at: usize, past: &Past, made: Made) {
        let (Some(former), Some(work)) = (self.inputs.former, studio.works.get(at)) else {
            return;
        };
        let commits = self.inputs.log.commits.len();
        let Some(past) = codec::write(past, &places(self.trail(work)), since(commits)) else {
            return;
        };
        let pages: Option<Vec<(String, Stamp)>> = made
            .pages
            .into_iter()
            .map(|file| {
                let stamp = former.stamp(&file)?;
                Some((file, stamp))
            })
            .collect();
        let Some(pages) = pages else { return };
        let entry = Entry {
            path: work.engagement.path.clone(),
            digest: self.digest(studio, work),
            files: made.files,
            asked: made.asked,
            pages,
            past,
        };
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(note) = notes.get_mut(at) {
            *note = Some(entry);
        }
    }

    /// Hands on what was noted, where that is much or something is gone.
    pub(super) fn finish(mut self, studio: &Studio<'_>) {
        let Some(former) = self.inputs.former else {
            return;
        };
        let notes = self
            .notes
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let new = notes.iter().filter(|note| note.is_some()).count();
        if new <= studio.works.len() / WORTH && self.entries.len() <= notes.len() && new < 64 {
            return;
        }
        let mut all: Vec<Entry> = Vec::with_capacity(notes.len());
        for (work, note) in studio.works.iter().zip(notes) {
            all.extend(note.or_else(|| self.entries.remove(&work.engagement.path)));
        }
        former.remember(write(&all));
    }

    fn trail(&self, work: &Work) -> Option<&Trail> {
        self.inputs.log.trails.get(work.trail?)
    }

    /// What the past of an engagement and its pages are made from, what is asked along the way left out.
    fn digest(&self, studio: &Studio<'_>, work: &Work) -> u64 {
        let mut sum = Sum::default();
        sum.write_u64(self.shared);
        sum.write_u64(work.bytes);
        sum.write(work.engagement.path.as_bytes());
        let client = studio.client_of(&work.engagement);
        sum.write(client.map_or("", |client| &client.name).as_bytes());
        let steps = self.trail(work).map_or(&[][..], |trail| &trail.steps);
        for step in steps {
            self.step(&mut sum, step);
            sum.write_usize(step.side.len());
            for side in &step.side {
                self.step(&mut sum, side);
            }
        }
        sum.finish()
    }

    fn step(&self, sum: &mut Sum, step: &Step) {
        if let Some(commit) = self.inputs.log.commits.get(step.commit) {
            sum.write(commit.id.as_bytes());
            // The mailmap may give them other names.
            for person in [&commit.author, &commit.committer] {
                sum.write(person.name.as_bytes());
                sum.write(person.email.as_bytes());
            }
        }
        sum.write(step.path.as_bytes());
        sum.write(step.moved_from.as_deref().unwrap_or("").as_bytes());
        let before = step.before.as_ref();
        sum.write(before.map_or(&[][..], |id| id.as_bytes()));
        sum.write(step.after.as_bytes());
    }
}

/// What the pages of one engagement were made from that was asked along the way, and the files of the pages.
#[derive(Default)]
pub(super) struct Made {
    pub(super) files: Vec<(String, u64)>,
    pub(super) asked: Vec<super::studio::Asked>,
    pub(super) pages: Vec<String>,
}

/// From which of the log's commits on all is kept that was said, of so many.
pub(super) const fn since(commits: usize) -> usize {
    commits.saturating_sub(LATELY)
}

/// The commits that a trail names, as indexes of the log's.
fn places(trail: Option<&Trail>) -> Vec<usize> {
    let steps = trail.into_iter().flat_map(|trail| &trail.steps);
    let mut places: Vec<usize> = steps
        .flat_map(|step| step.side.iter().chain([step]))
        .map(|step| step.commit)
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// What the pages of all engagements share.
fn shared(inputs: &Inputs<'_>, site: &Site<'_>) -> Result<u64, Failure> {
    let mut sum = Sum::default();
    let templates = inputs.tree.files(engine::FOLDER)?;
    let site = Site {
        // A template of the studio's own may show what the built-in ones do not.
        commit: site.commit.filter(|_| !templates.is_empty()),
        ..site.clone()
    };
    sum.write(&serde_json::to_vec(&site).unwrap_or_default());
    sum.write_u64(inputs.settings_number);
    for file in templates {
        sum.write(file.as_bytes());
        sum.write_u64(answer(inputs.tree, &file)?);
    }
    for boundary in &inputs.log.shallow {
        sum.write(boundary.as_bytes());
    }
    // Needs are judged by the settings of their time.
    for step in inputs.log.settings.iter().flat_map(|trail| &trail.steps) {
        if let Some(commit) = inputs.log.commit_of(step) {
            sum.write(commit.id.as_bytes());
        }
    }
    Ok(sum.finish())
}

/// Reads entries, each by its engagement's path; nothing where the bytes hold something else.
fn read(bytes: &[u8]) -> Option<HashMap<String, Entry>> {
    let mut reader = Reader::new(bytes);
    let (_, parts) = reader.parts()?;
    if !reader.is_done() {
        return None;
    }
    let parts: Option<Vec<Vec<Entry>>> = parts
        .into_par_iter()
        .map(|mut part| part.items(Entry::read))
        .collect();
    let entries = parts?.into_iter().flatten();
    Some(entries.map(|entry| (entry.path.clone(), entry)).collect())
}

fn write(entries: &[Entry]) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.parts(entries, PART, |writer, entry| entry.write(writer));
    writer.bytes
}
