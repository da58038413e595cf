//! Friction on accounts that are written down here.

use super::account::{Asked, Handed, Move, Point, Promise, Question, State};
use super::case::Sort;
use super::since::Turn;
use super::*;
use crate::day::Moment;
use crate::model::Kind;
use crate::model::marks::Outcome;
use crate::repo::Memory;

const DAY: i64 = 86_400;

fn settings() -> Settings {
    Settings::load(&Memory::new().file("orbit.yml", "studio: Northlight\nworkflow: service\n"))
        .expect("settings")
}

fn today() -> Day {
    Day::parse("2026-06-01").expect("a day")
}

fn start() -> i64 {
    Day::parse("2026-01-05").expect("a day").unix()
}

fn point(person: &str, commit: &str, day: i64) -> Point {
    let seconds = start() + day * DAY;
    Point {
        commit: commit.to_owned(),
        made: Moment { seconds, offset: 0 },
        landed: seconds,
        person: person.to_owned(),
    }
}

/// An engagement that goes through these stages, ten days in each.
fn account(client: &str, name: &str, person: &str, way: &[&str]) -> Account {
    let settings = settings();
    let workflow = settings.workflows.get("service").expect("service");
    let mut account = Account {
        engagement: format!("{client}/{name}"),
        client: Some(client.to_owned()),
        workflow: "service".to_owned(),
        ..Account::default()
    };
    let commit = |at: i64| format!("{name}-{at}");
    let mut day = 0;
    account.began = way
        .first()
        .map(|stage| ((*stage).to_owned(), point(person, &commit(0), 0)));
    for pair in way.windows(2) {
        day += 10;
        account.moves.push(Move {
            from: pair[0].to_owned(),
            to: pair[1].to_owned(),
            kind: Kind::of(workflow, pair[0], pair[1]),
            point: point(person, &commit(day), day),
            days: Some(10.0),
            owner: Some(person.to_owned()),
            asked: Vec::new(),
            mended: Vec::new(),
        });
    }
    account
}

const CLEAN: [&str; 6] = [
    "lead", "research", "proposal", "scope", "delivery", "review",
];
const BACK: [&str; 8] = [
    "lead", "research", "proposal", "scope", "proposal", "scope", "delivery", "review",
];

fn read(accounts: &[Account]) -> Report {
    report(accounts, &settings(), today(), None)
}

fn scopes(report: &Report, sort: Sort) -> Vec<&Scope> {
    report
        .signals
        .iter()
        .filter(|signal| signal.sort == sort)
        .map(|signal| &signal.scope)
        .collect()
}

/// A promise made in a stage, kept or broken.
fn promised(person: &str, stage: &str, at: usize, broken: bool) -> Promise {
    Promise {
        text: "two directions".to_owned(),
        stage: stage.to_owned(),
        person: person.to_owned(),
        point: point(person, &format!("{stage}-{at}"), 3),
        outcome: if broken {
            Outcome::Broken
        } else {
            Outcome::Kept
        },
        due: None,
    }
}

#[test]
fn what_repeats_across_people_and_clients_is_the_systems() {
    let accounts = [
        account("acme", "a", "maya", &BACK),
        account("harbour", "b", "tom", &BACK),
        account("kestrel", "c", "maya", &BACK),
        account("mosaic", "d", "tom", &BACK),
        account("mosaic", "e", "tom", &CLEAN),
    ];
    let report = read(&accounts);
    let [signal] = report.system().collect::<Vec<_>>()[..] else {
        panic!("one signal: {:?}", report.signals);
    };
    assert_eq!(signal.sort, Sort::Bounce);
    assert_eq!(
        words::what(signal, &settings()),
        "Proposal to Scope comes back within 30 days"
    );
    assert_eq!((signal.engagements.count, signal.engagements.of), (4, 5));
    // Of each bounce, the move and the one that undid it.
    assert_eq!(signal.evidence.len(), 8);
    assert_eq!(signal.evidence[0].point.commit, "a-30");
    assert!(
        signal
            .advice
            .iter()
            .any(|advice| advice.file == "standards/scope.md"),
        "{:?}",
        signal.advice
    );
    let row = report
        .transitions
        .iter()
        .find(|row| row.from == "proposal" && row.to == "scope")
        .expect("it was made");
    assert_eq!((row.made, row.bounced), (9, 4));
}

