//! What was there once and is gone: passages of former versions that no version after them has, with the commits that last had them and that took them away.

use std::collections::HashMap;

use rayon::prelude::*;

use super::unit::{self, Hit, Unit};
use super::{Filter, Query};
use crate::model::{Engagement, Settings};
use crate::repo::history::{BlobId, Commit, Log, Step, Trail};
use crate::repo::{Bytes, Failure};

/// A passage that is gone.
#[derive(Debug, Clone)]
pub struct Gone {
    /// Where and what it was; its path and line are those of the last version that had it.
    pub hit: Hit,
    /// The commit that last had it, as an index of the log's commits.
    pub last: usize,
    /// The commit that took it away.
    pub removed: usize,
}

/// The passages that one file's history had and its newest version has not, as far as the query finds them.
///
/// # Errors
/// Where a version cannot be read.
pub fn gone(
    trail: &Trail,
    log: &Log,
    settings: &Settings,
    query: &Query,
    filter: &Filter,
    blob: &dyn Fn(BlobId) -> Result<Bytes, Failure>,
) -> Result<Vec<Gone>, Failure> {
    let mut found: HashMap<String, Gone> = HashMap::new();
    let mut before: Option<(usize, Version)> = None;
    for step in &trail.steps {
        let sides: Vec<&Step> = step.side.iter().chain([step]).collect();
        for (at, one) in sides.iter().enumerate() {
            let read = |id: BlobId, path: &str| version(&blob(id)?, path, trail, settings, filter);
            let former = match before.take() {
                Some((last, version)) => Some((last, version)),
                None => match one.before {
                    // Where a shallow clone begins in the middle, the first commit known is the one that changed it.
                    Some(id) => Some((
                        one.commit,
                        read(id, one.moved_from.as_ref().unwrap_or(&one.path))?,
                    )),
                    None => None,
                },
            };
            // A merge's own step is compared only where it did something beyond its branch.
            let brought = at > 0
                && at + 1 == sides.len()
                && sides
                    .get(at - 1)
                    .is_some_and(|side| side.after == one.after);
            if brought {
                before = former.map(|(_, version)| (one.commit, version));
                continue;
            }
            let after = read(one.after, &one.path)?;
            if let Some((last, former)) = former {
                for (key, unit) in &former.units {
                    if after.has(key) {
                        continue;
                    }
                    let Some(hit) = Hit::of(unit.clone(), &former.engagement, query) else {
                        continue;
                    };
                    found.insert(
                        key.clone(),
                        Gone {
                            hit,
                            last,
                            removed: one.commit,
                        },
                    );
                }
            }
            // What came back is not gone.
            for (key, _) in &after.units {
                found.remove(key);
            }
            before = Some((one.commit, after));
        }
    }
    let mut gone: Vec<Gone> = found.into_values().collect();
    gone.sort_by(|a, b| {
        let when = |gone: &Gone| log.commits.get(gone.removed).map(seconds);
        when(b)
            .cmp(&when(a))
            .then_with(|| (&a.hit.path, a.hit.line).cmp(&(&b.hit.path, b.hit.line)))
    });
    Ok(gone)
}

fn seconds(commit: &Commit) -> i64 {
    commit.authored.seconds
}

/// One version of an engagement as its passages, each with what tells it from others.
struct Version {
    engagement: Engagement,
    units: Vec<(String, Unit)>,
}

impl Version {
    fn has(&self, key: &str) -> bool {
        self.units.iter().any(|(other, _)| other == key)
    }
}

fn version(
    bytes: &[u8],
    path: &str,
    trail: &Trail,
    settings: &Settings,
    filter: &Filter,
) -> Result<Version, Failure> {
    let engagement = Engagement::read(path, bytes, settings)
        .or_else(|| Engagement::read(&trail.path, bytes, settings))
        .ok_or_else(|| Failure::new(format!("`{path}` is no engagement")))?;
    let units = unit::of(&engagement)
        .into_iter()
        .filter(|unit| filter.kind.is_none_or(|kind| unit.kind == kind))
        .map(|unit| (key(&unit), unit))
        .collect();
    Ok(Version { engagement, units })
}

/// What tells a passage from others: a mark by its name where it has one and by its words, anything else by its words.
fn key(unit: &Unit) -> String {
    let said: Vec<&str> = unit.text.split_whitespace().collect();
    format!("{} {}", unit.kind.word(), said.join(" ").to_lowercase())
}

/// What is gone from all engagements that the filter lets through, what went last first.
///
/// # Errors
/// Where a version cannot be read.
pub fn all(
    log: &Log,
    settings: &Settings,
    query: &Query,
    filter: &Filter,
    blob: &(dyn Fn(BlobId) -> Result<Bytes, Failure> + Sync),
) -> Result<Vec<Gone>, Failure> {
    let found: Vec<Vec<Gone>> = log
        .trails
        .par_iter()
        .filter(|trail| {
            settings.sources.id(&trail.path).is_some_and(|id| {
                let client = id.split_once('/').map(|(client, _)| client);
                filter.holds(&id, client)
            })
        })
        .map(|trail| gone(trail, log, settings, query, filter, blob))
        .collect::<Result<_, Failure>>()?;
    let mut all: Vec<Gone> = found.into_iter().flatten().collect();
    all.sort_by_key(|gone| std::cmp::Reverse(log.commits.get(gone.removed).map(seconds)));
    Ok(all)
}
