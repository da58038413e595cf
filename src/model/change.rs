//! What a commit did: to the engagements that stand after it, to what stood in them before, and to the settings. A merge has a version of each
//! for each of its parents.

use super::engagement::Engagement;
use super::settings::Settings;
use super::workflow::StageKind;
use crate::repo::Bytes;

/// Everything that a commit did, as far as a verdict is about it.
#[derive(Debug, Clone, Default)]
pub struct Commit<'a> {
    /// The engagements that stand after it, those that it does not touch included where they are asked for.
    pub changes: Vec<Change<'a>>,
    /// What became of each engagement that it changed or took away, seen from each parent that had it.
    pub passages: Vec<Passage<'a>>,
    /// The files of the settings that it changed.
    pub settings: Vec<SettingsChange<'a>>,
}

impl<'a> Commit<'a> {
    /// A commit that did these changes and nothing else.
    #[must_use]
    pub fn of(changes: Vec<Change<'a>>) -> Self {
        let passages = changes
            .iter()
            .filter(|change| change.touched)
            .flat_map(|change| {
                change.before.iter().map(|before| Passage {
                    before,
                    after: Some(change.after),
                    settings: None,
                    merged: Vec::new(),
                })
            })
            .collect();
        Self {
            changes,
            passages,
            settings: Vec::new(),
        }
    }
}

/// An engagement as one parent of a commit had it, and what became of it.
#[derive(Debug, Clone)]
pub struct Passage<'a> {
    /// As that parent had it.
    pub before: &'a Engagement,
    /// As it is after; nothing where the commit takes it away, or away from where the studio looks.
    pub after: Option<&'a Engagement>,
    /// The parent's settings, where the commit changed them.
    pub settings: Option<&'a Settings>,
    /// In a merge, what the other parents made of it.
    pub merged: Vec<Merged<'a>>,
}

impl Passage<'_> {
    /// Whether it was over before: done or lost by the settings of its time, or never begun.
    #[must_use]
    pub fn was_over(&self, settings: &Settings) -> bool {
        let stage = self.before.stage(self.settings.unwrap_or(settings));
        let over = |kind| matches!(kind, StageKind::Done | StageKind::Lost);
        self.before.stage.is_none() || stage.is_some_and(|stage| over(stage.kind))
    }
}

/// What another parent of a merge made of an engagement since the two parted.
#[derive(Debug, Clone, Copy)]
pub struct Merged<'a> {
    /// As it was where they parted.
    pub base: &'a Engagement,
    /// As the other parent has it; nothing where it took it away.
    pub other: Option<&'a Engagement>,
}

/// A file of the settings that differs from every parent.
#[derive(Debug, Clone)]
pub struct SettingsChange<'a> {
    /// Where it stands, or stood where it is gone.
    pub path: String,
    /// What it holds; nothing where it is gone.
    pub after: Option<Bytes>,
    /// As it was in each parent.
    pub before: Vec<FormerSettings<'a>>,
}

/// A file of the settings as one parent had it.
#[derive(Debug, Clone)]
pub struct FormerSettings<'a> {
    /// The parent's settings; nothing where it had none that can be read.
    pub settings: Option<&'a Settings>,
    /// Where the file stood, and what it held; nothing where it is new.
    pub file: Option<(String, Bytes)>,
}

/// What became of one engagement in one commit.
#[derive(Debug, Clone)]
pub struct Change<'a> {
    /// As it is after.
    pub after: &'a Engagement,
    /// As it was, in each parent that had it; empty where it is new.
    pub before: Vec<&'a Engagement>,
    /// Whether the commit changes its file at all.
    pub touched: bool,
}

/// How an engagement came to be in its stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Movement<'a> {
    /// It stood there before.
    Stays,
    /// It begins there: a new engagement, or one that had no stage.
    Begins,
    /// It moved.
    Moves {
        /// From this stage.
        from: &'a str,
        /// To this one.
        to: &'a str,
    },
}

impl<'a> Change<'a> {
    /// How it came to be in its stage. Where a merge brings it in, it moved only if it stood in that stage on none of the branches.
    #[must_use]
    pub fn movement(&self) -> Movement<'a> {
        let Some(to) = self.after.stage.as_deref() else {
            return Movement::Stays;
        };
        if !self.touched {
            return Movement::Stays;
        }
        let mut stages = self
            .before
            .iter()
            .filter_map(|before| before.stage.as_deref())
            .peekable();
        let Some(&from) = stages.peek() else {
            return Movement::Begins;
        };
        if stages.any(|stage| stage == to) {
            Movement::Stays
        } else {
            Movement::Moves { from, to }
        }
    }

    /// Its owners before and after, where one person handed it to another. A merge is judged by its first parent.
    #[must_use]
    pub fn owners(&self) -> Option<(&'a str, &'a str)> {
        let after = self.after.owner()?;
        let mut owners = self.before.iter().filter_map(|before| before.owner());
        let before = owners.next()?;
        let changed = self.touched
            && !before.eq_ignore_ascii_case(after)
            && !owners.any(|owner| owner.eq_ignore_ascii_case(after));
        changed.then_some((before, after))
    }
}