#[test]
fn one_clients_and_one_persons_are_circumstances() {
    let of = |clients: [&str; 4], people: [&str; 4]| -> Vec<Account> {
        ["a", "b", "c", "d"]
            .iter()
            .zip(clients.iter().zip(people))
            .map(|(name, (client, person))| account(client, name, person, &BACK))
            .collect()
    };
    let clean = |count: usize| -> Vec<Account> {
        (0..count)
            .map(|at| {
                account(
                    ["north", "south"][at % 2],
                    &format!("n{at}"),
                    ["ruth", "joon"][at % 2],
                    &CLEAN,
                )
            })
            .collect()
    };
    let client = [of(["acme"; 4], ["maya", "tom", "maya", "tom"]), clean(4)].concat();
    assert_eq!(
        scopes(&read(&client), Sort::Bounce),
        [&Scope::Client("acme".to_owned())]
    );
    let person = [
        of(["acme", "harbour", "kestrel", "acme"], ["maya"; 4]),
        clean(4),
    ]
    .concat();
    assert_eq!(
        scopes(&read(&person), Sort::Bounce),
        [&Scope::Person("maya".to_owned())]
    );
}

#[test]
fn one_person_explains_what_others_had_once() {
    // Four of one person's four came back, and one of the eight of everybody else.
    let mut accounts: Vec<Account> = (0..4)
        .map(|at| {
            account(
                ["acme", "harbour"][at % 2],
                &format!("m{at}"),
                "maya",
                &BACK,
            )
        })
        .collect();
    accounts.push(account("kestrel", "t", "tom", &BACK));
    for at in 0..7 {
        accounts.push(account(
            ["acme", "kestrel"][at % 2],
            &format!("c{at}"),
            ["tom", "ruth"][at % 2],
            &CLEAN,
        ));
    }
    let report = read(&accounts);
    assert_eq!(report.system().count(), 0);
    assert_eq!(
        scopes(&report, Sort::Bounce),
        [&Scope::Person("maya".to_owned())]
    );
}

/// Engagements with these clients and people; in the first `count` of them, `success` is waived on the way into Proposal.
fn waived(hands: &[(&str, &str)], count: usize) -> Vec<Account> {
    let accounts = hands.iter().enumerate().map(|(at, (client, person))| {
        let mut one = account(client, &format!("w{at}"), person, &CLEAN);
        for moved in &mut one.moves {
            for key in ["success", "Approach"] {
                let state = if key == "success" && moved.to == "proposal" && at < count {
                    State::Waived
                } else {
                    State::Early
                };
                moved.asked.push(Asked {
                    key: key.to_owned(),
                    stage: moved.to.clone(),
                    state,
                });
            }
        }
        one
    });
    accounts.collect()
}

/// Engagements with these clients and people, whose handoff into Delivery was accepted after so many days, or never.
fn handed(hands: &[(&str, &str, Option<i64>)]) -> Vec<Account> {
    let accounts = hands
        .iter()
        .enumerate()
        .map(|(at, (client, person, days))| {
            let mut one = account(client, &format!("h{at}"), person, &CLEAN);
            let day = Day::parse("2026-02-14").expect("a day");
            one.handoffs.push(Handed {
                between: Some(("scope".to_owned(), "delivery".to_owned())),
                point: point(person, &format!("h{at}"), 40),
                receiver: Some((*person).to_owned()),
                day,
                accepted: days.map(|days| day.plus_days(days)),
            });
            one
        });
    accounts.collect()
}

