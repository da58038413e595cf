//! What the next move still needs, with what its standard says of it; else what good looks like in the stage that it is in. What is missing is named;
//! what the brief names elsewhere is only counted.

use super::item::{Item, Part, source};
use super::{Inputs, excerpt};
use crate::check::lack::{self, Lack};
use crate::model::handoff::Between;
use crate::model::need::{NeedKind, Promises};
use crate::model::transition::Kind;
use crate::model::{Engagement, Need, Stage, StageKind, standard};
use crate::text::Document;

/// At most so many words of a standard.
const STANDARD: usize = 40;

/// At most so many words of a thing that is listed, and so many things.
const LISTED: usize = 18;
const LIST: usize = 8;

/// After so many days in a stage its owner knows what is asked there.
const SETTLED: i64 = 21;

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
    let knows = knows_standard(inputs);
    let mut items = Vec::new();
    if let Some(next) = next {
        needs(inputs, next, knows, &mut items);
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
                    if is_owner(inputs) { 0.54 } else { 0.44 },
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
            format!(
                "{}: {}",
                stage.title,
                excerpt::cut(&opening, inputs.length(STANDARD))
            ),
            // What rests past its day is to be woken, and nothing else.
            if knows || is_late(inputs, stage) {
                0.24
            } else {
                0.52
            },
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

fn is_owner(inputs: &Inputs<'_>) -> bool {
    let owner = inputs.engagement.owner();
    owner
        .zip(inputs.reader.handle())
        .is_some_and(|(owner, reader)| owner.eq_ignore_ascii_case(reader))
}

/// Whether the reader has had it in this stage for weeks, and so knows what is asked there.
fn knows_standard(inputs: &Inputs<'_>) -> bool {
    let since = inputs.past.since;
    let long = since.is_some_and(|since| inputs.context.day.days_since(since) >= SETTLED);
    is_owner(inputs) && long && !inputs.reader.is_new(inputs)
}

/// Whether it should have woken.
fn is_late(inputs: &Inputs<'_>, stage: &Stage) -> bool {
    let wake = inputs.engagement.text_of("wake");
    stage.kind == StageKind::Waiting
        && wake.is_some_and(|wake| super::standing::passed(inputs, wake).is_some())
}

fn needs(inputs: &Inputs<'_>, next: &Stage, knows: bool, items: &mut Vec<Item>) {
    let engagement = inputs.engagement;
    let text = next
        .standard
        .as_ref()
        .and_then(|path| inputs.context.standard(path));
    let missing: Vec<(&Need, Lack)> = next
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
            .map(|text| excerpt::cut(&text, inputs.length(STANDARD)));
        let because = if waived {
            format!("{} needs it; waived for now", next.title)
        } else {
            format!("{} needs it", next.title)
        };
        let item = Item::scored(
            Part::Asked,
            "need",
            told(inputs, need, &lack),
            if waived { 0.6 } else { 0.97 - 0.01 * at as f64 },
        )
        .because(because)
        .from(source(engagement, lack.span, false));
        // Where the standard has nothing to say of it, the workflow says why it is asked.
        let why = need.because.clone().filter(|_| quoted.is_none() && !knows);
        items.push(item.note("because", why));
        if let Some(says) = quoted {
            let mut item = Item::scored(
                Part::Asked,
                "standard",
                format!("{}: {says}", need.key),
                if knows { 0.3 } else { 0.58 } - 0.02 * at as f64,
            )
            .because(format!("the standard of {}", next.title));
            item.source = next.standard.as_ref().map(|path| super::Source::file(path));
            items.push(item);
        }
    }
}

/// What is missing: the items of a checklist by their words; what stands elsewhere in the brief by its number and place.
fn told(inputs: &Inputs<'_>, need: &Need, lack: &Lack) -> String {
    let engagement = inputs.engagement;
    let counted = || lack.message.split_once(": `").map(|(count, _)| count);
    let elsewhere = match &need.kind {
        NeedKind::Checklist { section } => unticked(inputs, engagement, section),
        NeedKind::Promises(Promises::Settled | Promises::Owned | Promises::Dated) => {
            counted().map(|counted| format!("{counted}, above"))
        }
        NeedKind::QuestionsAnswered => counted().map(|counted| format!("{counted}, below")),
        NeedKind::DecisionsResulted => counted().map(|counted| format!("{counted}, below")),
        _ => None,
    };
    elsewhere.unwrap_or_else(|| {
        let stage = engagement.stage.as_deref().unwrap_or_default();
        lack.message
            .replace(&format!("`{stage}` needs "), "Missing: ")
    })
}

/// The items of a section that are not ticked, in their words.
fn unticked(inputs: &Inputs<'_>, engagement: &Engagement, title: &str) -> Option<String> {
    let section = engagement.section(title)?;
    let body = &engagement.document.body;
    let open: Vec<String> = body
        .items_in(section.content)
        .filter(|(_, item)| item.ticked == Some(false))
        .map(|(_, item)| {
            let text = engagement.prose(item.text_span);
            excerpt::cut(text.trim_end_matches('.'), inputs.length(LISTED))
        })
        .collect();
    if open.is_empty() {
        return None;
    }
    let shown = open.len().min(inputs.length(LIST));
    let more = if shown < open.len() { "; …" } else { "" };
    let listed = open.get(..shown).unwrap_or_default().join("; ");
    Some(format!("Not ticked in `{title}`: {listed}{more}"))
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
