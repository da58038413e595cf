//! A day that does not exist, is not written in a way that Orbit reads, or is still to come where it says that something was done.

use super::{Found, Rule, Run, Subject};
use crate::day::Day;
use crate::finding::Severity;
use crate::model::Engagement;
use crate::model::need::NeedKind;
use crate::span::Span;
use crate::text::mark::Attribute;
use crate::text::{Keyword, Mark};

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "date-invalid",
    page: include_str!("date-invalid.md"),
    severity: Severity::Error,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let engagement = subject.engagement;
    for entry in &engagement.document.log.entries {
        if let Some(span) = entry.day_span.filter(|_| entry.day.is_none()) {
            found.push(not_a_day(span, "entry", engagement.slice(span)));
        }
        for mark in &entry.marks {
            let wrong = mark.attributes.iter().filter(|attribute| {
                takes_a_day(mark, attribute) && Day::leading(&attribute.value).is_none()
            });
            found.extend(wrong.map(|attribute| {
                not_a_day(attribute.value_span, &attribute.name, &attribute.value)
            }));
            let done = mark.attributes.iter().filter(|attribute| {
                takes_a_day(mark, attribute) && is_of_the_past(&attribute.name)
            });
            found.extend(done.filter_map(|attribute| {
                to_come(
                    subject,
                    attribute.value_span,
                    &attribute.name,
                    &attribute.value,
                )
            }));
        }
    }
    for handoff in engagement.handoffs(subject.context.settings) {
        let accepted = handoff.entry.field("accepted");
        let Some(field) = accepted.filter(|field| !field.value.is_empty()) else {
            continue;
        };
        if Day::leading(&field.value).is_none() {
            found.push(not_a_day(field.value_span, "accepted", &field.value));
        }
        found.extend(to_come(subject, field.value_span, "accepted", &field.value));
    }
    for pair in &engagement.document.front_matter.pairs {
        let wrong = pair.value.as_str().map(str::trim).filter(|text| {
            Day::looks_like(text) && Day::parse(text).is_none() && !is_typed(subject, &pair.key)
        });
        found.extend(wrong.map(|text| not_a_day(pair.value.span, &pair.key, text)));
    }
}

/// Whether this attribute of this mark holds a day, and was meant to. Other marks may use the same word for something else.
fn takes_a_day(mark: &Mark, attribute: &Attribute) -> bool {
    let name = attribute.name.as_str();
    let value = attribute.value.as_str();
    match mark.keyword {
        // Words alone, such as `due when the panels are ordered`, are no slip.
        Keyword::Promise | Keyword::Question if name == "due" => {
            value.contains(|c: char| c.is_ascii_digit())
        }
        Keyword::Promise => matches!(name, "kept" | "released" | "broken") && !value.is_empty(),
        Keyword::Question => name == "answered" && !value.is_empty(),
        Keyword::Decision => matches!(name, "review" | "resulted") && !value.is_empty(),
        Keyword::Risk => name == "closed" && !value.is_empty(),
        Keyword::Waiver => name == "until" && !value.is_empty(),
        _ => false,
    }
}

/// Whether an attribute says on which day something was done, and not when it is to be.
fn is_of_the_past(name: &str) -> bool {
    !matches!(name, "due" | "review" | "until")
}

/// Something done on a day that is still to come.
fn to_come(subject: &Subject<'_>, span: Span, what: &str, written: &str) -> Option<Found> {
    let day = Day::leading(written).filter(|day| *day > subject.context.day)?;
    let found = Found::new(
        span,
        format!("{what} {written}"),
        format!("`{what}` says `{day}`, a day that is still to come"),
        "write the day on which it was done",
    );
    Some(found.severity(Severity::Warning))
}

/// Whether the workflow or a need of the stage says what type the field has, and so judges its value.
fn is_typed(subject: &Subject<'_>, key: &str) -> bool {
    let settings = subject.context.settings;
    let engagement: &Engagement = subject.engagement;
    let by_need = engagement.stage(settings).is_some_and(|stage| {
        stage.needs.iter().any(|need| {
            matches!(&need.kind, NeedKind::Field { name, r#type: Some(_), .. } if name == key)
        })
    });
    by_need
        || engagement
            .workflow(settings)
            .is_some_and(|workflow| workflow.field(key).is_some())
}

fn not_a_day(span: Span, what: &str, written: &str) -> Found {
    let first = written.split_whitespace().next().unwrap_or_default();
    let first = first.trim_end_matches([',', ';', '.', ':']);
    let message = if Day::looks_like(first) {
        format!("no calendar has the day `{first}`")
    } else {
        format!("`{what}` says `{written}`, which is not written as a day")
    };
    Found::new(
        span,
        format!("{what} {written}"),
        message,
        "find out which day was meant and write it as YYYY-MM-DD",
    )
}