#[test]
fn in_a_small_studio_what_plainly_repeats_is_the_systems() {
    // One need, waived in four of six.
    let six = [
        ("acme", "maya"),
        ("harbour", "tom"),
        ("kestrel", "ruth"),
        ("acme", "tom"),
        ("harbour", "maya"),
        ("kestrel", "ruth"),
    ];
    assert_eq!(
        scopes(&read(&waived(&six, 4)), Sort::Waived),
        [&Scope::System]
    );
    // As few as the contract asks for: three engagements, two people, two clients.
    let few = [("acme", "maya"), ("acme", "maya"), ("harbour", "tom")];
    let quiet = [("kestrel", "ruth"), ("mosaic", "joon")].repeat(3);
    let few: Vec<_> = few.into_iter().chain(quiet).collect();
    assert_eq!(
        scopes(&read(&waived(&few, 3)), Sort::Waived),
        [&Scope::System]
    );
    // Handoffs that nobody accepts, at the only place that asks for it.
    let never = [
        ("acme", "maya", None),
        ("harbour", "tom", None),
        ("kestrel", "ruth", Some(12)),
        ("acme", "tom", Some(2)),
    ];
    assert_eq!(
        scopes(&read(&handed(&never)), Sort::Handoff),
        [&Scope::System]
    );
}

#[test]
fn what_happens_everywhere_is_trouble_all_the_same() {
    // Both moves come back, in every engagement: neither does more than the other.
    let both = [
        "lead", "research", "proposal", "research", "proposal", "scope", "proposal", "scope",
    ];
    let accounts: Vec<Account> = (0..6)
        .map(|at| {
            let client = ["acme", "harbour", "kestrel"][at % 3];
            account(client, &format!("b{at}"), ["maya", "tom"][at % 2], &both)
        })
        .collect();
    assert_eq!(
        scopes(&read(&accounts), Sort::Bounce),
        [&Scope::System, &Scope::System]
    );
}

#[test]
fn what_only_one_client_or_one_person_has_is_not_the_systems() {
    let quiet = [("kestrel", "ruth"), ("mosaic", "joon")].repeat(3);
    for (theirs, scope) in [
        (
            [
                ("acme", "maya"),
                ("acme", "tom"),
                ("acme", "ruth"),
                ("acme", "tom"),
            ],
            Scope::Client("acme".to_owned()),
        ),
        (
            [
                ("acme", "maya"),
                ("harbour", "maya"),
                ("kestrel", "maya"),
                ("acme", "maya"),
            ],
            Scope::Person("maya".to_owned()),
        ),
    ] {
        let hands: Vec<_> = theirs.into_iter().chain(quiet.clone()).collect();
        assert_eq!(scopes(&read(&waived(&hands, 4)), Sort::Waived), [&scope]);
    }
}

#[test]
fn what_others_had_in_hand_of_the_same_engagement_is_theirs() {
    let promise = |person: &str, name: &str, outcome| Promise {
        text: "two directions".to_owned(),
        stage: "lead".to_owned(),
        person: person.to_owned(),
        point: point(person, &format!("{name}-{person}"), 3),
        outcome,
        due: None,
    };
    let accounts: Vec<Account> = (0..12)
        .map(|at| {
            let name = format!("e{at}");
            let mut account = account(["acme", "harbour"][at % 2], &name, "ruth", &CLEAN);
            if at < 5 {
                account
                    .promises
                    .push(promise("maya", &name, Outcome::Broken));
            }
            account.promises.push(promise("tom", &name, Outcome::Kept));
            account
        })
        .collect();
    let report = read(&accounts);
    let [signal] = report.circumstances().collect::<Vec<_>>()[..] else {
        panic!("one circumstance: {:?}", report.signals);
    };
    assert_eq!(signal.scope, Scope::Person("maya".to_owned()));
    assert_eq!((signal.cases.count, signal.cases.of), (5, 5));
    assert_eq!((signal.elsewhere.count, signal.elsewhere.of), (0, 12));
}

