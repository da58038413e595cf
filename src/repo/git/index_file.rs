//! The index read from its own file: what it holds that differs from a commit's tree, without a child process. Only an index of a plain kind is
//! read so, and only what needs no judgement: conflicts, files that may have been moved, and every odd kind of index are left to the `git` program.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fs;
use std::path::PathBuf;

use git2::{ObjectType, Oid};

use super::Repository;
use super::difference::Changed;
use super::tree::{DEEPEST, Entries, Entry, Kind};

/// What the index holds that differs from a tree, or from nothing; nothing where the `git` program has to be asked.
pub(super) fn changes(repository: &Repository, tree: Option<Oid>) -> Option<Vec<Changed>> {
    let bytes = fs::read(place(repository)?).ok()?;
    let index = Index::read(&bytes, repository.objects().width())?;
    let mut comparison = Comparison {
        repository,
        path: Vec::new(),
        changed: Vec::new(),
    };
    comparison.folder(tree, &index.files, index.known.as_ref(), 0)?;
    let changed = comparison.changed;
    let gone = changed.iter().any(|change| change.after.is_none());
    let new = changed.iter().any(|change| change.before.is_none());
    (!(gone && new)).then_some(changed)
}

/// Where the index is that git names.
fn place(repository: &Repository) -> Option<PathBuf> {
    let git = repository.git();
    let Some(named) = git.variable("GIT_INDEX_FILE") else {
        return Some(repository.git_dir().join("index"));
    };
    let named = PathBuf::from(named);
    // A relative one begins at the top, where git runs hooks.
    (named.is_absolute() || repository.top() == Some(git.directory()))
        .then(|| git.directory().join(named))
}

/// A file in the index.
#[derive(Debug, PartialEq, Eq)]
struct File<'a> {
    path: Cow<'a, [u8]>,
    kind: Kind,
    id: &'a [u8],
}

/// A folder whose tree git has written down in the index, where nothing has changed below it since.
#[derive(Debug, PartialEq, Eq)]
struct Known<'a> {
    name: &'a [u8],
    /// How many files are below it, and the id of its tree; nothing where something has changed.
    tree: Option<(usize, &'a [u8])>,
    folders: Vec<Known<'a>>,
}

/// An index.
#[derive(Debug, PartialEq, Eq)]
struct Index<'a> {
    /// Sorted by path.
    files: Vec<File<'a>>,
    known: Option<Known<'a>>,
}

impl<'a> Index<'a> {
    /// Nothing for one that is damaged, holds conflicts, or is of a kind that is not read here.
    fn read(data: &'a [u8], width: usize) -> Option<Self> {
        let mut rest = data.get(..data.len().checked_sub(width)?)?;
        if take(&mut rest, 4)? != b"DIRC" {
            return None;
        }
        let version = number(&mut rest)?;
        if !(2..=4).contains(&version) {
            return None;
        }
        let count = usize::try_from(number(&mut rest)?).ok()?;
        // An entry has more than sixty bytes.
        let mut files: Vec<File<'a>> = Vec::with_capacity(count.min(data.len() / 60));
        let mut former: Cow<'a, [u8]> = Cow::Borrowed(&[]);
        for _ in 0..count {
            let (file, intended) = entry(&mut rest, width, version, &former)?;
            if files.last().is_some_and(|last| last.path >= file.path) || former >= file.path {
                return None;
            }
            former = file.path.clone();
            if !intended {
                files.push(file);
            }
        }
        let mut known = None;
        while !rest.is_empty() {
            let name = take(&mut rest, 4)?;
            let length = usize::try_from(number(&mut rest)?).ok()?;
            let mut body = take(&mut rest, length)?;
            match name {
                b"TREE" => known = folder(&mut body, width, 0),
                // What begins with a capital letter may be passed over; anything else changes what the entries mean.
                [b'A'..=b'Z', ..] => {}
                _ => return None,
            }
        }
        Some(Self { files, known })
    }
}

/// One entry, and whether it is merely intended to be added.
fn entry<'a>(
    rest: &mut &'a [u8],
    width: usize,
    version: u32,
    former: &[u8],
) -> Option<(File<'a>, bool)> {
    const EXTENDED: u32 = 0x4000;
    const STAGE: u32 = 0x3000;
    const INTENDED: u32 = 0x2000;
    let start = *rest;
    take(rest, 24)?;
    let mode = number(rest)?;
    take(rest, 12)?;
    let id = take(rest, width)?;
    let flags = short(rest)?;
    if flags & STAGE != 0 {
        return None;
    }
    let more = if flags & EXTENDED == 0 {
        0
    } else if version >= 3 {
        short(rest)?
    } else {
        return None;
    };
    let kind = match mode >> 12 {
        0o10 => Kind::File,
        // A whole folder, in a sparse index.
        0o4 => return None,
        _ => Kind::Other,
    };
    let path = if version == 4 {
        let dropped = varied(rest)?;
        let tail = text(rest)?;
        let kept = former.get(..former.len().checked_sub(dropped)?)?;
        Cow::Owned([kept, tail].concat())
    } else {
        let path = text(rest)?;
        // Padded to a multiple of eight, with at least the one byte already taken.
        let length = start.len() - rest.len();
        take(rest, length.next_multiple_of(8) - length)?;
        Cow::Borrowed(path)
    };
    if path.is_empty() {
        return None;
    }
    Some((File { path, kind, id }, more & INTENDED != 0))
}

