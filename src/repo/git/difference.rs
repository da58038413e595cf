//! What differs between two trees: regular files by path, looking only into folders whose ids differ and that can hold what is asked for.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use git2::{ObjectType, Oid};

use super::BlobId;
use super::objects::Objects;
use super::tree::{DEEPEST, Entries, Entry, Kind, too_deep};
use super::unpack::Shared;
use crate::repo::similarity::{self, File};
use crate::repo::{Bytes, Failure, FileChange};

/// One regular file that differs. A link or a sub-module counts as nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Changed {
    pub(crate) path: String,
    pub(crate) before: Option<BlobId>,
    pub(crate) after: Option<BlobId>,
}

/// The folders to look into.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope {
    /// Folders without a `/` at the end, or files; none at all stands for everything.
    folders: Vec<String>,
}

/// How a folder lies to a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// All of it belongs.
    Within,
    /// Something below it belongs.
    Above,
    /// Nothing of it does.
    Beside,
}

impl Scope {
    /// Everything.
    pub(crate) const fn all() -> Self {
        Self {
            folders: Vec::new(),
        }
    }

    /// These files, and what is below these folders; everything where one is the top.
    pub(crate) fn below(folders: &[String]) -> Self {
        let mut folders: Vec<String> = folders
            .iter()
            .map(|folder| folder.trim_matches('/').to_owned())
            .collect();
        if folders.iter().any(String::is_empty) {
            folders.clear();
        }
        Self { folders }
    }

    /// Whether a file belongs.
    pub(crate) fn holds(&self, path: &str) -> bool {
        self.place(path) == Place::Within
    }

    fn place(&self, folder: &str) -> Place {
        let below = |lower: &str, upper: &str| {
            lower
                .strip_prefix(upper)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if self.folders.is_empty() || self.folders.iter().any(|one| below(folder, one)) {
            Place::Within
        } else if folder.is_empty() || self.folders.iter().any(|one| below(one, folder)) {
            Place::Above
        } else {
            Place::Beside
        }
    }
}

/// What differs in a scope.
#[derive(Debug, Clone, Default)]
pub(crate) struct Difference {
    /// The files, in git's order.
    pub(crate) changed: Vec<Changed>,
    /// Whether anything differs outside of the scope.
    pub(crate) elsewhere: bool,
}

/// Compares trees, one pair after another. A tree that was the older of one pair is remembered for the next, whose newer it often is.
pub(crate) struct Comparer<'a> {
    objects: &'a Objects,
    scope: &'a Scope,
    fresh: HashMap<Oid, Shared>,
    former: HashMap<Oid, Shared>,
    depth: usize,
}

impl<'a> Comparer<'a> {
    pub(crate) fn new(objects: &'a Objects, scope: &'a Scope) -> Self {
        Self {
            objects,
            scope,
            fresh: HashMap::new(),
            former: HashMap::new(),
            depth: 0,
        }
    }

    /// What differs from `before` to `after`; nothing stands for the empty tree.
    pub(crate) fn compare(
        &mut self,
        before: Option<Oid>,
        after: Option<Oid>,
    ) -> Result<Difference, Failure> {
        self.former = std::mem::take(&mut self.fresh);
        self.depth = 0;
        let mut difference = Difference::default();
        if before != after {
            let place = self.scope.place("");
            self.folder(before, after, &mut String::new(), place, &mut difference)?;
        }
        Ok(difference)
    }

    fn tree(&mut self, id: Oid, keep: bool) -> Result<Shared, Failure> {
        if let Some(data) = self.fresh.get(&id) {
            return Ok(Arc::clone(data));
        }
        let data = match self.former.get(&id) {
            Some(data) => Arc::clone(data),
            None => self.objects.read(id, ObjectType::Tree)?.shared(),
        };
        if keep {
            self.fresh.insert(id, Arc::clone(&data));
        }
        Ok(data)
    }

    fn folder(
        &mut self,
        before: Option<Oid>,
        after: Option<Oid>,
        path: &mut String,
        place: Place,
        difference: &mut Difference,
    ) -> Result<(), Failure> {
        let nothing = || Ok(Shared::default());
        let old = before.map_or_else(nothing, |id| self.tree(id, true))?;
        let new = after.map_or_else(nothing, |id| self.tree(id, false))?;
        let width = self.objects.width();
        let (mut old, mut new) = (Entries::new(&old, width), Entries::new(&new, width));
        if before.is_some() && after.is_some() {
            old.skip_common(&mut new);
        }
        let (mut one, mut two) = (old.next().transpose()?, new.next().transpose()?);
        loop {
            let order = match (&one, &two) {
                (None, None) => return Ok(()),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (Some(one), Some(two)) => one.order(two),
            };
            let before = if order.is_le() { one.take() } else { None };
            let after = if order.is_ge() { two.take() } else { None };
            if before != after {
                self.entry(before, after, path, place, difference)?;
            }
            if order.is_le() {
                one = old.next().transpose()?;
            }
            if order.is_ge() {
                two = new.next().transpose()?;
            }
        }
    }

