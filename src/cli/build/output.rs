//! The folder that a site is built in, with what the build before it left there and remembered.

use std::path::{Path, absolute};
use std::sync::{Mutex, PoisonError};

use crate::repo::remembered::Remembered;
use crate::repo::write::{Folder, Stamp};
use crate::repo::{Failure, Repository};
use crate::site::former::Former;

/// What results of this kind are called.
const KIND: &str = "site";

/// A site being built.
pub(super) struct Output {
    /// Its folder.
    pub(super) folder: Folder,
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
            next: Mutex::default(),
        })
    }

    /// Puts it in its place, and only then remembers it.
    pub(super) fn finish(self) -> Result<(), Failure> {
        self.folder.finish()?;
        let next = self.next.into_inner();
        if let Some(bytes) = next.unwrap_or_else(PoisonError::into_inner) {
            self.remembered.put(KIND, &self.name, &bytes);
        }
        Ok(())
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
