//! Texts found by the words that they share with another, so that not each has to be laid beside each.

use std::collections::HashMap;

use super::Word;

/// With more texts than this, not all that share words are told, but those that stand nearest.
const MANY: usize = 1_000;

/// So many of them then.
const NEAREST: usize = 300;

/// Texts by their words.
pub struct Nearby<'t> {
    by_word: HashMap<&'t str, Vec<usize>>,
    count: usize,
}

impl<'t> Nearby<'t> {
    /// Reads these texts; they go by their places.
    #[must_use]
    pub fn of(texts: impl Iterator<Item = &'t [Word]>) -> Self {
        let mut by_word: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut count = 0;
        for (at, words) in texts.enumerate() {
            count = at + 1;
            for word in words {
                let places = by_word.entry(word.text()).or_default();
                if places.last() != Some(&at) {
                    places.push(at);
                }
            }
        }
        Self { by_word, count }
    }

    /// The places of all texts that have at least `shared` of these words, and of some others, in order. Of very many those nearest to `place`.
    #[must_use]
    pub fn sharing(&self, words: &[Word], shared: usize, place: usize) -> Vec<usize> {
        if shared == 0 {
            let from = place.min(self.count).saturating_sub(NEAREST / 2);
            return if self.count > MANY {
                (from..self.count.min(from + NEAREST)).collect()
            } else {
                (0..self.count).collect()
            };
        }
        let places = |word: &Word| self.by_word.get(word.text()).map_or(&[][..], Vec::as_slice);
        let mut lists: Vec<&[usize]> = words.iter().map(places).collect();
        lists.sort_by_key(|list| list.len());
        // Who has `shared` of the words misses at most the others, so that it has one of these, and they are the rarest.
        let probed = (words.len() + 1).saturating_sub(shared);
        let lists = lists.into_iter().take(probed);
        let mut found: Vec<usize> = lists
            .flat_map(|list| self.nearest(list, place))
            .copied()
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Those of a list that stand nearest to `place`, where there are very many.
    fn nearest<'l>(&self, list: &'l [usize], place: usize) -> &'l [usize] {
        if self.count <= MANY || list.len() <= NEAREST {
            return list;
        }
        let from = list.partition_point(|at| *at < place);
        let from = from.saturating_sub(NEAREST / 2).min(list.len() - NEAREST);
        list.get(from..from + NEAREST).unwrap_or(list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::meaning::words;

    #[test]
    fn whatever_shares_enough_words_is_found() {
        let texts: Vec<Vec<Word>> = [
            "two logos and a stand for the fair",
            "the price of the stand",
            "who signs the copy",
            "a",
        ]
        .map(words)
        .into();
        let nearby = Nearby::of(texts.iter().map(Vec::as_slice));
        for asked in ["a stand and the price", "the copy", "signs two", "none"] {
            let asked = words(asked);
            for shared in 0..=asked.len() {
                let found = nearby.sharing(&asked, shared, 0);
                for (at, text) in texts.iter().enumerate() {
                    let own = asked
                        .iter()
                        .filter(|word| text.iter().any(|it| it.text() == word.text()));
                    assert!(
                        own.count() < shared || found.contains(&at),
                        "{asked:?} {shared} {at}"
                    );
                }
            }
        }
        assert_eq!(nearby.sharing(&words("copy price"), 2, 0), [2]);
    }

    #[test]
    fn of_very_many_those_nearest_are_told() {
        let texts = vec![words("the same"); MANY * 2];
        let nearby = Nearby::of(texts.iter().map(Vec::as_slice));
        let found = nearby.sharing(&words("the same"), 1, MANY);
        assert_eq!(found.len(), NEAREST);
        assert!(found.contains(&MANY) && found.contains(&(MANY - 100)));
    }
}
