//! Random histories: people edit, move, waive, rename, branch, merge and push, now and then past the hook. What the hooks and the server let in
//! is then read without Orbit: no open promise has left without an outcome, nothing stands in a stage whose needs it never met or waived, and
//! `--range` over all of it finds no error.
//!
//! A few fixed histories by default; `ORBIT_HISTORIES=500` runs so many random ones, `ORBIT_HISTORIES_SEED=7` those of one seed.
//! A history that failed is kept in `kept.rs`.

mod kept;
mod read;
mod steps;
mod story;

use std::io::Write as _;
use std::time::Instant;

use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use self::steps::{Step, steps};
use self::story::{Story, Tally};

/// How many histories are tried without being asked for more.
const FEW: u32 = 6;

/// Lives through one history and looks at what is left of it.
fn live(steps: &[Step]) -> Result<Tally, String> {
    let mut story = Story::begin();
    for (at, step) in steps.iter().enumerate() {
        story
            .take(step)
            .map_err(|trouble| format!("step {at}, {step:?}: {trouble}"))?;
    }
    story.end()
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn what_is_let_in_keeps_every_promise_and_every_need() {
    let many = number("ORBIT_HISTORIES").and_then(|many| u32::try_from(many).ok());
    let seed = number("ORBIT_HISTORIES_SEED").unwrap_or(1);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = Config {
        cases: many.unwrap_or(FEW),
        failure_persistence: None,
        max_shrink_iters: 150,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let whole = std::cell::RefCell::new(Tally::default());
    let begun = Instant::now();
    let result = runner.run(&steps(), |steps| {
        let tally = live(&steps).map_err(TestCaseError::fail)?;
        whole.borrow_mut().add(&tally);
        Ok(())
    });
    let whole = whole.into_inner();
    let _ = writeln!(std::io::stderr(), "{whole:?} in {:?}", begun.elapsed());
    match result {
        Ok(()) => {}
        Err(TestError::Fail(trouble, steps)) => panic!("seed {seed}: {trouble}\n{steps:?}"),
        Err(abort) => panic!("seed {seed}: {abort}"),
    }
    // Histories in which nothing happens prove nothing.
    assert!(
        whole.pushed > 0 && whole.refused > 0 && whole.moved > 0 && whole.merged > 0,
        "{whole:?}"
    );
}
