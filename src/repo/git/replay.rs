//! Writing commits that are known beforehand into a fresh repository, with their authors, moments and parents: the same commits, the same ids.

use std::fs;
use std::io::Write;
use std::path::Path;

use git2::build::TreeUpdateBuilder;
use git2::{Buf, FileMode, Oid, Repository, RepositoryInitOptions, Signature, Time};

use crate::day::Moment;
use crate::repo::{Author, Failure};

/// A commit that is known before it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Who writes and commits it.
    pub author: Author,
    /// When.
    pub when: Moment,
    /// Its message: a subject, and after an empty line what more there is to say.
    pub message: String,
    /// The revisions that it follows, as places in the list that it stands in, each before its own. The first of a history has none.
    pub parents: Vec<usize>,
    /// The files that differ from its first parent: what each holds, or nothing where it is gone.
    pub files: Vec<(String, Option<String>)>,
}

/// Makes a repository at `dir` with these revisions, the last of them at the head of the branch `main`, and its files in the work tree.
/// Whoever commits there without more ado is `person`. Gives the id of the last commit.
///
/// # Errors
/// Where `dir` exists and is not an empty folder, where a revision follows one that does not stand before it, and where nothing can be written.
pub fn write(dir: &Path, revisions: &[Revision], person: &Author) -> Result<String, Failure> {
    refuse_what_is_there(dir)?;
    let failed = |error: git2::Error| {
        Failure::new(format!("no history can be written to `{}`", dir.display()))
            .because(error.message())
    };
    let repository = begin(dir, person).map_err(failed)?;
    // Objects are gathered in memory and written as one pack: two thousand small files would take most of the time.
    let objects = repository.odb().map_err(failed)?;
    let memory = objects.add_new_mempack_backend(1000).map_err(failed)?;
    let mut written: Vec<(Oid, Oid)> = Vec::with_capacity(revisions.len());
    for revision in revisions {
        let parents: Option<Vec<(Oid, Oid)>> = revision
            .parents
            .iter()
            .map(|&parent| written.get(parent).copied())
            .collect();
        let parents = parents.ok_or_else(|| {
            let subject = revision.message.lines().next().unwrap_or_default();
            Failure::new(format!(
                "`{subject}` follows a revision that does not stand before it"
            ))
        })?;
        written.push(commit(&repository, revision, &parents).map_err(failed)?);
    }
    let Some(&(head, _)) = written.last() else {
        return Err(Failure::new("there is no revision to write"));
    };
    let mut pack = Buf::new();
    memory.dump(&repository, &mut pack).map_err(failed)?;
    let mut writer = objects.packwriter().map_err(failed)?;
    writer.write_all(&pack).map_err(|error| {
        Failure::new(format!("no history can be written to `{}`", dir.display())).because(error)
    })?;
    writer.commit().map_err(failed)?;
    repository
        .reference("refs/heads/main", head, true, "the history replayed")
        .and_then(|_| {
            let mut checkout = git2::build::CheckoutBuilder::new();
            repository.checkout_head(Some(checkout.force()))
        })
        .map_err(failed)?;
    keep_hooks_apart(dir, &repository)?;
    Ok(head.to_string())
}

/// Hooks that somebody's repositories share are not to be touched from here, nor to have a say.
fn keep_hooks_apart(dir: &Path, repository: &Repository) -> Result<(), Failure> {
    let found = super::Repository::open(Some(dir))?;
    if found.hooks_dir().starts_with(found.common_dir()) {
        return Ok(());
    }
    let own = found.common_dir().join("hooks");
    repository
        .config()
        .and_then(|mut config| config.set_str("core.hooksPath", &own.to_string_lossy()))
        .map_err(|error| {
            Failure::new(format!(
                "the settings of `{}` cannot be written",
                dir.display()
            ))
            .because(error.message())
        })
}

/// Refuses a place where something is already.
fn refuse_what_is_there(dir: &Path) -> Result<(), Failure> {
    let shown = dir.display();
    let hint = "name a folder that does not exist yet, or an empty one";
    let mut entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
            return Err(Failure::new(format!("`{shown}` is not a folder")).hint(hint));
        }
        Err(error) => {
            return Err(Failure::new(format!("`{shown}` cannot be read")).because(error));
        }
    };
    if entries.next().is_some() {
        return Err(Failure::new(format!("`{shown}` is not empty")).hint(hint));
    }
    Ok(())
}

