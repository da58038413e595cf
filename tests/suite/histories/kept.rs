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
