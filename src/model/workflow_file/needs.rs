//! The needs of a stage, as a workflow file lists them.

use regex::RegexBuilder;

use super::type_named;
use crate::model::expr::Expr;
use crate::model::keys;
use crate::model::need::{Need, NeedKind, Promises, Waivable};
use crate::model::reader::Reader;
use crate::model::words::{list, nearest};
use crate::text::yaml::Node;

/// The needs that a stage lists.
pub(super) fn needs(reader: &mut Reader<'_>, nodes: &[Node], stage: &str) -> Vec<Need> {
    nodes
        .iter()
        .filter_map(|node| need(reader, node, stage))
        .collect()
}

fn need(reader: &mut Reader<'_>, node: &Node, stage: &str) -> Option<Need> {
    let pairs = reader.map(node, "a need");
    if node.as_map().is_none() && !node.is_blank() {
        return None;
    }
    let said = pairs.iter().find_map(|pair| {
        let known = keys::NEEDS.iter().find(|need| need.kind.name == pair.key);
        Some((pair, known?))
    });
    let Some((kind, known)) = said else {
        let kinds: Vec<&str> = keys::NEEDS.iter().map(|need| need.kind.name).collect();
        let hint = pairs
            .iter()
            .find_map(|pair| nearest(&pair.key, kinds.iter().copied()))
            .map_or_else(
                || format!("one of {}", list(&kinds)),
                |near| format!("did you mean `{near}`?"),
            );
        reader.problem(node.span, format!("a need should say what it is: {hint}"));
        return None;
    };
    reader.known(pairs, &keys::of_need(known));
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
            &Promises::ALL.map(|asked| (asked.word(), asked)),
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
