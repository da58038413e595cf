//! Objects read straight from packs, many at a time: each is inflated about once, and what others are differences from is kept for them.
//!
//! Whatever is odd here (too large, damaged, not in a pack) is left to the library: this way is only quicker.

mod hands;
mod shelves;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use git2::{ObjectType, Oid};

use self::hands::{Entry, Hands};
use self::shelves::Shelves;
use super::delta;
use super::packs::{Packs, Place};

/// What is larger when unpacked is not read here.
const LARGEST: usize = 8 * 1024 * 1024;

/// What takes more in a pack is not either.
const LARGEST_READ: usize = 1024 * 1024;

/// An object is not a difference from a difference more often than this.
const LONGEST: usize = 8192;

/// As much of a blob is kept as its beginning, for those that differ from it, even where less is wanted.
const BEGUN: usize = 2048;

/// Of what is larger, the whole is asked for, and differences from differences are not followed further for a mere beginning.
const LARGEST_BEGUN: usize = 512 * 1024;
const LONGEST_BEGUN: usize = 256;

/// An object's bytes, shared.
pub(super) type Shared = Arc<Vec<u8>>;

/// The packs of a repository, about to be read much.
pub(super) struct Unpacker {
    packs: Packs,
    whole: Shelves<(ObjectType, Shared)>,
    begun: Shelves<Beginning>,
    /// One for each thread.
    hands: Vec<Mutex<Hands>>,
}

impl Unpacker {
    pub(super) fn open(folders: &[PathBuf], width: usize, threads: usize) -> Self {
        Self {
            packs: Packs::open(folders, width),
            whole: Shelves::new(|(_, bytes)| bytes.len()),
            begun: Shelves::new(|beginning| beginning.bytes.len()),
            hands: (0..threads).map(|_| Mutex::default()).collect(),
        }
    }

    pub(super) const fn packs(&self) -> &Packs {
        &self.packs
    }

    /// An object's kind and bytes; nothing where the library has to be asked.
    pub(super) fn read(&self, id: &Oid, thread: usize) -> Option<(ObjectType, Shared)> {
        let place = self.packs.place(*id)?;
        if let Some(known) = self.whole.get(place) {
            return Some(known);
        }
        let hands = self.hands.get(thread % self.hands.len().max(1))?;
        self.unpack(
            place,
            &mut hands.lock().unwrap_or_else(PoisonError::into_inner),
        )
    }

    fn unpack(&self, place: Place, hands: &mut Hands) -> Option<(ObjectType, Shared)> {
        let mut chain: Vec<Place> = Vec::new();
        let mut at = place;
        let (kind, mut bytes) = loop {
            if let Some(known) = self.whole.get(at) {
                break known;
            }
            match hands.entry(&self.packs, at)? {
                Entry::Whole(kind, size) => {
                    let bytes = Arc::new(hands.inflate(&self.packs, at, size)?);
                    // A commit is hardly ever what another differs from.
                    if kind != ObjectType::Commit || !chain.is_empty() {
                        self.whole.put(at, (kind, Arc::clone(&bytes)));
                    }
                    break (kind, bytes);
                }
                Entry::Difference(base) => {
                    chain.push(at);
                    at = base;
                }
            }
            if chain.len() > LONGEST {
                return None;
            }
        };
        while let Some(at) = chain.pop() {
            bytes = Arc::new(hands.applied(&self.packs, at, &bytes)?);
            self.whole.put(at, (kind, Arc::clone(&bytes)));
        }
        Some((kind, bytes))
    }

    /// The first bytes of a blob, as many as are `enough`, or all; nothing where the whole has to be read.
    pub(super) fn beginning(
        &self,
        id: &Oid,
        thread: usize,
        enough: &dyn Fn(&[u8]) -> bool,
    ) -> Option<Shared> {
        let place = self.packs.place(*id)?;
        let hands = self.hands.get(thread % self.hands.len().max(1))?;
        let mut hands = hands.lock().unwrap_or_else(PoisonError::into_inner);
        for wanted in [BEGUN / 2, BEGUN * 2, BEGUN * 8] {
            let begun = self.begin(place, wanted, 0, &mut hands)?;
            if begun.size > LARGEST_BEGUN {
                return None;
            }
            if begun.bytes.len() == begun.size || enough(&begun.bytes) {
                return Some(begun.bytes);
            }
        }
        None
    }

