//! From the versions of an engagement to its account, as its commits are gone through one by one.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::account::{
    Account, Asked, Handed, Mended, Move, Point, Promise, Question, State, Turn, Waiver,
};
use crate::check::{Context, Past, lack};
use crate::chronicle::epochs::Epochs;
use crate::chronicle::reading::Reading;
use crate::chronicle::versions::{Blobs, Versions};
use crate::day::Day;
use crate::model::difference::{Said, between};
use crate::model::handoff::Between;
use crate::model::marks::owed_to_us;
use crate::model::need::Need;
use crate::model::timeline::handle;
use crate::model::{Engagement, Settings, Timeline};
use crate::registers;
use crate::repo::history::{BlobId, Commit, Log, Step, Trail};
use crate::repo::{Author, Failure, Tree};
use crate::text::mark::By;
use crate::text::{Keyword, Mark};

/// What accounts are made from.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The settings now.
    pub settings: &'a Settings,
    /// The settings at each commit.
    pub epochs: &'a Epochs<'a>,
    /// The log.
    pub log: &'a Log,
    /// The files now: whether a link leads somewhere is looked up there.
    pub tree: &'a dyn Tree,
}

/// Where the bytes of a version are had.
pub type Bytes<'b> = &'b (dyn Fn(BlobId) -> Option<Vec<u8>> + Sync);

/// Reads the accounts of all engagements that stand at HEAD, in the order of the log's trails. `progress` is told how many of how many are read.
///
/// # Errors
/// Where a version cannot be read.
pub fn accounts(
    sources: Sources<'_>,
    blobs: &dyn Blobs,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Vec<Account>, Failure> {
    let log = sources.log;
    let versions = Versions::read(log, blobs)?;
    let done = std::sync::atomic::AtomicUsize::new(0);
    let accounts = log
        .trails
        .par_iter()
        .map(|trail| {
            let account = account(sources, trail, &versions, blobs);
            progress(
                done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1,
                log.trails.len(),
            );
            account
        })
        .collect::<Result<Vec<_>, Failure>>()?;
    Ok(accounts.into_iter().flatten().collect())
}

fn account(
    sources: Sources<'_>,
    trail: &Trail,
    versions: &Versions,
    blobs: &dyn Blobs,
) -> Result<Option<Account>, Failure> {
    let Some(last) = trail.steps.last() else {
        return Ok(None);
    };
    let bytes = match versions.bytes(last.after) {
        Some(bytes) => bytes,
        None => blobs.one(last.after)?.to_vec(),
    };
    let Some(own) = Engagement::read(&trail.path, &bytes, sources.settings) else {
        return Ok(None);
    };
    let own = Arc::new(own);
    let mut reading = Reading::new(Arc::clone(&own), sources.settings, versions, blobs);
    let mut recorder = Recorder::new(sources);
    let mut stages: HashMap<BlobId, Option<String>> = HashMap::new();
    for step in &trail.steps {
        for each in step.side.iter().chain([step]) {
            let (before, after) = reading.pair(each)?;
            if let (Some(blob), Some(before)) = (each.before, &before) {
                stages.insert(blob, before.stage.clone());
            }
            stages.insert(each.after, after.stage.clone());
            let is_merge = !step.side.is_empty() && std::ptr::eq(each, step);
            let brought = is_merge
                && step
                    .side
                    .last()
                    .is_some_and(|side| side.after == step.after);
            if !brought {
                recorder.see(each, step.commit, before.as_deref(), &after, &|blob| {
                    reading.bytes(blob).ok()
                });
            }
        }
    }
    let stage_of = |blob: BlobId| stages.get(&blob).cloned().flatten();
    let timeline = Timeline::read(
        sources.log,
        trail,
        sources.settings,
        &own.workflow,
        &stage_of,
    );
    Ok(Some(recorder.finish(&own, timeline.as_ref())))
}

/// Notes what happens to one engagement.
pub struct Recorder<'a> {
    sources: Sources<'a>,
    /// The versions seen, with the commit that made each.
    seen: Vec<(BlobId, usize)>,
    /// The version at the end of the last day before that of the newest commit, and how many versions had been seen then.
    before_today: Option<(Arc<Engagement>, usize)>,
    newest: Option<(Arc<Engagement>, Day)>,
    /// When the engagement came into its stage.
    since: Option<Day>,
    asked: HashMap<usize, Vec<Asked>>,
    known: BTreeSet<String>,
    owners: HashMap<usize, String>,
    turns: Vec<Turn>,
    /// The first commit of each mark and handoff, and the stage then.
    first: HashMap<Mentioned, (usize, usize, String)>,
    /// The version in which the engagement came back.
    back: Option<Arc<Engagement>>,
    mended: HashMap<usize, Vec<Mended>>,
    first_commit: Option<(usize, usize)>,
    landed: HashMap<usize, usize>,
}

