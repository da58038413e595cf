//! The work tree, the index and commits in every kind of repository that git makes.

use std::fs;
use std::path::Path;

use orbit::repo::{Failure, FileChange, Repository, Tree};

use crate::workshop::{Studio, text};

const FILE: &str = "engagements/acme/rebrand.md";
const OTHER: &str = "engagements/acme/audit.md";
const LONG: &str = "---\nstage: lead\n---\none\ntwo\nthree\nfour\nfive\nsix\nseven\n";

/// What a tree holds of a file.
fn read(tree: &impl Tree, path: &str) -> Option<String> {
    let bytes = tree.read(path).expect("a file read");
    bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

fn added(path: &str) -> FileChange {
    moved(None, Some(path))
}

fn changed(path: &str) -> FileChange {
    moved(Some(path), Some(path))
}

fn deleted(path: &str) -> FileChange {
    moved(Some(path), None)
}

fn moved(before: Option<&str>, after: Option<&str>) -> FileChange {
    FileChange {
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
    }
}

/// The failure that a repository has.
fn failure<T>(result: Result<T, Failure>) -> String {
    match result {
        Ok(_) => "no failure".to_owned(),
        Err(failure) => format!("{failure}\n{}", failure.hints.join("\n")),
    }
}

/// A studio with one engagement whose next version is staged, and another one on disk.
fn staged(init: &str) -> Studio {
    Studio::with(init)
        .file(FILE, "committed")
        .file(OTHER, "other")
        .commit("begin")
        .file(FILE, "staged")
        .then("add --all")
        .file(FILE, "on disk")
}

/// Such a studio is read rightly.
fn reads(repository: &Repository) {
    let head = repository.head().expect("HEAD").expect("a commit");
    let commit = repository.commit_tree(&head).expect("a tree");
    assert_eq!(read(&commit, FILE).as_deref(), Some("committed"));
    assert_eq!(commit.files("engagements").expect("files"), [OTHER, FILE]);
    let staged = repository.staged().expect("the index");
    assert_eq!(staged.base, Some(head));
    assert_eq!(staged.changes, [changed(FILE)]);
    assert_eq!(read(&staged.tree, FILE).as_deref(), Some("staged"));
    assert_eq!(
        staged.tree.files("engagements").expect("files"),
        [OTHER, FILE]
    );
    assert_eq!(
        repository.changes_from(&head).expect("changes"),
        [changed(FILE)]
    );
    let disk = repository.work_tree().expect("a work tree");
    assert_eq!(read(&disk, FILE).as_deref(), Some("on disk"));
    assert_eq!(disk.files("engagements").expect("files"), [OTHER, FILE]);
    assert_eq!(
        repository.worktree_changes().expect("changes"),
        [changed(FILE)]
    );
    assert_eq!(repository.resolve("HEAD^{commit}").expect("HEAD"), head);
    let told = repository.commit(&head).expect("a commit");
    assert_eq!(
        (told.subject.as_str(), told.author.name.as_str()),
        ("begin", "Maya Lindqvist")
    );
    assert_eq!(told.committed.to_string(), "2026-01-05T11:00:00+00:00");
}

#[test]
fn the_index_is_read_and_not_the_work_tree() {
    reads(&staged("init --quiet").repository());
}

#[test]
fn a_repository_with_sha_256_is_read() {
    reads(&staged("init --quiet --object-format=sha256").repository());
}

#[test]
fn a_repository_with_reftable_is_read() {
    reads(&staged("init --quiet --ref-format=reftable").repository());
}

#[test]
fn a_split_index_is_read() {
    let studio = staged("init --quiet").then("update-index --split-index");
    assert!(
        fs::read_dir(studio.root().join(".git")).is_ok_and(|mut entries| {
            entries.any(|entry| {
                entry.is_ok_and(|entry| {
                    entry
                        .file_name()
                        .to_string_lossy()
                        .starts_with("sharedindex")
                })
            })
        })
    );
    reads(&studio.repository());
}

#[test]
fn an_index_of_version_4_is_read() {
    reads(
        &staged("init --quiet")
            .then("update-index --index-version 4")
            .repository(),
    );
}

#[test]
fn a_sparse_index_is_read() {
    let studio = Studio::new()
        .file("other/deep/file", "1")
        .file(FILE, "committed")
        .commit("begin")
        .then("sparse-checkout set --cone --sparse-index engagements");
    assert!(!studio.root().join("other").exists());
    let studio = studio.file(FILE, "staged").then("add --all");
    let repository = studio.repository();
    let staged = repository.staged().expect("the index");
    assert_eq!(staged.changes, [changed(FILE)]);
    assert_eq!(read(&staged.tree, "other/deep/file").as_deref(), Some("1"));
    assert_eq!(
        repository.worktree_changes().expect("changes"),
        [changed(FILE)]
    );
}

#[test]
fn without_the_git_program_the_library_reads_a_plain_repository() {
    let studio = staged("init --quiet");
    let open = || studio.repository().without_program();
    assert_eq!(open().staged().expect("the index").changes, [changed(FILE)]);
    assert_eq!(open().worktree_changes().expect("changes"), [changed(FILE)]);
    let disk = open().work_tree().expect("a work tree");
    assert_eq!(disk.files("").expect("files"), [OTHER, FILE]);
    let head = open().head().expect("HEAD").expect("a commit");
    assert_eq!(open().range(None, &head).expect("commits"), [head]);
}

#[test]
fn without_the_git_program_an_index_that_the_library_cannot_read_is_a_failure_with_its_mend() {
    let studio = staged("init --quiet").then("update-index --split-index");
    let said = failure(studio.repository().without_program().staged());
    assert!(said.contains("put it on PATH"), "{said}");
}

#[test]
fn before_the_first_commit_everything_is_new() {
    let studio = Studio::new()
        .file(FILE, "staged")
        .then("add --all")
        .file(OTHER, "untracked");
    let repository = studio.repository();
    assert_eq!(repository.head().expect("HEAD"), None);
    let staged = repository.staged().expect("the index");
    assert_eq!((staged.base, staged.changes), (None, vec![added(FILE)]));
    assert_eq!(staged.tree.files("").expect("files"), [FILE]);
    assert_eq!(
        repository.worktree_changes().expect("changes"),
        [added(OTHER), added(FILE)]
    );
}

#[test]
fn a_file_moved_and_edited_is_one_change() {
    let studio = Studio::new().file(FILE, LONG).file("a", "").commit("begin");
    let studio = studio
        .without(FILE)
        .file(OTHER, LONG.replace("lead", "research"));
    let expected = [moved(Some(FILE), Some(OTHER))];
    assert_eq!(
        studio.repository().worktree_changes().expect("changes"),
        expected
    );
    let studio = studio.then("add --all");
    let staged = studio.repository().staged().expect("the index");
    assert_eq!(staged.changes, expected);
    assert_eq!(read(&staged.tree, FILE), None);
    assert!(read(&staged.tree, OTHER).is_some_and(|text| text.contains("research")));
    let studio = studio.commit("move");
    let repository = studio.repository();
    let head = repository.head().expect("HEAD").expect("a commit");
    assert_eq!(
        repository.commit_changes(&head).expect("changes"),
        [expected]
    );
}

#[test]
fn files_that_change_places_are_each_changed() {
    let studio = Studio::new().file("a", "1").file("b", "2").commit("begin");
    let studio = studio.file("a", "2").file("b", "1").then("add --all");
    let staged = studio.repository().staged().expect("the index");
    assert_eq!(staged.changes, [changed("a"), changed("b")]);
    assert_eq!(read(&staged.tree, "a").as_deref(), Some("2"));
}

#[test]
fn a_file_that_is_only_meant_to_be_added_is_not_staged() {
    let studio = Studio::new().file("a", "").commit("begin").file(FILE, "1");
    let studio = studio.then("add --intent-to-add engagements");
    let repository = studio.repository();
    let staged = repository.staged().expect("the index");
    assert_eq!(staged.changes, []);
    assert_eq!(read(&staged.tree, FILE), None);
    assert_eq!(
        repository.worktree_changes().expect("changes"),
        [added(FILE)]
    );
}

#[test]
fn a_conflict_is_named_with_its_mend() {
    let studio = Studio::new()
        .file(FILE, "one")
        .commit("begin")
        .then("switch --quiet -c side");
    let studio = studio
        .file(FILE, "side")
        .commit("side")
        .then("switch --quiet main");
    let studio = studio.file(FILE, "main").commit("main");
    assert_eq!(studio.try_git("merge side").status, 1);
    for said in [
        failure(studio.repository().staged()),
        failure(studio.repository().without_program().staged()),
    ] {
        assert!(said.contains(FILE) && said.contains("git add"), "{said}");
    }
    // What stands in the work tree can be looked at all the same, against what HEAD had.
    let changes = studio.repository().worktree_changes().expect("changes");
    assert_eq!(changes, [changed(FILE)]);
}

#[test]
fn a_merge_is_compared_with_what_it_brings_in() {
    let studio = Studio::new()
        .file(FILE, "one")
        .commit("begin")
        .then("switch --quiet -c side");
    let studio = studio
        .file(OTHER, "side")
        .commit("side")
        .then("switch --quiet main");
    let studio = studio.file(FILE, "main").commit("main");
    assert_eq!(studio.repository().merge_heads().expect("none"), []);
    let studio = studio.then("merge --quiet --no-commit --no-ff side");
    let repository = studio.repository();
    let side = repository.resolve("side").expect("a branch");
    assert_eq!(repository.merge_heads().expect("one"), [side]);
    assert_eq!(
        repository.staged().expect("the index").changes,
        [added(OTHER)]
    );
    assert_eq!(
        repository.changes_from(&side).expect("changes"),
        [changed(FILE)]
    );
    let studio = studio.then("commit --quiet -m merged");
    let repository = studio.repository();
    let head = repository.head().expect("HEAD").expect("a commit");
    assert_eq!(
        repository.commit_changes(&head).expect("changes"),
        [[added(OTHER)], [changed(FILE)]]
    );
}

#[test]
fn a_linked_work_tree_has_its_own_index_and_shares_its_hooks() {
    let studio = Studio::new()
        .file(FILE, "one")
        .commit("begin")
        .file(FILE, "here")
        .then("add --all");
    let studio = studio.then("worktree add --quiet ../linked").at("linked");
    let studio = studio.file(OTHER, "there").then("add --all");
    let repository = studio.repository();
    assert_eq!(
        repository.staged().expect("the index").changes,
        [added(OTHER)]
    );
    let real = |path: &Path| path.canonicalize().expect("a folder");
    assert_eq!(repository.top().map(real), Some(real(&studio.root())));
    assert_eq!(
        real(repository.common_dir()),
        real(&studio.beside("studio/.git"))
    );
    assert_eq!(
        real(repository.git_dir()),
        real(&studio.beside("studio/.git/worktrees/linked"))
    );
    assert_eq!(
        real(&repository.hooks_dir()),
        real(&studio.beside("studio/.git/hooks"))
    );
}

#[test]
fn a_folder_below_the_top_opens_the_same_repository() {
    let studio = staged("init --quiet").at("studio/engagements/acme");
    reads(&studio.repository());
}

#[test]
fn hooks_are_where_git_looks_for_them() {
    let studio = Studio::new();
    let real = studio.root().canonicalize().expect("a folder");
    let hooks = |studio: &Studio| studio.repository().hooks_dir();
    assert!(hooks(&studio).ends_with(".git/hooks"));
    let studio = studio.then("config core.hooksPath .husky");
    assert_eq!(
        hooks(&studio)
            .parent()
            .and_then(|top| top.canonicalize().ok()),
        Some(real)
    );
    let studio = studio.then("config core.hooksPath ~/hooks");
    if let Some(home) = std::env::var_os("HOME") {
        assert_eq!(hooks(&studio), Path::new(&home).join("hooks"));
    }
}

#[test]
fn a_bare_repository_has_commits_and_a_mailmap_and_no_index() {
    let studio = Studio::new()
        .file(FILE, "one")
        .file(
            ".mailmap",
            "Maya Berg <maya@home.example> <maya@northlight.example>\n",
        )
        .commit("begin")
        .then("clone --quiet --bare . ../bare.git")
        .at("bare.git");
    let repository = studio.repository();
    assert!(repository.is_bare() && repository.top().is_none() && repository.work_tree().is_none());
    let head = repository.head().expect("HEAD").expect("a commit");
    assert_eq!(
        read(&repository.commit_tree(&head).expect("a tree"), FILE).as_deref(),
        Some("one")
    );
    assert_eq!(
        repository.commit(&head).expect("a commit").author.name,
        "Maya Berg"
    );
    for said in [
        failure(repository.staged()),
        failure(repository.worktree_changes()),
    ] {
        assert!(said.contains("bare") && said.contains("--range"), "{said}");
    }
}

#[test]
fn behind_a_shallow_clones_boundary_nothing_is_known() {
    let studio = Studio::new()
        .file(FILE, "one")
        .commit("one")
        .file(OTHER, "two")
        .commit("two");
    let url = format!("file://{}", studio.root().display());
    let studio = studio
        .then(&format!("clone --quiet --depth 1 {url} ../shallow"))
        .at("shallow");
    let repository = studio.repository();
    let head = repository.head().expect("HEAD").expect("a commit");
    assert!(repository.is_shallow() && repository.is_boundary(&head));
    assert_eq!(
        repository.commit_changes(&head).expect("changes"),
        [[added(OTHER), added(FILE)]]
    );
    assert_eq!(repository.range(None, &head).expect("commits"), [head]);
}

#[test]
fn a_partial_clone_fetches_what_it_lacks() {
    let studio = Studio::new().file(FILE, "one").commit("one");
    let studio = studio.then("config uploadpack.allowFilter true");
    let url = format!("file://{}", studio.root().display());
    let clone = format!("clone --quiet --no-checkout --filter=blob:none {url} ../partial");
    let studio = studio.then(&clone).at("partial");
    let repository = studio.repository();
    let head = repository.head().expect("HEAD").expect("a commit");
    assert_eq!(
        read(&repository.commit_tree(&head).expect("a tree"), FILE).as_deref(),
        Some("one")
    );
}

#[test]
fn what_is_not_there_is_said_with_what_to_do() {
    let nowhere = Studio::bare_folder();
    let said = failure(Repository::open(Some(&nowhere.root())));
    assert!(
        said.contains("no git repository") && said.contains("git init"),
        "{said}"
    );
    let said = failure(Repository::open(Some(&nowhere.beside("gone"))));
    assert!(said.contains("there is no folder"), "{said}");
    let studio = Studio::new().file("a", "").commit("one");
    let said = failure(studio.repository().resolve("nobody"));
    assert!(said.contains("there is no commit `nobody`"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_repository_of_another_user_is_refused_with_gits_own_hint() {
    let studio = Studio::new();
    let other = Some(54_321);
    let given = [studio.root(), studio.root().join(".git")]
        .iter()
        .all(|path| std::os::unix::fs::chown(path, other, other).is_ok());
    // Only root can give a folder away.
    if given {
        let said = failure(Repository::open(Some(&studio.root())));
        assert!(
            said.contains("git config --global --add safe.directory"),
            "{said}"
        );
    }
}

#[test]
fn a_damaged_repository_is_a_failure_that_says_so() {
    let studio = Studio::new().file(FILE, "one").commit("one");
    let blob = studio.git("rev-parse HEAD:engagements/acme/rebrand.md");
    let (folder, name) = blob.trim().split_at(2);
    fs::remove_file(studio.root().join(".git/objects").join(folder).join(name)).expect("an object");
    let repository = studio.repository();
    let head = repository.head().expect("HEAD").expect("a commit");
    let tree = repository.commit_tree(&head).expect("a tree");
    let said = failure(tree.read(FILE));
    assert!(
        said.contains("it is not in the repository") && said.contains("git fsck"),
        "{said}"
    );
}

#[test]
fn the_work_tree_shows_what_git_would_add() {
    let studio = Studio::new()
        .file(".gitignore", "*.tmp\n")
        .file(FILE, "one")
        .file(OTHER, "two")
        .commit("begin")
        .without(OTHER)
        .file("engagements/new.md", "three")
        .file("engagements/new.tmp", "ignored");
    let repository = studio.repository();
    let disk = repository.work_tree().expect("a work tree");
    assert_eq!(
        disk.files("engagements").expect("files"),
        [FILE, "engagements/new.md"]
    );
    assert_eq!(
        repository.worktree_changes().expect("changes"),
        [added("engagements/new.md"), deleted(OTHER)]
    );
}

#[test]
fn a_file_that_was_only_touched_is_not_changed() {
    let studio = Studio::new()
        .file(FILE, "one")
        .commit("begin")
        .file(FILE, "two");
    let studio = studio.then("add --all").file(FILE, "one");
    assert_eq!(text(&studio.root(), FILE), "one");
    assert_eq!(studio.repository().worktree_changes().expect("changes"), []);
    assert_eq!(
        studio
            .repository()
            .without_program()
            .worktree_changes()
            .expect("changes"),
        []
    );
}

#[cfg(unix)]
#[test]
fn links_and_submodules_are_no_files() {
    let studio = Studio::new().file(FILE, "one");
    std::os::unix::fs::symlink("acme", studio.root().join("engagements/alias")).expect("a link");
    std::os::unix::fs::symlink("/etc/passwd", studio.root().join("engagements/out.md"))
        .expect("a link");
    let studio = studio.then("add --all");
    let staged = studio.repository().staged().expect("the index");
    assert_eq!(staged.changes, [added(FILE)]);
    assert_eq!(staged.tree.files("").expect("files"), [FILE]);
    let studio = studio.commit("begin");
    let repository = studio.repository();
    let head = repository.head().expect("HEAD").expect("a commit");
    let tree = repository.commit_tree(&head).expect("a tree");
    assert_eq!(tree.files("").expect("files"), [FILE]);
    assert_eq!(read(&tree, "engagements/out.md"), None);
    assert_eq!(read(&tree, "engagements/alias/rebrand.md"), None);
    assert!(!tree.holds("engagements/out.md").expect("an answer"));
    assert!(tree.holds("engagements/acme").expect("an answer"));
    assert_eq!(repository.worktree_changes().expect("changes"), []);
}

#[test]
fn the_commits_between_two_come_oldest_first() {
    let studio = Studio::new()
        .file("a", "1")
        .commit("one")
        .file("a", "2")
        .commit("two");
    let studio = studio.file("a", "3").commit("three");
    let repository = studio.repository();
    let commit = |name: &str| repository.resolve(name).expect("a commit");
    let (one, two, three) = (commit("HEAD~2"), commit("HEAD~1"), commit("HEAD"));
    assert_eq!(
        repository.range(Some(&one), &three).expect("commits"),
        [two, three]
    );
    assert_eq!(repository.new_commits(&three).expect("commits"), []);
    let detached = studio
        .then("switch --quiet --detach HEAD~1")
        .then("branch --quiet --force main HEAD");
    assert_eq!(
        detached.repository().new_commits(&three).expect("commits"),
        [three]
    );
}

#[test]
fn whoever_is_about_to_commit_goes_by_their_name_in_the_mailmap() {
    let studio = Studio::new()
        .file(".mailmap", "Maya Berg <maya@home.example>\n")
        .then("config user.name Maya")
        .then("config user.email maya@home.example");
    let repository = studio.repository();
    if std::env::var_os("GIT_AUTHOR_NAME").is_none()
        && std::env::var_os("GIT_COMMITTER_NAME").is_none()
    {
        assert_eq!(
            repository.author().map(|author| author.name).as_deref(),
            Some("Maya Berg")
        );
        assert_eq!(repository.committer(), repository.author());
    }
}
