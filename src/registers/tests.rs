//! Tests.

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