/// A folder that git has written down: its name, how many files and folders are below it, and its tree.
fn folder<'a>(rest: &mut &'a [u8], width: usize, depth: usize) -> Option<Known<'a>> {
    if depth > DEEPEST {
        return None;
    }
    let name = text(rest)?;
    let mut decimal = |end: u8| -> Option<i64> {
        let at = rest.iter().position(|&byte| byte == end)?;
        let digits = take(rest, at + 1)?.get(..at)?;
        str::from_utf8(digits).ok()?.parse().ok()
    };
    let (files, folders) = (decimal(b' ')?, decimal(b'\n')?);
    let tree = match usize::try_from(files) {
        Ok(files) => Some((files, take(rest, width)?)),
        Err(_) => None,
    };
    let folders = (0..folders)
        .map(|_| folder(rest, width, depth + 1))
        .collect::<Option<_>>()?;
    Some(Known {
        name,
        tree,
        folders,
    })
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(length)?;
    *rest = left;
    Some(taken)
}

/// Up to a zero byte, which is taken too.
fn text<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let end = rest.iter().position(|&byte| byte == 0)?;
    take(rest, end + 1)?.get(..end)
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(take(rest, 4)?.try_into().ok()?))
}

fn short(rest: &mut &[u8]) -> Option<u32> {
    let bytes: [u8; 2] = take(rest, 2)?.try_into().ok()?;
    Some(u32::from(u16::from_be_bytes(bytes)))
}

/// A number of seven bits a byte, the highest first, each step counting one more.
fn varied(rest: &mut &[u8]) -> Option<usize> {
    let mut value = 0_usize;
    for place in 0..5 {
        let byte = usize::from(*take(rest, 1)?.first()?);
        if place > 0 {
            value += 1;
        }
        value = value << 7 | byte & 0x7f;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

/// The names in one folder of the index, each with the files that it stands for.
struct Names<'a, 'b> {
    files: &'b [File<'a>],
    /// The length of the folder's own path.
    start: usize,
}

impl<'b> Iterator for Names<'_, 'b> {
    type Item = (Entry<'b>, &'b [File<'b>]);

    fn next(&mut self) -> Option<Self::Item> {
        let first = self.files.first()?;
        let rest = first.path.get(self.start..)?;
        let folder = rest.iter().position(|&byte| byte == b'/');
        let (entry, count) = match folder {
            Some(end) => {
                let upto = first.path.get(..=self.start + end)?;
                let count = self.files.partition_point(|file| {
                    file.path.starts_with(upto) || file.path.as_ref() < upto
                });
                let entry = Entry {
                    kind: Kind::Folder,
                    name: rest.get(..end)?,
                    id: &[],
                };
                (entry, count)
            }
            None => {
                let entry = Entry {
                    kind: first.kind,
                    name: rest,
                    id: first.id,
                };
                (entry, 1)
            }
        };
        let (files, rest) = self.files.split_at_checked(count)?;
        self.files = rest;
        Some((entry, files))
    }
}

/// The comparison under way.
struct Comparison<'a> {
    repository: &'a Repository,
    /// The path of the folder at hand, with a `/` at its end; empty at the top.
    path: Vec<u8>,
    changed: Vec<Changed>,
}

impl Comparison<'_> {
    /// Compares the tree of the folder at hand with the files below it.
    fn folder(
        &mut self,
        tree: Option<Oid>,
        files: &[File<'_>],
        known: Option<&Known<'_>>,
        depth: usize,
    ) -> Option<()> {
        if let (Some(tree), Some((count, id))) = (tree, known.and_then(|known| known.tree))
            && tree.as_bytes() == id
            && count == files.len()
        {
            return Some(());
        }
        if depth > DEEPEST {
            return None;
        }
        let objects = self.repository.objects();
        let object = match tree {
            Some(tree) => Some(objects.read(tree, ObjectType::Tree).ok()?),
            None => None,
        };
        let data = object.as_ref().map_or(&[][..], |object| object.data());
        let mut before = Entries::new(data, objects.width());
        let mut after = Names {
            files,
            start: self.path.len(),
        };
        let (mut old, mut new) = (before.next().transpose().ok()?, after.next());
        loop {
            let order = match (&old, &new) {
                (None, None) => return Some(()),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(old), Some((new, _))) => old.order(new),
            };
            let was = old.take_if(|_| order.is_le());
            let is = new.take_if(|_| order.is_ge());
            self.entry(was, is, known, depth)?;
            if order.is_le() {
                old = before.next().transpose().ok()?;
            }
            if order.is_ge() {
                new = after.next();
            }
        }
    }

    /// Compares what stands under one name.
    fn entry(
        &mut self,
        was: Option<Entry<'_>>,
        is: Option<(Entry<'_>, &[File<'_>])>,
        known: Option<&Known<'_>>,
        depth: usize,
    ) -> Option<()> {
        let name = was.or(is.map(|(entry, _)| entry))?.name;
        let of = |entry: Option<Entry<'_>>, kind| match entry.filter(|entry| entry.kind == kind) {
            Some(entry) => Oid::from_bytes(entry.id).map(Some),
            None => Ok(None),
        };
        let before = of(was, Kind::File).ok()?;
        let after = of(is.map(|(entry, _)| entry), Kind::File).ok()?;
        let length = self.path.len();
        self.path.extend(name);
        if before != after {
            self.changed.push(Changed {
                path: String::from_utf8_lossy(&self.path).into_owned(),
                before,
                after,
            });
        }
        let tree = of(was, Kind::Folder).ok()?;
        let files = is
            .filter(|(entry, _)| entry.kind == Kind::Folder)
            .map_or(&[][..], |(_, files)| files);
        if tree.is_some() || !files.is_empty() {
            let folders = known.map_or(&[][..], |known| &known.folders);
            let known = folders.iter().find(|folder| folder.name == name);
            self.path.push(b'/');
            self.folder(tree, files, known, depth + 1)?;
        }
        self.path.truncate(length);
        Some(())
    }
}
