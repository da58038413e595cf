//! A log as it is remembered: the bytes of one, and the newest remembered one that a head continues.

use std::collections::{HashMap, HashSet};
use std::hash::Hasher;
use std::sync::Arc;

use rayon::prelude::*;

use super::{BlobId, Commit, Log, Step, Trail, Wanted};
use crate::day::Moment;
use crate::repo::remembered::bytes::{Reader, Sum, Writer};
use crate::repo::remembered::{Kept, Remembered};
use crate::repo::{Author, CommitId, Failure, Repository};

/// What results of this kind are called.
const KIND: &str = "log";

/// How many commits beyond a remembered log are worth reading one by one.
const FAR: usize = 4_096;

/// How many items one thread reads at a stretch.
const PART: usize = 2_048;

/// A log with the names of people as they were written, and what is needed to continue it.
#[derive(Debug, Default)]
pub(super) struct Raw {
    /// The log, its people without the mailmap.
    pub(super) log: Log,
    /// Every commit behind its head, on whatever side.
    pub(super) known: Vec<CommitId>,
}

/// A remembered log that a head continues.
pub(super) struct Base {
    /// The head that it was read behind.
    pub(super) head: CommitId,
    bytes: Vec<u8>,
    body: usize,
    width: usize,
}

/// Which logs can be taken for one another.
pub(super) struct Key {
    /// The repository's own results.
    remembered: Remembered,
    /// What was asked for.
    wanted: u64,
    /// What the log of this branch is called.
    name: String,
}

impl Key {
    /// Nothing where nothing is to be remembered: without a key, and in a shallow clone, whose boundary moves.
    pub(super) fn of(repository: &Repository, wanted: &Wanted<'_>) -> Option<Self> {
        if repository.is_shallow() || wanted.key.is_empty() {
            return None;
        }
        let mut sum = Sum::default();
        for text in wanted
            .folders
            .iter()
            .map(String::as_str)
            .chain([wanted.key])
        {
            sum.write(text.as_bytes());
        }
        sum.write(&[0xff]);
        let wanted = sum.finish();
        Some(Self {
            remembered: Remembered::of(repository),
            name: format!("{wanted:x} {}", repository.branch()),
            wanted,
        })
    }

    /// The nearest remembered log that `head` continues along the first parents.
    pub(super) fn base(
        &self,
        repository: &Repository,
        head: &CommitId,
    ) -> Result<Option<Base>, Failure> {
        let width = repository.objects().width();
        let mut line: Vec<CommitId> = vec![*head];
        for kept in self.remembered.list(KIND, &self.name) {
            let Some((of, bytes, body)) = self.head(&kept, width) else {
                continue;
            };
            if reaches(repository, &mut line, &of)? {
                return Ok(Some(Base {
                    head: of,
                    bytes,
                    body,
                    width,
                }));
            }
        }
        Ok(None)
    }

    /// The head of a remembered log of what is asked for.
    fn head(&self, kept: &Kept, width: usize) -> Option<(CommitId, Vec<u8>, usize)> {
        let bytes = kept.read()?;
        let mut reader = Reader::new(&bytes);
        if reader.number()? != self.wanted || reader.place()? != width {
            return None;
        }
        let head = CommitId(id(&mut reader, width)?);
        let body = bytes.len() - reader.left();
        Some((head, bytes, body))
    }

    /// Remembers a log.
    pub(super) fn put(&self, head: &CommitId, raw: &Raw) {
        let mut writer = Writer::default();
        writer.number(self.wanted);
        writer.place(head.0.as_bytes().len());
        writer.raw(head.0.as_bytes());
        raw.write(&mut writer);
        self.remembered.put(KIND, &self.name, &writer.bytes);
    }
}

