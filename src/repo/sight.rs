//! What was seen of a work tree: which files there are, and of each what the system tells without reading it. Who looks another time sees from that
//! which have changed.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::noted::answer;
use super::remembered::value::value_struct;
use super::write::Stamp;
use super::{Bytes, Failure, Tree, WorkTree};

/// A file written so shortly before it was looked at may have been written once more without anybody being able to tell.
const DOUBT: Duration = Duration::from_secs(2);

/// A file below one of the folders that were listed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seen {
    path: String,
    stamp: Stamp,
    /// When anything about it changed last, in nanoseconds since 1970.
    changed: u64,
    /// A number for its bytes, where they were asked for.
    bytes: Option<u64>,
}

impl Seen {
    /// Whether its stamp tells all, looked at at this time.
    fn is_plain(&self, at: u64) -> bool {
        let doubt = u64::try_from(DOUBT.as_nanos()).unwrap_or(u64::MAX);
        self.stamp.written.max(self.changed).saturating_add(doubt) < at
    }
}

/// What tells that a file is as it was when it was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    stamp: Stamp,
    changed: u64,
}

/// What was seen, and what was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sight {
    /// The folders whose files were listed.
    folders: Vec<String>,
    /// The files below them, sorted by path.
    files: Vec<Seen>,
    /// Files elsewhere, with a number for what was there.
    others: Vec<(String, u64)>,
    /// Paths of which it was asked whether something is there.
    held: Vec<(String, bool)>,
    /// When it was looked, in nanoseconds since 1970.
    at: u64,
}

value_struct!(Seen {
    path,
    stamp,
    changed,
    bytes
});
value_struct!(Sign { stamp, changed });
value_struct!(Sight {
    folders,
    files,
    others,
    held,
    at
});

impl Sight {
    /// Lists these folders, with the stamps of the files there.
    ///
    /// # Errors
    /// Where they cannot be listed.
    pub fn of(tree: &WorkTree, folders: &[String]) -> Result<Self, Failure> {
        let at = nanoseconds(SystemTime::now());
        let files = tree
            .stamped(folders)?
            .into_iter()
            .map(|(path, stamp, changed)| Seen {
                path,
                stamp,
                changed,
                bytes: None,
            })
            .collect();
        Ok(Self {
            folders: folders.to_vec(),
            files,
            at,
            ..Self::default()
        })
    }

    /// The folders whose files were listed.
    #[must_use]
    pub fn folders(&self) -> &[String] {
        &self.folders
    }

