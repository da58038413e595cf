//! A signal in words: what happens where, to how many, and what it is compared with. The same in every output.

use super::case::Sort;
use super::place::Place;
use super::signal::{Among, Scope, Signal};
use crate::model::Settings;
use crate::model::words::count;

/// What happens where, as a sentence without its full stop: `Proposal to Scope comes back within 30 days`.
#[must_use]
pub fn what(signal: &Signal, settings: &Settings) -> String {
    let name = |workflow: &str, id: &str| title(settings, workflow, id);
    let text = match (signal.sort, &signal.place) {
        (Sort::Question, _) => format!(
            "The same question is asked again and again: “{}”",
            signal.question.as_deref().unwrap_or_default()
        ),
        (Sort::Bounce, Some(Place::Transition { workflow, from, to })) => format!(
            "{} to {} comes back within 30 days",
            name(workflow, from),
            name(workflow, to)
        ),
        (Sort::Handoff, Some(Place::Transition { workflow, from, to })) => format!(
            "The handoff {} to {} is accepted late or never",
            name(workflow, from),
            name(workflow, to)
        ),
        (Sort::Handoff, Some(_)) => {
            "The handoff between two owners is accepted late or never".to_owned()
        }
        (
            sort,
            Some(Place::Need {
                workflow,
                stage,
                key,
            }),
        ) => {
            let stage = name(workflow, stage);
            match sort {
                Sort::Waived => format!("`{key}`, which {stage} asks for, is waived"),
                Sort::Unmet => format!("`{key}`, which {stage} asks for, stays unmet"),
                _ => format!(
                    "`{key}`, which {stage} asks for, is filled only on the day of the move"
                ),
            }
        }
        (sort, Some(place)) => {
            let stage = place
                .stage()
                .map_or_else(String::new, |stage| name(place.workflow(), stage));
            match sort {
                Sort::Skip => format!("{stage} is passed over"),
                Sort::Pause => format!("Work in {stage} is put to rest"),
                Sort::Promise => format!("Promises made in {stage} are broken or overdue"),
                _ => format!("The owner changes in the middle of {stage}"),
            }
        }
        (sort, None) => match sort {
            Sort::Bounce => "Moves come back within 30 days",
            Sort::Skip => "Stages are passed over",
            Sort::Waived => "Needs are waived",
            Sort::Unmet => "Needs stay unmet",
            Sort::LastMinute => "Needs are filled only on the day of the move",
            Sort::Handoff => "Handoffs are accepted late or never",
            Sort::Pause => "Work is put to rest",
            Sort::Promise => "Promises are broken or overdue",
            Sort::Owner => "The owner changes in the middle of a stage",
            Sort::Question => "Questions are asked again",
        }
        .to_owned(),
    };
    match &signal.scope {
        Scope::Client(client) => format!("{text}, with {client}"),
        Scope::Person(person) => format!("{text}, in the hands of {}", called(person)),
        Scope::System | Scope::Chance => text,
    }
}

/// Somebody as people call them: a handle with its `@`, a name as it is.
#[must_use]
pub fn called(person: &str) -> String {
    if person.contains(char::is_whitespace) {
        person.to_owned()
    } else {
        format!("@{person}")
    }
}

/// The title of a stage, or its id where the workflow does not have it.
#[must_use]
pub fn title(settings: &Settings, workflow: &str, id: &str) -> String {
    settings
        .workflows
        .get(workflow)
        .and_then(|workflow| workflow.stage(id))
        .map_or_else(|| id.to_owned(), |stage| stage.title.clone())
}

