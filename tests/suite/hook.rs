//! The hook in a repository: put in, kept company, taken out.

use snapbox::str;

use crate::harness::Studio;

const FORMER: &str = "#!/bin/sh\necho former >&2\n";

#[test]
fn a_hook_is_installed_once_and_taken_out_again() {
    let studio = Studio::new();
    studio.run("hook install").succeeds(str![[r#"
installed the hook `pre-commit` in `.git/hooks`
installed the hook `pre-merge-commit` in `.git/hooks`
installed the hook `prepare-commit-msg` in `.git/hooks`
installed the hook `pre-push` in `.git/hooks`

"#]]);
    studio.run("hook install").succeeds(str![[r#"
the hook `pre-commit` stands in `.git/hooks` already
the hook `pre-merge-commit` stands in `.git/hooks` already
the hook `prepare-commit-msg` stands in `.git/hooks` already
the hook `pre-push` stands in `.git/hooks` already

"#]]);
    studio.run("hook uninstall").succeeds(str![[r#"
took the hook `pre-commit` out of `.git/hooks`
took the hook `pre-merge-commit` out of `.git/hooks`
took the hook `prepare-commit-msg` out of `.git/hooks`
took the hook `pre-push` out of `.git/hooks`

"#]]);
    studio.run("hook uninstall").succeeds(str![[r#"
there is no hook `pre-commit` in `.git/hooks`
there is no hook `pre-merge-commit` in `.git/hooks`
there is no hook `prepare-commit-msg` in `.git/hooks`
there is no hook `pre-push` in `.git/hooks`

"#]]);
}

#[test]
fn a_hook_that_was_there_is_kept_and_comes_back() {
    let studio = Studio::new();
    studio.file(".git/hooks/pre-commit", FORMER);
    studio
        .shell("chmod 750 .git/hooks/pre-commit; orbit hook install")
        .succeeds(str![[r#"
installed the hook `pre-commit` in `.git/hooks`
the hook that was there runs first, as `pre-commit.before-orbit`
installed the hook `pre-merge-commit` in `.git/hooks`
installed the hook `prepare-commit-msg` in `.git/hooks`
installed the hook `pre-push` in `.git/hooks`

"#]]);
    studio.run("hook uninstall").succeeds(str![[r#"
took the hook `pre-commit` out of `.git/hooks`; the one from before is back
took the hook `pre-merge-commit` out of `.git/hooks`
took the hook `prepare-commit-msg` out of `.git/hooks`
took the hook `pre-push` out of `.git/hooks`

"#]]);
    studio
        .shell("cd .git/hooks; stat -c %a pre-commit; cat pre-commit; test ! -e pre-commit.before-orbit")
        .succeeds(str![[r#"
750
#!/bin/sh
echo former >&2

"#]]);
}

#[test]
fn the_folder_that_git_was_told_of_is_used() {
    let studio = Studio::new();
    studio.git("config core.hooksPath .husky");
    studio.run("hook install").succeeds(str![[r#"
installed the hook `pre-commit` in `.husky`
installed the hook `pre-merge-commit` in `.husky`
installed the hook `prepare-commit-msg` in `.husky`
installed the hook `pre-push` in `.husky`
`.husky` is part of the work tree: commit the hook to share it, or have git ignore it

"#]]);
}

#[test]
fn hooks_that_many_repositories_share_are_named() {
    let folder = Studio::folder();
    folder
        .git("init -q work")
        .git("-C work config core.hooksPath ~/shared/hooks");
    folder.run("-C work hook install").succeeds(str![[r#"
installed the hook `pre-commit` in `[TOP]/shared/hooks`
installed the hook `pre-merge-commit` in `[TOP]/shared/hooks`
installed the hook `prepare-commit-msg` in `[TOP]/shared/hooks`
installed the hook `pre-push` in `[TOP]/shared/hooks`
`core.hooksPath` leads out of this repository: git runs the hook wherever else it leads to `[TOP]/shared/hooks`, and there it lets every repository pass that is no studio

"#]]);
    assert!(folder.path("shared/hooks/pre-commit").is_file());
}

#[test]
fn a_linked_work_tree_shares_the_hook() {
    let studio = Studio::new();
    studio
        .git("commit -q --allow-empty -m begin")
        .git("worktree add -q linked");
    studio.run("-C linked hook install").succeeds(str![[r#"
installed the hook `pre-commit` in `[TOP]/.git/hooks`
installed the hook `pre-merge-commit` in `[TOP]/.git/hooks`
installed the hook `prepare-commit-msg` in `[TOP]/.git/hooks`
installed the hook `pre-push` in `[TOP]/.git/hooks`

"#]]);
    studio.run("hook install").succeeds(str![[r#"
the hook `pre-commit` stands in `.git/hooks` already
the hook `pre-merge-commit` stands in `.git/hooks` already
the hook `prepare-commit-msg` stands in `.git/hooks` already
the hook `pre-push` stands in `.git/hooks` already

"#]]);
}

#[test]
fn hooks_that_are_switched_off_are_named() {
    let studio = Studio::new();
    studio.git("config core.hooksPath /dev/null");
    studio.run("hook install").fails(str![[r#"
error: hooks cannot be written in `/dev/null`
  because: File exists (os error 17)
help: `git config --show-origin core.hooksPath` says who put them there

"#]]);
}

#[test]
fn a_bare_repository_gets_the_hook_that_judges_pushes() {
    let studio = Studio::folder();
    studio.git("init -q --bare -b main .");
    studio.run("hook install").succeeds(str![[r#"
installed the hook `pre-receive` in `hooks`

"#]]);
}
