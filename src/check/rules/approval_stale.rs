//! A sign-off of a section whose words have changed since.

use super::{Found, Rule, Run, Subject};
use crate::check::{Context, approval, help};
use crate::finding::Severity;
use crate::model::Engagement;
use crate::text::{Keyword, Mark};

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "approval-stale",
    page: include_str!("approval-stale.md"),
    severity: Severity::Warning,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let (engagement, context) = (subject.engagement, subject.context);
    let over = engagement
        .stage(context.settings)
        .is_some_and(|stage| stage.kind.is_over());
    if over {
        return;
    }
    let before = subject.change.map_or(&[][..], |change| &change.before);
    let newest = newest(engagement);
    let holds = |mark: &Mark, section: &str, now: &Option<String>| {
        now.is_some() && approval::approved(mark, section, engagement, before, context) == *now
    };
    for &(signer, mark) in &newest {
        let section = mark.text.trim();
        let now = approval::prose(&engagement.document, section);
        // Whoever took over a role signs in the place of whoever had it.
        let taken_over = newest.iter().any(|&(other, later)| {
            later.text.eq_ignore_ascii_case(&mark.text)
                && later.day > mark.day
                && role(other, context) == role(signer, context)
                && holds(later, section, &now)
        });
        if taken_over {
            continue;
        }
        let message = if now.is_none() {
            format!("@{signer} approved `{section}`, and there is no such section")
        } else if !holds(mark, section, &now) {
            let day = mark
                .day
                .map_or_else(String::new, |day| format!(" on {day}"));
            format!("`{section}` was approved by @{signer}{day}, and its words have changed since")
        } else {
            continue;
        };
        let again = format!(
            "ask @{signer} to read what changed and to approve it in an entry of today, in a commit of their own\n  - approval: {section} (@{signer})"
        );
        let help = match now {
            Some(_) => again,
            None => missing(engagement, section).unwrap_or(again),
        };
        found.push(Found::new(
            mark.text_span,
            format!("{} {}", section.to_lowercase(), signer.to_lowercase()),
            message,
            help,
        ));
    }
}

/// The role of one of the studio's people.
fn role<'a>(handle: &str, context: &Context<'a>) -> Option<&'a str> {
    let person = context.settings.people.by_handle(handle)?;
    person.role.as_deref()
}

/// The newest approval of each section by each of those who signed it.
fn newest(engagement: &Engagement) -> Vec<(&str, &Mark)> {
    let entries = &engagement.document.log.entries;
    let days: Vec<_> = entries.iter().filter_map(|entry| entry.day).collect();
    let newest_first = days.first() > days.last();
    let mut newest: Vec<(&str, &Mark)> = Vec::new();
    for mark in engagement.marks(Keyword::Approval) {
        let Some(signer) = approval::signer(mark) else {
            continue;
        };
        let known = newest.iter_mut().find(|(other, of)| {
            other.eq_ignore_ascii_case(signer) && of.text.eq_ignore_ascii_case(&mark.text)
        });
        match known {
            Some((_, of)) if mark.day > of.day || (mark.day == of.day && !newest_first) => {
                *of = mark;
            }
            Some(_) => {}
            None => newest.push((signer, mark)),
        }
    }
    newest
}

/// What to do where the section that was approved is not there: the heading that was most likely meant.
fn missing(engagement: &Engagement, section: &str) -> Option<String> {
    let headings = engagement
        .document
        .body
        .headings
        .iter()
        .filter(|heading| heading.level == 2)
        .map(|heading| heading.text.as_str());
    help::nearest(section, headings).map(|meant| {
        format!("did you mean `{meant}`? a section that has got another heading is approved under the new one")
    })
}
