//! The screen of a move: where the engagement stands, what the next stage is for, what is missing with the standard, and what can be done instead.

use crate::act::advance::{Fill, Missing, Plan, ways};
use crate::check::quoted;
use crate::cli::color::{HELP, STRONG};
use crate::cli::desk::Desk;
use crate::day::Day;
use crate::model::Kind;
use crate::model::words::count;
use crate::report::terminal::{escape, wrap};

/// The width that paragraphs are broken at, in characters.
const WIDTH: usize = 96;

/// The screen.
pub(super) fn render(desk: &Desk, plan: &Plan<'_>, missing: &[Missing], today: Day) -> String {
    let engagement = &desk.engagement;
    let id = &engagement.id;
    let mut text = format!(
        "{STRONG}{}{STRONG:#}  {}\n",
        escape(id),
        escape(engagement.title())
    );
    let owner = engagement.owner().map_or_else(
        || "nobody has it".to_owned(),
        |owner| format!("@{owner} has it"),
    );
    let due = engagement
        .text_of("due")
        .and_then(Day::parse)
        .map_or_else(String::new, |due| {
            let left = due.days_since(today);
            if left < 0 {
                format!(
                    ", due {due}, {} ago",
                    count(usize::try_from(-left).unwrap_or(0), "day")
                )
            } else {
                format!(", due {due}")
            }
        });
    text.push_str(&format!(
        "stands in {}; {}{due}\n\n",
        plan.from.title,
        escape(&owner)
    ));
    match plan.kind {
        Some(kind) => {
            text.push_str(&format!(
                "{STRONG}{} to {}{STRONG:#} ({})\n",
                plan.from.title,
                plan.to.title,
                kind.word()
            ));
            if let Some(purpose) = &plan.to.purpose {
                text.push_str(&indented("", purpose));
            }
        }
        None => text.push_str(&format!(
            "{STRONG}{}{STRONG:#} (a change of owner)\n",
            escape(&plan.name())
        )),
    }
    for stage in &plan.skipped {
        text.push_str(&format!(
            "it passes over {}, and has to say why\n",
            stage.title
        ));
    }
    text.push('\n');
    if missing.is_empty() {
        text.push_str("nothing is missing\n");
    } else {
        text.push_str(&format!("{STRONG}missing{STRONG:#}\n"));
        for missing in missing {
            text.push_str(&one(missing, &quoted(id), &quoted(&plan.to.id)));
        }
    }
    text.push_str(&instead(plan, &quoted(id)));
    text
}

fn one(missing: &Missing, id: &str, to: &str) -> String {
    let mut text = format!("  {}\n", escape(&missing.message));
    if let Some(because) = &missing.because {
        text.push_str(&indented("    ", because));
    }
    if let Some((path, paragraph)) = &missing.standard {
        text.push_str(&format!("    {}:\n", escape(path)));
        text.push_str(&indented("    > ", paragraph));
    }
    let steps = match &missing.fill {
        Fill::Key(name) => vec![format!(
            "orbit advance {id} {to} --set {name}=…   (or in the editor)"
        )],
        Fill::Section(title) => vec![format!(
            "orbit advance {id} {to} --section {}=…   (or in the editor)",
            quoted(title)
        )],
        Fill::Elsewhere(steps) => steps.clone(),
    };
    for step in steps {
        text.push_str(&format!("    {HELP}{}{HELP:#}\n", escape(&step)));
    }
    if let Some(waive) = &missing.waive {
        text.push_str(&format!("    or {HELP}{}{HELP:#}\n", escape(waive)));
    }
    text
}

/// The other ways to go.
fn instead(plan: &Plan<'_>, id: &str) -> String {
    let mut text = String::new();
    for way in ways(plan.workflow, plan.from) {
        if way.to.id == plan.to.id || way.kind == Kind::Skip {
            continue;
        }
        let what = match way.kind {
            Kind::Forward | Kind::Skip => "go on",
            Kind::Back => "go back",
            Kind::Pause => "pause",
            Kind::Resume => "resume",
            Kind::Exit => "end it",
            Kind::Reopen => "reopen",
        };
        text.push_str(&format!(
            "  orbit advance {id} {:<12} {what}\n",
            quoted(&way.to.id)
        ));
    }
    if text.is_empty() {
        return text;
    }
    format!("\n{STRONG}or instead{STRONG:#}\n{text}")
}

/// What has to be answered, for whoever gave no answer.
pub(super) fn questions(plan: &Plan<'_>) -> String {
    let mut text = "this handoff asks:".to_owned();
    for question in &plan.questions {
        text.push_str(&format!("\n  {}", escape(question)));
    }
    text.push_str("\nanswer with `--answer`, once for each, or in an editor with `--edit`");
    text
}

/// Words as lines that all begin alike.
fn indented(with: &str, words: &str) -> String {
    let wrapped = wrap(&escape(words), WIDTH - with.len());
    wrapped
        .lines()
        .map(|line| format!("{with}{line}\n"))
        .collect()
}
