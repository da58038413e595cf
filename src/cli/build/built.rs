//! What is remembered of a whole build: what it was made from and what it left, so that the next one can see that nothing has changed.

use std::path::{Path, absolute};

use crate::day::Day;
use crate::repo::remembered::Remembered;
use crate::repo::remembered::bytes::{Reader, Writer};
use crate::repo::remembered::value::{Value, value_struct};
use crate::repo::sight::Sight;
use crate::repo::write::{Folder, Whole};
use crate::repo::{CommitId, Failure, Repository, WorkTree};

/// What results of this kind are called.
const KIND: &str = "built";

/// A build. It is a function of these: the day, the commit, what the work tree answers, whom it is for, and this very program.
pub(super) struct Built {
    for_whom: String,
    day: Day,
    head: Option<String>,
    sight: Sight,
    whole: Whole,
    pages: usize,
}

value_struct!(Built {
    for_whom,
    day,
    head,
    sight,
    whole,
    pages
});

/// What a build is asked for.
#[derive(Clone)]
pub(super) struct Asked {
    /// Whom it is for; empty for the studio itself.
    pub(super) for_whom: String,
    /// The day that counts as today.
    pub(super) day: Day,
    /// The commit that is checked out.
    pub(super) head: Option<CommitId>,
}

/// Where whole builds are remembered.
pub(super) struct Shelf {
    remembered: Remembered,
    name: String,
}

impl Shelf {
    /// That of builds in this folder. Nothing where a build depends on what is not looked at.
    pub(super) fn of(repository: &Repository, folder: &Path) -> Option<Self> {
        let whole = absolute(folder).ok()?;
        Self::is_seen_through(repository).then(|| Self {
            remembered: Remembered::of(repository),
            name: whole.to_string_lossy().into_owned(),
        })
    }

    /// Whether its history is a function of its commit and `.mailmap`: history may be fetched into a shallow clone, and a mailmap stand anywhere.
    pub(super) fn is_seen_through(repository: &Repository) -> bool {
        let named = ["mailmap.file", "mailmap.blob"]
            .into_iter()
            .any(|key| repository.setting(key).is_some());
        !named && !repository.is_shallow()
    }

    /// The newest build.
    pub(super) fn get(&self) -> Option<Built> {
        let bytes = self.remembered.get(KIND, &self.name)?;
        let mut reader = Reader::new(&bytes);
        let built = Built::read(&mut reader)?;
        reader.is_done().then_some(built)
    }

    /// Remembers a build.
    pub(super) fn put(&self, built: &Built) {
        let mut writer = Writer::default();
        built.write(&mut writer);
        self.remembered.put(KIND, &self.name, &writer.bytes);
    }
}

impl Built {
    pub(super) fn new(asked: Asked, sight: Sight, whole: Whole, pages: usize) -> Self {
        Self {
            for_whom: asked.for_whom,
            day: asked.day,
            head: asked.head.map(|head| head.to_string()),
            sight,
            whole,
            pages,
        }
    }

    /// What is seen now of the folders whose files it listed.
    pub(super) fn look(&self, tree: &WorkTree) -> Result<Sight, Failure> {
        Sight::of(tree, self.sight.folders())
    }

    /// How many pages there are, if what it left is what would be built now. `now` is what is seen of the work tree, where there is one.
    pub(super) fn stands(
        mut self,
        asked: &Asked,
        tree: Option<&WorkTree>,
        now: &mut Sight,
        folder: &Path,
        shelf: &Shelf,
    ) -> Result<Option<usize>, Failure> {
        let head = asked.head.as_ref().map(CommitId::to_string);
        if self.for_whom != asked.for_whom || self.day != asked.day || self.head != head {
            return Ok(None);
        }
        if let Some(tree) = tree
            && !self.sight.is_so(tree, now)?
        {
            return Ok(None);
        }
        if !self.whole.stands(folder) {
            return Ok(None);
        }
        Folder::tidy(folder);
        if tree.is_some() && now.is_clearer(&self.sight) {
            std::mem::swap(&mut self.sight, now);
            shelf.put(&self);
        }
        Ok(Some(self.pages))
    }
}
