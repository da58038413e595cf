//! The doors to the one verdict: what is checked, against what, on whose day. Each gathers the versions before and after and hands them to [`check::judge`].

mod adoption;
mod bystanders;
pub mod desk;
mod gather;
mod message;
mod past;
mod range;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

pub use adoption::since_adoption;
pub use range::{commits, range};

use bystanders::{Bystanders, Known};
use gather::Gathered;
use past::{GitPast, Paragraphs};

use crate::check::{self, Context, Past};
use crate::day::Day;
use crate::finding::{Finding, Severity};
use crate::model::Settings;
use crate::model::settings::FILE;
use crate::repo::noted::Noted;
use crate::repo::overlay::{Overlay, Source};
use crate::repo::sight::Sight;
use crate::repo::{Author, CommitId, CommitTree, Failure, FileChange, Repository, Tree, WorkTree};
use crate::span::Span;
use crate::text::Document;

/// A verdict with what is needed to report it.
#[derive(Debug, Default)]
pub struct Verdict {
    /// What was found.
    pub findings: Vec<Finding>,
    /// How many engagements were looked at.
    pub engagements: usize,
    /// The texts of files that findings are about, by their commits, where one was checked, and their paths.
    pub texts: HashMap<(Option<String>, String), String>,
    /// Where the texts of other files are, to be read as they are asked for.
    pub others: Option<WorkTree>,
}

impl Verdict {
    /// The text that a finding's span was taken from; nothing where it is not there any more.
    #[must_use]
    pub fn text(&self, finding: &Finding) -> Option<String> {
        let place = (finding.commit.clone(), finding.path.clone());
        if let Some(text) = self.texts.get(&place) {
            return Some(text.clone());
        }
        let tree = self.others.as_ref().filter(|_| finding.commit.is_none())?;
        let bytes = tree.read(&finding.path).ok()??;
        Some(Document::text_of(&bytes))
    }
}

/// One tree that the one at hand is compared with, and which files differ from it.
struct Parent<'a> {
    tree: &'a CommitTree,
    changes: Vec<FileChange>,
}

/// What a verdict is asked about.
struct Case<'a> {
    after: &'a dyn Tree,
    parents: Vec<Parent<'a>>,
    /// Engagements to look at although nothing changed in them.
    bystanders: Vec<String>,
    settings: &'a Settings,
    /// The settings of another tree; nothing where it has none that can be read.
    settings_of: &'a SettingsOf<'a>,
    /// The tree of the commit where two parents of a merge, by their places, parted.
    base_of: &'a BaseOf<'a>,
    day: Day,
    author: Option<&'a Author>,
    past: &'a dyn Past,
}

type SettingsOf<'a> = dyn Fn(&CommitTree) -> Result<Option<Arc<Settings>>, Failure> + Sync + 'a;

type BaseOf<'a> = dyn Fn(usize, usize) -> Result<Option<CommitTree>, Failure> + Sync + 'a;

/// The work tree against HEAD: every engagement, or those at or below `paths` (from the top of the repository) where there are any.
///
/// # Errors
/// Where the repository cannot be read, is no studio or its settings are wrong, and where a path holds no engagement.
pub fn worktree(repo: &Repository, paths: &[String], day: Day) -> Result<Verdict, Failure> {
    let tree = work_tree(repo)?;
    let noted = Noted::new(&tree);
    let settings = Settings::load(&noted)?;
    let settings_number = noted.number();
    let head = repo.head()?;
    let base = tree_at(repo, head.as_ref())?;
    let folders = settings.sources.folders();
    let recall = || {
        let author = repo.author();
        let known = Known::read(repo, &tree, settings_number, day, author.as_ref());
        (author, known, links(&tree, &settings))
    };
    // While git looks what has changed.
    let look = || {
        let (recalled, sight) = rayon::join(recall, || Sight::of(&tree, &folders));
        (sight, recalled)
    };
    let (changes, looked) = rayon::join(|| repo.worktree_changes(), look);
    let (sight, (author, known, links)) = looked;
    let (changes, sight) = (changes?, sight?);
    let engagements: Vec<&str> = sight
        .paths()
        .filter(|path| settings.sources.holds(path))
        .collect();
    let shown = |path: &str| {
        paths.is_empty()
            || paths.iter().any(|wanted| {
                wanted.is_empty() || path == wanted || path.starts_with(&format!("{wanted}/"))
            })
    };
    for wanted in paths {
        if !engagements.iter().any(|path| {
            wanted.is_empty() || *path == wanted || path.starts_with(&format!("{wanted}/"))
        }) {
            return Err(Failure::new(format!("there is no engagement at `{wanted}`"))
                .hint("engagements stand where `engagements` in `orbit.yml` says; run `orbit check` without a path to see them all"));
        }
    }
    let touched: HashSet<&str> = changes
        .iter()
        .filter_map(|change| change.after.as_deref())
        .collect();
    let bystanders: Vec<&str> = engagements
        .into_iter()
        .filter(|path| shown(path) && !touched.contains(path))
        .collect();
    let paragraphs = Paragraphs::default();
    let aside = Bystanders {
        tree: &tree,
        settings: &settings,
        day,
        author: author.as_ref(),
        past: &GitPast::new(repo, head, &changes, &settings, &paragraphs),
    };
    let aside = aside.judge(known, &sight, &bystanders)?;
    // What else changed is looked at too, as it may hold what is missing here.
    let draft = Draft {
        tree: &tree,
        head,
        base: &base,
        changes: changes.clone(),
        settings: &settings,
        day,
    };
    let mut verdict = draft.verdict(repo, &shown)?;
    verdict.findings.extend(aside.findings);
    verdict.findings.sort_by(|a, b| a.path.cmp(&b.path));
    verdict.engagements += aside.engagements;
    verdict.others = Some(tree.clone());
    let links = links.into_iter();
    verdict
        .findings
        .extend(links.filter(|finding| shown(&finding.path)));
    Ok(verdict)
}

