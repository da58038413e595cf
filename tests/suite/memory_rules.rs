//! Memory: what may not vanish from an engagement, and all the honest work that is no erasure. In memory first, then with real git.

use orbit::check::context::{Context, NoPast};
use orbit::check::judge;
use orbit::day::Day;
use orbit::model::{Change, Commit, Engagement, Passage, Settings};
use orbit::repo::{Memory, Tree};
use proptest::prelude::*;

const PATH: &str = "engagements/acme/rebrand.md";
const OTHER: &str = "engagements/acme/stand.md";
const ORBIT_YML: &str = "\
studio: Example
workflow: small
people:
  maya: {name: Maya Lindqvist, email: maya@example.org, role: lead}
  tom: {name: Tom Abara, email: tom@example.org, role: delivery}
checks: {promise-undated: off, promise-unowned: off, promise-overdue: off, entry-undated: off, mark-malformed: off, link-broken: off}
";
const STAGES: &str = "\
title: Small
stages:
  lead: {}
  done: {kind: done}
  lost: {kind: lost}
";

fn page(log: &str) -> String {
    staged("lead", log)
}

fn staged(stage: &str, log: &str) -> String {
    format!("---\ntitle: Rebrand\nstage: {stage}\n---\n\nJane rang.\n\n## Log\n\n{log}")
}

fn entry(text: &str) -> String {
    page(&format!("### 2026-02-11 Call with Jane Okafor\n\n{text}\n"))
}

/// The findings of a commit that turns these files into those, as lines.
fn judged(before: &[(&str, String)], after: &[(&str, String)]) -> Vec<String> {
    let studio = Memory::new()
        .file("orbit.yml", ORBIT_YML)
        .file("workflows/small.yml", STAGES);
    let settings = Settings::load(&studio).expect("settings");
    let read = |files: &[(&str, String)]| -> Vec<Engagement> {
        files
            .iter()
            .map(|(path, text)| {
                Engagement::read(path, text.as_bytes(), &settings).expect("an engagement")
            })
            .collect()
    };
    let (then, now) = (read(before), read(after));
    let changes = now
        .iter()
        .map(|after| Change {
            after,
            before: then
                .iter()
                .filter(|before| before.path == after.path)
                .collect(),
            touched: true,
        })
        .collect();
    let mut commit = Commit::of(changes);
    let gone = then
        .iter()
        .filter(|before| now.iter().all(|after| after.path != before.path));
    commit.passages.extend(gone.map(|before| Passage {
        before,
        after: None,
        settings: None,
        merged: Vec::new(),
    }));
    let tree: &dyn Tree = &studio;
    let day = Day::parse("2026-03-20").expect("a day");
    judge(&commit, &Context::new(&settings, tree, day, None, &NoPast))
        .into_iter()
        .map(|finding| format!("{} {}: {}", finding.severity, finding.code, finding.message))
        .collect()
}

/// The findings of an entry's text turned into another.
fn turned(before: &str, after: &str) -> Vec<String> {
    judged(&[(PATH, entry(before))], &[(PATH, entry(after))])
}

#[track_caller]
fn passes(found: Vec<String>) {
    assert_eq!(found, [""; 0]);
}

#[track_caller]
fn is_refused(found: Vec<String>, code: &str) {
    let wanted = format!("error {code}: ");
    assert!(
        found.iter().any(|line| line.starts_with(&wanted)),
        "{code} in {found:#?}"
    );
    assert_eq!(found.len(), 1, "{found:#?}");
}

const PROMISE: &str =
    "- [ ] promise: two logo directions, not one (@tom, to Jane Okafor, due 2026-04-20) ^p7k";

