//! Writing files so that they appear whole or not at all, and never outside of their root.

mod folder;
pub(crate) mod stamp;
mod whole;

use std::fs::{self, Permissions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::Failure;

pub use self::folder::{Folder, Gone, MARKER};
pub use self::stamp::Stamp;
pub use self::whole::Whole;

/// Writes a file below `root` at once: whoever reads it sees the former bytes or all of the new ones. Its mode is kept; of a link, the file that
/// it points to is written. Folders on the way are made.
///
/// # Errors
/// Where the path leads out of `root`, or the file cannot be written.
pub fn file(root: &Path, path: &str, bytes: &[u8]) -> Result<(), Failure> {
    let place = place(root, path)?;
    put(&place, bytes).map_err(|error| unwritable(path, &error))
}

/// Writes a file that is not there yet; where anything of that name is, a link included, it stays as it is. Says whether it was written.
///
/// # Errors
/// Those of [`file()`].
pub fn create(root: &Path, path: &str, bytes: &[u8]) -> Result<bool, Failure> {
    if root.join(path).symlink_metadata().is_ok() {
        return Ok(false);
    }
    let place = place(root, path)?;
    let made = beside(&place, bytes).and_then(|file| match file.persist_noclobber(&place) {
        Ok(_) => Ok(true),
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error.error),
    });
    made.map_err(|error| unwritable(path, &error))
}

/// The same, if the file still holds `before`; with nothing for `before`, if there is no file yet.
///
/// # Errors
/// Where it holds something else, and those of [`file()`].
pub fn replace(
    root: &Path,
    path: &str,
    before: Option<&[u8]>,
    bytes: &[u8],
) -> Result<(), Failure> {
    let place = place(root, path)?;
    let now = match fs::read(&place) {
        Ok(now) => Some(now),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(Failure::new(format!("`{path}` cannot be read")).because(error)),
    };
    match (before, &now) {
        (None, Some(_)) => Err(Failure::new(format!("`{path}` is there already"))),
        (Some(_), None) => Err(Failure::new(format!("`{path}` is gone"))
            .hint("it went while this command ran; nothing was written")),
        (Some(before), Some(now)) if before != now.as_slice() => Err(Failure::new(format!(
            "`{path}` was changed by somebody else"
        ))
        .hint("nothing was written: run the command again to work on what it says now")),
        _ => put(&place, bytes).map_err(|error| unwritable(path, &error)),
    }
}

/// A file's bytes, links inside of `root` followed; nothing where there is none.
///
/// # Errors
/// Where the path leads out of `root`, or the file cannot be read.
pub fn read(root: &Path, path: &str) -> Result<Option<Vec<u8>>, Failure> {
    if root.join(path).symlink_metadata().is_err() {
        return Ok(None);
    }
    let place = place(root, path)?;
    match fs::read(&place) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::new(format!("`{path}` cannot be read")).because(error)),
    }
}

/// The path below `root` of the file that is written for `path`: of a link, that of the file that it points to.
///
/// # Errors
/// Where it leads out of `root`.
pub fn real(root: &Path, path: &str) -> Result<String, Failure> {
    let place = place(root, path)?;
    let root = root
        .canonicalize()
        .map_err(|error| unwritable(path, &error))?;
    let below = place.strip_prefix(&root).ok().and_then(Path::to_str);
    below.map_or_else(
        || {
            Err(Failure::new(format!(
                "`{path}` leads out of `{}`",
                root.display()
            )))
        },
        |below| Ok(below.to_owned()),
    )
}

/// Writes a file that was named by whoever runs the program, wherever it is, as [`file()`] does. Its folder is there already.
///
/// # Errors
/// Where it cannot be written.
pub fn anywhere(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    put(path, bytes).map_err(|error| unwritable(&path.display().to_string(), &error))
}

fn unwritable(path: &str, error: &std::io::Error) -> Failure {
    Failure::new(format!("`{path}` cannot be written")).because(error)
}

/// Where a path below `root` really is, links resolved.
fn place(root: &Path, path: &str) -> Result<PathBuf, Failure> {
    let leaves = || {
        Failure::new(format!("`{path}` leads out of `{}`", root.display()))
            .hint("nothing was written there")
    };
    let odd = |name: &str| matches!(name, "" | "." | "..") || name.eq_ignore_ascii_case(".git");
    if path.split('/').any(odd) {
        return Err(leaves());
    }
    let failed = |error| unwritable(path, &error);
    let root = root.canonicalize().map_err(failed)?;
    let mut wanted = root.join(path);
    if wanted.is_symlink() {
        // A link to a file that is not there yet cannot be resolved, and is not written through.
        wanted = wanted.canonicalize().map_err(failed)?;
    }
    let (Some(parent), Some(name)) = (wanted.parent(), wanted.file_name()) else {
        return Err(leaves());
    };
    // The nearest folder that is there decides where the new ones would be made.
    let there = parent
        .ancestors()
        .find(|folder| folder.symlink_metadata().is_ok());
    let real = there.unwrap_or(&root).canonicalize().map_err(failed)?;
    let inside = real.strip_prefix(&root).map_err(|_| leaves())?;
    let mut names = inside.iter().chain(std::iter::once(name));
    if names.any(|name| name.eq_ignore_ascii_case(".git")) {
        return Err(leaves());
    }
    fs::create_dir_all(parent).map_err(failed)?;
    Ok(parent.canonicalize().map_err(failed)?.join(name))
}

