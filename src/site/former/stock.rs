//! What is remembered of a build, as bytes: of each engagement, what its past was made from, that past, and the files of its pages.

use super::ByPath;
use crate::repo::remembered::bytes::{Reader, Writer};
use crate::repo::write::Stamp;

/// How many entries one thread reads at a stretch.
const PART: usize = 256;

/// What is remembered of one engagement.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) digest: u64,
    /// From which of the log's commits on all is kept that was said.
    pub(super) since: usize,
    pub(super) files: Vec<(String, Stamp)>,
    /// The past, as it is written.
    pub(super) past: Vec<u8>,
}

/// What a former build remembered.
#[derive(Debug, Default)]
pub(super) struct Stock(ByPath);

impl Stock {
    /// Reads it; nothing where the bytes hold something else.
    pub(super) fn read(bytes: Vec<u8>) -> Option<Self> {
        let mut reader = Reader::new(&bytes);
        let (_, parts) = reader.parts()?;
        let mut entries = ByPath::new();
        for mut part in parts {
            for entry in part.items(entry)? {
                entries.insert(entry.path.clone(), entry);
            }
        }
        reader.is_done().then_some(Self(entries))
    }

    pub(super) fn get(&self, path: &str) -> Option<Entry> {
        self.0.get(path).cloned()
    }
}

fn entry(reader: &mut Reader<'_>) -> Option<Entry> {
    Some(Entry {
        path: reader.text()?.to_owned(),
        digest: reader.number()?,
        since: reader.place()?,
        files: reader.items(|reader| {
            let file = reader.text()?.to_owned();
            let mut number = || reader.number();
            let stamp = Stamp {
                length: number()?,
                written: number()?,
                number: number()?,
            };
            Some((file, stamp))
        })?,
        past: reader.bytes()?.to_vec(),
    })
}

/// Writes entries.
pub(super) fn write(mut entries: Vec<Entry>) -> Vec<u8> {
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    let mut writer = Writer::default();
    writer.parts(&entries, PART, |writer, entry| {
        writer.text(&entry.path);
        writer.number(entry.digest);
        writer.place(entry.since);
        writer.place(entry.files.len());
        for (file, stamp) in &entry.files {
            writer.text(file);
            for number in [stamp.length, stamp.written, stamp.number] {
                writer.number(number);
            }
        }
        writer.bytes(&entry.past);
    });
    writer.bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_other_bytes_are_nothing() {
        let entry = Entry {
            path: "engagements/a.md".to_owned(),
            digest: 7,
            since: 3,
            files: vec![(
                "engagements/a/history.html".to_owned(),
                Stamp {
                    length: 1,
                    written: u64::MAX,
                    number: 3,
                },
            )],
            past: b"past".to_vec(),
        };
        let bytes = write(vec![entry.clone()]);
        let read = Stock::read(bytes.clone()).and_then(|stock| stock.get(&entry.path));
        assert_eq!(format!("{read:?}"), format!("{:?}", Some(entry)));
        for end in 0..bytes.len() {
            let part = bytes.get(..end).unwrap_or_default().to_vec();
            assert!(Stock::read(part).is_none(), "{end}");
        }
    }
}
