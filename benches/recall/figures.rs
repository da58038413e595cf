//! Recall among the first ten, and the mean of one over the rank of the first that is right.

use std::fmt;

use crate::Asked;
use crate::queries::Corpus;

/// Which queries count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    Both,
    Even,
    Odd,
}

impl Half {
    fn holds(self, at: usize) -> bool {
        match self {
            Self::Both => true,
            Self::Even => at.is_multiple_of(2),
            Self::Odd => !at.is_multiple_of(2),
        }
    }
}

impl fmt::Display for Half {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Both => "all",
            Self::Even => "even",
            Self::Odd => "odd",
        })
    }
}

/// The two figures.
pub struct Figures {
    recall: f64,
    rank: f64,
    queries: usize,
}

impl Figures {
    /// Over the queries of a corpus that have something to find, by a kind of truth.
    pub fn of(
        corpus: &Corpus,
        kind: &str,
        half: Half,
        ranked: impl Fn(usize) -> Vec<usize>,
    ) -> Self {
        let (mut recall, mut rank, mut queries) = (0.0, 0.0, 0);
        for (at, query) in corpus.queries.iter().enumerate() {
            let wanted = query.wanted(kind);
            if wanted.is_empty() || !half.holds(at) {
                continue;
            }
            let ranked = ranked(at);
            let hits = ranked
                .iter()
                .take(10)
                .filter(|at| wanted.contains(at))
                .count();
            recall += hits as f64 / wanted.len() as f64;
            if let Some(first) = ranked.iter().position(|at| wanted.contains(at)) {
                rank += 1.0 / (first + 1) as f64;
            }
            queries += 1;
        }
        let all = f64::from(u32::try_from(queries.max(1)).unwrap_or(1));
        Self {
            recall: recall / all,
            rank: rank / all,
            queries,
        }
    }
}

impl Figures {
    /// The mean over several corpora, each query counted once.
    pub fn mean(all: &[Self]) -> Self {
        let share = |part: &dyn Fn(&Self) -> f64| {
            let counted = |figures: &Self| f64::from(u32::try_from(figures.queries).unwrap_or(0));
            let queries: f64 = all.iter().map(counted).sum();
            let sum: f64 = all.iter().map(|one| part(one) * counted(one)).sum();
            sum / queries.max(1.0)
        };
        Self {
            recall: share(&|one| one.recall),
            rank: share(&|one| one.rank),
            queries: all.iter().map(|one| one.queries).sum(),
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:.3} / {:.3} ({})",
            self.recall, self.rank, self.queries
        )
    }
}

/// Both figures over all corpora and truths, in one number; a truth of few queries counts half.
pub fn objective(all: &[Asked], half: Half, ranked: impl Fn(&Asked, usize) -> Vec<usize>) -> f64 {
    let mut sum = 0.0;
    for asked in all {
        for kind in asked.corpus.kinds() {
            let figures = Figures::of(&asked.corpus, kind, half, |query| ranked(asked, query));
            let counts = if figures.queries < 20 { 0.5 } else { 1.0 };
            sum += counts * (figures.recall + figures.rank);
        }
    }
    sum
}
