//! A folder as it was written, with everything in it: whoever changes a file of it, adds one or takes one away is found out without reading any.

use std::fs;
use std::path::Path;

use rayon::prelude::*;

use super::Stamp;
use super::stamp::Near;
use crate::repo::remembered::value::value_struct;

/// How many are looked at by one thread at a stretch.
const PART: usize = 512;

/// What stands in a folder. A change that keeps a file's length, the time of its writing and its number is not found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// The folders, the folder itself as the first, each as a path below it.
    folders: Vec<(String, Stamp)>,
    files: Vec<(String, Stamp)>,
}

value_struct!(Whole { folders, files });

impl Whole {
    /// Looks at a folder; nothing where there is anything in it that is no file and no folder, or that cannot be looked at.
    #[must_use]
    pub fn of(folder: &Path) -> Option<Self> {
        let mut whole = Self {
            folders: Vec::new(),
            files: Vec::new(),
        };
        let mut level = vec![String::new()];
        while !level.is_empty() {
            let looks: Vec<Look> = level
                .par_iter()
                .map(|below| look(folder, below))
                .collect::<Option<_>>()?;
            level.clear();
            for look in looks {
                whole.folders.push(look.own);
                whole.files.extend(look.files);
                level.extend(look.folders);
            }
        }
        Some(whole)
    }

    /// The stamp of the folder itself.
    #[must_use]
    pub fn own_stamp(&self) -> Option<Stamp> {
        self.folders.first().map(|(_, stamp)| *stamp)
    }

    /// Whether it stands in a folder, unchanged.
    #[must_use]
    pub fn stands(&self, folder: &Path) -> bool {
        let near = Near::new(folder);
        let folders = self.folders.par_iter().with_min_len(PART);
        let files = self.files.par_iter().with_min_len(PART);
        folders
            .chain(files)
            .all(|(path, stamp)| near.stamp(path) == Some(*stamp))
    }
}

/// What stands in one folder.
struct Look {
    own: (String, Stamp),
    folders: Vec<String>,
    files: Vec<(String, Stamp)>,
}

fn look(root: &Path, below: &str) -> Option<Look> {
    let place = root.join(below);
    let own = Stamp::of_folder(&fs::symlink_metadata(&place).ok()?)?;
    let mut look = Look {
        own: (below.to_owned(), own),
        folders: Vec::new(),
        files: Vec::new(),
    };
    for entry in fs::read_dir(place).ok()? {
        let entry = entry.ok()?;
        let name = entry.file_name();
        let path = match below {
            "" => name.to_str()?.to_owned(),
            below => format!("{below}/{}", name.to_str()?),
        };
        let found = entry.metadata().ok()?;
        if found.is_dir() {
            look.folders.push(path);
        } else {
            look.files.push((path, Stamp::of(&found)?));
        }
    }
    Some(look)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Outcome = Result<(), Box<dyn std::error::Error>>;

    fn folder() -> Result<tempfile::TempDir, std::io::Error> {
        let folder = tempfile::tempdir()?;
        fs::create_dir_all(folder.path().join("a/b"))?;
        fs::write(folder.path().join("a/b/one"), "one")?;
        fs::write(folder.path().join("two"), "two")?;
        Ok(folder)
    }

    #[test]
    fn a_folder_that_nobody_touched_stands_unchanged_wherever_it_was_moved() -> Outcome {
        let folder = folder()?;
        let whole = Whole::of(&folder.path().join("a")).ok_or("a folder")?;
        assert!(whole.stands(&folder.path().join("a")));
        fs::rename(folder.path().join("a"), folder.path().join("c"))?;
        assert!(whole.stands(&folder.path().join("c")));
        assert!(!whole.stands(&folder.path().join("a")));
        Ok(())
    }

    #[test]
    fn whatever_somebody_changes_in_it_is_found_out() -> Outcome {
        type Change = fn(&Path) -> std::io::Result<()>;
        let changes: [Change; 5] = [
            |root| fs::write(root.join("a/b/one"), "longer"),
            |root| fs::write(root.join("a/three"), "three"),
            |root| fs::remove_file(root.join("two")),
            |root| fs::create_dir(root.join("a/b/c")),
            |root| {
                fs::write(root.join("new"), "two")?;
                fs::rename(root.join("new"), root.join("two"))
            },
        ];
        for (at, change) in changes.into_iter().enumerate() {
            let folder = folder()?;
            let whole = Whole::of(folder.path()).ok_or("a folder")?;
            change(folder.path())?;
            assert!(!whole.stands(folder.path()), "{at}");
        }
        Ok(())
    }
}
