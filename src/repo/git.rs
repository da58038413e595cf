//! The git repository. This file and its children are the only ones that name the git library, and the only ones that start the `git` program.
//!
//! Objects are read from the repository's own files, in any of its forms (SHA-256, quarantine of a push, alternates, partial clones). The index is
//! read by the `git` program, which knows split, sparse and temporary ones, and by the library where there is no such program. Replace refs are
//! not heeded.

pub mod attempt;
mod blobs;
pub(crate) mod command;
pub(crate) mod commit;
mod commit_tree;
mod delta;
pub(crate) mod difference;
mod index;
mod index_file;
pub(crate) mod objects;
mod packs;
pub(crate) mod people;
mod places;
mod raw;
pub mod replay;
mod settings;
mod tree;
mod unpack;
mod walk;
mod work;

use std::collections::HashSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use git2::{ErrorCode, ObjectType};

use self::command::{Git, Trouble};
use self::commit::{Node, Written};
use self::objects::Objects;
use self::people::{Part, People};
use self::places::Places;
use super::history::Commit;
use super::{Author, Failure, FileChange, WorkTree};

pub use self::commit_tree::CommitTree;
pub use self::index::Staged;

/// A blob's id. Equal ids are equal bytes.
pub type BlobId = git2::Oid;

/// A folder's id, the top's included.
pub(crate) type TreeId = git2::Oid;

/// A commit's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommitId(pub(crate) git2::Oid);

impl fmt::Display for CommitId {
    /// In full, in hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A git repository. Can be shared by threads.
pub struct Repository {
    places: Places,
    git: Git,
    objects: Arc<Objects>,
    /// The library's handle; nothing where only the `git` program can read the repository's refs and settings.
    handle: Option<Mutex<git2::Repository>>,
    /// The commits behind which nothing is known.
    boundary: HashSet<CommitId>,
    /// What the `git` program has told of its settings.
    told: settings::Told,
}

impl fmt::Debug for Repository {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Repository")
            .field("places", &self.places)
            .finish_non_exhaustive()
    }
}

impl Repository {
    /// Opens the repository at or above `dir`, whatever the environment says of another.
    ///
    /// Without a `dir`, opens the one that git's variables and the current folder say, with the index and the objects that they name: so a hook
    /// sees the commit or the push that is under way. To be called before any change of folder, as those variables may be relative.
    ///
    /// # Errors
    /// Where there is none, it belongs to another user, or it cannot be read.
    pub fn open(dir: Option<&Path>) -> Result<Self, Failure> {
        let found = places::find(dir)?;
        let objects = Objects::open(
            &found.places.common_dir,
            found.places.format,
            found.git.clone(),
        )?;
        let boundary = boundary(&found.places, &found.git, &objects);
        Ok(Self {
            objects: Arc::new(objects),
            places: found.places,
            git: found.git,
            handle: found.handle.map(Mutex::new),
            boundary,
            told: settings::Told::default(),
        })
    }

    /// The same repository as it is read on a machine without the `git` program.
    #[must_use]
    pub fn without_program(mut self) -> Self {
        self.git = self.git.clone().without_program();
        if let Some(objects) = Arc::get_mut(&mut self.objects) {
            objects.without_program();
        }
        self
    }

    /// The top of the work tree; nothing in a bare repository.
    #[must_use]
    pub fn top(&self) -> Option<&Path> {
        self.places.top.as_deref()
    }

    /// The git directory of this work tree.
    #[must_use]
    pub fn git_dir(&self) -> &Path {
        &self.places.git_dir
    }

    /// The git directory that all work trees of the repository share.
    #[must_use]
    pub fn common_dir(&self) -> &Path {
        &self.places.common_dir
    }

    /// Where git looks for hooks: `core.hooksPath`, else `hooks` in the common directory. It need not exist.
    #[must_use]
    pub fn hooks_dir(&self) -> PathBuf {
        match self.path_setting("core.hooksPath") {
            // A relative one begins where git runs hooks.
            Some(path) => self.top().unwrap_or(self.git_dir()).join(path),
            None => self.common_dir().join("hooks"),
        }
    }

