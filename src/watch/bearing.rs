//! Which paths have a bearing on a site: the files of the work tree and where git keeps its branches, and not what a build or git writes in passing.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

/// Names in a git directory that say what is checked out.
const GIT_FILES: [&str; 3] = ["HEAD", "packed-refs", "shallow"];

/// Folders in a git directory that hold branches.
const GIT_FOLDERS: [&str; 2] = ["refs", "reftable"];

/// Folders at the top that hold much, and nothing of a studio.
const HEAVY: [&str; 3] = ["node_modules", "target", "vendor"];

/// What bears on the site of one repository.
#[derive(Debug, Clone)]
pub(super) struct Bearing {
    top: Option<PathBuf>,
    git: [PathBuf; 2],
    output: PathBuf,
    /// How the names of folders begin that builds are made in.
    building: Option<String>,
}

impl Bearing {
    pub(super) fn new(top: Option<&Path>, git: &Path, common: &Path, output: &Path) -> Self {
        let building = output
            .file_name()
            .map(|name| format!(".{}.orbit-", name.to_string_lossy()));
        Self {
            top: top.map(Path::to_owned),
            git: [git.to_owned(), common.to_owned()],
            output: absolute(output),
            building,
        }
    }

    /// The top of the work tree.
    pub(super) fn top(&self) -> Option<&Path> {
        self.top.as_deref()
    }

    /// Whether a folder at the top may hold what the site is made from.
    pub(super) fn is_folder_of_interest(&self, folder: &Path) -> bool {
        let heavy = folder
            .file_name()
            .is_some_and(|name| HEAVY.iter().any(|heavy| name == OsStr::new(heavy)));
        let git = self.git.iter().any(|git| git.starts_with(folder));
        !heavy && !git && !self.is_of_a_build(folder)
    }

    /// A path that bears on the site, as seen from the top where it is below it. Nothing for any other.
    pub(super) fn of(&self, path: &Path) -> Option<PathBuf> {
        if let Some(inside) = self.git.iter().find_map(|git| path.strip_prefix(git).ok()) {
            return is_of_git(inside).then(|| self.shown(path));
        }
        let top = self.top.as_ref()?;
        let inside = path.strip_prefix(top).ok()?;
        let first = inside.components().next()?;
        let hidden = inside.components().any(|part| part.as_os_str() == ".git");
        let heavy = HEAVY
            .iter()
            .any(|heavy| first == Component::Normal(OsStr::new(heavy)));
        (!hidden && !heavy && !self.is_of_a_build(path) && !is_passing(inside))
            .then(|| self.shown(path))
    }

    fn shown(&self, path: &Path) -> PathBuf {
        let top = self.top.as_ref();
        top.and_then(|top| path.strip_prefix(top).ok())
            .unwrap_or(path)
            .to_owned()
    }

    /// Whether a path is the site's folder, below it, or a folder that a build is made in.
    fn is_of_a_build(&self, path: &Path) -> bool {
        if path.starts_with(&self.output) {
            return true;
        }
        let parent = self.output.parent();
        let beside = parent.and_then(|parent| path.strip_prefix(parent).ok());
        let first = beside.and_then(|beside| beside.components().next());
        let name = first.map(|first| first.as_os_str().to_string_lossy());
        name.zip(self.building.as_ref())
            .is_some_and(|(name, building)| name.starts_with(building))
    }
}

/// What editors and Orbit's own commands write for a moment, before they move it to its place.
fn is_passing(path: &Path) -> bool {
    let Some(name) = path.file_name().map(OsStr::to_string_lossy) else {
        return false;
    };
    name.starts_with(".orbit-")
        || name.starts_with(".#")
        || name.ends_with('~')
        || name == "4913"
        || [".swp", ".swx", ".swo"]
            .iter()
            .any(|end| name.ends_with(end))
}

fn is_of_git(inside: &Path) -> bool {
    let Some(first) = inside.components().next() else {
        return false;
    };
    let name = first.as_os_str().to_string_lossy();
    let locked = inside.extension().is_some_and(|ending| ending == "lock");
    if locked {
        return false;
    }
    let alone = inside.components().count() == 1;
    (alone && GIT_FILES.contains(&&*name)) || (!alone && GIT_FOLDERS.contains(&&*name))
}

fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    whole.components().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bearing() -> Bearing {
        Bearing::new(
            Some(Path::new("/s")),
            Path::new("/s/.git/worktrees/w"),
            Path::new("/s/.git"),
            Path::new("/s/site"),
        )
    }

    #[test]
    fn files_of_the_work_tree_and_branches_bear_on_the_site() {
        for path in [
            "orbit.yml",
            "engagements/acme/rebrand.md",
            "templates/site/style.css",
            ".mailmap",
            ".git/HEAD",
            ".git/worktrees/w/HEAD",
            ".git/packed-refs",
            ".git/refs/heads/main",
            ".git/reftable/tables.list",
            "sites/x.md",
        ] {
            let told = bearing().of(&Path::new("/s").join(path));
            assert_eq!(told.as_deref(), Some(Path::new(path)));
        }
    }

    #[test]
    fn what_a_build_or_git_writes_in_passing_does_not() {
        for path in [
            "site/index.html",
            "site",
            ".site.orbit-x1/index.html",
            ".git/HEAD.lock",
            ".git/objects/aa/bb",
            ".git/refs/heads/main.lock",
            ".git/logs/HEAD",
            ".git/orbit/log",
            ".git",
            "engagements/acme/.rebrand.md.swp",
            "engagements/acme/rebrand.md~",
            "engagements/acme/.orbit-AbC",
            "node_modules/x/y.js",
        ] {
            assert_eq!(bearing().of(&Path::new("/s").join(path)), None, "{path}");
        }
        assert_eq!(bearing().of(Path::new("/elsewhere/x")), None);
    }

    #[test]
    fn folders_that_hold_nothing_of_a_studio_are_not_watched() {
        let watched = |path: &str| bearing().is_folder_of_interest(Path::new(path));
        assert!(watched("/s/engagements") && watched("/s/templates"));
        for path in ["/s/.git", "/s/site", "/s/.site.orbit-1", "/s/node_modules"] {
            assert!(!watched(path), "{path}");
        }
    }
}
