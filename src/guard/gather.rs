//! From trees to what a commit did: which versions are read, and which of them belong together.
//!
//! Nothing is read twice, and nothing of an engagement that the commit does not touch.

mod bases;
mod heirs;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use bases::Bases;
use heirs::{is_another, is_heir};

use super::{Case, Parent, engagements};
use crate::check::MANY;
use crate::model::change::{FormerSettings, Merged, SettingsChange};
use crate::model::settings::{FILE, WORKFLOWS};
use crate::model::{Change, Commit, Engagement, Passage, Settings};
use crate::repo::{Failure, FileChange, Tree};

/// Where the standards stand.
const STANDARDS: &str = "standards/";

/// Which tree a version is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Side {
    After,
    Parent(usize),
    Base(usize, usize),
}

/// The versions of engagements that a verdict needs, read.
pub(super) struct Gathered {
    versions: HashMap<(Side, String), Engagement>,
    /// The engagements to judge, and whether the commit touches them.
    wanted: Vec<(String, bool)>,
    /// For each parent its settings, where they differ.
    settings: Vec<Option<Arc<Settings>>>,
    passages: Vec<Way>,
    /// The files of the settings that differ from every parent.
    files: Vec<SettingsChange<'static>>,
}

/// An engagement's way from one parent through the commit.
struct Way {
    parent: usize,
    before: String,
    after: Option<String>,
    /// In a merge: the other parent, and where the engagement stood where the two parted and stands there.
    merged: Vec<(usize, String, String)>,
}

impl Gathered {
    /// Reads what is needed.
    pub(super) fn read(case: &Case<'_>) -> Result<Self, Failure> {
        let named: HashSet<&str> = standards(case.settings).collect();
        let settings = case
            .parents
            .iter()
            .map(|parent| {
                let changed = parent.changes.iter().any(|change| {
                    paths(change).any(|path| is_setting(path) || named.contains(path))
                });
                Ok(if changed {
                    (case.settings_of)(parent.tree)?
                } else {
                    None
                })
            })
            .collect::<Result<Vec<_>, Failure>>()?;
        let mut gathered = Self {
            versions: HashMap::new(),
            wanted: Vec::new(),
            passages: Vec::new(),
            files: Vec::new(),
            settings,
        };
        let bases = Bases::of(case)?;
        gathered.find_passages(case, &bases)?;
        gathered.find_wanted(case);
        gathered.read_versions(case, &bases)?;
        gathered.find_renamed();
        gathered.read_settings(case)?;
        Ok(gathered)
    }

    /// The settings by which a parent is read.
    fn of_parent<'s>(&'s self, case: &Case<'s>, parent: usize) -> &'s Settings {
        let own = self.settings.get(parent).and_then(Option::as_deref);
        own.unwrap_or(case.settings)
    }

    /// What each parent had that is changed or gone. In a merge, a version that stands as it did where the parents parted, while the other parent
    /// has another one, has nothing to be missed: what the other made of it was judged there.
    fn find_passages(&mut self, case: &Case<'_>, bases: &Bases) -> Result<(), Failure> {
        let mut ways = Vec::new();
        for (at, parent) in case.parents.iter().enumerate() {
            let former = self.of_parent(case, at);
            let mut seen: HashSet<&str> = HashSet::new();
            for change in &parent.changes {
                let Some(before) = change
                    .before
                    .as_deref()
                    .filter(|path| former.sources.holds(path))
                else {
                    continue;
                };
                seen.insert(before);
                let after = change
                    .after
                    .as_ref()
                    .filter(|path| case.settings.sources.holds(path));
                ways.push((at, before.to_owned(), after.cloned()));
            }
            // A folder that is no longer looked at takes away what is in it.
            if self.settings.get(at).is_some_and(Option::is_some)
                && former.sources != case.settings.sources
            {
                for path in engagements(parent.tree, former)? {
                    if !seen.contains(path.as_str()) && !case.settings.sources.holds(&path) {
                        ways.push((at, path, None));
                    }
                }
            }
        }
        for (parent, before, after) in ways {
            let Some(tree) = case.parents.get(parent).map(|parent| parent.tree) else {
                continue;
            };
            let mut merged = Vec::new();
            let mut untouched = false;
            for (other, base) in bases.with(parent) {
                let own = tree.blob(&before)?;
                let (there, theirs) = match case.parents.get(other) {
                    Some(other) => {
                        let there = former_path(other, after.as_deref().unwrap_or(&before));
                        let theirs = other.tree.blob(&there)?;
                        (there, theirs)
                    }
                    None => (before.clone(), None),
                };
                // Where the other has it as it was too, only the merge itself has changed it.
                untouched |= own.is_some() && own != theirs && base.blob(&before)? == own;
                let stood = [before.clone(), there.clone()];
                for path in stood {
                    if base.holds(&path)? {
                        merged.push((other, path, there));
                        break;
                    }
                }
            }
            if !untouched {
                self.passages.push(Way {
                    parent,
                    before,
                    after,
                    merged,
                });
            }
        }
        Ok(())
    }

