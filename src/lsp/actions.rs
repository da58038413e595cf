//! Quick fixes: what an editor can write at once for what is wrong at a place, and for the mark that stands there.

mod acts;
mod need;

use lsp_types::TextEdit;

use super::diagnostics::diagnostic;
use super::hover::findings;
use super::messages::{CodeAction, WorkspaceEdit};
use super::view::View;
use crate::finding::Finding;
use crate::span::Span;
use crate::text::Document;
use crate::text::edit::{self, Editor, NewEntry};

/// What can be done about a part of a file, the likeliest first.
#[must_use]
pub fn of(view: &View<'_>, span: Span) -> Vec<CodeAction> {
    let Some(engagement) = &view.engagement else {
        return Vec::new();
    };
    let mut actions = Vec::new();
    for finding in findings(view.studio, view) {
        if finding.span.start > span.end || span.start > finding.span.end {
            continue;
        }
        let fixes = match finding.code {
            "need-unmet" | "waiver-expired" => {
                let mut fixes = need::fixes(view, engagement, &finding);
                let key = finding.need.as_deref();
                fixes.extend(key.and_then(|key| acts::waiver(view, engagement, key)));
                fixes
            }
            "handoff-unaccepted" => acts::acceptance(view, engagement).into_iter().collect(),
            "handoff-missing" => handoff(&engagement.document, view, &finding)
                .into_iter()
                .collect(),
            _ => Vec::new(),
        };
        let fixes = fixes.into_iter().enumerate();
        actions.extend(fixes.filter_map(|(at, fix)| fix.action(view, Some(&finding), at == 0)));
    }
    let names = acts::names(view, engagement, span).into_iter();
    actions.extend(names.filter_map(|fix| fix.action(view, None, false)));
    actions
}

/// Something to be done: what it is called, and the text that it makes.
pub(super) struct Fix {
    title: String,
    text: String,
}

impl Fix {
    /// An edit of the document, as far as it can be made.
    fn edit(
        view: &View<'_>,
        title: impl Into<String>,
        edit: impl FnOnce(&mut Editor) -> Result<(), edit::Refusal>,
    ) -> Option<Self> {
        let mut editor = Editor::new(view.engagement.as_ref()?.document.clone()).ok()?;
        edit(&mut editor).ok()?;
        Some(Self {
            title: title.into(),
            text: editor.finish(),
        })
    }

    fn action(self, view: &View<'_>, mends: Option<&Finding>, first: bool) -> Option<CodeAction> {
        let (span, with) = edit::difference(view.text, &self.text);
        if span.is_empty() && with.is_empty() {
            return None;
        }
        let edit = TextEdit::new(view.lines.range(span), with.to_owned());
        Some(CodeAction {
            title: self.title,
            kind: "quickfix",
            diagnostics: mends
                .map(|finding| diagnostic(finding, &view.lines))
                .into_iter()
                .collect(),
            is_preferred: first && mends.is_some(),
            edit: WorkspaceEdit::of(view.uri, &[edit]),
        })
    }
}

/// The entry of the handoff that is missing, as the finding's help has it.
fn handoff(document: &Document, view: &View<'_>, finding: &Finding) -> Option<Fix> {
    let entry: String = finding
        .help
        .lines()
        .skip_while(|line| !line.starts_with("  ### "))
        .map_while(|line| line.strip_prefix("  "))
        .map(|line| format!("{}\n", line.trim_end()))
        .collect();
    let (heading, body) = entry.split_once('\n')?;
    let title = heading.strip_prefix("### ")?.split_once(' ')?.1;
    // What is to be answered stands below its question, with room for it.
    let body =
        body.trim()
            .replace("\n\n#### ", "\n\n\n\n#### ")
            .replacen("\n\n\n\n#### ", "\n\n#### ", 1);
    let has_log = document.log.section.is_some();
    let what = if has_log {
        "Write"
    } else {
        "Begin the log with"
    };
    Fix::edit(view, format!("{what} the entry `{title}`"), |editor| {
        let entry = NewEntry {
            day: view.day,
            title,
            author: None,
            body: &body,
        };
        editor.add_entry(&entry).map(|_| ())
    })
}
