//! What expressions see of an engagement: its front-matter by name, and `id`, `path`, `client`, `stage`, `owner`, `promises`, `decisions`,
//! `questions`, `risks`, `sections` (how many words each section of level 2 has), `headings` (of every level, each with its `level` and
//! `title`) and `fields` (the front-matter whole, for keys that are no names, such as `fields["discussions-to"]`). Sections, headings and
//! fields stand in the order of the file. A front-matter key of one of these names wins. An amount of money is a text; the filter `amount`
//! makes a number of it.

use std::collections::BTreeMap;

use minijinja::Value;

use super::engagement::Engagement;
use super::marks::{Outcome, is_answered, outcome, risk_is_open};
use crate::text::yaml::{Node, NodeKind};
use crate::text::{Keyword, Mark};

/// The values of one engagement.
#[must_use]
pub fn of(engagement: &Engagement) -> Value {
    let body = &engagement.document.body;
    let mut values: BTreeMap<String, Value> = BTreeMap::new();
    let mut set = |name: &str, value: Value| values.insert(name.to_owned(), value);
    set("id", Value::from(engagement.id.as_str()));
    set("path", Value::from(engagement.path.as_str()));
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
            ("open", risk_is_open(mark))
        }),
    );
    let sections: Vec<(String, Value)> = body
        .headings
        .iter()
        .enumerate()
        .filter(|(_, heading)| heading.level == 2)
        .filter_map(|(at, heading)| {
            let section = body.section_of_heading(at)?;
            Some((
                heading.text.clone(),
                Value::from(body.words(&engagement.document.text, section.content)),
            ))
        })
        .collect();
    set("sections", Value::from_pairs(sections));
    let headings: Vec<Value> = body
        .headings
        .iter()
        .map(|heading| {
            minijinja::context! { level => heading.level, title => heading.text.as_str() }
        })
        .collect();
    set("headings", Value::from(headings));
    let fields: Vec<(String, Value)> = engagement
        .document
        .front_matter
        .pairs
        .iter()
        .map(|pair| (pair.key.clone(), value(&pair.value)))
        .collect();
    set("fields", Value::from_pairs(fields.iter().cloned()));
    values.extend(fields);
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
            (None, Some(number)) => whole(text).map_or_else(|| Value::from(number), Value::from),
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

/// A number that is written as a whole one, so that it is printed as one: `"eip-" ~ eip`.
fn whole(text: &str) -> Option<i64> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::expr::Expr;
    use crate::model::settings::Settings;
    use crate::repo::memory::Memory;

    /// Whether an expression holds for a file of a studio of standards.
    fn holds(text: &str, expr: &str) -> bool {
        let tree = Memory::new().file("orbit.yml", "engagements: EIPS/*.md\nstage_field: status\n");
        let settings = Settings::load(&tree).expect("settings that can be read");
        let engagement = Engagement::read("EIPS/eip-20.md", text.as_bytes(), &settings)
            .expect("a file that is an engagement");
        Expr::parse(expr)
            .and_then(|expr| expr.holds(&of(&engagement)))
            .expect("an expression that can be told")
    }

    #[test]
    fn a_whole_number_is_written_as_one() {
        let text = "---\neip: 20\nshare: 2.5\n---\n";
        assert!(holds(text, "id == 'eip-' ~ eip"));
        assert!(holds(text, "eip + 1 == 21 and share * 2 == 5"));
    }

    #[test]
    fn a_key_that_is_no_name_is_found_among_the_fields() {
        let text = "---\ndiscussions-to: https://example.org\nempty:\n---\n";
        assert!(holds(text, "fields['discussions-to'] is endingwith '.org'"));
        assert!(holds(text, "'empty' in fields and 'other' not in fields"));
    }

    #[test]
    fn sections_headings_and_fields_keep_the_order_of_the_file() {
        let text = "---\nz: 1\na: 2\n---\n# One\n\n## Zebra\n\ntwo words\n\n### Sub\n\n## Ant\n";
        assert!(holds(text, "fields | list == ['z', 'a']"));
        assert!(holds(text, "sections | list == ['Zebra', 'Ant']"));
        assert!(holds(text, "sections.Zebra == 2 and sections.Ant == 0"));
        assert!(holds(
            text,
            "headings | map(attribute='title') | list == ['One', 'Zebra', 'Sub', 'Ant']"
        ));
        assert!(holds(
            text,
            "headings | selectattr('level', 'eq', 1) | list | length == 1"
        ));
    }

    #[test]
    fn a_field_named_like_a_value_of_ours_wins_and_the_path_still_tells_the_file() {
        let text = "---\nid: 7\n---\n";
        assert!(holds(text, "id == 7 and path == 'EIPS/eip-20.md'"));
    }
}
