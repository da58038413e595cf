//! The message of a commit, filled in by the hook where nobody has written one.

use crate::workshop::Studio;

const ENGAGEMENT: &str = "engagements/acme/rebrand.md";

const LEAD: &str = "\
---
title: Autumn fair rebrand
stage: lead
owner: maya
---

## Situation

Jane Okafor wants visitors to find the stand.

## Log

### 2026-05-02 Call with Jane Okafor

- [ ] promise: two logo directions (@maya, due 2026-06-20) ^p1
";

const SETTINGS: &str = "\
studio: Northlight
workflow: small
people:
  maya: {name: Maya Lindqvist, email: maya@northlight.example, role: lead}
";

const WORKFLOW: &str = "\
stages:
  lead: {}
  proposal: {}
  done: {kind: done}
";

fn studio() -> Studio {
    let studio = Studio::new()
        .file("orbit.yml", SETTINGS)
        .file("workflows/small.yml", WORKFLOW)
        .file(ENGAGEMENT, LEAD)
        .commit("a studio");
    studio.run("hook install").passes();
    studio
}

/// The engagement moved on, its promise kept.
fn moved() -> String {
    LEAD.replace("stage: lead", "stage: proposal")
        .replace("- [ ] promise", "- [x] promise")
}

#[test]
fn a_move_names_the_commit_and_what_else_it_means_stands_below() {
    let studio = studio().file(ENGAGEMENT, moved());
    studio.git("commit --quiet --all");
    assert_eq!(
        studio.git("log -1 --format=%B"),
        "acme/rebrand: lead to proposal\n\n- promise kept: two logo directions\n\n"
    );
}

#[test]
fn a_message_that_somebody_wrote_stays() {
    let studio = studio().file(ENGAGEMENT, moved());
    studio.git("commit --quiet --all --message 'on to the proposal'");
    assert_eq!(studio.git("log -1 --format=%s"), "on to the proposal\n");
    studio.git("commit --quiet --amend --no-edit");
    assert_eq!(studio.git("log -1 --format=%s"), "on to the proposal\n");
}

#[test]
fn several_engagements_are_named_together() {
    let other = LEAD.replace("Autumn fair rebrand", "Spring catalogue");
    let studio = studio()
        .file(ENGAGEMENT, moved())
        .file("engagements/kestrel/catalogue.md", other)
        .then("add --all");
    studio.git("commit --quiet");
    assert_eq!(
        studio.git("log -1 --format=%B"),
        "acme/rebrand, kestrel/catalogue\n\n\
         - acme/rebrand: lead to proposal; promise kept: two logo directions\n\
         - kestrel/catalogue: new engagement; stage: lead; owner: maya; promise made: two logo directions\n\n"
    );
}

#[test]
fn a_commit_of_something_else_is_left_without_a_message() {
    let studio = studio().file("notes.md", "a note\n").then("add --all");
    let refused = studio.try_git("commit --quiet");
    assert_ne!(refused.status, 0, "git asks for a message");
}

#[test]
fn another_sign_of_a_comment_is_respected() {
    let studio = studio()
        .then("config core.commentChar ;")
        .file(ENGAGEMENT, moved());
    studio.git("commit --quiet --all --verbose");
    assert_eq!(
        studio.git("log -1 --format=%s"),
        "acme/rebrand: lead to proposal\n"
    );
}

#[test]
fn broken_settings_leave_the_message_to_its_author() {
    let studio = studio().file("orbit.yml", "studio: [\n").then("add --all");
    let refused = studio.try_git("commit --quiet --no-verify");
    assert_ne!(refused.status, 0, "git asks for a message");
    studio.git("commit --quiet --no-verify --message broken");
}

#[test]
fn without_the_program_a_commit_goes_through() {
    let studio = studio();
    let hook = studio.root().join(".git/hooks/prepare-commit-msg");
    let script = std::fs::read_to_string(&hook).expect("the hook");
    let gone = script
        .lines()
        .map(|line| {
            if line.starts_with("orbit='") {
                "orbit=''"
            } else {
                line
            }
        })
        .collect::<Vec<_>>()
        .join("\n");
    std::fs::write(&hook, gone).expect("written");
    let studio = studio.file("notes.md", "a note\n").then("add --all");
    studio.git("commit --quiet --message note");
}
