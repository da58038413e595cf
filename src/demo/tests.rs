//! Every commit of the demo under the guard, and what a demo has to show.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::*;
use crate::check::{Context, Past, judge};
use crate::day::Day;
use crate::finding::{Finding, Severity};
use crate::model::change::Movement;
use crate::model::{Change, Commit, Engagement, Kind, Settings};
use crate::repo::{Author, Memory};
use crate::text::{Document, Keyword};

static HISTORY: LazyLock<History> = LazyLock::new(History::read);

/// The demo's commits with the files that each holds.
struct History {
    revisions: Vec<Revision>,
    trees: Vec<BTreeMap<String, String>>,
}

impl History {
    fn read() -> Self {
        let revisions = studio().expect("a demo that can be replayed");
        let mut trees: Vec<BTreeMap<String, String>> = Vec::new();
        for revision in &revisions {
            let mut tree = revision
                .parents
                .first()
                .map(|&parent| trees[parent].clone())
                .unwrap_or_default();
            for (path, text) in &revision.files {
                match text {
                    Some(text) => tree.insert(path.clone(), text.clone()),
                    None => tree.remove(path),
                };
            }
            trees.push(tree);
        }
        Self { revisions, trees }
    }

    fn subject(&self, at: usize) -> String {
        let revision = &self.revisions[at];
        format!(
            "{} {} {}",
            revision.when,
            revision.author.name,
            revision.message.lines().next().unwrap_or_default()
        )
    }

    /// Where a file of a revision stood in a parent of it: where it stands, or where the only file stood that the revision takes away.
    fn before(&self, at: usize, parent: usize, path: &str) -> Option<String> {
        if self.trees[parent].contains_key(path) {
            return Some(path.to_owned());
        }
        let gone = self.revisions[at]
            .files
            .iter()
            .find(|(_, text)| text.is_none());
        gone.map(|(path, _)| path.clone())
            .filter(|path| self.trees[parent].contains_key(path))
    }

    /// Looks at each engagement that a revision touches, as the guard does.
    fn walk(&self, mut see: impl FnMut(usize, &Change<'_>, &Context<'_>)) {
        let mut settings = None;
        for (at, revision) in self.revisions.iter().enumerate() {
            let tree: Memory = self.trees[at].iter().collect();
            if revision
                .files
                .iter()
                .any(|(path, _)| !path.ends_with(".md"))
            {
                settings = Some(Settings::load(&tree).expect("settings"));
            }
            let settings = settings
                .as_ref()
                .expect("a studio from the first commit on");
            let past = Before { history: self, at };
            let day = revision.when.day().expect("a day");
            let context = Context::new(settings, &tree, day, Some(&revision.author), &past);
            for (path, text) in &revision.files {
                let Some(after) = text
                    .as_ref()
                    .and_then(|text| Engagement::read(path, text.as_bytes(), settings))
                else {
                    continue;
                };
                let before: Vec<Engagement> = revision
                    .parents
                    .iter()
                    .filter_map(|&parent| {
                        let path = self.before(at, parent, path)?;
                        Engagement::read(&path, self.trees[parent].get(&path)?.as_bytes(), settings)
                    })
                    .collect();
                let change = Change {
                    after: &after,
                    before: before.iter().collect(),
                    touched: true,
                };
                see(at, &change, &context);
            }
        }
    }
}

/// What files held before a revision, along the first parents.
struct Before<'a> {
    history: &'a History,
    at: usize,
}

impl Past for Before<'_> {
    fn walk(&self, path: &str, see: &mut dyn FnMut(&[u8], &Author) -> bool) {
        let (mut at, mut path) = (self.at, path.to_owned());
        while let Some(&parent) = self.history.revisions[at].parents.first() {
            match self.history.before(at, parent, &path) {
                Some(before) => path = before,
                None => return,
            }
            at = parent;
            let text = &self.history.trees[at][&path];
            let made = self.history.revisions[at]
                .parents
                .first()
                .is_none_or(|&parent| self.history.trees[parent].get(&path) != Some(text));
            if made && !see(text.as_bytes(), &self.history.revisions[at].author) {
                return;
            }
        }
    }

    fn is_elsewhere(&self, _: &str, _: &str) -> bool {
        false
    }

    fn lender(&self, _: &str, _: &str) -> Option<String> {
        None
    }
}

