//! The engagements of a studio counted for one question: how often its terms stand in each, and who refers to whom in what words.

use rayon::prelude::*;

use super::names::Names;
use super::terms::{self, Bag, Term, Terms};
use crate::model::Engagement;
use crate::span::floor_boundary;

/// So many bytes on each side of a reference are what is said about it.
const AROUND: usize = 150;

/// How much more a word counts in a title, a heading and a mark than in prose.
const PLACES: [f64; 4] = [4.0, 1.5, 1.0, 1.0];

/// How much the length of each of these is held against it.
const LENGTHS: [f64; 4] = [0.5, 0.5, 0.75, 0.5];

/// One engagement, counted.
pub struct Volume<'e> {
    /// The engagement.
    pub engagement: &'e Engagement,
    /// The terms asked for in its title, headings, prose and marks.
    places: [Bag; 4],
    /// How many terms each of these has in all.
    sizes: [u32; 4],
    /// The pairs asked for, and how many it has.
    pairs: (Bag, u32),
    /// The different words of its title.
    pub title: Vec<Term>,
    /// The different pairs of its title.
    pub title_pairs: Vec<Term>,
    /// Which engagements its text refers to, each once, in order.
    pub refers: Vec<usize>,
    /// Which engagements refer to it.
    pub referred: Vec<usize>,
    /// The terms asked for in what others say where they refer to it, and how many there are in all.
    pub said: (Bag, u32),
}

/// A studio, counted for one question.
pub struct Library<'e> {
    /// Its engagements.
    pub volumes: Vec<Volume<'e>>,
    /// What its engagements are called.
    pub names: Names,
    sizes: [f64; 4],
    pairs: f64,
    said: f64,
    /// In how many engagements each term stands, sorted.
    stands: Vec<(Term, u32)>,
}

/// What one engagement says about another.
struct Mention {
    to: usize,
    terms: Vec<Term>,
}

