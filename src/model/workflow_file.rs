//! A workflow file, read: its stages, fields and handoffs, and every problem with its place.

mod needs;
mod whole;

use super::field::{self, FieldType};
use super::keys;
use super::need::Need;
use super::reader::{Reader, SettingsProblem};
use super::transition::KINDS;
use super::words::{list, nearest};
use super::workflow::{Back, HandoffOn, HandoffRule, StageKind};
use crate::span::Position;
use crate::text::yaml::{self, Node, NodeKind, Pair};

/// A workflow as its file has it, before it is laid over another.
#[derive(Debug, Clone, Default)]
pub(super) struct Raw {
    pub(super) extends: Option<String>,
    /// Where it says what it extends.
    pub(super) extends_at: Option<Position>,
    /// Every stage that this file names somewhere, and where.
    pub(super) names: Vec<(Position, String)>,
    title: Option<String>,
    back: Option<Back>,
    fields: Vec<(String, FieldType)>,
    stages: Vec<RawStage>,
    handoffs: Option<Vec<HandoffRule>>,
}

#[derive(Debug, Clone, Default)]
struct RawStage {
    id: String,
    after: Option<String>,
    title: Option<String>,
    kind: Option<StageKind>,
    purpose: Option<String>,
    standard: Option<String>,
    needs: Vec<Need>,
    next: Option<Vec<String>>,
    back: Option<Back>,
    stale: Option<u32>,
    shows: Option<Vec<String>>,
    inherit: Option<bool>,
    shared: Option<Sharing>,
}

/// Whether people outside may know of a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Sharing {
    No,
    /// By its own title.
    Yes,
    /// By another one.
    As(String),
}

/// Reads a workflow file; what is wrong with it goes to `problems`.
pub(super) fn read(path: &str, text: &str, problems: &mut Vec<SettingsProblem>) -> Raw {
    let mut reader = Reader::new(path, text);
    let parsed = yaml::parse(text, 0);
    reader.syntax(&parsed);
    let raw = if parsed.problems.is_empty() {
        raw(&mut reader, &parsed.root)
    } else {
        Raw::default()
    };
    problems.extend(reader.finish());
    raw
}

fn raw(reader: &mut Reader<'_>, root: &Node) -> Raw {
    let pairs = reader.map(root, "a workflow");
    reader.known(pairs, keys::WORKFLOW);
    let mut raw = Raw::default();
    for Pair { key, value, .. } in pairs {
        match key.as_str() {
            "title" => raw.title = reader.text(value, "`title`"),
            "extends" => {
                raw.extends = reader.text(value, "`extends`");
                raw.extends_at = Some(reader.position(value.span));
            }
            "back" => raw.back = Some(back(reader, value, &mut raw.names)),
            "fields" => raw.fields = fields(reader, value),
            "stages" => {
                raw.stages = reader
                    .map(value, "`stages`")
                    .iter()
                    .map(|pair| stage(reader, pair, &mut raw.names))
                    .collect();
            }
            "handoffs" => {
                raw.handoffs = Some(
                    reader
                        .map(value, "`handoffs`")
                        .iter()
                        .filter_map(|pair| handoff(reader, pair, &mut raw.names))
                        .collect(),
                );
            }
            _ => {}
        }
    }
    let says = |key| {
        pairs
            .iter()
            .any(|pair| pair.key == key && !pair.value.is_blank())
    };
    let readable = matches!(root.kind, NodeKind::Mapping(_) | NodeKind::Null);
    if readable && !says("stages") && !says("extends") {
        reader.problem(root.span, "a workflow needs `stages`");
    }
    raw
}

