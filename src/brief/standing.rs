//! Where an engagement stands, what success is, and what the next move still needs.

use super::Inputs;
use super::item::{Item, Part, cut, of_entry, source};
use crate::check::lack;
use crate::model::handoff::Between;
use crate::model::{Handoff, Need, Stage, StageKind, standard};
use crate::text::Document;
use crate::text::placeholder::is_placeholder;
use crate::text::yaml::Node;

/// At most so many words of a standard, of an answer, of a section.
const STANDARD: usize = 40;
const ANSWER: usize = 45;
const SECTION: usize = 50;

pub(super) fn items(inputs: &Inputs<'_>) -> Vec<Item> {
    let mut items = facts(inputs);
    items.extend(background(inputs));
    items.extend(handoff(inputs));
    items.extend(sections(inputs));
    items.extend(asked(inputs));
    items
}

/// What is said in a line each, always.
fn facts(inputs: &Inputs<'_>) -> Vec<Item> {
    let engagement = inputs.engagement;
    let stage = engagement.stage(inputs.settings);
    let mut items = Vec::new();
    let title = match (stage, engagement.stage.as_deref()) {
        (Some(stage), _) => stage.title.clone(),
        (None, Some(written)) => format!("{written} (no stage of its workflow)"),
        (None, None) => "in no stage".to_owned(),
    };
    let since = inputs.past.since.map_or_else(String::new, |since| {
        let days = usize::try_from(inputs.context.day.days_since(since)).unwrap_or(0);
        format!(
            ", since {since} ({})",
            crate::model::words::count(days, "day")
        )
    });
    let has = engagement.owner().map_or_else(
        || ", nobody has it".to_owned(),
        |owner| format!(", with @{owner}"),
    );
    let mut line = format!("{title}{since}{has}");
    for key in ["due", "wake", "value"] {
        if let Some(value) = engagement.text_of(key) {
            line.push_str(&format!(", {key} {value}"));
        }
    }
    items.push(Item::always(Part::Standing, "fact", line).from(source(
        engagement,
        engagement.stage_span(),
        false,
    )));
    if let Some(success) = engagement
        .text_of("success")
        .filter(|text| !is_placeholder(text))
    {
        let item = Item::always(Part::Standing, "fact", format!("Success: {success}"));
        items.push(match engagement.field_span("success") {
            Some(span) => item.from(source(engagement, span, false)),
            None => item,
        });
    }
    items
}

/// Where it comes from: for somebody who has never touched it, first of all.
pub(super) fn background(inputs: &Inputs<'_>) -> Vec<Item> {
    let engagement = inputs.engagement;
    let new = inputs.reader.is_new(inputs);
    let mut items = Vec::new();
    let people = engagement
        .value("client_people")
        .map(Node::texts)
        .unwrap_or_default();
    if !people.is_empty() {
        let item = Item::scored(
            Part::Standing,
            "fact",
            format!("Their people: {}", people.join("; ")),
            if new { 0.86 } else { 0.5 },
        )
        .because(if new {
            "you have not worked with them here"
        } else {
            "whom it is for"
        });
        items.push(match engagement.field_span("client_people") {
            Some(span) => item.from(source(engagement, span, false)),
            None => item,
        });
    }
    let moves = &inputs.past.moves;
    if new && let Some((began, day)) = &inputs.past.began {
        let mut way = began.clone();
        if let Some(day) = day {
            way.push_str(&format!(" {day}"));
        }
        // A long way is told by its ends.
        let skipped = moves.len().saturating_sub(6);
        if skipped > 0 {
            way.push_str(&format!(", {skipped} moves"));
        }
        for (_, to, day) in moves.iter().skip(skipped) {
            way.push_str(&format!(", {to}"));
            if let Some(day) = day {
                way.push_str(&format!(" {day}"));
            }
        }
        items.push(
            Item::scored(
                Part::Standing,
                "history",
                format!("The way so far: {way}"),
                0.8,
            )
            .because("where it comes from"),
        );
    }
    if let Some((path, document)) = inputs.client {
        let text = document
            .text
            .get(document.body.span.range())
            .map(|_| document.body.prose_text(&document.text, document.body.span))
            .unwrap_or_default();
        if !text.is_empty() && !is_placeholder(&text) {
            let mut item = Item::scored(
                Part::Further,
                "client",
                cut(&text, SECTION),
                if new { 0.78 } else { 0.45 },
            )
            .because("true of the client as a whole");
            item.source = Some(super::Source {
                engagement: None,
                path: path.to_owned(),
                line: 1,
                entry: None,
                day: None,
                commit: None,
            });
            items.push(item);
        }
    }
    items
}