    /// The files below them, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|seen| seen.path.as_str())
    }

    /// What tells that one of them has not changed since; nothing where it is not there, or was written too shortly before to tell.
    #[must_use]
    pub fn sign(&self, path: &str) -> Option<Sign> {
        let at = self
            .files
            .binary_search_by(|seen| seen.path.as_str().cmp(path))
            .ok()?;
        let seen = self.files.get(at).filter(|seen| seen.is_plain(self.at))?;
        Some(Sign {
            stamp: seen.stamp,
            changed: seen.changed,
        })
    }

    /// Whether whoever asks `tree` for the same now is told the same. `now` is what is seen of the same folders now, and learns what was asked for.
    ///
    /// # Errors
    /// Where a file cannot be read.
    pub fn is_so(&self, tree: &WorkTree, now: &mut Self) -> Result<bool, Failure> {
        if self.folders != now.folders || self.files.len() != now.files.len() {
            return Ok(false);
        }
        for (before, after) in self.files.iter().zip(&mut now.files) {
            if before.path != after.path {
                return Ok(false);
            }
            let same = before.stamp == after.stamp && before.changed == after.changed;
            if let Some(bytes) = before.bytes
                && !(same && before.is_plain(self.at))
                && answer(tree, &before.path)? != bytes
            {
                return Ok(false);
            }
            after.bytes = before.bytes;
        }
        for (path, bytes) in &self.others {
            if answer(tree, path)? != *bytes {
                return Ok(false);
            }
        }
        for (path, held) in &self.held {
            if tree.holds(path)? != *held {
                return Ok(false);
            }
        }
        now.others.clone_from(&self.others);
        now.held.clone_from(&self.held);
        Ok(true)
    }

    /// Whether it says more than this one about the same: of more files it can be told whether they have changed since.
    #[must_use]
    pub fn is_clearer(&self, other: &Self) -> bool {
        let plain = |sight: &Self| {
            let plain = sight.files.iter().filter(|seen| seen.is_plain(sight.at));
            plain.count()
        };
        self.files != other.files || plain(self) > plain(other)
    }

    /// The same, as if the files had been looked at long after they were written.
    #[cfg(test)]
    pub(crate) fn long_after(mut self) -> Self {
        self.at += 10_000_000_000;
        self
    }

    fn list(&self, folder: &str) -> Option<Vec<String>> {
        if !self.folders.iter().any(|known| known == folder) {
            return None;
        }
        let below = super::below(folder);
        let start = self.files.partition_point(|seen| seen.path < below);
        let files = self.files.get(start..)?.iter().map(|seen| &seen.path);
        Some(
            files
                .take_while(|path| path.starts_with(&below))
                .cloned()
                .collect(),
        )
    }

    fn add(&mut self, other: Self) {
        let mut files: BTreeMap<String, Seen> = BTreeMap::new();
        // What was seen first counts: whatever was read was read after that.
        for seen in other
            .files
            .into_iter()
            .chain(std::mem::take(&mut self.files))
        {
            files.insert(seen.path.clone(), seen);
        }
        self.files = files.into_values().collect();
        self.folders.extend(other.folders);
        self.at = match self.at {
            0 => other.at,
            at => at.min(other.at),
        };
    }
}

/// A work tree that notes all that it is asked for.
pub struct Watched<'t> {
    tree: &'t WorkTree,
    sight: Mutex<Sight>,
    read: Mutex<BTreeMap<String, u64>>,
}

impl<'t> Watched<'t> {
    /// The tree, of which this has been seen just now.
    #[must_use]
    pub fn new(tree: &'t WorkTree, sight: Sight) -> Self {
        let forgetful = Sight {
            files: sight
                .files
                .into_iter()
                .map(|seen| Seen {
                    bytes: None,
                    ..seen
                })
                .collect(),
            others: Vec::new(),
            held: Vec::new(),
            ..sight
        };
        Self {
            tree,
            sight: Mutex::new(forgetful),
            read: Mutex::default(),
        }
    }

    /// What was seen of it and what was asked for.
    #[must_use]
    pub fn sight(self) -> Sight {
        let mut sight = self
            .sight
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let mut read = self
            .read
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        for seen in &mut sight.files {
            seen.bytes = read.remove(&seen.path);
        }
        sight.others = read.into_iter().collect();
        sight.held.sort();
        sight.held.dedup();
        sight
    }
}