#[test]
fn what_one_client_has_at_one_place_is_named_though_nobody_else_would_notice() {
    // Ten clients of four engagements each. With one, what is promised in the proposal is always broken; with others, something now and then.
    let accounts: Vec<Account> = (0..40)
        .map(|at| {
            let (client, round) = (at % 10, at / 10);
            let person = ["maya", "tom"][round % 2];
            let mut account = account(
                &format!("client{client}"),
                &format!("e{at}"),
                person,
                &CLEAN,
            );
            for (stage, broken) in [
                ("lead", round == 1 && client > 1),
                ("proposal", client == 0 || (round == 2 && client > 6)),
            ] {
                account.promises.push(promised(person, stage, at, broken));
            }
            account
        })
        .collect();
    let report = read(&accounts);
    assert_eq!(report.system().count(), 0, "{:?}", report.signals);
    let [signal] = report.circumstances().collect::<Vec<_>>()[..] else {
        panic!("one circumstance: {:?}", report.signals);
    };
    assert_eq!(signal.scope, Scope::Client("client0".to_owned()));
    assert_eq!(
        words::what(signal, &settings()),
        "Promises made in Proposal are broken or overdue, with client0"
    );
    assert_eq!((signal.engagements.count, signal.engagements.of), (4, 4));
    assert!(words::comparison(signal).starts_with("there with others in 3 of 36 cases;"));
}

#[test]
fn what_others_have_enough_of_is_the_systems_whoever_has_the_most() {
    // What is promised in the proposal: all of one person's 24 are broken, and 34 of the others' 80; in the lead, one of four with everybody.
    let accounts: Vec<Account> = (0..104)
        .map(|at| {
            let person = match at {
                ..24 => "maya",
                at if at % 2 == 0 => "tom",
                _ => "ruth",
            };
            let name = format!("e{at}");
            let mut account = account(&format!("client{}", at % 7), &name, person, &CLEAN);
            let broken = [("lead", at % 4 == 0), ("proposal", at < 24 || at % 80 < 34)];
            for (stage, broken) in broken {
                account.promises.push(promised(person, stage, at, broken));
            }
            account
        })
        .collect();
    let report = read(&accounts);
    let [signal] = report.system().collect::<Vec<_>>()[..] else {
        panic!("one signal: {:?}", report.signals);
    };
    assert_eq!((signal.engagements.count, signal.engagements.of), (58, 104));
}

#[test]
fn a_few_of_very_many_are_nobodys() {
    let hands: Vec<_> = (0..150)
        .map(|at| {
            (
                ["acme", "harbour", "kestrel"][at % 3],
                ["maya", "tom"][at % 2],
            )
        })
        .collect();
    assert_eq!(
        scopes(&read(&waived(&hands, 3)), Sort::Waived),
        [&Scope::Chance]
    );
}

#[test]
fn too_few_are_nobodys() {
    let accounts = [
        account("acme", "a", "maya", &BACK),
        account("harbour", "b", "tom", &BACK),
        account("kestrel", "c", "ruth", &CLEAN),
    ];
    assert_eq!(scopes(&read(&accounts), Sort::Bounce), [&Scope::Chance]);
}

#[test]
fn what_comes_back_after_a_month_did_not_bounce() {
    let mut late = account("acme", "a", "maya", &BACK);
    for moved in late.moves.iter_mut().skip(3) {
        moved.point.made.seconds += 25 * DAY;
    }
    let report = read(&[late]);
    assert!(report.transitions.iter().all(|row| row.bounced == 0));
}

#[test]
fn a_question_that_many_ask_is_one_that_a_standard_could_answer() {
    let mut accounts = Vec::new();
    let texts = [
        "who signs off the Spanish copy?",
        "Who is signing off the Spanish copy",
        "who signs off Spanish copy at the port?",
        "what about the parking of the ferries?",
        "which rooms are open in summer?",
        "may the press take photographs?",
    ];
    for (at, text) in texts.into_iter().enumerate() {
        let client = ["acme", "harbour", "kestrel"][at % 3];
        let person = ["maya", "tom"][at % 2];
        let mut one = account(client, &format!("q{at}"), person, &CLEAN);
        one.questions.push(Question {
            text: text.to_owned(),
            stage: "scope".to_owned(),
            point: point(person, &format!("q{at}"), 5),
        });
        accounts.push(one);
    }
    let report = read(&accounts);
    let [signal] = report.system().collect::<Vec<_>>()[..] else {
        panic!("one signal: {:?}", report.signals);
    };
    assert_eq!(signal.sort, Sort::Question);
    assert_eq!(signal.engagements.count, 3);
}

