//! Objects read straight from packs, many at a time: each is inflated about once, and what others are differences from is kept for them.
//!
//! Whatever is odd here (too large, damaged, not in a pack) is left to the library: this way is only quicker.

use std::collections::HashMap;
use std::fs::File;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use flate2::{Decompress, FlushDecompress, Status};
use git2::{ObjectType, Oid};

use super::delta;
use super::packs::{Packs, Place};

/// What is larger when unpacked is not read here.
const LARGEST: usize = 8 * 1024 * 1024;

/// An object is not a difference from a difference more often than this.
const LONGEST: usize = 8192;

/// How many bytes are read from a pack at once, and how many such pieces each thread holds.
const STRETCH: usize = 64 * 1024;
const STRETCHES: usize = 8;

/// How many unpacked bytes are kept for the objects to come.
const KEPT: usize = 96 * 1024 * 1024;
const SHELVES: usize = 32;

/// An object's bytes, shared.
pub(super) type Shared = Arc<Vec<u8>>;

/// The packs of a repository, about to be read much.
pub(super) struct Unpacker {
    packs: Packs,
    shelves: Vec<Mutex<Shelf>>,
    /// One for each thread.
    hands: Vec<Mutex<Hands>>,
}

impl Unpacker {
    pub(super) fn open(folders: &[PathBuf], width: usize, threads: usize) -> Self {
        Self {
            packs: Packs::open(folders, width),
            shelves: (0..SHELVES).map(|_| Mutex::default()).collect(),
            hands: (0..threads).map(|_| Mutex::default()).collect(),
        }
    }

    pub(super) const fn packs(&self) -> &Packs {
        &self.packs
    }

