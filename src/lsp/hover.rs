//! What there is to know of what stands at a place: the stage with its standard, a need and why it is asked for, a mark and what became of it,
//! a person, an engagement, and how to mend what is wrong there.

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position};

use super::settings_file;
use super::studio::Studio;
use super::view::{Sort, Spot, View};
use super::{definition, history};
use crate::check::{lack, rules};
use crate::finding::Finding;
use crate::model::{Engagement, Need, NeedKind, Person, Stage, standard};
use crate::span::Span;
use crate::text::{Keyword, Mark};

/// Something said, and of what.
struct Said {
    span: Span,
    text: String,
}

/// What to say of a place.
#[must_use]
pub fn of(view: &View<'_>, position: Position) -> Option<Hover> {
    let spot = view.spot(position);
    let mut parts: Vec<Said> = wrong(view, &spot);
    match view.sort() {
        Sort::Engagement => parts.extend(in_engagement(view, &spot)),
        Sort::Studio | Sort::Workflow => {
            parts.extend(settings_file::about(view, &spot).map(|(span, text)| Said { span, text }));
        }
        Sort::Other => {}
    }
    let span = parts.last()?.span;
    let texts: Vec<String> = parts.into_iter().map(|part| part.text).collect();
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent {
            kind: MarkupKind::Markdown,
            value: texts.join("\n\n---\n\n"),
        }),
        range: Some(view.lines.range(span)),
    })
}

/// What is wrong there, and how to mend it.
fn wrong(view: &View<'_>, spot: &Spot<'_>) -> Vec<Said> {
    let findings = findings(view.studio, view);
    let here = findings
        .into_iter()
        .filter(|finding| touches(finding.span, spot.offset));
    here.map(|finding| {
        let summary = rules::rule(finding.code).map_or("", |rule| rule.summary());
        Said {
            span: finding.span,
            text: format!(
                "**{}**: {}\n\n{}\n\n_{summary}_ `orbit explain {}` says more.",
                finding.code,
                finding.message,
                markdown(&finding.help),
                finding.code
            ),
        }
    })
    .collect()
}

/// What is wrong with the file.
#[must_use]
pub fn findings(studio: &Studio, view: &View<'_>) -> Vec<Finding> {
    studio
        .judge(view.path, view.day)
        .map(|verdict| verdict.findings)
        .unwrap_or_default()
}

/// Whether a place is in a span or at its end.
#[must_use]
pub const fn touches(span: Span, offset: usize) -> bool {
    span.start <= offset && offset <= span.end
}

/// A help as Markdown: what is to be written or typed stands as it is.
#[must_use]
pub fn markdown(help: &str) -> String {
    let mut text = String::new();
    let mut code = false;
    for line in help.lines() {
        let written = line.strip_prefix("  ");
        if written.is_some() != code {
            code = written.is_some();
            text.push_str("```\n");
        }
        match written {
            Some(written) => text.push_str(&format!("{written}\n")),
            None => text.push_str(&format!("{line}\n\n")),
        }
    }
    if code {
        text.push_str("```\n");
    }
    text.trim_end().to_owned()
}

fn in_engagement(view: &View<'_>, spot: &Spot<'_>) -> Option<Said> {
    let engagement = view.engagement.as_ref()?;
    if let Some((span, handle)) = definition::handle_at(view, spot.offset) {
        let person = view.settings.people.by_handle(&handle)?;
        return Some(Said {
            span,
            text: of_person(view, person),
        });
    }
    if let Some((span, path)) = definition::engagement_at(view, spot.offset) {
        let other = view.read(&path)?;
        return Some(Said {
            span,
            text: of_engagement(view, &other),
        });
    }
    if let Some(pair) = engagement.document.front_matter.pairs.iter().find(|pair| {
        touches(
            Span::new(
                pair.key_span.start,
                pair.value.span.end.max(pair.key_span.end),
            ),
            spot.offset,
        )
    }) {
        let span = Span::new(
            pair.key_span.start,
            pair.value.span.end.max(pair.key_span.end),
        );
        let text = if pair.key == view.settings.stage_field {
            of_stage(view, engagement, view.stage()?)
        } else {
            of_field(view, engagement, &pair.key)?
        };
        return Some(Said { span, text });
    }
    let marks = engagement
        .document
        .log
        .marks()
        .filter(|mark| touches(mark.line_span, spot.offset));
    if let Some(mark) = marks.last() {
        return Some(Said {
            span: mark.line_span,
            text: of_mark(view, engagement, mark),
        });
    }
    let heading = engagement
        .document
        .body
        .headings
        .iter()
        .find(|heading| touches(heading.span, spot.offset))?;
    let text = of_section(view, engagement, &heading.text)?;
    Some(Said {
        span: heading.text_span,
        text,
    })
}

fn of_person(view: &View<'_>, person: &Person) -> String {
    let mut text = format!("**{}** (@{})", person.name, person.handle);
    if let Some(role) = &person.role {
        text.push_str(&format!(", {role}"));
    }
    for address in &person.emails {
        text.push_str(&format!("\n\n{address}"));
    }
    let me = view.me() == Some(person.handle.as_str());
    if me {
        text.push_str("\n\nThat is you.");
    }
    text
}

