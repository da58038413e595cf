//! The versions and the log of an engagement as an audience may see them: every version redacted, and only the commits that change something of it.

use std::collections::HashMap;
use std::sync::Arc;

use super::redact::Redactor;
use crate::chronicle::versions::{Blobs, Paragraphs};
use crate::model::{Engagement, Settings};
use crate::repo::history::{BlobId, Commit, Log, Step, Trail};
use crate::repo::{Author, Bytes, Failure, Tree};

/// Where the redacted versions come from.
pub(super) struct Redacted<'a> {
    blobs: &'a dyn Blobs,
    redactor: Redactor<'a>,
    settings: &'a Settings,
    /// A path that the settings count among the engagements, for versions that once stood elsewhere.
    place: String,
}

impl<'a> Redacted<'a> {
    pub(super) fn new(
        blobs: &'a dyn Blobs,
        redactor: Redactor<'a>,
        settings: &'a Settings,
        place: String,
    ) -> Self {
        Self {
            blobs,
            redactor,
            settings,
            place,
        }
    }

    fn redacted(&self, bytes: &[u8]) -> Vec<u8> {
        Engagement::read(&self.place, bytes, self.settings)
            .map(|engagement| self.redactor.text(&engagement).into_bytes())
            .unwrap_or_default()
    }

    /// The log of these files, without whose commits show nothing.
    pub(super) fn log(&self, log: &Log, paths: &[String]) -> Result<Log, Failure> {
        let mut seen = Seen {
            of: self,
            texts: HashMap::new(),
        };
        let mut trails = Vec::new();
        for trail in log
            .trails
            .iter()
            .filter(|trail| paths.contains(&trail.path))
        {
            let mut steps = Vec::new();
            for step in &trail.steps {
                steps.extend(seen.step(step, &trail.path)?);
            }
            trails.push(Trail {
                path: trail.path.clone(),
                steps,
            });
        }
        Ok(Log {
            commits: log
                .commits
                .iter()
                .map(|commit| self.commit(commit))
                .collect(),
            trails,
            settings: Vec::new(),
            shallow: log.shallow.iter().map(|id| id_of(id)).collect(),
            // What the studio has lost is its own to mend.
            lost: Vec::new(),
        })
    }

    /// A commit without what its author did not write for others to read.
    fn commit(&self, commit: &Commit) -> Commit {
        let settings = self.settings;
        let author = |author: &Author| {
            let person = settings.people.by_author(author);
            let name = person
                .filter(|_| self.redactor.shared.people)
                .map_or(settings.studio.as_str(), |person| person.name.as_str());
            Author {
                name: name.to_owned(),
                email: String::new(),
            }
        };
        Commit {
            id: id_of(&commit.id),
            parents: Vec::new(),
            author: Arc::new(author(&commit.author)),
            authored: commit.authored,
            committer: Arc::new(author(&commit.committer)),
            committed: commit.committed,
            subject: String::new(),
        }
    }
}

/// What versions were seen to hold.
struct Seen<'r, 'a> {
    of: &'r Redacted<'a>,
    texts: HashMap<BlobId, Vec<u8>>,
}

impl Seen<'_, '_> {
    fn text(&mut self, id: BlobId) -> Result<&[u8], Failure> {
        if !self.texts.contains_key(&id) {
            let bytes = self.of.blobs.one(id)?;
            self.texts.insert(id, self.of.redacted(&bytes));
        }
        Ok(self.texts.get(&id).map_or(&[], Vec::as_slice))
    }

    /// A step as it is seen; nothing where nothing of it is.
    fn step(&mut self, step: &Step, path: &str) -> Result<Option<Step>, Failure> {
        let mut side = Vec::new();
        for one in &step.side {
            side.extend(self.step(one, path)?);
        }
        let before = step
            .before
            .map(|id| self.text(id).map(<[u8]>::to_vec))
            .transpose()?;
        let after = self.text(step.after)?;
        if before.as_deref() == Some(after) && side.is_empty() {
            return Ok(None);
        }
        Ok(Some(Step {
            commit: step.commit,
            path: path.to_owned(),
            moved_from: None,
            before: step.before,
            cut: step.cut,
            after: step.after,
            side,
        }))
    }
}

impl Blobs for Redacted<'_> {
    fn one(&self, id: BlobId) -> Result<Bytes, Failure> {
        Ok(self.redacted(&self.blobs.one(id)?).into())
    }

    fn all(
        &self,
        ids: &[BlobId],
        look: &(dyn Fn(&[u8]) -> Paragraphs + Sync),
    ) -> Result<Vec<Paragraphs>, Failure> {
        self.blobs.all(ids, &|bytes| look(&self.redacted(bytes)))
    }

    /// A commit's whole tree is nothing to share.
    fn tree(&self, _: &str) -> Option<Box<dyn Tree>> {
        None
    }
}

/// Another id in the place of a commit's, the same each time.
fn id_of(id: &str) -> String {
    let one = |seed: u64| {
        id.bytes().fold(seed, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    };
    format!(
        "{:016x}{:016x}{:08x}",
        one(0xcbf2_9ce4_8422_2325),
        one(0x8422_2325_cbf2_9ce4),
        0
    )
}
