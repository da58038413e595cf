//! The objects of a repository by their ids: blobs, trees and commits as the bytes that git keeps.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use git2::{ErrorCode, ObjectFormat, ObjectType, Odb, OdbObject, Oid};

use super::BlobId;
use super::command::Git;
use super::unpack::{Shared, Unpacker};
use crate::repo::{Bytes, Failure, MOST_READ};

/// A blob this large is not unpacked in memory; only its beginning is.
const MOST_UNPACKED: usize = 16 * 1024 * 1024;

/// How many threads can read at once.
const DOORS: usize = 33;

/// What takes no more than this in a pack is not large when unpacked either, as far as that can be.
const SMALL: u64 = 16 * 1024;

/// What to do about damage.
const FSCK: &str = "run `git fsck` to see what is damaged";

/// What to do about damage where somebody else has the object.
const REFETCH: &str = "a fresh clone of where it was pushed has it, and `git fetch --refetch` brings what is only missing";

/// Where the objects are. Shared by threads.
pub(crate) struct Objects {
    /// One for each thread, as the library lets only one read at a time through each; opened when first used.
    doors: Vec<OnceLock<Odb<'static>>>,
    /// For whoever reads much; opened when first used.
    unpacker: OnceLock<Unpacker>,
    folders: Vec<PathBuf>,
    format: ObjectFormat,
    git: Git,
}

/// One object's bytes.
pub(crate) enum Object<'a> {
    /// From a pack, shared with those that differ from it.
    Unpacked(Shared),
    /// From the repository's files.
    Kept(OdbObject<'a>),
    /// From the `git` program, which fetched it where it had to.
    Fetched(Vec<u8>),
}

impl Object<'_> {
    pub(crate) fn data(&self) -> &[u8] {
        match self {
            Self::Unpacked(bytes) => bytes,
            Self::Kept(object) => object.data(),
            Self::Fetched(bytes) => bytes,
        }
    }

    /// The bytes, to be kept.
    pub(crate) fn shared(self) -> Shared {
        match self {
            Self::Unpacked(bytes) => bytes,
            Self::Kept(object) => Arc::new(object.data().to_vec()),
            Self::Fetched(bytes) => Arc::new(bytes),
        }
    }
}

impl Objects {
    /// The objects in `common` and, where the environment is heeded, in the folders that it names: those of a push under way.
    pub(crate) fn open(common: &Path, format: ObjectFormat, git: Git) -> Result<Self, Failure> {
        // Nothing is written; what is read is read once, and kept by whoever needs it again.
        git2::opts::strict_hash_verification(false);
        git2::opts::enable_caching(false);
        let objects = Self {
            doors: (0..DOORS).map(|_| OnceLock::new()).collect(),
            unpacker: OnceLock::new(),
            folders: folders(common, &git),
            format,
            git,
        };
        objects.door()?;
        Ok(objects)
    }