#[test]
fn a_promise_leaves_by_its_outcome() {
    for after in [
        "- [x] promise: two logo directions, not one (@tom, to Jane Okafor, due 2026-04-20) ^p7k",
        "- [x] promise: two logo directions, not one (@tom, to Jane Okafor, due 2026-04-20, released 2026-03-20) ^p7k\n  - because: she asked us to",
        "- [x] promise: two logo directions, not one (@tom, to Jane Okafor, broken 2026-03-20) ^p7k\n  - because: the printer failed",
        "- [x] promise: two logo directions, not one (@tom, to Jane Okafor, due 2026-04-20, replaced ^q2m) ^p7k\n  - because: it is late\n- [ ] promise: two logo directions, not one (@tom, to Jane Okafor, due 2026-05-20) ^q2m",
    ] {
        passes(turned(PROMISE, after));
    }
    is_refused(turned(PROMISE, "Nothing was said."), "promise-removed");
    is_refused(
        turned(PROMISE, &format!("<!--\n{PROMISE}\n-->")),
        "promise-removed",
    );
    is_refused(turned(PROMISE, &format!("> {PROMISE}")), "promise-removed");
    is_refused(
        turned(PROMISE, &format!("```\n{PROMISE}\n```")),
        "promise-removed",
    );
    is_refused(
        turned(
            PROMISE,
            &PROMISE
                .replace("[ ]", "[x]")
                .replace("^p7k", "")
                .replace("due 2026-04-20", "replaced ^p7k"),
        ),
        "promise-removed",
    );
}

#[test]
fn a_promise_says_what_it_said() {
    let with = |from: &str, to: &str| turned(PROMISE, &PROMISE.replace(from, to));
    for (from, to) in [
        ("directions", "directons"),
        ("logo", "**logo**"),
        ("- [ ]", "* [ ]"),
        ("^p7k", ""),
        ("^p7k", "^q2m"),
        ("@tom", "@maya"),
        ("@tom, ", ""),
        ("due 2026-04-20", "due 2026-04-02"),
        ("two logo", "two new logo"),
        (
            PROMISE,
            "- [ ] promise: two logo directions, not one ^p7k\n  - by: @tom\n  - to: Jane Okafor\n  - due: 2026-04-20",
        ),
    ] {
        passes(with(from, to));
    }
    for (from, to) in [
        (
            "two logo directions, not one",
            "one logo direction, not two",
        ),
        ("two logo", "three logo"),
        ("not one", "one"),
        (
            "[ ] promise: two logo directions, not one",
            "[x] promise: one logo direction",
        ),
        ("to Jane Okafor", "to Martin Hale"),
        (", to Jane Okafor", ""),
        ("@tom", "by Jane Okafor"),
        (", due 2026-04-20", ""),
        ("promise", "question"),
    ] {
        is_refused(with(from, to), "promise-removed");
    }
    assert_eq!(
        with("2026-04-20", "2026-05-20"),
        [
            "warning promise-removed: the promise “two logo directions, not one” is put off in place, from 2026-04-20 to 2026-05-20"
        ]
    );
}

#[test]
fn of_two_promises_that_say_the_same_both_stay() {
    let two = "- [ ] promise: send the invoice (@tom, to Jane)\n- [ ] promise: send the invoice (@tom, to Martin)";
    is_refused(
        turned(two, "- [ ] promise: send the invoice (@tom, to Jane)"),
        "promise-removed",
    );
    is_refused(
        turned(two, "- [ ] promise: send the invoice (@tom, to Martin)"),
        "promise-removed",
    );
    passes(turned(
        two,
        "- [ ] promise: send the invoice (@tom, to Martin)\n- [ ] promise: send the invoice (@tom, to Jane)",
    ));
}

const DECISION: &str = "- decision: fixed price, not time and materials (@maya, topic price, review 2026-05-01) ^d4h\n  - because: the CFO needs one number before the March board";

