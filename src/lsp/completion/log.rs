//! In the log: keywords of marks, needs behind `waiver:`, sections behind `approval:`, days and handoffs in headings.

use lsp_types::CompletionItemKind;

use super::{Offer, Offers, attributes};
use crate::check::lack;
use crate::lsp::view::{Spot, View};
use crate::model::NeedKind;
use crate::text::Keyword;

/// What can be written there.
pub(super) fn of(view: &View<'_>, spot: &Spot<'_>) -> Option<Offers> {
    if let Some(rest) = spot.before.strip_prefix("### ") {
        return heading(view, spot, rest);
    }
    let (indent, has_box, text) = item(spot.before)?;
    let label = text
        .split_once(':')
        .map(|(name, value)| (name.trim_matches(['*', '_', ' ']), value.trim_start()));
    let Some((name, value)) = label else {
        let plain = text.chars().all(char::is_alphabetic);
        let above = (indent > 0)
            .then(|| mark_above(view, spot, indent))
            .flatten();
        return plain.then(|| match above {
            Some(keyword) => attributes::below(spot, text, keyword),
            None => keywords(spot, has_box, text),
        });
    };
    let keyword = Keyword::parse(name)?;
    let inside = attributes::inside(view, spot, keyword);
    inside.or_else(|| match keyword {
        Keyword::Waiver if !value.contains('(') => {
            Some(Offers::new(spot.offset - value.len(), needs(view)))
        }
        Keyword::Approval if !value.contains('(') => {
            Some(Offers::new(spot.offset - value.len(), approvals(view)))
        }
        _ => None,
    })
}

/// The indent of an item, whether it has a box, and its text up to the cursor.
fn item(line: &str) -> Option<(usize, bool, &str)> {
    let text = line.trim_start();
    let indent = line.len() - text.len();
    let rest = text.strip_prefix(['-', '*', '+'])?;
    let text = rest.trim_start();
    if text.len() == rest.len() {
        return None;
    }
    let boxed = ["[ ]", "[x]", "[X]"]
        .iter()
        .find_map(|sign| text.strip_prefix(sign));
    Some(boxed.map_or((indent, false, text), |rest| {
        (indent, true, rest.trim_start())
    }))
}

/// The kind of the mark that an indented item belongs to. Told from the lines: a dash alone makes the line above it a heading.
fn mark_above(view: &View<'_>, spot: &Spot<'_>, indent: usize) -> Option<Keyword> {
    let lines = (0..spot.line).rev().map(|line| view.lines.line(line));
    let mut outer =
        lines.skip_while(|line| line.len() - line.trim_start().len() >= indent && !line.is_empty());
    let (_, _, text) = item(outer.next()?)?;
    let (name, _) = text.split_once(':')?;
    Keyword::parse(name.trim_matches(['*', '_', ' ']))
}

fn keywords(spot: &Spot<'_>, has_box: bool, word: &str) -> Offers {
    let about = |keyword| match keyword {
        Keyword::Promise => "what somebody said would be done",
        Keyword::Decision => "what was settled, and why",
        Keyword::Question => "what has to be found out",
        Keyword::Risk => "what may go wrong",
        Keyword::Change => "what is different from what was agreed on",
        Keyword::Tone => "how the client sounded",
        Keyword::Lesson => "what to do otherwise next time",
        Keyword::Waiver => "a need that may be unmet for now",
        Keyword::Approval => "a section signed off as it stands",
    };
    let offers = Keyword::ALL.into_iter().map(|keyword| {
        let boxed = matches!(keyword, Keyword::Promise | Keyword::Question) && !has_box;
        Offer::new(CompletionItemKind::KEYWORD, keyword.word())
            .detail(about(keyword))
            .insert(format!("{}{keyword}: ", if boxed { "[ ] " } else { "" }))
    });
    Offers::new(spot.offset - word.len(), offers)
}

/// The keys of the stage's needs, those that do not hold first, and the stages that a skip may pass over.
fn needs(view: &View<'_>) -> Vec<Offer> {
    let (Some(engagement), Some(stage)) = (&view.engagement, view.stage()) else {
        return Vec::new();
    };
    let mut offers: Vec<(bool, Offer)> = view.with_context(|context| {
        let needs = stage.needs.iter();
        needs
            .map(|need| {
                let lack = lack::of(need, engagement, context);
                let state = if lack.is_some() { "missing: " } else { "" };
                let offer = Offer::new(CompletionItemKind::CONSTANT, &need.key)
                    .detail(format!("{state}{}", need.describe()))
                    .about(need.because.clone().unwrap_or_default());
                (lack.is_none(), offer)
            })
            .collect()
    });
    offers.sort_by_key(|(met, _)| *met);
    let stages = view
        .workflow()
        .into_iter()
        .flat_map(|workflow| workflow.main_line());
    let stages = stages.map(|stage| {
        Offer::new(CompletionItemKind::ENUM_MEMBER, &stage.id)
            .detail("a stage that a skip passes over")
    });
    offers
        .into_iter()
        .map(|(_, offer)| offer)
        .chain(stages)
        .collect()
}

/// The sections that the workflow wants signed off.
fn approvals(view: &View<'_>) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    let stages = view
        .workflow()
        .map(|workflow| workflow.stages.as_slice())
        .unwrap_or_default();
    for need in stages.iter().flat_map(|stage| &stage.needs) {
        if let NeedKind::Approval { section, .. } = &need.kind
            && !offers.iter().any(|offer| offer.label == *section)
        {
            offers.push(Offer::new(CompletionItemKind::CONSTANT, section).detail(need.describe()));
        }
    }
    offers
}

/// In an entry's heading: today, and behind `Handoff:` the moves that can be made.
fn heading(view: &View<'_>, spot: &Spot<'_>, rest: &str) -> Option<Offers> {
    let moves = rest
        .to_lowercase()
        .rfind("handoff:")
        .and_then(|at| rest.get(at + "handoff:".len()..));
    if let Some(written) = moves {
        let written = written.trim_start();
        let (workflow, stage) = (view.workflow()?, view.stage()?);
        let ways = workflow.ways_from(stage);
        let to = ways.iter().map(|to| (stage.id.as_str(), to.id.as_str()));
        // Whoever has set the stage already writes the handoff into it.
        let from = workflow
            .stages
            .iter()
            .filter(|from| from.id != stage.id && workflow.allows(from, stage));
        let into = from.map(|from| (from.id.as_str(), stage.id.as_str()));
        let offers = to
            .chain(into)
            .map(|(from, to)| Offer::new(CompletionItemKind::EVENT, format!("{from} to {to}")));
        return Some(Offers::new(spot.offset - written.len(), offers));
    }
    let is_day = rest.chars().all(|c| c.is_ascii_digit() || c == '-');
    is_day.then(|| {
        let today = view.day.to_string();
        let offer = Offer::new(CompletionItemKind::VALUE, today.clone())
            .detail("today")
            .insert(format!("{today} "));
        Offers::new(spot.offset - rest.len(), [offer])
    })
}
