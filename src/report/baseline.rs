//! What was already wrong on the day a studio began to look: findings written down once, so that a check can show only what is new.
//!
//! A finding is known by its code, its file, its need and its words, not by its line, so that text above it may grow. Numbers in the words do
//! not count, because days pass. One that weighs more than it did then is new: what was a warning on an old file is an error where it moves.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::json;
use crate::finding::{Finding, Severity};

/// The version of the file's form.
const VERSION: u32 = 1;

/// Findings that are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    /// How heavy, and how many of each weight.
    known: BTreeMap<Known, Vec<Severity>>,
}

/// By what a finding is known again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Known {
    path: String,
    code: String,
    need: Option<String>,
    commit: Option<String>,
    words: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    path: String,
    code: String,
    severity: Severity,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    need: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    commit: Option<String>,
    message: String,
}

impl Baseline {
    /// What these findings are as a file: JSON, an entry each, by file.
    #[must_use]
    pub fn render(findings: &[Finding]) -> String {
        let mut findings: Vec<&Finding> = findings.iter().collect();
        findings.sort_by_key(|finding| (&finding.path, finding.code, &finding.message));
        let findings = findings
            .into_iter()
            .map(|finding| Entry {
                path: finding.path.clone(),
                code: finding.code.to_owned(),
                severity: finding.severity,
                need: finding.need.clone(),
                commit: finding.commit.clone(),
                message: finding.message.clone(),
            })
            .collect();
        json::document(&File {
            version: VERSION,
            findings,
        })
    }

    /// Reads such a file.
    ///
    /// # Errors
    /// Says where it is no baseline, and why.
    pub fn read(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if file.version != VERSION {
            return Err(format!(
                "it is of version {}, and this Orbit reads version {VERSION}",
                file.version
            ));
        }
        let mut known: BTreeMap<Known, Vec<Severity>> = BTreeMap::new();
        for entry in file.findings {
            let key = Known {
                words: words(&entry.message),
                path: entry.path,
                code: entry.code,
                need: entry.need,
                commit: entry.commit,
            };
            known.entry(key).or_default().push(entry.severity);
        }
        Ok(Self { known })
    }

    /// Takes out of `findings` what is known. How many that were.
    pub fn leave_new(mut self, findings: &mut Vec<Finding>) -> usize {
        let all = findings.len();
        findings.retain(|finding| !self.took(finding));
        all - findings.len()
    }

    /// Whether this one is known; each entry stands for one finding.
    fn took(&mut self, finding: &Finding) -> bool {
        let key = Known {
            path: finding.path.clone(),
            code: finding.code.to_owned(),
            need: finding.need.clone(),
            commit: finding.commit.clone(),
            words: words(&finding.message),
        };
        let Some(severities) = self.known.get_mut(&key) else {
            return false;
        };
        // The lightest that will do, so that a heavier one is left for a heavier finding.
        let fitting = severities
            .iter()
            .enumerate()
            .filter(|(_, known)| **known >= finding.severity)
            .min_by_key(|(_, known)| **known)
            .map(|(at, _)| at);
        fitting.map(|at| severities.swap_remove(at)).is_some()
    }
}

/// The words of a message without the numbers in it.
fn words(message: &str) -> String {
    let mut words = String::with_capacity(message.len());
    for c in message.chars() {
        match c {
            '0'..='9' if words.ends_with('#') => {}
            '0'..='9' => words.push('#'),
            c => words.push(c),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::super::tests::finding;
    use super::*;
    use crate::span::Span;

    fn found(path: &str, message: &str, severity: Severity) -> Finding {
        Finding {
            severity,
            ..finding(path, Span::new(3, 9), message)
        }
    }

    fn left(known: &[Finding], now: &[Finding]) -> Vec<Finding> {
        let mut left = now.to_vec();
        Baseline::read(&Baseline::render(known))
            .expect("a baseline")
            .leave_new(&mut left);
        left
    }

    #[test]
    fn what_was_there_is_known_wherever_it_moved_in_its_file() {
        let old = found("a.md", "section `Scope` is empty", Severity::Warning);
        let mut now = old.clone();
        now.span = Span::new(40, 46);
        assert!(left(&[old], &[now]).is_empty());
    }

    #[test]
    fn days_that_pass_make_nothing_new() {
        let old = found("a.md", "it was due 9 days ago", Severity::Warning);
        let now = found("a.md", "it was due 10 days ago", Severity::Warning);
        assert!(left(&[old], &[now]).is_empty());
    }

    #[test]
    fn what_weighs_more_than_it_did_is_new() {
        let old = found("a.md", "section `Scope` is empty", Severity::Warning);
        let now = found("a.md", "section `Scope` is empty", Severity::Error);
        assert_eq!(left(&[old], std::slice::from_ref(&now)), [now]);
    }

    #[test]
    fn a_second_one_of_the_same_is_new() {
        let one = found("a.md", "a promise has no day", Severity::Warning);
        assert_eq!(
            left(std::slice::from_ref(&one), &[one.clone(), one.clone()]).len(),
            1
        );
    }

    #[test]
    fn another_file_or_another_code_is_new() {
        let old = found("a.md", "x", Severity::Warning);
        let mut other = old.clone();
        other.code = "stale";
        let elsewhere = found("b.md", "x", Severity::Warning);
        assert_eq!(left(&[old], &[other, elsewhere]).len(), 2);
    }

    #[test]
    fn a_file_that_is_no_baseline_says_why() {
        assert!(Baseline::read("{").is_err());
        let newer = Baseline::read(r#"{"version": 2, "findings": []}"#);
        assert_eq!(
            newer.expect_err("newer"),
            "it is of version 2, and this Orbit reads version 1"
        );
    }
}
