//! Why an engagement was found, in words.

use std::collections::HashMap;

use super::library::{Library, Volume};
use super::signals::{Signal, rarity_of_pair};
use super::structure::Bond;
use super::subject::Subject;
use super::terms::{self, Term};
use crate::model::words::{count, list};

/// At most so many words are named.
const NAMED: usize = 5;

/// A word that stands in more than one of so many is no reason; among a few engagements it may stand in two.
const TELLING: usize = 3;
const FEW: usize = 6;

/// One reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The evidence that it tells.
    pub signal: Signal,
    /// In words: `follows `acme/audit``.
    pub text: String,
    /// What it added to the score.
    pub weight: f64,
}

/// What reasons are told from.
pub struct Why<'a> {
    /// The studio, counted.
    pub library: &'a Library<'a>,
    /// What was asked.
    pub subject: &'a Subject<'a>,
    /// The subject's place in the library.
    pub own: Option<usize>,
    /// The subject's words as they are written.
    pub written: HashMap<Term, String>,
    /// How near each engagement is by its words alone.
    pub near: Vec<f64>,
}

impl<'a> Why<'a> {
    /// What reasons are told from.
    #[must_use]
    pub fn new(
        library: &'a Library<'a>,
        subject: &'a Subject<'a>,
        own: Option<usize>,
        near: Vec<f64>,
    ) -> Self {
        let mut written = terms::written(&subject.text);
        if let Some(engagement) = subject.engagement {
            for (term, word) in terms::written(engagement.title()) {
                written.entry(term).or_insert(word);
            }
        }
        Self {
            library,
            subject,
            own,
            written,
            near,
        }
    }

    /// The reason that a signal gives for a volume, where it can be told.
    #[must_use]
    pub fn tell(&self, signal: Signal, volume: &Volume<'_>, bond: &Bond) -> Option<String> {
        let subject = match self.subject.engagement {
            Some(engagement) => format!("`{}`", engagement.id),
            None => "the text".to_owned(),
        };
        match signal {
            Signal::Named if bond.followed => Some(format!("{subject} follows it")),
            Signal::Named if bond.follows => Some(format!("it follows {subject}")),
            Signal::Named if bond.named => Some(format!("{subject} names it")),
            Signal::Named if bond.names => Some(format!("it names {subject}")),
            Signal::Named => None,
            Signal::Client => {
                let client = volume.engagement.client.as_deref()?;
                bond.client.then(|| match &bond.person {
                    Some(person) => format!("{subject} names {person}, of `{client}`"),
                    None => format!("the same client, `{client}`"),
                })
            }
            Signal::Way => match &bond.moved {
                Some((from, to)) => Some(format!(
                    "has made the move that comes next, `{from}` to `{to}`"
                )),
                None => {
                    let stage = volume.engagement.stage.as_deref()?;
                    bond.beside.then(|| format!("stands in `{stage}` as well"))
                }
            },
            Signal::People => {
                let people: Vec<String> = bond
                    .people
                    .iter()
                    .take(3)
                    .map(|handle| format!("@{handle}"))
                    .collect();
                (!people.is_empty()).then(|| format!("{} works on both", people.join(", ")))
            }
            Signal::Words => {
                let words =
                    self.shared(volume, |library, volume, term| library.about(volume, term));
                named("shares the words", &words, 2)
            }
            Signal::Phrases => {
                let phrases = self.phrases(volume);
                named("speaks of", &phrases, 1)
            }
            Signal::Title => {
                let title: Vec<&str> = volume
                    .title
                    .iter()
                    .filter(|term| self.subject.count(**term) > 0.0)
                    .filter_map(|term| self.written.get(term).map(String::as_str))
                    .take(NAMED)
                    .collect();
                (!title.is_empty()).then(|| {
                    let whole = title.len() == volume.title.len();
                    let what = if whole { "its title" } else { "its title's" };
                    format!("{subject} speaks of {what}: {}", list(&title))
                })
            }
            Signal::Neighbours => {
                let near = self.leaning(volume);
                let near: Vec<&str> = near.iter().map(String::as_str).collect();
                let verb = if near.len() == 1 { "leans" } else { "lean" };
                (!near.is_empty())
                    .then(|| format!("{}, much like {subject}, {verb} on it", list(&near)))
            }
            Signal::Said => {
                let words = self.shared(volume, |library, volume, term| library.said(volume, term));
                named("is referred to in the words", &words, 2)
            }
            // It helps to order what speaks for itself, and is no reason.
            Signal::Time => None,
            Signal::Leaned => {
                let others = volume.referred.len();
                (others > 1).then(|| format!("{} refer to it", count(others, "engagement")))
            }
        }
    }

