//! From passages to the scripts of the index: words to the passages that hold them, cut into shards of a size to load at a keystroke.

use std::cmp::Ordering;
use std::collections::HashMap;

use foldhash::fast::RandomState;
use rayon::prelude::*;
use serde::Serialize;

use super::FOLDER;
use super::passage::{self, Passage};
use super::words::{self, FOLDED, LONGEST};
use crate::repo::Failure;
use crate::site::pages::Page;

/// How many passages one script holds.
const DOCS: usize = 64;

/// How many bytes of words one script holds, or a little more.
const SHARD: usize = 32 * 1024;

/// Passages that are read at a time by one thread.
const CHUNK: usize = 4_096;

/// A word in more passages than this, and in more than one of [`SHARE`], says nothing.
const OFTEN: usize = 2_000;

/// See [`OFTEN`].
const SHARE: usize = 8;

/// Words with the passages that hold them, in no order.
type Found = HashMap<Box<str>, Vec<u32>, RandomState>;

/// A word and the passages that hold it, by number.
type Word = (Box<str>, Vec<u32>);

/// What the script has to know first.
#[derive(Serialize)]
struct Index<'i> {
    /// Which letters are folded to which.
    fold: &'i [(&'i str, &'i str)],
    /// The longest word kept.
    longest: usize,
    /// How many passages there are.
    count: usize,
    /// How many stand in one script.
    docs: usize,
    /// The kinds of passage in order, each with the first number of it.
    kinds: Vec<(&'i str, usize)>,
    /// The first word of each script of names.
    names: Vec<&'i str>,
    /// The first word of each script of text.
    text: Vec<&'i str>,
    /// Words that are nearly everywhere.
    common: Vec<&'i str>,
}

/// Writes the index.
///
/// # Errors
/// Where `write` fails.
pub fn write(
    passages: &[Passage],
    write: &(dyn Fn(Page) -> Result<(), Failure> + Sync),
) -> Result<(), Failure> {
    let names = collected(passages, &|passage| [passage.names.as_str(), ""]);
    let mut text = collected(passages, &|passage| {
        [passage.title.as_str(), passage.text.as_str()]
    });
    let often = |word: &Word| word.1.len() > OFTEN && word.1.len() > passages.len() / SHARE;
    let common: Vec<Box<str>> = text
        .iter()
        .filter(|word| often(word))
        .map(|(word, _)| word.clone())
        .collect();
    text.retain(|word| !often(word));
    let (names_cut, text_cut) = (cut(&names), cut(&text));
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for (at, passage) in passages.iter().enumerate() {
        let word = passage.kind.word();
        if kinds.last().is_none_or(|(last, _)| *last != word) {
            kinds.push((word, at));
        }
    }
    let first = |words: &[&[Word]]| -> Vec<String> {
        words
            .iter()
            .filter_map(|shard| Some(shard.first()?.0.to_string()))
            .collect()
    };
    let (names_first, text_first) = (first(&names_cut), first(&text_cut));
    let index = Index {
        fold: &FOLDED,
        longest: LONGEST,
        count: passages.len(),
        docs: DOCS,
        kinds,
        names: names_first.iter().map(String::as_str).collect(),
        text: text_first.iter().map(String::as_str).collect(),
        common: common.iter().map(AsRef::as_ref).collect(),
    };
    write(script("index", &index))?;
    write(script("of", &belonging(passages)))?;
    for (kind, shards) in [("names", &names_cut), ("text", &text_cut)] {
        shards.par_iter().enumerate().try_for_each(|(at, shard)| {
            let steps: Vec<(&str, Vec<u32>)> = shard
                .iter()
                .map(|(word, at)| (&**word, steps(at)))
                .collect();
            write(script(&format!("{kind}-{at}"), &steps))
        })?;
    }
    passages
        .par_chunks(DOCS)
        .enumerate()
        .try_for_each(|(at, shard)| {
            let rows: Vec<(&str, &str, &str, &str, String)> = shard
                .iter()
                .map(|passage| {
                    (
                        passage.url.as_str(),
                        passage.title.as_str(),
                        passage.text.as_str(),
                        passage.under.as_str(),
                        passage::when(passage),
                    )
                })
                .collect();
            write(script(&format!("docs-{at}"), &rows))
        })
}

