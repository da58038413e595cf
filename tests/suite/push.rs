//! Pushes: what a client's hook stops, what a server's hook stops after it was bypassed, and what passes.

use crate::harness::Studio;

const PATH: &str = "engagements/acme/rebrand.md";
const ORBIT_YML: &str = "studio: Northlight\nworkflow: small\n";
const WORKFLOW: &str =
    "stages:\n  lead: {}\n  proposal: {needs: [{field: success}]}\n  done: {kind: done}\n";

fn engagement(stage: &str, lines: &str) -> String {
    format!("---\ntitle: Rebrand\nstage: {stage}\n{lines}---\n")
}

/// A bare repository with the hook, and a clone of it that has pushed the beginning. No hook in the clone.
fn studio() -> Studio {
    let studio = Studio::folder();
    studio.git("init -q --bare -b main server.git");
    assert!(studio.run("-C server.git hook install -q").passed());
    studio.git("init -q -b main clone");
    studio.git("-C clone remote add origin ../server.git");
    studio
        .file("clone/orbit.yml", ORBIT_YML)
        .file("clone/workflows/small.yml", WORKFLOW);
    studio.file(&format!("clone/{PATH}"), &engagement("lead", ""));
    studio
        .git("-C clone add .")
        .git("-C clone commit -qm studio")
        .git("-C clone push -q origin main");
    studio
}

fn write(studio: &Studio, stage: &str, lines: &str) {
    studio
        .file(&format!("clone/{PATH}"), &engagement(stage, lines))
        .git("-C clone commit -qam on");
}

#[test]
fn what_was_committed_without_the_hook_does_not_land() {
    let studio = studio();
    write(&studio, "proposal", "");
    let bad = studio.shell("git -C clone rev-parse HEAD").out();
    let done = studio.run_git("-C clone push -q origin main");
    assert!(!done.passed());
    let said = done.all();
    assert!(
        said.contains("need-unmet") && said.contains("`proposal` needs the field `success`"),
        "{said}"
    );
    assert!(said.contains(&bad[..9]), "the commit {bad} in:\n{said}");
    assert_ne!(studio.shell("git -C server.git rev-parse main").out(), bad);
}

#[test]
fn a_commit_in_the_middle_of_a_push_is_enough() {
    let studio = studio();
    write(&studio, "proposal", "");
    let bad = studio.shell("git -C clone rev-parse HEAD").out();
    write(&studio, "proposal", "success: 40 leads\n");
    let done = studio.run_git("-C clone push -q origin main");
    assert!(!done.passed() && done.all().contains(&bad[..9]), "{done:?}");
}

#[test]
fn what_holds_lands_and_so_do_branches_tags_and_deletions() {
    let studio = studio();
    write(&studio, "proposal", "success: 40 leads\n");
    studio.git("-C clone push -q origin main");
    studio
        .git("-C clone branch side")
        .git("-C clone push -q origin side");
    studio
        .git("-C clone tag -m v1 v1")
        .git("-C clone push -q origin v1");
    studio.git("-C clone push -q origin :side");
    assert_eq!(
        studio
            .shell("git -C server.git for-each-ref --format='%(refname)'")
            .out(),
        "refs/heads/main\nrefs/tags/v1\n"
    );
}

#[test]
fn the_clients_own_hook_stops_the_push_before_it_leaves() {
    let studio = studio();
    assert!(studio.run("-C server.git hook uninstall -q").passed());
    assert!(studio.run("-C clone hook install -q").passed());
    studio
        .file(&format!("clone/{PATH}"), &engagement("proposal", ""))
        .git("-C clone commit -q --no-verify -am on");
    let done = studio.run_git("-C clone push -q origin main");
    assert!(
        !done.passed() && done.all().contains("need-unmet"),
        "{done:?}"
    );
    studio.file(
        &format!("clone/{PATH}"),
        &engagement("proposal", "success: 40 leads\n"),
    );
    studio
        .git("-C clone commit -q --amend -am on")
        .git("-C clone push -q origin main");
}

#[test]
fn a_hook_that_was_there_still_hears_what_is_pushed() {
    let studio = studio();
    assert!(studio.run("-C server.git hook uninstall -q").passed());
    studio.file(
        "server.git/hooks/pre-receive",
        "#!/bin/sh\ncat > \"$GIT_DIR/heard\"\n",
    );
    studio.shell("chmod +x server.git/hooks/pre-receive");
    assert!(studio.run("-C server.git hook install -q").passed());
    write(&studio, "proposal", "success: 40 leads\n");
    studio.git("-C clone push -q origin main");
    assert!(studio.read("server.git/heard").contains("refs/heads/main"));
}

#[test]
fn the_range_of_commits_says_what_the_server_says() {
    let studio = studio();
    write(&studio, "proposal", "");
    write(&studio, "proposal", "success: 40 leads\n");
    let done = studio.run("-C clone check --range origin/main..HEAD --format json");
    let report: serde_json::Value = serde_json::from_str(&done.out()).expect("JSON");
    assert_eq!(report["summary"]["errors"], 1, "{report}");
    assert_eq!(report["findings"][0]["need"], "success");
    assert!(
        report["findings"][0]["commit"]
            .as_str()
            .is_some_and(|commit| commit.len() == 40)
    );
    let fine = studio.run("-C clone check --range HEAD~1..HEAD");
    assert!(fine.passed(), "{fine:?}");
}