#[test]
fn no_commit_of_the_demo_would_be_refused() {
    let history = &*HISTORY;
    let mut refused: Vec<String> = Vec::new();
    history.walk(|at, change, context| {
        let findings = judge(
            &Commit::of(vec![Change {
                after: change.after,
                before: change.before.clone(),
                touched: true,
            }]),
            context,
        );
        refused.extend(
            findings
                .iter()
                .filter(|finding| finding.severity == Severity::Error)
                .map(
                    |Finding {
                         code,
                         message,
                         path,
                         ..
                     }| {
                        format!("{}\n    {path}: {code}: {message}", history.subject(at))
                    },
                ),
        );
    });
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[test]
fn the_last_commit_holds_the_files_as_they_stand() {
    let history = &*HISTORY;
    let source = source::Source::embedded();
    let expected: BTreeMap<String, String> = source
        .studio
        .into_iter()
        .chain(source.engagements)
        .collect();
    let last = history.trees.last().expect("a commit");
    assert_eq!(
        last.keys().collect::<Vec<_>>(),
        expected.keys().collect::<Vec<_>>()
    );
    for (path, text) in &expected {
        let differs = last[path]
            .lines()
            .zip(text.lines())
            .find(|(now, end)| now != end);
        assert_eq!(differs, None, "{path}");
        assert_eq!(last[path].len(), text.len(), "{path}");
    }
}

#[test]
fn everything_happens_in_it() {
    let history = &*HISTORY;
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    let (mut owners, mut waived) = (0, 0);
    history.walk(|at, change, context| {
        // A merge lands what was counted on its branch.
        if history.revisions[at].parents.len() > 1 {
            return;
        }
        owners += usize::from(change.movement() == Movement::Stays && change.owners().is_some());
        if let Movement::Moves { from, to } = change.movement() {
            let workflow = change.after.workflow(context.settings).expect("a workflow");
            *kinds
                .entry(Kind::of(workflow, from, to).expect("a kind"))
                .or_default() += 1;
        }
        waived += change.after.marks(Keyword::Waiver).count();
    });
    for (word, kind) in crate::model::transition::KINDS {
        assert!(kinds.contains_key(&kind), "no {word}: {kinds:?}");
    }
    assert!(owners > 0 && waived > 0);
    assert!(
        history
            .revisions
            .iter()
            .any(|revision| revision.parents.len() == 2)
    );
    let last = history.trees.last().expect("a commit");
    let settings = Settings::load(&last.iter().collect::<Memory>()).expect("settings");
    let engagements: Vec<Engagement> = last
        .iter()
        .filter_map(|(path, text)| Engagement::read(path, text.as_bytes(), &settings))
        .collect();
    let clients: BTreeSet<_> = engagements
        .iter()
        .filter_map(|engagement| engagement.client.clone())
        .collect();
    let authors: BTreeSet<_> = history
        .revisions
        .iter()
        .map(|revision| revision.author.name.clone())
        .collect();
    assert!(
        engagements
            .iter()
            .any(|engagement| engagement.text_of("follows").is_some())
    );
    assert!(
        engagements.len() >= 12 && clients.len() >= 6 && authors.len() == 5,
        "{clients:?} {authors:?}"
    );
    assert!(
        history.revisions.len() >= 150,
        "{}",
        history.revisions.len()
    );
    let emails: BTreeSet<_> = history
        .revisions
        .iter()
        .map(|revision| revision.author.email.clone())
        .collect();
    assert!(emails.contains("tom@home.example"));
    for keyword in Keyword::ALL {
        let stands = engagements
            .iter()
            .any(|engagement| engagement.marks(keyword).next().is_some());
        assert!(stands, "no {keyword:?}");
    }
}

#[test]
fn time_goes_on_from_commit_to_commit() {
    let history = &*HISTORY;
    let today = Day::parse(TODAY).expect("a day");
    assert!(
        history
            .revisions
            .is_sorted_by(|a, b| a.when.seconds < b.when.seconds)
    );
    let days: Vec<Day> = history
        .revisions
        .iter()
        .filter_map(|revision| revision.when.day())
        .collect();
    assert!(days.iter().all(|day| *day <= today));
    let (first, last) = (days.first().expect("a day"), days.last().expect("a day"));
    assert!(last.days_since(*first) > 14 * 30, "{first} to {last}");
}

#[test]
fn nothing_touches_a_file_while_a_branch_waits_to_land() {
    let history = &*HISTORY;
    for (at, revision) in history.revisions.iter().enumerate() {
        let [tip, side] = revision.parents[..] else {
            continue;
        };
        let base = history.revisions[side].parents[0];
        assert!(side < at && base <= tip);
        for (path, text) in &revision.files {
            assert_eq!(
                history.trees[tip].get(path),
                history.trees[base].get(path),
                "{}",
                history.subject(at)
            );
            assert_eq!(
                history.trees[side].get(path),
                text.as_ref(),
                "{}",
                history.subject(at)
            );
        }
    }
}

#[test]
fn an_outcome_stands_in_no_version_before_its_day() {
    let history = &*HISTORY;
    for (at, revision) in history.revisions.iter().enumerate() {
        let day = revision.when.day().expect("a day");
        for (path, text) in &revision.files {
            let Some(text) = text.as_ref().filter(|_| path.starts_with("engagements/")) else {
                continue;
            };
            let document = Document::parse(text.as_bytes());
            for mark in document.log.marks() {
                for name in ["kept", "released", "broken", "answered", "resulted"] {
                    let on = mark.day_of(name);
                    assert!(
                        on.is_none_or(|on| on <= day),
                        "{}: {name} {on:?}",
                        history.subject(at)
                    );
                }
                let settled = mark.keyword == Keyword::Promise && mark.ticked == Some(true);
                let outcome = ["kept", "released", "broken"]
                    .iter()
                    .any(|name| mark.day_of(name).is_some());
                assert!(
                    !settled || outcome,
                    "{}: {}",
                    history.subject(at),
                    mark.text
                );
            }
            for entry in &document.log.entries {
                assert!(
                    entry.day.is_some_and(|of| of <= day),
                    "{}",
                    history.subject(at)
                );
                let accepted = entry
                    .field("accepted")
                    .and_then(|field| Day::parse(&field.value));
                assert!(
                    accepted.is_none_or(|on| on <= day),
                    "{}",
                    history.subject(at)
                );
            }
        }
    }
}

#[test]
fn written_twice_it_is_the_same_commit() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str| commit(&folder.path().join(name)).expect("a demo").1;
    assert_eq!(write("one"), write("two"));
}