/// Writes beside the place, then moves there.
fn put(place: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let file = beside(place, bytes)?;
    file.persist(place).map_err(|error| error.error)?;
    Ok(())
}

/// The bytes in a file of their own beside the place, with the mode that the place's has.
fn beside(place: &Path, bytes: &[u8]) -> std::io::Result<tempfile::NamedTempFile> {
    let parent = place
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    let fresh = fresh_mode();
    builder.prefix(".orbit-");
    if let Some(mode) = &fresh {
        builder.permissions(mode.clone());
    }
    let mut file = builder.tempfile_in(parent)?;
    file.write_all(bytes)?;
    if let Ok(former) = fs::metadata(place) {
        file.as_file().set_permissions(former.permissions())?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

/// The mode that a new file gets, before the umask.
#[cfg(unix)]
fn fresh_mode() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

/// The mode that a new file gets: the system's.
#[cfg(not(unix))]
fn fresh_mode() -> Option<Permissions> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    type Outcome = Result<(), Box<dyn std::error::Error>>;

    #[test]
    fn a_file_is_written_over_and_folders_are_made() -> Outcome {
        let root = tempfile::tempdir()?;
        file(root.path(), "a/b/c.md", b"one")?;
        file(root.path(), "a/b/c.md", b"two")?;
        assert_eq!(fs::read(root.path().join("a/b/c.md"))?, b"two");
        assert_eq!(fs::read_dir(root.path().join("a/b"))?.count(), 1);
        Ok(())
    }

    #[test]
    fn nothing_is_written_outside_the_root() -> Outcome {
        let root = tempfile::tempdir()?;
        let inner = root.path().join("inner");
        fs::create_dir(&inner)?;
        for path in ["../out", "a/../../out", "/out", "", ".git/hooks/x", "."] {
            assert!(file(&inner, path, b"no").is_err(), "{path}");
        }
        assert_eq!(fs::read_dir(root.path())?.count(), 1);
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn links_are_written_through_unless_they_lead_out() -> Outcome {
        use std::os::unix::fs::symlink;
        let root = tempfile::tempdir()?;
        let (inner, outer) = (root.path().join("inner"), root.path().join("outer"));
        fs::create_dir(&inner)?;
        fs::create_dir(&outer)?;
        fs::write(inner.join("real.md"), "old")?;
        fs::write(outer.join("secret"), "old")?;
        symlink("real.md", inner.join("link.md"))?;
        symlink("../outer/secret", inner.join("out.md"))?;
        symlink("../outer", inner.join("folder"))?;
        file(&inner, "link.md", b"new")?;
        assert!(inner.join("link.md").is_symlink());
        assert_eq!(fs::read(inner.join("real.md"))?, b"new");
        for path in ["out.md", "folder/secret", "folder/new", "folder/deep/new"] {
            assert!(file(&inner, path, b"new").is_err(), "{path}");
        }
        assert_eq!(fs::read(outer.join("secret"))?, b"old");
        assert_eq!(fs::read_dir(&outer)?.count(), 1);
        Ok(())
    }

    #[test]
    fn what_is_there_is_not_created_again() -> Outcome {
        let root = tempfile::tempdir()?;
        assert!(create(root.path(), "a/b.md", b"one")?);
        assert!(!create(root.path(), "a/b.md", b"two")?);
        assert_eq!(fs::read(root.path().join("a/b.md"))?, b"one");
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn the_mode_is_kept() -> Outcome {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::tempdir()?;
        let path = root.path().join("a.md");
        fs::write(&path, "old")?;
        fs::set_permissions(&path, Permissions::from_mode(0o754))?;
        file(root.path(), "a.md", b"new")?;
        assert_eq!(fs::metadata(&path)?.permissions().mode() & 0o777, 0o754);
        Ok(())
    }

    #[test]
    fn what_changed_meanwhile_is_not_written_over() -> Outcome {
        let root = tempfile::tempdir()?;
        replace(root.path(), "a.md", None, b"one")?;
        assert!(replace(root.path(), "a.md", None, b"two").is_err());
        assert!(replace(root.path(), "a.md", Some(b"other"), b"two").is_err());
        assert!(replace(root.path(), "b.md", Some(b"one"), b"two").is_err());
        replace(root.path(), "a.md", Some(b"one"), b"two")?;
        assert_eq!(fs::read(root.path().join("a.md"))?, b"two");
        Ok(())
    }
}