/// Whether `wanted` stands on the line behind a head, and not far. The line is made longer as needed.
fn reaches(
    repository: &Repository,
    line: &mut Vec<CommitId>,
    wanted: &CommitId,
) -> Result<bool, Failure> {
    let mut at = 0;
    while let Some(id) = line.get(at).copied() {
        if id == *wanted {
            return Ok(true);
        }
        at += 1;
        if at == line.len() && at < FAR {
            line.extend(repository.node(&id)?.parents.first());
        }
    }
    Ok(false)
}

impl Base {
    /// The log. Nothing where the bytes hold none.
    pub(super) fn log(&self) -> Option<Log> {
        let mut reader = self.reader();
        Raw::read_log(&mut reader, self.width)
    }

    /// Every commit behind its head.
    pub(super) fn known(&self) -> Option<HashSet<CommitId>> {
        let mut reader = self.reader();
        reader.bytes()?;
        Some(Raw::read_known(&mut reader, self.width)?.collect())
    }

    fn reader(&self) -> Reader<'_> {
        Reader::new(self.bytes.get(self.body..).unwrap_or_default())
    }
}

impl Raw {
    fn write(&self, writer: &mut Writer) {
        let mut log = Writer::default();
        write_log(&self.log, &mut log);
        writer.bytes(&log.bytes);
        writer.place(self.known.len());
        for commit in &self.known {
            writer.raw(commit.0.as_bytes());
        }
    }

    fn read_log(reader: &mut Reader<'_>, width: usize) -> Option<Log> {
        read_log(&mut Reader::new(reader.bytes()?), width)
    }

    fn read_known<'r>(
        reader: &mut Reader<'r>,
        width: usize,
    ) -> Option<impl Iterator<Item = CommitId> + use<'r>> {
        let count = reader.place()?;
        let ids = reader.raw(count.checked_mul(width)?)?;
        Some(
            ids.chunks_exact(width.max(1))
                .filter_map(|id| BlobId::from_bytes(id).ok())
                .map(CommitId),
        )
    }
}

fn write_log(log: &Log, writer: &mut Writer) {
    let mut authors: Vec<&Author> = Vec::new();
    let mut places: HashMap<&Author, usize> = HashMap::new();
    for commit in &log.commits {
        for author in [&commit.author, &commit.committer] {
            places.entry(author).or_insert_with(|| {
                authors.push(author);
                authors.len() - 1
            });
        }
    }
    writer.place(authors.len());
    for author in authors {
        writer.text(&author.name);
        writer.text(&author.email);
    }
    let person = |author: &Arc<Author>| places.get(&**author).copied().unwrap_or_default();
    writer.parts(&log.commits, PART, |writer, commit| {
        writer.raw(&plain(&commit.id));
        writer.place(commit.parents.len());
        for parent in &commit.parents {
            writer.raw(parent.0.as_bytes());
        }
        for (author, moment) in [
            (&commit.author, commit.authored),
            (&commit.committer, commit.committed),
        ] {
            writer.place(person(author));
            writer.signed(moment.seconds);
            writer.signed(moment.offset.into());
        }
        writer.text(&commit.subject);
    });
    writer.parts(&log.trails, PART / 8, |writer, trail| {
        writer.text(&trail.path);
        writer.place(trail.steps.len());
        for step in &trail.steps {
            write_step(step, &trail.path, writer);
        }
    });
}

fn write_step(step: &Step, path: &str, writer: &mut Writer) {
    writer.place(step.commit);
    // Most often it stood where it stands, and was not moved.
    let flags = u64::from(step.path != path)
        | u64::from(step.moved_from.is_some()) << 1
        | u64::from(step.before.is_some()) << 2
        | u64::from(!step.side.is_empty()) << 3;
    writer.number(flags);
    if step.path != path {
        writer.text(&step.path);
    }
    if let Some(from) = &step.moved_from {
        writer.text(from);
    }
    if let Some(before) = &step.before {
        writer.raw(before.as_bytes());
    }
    writer.raw(step.after.as_bytes());
    if !step.side.is_empty() {
        writer.place(step.side.len());
        for side in &step.side {
            write_step(side, path, writer);
        }
    }
}

