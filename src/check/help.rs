//! The way forward, in words: the standard's paragraph, the lines to write, the other ways to go.
//! Lines that begin with `> ` quote a standard; lines indented by two spaces are to be written or typed as they stand.

pub(super) use crate::model::words::{list, nearest};

use super::{Context, Subject};
use crate::model::change::Movement;
use crate::model::need::{Need, NeedKind, Promises, Waivable};
use crate::model::{Change, Engagement, Kind, Stage, standard};

/// The paragraph of the stage's standard below one of these headings, as lines to put before a help; empty where it has none.
pub(super) fn standard(subject: &Subject<'_>, headings: &[&str]) -> String {
    let workflow = subject.engagement.workflow(subject.context.settings);
    let entered = subject.engagement.stage.as_deref();
    let stage = match subject.change.map(Change::movement) {
        // What is said of waiting and of an end stands in its own standard; any other handoff belongs to the stage that is left.
        Some(Movement::Moves { from, to }) => {
            let kind = workflow.and_then(|workflow| Kind::of(workflow, from, to));
            if matches!(kind, Some(Kind::Pause | Kind::Exit)) {
                Some(to)
            } else {
                Some(from)
            }
        }
        _ => entered,
    };
    workflow
        .and_then(|workflow| workflow.stage(stage?))
        .map_or_else(String::new, |stage| quote(subject.context, stage, headings))
}

fn quote(context: &Context<'_>, stage: &Stage, headings: &[&str]) -> String {
    let Some(path) = &stage.standard else {
        return String::new();
    };
    let Some(text) = context.standard(path) else {
        return String::new();
    };
    headings
        .iter()
        .find_map(|heading| Some((heading, standard::paragraph(&text, heading)?)))
        .map_or_else(String::new, |(heading, paragraph)| {
            format!("{path}, {heading}:\n> {paragraph}\n")
        })
}

/// The other ways to go, for an engagement that may not move as it is, and what to type when it may.
pub(super) fn ways(change: &Change<'_>, context: &Context<'_>) -> String {
    let (engagement, settings) = (change.after, context.settings);
    let mut help = String::new();
    if let Movement::Moves { from, to } = change.movement()
        && let Some(workflow) = engagement.workflow(settings)
        && let Some(from) = workflow.stage(from)
    {
        help.push_str(&format!(
            "or leave it where it was:\n  {}: {}\n",
            settings.stage_field, from.id
        ));
        help.push_str(&format!(
            "and have what is missing asked for:\n  orbit advance {} {}\n",
            quoted(&engagement.id),
            quoted(to)
        ));
        let pauses: Vec<&str> = workflow
            .ways_from(from)
            .into_iter()
            .filter(|way| {
                way.id != to && Kind::of(workflow, &from.id, &way.id) == Some(Kind::Pause)
            })
            .map(|way| way.id.as_str())
            .collect();
        if !pauses.is_empty() {
            help.push_str("or pause it from there:\n");
            for pause in pauses {
                let id = quoted(&engagement.id);
                help.push_str(&format!("  orbit advance {id} {}\n", quoted(pause)));
            }
        }
    }
    help.push_str(&format!(
        "then:\n  git add {} && git commit",
        quoted(&engagement.path)
    ));
    help
}

