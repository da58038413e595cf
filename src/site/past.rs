//! What became of one engagement, commit by commit: read once from the versions that the log names, each parsed once.

use std::collections::HashMap;
use std::sync::Arc;

use super::difference;
use super::studio::{Studio, Work};
use super::view::Html;
use crate::chronicle::last_touched;
use crate::chronicle::reading::{Pair, Reading};
use crate::chronicle::versions::Versions;
use crate::day::{Day, Moment};
use crate::friction::Account;
use crate::friction::record::{Recorder, Sources};
use crate::model::difference::{Said, between};
use crate::model::handoff::Between;
use crate::model::timeline::Timeline;
use crate::model::{Engagement, Handoff};
use crate::repo::Failure;
use crate::repo::history::{BlobId, Step, Trail};

/// So many bytes of an engagement's former versions are held for its handoffs; further ones are read twice.
const HELD: usize = 4 << 20;

/// How many of an engagement's newest commits have their lines compared.
const COMPARED: usize = 300;

/// One commit's change to one engagement.
#[derive(Debug, Clone)]
pub struct Happened {
    /// The commit that made it, as an index of the log's commits.
    pub made: usize,
    /// The commit that brought it to this branch.
    pub landed: usize,
    /// What it did.
    pub said: Vec<Said>,
    /// The lines that changed.
    pub difference: Option<Html>,
}

/// A handoff and the commit that brought it.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// Which entry of today's log it is.
    pub entry: usize,
    /// The commit that brought it; nothing while it is not committed.
    pub brought: Option<Brought>,
}

/// The commit that brought something.
#[derive(Debug, Clone)]
pub struct Brought {
    /// Which of the engagement's commits that was, the oldest first.
    pub at: usize,
    /// The engagement as of that commit; nothing once the handoff's own page is written.
    pub version: Option<Version>,
}

/// A version of an engagement: parsed, or where it is to be read again.
#[derive(Debug, Clone)]
pub enum Version {
    /// Held, since it is short enough.
    Held(Arc<Engagement>),
    /// What the file held, and where it stood.
    Kept(BlobId, String),
}

/// What became of an engagement.
#[derive(Debug, Default)]
pub struct Past {
    /// Its way through the stages.
    pub timeline: Option<Timeline>,
    /// The commits that touched it, the oldest first.
    pub happened: Vec<Happened>,
    /// When the newest of them was written.
    pub moved: Option<Moment>,
    /// For each entry of today's log, the day of the commit that brought it, on its author's calendar.
    pub entries: Vec<Option<Day>>,
    /// Its handoffs in order of time: the first is number 1.
    pub handoffs: Vec<Recorded>,
    /// Where it stood before, by id, the oldest first.
    pub former: Vec<String>,
    /// Where friction shows in it; nothing while none of it is committed.
    pub account: Option<Account>,
    /// Its stage as of the newest commit.
    pub stage: Option<String>,
}

impl Past {
    /// The number of the handoff that an entry of today's log records, from 1.
    #[must_use]
    pub fn number(&self, entry: usize) -> Option<usize> {
        let at = self
            .handoffs
            .iter()
            .position(|handoff| handoff.entry == entry)?;
        Some(at + 1)
    }
}

/// Reads what became of an engagement. `sources` is what its account of friction is made from.
///
/// # Errors
/// Where a version of it cannot be read.
pub fn read(
    studio: &Studio<'_>,
    work: &Work,
    sources: Sources<'_>,
    versions: &Versions,
) -> Result<Past, Failure> {
    let mut teller = Teller::new(studio, work, sources, versions);
    if let Some(trail) = work.trail.and_then(|at| studio.inputs.log.trails.get(at)) {
        teller.trail(trail)?;
    }
    Ok(teller.finish())
}

struct Teller<'s> {
    studio: &'s Studio<'s>,
    work: &'s Work,
    reading: Reading<'s>,
    recorder: Recorder<'s>,
    past: Past,
    stages: HashMap<BlobId, Option<String>>,
    /// Today's handoffs that no commit has brought so far, by their day and what they are between.
    handoffs: HashMap<Option<Day>, HashMap<Between, Vec<usize>>>,
    brought: HashMap<usize, Brought>,
    /// How many bytes of versions are held for them.
    held: usize,
    /// Today's entries that no commit has brought so far: by their day, and by their title where they have none.
    days: HashMap<Day, Vec<usize>>,
    titles: HashMap<&'s str, Vec<usize>>,
    /// Those that one has: which entry, and which commit.
    entry_at: Vec<(usize, usize)>,
    /// How many commits there are.
    count: usize,
}