#[test]
fn a_decision_is_superseded_and_not_written_over() {
    let with = |from: &str, to: &str| turned(DECISION, &DECISION.replace(from, to));
    for (from, to) in [
        ("materials", "materails"),
        (" ^d4h", ""),
        ("review 2026-05-01", "review 2026-06-01"),
        (
            "(@maya, topic price,",
            "(@maya, @tom, topic price, result it held,",
        ),
        (
            "topic price, review 2026-05-01",
            "topic price, result it held",
        ),
        (
            "March board",
            "March board; he said so twice, and not only to us",
        ),
        (
            "\n  - because: the CFO needs one number before the March board",
            "\n  - because: the CFO needs one number before the March board\n  - result: it held",
        ),
        (
            "board",
            "board\n- decision: time and materials (@maya, topic price, supersedes ^d4h) ^d9s\n  - because: the board wants hours",
        ),
    ] {
        passes(with(from, to));
    }
    for (from, to) in [
        (
            "fixed price, not time and materials",
            "time and materials, not fixed price",
        ),
        ("topic price", "topic scope"),
        ("topic price, ", ""),
        ("@maya", "@tom"),
        ("@maya, ", ""),
        (", review 2026-05-01", ""),
        ("one number", "two numbers"),
        (
            "\n  - because: the CFO needs one number before the March board",
            "",
        ),
        (
            "the CFO needs one number before the March board",
            "we like it better",
        ),
        ("decision", "lesson"),
    ] {
        is_refused(with(from, to), "decision-rewritten");
    }
    let superseding = "- decision: hours (@maya, supersedes ^a)";
    is_refused(
        turned(superseding, "- decision: hours (@maya)"),
        "decision-rewritten",
    );
    is_refused(turned(DECISION, ""), "decision-rewritten");
}

const SAID: &str =
    "Her CFO is nervous after last year's overrun. She asked twice whether the price is fixed.

- they want *two* panels
- tone: wary; last year's overrun came up twice
- [ ] question: who signs off the Spanish copy? (@maya)
- waiver: lead (@maya, because the client defines it, until 2026-03-20)

#### What does the client believe they are owed?

Two directions, and a fixed price.";

#[test]
fn a_past_entry_keeps_what_it_says() {
    let with = |from: &str, to: &str| turned(SAID, &SAID.replace(from, to));
    for (from, to) in [
        ("nervous", "nervuos"),
        ("overrun. She", "overrun.\nShe"),
        ("overrun. She", "overrun. He rang again later. She"),
        ("- they want *two* panels", "* they want **two** panels"),
        ("- they want *two* panels\n", "They want two panels.\n\n"),
        (
            "- [ ] question: who signs off the Spanish copy? (@maya)",
            "- [x] question: who signs off the Spanish copy? (@maya)\n  - answer: Ana",
        ),
        ("until 2026-03-20", "until 2026-03-10"),
        (
            "Two directions, and a fixed price.",
            "Two directions, and a fixed price. And the stand.",
        ),
        ("owed?", "owed"),
        ("\n", "\r\n"),
        (
            SAID,
            "#### What does the client believe they are owed?\n\nTwo directions, and a fixed price.\n\nShe asked twice whether the price is fixed. Her CFO is nervous after last year's overrun.\n\n- waiver: lead (@maya, because the client defines it, until 2026-03-20)\n- [ ] question: who signs off the Spanish copy? (@maya)\n- tone: wary; last year's overrun came up twice\n- they want two panels",
        ),
    ] {
        let found = with(from, to);
        assert_eq!(found, [""; 0], "{from} / {to}");
    }
    for (from, to) in [
        ("is nervous", "is not nervous"),
        ("asked twice", "asked once"),
        ("She asked twice whether the price is fixed.", ""),
        ("two* panels", "three* panels"),
        ("- they want *two* panels\n", ""),
        ("wary; last", "confident; last"),
        (
            "- [ ] question: who signs off the Spanish copy? (@maya)\n",
            "",
        ),
        ("(@maya)\n- waiver", "(@tom)\n- waiver"),
        ("until 2026-03-20", "until 2026-04-20"),
        (", until 2026-03-20", ""),
        ("Two directions, and a fixed price.", ""),
        ("Two directions", "One direction"),
        (
            "What does the client believe they are owed?",
            "What do we hope for?",
        ),
    ] {
        let found = with(from, to);
        assert!(
            found.len() == 1 && found[0].starts_with("error log-rewritten: "),
            "{from} / {to}: {found:#?}"
        );
    }
    assert_eq!(
        with(
            "Her CFO is nervous after last year's overrun.",
            "[removed: a remark about his health]"
        ),
        [
            "warning log-rewritten: the entry `2026-02-11 Call with Jane Okafor` has something taken out with a reason: “Her CFO is nervous after last year's overrun.”"
        ]
    );
    is_refused(
        with(
            "Her CFO is nervous after last year's overrun.",
            "[removed: TBD]",
        ),
        "log-rewritten",
    );
}

