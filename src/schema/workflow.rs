//! The schema of a workflow.

use serde_json::{Value, json};

use super::parts::{map, properties, such_as, text, texts, whole, words};
use crate::model::field;
use crate::model::keys::{self, Key, NEEDS};
use crate::model::need::Promises;
use crate::model::transition::KINDS;
use crate::model::workflow::StageKind;

/// The schema of a file in `workflows/`.
#[must_use]
pub fn workflow() -> Value {
    let about = "How a studio's work moves: stages, the moves between them, what each needs, and what a handoff asks.";
    let says = json!({
        "type": "object",
        "properties": properties(keys::WORKFLOW, value),
        "additionalProperties": false,
        // It has stages of its own, or those of the workflow that it extends.
        "anyOf": [
            {"required": ["stages"], "properties": {"stages": {"type": "object", "minProperties": 1}}},
            {"required": ["extends"]},
        ],
        "$defs": {
            "stage": map(keys::STAGE, stage),
            "need": need(),
            "field": field_type(),
            "handoff": map(keys::HANDOFF, handoff),
        },
    });
    whole("workflow", "A workflow of a studio", about, says)
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

fn value(key: &str) -> Value {
    let each =
        |name: &str| json!({"type": ["object", "null"], "additionalProperties": reference(name)});
    match key {
        "title" => such_as(json!(["Service engagement"]), text()),
        "extends" => such_as(json!(["service"]), text()),
        "back" => back(),
        "fields" => such_as(
            json!([{"value": {"type": "money"}, "source": {"type": "choice", "of": ["referral", "inbound"]}}]),
            each("field"),
        ),
        "stages" => such_as(
            json!([{"lead": {"needs": [{"field": "owner"}], "next": ["scope"]}, "scope": {}}]),
            each("stage"),
        ),
        "handoffs" => {
            let kinds: Vec<&str> = KINDS.iter().map(|(word, _)| *word).collect();
            json!({
                "type": ["object", "null"],
                "propertyNames": {"pattern": format!("^\\s*({}|owner)\\s*$|->|→", kinds.join("|"))},
                "additionalProperties": reference("handoff"),
                "examples": [{"scope -> delivery": {"ask": ["What has to happen first?"], "accept": "required"}}],
            })
        }
        _ => json!({}),
    }
}

fn back() -> Value {
    such_as(json!(["any", "none", ["lead"]]), texts())
}

fn stage(key: &str) -> Value {
    match key {
        "title" => such_as(json!(["Scope"]), text()),
        "purpose" => such_as(
            json!(["Turn a yes into something that can be delivered."]),
            text(),
        ),
        "standard" => such_as(json!(["standards/scope.md"]), text()),
        "after" => such_as(json!(["scope"]), text()),
        "kind" => words(StageKind::ALL.map(StageKind::word)),
        "next" => such_as(json!([["delivery", "dormant"]]), texts()),
        "back" => back(),
        "stale" => json!({
            "type": ["integer", "string"],
            "minimum": 0,
            "pattern": "^\\s*[0-9]+(\\s+(day|week|month|year)s*)?\\s*$",
            "examples": ["14 days", "2 weeks"],
        }),
        "shows" => such_as(json!([["success", "Scope", "promises"]]), texts()),
        "inherit" => json!({"type": "boolean"}),
        "shared" => such_as(json!([true, "In the making"]), text()),
        "needs" => json!({"type": ["array", "null"], "items": reference("need")}),
        _ => json!({}),
    }
}

fn handoff(key: &str) -> Value {
    match key {
        "ask" => such_as(
            json!([["What does the client believe they are owed?"]]),
            texts(),
        ),
        "accept" => words(["required", "optional"]),
        _ => json!({}),
    }
}

/// The names of the types of fields.
fn types() -> impl Iterator<Item = &'static str> {
    field::NAMES.iter().map(|(word, _)| *word)
}

fn field_type() -> Value {
    json!({
        "anyOf": [
            words(types()),
            {
                "type": "object",
                "properties": properties(keys::FIELD, |key| match key {
                    "type" => words(types().chain(["choice"])),
                    "of" => such_as(json!([["referral", "inbound"]]), texts()),
                    _ => json!({}),
                }),
                "additionalProperties": false,
                "anyOf": [{"required": ["type"]}, {"required": ["of"]}],
                "if": {"properties": {"type": {"const": "choice"}}, "required": ["type"]},
                "then": {"required": ["of"]},
            },
        ],
        "examples": ["date", {"type": "choice", "of": ["referral", "inbound"]}],
    })
}

fn need() -> Value {
    let mut all: Vec<Key> = NEEDS.iter().flat_map(keys::of_need).collect();
    let mut seen = std::collections::HashSet::new();
    all.retain(|key| seen.insert(key.name));
    let kinds: Vec<&str> = NEEDS.iter().map(|need| need.kind.name).collect();
    let only: Vec<Value> = NEEDS
        .iter()
        .map(|need| {
            let names: Vec<&str> = keys::of_need(need).iter().map(|key| key.name).collect();
            json!({"if": {"required": [need.kind.name]}, "then": {"propertyNames": {"enum": names}}})
        })
        .collect();
    json!({
        "type": "object",
        "properties": properties(&all, need_value),
        "additionalProperties": false,
        "anyOf": kinds.iter().map(|kind| json!({"required": [kind]})).collect::<Vec<_>>(),
        "allOf": only,
        "dependentRequired": {"expr": ["message"]},
        "examples": [
            {"field": "success", "because": "Nobody can finish what nobody defined."},
            {"section": "Approach", "words": 40},
        ],
    })
}

fn need_value(key: &str) -> Value {
    match key {
        "field" | "link" => such_as(json!(["success", "delivered"]), text()),
        "section" | "checklist" | "approval" => such_as(json!(["Scope", "Acceptance"]), text()),
        "decision" => such_as(json!(["price"]), text()),
        "promises" => words(Promises::ALL.map(Promises::word)),
        "decisions" => words(["resulted"]),
        "questions" => words(["answered"]),
        "expr" => such_as(json!(["value_amount > 10000"]), text()),
        "matches" => such_as(json!(["^https://"]), text()),
        "of" => such_as(json!([["referral", "inbound"]]), texts()),
        "type" => words(types().chain(["choice"])),
        "words" => json!({
            "type": ["integer", "string"],
            "minimum": 0,
            "pattern": "^\\s*\\+?[0-9]+\\s*$",
            "examples": [40],
        }),
        "by" => such_as(json!(["lead"]), text()),
        "message" => such_as(json!(["work above 10,000 needs a second reader"]), text()),
        "key" => such_as(json!(["promises-owned"]), text()),
        "because" => such_as(json!(["Nobody can finish what nobody defined."]), text()),
        "when" => such_as(json!(["value"]), text()),
        "waivable" => such_as(json!([false, ["lead"]]), texts()),
        _ => json!({}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_says_what_stands_under_it() {
        for (keys, value) in [
            (keys::WORKFLOW, value as fn(&str) -> Value),
            (keys::STAGE, stage),
            (keys::HANDOFF, handoff),
        ] {
            for key in keys {
                assert_ne!(value(key.name), json!({}), "{}", key.name);
            }
        }
        for key in NEEDS.iter().flat_map(keys::of_need) {
            assert_ne!(need_value(key.name), json!({}), "{}", key.name);
        }
    }
}