#[test]
fn a_change_of_the_workflow_is_seen_in_what_landed_after_it() {
    let mut accounts = Vec::new();
    for at in 0..12_usize {
        let client = ["acme", "harbour", "kestrel"][at % 3];
        let mut one = account(client, &format!("w{at}"), ["maya", "tom"][at % 2], &CLEAN);
        let before = at < 6;
        for moved in &mut one.moves {
            if !before {
                moved.point.landed += 200 * DAY;
            }
            let state = if before && moved.to == "proposal" {
                State::LastMinute
            } else {
                State::Early
            };
            moved.asked.push(Asked {
                key: format!("of {}", moved.to),
                stage: moved.to.clone(),
                state,
            });
        }
        accounts.push(one);
    }
    let since = Since {
        seconds: start() + 100 * DAY,
    };
    let report = report(&accounts, &settings(), today(), Some(since));
    let signal = report.system().next().expect("a signal");
    assert_eq!(signal.sort, Sort::LastMinute);
    let compared = signal.since.expect("a comparison");
    assert_eq!((compared.before.count, compared.before.of), (6, 6));
    assert_eq!((compared.after.count, compared.after.of), (0, 6));
    assert_eq!(compared.turn, Turn::Less);
}

#[test]
fn promises_and_handoffs_count_once_their_time_has_come() {
    let mut one = account("acme", "a", "maya", &CLEAN);
    for (at, (outcome, due)) in [
        (Outcome::Open, "2026-05-01"),
        (Outcome::Open, "2026-07-01"),
        (Outcome::Broken, "2026-05-01"),
        (Outcome::Kept, "2026-05-01"),
    ]
    .into_iter()
    .enumerate()
    {
        one.promises.push(Promise {
            text: "x".to_owned(),
            stage: "scope".to_owned(),
            person: "maya".to_owned(),
            point: point("maya", &format!("p{at}"), 5),
            outcome,
            due: Day::parse(due),
        });
    }
    for (day, accepted) in [
        ("2026-05-30", None),
        ("2026-05-01", None),
        ("2026-05-01", Some("2026-05-20")),
        ("2026-05-01", Some("2026-05-02")),
    ] {
        one.handoffs.push(Handed {
            between: Some(("scope".to_owned(), "delivery".to_owned())),
            point: point("maya", day, 40),
            receiver: Some("tom".to_owned()),
            day: Day::parse(day).expect("a day"),
            accepted: accepted.and_then(Day::parse),
        });
    }
    let report = read(&[one]);
    let scope = report
        .stages
        .iter()
        .find(|stage| stage.stage == "scope")
        .expect("scope");
    assert_eq!((scope.promises, scope.broken, scope.overdue), (4, 1, 1));
    let row = report
        .transitions
        .iter()
        .find(|row| row.to == "delivery")
        .expect("delivery");
    assert_eq!((row.unaccepted, row.accepted_late), (1, 1));
}

#[test]
fn the_order_of_engagements_makes_no_difference() {
    let mut accounts = vec![
        account("acme", "a", "maya", &BACK),
        account("harbour", "b", "tom", &BACK),
        account("kestrel", "c", "maya", &BACK),
        account("mosaic", "d", "ruth", &CLEAN),
    ];
    let one = format!("{:?}", read(&accounts));
    accounts.reverse();
    assert_eq!(one, format!("{:?}", read(&accounts)));
}

#[test]
fn a_studio_without_engagements_has_no_friction() {
    let report = read(&[]);
    assert!(report.signals.is_empty() && report.stages.is_empty());
    assert_eq!((report.engagements, report.people), (0, 0));
}

#[test]
fn odds_are_told_as_people_say_them() {
    for (chance, said) in [
        (0.7, "as likely as not"),
        (0.3, "once in 3 times"),
        (0.001_23, "once in 810 times"),
        (0.000_016_7, "once in 60,000 times"),
        (0.000_001_001, "once in a million times"),
        (1e-9, "less than once in a million times"),
    ] {
        assert_eq!(words::odds(chance), said, "{chance}");
    }
}
