//! What keeps an engagement from a move, each with the standard and what can be done.

use super::Plan;
use crate::act::Scene;
use crate::finding::{Finding, Severity};
use crate::model::marks::{Outcome, is_answered, is_somebodys, outcome};
use crate::model::need::{NeedKind, Promises, Waivable};
use crate::model::standard;
use crate::model::{Need, Person};
use crate::repo::Failure;
use crate::span::Position;
use crate::text::edit::Value;
use crate::text::{Keyword, Mark};

/// One thing that keeps it from the move.
#[derive(Debug, Clone)]
pub struct Missing {
    /// What is missing, in the guard's words.
    pub message: String,
    /// The need's key, where a need does not hold.
    pub key: Option<String>,
    /// Why it is asked for.
    pub because: Option<String>,
    /// The standard's file and its paragraph on it.
    pub standard: Option<(String, String)>,
    /// How it is filled in.
    pub fill: Fill,
    /// What to type to waive it.
    pub waive: Option<String>,
}

/// How something missing is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fill {
    /// A front-matter key, in the draft of the handoff or with `--set`.
    Key(String),
    /// A section, in the draft or with `--section`.
    Section(String),
    /// Somewhere else: what to type or to change, a line each.
    Elsewhere(Vec<String>),
}

/// The file as it would be if nothing but the stage changed, and these keys: what the guard is asked about.
///
/// # Errors
/// Where it cannot be written.
pub fn probe(
    scene: &Scene<'_>,
    plan: &Plan<'_>,
    fields: &[(String, String)],
    sections: &[(String, String)],
) -> Result<String, Failure> {
    let mut editor = scene.editor()?;
    let refused = |refusal| scene.refused(&refusal);
    editor
        .set(&scene.settings.stage_field, Value::Text(&plan.to.id), None)
        .map_err(refused)?;
    for (key, value) in fields {
        editor.write(key, value, None).map_err(refused)?;
    }
    for (title, content) in sections {
        editor.write_section(title, content).map_err(refused)?;
    }
    Ok(editor.finish())
}

/// What the guard found against the move, without what the handoff's entry itself will mend.
#[must_use]
pub fn missing(
    scene: &Scene<'_>,
    plan: &Plan<'_>,
    findings: &[Finding],
    text: &str,
    standard: &dyn Fn(&str) -> Option<String>,
) -> Vec<Missing> {
    const WRITTEN: [&str; 3] = ["handoff-missing", "handoff-incomplete", "stage-skipped"];
    findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error && !WRITTEN.contains(&finding.code))
        .filter(|finding| finding.path == scene.engagement.path)
        .map(|finding| {
            let need = finding.need.as_ref().and_then(|key| {
                let mut needs = plan.to.needs.iter();
                needs.find(|need| need.key == *key)
            });
            match need.filter(|_| finding.code == "need-unmet") {
                Some(need) => of_need(scene, plan, need, finding, standard),
                None => other(scene, finding, text),
            }
        })
        .collect()
}

fn other(scene: &Scene<'_>, finding: &Finding, text: &str) -> Missing {
    let id = &scene.engagement.id;
    let steps = if finding.code == "handoff-unaccepted" {
        vec![format!(
            "orbit accept {id}   (by its receiver, in a commit of their own)"
        )]
    } else {
        let line = Position::of(text, finding.span.start).line;
        vec![
            format!("mend it at {}:{line}", scene.engagement.path),
            format!("orbit explain {}", finding.code),
        ]
    };
    Missing {
        message: finding.message.clone(),
        key: None,
        because: None,
        standard: None,
        fill: Fill::Elsewhere(steps),
        waive: None,
    }
}

fn of_need(
    scene: &Scene<'_>,
    plan: &Plan<'_>,
    need: &Need,
    finding: &Finding,
    standard: &dyn Fn(&str) -> Option<String>,
) -> Missing {
    let id = &scene.engagement.id;
    let asked_in = plan.workflow.stage(&need.stage).unwrap_or(plan.to);
    let path = asked_in.standard.clone();
    let quoted = path.and_then(|path| {
        let text = standard(&path)?;
        let mut names = vec![need.key.as_str()];
        names.extend(name(need));
        let paragraph = names
            .into_iter()
            .find_map(|name| standard::paragraph(&text, name))?;
        Some((path, paragraph))
    });
    let waive = (need.waivable != Waivable::Nobody).then(|| {
        let who = match &need.waivable {
            Waivable::Roles(roles) => format!("   ({} may)", roles.join(", ")),
            _ => String::new(),
        };
        format!("orbit waive {id} {} --because …{who}", shell(&need.key))
    });
    Missing {
        message: finding.message.clone(),
        key: Some(need.key.clone()),
        because: need.because.clone(),
        standard: quoted,
        fill: fill(scene, need),
        waive,
    }
}

