//! What a page asked about other engagements than its own, and the answers: while they are the same, so is the page.

use std::hash::Hasher;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Core, Studio};
use crate::repo::remembered::bytes::Sum;
use crate::repo::remembered::value::{value_enum, value_struct};

/// A question about other engagements.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::site) enum Question {
    /// Which one is called so?
    Named(String),
    /// Where does a link in the text of this file lead?
    Leads(String, String),
    /// Which ones continue the page's own?
    Followers,
    /// What do those hold that are near to the page's own?
    Near,
}

/// A question and a number for its answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    question: Question,
    answer: u64,
}

value_enum!(Question { 0 Named(name), 1 Leads(from, to), 2 Followers, 3 Near });
value_struct!(Asked { question, answer });

impl<'a> Studio<'a> {
    /// The same studio, noting from now on what it is asked.
    #[must_use]
    pub fn noting(&self) -> Self {
        Self {
            core: Arc::clone(&self.core),
            asked: Some(Mutex::default()),
        }
    }

    /// What it was asked, each question once.
    #[must_use]
    pub fn asked(self) -> Vec<Asked> {
        let asked = self.asked.map(Mutex::into_inner);
        let mut asked = asked.map_or_else(Vec::new, |asked| {
            asked.unwrap_or_else(PoisonError::into_inner)
        });
        asked.sort();
        asked.dedup();
        asked
    }

    /// Whether the answer is still the same, for a page about the engagement at `own`.
    #[must_use]
    pub fn answers(&self, own: usize, asked: &Asked) -> bool {
        let answer = match &asked.question {
            Question::Named(name) => self.core.faces(self.core.find(name)),
            Question::Leads(from, to) => lead(self.core.leads(from, to).as_deref()),
            Question::Followers => {
                let followers = self.core.followers.get(&own);
                self.core.faces(followers.into_iter().flatten().copied())
            }
            Question::Near => self.core.nearness(own),
        };
        answer == asked.answer
    }

    pub(super) fn note_named(&self, name: &str, found: Option<usize>) {
        self.push(|core| Asked {
            question: Question::Named(name.to_owned()),
            answer: core.faces(found),
        });
    }

    pub(super) fn note_followers(&self, own: usize) {
        self.push(|core| Asked {
            question: Question::Followers,
            answer: core.faces(core.followers.get(&own).into_iter().flatten().copied()),
        });
    }

    pub(super) fn note_near(&self, own: usize) {
        self.push(|core| Asked {
            question: Question::Near,
            answer: core.nearness(own),
        });
    }

    pub(super) fn note_lead(&self, from: &str, to: &str, leads: Option<&str>) {
        self.push(|_| Asked {
            question: Question::Leads(from.to_owned(), to.to_owned()),
            answer: lead(leads),
        });
    }

    fn push(&self, asked: impl FnOnce(&Core<'a>) -> Asked) {
        if let Some(all) = &self.asked {
            let one = asked(&self.core);
            all.lock().unwrap_or_else(PoisonError::into_inner).push(one);
        }
    }
}

impl Core<'_> {
    /// A number for all that pages of others say of these engagements.
    pub(in crate::site) fn faces(&self, all: impl IntoIterator<Item = usize>) -> u64 {
        let mut sum = Sum::default();
        for work in all.into_iter().filter_map(|at| self.works.get(at)) {
            let engagement = &work.engagement;
            let client = engagement.client.as_ref();
            let client = client.and_then(|folder| self.clients.get(folder));
            sum.write_u8(1);
            sum.write(engagement.id.as_bytes());
            sum.write(engagement.title().as_bytes());
            sum.write(work.url.as_bytes());
            sum.write(client.map_or("", |client| &client.name).as_bytes());
        }
        sum.finish()
    }
}

fn lead(url: Option<&str>) -> u64 {
    let mut sum = Sum::default();
    sum.write_u8(u8::from(url.is_some()));
    sum.write(url.unwrap_or_default().as_bytes());
    sum.finish()
}
