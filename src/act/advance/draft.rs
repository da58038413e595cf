//! The draft of a handoff, as it is opened in an editor: an engagement's file in small, with what is missing to be filled in, the handoff's entry
//! with its questions, and what Orbit knows. Lines that begin with `# ` are for whoever writes, and are left out.

use super::{Fill, Missing, Plan, carried};
use crate::act::comments::comment;
use crate::act::{Scene, fresh};
use crate::model::standard;
use crate::text::Document;

/// What was answered before anybody opens an editor.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// The answers to the questions, in their order.
    pub answers: Vec<String>,
    /// Why a stage is passed over; without answers, the answer to the first question.
    pub because: Option<String>,
}

/// The draft.
#[must_use]
pub fn draft(
    scene: &Scene<'_>,
    plan: &Plan<'_>,
    missing: &[Missing],
    given: &Given,
    standard: &dyn Fn(&str) -> Option<String>,
) -> String {
    let mut text = comment(&format!("{}: {}", scene.engagement.id, plan.name()));
    text.push_str(&comment(""));
    text.push_str(&comment(
        "Write below each heading what whoever works on from here has to know. Lines that begin with `# ` are left out; \
         where no question is answered, nothing is changed.",
    ));
    let keys: Vec<&Missing> = missing
        .iter()
        .filter(|missing| matches!(missing.fill, Fill::Key(_)))
        .collect();
    text.push_str("---\n");
    for missing in keys {
        text.push_str(&guidance(missing));
        if let Fill::Key(name) = &missing.fill {
            text.push_str(&format!("{name}:\n"));
        }
    }
    text.push_str("---\n\n");
    let mut seen: Vec<&str> = Vec::new();
    for missing in missing {
        if let Fill::Section(title) = &missing.fill {
            text.push_str(&guidance(missing));
            if seen.contains(&title.as_str()) {
                continue;
            }
            seen.push(title);
            let content = scene
                .engagement
                .section(title)
                .map(|section| scene.engagement.slice(section.content).replace('\r', ""))
                .unwrap_or_default();
            let content = content.trim();
            text.push_str(&format!("## {title}\n\n{content}\n\n"));
        }
    }
    if plan.is_written() {
        text.push_str(&entry(scene, plan, given, standard));
    }
    text
}

/// The log with the handoff's entry.
fn entry(
    scene: &Scene<'_>,
    plan: &Plan<'_>,
    given: &Given,
    standard: &dyn Fn(&str) -> Option<String>,
) -> String {
    let author = scene
        .person
        .map_or_else(String::new, |person| format!(" (@{person})"));
    let mut text = format!("## Log\n\n### {} {}{author}\n\n", scene.day, plan.title());
    for (name, handle) in [("from", &plan.giver), ("to", &plan.receiver)] {
        let handle = handle.as_deref().unwrap_or_default();
        text.push_str(
            format!("- {name}: @{handle}")
                .trim_end_matches('@')
                .trim_end(),
        );
        text.push('\n');
    }
    let mut taken = scene.engagement.document.clone();
    for stage in &plan.skipped {
        let id = fresh(&taken, scene.seed);
        // The next one gets another.
        taken = Document::parse(format!("{}\n^{id}\n", taken.text).as_bytes());
        let by = scene
            .person
            .map_or_else(String::new, |person| format!(" (@{person})"));
        let because = given.because.as_deref().unwrap_or_default();
        text.push_str(
            format!("- waiver: {}{by} ^{id}\n  - because: {because}", stage.id).trim_end(),
        );
        text.push('\n');
    }
    text.push('\n');
    if !plan.skipped.is_empty() {
        text.push_str(&comment(
            "Say above, behind `because:`, why that may be passed over.",
        ));
        text.push('\n');
    }
    text.push_str(&guide(plan, standard));
    let first = given
        .because
        .as_ref()
        .filter(|_| given.answers.is_empty() && plan.skipped.is_empty());
    for (at, question) in plan.questions.iter().enumerate() {
        let answer = given.answers.get(at).or(first.filter(|_| at == 0));
        let answer = answer.map_or("", |answer| answer.trim());
        text.push_str(&format!("#### {question}\n\n{answer}\n\n"));
    }
    let carried = carried::text(scene);
    if !carried.is_empty() {
        text.push_str(&comment(
            "This is what Orbit knows. Leave out what is of no use.",
        ));
        text.push_str(&format!("#### {}\n\n{carried}\n", carried::HEADING));
    }
    text
}

/// What the standard says of this handoff, as a comment.
fn guide(plan: &Plan<'_>, standard: &dyn Fn(&str) -> Option<String>) -> String {
    use crate::model::Kind;
    let stage = match plan.kind {
        Some(Kind::Pause | Kind::Exit) => plan.to,
        _ => plan.from,
    };
    let words = stage
        .standard
        .as_deref()
        .and_then(standard)
        .and_then(|text| standard::paragraph(&text, "Handoff"));
    words.map_or_else(String::new, |words| format!("{}\n", comment(&words)))
}

fn guidance(missing: &Missing) -> String {
    let mut text = comment(&missing.message);
    if let Some(because) = &missing.because {
        text.push_str(&comment(because));
    }
    if let Some((_, paragraph)) = &missing.standard {
        text.push_str(&comment(paragraph));
    }
    text
}
