//! What somebody new to Orbit, with the contract in hand, would try and found wanting once.

use crate::harness::Studio;

const PATH: &str = "engagements/acme/x.md";

fn studio(log: &str) -> Studio {
    let studio = Studio::new();
    studio
        .file("orbit.yml", "studio: Example\nworkflow: small\npeople: {maya: {name: Maya Lindqvist, email: maya@northlight.example}, tom: {name: Tom}}\n")
        .file("workflows/small.yml", "stages: {lead: {}, done: {kind: done}}\n")
        .file(
            PATH,
            &format!("---\ntitle: Fair\nstage: lead\nowner: maya\n---\n\n## Log\n\n### 2026-03-02 Call\n\n{log}"),
        )
        .git("add .")
        .git("commit -q --no-verify -m studio");
    studio
}

#[test]
fn a_question_is_closed_with_its_answer_however_that_is_said() {
    for word in ["--because", "--answer"] {
        let studio = studio("- [ ] question: who signs? (@maya) ^q1\n");
        let done = studio.run(&format!("settle x ^q1 {word} Jane"));
        assert!(done.passed(), "{}", done.all());
        assert!(
            studio.read(PATH).contains("answer Jane) ^q1"),
            "{}",
            studio.read(PATH)
        );
    }
    let done = studio("- [ ] question: who signs? (@maya) ^q1\n").run("settle x ^q1");
    assert!(
        done.failed() && done.all().contains("--answer"),
        "{}",
        done.all()
    );
}

#[test]
fn a_promise_that_another_one_replaces_is_closed_with_its_reason() {
    let log = "- [ ] promise: one page (@maya, due 2026-09-01) ^a\n- [ ] promise: two pages (@maya, due 2026-10-01) ^b\n";
    let studio = studio(log);
    let done = studio.run("settle x ^a --replaced ^b");
    assert!(
        done.failed() && done.all().contains("--because"),
        "{}",
        done.all()
    );
    assert!(
        studio
            .run("settle x ^a --replaced ^b --because growth")
            .passed()
    );
}

#[test]
fn a_keyword_without_its_colon_is_not_lost_silently() {
    let said = |log: &str| studio(log).run("check").all();
    for log in [
        "- [ ] promise two pages (@maya, due 2026-10-01)\n",
        "- promise - two pages (due 2026-10-01)\n",
        "- **Decision** fixed price (@maya, topic price)\n",
        "- [ ] question; who signs? (@tom)\n",
        "- waiver owner (@maya, because so)\n",
        "- decision fixed price ^d1\n",
    ] {
        let said = said(log);
        assert!(
            said.contains("warning[mark-unknown]: this is no"),
            "{log}{said}"
        );
        assert!(
            said.contains("no colon stands behind the keyword"),
            "{log}{said}"
        );
    }
    for log in [
        "- promise them nothing yet\n",
        "- the decision is theirs (@tom)\n",
        "- change the sign (@tom, due 2026-10-01)\n",
        "- promised two pages (@maya)\n",
        "- question of the day\n",
        "- [ ] promise: two pages (@maya, due 2026-10-01)\n",
    ] {
        assert!(!said(log).contains("mark-unknown"), "{log}{}", said(log));
    }
}

#[test]
fn a_nested_by_may_name_several_people() {
    let log = "- [ ] promise: two pages\n  - by: @maya, @tom\n  - due: 2026-10-01\n- [ ] promise: the logo\n  - by: @tom, with Jane\n  - due: 2026-10-02\n";
    let json = studio(log).run("promises --format json").out();
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(
        json["promises"][0]["by"],
        serde_json::json!(["maya", "tom"])
    );
    assert_eq!(json["promises"][0]["to_us"], false);
    assert_eq!(
        json["promises"][1]["by"],
        serde_json::json!(["@tom, with Jane"])
    );
}

#[test]
fn a_decision_does_not_supersede_itself() {
    let said = studio("- decision: fixed price (@maya, supersedes ^d1) ^d1\n")
        .run("check")
        .all();
    assert!(
        said.contains("`supersedes` names `^d1`, which is this mark itself"),
        "{said}"
    );
}

