//! A report as JUnit's XML, which most CI servers read: a suite, a case for each finding, an error being a failure.

use std::fmt::Write as _;

use super::Report;
use crate::finding::Severity;

/// The report; with nothing found, one case that passes.
#[must_use]
pub fn render(report: &Report) -> String {
    let summary = report.summary();
    let tests = report.findings().len().max(1);
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        text,
        "<testsuites name=\"orbit\" tests=\"{tests}\" failures=\"{}\" errors=\"0\">",
        summary.errors
    );
    let _ = writeln!(
        text,
        "  <testsuite name=\"orbit check\" tests=\"{tests}\" failures=\"{}\" errors=\"0\" skipped=\"0\">",
        summary.errors
    );
    if report.findings().is_empty() {
        text.push_str("    <testcase classname=\"orbit\" name=\"check\"/>\n");
    }
    for finding in report.findings() {
        let (start, _) = report.positions(finding);
        let place = format!("{}:{}:{}", finding.path, start.line, start.column);
        let commit = finding
            .commit
            .as_ref()
            .map_or_else(String::new, |commit| format!(" in {commit}"));
        let _ = writeln!(
            text,
            "    <testcase classname=\"{}\" name=\"{}\">",
            escaped(&finding.path),
            escaped(&format!("{} at {place}{commit}", finding.code))
        );
        let body = escaped(&format!(
            "{place}{commit}\n{}\n\n{}",
            finding.message, finding.help
        ));
        let _ = match finding.severity {
            Severity::Error => {
                writeln!(
                    text,
                    "      <failure message=\"{}\" type=\"{}\">{body}</failure>",
                    escaped(&finding.message),
                    finding.code
                )
            }
            _ => writeln!(
                text,
                "      <system-out>{}: {body}</system-out>",
                finding.severity
            ),
        };
        text.push_str("    </testcase>\n");
    }
    text.push_str("  </testsuite>\n</testsuites>\n");
    text
}

/// Text for XML: its signs escaped, characters that XML cannot hold replaced.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push_str("&#10;"),
            '\t' => safe.push_str("&#9;"),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {
                safe.push('\u{fffd}')
            }
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::super::tests::finding;
    use super::*;
    use crate::span::Span;

    #[test]
    fn text_that_xml_cannot_hold_is_made_safe() {
        let report = Report::new(
            vec![finding("a.md", Span::new(0, 1), "<b>\u{1b}&\"")],
            1,
            |_| None,
        );
        let text = render(&report);
        assert!(
            text.contains("message=\"&lt;b&gt;\u{fffd}&amp;&quot;\""),
            "{text}"
        );
        assert!(text.contains("failures=\"1\""), "{text}");
    }

    #[test]
    fn nothing_found_is_one_case_that_passes() {
        assert!(render(&Report::default()).contains("tests=\"1\" failures=\"0\""));
    }
}