    /// Whether it has no work tree.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.places.top.is_none()
    }

    /// Whether its history is cut off somewhere.
    #[must_use]
    pub fn is_shallow(&self) -> bool {
        !self.boundary.is_empty()
    }

    /// Whether nothing before this commit is known, although it is no beginning.
    #[must_use]
    pub fn is_boundary(&self, commit: &CommitId) -> bool {
        self.boundary.contains(commit)
    }

    /// The commit that HEAD names; nothing before the first one.
    ///
    /// # Errors
    /// Where HEAD cannot be read.
    pub fn head(&self) -> Result<Option<CommitId>, Failure> {
        let failed = "HEAD cannot be read";
        match self.ask(|handle| handle.refname_to_id("HEAD")) {
            Some(Ok(id)) => Ok(Some(CommitId(id))),
            Some(Err(error)) => match error.code() {
                ErrorCode::NotFound | ErrorCode::UnbornBranch => Ok(None),
                _ => Err(Failure::new(failed).because(error.message())),
            },
            None => match self.git.line(&["rev-parse", "--quiet", "--verify", "HEAD"]) {
                Ok(line) => Ok(self.objects.parse(&line).map(CommitId)),
                Err(Trouble::Refused { said, .. }) if said.trim().is_empty() => Ok(None),
                Err(trouble) => Err(trouble.failure(failed)),
            },
        }
    }

    /// What HEAD says of the branch that is checked out, in git's own words; empty where that cannot be read.
    pub(crate) fn branch(&self) -> String {
        fs::read_to_string(self.git_dir().join("HEAD")).unwrap_or_default()
    }

    /// The commits that a merge under way brings in; none outside of a merge.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub fn merge_heads(&self) -> Result<Vec<CommitId>, Failure> {
        let path = self.git_dir().join("MERGE_HEAD");
        match fs::read_to_string(&path) {
            Ok(text) => Ok(text
                .lines()
                .filter_map(|line| self.objects.parse(line.trim()))
                .map(CommitId)
                .collect()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(self.merging()),
            Err(error) => {
                Err(Failure::new(format!("`{}` cannot be read", path.display())).because(error))
            }
        }
    }

    /// What `git merge` is merging while its hook runs: it has not written it down yet, and tells it in variables named for the commits.
    fn merging(&self) -> Vec<CommitId> {
        if !self.git.heeds_environment() {
            return Vec::new();
        }
        let mut heads: Vec<CommitId> = std::env::vars_os()
            .filter_map(|(name, _)| self.objects.parse(name.to_str()?.strip_prefix("GITHEAD_")?))
            .map(CommitId)
            .collect();
        heads.sort_unstable();
        heads
    }

    /// The commit that somebody means: a branch, a tag, a beginning of an id, `HEAD~2`.
    ///
    /// # Errors
    /// Where there is none, or more than one.
    pub fn resolve(&self, revision: &str) -> Result<CommitId, Failure> {
        let known = self.ask(|handle| {
            let object = handle.revparse_single(revision)?;
            object.peel_to_commit().map(|commit| commit.id())
        });
        if let Some(Ok(id)) = known {
            return Ok(CommitId(id));
        }
        let wanted = format!("{revision}^{{commit}}");
        let words = [
            "rev-parse",
            "--quiet",
            "--verify",
            "--end-of-options",
            &wanted,
        ];
        let hint = "`git log --oneline --all` lists the commits there are";
        match self.git.line(&words) {
            Ok(line) => self
                .objects
                .parse(line.lines().last().unwrap_or_default())
                .map(CommitId)
                .ok_or_else(|| Failure::new(format!("there is no commit `{revision}`")).hint(hint)),
            Err(trouble) => {
                let failure = Failure::new(format!("there is no commit `{revision}`"));
                Err(match (known, trouble) {
                    (Some(Err(error)), _) => failure.because(error.message()),
                    (_, Trouble::Refused { said, .. }) if !said.trim().is_empty() => {
                        failure.because(said.trim())
                    }
                    _ => failure,
                }
                .hint(hint))
            }
        }
    }

    /// A commit by its full id in hexadecimal digits.
    #[must_use]
    pub fn commit_id(&self, hex: &str) -> Option<CommitId> {
        self.objects.parse(hex).map(CommitId)
    }

    /// The files of a commit.
    ///
    /// # Errors
    /// Where the commit cannot be read.
    pub fn commit_tree(&self, commit: &CommitId) -> Result<CommitTree, Failure> {
        let tree = self.node(commit)?.tree;
        Ok(CommitTree::new(Arc::clone(&self.objects), Some(tree)))
    }

    /// No files.
    #[must_use]
    pub fn empty_tree(&self) -> CommitTree {
        CommitTree::new(Arc::clone(&self.objects), None)
    }

    /// The files of the work tree; nothing in a bare repository.
    #[must_use]
    pub fn work_tree(&self) -> Option<WorkTree> {
        let top = self.top()?;
        Some(WorkTree::of_repository(top, self.git.clone()))
    }

    /// What the index holds that differs from a commit.
    ///
    /// # Errors
    /// Where the index cannot be read or holds conflicts.
    pub fn changes_from(&self, commit: &CommitId) -> Result<Vec<FileChange>, Failure> {
        index::changes(self, Some(commit)).map(|changes| index::told(&changes))
    }

    /// What is about to be committed: the index that git names, over HEAD.
    ///
    /// # Errors
    /// Where the index cannot be read or holds conflicts, and in a bare repository.
    pub fn staged(&self) -> Result<Staged, Failure> {
        index::staged(self)
    }

    /// What differs in the work tree from HEAD, new files that are not ignored included.
    ///
    /// # Errors
    /// Where the work tree or the index cannot be read, and in a bare repository.
    pub fn worktree_changes(&self) -> Result<Vec<FileChange>, Failure> {
        work::changes(self)
    }

    /// What a commit changed, one list for each parent; one list against nothing where it has none. Sorted.
    ///
    /// # Errors
    /// Where the commit cannot be read.
    pub fn commit_changes(&self, commit: &CommitId) -> Result<Vec<Vec<FileChange>>, Failure> {
        let node = self.node(commit)?;
        if node.parents.is_empty() {
            return Ok(vec![self.tree_changes(None, node.tree)?]);
        }
        node.parents
            .iter()
            .map(|parent| self.tree_changes(Some(self.node(parent)?.tree), node.tree))
            .collect()
    }

    fn tree_changes(
        &self,
        before: Option<git2::Oid>,
        after: git2::Oid,
    ) -> Result<Vec<FileChange>, Failure> {
        let scope = difference::Scope::all();
        let mut comparer = difference::Comparer::new(&self.objects, &scope);
        let changed = comparer.compare(before, Some(after))?.changed;
        let moved = difference::moved(&self.objects, &changed)?;
        Ok(difference::told(&changed, &moved))
    }

    /// Where two commits parted: the best of their common ancestors. Nothing where they have none, or none that is known.
    #[must_use]
    pub fn merge_base(&self, one: &CommitId, two: &CommitId) -> Option<CommitId> {
        walk::merge_base(self, one, two)
    }

    /// The commits that `to` has and `from` has not, oldest first, parents before children. Without a `from`, all that `to` has.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub fn range(&self, from: Option<&CommitId>, to: &CommitId) -> Result<Vec<CommitId>, Failure> {
        walk::range(self, from, to)
    }

    /// The commits of `to` that a push to `remote` would bring there, oldest first: those on none of its branches as they were last seen, nor
    /// below `has`, the commit that it says it has.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub fn unpushed(
        &self,
        to: &CommitId,
        remote: &str,
        has: Option<&CommitId>,
    ) -> Result<Vec<CommitId>, Failure> {
        walk::unpushed(self, to, remote, has)
    }

    /// The commits of `to` that no ref of this repository has yet, oldest first: in `pre-receive`, what a push brings.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub fn new_commits(&self, to: &CommitId) -> Result<Vec<CommitId>, Failure> {
        walk::new_commits(self, to)
    }

    /// Who is the author of the commit about to be made, as git would find out, after the mailmap; nothing where nobody has said.
    #[must_use]
    pub fn author(&self) -> Option<Author> {
        self.person(Part::Author)
    }

    /// Who is the committer of the commit about to be made, after the mailmap.
    #[must_use]
    pub fn committer(&self) -> Option<Author> {
        self.person(Part::Committer)
    }

    fn person(&self, part: Part) -> Option<Author> {
        let author = people::about_to_commit(self, part)?;
        match People::of(self) {
            Ok(mut people) => Some(people.resolve(author)),
            Err(_) => Some(author),
        }
    }

    /// A commit, with its people's names after the mailmap.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn commit(&self, id: &CommitId) -> Result<Commit, Failure> {
        let mut people = People::of(self)?;
        let mut commit = self.written(id)?.told(id);
        people.rename(&mut commit.author);
        people.rename(&mut commit.committer);
        Ok(commit)
    }

    /// Asks the library's handle; nothing without one.
    fn ask<T>(&self, question: impl FnOnce(&git2::Repository) -> T) -> Option<T> {
        let handle = self.handle.as_ref()?;
        Some(question(
            &handle.lock().unwrap_or_else(PoisonError::into_inner),
        ))
    }

    pub(crate) const fn git(&self) -> &Git {
        &self.git
    }

    pub(crate) const fn objects(&self) -> &Arc<Objects> {
        &self.objects
    }

    /// The parents of a commit, in their order; none for one at the boundary of a shallow clone.
    ///
    /// # Errors
    /// Where the commit cannot be read.
    pub fn parents(&self, commit: &CommitId) -> Result<Vec<CommitId>, Failure> {
        Ok(self.node(commit)?.parents)
    }

    /// A commit's tree and parents. Parents behind the boundary of a shallow clone are left out.
    pub(crate) fn node(&self, commit: &CommitId) -> Result<Node, Failure> {
        let object = self.objects.read(commit.0, ObjectType::Commit)?;
        let node = Node::read(object.data(), &self.objects).ok_or_else(|| damaged(commit))?;
        Ok(self.within_boundary(commit, node))
    }

    /// All that a commit says; of its parents, what [`Self::node`] says.
    pub(crate) fn written(&self, commit: &CommitId) -> Result<Written, Failure> {
        let object = self.objects.read(commit.0, ObjectType::Commit)?;
        let mut written =
            Written::read(object.data(), &self.objects).ok_or_else(|| damaged(commit))?;
        written.node = self.within_boundary(commit, written.node);
        Ok(written)
    }

    fn within_boundary(&self, commit: &CommitId, mut node: Node) -> Node {
        if self.is_boundary(commit) {
            node.parents.clear();
        }
        node
    }
}

fn damaged(commit: &CommitId) -> Failure {
    Failure::new(format!("commit {commit} cannot be read"))
        .hint("run `git fsck` to see what is damaged")
        .lost()
}

/// The commits behind which a shallow clone knows nothing.
fn boundary(places: &Places, git: &Git, objects: &Objects) -> HashSet<CommitId> {
    let named = git
        .heeds_environment()
        .then(|| git.variable("GIT_SHALLOW_FILE"))
        .flatten()
        .map(|file| git.directory().join(file));
    let file = named.unwrap_or_else(|| places.common_dir.join("shallow"));
    fs::read_to_string(file)
        .unwrap_or_default()
        .lines()
        .filter_map(|line| objects.parse(line.trim()))
        .map(CommitId)
        .collect()
}