    /// The engagements that differ from every parent: what a merge takes whole from one side was judged there. And the bystanders.
    fn find_wanted(&mut self, case: &Case<'_>) {
        let mut wanted: BTreeMap<&str, bool> = case
            .bystanders
            .iter()
            .map(|path| (path.as_str(), false))
            .collect();
        if let Some((first, others)) = case.parents.split_first() {
            let changed: Vec<HashSet<&str>> = others
                .iter()
                .map(|parent| {
                    parent
                        .changes
                        .iter()
                        .filter_map(|change| change.after.as_deref())
                        .collect()
                })
                .collect();
            let touched = first
                .changes
                .iter()
                .filter_map(|change| change.after.as_deref())
                .filter(|path| case.settings.sources.holds(path))
                .filter(|path| changed.iter().all(|changed| changed.contains(path)));
            wanted.extend(touched.map(|path| (path, true)));
        }
        self.wanted = wanted
            .into_iter()
            .map(|(path, touched)| (path.to_owned(), touched))
            .collect();
    }

    /// Reads every version once, side by side.
    fn read_versions(&mut self, case: &Case<'_>, bases: &Bases) -> Result<(), Failure> {
        let mut keys: BTreeSet<(Side, String)> = BTreeSet::new();
        for (path, touched) in &self.wanted {
            keys.insert((Side::After, path.clone()));
            if *touched {
                let former = case.parents.iter().enumerate().filter_map(|(at, parent)| {
                    Some((Side::Parent(at), change_to(parent, path)?.before.clone()?))
                });
                keys.extend(former);
            }
        }
        for way in &self.passages {
            keys.insert((Side::Parent(way.parent), way.before.clone()));
            keys.extend(way.after.iter().map(|path| (Side::After, path.clone())));
            for (other, base, there) in &way.merged {
                keys.insert((Side::Base(way.parent, *other), base.clone()));
                keys.insert((Side::Parent(*other), there.clone()));
            }
        }
        let read = |(side, path): (Side, String)| {
            let (tree, settings): (&dyn Tree, &Settings) = match side {
                Side::After => (case.after, case.settings),
                Side::Parent(at) => match case.parents.get(at) {
                    Some(parent) => (parent.tree, self.of_parent(case, at)),
                    None => return Ok(None),
                },
                Side::Base(at, other) => match bases.between(at, other) {
                    Some(base) => (base, self.of_parent(case, at)),
                    None => return Ok(None),
                },
            };
            if !settings.sources.holds(&path) {
                return Ok(None);
            }
            let bytes = tree.read(&path)?;
            let read = bytes.and_then(|bytes| Engagement::read(&path, &bytes, settings));
            Ok(read.map(|engagement| ((side, path), engagement)))
        };
        // The few of a hook are read before threads would have begun.
        let versions: Result<Vec<_>, Failure> = if keys.len() < MANY {
            keys.into_iter().map(read).collect()
        } else {
            keys.into_par_iter().map(read).collect()
        };
        let versions = versions?;
        self.versions = versions.into_iter().flatten().collect();
        Ok(())
    }

    fn version(&self, side: Side, path: &str) -> Option<&Engagement> {
        self.versions.get(&(side, path.to_owned()))
    }