    /// An object's kind and bytes; nothing where the library has to be asked.
    pub(super) fn read(&self, id: &Oid, thread: usize) -> Option<(ObjectType, Shared)> {
        let place = self.packs.place(*id)?;
        if let Some(known) = self.kept(place) {
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
            if let Some(known) = self.kept(at) {
                break known;
            }
            match hands.entry(&self.packs, at)? {
                Entry::Whole(kind, size) => {
                    let bytes = Arc::new(hands.inflate(&self.packs, at, size)?);
                    // A commit is hardly ever what another differs from.
                    if kind != ObjectType::Commit || !chain.is_empty() {
                        self.keep(at, kind, &bytes);
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
            self.keep(at, kind, &bytes);
        }
        Some((kind, bytes))
    }

    fn shelf(&self, place: Place) -> Option<&Mutex<Shelf>> {
        let at = (place.offset ^ place.offset >> 7) as usize;
        self.shelves.get(at % SHELVES)
    }

    fn kept(&self, place: Place) -> Option<(ObjectType, Shared)> {
        let shelf = self.shelf(place)?.lock();
        shelf.unwrap_or_else(PoisonError::into_inner).get(place)
    }

    fn keep(&self, place: Place, kind: ObjectType, bytes: &Shared) {
        if let Some(shelf) = self.shelf(place) {
            let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
            shelf.put(place, (kind, Arc::clone(bytes)));
        }
    }
}

/// What is kept: the newer half, and the older, which is given up when the newer is full.
#[derive(Default)]
struct Shelf {
    new: HashMap<Place, (ObjectType, Shared)>,
    old: HashMap<Place, (ObjectType, Shared)>,
    size: usize,
}

impl Shelf {
    fn get(&mut self, place: Place) -> Option<(ObjectType, Shared)> {
        if let Some(known) = self.new.get(&place) {
            return Some(known.clone());
        }
        let known = self.old.remove(&place)?;
        self.put(place, known.clone());
        Some(known)
    }

    fn put(&mut self, place: Place, object: (ObjectType, Shared)) {
        self.size += object.1.len() + 96;
        self.new.insert(place, object);
        if self.size > KEPT / SHELVES / 2 {
            self.old = std::mem::take(&mut self.new);
            self.size = 0;
        }
    }
}

/// What stands at a place in a pack.
enum Entry {
    /// An object as it is, and its size.
    Whole(ObjectType, usize),
    /// What differs from another object.
    Difference(Place),
}

/// What one thread works with.
struct Hands {
    inflater: Decompress,
    stretches: Vec<Stretch>,
    /// The stretch to give up next.
    next: usize,
    difference: Vec<u8>,
}

/// A piece of a pack.
#[derive(Default)]
struct Stretch {
    pack: usize,
    start: u64,
    bytes: Vec<u8>,
}

impl Default for Hands {
    fn default() -> Self {
        Self {
            inflater: Decompress::new(true),
            stretches: (0..STRETCHES).map(|_| Stretch::default()).collect(),
            next: 0,
            difference: Vec::new(),
        }
    }
}

impl Hands {
    /// What stands at a place.
    fn entry(&mut self, packs: &Packs, at: Place) -> Option<Entry> {
        let head = head(self.raw(packs, at)?)?;
        match head.kind {
            1 => Some(Entry::Whole(ObjectType::Commit, head.size)),
            2 => Some(Entry::Whole(ObjectType::Tree, head.size)),
            3 => Some(Entry::Whole(ObjectType::Blob, head.size)),
            4 => Some(Entry::Whole(ObjectType::Tag, head.size)),
            6 => {
                let (back, _) = delta::back(head.rest)?;
                let offset = at.offset.checked_sub(back).filter(|_| back > 0)?;
                Some(Entry::Difference(Place { offset, ..at }))
            }
            7 => {
                let id = head.rest.get(..packs.width())?;
                Some(Entry::Difference(packs.place_in(at.pack, id)?))
            }
            _ => None,
        }
    }

    /// What stands at a place, unpacked, where it is no difference.
    fn inflate(&mut self, packs: &Packs, at: Place, size: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let stretch = self.stretch(packs, at)?;
        let data = head(self.stretches.get(stretch)?.from(at, packs)?)?.rest;
        inflate(&mut self.inflater, data, size, &mut bytes)?;
        Some(bytes)
    }

    /// The object whose difference from `base` stands at a place.
    fn applied(&mut self, packs: &Packs, at: Place, base: &[u8]) -> Option<Vec<u8>> {
        let stretch = self.stretch(packs, at)?;
        let head = head(self.stretches.get(stretch)?.from(at, packs)?)?;
        let data = match head.kind {
            6 => delta::back(head.rest)?.1,
            _ => head.rest.get(packs.width()..)?,
        };
        inflate(&mut self.inflater, data, head.size, &mut self.difference)?;
        delta::apply(base, &self.difference, LARGEST)
    }

    /// The bytes of a pack from a place to the next object.
    fn raw(&mut self, packs: &Packs, at: Place) -> Option<&[u8]> {
        let stretch = self.stretch(packs, at)?;
        self.stretches.get(stretch)?.from(at, packs)
    }

    /// The stretch that holds what stands at a place.
    fn stretch(&mut self, packs: &Packs, at: Place) -> Option<usize> {
        let length = usize::try_from(packs.length(at)?).ok()?;
        let holds = |stretch: &Stretch| {
            let skipped = at.offset.checked_sub(stretch.start);
            stretch.pack == at.pack
                && skipped.is_some_and(|skipped| skipped as usize + length <= stretch.bytes.len())
        };
        if let Some(known) = self.stretches.iter().position(holds) {
            return Some(known);
        }
        if length > 2 * LARGEST {
            return None;
        }
        let free = self.next % self.stretches.len();
        self.next = free + 1;
        let stretch = self.stretches.get_mut(free)?;
        // What is read next stands most often behind this.
        let wanted = length.max(STRETCH);
        stretch.pack = at.pack;
        stretch.start = at.offset;
        stretch.bytes.resize(wanted, 0);
        let read = read_at(packs.file(at.pack)?, &mut stretch.bytes, at.offset);
        stretch.bytes.truncate(read.unwrap_or(0));
        (stretch.bytes.len() >= length).then_some(free)
    }
}

impl Stretch {
    fn from(&self, at: Place, packs: &Packs) -> Option<&[u8]> {
        let start = usize::try_from(at.offset.checked_sub(self.start)?).ok()?;
        let length = usize::try_from(packs.length(at)?).ok()?;
        self.bytes.get(start..start.checked_add(length)?)
    }
}

/// The beginning of an entry: its kind, its size unpacked, and what follows.
struct Head<'a> {
    kind: u8,
    size: usize,
    rest: &'a [u8],
}

fn head(bytes: &[u8]) -> Option<Head<'_>> {
    let (&first, mut rest) = bytes.split_first()?;
    let kind = first >> 4 & 7;
    let mut size = u64::from(first & 15);
    let (mut byte, mut shift) = (first, 4);
    while byte & 0x80 != 0 {
        let (&next, behind) = rest.split_first()?;
        (byte, rest) = (next, behind);
        size |= u64::from(byte & 0x7f).checked_shl(shift)?;
        shift += 7;
        if shift > 40 {
            return None;
        }
    }
    let size = usize::try_from(size).ok().filter(|size| *size <= LARGEST)?;
    Some(Head { kind, size, rest })
}

/// Unpacks just `size` bytes.
fn inflate(inflater: &mut Decompress, data: &[u8], size: usize, into: &mut Vec<u8>) -> Option<()> {
    into.clear();
    into.reserve_exact(size + 1);
    inflater.reset(true);
    let status = inflater.decompress_vec(data, into, FlushDecompress::Finish);
    (matches!(status, Ok(Status::StreamEnd)) && into.len() == size).then_some(())
}

#[cfg(unix)]
fn read_at(file: &File, into: &mut [u8], offset: u64) -> std::io::Result<usize> {
    use std::os::unix::fs::FileExt;
    let mut done = 0;
    while let Some(rest) = into.get_mut(done..).filter(|rest| !rest.is_empty()) {
        match file.read_at(rest, offset + done as u64)? {
            0 => break,
            read => done += read,
        }
    }
    Ok(done)
}

#[cfg(not(unix))]
fn read_at(_: &File, _: &mut [u8], _: u64) -> std::io::Result<usize> {
    // The library reads everything there.
    Ok(0)
}
