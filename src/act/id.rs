//! Names for marks: short and random, because numbered ones collide as soon as two branches are open.

use crate::text::Document;

/// Letters and digits that cannot be taken for one another; no vowels, so that no words come about.
const SIGNS: &[u8] = b"bcdfghjkmnpqrstvwxz23456789";

/// How many of the signs are letters: an id begins with one.
const LETTERS: u64 = 19;

/// How long an id is. With about half a million of them, two branches that name ten marks each meet once in some five thousand merges.
const LENGTH: usize = 4;

/// An id that no mark of the document has. The same seed gives the same id.
#[must_use]
pub fn fresh(document: &Document, seed: u64) -> String {
    let mut state = seed;
    loop {
        let id = spelled(&mut state);
        let taken = document.text.contains(&format!("^{id}"));
        if !taken {
            return id;
        }
    }
}

fn spelled(state: &mut u64) -> String {
    let mut number = next(state);
    let mut id = String::with_capacity(LENGTH);
    for at in 0..LENGTH {
        let base = if at == 0 { LETTERS } else { SIGNS.len() as u64 };
        let sign = usize::try_from(number % base).unwrap_or_default();
        id.push(char::from(SIGNS.get(sign).copied().unwrap_or(b'b')));
        number /= base;
    }
    id
}

/// The next number of a series that runs through all of them.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut number = *state;
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_follows_from_its_seed_and_is_not_taken() {
        let empty = Document::parse(b"---\n---\n");
        let first = fresh(&empty, 7);
        assert_eq!(first, fresh(&empty, 7));
        assert_ne!(first, fresh(&empty, 8));
        assert!(first.len() == LENGTH && first.starts_with(|sign: char| sign.is_ascii_lowercase()));
        let taken = Document::parse(format!("---\n---\n- a ^{first}\n").as_bytes());
        assert_ne!(first, fresh(&taken, 7));
    }
}