fn of_engagement(view: &View<'_>, other: &Engagement) -> String {
    let stage = other
        .stage(view.settings)
        .map(|stage| stage.title.as_str())
        .or(other.stage.as_deref());
    let mut text = format!("**{}** ({})", other.title(), other.id);
    if let Some(stage) = stage {
        text.push_str(&format!("\n\nStage: {stage}"));
    }
    if let Some(owner) = other.owner() {
        text.push_str(&format!("\n\nOwner: @{owner}"));
    }
    let open = other.open_promises().count();
    if open > 0 {
        text.push_str(&format!("\n\nOpen promises: {open}"));
    }
    text
}

/// What a stage is for, what it needs and whether that holds, and its standard.
fn of_stage(view: &View<'_>, engagement: &Engagement, stage: &Stage) -> String {
    let mut text = format!("**{}** ({})", stage.title, stage.kind.word());
    if let Some(purpose) = &stage.purpose {
        text.push_str(&format!("\n\n{purpose}"));
    }
    let needs = view.with_context(|context| {
        let mut text = String::new();
        for (at, need) in stage.needs.iter().enumerate() {
            let sign = if lack::of(need, engagement, context).is_none() {
                "✓"
            } else {
                "✗"
            };
            let before = if at == 0 { "\n\n" } else { "\n" };
            text.push_str(&format!("{before}- {sign} {}", need.describe()));
        }
        if let Some(path) = &stage.standard
            && let Some(standard) = context.standard(path)
        {
            text.push_str(&format!("\n\n---\n\n`{path}`\n\n{}", standard.trim()));
        }
        text
    });
    text + &needs
}

/// The needs of the engagement's stage that this picks, with why they are asked for and whether they hold.
fn of_needs(
    view: &View<'_>,
    engagement: &Engagement,
    is: impl Fn(&Need) -> bool,
) -> Option<String> {
    let stage = view.stage()?;
    let needs: Vec<&Need> = stage.needs.iter().filter(|need| is(need)).collect();
    if needs.is_empty() {
        return None;
    }
    Some(view.with_context(|context| {
        let told = needs.iter().map(|need| {
            let mut text = format!("`{}` needs {}", stage.id, need.describe());
            match lack::of(need, engagement, context) {
                Some(lack) => text.push_str(&format!(": {}", lack.message)),
                None => text.push_str(": it is there"),
            }
            if let Some(because) = &need.because {
                text.push_str(&format!("\n\n{because}"));
            }
            let asked_in = view
                .workflow()
                .and_then(|workflow| workflow.stage(&need.stage))
                .unwrap_or(stage);
            let name = match &need.kind {
                NeedKind::Section { title, .. } => title.as_str(),
                NeedKind::Checklist { section } | NeedKind::Approval { section, .. } => section,
                NeedKind::Field { name, .. } | NeedKind::Link { field: name } => name,
                _ => need.key.as_str(),
            };
            if let Some(path) = &asked_in.standard
                && let Some(whole) = context.standard(path)
                && let Some(paragraph) = [need.key.as_str(), name]
                    .iter()
                    .find_map(|heading| standard::paragraph(&whole, heading))
            {
                text.push_str(&format!("\n\n`{path}`:\n\n> {paragraph}"));
            }
            text
        });
        told.collect::<Vec<_>>().join("\n\n")
    }))
}

fn of_field(view: &View<'_>, engagement: &Engagement, key: &str) -> Option<String> {
    let needed = of_needs(
        view,
        engagement,
        |need| matches!(&need.kind, NeedKind::Field { name, .. } | NeedKind::Link { field: name } if name == key),
    );
    let known = crate::model::keys::FRONT_MATTER
        .iter()
        .find(|known| known.name == key);
    let typed = view.workflow().and_then(|workflow| workflow.field(key));
    let mut parts: Vec<String> = known
        .map(|known| known.about.to_owned())
        .into_iter()
        .collect();
    parts.extend(typed.map(|r#type| format!("`{key}` is {}.", r#type.describe())));
    parts.extend(needed);
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

fn of_section(view: &View<'_>, engagement: &Engagement, title: &str) -> Option<String> {
    let own = title.trim().to_lowercase();
    of_needs(view, engagement, |need| match &need.kind {
        NeedKind::Section { title, .. } => title.to_lowercase() == own,
        NeedKind::Checklist { section } | NeedKind::Approval { section, .. } => {
            section.to_lowercase() == own
        }
        _ => false,
    })
}

fn of_mark(view: &View<'_>, engagement: &Engagement, mark: &Mark) -> String {
    let state = history::state(mark, engagement);
    let mut text = format!("**{}**: {}", mark.keyword, mark.text);
    if !state.is_empty() {
        text.push_str(&format!(" — {state}"));
    }
    for line in history::of(view.studio, view.settings, view.path, mark) {
        text.push_str(&format!("\n\n{line}"));
    }
    if mark.keyword == Keyword::Waiver
        && let Some(need) = of_needs(view, engagement, |need| {
            need.key.eq_ignore_ascii_case(&mark.text)
        })
    {
        text.push_str(&format!("\n\n---\n\n{need}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_written_stands_as_it_is() {
        assert_eq!(
            markdown("write it:\n  ## Scope\n  \n  - a\nor leave it"),
            "write it:\n\n```\n## Scope\n\n- a\n```\nor leave it"
        );
    }
}
