//! Anywhere below the front-matter: handles behind `@`, ids of marks behind `^`, engagements in links, and the sections that are missing.

use lsp_types::CompletionItemKind;

use super::{Offer, Offers, engagements, in_handle, people, word};
use crate::check::lack;
use crate::lsp::view::{Spot, View};
use crate::model::NeedKind;

/// Names of people, marks and engagements.
pub(super) fn names(view: &View<'_>, spot: &Spot<'_>) -> Option<Offers> {
    let (from, _) = word(spot, in_handle);
    let before = spot.before.get(..from - spot.start).unwrap_or_default();
    if let Some(rest) = before.strip_suffix('@')
        && !rest.ends_with(in_handle)
    {
        return Some(Offers::new(from - 1, people(view, "@")));
    }
    if before.ends_with('^') {
        return Some(Offers::new(from - 1, marks(view, spot)));
    }
    let opened = spot.before.rfind("[[").filter(|at| {
        !spot
            .before
            .get(*at..)
            .is_some_and(|rest| rest.contains("]]"))
    });
    if let Some(at) = opened {
        return Some(Offers::new(spot.start + at + 2, engagements(view)));
    }
    let opened = spot.before.rfind("](").filter(|at| {
        !spot
            .before
            .get(*at..)
            .is_some_and(|rest| rest.contains(')'))
    });
    opened.map(|at| Offers::new(spot.start + at + 2, links(view)))
}

/// The marks of this file that have an id, but for the one that is being written.
fn marks(view: &View<'_>, spot: &Spot<'_>) -> Vec<Offer> {
    let document = view
        .engagement
        .as_ref()
        .map(|engagement| &engagement.document);
    let marks = document
        .into_iter()
        .flat_map(|document| document.log.marks());
    let mut offers: Vec<Offer> = marks
        .filter(|mark| !(mark.line_span.start <= spot.offset && spot.offset <= mark.line_span.end))
        .filter_map(|mark| {
            let id = mark.id.as_ref()?;
            let day = mark.day.map_or_else(String::new, |day| format!("{day} "));
            let offer = Offer::new(CompletionItemKind::REFERENCE, format!("^{id}"));
            Some(offer.detail(format!(
                "{day}{}: {}",
                mark.keyword,
                lack::shortened(&mark.text)
            )))
        })
        .collect();
    offers.reverse();
    offers
}

/// The other engagements' files, as seen from this one's folder.
fn links(view: &View<'_>) -> Vec<Offer> {
    let here: Vec<&str> = view.path.split('/').collect();
    let here = here.get(..here.len().saturating_sub(1)).unwrap_or_default();
    let paths = view.studio.engagements();
    paths
        .iter()
        .filter(|path| *path != view.path)
        .map(|path| {
            let parts: Vec<&str> = path.split('/').collect();
            let common = here.iter().zip(&parts).take_while(|(a, b)| a == b).count();
            let up = "../".repeat(here.len() - common);
            let down = parts
                .get(common..)
                .unwrap_or_default()
                .join("/")
                .replace(' ', "%20");
            Offer::new(CompletionItemKind::FILE, format!("{up}{down}"))
        })
        .collect()
}

/// Behind `## `: the sections that the stage needs and that are missing.
pub(super) fn headings(view: &View<'_>, spot: &Spot<'_>) -> Option<Offers> {
    let written = spot.before.strip_prefix("## ")?;
    let engagement = view.engagement.as_ref()?;
    let mut offers: Vec<Offer> = Vec::new();
    for need in view
        .stage()
        .map(|stage| stage.needs.as_slice())
        .unwrap_or_default()
    {
        if let NeedKind::Section { title, .. } | NeedKind::Checklist { section: title } = &need.kind
            && engagement.section(title).is_none()
        {
            let offer = Offer::new(CompletionItemKind::STRUCT, title).detail(need.describe());
            offers.push(offer.about(need.because.clone().unwrap_or_default()));
        }
    }
    if engagement.document.log.section.is_none() {
        offers.push(Offer::new(CompletionItemKind::STRUCT, "Log"));
    }
    Some(Offers::new(spot.offset - written.len(), offers))
}
