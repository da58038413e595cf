//! What is to be done now, and where everything stands: `orbit next` and `orbit status`.

use serde_json::Value;
use snapbox::{assert_data_eq, str};

use crate::workshop::Studio;

const ORBIT_YML: &str = "studio: Northlight
workflow: work
people:
  maya: {name: Maya Lindqvist, email: maya@northlight.example, role: lead}
  tom: {name: Tom Abara, email: [tom@northlight.example, tom@home.example], role: delivery}
";

const WORK: &str = "title: Work
fields:
  owner: {type: person}
stages:
  lead: {title: Lead, purpose: Find out what they want.}
  scope:
    title: Scope
    stale: 30 days
    needs:
      - field: success
        because: Nobody can finish what nobody defined.
    shows: [success, promises]
  delivery:
    title: Delivery
    needs: [{section: Steps}]
  done: {title: Done, kind: done}
  dormant: {title: Dormant, kind: waiting, needs: [{field: wake}]}
handoffs:
  scope -> delivery: {ask: [What is owed?], accept: required}
";

const REBRAND: &str = "---
title: Autumn fair rebrand
stage: delivery
owner: tom
success: They are recognised.
---

## Log

### 2026-05-20 Call

- [ ] promise: two logo directions (@tom, to Jane Okafor, due 2026-05-29) ^p1
- [ ] promise: the logo files (by Jane Okafor, due 2026-05-30) ^p2
- [ ] question: who signs off the Spanish copy? (@maya) ^q1

### 2026-05-28 Handoff: scope to delivery

- from: @maya
- to: @tom

#### What is owed?

Two directions.
";

fn engagement(front: &str) -> String {
    format!("---\n{front}---\n\n## Log\n\n### 2026-05-25 Call\n\nThey called.\n")
}

