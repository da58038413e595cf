//! One mark, added to today's entry.

use super::{Deed, Scene, fresh};
use crate::check::lack::shortened;
use crate::repo::Failure;
use crate::text::Keyword;
use crate::text::edit::NewMark;

/// Adds a mark to today's entry, with an id where those of its kind are named.
///
/// # Errors
/// Where its id is taken, or it would not be read as it is meant.
pub fn add(scene: &Scene<'_>, mark: NewMark) -> Result<Deed, Failure> {
    let mut mark = mark;
    let document = &scene.engagement.document;
    match &mark.id {
        Some(id)
            if document
                .log
                .marks()
                .any(|other| other.id.as_ref() == Some(id)) =>
        {
            return Err(Failure::new(format!("`^{id}` names another mark already"))
                .hint("choose another id, or leave `--id` out"));
        }
        Some(id) if !is_id(id) => {
            return Err(Failure::new(format!("`{id}` cannot be an id"))
                .hint("an id is of letters, digits and hyphens, such as `k7q4`"));
        }
        Some(_) => {}
        None if is_named(mark.keyword) => mark.id = Some(fresh(document, scene.seed)),
        None => {}
    }
    let mut editor = scene.editor()?;
    let entry = scene.entry_of_today(&mut editor)?;
    editor
        .add_mark(entry, &mark)
        .map_err(|refusal| scene.refused(&refusal))?;
    let what = format!("{}: {}", mark.keyword, shortened(&mark.text));
    let line = editor
        .document()
        .log
        .marks()
        .find(|own| {
            own.id.is_some() && own.id == mark.id || mark.id.is_none() && own.text == mark.text
        })
        .and_then(|own| editor.document().text.get(own.span.range()))
        .map_or_else(|| what.clone(), |written| written.replace('\r', ""));
    Ok(scene.deed(editor, &what, line))
}

/// Whether marks of this kind are referred to later, and so have a name.
pub(super) const fn is_named(keyword: Keyword) -> bool {
    matches!(
        keyword,
        Keyword::Promise | Keyword::Decision | Keyword::Question | Keyword::Waiver
    )
}

fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id
            .chars()
            .all(|sign| sign.is_ascii_alphanumeric() || sign == '-')
}

/// Puts an attribute where the text of a mark has none of that name.
pub(super) fn set(mark: &mut NewMark, name: &str, value: Option<String>) {
    let Some(value) = value else { return };
    if name != "supersedes" {
        mark.attributes.retain(|(own, _)| own != name);
    }
    let at = if name == "by" {
        0
    } else {
        mark.attributes.len()
    };
    mark.attributes.insert(at, (name.to_owned(), value));
}

/// Who makes a mark: those named, else those of its text, else whoever acts.
pub(super) fn set_by(
    mark: &mut NewMark,
    scene: &Scene<'_>,
    named: &[String],
) -> Result<(), Failure> {
    if !named.is_empty() {
        mark.attributes.retain(|(own, _)| own != "by");
        for (at, name) in named.iter().enumerate() {
            let by = super::person::named(scene.settings, name)?;
            mark.attributes.insert(at, ("by".to_owned(), by));
        }
        return Ok(());
    }
    if mark.attributes.iter().all(|(own, _)| own != "by") {
        match scene.person {
            Some(person) => set(mark, "by", Some(format!("@{person}"))),
            None => return Err(nobody()),
        }
    }
    Ok(())
}

/// Nobody knows who acts.
pub(super) fn nobody() -> Failure {
    Failure::new("`orbit.yml` names nobody with the address that git has for you")
        .hint("say who it is: `--by HANDLE`")
        .hint("or add yourself below `people` in `orbit.yml`")
}
