//! What speaks for each engagement: a number for each kind of evidence, from none to one, and how much each kind counts.

use super::library::Library;
use super::structure;
use super::subject::Subject;
use super::terms::Term;

/// So many of the nearest texts are asked whom they lean on: in a small studio a fifth of them, as the rest are not near.
const NEIGHBOURS: usize = 30;
const SHARE: usize = 5;

/// Such a share of the subject's pairs any two texts may have in common.
const CHANCE: f64 = 0.06;

/// Fewer references than this are never many.
const MANY: usize = 8;

/// A kind of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signal {
    /// Rare words in common, those of titles and headings more than those of prose.
    Words,
    /// Pairs of neighbouring words in common.
    Phrases,
    /// The subject speaks of its title.
    Title,
    /// The engagements most like the subject refer to it.
    Neighbours,
    /// Where others refer to it they use the subject's words.
    Said,
    /// Many refer to it.
    Leaned,
    /// One names the other: it follows it, links to it, or says its id.
    Named,
    /// It is work for the same client.
    Client,
    /// It has made the move that the subject makes next, or stands where it stands.
    Way,
    /// The same people work on both.
    People,
    /// It was written to at about the same time.
    Time,
}

impl Signal {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Words,
        Self::Phrases,
        Self::Title,
        Self::Neighbours,
        Self::Said,
        Self::Leaned,
        Self::Named,
        Self::Client,
        Self::Way,
        Self::People,
        Self::Time,
    ];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Phrases => "phrases",
            Self::Title => "title",
            Self::Neighbours => "neighbours",
            Self::Said => "said",
            Self::Leaned => "leaned",
            Self::Named => "named",
            Self::Client => "client",
            Self::Way => "way",
            Self::People => "people",
            Self::Time => "time",
        }
    }
}

/// How much each kind of evidence counts, in the order of [`Signal::ALL`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights(pub [f64; 11]);

impl Default for Weights {
    fn default() -> Self {
        Self([0.2, 1.0, 0.6, 0.5, 0.5, 0.1, 2.0, 0.7, 0.15, 0.05, 0.15])
    }
}

impl Weights {
    /// The same without one kind.
    #[must_use]
    pub fn without(mut self, signal: Signal) -> Self {
        self.set(signal, 0.0);
        self
    }

    /// Only one kind.
    #[must_use]
    pub fn only(signal: Signal) -> Self {
        let mut weights = Self([0.0; 11]);
        weights.set(signal, 1.0);
        weights
    }

    /// Lets a kind count so much.
    pub fn set(&mut self, signal: Signal, weight: f64) {
        for (kind, slot) in Signal::ALL.iter().zip(&mut self.0) {
            if *kind == signal {
                *slot = weight;
            }
        }
    }
}

/// The evidence for each engagement of a library, in the order of [`Signal::ALL`].
pub type Evidence = Vec<[f64; 11]>;

/// Weighs every engagement. `own` is the subject's place in the library, where it is in it.
#[must_use]
pub fn weigh(
    library: &Library<'_>,
    subject: &Subject<'_>,
    own: Option<usize>,
    settings: &crate::model::Settings,
) -> Evidence {
    let words = level(words(library, subject), own);
    let phrases = level_from(
        phrases(library, subject),
        own,
        CHANCE * all_phrases(library, subject),
    );
    let title = title(library, subject, own);
    let near: Vec<f64> = words
        .iter()
        .zip(&phrases)
        .map(|(words, phrases)| (words + 0.5 * phrases) / 1.5)
        .collect();
    let neighbours = level(neighbours(library, &near, own), own);
    let said = level(said(library, subject), own);
    let leaned = leaned(library, own);
    let bonds = structure::bonds(library, subject, own, settings);
    let at = |column: &[f64], at: usize| column.get(at).copied().unwrap_or_default();
    (0..library.volumes.len())
        .map(|volume| {
            let bond = bonds.get(volume);
            [
                at(&words, volume),
                at(&phrases, volume),
                at(&title, volume),
                at(&neighbours, volume),
                at(&said, volume),
                at(&leaned, volume),
                bond.map_or(0.0, structure::Bond::named),
                bond.map_or(0.0, |bond| f64::from(u8::from(bond.client))),
                bond.map_or(0.0, structure::Bond::way),
                bond.map_or(0.0, structure::Bond::people),
                bond.map_or(0.0, |bond| bond.near),
            ]
        })
        .collect()
}

/// How often others refer to each, growing ever less; what two refer to in a small studio is not yet what all lean on.
fn leaned(library: &Library<'_>, own: Option<usize>) -> Vec<f64> {
    let referred = |at: usize| {
        let volume = library.volumes.get(at).filter(|_| Some(at) != own);
        volume.map_or(0, |volume| volume.referred.len())
    };
    let all = 0..library.volumes.len();
    let most = all.clone().map(referred).max().unwrap_or(0).max(MANY);
    let most = (1.0 + most as f64).ln();
    all.map(|at| (1.0 + referred(at) as f64).ln() / most)
        .collect()
}

