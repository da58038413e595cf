//! A report for people: each finding with its line of the file, underlined, and what to do about it.
//! The only file that names the library that draws this, and the one place where spans are brought inside their text,
//! because that library panics on any other.

use annotate_snippets::renderer::{DEFAULT_TERM_WIDTH, Renderer};
use annotate_snippets::{AnnotationKind, Element, Level, Origin, Padding, Snippet};

use super::terminal::{escape, escape_line, wrap};
use super::{Report, Summary, counted};
use crate::finding::{Finding, Severity};
use crate::span::{Span, floor_boundary};

/// The mark at the start of some files, which is no character of theirs.
const BYTE_ORDER_MARK: char = '\u{feff}';
/// How many characters of a line are shown after what is underlined. What stands before it is cut by the library, which counts columns in it.
const AFTER: usize = 60;
/// How many characters of what is underlined are shown.
const UNDERLINED: usize = 100;
/// Where the help's prose is broken.
const HELP_WIDTH: usize = 96;

/// The report as text with ANSI styles; whoever prints it takes them out where they are not wanted. `quiet` leaves only the errors.
#[must_use]
pub fn render(report: &Report, quiet: bool) -> String {
    let renderer = Renderer::styled().term_width(DEFAULT_TERM_WIDTH);
    let mut text = String::new();
    let mut commit = None;
    for finding in report.findings() {
        if quiet && finding.severity != Severity::Error {
            continue;
        }
        if finding.commit.is_some() && finding.commit != commit {
            commit.clone_from(&finding.commit);
            let id = commit.as_deref().unwrap_or_default();
            text.push_str(&format!("in commit {}\n\n", escape_line(short(id))));
        }
        text.push_str(&diagnostic(&renderer, report, finding));
        text.push_str("\n\n");
    }
    if !quiet {
        text.push_str(&summary(report.summary()));
        text.push('\n');
    }
    text
}

/// The last line: `1 error, 2 warnings in 12 engagements`, or `12 engagements, nothing missing`.
#[must_use]
pub fn summary(numbers: Summary) -> String {
    let parts: Vec<_> = [
        (numbers.errors, "error"),
        (numbers.warnings, "warning"),
        (numbers.notes, "note"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, noun)| counted(number, noun))
    .collect();
    let engagements = counted(numbers.engagements, "engagement");
    match (parts.is_empty(), numbers.known) {
        (true, 0) => format!("{engagements}, nothing missing"),
        (true, known) => format!("{engagements}, nothing new; {known} known"),
        (false, 0) => format!("{} in {engagements}", parts.join(", ")),
        (false, known) => format!("{} in {engagements}; {known} known", parts.join(", ")),
    }
}

fn short(commit: &str) -> &str {
    commit.get(..12).unwrap_or(commit)
}

fn diagnostic(renderer: &Renderer, report: &Report, finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let (start, _) = report.positions(finding);
    let path = escape_line(&finding.path);
    let excerpt = report
        .text(finding)
        .and_then(|text| Excerpt::of(text, finding.span));
    let place: Element<'_> = match excerpt {
        Some(excerpt) => Snippet::source(excerpt.line)
            .path(path)
            .line_start(start.line)
            .annotation(AnnotationKind::Primary.span(excerpt.underlined.range()))
            .into(),
        None => Origin::path(path)
            .line(start.line)
            .char_column(start.column)
            .into(),
    };
    let mut elements = vec![place];
    if !finding.help.trim().is_empty() {
        let help = wrap(finding.help.trim_end(), HELP_WIDTH);
        elements.push(Padding.into());
        elements.push(Level::HELP.message(escape(&help).into_owned()).into());
    }
    let message = escape_line(&finding.message).into_owned();
    let title = level.primary_title(message).id(finding.code);
    renderer.render(&[title.elements(elements)])
}

/// One line of a file, fit to be drawn: escaped, cut where it is long, with the range to underline.
struct Excerpt {
    line: String,
    underlined: Span,
}

impl Excerpt {
    /// The line on which `span` begins. A span that goes on over the line's end is underlined up to it; one past the end of the text, or
    /// inside a character, is moved to the nearest boundary before. Nothing for a text without characters.
    fn of(text: &str, span: Span) -> Option<Self> {
        if text.trim_start_matches(BYTE_ORDER_MARK).is_empty() {
            return None;
        }
        let first = text.len() - text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text).len();
        let from = floor_boundary(text, span.start).max(first);
        let to = floor_boundary(text, span.end).max(from);
        let (before, rest) = text.split_at_checked(from)?;
        let begin = before.rfind('\n').map_or(first, |at| at + 1);
        let head = before.get(begin..)?;
        let rest = rest.split('\n').next()?.trim_end_matches('\r');
        let (body, tail) = rest.split_at_checked(floor_boundary(rest, to - from))?;
        let (head, body) = (escape(head).into_owned(), keep_start(body, UNDERLINED));
        let tail = keep_start(tail, AFTER);
        let underlined = Span::new(head.len(), head.len() + body.len());
        let line = head + &body + &tail;
        Some(Self { line, underlined })
    }
}

