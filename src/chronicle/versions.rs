//! Every version that the log names, read at once in the order in which that is quick, and held as paragraphs: one that many versions share, as
//! nearly all do, is held once.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};

use crate::repo::history::{BlobId, Log, Trail};
use crate::repo::{Bytes, Failure, Repository, Tree};

/// How many parts the paragraphs are spread over, so that threads seldom wait for each other.
const SHARDS: usize = 64;

/// A paragraph longer than this ends with the next line, so that texts without blank lines share something too.
const LONG: usize = 2_048;

/// A version as its paragraphs: where each stands among all.
pub type Paragraphs = Box<[u32]>;

/// Where blobs come from.
pub trait Blobs: Sync {
    /// One blob's bytes.
    ///
    /// # Errors
    /// Where it is not there or damaged.
    fn one(&self, id: BlobId) -> Result<Bytes, Failure>;

    /// Looks at many blobs, from several threads and in any order; what was seen of each, in the order of `ids`.
    ///
    /// # Errors
    /// Where one is not there or damaged.
    fn all(
        &self,
        ids: &[BlobId],
        look: &(dyn Fn(&[u8]) -> Paragraphs + Sync),
    ) -> Result<Vec<Paragraphs>, Failure>;

    /// The tree of a commit, by its id in full; nothing where it is not at hand.
    fn tree(&self, commit: &str) -> Option<Box<dyn Tree>>;
}

impl Blobs for Repository {
    fn one(&self, id: BlobId) -> Result<Bytes, Failure> {
        self.blob(id)
    }

    fn all(
        &self,
        ids: &[BlobId],
        look: &(dyn Fn(&[u8]) -> Paragraphs + Sync),
    ) -> Result<Vec<Paragraphs>, Failure> {
        self.look_at_whole_blobs(ids, look)
    }

    fn tree(&self, commit: &str) -> Option<Box<dyn Tree>> {
        let tree = self.commit_tree(&self.commit_id(commit)?).ok()?;
        Some(Box::new(tree))
    }
}

/// The versions.
#[derive(Default)]
pub struct Versions {
    shards: Vec<Shard>,
    ids: Vec<BlobId>,
    paragraphs: Vec<Paragraphs>,
}

impl Versions {
    /// Reads every version that a step of the log names.
    ///
    /// # Errors
    /// Where one is not there or damaged.
    pub fn read(log: &Log, blobs: &dyn Blobs) -> Result<Self, Failure> {
        Self::of(log.trails.iter(), blobs)
    }

    /// Reads every version that a step of these trails of the log names.
    ///
    /// # Errors
    /// Where one is not there or damaged.
    pub fn of<'t>(
        trails: impl Iterator<Item = &'t Trail>,
        blobs: &dyn Blobs,
    ) -> Result<Self, Failure> {
        let mut ids: Vec<BlobId> = trails
            .flat_map(|trail| &trail.steps)
            .flat_map(|step| step.side.iter().chain([step]))
            .flat_map(|step| step.before.into_iter().chain([step.after]))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let pool = Pool {
            seed: RandomState::new().hash_one(0),
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
        };
        let paragraphs = blobs.all(&ids, &|bytes| pool.paragraphs(bytes))?;
        let shards = pool.shards.into_iter().map(|shard| {
            let mut shard = shard.into_inner().unwrap_or_else(PoisonError::into_inner);
            shard.known = HashMap::new();
            shard
        });
        Ok(Self {
            shards: shards.collect(),
            ids,
            paragraphs,
        })
    }

    /// A version's bytes; nothing where no step of the log names it.
    #[must_use]
    pub fn bytes(&self, id: BlobId) -> Option<Vec<u8>> {
        let at = self.ids.binary_search(&id).ok()?;
        let parts: Vec<&[u8]> = self
            .paragraphs
            .get(at)?
            .iter()
            .map(|paragraph| self.paragraph(*paragraph))
            .collect::<Option<_>>()?;
        Some(parts.concat())
    }

    fn paragraph(&self, at: u32) -> Option<&[u8]> {
        let at = usize::try_from(at).ok()?;
        self.shards.get(at % SHARDS)?.paragraph(at / SHARDS)
    }
}

/// The paragraphs while they are being read.
struct Pool {
    /// Makes hashes that nobody can foresee.
    seed: u64,
    shards: Vec<Mutex<Shard>>,
}

#[derive(Default)]
struct Shard {
    /// All of them, one behind the other.
    text: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
    /// Which of them has this hash.
    known: HashMap<u64, u32>,
}

