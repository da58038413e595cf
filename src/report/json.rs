//! A report for programs. These structs are what other programs rely on; they change only with the contract.

use serde::Serialize;

use super::{Report, Summary};
use crate::finding::Finding;

#[derive(Serialize)]
struct Document<'a> {
    findings: Vec<Entry<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Entry<'a> {
    code: &'a str,
    severity: &'a str,
    engagement: Option<&'a str>,
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: &'a str,
    help: &'a str,
    need: Option<&'a str>,
    commit: Option<&'a str>,
}

/// The report as one JSON object, lines and columns from 1, columns in characters.
#[must_use]
pub fn render(report: &Report) -> String {
    document(&Document {
        findings: report
            .findings()
            .iter()
            .map(|finding| entry(report, finding))
            .collect(),
        summary: report.summary(),
    })
}

/// Any machine format's own struct as JSON text, indented, with a line feed at its end.
#[must_use]
pub fn document(value: &impl Serialize) -> String {
    // Only maps with keys that are no strings, and serializers that fail by themselves, cannot be written; no struct here has either.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

fn entry<'a>(report: &Report, finding: &'a Finding) -> Entry<'a> {
    let (start, end) = report.positions(finding);
    Entry {
        code: finding.code,
        severity: finding.severity.word(),
        engagement: finding.engagement.as_deref(),
        path: &finding.path,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        message: &finding.message,
        help: &finding.help,
        need: finding.need.as_deref(),
        commit: finding.commit.as_deref(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::finding;
    use super::*;
    use crate::span::Span;
    use snapbox::IntoData;

    #[test]
    fn members_stand_in_the_order_of_the_contract() {
        let mut unmet = finding(
            "engagements/acme/rebrand.md",
            Span::new(17, 22),
            "no `success`",
        );
        unmet.engagement = Some("acme/rebrand".into());
        unmet.need = Some("success".into());
        unmet.help = "say it\n  orbit waive".into();
        let report = Report::new(vec![unmet], 12, |_| {
            Some("---\ntitle: ü\nstage: scope\n---\n".into())
        });
        snapbox::assert_data_eq!(
            render(&report),
            snapbox::str![[r#"
{
  "findings": [
    {
      "code": "need-unmet",
      "severity": "error",
      "engagement": "acme/rebrand",
      "path": "engagements/acme/rebrand.md",
      "line": 3,
      "column": 4,
      "end_line": 3,
      "end_column": 9,
      "message": "no `success`",
      "help": "say it\n  orbit waive",
      "need": "success",
      "commit": null
    }
  ],
  "summary": {
    "engagements": 12,
    "errors": 1,
    "warnings": 0,
    "notes": 0
  }
}

"#]]
            .raw()
        );
    }

    #[test]
    fn a_file_whose_text_is_not_at_hand_is_named_by_its_first_line() {
        let report = Report::new(vec![finding("a.md", Span::new(4, 9), "x")], 1, |_| None);
        let value: serde_json::Value = serde_json::from_str(&render(&report)).expect("valid");
        let place = |member: &str| value["findings"][0][member].as_u64();
        assert_eq!((place("line"), place("column")), (Some(1), Some(1)));
        assert_eq!((place("end_line"), place("end_column")), (Some(1), Some(1)));
    }
}