fn studio() -> Studio {
    Studio::new()
        .file("orbit.yml", ORBIT_YML)
        .file("workflows/work.yml", WORK)
        .file("engagements/acme/rebrand.md", REBRAND)
        .file(
            "engagements/acme/audit.md",
            engagement("title: Audit\nstage: lead\nowner: maya\nsuccess: A list.\n"),
        )
        .file(
            "engagements/tidal/booking.md",
            engagement("title: Booking\nstage: lead\n"),
        )
        .file(
            "engagements/tidal/old.md",
            engagement("title: Old\nstage: dormant\nowner: maya\nwake: 2026-05-30\n"),
        )
        .commit("where we are")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// The kinds and engagements of what waits, in order.
fn kinds(text: &str) -> Vec<String> {
    let items = json(text);
    let items = items["items"].as_array().expect("items");
    items
        .iter()
        .map(|item| format!("{} {}", item["kind"], item["engagement"]).replace('"', ""))
        .collect()
}

#[test]
fn what_waits_for_you_is_told_with_what_to_type() {
    let told = studio()
        .by("Tom Abara", "tom@home.example")
        .run("next --for me")
        .passes();
    assert_data_eq!(
        told.stdout,
        str![[r#"
6 things wait for @tom, 3 late

first
  acme/rebrand  the handoff from scope to delivery is not accepted, and nothing goes on until it is
      for 4 days, since 2026-05-28, @tom
      orbit accept acme/rebrand

late
  acme/rebrand  promise to Jane Okafor: two logo directions
      3 days overdue, since 2026-05-20, @tom
      orbit settle acme/rebrand ^p1 --kept
  acme/rebrand  Jane Okafor owes us: the logo files
      2 days overdue, since 2026-05-20, @tom
      orbit settle acme/rebrand ^p2 --kept

now
  tidal/booking  nobody owns it
      for 147 days, since 2026-01-05, nobody's yet
      orbit advance tidal/booking lead --to HANDLE

then
  acme/rebrand  `done` needs `Steps`
      for 147 days, since 2026-01-05, @tom
      orbit advance acme/rebrand done
  tidal/booking  `scope` needs `success`
      for 147 days, since 2026-01-05, nobody's yet
      orbit advance tidal/booking scope

"#]]
    );
}

#[test]
fn a_handoff_is_first_for_its_receiver_and_for_nobody_else() {
    let studio = studio();
    let tom = kinds(&studio.run("next --for @Tom --format json").passes().stdout);
    assert_eq!(
        tom.first().map(String::as_str),
        Some("handoff acme/rebrand")
    );
    let maya = kinds(&studio.run("next --for maya --format json").passes().stdout);
    assert!(
        !maya.iter().any(|kind| kind.starts_with("handoff")),
        "{maya:?}"
    );
}

#[test]
fn what_nobody_owns_waits_for_everybody() {
    let studio = studio();
    for handle in ["maya", "tom"] {
        let told = kinds(
            &studio
                .run(&format!("next --for {handle} --format json"))
                .stdout,
        );
        assert!(
            told.contains(&"unowned tidal/booking".to_owned()),
            "{told:?}"
        );
    }
}

#[test]
fn over_the_studio_what_is_late_comes_first() {
    // Whoever asks: the one person is whom `--for` names.
    let told = studio().run("next --format json").passes();
    let all = studio().run("next --all --format json").passes();
    assert_eq!(told.stdout, all.stdout);
    assert_eq!(
        kinds(&told.stdout),
        [
            "handoff acme/rebrand",
            "promise acme/rebrand",
            "promise acme/rebrand",
            "wake tidal/old",
            "unowned tidal/booking",
            "ready acme/audit",
            "needs acme/rebrand",
            "needs tidal/booking",
            "question acme/rebrand",
        ]
    );
    let told = json(&told.stdout);
    assert_eq!(
        (&told["day"], &told["for"]),
        (&"2026-06-01".into(), &Value::Null)
    );
    let promise = &told["items"][1];
    assert_eq!(promise["due"], "2026-05-29");
    assert_eq!(promise["since"], "2026-05-20");
    assert_eq!(promise["late"], true);
    assert_eq!(promise["mark"], "p1");
    assert_eq!(promise["waits_for"][0], "@tom");
    assert_eq!(promise["command"], "orbit settle acme/rebrand ^p1 --kept");
    assert_eq!(promise["line"], 12);
    assert_eq!(told["items"][7]["needs"][0], "success");
}

#[test]
fn somebody_whom_the_studio_does_not_know_is_told_so_and_sees_everything() {
    let studio = studio().by("Ann Other", "ann@elsewhere.example");
    let told = studio.run("next --format json").passes();
    assert_eq!(kinds(&told.stdout).len(), 9);
    studio
        .run("next --for me")
        .cannot()
        .says("git says you are Ann Other <ann@elsewhere.example>, whom `orbit.yml` does not name");
    studio
        .run("next --for mya")
        .cannot()
        .says("`orbit.yml` names nobody `mya`")
        .says("did you mean `maya`?");
}

#[test]
fn the_mailmap_says_who_somebody_is() {
    let studio = studio()
        .by("tabara", "tabara@laptop.local")
        .file(
            ".mailmap",
            "Tom Abara <tom@northlight.example> <tabara@laptop.local>\n",
        )
        .commit("a mailmap");
    let told = json(&studio.run("next --for me --format json").passes().stdout);
    assert_eq!(told["for"], "tom");
}

#[test]
fn the_list_is_made_anew_each_time() {
    let studio = studio();
    let before = kinds(&studio.run("next --for tom --format json").stdout);
    let accepted = REBRAND.replace("- to: @tom\n", "- to: @tom\n- accepted: 2026-06-01\n");
    let studio = studio
        .by("Tom Abara", "tom@northlight.example")
        .file("engagements/acme/rebrand.md", accepted);
    let after = kinds(&studio.run("next --for tom --format json").stdout);
    assert!(before.contains(&"handoff acme/rebrand".to_owned()));
    assert!(!after.contains(&"handoff acme/rebrand".to_owned()));
}

#[test]
fn the_limit_says_how_many_more_there_are() {
    studio()
        .run("next --all --limit 2")
        .passes()
        .says("9 things wait in the studio, 4 late")
        .says("and 7 more: orbit next --limit 9");
    studio()
        .run("next --for tom --limit 2")
        .passes()
        .says("and 4 more: orbit next --for tom --limit 6");
}

#[test]
fn every_engagement_stands_below_its_stage() {
    let told = studio().run("status").passes();
    assert_data_eq!(
        told.stdout,
        str![[r#"
lead, 2
  acme/audit     @maya   for 147 days, waits for somebody to move it to `scope`; nothing is missing
  tidal/booking  nobody  for 147 days, waits for `success` for `scope`

delivery, 1
  acme/rebrand  @tom  for 147 days, waits for @tom to accept the handoff, 1 promise open, 1 overdue

dormant, 1
  tidal/old  @maya  for 147 days, waits for 2026-05-30, when it wakes

"#]]
    );
}

#[test]
fn one_engagement_shows_its_stages_surface() {
    let told = studio().run("status rebrand").passes();
    assert_data_eq!(
        told.stdout,
        str![[r#"
acme/rebrand  Autumn fair rebrand
delivery, since 2026-01-05, for 147 days, owned by @tom
engagements/acme/rebrand.md

promised by us
  3 days overdue: two logo directions  @tom to Jane Okafor, 2026-05-29, ^p1

owed to us
  2 days overdue: the logo files  Jane Okafor, 2026-05-30, ^p2

open questions
  who signs off the Spanish copy?  @maya, 2026-05-20, ^q1

for done, Done
  there    field `success`
  missing  `delivery` needs the section `Steps`

to do
  acme/rebrand  the handoff from scope to delivery is not accepted, and nothing goes on until it is
      for 4 days, since 2026-05-28, @tom
      orbit accept acme/rebrand
  acme/rebrand  promise to Jane Okafor: two logo directions
      3 days overdue, since 2026-05-20, @tom
      orbit settle acme/rebrand ^p1 --kept
  acme/rebrand  Jane Okafor owes us: the logo files
      2 days overdue, since 2026-05-20, @tom
      orbit settle acme/rebrand ^p2 --kept
  acme/rebrand  `done` needs `Steps`
      for 147 days, since 2026-01-05, @tom
      orbit advance acme/rebrand done
  acme/rebrand  question: who signs off the Spanish copy?
      for 12 days, since 2026-05-20, @maya
      orbit settle acme/rebrand ^q1 --answer '…'

"#]]
    );
}

#[test]
fn the_standing_is_there_for_programs() {
    let told = json(
        &studio()
            .run("status acme/audit --format json")
            .passes()
            .stdout,
    );
    let audit = &told["engagements"][0];
    assert_eq!(audit["engagement"], "acme/audit");
    assert_eq!(audit["stage"], "lead");
    assert_eq!(audit["owner"], "maya");
    assert_eq!(audit["since"], "2026-01-05");
    assert_eq!(audit["next"]["stage"], "scope");
    assert_eq!(audit["next"]["ready"], true);
    assert_eq!(audit["next"]["needs"][0]["state"], "met");
    assert_eq!(
        audit["items"][0]["command"],
        "orbit advance acme/audit scope"
    );
}

#[test]
fn what_is_not_committed_stands_there_since_no_day() {
    let studio = studio().file(
        "engagements/acme/new.md",
        engagement("title: New\nstage: lead\nowner: tom\n"),
    );
    studio
        .run("status acme/new")
        .passes()
        .says("lead, not committed yet, owned by @tom");
    let studio = Studio::new()
        .file("orbit.yml", ORBIT_YML)
        .file("workflows/work.yml", WORK);
    studio
        .run("status")
        .passes()
        .says("there is no engagement yet");
    studio
        .run("next --for maya")
        .passes()
        .says("nothing waits for @maya");
}

#[test]
fn text_from_a_file_cannot_act_on_the_terminal() {
    let studio = studio().file(
        "engagements/acme/evil.md",
        engagement("title: \"a\\e[31mb\\nc\"\nstage: \"x\\e]0;y\"\nowner: \"\\e[2J\"\n"),
    );
    for words in [
        "status",
        "status acme/evil",
        "next --all",
        "promises",
        "decisions",
    ] {
        let told = studio.run(words).passes();
        assert!(!told.stdout.contains('\u{1b}'), "{words}: {}", told.stdout);
    }
}

#[test]
fn looked_at_from_a_day_before_the_first_commit_nothing_has_stood_for_less_than_no_day() {
    let studio = studio();
    let told = json(
        &studio
            .run("status acme/audit --now 2025-12-01 --format json")
            .passes()
            .stdout,
    );
    assert_eq!(told["engagements"][0]["days"], 0);
    let table = studio.run("status --now 2025-12-01").passes().stdout;
    assert!(!table.contains("for -"), "{table}");
}

#[test]
fn folders_that_are_no_clients_are_none() {
    let studio = studio()
        .file("orbit.yml", format!("{ORBIT_YML}clients: false\n"))
        .commit("folders are shelves");
    let told = json(&studio.run("status --format json").passes().stdout);
    for engagement in told["engagements"].as_array().expect("a list") {
        assert!(engagement["client"].is_null(), "{engagement}");
    }
    studio.run("build").passes();
    assert!(!studio.root().join("site/clients/acme.html").exists());
    let refused = studio.run("build --audience client:acme").cannot().stderr;
    assert!(refused.contains("there is no client `acme`"), "{refused}");
}