impl Pool {
    fn paragraphs(&self, bytes: &[u8]) -> Paragraphs {
        let mut paragraphs = Vec::with_capacity(bytes.len() / 128 + 1);
        let mut rest = bytes;
        while !rest.is_empty() {
            let (paragraph, behind) = rest.split_at(end(rest));
            paragraphs.push(self.paragraph(paragraph));
            rest = behind;
        }
        paragraphs.into_boxed_slice()
    }

    fn paragraph(&self, paragraph: &[u8]) -> u32 {
        let hash = hash(self.seed, paragraph);
        let shard = usize::try_from(hash >> 32).unwrap_or(0) % SHARDS;
        let at = self.shards.get(shard).map_or(0, |shard| {
            let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            shard.place(hash, paragraph)
        });
        at.saturating_mul(u32::try_from(SHARDS).unwrap_or(1))
            .saturating_add(u32::try_from(shard).unwrap_or(0))
    }
}

/// Where the first paragraph of a text ends: behind the blank line that follows it, or, where it is long, behind one of its lines.
fn end(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(line) = text
        .get(at..)
        .and_then(|rest| rest.iter().position(|byte| *byte == b'\n'))
    {
        at += line + 1;
        if (line == 0 && at > 1) || at > LONG {
            return at;
        }
    }
    text.len()
}

/// A number for a text. Equal texts have equal numbers, and the other way round nearly always.
fn hash(seed: u64, text: &[u8]) -> u64 {
    let mut hash = seed ^ text.len() as u64;
    let mut chunks = text.chunks_exact(8);
    let mut mix = |word: u64| {
        let wide = u128::from(hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        hash = (wide ^ (wide >> 64)) as u64;
    };
    for chunk in &mut chunks {
        mix(u64::from_le_bytes(chunk.try_into().unwrap_or_default()));
    }
    let mut last = [0; 8];
    for (byte, from) in last.iter_mut().zip(chunks.remainder()) {
        *byte = *from;
    }
    mix(u64::from_le_bytes(last));
    hash
}

impl Shard {
    fn paragraph(&self, at: usize) -> Option<&[u8]> {
        let start = match at.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(start..*self.ends.get(at)?)
    }

    /// Where a paragraph stands, from now on at least.
    fn place(&mut self, mut hash: u64, paragraph: &[u8]) -> u32 {
        loop {
            match self.known.get(&hash) {
                Some(at) => {
                    let known = usize::try_from(*at).ok().and_then(|at| self.paragraph(at));
                    if known == Some(paragraph) {
                        return *at;
                    }
                    // Another one of the same hash stands there; the next number is as good.
                    hash = hash.wrapping_add(1);
                }
                None => {
                    let at = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
                    self.text.extend_from_slice(paragraph);
                    self.ends.push(self.text.len());
                    self.known.insert(hash, at);
                    return at;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_apart_comes_together_again() {
        let pool = Pool {
            seed: RandomState::new().hash_one(0),
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
        };
        let long = "a line of a long text\n".repeat(2_000);
        let texts: [&[u8]; 6] = [
            b"",
            b"a\nb\n\na\n",
            b"a\r\n\n\xff no line feed",
            b"\n\n\n",
            b"a\nb\n\na\n",
            long.as_bytes(),
        ];
        let all: Vec<Paragraphs> = texts.iter().map(|text| pool.paragraphs(text)).collect();
        assert_eq!(all.get(1), all.get(4));
        assert!(all.last().is_some_and(|long| long.len() > 10));
        let versions = Versions {
            shards: pool
                .shards
                .into_iter()
                .map(|shard| shard.into_inner().expect("a shard"))
                .collect(),
            ids: Vec::new(),
            paragraphs: Vec::new(),
        };
        for (text, paragraphs) in texts.iter().zip(&all) {
            let whole: Vec<u8> = paragraphs
                .iter()
                .flat_map(|at| versions.paragraph(*at).expect("a paragraph").to_vec())
                .collect();
            assert_eq!(whole, *text);
        }
    }

    #[test]
    fn paragraphs_of_one_hash_stay_apart() {
        let mut shard = Shard::default();
        let (one, other) = (shard.place(7, b"one\n"), shard.place(7, b"other\n"));
        assert_ne!(one, other);
        assert_eq!(shard.place(7, b"one\n"), one);
        assert_eq!(shard.place(7, b"other\n"), other);
    }
}
