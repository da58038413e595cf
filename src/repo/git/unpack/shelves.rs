//! What was unpacked lately, for what differs from it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::repo::git::packs::Place;

/// How many unpacked bytes are kept for the objects to come.
const KEPT: usize = 64 * 1024 * 1024;
const SHELVES: usize = 32;

/// What is kept for the objects to come, apart by place, so that threads seldom meet.
pub(super) struct Shelves<T> {
    shelves: Vec<Mutex<Shelf<T>>>,
    size: fn(&T) -> usize,
}

impl<T: Clone> Shelves<T> {
    pub(super) fn new(size: fn(&T) -> usize) -> Self {
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

    pub(super) fn get(&self, place: Place) -> Option<T> {
        self.shelf(place)?.get(place)
    }

    pub(super) fn put(&self, place: Place, object: T) {
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