fn words(library: &Library<'_>, subject: &Subject<'_>) -> Vec<f64> {
    weighed(
        library,
        &subject.words,
        |term| library.rarity(term),
        |volume, term| library.about(volume, term),
    )
}

fn phrases(library: &Library<'_>, subject: &Subject<'_>) -> Vec<f64> {
    weighed(
        library,
        &subject.pairs,
        |pair| rarity_of_pair(library, subject, pair),
        |volume, pair| library.about_pair(volume, pair),
    )
}

fn said(library: &Library<'_>, subject: &Subject<'_>) -> Vec<f64> {
    weighed(
        library,
        &subject.words,
        |term| library.rarity(term),
        |volume, term| library.said(volume, term),
    )
}

/// What a text would be worth that has each of the subject's pairs once.
fn all_phrases(library: &Library<'_>, subject: &Subject<'_>) -> f64 {
    let pairs = subject.pairs.iter();
    pairs
        .map(|(pair, weight)| weight * rarity_of_pair(library, subject, *pair))
        .sum()
}

/// How rare a pair is, but no rarer than its two words together: among few texts any pair is rare, also one that everybody says.
pub(super) fn rarity_of_pair(library: &Library<'_>, subject: &Subject<'_>, pair: Term) -> f64 {
    let words = subject.halves(pair).map_or(f64::MAX, |(one, other)| {
        library.rarity(one) + library.rarity(other)
    });
    library.rarity(pair).min(words)
}

/// For each volume the sum over terms of what they count, how rare they are, and how much the volume is about them.
fn weighed(
    library: &Library<'_>,
    terms: &[(Term, f64)],
    rarity: impl Fn(Term) -> f64,
    about: impl Fn(&super::library::Volume<'_>, Term) -> f64,
) -> Vec<f64> {
    let telling: Vec<(Term, f64)> = terms
        .iter()
        .filter(|(term, _)| library.stands(*term) > 0)
        .map(|(term, weight)| (*term, weight * rarity(*term)))
        .collect();
    library
        .volumes
        .iter()
        .map(|volume| {
            telling
                .iter()
                .map(|(term, weight)| weight * about(volume, *term))
                .sum()
        })
        .collect()
}

/// How much of each title the subject speaks of: of its words, and of its pairs of words.
fn title(library: &Library<'_>, subject: &Subject<'_>, own: Option<usize>) -> Vec<f64> {
    let share = |terms: &[Term], count: &dyn Fn(Term) -> f64, half: f64| {
        let (mut there, mut all) = (0.0, 0.0);
        for term in terms {
            let rarity = library.rarity(*term);
            let count = count(*term);
            all += rarity;
            there += rarity * count / (count + half);
        }
        (there, all)
    };
    let words: Vec<f64> = library
        .volumes
        .iter()
        .map(|volume| {
            let (there, all) = share(&volume.title, &|term| subject.count(term), 1.5);
            if all > 0.0 {
                (there / all).powi(2) * all.sqrt()
            } else {
                0.0
            }
        })
        .collect();
    let pairs: Vec<f64> = library
        .volumes
        .iter()
        .map(|volume| {
            let (there, all) = share(&volume.title_pairs, &|pair| subject.pair(pair), 1.0);
            there / (all + 4.0)
        })
        .collect();
    level(words, own)
        .into_iter()
        .zip(level(pairs, own))
        .map(|(words, pairs)| f64::midpoint(words, pairs))
        .collect()
}

/// What the texts nearest to the subject refer to, each by how near it is.
fn neighbours(library: &Library<'_>, near: &[f64], own: Option<usize>) -> Vec<f64> {
    let mut nearest: Vec<usize> = (0..near.len()).filter(|at| Some(*at) != own).collect();
    let of = |at: usize| near.get(at).copied().unwrap_or_default();
    nearest.sort_by(|a, b| of(*b).total_cmp(&of(*a)).then(a.cmp(b)));
    let most = (nearest.len() / SHARE).clamp(3, NEIGHBOURS);
    let floor = nearest.get(most).map_or(0.0, |at| of(*at));
    let mut found = vec![0.0; near.len()];
    for at in nearest.into_iter().take(most) {
        let Some(volume) = library.volumes.get(at) else {
            continue;
        };
        let weight = (of(at) - floor).max(0.0) / (1.0 + volume.refers.len() as f64).sqrt();
        for to in &volume.refers {
            if let Some(slot) = found.get_mut(*to) {
                *slot += weight;
            }
        }
    }
    found
}

/// The numbers as parts of the largest; the subject itself has none.
fn level(numbers: Vec<f64>, own: Option<usize>) -> Vec<f64> {
    level_from(numbers, own, 0.0)
}

/// The same, where the largest counts as much as `least` at least: what is little by itself is not made much by there being nothing more.
fn level_from(mut numbers: Vec<f64>, own: Option<usize>, least: f64) -> Vec<f64> {
    if let Some(slot) = own.and_then(|own| numbers.get_mut(own)) {
        *slot = 0.0;
    }
    let most = numbers.iter().copied().fold(least, f64::max);
    if most > 0.0 {
        for number in &mut numbers {
            *number /= most;
        }
    }
    numbers
}
