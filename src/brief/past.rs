//! What became of one engagement, commit by commit, as far as a brief tells it.

use crate::day::Day;
use crate::model::difference::{Deed, Said, between};
use crate::model::timeline::{Timeline, handle};
use crate::model::{Engagement, Settings};
use crate::repo::history::{BlobId, Log, Step, Trail};
use crate::repo::{Bytes, Failure};
use crate::text::{Entry, Mark};

/// One commit's change to the engagement.
#[derive(Debug, Clone)]
pub struct Event {
    /// The commit, in full.
    pub commit: String,
    /// Who made it, by handle where the studio knows them.
    pub person: Option<String>,
    /// Who made it, by name.
    pub name: String,
    /// The day on its author's calendar.
    pub day: Option<Day>,
    /// What it did.
    pub said: Vec<Said>,
}

impl Event {
    /// Whether it moved the engagement to another stage.
    #[must_use]
    pub fn moves(&self) -> bool {
        let mut said = self.said.iter();
        said.any(|said| matches!(said, Said::Stage { .. }))
    }

    fn is_by(&self, handle: &str) -> bool {
        self.person
            .as_deref()
            .is_some_and(|person| person.eq_ignore_ascii_case(handle))
    }
}

/// What became of an engagement.
#[derive(Debug, Clone, Default)]
pub struct Past {
    /// Its commits, the oldest first.
    pub events: Vec<Event>,
    /// Since when it stands in its stage.
    pub since: Option<Day>,
    /// Its moves: from, to and the day, the oldest first.
    pub moves: Vec<(String, String, Option<Day>)>,
    /// Where it began and when.
    pub began: Option<(String, Option<Day>)>,
}

impl Past {
    /// Reads it from the log. `blob` gives a version's bytes.
    ///
    /// # Errors
    /// Where a version cannot be read.
    pub fn read(
        log: &Log,
        trail: &Trail,
        settings: &Settings,
        workflow: &str,
        blob: &dyn Fn(BlobId) -> Result<Bytes, Failure>,
    ) -> Result<Self, Failure> {
        let mut past = Self::default();
        let mut stages: Vec<(BlobId, Option<String>)> = Vec::new();
        // The version after one commit is nearly always the one before the next.
        let mut at_hand: Option<(BlobId, String, Engagement)> = None;
        for step in &trail.steps {
            let whole = [step];
            let sides: Vec<&Step> = step.side.iter().collect();
            for one in if sides.is_empty() { &whole[..] } else { &sides } {
                let version = |id: BlobId, path: &str| -> Result<Option<Engagement>, Failure> {
                    let bytes = blob(id)?;
                    // Where it stood may have been no place of an engagement; it was this one all the same.
                    Ok(Engagement::read(path, &bytes, settings)
                        .or_else(|| Engagement::read(&trail.path, &bytes, settings)))
                };
                let from = one.moved_from.as_ref().unwrap_or(&one.path);
                let before = match (one.before, at_hand.take()) {
                    (Some(id), Some((known, path, read))) if id == known && path == *from => {
                        Some(read)
                    }
                    (Some(id), _) => version(id, from)?,
                    (None, _) => None,
                };
                let after = version(one.after, &one.path)?;
                let (Some(after), Some(commit)) = (after, log.commit_of(one)) else {
                    continue;
                };
                if let (Some(id), Some(before)) = (one.before, &before) {
                    stages.push((id, before.stage.clone()));
                }
                stages.push((one.after, after.stage.clone()));
                let known = before.is_some() || log.is_beginning(one);
                past.events.push(Event {
                    commit: commit.id.clone(),
                    person: handle(&settings.people, commit).map(str::to_owned),
                    name: commit.author.name.clone(),
                    day: commit.authored.day(),
                    said: if known {
                        between(before.as_ref(), &after, settings)
                    } else {
                        Vec::new()
                    },
                });
                at_hand = Some((one.after, one.path.clone(), after));
            }
            for id in step.before.into_iter().chain([step.after]) {
                if stages.iter().all(|(known, _)| *known != id) {
                    let read = Engagement::read(&trail.path, &blob(id)?, settings);
                    stages.push((id, read.and_then(|read| read.stage)));
                }
            }
        }
        let stage_of = |id: BlobId| {
            let mut known = stages.iter();
            known
                .find(|(other, _)| *other == id)
                .and_then(|(_, stage)| stage.as_deref())
        };
        past.timeline(
            log,
            Timeline::read(log, trail, settings, workflow, &stage_of),
        );
        Ok(past)
    }

    /// Takes over the way through the stages.
    pub fn timeline(&mut self, log: &Log, timeline: Option<Timeline>) {
        let Some(timeline) = timeline else { return };
        let since = timeline.now.as_ref().and_then(|(_, since)| since.day());
        let day = |at: usize| log.commits.get(at).and_then(|commit| commit.authored.day());
        self.began = timeline.began.map(|(stage, moment)| (stage, moment.day()));
        self.moves = timeline
            .transitions
            .into_iter()
            .map(|moved| (moved.from, moved.to, day(moved.made)))
            .collect();
        self.since = since;
    }

    /// The commit that brought an entry.
    #[must_use]
    pub fn brought_entry(&self, entry: &Entry) -> Option<String> {
        let made = |said: &Said| match said {
            Said::Entry {
                title,
                deed: Deed::Made,
            } => *title == entry.title,
            Said::Handoff {
                name,
                deed: Deed::Made,
            } => entry
                .title
                .split_once(':')
                .is_some_and(|(_, rest)| rest.trim() == name),
            _ => false,
        };
        self.brought(made, entry.day)
    }

    /// The commit that brought a mark.
    #[must_use]
    pub fn brought_mark(&self, mark: &Mark) -> Option<String> {
        let made = |said: &Said| {
            matches!(said, Said::Mark { keyword, deed: Deed::Made, text, .. }
                if *keyword == mark.keyword && *text == mark.text)
        };
        // The same may have been promised before.
        self.brought(made, mark.day)
    }

    fn brought(&self, made: impl Fn(&Said) -> bool, day: Option<Day>) -> Option<String> {
        let mut fitting = self
            .events
            .iter()
            .filter(|event| event.said.iter().any(&made));
        let first = fitting.next();
        // Of several handoffs of one name, the one whose commit is nearest to the entry's day.
        let nearest = |event: &&Event| match (event.day, day) {
            (Some(made), Some(day)) => made.days_since(day).abs(),
            _ => i64::MAX,
        };
        first
            .into_iter()
            .chain(fitting)
            .min_by_key(nearest)
            .map(|event| event.commit.clone())
    }

    /// The last commit of one person, as a place among the events.
    #[must_use]
    pub fn last_of(&self, handle: &str) -> Option<usize> {
        self.events.iter().rposition(|event| event.is_by(handle))
    }

    /// How often one person committed to it.
    #[must_use]
    pub fn times(&self, handle: &str) -> usize {
        let mut times = 0;
        for event in &self.events {
            times += usize::from(event.is_by(handle));
        }
        times
    }
}
