//! What a check has found, as text for people and for programs. One [`Report`] goes to every format.

pub mod baseline;
pub mod brief;
pub mod friction;
pub mod github;
pub mod history;
pub mod human;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod next;
pub mod registers;
pub mod related;
pub mod sarif;
pub mod search;
pub mod status;
pub mod table;
pub mod terminal;

use std::collections::BTreeMap;

use crate::finding::{Finding, Severity};
use crate::span::{Lines, Position};

/// The forms in which a list can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
}

/// The forms in which the findings of a check can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum CheckFormat {
    /// For people: the line of the file, underlined
    #[default]
    Human,
    /// For programs: one object with `findings` and `summary`
    Json,
    /// SARIF 2.1.0, for code hosts and editors
    Sarif,
    /// Annotations of GitHub's workflows
    Github,
    /// JUnit's XML, for CI servers
    Junit,
}

/// The findings of one check, and what is needed to show them.
#[derive(Debug, Clone, Default)]
pub struct Report {
    findings: Vec<Finding>,
    engagements: usize,
    known: usize,
    texts: BTreeMap<Place, (String, Lines)>,
}

/// Which version of which file: its commit, where one was checked, and its path.
type Place = (Option<String>, String);

impl Report {
    /// A report on `findings` in `engagements` engagements. `text` gives the text that a finding's span was taken from, as far as there
    /// is one; it is asked once for each file. Findings are sorted by file, then by place.
    #[must_use]
    pub fn new(
        mut findings: Vec<Finding>,
        engagements: usize,
        mut text: impl FnMut(&Finding) -> Option<String>,
    ) -> Self {
        sort(&mut findings);
        let mut texts = BTreeMap::new();
        // Those of one file stand together.
        for about in findings.chunk_by(|a, b| a.path == b.path && a.commit == b.commit) {
            if let Some(finding) = about.first()
                && let Some(text) = text(finding)
            {
                texts.insert(place(finding), (text, Lines::default()));
            }
        }
        Self {
            findings,
            engagements,
            known: 0,
            texts,
        }
    }

    /// The same report, from which so many findings were left out because they were known before.
    #[must_use]
    pub const fn without_known(mut self, known: usize) -> Self {
        self.known = known;
        self
    }

    /// The findings, sorted.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// How many engagements were checked, and how many findings of each severity there are.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let count = |severity| {
            self.findings
                .iter()
                .filter(|finding| finding.severity == severity)
                .count()
        };
        Summary {
            engagements: self.engagements,
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            known: self.known,
        }
    }

    /// The text that the finding's span was taken from.
    fn text(&self, finding: &Finding) -> Option<&str> {
        let (text, _) = self.texts.get(&place(finding))?;
        Some(text)
    }

    /// Where the finding begins and ends, for people. The first line where the file's text is not at hand.
    fn positions(&self, finding: &Finding) -> (Position, Position) {
        let (text, lines) = self
            .texts
            .get(&place(finding))
            .map_or(("", None), |(text, lines)| (text.as_str(), Some(lines)));
        let at = |offset| match lines {
            Some(lines) => lines.position(text, offset),
            None => Position::of(text, offset),
        };
        let (start, end) = (finding.span.start, finding.span.end);
        (at(start), at(end.max(start)))
    }
}

fn place(finding: &Finding) -> Place {
    (finding.commit.clone(), finding.path.clone())
}

/// By file and place within each commit, and at one place as they were found; the commits of a range keep the order in which they were checked.
fn sort(findings: &mut [Finding]) {
    let mut commits: BTreeMap<Option<String>, usize> = BTreeMap::new();
    for finding in &*findings {
        let next = commits.len();
        commits.entry(finding.commit.clone()).or_insert(next);
    }
    findings.sort_by(|a, b| {
        let order = |finding: &Finding| commits.get(&finding.commit).copied();
        (order(a), &a.path, a.span)
            .cmp(&(order(b), &b.path, b.span))
            .then(b.severity.cmp(&a.severity))
    });
}

/// The numbers of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// How many engagements were checked.
    pub engagements: usize,
    /// How many errors there are; with any, a commit is refused.
    pub errors: usize,
    /// How many warnings there are.
    pub warnings: usize,
    /// How many notes there are.
    pub notes: usize,
    /// How many more were left out because a baseline knows them; left out itself where there are none.
    #[serde(skip_serializing_if = "is_none")]
    pub known: usize,
}

/// Whether there is nothing to count.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
const fn is_none(number: &usize) -> bool {
    *number == 0
}

/// A number with its noun: `1 error`, `2 errors`.
#[must_use]
pub fn counted(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    pub(super) fn finding(path: &str, span: Span, message: &str) -> Finding {
        Finding {
            code: "need-unmet",
            severity: Severity::Error,
            engagement: None,
            path: path.to_owned(),
            span,
            message: message.to_owned(),
            help: String::new(),
            need: None,
            commit: None,
        }
    }

    #[test]
    fn findings_stand_by_file_and_place_whatever_their_weight() {
        let mut early = finding("b.md", Span::new(1, 2), "early");
        early.severity = Severity::Note;
        let report = Report::new(
            vec![
                finding("b.md", Span::new(4, 5), "late"),
                early,
                finding("a.md", Span::new(9, 9), "first"),
            ],
            2,
            |_| None,
        );
        let order: Vec<_> = report
            .findings()
            .iter()
            .map(|f| f.message.as_str())
            .collect();
        assert_eq!(order, ["first", "early", "late"]);
        let summary = report.summary();
        assert_eq!((summary.errors, summary.warnings, summary.notes), (2, 0, 1));
    }

    #[test]
    fn each_file_is_read_once() {
        let mut asked = Vec::new();
        let _ = Report::new(
            vec![
                finding("a.md", Span::at(0), "one"),
                finding("a.md", Span::at(1), "two"),
                finding("b.md", Span::at(0), "three"),
            ],
            2,
            |finding| {
                asked.push(finding.path.clone());
                None
            },
        );
        assert_eq!(asked, ["a.md", "b.md"]);
    }

    #[test]
    fn the_commits_of_a_range_keep_their_order() {
        let mut later = finding("a.md", Span::at(0), "later");
        later.commit = Some("1111".into());
        let mut earlier = finding("z.md", Span::at(0), "earlier");
        earlier.commit = Some("9999".into());
        let report = Report::new(vec![earlier, later], 1, |_| None);
        assert_eq!(report.findings()[0].message, "earlier");
    }
}
