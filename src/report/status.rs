//! Where engagements stand and what they wait for, as text for people and as JSON for programs.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::json;
use super::next::{Asked, Entry, one};
use super::registers::Promise;
use super::terminal::escape_line;
use crate::check::lack::shortened;
use crate::day::Day;
use crate::model::marks::{Outcome, is_answered};
use crate::model::words::{count, list};
use crate::model::{Engagement, Settings, Stage};
use crate::next::{Met, Standing, Step};
use crate::registers::{self, Owed, Placed};
use crate::text::Keyword;

const HEAD: Style = Style::new().bold().underline();
const ID: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();
const LATE: Style = AnsiColor::Red.on_default();
const MET: Style = AnsiColor::Green.on_default();

/// An engagement and how it stands.
pub type Stands<'a> = (&'a Engagement, &'a Standing<'a>);

#[derive(Serialize)]
struct Document<'a> {
    day: Day,
    engagements: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    engagement: &'a str,
    title: &'a str,
    path: &'a str,
    client: Option<&'a str>,
    workflow: &'a str,
    stage: Option<&'a str>,
    stage_title: Option<&'a str>,
    kind: Option<&'static str>,
    purpose: Option<&'a str>,
    owner: Option<&'a str>,
    since: Option<Day>,
    days: Option<i64>,
    due: Option<Day>,
    waits_for: Option<String>,
    next: Option<NextStage<'a>>,
    promises: Promises<'a>,
    questions: Vec<Question<'a>>,
    items: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct NextStage<'a> {
    stage: &'a str,
    title: &'a str,
    ready: bool,
    needs: Vec<Need<'a>>,
}

#[derive(Serialize)]
struct Need<'a> {
    key: &'a str,
    asks: String,
    state: &'static str,
    missing: Option<&'a str>,
    waived_until: Option<Day>,
    because: Option<&'a str>,
}

#[derive(Serialize)]
struct Promises<'a> {
    by_us: Vec<Promise<'a>>,
    to_us: Vec<Promise<'a>>,
}

#[derive(Serialize)]
struct Question<'a> {
    id: Option<&'a str>,
    text: &'a str,
    asked: Option<Day>,
}

/// The engagements as JSON, in the order given.
#[must_use]
pub fn render_json(stands: &[Stands<'_>], settings: &Settings, day: Day) -> String {
    json::document(&Document {
        day,
        engagements: stands
            .iter()
            .map(|(engagement, standing)| row(engagement, standing, settings, day))
            .collect(),
    })
}

fn row<'a>(
    engagement: &'a Engagement,
    standing: &'a Standing<'a>,
    settings: &'a Settings,
    day: Day,
) -> Row<'a> {
    let open: Vec<Owed<'a>> = open_promises(engagement, day);
    let promises = |to_us: bool| {
        open.iter()
            .filter(|owed| owed.to_us == to_us)
            .map(|owed| Promise::of(engagement, owed, day))
            .collect()
    };
    Row {
        engagement: &engagement.id,
        title: engagement.title(),
        path: &engagement.path,
        client: engagement.client.as_deref(),
        workflow: &engagement.workflow,
        stage: engagement.stage.as_deref(),
        stage_title: standing.stage.map(|stage| stage.title.as_str()),
        kind: standing.stage.map(|stage| stage.kind.word()),
        purpose: standing.stage.and_then(|stage| stage.purpose.as_deref()),
        owner: engagement.owner(),
        since: standing.since,
        days: standing.since.map(|since| day.days_since(since).max(0)),
        due: engagement.text_of("due").and_then(Day::parse),
        waits_for: waits_for(engagement, standing),
        next: standing.next.map(|next| NextStage {
            stage: &next.id,
            title: &next.title,
            ready: standing.missing().next().is_none(),
            needs: standing.needs.iter().map(need).collect(),
        }),
        promises: Promises {
            by_us: promises(false),
            to_us: promises(true),
        },
        questions: open_questions(engagement)
            .map(|placed| Question {
                id: placed.mark.id.as_deref(),
                text: &placed.mark.text,
                asked: placed.mark.day,
            })
            .collect(),
        items: standing
            .items
            .iter()
            .map(|item| Entry::of(engagement, item, settings, day))
            .collect(),
    }
}

