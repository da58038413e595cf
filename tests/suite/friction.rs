//! Friction from outside: over real history, and over studios with friction planted among noise.

#[path = "../../benches/friction/planted.rs"]
mod planted;

use orbit::day::Day;
use orbit::friction::case::Studio as Studied;
use orbit::friction::report;
use planted::{Noise, Outcomes, Planted, SIZES, Size, TODAY, Whose, plants};
use serde_json::Value;

use crate::workshop::Studio;

const ORBIT_YML: &str = "studio: Northlight
workflow: w
people:
  maya: {name: Maya Lindqvist, email: maya@northlight.example, role: lead}
  tom: {name: Tom Abara, email: tom@northlight.example, role: delivery}
";

const WORKFLOW: &str = "stages:
  lead: {}
  research: {}
  proposal: {}
  scope: {needs: [{section: Scope}], standard: standards/scope.md}
  delivery: {}
  done: {kind: done}
";

fn file(stage: &str, scope: &str) -> String {
    format!("---\nstage: {stage}\nowner: maya\n---\n\n## Scope\n\n{scope}\n")
}

/// Four engagements of three clients, moved by two people; each comes back from scope once.
fn studio() -> Studio {
    let mut studio = Studio::new()
        .file("orbit.yml", ORBIT_YML)
        .file("workflows/w.yml", WORKFLOW)
        .commit("settings");
    for (at, id) in ["acme/a", "acme/b", "harbour/c", "kestrel/d"]
        .iter()
        .enumerate()
    {
        studio = if at % 2 == 0 {
            studio.by("Maya Lindqvist", "maya@northlight.example")
        } else {
            studio.by("Tom Abara", "tom@northlight.example")
        };
        let path = format!("engagements/{id}.md");
        let way = [
            ("lead", "One page."),
            ("research", "One page."),
            ("proposal", "One page."),
            ("scope", "One page."),
            ("proposal", "One page."),
            ("proposal", "Two pages and a map of the piers."),
            ("scope", "Two pages and a map of the piers."),
            ("delivery", "Two pages and a map of the piers."),
        ];
        for (stage, scope) in way {
            studio = studio.file(&path, file(stage, scope)).commit(stage);
        }
    }
    studio
}

fn json(studio: &Studio, words: &str) -> Value {
    let outcome = studio.run(words);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    serde_json::from_str(&outcome.stdout).expect("valid JSON")
}

#[test]
fn a_transition_that_keeps_coming_back_is_told_with_its_commits() {
    let studio = studio();
    let report = json(&studio, "friction --format json");
    let signal = &report["signals"][0];
    assert_eq!(signal["kind"], "bounce", "{report:#}");
    assert_eq!(signal["scope"], "system");
    assert_eq!(signal["where"]["from"], "proposal");
    assert_eq!(signal["where"]["to"], "scope");
    assert_eq!(signal["engagements"]["count"], 4);
    assert_eq!(signal["people"], serde_json::json!(["maya", "tom"]));
    assert_eq!(signal["mended"][0]["section"], "Scope");
    assert_eq!(signal["change"][0]["name"], "Scope");
    assert_eq!(signal["change"][0]["file"], "workflows/w.yml");
    let evidence = signal["evidence"].as_array().expect("commits");
    assert_eq!(evidence.len(), 8);
    let known = studio.git("log --format=%H");
    for commit in evidence {
        assert!(known.contains(commit.as_str().expect("an id")));
    }
    let row = report["transitions"]
        .as_array()
        .and_then(|rows| {
            rows.iter()
                .find(|row| row["from"] == "proposal" && row["to"] == "scope")
        })
        .expect("the transition");
    assert_eq!((&row["made"], &row["bounced"]), (&8.into(), &4.into()));
    let stage = &report["stages"][0];
    assert_eq!(stage["stage"], "lead");
    assert!(stage["median_days"].is_number() && stage["p90_days"].is_number());

    let human = studio.run("friction");
    assert!(
        human.stdout.contains("1. Proposal to Scope comes back")
            || human.stdout.contains("1. proposal to scope comes back"),
        "{}",
        human.stdout
    );
}

