//! Thousands of documents, each a sample with a few bytes, lines or its end changed. The same ones on every run.

use super::samples::ALL;
use super::{Document, fields_agree, hold};

/// How many documents are tried.
const ROUNDS: usize = 3_000;

/// Bytes that mean something to a parser, and some that are not UTF-8.
const TELLING: &[u8] = b"-:#[]{}()\"'`*_|>&!?@^%,.~\\ \t\r\n\0ax1\xef\xbb\xbf\xc3\xff";

/// A small generator of numbers that look random (splitmix64).
struct Dice(u64);

impl Dice {
    /// A number below `sides`, which is not 0.
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((word ^ (word >> 31)) >> 33).unwrap_or(0) % sides
    }
}

#[test]
fn changed_documents_are_read_without_a_panic_and_with_true_places() {
    let mut dice = Dice(2026);
    for _ in 0..ROUNDS {
        let mut bytes = ALL[dice.roll(ALL.len())].as_bytes().to_vec();
        for _ in 0..=dice.roll(4) {
            change(&mut bytes, &mut dice);
        }
        let document = Document::parse(&bytes);
        hold(&document);
        fields_agree(&bytes, &document);
    }
}

#[test]
fn documents_cut_short_are_read() {
    for sample in ALL {
        for length in (0..sample.len()).step_by(3) {
            let bytes = &sample.as_bytes()[..length];
            let document = Document::parse(bytes);
            hold(&document);
            fields_agree(bytes, &document);
        }
    }
}

/// Changes one thing.
fn change(bytes: &mut Vec<u8>, dice: &mut Dice) {
    if bytes.is_empty() {
        return;
    }
    let at = dice.roll(bytes.len());
    let telling = TELLING[dice.roll(TELLING.len())];
    match dice.roll(7) {
        0 => bytes[at] = telling,
        1 => bytes.insert(at, telling),
        2 => {
            bytes.remove(at);
        }
        3 => bytes.truncate(at),
        4 => {
            let line = line_at(bytes, at);
            let copy = bytes[line.clone()].to_vec();
            bytes.splice(line.end..line.end, copy);
        }
        5 => {
            let line = line_at(bytes, at);
            bytes.drain(line);
        }
        _ => {
            // Two lines change places, as in a merge gone wrong.
            let line = line_at(bytes, at);
            let copy: Vec<u8> = bytes.drain(line).collect();
            let to = dice.roll(bytes.len() + 1);
            let to = if to == bytes.len() {
                to
            } else {
                line_at(bytes, to).start
            };
            bytes.splice(to..to, copy);
        }
    }
}

/// The line around byte `at`, its line feed included.
fn line_at(bytes: &[u8], at: usize) -> std::ops::Range<usize> {
    let feed = |byte: &u8| *byte == b'\n';
    let start = bytes[..at]
        .iter()
        .rposition(feed)
        .map_or(0, |feed| feed + 1);
    let end = bytes[at..]
        .iter()
        .position(feed)
        .map_or(bytes.len(), |feed| at + feed + 1);
    start..end
}
