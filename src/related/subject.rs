//! What others are to be found for: an engagement, or a text that is not in the studio yet.

use std::collections::HashMap;

use super::terms::{self, Term, Terms};
use crate::model::Engagement;
use crate::text::Document;

/// How much more a word of the title counts than one of the body, in times that it stands there.
const TITLE: f64 = 3.0;

/// So many terms at the beginning count twice: what a text is about stands at its top.
const OPENING: usize = 120;

/// What others are to be found for.
pub struct Subject<'e> {
    /// The engagement, where it is one.
    pub engagement: Option<&'e Engagement>,
    /// Its text without front-matter.
    pub text: String,
    /// Its words, each with how much it counts, sorted.
    pub words: Vec<(Term, f64)>,
    /// Its pairs of neighbouring words, each with how much it counts, sorted.
    pub pairs: Vec<(Term, f64)>,
    counts: HashMap<Term, f64>,
    /// The two words of each pair.
    halves: HashMap<Term, (Term, Term)>,
}

impl<'e> Subject<'e> {
    /// An engagement of the studio.
    #[must_use]
    pub fn engagement(engagement: &'e Engagement) -> Self {
        let document = &engagement.document;
        Self {
            engagement: Some(engagement),
            ..Self::read(engagement.title(), &engagement.said_in_fields(), document)
        }
    }

    /// A text from elsewhere, such as a new lead's notes; it may have a front-matter.
    #[must_use]
    pub fn text(text: &str) -> Self {
        let document = Document::parse(text.as_bytes());
        let keys = ["title", "Title"].into_iter();
        let titled = keys
            .filter_map(|key| document.front_matter.value(key))
            .next()
            .and_then(|title| title.as_str())
            .map(str::to_owned);
        let first = || {
            let mut lines = text.lines().map(str::trim);
            lines.find(|line| !line.is_empty()).unwrap_or_default()
        };
        let title = titled.unwrap_or_else(|| first().to_owned());
        Self::read(&title, "", &document)
    }

    fn read(title: &str, fields: &str, document: &Document) -> Self {
        let text = document
            .text
            .get(document.body.span.range())
            .unwrap_or_default();
        let mut list = terms::list(text);
        list.extend(terms::list(fields));
        let mut counts: HashMap<Term, f64> = HashMap::new();
        for term in &list {
            *counts.entry(*term).or_default() += 1.0;
        }
        let mut weights = counts.clone();
        let title = terms::list(title);
        for term in &title {
            counts.entry(*term).or_insert(1.0);
            *weights.entry(*term).or_default() += TITLE;
        }
        for term in list.iter().take(OPENING) {
            *weights.entry(*term).or_default() += 1.0;
        }
        let pairs = terms::bag(terms::pairs(&list).chain(terms::pairs(&title)));
        Self {
            engagement: None,
            text: text.to_owned(),
            words: damped(weights),
            pairs: pairs
                .into_iter()
                .map(|(pair, count)| (pair, f64::from(count).sqrt()))
                .collect(),
            counts,
            halves: [list.as_slice(), &title]
                .into_iter()
                .flat_map(|terms| terms.windows(2))
                .filter_map(|pair| match pair {
                    [one, other] => Some((terms::pair_of(*one, *other), (*one, *other))),
                    _ => None,
                })
                .collect(),
        }
    }

    /// The two words of one of its pairs.
    #[must_use]
    pub fn halves(&self, pair: Term) -> Option<(Term, Term)> {
        self.halves.get(&pair).copied()
    }

    /// How often a word stands in its text.
    #[must_use]
    pub fn count(&self, term: Term) -> f64 {
        self.counts.get(&term).copied().unwrap_or_default()
    }

    /// How much a pair counts.
    #[must_use]
    pub fn pair(&self, pair: Term) -> f64 {
        self.pairs
            .binary_search_by_key(&pair, |(pair, _)| *pair)
            .ok()
            .and_then(|at| self.pairs.get(at))
            .map_or(0.0, |(_, weight)| *weight)
    }

    /// Every term that it asks for.
    #[must_use]
    pub fn terms(&self) -> Terms {
        let words = self.words.iter().chain(&self.pairs);
        words.map(|(term, _)| *term).collect()
    }

    /// Whether it has nothing to find others by.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.engagement.is_none()
    }
}

/// A word that stands four times counts twice.
fn damped(weights: HashMap<Term, f64>) -> Vec<(Term, f64)> {
    let mut words: Vec<(Term, f64)> = weights
        .into_iter()
        .map(|(term, weight)| (term, weight.sqrt()))
        .collect();
    words.sort_unstable_by_key(|(term, _)| *term);
    words
}
