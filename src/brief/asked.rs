//! What the next move still needs, with what its standard says of it; else what good looks like in the stage that it is in.

use super::Inputs;
use super::item::{Item, Part, cut, source};
use crate::check::lack;
use crate::model::handoff::Between;
use crate::model::transition::Kind;
use crate::model::{Need, Stage, StageKind, standard};
use crate::text::Document;

/// At most so many words of a standard.
const STANDARD: usize = 40;

/// What the next stage on the line still needs, each with what its standard says of it; else what the own stage's standard says.
pub(super) fn items(inputs: &Inputs<'_>) -> Vec<Item> {
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
        item.source = stage
            .standard
            .as_ref()
            .map(|path| super::Source::file(path));
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
        let item = match sent_back(inputs) {
            // What sent it back is nothing that a need could have seen.
            Some(returned) => Item::always(
                Part::Asked,
                "need",
                format!(
                    "Nothing is missing for {} on paper; but it {returned}, and what the handoff says has to be true first",
                    next.title
                ),
            ),
            None => Item::always(
                Part::Asked,
                "need",
                format!("Nothing is missing for {}.", next.title),
            ),
        };
        items.push(item.from(source(engagement, engagement.stage_span(), false)));
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
            item.source = next.standard.as_ref().map(|path| super::Source::file(path));
            items.push(item);
        }
    }
}

/// How an engagement came into its stage where it had been further on: `was sent back on 2026-04-28`.
fn sent_back(inputs: &Inputs<'_>) -> Option<String> {
    let engagement = inputs.engagement;
    let stage = engagement.stage.as_deref()?;
    let newest = engagement.newest_handoff(
        inputs.settings,
        |handoff| matches!(&handoff.between, Between::Stages(_, to) if to == stage),
    )?;
    let Between::Stages(from, to) = &newest.between else {
        return None;
    };
    let how = match Kind::of(engagement.workflow(inputs.settings)?, from, to)? {
        Kind::Back => "was sent back",
        Kind::Reopen => "was opened again",
        _ => return None,
    };
    Some(match newest.entry.day {
        Some(day) => format!("{how} on {day}"),
        None => how.to_owned(),
    })
}

/// The first paragraph below a standard's title.
fn opening(text: &str) -> Option<String> {
    let document = Document::parse(text.as_bytes());
    let title = document.body.headings.first()?;
    standard::first_paragraph(document.text.get(title.below..)?)
}
