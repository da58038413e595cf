//! Real commits in a studio with the hook: what is refused, with what words, by every way that git has to make a commit.

use crate::harness::{Done, Studio};

const PATH: &str = "engagements/acme/rebrand.md";

const LEAD: &str = "\
---
title: Autumn fair rebrand
stage: lead
owner: maya
---

## Situation

Jane Okafor wants visitors to find the stand.

## Log

### 2026-03-02 Call with Jane Okafor (@maya)

She called on Monday.
";

const ORBIT_YML: &str = "\
studio: Northlight
workflow: small
people:
  maya: {name: Maya Lindqvist, email: maya@northlight.example, role: lead}
  tom: {name: Tom Abara, email: tom@northlight.example, role: delivery}
";

const WORKFLOW: &str = "\
stages:
  lead:
    needs: [{field: owner}, {section: Situation}]
  proposal:
    standard: standards/proposal.md
    needs:
      - field: success
        because: Nobody can finish what nobody defined.
  done: {kind: done}
  dormant: {kind: waiting}
handoffs:
  lead -> proposal:
    ask: [Who decides?]
";

const STANDARD: &str = "\
# Proposal

## success

Say what will be different, with a number or a day in it.
";

const HANDOFF: &str = "
### 2026-03-20 Handoff: lead to proposal (@maya)

- from: @maya
- to: @maya

#### Who decides?

Jane, with her CFO's number.
";

/// A studio with one engagement, committed, and the hook.
fn studio() -> Studio {
    let studio = Studio::new();
    studio
        .file("orbit.yml", ORBIT_YML)
        .file("workflows/small.yml", WORKFLOW)
        .file("standards/proposal.md", STANDARD)
        .file(PATH, LEAD);
    studio.git("add .").git("commit -qm studio");
    let installed = studio.run("hook install -q");
    assert!(installed.passed(), "{installed:?}");
    studio
}

/// The engagement moved on, with what is given for its success and behind its log.
fn moved(success: &str, log: &str) -> String {
    LEAD.replace("stage: lead\n", &format!("stage: proposal\n{success}")) + log
}

fn good() -> String {
    moved("success: 40 leads by 30 October\n", HANDOFF)
}

fn bad() -> String {
    moved("", HANDOFF)
}

/// Tries a commit, and says whether there is one more than before.
fn commits(studio: &Studio, line: &str) -> (bool, Done) {
    let count = || studio.shell("git rev-list --count --all").out();
    let before = count();
    let done = studio.shell(line);
    (count() != before, done)
}

#[track_caller]
fn refused(studio: &Studio, line: &str) -> String {
    let (made, done) = commits(studio, line);
    assert!(!made, "{line}: {done:?}");
    assert!(!done.passed(), "{line}");
    done.all()
}

#[track_caller]
fn made(studio: &Studio, line: &str) {
    let (made, done) = commits(studio, line);
    assert!(made && done.passed(), "{line}: {done:?}");
}

#[test]
fn a_move_without_its_handoff_is_refused_with_the_entry_to_write() {
    let studio = studio();
    studio.file(PATH, &moved("success: 40 leads by 30 October\n", ""));
    let said = refused(&studio, "git commit -qam on");
    for words in [
        "error[handoff-missing]: the log has no handoff from `lead` to `proposal`",
        "engagements/acme/rebrand.md:3:8",
        "### 2026-03-20 Handoff: lead to proposal",
        "- from: @maya",
        "#### Who decides?",
        "git add engagements/acme/rebrand.md && git commit",
    ] {
        assert!(said.contains(words), "`{words}` in:\n{said}");
    }
}

#[test]
fn a_handoff_with_an_unanswered_question_is_refused_at_the_question() {
    let studio = studio();
    for answer in ["", "TBD", "<!-- who? -->"] {
        studio.file(
            PATH,
            &moved(
                "success: 40 leads by 30 October\n",
                &HANDOFF.replace("Jane, with her CFO's number.", answer),
            ),
        );
        let said = refused(&studio, "git commit -qam on");
        assert!(said.contains("error[handoff-incomplete]"), "{said}");
        assert!(said.contains("engagements/acme/rebrand.md:23:1"), "{said}");
        assert!(said.contains("#### Who decides?"), "{said}");
    }
}

#[test]
fn a_need_that_is_missing_or_a_placeholder_is_refused_with_the_standard() {
    let studio = studio();
    studio.file(PATH, &bad());
    let said = refused(&studio, "git commit -qam on");
    for words in [
        "error[need-unmet]: `proposal` needs the field `success`",
        "engagements/acme/rebrand.md:3:8",
        "Nobody can finish what nobody defined.",
        "> Say what will be different, with a number or a day in it.",
        "success: …",
        "orbit waive acme/rebrand success --because '…' --until 2026-04-03",
        "stage: lead",
        "orbit advance acme/rebrand dormant",
    ] {
        assert!(said.contains(words), "`{words}` in:\n{said}");
    }
    studio.file(PATH, &moved("success: tbd\n", HANDOFF));
    let said = refused(&studio, "git commit -qam on");
    assert!(
        said.contains("`success` says `tbd`, which is a placeholder"),
        "{said}"
    );
    assert!(said.contains("engagements/acme/rebrand.md:4:10"), "{said}");
}

#[test]
fn a_whole_move_is_committed_in_silence() {
    let studio = studio();
    studio.file(PATH, &good());
    let (made, done) = commits(&studio, "git commit -qam on");
    assert!(made);
    assert_eq!(done.all(), "");
}