#[test]
fn an_entry_keeps_its_day_its_heading_and_its_author() {
    let of = |heading: &str| page(&format!("### {heading}\n\nShe called.\n"));
    let turned = |one: &str, two: &str| judged(&[(PATH, of(one))], &[(PATH, of(two))]);
    passes(turned(
        "2026-02-11 Call with Jane",
        "2026-02-11 Call wiht Jane",
    ));
    passes(turned(
        "2026-02-11 Call with Jane",
        "2026-02-12 Call with Jane",
    ));
    passes(turned(
        "2026-02-12 Call with Jane",
        "2026-02-21 Call with Jane",
    ));
    passes(turned(
        "2026-02-11 Call with Jane",
        "2026-02-11 Call with Jane Okafor (@maya)",
    ));
    passes(turned(
        "2026-03-20 Call with Jane",
        "2026-03-20 Something else (@maya)",
    ));
    passes(turned("A call with Jane", "Another one"));
    for (one, two) in [
        ("2026-02-11 Call with Jane", "2026-03-19 Call with Jane"),
        ("2026-02-11 Call with Jane", "Call with Jane"),
        (
            "2026-02-11 Call with Jane (@maya)",
            "2026-02-11 Call with Jane (@tom)",
        ),
        (
            "2026-02-11 Call with Jane (@maya)",
            "2026-02-11 Call with Jane",
        ),
        ("2026-02-11 Call with Jane", "2026-02-11 A letter by Martin"),
    ] {
        is_refused(turned(one, two), "log-rewritten");
    }
    let handoff = page(
        "### 2026-02-11 Handoff: lead to done\n\n- from: @maya\n- to: @tom\n- accepted: 2026-02-12\n",
    );
    let with = |from: &str, to: &str| {
        judged(
            &[(PATH, handoff.clone())],
            &[(PATH, handoff.replace(from, to))],
        )
    };
    is_refused(with("- accepted: 2026-02-12\n", ""), "log-rewritten");
    is_refused(with("@tom", "@maya"), "log-rewritten");
    is_refused(
        judged(&[(PATH, handoff.clone())], &[(PATH, page(""))]),
        "log-rewritten",
    );
}

#[test]
fn what_moves_within_the_commit_is_not_lost() {
    let first = format!("### 2026-02-11 Call with Jane\n\nShe called.\n\n{PROMISE}\n\n");
    let second = format!("### 2026-02-12 Mail\n\nShe wrote.\n\n{DECISION}\n\n");
    let both = page(&format!("{first}{second}"));
    passes(judged(
        &[(PATH, both.clone())],
        &[(PATH, page(&format!("{second}{first}")))],
    ));
    let moved = [(PATH, page(&first)), (OTHER, page(&second))];
    passes(judged(&[(PATH, both.clone()), (OTHER, page(""))], &moved));
    passes(judged(&[(PATH, both.clone())], &moved));
    // All of it goes on in the other; the former file may go.
    passes(judged(
        &[(PATH, both.clone()), (OTHER, page(""))],
        &[(OTHER, both.clone())],
    ));
    // What the other had already is not what went there.
    let found = judged(
        &[(PATH, page(&first)), (OTHER, both.clone())],
        &[(PATH, page("")), (OTHER, both.clone())],
    );
    assert_eq!(found.len(), 2, "{found:#?}");
    let one =
        page("### 2026-02-11 Call with Jane\n\nShe called.\n\n### 2026-02-12 Mail\n\nShe wrote.\n");
    passes(judged(
        &[(PATH, one.clone())],
        &[(
            PATH,
            one.replace("She wrote.\n", "")
                .replace("She called.", "She called. She wrote."),
        )],
    ));
}

