//! Where objects lie in packs. Those that are stored as differences from each other lie together: read in the order of their places, each is
//! unpacked about once.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use git2::Oid;

/// The beginning of an index of version 2: its magic, its version, and 256 counts.
const HEADER: usize = 8 + 256 * 4;

/// Where one object lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place {
    /// Which pack.
    pub(super) pack: usize,
    /// The byte at which it begins there.
    pub(super) offset: u64,
}

/// The indexes of all packs.
pub(super) struct Packs {
    indexes: Vec<Vec<u8>>,
    /// The packs themselves, with how many bytes of objects they hold; nothing for one that cannot be opened.
    files: Vec<Option<(File, u64)>>,
    /// Of each pack, where its objects begin, sorted.
    offsets: Vec<Vec<u64>>,
    /// How many bytes an id has.
    width: usize,
}

impl Packs {
    /// Those in these folders of objects. One that cannot be read is left out: nothing but speed hangs on it.
    pub(super) fn open(folders: &[PathBuf], width: usize) -> Self {
        let mut files: Vec<PathBuf> = folders
            .iter()
            .filter_map(|folder| fs::read_dir(folder.join("pack")).ok())
            .flat_map(|entries| entries.flatten().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "idx"))
            .collect();
        files.sort();
        let (mut indexes, mut packs) = (Vec::new(), Vec::new());
        for path in files {
            let Ok(index) = fs::read(&path) else { continue };
            if index.starts_with(b"\xfftOc\0\0\0\x02") {
                indexes.push(index);
                packs.push(pack(&path.with_extension("pack"), width));
            }
        }
        Self::of(indexes, packs, width)
    }

    fn of(indexes: Vec<Vec<u8>>, files: Vec<Option<(File, u64)>>, width: usize) -> Self {
        let mut packs = Self {
            indexes,
            files,
            offsets: Vec::new(),
            width,
        };
        packs.offsets = packs
            .indexes
            .iter()
            .map(|index| {
                let total = number(index, 8 + 255 * 4).unwrap_or(0);
                let mut all: Vec<u64> = (0..total)
                    .map_while(|at| packs.nth(index, total, at))
                    .collect();
                all.sort_unstable();
                all
            })
            .collect();
        packs
    }

    /// How many bytes an object takes in its pack; nothing where the pack is not known, or no object begins there.
    pub(super) fn length(&self, place: Place) -> Option<u64> {
        let offsets = self.offsets.get(place.pack)?;
        let at = offsets.binary_search(&place.offset).ok()?;
        let end = match offsets.get(at + 1) {
            Some(next) => *next,
            None => self.files.get(place.pack)?.as_ref()?.1,
        };
        end.checked_sub(place.offset)
    }

    /// A pack's file.
    pub(super) fn file(&self, pack: usize) -> Option<&File> {
        self.files.get(pack)?.as_ref().map(|(file, _)| file)
    }

    /// How many bytes an id has.
    pub(super) const fn width(&self) -> usize {
        self.width
    }

    /// Where in a pack an object is.
    pub(super) fn place_in(&self, pack: usize, id: &[u8]) -> Option<Place> {
        let offset = self.offset(self.indexes.get(pack)?, id)?;
        Some(Place { pack, offset })
    }

    /// The pack that an object is in, and where in it; nothing for one that is in none.
    pub(super) fn place(&self, id: Oid) -> Option<Place> {
        self.indexes.iter().enumerate().find_map(|(pack, index)| {
            let offset = self.offset(index, id.as_bytes())?;
            Some(Place { pack, offset })
        })
    }

    fn offset(&self, index: &[u8], id: &[u8]) -> Option<u64> {
        let first = usize::from(*id.first()?);
        let total = number(index, 8 + 255 * 4)?;
        let mut low = match first.checked_sub(1) {
            Some(before) => number(index, 8 + before * 4)?,
            None => 0,
        };
        let mut high = number(index, 8 + first * 4)?;
        while low < high {
            let middle = low.midpoint(high);
            let at = HEADER + middle * self.width;
            match index.get(at..at + self.width)?.cmp(id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => {
                    return self.nth(index, total, middle);
                }
            }
        }
        None
    }

    /// Where the object begins whose id is at `middle` in the index: 31 bits, or where more are to be found.
    fn nth(&self, index: &[u8], total: usize, middle: usize) -> Option<u64> {
        const LONG: usize = 1 << 31;
        // Behind the ids stands a checksum of four bytes for each, then the places.
        let place = number(index, HEADER + total * (self.width + 4) + middle * 4)?;
        if place < LONG {
            return u64::try_from(place).ok();
        }
        let at = HEADER + total * (self.width + 8) + (place - LONG) * 8;
        let bytes = index.get(at..at + 8)?;
        Some(u64::from_be_bytes(bytes.try_into().ok()?))
    }
}

/// A pack's file, and where its objects end: before its checksum.
fn pack(path: &Path, width: usize) -> Option<(File, u64)> {
    let mut file = File::open(path).ok()?;
    let mut magic = [0; 8];
    file.read_exact(&mut magic).ok()?;
    let end = file
        .metadata()
        .ok()?
        .len()
        .checked_sub(u64::try_from(width).ok()?)?;
    matches!(&magic, b"PACK\0\0\0\x02" | b"PACK\0\0\0\x03").then_some((file, end))
}

fn number(index: &[u8], at: usize) -> Option<usize> {
    let bytes: [u8; 4] = index.get(at..at + 4)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(bytes)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An index of these ids, each by its first byte, at the places 10, 20, …
    fn index(firsts: &[u8]) -> Vec<u8> {
        let mut index = b"\xfftOc\0\0\0\x02".to_vec();
        for byte in 0..=255u8 {
            let count = firsts.iter().filter(|first| **first <= byte).count();
            index.extend(u32::try_from(count).unwrap_or_default().to_be_bytes());
        }
        for first in firsts {
            index.extend([*first; 20]);
        }
        index.extend(firsts.iter().flat_map(|_| [0; 4]));
        for at in 1..=u32::try_from(firsts.len()).unwrap_or_default() {
            index.extend((at * 10).to_be_bytes());
        }
        index
    }

    fn place(packs: &Packs, first: u8) -> Option<(usize, u64)> {
        let place = packs.place(Oid::from_bytes(&[first; 20]).ok()?)?;
        Some((place.pack, place.offset))
    }

    #[test]
    fn an_object_is_found_in_the_pack_that_has_it() {
        let packs = Packs::of(vec![index(&[0, 7, 7, 255]), index(&[9])], Vec::new(), 20);
        assert_eq!(place(&packs, 0), Some((0, 10)));
        assert_eq!(place(&packs, 255), Some((0, 40)));
        assert_eq!(place(&packs, 9), Some((1, 10)));
        assert_eq!(place(&packs, 8), None);
        let length = |offset| packs.length(Place { pack: 0, offset });
        assert_eq!((length(30), length(40), length(35)), (Some(10), None, None));
    }

    #[test]
    fn a_damaged_index_finds_nothing_and_does_not_panic() {
        let whole = index(&[1, 2, 3]);
        for end in 0..whole.len() {
            let packs = Packs::of(
                vec![whole.get(..end).unwrap_or_default().to_vec()],
                Vec::new(),
                20,
            );
            assert_eq!(place(&packs, 3), None, "{end}");
        }
    }
}