/// Something that is told apart in all versions: a mark by its id or words, a handoff by its name and day.
#[derive(PartialEq, Eq, Hash)]
enum Mentioned {
    Id(Keyword, String),
    Text(Keyword, Option<Day>, String),
    Handoff(Option<Day>, String),
}

impl Mentioned {
    fn mark(mark: &Mark) -> Self {
        match &mark.id {
            Some(id) => Self::Id(mark.keyword, id.clone()),
            None => Self::Text(mark.keyword, mark.day, mark.text.clone()),
        }
    }
}

impl<'a> Recorder<'a> {
    /// Nothing noted yet.
    #[must_use]
    pub fn new(sources: Sources<'a>) -> Self {
        Self {
            sources,
            seen: Vec::new(),
            before_today: None,
            newest: None,
            since: None,
            asked: HashMap::new(),
            known: BTreeSet::new(),
            owners: HashMap::new(),
            turns: Vec::new(),
            first: HashMap::new(),
            back: None,
            mended: HashMap::new(),
            first_commit: None,
            landed: HashMap::new(),
        }
    }

    /// Notes what a commit did, which `landed` brought to this branch. `bytes` gives the versions before it.
    pub fn see(
        &mut self,
        step: &Step,
        landed: usize,
        before: Option<&Engagement>,
        after: &Arc<Engagement>,
        bytes: Bytes<'_>,
    ) {
        let made = step.commit;
        let commit = self.sources.log.commits.get(made);
        let Some(day) = commit.and_then(|commit| commit.authored.day()) else {
            return;
        };
        if let Some((newest, on)) = &self.newest
            && *on < day
        {
            self.before_today = Some((Arc::clone(newest), self.seen.len()));
        }
        self.first_commit.get_or_insert((made, landed));
        self.landed.insert(made, landed);
        let was = before.and_then(|before| before.stage.as_deref());
        let is = after.stage.as_deref();
        if was != is && is.is_some() {
            self.moves(made, landed, before, after, day, bytes);
        } else if let (Some(before), Some(stage)) = (before, is)
            && let (Some(from), Some(to)) = (before.owner(), after.owner())
            && !from.eq_ignore_ascii_case(to)
            && !self.was_handed_to(after, stage, to)
        {
            let turn = Turn {
                stage: stage.to_owned(),
                from: self.person(from),
                to: self.person(to),
                point: self.point(made, landed),
            };
            self.turns.push(turn);
        }
        self.mention(made, landed, was.or(is).unwrap_or_default(), after);
        self.seen.push((step.after, made));
        self.newest = Some((Arc::clone(after), day));
    }

    /// Whether the newest handoff into the stage was to this person: then they take over what was handed to them.
    fn was_handed_to(&self, engagement: &Engagement, stage: &str, owner: &str) -> bool {
        let settings = self.sources.settings;
        engagement
            .newest_handoff(
                settings,
                |handoff| matches!(&handoff.between, Between::Stages(_, to) if to == stage),
            )
            .and_then(|handoff| handoff.receiver().map(str::to_owned))
            .is_some_and(|receiver| receiver.eq_ignore_ascii_case(owner))
    }

    fn moves(
        &mut self,
        made: usize,
        landed: usize,
        before: Option<&Engagement>,
        after: &Arc<Engagement>,
        day: Day,
        bytes: Bytes<'_>,
    ) {
        if let Some(owner) = before.and_then(Engagement::owner) {
            self.owners.insert(made, self.person(owner));
        }
        let asked = self.ask(made, landed, after, day, bytes);
        self.asked.insert(made, asked);
        self.since = Some(day);
        let settings = self.sources.settings;
        let place = |engagement: &Engagement| {
            engagement
                .workflow(settings)?
                .place(engagement.stage.as_deref()?)
        };
        let (Some(before), Some(to)) = (before, place(after)) else {
            return;
        };
        match place(before) {
            Some(from) if to < from => self.back = Some(Arc::clone(after)),
            Some(from) if to > from => {
                if let Some(back) = self.back.take() {
                    self.mended.insert(made, mended(&back, before, settings));
                }
            }
            _ => {}
        }
    }

