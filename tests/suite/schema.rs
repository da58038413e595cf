//! `orbit schema`: what Orbit accepts passes, what it refuses does not, and a studio's own words are in it.

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use orbit::text::yaml::{self, Node, NodeKind};
use serde_json::{Value, json};

use crate::harness::Studio;

/// What a reader of YAML and JSON makes of a node.
fn value(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Null => Value::Null,
        NodeKind::Sequence(nodes) => nodes.iter().map(value).collect(),
        NodeKind::Mapping(pairs) => pairs
            .iter()
            .map(|pair| (pair.key.clone(), value(&pair.value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        NodeKind::Scalar { text, .. } => {
            if let Some(truth) = node.as_bool() {
                return json!(truth);
            }
            match node.as_number() {
                Some(number) if number.fract() == 0.0 => json!(number as i64),
                Some(number) => json!(number),
                None => json!(text),
            }
        }
    }
}

fn read(text: &str) -> Value {
    let parsed = yaml::parse(text, 0);
    assert_eq!(parsed.problems, [], "{text}");
    value(&parsed.root)
}

/// A schema as the program prints it.
fn printed(studio: &Studio, line: &str) -> Validator {
    let run = studio.run(line);
    assert!(run.passed(), "{}", run.all());
    let schema: Value = serde_json::from_str(&run.out()).expect("JSON");
    for member in ["$schema", "$id", "title", "description"] {
        assert!(schema[member].is_string(), "`{line}` has no {member}");
    }
    jsonschema::meta::validate(&schema).expect("a schema");
    jsonschema::draft202012::new(&schema).expect("a schema that can be used")
}

fn of_project(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(path).expect("a file of the project")
}

#[track_caller]
fn passes(schema: &Validator, text: &str) {
    let wrong: Vec<String> = schema
        .iter_errors(&read(text))
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}\n{text}");
}

#[track_caller]
fn is_refused(schema: &Validator, text: &str) {
    assert!(!schema.is_valid(&read(text)), "accepted:\n{text}");
}

/// Whether Orbit itself takes these settings.
fn orbit_takes(settings: &str, workflow: &str) -> bool {
    let studio = Studio::new();
    studio.file("orbit.yml", settings);
    if !workflow.is_empty() {
        studio.file("workflows/own.yml", workflow);
    }
    !studio.run("check").failed()
}

#[test]
fn every_workflow_of_the_project_passes() {
    let schema = printed(&Studio::folder(), "schema workflow");
    for path in [
        "templates/studio/workflows/service.yml",
        "templates/studio/workflows/product.yml",
        "templates/studio/workflows/retainer.yml",
        "tests/corpora/eips/workflows/eip.yml",
        "tests/corpora/backlog-md/workflows/task.yml",
        "tests/corpora/cardano-cips/workflows/proposal.yml",
    ] {
        passes(&schema, &of_project(path));
    }
}

#[test]
fn the_settings_of_every_studio_of_the_project_pass() {
    let schema = printed(&Studio::folder(), "schema studio");
    for path in [
        "orbit.yml",
        "tests/corpora/eips/orbit.yml",
        "tests/corpora/backlog-md/orbit.yml",
        "tests/corpora/cardano-cips/orbit.yml",
    ] {
        passes(&schema, &of_project(path));
    }
    let begun = Studio::new();
    assert!(begun.run("init").passed());
    passes(&schema, &begun.read("orbit.yml"));
}

#[test]
fn settings_that_orbit_takes_pass_and_others_do_not() {
    let schema = printed(&Studio::folder(), "schema studio");
    for text in [
        "",
        "studio: 2026\n",
        "studio: true\n",
        "people:\n",
        "people: {}\n",
        "people: {'@maya': {name: Maya}}\n",
        "people: {maya: }\n",
        "people: {inês: {email: [a@b.example, c@d.example]}}\n",
        "people: {maya: {email: }}\n",
        "checks: {stale: off, promise-overdue: error}\n",
        "checks: {stale: false}\n",
        "settings_by: lead\n",
        "settings_by: [lead, owner]\n",
        "site: {title: 7, repository: ''}\n",
        "site: {repository: https://git.example/a}\n",
        "site: {shared: {marks: [promise, decisions], pages: promises, people: true, fields: }}\n",
        "site: {audiences: {'client:acme': {title: Ours, sections: [Scope]}}}\n",
        "engagements: .\n",
        "engagements: [a/*.md, '!b/**']\n",
        "clients: false\n",
    ] {
        assert!(orbit_takes(text, ""), "{text}");
        passes(&schema, text);
    }
    for text in [
        "studoi: Northlight\n",
        "studio: [a]\n",
        "studio:\n",
        "people: [maya]\n",
        "people: {maya: {nmae: Maya}}\n",
        "people: {'ma ya': {name: Maya}}\n",
        "people: {maya: {name: }}\n",
        "checks: {stael: off}\n",
        "checks: {stale: fatal}\n",
        "checks: {stale: true}\n",
        "site: {titel: a}\n",
        "site: {repository: git.example}\n",
        "site: a\n",
        "site: {shared: {pages: [all]}}\n",
        "site: {shared: {mark: promise}}\n",
        "site: {audiences: {acme: {title: Ours}}}\n",
        "settings_by: {a: b}\n",
        "clients: none\n",
    ] {
        assert!(!orbit_takes(text, ""), "{text}");
        is_refused(&schema, text);
    }
}

#[test]
fn workflows_that_orbit_takes_pass_and_others_do_not() {
    let schema = printed(&Studio::folder(), "schema workflow");
    for text in [
        "extends: service\n",
        "extends: service\nstages:\n",
        "stages: {a: }\n",
        "stages: {a: {needs: }}\n",
        "stages: {a: {shared: true}, b: {shared: In the making}, c: {shared: false}}\n",
        "stages: {a: {stale: 14}, b: {stale: 2 weeks}}\n",
        "stages: {a: {next: b, back: any}, b: {back: [a], kind: done}}\n",
        "stages: {a: {needs: [{section: S, words: '40'}]}}\n",
        "stages: {a: {needs: [{field: f, of: [x, 2], type: choice, waivable: lead}]}}\n",
        "stages: {a: {needs: [{expr: title, message: say it, waivable: false, when: true}]}}\n",
        "stages: {a: {needs: [{promises: owned, key: p}, {questions: answered}, {decisions: resulted}]}}\n",
        "stages: {a: {}}\nfields: {f: date, g: {of: [x]}, h: {type: choice, of: x}}\n",
        "stages: {a: {}, b: {}}\nhandoffs: {a -> b: {ask: why?}, '* → b': , owner: {accept: optional}}\n",
        "stages: {new: {after: lead}}\nextends: service\nback: none\n",
    ] {
        assert!(orbit_takes("", text), "{text}");
        passes(&schema, text);
    }
    for text in [
        "title: Nothing\n",
        "stages: {}\n",
        "stages: {a: {}}\nstage: {b: {}}\n",
        "stages: {a: {purpos: x}}\n",
        "stages: {a: {kind: open}}\n",
        "stages: {a: {stale: soon}}\n",
        "stages: {a: {inherit: maybe}}\n",
        "stages: {a: {needs: {field: f}}}\n",
        "stages: {a: {needs: [owner]}}\n",
        "stages: {a: {needs: [{because: no}]}}\n",
        "stages: {a: {needs: [{field: f, words: 3}]}}\n",
        "stages: {a: {needs: [{section: s, matches: x}]}}\n",
        "stages: {a: {needs: [{promises: kept}]}}\n",
        "stages: {a: {needs: [{expr: title}]}}\n",
        "stages: {a: {}}\nfields: {f: dat}\n",
        "stages: {a: {}}\nfields: {f: {type: choice}}\n",
        "stages: {a: {}}\nfields: {f: }\n",
        "stages: {a: {}}\nhandoffs: {someday: {ask: why?}}\n",
        "stages: {a: {}}\nhandoffs: {back: {asks: why?}}\n",
        "stages: {a: {}}\nhandoffs: {back: {accept: yes}}\n",
    ] {
        assert!(!orbit_takes("", text), "{text}");
        is_refused(&schema, text);
    }
}

const SETTINGS: &str = "\
studio: Northlight
workflow: own
stage_field: status
people:
  maya: {name: Maya Lindqvist, role: lead}
  tom: {name: Tom Abara}
";

const WORKFLOW: &str = "\
fields: {source: {type: choice, of: [referral, inbound]}, due: date}
stages:
  open: {purpose: To be looked at.}
  Last Call: {needs: [{field: deadline, because: Until when.}]}
  closed: {kind: done}
";

#[test]
fn front_matter_has_the_stages_people_and_fields_of_the_studio() {
    let studio = Studio::new();
    studio
        .file("orbit.yml", SETTINGS)
        .file("workflows/own.yml", WORKFLOW);
    let schema = printed(&studio, "schema front-matter");
    for text in [
        "status: open\n",
        "status: Last Call\nowner: Tom\nteam: [maya, '@tom']\nsource: referral\ndue: 2026-03-20\n",
        "status: closed\nowner: Jane Okafor\nanything: [of, their, own]\n",
        "status: idea\nworkflow: product\n",
        "status: open\nsource:\ndue:\nowner:\n",
    ] {
        passes(&schema, text);
    }
    for text in [
        "title: nowhere\n",
        "status: lead\n",
        "status: idea\n",
        "status: open\nworkflow: product\n",
        "status: open\nowner: jane\n",
        "status: open\nteam: [maya, jane]\n",
        "status: open\nsource: friend\n",
        "status: open\ndue: soon\n",
        "status: open\nworkflow: nothing\n",
    ] {
        is_refused(&schema, text);
    }
    let text = studio.run("schema front-matter").out();
    assert!(text.contains("Until when."), "{text}");
    assert!(text.contains("**Open** To be looked at."), "{text}");
}

#[test]
fn outside_a_studio_front_matter_has_what_comes_with_orbit() {
    for folder in [Studio::folder(), Studio::new()] {
        let schema = printed(&folder, "schema front-matter");
        passes(
            &schema,
            "stage: proposal\nowner: anybody\nvalue: EUR 42,000\n",
        );
        is_refused(&schema, "stage: somewhere\n");
    }
}

#[test]
fn what_the_demo_holds_passes() {
    let folder = Studio::folder();
    assert!(
        folder
            .run("demo studio")
            .code()
            .is_some_and(|code| code < 2)
    );
    let front_matter = printed(&folder, "-C studio schema front-matter");
    let (workflow, studio) = (
        printed(&folder, "schema workflow"),
        printed(&folder, "schema studio"),
    );
    passes(&studio, &folder.read("studio/orbit.yml"));
    let mut seen = 0;
    let listed = folder.run_git("-C studio ls-files").out();
    for path in listed.lines() {
        let text = folder.read(&format!("studio/{path}"));
        if path.starts_with("workflows/") {
            passes(&workflow, &text);
        } else if path.starts_with("engagements/")
            && let Some(inside) = text
                .strip_prefix("---\n")
                .and_then(|rest| rest.split("\n---").next())
            && yaml::parse(inside, 0).problems.is_empty()
            && !path.ends_with("index.md")
        {
            passes(&front_matter, inside);
            seen += 1;
        }
    }
    assert!(seen > 5, "the demo has {seen} engagements");
}