/// A second clone, without a hook too, of what the server has.
fn other_clone(studio: &Studio) {
    studio.git("clone -q server.git other");
}

const HEAD: &str = "---\ntitle: Rebrand\nstage: lead\n---\n\n## Log\n\n";
const CALL: &str = "### 2026-02-11 Call with Jane\n\nShe rang about the stand, and wants to see two panels before the fair opens.\n\n";

/// What the server refuses, with the merge named and nothing else.
#[track_caller]
fn the_merge_is_refused(studio: &Studio, code: &str) {
    let merge = studio.shell("git -C other rev-parse HEAD").out();
    let done = studio.run_git("-C other push -q origin main");
    let said = done.all();
    assert!(!done.passed(), "{said}");
    assert!(said.contains(&format!("error[{code}]")), "{said}");
    assert_eq!(said.matches("in commit ").count(), 1, "{said}");
    assert!(
        said.contains(&format!("in commit {}", &merge[..12])),
        "{said}"
    );
}

#[test]
fn two_pushes_that_are_each_fine_do_not_merge_into_an_id_that_stands_twice() {
    let studio = studio();
    studio.file(&format!("clone/{PATH}"), &format!("{HEAD}{CALL}"));
    studio
        .git("-C clone commit -qam call")
        .git("-C clone push -q origin main");
    other_clone(&studio);
    let first = format!("{HEAD}### 2026-02-10 Mail\n\n- tone: wary ^t1\n\n{CALL}");
    studio.file(&format!("clone/{PATH}"), &first);
    studio
        .git("-C clone commit -qam mail")
        .git("-C clone push -q origin main");
    let last = format!("{HEAD}{CALL}### 2026-02-12 Talk\n\n- tone: calm ^t1\n");
    studio.file(&format!("other/{PATH}"), &last);
    studio
        .git("-C other commit -qam talk")
        .git("-C other fetch -q");
    assert!(
        studio
            .run("-C other check --range origin/main..HEAD")
            .passed()
    );
    studio.git("-C other merge -q --no-edit origin/main");
    the_merge_is_refused(&studio, "id-duplicate");
    // The hook for merges would have said so before.
    assert!(studio.run("-C other hook install -q").passed());
    studio.git("-C other reset -q --hard HEAD~1");
    let done = studio.run_git("-C other merge -q --no-edit origin/main");
    assert!(
        !done.passed() && done.all().contains("id-duplicate"),
        "{done:?}"
    );
}

#[test]
fn two_pushes_that_are_each_fine_do_not_merge_into_a_promise_lost() {
    let studio = studio();
    studio.file(&format!("clone/{PATH}"), &format!("{HEAD}{CALL}"));
    studio
        .git("-C clone commit -qam call")
        .git("-C clone push -q origin main");
    other_clone(&studio);
    let promised = format!(
        "{HEAD}### 2026-02-10 Mail\n\n- [ ] promise: two logo directions, not one (@tom, due 2026-04-20) ^p7k\n\n{CALL}"
    );
    studio.file(&format!("clone/{PATH}"), &promised);
    studio
        .git("-C clone commit -qam mail")
        .git("-C clone push -q origin main");
    studio.file(
        &format!("other/{PATH}"),
        &format!("{HEAD}{CALL}### 2026-02-12 Talk\n\nShe is calm.\n"),
    );
    studio
        .git("-C other commit -qam talk")
        .git("-C other fetch -q")
        .git("-C other merge -q --no-edit -s ours origin/main");
    the_merge_is_refused(&studio, "promise-removed");
    // Merged with both sides in it, it lands.
    studio
        .git("-C other reset -q --hard HEAD~1")
        .git("-C other merge -q --no-edit origin/main")
        .git("-C other push -q origin main");
    assert!(
        studio
            .shell("git -C server.git show main:engagements/acme/rebrand.md")
            .out()
            .contains("^p7k")
    );
}

#[test]
fn a_merge_may_not_drop_what_neither_side_touched() {
    let studio = studio();
    studio.file(&format!("clone/{PATH}"), &format!("{HEAD}{CALL}"));
    studio
        .git("-C clone commit -qam call")
        .git("-C clone push -q origin main");
    other_clone(&studio);
    studio.file("other/note.txt", "A word.\n");
    studio.git("-C other add .").git("-C other commit -qm note");
    studio.file("clone/read.txt", "A word.\n");
    studio
        .git("-C clone add .")
        .git("-C clone commit -qm read")
        .git("-C clone push -q origin main");
    studio
        .git("-C other fetch -q")
        .git("-C other merge -q --no-commit origin/main");
    studio.file(&format!("other/{PATH}"), HEAD);
    studio.git("-C other commit -qam merged");
    the_merge_is_refused(&studio, "engagement-removed");
}

#[test]
fn a_tag_or_a_new_branch_is_no_way_round() {
    let studio = studio();
    write(&studio, "proposal", "");
    studio.git("-C clone tag -m v1 v1");
    for name in ["HEAD:refs/heads/side", "v1"] {
        let done = studio.run_git(&format!("-C clone push -q origin {name}"));
        assert!(
            !done.passed() && done.all().contains("need-unmet"),
            "{name}: {done:?}"
        );
    }
}