#[test]
fn history_is_cut_by_a_day_or_a_commit() {
    let studio = studio();
    let report = json(&studio, "friction --format json --since HEAD~16");
    let since = &report["signals"][0]["since"];
    assert_eq!(
        (&since["before"]["count"], &since["before"]["of"]),
        (&2.into(), &4.into())
    );
    assert_eq!(
        (&since["after"]["count"], &since["after"]["of"]),
        (&2.into(), &4.into())
    );
    assert_eq!(
        since["engagements"][0],
        serde_json::json!({"count": 2, "of": 2})
    );
    assert_eq!(since["turn"], "same");
    let report = json(&studio, "friction --format json --since 2026-05-01");
    assert_eq!(report["signals"][0]["since"]["after"]["of"], 0);
    assert_eq!(studio.run("friction --since 2026-02-30").status, 2);
    let unknown = studio.run("friction --since nowhere");
    assert_eq!(unknown.status, 2);
    assert!(
        unknown
            .stderr
            .contains("a day such as 2026-03-20, or a commit"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn the_same_history_makes_the_same_report() {
    let studio = studio();
    for words in ["friction", "friction --format json --since HEAD~9"] {
        let first = studio.run(words);
        assert_eq!(first.status, 0);
        for _ in 0..3 {
            assert_eq!(studio.run(words).stdout, first.stdout);
        }
    }
}

#[test]
fn what_is_remembered_need_not_be_read_again() {
    let studio = studio();
    let said = studio.run("friction --format json").stdout;
    // The first version of an engagement that has changed since: nobody can read it any more.
    let blob = studio.git("rev-parse HEAD~31:engagements/acme/a.md");
    let (folder, name) = blob.trim().split_at(2);
    let object = studio.root().join(format!(".git/objects/{folder}/{name}"));
    std::fs::remove_file(object).expect("an object removed");
    assert_eq!(studio.run("friction --format json").stdout, said);
    for entry in std::fs::read_dir(studio.root().join(".git/orbit")).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.to_string_lossy().contains("/accounts-") {
            std::fs::remove_file(path).expect("what was remembered");
        }
    }
    let outcome = studio.run("friction --format json");
    assert!(
        outcome.stderr.contains("engagements/acme/a.md")
            && outcome.stderr.contains("cannot be read"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_need_is_asked_for_only_since_the_workflow_has_it() {
    let later = "stages:\n  lead: {}\n  research: {needs: [{field: value}]}\n  proposal: {}\n  done: {kind: done}\n";
    let mut studio = Studio::new().file("orbit.yml", ORBIT_YML).file(
        "workflows/w.yml",
        "stages:\n  lead: {}\n  research: {}\n  proposal: {}\n  done: {kind: done}\n",
    );
    for id in ["a", "b"] {
        studio = studio.file(&format!("engagements/acme/{id}.md"), file("lead", "x"));
    }
    studio = studio.commit("begin");
    studio = studio
        .file("engagements/acme/a.md", file("research", "x"))
        .commit("before");
    studio = studio.file("workflows/w.yml", later).commit("a new need");
    studio = studio
        .file("engagements/acme/b.md", file("research", "x"))
        .commit("after");
    let report = json(&studio, "friction --format json");
    let research = &report["stages"][1];
    assert_eq!(research["stage"], "research");
    assert_eq!(research["needs"][0]["key"], "value");
    assert_eq!(research["needs"][0]["asked"], 1);
    assert_eq!(research["needs"][0]["unmet"], 1);
}

#[test]
fn a_need_counts_where_it_applies_and_not_before() {
    let mut studio = Studio::new().file("orbit.yml", ORBIT_YML).file(
        "workflows/w.yml",
        "stages:\n  lead: {}\n  research: {needs: [{field: value, when: 'owner == \"maya\" and stage == \"research\"'}]}\n  done: {kind: done}\n",
    );
    for owner in ["maya", "tom"] {
        let text = |stage: &str| format!("---\nstage: {stage}\nowner: {owner}\n---\n");
        let path = format!("engagements/acme/{owner}.md");
        studio = studio
            .file(&path, text("lead"))
            .commit("begin")
            .file(&path, text("research"))
            .commit("on");
    }
    let report = json(&studio, "friction --format json");
    let need = &report["stages"][1]["needs"][0];
    assert_eq!((&need["asked"], &need["unmet"]), (&1.into(), &1.into()));
}

#[test]
fn what_had_no_stage_at_first_is_asked_once_it_has_one() {
    let studio = Studio::new()
        .file("orbit.yml", ORBIT_YML)
        .file(
            "workflows/w.yml",
            "stages:\n  lead: {needs: [{field: value}]}\n  done: {kind: done}\n",
        )
        .file("engagements/acme/a.md", "Notes of a call.\n")
        .commit("notes")
        .file("engagements/acme/a.md", file("lead", "x"))
        .commit("begin");
    let report = json(&studio, "friction --format json");
    assert_eq!(report["stages"][0]["needs"][0]["asked"], 1, "{report:#}");
}

/// A studio whose stages ask for a source and a value, with these versions of an engagement committed on a branch and merged.
fn merged(versions: &[&str]) -> Studio {
    let mut studio = Studio::new()
        .file("orbit.yml", ORBIT_YML)
        .file(
            "workflows/w.yml",
            "stages:\n  lead: {needs: [{field: source}]}\n  research: {needs: [{field: value}]}\n  proposal: {}\n  done: {kind: done}\n",
        )
        .file("engagements/acme/other.md", file("proposal", "x"))
        .commit("settings")
        .then("checkout -q -b side");
    for version in versions {
        studio = studio
            .file("engagements/acme/a.md", version)
            .commit("a version");
    }
    studio
        .then("checkout -q main")
        .then("merge -q --no-ff -m merge side")
}

/// Of the needs of the first two stages: of how many engagements each was asked, and in how many it stayed unmet.
fn asked(studio: &Studio) -> [(u64, u64); 2] {
    let report = json(studio, "friction --format json");
    [0, 1].map(|stage| {
        let need = &report["stages"][stage]["needs"][0];
        let number = |member: &str| need[member].as_u64().unwrap_or_default();
        (number("asked"), number("unmet"))
    })
}

#[test]
fn what_a_merge_brings_was_asked_for_in_every_stage_on_the_way() {
    let through = merged(&["---\nstage: lead\n---\n", "---\nstage: research\n---\n"]);
    // The other one began behind both.
    assert_eq!(asked(&through), [(2, 2), (2, 2)]);
    let mended = merged(&[
        "---\nstage: lead\n---\n",
        "---\nstage: research\nvalue: EUR 4\n---\n",
        "---\nstage: research\nvalue: EUR 4\nsource: a call\n---\n",
    ]);
    assert_eq!(asked(&mended), [(2, 1), (2, 1)]);
}

#[test]
fn a_stage_that_a_branch_only_tried_asks_when_it_is_entered() {
    let studio = merged(&["---\nstage: lead\nsource: a call\n---\n"])
        .then("checkout -q -b tried")
        .file(
            "engagements/acme/a.md",
            "---\nstage: research\nsource: a call\n---\n",
        )
        .commit("tried")
        .file(
            "engagements/acme/a.md",
            "---\nstage: lead\nsource: a letter\n---\n",
        )
        .commit("and back")
        .then("checkout -q main")
        .then("merge -q --no-ff -m merge tried");
    assert_eq!(asked(&studio), [(2, 1), (1, 1)]);
    let entered = studio
        .file(
            "engagements/acme/a.md",
            "---\nstage: research\nvalue: EUR 4\n---\n",
        )
        .commit("entered");
    assert_eq!(asked(&entered), [(2, 1), (2, 1)]);
}

#[test]
fn a_studio_without_history_says_so() {
    let empty = Studio::new().file("orbit.yml", ORBIT_YML);
    assert_eq!(empty.run("friction").status, 2);
    let young = Studio::new()
        .file("orbit.yml", "studio: Northlight\n")
        .commit("settings");
    let outcome = young.run("friction");
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    assert!(
        outcome.stdout.contains("Nothing repeats"),
        "{}",
        outcome.stdout
    );
}

const ALL: Noise = Noise {
    busy: true,
    difficult_client: true,
    careless_person: true,
};

/// What the reports of so many studios say.
fn reports(size: Size, seeds: u64, planted: &[Planted], noise: Noise) -> Outcomes {
    let settings = planted::settings();
    let day = Day::parse(TODAY).expect("a day");
    let mut outcomes = Outcomes::default();
    for seed in 0..seeds {
        let accounts = planted::studio(seed, size, noise, planted, &settings);
        let report = report(&accounts, &settings, day, None);
        let studio = Studied {
            accounts: &accounts,
            settings: &settings,
            day,
        };
        outcomes.add(planted, noise, &studio, &report.signals);
    }
    outcomes
}

#[test]
fn planted_friction_is_found_and_noise_is_not() {
    let [_, small, medium, _] = SIZES;
    for (size, most) in [(small, 6), (medium, 9)] {
        let found = plants(0.6)
            .iter()
            .map(|plant| reports(size, 2, std::slice::from_ref(plant), ALL))
            .fold(Outcomes::default(), Outcomes::and);
        let name = size.name;
        assert!(
            found.found * 10 >= found.planted * most,
            "{name}: {found:?}"
        );
        assert!(
            found.repeated_found * 10 >= found.repeated * most,
            "{found:?}"
        );
        assert!(found.false_alarms * 4 <= found.studios, "{found:?}");
    }
    let none = reports(medium, 10, &[], ALL);
    assert!(none.false_alarms * 4 <= none.studios, "{none:?}");
    assert!(
        none.client_found * 2 >= none.studios && none.person_found * 2 >= none.studios,
        "{none:?}"
    );
    assert!(none.named_wrongly * 3 <= none.named, "{none:?}");
}

#[test]
fn what_one_client_or_one_person_alone_has_is_never_the_systems() {
    let [_, _, medium, _] = SIZES;
    let noise = Noise {
        difficult_client: false,
        careless_person: false,
        ..ALL
    };
    for whose in [Whose::Client("client1"), Whose::Person("person0")] {
        let theirs = plants(0.9)
            .into_iter()
            .map(|plant| reports(medium, 2, &[Planted { whose, ..plant }], noise))
            .fold(Outcomes::default(), Outcomes::and);
        assert!(theirs.called_system * 10 <= theirs.planted, "{theirs:?}");
    }
}
