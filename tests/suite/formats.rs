//! Reports for other programs, held to the schemas that others published for them. JUnit's are XML's own: see `tests/formats/run`.

use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::Value;

use crate::harness::Studio;

const SARIF: &str = include_str!("schemas/sarif-2.1.0.json");

fn schema() -> &'static Validator {
    static SCHEMA: OnceLock<Validator> = OnceLock::new();
    SCHEMA.get_or_init(|| {
        // As published, the pattern of a language has a bracket too many, which a strict validator refuses.
        let mended = SARIF.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
        let schema = serde_json::from_str(&mended).expect("the schema of SARIF");
        jsonschema::validator_for(&schema).expect("a schema")
    })
}

/// Holds a log to the schema of SARIF 2.1.0; how many results it has.
#[track_caller]
pub fn is_sarif(text: &str) -> usize {
    let log: Value = serde_json::from_str(text).expect("JSON");
    let errors: Vec<String> = schema()
        .iter_errors(&log)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, [""; 0], "{text}");
    log["runs"][0]["results"].as_array().map_or(0, Vec::len)
}

#[test]
fn a_log_that_is_no_sarif_is_told() {
    let valid = |text: &str| schema().is_valid(&serde_json::from_str(text).expect("JSON"));
    assert!(valid(r#"{"version": "2.1.0", "runs": []}"#));
    assert!(!valid(r#"{"version": "2.1.0", "runs": [{"results": []}]}"#));
}

#[test]
fn odd_names_and_bytes_make_no_odd_sarif() {
    let studio = Studio::new();
    studio.file("orbit.yml", "studio: Example\n");
    assert_eq!(is_sarif(&studio.run("check --format sarif").out()), 0);
    studio
        .file(
            "engagements/ä %20 <b>/c\n\"d\".md",
            "---\nstage: nöwhere\ntitle: \"\\a\u{7f}\"\n---\n",
        )
        .bytes(
            "engagements/ä %20 <b>/e.md",
            b"---\ntitle: \xe9\nstage: lead\n---\n",
        )
        .file("engagements/empty.md", "");
    assert!(is_sarif(&studio.run("check --format sarif").out()) > 2);
    studio.git("add .").git("commit -qm all");
    assert!(is_sarif(&studio.run("check --range HEAD --format sarif").out()) > 2);
}

#[test]
fn quietly_only_errors_are_told_each_with_its_line_whatever_else_its_file_holds() {
    let studio = Studio::new();
    studio
        .file(
            "orbit.yml",
            "studio: Example\nworkflow: small\npeople: {ana: {name: Ana, email: ana@studio.example}}\n",
        )
        .file("workflows/small.yml", "stages: {lead: {}, done: {kind: done}}\n");
    let late = "- [ ] promise: two logos (@ana, due 2026-01-10) ^p1";
    let log = format!("## Log\n\n### 2026-01-05 Call\n\n{late}\n");
    studio.file(
        "engagements/acme/fair.md",
        &format!("---\ntitle: Fair\nstage: lead\n---\n\n{log}- [ ] promise: a stand (@zoe, due 2026-12-10) ^p1\n"),
    );
    let quiet = studio.run("check -q --now 2026-03-01");
    assert_eq!(quiet.code(), Some(1));
    assert!(!quiet.out().contains("promise-overdue"), "{quiet:?}");
    assert!(quiet.out().contains("id-duplicate"), "{quiet:?}");
    assert!(quiet.out().contains("promise: a stand"), "{quiet:?}");
    assert!(
        studio
            .run("check --now 2026-03-01")
            .out()
            .contains("promise-overdue")
    );
}
