//! The whole studio with what became of each engagement and how it stands: what pages about several are made from.

use std::collections::HashMap;

use super::pages::engagement::Subject;
use super::past::{Happened, Past};
use super::standing::Standing;
use super::studio::{Studio, Work};
use super::view;
use crate::check::Context;
use crate::model::words::count;
use crate::next::{self, About, Item};

/// What is to be said alike of more engagements than this is said once for all of them.
const ALIKE: usize = 4;

/// So many of them are named beside the first.
const NAMED: usize = 11;

/// What is to be said alike of several engagements.
#[derive(PartialEq, Eq, Hash)]
struct Alike {
    word: &'static str,
    late: bool,
    workflow: String,
    of: String,
}

/// The studio and all that is known of it.
pub struct State<'s> {
    /// The studio.
    pub studio: &'s Studio<'s>,
    /// What became of each engagement, in the order of [`Studio::works`].
    pub pasts: &'s [Past],
    /// How each stands.
    pub standings: &'s [Standing<'s>],
    /// What needs are judged by.
    pub context: &'s Context<'s>,
}

impl<'s> State<'s> {
    /// Every engagement, by id.
    pub fn subjects(&self) -> impl Iterator<Item = Subject<'s>> {
        (0..self.studio.works.len()).filter_map(|at| self.subject(at))
    }

    /// One engagement.
    #[must_use]
    pub fn subject(&self, at: usize) -> Option<Subject<'s>> {
        Some(Subject {
            studio: self.studio,
            at,
            work: self.studio.works.get(at)?,
            past: self.pasts.get(at)?,
            standing: self.standings.get(at)?,
            context: self.context,
        })
    }

    /// What waits in the engagements that `wanted` picks, the most urgent first.
    pub fn waiting(&self, wanted: impl Fn(&Work, &Item<'s>) -> bool) -> Vec<(usize, &'s Item<'s>)> {
        let mut found: Vec<(usize, &'s Item<'s>)> = self
            .standings
            .iter()
            .enumerate()
            .flat_map(|(at, standing)| standing.items.iter().map(move |item| (at, item)))
            .filter(|(_, item)| item.presses())
            .filter(|(at, item)| {
                self.studio
                    .works
                    .get(*at)
                    .is_some_and(|work| wanted(work, item))
            })
            .collect();
        found.sort_by_key(|(at, item)| (next::order(item), *at));
        found
    }

    /// The first `most` of these as views on a page whose way to the top is `root`, and how many more there are. What is to be said alike of many
    /// engagements is said once, where the first of them stands.
    #[must_use]
    pub fn views(
        &self,
        waiting: &[(usize, &'s Item<'s>)],
        most: usize,
        root: &str,
    ) -> (Vec<view::Attention<'s>>, usize) {
        let keys: Vec<Option<Alike>> = waiting
            .iter()
            .map(|(at, item)| self.alike(*at, item))
            .collect();
        let mut alike: HashMap<&Alike, Vec<&(usize, &'s Item<'s>)>> = HashMap::new();
        for (key, one) in keys.iter().zip(waiting) {
            if let Some(key) = key {
                alike.entry(key).or_default().push(one);
            }
        }
        alike.retain(|_, all| all.len() > ALIKE);
        let mut views = Vec::new();
        let mut told = 0;
        for (key, one) in keys.iter().zip(waiting) {
            let all = match key.as_ref().filter(|key| alike.contains_key(key)) {
                // Taken out, so that those after the first are passed over.
                Some(key) => alike.insert(key, Vec::new()).unwrap_or_default(),
                None => vec![one],
            };
            if all.is_empty() {
                continue;
            }
            if views.len() == most {
                break;
            }
            told += all.len();
            views.extend(self.view(&all, root));
        }
        (views, waiting.len() - told)
    }

    /// One view of what is to be said of one engagement, or alike of several.
    fn view(&self, all: &[&(usize, &'s Item<'s>)], root: &str) -> Option<view::Attention<'s>> {
        let ((at, item), others) = all.split_first()?;
        let subject = self.subject(*at)?;
        let mut view = subject
            .standing
            .item(item, self.studio, subject.work, subject.past, root);
        if others.is_empty() {
            return Some(view);
        }
        view.label = match item.about {
            About::File(_) => format!("{} cannot be read", all.len()),
            _ => count(all.len(), "engagement"),
        };
        view.who = view
            .who
            .filter(|_| others.iter().all(|(_, other)| other.who == item.who));
        view.others = others
            .iter()
            .take(NAMED)
            .filter_map(|(at, _)| Some(self.studio.reference(self.studio.works.get(*at)?)))
            .collect();
        view.others_more = others.len().saturating_sub(NAMED);
        Some(view)
    }

    /// What is the same of every engagement of which this is to be said; nothing where it is of this one alone.
    fn alike(&self, at: usize, item: &Item<'_>) -> Option<Alike> {
        let workflow = &self.studio.works.get(at)?.engagement.workflow;
        let of = match &item.about {
            About::File(problem) => (*problem).to_owned(),
            About::Stage(stage) => stage.unwrap_or_default().to_owned(),
            About::Unowned => String::new(),
            About::Quiet => self.standings.get(at)?.stage?.id.clone(),
            About::Ready(next) => next.id.clone(),
            About::Needs {
                stage,
                missing,
                settled: false,
            } => {
                let keys: Vec<&str> = missing.iter().map(|need| need.key.as_str()).collect();
                format!("{}: {}", stage.id, keys.join(", "))
            }
            _ => return None,
        };
        Some(Alike {
            word: item.about.word(),
            late: item.late,
            workflow: workflow.clone(),
            of,
        })
    }

    /// What happened in the studio, the newest first by when it reached this branch.
    #[must_use]
    pub fn lately(&self) -> Vec<(usize, &'s Happened)> {
        let mut all: Vec<(usize, &'s Happened)> = self
            .pasts
            .iter()
            .enumerate()
            .flat_map(|(at, past)| past.happened.iter().map(move |happened| (at, happened)))
            .collect();
        all.sort_by_key(|(at, happened)| {
            (
                std::cmp::Reverse(happened.landed),
                std::cmp::Reverse(happened.made),
                *at,
            )
        });
        all
    }
}
