//! Where an engagement stands, what success is, who is who, and what its sections say.

use super::bearing::{Bearing, Why};
use super::item::{Item, Part, source};
use super::{Inputs, excerpt};
use crate::day::Day;
use crate::model::StageKind;
use crate::model::difference::{Deed, Said};
use crate::model::need::NeedKind;
use crate::model::transition::Kind;
use crate::model::words::count;
use crate::text::Keyword;
use crate::text::placeholder::is_placeholder;
use crate::text::yaml::Node;

/// At most so many words of a section, of the one that says most, and of why it rests or how it ended.
const SECTION: usize = 55;
const FIRST: usize = 75;
const ENDED: usize = 110;

/// At most so many of the studio's own fields in a line, and so many words of each.
const FIELDS: usize = 8;
const FIELD: usize = 15;

/// Fields that are told elsewhere.
const TOLD: [&str; 11] = [
    "title",
    "workflow",
    "owner",
    "team",
    "success",
    "client_people",
    "follows",
    "due",
    "wake",
    "value",
    "shared",
];

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
        format!(", since {since} ({})", count(days, "day"))
    });
    let has = engagement.owner().map_or_else(
        || ", nobody has it".to_owned(),
        |owner| format!(", with @{owner}"),
    );
    let kind = stage.map(|stage| stage.kind);
    let mut line = format!("{title}{since}{has}");
    let mut late = false;
    for key in ["due", "wake", "value"] {
        // What it was to wake by says nothing once it is awake.
        if key == "wake" && kind != Some(StageKind::Waiting) {
            continue;
        }
        let Some(value) = engagement.text_of(key) else {
            continue;
        };
        let over = matches!(kind, Some(StageKind::Done | StageKind::Lost));
        let passed = passed(inputs, value).filter(|_| !over && key != "value");
        late |= passed.is_some();
        let days = passed
            .as_ref()
            .map_or_else(String::new, |days| format!(" ({days} ago)"));
        match (key, passed.is_some()) {
            // What waits past its day has to be said first of all.
            ("wake", true) => {
                line = format!("It should have woken on {value}{days}. {line}");
            }
            _ => line.push_str(&format!(", {key} {value}{days}")),
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

/// How long a day is past, where it is.
pub(super) fn passed(inputs: &Inputs<'_>, value: &str) -> Option<String> {
    let days = inputs.context.day.days_since(Day::parse(value.trim())?);
    let days = usize::try_from(days).ok().filter(|days| *days > 0)?;
    Some(count(days, "day"))
}

/// The studio's own fields that the stage works with, in one line: what is set and stands nowhere else.
fn fields(inputs: &Inputs<'_>) -> Option<Item> {
    let engagement = inputs.engagement;
    let bearing = Bearing::of(inputs);
    let own = &inputs.settings.stage_field;
    let mut first = None;
    let mut said: Vec<String> = Vec::new();
    for pair in &engagement.document.front_matter.pairs {
        let name = pair.key.as_str();
        let told = TOLD.contains(&name.to_lowercase().as_str()) || name == own;
        if told || !bearing.field(name) || said.len() >= FIELDS {
            continue;
        }
        let texts = pair.value.texts();
        if texts.is_empty() || texts.iter().all(|text| is_placeholder(text)) {
            continue;
        }
        first = first.or_else(|| engagement.field_span(name));
        let value = excerpt::cut(&texts.join(", "), inputs.length(FIELD));
        said.push(format!("{name}: {value}"));
    }
    let item = Item::scored(Part::Standing, "fact", said.join("; "), 0.92)
        .because("this stage works with it");
    Some(item.from(source(engagement, first?, false)))
}

/// Where it comes from: for somebody who has never touched it, first of all.
pub(super) fn background(inputs: &Inputs<'_>) -> Vec<Item> {
    let engagement = inputs.engagement;
    let reader = inputs.reader;
    let mut items = Vec::new();
    items.extend(fields(inputs));
    let people = engagement
        .value("client_people")
        .map(Node::texts)
        .unwrap_or_default();
    if !people.is_empty() {
        let item = Item::scored(
            Part::Standing,
            "fact",
            format!("Their people: {}", people.join("; ")),
            reader.worth(inputs, 0.91, 0.64),
        )
        .because("who is who");
        items.push(match engagement.field_span("client_people") {
            Some(span) => item.from(source(engagement, span, false)),
            None => item,
        });
    }
    items.extend(way(inputs));
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
                excerpt::cut(&text, inputs.length(FIRST)),
                reader.worth(inputs, 0.84, 0.45),
            )
            .because("true of the client as a whole");
            item.source = Some(super::Source::file(path));
            items.push(item);
        }
    }
    items
}

