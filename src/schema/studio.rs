//! The schema of `orbit.yml`.

use serde_json::{Map, Value, json};

use super::parts::{map, such_as, text, texts, told, whole};
use crate::check::RULES;
use crate::model::SharedPage;
use crate::model::keys;
use crate::model::settings::{FILE, SEVERITIES};
use crate::text::Keyword;

/// What a handle is made of: letters and digits of any script, `_`, `.` and `-`. The other signs are left out one by one, as not every validator
/// knows classes of Unicode.
const HANDLE: &str = r"^\s*@*[^\x00-\x2c\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7f]+\s*$";

/// The schema of `orbit.yml`.
#[must_use]
pub fn studio() -> Value {
    let title = format!("Settings of a studio: {FILE}");
    let about = "What a studio has settled: its name, its people, its way of working.";
    whole("studio", &title, about, map(keys::STUDIO, value))
}

fn value(key: &str) -> Value {
    match key {
        "studio" => such_as(json!(["Northlight"]), text()),
        "workflow" => such_as(json!(["service", "product", "retainer"]), text()),
        "engagements" => such_as(
            json!([
                "engagements",
                ["EIPS/*.md"],
                ["backlog/**/*.md", "!**/readme.md"]
            ]),
            texts(),
        ),
        "clients" => json!({"type": "boolean"}),
        "stage_field" => such_as(json!(["stage", "status"]), text()),
        "people" => json!({
            "type": ["object", "null"],
            "propertyNames": {"pattern": HANDLE},
            "additionalProperties": map(keys::PERSON, person),
            "examples": [{"maya": {"name": "Maya Lindqvist", "email": "maya@northlight.example", "role": "lead"}}],
        }),
        "checks" => json!({
            "type": ["object", "null"],
            "properties": checks(),
            "additionalProperties": false,
            "examples": [{"promise-overdue": "error"}],
        }),
        "settings_by" => such_as(json!([["lead"]]), texts()),
        "site" => map(keys::SITE, site),
        _ => json!({}),
    }
}

fn person(key: &str) -> Value {
    match key {
        "name" => such_as(json!(["Maya Lindqvist"]), text()),
        "email" => such_as(
            json!([
                "maya@northlight.example",
                ["tom@northlight.example", "tom@home.example"]
            ]),
            texts(),
        ),
        "role" => such_as(json!(["lead", "delivery"]), text()),
        _ => json!({}),
    }
}

fn site(key: &str) -> Value {
    match key {
        "title" => such_as(json!(["Northlight engagements"]), text()),
        "repository" => json!({
            "type": ["string", "null"],
            "pattern": "^\\s*$|^\\s*https?://",
            "examples": ["https://git.example/studio"],
        }),
        "shared" => map(keys::SHARED, shared),
        "audiences" => json!({
            "type": ["object", "null"],
            "propertyNames": {"pattern": "^client:\\s*\\S"},
            "additionalProperties": map(keys::SHARED, shared),
            "examples": [{"client:acme": {"pages": ["promises"]}}],
        }),
        _ => json!({}),
    }
}

fn shared(key: &str) -> Value {
    let each = |words: Vec<String>| {
        json!({
            "anyOf": [
                {"enum": words},
                {"type": "array", "items": {"enum": words}},
                {"type": "null"},
                {"type": "string", "pattern": "^\\s*$"},
            ],
        })
    };
    match key {
        "title" => such_as(json!(["Your work with Northlight"]), text()),
        "fields" => such_as(json!([["success", "due"]]), texts()),
        "sections" => such_as(json!([["Scope", "Acceptance"]]), texts()),
        "attributes" => such_as(json!([["because"]]), texts()),
        "people" => json!({"type": "boolean"}),
        "marks" => each(
            Keyword::ALL
                .into_iter()
                .flat_map(|kind| [kind.word().to_owned(), format!("{kind}s")])
                .collect(),
        ),
        "pages" => each(SharedPage::ALL.map(|(name, _)| name.to_owned()).into()),
        _ => json!({}),
    }
}

/// Every code with what it finds.
fn checks() -> Map<String, Value> {
    let words = SEVERITIES.iter().map(|(word, _)| json!(word));
    // To a reader of YAML 1.1, as in many editors, `off` without quotes is `false`.
    let severities = Value::Array(words.chain([json!(false)]).collect());
    let severities = || json!({"enum": severities});
    RULES
        .iter()
        .map(|rule| (rule.code.to_owned(), told(rule.summary(), severities())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_says_what_stands_under_it() {
        for key in keys::STUDIO {
            assert_ne!(value(key.name), json!({}), "{}", key.name);
        }
        for key in keys::PERSON {
            assert_ne!(person(key.name), json!({}), "{}", key.name);
        }
        for key in keys::SITE {
            assert_ne!(site(key.name), json!({}), "{}", key.name);
        }
        for key in keys::SHARED {
            assert_ne!(shared(key.name), json!({}), "{}", key.name);
        }
    }
}
