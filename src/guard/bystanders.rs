//! The verdicts on engagements that nothing touches, remembered from one check of a work tree to the next. Each holds while its file, whatever else
//! was asked for, the settings, the day and the author are as they were; one for which the past was asked is worked out each time.

mod told;

use std::collections::HashSet;
use std::hash::Hasher;

use rayon::prelude::*;

use self::told::Told;
use super::past::Heard;
use crate::check::{self, Context, Past};
use crate::day::Day;
use crate::finding::Finding;
use crate::model::{Engagement, Settings};
use crate::repo::noted::Noted;
use crate::repo::remembered::bytes::Sum;
use crate::repo::remembered::{Remembered, list};
use crate::repo::sight::{Sight, Sign};
use crate::repo::{Author, Failure, Kept, Repository, Tree, WorkTree};

/// What results of this kind are called.
const KIND: &str = "verdicts";

/// Of more than one in so many verdicts that are new, the next check is told.
const WORTH: usize = 64;

/// What verdicts on bystanders depend on besides their files.
pub(super) struct Bystanders<'a> {
    pub(super) tree: &'a WorkTree,
    pub(super) settings: &'a Settings,
    pub(super) day: Day,
    pub(super) author: Option<&'a Author>,
    pub(super) past: &'a dyn Past,
}

/// What was found in them.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) findings: Vec<Finding>,
    /// How many of the files are engagements.
    pub(super) engagements: usize,
}

/// The verdicts that are remembered.
pub(super) struct Known {
    remembered: Remembered,
    /// A name for all that they share.
    name: String,
    /// Sorted by path.
    told: Vec<Told>,
}

impl Known {
    /// Those by settings whose files have this number, on this day, with this author.
    pub(super) fn read(
        repo: &Repository,
        tree: &WorkTree,
        settings_number: u64,
        day: Day,
        author: Option<&Author>,
    ) -> Self {
        let mut sum = Sum::default();
        sum.write_u64(settings_number);
        let author = author.map(|author| [&author.name, &author.email]);
        for text in author.into_iter().flatten() {
            sum.write(text.as_bytes());
        }
        let root = tree.root().to_string_lossy();
        let name = format!("{root} {day} {:016x}", sum.finish());
        let remembered = Remembered::of(repo);
        let bytes = remembered.get(KIND, &name);
        let told = bytes.and_then(|bytes| list::read(&bytes));
        Self {
            told: told.unwrap_or_default(),
            remembered,
            name,
        }
    }

    /// The place of the verdict on a file.
    fn find(&self, path: &str) -> Option<usize> {
        let order = |told: &Told| told.path.as_str().cmp(path);
        self.told.binary_search_by(order).ok()
    }

    /// Takes verdicts in, in the place of those on the same files, and remembers what lasts and is there.
    fn remember(&mut self, new: &[Told], sight: &Sight) {
        let there: HashSet<&str> = sight.paths().collect();
        let is_new: HashSet<&str> = new.iter().map(|told| told.path.as_str()).collect();
        let former = self.told.iter();
        let former = former.filter(|told| !is_new.contains(told.path.as_str()));
        let mut lasting: Vec<&Told> = former
            .chain(new)
            .filter(|told| told.sign.is_some() && there.contains(told.path.as_str()))
            .collect();
        lasting.sort_by(|a, b| a.path.cmp(&b.path));
        let bytes = list::write::<Told>(&lasting);
        self.remembered.put(KIND, &self.name, &bytes);
    }
}

impl Bystanders<'_> {
    /// Judges those at `paths`. `sight` is what was seen of the work tree before any of them was read.
    pub(super) fn judge(
        &self,
        mut known: Known,
        sight: &Sight,
        paths: &[&str],
    ) -> Result<Seen, Failure> {
        let files = Kept::new(self.tree);
        let all = paths
            .par_iter()
            .map(|path| {
                let sign = sight.sign(path);
                let at = known.find(path);
                let former = at.and_then(|at| known.told.get(at));
                if former.is_some_and(|told| told.holds(sign, &files)) {
                    return Ok((at, None));
                }
                Ok((None, Some(self.told(path, sign, &files)?)))
            })
            .collect::<Result<Vec<(Option<usize>, Option<Told>)>, Failure>>()?;
        let (places, new): (Vec<Option<usize>>, Vec<Option<Told>>) = all.into_iter().unzip();
        let mut new: Vec<Told> = new.into_iter().flatten().collect();
        let lasting = new.iter().filter(|told| told.sign.is_some());
        if lasting.count() * WORTH > paths.len() {
            known.remember(&new, sight);
        }
        let mut seen = Seen::default();
        let mut add = |told: &mut Told| {
            seen.engagements += usize::from(told.is_engagement);
            seen.findings.append(&mut told.findings);
        };
        for at in places.into_iter().flatten() {
            known.told.get_mut(at).into_iter().for_each(&mut add);
        }
        new.iter_mut().for_each(add);
        Ok(seen)
    }

    /// The verdict on one.
    fn told(&self, path: &str, sign: Option<Sign>, files: &dyn Tree) -> Result<Told, Failure> {
        let noted = Noted::new(files);
        let past = Heard::new(self.past);
        let bytes = self.tree.read(path)?;
        let read = bytes.and_then(|bytes| Engagement::read(path, &bytes, self.settings));
        let context = Context::new(self.settings, &noted, self.day, self.author, &past);
        let findings = read
            .as_ref()
            .map(|engagement| check::aside(engagement, &context));
        drop(context);
        let notes = noted.notes();
        let lasts = !notes.has_lists && !past.was_asked();
        Ok(Told {
            path: path.to_owned(),
            sign: sign.filter(|_| lasts),
            notes,
            is_engagement: read.is_some(),
            findings: findings.unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests;