    /// The words in common where none of them tells much.
    #[must_use]
    pub fn common(&self, volume: &Volume<'_>) -> Option<String> {
        let about =
            |library: &Library<'_>, volume: &Volume<'_>, term: Term| library.about(volume, term);
        named("shares the words", &self.among(volume, about, false), 2)
    }

    /// Whether a word is no reason to everybody: it stands in a third of the engagements at most.
    fn tells(&self, term: Term) -> bool {
        let stands = usize::try_from(self.library.stands(term)).unwrap_or(usize::MAX);
        stands.saturating_mul(TELLING) <= self.library.volumes.len().max(FEW)
    }

    /// The subject's words that tell most about a volume.
    fn shared(
        &self,
        volume: &Volume<'_>,
        about: impl Fn(&Library<'_>, &Volume<'_>, Term) -> f64,
    ) -> Vec<&str> {
        self.among(volume, about, true)
    }

    /// The same, and where it is not strict also words that are no reason to everybody.
    fn among(
        &self,
        volume: &Volume<'_>,
        about: impl Fn(&Library<'_>, &Volume<'_>, Term) -> f64,
        strict: bool,
    ) -> Vec<&str> {
        let mut told: Vec<(f64, &str)> = self
            .subject
            .words
            .iter()
            .filter_map(|(term, weight)| {
                let word = self.written.get(term)?;
                let told = weight * self.library.rarity(*term) * about(self.library, volume, *term);
                (told > 0.0 && (!strict || self.tells(*term))).then_some((told, word.as_str()))
            })
            .collect();
        told.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        told.into_iter().take(NAMED).map(|(_, word)| word).collect()
    }

    /// The phrases of the subject's text that tell most about a volume.
    fn phrases(&self, volume: &Volume<'_>) -> Vec<String> {
        let mut told: Vec<(f64, String)> = Vec::new();
        let mut before: Option<(Term, &str)> = None;
        terms::words(&self.subject.text, |term, word| {
            if let Some((former, first)) = before {
                let pair = terms::pair_of(former, term);
                let about = self.library.about_pair(volume, pair);
                if about > 0.0 && (self.tells(former) || self.tells(term)) {
                    let rarity = rarity_of_pair(self.library, self.subject, pair);
                    let told_so = self.subject.pair(pair) * rarity * about;
                    told.push((told_so, format!("{first} {word}")));
                }
            }
            before = Some((term, word));
        });
        told.sort_by(|a, b| {
            b.0.total_cmp(&a.0)
                .then(a.1.to_lowercase().cmp(&b.1.to_lowercase()))
        });
        let mut phrases: Vec<String> = Vec::new();
        for (_, phrase) in told {
            let lower = phrase.to_lowercase();
            if phrases.len() < 3 && phrases.iter().all(|known| known.to_lowercase() != lower) {
                phrases.push(phrase);
            }
        }
        phrases
    }

    /// Those that refer to a volume, the most like the subject first.
    fn leaning(&self, volume: &Volume<'_>) -> Vec<String> {
        let near = |at: usize| self.near.get(at).copied().unwrap_or_default();
        let mut leaning: Vec<usize> = volume
            .referred
            .iter()
            .copied()
            .filter(|at| Some(*at) != self.own && near(*at) > 0.0)
            .collect();
        leaning.sort_by(|a, b| near(*b).total_cmp(&near(*a)).then(a.cmp(b)));
        leaning
            .into_iter()
            .take(2)
            .filter_map(|at| Some(self.library.volumes.get(at)?.engagement.id.clone()))
            .collect()
    }
}

fn named(what: &str, words: &[impl AsRef<str>], least: usize) -> Option<String> {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    (words.len() >= least).then(|| format!("{what} {}", list(&words)))
}
