//! The verdict over a commit: what stands after it, what stood before it, and who changed the settings.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::MANY;
use super::rules::{RULES, Rule, Run};
use super::{Context, Found, Recall, Subject, help};
use crate::finding::{Finding, Severity};
use crate::model::change::{Movement, SettingsChange};
use crate::model::{Change, Commit, Engagement};
use crate::span::Span;

/// Judges what a commit did. Findings come by file, and within one by place.
#[must_use]
pub fn judge(commit: &Commit<'_>, context: &Context<'_>) -> Vec<Finding> {
    judge_by(RULES, commit, context)
}

/// The same under some of the rules.
#[must_use]
pub fn judge_by(rules: &[&Rule], commit: &Commit<'_>, context: &Context<'_>) -> Vec<Finding> {
    let judge = |change| state(rules, change, context);
    // A hook with its one file is done before threads would have begun.
    let states: Vec<_> = if commit.changes.len() < MANY {
        commit.changes.iter().map(judge).collect()
    } else {
        commit.changes.par_iter().map(judge).collect()
    };
    let mut findings = states.concat();
    for rule in rules {
        match rule.run {
            Run::Engagement(_) => {}
            Run::Memory(run) => memory(rule, run, commit, context, &mut findings),
            Run::Settings(run) => settings(rule, run, commit, context, &mut findings),
        }
    }
    // At one place they stay in the order of the rules, and needs in that of the workflow.
    findings.sort_by(|a, b| order(a).cmp(&order(b)));
    for change in &commit.changes {
        // The ways out are the same for all that is wrong with one engagement: they stand once, behind its last error.
        let last = findings.iter_mut().rev().find(|finding| {
            finding.severity == Severity::Error && finding.path == change.after.path
        });
        if let Some(last) = last {
            last.help = format!("{}\n{}", last.help.trim_end(), help::ways(change, context));
        }
    }
    findings
}

/// Judges an engagement that the commit at hand does not touch: what is wrong with it weighs no more than a warning. Findings come by place.
#[must_use]
pub fn aside(engagement: &Engagement, context: &Context<'_>) -> Vec<Finding> {
    let change = Change {
        after: engagement,
        before: Vec::new(),
        touched: false,
    };
    let mut findings = state(RULES, &change, context);
    findings.sort_by(|a, b| order(a).cmp(&order(b)));
    findings
}

fn order(finding: &Finding) -> (&str, Span) {
    (&finding.path, finding.span)
}

/// What stands after the commit.
fn state(rules: &[&Rule], change: &Change<'_>, context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in rules {
        let Run::Engagement(run) = rule.run else {
            continue;
        };
        let Some(usual) = context.settings.severity(rule.code, rule.severity) else {
            continue;
        };
        let mut after = Vec::new();
        let subject = Subject {
            engagement: change.after,
            change: Some(change),
            context,
        };
        run(&subject, &mut after);
        if after.is_empty() {
            continue;
        }
        let before = if change.movement() == Movement::Stays {
            known(run, change, context)
        } else {
            HashMap::new()
        };
        for found in after {
            let severity = weight(&found, usual);
            let old = before
                .get(&found.subject)
                .is_some_and(|old| old.map_or(usual, |own| own.min(usual)) >= severity);
            let severity = if old || !change.touched {
                severity.min(Severity::Warning)
            } else {
                severity
            };
            findings.push(finding(rule, Some(change.after), None, severity, found));
        }
    }
    findings
}

/// What stood before it. What several parents of a merge miss is one finding.
fn memory(
    rule: &Rule,
    run: fn(&Recall<'_>, &mut Vec<Found>),
    commit: &Commit<'_>,
    context: &Context<'_>,
    findings: &mut Vec<Finding>,
) {
    let Some(usual) = context.settings.severity(rule.code, rule.severity) else {
        return;
    };
    let mut told = HashSet::new();
    for passage in &commit.passages {
        let recall = Recall {
            passage,
            commit,
            context,
        };
        let mut losses = Vec::new();
        run(&recall, &mut losses);
        let engagement = passage.after.unwrap_or(passage.before);
        for found in losses {
            if told.insert((engagement.path.as_str(), found.subject.clone())) {
                let severity = weight(&found, usual);
                findings.push(finding(rule, Some(engagement), None, severity, found));
            }
        }
    }
}

/// What became of the settings. Those from before the commit say what that weighs, so that no commit excuses itself.
fn settings(
    rule: &Rule,
    run: fn(&SettingsChange<'_>, &Context<'_>, &mut Vec<Found>),
    commit: &Commit<'_>,
    context: &Context<'_>,
    findings: &mut Vec<Finding>,
) {
    for change in &commit.settings {
        let former = change.before.iter().filter_map(|before| before.settings);
        let usual = former
            .filter_map(|settings| settings.severity(rule.code, rule.severity))
            .max();
        let Some(usual) = usual else {
            continue;
        };
        let mut all = Vec::new();
        run(change, context, &mut all);
        for found in all {
            let severity = weight(&found, usual);
            findings.push(finding(rule, None, Some(&change.path), severity, found));
        }
    }
}

fn weight(found: &Found, usual: Severity) -> Severity {
    found.severity.map_or(usual, |own| own.min(usual))
}

fn finding(
    rule: &Rule,
    engagement: Option<&Engagement>,
    path: Option<&str>,
    severity: Severity,
    found: Found,
) -> Finding {
    let own = engagement.map(|engagement| engagement.path.as_str());
    Finding {
        code: rule.code,
        severity,
        engagement: engagement.map(|engagement| engagement.id.clone()),
        path: own.or(path).unwrap_or_default().to_owned(),
        span: found.span,
        message: found.message,
        help: found.help,
        need: found.need,
        commit: None,
    }
}

/// What the rule said of the versions before, by subject with the severity it gave.
fn known(
    run: fn(&Subject<'_>, &mut Vec<Found>),
    change: &Change<'_>,
    context: &Context<'_>,
) -> HashMap<String, Option<Severity>> {
    let mut found = Vec::new();
    for before in &change.before {
        let subject = Subject {
            engagement: before,
            change: None,
            context,
        };
        run(&subject, &mut found);
    }
    found
        .into_iter()
        .map(|found| (found.subject, found.severity))
        .collect()
}