impl<'e> Library<'e> {
    /// Counts engagements for a question that asks for these terms.
    #[must_use]
    pub fn of(engagements: &[&'e Engagement], asked: &Terms) -> Self {
        let mut asked = asked.clone();
        let titles: Vec<(Vec<Term>, Vec<Term>)> = engagements
            .iter()
            .map(|engagement| {
                let words = terms::list(engagement.title());
                let pairs = distinct(terms::pairs(&words));
                (distinct(words.into_iter()), pairs)
            })
            .collect();
        for (words, pairs) in &titles {
            asked.extend(words.iter().chain(pairs));
        }
        let names = Names::of(
            engagements
                .iter()
                .map(|engagement| (engagement.id.as_str(), engagement.path.as_str())),
        );
        let read: Vec<(Volume<'e>, Vec<Mention>)> = engagements
            .par_iter()
            .enumerate()
            .zip(titles)
            .map(|((at, engagement), title)| volume(engagement, at, title, &asked, &names))
            .collect();
        let mut library = Self {
            volumes: Vec::with_capacity(read.len()),
            names,
            sizes: [0.0; 4],
            pairs: 0.0,
            said: 0.0,
            stands: Vec::new(),
        };
        let mut mentions = Vec::new();
        for (volume, said) in read {
            mentions.extend(
                said.into_iter()
                    .map(|mention| (library.volumes.len(), mention)),
            );
            library.volumes.push(volume);
        }
        library.refer(mentions, &asked);
        library.measure();
        library
    }

    fn refer(&mut self, mentions: Vec<(usize, Mention)>, asked: &Terms) {
        let mut said: Vec<(Vec<Term>, u32)> = vec![(Vec::new(), 0); self.volumes.len()];
        for (from, mention) in mentions {
            if let Some((terms, size)) = said.get_mut(mention.to) {
                *size = size.saturating_add(length(&mention.terms));
                terms.extend(mention.terms.iter().filter(|term| asked.contains(term)));
            }
            if let Some(volume) = self.volumes.get_mut(mention.to)
                && volume.referred.last() != Some(&from)
            {
                volume.referred.push(from);
            }
        }
        for (volume, (terms, size)) in self.volumes.iter_mut().zip(said) {
            volume.said = (terms::bag(terms), size);
        }
    }

    fn measure(&mut self) {
        let count = self.volumes.len().max(1) as f64;
        let mut all: Vec<Term> = Vec::new();
        for volume in &self.volumes {
            for (sum, size) in self.sizes.iter_mut().zip(volume.sizes) {
                *sum += f64::from(size) / count;
            }
            self.pairs += f64::from(volume.pairs.1) / count;
            self.said += f64::from(volume.said.1) / count;
            let bags = volume.places.iter().chain([&volume.pairs.0]);
            all.extend(distinct(bags.flatten().map(|(term, _)| *term)));
        }
        self.stands = terms::bag(all);
    }

    /// How rare a term is, among all that the studio could say.
    #[must_use]
    pub fn rarity(&self, term: Term) -> f64 {
        let stands = f64::from(terms::count(&self.stands, term));
        let all = self.volumes.len() as f64;
        (1.0 + (all - stands + 0.5).max(0.0) / (stands + 0.5)).ln()
    }

    /// In how many engagements a term stands.
    #[must_use]
    pub fn stands(&self, term: Term) -> u32 {
        terms::count(&self.stands, term)
    }

    /// How much a volume is about a word: its counts by place and length, growing ever less.
    #[must_use]
    pub fn about(&self, volume: &Volume<'_>, term: Term) -> f64 {
        let mut counted = 0.0;
        let places = volume.places.iter().zip(volume.sizes).zip(self.sizes);
        for (((bag, size), usual), (weight, held)) in places.zip(PLACES.iter().zip(LENGTHS)) {
            let count = terms::count(bag, term);
            if count > 0 {
                counted += weight * spread(count, size, usual, held);
            }
        }
        saturated(counted, 1.5)
    }

    /// The same for a pair of words.
    #[must_use]
    pub fn about_pair(&self, volume: &Volume<'_>, pair: Term) -> f64 {
        let (bag, size) = &volume.pairs;
        let count = terms::count(bag, pair);
        saturated(spread(count, *size, self.pairs, 0.75), 1.2)
    }

    /// The same for a word in what others say where they refer to the volume.
    #[must_use]
    pub fn said(&self, volume: &Volume<'_>, term: Term) -> f64 {
        let (bag, size) = &volume.said;
        let count = terms::count(bag, term);
        saturated(spread(count, *size, self.said, 0.6), 1.5)
    }
}

/// A count seen against the length of what it stands in.
fn spread(count: u32, size: u32, usual: f64, held: f64) -> f64 {
    f64::from(count) / (1.0 - held + held * f64::from(size) / usual.max(1.0))
}

fn saturated(count: f64, at: f64) -> f64 {
    count * (at + 1.0) / (count + at)
}

fn distinct(terms: impl Iterator<Item = Term>) -> Vec<Term> {
    let mut terms: Vec<Term> = terms.collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

fn length(terms: &[Term]) -> u32 {
    u32::try_from(terms.len()).unwrap_or(u32::MAX)
}

fn volume<'e>(
    engagement: &'e Engagement,
    at: usize,
    (title, title_pairs): (Vec<Term>, Vec<Term>),
    asked: &Terms,
    names: &Names,
) -> (Volume<'e>, Vec<Mention>) {
    let document = &engagement.document;
    let text = document
        .text
        .get(document.body.span.range())
        .unwrap_or_default();
    let mut body = terms::list(&engagement.said_in_fields());
    body.extend(terms::list(text));
    let titled = terms::list(engagement.title());
    let headings: Vec<Term> = document
        .body
        .headings
        .iter()
        .flat_map(|heading| terms::list(&heading.text))
        .collect();
    let marks: Vec<Term> = document
        .log
        .marks()
        .flat_map(|mark| terms::list(&mark.text))
        .collect();
    let wanted =
        |terms: &[Term]| terms::bag(terms.iter().copied().filter(|term| asked.contains(term)));
    let pairs: Vec<Term> = terms::pairs(&titled).chain(terms::pairs(&body)).collect();
    let mentions = mentions(engagement, at, names);
    let refers = {
        let mut refers: Vec<usize> = mentions.iter().map(|mention| mention.to).collect();
        refers.sort_unstable();
        refers.dedup();
        refers
    };
    let volume = Volume {
        engagement,
        sizes: [&titled, &headings, &body, &marks].map(|terms| length(terms)),
        places: [&titled, &headings, &body, &marks].map(|terms| wanted(terms)),
        pairs: (wanted(&pairs), length(&pairs)),
        title,
        title_pairs,
        refers,
        referred: Vec::new(),
        said: (Vec::new(), 0),
    };
    (volume, mentions)
}

/// Whom an engagement refers to, front-matter included, and what it says there.
fn mentions(engagement: &Engagement, own: usize, names: &Names) -> Vec<Mention> {
    let text = engagement.document.text.as_str();
    let body = engagement.document.body.span.start;
    names
        .references(text, &engagement.path)
        .into_iter()
        .filter(|reference| reference.to != own)
        .map(|reference| {
            let start = floor_boundary(text, reference.at.saturating_sub(AROUND).max(body));
            let end = floor_boundary(text, (reference.at + AROUND).min(text.len()));
            let around = text.get(start..end).filter(|_| reference.at >= body);
            Mention {
                to: reference.to,
                terms: around.map(terms::list).unwrap_or_default(),
            }
        })
        .collect()
}