    /// The first `wanted` bytes of a blob, or more, or all.
    fn begin(
        &self,
        at: Place,
        wanted: usize,
        depth: usize,
        hands: &mut Hands,
    ) -> Option<Beginning> {
        if let Some(known) = self.begun.get(at)
            && known.bytes.len() >= wanted.min(known.size)
        {
            return Some(known);
        }
        if depth > LONGEST_BEGUN {
            return None;
        }
        let begun = match hands.entry(&self.packs, at)? {
            Entry::Whole(ObjectType::Blob, size) => Beginning {
                bytes: Arc::new(hands.started(&self.packs, at, wanted.max(BEGUN).min(size))?),
                size,
            },
            Entry::Whole(..) => return None,
            Entry::Difference(base) => {
                let start = hands.start(&self.packs, at, wanted)?;
                // What is not taken from the base is not to be lost while the base is read.
                let difference = std::mem::take(&mut hands.difference);
                let base = self.begin(base, start.needs, depth + 1, hands)?;
                let bytes = delta::begin(&base.bytes, &difference, wanted, BEGUN)?;
                hands.difference = difference;
                if base.size != start.base {
                    return None;
                }
                Beginning {
                    bytes: Arc::new(bytes),
                    size: start.size,
                }
            }
        };
        if begun.bytes.len() > begun.size {
            return None;
        }
        self.begun.put(at, begun.clone());
        Some(begun)
    }
}

/// The first bytes of a blob.
#[derive(Clone)]
struct Beginning {
    bytes: Shared,
    /// How many bytes it has in all.
    size: usize,
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;

    use super::*;

    type Trouble = Box<dyn std::error::Error>;

    /// A pack of many versions of one file, each a little other than the one before.
    fn packed(folder: &std::path::Path) -> Result<Vec<(Oid, Vec<u8>)>, Trouble> {
        let repository = git2::Repository::init_bare(folder)?;
        let mut builder = repository.packbuilder()?;
        let mut written = Vec::new();
        let mut text = String::from("---\nstage: lead\n---\n");
        for version in 0..60_u32 {
            text.push_str(&format!(
                "\n## Entry {version}\n\nThey called {}.\n",
                version * 7919
            ));
            if version % 9 == 0 {
                text = text.replacen("stage: ", &format!("v{version}: 1\nstage: "), 1);
            }
            let id = repository.blob(text.as_bytes())?;
            builder.insert_object(id, Some("file.md"))?;
            written.push((id, text.clone().into_bytes()));
        }
        builder.write(&folder.join("objects/pack"), 0o644)?;
        Ok(written)
    }

    fn open(folder: &std::path::Path) -> Unpacker {
        Unpacker::open(&[folder.join("objects")], 20, 1)
    }

    #[test]
    fn a_blob_is_read_as_it_was_written_and_begun_as_it_begins() -> Result<(), Trouble> {
        let folder = tempfile::tempdir()?;
        let written = packed(folder.path())?;
        for backwards in [false, true] {
            let unpacker = open(folder.path());
            let mut order: Vec<_> = written.iter().collect();
            if backwards {
                order.reverse();
            }
            for (id, bytes) in &order {
                let begun = unpacker.beginning(id, 0, &|begun| begun.len() > 40);
                let begun = begun.expect("it is in the pack");
                assert!(bytes.starts_with(&begun));
                assert!(begun.len() > 40 || begun.len() == bytes.len());
            }
            for (id, bytes) in order {
                let read = unpacker.read(id, 0).expect("it is in the pack");
                assert_eq!(read, (ObjectType::Blob, Arc::new(bytes.clone())));
            }
        }
        Ok(())
    }

    #[test]
    fn a_damaged_pack_leaves_what_it_spoils_to_the_library() -> Result<(), Trouble> {
        let folder = tempfile::tempdir()?;
        let written = packed(folder.path())?;
        let pack = fs::read_dir(folder.path().join("objects/pack"))?
            .flatten()
            .map(|entry| entry.path())
            .find(|path| path.extension().is_some_and(|end| end == "pack"))
            .ok_or("no pack")?;
        let whole = fs::read(&pack)?;
        let mut spoilt = 0;
        for at in (12..whole.len() - 20).step_by(3) {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x55;
            fs::write(&pack, &damaged)?;
            let unpacker = open(folder.path());
            for (id, _) in &written {
                unpacker.beginning(id, 0, &|_| true);
                spoilt += usize::from(unpacker.read(id, 0).is_none());
            }
        }
        assert!(spoilt > written.len());
        fs::write(&pack, &whole[..whole.len() / 2])?;
        let unpacker = open(folder.path());
        let there = written
            .iter()
            .filter(|(id, _)| unpacker.read(id, 0).is_some());
        assert!(there.count() < written.len());
        Ok(())
    }
}
