//! In the front-matter: its keys, and what can stand behind them.

use lsp_types::CompletionItemKind;

use super::{Offer, Offers, engagements, people};
use crate::lsp::view::{Spot, View};
use crate::model::field::FieldType;
use crate::model::keys;
use crate::model::{NeedKind, Workflow};
use crate::text::yaml;

/// What can be written there.
pub(super) fn of(view: &View<'_>, spot: &Spot<'_>) -> Option<Offers> {
    let line = spot.before;
    if line.starts_with([' ', '\t', '-']) {
        let key = (1..spot.line).rev().find_map(|above| {
            let above = view.lines.line(above);
            let own = !above.starts_with([' ', '\t', '-', '#']);
            own.then(|| above.split_once(':')).flatten().filter(|_| own)
        })?;
        let value = line.trim_start().trim_start_matches('-').trim_start();
        return offers(view, key.0.trim(), spot.offset - value.len());
    }
    let Some((key, value)) = line.split_once(':') else {
        return Some(Offers::new(spot.start, names(view)));
    };
    let value = value.trim_start();
    // In a list on one line, the last of it is written.
    let last = match value.strip_prefix('[') {
        Some(list) => list.rsplit(',').next().unwrap_or(list).trim_start(),
        None => value,
    };
    offers(view, key.trim(), spot.offset - last.len())
}

fn offers(view: &View<'_>, key: &str, from: usize) -> Option<Offers> {
    let all = values(view, key);
    (!all.is_empty()).then(|| Offers::new(from, all))
}

/// The keys that are not there yet: those that the stage needs first.
fn names(view: &View<'_>) -> Vec<Offer> {
    let mut names: Vec<(String, String, String)> = Vec::new();
    let mut add = |name: &str, detail: &str, about: &str| {
        if !names.iter().any(|(known, ..)| known == name) {
            names.push((name.to_owned(), detail.to_owned(), about.to_owned()));
        }
    };
    let stage_field = view.settings.stage_field.as_str();
    if let Some(stage) = view.stage() {
        for need in &stage.needs {
            if let NeedKind::Field { name, .. } | NeedKind::Link { field: name } = &need.kind {
                let detail = format!("needed in {}", stage.id);
                add(name, &detail, need.because.as_deref().unwrap_or_default());
            }
        }
    }
    add(
        stage_field,
        "where it stands",
        "Where the engagement stands.",
    );
    for key in keys::FRONT_MATTER {
        add(key.name, "", key.about);
    }
    for (name, r#type) in view
        .workflow()
        .map(|workflow| workflow.fields.as_slice())
        .unwrap_or_default()
    {
        add(name, "", &r#type.describe());
    }
    let there = |name: &str| {
        let engagement = view.engagement.as_ref();
        engagement.is_some_and(|engagement| engagement.document.front_matter.get(name).is_some())
    };
    names
        .into_iter()
        .filter(|(name, ..)| !there(name))
        .map(|(name, detail, about)| {
            let insert = format!("{name}: ");
            Offer::new(CompletionItemKind::FIELD, name)
                .detail(detail)
                .about(about)
                .insert(insert)
        })
        .collect()
}

/// What can stand behind a key.
fn values(view: &View<'_>, key: &str) -> Vec<Offer> {
    let workflow = view.workflow();
    if key == view.settings.stage_field {
        return workflow.map(stages).unwrap_or_default();
    }
    let typed = workflow.and_then(|workflow| workflow.field(key));
    match (key, typed) {
        ("workflow", _) => {
            let names = view.settings.workflows.names();
            let titled = names
                .into_iter()
                .filter_map(|name| Some((name, view.settings.workflows.get(name)?)));
            titled
                .map(|(name, workflow)| {
                    Offer::new(CompletionItemKind::MODULE, name).detail(workflow.title.clone())
                })
                .collect()
        }
        ("follows", _) => engagements(view),
        ("owner" | "team", _) | (_, Some(FieldType::Person | FieldType::People)) => {
            people(view, "")
        }
        (_, Some(FieldType::Choice(of))) => of
            .iter()
            .map(|word| Offer::new(CompletionItemKind::ENUM_MEMBER, word).insert(scalar(word)))
            .collect(),
        (_, Some(FieldType::Boolean)) => ["true", "false"]
            .map(|word| Offer::new(CompletionItemKind::VALUE, word))
            .into(),
        ("due" | "wake", _) | (_, Some(FieldType::Date)) => days(view),
        _ => allowed(view, key),
    }
}

/// The values that a need of the stage allows.
fn allowed(view: &View<'_>, key: &str) -> Vec<Offer> {
    let needs = view
        .stage()
        .map(|stage| stage.needs.as_slice())
        .unwrap_or_default();
    let of = needs.iter().find_map(|need| match &need.kind {
        NeedKind::Field { name, of, .. } if name == key && !of.is_empty() => Some(of),
        _ => None,
    });
    of.into_iter()
        .flatten()
        .map(|word| Offer::new(CompletionItemKind::ENUM_MEMBER, word).insert(scalar(word)))
        .collect()
}

fn stages(workflow: &Workflow) -> Vec<Offer> {
    workflow
        .stages
        .iter()
        .map(|stage| {
            Offer::new(CompletionItemKind::ENUM_MEMBER, &stage.id)
                .detail(stage.title.clone())
                .about(stage.purpose.clone().unwrap_or_default())
                .insert(scalar(&stage.id))
        })
        .collect()
}

/// Today, and a week, a fortnight and a month on.
pub(super) fn days(view: &View<'_>) -> Vec<Offer> {
    [
        (0, "today"),
        (7, "in a week"),
        (14, "in two weeks"),
        (30, "in 30 days"),
    ]
    .map(|(days, when)| {
        Offer::new(
            CompletionItemKind::VALUE,
            view.day.plus_days(days).to_string(),
        )
        .detail(when)
    })
    .into()
}

/// A text as YAML takes it: in quotes where it would be something else without.
fn scalar(word: &str) -> String {
    let parsed = yaml::parse(word, 0);
    let same = parsed.problems.is_empty() && parsed.root.as_str() == Some(word);
    let other = parsed.root.as_bool().is_some() || parsed.root.as_number().is_some();
    if same && !other && !word.contains([',', '[', ']', '{', '}']) {
        word.to_owned()
    } else {
        format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
    }
}