#[test]
fn an_engagement_is_named_by_its_file_from_wherever_one_stands() {
    let studio = studio("- tone: warm\n");
    let top = studio.path("");
    for command in [
        "status",
        "history",
        "brief",
        "related",
        "promises",
        "decisions",
        "search warm --in",
        "related - --exclude",
    ] {
        for (folder, name) in [
            ("engagements/acme", "x.md".to_owned()),
            ("engagements/acme", "./x.md".to_owned()),
            ("engagements", "acme/x.md".to_owned()),
            ("engagements", "acme/x".to_owned()),
            ("engagements", PATH.to_owned()),
            (".", format!("{}/{PATH}", top.display())),
        ] {
            let line = format!("cd {folder} && orbit {command} {name} </dev/null");
            let done = studio.shell(&line);
            assert!(done.passed(), "{line}: {}", done.all());
        }
    }
    // `-C` is where one stands.
    assert!(studio.run("-C engagements status acme/x.md").passed());
}

#[test]
fn the_codes_are_listed_for_programs_too() {
    let studio = Studio::new();
    let json = |line: &str| -> serde_json::Value {
        serde_json::from_str(&studio.run(line).out()).expect("JSON")
    };
    let all = json("explain --format json");
    assert_eq!(all["codes"].as_array().map(Vec::len), Some(37));
    let one = json("explain stale --format json");
    assert_eq!(one["codes"][0]["code"], "stale");
    assert!(
        one["codes"][0]["page"]
            .as_str()
            .is_some_and(|page| page.starts_with("# stale"))
    );
}

#[test]
fn what_to_do_about_a_conflict_is_said() {
    let studio = studio("- tone: warm\n");
    let text = studio.read(PATH);
    let text = text.replace(
        "stage: lead\n",
        "<<<<<<< ours\nstage: lead\n=======\nstage: done\n>>>>>>> theirs\n",
    );
    let said = studio.file(PATH, &text).run("check").all();
    assert!(said.contains("a conflict begins here"), "{said}");
    assert!(said.contains("choose what the file should say"), "{said}");
}

#[test]
fn a_new_engagement_stands_where_the_first_pattern_says_or_where_its_path_does() {
    let made = |globs: &str, name: &str| {
        let studio = Studio::new();
        studio.file(
            "orbit.yml",
            &format!("studio: Example\nengagements: {globs}\n"),
        );
        let done = studio.run(&format!("new {name}"));
        assert!(done.passed(), "{}", done.all());
        done.out().lines().next().unwrap_or_default().to_owned()
    };
    let globs = "[\"rfcs/*.md\", \"drafts/**/*.md\"]";
    assert!(made(globs, "rfc-1").starts_with("made `rfcs/rfc-1.md`"));
    assert!(made(globs, "rfcs/rfc-1").starts_with("made `rfcs/rfc-1.md`"));
    assert!(made(globs, "drafts/a/b.md").starts_with("made `drafts/a/b.md`"));
    assert!(made(globs, "a/b").starts_with("made `drafts/a/b.md`"));
    assert!(
        made("engagements", "engagements/acme/x.md").starts_with("made `engagements/acme/x.md`")
    );
    assert!(made("engagements", "acme/x").starts_with("made `engagements/acme/x.md`"));
}

#[test]
fn the_schemas_hold_no_pattern_that_only_some_validators_can_read() {
    let studio = studio("- tone: warm\n");
    for kind in ["front-matter", "studio", "workflow"] {
        let schema = studio.run(&format!("schema {kind}")).out();
        assert!(schema.contains("\"pattern\""), "{kind}");
        assert!(!schema.contains("\\\\p{"), "{kind}: {schema}");
    }
    let schema = studio.run("schema studio").out();
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    let people = |handle: &str| serde_json::json!({"people": {handle: {"name": "Somebody"}}});
    for handle in ["maya", "@maya", "o.brien", "x-1", "李雷", "zoë_2"] {
        assert!(schema.is_valid(&people(handle)), "{handle}");
    }
    for handle in ["", "ma ya", "a/b", "a@b", "a,b", "\"a\""] {
        assert!(!schema.is_valid(&people(handle)), "{handle}");
    }
}
