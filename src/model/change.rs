//! Two versions of one engagement compared by meaning: what a commit did to it. A merge has a version for each of its parents.

use super::engagement::Engagement;

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