/// The answers of the newest handoff: what the one who had it before wanted known.
fn handoff(inputs: &Inputs<'_>) -> Vec<Item> {
    let engagement = inputs.engagement;
    let stage = engagement.stage.as_deref();
    let newest = engagement.newest_handoff(inputs.settings, |handoff| match &handoff.between {
        Between::Stages(_, to) => Some(to.as_str()) == stage,
        Between::People(..) => true,
        Between::Neither(..) => false,
    });
    let Some(handoff) = newest else {
        return Vec::new();
    };
    let to_reader = match (inputs.reader.handle(), handoff.receiver()) {
        (Some(reader), Some(receiver)) => reader.eq_ignore_ascii_case(receiver),
        _ => false,
    };
    let new = inputs.reader.is_new(inputs);
    handoff
        .entry
        .parts
        .iter()
        .enumerate()
        .filter_map(|(at, part)| {
            let answer = Handoff::answer_text(&engagement.document, part);
            if answer.is_empty() || is_placeholder(&answer) {
                return None;
            }
            let score = if to_reader || new { 0.92 } else { 0.66 } - 0.01 * at as f64;
            let mut item = Item::scored(
                Part::Standing,
                "handoff",
                format!("{} {}", part.title, cut(&answer, ANSWER)),
                score,
            )
            .because(format!("asked at the newest handoff, {}", handoff.name()));
            item.source = Some(super::Source {
                line: source(engagement, part.heading_span, false).line,
                ..of_entry(inputs, handoff.entry)
            });
            Some(item)
        })
        .collect()
}

/// The sections that the stage shows, and the situation for somebody new.
pub(super) fn sections(inputs: &Inputs<'_>) -> Vec<Item> {
    let engagement = inputs.engagement;
    let new = inputs.reader.is_new(inputs);
    let shows: Vec<&str> = engagement
        .stage(inputs.settings)
        .map(|stage| stage.shows.iter().map(String::as_str).collect())
        .unwrap_or_default();
    let mut items = Vec::new();
    for (at, section) in engagement.document.body.sections().into_iter().enumerate() {
        let Some(heading) = engagement.document.body.headings.get(section.heading) else {
            continue;
        };
        if heading.level != 2 || heading.text.trim().eq_ignore_ascii_case("log") {
            continue;
        }
        let shown = shows
            .iter()
            .position(|show| show.eq_ignore_ascii_case(heading.text.trim()));
        let (score, because) = match (shown, items.is_empty()) {
            (Some(place), _) => (
                if new { 0.74 } else { 0.56 } - 0.02 * place as f64,
                "this stage works with it",
            ),
            (None, true) if new => (0.76, "how it began"),
            _ => (0.3 - 0.01 * at as f64, "stands in its file"),
        };
        let prose = engagement.prose(section.content);
        if prose.is_empty() || is_placeholder(&prose) {
            continue;
        }
        items.push(
            Item::scored(
                Part::Standing,
                "section",
                format!("{}: {}", heading.text, cut(&prose, SECTION)),
                score,
            )
            .because(because)
            .from(source(engagement, section.span, false)),
        );
    }
    items
}