const ENGAGEMENT: &str = "\
---
title: Rebrand
stage: research
owner: tom
source: referral
client_people:
  - Jane Okafor, sponsor
  - Martin Hale, CFO
---

## Situation

They have outgrown their mark.

## Log

### 2026-03-02 Call with Jane Okafor (@maya)

She is in a hurry.

- [x] promise: two directions (@tom, to Jane Okafor, due 2026-03-20, released 2026-03-12) ^p1
  - because: one was enough
- [x] question: who signs? (@maya, answered 2026-03-04) ^q1
  - answer: Martin Hale

### 2026-03-09 Handoff: lead to research (@maya)

- from: @maya
- to: @tom
- accepted: 2026-03-10
";

/// The revisions of a studio with one engagement, after those that make the studio: each one's subject, and its files.
fn of_one(text: &str, former: &str) -> Result<Vec<(String, Option<String>)>, Failure> {
    let source = source::Source {
        engagements: vec![("engagements/acme/rebrand.md".to_owned(), text.to_owned())],
        former: former.to_owned(),
        ..source::Source::embedded()
    };
    let told = replay::replay(&source)?
        .into_iter()
        .skip(2)
        .map(|revision| {
            let subject = revision.message.lines().next().unwrap_or_default();
            let text = revision.files.last().and_then(|(_, text)| text.clone());
            (format!("{} {subject}", revision.author.name), text)
        });
    Ok(told.collect())
}

#[test]
fn a_log_becomes_commits_by_those_who_acted() {
    let told = of_one(ENGAGEMENT, "").expect("a story");
    let subjects: Vec<&str> = told.iter().map(|(subject, _)| subject.as_str()).collect();
    assert_eq!(
        subjects,
        [
            "Maya Lindqvist acme/rebrand: new, call with Jane Okafor",
            "Maya Lindqvist acme/rebrand: question answered",
            "Maya Lindqvist acme/rebrand: lead to research",
            "Tom Abara acme/rebrand: handoff accepted",
            "Tom Abara acme/rebrand: promise released",
        ]
    );
}

#[test]
fn the_first_version_knows_nothing_of_what_came_later() {
    let told = of_one(ENGAGEMENT, "").expect("a story");
    let expected = "\
---
title: Rebrand
stage: lead
owner: maya
source: referral
client_people:
  - Jane Okafor, sponsor
---

## Situation

They have outgrown their mark.

## Log

### 2026-03-02 Call with Jane Okafor (@maya)

She is in a hurry.

- [ ] promise: two directions (@tom, to Jane Okafor, due 2026-03-20) ^p1
- [ ] question: who signs? (@maya) ^q1
";
    assert_eq!(told[0].1.as_deref(), Some(expected));
    assert_eq!(
        told.last().and_then(|(_, text)| text.as_deref()),
        Some(ENGAGEMENT)
    );
}

#[test]
fn what_a_log_does_not_tell_is_named() {
    let refused = |text: &str, former: &str| of_one(text, former).expect_err("a refusal").message;
    let note = |note: &str| format!("acme/rebrand:\n  - {note}\n");
    assert_eq!(
        refused(ENGAGEMENT, &note("{merge: 2026-03-03}")),
        "`engagements/acme/rebrand.md` cannot be replayed: there is no entry on 2026-03-03"
    );
    assert_eq!(
        refused(
            &ENGAGEMENT.replace("accepted: 2026-03-10", "accepted: 2026-03-09"),
            &note("{merge: 2026-03-09}")
        ),
        "`acme/rebrand` cannot be replayed: on 2026-03-09 something follows the entry that was made on a branch"
    );
    assert_eq!(
        refused(
            &ENGAGEMENT.replace("2026-03-09 Handoff", "2026-02-09 Handoff"),
            ""
        ),
        "`engagements/acme/rebrand.md` cannot be replayed: the entry of 2026-02-09 stands below a later one"
    );
    assert_eq!(
        refused(ENGAGEMENT, "acme/other:\n  - {merge: 2026-03-09}\n"),
        "there is a former text of `acme/other`, and no such file"
    );
}
