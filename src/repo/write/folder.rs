//! A folder that is made anew each time, such as the site: built beside its place, then put there at once.
//!
//! What Orbit made carries a marker; a folder without it is never touched. While a build runs, the marker in its folder is locked, so that a
//! folder whose marker nobody locks is the remains of a build that was killed.

use std::fs::{self, File, Permissions};
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;

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

    /// Where to write the files.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.building.path()
    }

    /// Writes a file of it, with the folders on the way. Several threads may do so at once.
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
        let place = self.path().join(path);
        match fs::write(&place, bytes) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                if let Some(parent) = place.parent() {
                    fs::create_dir_all(parent).map_err(failed)?;
                }
                fs::write(&place, bytes).map_err(failed)
            }
            written => written.map_err(failed),
        }
    }

    /// Puts what was built in its place, at once. What stood there is removed, if Orbit made it.
    ///
    /// # Errors
    /// Where something stands there that Orbit did not make, or it cannot be moved; then what stood there stands there still.
    pub fn finish(self) -> Result<(), Failure> {
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
            return Ok(());
        }
        if !is_ours(new) {
            exchange(new, &self.target).map_err(failed)?;
            return check(&self.target);
        }
        drop(turn);
        // Another build may be clearing it away already.
        remove(&self.building.keep());
        Ok(())
    }
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
mod tests {
    use super::*;

    type Outcome = Result<(), Box<dyn std::error::Error>>;

    fn build(target: &Path, page: &str) -> Outcome {
        let folder = Folder::begin(target)?;
        fs::write(folder.path().join(page), "page")?;
        folder.finish()?;
        Ok(())
    }

    fn names(folder: &Path) -> Result<Vec<String>, std::io::Error> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }

    #[test]
    fn each_build_replaces_the_one_before_it_whole() -> Outcome {
        let root = tempfile::tempdir()?;
        let target = root.path().join("site");
        build(&target, "one.html")?;
        build(&target, "two.html")?;
        assert_eq!(names(&target)?, [MARKER, "two.html"]);
        assert_eq!(names(root.path())?, ["site"]);
        Ok(())
    }

    #[test]
    fn a_file_is_put_inside_with_its_folders_and_never_outside() -> Outcome {
        let root = tempfile::tempdir()?;
        let target = root.path().join("site");
        let folder = Folder::begin(&target)?;
        folder.put("a/b c/d.html", b"page")?;
        for path in ["../x", "a/../../x", "/x", "", MARKER] {
            assert!(folder.put(path, b"").is_err(), "{path}");
        }
        folder.finish()?;
        assert_eq!(fs::read(target.join("a/b c/d.html"))?, b"page");
        assert_eq!(names(root.path())?, ["site"]);
        Ok(())
    }

    #[test]
    fn a_folder_that_somebody_else_made_is_left_alone() -> Outcome {
        let root = tempfile::tempdir()?;
        let target = root.path().join("site");
        fs::create_dir(&target)?;
        fs::write(target.join("thesis.md"), "years of work")?;
        let refused = Folder::begin(&target).err().map(|failure| failure.message);
        assert!(refused.is_some_and(|message| message.contains("did not make")));
        assert_eq!(names(&target)?, ["thesis.md"]);
        Ok(())
    }

    #[test]
    fn a_folder_put_there_during_the_build_is_left_alone() -> Outcome {
        let root = tempfile::tempdir()?;
        let target = root.path().join("site");
        let folder = Folder::begin(&target)?;
        fs::create_dir(&target)?;
        fs::write(target.join("thesis.md"), "years of work")?;
        assert!(folder.finish().is_err());
        assert_eq!(names(&target)?, ["thesis.md"]);
        assert_eq!(names(root.path())?, ["site"]);
        Ok(())
    }

    #[test]
    fn an_empty_folder_may_be_filled() -> Outcome {
        let root = tempfile::tempdir()?;
        let target = root.path().join("site");
        fs::create_dir(&target)?;
        build(&target, "one.html")?;
        assert_eq!(names(&target)?, [MARKER, "one.html"]);
        Ok(())
    }

    #[test]
    fn a_build_that_fails_leaves_the_former_site() -> Outcome {
        let root = tempfile::tempdir()?;
        let target = root.path().join("site");
        build(&target, "one.html")?;
        drop(Folder::begin(&target)?);
        assert_eq!(names(&target)?, [MARKER, "one.html"]);
        assert_eq!(names(root.path())?, ["site"]);
        Ok(())
    }

    #[test]
    fn remains_of_killed_builds_go_and_those_under_way_stay() -> Outcome {
        let root = tempfile::tempdir()?;
        let target = root.path().join("site");
        let dead = root.path().join(".site.orbit-dead");
        fs::create_dir(&dead)?;
        fs::write(dead.join(MARKER), "")?;
        let strange = root.path().join(".site.orbit-mine");
        fs::create_dir(&strange)?;
        fs::write(strange.join("thesis.md"), "")?;
        let other = Folder::begin(&target)?;
        build(&target, "one.html")?;
        assert!(other.path().is_dir() && strange.is_dir() && !dead.exists());
        other.finish()?;
        assert_eq!(names(&target)?, [MARKER]);
        Ok(())
    }

    #[test]
    fn two_builds_at_once_leave_one_of_both_whole() -> Outcome {
        let root = tempfile::tempdir()?;
        let target = root.path().join("site");
        std::thread::scope(|threads| {
            for page in ["a.html", "b.html", "c.html"] {
                let target = &target;
                threads.spawn(move || {
                    for _ in 0..40 {
                        if let Err(failure) = build(target, page) {
                            panic!("{failure}");
                        }
                    }
                });
            }
        });
        assert_eq!(names(&target)?.len(), 2);
        assert_eq!(names(root.path())?, ["site"]);
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_written_through() -> Outcome {
        let root = tempfile::tempdir()?;
        fs::create_dir(root.path().join("elsewhere"))?;
        std::os::unix::fs::symlink("elsewhere", root.path().join("site"))?;
        assert!(Folder::begin(&root.path().join("site")).is_err());
        Ok(())
    }
}
