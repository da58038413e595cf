//! How the builds go, for those who listen: the newest state at once, each later one when it comes.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;

use crate::repo::Failure;

/// How the newest build went.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// How many builds there were.
    turn: u64,
    /// How many of them have put a site in place.
    build: u64,
    /// Why the newest one could not be made.
    pub failure: Option<Failure>,
    /// Whether no other will come.
    ended: bool,
}

/// Why a site could not be built, as the page's script reads it.
#[derive(Serialize)]
struct Failed<'a> {
    message: &'a str,
    causes: &'a [String],
    hints: &'a [String],
}

/// The state of the builds, shared.
pub struct Live {
    /// Tells this server's builds from those of another that ran here before.
    session: u64,
    state: Mutex<State>,
    changed: Condvar,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            session: RandomState::new().build_hasher().finish(),
            state: Mutex::default(),
            changed: Condvar::new(),
        }
    }
}

impl Live {
    /// A build put a site in place.
    pub fn built(&self) {
        let mut state = self.lock();
        state.turn += 1;
        state.build += 1;
        state.failure = None;
        self.changed.notify_all();
    }

    /// A build could not be made. The former site stands.
    pub fn failed(&self, failure: Failure) {
        let mut state = self.lock();
        state.turn += 1;
        state.failure = Some(failure);
        self.changed.notify_all();
    }

    /// No build will come any more.
    pub fn end(&self) {
        self.lock().ended = true;
        self.changed.notify_all();
    }

    /// How it stands now.
    #[must_use]
    pub fn state(&self) -> State {
        self.lock().clone()
    }

    /// What a page carries to know whether it is of the newest build.
    #[must_use]
    pub fn mark(&self, state: &State) -> String {
        format!("{:x}-{}", self.session, state.build)
    }

    /// The next state after one that was seen, or the same again after a while. Nothing at the end.
    #[must_use]
    pub fn after(&self, seen: Option<&State>, patience: Duration) -> Option<State> {
        let known = |state: &State| seen.is_some_and(|seen| seen.turn == state.turn);
        let state = self
            .changed
            .wait_timeout_while(self.lock(), patience, |state| !state.ended && known(state))
            .unwrap_or_else(PoisonError::into_inner)
            .0;
        (!state.ended).then(|| state.clone())
    }

    /// A state as a server-sent event.
    #[must_use]
    pub fn event(&self, state: &State) -> String {
        match &state.failure {
            None => format!("event: built\ndata: {}\n\n", self.mark(state)),
            Some(failure) => {
                let failed = Failed {
                    message: &failure.message,
                    causes: &failure.causes,
                    hints: &failure.hints,
                };
                // On one line: line ends within texts are escaped.
                let data = serde_json::to_string(&failed).unwrap_or_default();
                format!("event: failed\ndata: {data}\n\n")
            }
        }
    }

    /// Whether two states are of one turn.
    #[must_use]
    pub fn is_same(one: &State, other: &State) -> bool {
        one.turn == other.turn
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::ZERO;

    #[test]
    fn whoever_comes_is_told_how_it_stands_and_then_what_comes() {
        let live = Live::default();
        live.built();
        let first = live.after(None, NOW).expect("a state");
        assert!(live.event(&first).starts_with("event: built\ndata: "));
        let same = live.after(Some(&first), NOW).expect("a state");
        assert!(Live::is_same(&first, &same));
        live.failed(
            Failure::new("line one\nline two")
                .because("orbit.yml:3:1: x")
                .hint("mend it"),
        );
        let failed = live.after(Some(&first), NOW).expect("a state");
        assert!(!Live::is_same(&first, &failed));
        let event = live.event(&failed);
        assert_eq!(event.lines().count(), 3, "{event}");
        assert!(event.contains("orbit.yml:3:1"));
        // The site is still that of the first build.
        assert_eq!(live.mark(&first), live.mark(&failed));
        live.end();
        assert!(live.after(Some(&failed), NOW).is_none());
    }

    #[test]
    fn builds_of_two_servers_have_different_marks() {
        let (one, other) = (Live::default(), Live::default());
        one.built();
        other.built();
        assert_ne!(one.mark(&one.state()), other.mark(&other.state()));
    }
}
