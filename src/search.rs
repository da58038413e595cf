//! Finding words in a studio: in its texts and marks as they are, and in what once stood in them.
//!
//! ```text
//! words ──> Query;  engagements ──> Unit, a passage with its place ──> Hit, scored
//! ```

pub mod past;
pub mod query;
pub mod unit;

pub use past::Gone;
pub use query::Query;
pub use unit::{Hit, Kind, Unit};

use rayon::prelude::*;

use crate::model::Engagement;

/// Which passages are looked at.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only those of this client's folder.
    pub client: Option<String>,
    /// Only those of this engagement, by id.
    pub engagement: Option<String>,
    /// Only those of this kind.
    pub kind: Option<Kind>,
}

impl Filter {
    /// Whether an engagement of this id and client is looked at.
    #[must_use]
    pub fn holds(&self, id: &str, client: Option<&str>) -> bool {
        let client_fits = self
            .client
            .as_deref()
            .is_none_or(|wanted| client.is_some_and(|client| client.eq_ignore_ascii_case(wanted)));
        client_fits && self.engagement.as_deref().is_none_or(|wanted| wanted == id)
    }
}

/// The passages of a studio's engagements that a query finds, the best first, at most so many; and how many there are in all.
#[must_use]
pub fn search(
    engagements: &[Engagement],
    query: &Query,
    filter: &Filter,
    most: usize,
) -> (Vec<Hit>, usize) {
    let mut hits: Vec<Hit> = engagements
        .par_iter()
        .filter(|engagement| filter.holds(&engagement.id, engagement.client.as_deref()))
        .flat_map_iter(|engagement| {
            unit::of(engagement)
                .into_iter()
                .filter(|unit| filter.kind.is_none_or(|kind| unit.kind == kind))
                .filter_map(|unit| Hit::of(unit, engagement, query))
        })
        .collect();
    let all = hits.len();
    sort(&mut hits);
    hits.truncate(most);
    (hits, all)
}

/// The best first; of equals the newest, then by place.
fn sort(hits: &mut [Hit]) {
    hits.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| b.day.cmp(&a.day))
            .then_with(|| (&a.path, a.line).cmp(&(&b.path, b.line)))
    });
}
