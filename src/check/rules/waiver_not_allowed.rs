//! A waiver of a need that nobody may waive, or not the one who signed or committed it.

use std::collections::HashSet;

use super::need_unmet::may_waive;
use super::{Found, Rule, Run, Subject, told};
use crate::finding::Severity;
use crate::model::marks::Waiver;
use crate::model::need::{Need, Waivable};
use crate::model::words::list;
use crate::text::{Keyword, Mark};

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "waiver-not-allowed",
    page: include_str!("waiver-not-allowed.md"),
    severity: Severity::Error,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let (engagement, context) = (subject.engagement, subject.context);
    let known: HashSet<String> = subject
        .change
        .iter()
        .flat_map(|change| &change.before)
        .flat_map(|before| before.marks(Keyword::Waiver))
        .filter(|before| before.ticked != Some(true))
        .map(name)
        .collect();
    for mark in engagement.marks(Keyword::Waiver) {
        let waiver = Waiver { mark };
        let needs = needs(subject, &mark.text);
        if needs.is_empty() || !waiver.holds(context.day) {
            continue;
        }
        let span = mark
            .attribute("by")
            .map_or(mark.text_span, |by| by.value_span);
        let refused = |need: &&Need| !may_waive(need, waiver, subject);
        if let Some(need) = needs.iter().copied().find(refused)
            && needs.iter().all(refused)
        {
            let signer = waiver
                .by()
                .map_or_else(|| "this waiver".to_owned(), |by| format!("@{by}"));
            found.push(Found::new(
                span,
                name(mark),
                match &need.waivable {
                    Waivable::Roles(_) => format!("{signer} may not waive `{}`", mark.text),
                    _ => format!("`{}` cannot be waived", mark.text),
                },
                help(need, subject),
            ));
        } else if !known.contains(&name(mark))
            && let Some((author, need)) = granted_for_another(subject, &needs)
        {
            found.push(Found::new(
                span,
                format!("{} by @{author}", name(mark)),
                format!(
                    "@{author} makes this commit and may not waive `{}`",
                    mark.text
                ),
                help(need, subject),
            ));
        }
    }
}

/// The needs that a waiver of this name is of: the stage's own, else the first of the workflow.
fn needs<'a>(subject: &Subject<'a>, key: &str) -> Vec<&'a Need> {
    let settings = subject.context.settings;
    let of_key = |need: &&Need| need.key.eq_ignore_ascii_case(key);
    let own: Vec<&Need> = subject
        .engagement
        .stage(settings)
        .map(|stage| stage.needs.iter().filter(of_key).collect())
        .unwrap_or_default();
    if !own.is_empty() {
        return own;
    }
    let elsewhere = subject.engagement.workflow(settings).and_then(|workflow| {
        workflow
            .stages
            .iter()
            .flat_map(|stage| &stage.needs)
            .find(of_key)
    });
    elsewhere.into_iter().collect()
}

/// Who makes the commit, where only others may grant a new waiver of these needs, and the need that says so.
fn granted_for_another<'a>(
    subject: &Subject<'a>,
    needs: &[&'a Need],
) -> Option<(&'a str, &'a Need)> {
    subject.change.filter(|change| change.touched)?;
    let author = subject.context.person()?;
    let may = |need: &&&Need| match &need.waivable {
        Waivable::Roles(roles) => author
            .role
            .as_ref()
            .is_some_and(|role| roles.contains(role)),
        Waivable::Anybody => true,
        Waivable::Nobody => false,
    };
    let refused = needs.iter().find(|need| !may(need))?;
    (!needs.iter().any(|need| may(&need))).then_some((author.handle.as_str(), *refused))
}

/// What tells one waiver from another of the same need.
fn name(mark: &Mark) -> String {
    let waiver = Waiver { mark };
    format!(
        "{} {} {:?}",
        told::subject(mark),
        waiver.by().unwrap_or_default().to_lowercase(),
        waiver.until()
    )
}

fn help(need: &Need, subject: &Subject<'_>) -> String {
    let other = "or leave the engagement in the stage where it is, or pause it";
    let Waivable::Roles(roles) = &need.waivable else {
        return format!("meet the need: {}\n{other}", need.describe());
    };
    let people: Vec<&str> = subject
        .context
        .settings
        .people
        .iter()
        .filter(|person| {
            person
                .role
                .as_ref()
                .is_some_and(|role| roles.contains(role))
        })
        .map(|person| person.handle.as_str())
        .collect();
    let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
    let who = if people.is_empty() {
        "nobody in `orbit.yml` has it yet".to_owned()
    } else {
        format!("that is {}", list(&people))
    };
    format!(
        "it takes the role {}, and {who}; they write the waiver with their own reason, in a commit of their own\n{other}",
        list(&roles)
    )
}
