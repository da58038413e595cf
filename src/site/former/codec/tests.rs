//! Pasts as bytes and back.

use super::*;
use crate::day::{Day, Moment};
use crate::friction::Account;
use crate::friction::account::{Point, Question};
use crate::model::difference::{Deed, Said};
use crate::model::timeline::Transition;
use crate::model::transition::Kind;
use crate::site::NEWEST;
use crate::text::Keyword;

fn past() -> Past {
    made_by(&PLACES)
}

/// A past of these commits.
fn made_by(commits: &[usize]) -> Past {
    let at = Moment {
        seconds: -5,
        offset: -90,
    };
    let point = Point {
        commit: "c0ffee".to_owned(),
        made: at,
        landed: 7,
        person: "maya".to_owned(),
    };
    Past {
        timeline: Some(Timeline {
            engagement: "acme/fair".to_owned(),
            path: "engagements/acme/fair.md".to_owned(),
            workflow: "service".to_owned(),
            began: Some(("lead".to_owned(), at)),
            transitions: vec![Transition {
                from: "lead".to_owned(),
                to: "research".to_owned(),
                kind: Some(Kind::Forward),
                made: 11,
                landed: 12,
                step: 1,
                days: Some(0.1 + 0.2),
            }],
            now: Some(("research".to_owned(), at)),
        }),
        happened: commits
            .iter()
            .map(|&commit| Happened {
                made: commit,
                landed: 12.max(commit),
                said: vec![
                    Said::Began,
                    Said::Mark {
                        keyword: Keyword::Promise,
                        deed: Deed::Made,
                        text: "two \"directions\"".to_owned(),
                        note: None,
                    },
                ],
                difference: None,
            })
            .collect(),
        moved: Some(at),
        entries: vec![None, Day::parse("2026-03-20")],
        handoffs: vec![Recorded {
            entry: 1,
            brought: Some(Brought {
                at: 0,
                version: None,
            }),
        }],
        former: vec!["acme/old".to_owned()],
        account: Some(Account {
            engagement: "acme/fair".to_owned(),
            began: Some(("lead".to_owned(), point.clone())),
            questions: vec![Question {
                text: "who".to_owned(),
                stage: "lead".to_owned(),
                point,
            }],
            ..Account::default()
        }),
        stage: None,
    }
}

const PLACES: [usize; 3] = [10, 11, 12];

#[test]
fn a_past_is_read_as_it_was_written() {
    let bytes = write(&past(), &PLACES, 0).expect("bytes");
    let again = read(&bytes, &PLACES, 0).expect("a past");
    assert_eq!(format!("{again:?}"), format!("{:?}", past()));
}

#[test]
fn its_commits_may_stand_elsewhere_in_the_log_by_now() {
    let bytes = write(&past(), &PLACES, 0).expect("bytes");
    let again = read(&bytes, &[3, 4, 9], 0).expect("a past");
    let made: Vec<usize> = again
        .happened
        .iter()
        .map(|happened| happened.made)
        .collect();
    assert_eq!(made, [3, 4, 9]);
    let moves = again.timeline.expect("a timeline").transitions;
    assert_eq!(
        moves.first().map(|moved| (moved.made, moved.landed)),
        Some((4, 9))
    );
    assert!(write(&past(), &[10, 11], 0).is_none());
}

#[test]
fn what_was_said_long_ago_is_not_remembered_and_not_asked_for() {
    // The first, one that is neither, and the newest.
    let places: Vec<usize> = (10..10 + 2 + NEWEST).collect();
    let past = made_by(&places);
    let whole = write(&past, &places, 0).expect("bytes");
    let less = write(&past, &places, 100).expect("bytes");
    assert!(less.len() < whole.len());
    let said = |past: Past| -> Vec<usize> {
        let each = past.happened.iter();
        each.map(|happened| happened.said.len()).collect()
    };
    let ends = [vec![2, 0], vec![2; NEWEST]].concat();
    assert_eq!(read(&whole, &places, 100).map(said), Some(ends.clone()));
    assert_eq!(read(&less, &places, 100).map(said), Some(ends));
    // A log that has become shorter wants more than is there.
    assert!(read(&less, &places, 0).is_none());
}

#[test]
fn other_bytes_and_commits_that_there_are_not_give_nothing() {
    let bytes = write(&past(), &PLACES, 0).expect("bytes");
    assert!(read(&bytes, &[10, 11], 0).is_none());
    for end in 0..bytes.len() {
        let cut = bytes.get(..end).unwrap_or_default();
        assert!(read(cut, &PLACES, 0).is_none(), "{end}");
    }
}