/// The work tree against HEAD as it would be if the file at `path` held these bytes; what is found in that file alone.
///
/// # Errors
/// Where the repository cannot be read, is no studio or its settings are wrong.
pub fn proposed(repo: &Repository, path: &str, bytes: &[u8], day: Day) -> Result<Verdict, Failure> {
    let mut tree = Overlay::new(work_tree(repo)?);
    tree.put(path, Source::Bytes(bytes.into()));
    let settings = Settings::load(&tree)?;
    let head = repo.head()?;
    let base = tree_at(repo, head.as_ref())?;
    let mut changes = repo.worktree_changes()?;
    changes.retain(|change| change.after.as_deref() == Some(path));
    if changes.is_empty() {
        changes.push(FileChange {
            before: base.holds(path)?.then(|| path.to_owned()),
            after: Some(path.to_owned()),
        });
    }
    let draft = Draft {
        tree: &tree,
        head,
        base: &base,
        changes,
        settings: &settings,
        day,
    };
    draft.verdict(repo, &|found| found == path)
}

/// What a work tree would commit upon HEAD.
struct Draft<'a> {
    tree: &'a dyn Tree,
    head: Option<CommitId>,
    /// The tree of HEAD.
    base: &'a CommitTree,
    changes: Vec<FileChange>,
    settings: &'a Settings,
    day: Day,
}

impl Draft<'_> {
    /// The verdict on it, as far as it is about files that `shown` picks.
    fn verdict(self, repo: &Repository, shown: &dyn Fn(&str) -> bool) -> Result<Verdict, Failure> {
        let author = repo.author();
        let paragraphs = Paragraphs::default();
        let changes = self.changes.clone();
        let past = GitPast::new(repo, self.head, &changes, self.settings, &paragraphs);
        let case = Case {
            after: self.tree,
            parents: vec![Parent {
                tree: self.base,
                changes: self.changes,
            }],
            bystanders: Vec::new(),
            settings: self.settings,
            settings_of: &settings_of,
            base_of: &|_, _| Ok(None),
            day: self.day,
            author: author.as_ref(),
            past: &past,
        };
        verdict(&case, shown)
    }
}

/// A link among the engagements is not read, wherever it leads; that is said, so that nobody believes it was.
fn links(tree: &WorkTree, settings: &Settings) -> Vec<Finding> {
    const CODE: &str = "front-matter-missing";
    let Some(severity) = settings.severity(CODE, Severity::Warning) else {
        return Vec::new();
    };
    let folders = settings.sources.folders();
    let links = folders.iter().flat_map(|folder| {
        tree.links(folder)
            .into_iter()
            .map(move |path| (folder, path))
    });
    links
        .filter(|(folder, path)| {
            *folder == path || settings.sources.holds(path) || !path.contains('.')
        })
        .map(|(_, path)| Finding {
            code: CODE,
            severity: severity.min(Severity::Warning),
            engagement: settings.sources.id(&path),
            span: Span::default(),
            message: format!(
                "`{path}` is a link, and links are not read: what it leads to is not checked"
            ),
            help: "put the file or the folder itself in its place".to_owned(),
            need: None,
            commit: None,
            path,
        })
        .collect()
}

/// The index that git is about to commit, against HEAD, and in a merge against what is merged too. Only what it changes is looked at.
///
/// # Errors
/// Where the repository cannot be read, is no studio or its settings are wrong, and where the index holds conflicts.
pub fn staged(repo: &Repository, day: Day) -> Result<Verdict, Failure> {
    in_index(repo, day, |case| verdict(case, &|_| true))
}

