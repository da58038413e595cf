//! From a draft that somebody filled in to the file as it is after the move.

use super::{Plan, carried};
use crate::act::comments::without_comments;
use crate::act::{Deed, Scene, person};
use crate::model::person::bare;
use crate::repo::Failure;
use crate::text::edit::{NewEntry, Value};
use crate::text::log::Entry;
use crate::text::{Body, Document};

/// What became of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finished {
    /// Nothing was answered, so nothing is to be done.
    Nothing,
    /// The move.
    Deed(Deed),
}

/// Makes the move with what a draft says, and these keys and sections besides.
///
/// # Errors
/// Where the draft cannot be read, or what it says cannot be written.
pub fn finish(
    scene: &Scene<'_>,
    plan: &Plan<'_>,
    draft: &str,
    fields: &[(String, String)],
    sections: &[(String, String)],
) -> Result<Finished, Failure> {
    let text = without_comments(draft);
    let draft = Document::parse(text.trim_start().as_bytes());
    let unread = |message: &str| {
        Failure::new(format!("the draft cannot be read: {message}")).hint("nothing was written")
    };
    if let Some(problem) = draft.problems.first() {
        return Err(unread(&problem.message));
    }
    let entry = draft.log.entries.first();
    if plan.is_written() && entry.is_none_or(|entry| is_unanswered(&draft, entry, plan)) {
        return Ok(Finished::Nothing);
    }
    let receiver = receiver(scene, plan, entry)?;
    let mut editor = scene.editor()?;
    let refused = |refusal| scene.refused(&refusal);
    if plan.kind.is_some() {
        editor
            .set(&scene.settings.stage_field, Value::Text(&plan.to.id), None)
            .map_err(refused)?;
    }
    let owner = scene.engagement.owner();
    if let Some(receiver) = &receiver
        && owner.is_none_or(|owner| !owner.eq_ignore_ascii_case(receiver))
    {
        editor
            .set(
                "owner",
                Value::Text(receiver),
                Some(&scene.settings.stage_field),
            )
            .map_err(refused)?;
    }
    for pair in &draft.front_matter.pairs {
        if !pair.value.is_blank() {
            let written = draft.text.get(pair.value.span.range()).unwrap_or_default();
            let block = draft
                .text
                .get(pair.key_span.end..pair.value.span.start)
                .is_some_and(|gap| gap.contains('\n'));
            let line = draft
                .text
                .get(..pair.value.span.start)
                .and_then(|before| before.rsplit('\n').next())
                .unwrap_or_default();
            let value = if block {
                format!("\n{line}{written}")
            } else {
                written.to_owned()
            };
            editor.write_raw(&pair.key, &value, None).map_err(refused)?;
        }
    }
    for (key, value) in fields {
        editor.write(key, value, None).map_err(refused)?;
    }
    for (title, content) in drafted(&draft.text, &draft.body) {
        editor.write_section(&title, &content).map_err(refused)?;
    }
    for (title, content) in sections {
        editor.write_section(title, content).map_err(refused)?;
    }
    if let Some(entry) = entry.filter(|_| plan.is_written()) {
        let body = tidy(draft.text.get(entry.content.range()).unwrap_or_default());
        let index = editor
            .add_entry(&NewEntry {
                day: entry.day.unwrap_or(scene.day),
                title: &entry.title,
                author: entry.author.as_deref(),
                body: &body,
            })
            .map_err(refused)?;
        scene.name_marks(&mut editor, index)?;
    }
    let name = plan.name();
    let who = match (&receiver, plan.changes_owner) {
        (Some(receiver), true) => format!(", now with @{receiver}"),
        _ => String::new(),
    };
    let told = match plan.kind {
        Some(kind) => format!("{}: {name} ({}){who}", scene.engagement.id, kind.word()),
        None => format!("{}: {name}", scene.engagement.id),
    };
    Ok(Finished::Deed(scene.deed(editor, &name, told)))
}

/// Whether an entry answers nothing, where something was asked.
fn is_unanswered(draft: &Document, entry: &Entry, plan: &Plan<'_>) -> bool {
    let own = entry
        .parts
        .iter()
        .filter(|part| part.title != carried::HEADING)
        .all(|part| draft.body.prose_text(&draft.text, part.content).is_empty());
    own && !plan.questions.is_empty()
}

/// Who takes over: the draft may say it otherwise than it was planned.
fn receiver(
    scene: &Scene<'_>,
    plan: &Plan<'_>,
    entry: Option<&Entry>,
) -> Result<Option<String>, Failure> {
    let written = entry
        .and_then(|entry| entry.field("to"))
        .map(|field| bare(&field.value))
        .filter(|value| !value.is_empty());
    match written {
        Some(name) => person::handle(scene.settings, name).map(Some),
        None => Ok(plan.receiver.clone()),
    }
}

/// The sections of a draft that say something, but the log.
fn drafted(text: &str, body: &Body) -> Vec<(String, String)> {
    body.headings
        .iter()
        .enumerate()
        .filter(|(_, heading)| heading.level == 2 && !heading.text.eq_ignore_ascii_case("log"))
        .filter_map(|(index, heading)| {
            let section = body.section_of_heading(index)?;
            let content = text.get(section.content.range())?.trim();
            (!content.is_empty()).then(|| (heading.text.clone(), content.to_owned()))
        })
        .collect()
}

/// A text with one blank line where there were several, but in code.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let (mut code, mut blank) = (false, false);
    for line in text.lines() {
        let start = line.trim_start();
        if start.starts_with("```") || start.starts_with("~~~") {
            code = !code;
        }
        let empty = start.is_empty();
        if !(empty && blank && !code) {
            tidied.push_str(line);
            tidied.push('\n');
        }
        blank = empty;
    }
    tidied
}
