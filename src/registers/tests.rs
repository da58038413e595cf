//! Tests.

use super::attention::About;
use super::*;
use crate::model::Settings;
use crate::repo::Memory;

fn settings() -> Settings {
    Settings::load(&Memory::new().file(
        "orbit.yml",
        "studio: Test\npeople:\n  maya: {name: Maya}\n  tom: {name: Tom}\n",
    ))
    .expect("settings")
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn read(stage: &str, log: &str) -> Engagement {
    Engagement::read(
        "engagements/acme/rebrand.md",
        format!("---\nstage: {stage}\nowner: maya\nwake: 2026-03-22\n---\n\n## Log\n\n### 2026-03-01 Call\n\n{log}").as_bytes(),
        &settings(),
    )
    .expect("an engagement")
}

fn waiting(engagement: &Engagement, today: &str) -> Vec<(String, bool, i64)> {
    attention::of(
        engagement,
        &settings(),
        &|key| key == "success",
        None,
        day(today),
    )
    .into_iter()
    .map(|item| {
        let about = match item.about {
            About::File(_) => "file",
            About::Stage(_) => "stage",
            About::Handoff(_) => "handoff",
            About::Promise(_) => "promise",
            About::Question(_) => "question",
            About::Decision(_) => "decision",
            About::Waiver(_) => "waiver",
            About::Due => "due",
            About::Wake => "wake",
            About::Quiet => "quiet",
        };
        (about.to_owned(), item.late, item.urgency)
    })
    .collect()
}

#[test]
fn open_promises_come_first_by_their_day() {
    let engagement = read(
        "scope",
        "- [x] promise: a (@maya, due 2026-03-02)\n- [ ] promise: b (@maya)\n- [ ] promise: c (@maya, due 2026-03-09)\n- [ ] promise: d (by Jane, due 2026-03-05)\n",
    );
    let promises = promises(&engagement, day("2026-03-07"));
    let told: Vec<(&str, bool, bool)> = promises
        .iter()
        .map(|owed| (owed.placed.mark.text.as_str(), owed.late, owed.to_us))
        .collect();
    assert_eq!(
        told,
        [
            ("d", true, true),
            ("c", false, false),
            ("b", false, false),
            ("a", false, false)
        ]
    );
}

#[test]
fn a_superseded_decision_is_not_in_force() {
    let engagement = read(
        "scope",
        "- decision: one (@maya) ^d1\n- decision: two (@maya, supersedes ^d1) ^d2\n",
    );
    let told: Vec<(String, bool)> = decisions(&engagement)
        .iter()
        .map(|ruling| (ruling.placed.mark.text.clone(), ruling.in_force()))
        .collect();
    assert_eq!(told, [("two".to_owned(), true), ("one".to_owned(), false)]);
}

#[test]
fn what_is_late_comes_before_what_is_near() {
    let engagement = read(
        "scope",
        "- [ ] promise: late (@maya, due 2026-03-02)\n- [ ] promise: near (@maya, due 2026-03-09)\n- [ ] promise: far (@maya, due 2026-05-09)\n- decision: x (@maya, review 2026-03-06)\n",
    );
    assert_eq!(
        waiting(&engagement, "2026-03-07"),
        [
            ("promise".to_owned(), true, -5),
            ("decision".to_owned(), true, -1),
            ("promise".to_owned(), false, 2)
        ]
    );
}

#[test]
fn an_engagement_gone_quiet_and_one_to_wake_are_told() {
    assert_eq!(
        waiting(&read("scope", "x\n"), "2026-04-30"),
        [("quiet".to_owned(), true, -39)]
    );
    assert_eq!(
        waiting(&read("dormant", "x\n"), "2026-03-20"),
        [("wake".to_owned(), false, 2)]
    );
    assert_eq!(
        waiting(&read("nowhere", "x\n"), "2026-03-20"),
        [("stage".to_owned(), false, 0)]
    );
}

#[test]
fn a_waiver_is_a_debt_while_its_need_does_not_hold() {
    let engagement = read(
        "scope",
        "- waiver: success (@maya, because x, until 2026-03-05)\n- waiver: value (@maya, because x, until 2026-03-05)\n",
    );
    assert_eq!(
        waiting(&engagement, "2026-03-07"),
        [("waiver".to_owned(), true, -2)]
    );
}

#[test]
fn a_handoff_waits_until_it_is_accepted() {
    let handoff = "\n### 2026-03-02 Handoff: scope to delivery\n\n- from: @maya\n- to: @tom\n";
    assert_eq!(
        waiting(&read("delivery", handoff), "2026-03-10"),
        [("handoff".to_owned(), true, -8)]
    );
    let accepted = format!("{handoff}- accepted: 2026-03-03\n");
    assert!(waiting(&read("delivery", &accepted), "2026-03-10").is_empty());
}
