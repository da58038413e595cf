//! An open promise whose day has passed.

use super::{Found, Rule, Run, Subject, told};
use crate::check::help;
use crate::finding::Severity;
use crate::model::words::count;
use crate::text::By;

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "promise-overdue",
    page: include_str!("promise-overdue.md"),
    severity: Severity::Warning,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let today = subject.context.day;
    for promise in subject.engagement.open_promises() {
        let (Some(due), Some(day)) = (promise.attribute("due"), promise.day_of("due")) else {
            continue;
        };
        if day >= today {
            continue;
        }
        let late = usize::try_from(today.days_since(day)).unwrap_or_default();
        let way = match promise.by().next() {
            Some(By::Outside(name)) => format!(
                "ask {name} for it; when it has come, tick it and say so in its parentheses\n  kept {today}"
            ),
            _ if promise.id.is_some() => {
                let id = help::quoted(&subject.engagement.id);
                let mark = promise.id.as_deref().unwrap_or_default();
                format!(
                    "if it was kept:\n  orbit settle {id} ^{mark} --kept\nif it was not, tell whoever waits for it; then one of these:\n  orbit settle {id} ^{mark} --broken --because '…'\n  orbit settle {id} ^{mark} --released --because '…'"
                )
            }
            _ => format!(
                "if it was kept, tick it and say so in its parentheses\n  kept {today}\nif it was not, tell whoever waits for it; then tick it with `broken {today}` or `released {today}` and its `because`, or with `replaced ^…` and a new promise in today's entry"
            ),
        };
        found.push(Found::new(
            due.value_span,
            told::subject(promise),
            format!(
                "the promise {} is {} overdue",
                told::quoted(promise),
                count(late, "day")
            ),
            way,
        ));
    }
}
