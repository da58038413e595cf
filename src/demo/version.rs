//! The text of an engagement's file after each step of its story, derived from the text in the end.

use super::edits::Edits;
use super::former::Part;
use super::steps::Deed;
use super::story::{Held, Story, outcome_names, sections, ticks};
use crate::day::Day;
use crate::span::Span;
use crate::text::yaml::{Node, Pair};
use crate::text::{Document, Entry, Mark};

/// The file after step `at`.
pub(super) fn version(story: &Story, at: usize) -> String {
    let document = &story.end.document;
    let mut edits = Edits::new(&document.text);
    front_matter(story, at, &mut edits);
    let day = story.steps.get(at).map(|step| step.day);
    for (title, whole, content) in sections(document) {
        match story.part(&Part::Section(title), at) {
            Held::Nothing => edits.cut(whole),
            Held::Former(was) => {
                let former = Document::parse(was.as_bytes());
                let mut inner = Edits::new(&former.text);
                untick(&former, former.body.span, day, &mut inner);
                edits.replace(content, format!("\n{}\n", inner.apply()));
            }
            Held::Final => untick(document, content, day, &mut edits),
        }
    }
    for (index, entry) in story.entries().iter().enumerate() {
        if story.is_done(&Deed::Entry(index), at) {
            open(story, index, entry, at, &mut edits);
        } else {
            edits.cut(entry.span);
        }
    }
    edits.apply()
}

fn front_matter(story: &Story, at: usize, edits: &mut Edits<'_>) {
    for pair in &story.end.document.front_matter.pairs {
        let value = pair.value.span;
        match pair.key.as_str() {
            "stage" => {
                edits.replace(value, story.stage(at));
                continue;
            }
            "owner" => {
                edits.replace(value, story.owner(at));
                continue;
            }
            _ => {}
        }
        match story.part(&Part::Field(pair.key.clone()), at) {
            Held::Nothing => edits.cut_lines(Span::new(
                pair.key_span.start,
                value.end.max(pair.key_span.end),
            )),
            Held::Former(was) => edits.replace(value, was.trim()),
            Held::Final => people(story, at, pair, edits),
        }
    }
}

/// Leaves out of the lists of people whom nobody has met yet: the log does not name them so far. The first is there from the beginning.
fn people(story: &Story, at: usize, pair: &Pair, edits: &mut Edits<'_>) {
    let items = pair.value.as_list().unwrap_or_default();
    let text = |node: &Node| node.as_str().unwrap_or_default().to_owned();
    match pair.key.as_str() {
        "client_people" => {
            for item in items.iter().skip(1) {
                let person = text(item);
                let name = person.split(',').next().unwrap_or_default();
                if !story.names(name, at) && story.names(name, usize::MAX) {
                    edits.cut_lines(item.span);
                }
            }
        }
        "team" => {
            let team: Vec<String> = items.iter().map(text).collect();
            let known: Vec<&str> = team
                .iter()
                .map(String::as_str)
                .filter(|handle| story.is_part_of_it(handle, at))
                .collect();
            if known.len() < team.len() {
                edits.replace(pair.value.span, format!("[{}]", known.join(", ")));
            }
        }
        _ => {}
    }
}

/// Empties the boxes that were ticked later.
fn untick(document: &Document, span: Span, day: Option<Day>, edits: &mut Edits<'_>) {
    for (ticked, on) in ticks(document, span) {
        if day.is_none_or(|day| on > day) {
            edits.replace(ticked, "[ ]");
        }
    }
}

/// Takes out of an entry what came to it later.
fn open(story: &Story, index: usize, entry: &Entry, at: usize, edits: &mut Edits<'_>) {
    if let Some(accepted) = entry.field("accepted")
        && !story.is_done(&Deed::Accepted(index), at)
    {
        edits.cut_lines(accepted.value_span);
    }
    for (number, mark) in entry.marks.iter().enumerate() {
        if story.is_settled(index, number) && !story.is_done(&Deed::Settled(index, number), at) {
            unsettle(mark, edits);
        }
    }
}

/// Empties a mark's box and takes its outcome out.
fn unsettle(mark: &Mark, edits: &mut Edits<'_>) {
    if let Some(ticked) = mark.box_span {
        edits.replace(ticked, "[ ]");
    }
    let later = outcome_names(mark.keyword);
    let mut before: Option<Span> = None;
    let inline = || {
        let attributes = mark.attributes.iter();
        attributes.filter(|attribute| mark.line_span.contains(attribute.span))
    };
    if inline().all(|attribute| later.contains(&attribute.name.as_str()))
        && let Some(last) = inline().map(|attribute| attribute.span.end).max()
    {
        // Nothing else stands between the parentheses.
        edits.cut(Span::new(mark.text_span.end, last + 1));
    }
    for attribute in &mark.attributes {
        let outcome = later.contains(&attribute.name.as_str());
        if !mark.line_span.contains(attribute.span) {
            if outcome {
                edits.cut_lines(attribute.span);
            }
            continue;
        }
        if outcome && let Some(before) = before {
            edits.cut(Span::new(before.end, attribute.span.end));
        }
        before = Some(attribute.span);
    }
}
