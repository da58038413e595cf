//! The demo from outside: what it shows, what it leaves, and that it is the same each time.

use snapbox::str;

use crate::harness::Studio;

#[test]
fn the_demo_shows_the_hook_stop_a_move_and_leaves_nothing_behind() {
    Studio::folder()
        .shell("orbit demo studio > out && grep -o '^error.[a-z-]*.' out && git -C studio status --short && git -C studio fsck --strict --no-dangling")
        .succeeds(str![[r#"
error[handoff-missing]
error[need-unmet]
error[need-unmet]

"#]]);
}

#[test]
fn the_demo_is_the_same_commit_wherever_and_whenever_it_is_made() {
    Studio::folder()
        .shell(concat!(
            "orbit demo aaa > aaa.txt; ",
            "git config --file settings user.name Somebody; git config --file settings core.autocrlf true; ",
            "export TZ=Asia/Tokyo ORBIT_NOW=2031-01-01 LC_ALL=C GIT_CONFIG_GLOBAL=$PWD/settings; mkdir bbb; orbit demo bbb > bbb.txt; ",
            "git -C aaa rev-parse HEAD > a; git -C bbb rev-parse HEAD > b; cmp a b && diff -r aaa bbb -x .git && sed s/aaa/bbb/ aaa.txt | diff - bbb.txt",
        ))
        .succeeds(str![]);
}

#[test]
fn a_person_can_go_on_in_the_demo_and_is_guarded_there() {
    let studio = Studio::folder();
    studio
        .shell("orbit demo studio > out && cd studio && sed -i 's/^stage: lead$/stage: research/' engagements/acme/fair-stand.md && git commit -qam 'on to research' 2> ../said; head -1 ../said; git status --short")
        .succeeds(str![[r#"
error[handoff-missing]: the log has no handoff from `lead` to `research`
 M engagements/acme/fair-stand.md

"#]]);
    studio
        .shell("cd studio && printf '\n### 2026-03-20 A note (@maya)\n\nSomething was said.\n' >> engagements/orchard/brand-refresh.md && git commit -qm noted engagements/orchard/brand-refresh.md && git log -1 --format=%s")
        .succeeds(str![[r#"
noted

"#]]);
}

#[test]
fn the_demo_keeps_out_of_hooks_that_repositories_share() {
    Studio::folder()
        .shell("git config --file settings core.hooksPath $PWD/shared; GIT_CONFIG_GLOBAL=$PWD/settings orbit demo studio | sed -n 2p; ls")
        .succeeds(str![[r#"
installed the hook `pre-commit` in `.git/hooks`
settings
studio

"#]]);
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let folder = Studio::folder();
    folder.file("mine/notes.txt", "kept");
    folder.run("demo mine").fails(str![[r#"
error: `mine` is not empty
help: name a folder that does not exist yet, or an empty one

"#]]);
    folder.run("demo mine/notes.txt").fails(str![[r#"
error: `mine/notes.txt` is not a folder
help: name a folder that does not exist yet, or an empty one

"#]]);
    folder.shell("ls -A mine").succeeds(str![[r#"
notes.txt

"#]]);
}

#[test]
fn every_commit_of_the_demo_would_be_let_in_by_a_server() {
    Studio::folder()
        .shell("orbit demo studio > out; orbit -C studio check --range HEAD > out && grep -c '^error' out; true")
        .succeeds(str![[r#"
0

"#]]);
}
