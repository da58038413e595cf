//! Acts: what somebody wants done to an engagement, as the file it makes and the message of its commit. Each is a pure function of the engagement,
//! the settings, the day and whoever acts; the command line and the editor's quick fixes call the same ones.

pub mod accept;
pub mod advance;
pub mod comments;
pub mod decide;
mod id;
pub mod log;
mod mark;
pub mod new;
pub mod person;
pub mod settle;
pub mod task;
pub mod waive;

use crate::day::Day;
use crate::model::{Engagement, Settings};
use crate::repo::Failure;
use crate::text::edit::{Editor, NewEntry, Refusal};

pub use id::fresh;
pub use mark::add;

/// What an act stands on.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The engagement as it is.
    pub engagement: &'a Engagement,
    /// The studio's settings.
    pub settings: &'a Settings,
    /// The day that counts as today.
    pub day: Day,
    /// Who acts, as a handle without `@`; nothing where the studio does not know them.
    pub person: Option<&'a str>,
    /// What the ids of new marks follow from. The same seed gives the same ids.
    pub seed: u64,
}

/// What an act comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// The engagement's id.
    pub engagement: String,
    /// The file, from the top of the repository.
    pub path: String,
    /// What it holds then.
    pub text: String,
    /// The message of its commit, in one line: `acme/rebrand: proposal to scope`.
    pub message: String,
    /// What was done, in words for whoever did it.
    pub told: String,
}

impl<'a> Scene<'a> {
    /// Begins to edit the engagement's file.
    ///
    /// # Errors
    /// Where its front-matter cannot be read.
    pub fn editor(&self) -> Result<Editor, Failure> {
        Editor::new(self.engagement.document.clone()).map_err(|refusal| {
            self.refused(&refusal)
                .hint("mend that first; `orbit check` shows it in its place")
        })
    }

    /// An edit that was not made, as a failure that names the file and the line.
    #[must_use]
    pub fn refused(&self, refusal: &Refusal) -> Failure {
        Failure::new(format!(
            "{}:{}: {}",
            self.engagement.path, refusal.position.line, refusal.message
        ))
        .hint("nothing was written")
    }

    /// The entry of today that a mark goes into: the newest one of whoever acts that is no handoff; a new one, `Notes`, where there is none.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn entry_of_today(&self, editor: &mut Editor) -> Result<usize, Failure> {
        let handoffs: Vec<usize> = self
            .engagement
            .handoffs(self.settings)
            .iter()
            .map(|handoff| handoff.index)
            .collect();
        let mine = |author: Option<&str>| {
            author.is_none_or(|author| {
                self.person
                    .is_some_and(|person| person.eq_ignore_ascii_case(author))
            })
        };
        let entries = &self.engagement.document.log.entries;
        let todays: Vec<usize> = entries
            .iter()
            .enumerate()
            .filter(|(index, entry)| {
                entry.day == Some(self.day)
                    && mine(entry.author.as_deref())
                    && !handoffs.contains(index)
            })
            .map(|(index, _)| index)
            .collect();
        let days: Vec<Day> = entries.iter().filter_map(|entry| entry.day).collect();
        let newest = if days.first() > days.last() {
            todays.first()
        } else {
            todays.last()
        };
        if let Some(&index) = newest {
            return Ok(index);
        }
        let entry = NewEntry {
            day: self.day,
            title: "Notes",
            author: self.person,
            body: "",
        };
        editor
            .add_entry(&entry)
            .map_err(|refusal| self.refused(&refusal))
    }

    /// Gives each promise, decision, question and waiver of an entry that has no id one.
    fn name_marks(&self, editor: &mut Editor, index: usize) -> Result<(), Failure> {
        loop {
            let document = editor.document();
            let entry = document.log.entries.get(index);
            let nameless = entry.and_then(|entry| {
                let mut marks = entry.marks.iter();
                marks.find(|mark| mark.id.is_none() && mark::is_named(mark.keyword))
            });
            let Some(mark) = nameless.cloned() else {
                return Ok(());
            };
            let id = fresh(document, self.seed);
            editor
                .name_mark(&mark, &id)
                .map_err(|refusal| self.refused(&refusal))?;
        }
    }

    /// What the act comes to.
    fn deed(&self, editor: Editor, what: &str, told: impl Into<String>) -> Deed {
        Deed {
            engagement: self.engagement.id.clone(),
            path: self.engagement.path.clone(),
            text: editor.finish(),
            message: format!("{}: {what}", self.engagement.id),
            told: told.into(),
        }
    }
}
