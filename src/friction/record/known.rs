//! What former runs made of the engagements: an account is made from the engagement's own versions and commits, from what the whole studio shares
//! (the settings now and at each commit), and from whether the files are there that its links name. The first two are told by a number; of the
//! third it is noted what was asked for and what was there, and it is looked up again.

use std::collections::HashMap;
use std::hash::Hasher;

use super::Inputs;
use crate::friction::account::Account;
use crate::repo::history::{Log, Trail};
use crate::repo::noted::answer;
use crate::repo::remembered::bytes::{Reader, Sum, Writer};
use crate::repo::remembered::list;
use crate::repo::remembered::value::Value;

/// Of so many entries that are new, or of more than one in so many of all, the next run is told.
const WORTH: usize = 64;

/// What is remembered of one engagement.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    path: String,
    /// A number for its versions, its commits and what the studio shares.
    number: u64,
    /// The files that were asked for, with a number for what was there.
    files: Vec<(String, u64)>,
    /// The account as it is written; none where the file is no engagement.
    account: Vec<u8>,
}

impl Value for Entry {
    fn write(&self, writer: &mut Writer) {
        self.path.write(writer);
        self.number.write(writer);
        self.files.write(writer);
        writer.bytes(&self.account);
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            path: Value::read(reader)?,
            number: Value::read(reader)?,
            files: Value::read(reader)?,
            account: reader.bytes()?.to_vec(),
        })
    }
}

/// What former runs made, by the path of the engagement.
#[derive(Debug, Default)]
pub struct Known {
    entries: HashMap<String, Entry>,
}

impl Known {
    /// Reads what was remembered; nothing is known where the bytes hold something else.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        let entries: Vec<Entry> = list::read(bytes).unwrap_or_default();
        let entries = entries.into_iter();
        Self {
            entries: entries.map(|entry| (entry.path.clone(), entry)).collect(),
        }
    }

    /// The account of an engagement, where all that it was made from is as it was; inside, none where the file is no engagement.
    pub(super) fn account(
        &self,
        inputs: &Inputs<'_>,
        path: &str,
        number: u64,
    ) -> Option<Option<Account>> {
        let entry = self.entries.get(path)?;
        let is = |(file, known): &(String, u64)| {
            answer(inputs.tree, file).is_ok_and(|answer| answer == *known)
        };
        if entry.number != number || !entry.files.iter().all(is) {
            return None;
        }
        let mut reader = Reader::new(&entry.account);
        let account = Value::read(&mut reader)?;
        reader.is_done().then_some(account)
    }

    /// What the next run is to know, with these entries that are new, where that is worth writing down.
    pub(super) fn with(&self, new: Vec<Entry>, log: &Log) -> Option<Vec<u8>> {
        let trails = &log.trails;
        let is_little = new.len() < WORTH && new.len() <= trails.len() / WORTH;
        // What lacks versions is not what the next run may find.
        if !log.is_whole() || (is_little && self.entries.len() <= trails.len()) {
            return None;
        }
        let new: HashMap<&str, &Entry> = new
            .iter()
            .map(|entry| (entry.path.as_str(), entry))
            .collect();
        let all: Vec<&Entry> = trails
            .iter()
            .filter_map(|trail| {
                let path = trail.path.as_str();
                new.get(path).copied().or_else(|| self.entries.get(path))
            })
            .collect();
        Some(list::write::<Entry>(&all))
    }
}

impl Entry {
    pub(super) fn new(
        path: &str,
        number: u64,
        files: Vec<(String, u64)>,
        account: &Option<Account>,
    ) -> Self {
        let mut writer = Writer::default();
        account.write(&mut writer);
        Self {
            path: path.to_owned(),
            number,
            files,
            account: writer.bytes,
        }
    }
}

/// A number for what the accounts of all engagements share: the settings now and at each commit, and where history ends.
pub(super) fn shared(inputs: &Inputs<'_>) -> u64 {
    let mut sum = Sum::default();
    sum.write_u64(inputs.settings_number);
    inputs.log.sum_up_settings(&mut sum);
    sum.finish()
}

/// A number for what the account of one engagement is made from.
pub(super) fn number(inputs: &Inputs<'_>, shared: u64, trail: &Trail) -> u64 {
    let mut sum = Sum::default();
    sum.write_u64(shared);
    sum.write(trail.path.as_bytes());
    inputs.log.sum_up(&mut sum, &trail.steps);
    sum.finish()
}