#[test]
fn an_engagement_ends_before_it_goes() {
    let log = "### 2026-02-11 Call\n\nShe called.\n";
    is_refused(judged(&[(PATH, page(log))], &[]), "engagement-removed");
    is_refused(
        judged(&[(PATH, staged("nowhere", log))], &[]),
        "engagement-removed",
    );
    is_refused(
        judged(
            &[(PATH, page(log))],
            &[(
                PATH,
                "---\ntitle: Rebrand\nstage: lead\n---\n\n## Log\n".to_owned(),
            )],
        ),
        "engagement-removed",
    );
    passes(judged(&[(PATH, staged("lost", log))], &[]));
    passes(judged(
        &[(PATH, "---\ntitle: Rebrand\n---\n\nText.\n".to_owned())],
        &[],
    ));
    is_refused(
        judged(&[(PATH, staged("done", &format!("{log}{PROMISE}\n")))], &[]),
        "promise-removed",
    );
}

#[test]
fn what_was_meant_for_a_mark_may_be_made_one() {
    for (before, after) in [
        (
            "- promises: two logos (@tom)",
            "- [ ] promise: two logos (@tom)",
        ),
        ("- promse: two logos (@tom)", "- promise: two logos (@tom)"),
        (
            "- [ ] promise: two logos (@tom) by Friday",
            "- [ ] promise: two logos by Friday (@tom)",
        ),
        (
            "- [ ] promise: two logos ^p1 (@tom)",
            "- [ ] promise: two logos (@tom) ^p1",
        ),
        (
            "- decision: hours (topic price) for the stand",
            "- decision: hours for the stand (topic price)",
        ),
        (
            "- [x] promise: two logos (@tom, kept 2026-02-30)",
            "- [x] promise: two logos (@tom, kept 2026-02-28)",
        ),
        ("- risk: late texts (@tim)", "- risk: late texts (@tom)"),
        ("- decision: hours (@tim)", "- decision: hours (@tom)"),
        (
            "- waiver: wrongname (@maya, because it is late)",
            "- waiver: lead (@maya, because it is late)",
        ),
        (
            "- risk: late texts\n  - becuase: Ana is away",
            "- risk: late texts\n  - because: Ana is away",
        ),
        ("- Budget: 40 to 50 days", "Budget: 40 to 50 days"),
        ("- tone: TBD", "- tone: calm"),
        (
            "#### 2026-02-12 Mail\n\nShe wrote.",
            "### 2026-02-12 Mail\n\nShe wrote.",
        ),
        (
            "### 2026-02-31 Mail\n\nShe wrote.",
            "### 2026-02-28 Mail\n\nShe wrote.",
        ),
    ] {
        let found: Vec<String> = turned(before, after);
        assert!(
            !found
                .iter()
                .any(|line| line.contains("removed") || line.contains("rewritten")),
            "{before} / {after}: {found:#?}"
        );
    }
}

/// One entry that differs from all others, with its marks.
fn block(at: usize) -> String {
    let names = [
        "alpha", "bravo", "charlie", "delta", "foxtrot", "golf", "hotel", "india",
    ];
    let name = names.get(at).copied().unwrap_or("zulu");
    format!(
        "### 2026-02-{:02} Meeting about {name}\n\nThe {name} people were there. They want {} panels for {name}.\n\n- [ ] promise: {name} drawings in colour (@tom, to Jane, due 2026-04-{:02}) ^p{at}\n- decision: {name} goes to the printer (@maya, topic {name}) ^d{at}\n  - because: {name} is cheaper there\n- tone: {name} sounded calm\n\n",
        at + 1,
        at + 2,
        at + 1
    )
}

/// An edit that takes nothing away.
#[derive(Debug, Clone, Copy)]
enum Harmless {
    Reverse,
    Windows,
    Stars,
    Reflow,
    Typo(usize),
    Tick(usize),
    Result(usize),
    Add(usize),
    Ids,
    Bold(usize),
    Supersede(usize),
}

