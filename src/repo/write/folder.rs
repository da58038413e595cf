//! A folder that is made anew each time, such as the site: built beside its place, then put there at once.
//!
//! What Orbit made carries a marker; a folder without it is never touched. While a build runs, the marker in its folder is locked, so that a
//! folder whose marker nobody locks is the remains of a build that was killed.

use std::fs::{self, File, Permissions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Component, Path, PathBuf};

use rayon::prelude::*;
use tempfile::TempDir;

use super::Stamp;
use crate::repo::Failure;

/// The file that says that Orbit made the folder it is in.
pub const MARKER: &str = ".orbit-site";

/// A folder being built beside the place where it is to be.
#[derive(Debug)]
pub struct Folder {
    target: PathBuf,
    building: TempDir,
    /// Locked for as long as this is.
    _marker: File,
}

impl Folder {
    /// Begins to build what is to stand at `target`, and clears away what killed builds of it left behind.
    ///
    /// # Errors
    /// Where something stands at `target` that Orbit did not make, or nothing can be written beside it.
    pub fn begin(target: &Path) -> Result<Self, Failure> {
        let failed = |error: std::io::Error| {
            Failure::new(format!("`{}` cannot be built", target.display())).because(error)
        };
        let name = target
            .file_name()
            .ok_or_else(|| failed(ErrorKind::InvalidInput.into()))?
            .to_string_lossy()
            .into_owned();
        let parent = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        check(target)?;
        fs::create_dir_all(parent).map_err(failed)?;
        let prefix = format!(".{name}.orbit-");
        let its_turn = turn(parent);
        clear(parent, &prefix);
        let mut builder = tempfile::Builder::new();
        let mode = fresh_mode();
        builder.prefix(&prefix);
        if let Some(mode) = &mode {
            builder.permissions(mode.clone());
        }
        let building = builder.tempdir_in(parent).map_err(failed)?;
        // Locked before it has its name, so that nobody sees it unlocked.
        let unnamed = building.path().join(".orbit-lock");
        let marker = File::create(&unnamed).map_err(failed)?;
        marker.lock().map_err(failed)?;
        fs::rename(unnamed, building.path().join(MARKER)).map_err(failed)?;
        drop(its_turn);
        Ok(Self {
            target: target.to_owned(),
            building,
            _marker: marker,
        })
    }

    /// Clears away what killed builds of what stands at `target` left behind.
    pub fn tidy(target: &Path) {
        if let (Some(parent), Some(name)) = (target.parent(), target.file_name()) {
            let turn = turn(parent);
            clear(parent, &format!(".{}.orbit-", name.to_string_lossy()));
            drop(turn);
        }
    }

    /// Where to write the files.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.building.path()
    }

    /// Writes a file of it, with the folders on the way. Several threads may do so at once. Where the same bytes stand in its place so far, they are
    /// not written another time: both folders hold the same file.
    ///
    /// # Errors
    /// Where the path would lead out of the folder, or the file cannot be written.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let failed = |error: std::io::Error| {
            Failure::new(format!(
                "`{path}` cannot be written to `{}`",
                self.target.display()
            ))
            .because(error)
        };
        let inside = Path::new(path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if !inside || path.is_empty() || path == MARKER {
            return Err(failed(ErrorKind::InvalidInput.into()));
        }
        if self
            .same(path, bytes)
            .is_some_and(|stamp| self.keep(path, stamp))
        {
            return Ok(());
        }
        let place = self.path().join(path);
        match create(&place, bytes) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                if let Some(parent) = place.parent() {
                    fs::create_dir_all(parent).map_err(failed)?;
                }
                create(&place, bytes).map_err(failed)
            }
            // It may be the former folder's own, which is not to be written through.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                fs::remove_file(&place).map_err(failed)?;
                create(&place, bytes).map_err(failed)
            }
            written => written.map_err(failed),
        }
    }

    /// The stamp of what stands in a file's place so far, where that holds these bytes.
    fn same(&self, path: &str, bytes: &[u8]) -> Option<Stamp> {
        let place = self.target.join(path);
        // Looked at first: what is no plain file must not keep anybody waiting.
        let there = fs::symlink_metadata(&place).ok()?;
        if !there.is_file() || there.len() != bytes.len() as u64 {
            return None;
        }
        let mut file = File::open(place).ok()?;
        let stamp = Stamp::of(&file.metadata().ok()?)?;
        let mut former = Vec::with_capacity(bytes.len());
        file.read_to_end(&mut former).ok()?;
        (former == bytes).then_some(stamp)
    }

    /// Takes a file over from what stands in the place so far, if it is as its stamp says. Says whether it was.
    #[must_use]
    pub fn keep(&self, path: &str, stamp: Stamp) -> bool {
        let (from, to) = (self.target.join(path), self.path().join(path));
        let link = || fs::hard_link(&from, &to).ok();
        let linked = link().or_else(|| {
            fs::create_dir_all(to.parent()?).ok()?;
            link()
        });
        if linked.is_none() {
            return false;
        }
        // Only now, when nobody can put another file in its place.
        let is_same = self.stamp(path) == Some(stamp);
        if !is_same {
            fs::remove_file(&to).ok();
        }
        is_same
    }

    /// The stamp of a file of it.
    #[must_use]
    pub fn stamp(&self, path: &str) -> Option<Stamp> {
        Stamp::of(&fs::symlink_metadata(self.path().join(path)).ok()?)
    }

    /// The stamp of the folder itself, which it has wherever it is put.
    #[must_use]
    pub fn own_stamp(&self) -> Option<Stamp> {
        Stamp::of_folder(&fs::symlink_metadata(self.path()).ok()?)
    }

    /// Puts what was built in its place, at once. What stood there, if Orbit made it, goes with what is given back.
    ///
    /// # Errors
    /// Where something stands there that Orbit did not make, or it cannot be moved; then what stood there stands there still.
    pub fn finish(self) -> Result<Gone, Failure> {
        let turn = self.building.path().parent().and_then(turn);
        check(&self.target)?;
        let failed = |error: std::io::Error| {
            Failure::new(format!(
                "`{}` cannot be put in place",
                self.target.display()
            ))
            .because(error)
        };
        let new = self.building.path();
        let moved = match fs::rename(new, &self.target) {
            // Onto nothing, or onto an empty folder.
            Ok(()) => true,
            Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty || self.target.is_dir() => {
                exchange(new, &self.target).map_err(failed)?;
                false
            }
            Err(error) => return Err(failed(error)),
        };
        if moved {
            // Nothing is left where it was built.
            let _gone = self.building.keep();
            return Ok(Gone(None));
        }
        if !is_ours(new) {
            exchange(new, &self.target).map_err(failed)?;
            check(&self.target)?;
            return Ok(Gone(None));
        }
        drop(turn);
        Ok(Gone(Some(self.building.keep())))
    }
}

