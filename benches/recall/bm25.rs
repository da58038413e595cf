//! The yardstick: Okapi BM25 over whole files, words in lower case and nothing else, with the usual constants.

use std::collections::HashMap;

use crate::queries::{Corpus, Query};

const SATURATION: f64 = 1.5;
const LENGTH: f64 = 0.75;

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// The engagements but the query's own, the best first.
pub fn rank(corpus: &Corpus, query: &Query) -> Vec<usize> {
    let mut asked: HashMap<String, (f64, f64)> = HashMap::new();
    for word in words(&query.text) {
        asked.entry(word).or_default().0 += 1.0;
    }
    let mut texts: Vec<(usize, f64, HashMap<String, f64>)> = Vec::new();
    for (at, engagement) in corpus.engagements.iter().enumerate() {
        if at == query.own {
            continue;
        }
        let (mut length, mut counts) = (0.0, HashMap::new());
        for word in words(&engagement.document.text) {
            length += 1.0;
            if asked.contains_key(&word) {
                *counts.entry(word).or_insert(0.0) += 1.0;
            }
        }
        for word in counts.keys() {
            if let Some((_, stands)) = asked.get_mut(word) {
                *stands += 1.0;
            }
        }
        texts.push((at, length, counts));
    }
    let all = texts.len() as f64;
    let usual = texts.iter().map(|(_, length, _)| length).sum::<f64>() / all;
    let mut asked: Vec<(&String, &(f64, f64))> = asked.iter().collect();
    asked.sort_by(|a, b| a.0.cmp(b.0));
    let mut scores: Vec<(usize, f64)> = texts
        .iter()
        .map(|(at, length, counts)| {
            let score = asked
                .iter()
                .filter_map(|(word, (times, stands))| {
                    let count = counts.get(*word)?;
                    let rarity = (1.0 + (all - stands + 0.5) / (stands + 0.5)).ln();
                    let held = 1.0 - LENGTH + LENGTH * length / usual;
                    Some(times * rarity * count * (SATURATION + 1.0) / (count + SATURATION * held))
                })
                .sum();
            (*at, score)
        })
        .collect();
    scores.sort_by(|a: &(usize, f64), b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    scores.into_iter().map(|(at, _)| at).collect()
}
