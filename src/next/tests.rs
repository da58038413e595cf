//! Tests.

use super::*;
use crate::check::Context;
use crate::check::context::NoPast;
use crate::day::Day;
use crate::model::{Engagement, Settings};
use crate::repo::Memory;

const WORKFLOW: &str = "\
title: Work
fields:
  owner: {type: person}
stages:
  lead: {title: Lead}
  scope:
    title: Scope
    stale: 21 days
    needs: [{field: success}]
  delivery:
    title: Delivery
    needs: [{section: Steps}]
  done: {title: Done, kind: done, inherit: false}
  dormant: {title: Dormant, kind: waiting, needs: [{field: wake}]}
handoffs:
  scope -> delivery: {ask: [What is owed?], accept: required}
  owner: {ask: [What is next?], accept: required}
";

fn tree() -> Memory {
    Memory::new()
        .file(
            "orbit.yml",
            "studio: Test\nworkflow: work\npeople:\n  maya: {name: Maya}\n  tom: {name: Tom}\n",
        )
        .file("workflows/work.yml", WORKFLOW)
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

struct Studio {
    settings: Settings,
    engagement: Engagement,
    today: Day,
    known: Known,
}

impl Studio {
    fn of(front: &str, log: &str, today: &str) -> Self {
        let settings = Settings::load(&tree()).expect("settings");
        let text = format!("---\n{front}---\n\n## Log\n\n### 2026-03-01 Call\n\n{log}");
        let engagement =
            Engagement::read("engagements/acme/rebrand.md", text.as_bytes(), &settings)
                .expect("an engagement");
        Self {
            settings,
            engagement,
            today: day(today),
            known: Known::default(),
        }
    }

    fn see<T>(&self, look: impl Fn(&Standing<'_>) -> T) -> T {
        let tree = tree();
        let context = Context::new(&self.settings, &tree, self.today, None, &NoPast);
        look(&Standing::of(
            &self.engagement,
            &self.settings,
            &context,
            self.known,
        ))
    }

    /// What waits: its kind, whether it is late, the days left, and for whom.
    fn told(&self) -> Vec<String> {
        self.see(|standing| {
            let items = standing.items.iter();
            items
                .map(|item| {
                    let late = if item.late { " late" } else { "" };
                    let who = item.waits_for().join(" ");
                    format!("{}{late} {} {who}", item.about.word(), item.urgency)
                        .trim_end()
                        .to_owned()
                })
                .collect()
        })
    }

    /// What waits, in words, with the command.
    fn lines(&self) -> Vec<String> {
        self.see(|standing| {
            let items = standing.items.iter();
            items
                .map(|item| {
                    let why = why(item, &self.engagement, self.today);
                    let command = command(item, &self.engagement, &self.settings);
                    format!("{why} | {command}")
                })
                .collect()
        })
    }
}

const SCOPE: &str = "stage: scope\nowner: maya\nsuccess: they say yes\n";
const NEEDS: &str = "needs 8 @maya";

#[test]
fn what_is_late_comes_before_what_is_near() {
    let studio = Studio::of(
        SCOPE,
        "- [ ] promise: late (@maya, due 2026-03-02)\n- [ ] promise: near (@tom, due 2026-03-09)\n- [ ] promise: far (@maya, due 2026-05-09)\n- decision: x (@maya, review 2026-03-06)\n",
        "2026-03-07",
    );
    assert_eq!(
        studio.told(),
        [
            "promise late -5 @maya",
            "decision late -1 @maya",
            "promise 2 @tom",
            NEEDS
        ]
    );
}

#[test]
fn a_promise_to_us_is_asked_for_by_the_owner_when_its_day_has_come() {
    let log = "- [ ] promise: the logo files (by Jane, due 2026-03-09)\n";
    assert_eq!(Studio::of(SCOPE, log, "2026-03-07").told(), [NEEDS]);
    let studio = Studio::of(SCOPE, log, "2026-03-10");
    assert_eq!(studio.told(), ["promise late -1 @maya", NEEDS]);
    assert!(studio.lines()[0].starts_with("Jane owes us: the logo files | "));
}

#[test]
fn an_engagement_gone_quiet_and_one_to_wake_are_told() {
    assert_eq!(
        Studio::of(SCOPE, "x\n", "2026-04-30").told(),
        ["quiet late -39 @maya", NEEDS]
    );
    let dormant = "stage: dormant\nowner: maya\nwake: 2026-03-22\n";
    assert_eq!(
        Studio::of(dormant, "x\n", "2026-03-20").told(),
        ["wake 2 @maya"]
    );
    assert_eq!(
        Studio::of(dormant, "x\n", "2026-03-25").told(),
        ["wake late -3 @maya"]
    );
    let nowhere = "stage: nowhere\nowner: maya\n";
    assert_eq!(
        Studio::of(nowhere, "x\n", "2026-03-20").told(),
        ["stage 0 @maya"]
    );
}

#[test]
fn what_wakes_goes_back_to_where_it_came_from() {
    let dormant = "stage: dormant\nowner: maya\nwake: 2026-03-22\n";
    let handoff = "\n### 2026-03-02 Handoff: scope to dormant\n\n- from: @maya\n- to: @maya\n";
    assert_eq!(
        Studio::of(dormant, handoff, "2026-03-22").lines(),
        ["it rested until now; look at it again | orbit advance acme/rebrand scope"]
    );
}

#[test]
fn a_waiver_is_a_debt_while_its_need_does_not_hold() {
    let log = "- waiver: success (@tom, because x, until 2026-03-05)\n- waiver: value (@maya, because x, until 2026-03-05)\n";
    let open = "stage: scope\nowner: maya\n";
    assert_eq!(
        Studio::of(open, log, "2026-03-07").told(),
        ["debt late -2 @tom", NEEDS]
    );
    assert_eq!(
        Studio::of(open, log, "2026-03-04").told(),
        ["debt 1 @tom", NEEDS]
    );
    assert_eq!(Studio::of(SCOPE, log, "2026-03-07").told(), [NEEDS]);
}

#[test]
fn of_several_waivers_the_longest_counts() {
    let log = "- waiver: success (@tom, because x, until 2026-03-05)\n- waiver: success (@tom, because y, until 2026-03-12)\n";
    let open = "stage: scope\nowner: maya\n";
    assert_eq!(
        Studio::of(open, log, "2026-03-07").told(),
        ["debt 5 @tom", NEEDS]
    );
}

#[test]
fn a_handoff_waits_for_its_receiver_until_it_is_accepted() {
    let front = "stage: delivery\nowner: maya\nsuccess: yes\n";
    let handoff = "\n### 2026-03-02 Handoff: scope to delivery\n\n- from: @maya\n- to: @tom\n";
    let studio = Studio::of(front, handoff, "2026-03-10");
    assert_eq!(studio.told()[0], "handoff late -8 @tom");
    assert!(studio.lines()[0].ends_with(" | orbit accept acme/rebrand"));
    let accepted = format!("{handoff}- accepted: 2026-03-03\n");
    let told = Studio::of(front, &accepted, "2026-03-10").told();
    assert!(
        !told.iter().any(|item| item.starts_with("handoff")),
        "{told:?}"
    );
    let owners =
        format!("{accepted}\n### 2026-03-05 Handoff: maya to tom\n\n- from: @maya\n- to: @tom\n");
    assert_eq!(
        Studio::of(front, &owners, "2026-03-06").told()[0],
        "handoff -1 @tom"
    );
}

#[test]
fn a_step_that_nobody_takes_is_told() {
    let ready = Studio::of(
        "stage: lead\nowner: maya\nsuccess: they say yes\n",
        "x\n",
        "2026-03-07",
    );
    assert_eq!(ready.told(), ["ready 3 @maya"]);
    assert_eq!(
        ready.lines(),
        [
            "everything that `scope` needs is there, and nobody has moved it | orbit advance acme/rebrand scope"
        ]
    );
    let mut settled = Studio::of(
        SCOPE,
        "- [x] promise: two logos (@maya, to Jane, due 2026-03-04, kept 2026-03-04) ^p1\n",
        "2026-03-07",
    );
    assert_eq!(settled.told(), [NEEDS]);
    settled.known.since = Some(day("2026-03-02"));
    assert_eq!(settled.told(), ["needs 7 @maya"]);
    assert!(
        settled.lines()[0]
            .starts_with("every promise is settled; to move on, `delivery` needs `Steps`")
    );
}

#[test]
fn what_nobody_owns_waits_for_everybody() {
    let studio = Studio::of("stage: scope\nsuccess: yes\n", "x\n", "2026-03-07");
    assert_eq!(studio.told(), ["unowned 0", "needs 8"]);
    studio.see(|standing| {
        assert!(
            standing
                .items
                .iter()
                .all(|item| is_for(item, "tom") && !is_named(item, "tom"))
        );
    });
}

#[test]
fn what_rests_without_a_day_is_told() {
    let studio = Studio::of("stage: dormant\nowner: maya\n", "x\n", "2026-03-07");
    assert_eq!(
        studio.lines(),
        ["`dormant` needs `wake` | orbit check engagements/acme/rebrand.md"]
    );
}

#[test]
fn questions_are_settled_by_their_ids() {
    let studio = Studio::of(
        SCOPE,
        "- [ ] question: who signs? (@tom) ^q1\n- [x] question: when? (@tom)\n  - answer: in May\n",
        "2026-03-07",
    );
    assert_eq!(studio.told(), [NEEDS, "question 16 @tom"]);
    assert_eq!(
        studio.lines()[1],
        "question: who signs? | orbit settle acme/rebrand ^q1 --answer '…'"
    );
    let old = Studio::of(
        SCOPE,
        "- [ ] question: who signs? (@tom) ^q1\n",
        "2026-03-17",
    );
    assert_eq!(old.told(), ["question 7 @tom", NEEDS]);
}

#[test]
fn one_person_sees_a_handoff_first() {
    let studio = Studio::of(
        "stage: delivery\nowner: tom\nsuccess: yes\n",
        "- [ ] promise: late (@tom, due 2026-02-02)\n\n### 2026-03-06 Handoff: scope to delivery\n\n- from: @maya\n- to: @tom\n",
        "2026-03-07",
    );
    assert_eq!(studio.told()[0], "promise late -33 @tom");
    studio.see(|standing| {
        let mut items: Vec<&Item<'_>> = standing.items.iter().collect();
        items.sort_by_key(|item| order_for_one(item));
        assert_eq!(items[0].about.word(), "handoff");
    });
}