/// A file of the index: data handed to the script. Safe wherever it is put, as nothing in it can end it.
fn script(name: &str, data: &impl Serialize) -> Page {
    let json = serde_json::to_string(data).unwrap_or_default();
    let mut text = String::with_capacity(json.len() + 64);
    text.push_str("orbitShard(\"");
    text.push_str(name);
    text.push_str("\",");
    let mut rest = json.as_str();
    // All but the last two are one byte; these begin with one that few characters have.
    while let Some(at) = rest
        .bytes()
        .position(|byte| matches!(byte, b'<' | b'>' | 0xe2))
    {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let mut characters = from.chars();
        match characters.next() {
            Some('<') => text.push_str("\\u003c"),
            Some('>') => text.push_str("\\u003e"),
            Some('\u{2028}') => text.push_str("\\u2028"),
            Some('\u{2029}') => text.push_str("\\u2029"),
            other => text.extend(other),
        }
        rest = characters.as_str();
    }
    text.push_str(rest);
    text.push_str(");\n");
    (format!("{FOLDER}/{name}.js"), text.into_bytes())
}

/// For each passage, the passage of its engagement; itself where it is part of none.
fn belonging(passages: &[Passage]) -> Vec<i64> {
    let number = |at: usize| i64::try_from(at).unwrap_or(0);
    let engagements: HashMap<&str, i64> = passages
        .iter()
        .enumerate()
        .filter(|(_, passage)| passage.kind == passage::Kind::Engagement)
        .map(|(at, passage)| (passage.url.as_str(), number(at)))
        .collect();
    passages
        .iter()
        .enumerate()
        .map(|(at, passage)| {
            let of = passage.of.as_deref().and_then(|url| engagements.get(url));
            of.copied().unwrap_or_else(|| number(at))
        })
        .collect()
}

/// The words of passages in order, each with the passages that hold it.
fn collected(passages: &[Passage], texts: &(dyn Fn(&Passage) -> [&str; 2] + Sync)) -> Vec<Word> {
    let parts: Vec<Found> = passages
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(chunk, passages)| {
            let mut found = Found::default();
            for (at, passage) in passages.iter().enumerate() {
                let number = u32::try_from(chunk * CHUNK + at).unwrap_or(u32::MAX);
                for text in texts(passage) {
                    words::each(text, &mut |word| match found.get_mut(word) {
                        Some(there) if there.last() == Some(&number) => {}
                        Some(there) => there.push(number),
                        None => {
                            found.insert(word.into(), vec![number]);
                        }
                    });
                }
            }
            found
        })
        .collect();
    let mut parts = parts.into_iter();
    let mut whole = parts.next().unwrap_or_default();
    for part in parts {
        for (word, mut there) in part {
            whole.entry(word).or_default().append(&mut there);
        }
    }
    let mut words: Vec<Word> = whole.into_iter().collect();
    words.par_sort_by(|(a, _), (b, _)| as_script(a, b));
    words
}

/// The order in which a script has texts: by units of UTF-16.
fn as_script(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() {
        a.cmp(b)
    } else {
        a.encode_utf16().cmp(b.encode_utf16())
    }
}

/// Words in shards of about one size.
fn cut(words: &[Word]) -> Vec<&[Word]> {
    let mut shards = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (at, (word, there)) in words.iter().enumerate() {
        let own = word.len() + 6 + there.len() * 3;
        if size > 0 && size + own > SHARD {
            shards.push(words.get(start..at).unwrap_or_default());
            (start, size) = (at, 0);
        }
        size += own;
    }
    if start < words.len() {
        shards.push(words.get(start..).unwrap_or_default());
    }
    shards
}

/// Ascending numbers as the first and the steps between.
fn steps(numbers: &[u32]) -> Vec<u32> {
    let mut last = 0;
    numbers
        .iter()
        .map(|number| {
            let step = number.saturating_sub(last);
            last = *number;
            step
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_script_can_end_it() {
        let (file, bytes) = script("x", &["</script><!--\u{2028}\"); alert(1)"]);
        assert_eq!(file, "search/x.js");
        assert_eq!(
            String::from_utf8_lossy(&bytes),
            "orbitShard(\"x\",[\"\\u003c/script\\u003e\\u003c!--\\u2028\\\"); alert(1)\"]);\n"
        );
    }

    #[test]
    fn shards_hold_every_word_once_and_in_order() {
        let words: Vec<Word> = (0..5_000_u32)
            .map(|at| (format!("{at:05}").into(), vec![at; 12]))
            .collect();
        let shards = cut(&words);
        assert!(shards.len() > 5);
        assert_eq!(shards.concat(), words);
        assert!(cut(&[]).is_empty());
    }

    #[test]
    fn numbers_are_written_as_steps() {
        assert_eq!(steps(&[3, 4, 9]), [3, 1, 5]);
    }
}