fn name(need: &Need) -> Option<&str> {
    Some(match &need.kind {
        NeedKind::Field { name, .. } | NeedKind::Link { field: name } => name,
        NeedKind::Section { title, .. } => title,
        NeedKind::Checklist { section } | NeedKind::Approval { section, .. } => section,
        NeedKind::Decision { topic } => topic,
        _ => need.word(),
    })
}

fn fill(scene: &Scene<'_>, need: &Need) -> Fill {
    let engagement = scene.engagement;
    let (id, path) = (&engagement.id, &engagement.path);
    let open = |mark: &&Mark| outcome(mark) == Outcome::Open;
    let promises = || engagement.marks(Keyword::Promise).filter(open);
    let steps = match &need.kind {
        NeedKind::Field { name, .. } | NeedKind::Link { field: name } => {
            return Fill::Key(name.clone());
        }
        NeedKind::Section { title, .. } | NeedKind::Checklist { section: title } => {
            return Fill::Section(title.clone());
        }
        NeedKind::Decision { topic } => {
            vec![format!(
                "orbit decide {id} \"…\" --topic {} --because \"…\"",
                shell(topic)
            )]
        }
        NeedKind::DecisionsResulted => each(
            scene,
            engagement
                .decisions_in_force()
                .into_iter()
                .filter(|mark| mark.attribute("result").is_none()),
            "--result \"…\"",
        ),
        NeedKind::QuestionsAnswered => each(
            scene,
            engagement
                .marks(Keyword::Question)
                .filter(|mark| !is_answered(mark)),
            "--answer \"…\"",
        ),
        NeedKind::Promises(Promises::Settled) => each(scene, promises(), "--kept"),
        NeedKind::Promises(Promises::Owned) => lines(
            scene,
            promises().filter(|mark| !is_somebodys(mark)),
            "say who keeps it, in its parentheses: (@…)",
        ),
        NeedKind::Promises(Promises::Dated) => lines(
            scene,
            promises().filter(|mark| mark.day_of("due").is_none()),
            "give it a day, in its parentheses: due YYYY-MM-DD",
        ),
        NeedKind::Approval { section, by } => {
            let may = |person: &&Person| by.is_none() || person.role.as_ref() == by.as_ref();
            let who: Vec<String> = scene
                .settings
                .people
                .iter()
                .filter(may)
                .map(|person| format!("@{}", person.handle))
                .collect();
            let handle = who.first().map_or("@…", String::as_str);
            vec![
                format!(
                    "orbit log {id} \"{section} approved\" -m \"- approval: {section} ({handle})\" --commit"
                ),
                format!(
                    "by somebody who did not write it, in a commit of their own: {}",
                    if who.is_empty() {
                        "nobody has that role yet".to_owned()
                    } else {
                        who.join(", ")
                    }
                ),
            ]
        }
        NeedKind::Expr { expr, .. } => vec![format!("change {path} so that this holds: {expr}")],
    };
    Fill::Elsewhere(steps)
}

/// One command for each mark that has to be settled.
fn each<'m>(scene: &Scene<'_>, marks: impl Iterator<Item = &'m Mark>, with: &str) -> Vec<String> {
    let id = &scene.engagement.id;
    marks
        .map(|mark| match &mark.id {
            Some(name) => format!(
                "orbit settle {id} ^{name} {with}   ({})",
                crate::check::lack::shortened(&mark.text)
            ),
            None => at(
                scene,
                mark,
                "give it an id (` ^…` behind it), and settle it",
            ),
        })
        .collect()
}

fn lines<'m>(scene: &Scene<'_>, marks: impl Iterator<Item = &'m Mark>, what: &str) -> Vec<String> {
    marks.map(|mark| at(scene, mark, what)).collect()
}

fn at(scene: &Scene<'_>, mark: &Mark, what: &str) -> String {
    let engagement = scene.engagement;
    let line = engagement.document.line(mark.span.start);
    format!("{}:{line}: {what}", engagement.path)
}

/// A word as a shell takes it.
fn shell(word: &str) -> String {
    if word
        .chars()
        .all(|sign| sign.is_alphanumeric() || "-_./".contains(sign))
    {
        word.to_owned()
    } else {
        format!("\"{word}\"")
    }
}
