//! The folder that a site is built in, with what the build before it left there and remembered.

use std::path::{Path, PathBuf, absolute};
use std::sync::{Mutex, PoisonError};

use crate::repo::remembered::Remembered;
use crate::repo::write::{Folder, Gone, Stamp, Whole};
use crate::repo::{Failure, Repository};
use crate::site::former::Former;

/// What results of this kind are called.
const KIND: &str = "site";

/// A site being built.
pub(super) struct Output {
    /// Its folder.
    pub(super) folder: Folder,
    place: PathBuf,
    remembered: Remembered,
    /// What is remembered of builds in this place.
    name: String,
    next: Mutex<Option<Vec<u8>>>,
}

impl Output {
    /// Begins a site in this place.
    pub(super) fn begin(repository: &Repository, place: &Path) -> Result<Self, Failure> {
        let whole = absolute(place).unwrap_or_else(|_| place.to_owned());
        Ok(Self {
            folder: Folder::begin(place)?,
            remembered: Remembered::of(repository),
            name: whole.to_string_lossy().into_owned(),
            place: whole,
            next: Mutex::default(),
        })
    }

    /// Puts it in its place. What is left to do then can wait.
    pub(super) fn finish(self) -> Result<Rest, Failure> {
        let own = self.folder.own_stamp();
        let gone = self.folder.finish()?;
        let next = self.next.into_inner();
        Ok(Rest {
            place: self.place,
            own,
            gone,
            next: next.unwrap_or_else(PoisonError::into_inner),
            remembered: self.remembered,
            name: self.name,
        })
    }
}

/// What is left to do once a site stands in its place.
pub(super) struct Rest {
    place: PathBuf,
    own: Option<Stamp>,
    gone: Gone,
    next: Option<Vec<u8>>,
    remembered: Remembered,
    name: String,
}

impl Rest {
    /// Does it: remembers, and removes what stood there before. Gives what was put there, if it stands there still.
    pub(super) fn finish(self) -> Option<Whole> {
        let remember = || {
            if let Some(bytes) = self.next {
                self.remembered.put(KIND, &self.name, &bytes);
            }
            drop(self.gone);
        };
        let look = || {
            let own = self.own?;
            let stands = || {
                let folder = std::fs::symlink_metadata(&self.place).ok()?;
                (Stamp::of_folder(&folder)? == own && own.number != 0).then_some(())
            };
            // Somebody else may build there at the same time.
            stands()?;
            let whole = Whole::of(&self.place)?;
            stands()?;
            (whole.own_stamp() == Some(own)).then_some(whole)
        };
        rayon::join(look, remember).0
    }
}

impl Former for Output {
    fn recall(&self) -> Option<Vec<u8>> {
        self.remembered.get(KIND, &self.name)
    }

    fn keep(&self, file: &str, stamp: Stamp) -> bool {
        self.folder.keep(file, stamp)
    }

    fn stamp(&self, file: &str) -> Option<Stamp> {
        self.folder.stamp(file)
    }

    fn remember(&self, bytes: Vec<u8>) {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = Some(bytes);
    }
}
