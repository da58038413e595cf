//! The signals mixed into one order.

use super::library::Library;
use super::passages::{self, Passage};
use super::reasons::{Reason, Why};
use super::signals::{Evidence, Signal, Weights, weigh};
use super::structure;
use super::subject::Subject;
use crate::model::{Engagement, Settings};

/// At most so many passages of one engagement are told.
const PASSAGES: usize = 3;

/// At most so many reasons are told.
const REASONS: usize = 4;

/// What has this share of the best score is found, though it be by words that many share.
const NEAR: f64 = 0.3;

/// Less than this share of the best score bears on nothing.
const LEAST: f64 = 0.02;

/// An engagement that bears on the subject.
pub struct Found<'e> {
    /// The engagement.
    pub engagement: &'e Engagement,
    /// How much it bears, the more the larger; only the order means something.
    pub score: f64,
    /// Why, the weightiest first.
    pub reasons: Vec<Reason>,
    /// Its entries and marks that bear most.
    pub passages: Vec<Passage>,
}

/// What bears on a subject, the most telling first, at most so many. `engagements` are all that may be found, the subject among them or not.
#[must_use]
pub fn rank<'e>(
    engagements: &[&'e Engagement],
    subject: &Subject<'_>,
    settings: &Settings,
    weights: Weights,
    most: usize,
) -> Vec<Found<'e>> {
    let library = Library::of(engagements, &subject.terms());
    let own = own(engagements, subject);
    let evidence = weigh(&library, subject, own, settings);
    let bonds = structure::bonds(&library, subject, own, settings);
    let near = evidence
        .iter()
        .map(|[words, phrases, ..]| words + phrases)
        .collect();
    let why = Why::new(&library, subject, own, near);
    let order = order(engagements, &evidence, weights, own);
    let best = order.first().map_or(0.0, |(_, score)| *score);
    order
        .into_iter()
        .filter_map(|(at, score)| {
            let volume = library.volumes.get(at)?;
            let bond = bonds.get(at)?;
            let mut reasons: Vec<Reason> = Signal::ALL
                .iter()
                .zip(evidence.get(at)?)
                .zip(weights.0)
                .map(|((signal, part), weight)| (*signal, part * weight))
                .filter(|(signal, part)| {
                    *part > 0.05 * score || (*signal == Signal::Client && *part > 0.0)
                })
                .filter_map(|(signal, weight)| {
                    let text = why.tell(signal, volume, bond)?;
                    Some(Reason {
                        signal,
                        text,
                        weight,
                    })
                })
                .collect();
            reasons.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.signal.cmp(&b.signal)));
            reasons.truncate(REASONS);
            let engagement = *engagements.get(at)?;
            let passages = passages::of(engagement, &library, subject, bond, settings, PASSAGES);
            if reasons.is_empty() {
                let passage = passages.first().map(|passage| passage.because.clone());
                let common = || why.common(volume).filter(|_| score > best * NEAR);
                // What nothing can be said for bears on nothing.
                reasons.push(Reason {
                    signal: Signal::Words,
                    text: passage.or_else(common)?,
                    weight: evidence.get(at)?.first()? * weights.0.first()?,
                });
            }
            Some(Found {
                engagement,
                score,
                reasons,
                passages,
            })
        })
        .take(most)
        .collect()
}

/// Where the subject stands among the engagements.
fn own(engagements: &[&Engagement], subject: &Subject<'_>) -> Option<usize> {
    let path = &subject.engagement?.path;
    engagements.iter().position(|other| other.path == *path)
}

/// The engagements for which anything speaks, by the sum of what does; of equals the one that moved last.
#[must_use]
pub fn order(
    engagements: &[&Engagement],
    evidence: &Evidence,
    weights: Weights,
    own: Option<usize>,
) -> Vec<(usize, f64)> {
    let mut scores: Vec<(usize, f64)> = evidence
        .iter()
        .enumerate()
        .filter(|(at, _)| Some(*at) != own)
        .map(|(at, parts)| {
            let parts = parts.iter().zip(weights.0);
            (at, parts.map(|(part, weight)| part * weight).sum())
        })
        .collect();
    let best = scores.iter().map(|(_, score)| *score).fold(0.0, f64::max);
    scores.retain(|(_, score)| *score > best * LEAST);
    let last = |at: usize| {
        let engagement = engagements.get(at)?;
        let far = crate::day::Day::parse("9999-12-31")?;
        engagement.last_sign(far)
    };
    scores.sort_by(|a, b| {
        b.1.total_cmp(&a.1)
            .then_with(|| last(b.0).cmp(&last(a.0)))
            .then(a.0.cmp(&b.0))
    });
    scores
}
