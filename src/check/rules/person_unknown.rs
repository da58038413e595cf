//! A handle that is none of the studio's people.

use std::collections::HashMap;

use super::{Found, Rule, Run, Subject};
use crate::finding::Severity;
use crate::model::field::FieldType;
use crate::model::marks::is_somebody;
use crate::model::person::bare;
use crate::model::words::{count, list, nearest};
use crate::model::{Engagement, People, Settings};
use crate::span::Span;

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "person-unknown",
    page: include_str!("person-unknown.md"),
    severity: Severity::Error,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let (engagement, settings) = (subject.engagement, subject.context.settings);
    let people = &settings.people;
    if people.is_empty() {
        return;
    }
    let mut unknown: Vec<(String, Span, usize)> = Vec::new();
    let mut at = HashMap::new();
    for (handle, span) in handles(engagement, settings) {
        // A placeholder such as `@tbd` is nobody, and whether somebody has to be there is a matter of other rules.
        if people.by_handle(handle).is_some() || !is_somebody(handle) {
            continue;
        }
        let handle = handle.to_lowercase();
        match at.get(&handle).and_then(|&at: &usize| unknown.get_mut(at)) {
            Some((_, _, times)) => *times += 1,
            None => {
                at.insert(handle.clone(), unknown.len());
                unknown.push((handle, span, 1));
            }
        }
    }
    for (handle, span, times) in unknown {
        let more = match times {
            1 => String::new(),
            more => format!(", here and in {} more", count(more - 1, "place")),
        };
        found.push(Found::new(
            span,
            &handle,
            format!("`@{handle}` is none of the studio's people{more}"),
            help(&handle, people),
        ));
    }
}

/// The front-matter keys that hold handles: those that the workflow types so, and `owner` and `team` where it types them in no other way.
fn keys<'a>(engagement: &Engagement, settings: &'a Settings) -> Vec<&'a str> {
    let workflow = engagement.workflow(settings);
    let typed = |key: &str| workflow.and_then(|workflow| workflow.field(key));
    let own = ["owner", "team"]
        .into_iter()
        .filter(|key| typed(key).is_none());
    let fields = workflow.into_iter().flat_map(|workflow| &workflow.fields);
    let people = fields
        .filter(|(_, kind)| matches!(kind, FieldType::Person | FieldType::People))
        .map(|(key, _)| key.as_str());
    own.chain(people).collect()
}

/// Where the engagement names one of the studio's people: handles and their places, the front-matter's first.
fn handles<'a>(engagement: &'a Engagement, settings: &Settings) -> Vec<(&'a str, Span)> {
    let mut handles = Vec::new();
    for key in keys(engagement, settings) {
        let Some(value) = engagement.value(key) else {
            continue;
        };
        let nodes = value.as_list().unwrap_or(std::slice::from_ref(value));
        handles.extend(nodes.iter().filter_map(|node| {
            // A name in full is somebody's who has no handle.
            let name = bare(node.as_str()?);
            (!name.is_empty() && !name.contains(char::is_whitespace)).then_some((name, node.span))
        }));
    }
    for entry in &engagement.document.log.entries {
        if let Some(author) = &entry.author {
            let heading = engagement.slice(entry.heading_span);
            let at = heading.rfind(author.as_str()).unwrap_or_default();
            let start = entry.heading_span.start + at;
            handles.push((author.as_str(), Span::new(start, start + author.len())));
        }
        for attribute in entry.marks.iter().flat_map(|mark| &mark.attributes) {
            if attribute.handle {
                handles.push((&attribute.value, attribute.value_span));
            }
        }
    }
    for handoff in engagement.handoffs(settings) {
        for name in ["from", "to"] {
            let Some(field) = handoff.entry.field(name) else {
                continue;
            };
            let written = field.value.split(|c: char| c.is_whitespace() || c == ',');
            handles.extend(
                written
                    .filter(|word| word.starts_with('@') && word.len() > 1)
                    .map(|word| (bare(word), field.value_span)),
            );
        }
    }
    handles
}

fn help(handle: &str, people: &People) -> String {
    let known: Vec<&str> = people.iter().map(|person| person.handle.as_str()).collect();
    let meant = match nearest(handle, known.iter().copied()) {
        Some(meant) => format!("did you mean `@{meant}`?"),
        None => format!("the people in `orbit.yml` are {}", list(&known)),
    };
    format!(
        "{meant}\nfor somebody of the client's or a supplier's, write their name without the `@`; for a new colleague, add them to `people` in the same commit"
    )
}