fn need<'a>((need, met): &'a (&'a crate::model::Need, Met)) -> Need<'a> {
    let (state, missing, waived_until) = match met {
        Met::Yes => ("met", None, None),
        Met::No(missing) => ("missing", Some(missing.as_str()), None),
        Met::Waived(until, missing) => ("waived", Some(missing.as_str()), *until),
    };
    Need {
        key: &need.key,
        asks: need.describe(),
        state,
        missing,
        waived_until,
        because: need.because.as_deref(),
    }
}

fn open_promises(engagement: &Engagement, day: Day) -> Vec<Owed<'_>> {
    let mut promises = registers::promises(engagement, day);
    promises.retain(|owed| owed.outcome == Outcome::Open);
    promises
}

fn open_questions(engagement: &Engagement) -> impl Iterator<Item = Placed<'_>> {
    registers::marks_of(engagement, Keyword::Question).filter(|placed| !is_answered(placed.mark))
}

/// What it waits for, in a few words.
fn waits_for(engagement: &Engagement, standing: &Standing<'_>) -> Option<String> {
    Some(match standing.step(engagement)? {
        Step::Accept(who) => match who {
            Some(
                crate::text::mark::By::Person(handle) | crate::text::mark::By::Outside(handle),
            ) => {
                format!("@{handle} to accept the handoff")
            }
            None => "somebody to accept the handoff".to_owned(),
        },
        Step::Ready(next) => format!("somebody to move it to `{}`; nothing is missing", next.id),
        Step::Needs(next, missing) => {
            let keys: Vec<&str> = missing.iter().map(|need| need.key.as_str()).collect();
            if keys.len() <= 3 {
                format!("{} for `{}`", list(&keys), next.id)
            } else {
                format!("{} for `{}`", count(keys.len(), "need"), next.id)
            }
        }
        Step::Wakes(day) => format!("{day}, when it wakes"),
    })
}

