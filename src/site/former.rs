//! What a former build left: the pages of each engagement, and its past, where nothing has changed that they are made from.
//!
//! These pages are made from the engagement's own file and commits, from what the whole studio shares (settings, templates, day, version), from
//! whether the files are there that its texts name, and from where other engagements stand and what they are called. The first two are told by a
//! number; of the rest it is noted what was asked and what the answer was, and it is asked again. Pages about several engagements are made each time.

mod codec;
mod entry;

use std::collections::HashMap;
use std::hash::Hasher;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

pub(super) use self::entry::Entry;
use super::past::Past;
use super::studio::{Client, Inputs, Studio, Work};
use super::view::Site;
use super::{LATELY, engine};
use crate::friction::Account;
use crate::repo::history::Trail;
use crate::repo::noted::answer;
use crate::repo::remembered::bytes::{Sum, Writer};
use crate::repo::remembered::list;
use crate::repo::remembered::value::Value;
use crate::repo::write::Stamp;
use crate::repo::{Failure, Tree};

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

/// What the entry of the pages is called that are made from the settings alone.
const OF_SETTINGS: &str = "//";

/// What the entry of the page on friction is called.
const OF_FRICTION: &str = "//friction";

/// What one build takes from the former one, and notes for the next.
pub(super) struct Kept<'a> {
    inputs: &'a Inputs<'a>,
    /// What all these pages share.
    shared: u64,
    entries: HashMap<String, Entry>,
    /// For each engagement the entry that the next build is to have.
    notes: Mutex<Vec<Option<Entry>>>,
    /// The same for other pages that were made.
    others: Mutex<Vec<Entry>>,
    /// For each engagement a number for all that its pages were made from, once they are there.
    made: Mutex<Vec<Option<u64>>>,
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
            others: Mutex::default(),
            made: Mutex::new(vec![None; studio.works.len()]),
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
        let entry = self.entries.get(&work.engagement.path)?;
        if entry.digest != self.digest(studio, work) || !self.is_so(entry, studio, at, tree) {
            return None;
        }
        let commits = self.inputs.log.commits.len();
        let past = codec::read(&entry.past, &places(self.trail(work)), since(commits))?;
        let pages = self.keep(entry)?;
        self.is_made(at, entry);
        Some((past, pages))
    }

    /// Whether all that an entry's pages asked for is told the same.
    fn is_so(&self, entry: &Entry, studio: &Studio<'_>, at: usize, tree: &dyn Tree) -> bool {
        let is = |(file, known): &(String, u64)| answer(tree, file).is_ok_and(|is| is == *known);
        entry.files.iter().all(is) && entry.asked.iter().all(|asked| studio.answers(at, asked))
    }

    /// Takes an entry's pages over; says how many there are.
    fn keep(&self, entry: &Entry) -> Option<usize> {
        let former = self.inputs.former?;
        let mut pages = entry.pages.iter();
        if !pages.all(|(file, stamp)| former.keep(file, *stamp)) {
            return None;
        }
        let html = |(file, _): &&(String, Stamp)| file.ends_with(".html");
        Some(entry.pages.iter().filter(html).count())
    }

    fn is_made(&self, at: usize, entry: &Entry) {
        if let Some(made) = locked(&self.made).get_mut(at) {
            *made = Some(entry.number());
        }
    }

    /// The page of a client is kept where its engagements' pages are made from what they were made from; then says how many pages that is. To be
    /// asked once all these are there.
    pub(super) fn client(
        &self,
        studio: &Studio<'_>,
        folder: &str,
        client: &Client,
        tree: &dyn Tree,
    ) -> Option<usize> {
        let digest = self.client_digest(folder, client)?;
        let entry = self.entries.get(&key_of(folder))?;
        // It has no engagement of its own.
        let is_so = entry.digest == digest && self.is_so(entry, studio, usize::MAX, tree);
        is_so.then(|| self.keep(entry)).flatten()
    }

    /// Notes what a client's page was made from, and the file that it was just written to.
    pub(super) fn note_client(&self, folder: &str, client: &Client, made: Made) {
        if let Some(digest) = self.client_digest(folder, client) {
            self.note_other(key_of(folder), digest, made);
        }
    }

    /// The pages that are made from the settings alone, which are kept while what all pages share is the same. Says how many there are.
    pub(super) fn of_settings(&self) -> Option<usize> {
        self.other(OF_SETTINGS, self.shared)
    }

    /// Notes these pages, as they were just written.
    pub(super) fn note_of_settings(&self, pages: Vec<String>) {
        self.note_other(OF_SETTINGS.to_owned(), self.shared, Made::of(pages));
    }

    /// The page on friction, kept where the accounts are the same, the commits that histories tell, and what pages say of engagements.
    pub(super) fn friction(&self, digest: u64) -> Option<usize> {
        self.other(OF_FRICTION, digest)
    }

    /// Notes this page, as it was just written.
    pub(super) fn note_friction(&self, digest: u64, page: String) {
        self.note_other(OF_FRICTION.to_owned(), digest, Made::of(vec![page]));
    }

    /// A number for what the page on friction is made from.
    pub(super) fn friction_digest(&self, studio: &Studio<'_>, accounts: &[Account]) -> u64 {
        let accounts = accounts.par_iter().map(|account| {
            let mut writer = Writer::default();
            account.write(&mut writer);
            let mut sum = Sum::default();
            sum.write(&writer.bytes);
            sum.finish()
        });
        let works = studio.works.par_iter().enumerate().map(|(at, work)| {
            let mut sum = Sum::default();
            sum.write_u64(studio.faces([at]));
            let steps = self.trail(work).map_or(&[][..], |trail| &trail.steps);
            self.inputs.log.sum_up(&mut sum, steps);
            sum.finish()
        });
        let all: Vec<u64> = accounts.chain(works).collect();
        let mut sum = Sum::default();
        sum.write_u64(self.shared);
        all.into_iter().for_each(|one| sum.write_u64(one));
        sum.finish()
    }

    /// The pages of an entry that nothing was asked for along the way. Says how many there are.
    fn other(&self, key: &str, digest: u64) -> Option<usize> {
        let entry = self.entries.get(key)?;
        (entry.digest == digest).then(|| self.keep(entry)).flatten()
    }

    fn note_other(&self, path: String, digest: u64, made: Made) {
        if let Some(pages) = self.stamped(made.pages) {
            locked(&self.others).push(Entry {
                path,
                digest,
                files: made.files,
                asked: made.asked,
                pages,
                past: Vec::new(),
            });
        }
    }

    fn client_digest(&self, folder: &str, client: &Client) -> Option<u64> {
        let mut sum = Sum::default();
        sum.write_u64(self.shared);
        for text in [folder, &client.name, &client.url] {
            sum.write(text.as_bytes());
        }
        if let Some((path, document)) = &client.index {
            sum.write(path.as_bytes());
            sum.write(document.text.as_bytes());
        }
        let made = locked(&self.made);
        for at in &client.works {
            sum.write_u64((*made.get(*at)?)?);
        }
        Some(sum.finish())
    }

    /// Files with their stamps, just written.
    fn stamped(&self, pages: Vec<String>) -> Option<Vec<(String, Stamp)>> {
        let former = self.inputs.former?;
        let stamped = |file: String| {
            let stamp = former.stamp(&file)?;
            Some((file, stamp))
        };
        pages.into_iter().map(stamped).collect()
    }

    /// Notes what an engagement's pages were made from, and the files that they were just written to.
    pub(super) fn note(&self, studio: &Studio<'_>, at: usize, past: &Past, made: Made) {
        let Some(work) = studio.works.get(at) else {
            return;
        };
        let commits = self.inputs.log.commits.len();
        let Some(past) = codec::write(past, &places(self.trail(work)), since(commits)) else {
            return;
        };
        let Some(pages) = self.stamped(made.pages) else {
            return;
        };
        let entry = Entry {
            path: work.engagement.path.clone(),
            digest: self.digest(studio, work),
            files: made.files,
            asked: made.asked,
            pages,
            past,
        };
        self.is_made(at, &entry);
        if let Some(note) = locked(&self.notes).get_mut(at) {
            *note = Some(entry);
        }
    }

    /// Hands on what was noted, where that is much or something is gone.
    pub(super) fn finish(mut self, studio: &Studio<'_>) {
        let Some(former) = self.inputs.former else {
            return;
        };
        let notes = into(self.notes);
        let others = into(self.others);
        let new = notes.iter().flatten().count() + others.len();
        let count = studio.works.len() + studio.clients.len() + 2;
        // To make the page on friction takes as long as many others.
        let is_little = new < WORTH
            && new <= count / WORTH
            && others.iter().all(|entry| entry.path != OF_FRICTION);
        if is_little && self.entries.len() <= count {
            return;
        }
        let mut all: Vec<Entry> = Vec::with_capacity(count);
        for (work, note) in studio.works.iter().zip(notes) {
            all.extend(note.or_else(|| self.entries.remove(&work.engagement.path)));
        }
        let keys = studio.clients.keys().map(|folder| key_of(folder));
        for key in keys.chain([OF_SETTINGS, OF_FRICTION].map(str::to_owned)) {
            let former = self.entries.remove(&key);
            all.extend(former.filter(|_| others.iter().all(|entry| entry.path != key)));
        }
        all.extend(others);
        former.remember(list::write::<Entry>(&all));
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
        self.inputs.log.sum_up(&mut sum, steps);
        sum.finish()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn into<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// What the entry of a client is called; no path of an engagement.
fn key_of(folder: &str) -> String {
    format!("/{folder}")
}

/// What the pages of one engagement or client were made from that was asked along the way, and the files of the pages.
#[derive(Default)]
pub(super) struct Made {
    pub(super) files: Vec<(String, u64)>,
    pub(super) asked: Vec<super::studio::Asked>,
    pub(super) pages: Vec<String>,
}

impl Made {
    /// Pages for which nothing was asked along the way.
    fn of(pages: Vec<String>) -> Self {
        Self {
            pages,
            ..Self::default()
        }
    }
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
    inputs.log.sum_up_settings(&mut sum);
    Ok(sum.finish())
}

/// Reads entries, each by its engagement's path; nothing where the bytes hold something else.
fn read(bytes: &[u8]) -> Option<HashMap<String, Entry>> {
    let entries: Vec<Entry> = list::read(bytes)?;
    let entries = entries.into_iter();
    Some(entries.map(|entry| (entry.path.clone(), entry)).collect())
}
