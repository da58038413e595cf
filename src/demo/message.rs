//! What the commit of a step says: short, as somebody would write it who knows the engagement.

use std::collections::HashSet;

use super::steps::{Deed, Step};
use super::story::Story;
use crate::model::marks::{Outcome, outcome};
use crate::model::{Handoff, Settings};
use crate::text::{Keyword, Mark};

/// The message of step `at`: its subject, and below it what was settled.
pub(super) fn message(story: &Story, at: usize, settings: &Settings) -> String {
    let Some(step) = story.steps.get(at) else {
        return String::new();
    };
    let id = story.id(at);
    let mut message = format!("{id}: {}\n", subject(story, step, settings));
    let mut details: Vec<String> = step
        .deeds
        .iter()
        .filter_map(|deed| match deed {
            Deed::Settled(entry, mark) => story.mark(*entry, *mark).map(|mark| mark.text.clone()),
            _ => None,
        })
        .collect();
    if at > 0 && story.id(at - 1) != id {
        details.push(format!("it was {} until now", story.id(at - 1)));
    }
    for (index, detail) in details.iter().enumerate() {
        let gap = if index == 0 { "\n" } else { "" };
        message.push_str(&format!("{gap}{detail}\n"));
    }
    message
}

/// The name of the branch on which step `at` is made.
pub(super) fn branch(story: &Story, at: usize, settings: &Settings) -> String {
    let name = story
        .steps
        .get(at)
        .map(|step| subject(story, step, settings));
    let words: String = name
        .unwrap_or_default()
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let words: Vec<&str> = words.split_whitespace().take(5).collect();
    format!("{}-{}", story.id(at), words.join("-"))
}

fn subject(story: &Story, step: &Step, settings: &Settings) -> String {
    let mut said: Vec<String> = Vec::new();
    if let Some(Deed::Entry(index)) = step.deeds.first() {
        let title = entry(story, *index, settings);
        said.push(if *index == 0 {
            format!("new, {title}")
        } else {
            title
        });
    }
    if step
        .deeds
        .iter()
        .any(|deed| matches!(deed, Deed::Accepted(_)))
    {
        said.push("handoff accepted".to_owned());
    }
    let marks: Vec<&Mark> = step
        .deeds
        .iter()
        .filter_map(|deed| match deed {
            Deed::Settled(entry, mark) => story.mark(*entry, *mark),
            _ => None,
        })
        .collect();
    for (word, one, many) in [
        ("kept", "promise kept", "promises kept"),
        ("released", "promise released", "promises released"),
        ("broken", "promise broken", "promises broken"),
        ("replaced", "promise replaced", "promises replaced"),
        ("question", "question answered", "questions answered"),
        ("risk", "risk closed", "risks closed"),
        (
            "decision",
            "what came of a decision",
            "what came of decisions",
        ),
    ] {
        match marks.iter().filter(|mark| kind(mark) == word).count() {
            0 => {}
            1 => said.push(one.to_owned()),
            count => said.push(match (word, count) {
                ("decision", _) => many.to_owned(),
                _ => format!("{} {many}", number(count)),
            }),
        }
    }
    for deed in &step.deeds {
        if let Deed::Ticked(section) = deed {
            said.push(format!("{} ticked", section.to_lowercase()));
        }
    }
    said.join(", ")
}

/// An entry's title as it goes on after a colon.
fn entry(story: &Story, index: usize, settings: &Settings) -> String {
    let Some(entry) = story.entries().get(index) else {
        return String::new();
    };
    let workflow = story.end.workflow(settings);
    if let Some(handoff) = Handoff::read(index, entry, workflow, &settings.people) {
        return handoff.name();
    }
    let first = entry.title.split_whitespace().next().unwrap_or_default();
    let plain = first.trim_end_matches("'s").trim_end_matches([',', ':']);
    if names(story, settings).contains(plain) || plain == "I" {
        return entry.title.clone();
    }
    let mut rest = entry.title.chars();
    rest.next()
        .map(|first| first.to_lowercase().chain(rest).collect())
        .unwrap_or_default()
}

/// The words that keep their capital at a beginning: names of people, and of the client.
fn names(story: &Story, settings: &Settings) -> HashSet<String> {
    let people = story
        .end
        .value("client_people")
        .map(crate::text::yaml::Node::texts)
        .unwrap_or_default();
    let mut names: HashSet<String> = people
        .iter()
        .filter_map(|person| person.split(',').next())
        .chain(settings.people.iter().map(|person| person.name.as_str()))
        .flat_map(str::split_whitespace)
        .map(str::to_owned)
        .collect();
    if let Some(client) = &story.end.client {
        let mut letters = client.chars();
        names.extend(
            letters
                .next()
                .map(|first| first.to_uppercase().chain(letters).collect::<String>()),
        );
    }
    names
}

fn kind(mark: &Mark) -> &'static str {
    match mark.keyword {
        Keyword::Question => "question",
        Keyword::Decision => "decision",
        Keyword::Risk => "risk",
        _ if mark.attribute("replaced").is_some() => Outcome::Replaced.word(),
        _ => outcome(mark).word(),
    }
}

fn number(count: usize) -> String {
    match count {
        2 => "two".to_owned(),
        3 => "three".to_owned(),
        4 => "four".to_owned(),
        5 => "five".to_owned(),
        _ => count.to_string(),
    }
}