/// The engagements as text with ANSI styles, below their stages in the order of the workflow.
#[must_use]
pub fn render(stands: &[Stands<'_>], settings: &Settings, day: Day) -> String {
    let mut text = String::new();
    let mut workflows: Vec<&str> = stands
        .iter()
        .map(|(engagement, _)| engagement.workflow.as_str())
        .collect();
    workflows.sort_unstable();
    workflows.dedup();
    // The studio's own first.
    workflows.sort_by_key(|name| (*name != settings.workflow, *name));
    for name in &workflows {
        let of_workflow = |stands: &&Stands<'_>| stands.0.workflow == *name;
        let several = workflows.len() > 1;
        let stages = settings.workflows.get(name);
        let stages = stages.map_or(&[][..], |workflow| &workflow.stages);
        for stage in stages.iter().map(Some).chain([None]) {
            let mut there: Vec<&Stands<'_>> = stands
                .iter()
                .filter(of_workflow)
                .filter(|(_, standing)| {
                    standing.stage.map(|at| &at.id) == stage.map(|stage| &stage.id)
                })
                .collect();
            there.sort_by_key(|(_, standing)| standing.since.map_or(i64::MAX, Day::unix));
            if !there.is_empty() {
                group(&mut text, several.then_some(*name), stage, &there, day);
            }
        }
    }
    text
}

fn group(
    text: &mut String,
    workflow: Option<&str>,
    stage: Option<&Stage>,
    there: &[&Stands<'_>],
    day: Day,
) {
    let gap = if text.is_empty() { "" } else { "\n" };
    let title = stage.map_or("no known stage", |stage| stage.id.as_str());
    let workflow = workflow.map_or_else(String::new, |name| format!(" of {name}"));
    let _ = writeln!(
        text,
        "{gap}{HEAD}{}{HEAD:#}{QUIET}{}, {}{QUIET:#}",
        escape_line(title),
        escape_line(&workflow),
        there.len()
    );
    let width = |of: &dyn Fn(&Stands<'_>) -> usize| there.iter().map(|one| of(one)).max();
    let ids = width(&|(engagement, _)| engagement.id.chars().count()).unwrap_or_default();
    let owners = width(&|(engagement, _)| owner(engagement).chars().count()).unwrap_or_default();
    for (engagement, standing) in there {
        let mut facts: Vec<String> = Vec::new();
        facts.extend(stood(standing, day));
        facts.extend(
            waits_for(engagement, standing).map(|what| format!("waits for {}", escape_line(&what))),
        );
        facts.extend(owes(standing));
        facts.extend(
            standing
                .quiet
                .map(|days| format!("{LATE}quiet for {}{LATE:#}", counted(days))),
        );
        let _ = writeln!(
            text,
            "  {ID}{:ids$}{ID:#}  {:owners$}  {}",
            escape_line(&engagement.id),
            escape_line(&owner(engagement)),
            facts.join(", ")
        );
    }
}

fn owner(engagement: &Engagement) -> String {
    engagement
        .owner()
        .map_or_else(|| "nobody".to_owned(), |owner| format!("@{owner}"))
}

fn stood(standing: &Standing<'_>, day: Day) -> Option<String> {
    standing
        .since
        .map(|since| format!("for {}", counted(day.days_since(since).max(0))))
}

fn owes(standing: &Standing<'_>) -> Option<String> {
    (standing.open > 0).then(|| {
        let open = format!("{} open", count(standing.open, "promise"));
        match standing.overdue {
            0 => open,
            overdue => format!("{LATE}{open}, {overdue} overdue{LATE:#}"),
        }
    })
}

fn counted(days: i64) -> String {
    count(usize::try_from(days).unwrap_or_default(), "day")
}

/// One engagement: its stage's surface, what is owed both ways, what the next stage needs, what to do now.
#[must_use]
pub fn surface(engagement: &Engagement, standing: &Standing<'_>, asked: &Asked<'_>) -> String {
    let line = |text: &str| escape_line(text).into_owned();
    let (settings, day) = (asked.settings, asked.day);
    let mut text = String::new();
    let mut put = |line: String| {
        text.push_str(&line);
        text.push('\n');
    };
    put(format!(
        "{ID}{}{ID:#}  {}",
        line(&engagement.id),
        line(engagement.title())
    ));
    let stage = engagement.stage.as_deref().unwrap_or("no stage");
    let since = match (standing.since, stood(standing, day)) {
        (Some(since), Some(stood)) => format!(", since {since}, {stood}"),
        _ => ", not committed yet".to_owned(),
    };
    let owner = owner(engagement);
    put(format!("{}{since}, owned by {}", line(stage), line(&owner)));
    if let Some(purpose) = standing.stage.and_then(|stage| stage.purpose.as_deref()) {
        put(format!("{QUIET}{}{QUIET:#}", line(purpose)));
    }
    put(format!("{QUIET}{}{QUIET:#}", line(&engagement.path)));
    let shown = standing.stage.map_or(&[][..], |stage| &stage.shows);
    let facts: Vec<(&str, String)> = shown
        .iter()
        .filter_map(|name| {
            let value = engagement.value(name)?.display();
            (!value.trim().is_empty()).then(|| (name.as_str(), shortened(&value)))
        })
        .collect();
    if !facts.is_empty() {
        put(String::new());
    }
    for (name, value) in facts {
        put(format!("{}: {}", line(name), line(&value)));
    }
    for (title, to_us) in [("promised by us", false), ("owed to us", true)] {
        let open = open_promises(engagement, day);
        let open: Vec<&Owed<'_>> = open.iter().filter(|owed| owed.to_us == to_us).collect();
        if !open.is_empty() {
            put(format!("\n{HEAD}{title}{HEAD:#}"));
        }
        for owed in open {
            put(format!("  {}", super::registers::promise_line(owed, day)));
        }
    }
    let questions: Vec<Placed<'_>> = open_questions(engagement).collect();
    if !questions.is_empty() {
        put(format!("\n{HEAD}open questions{HEAD:#}"));
    }
    for placed in questions {
        put(format!("  {}", super::registers::mark_line(&placed)));
    }
    if let Some(next) = standing.next {
        put(format!(
            "\n{HEAD}for {}{HEAD:#}{QUIET}, {}{QUIET:#}",
            line(&next.id),
            line(next.purpose.as_deref().unwrap_or(&next.title))
        ));
        for (need, met) in &standing.needs {
            put(match met {
                Met::Yes => format!("  {MET}there{MET:#}    {}", line(&need.describe())),
                Met::No(missing) => format!("  {LATE}missing{LATE:#}  {}", line(missing)),
                Met::Waived(until, missing) => {
                    let until =
                        until.map_or_else(String::new, |until| format!(", waived until {until}"));
                    format!("  waived   {}{until}", line(missing))
                }
            });
        }
    }
    if !standing.items.is_empty() {
        put(format!("\n{HEAD}to do{HEAD:#}"));
    }
    for item in &standing.items {
        text.push_str(&one(engagement, item, &Asked { settings, ..*asked }));
    }
    text
}