/// What the commit that the index would make does, as a message for it; nothing where it does nothing to an engagement.
///
/// # Errors
/// As [`staged`].
pub fn staged_message(repo: &Repository, day: Day) -> Result<Option<String>, Failure> {
    in_index(repo, day, |case| {
        let gathered = Gathered::read(case)?;
        Ok(message::of(&gathered.commit(case), case.settings))
    })
}

/// Asks `what` about the commit that the index would make.
fn in_index<T>(
    repo: &Repository,
    day: Day,
    what: impl FnOnce(&Case<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let staged = repo.staged()?;
    let settings = match Settings::load(&staged.tree) {
        Err(_) if !staged.tree.holds(FILE)? => Settings::load(&work_tree(repo)?)?,
        other => other?,
    };
    let base = tree_at(repo, staged.base.as_ref())?;
    let merged = repo.merge_heads()?;
    let merged_trees = merged
        .iter()
        .map(|id| tree_at(repo, Some(id)))
        .collect::<Result<Vec<_>, _>>()?;
    let mut parents = vec![Parent {
        tree: &base,
        changes: staged.changes.clone(),
    }];
    for (id, tree) in merged.iter().zip(&merged_trees) {
        parents.push(Parent {
            tree,
            changes: repo.changes_from(id)?,
        });
    }
    let author = repo.author();
    let heads: Vec<CommitId> = staged.base.into_iter().chain(merged).collect();
    let paragraphs = Paragraphs::default();
    let past = GitPast::new(repo, staged.base, &staged.changes, &settings, &paragraphs);
    let case = Case {
        after: &staged.tree,
        parents,
        bystanders: Vec::new(),
        settings: &settings,
        settings_of: &settings_of,
        base_of: &|one, two| parted(repo, &heads, one, two),
        day,
        author: author.as_ref(),
        past: &past,
    };
    what(&case)
}

/// Whether the work tree, the commit about to be made or the one before it has an `orbit.yml`.
///
/// # Errors
/// Where the repository cannot be read.
pub fn is_studio(repo: &Repository) -> Result<bool, Failure> {
    // What costs least comes first.
    if let Some(tree) = repo.work_tree()
        && tree.holds(FILE)?
    {
        return Ok(true);
    }
    Ok(tree_at(repo, repo.head()?.as_ref())?.holds(FILE)? || repo.staged()?.tree.holds(FILE)?)
}

fn work_tree(repo: &Repository) -> Result<WorkTree, Failure> {
    repo.work_tree().ok_or_else(|| {
        Failure::new("this repository is bare: it has no work tree to check")
            .hint("check commits of it: `orbit check --range A..B`")
    })
}

fn tree_at(repo: &Repository, commit: Option<&CommitId>) -> Result<CommitTree, Failure> {
    commit.map_or_else(|| Ok(repo.empty_tree()), |commit| repo.commit_tree(commit))
}

/// The settings of a tree, where it has some that can be read.
fn settings_of(tree: &CommitTree) -> Result<Option<Arc<Settings>>, Failure> {
    Ok(if tree.holds(FILE)? {
        Settings::load(tree).ok().map(Arc::new)
    } else {
        None
    })
}

/// The tree where two of these commits parted.
fn parted(
    repo: &Repository,
    commits: &[CommitId],
    one: usize,
    two: usize,
) -> Result<Option<CommitTree>, Failure> {
    let (Some(one), Some(two)) = (commits.get(one), commits.get(two)) else {
        return Ok(None);
    };
    let base = repo.merge_base(one, two);
    base.map(|base| repo.commit_tree(&base)).transpose()
}

/// The verdict, as far as it is about files that `shown` picks.
fn verdict(case: &Case<'_>, shown: &dyn Fn(&str) -> bool) -> Result<Verdict, Failure> {
    let gathered = Gathered::read(case)?;
    let context = Context::new(case.settings, case.after, case.day, case.author, case.past);
    let mut findings = check::judge(&gathered.commit(case), &context);
    findings.retain(|finding| shown(&finding.path));
    let about: BTreeSet<&str> = findings
        .iter()
        .map(|finding| finding.path.as_str())
        .collect();
    let texts = about
        .into_iter()
        .filter_map(|path| Some(((None, path.to_owned()), gathered.text(path)?)))
        .collect();
    Ok(Verdict {
        findings,
        engagements: gathered.count(shown),
        texts,
        others: None,
    })
}

/// The paths of a tree's engagements, sorted.
///
/// # Errors
/// Where the tree cannot be read.
pub fn engagements(tree: &dyn Tree, settings: &Settings) -> Result<Vec<String>, Failure> {
    let mut paths = Vec::new();
    for folder in settings.sources.folders() {
        paths.extend(
            tree.files(&folder)?
                .into_iter()
                .filter(|path| settings.sources.holds(path)),
        );
    }
    Ok(paths)
}
