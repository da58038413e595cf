//! The rules, a file each with its page beside it, and the one list of them. `explain`, the site's pages and every report follow from the list.

mod approval_stale;
mod date_invalid;
mod decision_rewritten;
mod decision_unreviewed;
mod engagement_removed;
mod entry_undated;
mod field_type;
mod file_too_large;
mod front_matter_invalid;
mod front_matter_missing;
mod handoff_incomplete;
mod handoff_missing;
mod handoff_unaccepted;
mod id_duplicate;
mod key_duplicate;
mod link_broken;
mod log_rewritten;
mod mark_malformed;
mod mark_unknown;
mod need_unmet;
mod not_utf8;
mod person_unknown;
mod promise_overdue;
mod promise_removed;
mod promise_undated;
mod promise_unowned;
mod settings_not_allowed;
mod stage_missing;
mod stage_skipped;
mod stage_unknown;
mod stale;
mod told;
mod transition_not_allowed;
mod waiver_expired;
mod waiver_not_allowed;
mod waiver_unexplained;
mod wake_passed;
mod workflow_unknown;

use super::{Context, Found, Recall, Subject};
use crate::finding::Severity;
use crate::model::change::SettingsChange;
use crate::text::ProblemKind;

/// One rule.
pub struct Rule {
    /// Its stable code.
    pub code: &'static str,
    /// Its page, in Markdown: what it finds, why, an example that fails, the same mended, the way forward.
    pub page: &'static str,
    /// Its severity where neither the studio nor the finding says another.
    pub severity: Severity,
    /// Looks for it.
    pub run: Run,
}

/// What a rule looks at, one after another.
#[derive(Debug, Clone, Copy)]
pub enum Run {
    /// The engagements that stand after the commit.
    Engagement(fn(&Subject<'_>, &mut Vec<Found>)),
    /// The engagements that stood before it, and what became of them.
    Memory(fn(&Recall<'_>, &mut Vec<Found>)),
    /// The files of the settings that it changed.
    Settings(fn(&SettingsChange<'_>, &Context<'_>, &mut Vec<Found>)),
}

impl Rule {
    /// What it finds, in a line: the first paragraph of its page.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        self.page
            .lines()
            .skip(1)
            .find(|line| !line.is_empty())
            .unwrap_or_default()
    }
}

/// Every rule.
pub const RULES: &[&Rule] = &[
    &file_too_large::RULE,
    &not_utf8::RULE,
    &front_matter_missing::RULE,
    &front_matter_invalid::RULE,
    &key_duplicate::RULE,
    &workflow_unknown::RULE,
    &stage_missing::RULE,
    &stage_unknown::RULE,
    &transition_not_allowed::RULE,
    &stage_skipped::RULE,
    &handoff_missing::RULE,
    &handoff_incomplete::RULE,
    &handoff_unaccepted::RULE,
    &need_unmet::RULE,
    &field_type::RULE,
    &promise_removed::RULE,
    &decision_rewritten::RULE,
    &log_rewritten::RULE,
    &engagement_removed::RULE,
    &settings_not_allowed::RULE,
    &promise_unowned::RULE,
    &promise_undated::RULE,
    &promise_overdue::RULE,
    &approval_stale::RULE,
    &decision_unreviewed::RULE,
    &waiver_expired::RULE,
    &waiver_not_allowed::RULE,
    &waiver_unexplained::RULE,
    &mark_malformed::RULE,
    &mark_unknown::RULE,
    &id_duplicate::RULE,
    &date_invalid::RULE,
    &person_unknown::RULE,
    &link_broken::RULE,
    &entry_undated::RULE,
    &stale::RULE,
    &wake_passed::RULE,
];

/// The rule with this code.
#[must_use]
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code).copied()
}

/// Turns a file's problems of one kind into findings; their messages without digits tell them apart, because lines shift.
fn problems(subject: &Subject<'_>, kind: ProblemKind, help: &str, found: &mut Vec<Found>) {
    for problem in subject
        .engagement
        .document
        .problems
        .iter()
        .filter(|problem| problem.kind == kind)
    {
        let name: String = problem
            .message
            .chars()
            .filter(|c| !c.is_ascii_digit())
            .collect();
        found.push(Found::new(
            problem.span,
            name,
            problem.message.clone(),
            help,
        ));
    }
}

#[cfg(test)]
mod pages;
