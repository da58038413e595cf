//! The schema of an engagement's front-matter, with the stages, the people and the typed fields of one studio.

use serde_json::{Map, Value, json};

use super::parts::{such_as, told, whole};
use crate::builtin;
use crate::model::field::FieldType;
use crate::model::keys;
use crate::model::{NeedKind, People, Settings, Workflow};

/// The schema of front-matter in a studio with these settings.
#[must_use]
pub fn front_matter(settings: &Settings) -> Value {
    let studio = match settings.studio.as_str() {
        "" => "The front-matter of an engagement".to_owned(),
        name => format!("The front-matter of an engagement of {name}"),
    };
    let names = workflows(settings);
    let branches: Vec<Value> = names
        .iter()
        .filter_map(|name| Some((name, settings.workflows.get(name)?)))
        .map(|(name, workflow)| {
            json!({"if": names_it(name, settings), "then": {"properties": own(workflow, settings)}})
        })
        .collect();
    let stage = &settings.stage_field;
    let mut properties = general(settings, &names);
    properties.insert(
        stage.clone(),
        told(
            "Where the engagement stands: one of the stages of its workflow.",
            json!({"type": ["string", "number", "boolean"]}),
        ),
    );
    let about = "The keys that mean something to Orbit, and the studio's own. Any other key is kept and can be used in needs.";
    let says = json!({
        "type": "object",
        "properties": properties,
        "required": [stage],
        "additionalProperties": true,
        "allOf": branches,
    });
    whole("front-matter", &studio, about, says)
}

/// The workflows that an engagement may name: the studio's first.
fn workflows(settings: &Settings) -> Vec<&str> {
    let mut names = settings.workflows.names();
    let comes = builtin::workflows();
    names.sort_by_key(|name| (*name != settings.workflow, comes.contains(name)));
    names
}

/// Whether an engagement is of the workflow of this name.
fn names_it(name: &str, settings: &Settings) -> Value {
    let says = json!({"properties": {"workflow": {"const": name}}, "required": ["workflow"]});
    if name == settings.workflow {
        let silent = json!({"properties": {"workflow": {"type": "null"}}});
        return json!({"anyOf": [says, silent]});
    }
    says
}

/// What every engagement may say.
fn general(settings: &Settings, names: &[&str]) -> Map<String, Value> {
    let keys = keys::FRONT_MATTER.iter();
    keys.map(|key| {
        let value = match key.name {
            "title" => such_as(json!(["Autumn fair rebrand"]), json!({"type": ["string", "number", "boolean", "null"]})),
            "owner" => one_of_us(&settings.people),
            "team" => json!({"type": ["array", "string", "null"], "items": one_of_us(&settings.people)}),
            "workflow" => json!({"enum": names.iter().map(|name| json!(name)).chain([Value::Null]).collect::<Vec<_>>()}),
            "follows" => json!({"type": ["string", "array", "null"], "items": {"type": "string"}, "examples": ["acme/audit"]}),
            "success" => such_as(json!(["Visitors recognise the mark; 40 qualified leads by 30 October."]), json!({})),
            "client_people" => such_as(json!([["Jane Okafor, sponsor, prefers a call"]]), json!({})),
            "value" => such_as(json!(["EUR 42,000"]), json!({})),
            "due" | "wake" => such_as(json!(["2026-09-01"]), json!({})),
            _ => json!({}),
        };
        (key.name.to_owned(), told(key.about, value))
    })
    .collect()
}

