//! A new engagement: its file, with what its first stage needs laid out to be filled in.

use super::{Deed, person};
use crate::day::Day;
use crate::model::need::NeedKind;
use crate::model::standard;
use crate::model::words::{list, nearest};
use crate::model::{Need, Settings, Stage, Workflow};
use crate::repo::Failure;
use crate::text::Document;
use crate::text::edit::{Editor, NewEntry, Refusal, Value};

/// What is begun.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// What it is called: `CLIENT/SLUG`.
    pub id: String,
    /// Its title; that of its slug where nothing is said.
    pub title: Option<String>,
    /// Who has it; whoever acts where nobody is named.
    pub owner: Option<String>,
    /// Its workflow, where it is not the studio's.
    pub workflow: Option<String>,
    /// The stage that it begins in; the first where nothing is said.
    pub stage: Option<String>,
    /// The engagement whose context it continues.
    pub follows: Option<String>,
    /// Front-matter keys with their values.
    pub fields: Vec<(String, String)>,
    /// What its first entry says; none where it is empty.
    pub text: String,
}

/// Where and when it is begun, and by whom.
pub struct Place<'a> {
    /// The studio's settings.
    pub settings: &'a Settings,
    /// The day that counts as today.
    pub day: Day,
    /// Who begins it, as a handle without `@`.
    pub person: Option<&'a str>,
    /// The text of a standard at a path.
    pub standard: &'a dyn Fn(&str) -> Option<String>,
}

/// Lays out the file of a new engagement. Whether one is there already is for whoever writes it to see.
///
/// # Errors
/// Where the name is none, or workflow, stage or owner are not the studio's.
pub fn act(place: &Place<'_>, asked: &Asked) -> Result<Deed, Failure> {
    let settings = place.settings;
    let id = &id_of(settings, &asked.id);
    let path = path(settings, id)?;
    let name = asked.workflow.as_deref().unwrap_or(&settings.workflow);
    let Some(workflow) = settings.workflows.get(name) else {
        return Err(Failure::new(crate::model::settings::unknown_workflow(
            settings, name,
        )));
    };
    let stage = first(workflow, asked.stage.as_deref())?;
    let owner = match &asked.owner {
        Some(owner) => Some(person::handle(settings, owner)?),
        None => place.person.map(str::to_owned),
    };
    let title = asked.title.clone().unwrap_or_else(|| titled(id));
    let text = skeleton(place, settings, workflow, stage);
    let refused =
        |refusal: Refusal| Failure::new(format!("{path}: {refusal}")).hint("nothing was written");
    let mut editor = Editor::new(Document::parse(text.as_bytes())).map_err(refused)?;
    editor
        .set("title", Value::Text(&title), None)
        .map_err(refused)?;
    editor
        .set(&settings.stage_field, Value::Text(&stage.id), None)
        .map_err(refused)?;
    if let Some(owner) = &owner {
        editor
            .set("owner", Value::Text(owner), Some(&settings.stage_field))
            .map_err(refused)?;
    }
    if asked
        .workflow
        .as_ref()
        .is_some_and(|own| *own != settings.workflow)
    {
        editor
            .set("workflow", Value::Text(name), Some("title"))
            .map_err(refused)?;
    }
    if let Some(follows) = &asked.follows {
        editor
            .set("follows", Value::Text(follows), None)
            .map_err(refused)?;
    }
    for (key, value) in &asked.fields {
        editor.write(key, value, None).map_err(refused)?;
    }
    if !asked.text.trim().is_empty() {
        editor
            .add_entry(&NewEntry {
                day: place.day,
                title: "Begun",
                author: place.person,
                body: &asked.text,
            })
            .map_err(refused)?;
    }
    Ok(Deed {
        engagement: id.clone(),
        message: format!("{id}: new, {}", stage.id),
        told: format!("made `{path}`, in {}", stage.id),
        text: editor.finish(),
        path,
    })
}

/// The id that is asked for: of a path below a folder of engagements, the one that it gives.
fn id_of(settings: &Settings, asked: &str) -> String {
    let sources = &settings.sources;
    let path = format!("{asked}.md");
    match sources.id(&path) {
        Some(id) if id != asked && sources.place(&id).as_ref() == Some(&path) => id,
        _ => asked.to_owned(),
    }
}