impl Harmless {
    fn edit(self, blocks: &mut Vec<String>) {
        let len = blocks.len();
        match self {
            Self::Reverse => blocks.reverse(),
            Self::Windows => blocks.iter_mut().for_each(|block| *block = block.replace("\r\n", "\n").replace('\n', "\r\n")),
            Self::Stars => blocks.iter_mut().for_each(|block| *block = block.replace("\n- ", "\n* ")),
            Self::Reflow => blocks.iter_mut().for_each(|block| *block = block.replace("there. They", "there.\nThey")),
            Self::Typo(at) => blocks[at % len] = blocks[at % len].replacen("people", "poeple", 1).replacen("drawings", "drawigs", 1),
            Self::Tick(at) => blocks[at % len] = blocks[at % len].replacen("[ ]", "[x]", 1),
            Self::Result(at) => blocks[at % len] = blocks[at % len].replacen("cheaper there", "cheaper there, and nearer", 1),
            Self::Add(at) => blocks.insert(at % (len + 1), "### 2026-03-19 Another day\n\nSomething new.\n\n".to_owned()),
            Self::Ids => blocks.iter_mut().for_each(|block| *block = block.lines().map(|line| line.rsplit_once(" ^").map_or(line, |(line, _)| line)).fold(String::new(), |text, line| text + line + "\n")),
            Self::Bold(at) => blocks[at % len] = blocks[at % len].replacen("panels", "**panels**", 1),
            Self::Supersede(at) => blocks.push(format!("### 2026-03-20 Changed our mind\n\n- decision: another printer (@maya, supersedes ^d{at}) ^n{at}\n\n")),
        }
    }
}

fn harmless() -> impl Strategy<Value = Harmless> {
    let at = 0..8_usize;
    prop_oneof![
        Just(Harmless::Reverse),
        Just(Harmless::Windows),
        Just(Harmless::Stars),
        Just(Harmless::Reflow),
        Just(Harmless::Ids),
        at.clone().prop_map(Harmless::Typo),
        at.clone().prop_map(Harmless::Tick),
        at.clone().prop_map(Harmless::Result),
        at.clone().prop_map(Harmless::Add),
        at.clone().prop_map(Harmless::Bold),
        at.prop_map(Harmless::Supersede),
    ]
}

/// Whether a line tells of an erasure; an edit may well be wrong in another way, such as an id given twice.
fn is_of_memory(line: &str) -> bool {
    [
        "promise-removed",
        "decision-rewritten",
        "log-rewritten",
        "engagement-removed",
    ]
    .iter()
    .any(|code| line.starts_with(&format!("error {code}")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_that_take_nothing_away_are_no_errors(count in 1..8_usize, edits in prop::collection::vec(harmless(), 0..6)) {
        let before: Vec<String> = (0..count).map(block).collect();
        let mut after = before.clone();
        for edit in &edits {
            edit.edit(&mut after);
        }
        let found = judged(&[(PATH, page(&before.concat()))], &[(PATH, page(&after.concat()))]);
        prop_assert!(!found.iter().any(|line| is_of_memory(line)), "{found:#?}");
    }

    #[test]
    fn whatever_one_thing_is_taken_away_is_an_error(count in 1..8_usize, at in 0..8_usize, what in 0..5_usize, edits in prop::collection::vec(harmless(), 0..4)) {
        let before: Vec<String> = (0..count).map(block).collect();
        let at = at % count;
        let mut after = before.clone();
        let name = before[at].lines().next().and_then(|line| line.rsplit(' ').next()).unwrap_or_default().to_owned();
        let without = |text: &str, line: &str| -> String { text.lines().filter(|other| !other.contains(line)).fold(String::new(), |text, line| text + line + "\n") };
        match what {
            0 => after[at] = String::new(),
            1 => after[at] = without(&after[at], "promise:"),
            2 => after[at] = without(&without(&after[at], "decision:"), "because:"),
            3 => after[at] = after[at].replacen(&format!("The {name} people were there."), "", 1),
            _ => after[at] = without(&after[at], "tone:"),
        }
        for edit in &edits {
            edit.edit(&mut after);
        }
        let found = judged(&[(PATH, page(&before.concat()))], &[(PATH, page(&after.concat()))]);
        prop_assert!(found.iter().any(|line| is_of_memory(line)), "{what} of {at}: {found:#?}");
    }
}
