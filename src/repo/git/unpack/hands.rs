//! What one thread unpacks with: pieces of packs as they were read, and an inflater.

use std::fs::File;
use std::ops::Range;

use flate2::{Decompress, FlushDecompress, Status};
use git2::ObjectType;

use super::{LARGEST, LARGEST_READ};
use crate::repo::git::delta;
use crate::repo::git::packs::{Packs, Place};

/// How many bytes are read from a pack at once, and how many such pieces each thread holds.
const STRETCH: usize = 8 * 1024;
const STRETCHES: usize = 64;

/// What stands at a place in a pack.
pub(super) enum Entry {
    /// An object as it is, and its size.
    Whole(ObjectType, usize),
    /// What differs from another object.
    Difference(Place),
}

/// What one thread works with.
pub(super) struct Hands {
    inflater: Decompress,
    stretches: Vec<Stretch>,
    /// The stretch to give up next.
    next: usize,
    /// Room for a difference.
    pub(super) difference: Vec<u8>,
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
    pub(super) fn entry(&mut self, packs: &Packs, at: Place) -> Option<Entry> {
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
    pub(super) fn inflate(&mut self, packs: &Packs, at: Place, size: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let (stretch, range) = self.stretch(packs, at)?;
        let data = head(self.stretches.get(stretch)?.bytes.get(range)?)?.rest;
        inflate(&mut self.inflater, data, size, &mut bytes)?;
        Some(bytes)
    }

    /// The object whose difference from `base` stands at a place.
    pub(super) fn applied(&mut self, packs: &Packs, at: Place, base: &[u8]) -> Option<Vec<u8>> {
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
    pub(super) fn started(&mut self, packs: &Packs, at: Place, wanted: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let (stretch, range) = self.stretch(packs, at)?;
        let data = head(self.stretches.get(stretch)?.bytes.get(range)?)?.rest;
        self.inflater.reset(true);
        more(&mut self.inflater, data, wanted, &mut bytes)?;
        (bytes.len() >= wanted).then_some(bytes)
    }

    /// As much of a difference as makes the first `wanted` bytes; left in [`Self::difference`].
    pub(super) fn start(
        &mut self,
        packs: &Packs,
        at: Place,
        wanted: usize,
    ) -> Option<delta::Start> {
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
