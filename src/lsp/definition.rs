//! The way to what is referred to: an engagement, a mark, a person, a stage and its standard, a workflow.

use lsp_types::Position;

use super::hover::touches;
use super::messages::Location;
use super::place::Lines;
use super::settings_file;
use super::studio::is_workflow;
use super::view::{Sort, View};
use crate::model::settings::{FILE, WORKFLOWS};
use crate::repo::Tree;
use crate::span::Span;
use crate::text::yaml::{self, Node};

/// Where that stands which a place refers to.
#[must_use]
pub fn of(view: &View<'_>, position: Position) -> Vec<Location> {
    let spot = view.spot(position);
    match view.sort() {
        Sort::Engagement => in_engagement(view, spot.offset),
        Sort::Studio | Sort::Workflow => {
            let value = settings_file::scalar_at(view, spot.offset);
            value
                .map(|(keys, word)| in_settings(view, &keys, &word))
                .unwrap_or_default()
        }
        Sort::Other => Vec::new(),
    }
}

fn in_engagement(view: &View<'_>, offset: usize) -> Vec<Location> {
    let Some(engagement) = &view.engagement else {
        return Vec::new();
    };
    if let Some((_, handle)) = handle_at(view, offset) {
        let known = view
            .settings
            .people
            .by_handle(&handle)
            .map(|person| person.handle.clone());
        return known
            .and_then(|handle| key(view, FILE, &["people", &handle]))
            .into_iter()
            .collect();
    }
    if let Some((_, id)) = id_at(view, offset) {
        return mark(view, &id);
    }
    if let Some((_, path)) = engagement_at(view, offset) {
        return vec![file(view, &path)];
    }
    let pairs = &engagement.document.front_matter.pairs;
    let Some(pair) = pairs
        .iter()
        .find(|pair| touches(pair.value.span, offset) || touches(pair.key_span, offset))
    else {
        return Vec::new();
    };
    if pair.key == "workflow" {
        return workflow_file(view, &engagement.workflow)
            .map(|path| file(view, &path))
            .into_iter()
            .collect();
    }
    if pair.key != view.settings.stage_field {
        return Vec::new();
    }
    stage(
        view,
        &engagement.workflow,
        engagement.stage.as_deref().unwrap_or_default(),
    )
}

/// Where a workflow has a stage, and the stage's standard.
fn stage(view: &View<'_>, workflow: &str, id: &str) -> Vec<Location> {
    let own = workflow_file(view, workflow).and_then(|path| key(view, &path, &["stages", id]));
    let known = view
        .settings
        .workflows
        .get(workflow)
        .and_then(|workflow| workflow.stage(id));
    let standard = known.and_then(|stage| stage.standard.as_ref());
    let standard = standard.filter(|path| view.studio.tree().holds(path).unwrap_or(false));
    own.into_iter()
        .chain(standard.map(|path| file(view, path)))
        .collect()
}

