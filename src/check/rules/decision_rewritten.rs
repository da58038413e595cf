//! A decision that is gone, or that says something else than what was decided. A changed mind is a new decision that supersedes it.

use super::{Found, Recall, Rule, Run};
use crate::check::recall::{Loss, Versions, lines};
use crate::finding::Severity;
use crate::model::meaning::{self, normal};
use crate::model::pairing::Placed;
use crate::span::Span;
use crate::text::placeholder::is_placeholder;
use crate::text::{Keyword, Mark};

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "decision-rewritten",
    page: include_str!("decision-rewritten.md"),
    severity: Severity::Error,
    run: Run::Memory(run),
};

/// What happened to one decision.
struct Lost<'a> {
    before: Placed<'a>,
    after: Option<Placed<'a>>,
    /// The attribute that changed, where it still says the same.
    attribute: Option<&'static str>,
}

fn run(recall: &Recall<'_>, found: &mut Vec<Found>) {
    // An engagement that is over may go, and what was decided in it with it.
    if recall.is_buried() || recall.is_removed() {
        return;
    }
    let lost = recall.losses(|versions| lost(versions));
    found.extend(lost.into_iter().map(|lost| tell(recall, &lost)));
}

fn lost<'a>(versions: &Versions<'a>) -> Vec<Loss<Lost<'a>>> {
    let before: Vec<Placed<'a>> = Placed::all(versions.before, Keyword::Decision).collect();
    let pairs = versions.partners_anywhere(&before, Keyword::Decision);
    before
        .into_iter()
        .zip(pairs)
        .filter(|(before, _)| !is_placeholder(&before.says()))
        .filter_map(|(before, after)| {
            let attribute = match &after {
                Some(after) if before.says_the_same(after) => {
                    Some(changed(versions, before.mark, after.mark)?)
                }
                _ => None,
            };
            Some(Loss {
                key: key(before.mark, attribute),
                what: Lost {
                    before,
                    after,
                    attribute,
                },
            })
        })
        .collect()
}

/// The attribute that no longer says what it said.
fn changed(versions: &Versions<'_>, was: &Mark, is: &Mark) -> Option<&'static str> {
    let written = |value: &&str| !value.is_empty() && !is_placeholder(value);
    // A handle that nobody has is to be mended.
    let strange = |value: &str| {
        was.attributes
            .iter()
            .any(|one| one.handle && one.value == value && versions.is_strange(value))
    };
    let kept = |name: &'static str, same: fn(&str, &str) -> bool| {
        was.values(name)
            .filter(written)
            .filter(|value| !strange(value))
            .all(|was| is.values(name).any(|is| same(was, is)))
    };
    let equal: fn(&str, &str) -> bool = |was, is| normal(was) == normal(is);
    let resulted = is.values("result").any(|result| written(&result));
    [
        ("topic", meaning::same as fn(&str, &str) -> bool),
        ("by", equal),
        ("because", meaning::still_says),
        ("result", meaning::still_says),
        ("supersedes", equal),
    ]
    .into_iter()
    .find(|(name, same)| !kept(name, *same))
    .map(|(name, _)| name)
    .or_else(|| {
        let taken = was.day_of("review").is_some() && is.attribute("review").is_none();
        (taken && !resulted).then_some("review")
    })
}

/// The decision as it was before.
fn key(was: &Mark, attribute: Option<&str>) -> String {
    let said: Vec<&str> = match attribute {
        Some(name) => was.values(name).collect(),
        None => was
            .attributes
            .iter()
            .map(|attribute| attribute.value.as_str())
            .collect(),
    };
    format!(
        "{} {} {}",
        normal(&was.text),
        attribute.unwrap_or_default(),
        normal(&said.join(" "))
    )
}

fn tell(recall: &Recall<'_>, lost: &Lost<'_>) -> Found {
    let was = lost.before.mark;
    let own = lost.after.filter(|after| recall.stands_in(after));
    let span: Option<Span> = own.map(|after| {
        let value = lost.attribute.and_then(|name| after.mark.attribute(name));
        value.map_or(after.mark.text_span, |value| value.value_span)
    });
    let name = &was.text;
    let message = match (&lost.after, lost.attribute) {
        (_, Some("supersedes")) => {
            format!("the decision “{name}” no longer says what it supersedes")
        }
        (_, Some("review")) => {
            format!("the decision “{name}” is no longer to be looked at again, and has no result")
        }
        (_, Some(attribute)) => {
            let said = was
                .attribute(attribute)
                .map(|attribute| attribute.value.as_str());
            format!(
                "the decision “{name}” has lost its `{attribute}`, “{}”",
                said.unwrap_or_default()
            )
        }
        (None, None) => format!("the decision “{name}” is gone"),
        (Some(after), None) => format!(
            "the decision “{name}” was written over, as “{}”",
            after.mark.text
        ),
    };
    let written = lost.before.engagement.slice(was.span);
    let back = lines(written);
    let supersedes = was
        .id
        .as_ref()
        .map_or_else(|| "^its-id".to_owned(), |id| format!("^{id}"));
    let help = format!(
        "put it back as it was:\n{back}\nif it was decided otherwise since, say so in today's entry:\n  - decision: … (@…, supersedes {supersedes})\n    - because: …"
    );
    let span = span.or_else(|| recall.place(lost.before.entry));
    recall.found(span, key(was, lost.attribute), message, help)
}
