//! An item in the log that looks like a mark, with a keyword that Orbit does not know.

use super::{Found, Rule, Run, Subject};
use crate::day::Day;
use crate::finding::Severity;
use crate::model::words::list;
use crate::text::log::{Labelled, Unlabelled};
use crate::text::{Attribute, Keyword};

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "mark-unknown",
    page: include_str!("mark-unknown.md"),
    severity: Severity::Warning,
    run: Run::Engagement(run),
};

/// Words near a keyword that say something of their own.
const WORDS: [&str; 17] = [
    "approved", "chance", "changed", "changer", "charge", "charged", "decisive", "division",
    "lessen", "lesion", "praise", "precise", "premise", "promote", "waiter", "waived", "waver",
];

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let document = &subject.engagement.document;
    for entry in &document.log.entries {
        for (_, item) in document.body.items_in(entry.content) {
            // What is nested belongs to the item above it.
            if item.parent.is_none()
                && let Some(alone) = document.unlabelled(item)
                && is_relied_on(&alone)
            {
                let keyword = alone.keyword;
                found.push(Found::new(
                    alone.span,
                    keyword.word(),
                    format!("this is no {keyword}, because no colon stands behind the keyword"),
                    format!("write the colon\n  {keyword}: …"),
                ));
                continue;
            }
            let Some(labelled) = item
                .parent
                .is_none()
                .then(|| document.labelled(item))
                .flatten()
                .filter(|labelled| labelled.keyword.is_none())
            else {
                continue;
            };
            let name = labelled.name.to_lowercase();
            if ["from", "to", "accepted"].contains(&name.as_str()) {
                continue;
            }
            let help = match meant(&name) {
                Some(keyword) => format!("did you mean `{keyword}:`?"),
                None if item.ticked.is_some() && is_for_somebody(&labelled) => {
                    let known = Keyword::ALL.map(Keyword::word);
                    format!(
                        "if somebody waits for it, it is a `promise`; otherwise take the colon away\nthe keywords are {}",
                        list(&known)
                    )
                }
                None => continue,
            };
            found.push(Found::new(
                labelled.name_span,
                &name,
                format!("`{}` is no keyword of a mark", labelled.name),
                help,
            ));
        }
    }
}

/// Whether it ends like a mark of a kind that somebody relies on. What begins with one of the other keywords is most often a plain sentence.
fn is_relied_on(alone: &Unlabelled) -> bool {
    let relied = matches!(
        alone.keyword,
        Keyword::Promise
            | Keyword::Decision
            | Keyword::Question
            | Keyword::Waiver
            | Keyword::Approval
    );
    relied && (alone.has_id || says_who_or_when(&alone.attributes))
}

/// Whether an item ends like a promise: with a handle, or a day, in parentheses.
fn is_for_somebody(labelled: &Labelled) -> bool {
    says_who_or_when(&labelled.attributes)
}

fn says_who_or_when(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.handle || Day::leading(&attribute.value).is_some())
}

/// The keyword that a name is the plural of, or a slip away from.
fn meant(name: &str) -> Option<Keyword> {
    if WORDS.contains(&name) {
        return None;
    }
    Keyword::ALL.into_iter().find(|keyword| {
        let word = keyword.word();
        let plural = name.strip_suffix('s') == Some(word);
        let most = if word.len() >= 7 { 2 } else { 1 };
        let slip = || {
            let distance = strsim::osa_distance(name, word);
            // Short words have too many neighbours: of these only letters that changed places.
            let swapped = name.len() == word.len() && strsim::levenshtein(name, word) > distance;
            distance <= most && name.get(..1) == word.get(..1) && (word.len() > 4 || swapped)
        };
        plural || slip()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_from_a_word() {
        for (name, keyword) in [
            ("promis", Keyword::Promise),
            ("promises", Keyword::Promise),
            ("promised", Keyword::Promise),
            ("decison", Keyword::Decision),
            ("qestion", Keyword::Question),
            ("rsik", Keyword::Risk),
            ("tones", Keyword::Tone),
            ("aproval", Keyword::Approval),
        ] {
            assert_eq!(meant(name), Some(keyword), "{name}");
        }
        for name in [
            "note",
            "done",
            "charge",
            "chance",
            "todo",
            "present",
            "rise",
            "disk",
            "stone",
            "zone",
            "next call",
            "provision",
            "approved",
            "quotation",
            "person",
            "location",
        ] {
            assert_eq!(meant(name), None, "{name}");
        }
    }
}
