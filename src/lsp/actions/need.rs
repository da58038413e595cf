//! Quick fixes for a need that does not hold.

use super::Fix;
use crate::finding::Finding;
use crate::lsp::view::View;
use crate::model::field::FieldType;
use crate::model::{Engagement, Need, NeedKind, standard};
use crate::text::edit::Value;

/// The most values of a choice that are offered one by one.
const MOST: usize = 8;

/// What can be written for the need that a finding is about.
pub(super) fn fixes(view: &View<'_>, engagement: &Engagement, finding: &Finding) -> Vec<Fix> {
    let needs = view
        .stage()
        .map(|stage| stage.needs.as_slice())
        .unwrap_or_default();
    let Some(need) = needs
        .iter()
        .find(|need| Some(&need.key) == finding.need.as_ref())
    else {
        return Vec::new();
    };
    match &need.kind {
        NeedKind::Field {
            name, of, r#type, ..
        } => field(view, engagement, name, of, r#type.as_ref()),
        NeedKind::Link { field } => missing_field(view, engagement, field, "…")
            .into_iter()
            .collect(),
        NeedKind::Section { title, .. } => section(view, need, title, "").into_iter().collect(),
        NeedKind::Checklist { section: title } => {
            section(view, need, title, "- [ ] …").into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The section, with what the standard says of it and why it is asked for, in a comment that no page shows.
fn section(view: &View<'_>, need: &Need, title: &str, content: &str) -> Option<Fix> {
    let stage = view
        .workflow()
        .and_then(|workflow| workflow.stage(&need.stage));
    let standard = stage.and_then(|stage| stage.standard.as_deref());
    let guidance = view.with_context(|context| {
        let text = context.standard(standard?)?;
        [need.key.as_str(), title]
            .iter()
            .find_map(|heading| standard::paragraph(&text, heading))
    });
    let comment: Vec<String> = need
        .because
        .iter()
        .cloned()
        .chain(guidance)
        .map(|said| said.replace("--", "–"))
        .collect();
    let comment = if comment.is_empty() {
        String::new()
    } else {
        format!("<!-- {} -->\n\n", comment.join("\n\n"))
    };
    Fix::edit(view, format!("Add the section `{title}`"), |editor| {
        editor.add_section(title, format!("{comment}{content}").trim_end())
    })
}

fn field(
    view: &View<'_>,
    engagement: &Engagement,
    name: &str,
    of: &[String],
    own: Option<&FieldType>,
) -> Vec<Fix> {
    let typed = own.or_else(|| view.workflow()?.field(name));
    let choices: Vec<&str> = match typed {
        Some(FieldType::Choice(words)) if of.is_empty() => {
            words.iter().map(String::as_str).collect()
        }
        _ => of.iter().map(String::as_str).collect(),
    };
    let set = |value: &str| {
        Fix::edit(view, format!("Set `{name}` to `{value}`"), |editor| {
            editor.set(name, Value::Text(value), None)
        })
    };
    if !choices.is_empty() {
        return choices.into_iter().take(MOST).filter_map(set).collect();
    }
    match typed {
        Some(FieldType::Person | FieldType::People) => {
            view.me().and_then(set).into_iter().collect()
        }
        _ if name == "owner" => view.me().and_then(set).into_iter().collect(),
        Some(FieldType::Date) => {
            let day = view.day.plus_days(14).to_string();
            let fix = Fix::edit(
                view,
                format!("Set `{name}` to `{day}`, in two weeks"),
                |editor| editor.set(name, Value::Plain(&day), None),
            );
            fix.into_iter().collect()
        }
        _ => missing_field(view, engagement, name, "…")
            .into_iter()
            .collect(),
    }
}

/// The key with a value to be filled in, where it is not there.
fn missing_field(view: &View<'_>, engagement: &Engagement, name: &str, value: &str) -> Option<Fix> {
    if engagement.value(name).is_some() {
        return None;
    }
    Fix::edit(view, format!("Add the field `{name}`"), |editor| {
        editor.set(name, Value::Text(value), None)
    })
}
