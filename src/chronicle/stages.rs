//! What versions of engagements say of their stage, as bytes and back: few words, and many ids that each take two of them.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Said, Stages};
use crate::repo::history::BlobId;
use crate::repo::remembered::bytes::{Reader, Writer};

/// What results of this kind are called.
pub(super) const KIND: &str = "stages";

/// Writes what is known.
pub(super) fn write(said: &Stages) -> Vec<u8> {
    let mut sorted: Vec<(&BlobId, &Said)> = said.iter().collect();
    sorted.sort_unstable_by_key(|(id, _)| *id);
    let mut words: Vec<&str> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (_, said) in &sorted {
        for word in said.stage.iter().chain(&said.workflow) {
            places.entry(word).or_insert_with(|| {
                words.push(word);
                words.len()
            });
        }
    }
    let mut writer = Writer::default();
    writer.place(words.len());
    for word in words {
        writer.text(word);
    }
    let width = sorted.first().map_or(0, |(id, _)| id.as_bytes().len());
    writer.place(width);
    writer.place(sorted.len());
    // Nothing is 0, a word its place from 1.
    let place = |word: &Option<Arc<str>>| {
        let word = word.as_deref();
        word.and_then(|word| places.get(word)).copied().unwrap_or(0)
    };
    for (id, said) in sorted {
        writer.raw(id.as_bytes());
        writer.place(place(&said.stage));
        writer.place(place(&said.workflow));
    }
    writer.bytes
}

/// Reads it; nothing where the bytes hold something else.
pub(super) fn read(bytes: &[u8]) -> Option<Stages> {
    let mut reader = Reader::new(bytes);
    let words: Vec<Arc<str>> = reader.items(|reader| reader.text().map(Arc::from))?;
    let width = reader.place()?;
    let count = reader.place()?;
    if count > bytes.len() {
        return None;
    }
    let mut said = Stages::with_capacity_and_hasher(count, Default::default());
    for _ in 0..count {
        let id = BlobId::from_bytes(reader.raw(width)?).ok()?;
        let mut word = || match reader.place()?.checked_sub(1) {
            None => Some(None),
            Some(at) => Some(Some(words.get(at)?.clone())),
        };
        let (stage, workflow) = (word()?, word()?);
        said.insert(id, Said { stage, workflow });
    }
    reader.is_done().then_some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_other_bytes_are_nothing() {
        let id = |byte| BlobId::from_bytes(&[byte; 20]).expect("an id");
        let word = |word: &str| Some(Arc::from(word));
        let known = Stages::from_iter([
            (
                id(1),
                Said {
                    stage: word("lead"),
                    workflow: None,
                },
            ),
            (
                id(2),
                Said {
                    stage: None,
                    workflow: word("product"),
                },
            ),
            (
                id(3),
                Said {
                    stage: word("lead"),
                    workflow: word("lead"),
                },
            ),
        ]);
        let bytes = write(&known);
        assert_eq!(read(&bytes), Some(known));
        assert_eq!(read(&write(&Stages::default())), Some(Stages::default()));
        for end in 0..bytes.len() {
            assert_eq!(read(bytes.get(..end).unwrap_or_default()), None, "{end}");
        }
    }
}