impl Tree for Watched<'_> {
    fn files(&self, folder: &str) -> Result<Vec<String>, Failure> {
        if let Some(list) = locked(&self.sight).list(folder) {
            return Ok(list);
        }
        let more = Sight::of(self.tree, &[folder.to_owned()])?;
        let mut sight = locked(&self.sight);
        sight.add(more);
        Ok(sight.list(folder).unwrap_or_default())
    }

    fn read(&self, path: &str) -> Result<Option<Bytes>, Failure> {
        let bytes = self.tree.read(path)?;
        let number = super::noted::number(bytes.as_deref());
        locked(&self.read).insert(path.to_owned(), number);
        Ok(bytes)
    }

    fn holds(&self, path: &str) -> Result<bool, Failure> {
        let held = self.tree.holds(path)?;
        locked(&self.sight).held.push((path.to_owned(), held));
        Ok(held)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn nanoseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    type Outcome = Result<(), Box<dyn std::error::Error>>;

    /// A folder, looked at long after its files were written.
    fn seen(root: &std::path::Path) -> Result<(WorkTree, Sight), Box<dyn std::error::Error>> {
        let tree = WorkTree::folder(root);
        let watched = Watched::new(&tree, Sight::default());
        assert_eq!(watched.files("a")?, ["a/one.md", "a/two.md"]);
        watched.read("a/one.md")?;
        watched.read("b/none.md")?;
        watched.holds("b")?;
        let sight = watched.sight().long_after();
        Ok((tree, sight))
    }

    fn is_so(tree: &WorkTree, sight: &Sight) -> Result<bool, Failure> {
        let mut now = Sight::of(tree, sight.folders())?;
        let is_so = sight.is_so(tree, &mut now)?;
        if is_so {
            assert_eq!(now.others, sight.others);
            assert_eq!(now.files.len(), sight.files.len());
        }
        Ok(is_so)
    }

    fn folder() -> Result<tempfile::TempDir, std::io::Error> {
        let folder = tempfile::tempdir()?;
        fs::create_dir(folder.path().join("a"))?;
        fs::write(folder.path().join("a/one.md"), "one")?;
        fs::write(folder.path().join("a/two.md"), "two")?;
        Ok(folder)
    }

    #[test]
    fn what_did_not_change_is_as_it_was() -> Outcome {
        let folder = folder()?;
        let (tree, sight) = seen(folder.path())?;
        assert!(is_so(&tree, &sight)?);
        // Nobody asked what was in it.
        fs::write(folder.path().join("a/two.md"), "other")?;
        assert!(is_so(&tree, &sight)?);
        // The same once more.
        fs::write(folder.path().join("a/one.md"), "one")?;
        assert!(is_so(&tree, &sight)?);
        Ok(())
    }

    #[test]
    fn whatever_is_told_otherwise_is_noticed() -> Outcome {
        type Change = fn(&std::path::Path) -> std::io::Result<()>;
        let changes: [Change; 6] = [
            |root| fs::write(root.join("a/one.md"), "eno"),
            |root| fs::write(root.join("a/three.md"), "three"),
            |root| fs::remove_file(root.join("a/two.md")),
            |root| fs::rename(root.join("a/two.md"), root.join("a/zwo.md")),
            |root| fs::create_dir(root.join("b")),
            |root| {
                fs::create_dir(root.join("b"))?;
                fs::write(root.join("b/none.md"), "")
            },
        ];
        for (at, change) in changes.into_iter().enumerate() {
            let folder = folder()?;
            let (tree, sight) = seen(folder.path())?;
            change(folder.path())?;
            assert!(!is_so(&tree, &sight)?, "{at}");
        }
        Ok(())
    }

    #[test]
    fn a_file_written_just_before_it_was_read_is_read_again() -> Outcome {
        let folder = folder()?;
        let (tree, mut sight) = seen(folder.path())?;
        let path = folder.path().join("a/one.md");
        let written = fs::metadata(&path)?.modified()?;
        sight.at -= 10_000_000_000;
        fs::write(&path, "eno")?;
        fs::File::options()
            .write(true)
            .open(&path)?
            .set_modified(written)?;
        // Not even the time at which it changed says so.
        let now = Sight::of(&tree, sight.folders())?;
        for (seen, now) in sight.files.iter_mut().zip(now.files) {
            seen.changed = now.changed;
        }
        assert!(!is_so(&tree, &sight)?);
        Ok(())
    }

    #[test]
    fn a_sight_is_read_as_it_was_written() -> Outcome {
        use crate::repo::remembered::bytes::{Reader, Writer};
        use crate::repo::remembered::value::Value;
        let folder = folder()?;
        let (_, sight) = seen(folder.path())?;
        let mut writer = Writer::default();
        sight.write(&mut writer);
        assert_eq!(Sight::read(&mut Reader::new(&writer.bytes)), Some(sight));
        Ok(())
    }
}
