//! What stands between an engagement and its next stage, beside what the standard says.

use super::Subject;
use crate::model::standard;
use crate::model::words::count;
use crate::next::Met;
use crate::site::html::{self, Guide};
use crate::site::view::{Need, Next};
use crate::site::words::{self, day, sentence};
use crate::text::Document;

/// The block; nothing for what is not under way.
pub(super) fn of<'s>(subject: &Subject<'s>, guide: &dyn Guide) -> Option<Next<'s>> {
    let standing = subject.standing;
    let next = standing.next?;
    let studio = subject.studio;
    let workflow = subject.work.engagement.workflow(studio.settings())?;
    let mut needs: Vec<Need<'s>> = Vec::new();
    let mut met: Vec<String> = Vec::new();
    // That the stage needs what it needs is no news beside the need itself.
    let said = |lack: &str| (!lack.contains("` needs ")).then(|| sentence(&lack.replace('`', "")));
    for (need, state) in &standing.needs {
        let view = |state: &'static str, standing: Option<String>| Need {
            text: words::need(need),
            key: &need.key,
            state,
            standing,
            because: need.because.as_deref(),
        };
        match state {
            Met::Yes => met.push(words::need(need)),
            Met::No(lack) => {
                let lack = said(lack).filter(|lack| *lack != words::need(need));
                needs.push(view("missing", lack));
            }
            Met::Waived(until, _) => {
                let until =
                    until.map_or_else(String::new, |until| format!(" until {}", day(until)));
                needs.push(view("waived", said(&format!("waived{until}"))));
            }
        }
    }
    needs.sort_by_key(|need| need.state != "missing");
    let missing = standing.missing().count();
    let summary = match (missing, standing.needs.len()) {
        (0, 0) => format!("{} asks for nothing that is not there.", next.title),
        (0, _) => format!("Everything that {} needs is there.", next.title),
        (missing, all) => format!(
            "{missing} of the {} that {} needs {} missing.",
            count(all, "thing"),
            next.title,
            if missing == 1 { "is" } else { "are" }
        ),
    };
    let stage = subject.work.engagement.stage.as_deref()?;
    let questions = workflow
        .handoff(stage, &next.id)
        .map(|rule| rule.ask.iter().map(String::as_str).collect())
        .unwrap_or_default();
    // The standard's words on the first thing that is missing, else on the stage as a whole.
    let text = next
        .standard
        .as_ref()
        .and_then(|path| subject.context.standard(path));
    let standard = text.and_then(|text| {
        let found = standing
            .missing()
            .find_map(|need| standard::paragraph(&text, &need.key))
            .or_else(|| opening(&text))?;
        Some(html::inline(&found, guide))
    });
    Some(Next {
        stage: studio.stage(&workflow.name, &next.id),
        summary,
        needs,
        met_words: format!("{} there already", met.len()),
        met: (!met.is_empty()).then(|| met.join("; ")),
        standard: standard.map(|line| html::paragraph(&line)),
        questions,
        command: format!("orbit check {}", subject.work.engagement.path),
    })
}

/// The first paragraph below a standard's title.
fn opening(text: &str) -> Option<String> {
    let document = Document::parse(text.as_bytes());
    let title = document.body.headings.first()?;
    standard::first_paragraph(document.text.get(title.below..)?)
}