/// The file that an engagement of this id has.
fn path(settings: &Settings, id: &str) -> Result<String, Failure> {
    let odd = |part: &str| {
        part.is_empty()
            || part.starts_with(['.', '-'])
            || part
                .chars()
                .any(|sign| sign.is_control() || "\\:*?\"<>|".contains(sign))
    };
    if id.split('/').any(odd) || id.ends_with(".md") {
        return Err(
            Failure::new(format!("`{id}` cannot be the name of an engagement"))
                .hint("write the client and a short name for the work, such as `acme/rebrand`"),
        );
    }
    let found = settings.sources.place(id);
    let path = found.ok_or_else(|| {
        Failure::new(format!("no engagement can be called `{id}` here"))
            .hint("`engagements` in `orbit.yml` says where they stand")
    })?;
    let in_folders = settings.sources.id("engagements/a/b.md").is_some();
    if in_folders && !id.contains('/') {
        return Err(Failure::new(format!("`{id}` names no client"))
            .hint(format!("write the client first: `orbit new CLIENT/{id}`")));
    }
    Ok(path)
}

fn first<'w>(workflow: &'w Workflow, wanted: Option<&str>) -> Result<&'w Stage, Failure> {
    let stages: Vec<&str> = workflow
        .stages
        .iter()
        .map(|stage| stage.id.as_str())
        .collect();
    match wanted {
        Some(name) => workflow.stage_named(name).ok_or_else(|| {
            let failure = Failure::new(format!(
                "the workflow `{}` has no stage `{name}`",
                workflow.name
            ));
            match nearest(name, stages.iter().copied()) {
                Some(near) => failure.hint(format!("did you mean `{near}`?")),
                None => failure.hint(format!("its stages are {}", list(&stages))),
            }
        }),
        None => workflow.main_line().next().ok_or_else(|| {
            Failure::new(format!(
                "the workflow `{}` has no stage to begin in",
                workflow.name
            ))
        }),
    }
}

/// `acme/autumn-fair` to `Autumn fair`.
fn titled(id: &str) -> String {
    let slug = id.rsplit('/').next().unwrap_or(id).replace(['-', '_'], " ");
    let mut letters = slug.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The file with nothing filled in.
fn skeleton(place: &Place<'_>, settings: &Settings, workflow: &Workflow, stage: &Stage) -> String {
    let guide = stage
        .standard
        .as_deref()
        .and_then(|path| (place.standard)(path))
        .unwrap_or_default();
    let mut keys = format!("title:\n{}:\nowner:\n", settings.stage_field);
    let mut sections = String::new();
    for need in &stage.needs {
        match &need.kind {
            NeedKind::Field { name, .. } | NeedKind::Link { field: name } => {
                let line = format!("{name}:");
                if !keys.lines().any(|own| own.starts_with(&line)) {
                    keys.push_str(&format!("{line}   # {}\n", hint(need, workflow, name)));
                }
            }
            NeedKind::Section { title, .. } => {
                let words = said(need, &guide, title);
                sections.push_str(&format!("## {title}\n\n<!-- {words} -->\n\n"));
            }
            NeedKind::Checklist { section } => {
                let words = said(need, &guide, section);
                sections.push_str(&format!("## {section}\n\n<!-- {words} -->\n\n- [ ] …\n\n"));
            }
            _ => {}
        }
    }
    format!("---\n{keys}---\n\n{sections}## Log\n")
}

/// What to write under a key, in one line.
fn hint(need: &Need, workflow: &Workflow, name: &str) -> String {
    let typed = workflow
        .field(name)
        .map(crate::model::field::FieldType::describe);
    let words = typed.unwrap_or_else(|| need.because.clone().unwrap_or_else(|| need.describe()));
    words.replace('\n', " ")
}

/// What the standard says of a section, else why it is needed.
fn said(need: &Need, guide: &str, title: &str) -> String {
    standard::paragraph(guide, &need.key)
        .or_else(|| standard::paragraph(guide, title))
        .or_else(|| need.because.clone())
        .unwrap_or_else(|| need.describe())
        .replace("--", "–")
}
