//! In the parentheses of a mark, and in the items below it: what can be said of it.

use lsp_types::CompletionItemKind;

use super::front_matter::days;
use super::{Offer, Offers};
use crate::lsp::view::{Spot, View};
use crate::model::NeedKind;
use crate::text::Keyword;

/// What can be said of marks of a kind, each with what it is for.
const fn names(keyword: Keyword) -> &'static [(&'static str, &'static str)] {
    match keyword {
        Keyword::Promise => &[
            ("to", "to whom it was made"),
            ("due", "the day on which it is due"),
            ("because", "why"),
            ("released", "the day on which it was let go"),
            ("broken", "the day on which it was not kept"),
            ("replaced", "the promise that stands in its place"),
        ],
        Keyword::Decision => &[
            ("topic", "what it is about"),
            ("because", "why"),
            ("supersedes", "the decision that it takes the place of"),
            ("review", "the day on which to look at it again"),
            ("result", "what came of it"),
        ],
        Keyword::Question => &[
            ("answer", "what the answer is"),
            ("due", "until when it has to be answered"),
        ],
        Keyword::Waiver => &[
            ("because", "why it may be missing for now"),
            ("until", "the day on which it has to be there"),
        ],
        Keyword::Risk => &[
            ("because", "why"),
            ("closed", "the day on which it was over"),
        ],
        _ => &[("because", "why")],
    }
}

/// In the last parentheses of a mark's line, where they are open.
pub(super) fn inside(view: &View<'_>, spot: &Spot<'_>, keyword: Keyword) -> Option<Offers> {
    let open = spot.before.rfind('(').filter(|at| {
        !spot
            .before
            .get(*at..)
            .is_some_and(|rest| rest.contains(')'))
    })?;
    let inside = spot.before.get(open + 1..)?;
    let part = inside.rsplit(',').next().unwrap_or(inside).trim_start();
    match part.split_once(char::is_whitespace) {
        None => {
            let offers = names(keyword).iter().map(|(name, about)| {
                Offer::new(CompletionItemKind::PROPERTY, *name)
                    .detail(*about)
                    .insert(format!("{name} "))
            });
            let mut all = super::people(view, "@");
            all.extend(offers);
            Some(Offers::new(spot.offset - part.len(), all))
        }
        Some((name, value)) => {
            let value = value.trim_start();
            let from = spot.offset - value.len();
            let all = match name {
                "due" | "until" | "review" | "released" | "broken" | "kept" | "closed" => {
                    days(view)
                }
                "topic" => topics(view),
                _ => return None,
            };
            Some(Offers::new(from, all))
        }
    }
}

/// In an item below a mark.
pub(super) fn below(spot: &Spot<'_>, word: &str, keyword: Keyword) -> Offers {
    let offers = names(keyword).iter().map(|(name, about)| {
        Offer::new(CompletionItemKind::PROPERTY, *name)
            .detail(*about)
            .insert(format!("{name}: "))
    });
    Offers::new(spot.offset - word.len(), offers)
}

/// The topics on which the workflow asks for decisions.
fn topics(view: &View<'_>) -> Vec<Offer> {
    let mut topics: Vec<&str> = Vec::new();
    let stages = view
        .workflow()
        .map(|workflow| workflow.stages.as_slice())
        .unwrap_or_default();
    for need in stages.iter().flat_map(|stage| &stage.needs) {
        if let NeedKind::Decision { topic } = &need.kind
            && !topics.contains(&topic.as_str())
        {
            topics.push(topic);
        }
    }
    topics
        .into_iter()
        .map(|topic| Offer::new(CompletionItemKind::VALUE, topic))
        .collect()
}
