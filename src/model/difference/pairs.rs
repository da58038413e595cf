//! Which mark, and which entry, of one version is which of the other: by name, else by its words and its day, else by likeness.

use std::collections::{HashMap, VecDeque};

use crate::day::Day;
use crate::text::{Entry, Mark};

/// A thing before and after; one of both may be missing.
pub(super) type Pair<'b, 'a, T> = (Option<&'b T>, Option<&'a T>);

/// What an entry is known by.
type Known<'e> = (Option<Day>, Option<&'e str>);

/// How alike two marks of one kind must be to count as one, where neither is named.
const ALIKE: f64 = 0.5;

/// Pairs up marks: first by `^id`, then by words, then by likeness within a day.
pub(super) fn marks<'b, 'a>(before: &[&'b Mark], after: &[&'a Mark]) -> Vec<Pair<'b, 'a, Mark>> {
    let mut former: Vec<Option<&'b Mark>> = before.iter().copied().map(Some).collect();
    let mut found: Vec<Option<&'b Mark>> = vec![None; after.len()];
    let named: HashMap<&str, usize> = before
        .iter()
        .enumerate()
        .rev()
        .filter_map(|(at, mark)| Some((mark.id.as_deref()?, at)))
        .collect();
    let mut pick = |slot: &mut Option<&'b Mark>, at: usize| {
        *slot = former.get_mut(at).and_then(Option::take);
        slot.is_some()
    };
    for (slot, mark) in found.iter_mut().zip(after) {
        if let Some(at) = mark.id.as_deref().and_then(|id| named.get(id)) {
            pick(slot, *at);
        }
    }
    let mut worded: HashMap<(crate::text::Keyword, &str), Vec<usize>> = HashMap::new();
    for (at, mark) in former.iter().enumerate().rev() {
        if let Some(mark) = mark {
            worded
                .entry((mark.keyword, &mark.text))
                .or_default()
                .push(at);
        }
    }
    for (slot, mark) in found.iter_mut().zip(after) {
        if slot.is_none()
            && let Some(at) = worded
                .get_mut(&(mark.keyword, mark.text.as_str()))
                .and_then(Vec::pop)
        {
            *slot = former.get_mut(at).and_then(Option::take);
        }
    }
    for (slot, mark) in found.iter_mut().zip(after) {
        if slot.is_some() {
            continue;
        }
        let best = former
            .iter()
            .enumerate()
            .filter_map(|(at, other)| {
                let other = (*other)?;
                let same = other.keyword == mark.keyword
                    && other.day == mark.day
                    && (other.id.is_none() || mark.id.is_none());
                let likeness = if same {
                    likeness(&other.text, &mark.text)
                } else {
                    0.0
                };
                (likeness >= ALIKE).then_some((at, likeness))
            })
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        if let Some((at, _)) = best {
            *slot = former.get_mut(at).and_then(Option::take);
        }
    }
    let kept = found
        .into_iter()
        .zip(after)
        .map(|(former, latter)| (former, Some(*latter)));
    let kept: Vec<_> = kept.collect();
    kept.into_iter()
        .chain(former.into_iter().flatten().map(|mark| (Some(mark), None)))
        .collect()
}

/// Pairs up entries: first by day and title, then by day alone, then by title.
pub(super) fn entries<'b, 'a>(before: &'b [Entry], after: &'a [Entry]) -> Vec<Pair<'b, 'a, Entry>> {
    let mut former: Vec<Option<&'b Entry>> = before.iter().map(Some).collect();
    let mut found: Vec<Option<&'b Entry>> = vec![None; after.len()];
    let rules: [fn(&Entry) -> Option<Known<'_>>; 3] = [
        |entry| Some((entry.day, Some(&entry.title))),
        |entry| Some((Some(entry.day?), None)),
        |entry| (!entry.title.is_empty()).then_some((None, Some(&entry.title))),
    ];
    for rule in rules {
        let mut left: HashMap<Known<'_>, VecDeque<usize>> = HashMap::new();
        for (at, entry) in former.iter().enumerate() {
            if let Some(known) = entry.and_then(rule) {
                left.entry(known).or_default().push_back(at);
            }
        }
        if left.is_empty() {
            continue;
        }
        for (slot, entry) in found.iter_mut().zip(after) {
            if slot.is_none()
                && let Some(known) = rule(entry)
                && let Some(at) = left.get_mut(&known).and_then(VecDeque::pop_front)
            {
                *slot = former.get_mut(at).and_then(Option::take);
            }
        }
    }
    let kept: Vec<_> = found
        .into_iter()
        .zip(after)
        .map(|(former, latter)| (former, Some(latter)))
        .collect();
    kept.into_iter()
        .chain(
            former
                .into_iter()
                .flatten()
                .map(|entry| (Some(entry), None)),
        )
        .collect()
}

/// How alike two texts are by the words that they share, from 0 to 1.
pub(super) fn likeness(one: &str, other: &str) -> f64 {
    let words = |text: &str| {
        text.split_whitespace()
            .map(|word| {
                word.trim_matches(|c: char| !c.is_alphanumeric())
                    .to_lowercase()
            })
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
    };
    let (one, other) = (words(one), words(other));
    let all = one.len() + other.len();
    if all == 0 {
        return 1.0;
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in &one {
        *counts.entry(word).or_default() += 1;
    }
    let shared = other
        .iter()
        .filter(|word| match counts.get_mut(word.as_str()) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        })
        .count();
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of words in one file fit a float exactly"
    )]
    let share = (2 * shared) as f64 / all as f64;
    share
}
