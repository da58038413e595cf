//! Marks that are read by nobody: those that stand in no entry of the log, and those whose id stands before their colon.

use super::Fault;
use crate::day::Day;
use crate::model::Engagement;
use crate::span::Span;
use crate::text::{Item, Keyword};

/// What is wrong, each with the words that it is about.
pub(super) fn faults(engagement: &Engagement) -> Vec<(String, Fault)> {
    let document = &engagement.document;
    let entries = &document.log.entries;
    document
        .body
        .items
        .iter()
        .filter_map(|item| {
            let after = entries.partition_point(|entry| entry.span.start <= item.span.start);
            let entry = after.checked_sub(1).and_then(|at| entries.get(at));
            let fault = match entry.filter(|entry| entry.span.contains(item.span)) {
                Some(_) => id_before_colon(engagement, item),
                None => outside(engagement, item),
            };
            let fault = fault?;
            let words = engagement.slice(item.text_span);
            Some((
                words.split_whitespace().collect::<Vec<_>>().join(" "),
                fault,
            ))
        })
        .collect()
}

/// `promise ^p7k: …` in an entry, which is no mark.
fn id_before_colon(engagement: &Engagement, item: &Item) -> Option<Fault> {
    let text = engagement.slice(item.text_span);
    let label = text
        .split(':')
        .next()
        .filter(|label| label.len() < text.len())?;
    let mut words = label.split_whitespace();
    let keyword = Keyword::parse(words.next()?.trim_matches(['*', '_']))?;
    let id = words.next()?.trim_matches(['*', '_']);
    if !id.starts_with('^') || words.next().is_some() {
        return None;
    }
    let start = item.text_span.start + label.find('^')?;
    Some(Fault::new(
        Span::new(start, start + id.len()),
        "id",
        format!("the id `{id}` is not at the end of its mark, so that this is no {keyword}"),
        format!("write it last, behind the parentheses\n  {keyword}: … {id}"),
    ))
}

/// A mark with attributes, of a kind that somebody relies on, outside the entries.
fn outside(engagement: &Engagement, item: &Item) -> Option<Fault> {
    let labelled = engagement.document.labelled(item)?;
    let log = engagement.document.log.section;
    // In the log itself, above its first entry, nothing else can have been meant.
    let in_log = log.is_some_and(|log| log.contains(item.span)) && item.parent.is_none();
    let keyword = labelled.keyword.filter(|keyword| {
        in_log
            || matches!(
                keyword,
                Keyword::Promise | Keyword::Decision | Keyword::Waiver | Keyword::Approval
            )
    })?;
    let meant = in_log
        || labelled.has_id
        || labelled
            .attributes
            .iter()
            .any(|attribute| attribute.handle || Day::leading(&attribute.value).is_some());
    meant.then(|| {
        Fault::new(
            labelled.name_span,
            "outside",
            format!("this {keyword} stands in no entry of the log, so that nobody is reminded of it"),
            "move it into the entry of the day on which it was made\n  ## Log\n  \n  ### YYYY-MM-DD …",
        )
    })
}