    /// One name that differs.
    fn entry(
        &mut self,
        before: Option<Entry<'_>>,
        after: Option<Entry<'_>>,
        path: &mut String,
        place: Place,
        difference: &mut Difference,
    ) -> Result<(), Failure> {
        let Some(name) = before.or(after).map(|entry| entry.name) else {
            return Ok(());
        };
        let id = |entry: Option<Entry<'_>>, kind| {
            entry
                .filter(|entry| entry.kind == kind)
                .map(|entry| entry.oid())
                .transpose()
        };
        let length = path.len();
        if length > 0 {
            path.push('/');
        }
        path.push_str(&String::from_utf8_lossy(name));
        let files = (id(before, Kind::File)?, id(after, Kind::File)?);
        if files.0 != files.1 {
            if place == Place::Within || self.scope.holds(path) {
                difference.changed.push(Changed {
                    path: path.clone(),
                    before: files.0,
                    after: files.1,
                });
            } else {
                difference.elsewhere = true;
            }
        }
        let folders = (id(before, Kind::Folder)?, id(after, Kind::Folder)?);
        if folders.0 != folders.1 {
            let inner = if place == Place::Within {
                Place::Within
            } else {
                self.scope.place(path)
            };
            if inner == Place::Beside {
                difference.elsewhere = true;
            } else {
                if self.depth > DEEPEST {
                    return Err(too_deep());
                }
                self.depth += 1;
                self.folder(folders.0, folders.1, path, inner, difference)?;
                self.depth -= 1;
            }
        }
        path.truncate(length);
        Ok(())
    }
}

/// The files among these that were moved: pairs of places in the list, of the one that is gone and the one that is new.
pub(crate) fn moved(
    objects: &Objects,
    changed: &[Changed],
) -> Result<Vec<(usize, usize)>, Failure> {
    moved_with(changed, &mut |id| objects.blob(*id))
}

/// The same, with the bytes from elsewhere.
pub(crate) fn moved_with(
    changed: &[Changed],
    read: &mut dyn FnMut(&BlobId) -> Result<Bytes, Failure>,
) -> Result<Vec<(usize, usize)>, Failure> {
    let side = |pick: &dyn Fn(&Changed) -> Option<BlobId>| {
        let mut side: Vec<(usize, File<BlobId>)> = Vec::new();
        for (at, change) in changed.iter().enumerate() {
            if let Some(id) = pick(change) {
                let path = change.path.clone();
                side.push((at, File { path, id }));
            }
        }
        side.sort_by(|a, b| a.1.path.cmp(&b.1.path));
        side.into_iter().unzip::<_, _, Vec<_>, Vec<_>>()
    };
    let (gone_at, gone) = side(&|change| change.before.filter(|_| change.after.is_none()));
    let (new_at, new) = side(&|change| change.after.filter(|_| change.before.is_none()));
    let pairs = similarity::pairs(&gone, &new, read)?;
    Ok(pairs
        .into_iter()
        .filter_map(|(from, to)| Some((*gone_at.get(from)?, *new_at.get(to)?)))
        .collect())
}

/// What differs as others see it, a moved file as one change. Sorted.
pub(crate) fn told(changed: &[Changed], moved: &[(usize, usize)]) -> Vec<FileChange> {
    let from: HashMap<usize, usize> = moved.iter().map(|(from, to)| (*to, *from)).collect();
    let gone: HashSet<usize> = moved.iter().map(|(from, _)| *from).collect();
    let mut told: Vec<_> = changed
        .iter()
        .enumerate()
        .filter(|(at, _)| !gone.contains(at))
        .map(|(at, change)| {
            let source = from.get(&at).and_then(|from| changed.get(*from));
            let before = source.or(Some(change).filter(|change| change.before.is_some()));
            FileChange {
                before: before.map(|change| change.path.clone()),
                after: change.after.map(|_| change.path.clone()),
            }
        })
        .collect();
    told.sort();
    told
}
