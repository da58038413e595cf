//! What was there once and is gone: sentences and marks of former versions that no version after them has, with the commits that last had them
//! and that took them away.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::unit::{self, Hit, Unit};
use super::{Filter, Kind, Query};
use crate::model::{Engagement, Settings};
use crate::repo::history::{BlobId, Commit, Log, Step, Trail};
use crate::repo::{Bytes, Failure};
use crate::text::fold::folded;
use crate::text::sentence::sentences;

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

/// Reads the bytes of a version.
pub type Blob<'a> = &'a (dyn Fn(BlobId) -> Result<Bytes, Failure> + Sync);

/// What is searched in, and for what.
#[derive(Clone, Copy)]
pub struct Search<'a> {
    /// The history.
    pub log: &'a Log,
    /// The studio's settings.
    pub settings: &'a Settings,
    /// What is looked for.
    pub query: &'a Query,
    /// Which passages are looked at.
    pub filter: &'a Filter,
    /// Reads the bytes of a version.
    pub blob: Blob<'a>,
}

/// What is gone from all engagements that the filter lets through, what went last first.
///
/// # Errors
/// Where a version cannot be read.
pub fn all(search: &Search<'_>) -> Result<Vec<Gone>, Failure> {
    let found: Vec<Vec<Gone>> = search
        .log
        .trails
        .par_iter()
        .filter(|trail| {
            search
                .settings
                .sources
                .id(&trail.path)
                .is_some_and(|id| search.filter.holds(&id, search.settings.client_of(&id)))
        })
        .map(|trail| gone(search, trail))
        .collect::<Result<_, Failure>>()?;
    let mut all: Vec<Gone> = found.into_iter().flatten().collect();
    let when = |gone: &Gone| search.log.commits.get(gone.removed).map(seconds);
    all.sort_by_key(|gone| std::cmp::Reverse(when(gone)));
    Ok(all)
}

fn seconds(commit: &Commit) -> i64 {
    commit.authored.seconds
}

