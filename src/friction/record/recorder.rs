//! Notes what happens to one engagement, commit by commit.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::landing::Landing;
use super::mentioned::{First, Mentioned, note};
use super::{Bytes, Sources};
use crate::day::Day;
use crate::friction::account::{Account, Asked, Mended, Move, Point, Turn};
use crate::model::difference::{Said, between};
use crate::model::handoff::Between;
use crate::model::timeline::handle;
use crate::model::{Engagement, Settings, Timeline};
use crate::repo::history::{BlobId, Commit, Step};

/// Notes what happens to one engagement.
pub struct Recorder<'a> {
    pub(super) sources: Sources<'a>,
    /// The versions seen, with the commit that made each.
    pub(super) seen: Vec<(BlobId, usize)>,
    /// The version at the end of the last day before that of the newest commit, and how many versions had been seen then.
    pub(super) before_today: Option<(Arc<Engagement>, usize)>,
    newest: Option<(Arc<Engagement>, Day)>,
    /// When the engagement came into its stage.
    pub(super) since: Option<Day>,
    /// By the commit that landed the move, what it had to bring.
    asked: HashMap<usize, Vec<Asked>>,
    pub(super) known: BTreeSet<String>,
    /// What is being landed.
    pub(super) landing: Landing,
    owners: HashMap<usize, String>,
    turns: Vec<Turn>,
    /// The first commit of each mark and handoff, and the stage then.
    pub(super) first: HashMap<Mentioned, First>,
    /// The version in which the engagement came back.
    back: Option<Arc<Engagement>>,
    mended: HashMap<usize, Vec<Mended>>,
    /// The commit in which it first had a stage, and the one that landed it.
    began: Option<(usize, usize)>,
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
            landing: Landing::default(),
            owners: HashMap::new(),
            turns: Vec::new(),
            first: HashMap::new(),
            back: None,
            mended: HashMap::new(),
            began: None,
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
        let was = before.and_then(|before| before.stage.as_deref());
        let is = after.stage.as_deref();
        let goes_on = self.landing.is_of(landed);
        if !goes_on {
            self.land();
            let before = self.newest.as_ref().map(|(newest, _)| newest);
            self.landing =
                Landing::begin(landed, before.and_then(|before| before.stage.as_deref()));
        }
        if let Some((newest, on)) = &self.newest
            && *on < day
        {
            self.before_today = Some((Arc::clone(newest), self.seen.len()));
        }
        if is.is_some() {
            self.began.get_or_insert((made, landed));
        }
        if step.cut {
            // What is lost may have been a move.
            self.since = None;
        } else if was != is && is.is_some() {
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
        if goes_on {
            self.mend(made, landed, after, day, bytes);
        }
        note(
            &mut self.first,
            (made, landed),
            was.or(is).unwrap_or_default(),
            after,
            self.sources.settings,
        );
        self.seen.push((step.after, made));
        self.newest = Some((Arc::clone(after), day));
    }

    /// Closes what was being landed: what it was asked for counts where it came into another stage.
    fn land(&mut self) {
        let landing = std::mem::take(&mut self.landing);
        let (Some(commit), Some((newest, _))) = (landing.commit, &self.newest) else {
            return;
        };
        if landing.is_back(newest.stage.as_deref()) {
            // On this branch it never stood there, so that it will be asked when it does.
            for (_, identity) in &landing.asked {
                self.known.remove(identity);
            }
        } else {
            let asked = landing.asked.into_iter().map(|(asked, _)| asked);
            self.asked.insert(commit, asked.collect());
        }
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
        self.ask(made, landed, after, day, bytes);
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

    /// The account of the engagement as it stands now.
    #[must_use]
    pub fn finish(&mut self, now: &Engagement, timeline: Option<&Timeline>) -> Account {
        self.land();
        let mut account = Account {
            engagement: now.id.clone(),
            client: now.client.clone(),
            workflow: now.workflow.clone(),
            ..Account::default()
        };
        if let Some(timeline) = timeline {
            let (made, landed) = self.began.unwrap_or_default();
            account.began = timeline
                .began
                .as_ref()
                .map(|(stage, _)| (stage.clone(), self.point(made, landed)));
            account.asked = self.asked.remove(&landed).unwrap_or_default();
            for moved in &timeline.transitions {
                account.moves.push(Move {
                    from: moved.from.clone(),
                    to: moved.to.clone(),
                    kind: moved.kind,
                    point: self.point(moved.made, moved.landed),
                    days: moved.days,
                    owner: self.owners.get(&moved.made).cloned(),
                    asked: self.asked.remove(&moved.landed).unwrap_or_default(),
                    mended: self.mended.remove(&moved.made).unwrap_or_default(),
                });
            }
        }
        self.marks(now, &mut account);
        account.turns = std::mem::take(&mut self.turns);
        account
    }

    /// A handle as the studio writes it.
    pub(super) fn person(&self, handle: &str) -> String {
        let people = &self.sources.settings.people;
        people
            .by_handle(handle)
            .map_or_else(|| handle.to_owned(), |person| person.handle.clone())
    }

    pub(super) fn point(&self, made: usize, landed: usize) -> Point {
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
