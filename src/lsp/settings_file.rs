//! In `orbit.yml` and in workflows: their keys, what can stand behind them, and what they are for.

use lsp_types::CompletionItemKind;

use super::completion::{Offer, Offers};
use super::view::{Sort, Spot, View};
use crate::check::RULES;
use crate::model::field;
use crate::model::keys::{self, Key};
use crate::model::need::Promises;
use crate::model::settings::SEVERITIES;
use crate::model::transition::KINDS;
use crate::model::workflow::StageKind;
use crate::span::Span;
use crate::text::yaml::{self, Node};

/// The keys above a line by their indents, outermost first. Items of lists count as what they are in.
fn above(view: &View<'_>, spot: &Spot<'_>) -> Vec<String> {
    let mut indent = indent_of(spot.before);
    let mut keys = Vec::new();
    for line in (0..spot.line).rev() {
        let line = view.lines.line(line);
        let text = line.trim_start();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let own = line.len() - text.len();
        // A key in the same item of a list stands as deep as what is written.
        let inner = indent_of(line);
        if own >= indent || (inner >= indent && text.starts_with('-')) {
            continue;
        }
        indent = own;
        if let Some((key, _)) = text.trim_start_matches(['-', ' ']).split_once(':') {
            keys.push(key.trim().trim_matches(['"', '\'']).to_owned());
        }
        if own == 0 {
            break;
        }
    }
    keys.reverse();
    keys
}

/// How deep a line's own key stands, behind the dash of an item.
fn indent_of(line: &str) -> usize {
    let text = line.trim_start();
    let item = text.strip_prefix('-').map_or(text, str::trim_start);
    line.len() - item.len()
}

/// The keys that a map takes there.
fn known(sort: Sort, above: &[&str]) -> Vec<Key> {
    match (sort, above) {
        (Sort::Studio, []) => keys::STUDIO.to_vec(),
        (Sort::Studio, ["people", _]) => keys::PERSON.to_vec(),
        (Sort::Studio, ["site"]) => keys::SITE.to_vec(),
        (Sort::Studio, ["site", "shared"] | ["site", "audiences", _]) => keys::SHARED.to_vec(),
        (Sort::Studio, ["checks"]) => RULES
            .iter()
            .map(|rule| Key {
                name: rule.code,
                about: rule.summary(),
            })
            .collect(),
        (Sort::Workflow, []) => keys::WORKFLOW.to_vec(),
        (Sort::Workflow, ["stages", _]) => keys::STAGE.to_vec(),
        (Sort::Workflow, ["fields", _]) => keys::FIELD.to_vec(),
        (Sort::Workflow, ["handoffs", _]) => keys::HANDOFF.to_vec(),
        (Sort::Workflow, ["stages", _, "needs", ..]) => {
            let kinds = keys::NEEDS.iter().map(|need| need.kind);
            let own = keys::NEEDS.iter().flat_map(|need| need.own.iter().copied());
            let mut all: Vec<Key> = Vec::new();
            for key in kinds.chain(keys::NEED.iter().copied()).chain(own) {
                if !all.iter().any(|known| known.name == key.name) {
                    all.push(key);
                }
            }
            all
        }
        _ => Vec::new(),
    }
}

/// The words that can stand behind a key.
fn values(view: &View<'_>, above: &[&str], key: &str) -> Vec<String> {
    let owned = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    let stages = || {
        let name = view
            .path
            .rsplit('/')
            .next()
            .and_then(|name| name.rsplit_once('.'))
            .map(|(name, _)| name);
        let workflow = name.and_then(|name| view.settings.workflows.get(name));
        let stages = workflow
            .map(|workflow| workflow.stages.as_slice())
            .unwrap_or_default();
        stages
            .iter()
            .map(|stage| stage.id.clone())
            .collect::<Vec<_>>()
    };
    let types = || {
        field::NAMES
            .iter()
            .map(|(word, _)| (*word).to_owned())
            .chain(["choice".to_owned()])
            .collect()
    };
    match (view.sort(), above, key) {
        (Sort::Studio, [], "workflow") | (Sort::Workflow, [], "extends") => {
            owned(&view.settings.workflows.names())
        }
        (Sort::Studio, ["checks"], _) => SEVERITIES
            .iter()
            .map(|(word, _)| (*word).to_owned())
            .collect(),
        (Sort::Studio, ["people", _], "role") | (Sort::Studio, [], "settings_by") => roles(view),
        (Sort::Workflow, ["stages", _], "kind") => owned(&StageKind::ALL.map(StageKind::word)),
        (Sort::Workflow, ["stages", _], "next" | "after") => stages(),
        (Sort::Workflow, _, "back") => owned(&["any", "none"])
            .into_iter()
            .chain(stages())
            .collect(),
        (Sort::Workflow, ["stages", _], "standard") => {
            use crate::repo::Tree;
            view.studio.tree().files("standards").unwrap_or_default()
        }
        (Sort::Workflow, ["stages", _], "inherit") => owned(&["true", "false"]),
        (Sort::Workflow, ["fields", ..] | ["stages", _, "needs", ..], "type") => types(),
        (Sort::Workflow, ["fields"], _) => types(),
        (Sort::Workflow, ["handoffs", _], "accept") => owned(&["required", "optional"]),
        (Sort::Workflow, ["stages", _, "needs", ..], "promises") => {
            owned(&Promises::ALL.map(Promises::word))
        }
        (Sort::Workflow, ["stages", _, "needs", ..], "decisions") => owned(&["resulted"]),
        (Sort::Workflow, ["stages", _, "needs", ..], "questions") => owned(&["answered"]),
        (Sort::Workflow, ["stages", _, "needs", ..], "waivable" | "by") => roles(view),
        _ => Vec::new(),
    }
}