/// A path or an id as a shell takes it.
#[must_use]
pub fn quoted(path: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+@:".contains(c);
    if !path.is_empty() && path.chars().all(plain) {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}

/// What to do about a need that does not hold.
pub(super) fn need(subject: &Subject<'_>, stage: &Stage, need: &Need) -> String {
    let (engagement, context) = (subject.engagement, subject.context);
    let settings = context.settings;
    let asked_in = engagement
        .workflow(settings)
        .and_then(|workflow| workflow.stage(&need.stage))
        .unwrap_or(stage);
    let mut help = need
        .because
        .as_ref()
        .map_or_else(String::new, |because| format!("{because}\n"));
    help.push_str(&quote(context, asked_in, &headings(need)));
    help.push_str(&mend(need));
    if need.waivable != Waivable::Nobody {
        let who = match &need.waivable {
            Waivable::Roles(roles) => format!(" ({} may)", roles.join(", ")),
            _ => String::new(),
        };
        help.push_str(&format!(
            "\nor waive it{who}:\n  {}",
            waiver_line(&need.key, engagement, context)
        ));
    }
    help
}

/// The headings of a standard that may speak of a need, the most exact first.
fn headings(need: &Need) -> Vec<&str> {
    let name = match &need.kind {
        NeedKind::Field { name, .. } => name.as_str(),
        NeedKind::Section { title, .. } => title,
        NeedKind::Checklist { section } | NeedKind::Approval { section, .. } => section,
        NeedKind::Decision { topic } => topic,
        NeedKind::Link { field } => field,
        _ => need.word(),
    };
    vec![need.key.as_str(), name]
}

/// What to write so that it holds.
fn mend(need: &Need) -> String {
    match &need.kind {
        NeedKind::Field { name, .. } => format!("write it in the front-matter:\n  {name}: …"),
        NeedKind::Link { field } => format!("name a file of this repository or a web address, in the front-matter:\n  {field}: https://…"),
        NeedKind::Section { title, .. } => format!("write the section, above the log:\n  ## {title}"),
        NeedKind::Checklist { section } => {
            format!("tick what is done in the section `{section}`, and take out what no longer applies:\n  - [x] …")
        }
        NeedKind::Promises(Promises::Owned) => "give each open promise somebody who keeps it, in its parentheses:\n  (@…)".to_owned(),
        NeedKind::Promises(Promises::Dated) => "give each open promise a day, in its parentheses:\n  due YYYY-MM-DD".to_owned(),
        NeedKind::Promises(Promises::Settled) => {
            "tick each promise that was kept; for one that was not, tick it and say which, in its parentheses:\n  released YYYY-MM-DD".to_owned()
        }
        NeedKind::Decision { topic } => {
            format!("write the decision in an entry of the log:\n  - decision: … (@…, topic {topic})\n    - because: …")
        }
        NeedKind::DecisionsResulted => "say below each decision what came of it:\n  - result: …".to_owned(),
        NeedKind::QuestionsAnswered => "tick each question and write its answer below it:\n  - answer: …".to_owned(),
        NeedKind::Approval { section, by } => {
            let who = by.as_ref().map_or_else(String::new, |role| format!(" with the role `{role}`"));
            format!("somebody{who} who did not write `{section}` approves it, in an entry of the log and a commit of their own:\n  - approval: {section} (@…)")
        }
        NeedKind::Expr { expr, .. } => format!("this has to hold:\n  {expr}"),
    }
}

/// What to type to waive a need for a while.
fn waiver_line(name: &str, engagement: &Engagement, context: &Context<'_>) -> String {
    format!(
        "orbit waive {} {} --because '…' --until {}",
        quoted(&engagement.id),
        quoted(name),
        context.day.plus_days(14)
    )
}

/// A waiver of a stage that is passed over; it needs no day, because a skip is made once.
pub(super) fn skip_line(stage: &str, engagement: &Engagement) -> String {
    format!(
        "orbit waive {} {} --because '…'",
        quoted(&engagement.id),
        quoted(stage)
    )
}

fn committer<'a>(context: &Context<'a>) -> &'a str {
    context
        .person()
        .map_or("…", |person| person.handle.as_str())
}

/// A handoff's entry, ready to be filled in.
pub(super) fn handoff_entry(subject: &Subject<'_>, from: &str, to: &str, ask: &[String]) -> String {
    let context = subject.context;
    let giver = committer(context);
    let receiver = subject.engagement.owner().unwrap_or("…");
    let mut help = standard(subject, &["Handoff"]);
    help.push_str("write its entry in the log:\n");
    help.push_str(&format!(
        "  ### {} Handoff: {from} to {to}\n  \n  - from: @{giver}\n  - to: @{receiver}",
        context.day
    ));
    for question in ask {
        help.push_str(&format!("\n  \n  #### {question}"));
    }
    help
}
