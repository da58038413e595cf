//! A report as the workflow commands that GitHub shows as annotations, a line each.

use std::fmt::Write as _;

use super::Report;
use crate::finding::Severity;

/// The report, one annotation a line.
#[must_use]
pub fn render(report: &Report) -> String {
    let mut text = String::new();
    for finding in report.findings() {
        let (start, end) = report.positions(finding);
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let message = if finding.help.is_empty() {
            finding.message.clone()
        } else {
            format!("{}\n\n{}", finding.message, finding.help)
        };
        // An end column counts only within one line.
        let columns = if start.line == end.line {
            format!(",col={},endColumn={}", start.column, end.column)
        } else {
            String::new()
        };
        let _ = writeln!(
            text,
            "::{command} file={},line={},endLine={}{columns},title={}::{}",
            property(&finding.path),
            start.line,
            end.line,
            property(finding.code),
            data(&message)
        );
    }
    text
}

fn data(text: &str) -> String {
    let shown: String = text
        .chars()
        .map(|c| {
            if c.is_control() && c != '\n' {
                char::REPLACEMENT_CHARACTER
            } else {
                c
            }
        })
        .collect();
    shown
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::tests::finding;
    use super::*;
    use crate::span::Span;

    #[test]
    fn nothing_in_a_studio_can_end_an_annotation_or_begin_another() {
        let report = Report::new(
            vec![finding("a,b:c.md", Span::new(0, 1), "100 %\n::error::x")],
            1,
            |_| Some("a\n".into()),
        );
        assert_eq!(
            render(&report),
            "::error file=a%2Cb%3Ac.md,line=1,endLine=1,col=1,endColumn=2,title=need-unmet::100 %25%0A::error::x\n"
        );
    }
}
