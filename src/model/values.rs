//! What expressions see of an engagement: its front-matter by name, and `id`, `client`, `stage`, `owner`, `promises`, `decisions`, `questions`,
//! `risks`, `sections`. A front-matter key of one of these names wins.

use std::collections::BTreeMap;

use minijinja::Value;

use super::engagement::Engagement;
use super::marks::{Outcome, is_answered, outcome};
use crate::text::yaml::{Node, NodeKind};
use crate::text::{Keyword, Mark};

/// The values of one engagement.
#[must_use]
pub fn of(engagement: &Engagement) -> Value {
    let body = &engagement.document.body;
    let mut values: BTreeMap<String, Value> = BTreeMap::new();
    let mut set = |name: &str, value: Value| values.insert(name.to_owned(), value);
    set("id", Value::from(engagement.id.as_str()));
    set("client", Value::from(engagement.client.clone()));
    set("stage", Value::from(engagement.stage.clone()));
    set("owner", Value::from(engagement.owner()));
    set(
        "promises",
        marks(engagement, Keyword::Promise, |mark| {
            ("open", outcome(mark) == Outcome::Open)
        }),
    );
    set(
        "questions",
        marks(engagement, Keyword::Question, |mark| {
            ("open", !is_answered(mark))
        }),
    );
    set(
        "decisions",
        marks(engagement, Keyword::Decision, |mark| {
            ("resulted", mark.attribute("result").is_some())
        }),
    );
    set(
        "risks",
        marks(engagement, Keyword::Risk, |mark| {
            ("open", mark.ticked != Some(true))
        }),
    );
    let sections: BTreeMap<String, usize> = body
        .headings
        .iter()
        .enumerate()
        .filter(|(_, heading)| heading.level == 2)
        .filter_map(|(at, heading)| {
            let section = body.section_of_heading(at)?;
            Some((
                heading.text.clone(),
                body.words(&engagement.document.text, section.content),
            ))
        })
        .collect();
    set("sections", Value::from(sections));
    for pair in &engagement.document.front_matter.pairs {
        values.insert(pair.key.clone(), value(&pair.value));
    }
    Value::from(values)
}

fn marks(
    engagement: &Engagement,
    keyword: Keyword,
    flag: impl Fn(&Mark) -> (&'static str, bool),
) -> Value {
    engagement
        .marks(keyword)
        .map(|mark| {
            let mut values: BTreeMap<String, Value> = mark
                .attributes
                .iter()
                .map(|attribute| {
                    (
                        attribute.name.clone(),
                        Value::from(attribute.value.as_str()),
                    )
                })
                .collect();
            let (name, holds) = flag(mark);
            values.insert(name.to_owned(), Value::from(holds));
            values.insert("text".to_owned(), Value::from(mark.text.as_str()));
            Value::from(values)
        })
        .collect()
}

fn value(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Null => Value::from(()),
        NodeKind::Scalar { text, .. } => match (node.as_bool(), node.as_number()) {
            (Some(truth), _) => Value::from(truth),
            (None, Some(number)) => Value::from(number),
            (None, None) => Value::from(text.as_str()),
        },
        NodeKind::Sequence(nodes) => nodes.iter().map(value).collect(),
        NodeKind::Mapping(pairs) => Value::from(
            pairs
                .iter()
                .map(|pair| (pair.key.clone(), value(&pair.value)))
                .collect::<BTreeMap<_, _>>(),
        ),
    }
}
