//! What Orbit knows and the next person needs: what is owed both ways, what was decided, what is open, and what happened since the last handoff.
//! It is written into the handoff's entry as plain lists, for those who read the file.

use crate::act::Scene;
use crate::check::lack::shortened;
use crate::day::Day;
use crate::model::marks::{Outcome, Waiver, is_answered, outcome, risk_is_open};
use crate::registers::{self, Owed};
use crate::text::mark::By;
use crate::text::{Keyword, Mark};

/// The heading that it stands below.
pub(super) const HEADING: &str = "Carried over";

/// All of it as Markdown below [`HEADING`]; empty where there is nothing.
pub(super) fn text(scene: &Scene<'_>) -> String {
    let engagement = scene.engagement;
    let mut text = String::new();
    let mut group = |name: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            let lines: String = lines.iter().map(|line| format!("- {line}\n")).collect();
            text.push_str(&format!("{name}\n\n{lines}\n"));
        }
    };
    let promises = registers::promises(engagement, scene.day);
    let open = |to_us: bool| -> Vec<String> {
        promises
            .iter()
            .filter(|owed| owed.outcome == Outcome::Open && owed.to_us == to_us)
            .map(promise)
            .collect()
    };
    group("We owe:", open(false));
    group("They owe us:", open(true));
    let decisions = registers::decisions(engagement);
    let in_force = decisions.iter().filter(|ruling| ruling.in_force());
    group(
        "Decided, and in force:",
        in_force
            .map(|ruling| decision(ruling.placed.mark))
            .collect(),
    );
    let questions = engagement
        .marks(Keyword::Question)
        .filter(|mark| !is_answered(mark));
    group("Still asked:", questions.map(with_by).collect());
    let risks = engagement
        .marks(Keyword::Risk)
        .filter(|mark| risk_is_open(mark));
    group(
        "May go wrong:",
        risks.map(|mark| mark.text.clone()).collect(),
    );
    let waivers = engagement
        .marks(Keyword::Waiver)
        .filter(|mark| Waiver { mark }.holds(scene.day));
    group("Waived:", waivers.map(waiver).collect());
    let (since, happened) = since(scene);
    group(&since, happened);
    text.trim_end().to_owned()
}

fn promise(owed: &Owed<'_>) -> String {
    let mark = owed.placed.mark;
    let mut words = with_by(mark);
    if let Some(to) = mark.attribute("to") {
        let at = if to.handle { "@" } else { "" };
        words.push_str(&format!(" to {at}{}", to.value));
    }
    if let Some(due) = owed.due {
        let late = if owed.late { ", which has passed" } else { "" };
        words.push_str(&format!(", due {due}{late}"));
    }
    words
}

fn with_by(mark: &Mark) -> String {
    let by: Vec<String> = mark
        .by()
        .map(|by| match by {
            By::Person(handle) => format!("@{handle}"),
            By::Outside(name) => name.to_owned(),
        })
        .collect();
    if by.is_empty() {
        mark.text.clone()
    } else {
        format!("{} – {}", mark.text, by.join(" and "))
    }
}

fn decision(mark: &Mark) -> String {
    match mark.attribute("because") {
        Some(because) if !because.value.is_empty() => {
            format!("{}, because {}", mark.text, because.value)
        }
        _ => mark.text.clone(),
    }
}

fn waiver(mark: &Mark) -> String {
    let waiver = Waiver { mark };
    let because = waiver
        .because()
        .map_or_else(String::new, |because| format!(", because {because}"));
    let until = waiver
        .until()
        .map_or_else(String::new, |until| format!(", until {until}"));
    format!("{}{because}{until}", mark.text)
}

/// What the log tells since the newest handoff: its entries, and what was settled.
fn since(scene: &Scene<'_>) -> (String, Vec<String>) {
    let engagement = scene.engagement;
    let last = engagement.newest_handoff(scene.settings, |_| true);
    let (name, from, skip) = match &last {
        Some(handoff) => {
            let day = handoff.entry.day;
            let told = day.map_or_else(String::new, |day| format!(" on {day}"));
            (
                format!("Since the handoff from {}{told}:", handoff.name()),
                day,
                Some(handoff.index),
            )
        }
        None => ("Since it began:".to_owned(), None, None),
    };
    let is_later = |day: Option<Day>| from.is_none() || day >= from;
    let entries = engagement.document.log.entries.iter().enumerate();
    let mut happened: Vec<String> = entries
        .filter(|(index, entry)| Some(*index) != skip && is_later(entry.day))
        .filter_map(|(_, entry)| {
            Some(
                format!("{} {}", entry.day?, entry.title)
                    .trim_end()
                    .to_owned(),
            )
        })
        .collect();
    for mark in engagement.marks(Keyword::Promise) {
        let state = outcome(mark);
        let ended = ["kept", "released", "broken"]
            .iter()
            .find_map(|name| mark.day_of(name));
        if state != Outcome::Open && ended.is_some() && is_later(ended) {
            happened.push(format!(
                "promise {}, {}",
                state.word(),
                shortened(&mark.text)
            ));
        }
    }
    (name, happened)
}