fn roles(view: &View<'_>) -> Vec<String> {
    let mut roles: Vec<String> = view
        .settings
        .people
        .iter()
        .filter_map(|person| person.role.clone())
        .collect();
    roles.sort();
    roles.dedup();
    roles
}

/// What can be written at a place.
#[must_use]
pub fn completion(view: &View<'_>, spot: &Spot<'_>) -> Option<Offers> {
    let above = above(view, spot);
    let above: Vec<&str> = above.iter().map(String::as_str).collect();
    let written = spot.before.trim_start();
    let written = written.strip_prefix('-').map_or(written, str::trim_start);
    if let Some((key, value)) = written.split_once(':') {
        let value = value.trim_start();
        let last = value.strip_prefix('[').map_or(value, |list| {
            list.rsplit(',').next().unwrap_or(list).trim_start()
        });
        let words = values(view, &above, key.trim());
        let offers = words
            .into_iter()
            .map(|word| Offer::new(CompletionItemKind::VALUE, word));
        return Some(Offers::new(spot.offset - last.len(), offers));
    }
    let from = spot.offset - written.len();
    // An item of a list may be a word of the key above it.
    let item = spot.before.trim_start().starts_with('-');
    let words = match above.split_last() {
        Some((key, before)) if item => values(view, before, key),
        _ => Vec::new(),
    };
    if !words.is_empty() {
        return Some(Offers::new(
            from,
            words
                .into_iter()
                .map(|word| Offer::new(CompletionItemKind::VALUE, word)),
        ));
    }
    let mut offers: Vec<Offer> = known(view.sort(), &above)
        .into_iter()
        .map(|key| {
            Offer::new(CompletionItemKind::FIELD, key.name)
                .about(key.about)
                .insert(format!("{}: ", key.name))
        })
        .collect();
    if view.sort() == Sort::Workflow && above == ["handoffs"] {
        let kinds = KINDS.iter().map(|(word, _)| *word).chain(["owner"]);
        offers
            .extend(kinds.map(|kind| {
                Offer::new(CompletionItemKind::FIELD, kind).insert(format!("{kind}:"))
            }));
    }
    Some(Offers::new(from, offers))
}

/// The key at a place, and what it is for.
#[must_use]
pub fn about(view: &View<'_>, spot: &Spot<'_>) -> Option<(Span, String)> {
    let parsed = yaml::parse(view.text, 0);
    let (keys, span) = key_at(&parsed.root, spot.offset)?;
    let (own, above) = keys.split_last()?;
    let above: Vec<&str> = above.iter().map(String::as_str).collect();
    let known = known(view.sort(), &above);
    let key = known.iter().find(|key| key.name == *own)?;
    Some((span, format!("**{}**: {}", key.name, key.about)))
}

/// The way to the key at a place, that key last.
fn key_at(node: &Node, offset: usize) -> Option<(Vec<String>, Span)> {
    for pair in node.as_map().unwrap_or_default() {
        if pair.key_span.start <= offset && offset <= pair.key_span.end {
            return Some((vec![pair.key.clone()], pair.key_span));
        }
        if pair.value.span.start <= offset && offset <= pair.value.span.end {
            let (mut keys, span) = key_at(&pair.value, offset)?;
            keys.insert(0, pair.key.clone());
            return Some((keys, span));
        }
    }
    node.as_list()
        .unwrap_or_default()
        .iter()
        .find_map(|node| key_at(node, offset))
}

/// The word at a place, and the keys that lead to it.
#[must_use]
pub fn scalar_at(view: &View<'_>, offset: usize) -> Option<(Vec<String>, String)> {
    let parsed = yaml::parse(view.text, 0);
    word_at(&parsed.root, offset)
}

fn word_at(node: &Node, offset: usize) -> Option<(Vec<String>, String)> {
    if let Some(word) = node.as_str() {
        let here = node.span.start <= offset && offset <= node.span.end;
        return here.then(|| (Vec::new(), word.trim().to_owned()));
    }
    for pair in node.as_map().unwrap_or_default() {
        if let Some((mut keys, word)) = word_at(&pair.value, offset) {
            keys.insert(0, pair.key.clone());
            return Some((keys, word));
        }
    }
    node.as_list()
        .unwrap_or_default()
        .iter()
        .find_map(|node| word_at(node, offset))
}