/// From a word in `orbit.yml` or a workflow.
fn in_settings(view: &View<'_>, keys: &[String], word: &str) -> Vec<Location> {
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    match keys.as_slice() {
        [.., "standard"] if view.studio.tree().holds(word).unwrap_or(false) => {
            vec![file(view, word)]
        }
        ["workflow" | "extends"] => workflow_file(view, word)
            .map(|path| file(view, &path))
            .into_iter()
            .collect(),
        [.., "next" | "back" | "after"] if is_workflow(view.path) => {
            key(view, view.path, &["stages", word])
                .into_iter()
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The file of a workflow; nothing for one that only comes with Orbit.
fn workflow_file(view: &View<'_>, name: &str) -> Option<String> {
    let tree = view.studio.tree();
    ["yml", "yaml"]
        .map(|ending| format!("{WORKFLOWS}/{name}.{ending}"))
        .into_iter()
        .find(|path| tree.holds(path).unwrap_or(false))
}

/// The beginning of a file.
fn file(view: &View<'_>, path: &str) -> Location {
    Location {
        uri: view.address(path),
        range: lsp_types::Range::default(),
    }
}

/// Where a file of the settings has this key, or, where it has none, its beginning.
fn key(view: &View<'_>, path: &str, keys: &[&str]) -> Option<Location> {
    let bytes = view.studio.tree().read(path).ok()??;
    let text = String::from_utf8_lossy(&bytes);
    let parsed = yaml::parse(&text, 0);
    let mut node: &Node = &parsed.root;
    let mut span = None;
    for key in keys {
        let pairs = node.as_map().unwrap_or_default();
        let Some(pair) = pairs
            .iter()
            .find(|pair| pair.key.trim_start_matches('@') == *key)
        else {
            break;
        };
        span = Some(pair.key_span);
        node = &pair.value;
    }
    Some(at(view, path, &text, span.unwrap_or_default()))
}

fn at(view: &View<'_>, path: &str, text: &str, span: Span) -> Location {
    Location {
        uri: view.address(path),
        range: Lines::of(text, view.lines.encoding()).range(span),
    }
}

/// Where the mark with this id stands: in this file, else in any other engagement.
fn mark(view: &View<'_>, id: &str) -> Vec<Location> {
    let own = view.engagement.as_ref().and_then(|engagement| {
        let found = engagement.document.log.marks().find(|mark| {
            mark.id
                .as_deref()
                .is_some_and(|own| own.eq_ignore_ascii_case(id))
        })?;
        Some(at(view, view.path, view.text, found.line_span))
    });
    if let Some(own) = own {
        return vec![own];
    }
    let caret = format!("^{}", id.to_ascii_lowercase());
    let elsewhere = view
        .studio
        .engagements()
        .into_iter()
        .filter(|path| path != view.path)
        .find_map(|path| {
            let bytes = view.studio.tree().read(&path).ok()??;
            // Few files hold the id at all; only those are read as engagements.
            let lower = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
            if !lower.contains(&caret) {
                return None;
            }
            let other = view.read(&path)?;
            let mark = other.document.log.marks().find(|mark| {
                mark.id
                    .as_deref()
                    .is_some_and(|own| own.eq_ignore_ascii_case(id))
            })?;
            Some(at(view, &path, &other.document.text, mark.line_span))
        });
    elsewhere.into_iter().collect()
}

/// The handle at a place: behind an `@` anywhere, or a name among the front-matter's people.
#[must_use]
pub fn handle_at(view: &View<'_>, offset: usize) -> Option<(Span, String)> {
    let word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let span = around(view, offset, |c| word(c) || c == '@');
    let written = view.slice(span);
    if let Some(handle) = written
        .strip_prefix('@')
        .map(|handle| handle.trim_end_matches('.'))
        .filter(|handle| !handle.is_empty())
    {
        return Some((span, handle.to_owned()));
    }
    let engagement = view.engagement.as_ref()?;
    let workflow = view.workflow();
    let pair = engagement.document.front_matter.pairs.iter().find(|pair| {
        use crate::model::field::FieldType;
        let typed = workflow.and_then(|workflow| workflow.field(&pair.key));
        let people = matches!(pair.key.as_str(), "owner" | "team")
            || matches!(typed, Some(FieldType::Person | FieldType::People));
        people && touches(pair.value.span, offset)
    })?;
    let nodes = pair
        .value
        .as_list()
        .unwrap_or(std::slice::from_ref(&pair.value));
    let node = nodes.iter().find(|node| touches(node.span, offset))?;
    Some((
        node.span,
        node.as_str()?.trim().trim_start_matches('@').to_owned(),
    ))
}

/// The mark's id at a place, without its caret.
fn id_at(view: &View<'_>, offset: usize) -> Option<(Span, String)> {
    let span = around(view, offset, |c| {
        c.is_ascii_alphanumeric() || matches!(c, '-' | '^')
    });
    let id = view
        .slice(span)
        .strip_prefix('^')
        .filter(|id| !id.is_empty())?;
    Some((span, id.to_owned()))
}

/// The engagement that is named at a place, by its path: in `follows` or in a link.
#[must_use]
pub fn engagement_at(view: &View<'_>, offset: usize) -> Option<(Span, String)> {
    let engagement = view.engagement.as_ref()?;
    if let Some(pair) = engagement.document.front_matter.get("follows") {
        let nodes = pair
            .value
            .as_list()
            .unwrap_or(std::slice::from_ref(&pair.value));
        if let Some(node) = nodes.iter().find(|node| touches(node.span, offset)) {
            return Some((node.span, view.engagement_named(node.as_str()?)?));
        }
    }
    let link = engagement
        .document
        .body
        .links
        .iter()
        .find(|link| touches(link.span, offset))?;
    let target = link
        .target
        .split(['#', '?'])
        .next()
        .unwrap_or_default()
        .replace("%20", " ");
    Some((link.span, view.engagement_named(&target)?))
}

/// The characters around a place that are of a sort.
fn around(view: &View<'_>, offset: usize, is: impl Fn(char) -> bool) -> Span {
    let (before, behind) = view.text.split_at_checked(offset).unwrap_or_default();
    let start = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| is(*c))
        .last()
        .map_or(offset, |(at, _)| at);
    let length: usize = behind
        .chars()
        .take_while(|c| is(*c))
        .map(char::len_utf8)
        .sum();
    Span::new(start, offset + length)
}
