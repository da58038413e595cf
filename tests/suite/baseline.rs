//! What was wrong on the day a studio began to look, written down once.

use crate::workshop::Studio;

const SETTINGS: &str = "\
studio: Northlight
workflow: small
people:
  maya: {name: Maya Lindqvist, email: maya@northlight.example}
";

const WORKFLOW: &str = "\
stages:
  lead: {needs: [{section: Situation}]}
  proposal: {needs: [{field: success}]}
  done: {kind: done}
";

const OLD: &str = "---\ntitle: Old\nstage: proposal\nowner: maya\n---\n\nSome words.\n";

fn studio() -> Studio {
    let mut studio = Studio::new()
        .file("orbit.yml", SETTINGS)
        .file("workflows/small.yml", WORKFLOW);
    for number in 0..9 {
        studio = studio.file(&format!("engagements/acme/old-{number}.md"), OLD);
    }
    studio.commit("as it was")
}

#[test]
fn what_is_known_is_not_shown_and_what_is_new_is() {
    let studio = studio();
    studio
        .run("check")
        .passes()
        .says("18 warnings in 9 engagements");
    studio
        .run("check --write-baseline known.json")
        .passes()
        .says("wrote 18 findings to `known.json`; `orbit check --baseline known.json` shows what is new");
    studio
        .run("check --baseline known.json")
        .passes()
        .says("9 engagements, nothing new; 18 known");
    let studio = studio.file("engagements/acme/new.md", OLD);
    studio
        .run("check --baseline known.json")
        .fails()
        .says("2 errors in 10 engagements; 18 known");
}

#[test]
fn text_above_a_known_finding_makes_it_no_other() {
    let studio = studio();
    studio.run("check --write-baseline known.json").passes();
    let studio = studio.file(
        "engagements/acme/old-3.md",
        OLD.replace("title: Old", "title: Old\nvalue: 3\nsource: a fair"),
    );
    studio
        .run("check --baseline known.json")
        .passes()
        .says("nothing new");
}

#[test]
fn a_move_of_a_known_file_is_held_to_everything() {
    let studio = studio()
        .then("rm --quiet engagements/acme/old-1.md")
        .file(
            "engagements/acme/stands.md",
            OLD.replace("proposal", "lead"),
        )
        .commit("one that stands in lead");
    studio.run("check --write-baseline known.json").passes();
    let studio = studio
        .file("engagements/acme/stands.md", OLD)
        .then("add --all");
    studio
        .run("check --staged --baseline known.json")
        .fails()
        .says("`proposal` needs the field `success`")
        .says("`proposal` needs the section `Situation`");
}

#[test]
fn a_file_that_is_no_baseline_is_named() {
    let studio = studio().file("known.json", "[]");
    studio
        .run("check --baseline known.json")
        .cannot()
        .says("`known.json` is no baseline")
        .says("orbit check --write-baseline known.json");
    studio
        .run("check --baseline gone.json")
        .cannot()
        .says("the baseline `gone.json` cannot be read");
}
