//! The verdict over one file again and again, as somebody types: the same verdict, but what does not change between two keystrokes is read once.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::past::{GitPast, Paragraphs};
use super::{Case, Parent, Verdict, engagements, settings_of, tree_at, verdict, work_tree};
use crate::check::Past;
use crate::day::Day;
use crate::model::Settings;
use crate::repo::overlay::Source;
use crate::repo::{
    Author, Bytes, CommitId, CommitTree, Failure, FileChange, Kept, Overlay, Repository, Tree,
    WorkTree,
};

/// How many paragraphs are remembered: as one types, each letter makes another.
const MOST: usize = 1000;

/// Texts that are open in an editor, by their paths from the top.
pub type Open = BTreeMap<String, Bytes>;

/// The work tree with what is open over it.
pub type Desktop<'d> = Overlay<&'d Kept<WorkTree>>;

/// A repository held ready: its HEAD, what differs from it, and what was read of both.
pub struct Desk {
    repo: Repository,
    work: Kept<WorkTree>,
    head: Option<CommitId>,
    base: CommitTree,
    changes: Vec<FileChange>,
    author: Option<Author>,
    known: Known,
}

impl Desk {
    /// Reads what is needed.
    ///
    /// # Errors
    /// Where the repository cannot be read or is bare.
    pub fn new(repo: Repository) -> Result<Self, Failure> {
        let mut desk = Self {
            work: Kept::new(work_tree(&repo)?),
            head: None,
            base: repo.empty_tree(),
            changes: Vec::new(),
            author: None,
            known: Known::default(),
            repo,
        };
        desk.refresh()?;
        Ok(desk)
    }

    /// The repository.
    #[must_use]
    pub fn repository(&self) -> &Repository {
        &self.repo
    }

    /// The commit that everything is compared with.
    #[must_use]
    pub fn head(&self) -> Option<&CommitId> {
        self.head.as_ref()
    }

    /// Asks what needs the past.
    ///
    /// # Errors
    /// Where HEAD cannot be read.
    pub fn with_past<T>(
        &self,
        open: &Open,
        settings: &Settings,
        ask: impl FnOnce(&dyn Past) -> T,
    ) -> Result<T, Failure> {
        let changes = self.changes(open)?;
        Ok(ask(&self.past(&changes, settings)))
    }

    fn past<'d>(&'d self, changes: &'d [FileChange], settings: &'d Settings) -> Remembered<'d> {
        Remembered {
            known: &self.known,
            past: GitPast::new(
                &self.repo,
                self.head,
                changes,
                settings,
                &self.known.paragraphs,
            ),
        }
    }

    /// Who would make the commit.
    #[must_use]
    pub fn author(&self) -> Option<&Author> {
        self.author.as_ref()
    }

    /// Reads HEAD and the work tree anew.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub fn refresh(&mut self) -> Result<(), Failure> {
        self.work.forget();
        let head = self.repo.head()?;
        if head != self.head || head.is_none() {
            self.base = tree_at(&self.repo, head.as_ref())?;
            self.head = head;
        }
        self.known = Known {
            // What a blob holds stays so.
            paragraphs: std::mem::take(&mut self.known.paragraphs),
            ..Known::default()
        };
        self.author = self.repo.author();
        self.changes = self.repo.worktree_changes()?;
        Ok(())
    }

    /// Reads everything anew where HEAD has moved.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn follow_head(&mut self) -> Result<bool, Failure> {
        let moved = self.repo.head()? != self.head;
        if moved {
            self.refresh()?;
        }
        Ok(moved)
    }

    /// The work tree with what is open over it.
    #[must_use]
    pub fn tree(&self, open: &Open) -> Desktop<'_> {
        let mut tree = Overlay::new(&self.work);
        for (path, bytes) in open {
            tree.put(path, Source::Bytes(Bytes::clone(bytes)));
        }
        tree
    }

    /// What `orbit check` says of one file, with what is open in place of what is saved.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn judge(
        &self,
        path: &str,
        open: &Open,
        settings: &Settings,
        day: Day,
    ) -> Result<Verdict, Failure> {
        let tree = self.tree(open);
        let ignored = self.work.holds(path)?
            && settings.sources.holds(path)
            && !engagements(&self.work, settings)?
                .iter()
                .any(|known| known == path);
        if ignored {
            return Ok(Verdict::default());
        }
        let mine = settings.sources.holds(path).then(|| path.to_owned());
        let changes = self.changes(open)?;
        let past = self.past(&changes, settings);
        let case = Case {
            after: &tree,
            parents: vec![Parent {
                tree: &self.base,
                changes: changes.clone(),
            }],
            bystanders: mine.into_iter().collect(),
            settings,
            settings_of: &settings_of,
            base_of: &|_, _| Ok(None),
            day,
            author: self.author.as_ref(),
            past: &past,
        };
        verdict(&case, &|shown| shown == path)
    }

    /// What differs from HEAD, with what is open in place of what is saved.
    fn changes(&self, open: &Open) -> Result<Vec<FileChange>, Failure> {
        let mut changes = self.changes.clone();
        for (path, bytes) in open {
            // Of what is as on disk, git has spoken: it knows of line endings and filters.
            if self.work.read(path)?.is_some_and(|disk| same(&disk, bytes)) {
                continue;
            }
            let former = self.base.read(path)?;
            let at = changes.iter().position(|change| {
                change.after.as_deref().or(change.before.as_deref()) == Some(path)
            });
            let unchanged = former.as_ref().is_some_and(|former| same(former, bytes));
            let moved = at
                .and_then(|at| changes.get(at)?.before.as_ref())
                .is_some_and(|before| before != path);
            match at {
                Some(at) if unchanged && !moved => {
                    changes.remove(at);
                }
                Some(at) => {
                    if let Some(change) = changes.get_mut(at) {
                        change.after = Some(path.clone());
                    }
                }
                None if unchanged => {}
                None => changes.push(FileChange {
                    before: former.map(|_| path.clone()),
                    after: Some(path.clone()),
                }),
            }
        }
        Ok(changes)
    }
}

