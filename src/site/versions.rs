//! Every version that the log names, read at once in the order in which that is quick, and held as lines: a line that many versions share, as
//! nearly all do, is held once.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};

use crate::repo::history::{BlobId, Log};
use crate::repo::{Bytes, Failure, Repository};

/// How many parts the lines are spread over, so that threads seldom wait for each other.
const SHARDS: usize = 64;

/// A version as its lines: where each stands among all.
pub type Lines = Box<[u32]>;

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
        look: &(dyn Fn(&[u8]) -> Lines + Sync),
    ) -> Result<Vec<Lines>, Failure>;
}

impl Blobs for Repository {
    fn one(&self, id: BlobId) -> Result<Bytes, Failure> {
        self.blob(id)
    }

    fn all(
        &self,
        ids: &[BlobId],
        look: &(dyn Fn(&[u8]) -> Lines + Sync),
    ) -> Result<Vec<Lines>, Failure> {
        self.look_at_whole_blobs(ids, look)
    }
}

/// The versions.
#[derive(Default)]
pub struct Versions {
    shards: Vec<Shard>,
    ids: Vec<BlobId>,
    lines: Vec<Lines>,
}

impl Versions {
    /// Reads every version that a step of the log names.
    ///
    /// # Errors
    /// Where one is not there or damaged.
    pub fn read(log: &Log, blobs: &dyn Blobs) -> Result<Self, Failure> {
        let mut ids: Vec<BlobId> = log
            .trails
            .iter()
            .flat_map(|trail| &trail.steps)
            .flat_map(|step| step.side.iter().chain([step]))
            .flat_map(|step| step.before.into_iter().chain([step.after]))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let pool = Pool {
            hasher: RandomState::new(),
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
        };
        let lines = blobs.all(&ids, &|bytes| pool.lines(bytes))?;
        let shards = pool.shards.into_iter().map(|shard| {
            let mut shard = shard.into_inner().unwrap_or_else(PoisonError::into_inner);
            shard.known = HashMap::new();
            shard
        });
        Ok(Self {
            shards: shards.collect(),
            ids,
            lines,
        })
    }

    /// A version's bytes; nothing where no step of the log names it.
    #[must_use]
    pub fn bytes(&self, id: BlobId) -> Option<Vec<u8>> {
        let at = self.ids.binary_search(&id).ok()?;
        let lines = self.lines.get(at)?;
        let mut bytes = Vec::with_capacity(lines.len() * 64);
        for line in lines {
            bytes.extend_from_slice(self.line(*line)?);
        }
        Some(bytes)
    }

    fn line(&self, line: u32) -> Option<&[u8]> {
        let line = usize::try_from(line).ok()?;
        self.shards.get(line % SHARDS)?.line(line / SHARDS)
    }
}

/// The lines while they are being read.
struct Pool {
    hasher: RandomState,
    shards: Vec<Mutex<Shard>>,
}

#[derive(Default)]
struct Shard {
    /// All lines, one behind the other.
    text: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
    /// Which line has this hash.
    known: HashMap<u64, u32>,
}

impl Pool {
    fn lines(&self, bytes: &[u8]) -> Lines {
        bytes
            .split_inclusive(|byte| *byte == b'\n')
            .map(|line| self.line(line))
            .collect()
    }

    fn line(&self, line: &[u8]) -> u32 {
        let hash = self.hasher.hash_one(line);
        let shard = usize::try_from(hash >> 32).unwrap_or(0) % SHARDS;
        let at = self.shards.get(shard).map_or(0, |shard| {
            let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            shard.place(hash, line)
        });
        at.saturating_mul(u32::try_from(SHARDS).unwrap_or(1))
            .saturating_add(u32::try_from(shard).unwrap_or(0))
    }
}

impl Shard {
    fn line(&self, at: usize) -> Option<&[u8]> {
        let start = match at.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(start..*self.ends.get(at)?)
    }

    /// Where a line stands, from now on at least.
    fn place(&mut self, mut hash: u64, line: &[u8]) -> u32 {
        loop {
            match self.known.get(&hash) {
                Some(at) => {
                    let known = usize::try_from(*at).ok().and_then(|at| self.line(at));
                    if known == Some(line) {
                        return *at;
                    }
                    // Another line of the same hash stands there; the next number is as good.
                    hash = hash.wrapping_add(1);
                }
                None => {
                    let at = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
                    self.text.extend_from_slice(line);
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
    fn what_is_taken_apart_into_lines_comes_together_again() {
        let pool = Pool {
            hasher: RandomState::new(),
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
        };
        let texts: [&[u8]; 5] = [
            b"",
            b"a\nb\na\n",
            b"a\r\n\n\xff no line feed",
            b"\n\n\n",
            b"a\nb\na\n",
        ];
        let lines: Vec<Lines> = texts.iter().map(|text| pool.lines(text)).collect();
        assert_eq!(lines.get(1), lines.get(4));
        let versions = Versions {
            shards: pool
                .shards
                .into_iter()
                .map(|shard| shard.into_inner().expect("a shard"))
                .collect(),
            ids: Vec::new(),
            lines: Vec::new(),
        };
        for (text, lines) in texts.iter().zip(&lines) {
            let whole: Vec<u8> = lines
                .iter()
                .flat_map(|line| versions.line(*line).expect("a line").to_vec())
                .collect();
            assert_eq!(whole, *text);
        }
    }

    #[test]
    fn lines_of_one_hash_stay_apart() {
        let mut shard = Shard::default();
        let (one, other) = (shard.place(7, b"one\n"), shard.place(7, b"other\n"));
        assert_ne!(one, other);
        assert_eq!(shard.place(7, b"one\n"), one);
        assert_eq!(shard.place(7, b"other\n"), other);
    }
}