/// What an engagement of this workflow says: its stages and its typed fields, and what its needs say of fields.
fn own(workflow: &Workflow, settings: &Settings) -> Map<String, Value> {
    let mut own = Map::new();
    for stage in &workflow.stages {
        for need in &stage.needs {
            let (NeedKind::Field { name, .. } | NeedKind::Link { field: name }) = &need.kind else {
                continue;
            };
            let because = need.because.clone().unwrap_or_else(|| need.describe());
            own.entry(name.clone())
                .or_insert_with(|| told(&because, json!({})));
        }
    }
    for (name, r#type) in &workflow.fields {
        let known = own
            .get(name)
            .and_then(|known| known.get("description")?.as_str());
        let described = r#type.describe();
        let about = known.map_or_else(
            || described.clone(),
            |known| format!("{known}\n\nThis is {described}."),
        );
        own.insert(name.clone(), told(&about, typed(r#type, &settings.people)));
    }
    let stages: Vec<&str> = workflow
        .stages
        .iter()
        .map(|stage| stage.id.as_str())
        .collect();
    let meaning: Vec<String> = workflow
        .stages
        .iter()
        .map(|stage| {
            let purpose = stage.purpose.as_deref().unwrap_or_default();
            format!("**{}** {purpose}", stage.title)
                .trim_end()
                .to_owned()
        })
        .collect();
    let about = format!(
        "Where the engagement stands: a stage of the workflow `{}`.",
        workflow.name
    );
    own.insert(
        settings.stage_field.clone(),
        told(
            &about,
            json!({"enum": stages, "markdownEnumDescriptions": meaning}),
        ),
    );
    own
}

/// A value of this type, or nothing yet.
fn typed(r#type: &FieldType, people: &People) -> Value {
    let scalar = json!({"type": ["string", "number", "boolean", "null"]});
    match r#type {
        FieldType::Text => scalar,
        FieldType::Number => {
            json!({"type": ["number", "string", "null"], "pattern": "^[\\s0-9_,.eE+-]*$", "examples": [12]})
        }
        FieldType::Money => {
            json!({"type": ["number", "string", "null"], "pattern": "[0-9]|^\\s*$", "examples": ["EUR 42,000"]})
        }
        FieldType::Date => {
            json!({"type": ["string", "null"], "pattern": "^\\s*([0-9]{4}-[0-9]{2}-[0-9]{2})?\\s*$", "examples": ["2026-03-20"]})
        }
        FieldType::Boolean => json!({"type": ["boolean", "null"]}),
        FieldType::Choice(of) => {
            json!({"enum": of.iter().map(|word| plain(word)).chain([Value::Null]).collect::<Vec<_>>()})
        }
        FieldType::Person => handle(people),
        FieldType::People => {
            json!({"anyOf": [handle(people), {"type": "array", "items": handle(people)}], "examples": [["maya", "tom"]]})
        }
        FieldType::List => json!({"type": ["array", "null"]}),
        FieldType::Link => {
            json!({"type": ["string", "null"], "examples": ["https://files.example/report.pdf"]})
        }
    }
}

/// A word as YAML reads it where it stands without quotes.
fn plain(word: &str) -> Value {
    match word {
        "true" | "false" => json!(word == "true"),
        _ => word
            .parse::<i64>()
            .map_or_else(|_| json!(word), |number| json!(number)),
    }
}

/// The handle of one of the studio's people, in any case, with or without `@`; of anybody where it names none.
fn handle(people: &People) -> Value {
    if people.is_empty() {
        return json!({"type": ["string", "null"]});
    }
    let handles: Vec<Value> = people
        .iter()
        .map(|person| json!(person.handle))
        .chain([Value::Null])
        .collect();
    let pattern: Vec<String> = people
        .iter()
        .map(|person| any_case(&person.handle))
        .collect();
    json!({"anyOf": [
        {"enum": handles},
        {"type": "string", "pattern": format!("^\\s*@*({})?\\s*$", pattern.join("|"))},
    ]})
}

/// One of the studio's people, or somebody who has no handle, by their name in full.
fn one_of_us(people: &People) -> Value {
    let mut anybody = handle(people);
    if let Some(ways) = anybody.get_mut("anyOf").and_then(Value::as_array_mut) {
        ways.push(json!({"type": "string", "pattern": "\\S\\s+\\S"}));
    }
    anybody
}

/// A pattern for a handle in any case.
fn any_case(handle: &str) -> String {
    let mut pattern = String::new();
    for c in handle.chars() {
        if c.is_ascii_alphabetic() {
            pattern.push_str(&format!(
                "[{}{}]",
                c.to_ascii_lowercase(),
                c.to_ascii_uppercase()
            ));
        } else if c == '.' {
            pattern.push_str("\\.");
        } else {
            pattern.push(c);
        }
    }
    pattern
}
