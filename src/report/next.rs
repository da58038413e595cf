//! What is to be done now, as text for people and as JSON for programs.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::json;
use super::terminal::escape_line;
use crate::check::quoted;
use crate::day::Day;
use crate::model::words::count;
use crate::model::{Engagement, Settings};
use crate::next::{self, About, Item};

const HEAD: Style = Style::new().bold().underline();
const ID: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();
const LATE: Style = AnsiColor::Red.on_default();
const TYPED: Style = AnsiColor::Cyan.on_default();

/// What waits, and in which engagement.
pub type Waiting<'a> = (&'a Engagement, &'a Item<'a>);

/// What a list of what waits is about.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The studio's settings.
    pub settings: &'a Settings,
    /// The day that counts as today.
    pub day: Day,
    /// For whom, as a handle; for everybody where it is nobody's in particular.
    pub whose: Option<&'a str>,
    /// How many there are, shown or not.
    pub all: usize,
}

#[derive(Serialize)]
struct Document<'a> {
    day: Day,
    r#for: Option<&'a str>,
    items: Vec<Entry<'a>>,
}

/// One thing that waits, as programs see it.
#[derive(Serialize)]
pub(super) struct Entry<'a> {
    engagement: &'a str,
    title: &'a str,
    path: &'a str,
    line: usize,
    kind: &'static str,
    why: String,
    since: Option<Day>,
    due: Option<Day>,
    late: bool,
    /// Whom it waits for.
    waits_for: Vec<String>,
    /// The mark that it is about.
    mark: Option<&'a str>,
    /// The keys of what is missing.
    needs: Vec<&'a str>,
    command: String,
}

impl<'a> Entry<'a> {
    pub(super) fn of(
        engagement: &'a Engagement,
        item: &'a Item<'a>,
        settings: &Settings,
        day: Day,
    ) -> Self {
        Self {
            engagement: &engagement.id,
            title: engagement.title(),
            path: &engagement.path,
            line: item.line(engagement),
            kind: item.about.word(),
            why: next::why(item, engagement, day),
            since: item.since,
            due: item.due,
            late: item.late,
            waits_for: item.waits_for(),
            mark: item
                .about
                .mark()
                .and_then(|placed| placed.mark.id.as_deref()),
            needs: match &item.about {
                About::Needs { missing, .. } => {
                    missing.iter().map(|need| need.key.as_str()).collect()
                }
                _ => Vec::new(),
            },
            command: next::command(item, engagement, settings),
        }
    }
}

/// What waits as JSON, in the order given.
#[must_use]
pub fn render_json(waiting: &[Waiting<'_>], asked: &Asked<'_>) -> String {
    json::document(&Document {
        day: asked.day,
        r#for: asked.whose,
        items: waiting
            .iter()
            .map(|(engagement, item)| Entry::of(engagement, item, asked.settings, asked.day))
            .collect(),
    })
}

/// What waits as text with ANSI styles: what is late, what presses, and the rest.
#[must_use]
pub fn render(waiting: &[Waiting<'_>], asked: &Asked<'_>) -> String {
    let mut text = String::new();
    let mut said = "";
    for (engagement, item) in waiting {
        let first = matches!(item.about, About::Handoff(_)) && asked.whose.is_some();
        let head = match item {
            _ if first => "first",
            item if item.late => "late",
            item if item.presses() => "now",
            _ => "then",
        };
        if head != said {
            let gap = if said.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{gap}{HEAD}{head}{HEAD:#}");
            said = head;
        }
        text.push_str(&one(engagement, item, asked));
    }
    let more = asked.all.saturating_sub(waiting.len());
    if more > 0 {
        let _ = writeln!(
            text,
            "\n{QUIET}and {more} more: orbit next {}--limit {}{QUIET:#}",
            asked
                .whose
                .map_or_else(String::new, |handle| format!("--for {} ", quoted(handle))),
            asked.all
        );
    }
    text
}

/// One thing that waits: what it is, its days and people, what to type.
pub(super) fn one(engagement: &Engagement, item: &Item<'_>, asked: &Asked<'_>) -> String {
    let line = |text: &str| escape_line(text).into_owned();
    let late = if item.late { LATE } else { Style::new() };
    let mut facts: Vec<String> = Vec::new();
    facts.extend(next::days(item, asked.day).map(|days| format!("{late}{days}{late:#}")));
    facts.extend(item.since.map(|since| format!("since {since}")));
    match item.waits_for().as_slice() {
        [] => facts.push("nobody's yet".to_owned()),
        people => facts.push(line(&people.join(", "))),
    }
    let mut text = String::new();
    let _ = writeln!(
        text,
        "  {ID}{}{ID:#}  {}",
        line(&engagement.id),
        line(&next::why(item, engagement, asked.day))
    );
    let _ = writeln!(text, "      {}", facts.join(", "));
    let command = next::command(item, engagement, asked.settings);
    let _ = writeln!(text, "      {TYPED}{}{TYPED:#}", line(&command));
    text
}

/// How much there is, in a line.
#[must_use]
pub fn summary(waiting: &[Waiting<'_>], asked: &Asked<'_>) -> String {
    let whose = asked.whose.map_or_else(
        || "in the studio".to_owned(),
        |handle| format!("for @{handle}"),
    );
    if asked.all == 0 {
        return format!("nothing waits {whose}");
    }
    let late = waiting.iter().filter(|(_, item)| item.late).count();
    let verb = if asked.all == 1 { "waits" } else { "wait" };
    let late = match late {
        0 => "none of them late".to_owned(),
        late => format!("{late} late"),
    };
    format!("{} {verb} {whose}, {late}", count(asked.all, "thing"))
}
