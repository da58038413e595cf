//! What is remembered of one engagement: what its pages were made from, its past, and the files of its pages.

use std::hash::Hasher;

use crate::repo::remembered::bytes::{Reader, Sum, Writer};
use crate::repo::remembered::value::Value;
use crate::repo::write::Stamp;
use crate::site::studio::Asked;

#[derive(Debug, Clone)]
pub(in crate::site) struct Entry {
    pub(super) path: String,
    /// A number for the file, its commits and what the studio shares.
    pub(super) digest: u64,
    /// The files that were asked for, with a number for what was there.
    pub(super) files: Vec<(String, u64)>,
    /// What was asked about other engagements.
    pub(super) asked: Vec<Asked>,
    /// The pages as they were written.
    pub(super) pages: Vec<(String, Stamp)>,
    /// The past, as it is written.
    pub(super) past: Vec<u8>,
}

impl Entry {
    /// A number for all that its pages were made from.
    pub(super) fn number(&self) -> u64 {
        let mut writer = Writer::default();
        self.files.write(&mut writer);
        self.asked.write(&mut writer);
        let mut sum = Sum::default();
        sum.write_u64(self.digest);
        sum.write(&writer.bytes);
        sum.finish()
    }
}

impl Value for Entry {
    fn write(&self, writer: &mut Writer) {
        self.path.write(writer);
        writer.raw(&self.digest.to_le_bytes());
        self.files.write(writer);
        self.asked.write(writer);
        self.pages.write(writer);
        writer.bytes(&self.past);
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            path: Value::read(reader)?,
            digest: u64::from_le_bytes(reader.raw(8)?.try_into().ok()?),
            files: Value::read(reader)?,
            asked: Value::read(reader)?,
            pages: Value::read(reader)?,
            past: reader.bytes()?.to_vec(),
        })
    }
}