/// The passages that one file's history had and its newest version has not, as far as the query finds them.
fn gone(search: &Search<'_>, trail: &Trail) -> Result<Vec<Gone>, Failure> {
    let mut found: HashMap<Vec<String>, Gone> = HashMap::new();
    let mut before: Option<(usize, Version)> = None;
    for step in &trail.steps {
        let sides: Vec<&Step> = step.side.iter().chain([step]).collect();
        for (at, one) in sides.iter().enumerate() {
            let former = match before.take().filter(|_| !one.cut) {
                Some(former) => Some(former),
                None => match one.before {
                    // Where a shallow clone begins in the middle, the first commit known is the one that changed it.
                    Some(id) => {
                        let path = one.moved_from.as_ref().unwrap_or(&one.path);
                        Some((one.commit, Version::read(search, id, path)?))
                    }
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
            let after = Version::read(search, one.after, &one.path)?;
            if former.is_none() && !found.is_empty() {
                let said = after.said(search, &trail.path);
                found.retain(|pieces, _| !pieces.iter().all(|piece| said.contains(piece)));
            }
            if let Some((last, former)) = former {
                if former.differs(&after, search.query) {
                    for (pieces, hit) in former.lost(&after, search, &trail.path) {
                        let gone = Gone {
                            hit,
                            last,
                            removed: one.commit,
                        };
                        found.insert(pieces, gone);
                    }
                }
                // What came back is not gone.
                if !found.is_empty() && after.differs(&former, search.query) {
                    let said = after.said(search, &trail.path);
                    found.retain(|pieces, _| !pieces.iter().all(|piece| said.contains(piece)));
                }
            }
            before = Some((one.commit, after));
        }
    }
    let mut gone: Vec<Gone> = found.into_values().collect();
    gone.sort_by(|a, b| {
        let when = |gone: &Gone| search.log.commits.get(gone.removed).map(seconds);
        when(b)
            .cmp(&when(a))
            .then_with(|| (&a.hit.path, a.hit.line).cmp(&(&b.hit.path, b.hit.line)))
            .then_with(|| a.hit.excerpt.cmp(&b.hit.excerpt))
    });
    Ok(gone)
}

/// One version of an engagement. It is taken apart only where what is looked for may have gone or come with it.
struct Version {
    path: String,
    bytes: Bytes,
}

impl Version {
    fn read(search: &Search<'_>, id: BlobId, path: &str) -> Result<Self, Failure> {
        Ok(Self {
            path: path.to_owned(),
            bytes: (search.blob)(id)?,
        })
    }

    /// Whether the blocks of lines that only this one of two versions has hold something of every word that is looked for. Most commits leave
    /// nearly everything as it is, and what stands in both is neither gone nor new.
    fn differs(&self, other: &Self, query: &Query) -> bool {
        let others: HashSet<&[u8]> = blocks(&other.bytes).collect();
        let mut own = String::new();
        for block in blocks(&self.bytes).filter(|block| !others.contains(block)) {
            own.push_str(&folded(&String::from_utf8_lossy(block)));
            own.push('\n');
        }
        !own.is_empty() && query.may_find(&own)
    }

    /// Where it stood may have been no place of an engagement; it was this one all the same.
    fn engagement(&self, search: &Search<'_>, today: &str) -> Option<Engagement> {
        Engagement::read(&self.path, &self.bytes, search.settings)
            .or_else(|| Engagement::read(today, &self.bytes, search.settings))
    }

    /// Everything that it says.
    fn said(&self, search: &Search<'_>, today: &str) -> HashSet<String> {
        let engagement = self.engagement(search, today);
        let units = engagement.iter().flat_map(unit::of);
        units
            .flat_map(|unit| pieces(&unit))
            .map(|(piece, _)| piece)
            .collect()
    }

    /// What the query finds in it that a later version does not say any more.
    fn lost(&self, after: &Self, search: &Search<'_>, today: &str) -> Vec<(Vec<String>, Hit)> {
        let Some(engagement) = self.engagement(search, today) else {
            return Vec::new();
        };
        let wanted = |unit: &Unit| {
            let kind = search.filter.kind;
            kind.is_none_or(|kind| unit.kind == kind) && search.query.score(&unit.text).is_some()
        };
        let units: Vec<Unit> = unit::of(&engagement).into_iter().filter(wanted).collect();
        if units.is_empty() {
            return Vec::new();
        }
        let said = after.said(search, today);
        let mut lost = Vec::new();
        for mut unit in units {
            let own = pieces(&unit);
            let first = own.first().map(|(piece, _)| piece.clone());
            let gone: Vec<(String, String)> = own
                .into_iter()
                .filter(|(piece, _)| !said.contains(piece))
                .collect();
            if gone.is_empty() {
                continue;
            }
            let (pieces, texts): (Vec<String>, Vec<String>) = gone.into_iter().unzip();
            // A mark whose own words are gone is gone with all that went with it.
            if !(pieces.first() == first.as_ref() && matches!(unit.kind, Kind::Mark(_))) {
                unit.text = texts.join(" ");
            }
            if let Some(hit) = Hit::of(unit, &engagement, search.query) {
                lost.push((pieces, hit));
            }
        }
        lost
    }
}

/// The blocks of lines of a text, without the empty lines between them.
fn blocks(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    std::iter::from_fn(move || {
        while let Some((b'\n' | b'\r', behind)) = rest.split_first() {
            rest = behind;
        }
        if rest.is_empty() {
            return None;
        }
        let mut empty = rest.windows(2).enumerate();
        let end = empty.find_map(|(at, pair)| (pair == b"\n\n" || pair == b"\n\r").then_some(at));
        let (block, behind) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        rest = behind;
        Some(block)
    })
}

/// What a passage says piece by piece: a mark's words and each thing that goes with it, or the sentences of prose; as it is compared, and as it is written.
fn pieces(unit: &Unit) -> Vec<(String, String)> {
    let text = unit.text.as_str();
    let written: Vec<&str> = match unit.kind {
        Kind::Mark(_) => text.split(" · ").collect(),
        Kind::Title | Kind::Field => vec![text],
        Kind::Section | Kind::Entry => {
            // The heading ends without a point, and is no part of the first sentence.
            let prose = text.strip_prefix(&unit.under);
            let heading = prose.map(|_| unit.under.as_str());
            let prose = sentences(prose.unwrap_or(text).trim_start());
            heading.into_iter().chain(prose).collect()
        }
    };
    // The same value under another key is not the same.
    let key = match unit.kind {
        Kind::Field => unit.under.as_str(),
        _ => "",
    };
    written
        .into_iter()
        .map(|text| {
            let said: Vec<&str> = key.split(' ').chain(text.split_whitespace()).collect();
            (said.join(" ").trim().to_lowercase(), text.to_owned())
        })
        .filter(|(said, _)| !said.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::Arc;

    use super::*;
    use crate::day::Moment;
    use crate::repo::Author;

    /// A history of one file: each version, and the path that it had.
    fn history(versions: &[&str]) -> (Log, HashMap<BlobId, String>) {
        let author = Arc::new(Author {
            name: "Maya Lindqvist".to_owned(),
            email: "maya@northlight.example".to_owned(),
        });
        let moment = |at: usize| Moment {
            seconds: i64::try_from(at).expect("few versions") * 86_400,
            offset: 0,
        };
        let mut log = Log::default();
        let mut blobs = HashMap::new();
        let mut steps: Vec<Step> = Vec::new();
        for (at, text) in versions.iter().enumerate() {
            let id = BlobId::from_bytes(&[u8::try_from(at + 1).expect("few versions"); 20])
                .expect("an id");
            blobs.insert(id, (*text).to_owned());
            log.commits.push(Commit {
                id: format!("{at:040}"),
                parents: Vec::new(),
                author: author.clone(),
                authored: moment(at),
                committer: author.clone(),
                committed: moment(at),
                subject: format!("version {at}"),
            });
            steps.push(Step {
                commit: at,
                path: "engagements/acme/rebrand.md".to_owned(),
                moved_from: None,
                before: steps.last().map(|step| step.after),
                cut: false,
                after: id,
                side: Vec::new(),
            });
        }
        log.trails.push(Trail {
            path: "engagements/acme/rebrand.md".to_owned(),
            steps,
        });
        (log, blobs)
    }

    fn find(versions: &[&str], query: &str, filter: &Filter) -> Vec<(String, usize, usize)> {
        let (log, blobs) = history(versions);
        let found = all(&Search {
            log: &log,
            settings: &Settings::built_in(),
            query: &Query::of(query),
            filter,
            blob: &|id| {
                let text = blobs.get(&id).cloned().unwrap_or_default();
                Ok(Arc::from(text.into_bytes()))
            },
        });
        let found = found.expect("versions that can be read");
        found
            .into_iter()
            .map(|gone| (gone.hit.excerpt, gone.last, gone.removed))
            .collect()
    }

    fn gone(log: &[&str], query: &str) -> Vec<(String, usize, usize)> {
        let versions: Vec<String> = log
            .iter()
            .map(|text| format!("---\ntitle: Rebrand\nstage: scope\n---\n\n{text}"))
            .collect();
        let versions: Vec<&str> = versions.iter().map(String::as_str).collect();
        find(&versions, query, &Filter::default())
    }

    const CALL: &str = "## Log\n\n### 2026-03-02 Call (@maya)\n\nShe asked twice.\n\n";

    #[test]
    fn a_promise_is_found_with_the_commits_that_last_had_it_and_took_it_away() {
        let with = format!("{CALL}- [ ] promise: two logo directions (@tom)\n");
        let found = gone(&[&with, &with, CALL, CALL], "directions logo");
        assert_eq!(found, [("two logo directions · tom".to_owned(), 1, 2)]);
    }

    #[test]
    fn what_stands_elsewhere_in_the_file_or_came_back_is_not_gone() {
        let above = format!("## Situation\n\nOne mark. The board waits.\n\n{CALL}");
        let below = format!("{CALL}The board waits.\n\n## Situation\n\nOne mark.\n");
        assert_eq!(gone(&[&above, &below], "board waits"), []);
        assert_eq!(gone(&[&above, CALL, &below], "board waits"), []);
        assert_eq!(gone(&[&above, CALL], "board waits").len(), 1);
    }

    #[test]
    fn a_text_is_taken_apart_at_its_empty_lines() {
        let all: Vec<&[u8]> = blocks(b"\n\na\nb\n\n\r\nc\r\n\r\nd").collect();
        assert_eq!(all, [&b"a\nb"[..], b"c\r", b"d"]);
        assert_eq!(blocks(b"").count(), 0);
    }

    #[test]
    fn only_the_sentence_that_went_is_gone() {
        let before = "## Situation\n\nThe board waits. The CFO is nervous.\n";
        let after = "## Situation\n\nThe board waits. The CFO agreed.\n";
        assert_eq!(gone(&[before, after], "board"), []);
        assert_eq!(
            gone(&[before, after], "nervous"),
            [("The CFO is nervous.".to_owned(), 0, 1)]
        );
    }

    #[test]
    fn a_mark_that_only_got_more_to_say_is_not_gone() {
        let asked = format!("{CALL}- [ ] question: who signs? (@maya)\n");
        let answered = format!("{CALL}- [x] question: who signs? (@maya)\n  - answer: Jane\n");
        assert_eq!(gone(&[&asked, &answered], "signs"), []);
        assert_eq!(gone(&[&answered, &asked], "jane").len(), 1);
    }

    #[test]
    fn a_kind_and_a_client_can_be_asked_for() {
        let with = format!("---\nstage: scope\n---\n\n{CALL}- [ ] promise: two directions\n");
        let without = "---\nstage: scope\n---\n";
        let count = |filter: Filter| find(&[&with, without], "", &filter).len();
        let promises = Filter {
            kind: Some(Kind::Mark(crate::text::Keyword::Promise)),
            ..Filter::default()
        };
        assert_eq!(count(promises), 1);
        assert!(count(Filter::default()) > 1);
        let other = Filter {
            client: Some("harbour".to_owned()),
            ..Filter::default()
        };
        assert_eq!(count(other), 0);
    }
}
