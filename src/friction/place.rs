//! Where something happens in a workflow: at a transition, in a stage, at a need.

/// A place of a workflow. Stages are told by their ids.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The way from one stage to another.
    Transition {
        /// The workflow.
        workflow: String,
        /// The stage before.
        from: String,
        /// The stage after.
        to: String,
    },
    /// A stage.
    Stage {
        /// The workflow.
        workflow: String,
        /// The stage.
        stage: String,
    },
    /// A need.
    Need {
        /// The workflow.
        workflow: String,
        /// The stage that asks for it first.
        stage: String,
        /// Its key.
        key: String,
    },
    /// A change of owner, in whatever stage.
    Owner {
        /// The workflow.
        workflow: String,
    },
}

impl Place {
    /// Its workflow.
    #[must_use]
    pub fn workflow(&self) -> &str {
        match self {
            Self::Transition { workflow, .. }
            | Self::Stage { workflow, .. }
            | Self::Need { workflow, .. }
            | Self::Owner { workflow } => workflow,
        }
    }

    /// The stage that it belongs to: for a transition, the one that it leads to.
    #[must_use]
    pub fn stage(&self) -> Option<&str> {
        match self {
            Self::Transition { to, .. } => Some(to),
            Self::Stage { stage, .. } | Self::Need { stage, .. } => Some(stage),
            Self::Owner { .. } => None,
        }
    }
}