/// A repository whose settings do not depend on the machine, as far as they bear on what is written.
fn begin(dir: &Path, person: &Author) -> Result<Repository, git2::Error> {
    let mut options = RepositoryInitOptions::new();
    options
        .initial_head("main")
        .external_template(false)
        .no_reinit(true)
        .mkpath(true);
    let repository = Repository::init_opts(dir, &options)?;
    let mut config = repository.config()?;
    config.set_str("user.name", &person.name)?;
    config.set_str("user.email", &person.email)?;
    config.set_bool("core.autocrlf", false)?;
    // Somebody else's key cannot sign for the person above.
    config.set_bool("commit.gpgsign", false)?;
    Ok(repository)
}

/// Writes one revision on top of its parents, each a commit with its tree; gives both of its own.
fn commit(
    repository: &Repository,
    revision: &Revision,
    parents: &[(Oid, Oid)],
) -> Result<(Oid, Oid), git2::Error> {
    let base = match parents.first() {
        Some(&(_, tree)) => tree,
        None => repository.treebuilder(None)?.write()?,
    };
    let mut update = TreeUpdateBuilder::new();
    for (path, content) in &revision.files {
        match content {
            Some(text) => update.upsert(
                path.as_str(),
                repository.blob(text.as_bytes())?,
                FileMode::Blob,
            ),
            None => update.remove(path.as_str()),
        };
    }
    let tree = update.create_updated(repository, &repository.find_tree(base)?)?;
    let when = Time::new(revision.when.seconds, revision.when.offset);
    let signature = Signature::new(&revision.author.name, &revision.author.email, &when)?;
    let commits = parents
        .iter()
        .map(|&(commit, _)| repository.find_commit(commit))
        .collect::<Result<Vec<_>, _>>()?;
    let commit = repository.commit(
        None,
        &signature,
        &signature,
        &revision.message,
        &repository.find_tree(tree)?,
        &commits.iter().collect::<Vec<_>>(),
    )?;
    Ok((commit, tree))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn revision(
        message: &str,
        parents: &[usize],
        files: &[(&str, Option<&str>)],
        hour: i64,
    ) -> Revision {
        Revision {
            author: Author {
                name: "Maya Lindqvist".to_owned(),
                email: "maya@northlight.example".to_owned(),
            },
            when: Moment {
                seconds: 1_748_800_000 + hour * 3600,
                offset: 120,
            },
            message: message.to_owned(),
            parents: parents.to_vec(),
            files: files
                .iter()
                .map(|&(path, text)| (path.to_owned(), text.map(str::to_owned)))
                .collect(),
        }
    }

    fn history() -> Vec<Revision> {
        vec![
            revision(
                "begin\n",
                &[],
                &[("a/b/one.md", Some("1\n")), ("two.md", Some("2\n"))],
                0,
            ),
            revision("beside\n", &[0], &[("a/b/one.md", Some("1b\n"))], 1),
            revision(
                "move\n",
                &[0],
                &[("two.md", None), ("a/two.md", Some("2\n"))],
                2,
            ),
            revision("land\n", &[2, 1], &[("a/b/one.md", Some("1b\n"))], 3),
        ]
    }

    #[test]
    fn the_same_revisions_give_the_same_commit_and_the_files_of_the_last_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let person = history().remove(0).author;
        let ids: Vec<String> = ["x", "y/z"]
            .iter()
            .map(|name| write(&folder.path().join(name), &history(), &person).expect("a history"))
            .collect();
        assert_eq!(ids.first(), ids.last());
        let file = |path: &str| fs::read_to_string(folder.path().join("x").join(path)).ok();
        assert_eq!(file("a/b/one.md").as_deref(), Some("1b\n"));
        assert_eq!(file("a/two.md").as_deref(), Some("2\n"));
        assert_eq!(file("two.md"), None);
        let repository = Repository::open(folder.path().join("x")).expect("a repository");
        assert!(repository.statuses(None).expect("a state").is_empty());
        let head = repository.head().expect("a head");
        assert_eq!(head.name(), Ok("refs/heads/main"));
        assert_eq!(head.peel_to_commit().expect("a commit").parent_count(), 2);
    }

    #[test]
    fn a_place_that_holds_something_is_refused_and_left_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("mine"), "kept").expect("a file");
        let person = history().remove(0).author;
        let refused = write(folder.path(), &history(), &person).expect_err("a refusal");
        assert!(refused.message.ends_with("is not empty"), "{refused}");
        let file = folder.path().join("mine");
        let refused = write(&file, &history(), &person).expect_err("a refusal");
        assert!(refused.message.ends_with("is not a folder"), "{refused}");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn a_revision_cannot_follow_one_that_comes_later() {
        let folder = tempfile::tempdir().expect("a folder");
        let history = [revision("begin\n", &[1], &[], 0)];
        let refused = write(&folder.path().join("x"), &history, &history[0].author);
        assert!(refused.is_err_and(|failure| failure.message.contains("`begin`")));
    }
}