/// The turns of the way so far: back, to rest, out, up again, past a stage. A straight way tells nothing that the stage does not.
fn way(inputs: &Inputs<'_>) -> Option<Item> {
    let workflow = inputs.engagement.workflow(inputs.settings)?;
    let moves = &inputs.past.moves;
    let mut turns: Vec<String> = Vec::new();
    let came = inputs.engagement.stage.as_deref();
    for (at, (from, to, day)) in moves.iter().enumerate() {
        // The first line says when it came to where it is.
        if turns.is_empty() && at + 1 == moves.len() && Some(to.as_str()) == came {
            continue;
        }
        let kind = (workflow.stage_named(from).zip(workflow.stage_named(to)))
            .and_then(|(from, to)| Kind::of(workflow, &from.id, &to.id));
        let how = match kind {
            Some(Kind::Back) => "back from",
            Some(Kind::Skip) => "straight from",
            Some(Kind::Pause | Kind::Resume | Kind::Exit | Kind::Reopen) => "from",
            _ => continue,
        };
        let day = day.map_or_else(String::new, |day| format!(" {day}"));
        turns.push(format!("{how} {from} to {to}{day}"));
    }
    if turns.is_empty() {
        return None;
    }
    let item = Item::scored(
        Part::Standing,
        "history",
        format!("The way so far: {}", turns.join(", ")),
        inputs.reader.worth(inputs, 0.8, 0.45),
    );
    Some(item.because("where it comes from"))
}

/// The sections in the order of what the stage needs and shows, and the first one for somebody new. Where work rests or ended, what the stage before
/// showed as well.
pub(super) fn sections(inputs: &Inputs<'_>) -> Vec<Item> {
    let engagement = inputs.engagement;
    let reader = inputs.reader;
    let new = reader.knows(inputs) < 1.0;
    let bearing = Bearing::of(inputs);
    let is_section = |name: &str| {
        Keyword::ALL
            .iter()
            .all(|keyword| !format!("{}s", keyword.word()).eq_ignore_ascii_case(name))
            && !["tone", "success"].contains(&name.to_lowercase().as_str())
            && engagement.value(name).is_none()
            && engagement.section(name).is_some()
    };
    let mut items = Vec::new();
    let mut first = true;
    for (at, section) in engagement.document.body.sections().into_iter().enumerate() {
        let Some(heading) = engagement.document.body.headings.get(section.heading) else {
            continue;
        };
        let title = heading.text.trim();
        if heading.level != 2 || title.eq_ignore_ascii_case("log") || is_listed(&bearing, title) {
            continue;
        }
        let prose = engagement.prose(section.content);
        if prose.is_empty() || is_placeholder(&prose) {
            continue;
        }
        let begins = std::mem::take(&mut first);
        let why = bearing.section(title, is_section);
        let worth = |new: f64, known: f64| reader.worth(inputs, new, known);
        let here = "this stage works with it".to_owned();
        let (score, because) = match why {
            Some(Why::Ended) => (worth(0.97, 0.93), here),
            Some(Why::Shown(place)) => (worth(0.86, 0.6) - 0.03 * place as f64, here),
            Some(Why::Asked) => (worth(0.74, 0.5), here),
            _ if begins && new => (worth(0.78, 0.3), "how it began".to_owned()),
            Some(Why::Left(place)) => (
                worth(0.7, 0.48) - 0.02 * place as f64,
                bearing
                    .left
                    .map_or_else(String::new, |left| format!("{} worked with it", left.title)),
            ),
            Some(Why::Was) => (worth(0.84, 0.5), "it came back from there".to_owned()),
            Some(Why::Inherited) => (
                worth(0.6, 0.42) - 0.01 * at as f64,
                "a stage before asked for it".to_owned(),
            ),
            None => (
                worth(0.42, 0.3) - 0.01 * at as f64,
                "stands in its file".to_owned(),
            ),
        };
        let (score, because) = if changed(inputs, title) && why.is_some() {
            (
                score.max(0.8),
                "changed since your last commit here".to_owned(),
            )
        } else {
            (score, because)
        };
        let text = match why {
            Some(Why::Ended) => excerpt::ends(&prose, inputs.length(ENDED)),
            Some(Why::Shown(0)) => excerpt::of(engagement, section.content, inputs.length(FIRST)),
            Some(Why::Was) => excerpt::ends(&prose, inputs.length(FIRST)),
            _ if begins && new => excerpt::of(engagement, section.content, inputs.length(FIRST)),
            _ => excerpt::of(engagement, section.content, inputs.length(SECTION)),
        };
        items.push(
            Item::scored(
                Part::Standing,
                "section",
                format!("{}: {text}", heading.text),
                score,
            )
            .because(because)
            .from(source(engagement, section.span, false)),
        );
    }
    items
}

/// Whether its items are listed among what the next move needs.
fn is_listed(bearing: &Bearing<'_>, title: &str) -> bool {
    bearing.next.is_some_and(|next| {
        next.needs.iter().any(|need| {
            need.stage == next.id
                && matches!(&need.kind, NeedKind::Checklist { section } if section.eq_ignore_ascii_case(title))
        })
    })
}

/// Whether a section was written or changed by others since the reader was here last.
fn changed(inputs: &Inputs<'_>, title: &str) -> bool {
    !inputs.reader.is_new(inputs)
        && inputs.reader.news(inputs).iter().any(|event| {
            event.said.iter().any(|said| {
                matches!(said, Said::Section { title: changed, deed: Deed::Made | Deed::Rewritten }
                    if changed.eq_ignore_ascii_case(title))
            })
        })
}