    /// The way to the objects for the thread that asks.
    fn door(&self) -> Result<&Odb<'static>, Failure> {
        let door = self
            .doors
            .get(thread() % self.doors.len().max(1))
            .ok_or_else(|| Failure::new("the objects of the repository cannot be opened"))?;
        if let Some(odb) = door.get() {
            return Ok(odb);
        }
        let odb = self.another().map_err(|error| {
            Failure::new("the objects of the repository cannot be opened").because(error.message())
        })?;
        Ok(door.get_or_init(|| odb))
    }

    fn another(&self) -> Result<Odb<'static>, git2::Error> {
        let odb = Odb::new_ext(self.format)?;
        for folder in self.folders.iter().filter_map(|folder| folder.to_str()) {
            odb.add_disk_alternate(folder)?;
        }
        Ok(odb)
    }

    /// From now on much will be read: worth the time to open the packs for it.
    pub(crate) fn expect_much(&self) {
        self.unpacker();
    }

    fn unpacker(&self) -> &Unpacker {
        self.unpacker
            .get_or_init(|| Unpacker::open(&self.folders, self.width(), DOORS))
    }

    /// From now on as on a machine without the `git` program.
    pub(crate) fn without_program(&mut self) {
        self.git = self.git.clone().without_program();
    }

    /// How many bytes an id has.
    pub(crate) const fn width(&self) -> usize {
        match self.format {
            ObjectFormat::Sha1 => 20,
            ObjectFormat::Sha256 => 32,
        }
    }

    pub(crate) const fn format(&self) -> ObjectFormat {
        self.format
    }

    /// The id that these bytes have as a blob.
    pub(crate) fn id_of(&self, bytes: &[u8]) -> Result<BlobId, Failure> {
        Oid::hash_object_ext(ObjectType::Blob, bytes, self.format)
            .map_err(|error| Failure::new("bytes cannot be hashed").because(error.message()))
    }

    /// An id in hexadecimal digits.
    pub(crate) fn parse(&self, hex: &str) -> Option<Oid> {
        if hex.len() != self.width() * 2 {
            return None;
        }
        Oid::from_str_ext(hex, self.format).ok()
    }

    /// An object of this kind.
    pub(crate) fn read(&self, id: Oid, kind: ObjectType) -> Result<Object<'_>, Failure> {
        if let Some(unpacker) = self.unpacker.get()
            && let Some((found, bytes)) = unpacker.read(&id, thread())
            && found == kind
        {
            return Ok(Object::Unpacked(bytes));
        }
        match self.door()?.read(id) {
            Ok(object) if object.kind() == kind => Ok(Object::Kept(object)),
            Ok(object) => Err(Failure::new(format!(
                "object {id} is a {}, not a {kind}",
                object.kind()
            ))
            .hint(FSCK)
            .hint(REFETCH)
            .lost()),
            Err(error) => self.fetch(id, kind, &error).map(Object::Fetched),
        }
    }

    /// These blobs in an order in which reading them is quick: each as its place in the list, and whether it is known to be small.
    pub(crate) fn quick_order(&self, ids: &[BlobId]) -> Vec<(usize, bool)> {
        let packs = self.unpacker().packs();
        let mut places: Vec<_> = ids
            .iter()
            .enumerate()
            .map(|(at, id)| (packs.place(*id), at))
            .collect();
        // A difference stands behind what it is from, most often near.
        places.sort_unstable();
        let small = |place| packs.length(place).is_some_and(|length| length <= SMALL);
        places
            .into_iter()
            .map(|(place, at)| (at, place.is_some_and(small)))
            .collect()
    }

    /// A blob's bytes, at most [`MOST_READ`] of them, for as long as somebody looks at them. Of one that is not known to be `small` the size is
    /// asked for first.
    pub(crate) fn with_blob<T>(
        &self,
        id: BlobId,
        small: bool,
        look: impl FnOnce(&[u8]) -> T,
    ) -> Result<T, Failure> {
        if !small
            && let Ok((size, ObjectType::Blob)) = self.door()?.read_header(id)
            && size > MOST_UNPACKED
        {
            return self
                .git
                .beginning(&["cat-file", "blob", &id.to_string()], MOST_READ as u64)
                .map(|bytes| look(&bytes))
                .map_err(|trouble| trouble.failure(&format!("blob {id} cannot be read")).lost());
        }
        let object = self.read(id, ObjectType::Blob)?;
        let data = object.data();
        Ok(look(data.get(..MOST_READ).unwrap_or(data)))
    }

    /// The first bytes of a blob, as many as are `enough`, or as [`Self::with_blob`] gives them.
    pub(crate) fn with_beginning<T>(
        &self,
        id: BlobId,
        small: bool,
        enough: &dyn Fn(&[u8]) -> bool,
        look: impl FnOnce(&[u8]) -> T,
    ) -> Result<T, Failure> {
        match self.unpacker().beginning(&id, thread(), enough) {
            Some(bytes) => Ok(look(&bytes)),
            None => self.with_blob(id, small, look),
        }
    }

    /// A blob's bytes, at most [`MOST_READ`] of them.
    pub(crate) fn blob(&self, id: BlobId) -> Result<Bytes, Failure> {
        self.with_blob(id, false, |data| Bytes::from(data))
    }

    /// Whether some objects are left to be fetched when they are asked for.
    fn is_partial(&self) -> bool {
        let packs = self
            .folders
            .iter()
            .filter_map(|folder| std::fs::read_dir(folder.join("pack")).ok());
        packs
            .flatten()
            .flatten()
            .any(|file| file.path().extension().is_some_and(|end| end == "promisor"))
    }

    /// What libgit2 did not find: in a partial clone the `git` program knows where to get it.
    fn fetch(&self, id: Oid, kind: ObjectType, error: &git2::Error) -> Result<Vec<u8>, Failure> {
        let answer = self.git.output(&["cat-file", kind.str(), &id.to_string()]);
        answer.map_err(|trouble| {
            let failure = Failure::new(format!("{kind} {id} cannot be read"));
            // A partial clone lacks what it has not fetched yet; that is no damage, and asking for one after another would take for ever.
            if error.code() == ErrorCode::NotFound && self.is_partial() {
                return failure
                    .because(trouble.failure("it is not in this partial clone"))
                    .hint("run `git fetch` where the rest of it can be reached");
            }
            let failure = failure.hint(FSCK).hint(REFETCH).lost();
            if error.code() == ErrorCode::NotFound {
                failure.because(trouble.failure("it is not in the repository"))
            } else {
                failure.because(error.message())
            }
        })
    }
}

/// A number for the thread that asks: 0 outside of the pool.
fn thread() -> usize {
    rayon::current_thread_index().map_or(0, |index| index + 1)
}

/// The folders that hold objects.
fn folders(common: &Path, git: &Git) -> Vec<PathBuf> {
    let mut folders = Vec::new();
    match named(git, "GIT_OBJECT_DIRECTORY") {
        Some(folder) => folders.push(git.directory().join(folder)),
        None => folders.push(common.join("objects")),
    }
    if let Some(list) = named(git, "GIT_ALTERNATE_OBJECT_DIRECTORIES") {
        folders.extend(
            std::env::split_paths(&list)
                .filter(|folder| !folder.as_os_str().is_empty())
                .map(|folder| git.directory().join(folder)),
        );
    }
    folders.retain(|folder| folder.is_dir());
    folders
}

fn named(git: &Git, name: &str) -> Option<OsString> {
    git.heeds_environment()
        .then(|| git.variable(name))
        .flatten()
}
