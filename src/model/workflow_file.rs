//! A workflow file, from raw to valid: read, laid over the workflow that it extends, checked, its needs inherited.

use regex::RegexBuilder;

use super::expr::Expr;
use super::field::{self, FieldType};
use super::need::{Need, NeedKind, Promises, Waivable};
use super::reader::{Reader, SettingsProblem};
use super::transition::KINDS;
use super::words::{list, nearest};
use super::workflow::{Back, HandoffOn, HandoffRule, Stage, StageKind, Workflow};
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
    reader.known(
        pairs,
        &["title", "extends", "fields", "stages", "handoffs", "back"],
    );
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
    reader.known(pairs, &["type", "of"]);
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
    reader.known(
        pairs,
        &[
            "title", "kind", "purpose", "standard", "needs", "next", "back", "stale", "shows",
            "inherit", "after",
        ],
    );
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
                    &[
                        ("active", StageKind::Active),
                        ("waiting", StageKind::Waiting),
                        ("done", StageKind::Done),
                        ("lost", StageKind::Lost),
                    ],
                );
            }
            "next" => stage.next = Some(stages(reader, value, "`next`", names)),
            "back" => stage.back = Some(back(reader, value, names)),
            "stale" => stage.stale = reader.days(value, "`stale`"),
            "shows" => stage.shows = Some(reader.texts(value, "`shows`")),
            "inherit" => stage.inherit = reader.bool(value, "`inherit`"),
            "needs" => match &value.kind {
                NodeKind::Sequence(nodes) => stage.needs = needs(reader, nodes, &pair.key),
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

const NEED_KINDS: [&str; 10] = [
    "field",
    "section",
    "checklist",
    "promises",
    "decision",
    "decisions",
    "questions",
    "approval",
    "link",
    "expr",
];

/// The needs that a stage lists; two of one kind need keys to be told apart, by waivers and by what inherits them.
fn needs(reader: &mut Reader<'_>, nodes: &[Node], stage: &str) -> Vec<Need> {
    let mut needs: Vec<Need> = Vec::new();
    for node in nodes {
        let Some(need) = need(reader, node, stage) else {
            continue;
        };
        let twice = needs
            .iter()
            .any(|known| known.key == need.key && known.word() == need.word());
        if twice {
            reader.problem(
                node.span,
                format!(
                    "`{stage}` already has a need `{}: {}`; make one of the two, or give this one a `key` of its own",
                    need.word(),
                    need.key
                ),
            );
        }
        needs.push(need);
    }
    needs
}

fn need(reader: &mut Reader<'_>, node: &Node, stage: &str) -> Option<Need> {
    let pairs = reader.map(node, "a need");
    if node.as_map().is_none() && !node.is_blank() {
        return None;
    }
    let common = ["key", "because", "when", "waivable"];
    let Some(kind) = pairs
        .iter()
        .find(|pair| NEED_KINDS.contains(&pair.key.as_str()))
    else {
        let hint = pairs
            .iter()
            .find_map(|pair| nearest(&pair.key, NEED_KINDS))
            .map_or_else(
                || format!("one of {}", list(&NEED_KINDS)),
                |near| format!("did you mean `{near}`?"),
            );
        reader.problem(node.span, format!("a need should say what it is: {hint}"));
        return None;
    };
    let own: &[&str] = match kind.key.as_str() {
        "field" => &["field", "matches", "of", "type"],
        "section" => &["section", "words"],
        "approval" => &["approval", "by"],
        "expr" => &["expr", "message"],
        word => &[NEED_KINDS
            .iter()
            .find(|known| **known == word)
            .copied()
            .unwrap_or_default()],
    };
    reader.known(pairs, &[own, &common].concat());
    let name = reader.text(&kind.value, &format!("`{}`", kind.key))?;
    let (default_key, kind) = need_kind(reader, node, &kind.key, &kind.value, name)?;
    let get = |key: &str| node.get(key);
    Some(Need {
        key: get("key")
            .and_then(|node| reader.text(node, "`key`"))
            .unwrap_or(default_key),
        kind,
        because: get("because").and_then(|node| reader.text(node, "`because`")),
        when: get("when").and_then(|node| expression(reader, node, "`when`")),
        waivable: get("waivable").map_or(Waivable::Anybody, |node| match node.as_bool() {
            Some(true) => Waivable::Anybody,
            Some(false) => Waivable::Nobody,
            None => Waivable::Roles(reader.texts(node, "`waivable`")),
        }),
        stage: stage.to_owned(),
    })
}

fn need_kind(
    reader: &mut Reader<'_>,
    node: &Node,
    word: &str,
    value: &Node,
    name: String,
) -> Option<(String, NeedKind)> {
    let kind = match word {
        "field" => NeedKind::Field {
            matches: node.get("matches").and_then(|node| pattern(reader, node)),
            of: match node.get("of") {
                Some(of) => reader.texts(of, "`of`"),
                None => Vec::new(),
            },
            r#type: match node.get("type") {
                Some(r#type) if r#type.as_str() != Some("choice") => {
                    type_named(reader, r#type, &[])
                }
                _ => None,
            },
            name: name.clone(),
        },
        "section" => NeedKind::Section {
            title: name.clone(),
            words: node
                .get("words")
                .and_then(|node| reader.count(node, "`words`"))
                .unwrap_or(0),
        },
        "checklist" => NeedKind::Checklist {
            section: name.clone(),
        },
        "promises" => NeedKind::Promises(reader.one_of(
            value,
            "`promises`",
            &[
                ("owned", Promises::Owned),
                ("dated", Promises::Dated),
                ("settled", Promises::Settled),
            ],
        )?),
        "decision" => NeedKind::Decision {
            topic: name.clone(),
        },
        "decisions" => reader
            .one_of(value, "`decisions`", &[("resulted", ())])
            .map(|()| NeedKind::DecisionsResulted)?,
        "questions" => reader
            .one_of(value, "`questions`", &[("answered", ())])
            .map(|()| NeedKind::QuestionsAnswered)?,
        "approval" => NeedKind::Approval {
            section: name.clone(),
            by: node.get("by").and_then(|node| reader.text(node, "`by`")),
        },
        "link" => NeedKind::Link {
            field: name.clone(),
        },
        _ => {
            let message = node
                .get("message")
                .and_then(|node| reader.text(node, "`message`"));
            if message.is_none() {
                reader.problem(
                    node.span,
                    "an `expr` needs a `message` that says what is missing",
                );
            }
            NeedKind::Expr {
                expr: expression(reader, value, "`expr`")?,
                message: message.unwrap_or_default(),
            }
        }
    };
    let key = match &kind {
        NeedKind::Promises(_) | NeedKind::DecisionsResulted | NeedKind::QuestionsAnswered => {
            word.to_owned()
        }
        _ => name,
    };
    Some((key, kind))
}

fn expression(reader: &mut Reader<'_>, node: &Node, what: &str) -> Option<Expr> {
    let text = reader.text(node, what)?;
    match Expr::parse(&text) {
        Ok(expr) => Some(expr),
        Err(why) => {
            reader.problem(
                node.span,
                format!("{what} cannot be read as an expression: {why}"),
            );
            None
        }
    }
}

fn pattern(reader: &mut Reader<'_>, node: &Node) -> Option<regex::Regex> {
    let text = reader.text(node, "`matches`")?;
    match RegexBuilder::new(&text).size_limit(1 << 20).build() {
        Ok(pattern) => Some(pattern),
        Err(error) => {
            let why = match &error {
                regex::Error::CompiledTooBig(_) => "it stands for too much text".to_owned(),
                _ => error.to_string(),
            };
            let why = why
                .lines()
                .last()
                .unwrap_or("it cannot be read")
                .trim_start_matches("error: ");
            reader.problem(node.span, format!("`matches` is not a pattern: {why}"));
            None
        }
    }
}

fn handoff(
    reader: &mut Reader<'_>,
    pair: &Pair,
    names: &mut Vec<(Position, String)>,
) -> Option<HandoffRule> {
    let pairs = reader.map(&pair.value, "a handoff");
    reader.known(pairs, &["ask", "accept"]);
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

impl Raw {
    /// This workflow laid over the one that it extends: stages, needs and handoffs of the same name replace, others are added.
    pub(super) fn over(self, base: Self) -> Self {
        let mut stages = base.stages;
        for stage in self.stages {
            match stages.iter_mut().find(|known| known.id == stage.id) {
                Some(known) => known.lay(stage),
                None => {
                    let at = match stage
                        .after
                        .as_ref()
                        .and_then(|after| stages.iter().position(|known| &known.id == after))
                    {
                        Some(at) => at + 1,
                        None => stages.len(),
                    };
                    stages.insert(at, stage);
                }
            }
        }
        let mut fields = base.fields;
        for (name, r#type) in self.fields {
            fields.retain(|(known, _)| *known != name);
            fields.push((name, r#type));
        }
        let handoffs = match (base.handoffs, self.handoffs) {
            (Some(mut rules), Some(own)) => {
                for rule in own {
                    rules.retain(|known| known.on != rule.on);
                    rules.push(rule);
                }
                Some(rules)
            }
            (base, own) => own.or(base),
        };
        Self {
            extends: base.extends,
            extends_at: base.extends_at,
            names: self.names,
            title: self.title.or(base.title),
            back: self.back.or(base.back),
            fields,
            stages,
            handoffs,
        }
    }

    /// The workflow whole, its needs inherited along the main line. A stage beside it that says `inherit: true` takes the needs
    /// of the main line's stages that are listed before it.
    pub(super) fn finish(self, name: &str) -> Workflow {
        let default_back = self.back.unwrap_or_default();
        let mut inherited: Vec<Need> = Vec::new();
        let stages = self
            .stages
            .into_iter()
            .map(|raw| {
                let kind = raw.kind.unwrap_or(StageKind::Active);
                let needs = if kind.on_main_line() {
                    if raw.inherit == Some(false) {
                        inherited.clear();
                    }
                    for need in raw.needs {
                        replace_or_push(&mut inherited, need);
                    }
                    inherited.clone()
                } else if raw.inherit == Some(true) {
                    let mut needs = inherited.clone();
                    for need in raw.needs {
                        replace_or_push(&mut needs, need);
                    }
                    needs
                } else {
                    raw.needs
                };
                Stage {
                    title: raw.title.unwrap_or_else(|| capitalised(&raw.id)),
                    id: raw.id,
                    kind,
                    purpose: raw.purpose,
                    standard: raw.standard,
                    needs,
                    next: raw.next,
                    back: raw.back.unwrap_or_else(|| default_back.clone()),
                    stale: raw.stale,
                    shows: raw.shows.unwrap_or_default(),
                }
            })
            .collect();
        Workflow {
            name: name.to_owned(),
            title: self.title.unwrap_or_else(|| capitalised(name)),
            fields: self.fields,
            stages,
            handoffs: self.handoffs,
        }
    }
}

impl RawStage {
    fn lay(&mut self, over: Self) {
        for need in over.needs {
            replace_or_push(&mut self.needs, need);
        }
        self.title = over.title.or_else(|| self.title.take());
        self.kind = over.kind.or(self.kind);
        self.purpose = over.purpose.or_else(|| self.purpose.take());
        self.standard = over.standard.or_else(|| self.standard.take());
        self.next = over.next.or_else(|| self.next.take());
        self.back = over.back.or_else(|| self.back.take());
        self.stale = over.stale.or(self.stale);
        self.shows = over.shows.or_else(|| self.shows.take());
        self.inherit = over.inherit.or(self.inherit);
    }
}

/// A need of the same kind and key takes the place of the one before it: a later stage may ask for more of the same thing.
fn replace_or_push(needs: &mut Vec<Need>, need: Need) {
    match needs
        .iter_mut()
        .find(|known| known.key == need.key && known.word() == need.word())
    {
        Some(known) => *known = need,
        None => needs.push(need),
    }
}

fn capitalised(id: &str) -> String {
    let mut chars = id.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
