//! The verdict over a set of changes.

use std::collections::HashMap;

use rayon::prelude::*;

use super::MANY;
use super::rules::{RULES, Rule};
use super::{Context, Found, Subject, help};
use crate::finding::{Finding, Severity};
use crate::model::Change;
use crate::model::change::Movement;

/// Judges what a commit did to each engagement. Findings come in the order of the changes, and within one by place.
#[must_use]
pub fn judge(changes: &[Change<'_>], context: &Context<'_>) -> Vec<Finding> {
    judge_by(RULES, changes, context)
}

/// The same under some of the rules.
#[must_use]
pub fn judge_by(rules: &[&Rule], changes: &[Change<'_>], context: &Context<'_>) -> Vec<Finding> {
    let judge = |change| one(rules, change, context);
    // A hook with its one file is done before threads would have begun.
    let findings: Vec<_> = if changes.len() < MANY {
        changes.iter().map(judge).collect()
    } else {
        changes.par_iter().map(judge).collect()
    };
    findings.concat()
}

fn one(rules: &[&Rule], change: &Change<'_>, context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in rules {
        let Some(usual) = context.settings.severity(rule.code, rule.severity) else {
            continue;
        };
        let after = run(
            rule,
            &Subject {
                engagement: change.after,
                change: Some(change),
                context,
            },
        );
        if after.is_empty() {
            continue;
        }
        let before = if change.movement() == Movement::Stays {
            known(rule, change, context)
        } else {
            HashMap::new()
        };
        for found in after {
            let severity = found.severity.map_or(usual, |own| own.min(usual));
            let old = before
                .get(&found.subject)
                .is_some_and(|old| old.map_or(usual, |own| own.min(usual)) >= severity);
            let severity = if old || !change.touched {
                severity.min(Severity::Warning)
            } else {
                severity
            };
            findings.push(Finding {
                code: rule.code,
                severity,
                engagement: Some(change.after.id.clone()),
                path: change.after.path.clone(),
                span: found.span,
                message: found.message,
                help: found.help,
                need: found.need,
                commit: None,
            });
        }
    }
    // At one place they stay in the order of the rules, and needs in that of the workflow.
    findings.sort_by_key(|finding| finding.span);
    // The ways out are the same for all that is wrong with one engagement: they stand once, behind its last error.
    if let Some(last) = findings
        .iter_mut()
        .rev()
        .find(|finding| finding.severity == Severity::Error)
    {
        last.help = format!("{}\n{}", last.help.trim_end(), help::ways(change, context));
    }
    findings
}

/// What the rule said of the versions before, by subject with the severity it gave.
fn known(
    rule: &Rule,
    change: &Change<'_>,
    context: &Context<'_>,
) -> HashMap<String, Option<Severity>> {
    change
        .before
        .iter()
        .flat_map(|before| {
            run(
                rule,
                &Subject {
                    engagement: before,
                    change: None,
                    context,
                },
            )
        })
        .map(|found| (found.subject, found.severity))
        .collect()
}

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    (rule.run)(subject, &mut found);
    found
}