/// What the next stage on the line still needs, each with what its standard says of it; else what the own stage's standard says.
fn asked(inputs: &Inputs<'_>) -> Vec<Item> {
    let engagement = inputs.engagement;
    let Some(stage) = engagement.stage(inputs.settings) else {
        return Vec::new();
    };
    let next = (stage.kind == StageKind::Active)
        .then(|| {
            engagement
                .workflow(inputs.settings)
                .and_then(|workflow| workflow.following(&stage.id))
        })
        .flatten();
    let mut items = Vec::new();
    if let Some(next) = next {
        needs(inputs, next, &mut items);
        if let Some(rule) = engagement
            .workflow(inputs.settings)
            .and_then(|workflow| workflow.handoff(&stage.id, &next.id))
            && !rule.ask.is_empty()
        {
            items.push(
                Item::scored(
                    Part::Asked,
                    "asks",
                    format!(
                        "The handoff to {} will ask: {}",
                        next.title,
                        rule.ask.join(" ")
                    ),
                    0.62,
                )
                .because("the next handoff has to answer it"),
            );
        }
    }
    if let Some(text) = stage
        .standard
        .as_ref()
        .and_then(|path| inputs.context.standard(path))
        && let Some(opening) = opening(&text)
    {
        let mut item = Item::scored(
            Part::Asked,
            "standard",
            format!("{}: {}", stage.title, cut(&opening, STANDARD)),
            0.6,
        )
        .because("what good looks like in this stage");
        item.source = stage.standard.as_ref().map(|path| super::Source {
            engagement: None,
            path: path.clone(),
            line: 1,
            entry: None,
            day: None,
            commit: None,
        });
        items.push(item);
    }
    items
}

fn needs(inputs: &Inputs<'_>, next: &Stage, items: &mut Vec<Item>) {
    let engagement = inputs.engagement;
    let text = next
        .standard
        .as_ref()
        .and_then(|path| inputs.context.standard(path));
    let missing: Vec<(&Need, lack::Lack)> = next
        .needs
        .iter()
        .filter_map(|need| Some((need, lack::of(need, engagement, inputs.context)?)))
        .collect();
    if missing.is_empty() {
        items.push(
            Item::always(
                Part::Asked,
                "need",
                format!("Nothing is missing for {}.", next.title),
            )
            .from(source(engagement, engagement.stage_span(), false)),
        );
    }
    for (at, (need, lack)) in missing.into_iter().enumerate() {
        let waived = engagement
            .waivers(&need.key)
            .any(|waiver| waiver.holds(inputs.context.day));
        let quoted = text
            .as_ref()
            .and_then(|text| standard::paragraph(text, &need.key))
            .map(|text| cut(&text, STANDARD));
        let because = if waived {
            format!("{} needs it; waived for now", next.title)
        } else {
            format!("{} needs it", next.title)
        };
        let item = Item::scored(
            Part::Asked,
            "need",
            lack.message.replace(
                &format!(
                    "`{}` needs ",
                    engagement.stage.as_deref().unwrap_or_default()
                ),
                "Missing: ",
            ),
            if waived { 0.6 } else { 0.97 - 0.01 * at as f64 },
        )
        .because(because)
        .from(source(engagement, lack.span, false));
        // Where the standard has nothing to say of it, the workflow says why it is asked.
        let why = need.because.clone().filter(|_| quoted.is_none());
        items.push(item.note("because", why));
        if let Some(says) = quoted {
            let mut item = Item::scored(
                Part::Asked,
                "standard",
                format!("{}: {says}", need.key),
                0.7 - 0.02 * at as f64,
            )
            .because(format!("the standard of {} on `{}`", next.title, need.key));
            item.source = next.standard.as_ref().map(|path| super::Source {
                engagement: None,
                path: path.clone(),
                line: 1,
                entry: None,
                day: None,
                commit: None,
            });
            items.push(item);
        }
    }
}

/// The first paragraph below a standard's title.
fn opening(text: &str) -> Option<String> {
    let document = Document::parse(text.as_bytes());
    let title = document.body.headings.first()?;
    standard::first_paragraph(document.text.get(title.below..)?)
}