fn read_log(reader: &mut Reader<'_>, width: usize) -> Option<Log> {
    let authors = reader.items(|reader| {
        Some(Arc::new(Author {
            name: reader.text()?.to_owned(),
            email: reader.text()?.to_owned(),
        }))
    })?;
    let (_, commits) = reader.parts()?;
    let (_, trails) = reader.parts()?;
    if !reader.is_done() {
        return None;
    }
    let (commits, trails) = rayon::join(
        || {
            all(commits, |part| {
                part.items(|reader| read_commit(reader, &authors, width))
            })
        },
        || {
            all(trails, |part| {
                part.items(|reader| read_trail(reader, width))
            })
        },
    );
    let (commits, trails): (Vec<Commit>, Vec<Trail>) = (commits?, trails?);
    let count = commits.len();
    let sound = trails
        .iter()
        .flat_map(|trail| &trail.steps)
        .flat_map(|step| step.side.iter().chain([step]))
        .all(|step| step.commit < count);
    sound.then_some(Log {
        commits,
        trails,
        settings: Vec::new(),
        shallow: Vec::new(),
        lost: Vec::new(),
    })
}

/// All items of parts that are read side by side.
fn all<'r, T: Send>(
    parts: Vec<Reader<'r>>,
    read: impl Fn(&mut Reader<'r>) -> Option<Vec<T>> + Sync,
) -> Option<Vec<T>> {
    let parts: Option<Vec<Vec<T>>> = parts
        .into_par_iter()
        .map(|mut part| read(&mut part))
        .collect();
    Some(parts?.into_iter().flatten().collect())
}

fn read_commit(reader: &mut Reader<'_>, authors: &[Arc<Author>], width: usize) -> Option<Commit> {
    let own = CommitId(id(reader, width)?).to_string();
    let parents = reader.items(|reader| Some(CommitId(id(reader, width)?)))?;
    let mut part = || {
        let author = authors.get(reader.place()?)?;
        let seconds = reader.signed()?;
        let offset = reader.signed()?.try_into().ok()?;
        Some((Arc::clone(author), Moment { seconds, offset }))
    };
    let ((author, authored), (committer, committed)) = (part()?, part()?);
    Some(Commit {
        id: own,
        parents,
        author,
        authored,
        committer,
        committed,
        subject: reader.text()?.to_owned(),
    })
}

fn read_trail(reader: &mut Reader<'_>, width: usize) -> Option<Trail> {
    let path = reader.text()?.to_owned();
    let steps = reader.items(|reader| read_step(reader, &path, width, false))?;
    Some(Trail { path, steps })
}

fn read_step(reader: &mut Reader<'_>, path: &str, width: usize, inner: bool) -> Option<Step> {
    let commit = reader.place()?;
    let flags = reader.number()?;
    let is = |bit: u64| flags & (1 << bit) != 0;
    let own = if is(0) { reader.text()? } else { path };
    let moved_from = if is(1) { Some(reader.text()?) } else { None };
    let before = if is(2) {
        Some(id(reader, width)?)
    } else {
        None
    };
    let after = id(reader, width)?;
    let side = match (is(3), inner) {
        (false, _) => Vec::new(),
        (true, false) => reader.items(|reader| read_step(reader, path, width, true))?,
        (true, true) => return None,
    };
    Some(Step {
        commit,
        path: own.to_owned(),
        moved_from: moved_from.map(str::to_owned),
        before,
        cut: false,
        after,
        side,
    })
}

/// The bytes of an id in hexadecimal digits.
fn plain(hex: &str) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).unwrap_or_default();
    let (pairs, _) = hex.as_bytes().as_chunks::<2>();
    let bytes = pairs
        .iter()
        .map(|[high, low]| u8::try_from(digit(*high) * 16 + digit(*low)).unwrap_or_default());
    bytes.collect()
}

fn id(reader: &mut Reader<'_>, width: usize) -> Option<BlobId> {
    BlobId::from_bytes(reader.raw(width)?).ok()
}