/// What stood in the place of a folder, no longer seen by anybody. It is removed as this is dropped.
#[derive(Debug)]
pub struct Gone(Option<PathBuf>);

impl Drop for Gone {
    fn drop(&mut self) {
        // Another build may be clearing it away already.
        if let Some(folder) = self.0.take() {
            remove(&folder);
        }
    }
}

/// Writes a file that is not there yet.
fn create(place: &Path, bytes: &[u8]) -> std::io::Result<()> {
    File::create_new(place)?.write_all(bytes)
}

/// Waits for a turn in this folder, which lasts as long as the file is held. Nothing where the system knows no such locks; then the turns are not
/// kept.
fn turn(parent: &Path) -> Option<File> {
    let folder = File::open(parent).ok()?;
    folder.lock().ok()?;
    Some(folder)
}

/// Whether a build may put something here.
fn check(target: &Path) -> Result<(), Failure> {
    let refused = |what: &str| {
        Err(Failure::new(format!("`{}` {what}", target.display()))
            .hint("move it away, or name another folder with `--out`"))
    };
    match fs::symlink_metadata(target) {
        Err(_) => Ok(()),
        Ok(metadata) if metadata.is_symlink() => {
            refused("is a link, and links are not written through")
        }
        Ok(metadata) if !metadata.is_dir() => refused("is a file"),
        Ok(_) if is_ours(target) => Ok(()),
        Ok(_) => refused("holds files that `orbit build` did not make"),
    }
}

/// Whether Orbit made a folder, or nobody put anything into it.
fn is_ours(folder: &Path) -> bool {
    let marked = fs::symlink_metadata(folder.join(MARKER)).is_ok_and(|marker| marker.is_file());
    marked || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

/// Removes a folder that Orbit made; its marker last, so that whoever is killed meanwhile leaves what the next build knows and clears away.
fn remove(folder: &Path) {
    // Most of it lies two folders deep, and goes side by side.
    let deep: Vec<PathBuf> = folders(folder)
        .iter()
        .flat_map(|below| folders(below))
        .collect();
    deep.par_iter().for_each(|below| {
        fs::remove_dir_all(below).ok();
    });
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder {
            fs::remove_dir_all(entry.path()).ok();
        } else if entry.file_name() != MARKER {
            fs::remove_file(entry.path()).ok();
        }
    }
    fs::remove_dir_all(folder).ok();
}

/// The folders in a folder.
fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .map(|entry| entry.path())
        .collect()
}

/// Removes what killed builds left behind. What cannot be removed now will be another time.
fn clear(parent: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(parent) else {
        return;
    };
    for entry in entries.flatten() {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if !is_folder || !entry.file_name().to_string_lossy().starts_with(prefix) {
            continue;
        }
        let marker = entry.path().join(MARKER);
        let is_file = fs::symlink_metadata(&marker).is_ok_and(|marker| marker.is_file());
        if is_file
            && let Ok(marker) = File::open(&marker)
            && marker.try_lock().is_ok()
        {
            remove(&entry.path());
        } else if !is_file {
            // Of a build that was killed before it could mark it; this takes away a folder that is empty alone. While one is made
            // and marked it is its build's turn, and nobody clears.
            let _ = fs::remove_dir(entry.path());
        }
    }
}

/// Lets two folders change places, at once where the system can.
fn exchange(one: &Path, two: &Path) -> std::io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, one, CWD, two, RenameFlags::EXCHANGE) {
            Ok(()) => return Ok(()),
            Err(error)
                if ![
                    rustix::io::Errno::NOSYS,
                    rustix::io::Errno::INVAL,
                    rustix::io::Errno::NOTSUP,
                ]
                .contains(&error) =>
            {
                return Err(error.into());
            }
            Err(_) => {}
        }
    }
    let mut aside = one.as_os_str().to_owned();
    aside.push("-former");
    fs::rename(two, &aside)?;
    if let Err(error) = fs::rename(one, two) {
        fs::rename(&aside, two)?;
        return Err(error);
    }
    fs::rename(&aside, one)
}

/// The mode that the folder gets, before the umask.
#[cfg(unix)]
fn fresh_mode() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o777))
}

/// The mode that the folder gets: the system's.
#[cfg(not(unix))]
fn fresh_mode() -> Option<Permissions> {
    None
}

#[cfg(test)]
mod tests;