#[test]
fn every_way_to_commit_is_judged() {
    let ways = [
        "git commit -qam on",
        "git add . && git commit -qm on",
        "git commit -qm on engagements/acme/rebrand.md",
        "printf 'y\\ny\\ny\\ny\\n' | git commit -q -p -m on",
        "git add . && git commit -q --amend -m on",
        "cd engagements/acme && git commit -qam on",
        "cd engagements && git commit -qm on acme/rebrand.md",
        "git --git-dir=.git --work-tree=. commit -qam on",
    ];
    for way in ways {
        let studio = studio();
        studio.file(PATH, &bad());
        let before = studio.shell("git rev-parse HEAD").out();
        let done = studio.shell(way);
        assert!(
            !done.passed() && done.all().contains("need-unmet"),
            "{way}: {done:?}"
        );
        assert_eq!(studio.shell("git rev-parse HEAD").out(), before, "{way}");
        studio.file(PATH, &good());
        let done = studio.shell(way);
        assert!(done.passed(), "{way}: {done:?}");
        assert_ne!(studio.shell("git rev-parse HEAD").out(), before, "{way}");
    }
}

#[test]
fn a_linked_work_tree_is_judged() {
    let studio = studio();
    studio.git("worktree add -q linked -b side");
    studio.file(&format!("linked/{PATH}"), &bad());
    let said = refused(&studio, "cd linked && git commit -qam on");
    assert!(said.contains("need-unmet"), "{said}");
    studio.file(&format!("linked/{PATH}"), &good());
    made(&studio, "cd linked/engagements && git commit -qam on");
}

#[test]
fn what_is_bad_in_the_index_only_is_refused() {
    let studio = studio();
    studio.file(PATH, &bad()).git("add .");
    studio.file(PATH, &good());
    refused(&studio, "git commit -qm on");
}

#[test]
fn what_is_bad_in_the_work_tree_only_is_no_matter() {
    let studio = studio();
    studio.file(PATH, &good()).git("add .");
    studio.file(PATH, &bad());
    made(&studio, "git commit -qm on");
}

#[test]
fn a_commit_of_something_else_is_not_its_business() {
    let studio = studio();
    studio
        .file(PATH, &bad())
        .git("add .")
        .git("commit -q --no-verify -m bad");
    studio.file("notes.txt", "x").git("add .");
    made(&studio, "git commit -qm notes");
    // Mending a typo in what was bad before does not block either.
    studio.file(PATH, &bad().replace("on Monday", "on a Monday"));
    made(&studio, "git commit -qam typo");
}

#[test]
fn a_moved_file_keeps_its_past() {
    let studio = studio();
    studio
        .file(PATH, &bad())
        .git("add .")
        .git("commit -q --no-verify -m bad");
    studio.git("mv engagements/acme/rebrand.md engagements/acme/fair.md");
    made(&studio, "git commit -qm renamed");
}

#[test]
fn the_first_commit_of_all_is_judged() {
    let studio = Studio::new();
    studio
        .file("orbit.yml", ORBIT_YML)
        .file("workflows/small.yml", WORKFLOW)
        .file(PATH, &bad());
    assert!(studio.run("hook install -q").passed());
    studio.git("add .");
    refused(&studio, "git commit -qm first");
    studio.file(PATH, &good()).git("add .");
    made(&studio, "git commit -qm first");
}

#[test]
fn broken_settings_stop_a_commit_with_their_places() {
    let studio = studio();
    studio
        .file("orbit.yml", &ORBIT_YML.replace("people:", "peple:"))
        .git("add .");
    let said = refused(&studio, "git commit -qm settings");
    assert!(
        said.contains("orbit.yml:3:1: unknown key `peple`; did you mean `people`?"),
        "{said}"
    );
}

#[test]
fn a_repository_that_is_no_studio_is_left_alone() {
    let studio = Studio::new();
    assert!(studio.run("hook install -q").passed());
    studio.file("notes.txt", "x").git("add .");
    made(&studio, "git commit -qm notes");
}

#[test]
fn a_conflict_in_the_index_is_never_passed_in_silence() {
    let studio = studio();
    studio
        .git("checkout -q -b side")
        .file(PATH, &LEAD.replace("find the stand", "find the bar"))
        .git("commit -qam side");
    studio
        .git("checkout -q main")
        .file(PATH, &LEAD.replace("find the stand", "find the desk"))
        .git("commit -qam main");
    assert!(!studio.shell("git merge -q side").passed());
    let done = studio.run("check --staged");
    assert!(done.failed() && done.all().contains(PATH), "{done:?}");
}

#[test]
fn a_merge_that_git_makes_by_itself_is_judged() {
    let studio = studio();
    studio
        .file(
            PATH,
            &LEAD.replace(
                "owner: maya\n",
                "owner: maya\nsuccess: 40 leads by 30 October\n",
            ),
        )
        .git("commit -qam success")
        .git("checkout -qb side");
    studio
        .file(PATH, &good())
        .git("commit -qam on")
        .git("checkout -q main");
    studio.file(PATH, LEAD).git("commit -qam without");
    let done = studio.run_git("merge -q side -m merged");
    let merged = studio.shell("git log --format=%s -1").out();
    assert!(!done.passed() && merged == "without\n", "{done:?}");
}