    /// How the needs stand that this stage is the first to ask for.
    fn ask(
        &mut self,
        made: usize,
        landed: usize,
        after: &Arc<Engagement>,
        day: Day,
        bytes: Bytes<'_>,
    ) -> Vec<Asked> {
        let Some(settings) = self.sources.epochs.at(landed) else {
            return Vec::new();
        };
        let Some(stage) = after.stage(settings) else {
            return Vec::new();
        };
        let needs: Vec<&Need> = stage
            .needs
            .iter()
            .filter(|need| !self.known.contains(&need.identity()))
            .collect();
        // The stay before has to have left a day for it.
        let earlier = self
            .before_today
            .as_ref()
            .filter(|_| self.since.is_some_and(|since| since < day));
        let asked = needs
            .iter()
            .map(|need| {
                let met = |version: &Arc<Engagement>, at: usize, by: usize| {
                    self.lacks(need, version, settings, day, (at, by), bytes)
                };
                let state = if met(after, self.seen.len(), made) {
                    let waived = after.waivers(&need.key).any(|waiver| waiver.holds(day));
                    if waived { State::Waived } else { State::Unmet }
                } else {
                    match earlier {
                        None => State::Held,
                        Some((version, count)) => {
                            let last = count.saturating_sub(1);
                            let by = self.seen.get(last).map_or(made, |(_, commit)| *commit);
                            if met(version, last, by) {
                                State::LastMinute
                            } else {
                                State::Early
                            }
                        }
                    }
                };
                Asked {
                    key: need.key.clone(),
                    stage: need.stage.clone(),
                    state,
                }
            })
            .collect();
        self.known.extend(needs.iter().map(|need| need.identity()));
        asked
    }

    /// Whether a need does not hold for a version, before which so many versions had been, and which this commit made.
    fn lacks(
        &self,
        need: &Need,
        version: &Engagement,
        settings: &Settings,
        day: Day,
        (count, by): (usize, usize),
        bytes: Bytes<'_>,
    ) -> bool {
        let past = Before {
            log: self.sources.log,
            seen: self.seen.get(..count).unwrap_or_default(),
            bytes,
        };
        let author = self
            .sources
            .log
            .commits
            .get(by)
            .map(|commit| &*commit.author);
        let context = Context::new(settings, self.sources.tree, day, author, &past);
        lack::of(need, version, &context).is_some()
    }

    /// Notes the marks and handoffs that nobody has seen yet.
    fn mention(&mut self, made: usize, landed: usize, stage: &str, version: &Engagement) {
        let mut note = |what: Mentioned| {
            self.first
                .entry(what)
                .or_insert_with(|| (made, landed, stage.to_owned()));
        };
        for mark in version.document.log.marks() {
            if matches!(
                mark.keyword,
                Keyword::Promise | Keyword::Question | Keyword::Waiver
            ) {
                note(Mentioned::mark(mark));
            }
        }
        for handoff in version.handoffs(self.sources.settings) {
            note(Mentioned::Handoff(handoff.entry.day, handoff.name()));
        }
    }

    /// The account of the engagement as it stands now.
    #[must_use]
    pub fn finish(&mut self, now: &Engagement, timeline: Option<&Timeline>) -> Account {
        let mut account = Account {
            engagement: now.id.clone(),
            client: now.client.clone(),
            workflow: now.workflow.clone(),
            ..Account::default()
        };
        if let Some(timeline) = timeline {
            let (made, landed) = self.first_commit.unwrap_or_default();
            account.began = timeline
                .began
                .as_ref()
                .map(|(stage, _)| (stage.clone(), self.point(made, landed)));
            account.asked = self.asked.remove(&made).unwrap_or_default();
            for moved in &timeline.transitions {
                account.moves.push(Move {
                    from: moved.from.clone(),
                    to: moved.to.clone(),
                    kind: moved.kind,
                    point: self.point(moved.made, moved.landed),
                    days: moved.days,
                    owner: self.owners.get(&moved.made).cloned(),
                    asked: self.asked.remove(&moved.made).unwrap_or_default(),
                    mended: self.mended.remove(&moved.made).unwrap_or_default(),
                });
            }
        }
        self.marks(now, &mut account);
        account.turns = std::mem::take(&mut self.turns);
        account
    }

