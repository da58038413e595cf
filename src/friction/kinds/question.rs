//! Questions that are asked again and again: alike in their words, in several engagements. Who had to ask should have been told.

use std::collections::{BTreeMap, BTreeSet};

use crate::friction::account::Question;
use crate::friction::case::{Sort, Studio};
use crate::friction::chance::{at_least, float};
use crate::friction::signal::{Among, Evidence, Scope, Share, Signal};
use crate::friction::weigh::BAR;
use crate::friction::{ENGAGEMENTS, OTHERS, Place};

/// Of their words, two questions share more than this.
const ALIKE: f64 = 0.5;

/// A word in more questions than this names no question by itself.
const COMMON: usize = 200;

/// Questions that nobody has seen, of which one has any given word: what is taken for granted where there are few.
const UNSEEN: f64 = 20.0;

/// Words that every question may have.
const SMALL: [&str; 72] = [
    "a", "about", "all", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can",
    "could", "did", "do", "does", "for", "from", "had", "has", "have", "he", "her", "his", "how",
    "i", "if", "in", "is", "it", "its", "may", "me", "more", "my", "not", "of", "on", "one", "or",
    "our", "shall", "she", "should", "so", "than", "that", "the", "their", "them", "there", "they",
    "this", "to", "us", "was", "we", "were", "what", "when", "where", "which", "who", "whom",
    "whose", "why", "will", "with", "would", "you",
];

struct Item<'a> {
    engagement: usize,
    question: &'a Question,
    words: BTreeSet<String>,
}

/// The signals.
pub(in crate::friction) fn signals(studio: &Studio<'_>) -> Vec<Signal> {
    let items: Vec<Item<'_>> = studio
        .accounts
        .iter()
        .enumerate()
        .flat_map(|(engagement, account)| {
            account.questions.iter().map(move |question| Item {
                engagement,
                question,
                words: words(&question.text),
            })
        })
        .collect();
    let pairs = alike(&items);
    let groups = groups(&items, &pairs);
    let asking: BTreeSet<usize> = items.iter().map(|item| item.engagement).collect();
    let each = float(items.len()) / float(asking.len().max(1));
    let of = asking.len().saturating_sub(1);
    let weighed: Vec<(Vec<usize>, f64, f64)> = groups
        .into_iter()
        .map(|group| {
            let rate = rate(&items, &group, each);
            let hits = engagements(&items, &group).len().saturating_sub(1);
            let chance = at_least(hits, &vec![rate; of]);
            (group, chance, 1.0 + rate * float(of))
        })
        .collect();
    // Each question could have been the one that others repeat.
    let places = items.len().max(1);
    weighed
        .into_iter()
        .filter(|(group, ..)| engagements(&items, group).len() >= OTHERS)
        .map(|(group, chance, expected)| {
            let mut signal = signal(studio, &items, &group);
            signal.chance = chance;
            signal.places = places;
            signal.expected = expected;
            signal.engagements.of = asking.len();
            signal.elsewhere.of = items.len() - signal.cases.of;
            signal.stands_out = signal.adjusted() <= BAR;
            signal.scope = scope(&signal);
            signal
        })
        .collect()
}

fn scope(signal: &Signal) -> Scope {
    match (signal.clients.first(), signal.people.first()) {
        (Some(client), _) if signal.clients.len() == 1 => Scope::Client(client.clone()),
        (_, Some(person)) if signal.people.len() == 1 => Scope::Person(person.clone()),
        _ if signal.stands_out && signal.engagements.count >= ENGAGEMENTS => Scope::System,
        _ => Scope::Chance,
    }
}

fn signal(studio: &Studio<'_>, items: &[Item<'_>], group: &[usize]) -> Signal {
    let of_group = || group.iter().filter_map(|at| items.get(*at));
    let account = |item: &Item<'_>| studio.accounts.get(item.engagement);
    let mut stages: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for item in of_group() {
        if let Some(account) = account(item) {
            *stages
                .entry((&account.workflow, &item.question.stage))
                .or_default() += 1;
        }
    }
    let place = stages
        .iter()
        .max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)))
        .map(|((workflow, stage), _)| Place::Stage {
            workflow: (*workflow).to_owned(),
            stage: (*stage).to_owned(),
        });
    let mut evidence: Vec<Evidence> = of_group()
        .map(|item| Evidence {
            engagement: account(item)
                .map_or_else(String::new, |account| account.engagement.clone()),
            client: account(item).map_or_else(String::new, |account| account.client().to_owned()),
            person: item.question.point.person.clone(),
            point: item.question.point.clone(),
        })
        .collect();
    evidence.sort_by_key(|evidence| (evidence.point.made.seconds, evidence.engagement.clone()));
    let first = of_group().min_by_key(|item| item.question.point.made.seconds);
    Signal {
        sort: Sort::Question,
        scope: Scope::Chance,
        place,
        question: first.map(|item| item.question.text.clone()),
        cases: Share {
            count: group.len(),
            of: group.len(),
        },
        engagements: Share {
            count: engagements(items, group).len(),
            of: 0,
        },
        people: evidence.iter().map(|one| one.person.clone()).collect(),
        clients: evidence.iter().map(|one| one.client.clone()).collect(),
        elsewhere: Share::default(),
        expected: 0.0,
        chance: 1.0,
        places: 1,
        among: Among::Questions,
        stands_out: false,
        mended: Vec::new(),
        evidence,
        advice: Vec::new(),
        since: None,
    }
}

