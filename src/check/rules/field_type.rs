//! A typed field with a value of another type.

use super::{Found, Rule, Run, Subject};
use crate::finding::Severity;
use crate::text::placeholder::is_placeholder;

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "field-type",
    page: include_str!("field-type.md"),
    severity: Severity::Error,
    run: Run::Engagement(run),
};

fn run(subject: &Subject<'_>, found: &mut Vec<Found>) {
    let engagement = subject.engagement;
    let Some(workflow) = engagement.workflow(subject.context.settings) else {
        return;
    };
    if !engagement.document.front_matter.valid {
        return;
    }
    for (name, r#type) in &workflow.fields {
        let Some(value) = engagement.value(name) else {
            continue;
        };
        // What is empty or a placeholder is not of another type, it is missing: that is a need's matter.
        let blank = value.is_blank() || value.as_str().is_some_and(is_placeholder);
        if blank || r#type.accepts(value) {
            continue;
        }
        found.push(Found::new(
            value.span,
            name,
            format!(
                "`{name}` is `{}`, not {}",
                value.display(),
                r#type.describe()
            ),
            format!(
                "write {} behind `{name}:`; workflow `{}` says what type it has",
                r#type.describe(),
                workflow.name
            ),
        ));
    }
}