/// How many of how many, over how many: `6 of 14 engagements, 3 clients, 4 people`.
#[must_use]
pub fn reach(signal: &Signal) -> String {
    let times = if signal.cases.count > signal.engagements.count && signal.sort != Sort::Question {
        format!(
            " ({})",
            match signal.sort {
                Sort::Promise => count(signal.cases.count, "promise"),
                _ => count(signal.cases.count, "time"),
            }
        )
    } else {
        String::new()
    };
    // Where engagements stand in no client's folder, there are no clients to speak of.
    let clients = signal
        .evidence
        .iter()
        .any(|evidence| evidence.client != evidence.engagement)
        .then(|| format!(", {}", count(signal.clients.len(), "client")));
    let people = match signal.scope {
        Scope::Person(_) => String::new(),
        _ => format!(", {}", people(signal.people.len())),
    };
    format!(
        "{} of {}{times}{}{people}",
        signal.engagements.count,
        count(signal.engagements.of, "engagement"),
        clients.unwrap_or_default(),
    )
}

/// What it is compared with, as a sentence without its full stop.
#[must_use]
pub fn comparison(signal: &Signal) -> String {
    let expected = (signal.expected * 10.0).round() / 10.0;
    let engagements = if (expected - 1.0).abs() < 0.01 {
        "engagement"
    } else {
        "engagements"
    };
    let cases = |who: &str| {
        let share = signal.elsewhere;
        format!("{who} in {} of {}", share.count, count(share.of, "case"))
    };
    let elsewhere = match signal.among {
        Among::Questions => format!("beside {} other questions", signal.elsewhere.of),
        Among::Somebody if signal.place.is_none() => cases("with others"),
        Among::Somebody => cases("there with others"),
        Among::Places if signal.elsewhere.of == 0 => "nowhere else to compare with".to_owned(),
        Among::Places => cases("elsewhere"),
    };
    let looked = match (signal.places, signal.among) {
        (..=1, _) => String::new(),
        (many, Among::Somebody) => format!(" ({many} clients and people looked at)"),
        (many, Among::Places) => format!(" ({many} places looked at)"),
        (many, Among::Questions) => format!(" ({many} questions looked at)"),
    };
    format!(
        "{elsewhere}; chance alone would bring it to about {expected} {engagements}, and to as many or more {}{looked}",
        odds(signal.chance)
    )
}

/// A chance as people say it: `once in 40 times`.
#[must_use]
pub fn odds(chance: f64) -> String {
    if chance >= 0.5 {
        return "as likely as not".to_owned();
    }
    if chance < 0.000_001 {
        return "less than once in a million times".to_owned();
    }
    let one_in = 1.0 / chance;
    let scale = 10_f64.powf((one_in.log10().floor() - 1.0).max(0.0));
    let rounded = (one_in / scale).round() * scale;
    if rounded >= 1_000_000.0 {
        return "once in a million times".to_owned();
    }
    let digits = format!("{rounded:.0}");
    let (thousands, rest) = digits.split_at(digits.len().saturating_sub(3));
    let comma = if thousands.is_empty() { "" } else { "," };
    format!("once in {thousands}{comma}{rest} times")
}

/// A number of people.
#[must_use]
pub fn people(number: usize) -> String {
    if number == 1 {
        "1 person".to_owned()
    } else {
        format!("{number} people")
    }
}

/// What may lie behind one person's or one client's circumstance, so that nobody is blamed.
#[must_use]
pub const fn circumstance(scope: &Scope) -> Option<&'static str> {
    match scope {
        Scope::Client(_) => Some(
            "One client's circumstance: ask how they decide and whom they have to ask, before anything is changed for everybody",
        ),
        Scope::Person(_) => Some(
            "One person's circumstance, most often their load or the kind of work that comes to them: ask what would help",
        ),
        Scope::System | Scope::Chance => None,
    }
}

/// What became of a signal, as a sentence without its full stop.
#[must_use]
pub fn compared(since: &super::since::Compared) -> String {
    use super::since::Turn;
    let verdict = match since.turn {
        Turn::Less => "less of it",
        Turn::More => "more of it",
        Turn::Same => "too little to tell a difference from chance",
    };
    let [before, after] = since.engagements;
    format!(
        "in {} of {} before, in {} of {} since: {verdict} (by chance {})",
        before.count,
        before.of,
        after.count,
        after.of,
        odds(since.chance)
    )
}
