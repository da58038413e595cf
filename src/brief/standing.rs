//! Where an engagement stands, what success is, who is who, and what its sections say.

use super::Inputs;
use super::item::{Item, Part, cut, source};
use crate::day::Day;
use crate::model::{Stage, StageKind};
use crate::text::placeholder::is_placeholder;
use crate::text::yaml::Node;

/// At most so many words of a section, and of the one that says most.
const SECTION: usize = 50;
const FIRST: usize = 75;

pub(super) fn items(inputs: &Inputs<'_>) -> Vec<Item> {
    let mut items = background(inputs);
    items.extend(sections(inputs));
    items
}

/// What is said in a line each, always.
pub(super) fn facts(inputs: &Inputs<'_>) -> Vec<Item> {
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
    let kind = stage.map(|stage| stage.kind);
    let today = inputs.context.day;
    let mut late = false;
    for key in ["due", "wake", "value"] {
        // What it was to wake by says nothing once it is awake.
        if key == "wake" && kind != Some(StageKind::Waiting) {
            continue;
        }
        if let Some(value) = engagement.text_of(key) {
            line.push_str(&format!(", {key} {value}"));
            let over = matches!(kind, Some(StageKind::Done | StageKind::Lost));
            let passed = Day::parse(value.trim()).map(|day| today.days_since(day));
            if let Some(passed) = passed.and_then(|days| usize::try_from(days).ok())
                && passed > 0
                && !over
                && key != "value"
            {
                let days = crate::model::words::count(passed, "day");
                line.push_str(&format!(" ({days} ago)"));
                late = true;
            }
        }
    }
    let mut item = Item::always(Part::Standing, "fact", line).from(source(
        engagement,
        engagement.stage_span(),
        false,
    ));
    item.late = late;
    items.push(item);
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
    let reader = inputs.reader;
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
            reader.worth(inputs, 0.91, 0.6),
        )
        .because("who is who on their side");
        items.push(match engagement.field_span("client_people") {
            Some(span) => item.from(source(engagement, span, false)),
            None => item,
        });
    }
    let moves = &inputs.past.moves;
    if reader.knows(inputs) < 1.0
        && let Some((began, day)) = &inputs.past.began
    {
        let mut way = began.clone();
        if let Some(day) = day {
            way.push_str(&format!(" {day}"));
        }
        // A long way is told by its ends.
        let skipped = moves.len().saturating_sub(6);
        if skipped > 0 {
            way.push_str(&format!(
                ", {}",
                crate::model::words::count(skipped, "move")
            ));
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
                reader.worth(inputs, 0.84, 0.6),
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
                reader.worth(inputs, 0.78, 0.45),
            )
            .because("true of the client as a whole");
            item.source = Some(super::Source::file(path));
            items.push(item);
        }
    }
    items
}

/// The sections that the stage shows, and the situation for somebody new. Where work rests or ended, what the stage before showed as well.
pub(super) fn sections(inputs: &Inputs<'_>) -> Vec<Item> {
    let engagement = inputs.engagement;
    let reader = inputs.reader;
    let new = reader.knows(inputs) < 1.0;
    let stage = engagement.stage(inputs.settings);
    let shows = shows(stage);
    let left = left(inputs, stage);
    let before = self::shows(left);
    let mut items = Vec::new();
    for (at, section) in engagement.document.body.sections().into_iter().enumerate() {
        let Some(heading) = engagement.document.body.headings.get(section.heading) else {
            continue;
        };
        let title = heading.text.trim();
        if heading.level != 2 || title.eq_ignore_ascii_case("log") {
            continue;
        }
        let among = |shows: &[&str]| {
            let mut shows = shows.iter();
            shows.position(|show| show.eq_ignore_ascii_case(title))
        };
        let (score, because) = match (among(&shows), among(&before), items.is_empty()) {
            // Why it rests, or how it ended.
            (Some(0), ..) if stage.is_some_and(|stage| stage.kind != StageKind::Active) => {
                (0.93, "this stage works with it".to_owned())
            }
            (Some(place), _, _) => (
                reader.worth(inputs, 0.76, 0.58) - 0.02 * place as f64,
                "this stage works with it".to_owned(),
            ),
            (None, Some(place), first) if !(first && new) => (
                reader.worth(inputs, 0.66, 0.4) - 0.02 * place as f64,
                left.map_or_else(String::new, |left| format!("{} worked with it", left.title)),
            ),
            (None, _, true) if new => (reader.worth(inputs, 0.8, 0.3), "how it began".to_owned()),
            _ => (
                reader.worth(inputs, 0.42, 0.3) - 0.01 * at as f64,
                "stands in its file".to_owned(),
            ),
        };
        let prose = engagement.prose(section.content);
        if prose.is_empty() || is_placeholder(&prose) {
            continue;
        }
        let words = if new && items.is_empty() || score > 0.9 {
            FIRST
        } else {
            SECTION
        };
        items.push(
            Item::scored(
                Part::Standing,
                "section",
                format!("{}: {}", heading.text, cut(&prose, words)),
                score,
            )
            .because(because)
            .from(source(engagement, section.span, false)),
        );
    }
    items
}

fn shows(stage: Option<&Stage>) -> Vec<&str> {
    stage
        .map(|stage| stage.shows.iter().map(String::as_str).collect())
        .unwrap_or_default()
}

/// The stage on the main line that it left to wait, or to end otherwise than well.
fn left<'i>(inputs: &Inputs<'i>, stage: Option<&Stage>) -> Option<&'i Stage> {
    let stage = stage.filter(|stage| !stage.kind.on_main_line())?;
    let (from, ..) = inputs
        .past
        .moves
        .iter()
        .rfind(|(_, to, _)| *to == stage.id)?;
    inputs.engagement.workflow(inputs.settings)?.stage(from)
}
