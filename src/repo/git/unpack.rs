//! Objects read straight from packs, many at a time: each is inflated about once, and what others are differences from is kept for them.
//!
//! Whatever is odd here (too large, damaged, not in a pack) is left to the library: this way is only quicker.

use std::collections::HashMap;
use std::fs::File;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use flate2::{Decompress, FlushDecompress, Status};
use git2::{ObjectType, Oid};

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

/// How many bytes are read from a pack at once, and how many such pieces each thread holds.
const STRETCH: usize = 8 * 1024;
const STRETCHES: usize = 64;

/// How many unpacked bytes are kept for the objects to come.
const KEPT: usize = 64 * 1024 * 1024;
const SHELVES: usize = 32;

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

/// What is kept for the objects to come, apart by place, so that threads seldom meet.
struct Shelves<T> {
    shelves: Vec<Mutex<Shelf<T>>>,
    size: fn(&T) -> usize,
}

impl<T: Clone> Shelves<T> {
    fn new(size: fn(&T) -> usize) -> Self {
        Self {
            shelves: (0..SHELVES).map(|_| Mutex::new(Shelf::new())).collect(),
            size,
        }
    }

    fn shelf(&self, place: Place) -> Option<MutexGuard<'_, Shelf<T>>> {
        let at = place.offset ^ place.offset >> 7;
        let shelf = self
            .shelves
            .get(usize::try_from(at % SHELVES as u64).ok()?)?;
        Some(shelf.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn get(&self, place: Place) -> Option<T> {
        self.shelf(place)?.get(place)
    }

    fn put(&self, place: Place, object: T) {
        let size = (self.size)(&object) + 96;
        if let Some(mut shelf) = self.shelf(place) {
            shelf.put(place, object, size);
        }
    }
}

/// The newer half, and the older, which is given up when the newer is full.
struct Shelf<T> {
    new: HashMap<Place, (T, usize)>,
    old: HashMap<Place, (T, usize)>,
    size: usize,
}

impl<T: Clone> Shelf<T> {
    fn new() -> Self {
        Self {
            new: HashMap::new(),
            old: HashMap::new(),
            size: 0,
        }
    }

    fn get(&mut self, place: Place) -> Option<T> {
        if let Some((known, _)) = self.new.get(&place) {
            return Some(known.clone());
        }
        let (known, size) = self.old.remove(&place)?;
        self.put(place, known.clone(), size);
        Some(known)
    }

    fn put(&mut self, place: Place, object: T, size: usize) {
        self.size += size;
        self.new.insert(place, (object, size));
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
        let (stretch, range) = self.stretch(packs, at)?;
        let data = head(self.stretches.get(stretch)?.bytes.get(range)?)?.rest;
        inflate(&mut self.inflater, data, size, &mut bytes)?;
        Some(bytes)
    }

    /// The object whose difference from `base` stands at a place.
    fn applied(&mut self, packs: &Packs, at: Place, base: &[u8]) -> Option<Vec<u8>> {
        let (stretch, range) = self.stretch(packs, at)?;
        let head = head(self.stretches.get(stretch)?.bytes.get(range)?)?;
        let data = match head.kind {
            6 => delta::back(head.rest)?.1,
            _ => head.rest.get(packs.width()..)?,
        };
        inflate(&mut self.inflater, data, head.size, &mut self.difference)?;
        delta::apply(base, &self.difference, LARGEST)
    }

    /// The first bytes of what stands at a place, where it is no difference.
    fn started(&mut self, packs: &Packs, at: Place, wanted: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let (stretch, range) = self.stretch(packs, at)?;
        let data = head(self.stretches.get(stretch)?.bytes.get(range)?)?.rest;
        self.inflater.reset(true);
        more(&mut self.inflater, data, wanted, &mut bytes)?;
        (bytes.len() >= wanted).then_some(bytes)
    }

    /// As much of a difference as makes the first `wanted` bytes; left in [`Self::difference`].
    fn start(&mut self, packs: &Packs, at: Place, wanted: usize) -> Option<delta::Start> {
        let (stretch, range) = self.stretch(packs, at)?;
        let head = head(self.stretches.get(stretch)?.bytes.get(range)?)?;
        let data = match head.kind {
            6 => delta::back(head.rest)?.1,
            _ => head.rest.get(packs.width()..)?,
        };
        self.difference.clear();
        self.inflater.reset(true);
        // Most often the first instruction takes all that is wanted from the base.
        let mut upto = 64;
        loop {
            upto = head.size.min(upto);
            more(&mut self.inflater, data, upto, &mut self.difference)?;
            let start = delta::start(&self.difference, wanted)?;
            if start.makes >= wanted.min(start.size) {
                return Some(start);
            }
            if upto == head.size {
                return None;
            }
            upto *= 12;
        }
    }

    /// The bytes of a pack from a place to the next object.
    fn raw(&mut self, packs: &Packs, at: Place) -> Option<&[u8]> {
        let (stretch, range) = self.stretch(packs, at)?;
        self.stretches.get(stretch)?.bytes.get(range)
    }

    /// The stretch that holds what stands at a place, and where in it that is.
    fn stretch(&mut self, packs: &Packs, at: Place) -> Option<(usize, Range<usize>)> {
        let length = usize::try_from(packs.length(at)?).ok()?;
        let range = |stretch: &Stretch| {
            let start = usize::try_from(at.offset.checked_sub(stretch.start)?).ok()?;
            let end = start.checked_add(length)?;
            (stretch.pack == at.pack && end <= stretch.bytes.len()).then_some(start..end)
        };
        for (known, stretch) in self.stretches.iter().enumerate() {
            if let Some(range) = range(stretch) {
                return Some((known, range));
            }
        }
        if length > LARGEST_READ {
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
        (stretch.bytes.len() >= length).then_some((free, 0..length))
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

/// Goes on unpacking until there are `wanted` bytes.
fn more(inflater: &mut Decompress, data: &[u8], wanted: usize, into: &mut Vec<u8>) -> Option<()> {
    while into.len() < wanted {
        let before = into.len();
        into.reserve_exact(wanted - before);
        let rest = data.get(usize::try_from(inflater.total_in()).ok()?..)?;
        inflater
            .decompress_vec(rest, into, FlushDecompress::None)
            .ok()?;
        if into.len() == before {
            return None;
        }
    }
    Some(())
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