impl<'s> Teller<'s> {
    fn new(
        studio: &'s Studio<'s>,
        work: &'s Work,
        sources: Sources<'s>,
        versions: &'s Versions,
    ) -> Self {
        let all = &work.engagement.document.log.entries;
        let mut handoffs: HashMap<_, HashMap<Between, Vec<usize>>> = HashMap::new();
        for handoff in work.engagement.handoffs(studio.settings()) {
            let of_day = handoffs.entry(handoff.entry.day).or_default();
            let places = of_day.entry(handoff.between).or_default();
            places.push(handoff.index);
        }
        let mut days: HashMap<Day, Vec<usize>> = HashMap::new();
        let mut titles: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, entry) in all.iter().enumerate() {
            match entry.day {
                Some(day) => days.entry(day).or_default().push(at),
                None => titles.entry(&entry.title).or_default().push(at),
            }
        }
        Self {
            studio,
            work,
            reading: Reading::new(
                Arc::clone(&work.engagement),
                studio.settings(),
                versions,
                studio.inputs.blobs,
            ),
            recorder: Recorder::new(sources),
            past: Past {
                entries: vec![None; all.len()],
                ..Past::default()
            },
            stages: HashMap::new(),
            handoffs,
            brought: HashMap::new(),
            held: 0,
            days,
            titles,
            entry_at: Vec::new(),
            count: 0,
        }
    }

    fn trail(&mut self, trail: &Trail) -> Result<(), Failure> {
        let log = self.studio.inputs.log;
        self.count = trail.steps.iter().map(|step| step.side.len().max(1)).sum();
        for step in &trail.steps {
            let (before, after) = self.pair(step)?;
            if step.side.is_empty() {
                self.happens(
                    step,
                    step.commit,
                    before.as_deref(),
                    &after,
                    log.is_beginning(step),
                );
            } else {
                self.merge(step, before.as_deref(), &after)?;
            }
        }
        let stages = std::mem::take(&mut self.stages);
        let stage_of = |blob: BlobId| stages.get(&blob)?.as_deref();
        let workflow = &self.work.engagement.workflow;
        self.past.timeline =
            Timeline::read(log, trail, self.studio.settings(), workflow, &stage_of);
        self.past.account = Some(
            self.recorder
                .finish(&self.work.engagement, self.past.timeline.as_ref()),
        );
        let newest = trail.steps.last();
        self.past.stage = newest
            .and_then(|step| stage_of(step.after))
            .map(str::to_owned);
        self.past.moved = last_touched(log, trail);
        Ok(())
    }

    /// The commits of a merged branch one by one, and what the merge did beyond them.
    fn merge(
        &mut self,
        step: &Step,
        before: Option<&Engagement>,
        after: &Arc<Engagement>,
    ) -> Result<(), Failure> {
        let log = self.studio.inputs.log;
        let first = self.past.happened.len();
        for side in &step.side {
            let (before, after) = self.pair(side)?;
            self.happens(
                side,
                step.commit,
                before.as_deref(),
                &after,
                log.is_beginning(side),
            );
        }
        let brought = step
            .side
            .last()
            .is_some_and(|side| side.after == step.after);
        if brought {
            return Ok(());
        }
        let told: Vec<Said> = self
            .past
            .happened
            .iter()
            .skip(first)
            .flat_map(|happened| happened.said.clone())
            .collect();
        let mut said = between(before, after, self.studio.settings());
        said.retain(|said| !told.contains(said) && *said != Said::Layout);
        self.record(step, step.commit, before, after);
        if !said.is_empty() {
            self.see(step, before, after);
            self.past.happened.push(Happened {
                made: step.commit,
                landed: step.commit,
                said,
                difference: difference::html(
                    before.map(|before| before.document.text.as_str()),
                    &after.document.text,
                ),
            });
        }
        Ok(())
    }

    fn happens(
        &mut self,
        step: &Step,
        landed: usize,
        before: Option<&Engagement>,
        after: &Arc<Engagement>,
        begins: bool,
    ) {
        if let (Some(from), Some(before)) = (&step.moved_from, before)
            && *from != step.path
        {
            self.past.former.push(before.id.clone());
        }
        // What a shallow clone begins with is no beginning, and what came before it is not known.
        let said = if before.is_some() || begins {
            between(before, after, self.studio.settings())
        } else {
            Vec::new()
        };
        self.record(step, landed, before, after);
        let recent = self.past.happened.len() + COMPARED >= self.count;
        let difference = (recent && !said.is_empty())
            .then(|| {
                difference::html(
                    before.map(|before| before.document.text.as_str()),
                    &after.document.text,
                )
            })
            .flatten();
        self.see(step, before, after);
        self.past.happened.push(Happened {
            made: step.commit,
            landed,
            said,
            difference,
        });
    }

    /// Notes where friction shows.
    fn record(
        &mut self,
        step: &Step,
        landed: usize,
        before: Option<&Engagement>,
        after: &Arc<Engagement>,
    ) {
        let reading = &self.reading;
        self.recorder.see(step, landed, before, after, &|blob| {
            reading.bytes(blob).ok()
        });
    }

    /// Both versions of a step.
    fn pair(&mut self, step: &Step) -> Result<Pair, Failure> {
        let (before, after) = self.reading.pair(step)?;
        if let (Some(blob), Some(before)) = (step.before, &before) {
            self.stages.insert(blob, before.stage.clone());
        }
        self.stages.insert(step.after, after.stage.clone());
        Ok((before, after))
    }

    /// Notes what this version, that of the commit about to be told, is the first to have.
    fn see(&mut self, step: &Step, before: Option<&Engagement>, version: &Arc<Engagement>) {
        let at = self.past.happened.len();
        let there = &version.document.log.entries;
        if !self.handoffs.is_empty() {
            let settings = self.studio.settings();
            let workflow = version.workflow(settings);
            let mut found = self.moved(step, before, version);
            for (index, entry) in there.iter().enumerate() {
                let Some(of_day) = self.handoffs.get_mut(&entry.day) else {
                    continue;
                };
                let handoff = Handoff::read(index, entry, workflow, &settings.people);
                let same = handoff.and_then(|handoff| of_day.remove(&handoff.between));
                found.extend(same.into_iter().flatten());
                if of_day.is_empty() {
                    self.handoffs.remove(&entry.day);
                }
            }
            for index in found {
                let version = Some(held(&mut self.held, step, version));
                self.brought.insert(index, Brought { at, version });
            }
        }
        if self.days.is_empty() && self.titles.is_empty() {
            return;
        }
        for entry in there {
            let found = match entry.day {
                Some(day) => self.days.remove(&day),
                None => self.titles.remove(entry.title.as_str()),
            };
            let found = found.into_iter().flatten();
            self.entry_at.extend(found.map(|index| (index, at)));
        }
    }

    /// An entry may have been shared long after it was written. To those outside the handoff is as old as its move all the same.
    fn moved(
        &mut self,
        step: &Step,
        before: Option<&Engagement>,
        version: &Engagement,
    ) -> Vec<usize> {
        let from = before.and_then(|before| before.stage.as_ref());
        let (Some(from), Some(to)) = (from, &version.stage) else {
            return Vec::new();
        };
        if self.studio.inputs.extent.inside || from == to {
            return Vec::new();
        }
        let commit = self.studio.commit(step.commit);
        let day = commit.and_then(|commit| commit.authored.day());
        let between = Between::Stages(from.clone(), to.clone());
        let of_days = self.handoffs.iter_mut().filter(|(of, _)| day >= **of);
        of_days
            .filter_map(|(_, of_day)| of_day.remove(&between))
            .flatten()
            .collect()
    }

    fn finish(mut self) -> Past {
        for (entry, at) in &self.entry_at {
            let commit = self
                .past
                .happened
                .get(*at)
                .and_then(|happened| self.studio.commit(happened.made));
            if let (Some(slot), Some(commit)) = (self.past.entries.get_mut(*entry), commit) {
                *slot = commit.authored.day();
            }
        }
        let entries = &self.work.engagement.document.log.entries;
        let mut handoffs: Vec<Recorded> = self
            .work
            .engagement
            .handoffs(self.studio.settings())
            .into_iter()
            .map(|handoff| Recorded {
                entry: handoff.index,
                brought: self.brought.get(&handoff.index).cloned(),
            })
            .collect();
        let newest_first = entries.first().and_then(|entry| entry.day)
            > entries.last().and_then(|entry| entry.day);
        handoffs.sort_by_key(|handoff| {
            let order = i64::try_from(handoff.entry).unwrap_or(i64::MAX);
            (
                handoff
                    .brought
                    .as_ref()
                    .map_or(usize::MAX, |brought| brought.at),
                entries.get(handoff.entry).and_then(|entry| entry.day),
                if newest_first { -order } else { order },
            )
        });
        self.past.handoffs = handoffs;
        self.past
    }
}

/// A version for a handoff's page, held while there is room.
fn held(bytes: &mut usize, step: &Step, version: &Arc<Engagement>) -> Version {
    *bytes = bytes.saturating_add(version.document.text.len());
    if *bytes <= HELD {
        Version::Held(Arc::clone(version))
    } else {
        Version::Kept(step.after, step.path.clone())
    }
}

/// The name of what a handoff is between, with the titles of stages and the names of people.
#[must_use]
pub fn title(studio: &Studio<'_>, engagement: &Engagement, between: &Between) -> String {
    match between {
        Between::Stages(from, to) => {
            let stage = |id| studio.stage(&engagement.workflow, id).title;
            format!("{} to {}", stage(from), stage(to))
        }
        Between::People(from, to) => {
            format!("{} to {}", studio.person(from).name, studio.person(to).name)
        }
        Between::Neither(from, to) => format!("{from} to {to}"),
    }
}
