//! Histories that once got past the guard, as short as they could be made.

use super::live;
use super::steps::{Edit, Step};

#[track_caller]
fn holds(steps: &[Step]) {
    if let Err(trouble) = live(steps) {
        panic!("{trouble}");
    }
}

#[test]
fn a_history_without_much_in_it() {
    let edits = vec![(0, Edit::Typo)];
    holds(&[
        Step::Work {
            edits,
            bypass: false,
        },
        Step::Push,
    ]);
}

#[test]
fn a_file_that_is_moved_and_written_anew_goes_no_two_stages_on() {
    let work = |edits| Step::Work {
        edits,
        bypass: false,
    };
    holds(&[
        work(vec![(0, Edit::Move(0))]),
        work(vec![
            (29, Edit::Advance),
            (31, Edit::Rewrite(62)),
            (14, Edit::Advance),
        ]),
        Step::Push,
    ]);
}

#[test]
fn a_promise_without_a_box_is_an_open_one() {
    let work = |edits| Step::Work {
        edits,
        bypass: false,
    };
    holds(&[
        work(vec![(12, Edit::Hide(0, 187))]),
        work(vec![(0, Edit::Drop(0))]),
        Step::Push,
    ]);
}

#[test]
fn a_merge_drops_nothing_that_neither_side_touched() {
    let work = |edits| Step::Work {
        edits,
        bypass: false,
    };
    holds(&[
        work(vec![(1, Edit::Promise(true))]),
        Step::Push,
        Step::Switch(1),
        work(vec![(0, Edit::Typo)]),
        Step::Merge {
            from: 0,
            how: 2,
            bypass: false,
        },
        Step::Push,
    ]);
}