fn fields(reader: &mut Reader<'_>, node: &Node) -> Vec<(String, FieldType)> {
    let mut fields = Vec::new();
    for pair in reader.map(node, "`fields`") {
        if let Some(r#type) = typed(reader, &pair.key, &pair.value) {
            fields.push((pair.key.clone(), r#type));
        }
    }
    fields
}

fn typed(reader: &mut Reader<'_>, name: &str, node: &Node) -> Option<FieldType> {
    if node.as_str().is_some() {
        return type_named(reader, node, &[]);
    }
    let pairs = reader.map(node, "a field");
    reader.known(pairs, keys::FIELD);
    let of = node
        .get("of")
        .map(|of| reader.texts(of, "`of`"))
        .unwrap_or_default();
    match node.get("type") {
        Some(r#type) => type_named(reader, r#type, &of),
        None if !of.is_empty() => Some(FieldType::Choice(of)),
        None => {
            reader.problem(node.span, format!("field `{name}` needs a `type`"));
            None
        }
    }
}

fn type_named(reader: &mut Reader<'_>, node: &Node, of: &[String]) -> Option<FieldType> {
    if node.as_str() == Some("choice") {
        if of.is_empty() {
            reader.problem(node.span, "a choice needs `of`, the list of its values");
            return None;
        }
        return Some(FieldType::Choice(of.to_vec()));
    }
    let named = field::NAMES
        .iter()
        .find(|(word, _)| Some(*word) == node.as_str());
    if named.is_none() {
        let names: Vec<&str> = field::NAMES
            .iter()
            .map(|(word, _)| *word)
            .chain(["choice"])
            .collect();
        let hint = nearest(node.as_str().unwrap_or_default(), names.iter().copied())
            .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        reader.problem(
            node.span,
            format!("`type` should be one of {}{hint}", list(&names)),
        );
    }
    named.map(|(_, r#type)| r#type.clone())
}

/// A stage's name, or a list of them, each noted with its place.
fn stages(
    reader: &mut Reader<'_>,
    node: &Node,
    what: &str,
    names: &mut Vec<(Position, String)>,
) -> Vec<String> {
    for node in node.as_list().unwrap_or(std::slice::from_ref(node)) {
        if let Some(name) = node.as_str() {
            names.push((reader.position(node.span), name.trim().to_owned()));
        }
    }
    reader.texts(node, what)
}

fn stage(reader: &mut Reader<'_>, pair: &Pair, names: &mut Vec<(Position, String)>) -> RawStage {
    let pairs = reader.map(&pair.value, "a stage");
    reader.known(pairs, keys::STAGE);
    let mut stage = RawStage {
        id: pair.key.clone(),
        ..RawStage::default()
    };
    for Pair { key, value, .. } in pairs {
        match key.as_str() {
            "title" => stage.title = reader.text(value, "`title`"),
            "after" => {
                stage.after = reader.text(value, "`after`");
                names.extend(
                    stage
                        .after
                        .clone()
                        .map(|name| (reader.position(value.span), name)),
                );
            }
            "purpose" => stage.purpose = reader.text(value, "`purpose`"),
            "standard" => stage.standard = reader.text(value, "`standard`"),
            "kind" => {
                stage.kind = reader.one_of(
                    value,
                    "`kind`",
                    &StageKind::ALL.map(|kind| (kind.word(), kind)),
                );
            }
            "next" => stage.next = Some(stages(reader, value, "`next`", names)),
            "back" => stage.back = Some(back(reader, value, names)),
            "stale" => stage.stale = reader.days(value, "`stale`"),
            "shows" => stage.shows = Some(reader.texts(value, "`shows`")),
            "shared" => {
                stage.shared = match value.as_bool() {
                    Some(true) => Some(Sharing::Yes),
                    Some(false) => Some(Sharing::No),
                    None => reader.text(value, "`shared`").map(Sharing::As),
                }
            }
            "inherit" => stage.inherit = reader.bool(value, "`inherit`"),
            "needs" => match &value.kind {
                NodeKind::Sequence(nodes) => stage.needs = needs::needs(reader, nodes, &pair.key),
                NodeKind::Null => {}
                _ => reader.problem(
                    value.span,
                    "`needs` should be a list, each item on a line with a dash",
                ),
            },
            _ => {}
        }
    }
    stage
}

fn back(reader: &mut Reader<'_>, node: &Node, names: &mut Vec<(Position, String)>) -> Back {
    match node.as_str() {
        Some("any") => Back::Any,
        Some("none") => Back::None,
        _ => Back::To(stages(reader, node, "`back`", names)),
    }
}

fn handoff(
    reader: &mut Reader<'_>,
    pair: &Pair,
    names: &mut Vec<(Position, String)>,
) -> Option<HandoffRule> {
    let pairs = reader.map(&pair.value, "a handoff");
    reader.known(pairs, keys::HANDOFF);
    let ask = pair
        .value
        .get("ask")
        .map(|node| reader.texts(node, "`ask`"))
        .unwrap_or_default();
    let accept = pair
        .value
        .get("accept")
        .and_then(|node| {
            reader.one_of(node, "`accept`", &[("required", true), ("optional", false)])
        })
        .unwrap_or(false);
    let name = pair.key.trim();
    let on = if let Some((from, to)) = name.split_once("->").or_else(|| name.split_once('→')) {
        let part = |text: &str| Some(text.trim().to_owned()).filter(|text| text != "*");
        let (from, to) = (part(from), part(to));
        let at = reader.position(pair.key_span);
        names.extend(from.iter().chain(&to).map(|name| (at, name.clone())));
        HandoffOn::Stages(from, to)
    } else if name == "owner" {
        HandoffOn::Owner
    } else if let Some((_, kind)) = KINDS.iter().find(|(word, _)| *word == name) {
        HandoffOn::Kind(*kind)
    } else {
        let words: Vec<&str> = KINDS
            .iter()
            .map(|(word, _)| *word)
            .chain(["owner"])
            .collect();
        reader.problem(
            pair.key_span,
            format!(
                "handoff `{name}` should be `a -> b`, `* -> b`, `a -> *` or one of {}",
                list(&words)
            ),
        );
        return None;
    };
    Some(HandoffRule {
        name: name.to_owned(),
        on,
        ask,
        accept,
    })
}
