//! What one commit of this branch lands, which for a merge is a whole row of versions: what they were asked for counts by where they ended.

use crate::friction::account::{Asked, State};

/// What is being landed, while its versions are gone through.
#[derive(Default)]
pub(super) struct Landing {
    /// The commit that lands it; nothing before the first one.
    pub(super) commit: Option<usize>,
    /// The stage before it, where there was one.
    before: Option<String>,
    /// What was asked for on the way, each with its need's identity.
    pub(super) asked: Vec<(Asked, String)>,
}

impl Landing {
    pub(super) fn begin(commit: usize, before: Option<&str>) -> Self {
        Self {
            commit: Some(commit),
            before: before.map(str::to_owned),
            asked: Vec::new(),
        }
    }

    pub(super) fn is_of(&self, commit: usize) -> bool {
        self.commit == Some(commit)
    }

    /// Whether it left an engagement in the stage that it had found it in.
    pub(super) fn is_back(&self, now: Option<&str>) -> bool {
        self.before.is_some() && self.before.as_deref() == now
    }

    /// Those that have not held so far.
    pub(super) fn unmet(&mut self) -> impl Iterator<Item = (&mut State, &str)> {
        self.asked
            .iter_mut()
            .filter(|(asked, _)| asked.state == State::Unmet)
            .map(|(asked, identity)| (&mut asked.state, identity.as_str()))
    }
}