fn engagements(items: &[Item<'_>], group: &[usize]) -> BTreeSet<usize> {
    group
        .iter()
        .filter_map(|at| items.get(*at))
        .map(|item| item.engagement)
        .collect()
}

/// How likely an engagement asks something alike by accident: its questions take their words as all others outside the group do, each by itself.
fn rate(items: &[Item<'_>], group: &[usize], each: f64) -> f64 {
    let Some(seed) = group.first().and_then(|at| items.get(*at)) else {
        return 1.0;
    };
    let inside: BTreeSet<usize> = group.iter().copied().collect();
    let outside = || {
        items
            .iter()
            .enumerate()
            .filter(|(at, _)| !inside.contains(at))
            .map(|(_, item)| item)
    };
    let all = float(outside().count()) + UNSEEN;
    let chances: Vec<f64> = seed
        .words
        .iter()
        .map(|word| {
            let having = outside().filter(|item| item.words.contains(word)).count();
            (float(having) + 1.0) / all
        })
        .collect();
    // So many words two questions of this length have to share.
    let length = seed.words.len();
    let shared = (2..=length)
        .find(|shared| float(*shared) > ALIKE * float(2 * length - shared))
        .unwrap_or(length);
    let one = at_least(shared, &chances);
    1.0 - (1.0 - one).powf(each)
}

/// The pairs of questions of two engagements that are alike.
fn alike(items: &[Item<'_>]) -> BTreeSet<(usize, usize)> {
    let mut having: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        for word in &item.words {
            having.entry(word).or_default().push(at);
        }
    }
    let mut pairs = BTreeSet::new();
    for (at, item) in items.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for others in item
            .words
            .iter()
            .filter_map(|word| having.get(word.as_str()))
        {
            if others.len() > COMMON {
                continue;
            }
            for other in others.iter().filter(|other| **other > at) {
                *shared.entry(*other).or_default() += 1;
            }
        }
        for (other, _) in shared.into_iter().filter(|(_, count)| *count >= 2) {
            let Some(that) = items.get(other) else {
                continue;
            };
            let common = item.words.intersection(&that.words).count();
            let either = item.words.union(&that.words).count();
            if that.engagement != item.engagement && float(common) > ALIKE * float(either) {
                pairs.insert((at, other));
            }
        }
    }
    pairs
}

/// Questions together with those that are like them, the question itself first; first the one that most engagements ask.
fn groups(items: &[Item<'_>], pairs: &BTreeSet<(usize, usize)>) -> Vec<Vec<usize>> {
    let mut near: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (a, b) in pairs {
        near.entry(*a).or_default().insert(*b);
        near.entry(*b).or_default().insert(*a);
    }
    let mut groups = Vec::new();
    while let Some((seed, _)) = near
        .iter()
        .map(|(at, others)| {
            let group: Vec<usize> = others.iter().copied().chain([*at]).collect();
            (*at, engagements(items, &group).len())
        })
        .filter(|(_, count)| *count >= 2)
        .max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)))
    {
        let mut group: BTreeSet<usize> = near.remove(&seed).unwrap_or_default();
        group.insert(seed);
        for at in &group {
            near.remove(at);
        }
        for others in near.values_mut() {
            others.retain(|other| !group.contains(other));
        }
        near.retain(|_, others| !others.is_empty());
        let others = group.into_iter().filter(|at| *at != seed);
        groups.push([seed].into_iter().chain(others).collect());
    }
    groups
}

/// The words of a question that say what it is about, their common endings cut.
fn words(text: &str) -> BTreeSet<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !SMALL.contains(word))
        .map(stem)
        .collect()
}

fn stem(word: &str) -> String {
    for ending in ["ing", "ies", "ed", "es", "s"] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.chars().count() >= 3
            && !stem.ends_with('s')
        {
            return stem.trim_end_matches(['e', 'y']).to_owned();
        }
    }
    word.trim_end_matches(['e', 'y']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_known_by_the_words_that_say_something() {
        let one = words("Who signs off the Spanish copies?");
        let other = words("who is signing off the Spanish copy");
        assert_eq!(one, other);
        assert!(words("what is it, and why?").is_empty());
    }
}
