//! What became of one mark, as the history of its file tells it: who made it and when, and who settled it.

use crate::model::marks::{Outcome, is_answered, outcome};
use crate::model::{Engagement, Settings};
use crate::repo::Repository;
use crate::repo::history::{self, Step, Wanted};
use crate::text::{Document, Keyword, Mark};

use super::studio::Studio;

/// What became of a mark that stands in a file of HEAD: lines for a person, oldest first. Empty where it is not committed yet, or nothing can be told.
#[must_use]
pub fn of(studio: &Studio, settings: &Settings, path: &str, mark: &Mark) -> Vec<String> {
    told(studio, settings, path, mark).unwrap_or_default()
}

fn told(studio: &Studio, settings: &Settings, path: &str, mark: &Mark) -> Option<Vec<String>> {
    let repository = studio.desk().repository();
    let head = studio.desk().head()?;
    let folder = path
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder)
        .to_owned();
    let wanted = Wanted {
        folders: &[folder],
        path: &|known| known == path,
        key: "",
    };
    let log = history::read(repository, head, &wanted, &|_, _| {}).ok()?;
    let trail = log.trails.first()?;
    let mut lines = Vec::new();
    let mut before: Option<Mark> = None;
    for step in steps(&trail.steps) {
        let Some(after) = version(repository, step, mark) else {
            continue;
        };
        let Some(commit) = log.commit_of(step) else {
            continue;
        };
        let who = settings.people.by_author(&commit.author);
        let who = who.map_or_else(
            || commit.author.name.clone(),
            |person| format!("@{}", person.handle),
        );
        let day = commit
            .authored
            .day()
            .map_or_else(String::new, |day| day.to_string());
        let short = commit.id.get(..7).unwrap_or_default();
        let what = match &before {
            None => Some("written"),
            Some(before) => changed(before, &after),
        };
        if let Some(what) = what {
            lines.push(format!(
                "{what} {day} by {who} (`{short}`: {})",
                commit.subject
            ));
        }
        before = Some(after);
    }
    Some(lines)
}

/// The steps in the order in which they were made: what a merge landed before the merge.
fn steps(steps: &[Step]) -> Vec<&Step> {
    steps
        .iter()
        .flat_map(|step| step.side.iter().chain([step]))
        .collect()
}

/// The mark as a commit left it.
fn version(repository: &Repository, step: &Step, mark: &Mark) -> Option<Mark> {
    let bytes = repository.blob(step.after).ok()?;
    let document = Document::parse(&bytes);
    let same = |other: &&Mark| match (&other.id, &mark.id) {
        (Some(id), Some(own)) => id.eq_ignore_ascii_case(own),
        _ => other.keyword == mark.keyword && other.text == mark.text,
    };
    document.log.marks().find(same).cloned()
}

/// What was done to it, where that is worth a line.
fn changed(before: &Mark, after: &Mark) -> Option<&'static str> {
    match after.keyword {
        Keyword::Promise if outcome(before) != outcome(after) => Some(match outcome(after) {
            Outcome::Open => "opened again",
            settled => settled.word(),
        }),
        Keyword::Question if is_answered(before) != is_answered(after) => {
            Some(if is_answered(after) {
                "answered"
            } else {
                "opened again"
            })
        }
        Keyword::Decision
            if before.attribute("result").is_none() && after.attribute("result").is_some() =>
        {
            Some("given its result")
        }
        _ if before.text != after.text => Some("reworded"),
        _ if values(before) != values(after) => Some("changed"),
        _ => None,
    }
}

fn values(mark: &Mark) -> Vec<(&str, &str)> {
    mark.attributes
        .iter()
        .map(|attribute| (attribute.name.as_str(), attribute.value.as_str()))
        .collect()
}

/// What a mark says of itself: how it stands, with what goes with it.
#[must_use]
pub fn state(mark: &Mark, engagement: &Engagement) -> String {
    match mark.keyword {
        Keyword::Promise => outcome(mark).word().to_owned(),
        Keyword::Question => if is_answered(mark) {
            "answered"
        } else {
            "open"
        }
        .to_owned(),
        Keyword::Decision => {
            let in_force = engagement
                .decisions_in_force()
                .iter()
                .any(|other| other.span == mark.span);
            if in_force { "in force" } else { "superseded" }.to_owned()
        }
        _ => String::new(),
    }
}
