//! A report as SARIF 2.1.0, for code hosts and editors. The shape follows the OASIS standard; columns count characters, as everywhere in Orbit.

use serde::Serialize;

use super::{Report, json};
use crate::check::RULES;
use crate::finding::{Finding, Severity};

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Outcome<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Text<'static>,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Text<'a> {
    text: &'a str,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Properties<'a>>,
}

#[derive(Serialize)]
struct Properties<'a> {
    commit: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: Physical,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

/// The report as one SARIF log with one run.
#[must_use]
pub fn render(report: &Report) -> String {
    json::document(&Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "orbit",
                    version: env!("CARGO_PKG_VERSION"),
                    rules: descriptors(),
                },
            },
            column_kind: "unicodeCodePoints",
            results: report
                .findings()
                .iter()
                .map(|finding| outcome(report, finding))
                .collect(),
        }],
    })
}

fn descriptors() -> Vec<Descriptor> {
    RULES
        .iter()
        .map(|rule| Descriptor {
            id: rule.code,
            short_description: Text {
                text: rule.summary(),
            },
            help: Help {
                text: rule.page,
                markdown: rule.page,
            },
            default_configuration: Configuration {
                level: level(rule.severity),
            },
        })
        .collect()
}

fn outcome<'a>(report: &Report, finding: &'a Finding) -> Outcome<'a> {
    let (start, end) = report.positions(finding);
    let text = if finding.help.is_empty() {
        finding.message.clone()
    } else {
        format!("{}\n\n{}", finding.message, finding.help)
    };
    Outcome {
        rule_id: finding.code,
        rule_index: RULES.iter().position(|rule| rule.code == finding.code),
        level: level(finding.severity),
        message: Message { text },
        locations: [Location {
            physical_location: Physical {
                artifact_location: Artifact {
                    uri: encoded(&finding.path),
                    uri_base_id: "%SRCROOT%",
                },
                region: Region {
                    start_line: start.line,
                    start_column: start.column,
                    end_line: end.line,
                    end_column: end.column,
                },
            },
        }],
        properties: finding
            .commit
            .as_deref()
            .map(|commit| Properties { commit }),
    }
}

const fn level(severity: Severity) -> &'static str {
    severity.word()
}

/// A path as a relative URI.
fn encoded(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::super::tests::finding;
    use super::*;
    use crate::span::Span;

    #[test]
    fn a_finding_is_a_result_with_its_rule_and_place() {
        let report = Report::new(
            vec![finding("engagements/a b.md", Span::new(2, 3), "x")],
            1,
            |_| Some("a\nü\n".into()),
        );
        let log: serde_json::Value = serde_json::from_str(&render(&report)).expect("JSON");
        let run = &log["runs"][0];
        assert_eq!(run["results"][0]["ruleId"], "need-unmet");
        let index = run["results"][0]["ruleIndex"]
            .as_u64()
            .and_then(|index| usize::try_from(index).ok())
            .expect("an index");
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "need-unmet");
        let place = &run["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "engagements/a%20b.md");
        assert_eq!(place["region"]["startLine"], 2);
    }
}
