//! The versions of one engagement, read as its commits are gone through, each parsed once.

use std::collections::VecDeque;
use std::sync::Arc;

use super::versions::{Blobs, Versions};
use crate::model::{Engagement, Settings};
use crate::repo::Failure;
use crate::repo::history::{BlobId, Step};

/// How many parsed versions are kept at hand.
const AT_HAND: usize = 3;

/// Reads the versions of one engagement.
pub struct Reading<'s> {
    own: Arc<Engagement>,
    settings: &'s Settings,
    versions: &'s Versions,
    blobs: &'s dyn Blobs,
    at_hand: VecDeque<(BlobId, String, Arc<Engagement>)>,
}

/// A version before a commit, where there was one, and the version after it.
pub type Pair = (Option<Arc<Engagement>>, Arc<Engagement>);

impl<'s> Reading<'s> {
    /// A reading of the versions of `own`, which is one of them.
    #[must_use]
    pub const fn new(
        own: Arc<Engagement>,
        settings: &'s Settings,
        versions: &'s Versions,
        blobs: &'s dyn Blobs,
    ) -> Self {
        Self {
            own,
            settings,
            versions,
            blobs,
            at_hand: VecDeque::new(),
        }
    }

    /// Both versions of a step.
    ///
    /// # Errors
    /// Where one is not there or damaged.
    pub fn pair(&mut self, step: &Step) -> Result<Pair, Failure> {
        let from = step.moved_from.as_ref().unwrap_or(&step.path);
        let before = step
            .before
            .map(|blob| self.version(blob, from))
            .transpose()?;
        let after = self.version(step.after, &step.path)?;
        Ok((before, after))
    }

    /// A version's bytes.
    ///
    /// # Errors
    /// Where it is not there or damaged.
    pub fn bytes(&self, blob: BlobId) -> Result<Vec<u8>, Failure> {
        match self.versions.bytes(blob) {
            Some(bytes) => Ok(bytes),
            None => Ok(self.blobs.one(blob)?.to_vec()),
        }
    }

    /// A version, which stood at `path`.
    ///
    /// # Errors
    /// Where it is not there or damaged.
    pub fn version(&mut self, blob: BlobId, path: &str) -> Result<Arc<Engagement>, Failure> {
        if let Some((.., version)) = self
            .at_hand
            .iter()
            .find(|(other, place, _)| *other == blob && place == path)
        {
            return Ok(Arc::clone(version));
        }
        let bytes = self.bytes(blob)?;
        // Where it stood may have been no place of an engagement; it was this one all the same.
        let own = &self.own;
        if path == own.path && bytes == own.document.text.as_bytes() {
            return Ok(Arc::clone(own));
        }
        let beside = self.at_hand.back().map_or(own, |(.., version)| version);
        let mut version = Engagement::read_beside(&own.path, &bytes, self.settings, beside)
            .unwrap_or_else(|| Engagement::clone(own));
        if path != own.path {
            version.id = self
                .settings
                .sources
                .id(path)
                .unwrap_or_else(|| path.to_owned());
            path.clone_into(&mut version.path);
        }
        let version = Arc::new(version);
        self.at_hand
            .push_back((blob, path.to_owned(), Arc::clone(&version)));
        if self.at_hand.len() > AT_HAND {
            self.at_hand.pop_front();
        }
        Ok(version)
    }
}
