//! A report as JUnit's XML, which most CI servers read: a suite, a case for each finding, an error being a failure.

use std::fmt::Write as _;

use super::Report;
use crate::day::Day;
use crate::finding::Severity;

/// The report of a day; with nothing found, one case that passes. What is no error passes too, and is told in the suite's output.
///
/// Everything is there that the schemas of Ant and of Jenkins ask for, and nothing that either of them does not know.
#[must_use]
pub fn render(report: &Report, day: Day) -> String {
    let failures = report.summary().errors;
    let tests = report.findings().len().max(1);
    let version = env!("CARGO_PKG_VERSION");
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    let _ = writeln!(
        text,
        "  <testsuite package=\"orbit\" id=\"0\" name=\"orbit check\" timestamp=\"{day}T00:00:00\" hostname=\"localhost\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" time=\"0\">\n    <properties>\n      <property name=\"orbit\" value=\"{version}\"/>\n    </properties>"
    );
    if report.findings().is_empty() {
        text.push_str("    <testcase classname=\"orbit\" name=\"check\" time=\"0\"/>\n");
    }
    let mut told = String::new();
    for finding in report.findings() {
        let (start, _) = report.positions(finding);
        let place = format!("{}:{}:{}", finding.path, start.line, start.column);
        let commit = finding
            .commit
            .as_ref()
            .map_or_else(String::new, |commit| format!(" in {commit}"));
        let _ = write!(
            text,
            "    <testcase classname=\"{}\" name=\"{}\" time=\"0\"",
            escaped(&finding.path),
            escaped(&format!("{} at {place}{commit}", finding.code))
        );
        let body = format!("{place}{commit}\n{}\n\n{}", finding.message, finding.help);
        if finding.severity == Severity::Error {
            let _ = writeln!(
                text,
                ">\n      <failure message=\"{}\" type=\"{}\">{}</failure>\n    </testcase>",
                escaped(&finding.message),
                finding.code,
                escaped(&body)
            );
        } else {
            text.push_str("/>\n");
            let (severity, code) = (finding.severity, finding.code);
            let _ = writeln!(told, "{severity}[{code}] {}\n", body.trim_end());
        }
    }
    let _ = writeln!(
        text,
        "    <system-out>{}</system-out>\n    <system-err/>",
        escaped(&told)
    );
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

    fn day() -> Day {
        Day::parse("2026-03-20").expect("a day")
    }

    #[test]
    fn text_that_xml_cannot_hold_is_made_safe() {
        let report = Report::new(
            vec![finding("a.md", Span::new(0, 1), "<b>\u{1b}&\"")],
            1,
            |_| None,
        );
        let text = render(&report, day());
        assert!(
            text.contains("message=\"&lt;b&gt;\u{fffd}&amp;&quot;\""),
            "{text}"
        );
        assert!(text.contains("failures=\"1\""), "{text}");
    }

    #[test]
    fn nothing_found_is_one_case_that_passes() {
        assert!(render(&Report::default(), day()).contains("tests=\"1\" failures=\"0\""));
    }
}
