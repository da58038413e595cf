//! What settings say of mistakes in them: each with its place, all at once.

use super::*;
use crate::repo::Memory;

/// The problems of a studio with these files, as they are printed.
fn problems(files: &[(&str, &[u8])]) -> Vec<String> {
    let mut tree = Memory::new();
    for (path, content) in files {
        tree.put(path, content);
    }
    match Settings::load(&tree) {
        Ok(_) => Vec::new(),
        Err(failure) => failure.causes.iter().map(ToString::to_string).collect(),
    }
}

/// The problems of a workflow `w` of a studio, without its path.
fn of_workflow(text: &str) -> Vec<String> {
    problems(&[
        ("orbit.yml", b"studio: X\nworkflow: w\n"),
        ("workflows/w.yml", text.as_bytes()),
    ])
    .into_iter()
    .map(|problem| problem.replacen("workflows/w.yml:", "", 1))
    .collect()
}

#[test]
fn every_problem_is_told_at_once_each_at_its_place() {
    let orbit = b"studi: X\npeople:\n  maya: Maya\nchecks:\n  need-unmett: error\n  stale: warn\n";
    assert_eq!(
        problems(&[("orbit.yml", orbit)]),
        [
            "orbit.yml:1:1: unknown key `studi`; did you mean `studio`?",
            "orbit.yml:3:9: a person should be a map of keys and values",
            "orbit.yml:5:3: no check has the code `need-unmett`; did you mean `need-unmet`?",
            "orbit.yml:6:10: `stale` should be one of `error`, `warning`, `note` and `off`; did you mean `warning`?",
        ]
    );
}

#[test]
fn every_pattern_code_and_handle_that_cannot_be_is_told() {
    let orbit = b"engagements: [a/**, '../x', 'b[']\nchecks: {zzz: off}\npeople:\n  a b: {}\n  c: {email: x@y.z}\n  '@c': {email: [x@y.z]}\n  d: {email: X@y.z}\n";
    assert_eq!(
        problems(&[("orbit.yml", orbit)]),
        [
            "orbit.yml:1:21: `../x` should be a path inside the repository",
            "orbit.yml:1:29: `b[` is not a pattern: unclosed character class; missing ']'",
            "orbit.yml:2:10: no check has the code `zzz`; `orbit explain` lists them all",
            "orbit.yml:4:3: `a b` cannot be written as a handle: it takes letters, digits, `-`, `_` and `.`",
            "orbit.yml:6:3: `c` stands here twice, with and without `@`",
            "orbit.yml:7:14: `X@y.z` belongs to `c` too; one address is one person",
        ]
    );
}

#[test]
fn an_expression_with_a_filter_that_there_is_none_of_is_told_with_the_settings() {
    let text = "stages:\n  lead:\n    needs:\n      - {expr: title | nofilter, message: m}\n      - {field: a, when: nope(3)}\n      - {field: b, matches: '(a{1000}){1000}'}\n      - {field: c, when: due < day and title | upper == 'X'}\n";
    assert_eq!(
        of_workflow(text),
        [
            "4:16: `expr` cannot be read as an expression: filter nofilter is unknown",
            "5:26: `when` cannot be read as an expression: nope is unknown",
            "6:29: `matches` is not a pattern: it stands for too much text",
        ]
    );
}

#[test]
fn a_stage_that_is_named_and_not_there_is_found_where_it_is_named() {
    let text = "stages:\n  lead: {next: [done, scop]}\n  scope: {back: [led]}\n  done: {kind: done, after: lst}\nhandoffs:\n  lead -> nowhere: {}\n";
    assert_eq!(
        of_workflow(text),
        [
            "2:23: no stage is called `scop`; did you mean `scope`?",
            "3:18: no stage is called `led`; did you mean `lead`?",
            "4:29: no stage is called `lst`; the stages are `lead`, `scope` and `done`",
            "6:3: no stage is called `nowhere`; the stages are `lead`, `scope` and `done`",
        ]
    );
}

#[test]
fn a_workflow_that_extends_another_is_held_to_the_stages_of_both() {
    assert!(of_workflow("extends: service\nstages:\n  lead: {next: [research]}\n").is_empty());
    let found = of_workflow("extends: service\nstages:\n  lead: {next: [reserch]}\n");
    assert_eq!(
        found,
        ["3:17: no stage is called `reserch`; did you mean `research`?"]
    );
}