    fn marks(&self, now: &Engagement, account: &mut Account) {
        for placed in registers::marks(now) {
            let mark = placed.mark;
            let Some((made, landed, stage)) = self.first.get(&Mentioned::mark(mark)) else {
                continue;
            };
            let point = self.point(*made, *landed);
            let by = mark.by().find_map(|by| match by {
                By::Person(handle) => Some(self.person(handle)),
                By::Outside(_) => None,
            });
            match mark.keyword {
                Keyword::Promise if !owed_to_us(mark) => account.promises.push(Promise {
                    text: mark.text.clone(),
                    stage: stage.clone(),
                    person: by.unwrap_or_else(|| point.person.clone()),
                    outcome: crate::model::marks::outcome(mark),
                    due: mark.day_of("due"),
                    point,
                }),
                Keyword::Question => account.questions.push(Question {
                    text: mark.text.clone(),
                    stage: stage.clone(),
                    point,
                }),
                Keyword::Waiver => account.waivers.push(Waiver {
                    name: mark.text.clone(),
                    person: by.unwrap_or_else(|| point.person.clone()),
                    point,
                }),
                _ => {}
            }
        }
        let Some(workflow) = now.workflow(self.sources.settings) else {
            return;
        };
        for handoff in now.handoffs(self.sources.settings) {
            let (rule, between) = match &handoff.between {
                Between::Stages(from, to) => {
                    (workflow.handoff(from, to), Some((from.clone(), to.clone())))
                }
                Between::People(..) => (workflow.owner_handoff(), None),
                Between::Neither(..) => continue,
            };
            let to_oneself = handoff.accepted().is_none() && !handoff.waits();
            if to_oneself || !rule.is_some_and(|rule| rule.accept) {
                continue;
            }
            let first = self
                .first
                .get(&Mentioned::Handoff(handoff.entry.day, handoff.name()));
            let (Some((made, landed, _)), Some(day)) = (first, handoff.entry.day) else {
                continue;
            };
            account.handoffs.push(Handed {
                between,
                point: self.point(*made, *landed),
                receiver: handoff.receiver().map(|receiver| self.person(receiver)),
                day,
                accepted: handoff.accepted(),
            });
        }
    }

    /// A handle as the studio writes it.
    fn person(&self, handle: &str) -> String {
        let people = &self.sources.settings.people;
        people
            .by_handle(handle)
            .map_or_else(|| handle.to_owned(), |person| person.handle.clone())
    }

    fn point(&self, made: usize, landed: usize) -> Point {
        let people = &self.sources.settings.people;
        let commits = &self.sources.log.commits;
        let landed = commits
            .get(landed)
            .map_or(0, |commit| commit.committed.seconds);
        let person = |commit: &Commit| {
            handle(people, commit).map_or_else(|| commit.author.name.clone(), str::to_owned)
        };
        match commits.get(made) {
            Some(commit) => Point {
                commit: commit.id.clone(),
                made: commit.authored,
                landed,
                person: person(commit),
            },
            None => Point {
                commit: String::new(),
                made: crate::day::Moment {
                    seconds: 0,
                    offset: 0,
                },
                landed,
                person: String::new(),
            },
        }
    }
}

/// The fields and sections that changed between two versions.
fn mended(before: &Engagement, after: &Engagement, settings: &Settings) -> Vec<Mended> {
    let mut parts: BTreeMap<Mended, ()> = BTreeMap::new();
    for said in between(Some(before), after, settings) {
        match said {
            Said::Field { name, .. } => parts.insert(Mended::Field(name), ()),
            Said::Section { title, .. } => parts.insert(Mended::Section(title), ()),
            Said::Task { section, .. } => parts.insert(Mended::Section(section), ()),
            _ => None,
        };
    }
    parts.into_keys().collect()
}

/// What the file held before, from the versions seen.
struct Before<'r> {
    log: &'r Log,
    seen: &'r [(BlobId, usize)],
    bytes: Bytes<'r>,
}

impl Past for Before<'_> {
    fn walk(&self, _: &str, see: &mut dyn FnMut(&[u8], &Author) -> bool) {
        for (blob, commit) in self.seen.iter().rev() {
            let (Some(bytes), Some(commit)) = ((self.bytes)(*blob), self.log.commits.get(*commit))
            else {
                return;
            };
            if !see(&bytes, &commit.author) {
                return;
            }
        }
    }

    fn is_elsewhere(&self, _: &str, _: &str) -> bool {
        false
    }

    fn lender(&self, _: &str, _: &str) -> Option<String> {
        None
    }
}
