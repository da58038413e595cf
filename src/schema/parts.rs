//! The parts that schemas are put together from.

use serde_json::{Map, Value, json};

use crate::model::keys::Key;

/// The dialect.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// A whole schema: its name, what it is of, and what it says.
pub(super) fn whole(name: &str, title: &str, about: &str, says: Value) -> Value {
    let mut schema = json!({
        "$schema": DIALECT,
        "$id": format!("urn:orbit:schema:{name}"),
        "title": title,
        "description": about,
    });
    if let (Some(schema), Value::Object(says)) = (schema.as_object_mut(), says) {
        schema.extend(says);
    }
    schema
}

/// A map with these keys and no others, or nothing at all.
pub(super) fn map(keys: &[Key], value: impl Fn(&str) -> Value) -> Value {
    json!({
        "type": ["object", "null"],
        "properties": properties(keys, value),
        "additionalProperties": false,
    })
}

/// What stands under each of these keys, with what it is for.
pub(super) fn properties(keys: &[Key], value: impl Fn(&str) -> Value) -> Map<String, Value> {
    keys.iter()
        .map(|key| (key.name.to_owned(), told(key.about, value(key.name))))
        .collect()
}

/// A schema with what it is for before the rest.
pub(super) fn told(about: &str, schema: Value) -> Value {
    let mut told = Map::new();
    told.insert("description".to_owned(), Value::from(about));
    if let Value::Object(schema) = schema {
        told.extend(schema);
    }
    Value::Object(told)
}

/// A scalar that says something, whatever YAML takes it for.
pub(super) fn text() -> Value {
    json!({"type": ["string", "number", "boolean"], "pattern": "\\S"})
}

/// A text, or a list of them.
pub(super) fn texts() -> Value {
    json!({"type": ["string", "number", "boolean", "array", "null"], "pattern": "\\S", "items": text()})
}

/// One of a few words.
pub(super) fn words<'a>(words: impl IntoIterator<Item = &'a str>) -> Value {
    json!({"enum": words.into_iter().collect::<Vec<_>>()})
}

/// A schema with examples.
pub(super) fn such_as(examples: Value, mut schema: Value) -> Value {
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("examples".to_owned(), examples);
    }
    schema
}
