//! An engagement that is deleted, taken out of sight or emptied while it is neither done nor lost.

use super::{Found, Recall, Rule, Run};
use crate::check::help;
use crate::finding::Severity;
use crate::model::words::count;
use crate::model::{Engagement, Stage, StageKind};

/// The rule.
pub(super) const RULE: Rule = Rule {
    code: "engagement-removed",
    page: include_str!("engagement-removed.md"),
    severity: Severity::Error,
    run: Run::Memory(run),
};

fn run(recall: &Recall<'_>, found: &mut Vec<Found>) {
    if !recall.is_removed() {
        return;
    }
    let before = recall.passage.before;
    let stage = before.stage.as_deref().unwrap_or_default();
    let title = before.title();
    let (how, back) = match recall.passage.after {
        Some(_) => ("is emptied", "take it as it was"),
        None => match recall.context.tree.holds(&before.path) {
            Ok(true) => (
                "stands where `engagements` in `orbit.yml` does not look any more",
                "let Orbit look there again, or take it as it was",
            ),
            _ => ("is taken away", "bring it back"),
        },
    };
    let message = format!("“{title}” {how} in the stage `{stage}`, neither done nor lost");
    let settings = recall.passage.settings.unwrap_or(recall.context.settings);
    let ends: Vec<&str> = before.workflow(settings).map_or_else(Vec::new, |workflow| {
        let ends = |stage: &&Stage| {
            matches!(
                stage.kind,
                StageKind::Done | StageKind::Lost | StageKind::Waiting
            )
        };
        workflow
            .stages
            .iter()
            .filter(ends)
            .map(|stage| stage.id.as_str())
            .collect()
    });
    let end = if ends.is_empty() {
        "give it its end".to_owned()
    } else {
        let ends: Vec<String> = ends.iter().map(|end| format!("`{end}`")).collect();
        format!("give it its end, in {}", ends.join(" or "))
    };
    let promises = before.open_promises().count();
    let owed = match promises {
        0 => String::new(),
        open => format!(
            "{} in it {} open\n",
            count(open, "promise"),
            if open == 1 { "is" } else { "are" }
        ),
    };
    let path = help::quoted(&before.path);
    let help = format!(
        "{owed}{back}:\n  git checkout HEAD -- {path}\nand {end}; or move all its entries into another engagement in the same commit"
    );
    let span = recall.passage.after.map(Engagement::stage_span);
    found.push(recall.found(span, "removed".to_owned(), message, help));
}