/// The first `limit` characters, escaped, with an ellipsis for the others.
fn keep_start(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((at, _)) => escape(text.get(..at).unwrap_or_default()).into_owned() + "…",
        None => escape(text).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::finding;
    use super::*;

    fn plain(report: &Report, quiet: bool) -> String {
        anstream::adapter::strip_str(&render(report, quiet)).to_string()
    }

    fn one(text: &str, span: Span) -> String {
        let text = text.to_owned();
        let found = finding("engagements/acme/rebrand.md", span, "the stage is wrong");
        plain(&Report::new(vec![found], 1, |_| Some(text.clone())), true)
    }

    #[test]
    fn a_finding_shows_its_line_and_what_to_do() {
        let mut found = finding(
            "engagements/acme/rebrand.md",
            Span::new(21, 26),
            "`success` is missing",
        );
        found.help = "say what success is\n> Nobody can finish what nobody defined.\nor waive it:\n  orbit waive acme/rebrand success".into();
        let report = Report::new(vec![found], 12, |_| {
            Some("---\ntitle: Fa\nstage: scope\n---\n".into())
        });
        snapbox::assert_data_eq!(
            plain(&report, false),
            snapbox::str![[r#"
error[need-unmet]: `success` is missing
 --> engagements/acme/rebrand.md:3:8
  |
3 | stage: scope
  |        ^^^^^
  |
  = help: say what success is
          > Nobody can finish what nobody defined.
          or waive it:
            orbit waive acme/rebrand success

1 error in 12 engagements

"#]]
        );
    }

    #[test]
    fn a_span_past_the_end_is_brought_to_the_end() {
        snapbox::assert_data_eq!(
            one("stage: scope", Span::new(99, 120)),
            snapbox::str![[r#"
error[need-unmet]: the stage is wrong
 --> engagements/acme/rebrand.md:1:13
  |
1 | stage: scope
  |             ^


"#]]
        );
    }

    #[test]
    fn a_span_over_many_lines_is_underlined_on_its_first() {
        snapbox::assert_data_eq!(
            one("one\r\ntwo\r\nthree\r\n", Span::new(5, 14)),
            snapbox::str![[r#"
error[need-unmet]: the stage is wrong
 --> engagements/acme/rebrand.md:2:1
  |
2 | two
  | ^^^


"#]]
        );
    }

    #[test]
    fn tabs_and_wide_characters_are_underlined_in_full() {
        snapbox::assert_data_eq!(
            one("\t- 日本: stage\n", Span::new(3, 9)),
            snapbox::str![[r#"
error[need-unmet]: the stage is wrong
 --> engagements/acme/rebrand.md:1:4
  |
1 |     - 日本: stage
  |       ^^^^


"#]]
        );
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        snapbox::assert_data_eq!(
            one("\u{feff}stage: x\n", Span::new(3, 8)),
            snapbox::str![[r#"
error[need-unmet]: the stage is wrong
 --> engagements/acme/rebrand.md:1:1
  |
1 | stage: x
  | ^^^^^


"#]]
        );
    }

    #[test]
    fn a_long_line_is_cut_around_what_is_underlined() {
        let text = format!("{}WORD{}", "a".repeat(500), "b".repeat(500));
        snapbox::assert_data_eq!(
            one(&text, Span::new(500, 504)),
            snapbox::str![[r#"
error[need-unmet]: the stage is wrong
 --> engagements/acme/rebrand.md:1:501
  |
1 | ...aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaWORDbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…
  |                                                                   ^^^^


"#]]
        );
    }

    #[test]
    fn an_empty_file_is_named_without_a_line() {
        snapbox::assert_data_eq!(
            one("", Span::new(0, 7)),
            snapbox::str![[r#"
error[need-unmet]: the stage is wrong
--> engagements/acme/rebrand.md:1:1


"#]]
        );
    }

    #[test]
    fn no_escape_sequence_of_a_file_reaches_the_terminal() {
        let evil = "a\u{1b}[2Jb\u{7}\u{202e}";
        let mut found = finding(evil, Span::new(0, 3), evil);
        found.help = evil.into();
        found.commit = Some(evil.into());
        let text = plain(&Report::new(vec![found], 1, |_| Some(evil.into())), false);
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{text}");
        assert!(text.contains("a␛[2Jb"), "{text}");
    }

    #[test]
    fn the_summary_counts_in_words() {
        let numbers = |errors, warnings, notes, engagements| {
            summary(Summary {
                engagements,
                errors,
                warnings,
                notes,
                known: 0,
            })
        };
        assert_eq!(
            numbers(1, 2, 0, 12),
            "1 error, 2 warnings in 12 engagements"
        );
        assert_eq!(numbers(0, 0, 1, 1), "1 note in 1 engagement");
        assert_eq!(numbers(0, 0, 0, 12), "12 engagements, nothing missing");
        assert_eq!(numbers(0, 0, 0, 1), "1 engagement, nothing missing");
        let known = Summary {
            engagements: 900,
            errors: 0,
            warnings: 0,
            notes: 0,
            known: 31,
        };
        assert_eq!(summary(known), "900 engagements, nothing new; 31 known");
    }

    #[test]
    fn quiet_leaves_only_the_errors() {
        let mut warning = finding("a.md", Span::at(0), "warned");
        warning.severity = Severity::Warning;
        let report = Report::new(vec![warning], 1, |_| None);
        assert_eq!(plain(&report, true), "");
    }

    #[test]
    fn a_line_of_many_characters_is_drawn_short() {
        let text = "x".repeat(200_000);
        assert!(one(&text, Span::new(150_000, 200_000)).len() < 1_000);
    }

    proptest::proptest! {
        #[test]
        fn no_text_and_no_span_make_it_panic(
            text in "[ -~\\n\\r\\t\\x00\\x1b\u{feff}äß日\u{301}👩\u{200d}]{0,60}",
            start in 0_usize..200,
            length in 0_usize..200,
        ) {
            let drawn = one(&text, Span::new(start, start + length));
            proptest::prop_assert!(drawn.contains("the stage is wrong"));
            proptest::prop_assert!(!drawn.contains('\u{1b}'), "{}", drawn);
        }
    }
}