    /// A new file that git does not take for a former one may be that one, moved and written anew: what it promised has to be in it.
    /// And one that git takes for a former one may be another, written after the same pattern.
    fn find_renamed(&mut self) {
        let parted: Vec<usize> = self
            .passages
            .iter()
            .enumerate()
            .filter(|(_, way)| {
                let before = self.version(Side::Parent(way.parent), &way.before);
                let after = way.after.as_ref();
                let after = after.and_then(|path| self.version(Side::After, path));
                before
                    .zip(after)
                    .is_some_and(|(before, after)| is_another(after, before))
            })
            .map(|(at, _)| at)
            .collect();
        for at in parted {
            if let Some(way) = self.passages.get_mut(at) {
                way.after = None;
            }
        }
        let taken: HashSet<(usize, String)> = self
            .passages
            .iter()
            .filter_map(|way| Some((way.parent, way.after.clone()?)))
            .collect();
        let mut found: Vec<(usize, usize, String)> = Vec::new();
        let gone = self.passages.iter().enumerate();
        for (at, way) in gone.filter(|(_, way)| way.after.is_none()) {
            let Some(before) = self.version(Side::Parent(way.parent), &way.before) else {
                continue;
            };
            let free = |path: &String| {
                !taken.contains(&(way.parent, path.clone()))
                    && !found
                        .iter()
                        .any(|(_, parent, to)| *parent == way.parent && to == path)
            };
            let heir = self
                .wanted
                .iter()
                .filter(|(path, touched)| *touched && free(path))
                .filter_map(|(path, _)| self.version(Side::After, path))
                .find(|after| is_heir(after, before));
            if let Some(heir) = heir {
                found.push((at, way.parent, heir.path.clone()));
            }
        }
        for (at, _, to) in found {
            if let Some(way) = self.passages.get_mut(at) {
                way.after = Some(to);
            }
        }
    }

    /// Reads the files of the settings that differ from every parent.
    fn read_settings(&mut self, case: &Case<'_>) -> Result<(), Failure> {
        let Some((first, others)) = case.parents.split_first() else {
            return Ok(());
        };
        let former = (0..case.parents.len()).map(|at| self.of_parent(case, at));
        let standards: HashSet<&str> = former.chain([case.settings]).flat_map(standards).collect();
        let standards: HashSet<String> = standards.into_iter().map(str::to_owned).collect();
        let is_process = |path: &str| is_setting(path) || standards.contains(path);
        for change in &first.changes {
            let Some(path) = change.after.as_ref().or(change.before.as_ref()) else {
                continue;
            };
            let everywhere = others.iter().all(|parent| {
                parent
                    .changes
                    .iter()
                    .any(|other| paths(other).any(|other| other == path))
            });
            if !paths(change).any(is_process) || !everywhere {
                continue;
            }
            let mut before = Vec::new();
            for parent in &case.parents {
                let former = change_to(parent, path)
                    .map_or_else(|| Some(path.clone()), |change| change.before.clone());
                let file = match former {
                    Some(path) => parent.tree.read(&path)?.map(|bytes| (path, bytes)),
                    None => None,
                };
                before.push(FormerSettings {
                    settings: None,
                    file,
                });
            }
            let after = match &change.after {
                Some(path) => case.after.read(path)?,
                None => None,
            };
            self.files.push(SettingsChange {
                path: path.clone(),
                after,
                before,
            });
        }
        Ok(())
    }