#[test]
fn workflows_in_a_ring_are_told_where_each_extends_the_next() {
    let found = problems(&[
        ("orbit.yml", b"workflow: w\n"),
        ("workflows/v.yml", b"title: V\nextends: w\n"),
        ("workflows/w.yml", b"extends: v\n"),
    ]);
    assert_eq!(
        found,
        [
            "workflows/v.yml:2:10: workflows extend each other in a ring: `v`, `w`, and `v` again",
            "workflows/w.yml:1:10: workflows extend each other in a ring: `w`, `v`, and `w` again",
        ]
    );
    assert_eq!(
        of_workflow("extends: w\n"),
        ["1:10: `w` extends itself, and no workflow of that name comes with Orbit"]
    );
    assert_eq!(
        of_workflow("extends: servise\n"),
        ["1:10: no workflow is called `servise`; did you mean `service`?"]
    );
}

#[test]
fn needs_of_one_stage_add_up_and_a_later_stage_replaces_the_same() {
    let tree = Memory::new().file("orbit.yml", "workflow: w\n").file(
        "workflows/w.yml",
        "stages:\n  a:\n    needs:\n      - {field: owner, when: x}\n      - {field: owner, when: y}\n      - promises: owned\n      - promises: dated\n  b:\n    needs:\n      - field: owner\n      - promises: dated\n",
    );
    let settings = Settings::load(&tree).expect("settings that can be read");
    let needs = |stage: &str| -> Vec<String> {
        let workflow = settings.workflows.get("w").expect("the workflow");
        let stage = workflow.stage(stage).expect("the stage");
        stage
            .needs
            .iter()
            .map(crate::model::Need::identity)
            .collect()
    };
    assert_eq!(
        needs("a"),
        [
            "field owner",
            "field owner",
            "promises owned promises",
            "promises dated promises"
        ]
    );
    assert_eq!(
        needs("b"),
        [
            "promises owned promises",
            "field owner",
            "promises dated promises"
        ]
    );
}

#[test]
fn one_mistake_is_told_once() {
    assert_eq!(
        of_workflow("hello\n"),
        ["1:1: a workflow should be a map of keys and values"]
    );
    assert_eq!(
        of_workflow("stages: [lead]\n"),
        ["1:9: `stages` should be a map of keys and values"]
    );
    assert_eq!(
        of_workflow("stages: {lead: {needs: [owner]}}\n"),
        ["1:25: a need should be a map of keys and values"]
    );
    assert_eq!(
        of_workflow("title: W\n"),
        ["1:1: a workflow needs `stages`"]
    );
}

#[test]
fn a_file_that_is_no_text_is_told_at_the_byte_and_nothing_else_of_it() {
    assert_eq!(
        problems(&[("orbit.yml", b"studio: X\n# caf\xe9\n")]),
        ["orbit.yml:2:6: this file is not UTF-8; save it as UTF-8"]
    );
    let workflow = b"# caf\xe9\nstages: {lead: {}}\n";
    assert_eq!(
        problems(&[
            ("orbit.yml", b"workflow: w\n"),
            ("workflows/w.yml", workflow)
        ]),
        ["workflows/w.yml:1:6: this file is not UTF-8; save it as UTF-8"]
    );
}

#[test]
fn a_waiting_or_lost_stage_inherits_where_it_says_so() {
    let tree = Memory::new()
        .file("orbit.yml", "workflow: w\n")
        .file("workflows/w.yml", "stages:\n  draft: {needs: [{field: a}]}\n  quiet: {kind: waiting}\n  gone: {kind: lost, inherit: true, needs: [{field: b}]}\n  final: {kind: done, needs: [{field: c}]}\n");
    let settings = Settings::load(&tree).expect("settings that can be read");
    let needs = |stage: &str| -> Vec<String> {
        let stage = settings.workflows.get("w").and_then(|w| w.stage(stage));
        let stage = stage.expect("a stage of the workflow");
        stage.needs.iter().map(|need| need.key.clone()).collect()
    };
    assert_eq!(needs("quiet"), [""; 0]);
    assert_eq!(needs("gone"), ["a", "b"]);
    assert_eq!(needs("final"), ["a", "c"]);
}
