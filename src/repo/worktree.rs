//! The work tree: files on disk, below the top of the repository.
//!
//! It holds what git would: links are left out, and a path that goes through one reads as nothing, inside the tree or out of it,
//! just as the index and commits hold the link and not what it points to. Nothing is ever read outside the top, nor in `.git`.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::git::command::{Git, Trouble};
use super::write::Stamp;
use super::write::stamp::changed;
use super::{Bytes, Failure, MOST_READ, Tree};

/// As many files of one folder are looked at by one thread.
const TOGETHER: usize = 256;

/// The files below one folder. Where it is a repository's, ignored files are left out.
#[derive(Debug, Clone)]
pub struct WorkTree {
    root: PathBuf,
    git: Option<Git>,
}

impl WorkTree {
    /// The files of a plain folder.
    #[must_use]
    pub fn folder(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            git: None,
        }
    }

    pub(crate) fn of_repository(root: &Path, git: Git) -> Self {
        Self {
            root: root.to_owned(),
            git: Some(git),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The links at or below `folder`, sorted: what [`Tree::files`] leaves out. Nothing is followed. None for the top, below which anything may stand.
    #[must_use]
    pub fn links(&self, folder: &str) -> Vec<String> {
        if super::below(folder).is_empty()
            || folder
                .split('/')
                .any(|name| matches!(name, "" | "." | ".."))
        {
            return Vec::new();
        }
        let mut links: Vec<String> = walkdir::WalkDir::new(self.root.join(folder))
            .into_iter()
            .filter_map(Result::ok)
            .filter(walkdir::DirEntry::path_is_symlink)
            .filter_map(|entry| {
                Some(
                    entry
                        .path()
                        .strip_prefix(&self.root)
                        .ok()?
                        .to_str()?
                        .to_owned(),
                )
            })
            .collect();
        links.sort();
        links
    }

    /// The place of a path on disk, with what stands there; nothing where nothing does, where a link stands on the way, and for a
    /// path that is not a plain way down from the top.
    fn place(&self, path: &str) -> Result<Option<(PathBuf, fs::Metadata)>, Failure> {
        let mut place = self.root.clone();
        let mut found = None;
        if path.contains('\0') {
            return Ok(None);
        }
        for (depth, name) in path.split('/').enumerate() {
            if matches!(name, "" | "." | "..") || (depth == 0 && name.eq_ignore_ascii_case(".git"))
            {
                return Ok(None);
            }
            place.push(name);
            let metadata = match fs::symlink_metadata(&place) {
                Ok(metadata) => metadata,
                Err(_) if name.contains(char::REPLACEMENT_CHARACTER) => {
                    match misspelt(&place, name) {
                        Some((real, metadata)) => {
                            place = real;
                            metadata
                        }
                        None => return Ok(None),
                    }
                }
                Err(error) if absent(&error) => return Ok(None),
                Err(error) => return Err(unreadable(path, &error)),
            };
            if metadata.is_symlink() {
                return Ok(None);
            }
            found = Some(metadata);
        }
        Ok(found.map(|metadata| (place, metadata)))
    }

    /// A regular file, opened by one call that goes through no link. Nothing where that cannot be done, and then [`Self::place`] knows more.
    #[cfg(target_os = "linux")]
    fn opened(&self, path: &str) -> Option<(File, fs::Metadata)> {
        use rustix::fs::{CWD, Mode, OFlags, ResolveFlags, openat2};
        let plain = |(depth, name): (usize, &str)| {
            !matches!(name, "" | "." | "..") && (depth > 0 || !name.eq_ignore_ascii_case(".git"))
        };
        if !self.root.is_absolute() || !path.split('/').enumerate().all(plain) {
            return None;
        }
        // What is no regular file must not keep anybody waiting.
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOCTTY | OFlags::NONBLOCK;
        let place = self.root.join(path);
        let opened = openat2(
            CWD,
            &place,
            flags,
            Mode::empty(),
            ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS,
        );
        let file = File::from(opened.ok()?);
        let metadata = file.metadata().ok()?;
        metadata.is_file().then_some((file, metadata))
    }

    #[cfg(not(target_os = "linux"))]
    fn opened(&self, _: &str) -> Option<(File, fs::Metadata)> {
        None
    }

    /// The files below some folders with their stamps and when each was changed last, sorted.
    pub(crate) fn stamped(&self, folders: &[String]) -> Result<Vec<(String, Stamp, u64)>, Failure> {
        let files = self.found(folders)?.into_iter();
        let all = files.filter_map(|(path, file)| {
            let stamp = Stamp::of(&file)?;
            Some((path, stamp, changed(&file)))
        });
        Ok(all.collect())
    }

    /// The files below some folders with what the system tells of each, sorted.
    fn found(&self, folders: &[String]) -> Result<Vec<(String, fs::Metadata)>, Failure> {
        let Some(git) = &self.git else {
            return self.all_walked(folders);
        };
        if folders.is_empty() {
            return Ok(Vec::new());
        }
        let files = match self.listed(git, folders) {
            Ok(files) => files,
            Err(Trouble::Absent) => return self.all_walked(folders),
            Err(trouble) => {
                let what = format!(
                    "the files below `{}` cannot be listed",
                    folders.join("`, `")
                );
                return Err(trouble.failure(&what));
            }
        };
        // The files of one folder stand together, and what stands above them is looked at once.
        let together: Vec<&[String]> = files
            .chunk_by(|a, b| above(a) == above(b))
            .flat_map(|files| files.chunks(TOGETHER))
            .collect();
        let found: Vec<Vec<(String, fs::Metadata)>> = together
            .into_par_iter()
            .map(|files| self.plain(files))
            .collect::<Result<_, Failure>>()?;
        Ok(found.into_iter().flatten().collect())
    }

    /// Those of some files of one folder that are there and no links.
    fn plain(&self, files: &[String]) -> Result<Vec<(String, fs::Metadata)>, Failure> {
        let folder = files.first().map_or("", |path| above(path));
        let is_plain = !folder.contains(char::REPLACEMENT_CHARACTER)
            && match self.place(folder) {
                Ok(found) => found.is_some_and(|(_, found)| found.is_dir()),
                Err(_) => false,
            };
        let mut found = Vec::with_capacity(files.len());
        for path in files {
            let file = match fs::symlink_metadata(self.root.join(path)) {
                Ok(file) if is_plain => Some(file),
                _ => self.place(path)?.map(|(_, file)| file),
            };
            if let Some(file) = file.filter(fs::Metadata::is_file) {
                found.push((path.clone(), file));
            }
        }
        Ok(found)
    }

    /// The files on disk below some folders.
    fn all_walked(&self, folders: &[String]) -> Result<Vec<(String, fs::Metadata)>, Failure> {
        let mut files = BTreeSet::new();
        for folder in folders {
            files.extend(self.walked(folder)?);
        }
        let mut found = Vec::with_capacity(files.len());
        for path in files {
            if let Some((_, file)) = self.place(&path)? {
                found.push((path, file));
            }
        }
        Ok(found)
    }

    /// The files that git knows or would add, below some folders.
    fn listed(&self, git: &Git, folders: &[String]) -> Result<Vec<String>, Trouble> {
        let mut words = vec![
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ];
        words.extend(["--full-name", "--"]);
        let below: Vec<String> = folders
            .iter()
            .map(|folder| match super::below(folder) {
                below if below.is_empty() => ":/".to_owned(),
                below => format!(":(top,literal){below}"),
            })
            .collect();
        words.extend(below.iter().map(String::as_str));
        let output = git.output(&words)?;
        Ok(output
            .split(|&byte| byte == 0)
            .filter(|path| !path.is_empty() && !path.ends_with(b"/"))
            .map(|path| String::from_utf8_lossy(path).into_owned())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect())
    }

    /// The files on disk below `folder`.
    fn walked(&self, folder: &str) -> Result<Vec<String>, Failure> {
        let start = match self.place(folder)? {
            Some((place, metadata)) if metadata.is_dir() => place,
            None if super::below(folder).is_empty() => self.root.clone(),
            _ => return Ok(Vec::new()),
        };
        let mut files = Vec::new();
        let walk = walkdir::WalkDir::new(start)
            .follow_links(false)
            .into_iter()
            .filter_entry(|entry| !entry.file_name().eq_ignore_ascii_case(".git"));
        for entry in walk {
            let entry = entry.map_err(|error| {
                Failure::new(format!("the files below `{folder}` cannot be listed")).because(error)
            })?;
            if entry.file_type().is_file()
                && let Ok(path) = entry.path().strip_prefix(&self.root)
            {
                let names: Vec<_> = path.iter().map(|name| name.to_string_lossy()).collect();
                files.push(names.join("/"));
            }
        }
        files.sort_unstable();
        Ok(files)
    }
}

impl Tree for WorkTree {
    fn files(&self, folder: &str) -> Result<Vec<String>, Failure> {
        let files = self.found(&[folder.to_owned()])?;
        Ok(files.into_iter().map(|(path, _)| path).collect())
    }

    /// At most [`MOST_READ`] bytes.
    fn read(&self, path: &str) -> Result<Option<Bytes>, Failure> {
        let (metadata, file) = match self.opened(path) {
            Some((file, metadata)) => (metadata, Ok(file)),
            None => match self.place(path)? {
                Some((place, metadata)) if metadata.is_file() => (metadata, File::open(place)),
                _ => return Ok(None),
            },
        };
        let size = usize::try_from(metadata.len()).map_or(MOST_READ, |size| size.min(MOST_READ));
        let mut bytes = Vec::with_capacity(size);
        match file.and_then(|file| file.take(MOST_READ as u64).read_to_end(&mut bytes)) {
            Ok(_) => Ok(Some(Bytes::from(bytes))),
            Err(error) if absent(&error) => Ok(None),
            Err(error) => Err(unreadable(path, &error)),
        }
    }

    fn holds(&self, path: &str) -> Result<bool, Failure> {
        Ok(self.place(path)?.is_some())
    }
}

/// The folder of a path; empty at the top.
fn above(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// What stands where a name was given that is not Unicode on disk: its nearest reading names it.
fn misspelt(place: &Path, name: &str) -> Option<(PathBuf, fs::Metadata)> {
    let entries = fs::read_dir(place.parent()?).ok()?;
    let real = entries
        .flatten()
        .find(|entry| entry.file_name().to_string_lossy() == name)?
        .path();
    let metadata = fs::symlink_metadata(&real).ok()?;
    Some((real, metadata))
}

/// Whether an error says that nothing is there.
fn absent(error: &std::io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename
    )
}

fn unreadable(path: &str, error: &std::io::Error) -> Failure {
    Failure::new(format!("`{path}` cannot be read")).because(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> Result<tempfile::TempDir, Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        fs::create_dir(folder.path().join("a"))?;
        fs::write(folder.path().join("a/b.md"), "here")?;
        Ok(folder)
    }

    #[test]
    fn nothing_is_read_outside_the_top() -> Result<(), Box<dyn std::error::Error>> {
        let folder = folder()?;
        fs::write(folder.path().join("secret"), "no")?;
        let tree = WorkTree::folder(&folder.path().join("a"));
        for path in [
            "../secret",
            "/etc/passwd",
            "b.md/../../secret",
            "",
            ".",
            "a//b",
            "x\0y",
            ".git/config",
        ] {
            assert_eq!(tree.read(path)?, None, "{path}");
            assert!(!tree.holds(path)?, "{path}");
        }
        assert_eq!(tree.read("b.md")?.as_deref(), Some(&b"here"[..]));
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() -> Result<(), Box<dyn std::error::Error>> {
        let folder = folder()?;
        let root = folder.path();
        std::os::unix::fs::symlink("/etc", root.join("out"))?;
        std::os::unix::fs::symlink("a", root.join("in"))?;
        std::os::unix::fs::symlink("a/b.md", root.join("file.md"))?;
        let tree = WorkTree::folder(root);
        for path in ["out/passwd", "in/b.md", "file.md", "in"] {
            assert_eq!(tree.read(path)?, None, "{path}");
            assert!(!tree.holds(path)?, "{path}");
        }
        assert_eq!(tree.files("")?, ["a/b.md"]);
        Ok(())
    }

    #[test]
    fn a_huge_file_is_cut() -> Result<(), Box<dyn std::error::Error>> {
        let folder = folder()?;
        File::create(folder.path().join("huge.md"))?.set_len(5 << 30)?;
        let bytes = WorkTree::folder(folder.path()).read("huge.md")?;
        assert_eq!(bytes.map(|bytes| bytes.len()), Some(MOST_READ));
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_not_unicode_is_listed_and_read() -> Result<(), Box<dyn std::error::Error>> {
        use std::os::unix::ffi::OsStrExt;
        let folder = folder()?;
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
        fs::write(folder.path().join(name), "here")?;
        let tree = WorkTree::folder(folder.path());
        assert_eq!(tree.files("")?, ["a/b.md", "caf\u{fffd}.md"]);
        assert_eq!(tree.read("caf\u{fffd}.md")?.as_deref(), Some(&b"here"[..]));
        Ok(())
    }
}