    /// What the commit did.
    pub(super) fn commit<'a>(&'a self, case: &Case<'_>) -> Commit<'a> {
        let changes = self
            .wanted
            .iter()
            .filter_map(|(path, touched)| {
                let before = case.parents.iter().enumerate().filter(|_| *touched);
                Some(Change {
                    after: self.version(Side::After, path)?,
                    before: before
                        .filter_map(|(at, parent)| self.before(at, parent, path))
                        .collect(),
                    touched: *touched,
                })
            })
            .collect();
        let passages = self
            .passages
            .iter()
            .filter_map(|way| self.passage(way))
            .collect();
        let settings = self
            .files
            .iter()
            .cloned()
            .map(|mut file: SettingsChange<'a>| {
                for (before, settings) in file.before.iter_mut().zip(&self.settings) {
                    before.settings = settings.as_deref();
                }
                file
            });
        Commit {
            changes,
            passages,
            settings: settings.collect(),
        }
    }

    /// What stands at `path`, as a parent had it. Moves of files are those that git sees, as in the history.
    fn before(&self, at: usize, parent: &Parent<'_>, path: &str) -> Option<&Engagement> {
        // Where a file was moved and written anew, its memory says which one it was.
        let way = self.passages.iter().find(|way| {
            way.parent == at && way.after.as_deref() == Some(path) && way.before != path
        });
        if let Some(way) = way {
            return self.version(Side::Parent(at), &way.before);
        }
        let former = change_to(parent, path)?.before.as_ref()?;
        let before = self.version(Side::Parent(at), former)?;
        let another = former != path
            && self
                .version(Side::After, path)
                .is_some_and(|after| is_another(after, before));
        (!another).then_some(before)
    }

    fn passage<'a>(&'a self, way: &Way) -> Option<Passage<'a>> {
        Some(Passage {
            before: self.version(Side::Parent(way.parent), &way.before)?,
            after: way
                .after
                .as_ref()
                .and_then(|path| self.version(Side::After, path)),
            settings: self.settings.get(way.parent).and_then(Option::as_deref),
            merged: way
                .merged
                .iter()
                .filter_map(|(other, base, there)| {
                    Some(Merged {
                        base: self.version(Side::Base(way.parent, *other), base)?,
                        other: self.version(Side::Parent(*other), there),
                    })
                })
                .collect(),
        })
    }

    /// How many engagements were judged, of those that `shown` picks: those that stand, and those that are gone.
    pub(super) fn count(&self, shown: &dyn Fn(&str) -> bool) -> usize {
        let standing = self.wanted.iter().map(|(path, _)| path);
        let standing = standing.filter(|path| self.version(Side::After, path).is_some());
        let gone = self.passages.iter().filter(|way| way.after.is_none());
        let gone: BTreeSet<&String> = gone.map(|way| &way.before).collect();
        standing.chain(gone).filter(|path| shown(path)).count()
    }

    /// The text of a file that a finding is about.
    pub(super) fn text(&self, path: &str) -> Option<String> {
        let own = self.version(Side::After, path);
        let gone = || {
            self.versions
                .iter()
                .find(|((side, other), _)| matches!(side, Side::Parent(_)) && other == path)
                .map(|(_, version)| version)
        };
        if let Some(engagement) = own.or_else(gone) {
            return Some(engagement.document.text.clone());
        }
        let file = self.files.iter().find(|file| file.path == path)?;
        let former = || {
            file.before
                .iter()
                .find_map(|before| before.file.as_ref().map(|(_, bytes)| bytes))
        };
        let bytes = file.after.as_ref().or_else(former)?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    }
}

/// Both paths of a change.
fn paths(change: &FileChange) -> impl Iterator<Item = &str> {
    let before = change
        .before
        .as_deref()
        .filter(|path| change.after.as_deref() != Some(path));
    change.after.as_deref().into_iter().chain(before)
}

/// What made the file at `path`; the path it stood at where it is gone.
fn change_to<'p>(parent: &'p Parent<'_>, path: &str) -> Option<&'p FileChange> {
    let to =
        |change: &&FileChange| change.after.as_deref().or(change.before.as_deref()) == Some(path);
    parent.changes.iter().find(to)
}

/// Where what stands at `path` stood in a parent.
fn former_path(parent: &Parent<'_>, path: &str) -> String {
    let former = change_to(parent, path).and_then(|change| change.before.clone());
    former.unwrap_or_else(|| path.to_owned())
}

/// The standards that workflows name, wherever they stand, where not everybody may change them.
fn standards(settings: &Settings) -> impl Iterator<Item = &str> {
    let guarded = !settings.settings_by.is_empty();
    let workflows = settings.workflows.own().filter(move |_| guarded);
    workflows
        .flat_map(|workflow| &workflow.stages)
        .filter_map(|stage| stage.standard.as_deref())
}

/// Whether a file says how the studio works.
fn is_setting(path: &str) -> bool {
    let workflow = path.strip_prefix(WORKFLOWS).is_some_and(|rest| {
        rest.starts_with('/') && (rest.ends_with(".yml") || rest.ends_with(".yaml"))
    });
    path == FILE || workflow || path.starts_with(STANDARDS)
}
