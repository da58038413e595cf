//! A heading in the log that is no entry, because no day stands before it or its level is another.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Found, Rule, Run, Subject};
use crate::day::Day;
use crate::finding::Severity;
use crate::text::Heading;

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "entry-undated",
    page: include_str!("entry-undated.md"),
    severity: Severity::Warning,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let document = &subject.engagement.document;
    let Some(log) = document.log.section else {
        return;
    };
    for heading in &document.body.headings {
        let inside = heading.span.start > log.start && heading.span.start < log.end;
        let dated = begins_with_a_day(&heading.text);
        let (message, help) = match heading.level {
            3 if inside => {
                let entries = &document.log.entries;
                let entry = entries
                    .binary_search_by_key(&heading.span.start, |entry| entry.heading_span.start)
                    .ok()
                    .and_then(|at| entries.get(at));
                if entry.is_none_or(|entry| entry.day_span.is_some()) {
                    continue;
                }
                (
                    format!("`{}` is no entry: no day stands before it", heading.text),
                    format!("begin it with its day\n  ### {}", dated_title(heading)),
                )
            }
            4 if inside && dated => (
                format!("`{}` is no entry: it has four `#`", heading.text),
                format!("give it three\n  ### {}", heading.text),
            ),
            2 if heading.span.start > log.start && dated => (
                format!("`{}` ends the log: it has two `#`", heading.text),
                format!("give it three\n  ### {}", heading.text),
            ),
            _ => continue,
        };
        found.push(Found::new(heading.text_span, &heading.text, message, help));
    }
}

fn begins_with_a_day(title: &str) -> bool {
    title.get(..10).is_some_and(Day::looks_like)
        && !title
            .get(10..)
            .is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
}

/// The heading as an entry: its day first, where it holds one that can only be read in one way.
fn dated_title(heading: &Heading) -> String {
    let title = heading.text.trim();
    let Some((day, place)) = day_in(title) else {
        return format!("YYYY-MM-DD {title}").trim_end().to_owned();
    };
    let [before, behind] = [title.get(..place.start), title.get(place.end..)].map(|part| {
        let set_off = |c: char| c.is_whitespace() || ",;:()-–—|".contains(c);
        part.unwrap_or_default().trim_matches(set_off)
    });
    [&day.to_string(), before, behind]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The ways to write a day that name a year and leave no doubt which number is the month.
static WRITTEN: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        r"\b(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})\b",
        r"\b(?<day>\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?<name>[A-Za-z]{3,9})\.?,?\s+(?<year>\d{4})\b",
        r"\b(?<name>[A-Za-z]{3,9})\.?\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})\b",
    ]
    .iter()
    .filter_map(|pattern| Regex::new(pattern).ok())
    .collect()
});

/// The one day that a title names, and where.
fn day_in(title: &str) -> Option<(Day, std::ops::Range<usize>)> {
    let mut days = WRITTEN.iter().flat_map(|written| {
        written
            .captures_iter(title)
            .filter_map(|captures| Some((day_of(&captures)?, captures.get(0)?.range())))
    });
    let only = days.next()?;
    days.next().is_none().then_some(only)
}

fn day_of(captures: &Captures<'_>) -> Option<Day> {
    let number = |name: &str| captures.name(name)?.as_str().parse::<usize>().ok();
    let month = match captures.name("name") {
        Some(name) => {
            let name = name.as_str().to_lowercase();
            let at = MONTHS.iter().position(|month| name.starts_with(month))?;
            at + 1
        }
        None => number("month")?,
    };
    Day::parse(&format!(
        "{:04}-{month:02}-{:02}",
        number("year")?,
        number("day")?
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(title: &str) -> String {
        dated_title(&Heading {
            level: 3,
            text: title.to_owned(),
            text_span: Default::default(),
            span: Default::default(),
            below: 0,
        })
    }

    #[test]
    fn a_day_that_leaves_no_doubt_is_put_first() {
        for title in [
            "Call, 2 March 2026",
            "March 2nd, 2026: Call",
            "2026/3/2 Call",
            "Call (2026-03-02)",
        ] {
            assert_eq!(rewritten(title), "2026-03-02 Call", "{title}");
        }
        for title in [
            "Call, 2 March",
            "Call on 3/4/2026",
            "2026-03-02 to 2026-03-04 Call",
            "31 February 2026 Call",
        ] {
            assert_eq!(rewritten(title), format!("YYYY-MM-DD {title}"), "{title}");
        }
    }
}
