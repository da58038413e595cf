//! What is told apart in all versions of an engagement, so that the first commit of each is known.

use std::collections::HashMap;

use crate::day::Day;
use crate::model::{Engagement, Settings};
use crate::text::{Keyword, Mark};

/// Something that is told apart in all versions: a mark by its id or words, a handoff by its name and day.
#[derive(PartialEq, Eq, Hash)]
pub(super) enum Mentioned {
    Id(Keyword, String),
    Text(Keyword, Option<Day>, String),
    Handoff(Option<Day>, String),
}

/// The commit that something first stood in.
pub(super) struct First {
    /// The commit that made it, and the one that landed it, as indices of the log.
    pub made: usize,
    pub landed: usize,
    /// The stage of the engagement before that commit.
    pub stage: String,
}

impl Mentioned {
    pub(super) fn mark(mark: &Mark) -> Self {
        match &mark.id {
            Some(id) => Self::Id(mark.keyword, id.clone()),
            None => Self::Text(mark.keyword, mark.day, mark.text.clone()),
        }
    }
}

/// Notes the marks and handoffs of a version that nobody has seen yet, with the commit that made it and the one that landed it.
pub(super) fn note(
    first: &mut HashMap<Mentioned, First>,
    (made, landed): (usize, usize),
    stage: &str,
    version: &Engagement,
    settings: &Settings,
) {
    let mut note = |what: Mentioned| {
        first.entry(what).or_insert_with(|| First {
            made,
            landed,
            stage: stage.to_owned(),
        });
    };
    for mark in version.document.log.marks() {
        if matches!(
            mark.keyword,
            Keyword::Promise | Keyword::Question | Keyword::Waiver
        ) {
            note(Mentioned::mark(mark));
        }
    }
    for handoff in version.handoffs(settings) {
        note(Mentioned::Handoff(handoff.entry.day, handoff.name()));
    }
}
