//! What kind a change of stage is; it follows from the two stages alone.

use super::workflow::{StageKind, Workflow};

/// The kind of a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One on, along the main line.
    Forward,
    /// More than one on.
    Skip,
    /// Back along the main line.
    Back,
    /// Into a waiting stage.
    Pause,
    /// Out of a waiting stage.
    Resume,
    /// Into a lost stage.
    Exit,
    /// Out of a done or lost stage.
    Reopen,
}

/// All kinds, with the words for them.
pub const KINDS: [(&str, Kind); 7] = [
    ("forward", Kind::Forward),
    ("skip", Kind::Skip),
    ("back", Kind::Back),
    ("pause", Kind::Pause),
    ("resume", Kind::Resume),
    ("exit", Kind::Exit),
    ("reopen", Kind::Reopen),
];

impl Kind {
    /// The kind of the move between two stages; nothing where the workflow lacks one of them, or where they are the same.
    /// Ending as lost is an exit from anywhere, leaving an end is a reopening wherever it leads, and waiting comes before the main line.
    #[must_use]
    pub fn of(workflow: &Workflow, from: &str, to: &str) -> Option<Self> {
        let (a, b) = (workflow.stage(from)?, workflow.stage(to)?);
        if a.id == b.id {
            return None;
        }
        Some(match (a.kind, b.kind) {
            (_, StageKind::Lost) => Self::Exit,
            (StageKind::Done | StageKind::Lost, _) => Self::Reopen,
            (_, StageKind::Waiting) => Self::Pause,
            (StageKind::Waiting, _) => Self::Resume,
            (StageKind::Active, _) => match (workflow.place(from)?, workflow.place(to)?) {
                (from, to) if to == from + 1 => Self::Forward,
                (from, to) if to > from => Self::Skip,
                _ => Self::Back,
            },
        })
    }

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        KINDS
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("", |(word, _)| word)
    }

    /// Whether it leads on along the main line.
    #[must_use]
    pub const fn is_onward(self) -> bool {
        matches!(self, Self::Forward | Self::Skip)
    }
}
