//! The verdicts on engagements that nothing touches, remembered from one check of a work tree to the next. Each holds while its file, whatever else
//! was asked for, the settings, the day and the author are as they were; one for which the past was asked is worked out each time.

mod told;

use std::collections::{HashMap, HashSet};
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
    /// A number for the files that the settings were read from.
    pub(super) settings_number: u64,
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

impl Bystanders<'_> {
    /// Judges those at `paths`. `sight` is what was seen of the work tree before any of them was read.
    pub(super) fn judge(
        &self,
        repo: &Repository,
        sight: &Sight,
        paths: &[&str],
    ) -> Result<Seen, Failure> {
        let remembered = Remembered::of(repo);
        let name = self.name();
        let known = remembered.get(KIND, &name);
        let known: Option<Vec<Told>> = known.and_then(|bytes| list::read(&bytes));
        let mut known: HashMap<String, Told> = known
            .unwrap_or_default()
            .into_iter()
            .map(|told| (told.path.clone(), told))
            .collect();
        let files = Kept::new(self.tree);
        let all = paths
            .par_iter()
            .map(|path| {
                let sign = sight.sign(path);
                let holds = |told: &Told| told.holds(sign, &files);
                if known.get(*path).is_some_and(holds) {
                    return Ok(None);
                }
                self.told(path, sign, &files).map(Some)
            })
            .collect::<Result<Vec<Option<Told>>, Failure>>()?;
        let new = all.iter().flatten().filter(|told| told.sign.is_some());
        let is_worth = new.count() * WORTH > paths.len();
        for told in all.into_iter().flatten() {
            known.insert(told.path.clone(), told);
        }
        if is_worth {
            let there: HashSet<&str> = sight.paths().collect();
            let mut lasting: Vec<&Told> = known
                .values()
                .filter(|told| told.sign.is_some() && there.contains(told.path.as_str()))
                .collect();
            lasting.sort_by(|a, b| a.path.cmp(&b.path));
            remembered.put(KIND, &name, &list::write::<Told>(&lasting));
        }
        let mut seen = Seen::default();
        for told in paths.iter().filter_map(|path| known.remove(*path)) {
            seen.engagements += usize::from(told.is_engagement);
            seen.findings.extend(told.findings);
        }
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

    /// A name for all that the verdicts share.
    fn name(&self) -> String {
        let mut sum = Sum::default();
        sum.write_u64(self.settings_number);
        let author = self.author.map(|author| [&author.name, &author.email]);
        for text in author.into_iter().flatten() {
            sum.write(text.as_bytes());
        }
        let root = self.tree.root().to_string_lossy();
        format!("{root} {} {:016x}", self.day, sum.finish())
    }
}

#[cfg(test)]
mod tests;
