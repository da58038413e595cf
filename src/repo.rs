//! Files and git to bytes. A [`Tree`] is paths to bytes: the work tree, the index, a commit, or a literal in a test.
//! Nothing outside this module reads a file, and only [`git`] and its children name the git library.

pub mod failure;
pub mod git;
pub mod history;
pub mod kept;
pub mod memory;
pub mod noted;
pub mod overlay;
pub mod remembered;
pub mod sight;
pub mod similarity;
pub mod worktree;
pub mod write;

pub use failure::Failure;
pub use git::{CommitId, CommitTree, Repository, Staged};
pub use kept::Kept;
pub use memory::Memory;
pub use overlay::Overlay;
pub use worktree::WorkTree;

use std::sync::Arc;

/// The bytes of one file, shared.
pub type Bytes = Arc<[u8]>;

/// Paths to bytes. Paths are from the top of the repository, with `/`, and never leave it.
pub trait Tree: Sync {
    /// The files below `folder` (the top where it is empty), sorted, links and sub-modules left out.
    ///
    /// # Errors
    /// Where the tree cannot be read.
    fn files(&self, folder: &str) -> Result<Vec<String>, Failure>;

    /// A file's bytes, or nothing where there is no such file.
    ///
    /// # Errors
    /// Where it is there and cannot be read.
    fn read(&self, path: &str) -> Result<Option<Bytes>, Failure>;

    /// Whether there is such a file or folder.
    ///
    /// # Errors
    /// Where the tree cannot be read.
    fn holds(&self, path: &str) -> Result<bool, Failure>;
}

/// One file that differs between a tree and its parent. Both paths are set unless the file is new or gone; they differ where it was moved.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileChange {
    /// Where it stood.
    pub before: Option<String>,
    /// Where it stands.
    pub after: Option<String>,
}

/// Who wrote a commit, as git has it after the mailmap.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Author {
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
}

/// The largest file that is read whole, and one byte: enough for whoever reads it to see that it is too large. Longer files are cut here.
pub const MOST_READ: usize = 2 * 1024 * 1024 + 1;

/// A path seen from a folder, its `.` and `..` resolved, both from the top of the repository, which is empty; nothing where it would leave it.
#[must_use]
pub fn resolved(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// What every path below `folder` begins with.
fn below(folder: &str) -> String {
    let folder = folder.trim_end_matches('/');
    if folder.is_empty() {
        String::new()
    } else {
        format!("{folder}/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_never_leaves_the_repository() {
        assert_eq!(resolved("a/b", "../c").as_deref(), Some("a/c"));
        assert_eq!(resolved("a", "..").as_deref(), Some(""));
        assert_eq!(resolved("a", "../../c"), None);
    }
}