/// Whether two files are the same; an editor does not show a byte-order mark.
fn same(one: &[u8], other: &[u8]) -> bool {
    let mark = "\u{feff}".as_bytes();
    one.strip_prefix(mark).unwrap_or(one) == other.strip_prefix(mark).unwrap_or(other)
}

/// What was asked of the past.
#[derive(Default)]
struct Known {
    /// The versions of files, newest first, each with its author; and whether there are no more.
    versions: Mutex<HashMap<String, (Versions, bool)>>,
    /// Whether another file has a paragraph of this one.
    elsewhere: Answers<bool>,
    /// From where a file has a paragraph.
    lenders: Answers<Option<String>>,
    paragraphs: Paragraphs,
}

type Versions = Vec<(Bytes, Author)>;

/// What was answered for a file's path and a paragraph of it.
type Answers<T> = Mutex<HashMap<(String, String), T>>;

/// The past, which is asked everything once.
struct Remembered<'a> {
    known: &'a Known,
    past: GitPast<'a>,
}

impl Past for Remembered<'_> {
    fn walk(&self, path: &str, see: &mut dyn FnMut(&[u8], &Author) -> bool) {
        let (known, whole) = locked(&self.known.versions)
            .get(path)
            .cloned()
            .unwrap_or_default();
        for (bytes, author) in &known {
            if !see(bytes, author) {
                return;
            }
        }
        if whole {
            return;
        }
        let mut seen = Versions::new();
        let mut enough = false;
        self.past.walk(path, &mut |bytes, author| {
            seen.push((Bytes::from(bytes), author.clone()));
            enough = seen.len() > known.len() && !see(bytes, author);
            !enough
        });
        locked(&self.known.versions).insert(path.to_owned(), (seen, !enough));
    }

    fn is_elsewhere(&self, path: &str, paragraph: &str) -> bool {
        once(&self.known.elsewhere, path, paragraph, || {
            self.past.is_elsewhere(path, paragraph)
        })
    }

    fn lender(&self, path: &str, paragraph: &str) -> Option<String> {
        once(&self.known.lenders, path, paragraph, || {
            self.past.lender(path, paragraph)
        })
    }
}

/// What was answered before, or is now.
fn once<T: Clone>(answers: &Answers<T>, path: &str, paragraph: &str, ask: impl FnOnce() -> T) -> T {
    let key = (path.to_owned(), paragraph.to_owned());
    if let Some(known) = locked(answers).get(&key) {
        return known.clone();
    }
    let answer = ask();
    let mut answers = locked(answers);
    if answers.len() >= MOST {
        answers.clear();
    }
    answers.insert(key, answer.clone());
    answer
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
