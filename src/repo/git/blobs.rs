//! Blobs read one by one, and many at once.

use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;

use super::{BlobId, Repository};
use crate::repo::{Bytes, Failure};

impl Repository {
    /// A blob's bytes, at most [`crate::repo::MOST_READ`] of them. Can be called from several threads at once.
    ///
    /// # Errors
    /// Where it is not there or damaged.
    pub fn blob(&self, id: BlobId) -> Result<Bytes, Failure> {
        self.objects.blob(id)
    }

    /// Looks at the beginnings of many blobs from several threads; what was seen, in the order of `ids`. Quicker by far than [`Self::blob`] one
    /// after another, as none is unpacked further than it has to be.
    ///
    /// A beginning is as many bytes as are `enough`; where none are, it is the blob as [`Self::blob`] gives it.
    ///
    /// # Errors
    /// Where one is not there or damaged.
    pub fn look_at_blobs<T: Send>(
        &self,
        ids: &[BlobId],
        enough: &(dyn Fn(&[u8]) -> bool + Sync),
        look: &(dyn Fn(&[u8]) -> T + Sync),
    ) -> Result<Vec<T>, Failure> {
        self.each_blob(ids, &|id, small| {
            self.objects.with_beginning(id, small, enough, look)
        })
    }

    /// Looks at many blobs from several threads, each as [`Self::blob`] gives it; what was seen, in the order of `ids`. Quicker by far than one
    /// after another, as each is unpacked about once.
    ///
    /// # Errors
    /// Where one is not there or damaged.
    pub fn look_at_whole_blobs<T: Send>(
        &self,
        ids: &[BlobId],
        look: &(dyn Fn(&[u8]) -> T + Sync),
    ) -> Result<Vec<T>, Failure> {
        self.each_blob(ids, &|id, small| self.objects.with_blob(id, small, look))
    }

    /// Does something with each of many blobs, in an order in which reading them is quick. It is told whether one is known to be small.
    fn each_blob<T: Send>(
        &self,
        ids: &[BlobId],
        look: &(dyn Fn(BlobId, bool) -> Result<T, Failure> + Sync),
    ) -> Result<Vec<T>, Failure> {
        let order = self.objects.quick_order(ids);
        let stretch = (order.len() / (rayon::current_num_threads() * 8)).max(64);
        let seen: Vec<Result<Vec<(usize, T)>, Failure>> = order
            .par_chunks(stretch)
            .map(|places| {
                let blobs = places
                    .iter()
                    .filter_map(|(at, small)| Some((*at, *ids.get(*at)?, *small)));
                blobs
                    .map(|(at, id, small)| Ok((at, look(id, small)?)))
                    .collect()
            })
            .collect();
        let mut all = Vec::with_capacity(ids.len());
        for stretch in seen {
            all.extend(stretch?);
        }
        all.sort_unstable_by_key(|(at, _)| *at);
        Ok(all.into_iter().map(|(_, seen)| seen).collect())
    }
}
