//! A brief for a terminal, as Markdown and as JSON.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::json;
use super::terminal::{escape, escape_line};
use crate::brief::{Brief, Item, Source};

const TITLE: Style = Style::new().bold();
const PART: Style = Style::new().bold().underline();
const QUIET: Style = Style::new().dimmed();
const LATE: Style = AnsiColor::Red.on_default();

#[derive(Serialize)]
struct Document<'a> {
    engagement: &'a str,
    path: &'a str,
    title: &'a str,
    client: Option<&'a str>,
    stage: Option<&'a str>,
    owner: Option<&'a str>,
    since: Option<String>,
    day: String,
    at: Option<&'a str>,
    r#for: Option<&'a str>,
    words: Words,
    sections: Vec<Part<'a>>,
    left_out: Vec<Left<'a>>,
}

#[derive(Serialize)]
struct Words {
    limit: usize,
    used: usize,
    always: usize,
    over: bool,
}

#[derive(Serialize)]
struct Part<'a> {
    name: &'a str,
    title: &'a str,
    items: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    kind: &'a str,
    id: Option<&'a str>,
    text: &'a str,
    who: Option<&'a str>,
    due: Option<String>,
    late: bool,
    open: bool,
    notes: Vec<Note<'a>>,
    because: &'a str,
    source: Option<Place<'a>>,
}

#[derive(Serialize)]
struct Note<'a> {
    name: &'a str,
    text: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    engagement: &'a str,
    path: &'a str,
    line: usize,
    entry: Option<&'a str>,
    date: Option<String>,
    commit: Option<&'a str>,
}

#[derive(Serialize)]
struct Left<'a> {
    what: &'a str,
    count: usize,
    command: &'a str,
}

/// As JSON. `at` is the commit that it is as of, `reader` the handle that it is for.
#[must_use]
pub fn render_json(brief: &Brief, at: Option<&str>, reader: Option<&str>) -> String {
    json::document(&Document {
        engagement: &brief.engagement,
        path: &brief.path,
        title: &brief.title,
        client: brief.client.as_deref(),
        stage: brief.stage.as_ref().map(|(id, _)| id.as_str()),
        owner: brief.owner.as_deref(),
        since: brief.since.map(|day| day.to_string()),
        day: brief.day.to_string(),
        at,
        r#for: reader,
        words: Words {
            limit: brief.limit,
            used: brief.words,
            always: brief.always,
            over: brief.is_over(),
        },
        sections: brief
            .parts
            .iter()
            .map(|(part, items)| Part {
                name: part.word(),
                title: part.title(),
                items: items.iter().map(|item| row(item, brief)).collect(),
            })
            .collect(),
        left_out: brief
            .left_out
            .iter()
            .map(|left| Left {
                what: &left.what,
                count: left.count,
                command: &left.command,
            })
            .collect(),
    })
}

fn row<'a>(item: &'a Item, brief: &'a Brief) -> Row<'a> {
    Row {
        kind: item.kind,
        id: item.id.as_deref(),
        text: &item.text,
        who: item.who.as_deref(),
        due: item.due.map(|day| day.to_string()),
        late: item.late,
        open: item.open,
        notes: item
            .notes
            .iter()
            .map(|note| Note {
                name: note.name,
                text: &note.text,
            })
            .collect(),
        because: &item.because,
        source: item.source.as_ref().map(|source| Place {
            engagement: source.engagement.as_deref().unwrap_or(&brief.engagement),
            path: &source.path,
            line: source.line,
            entry: source.entry.as_deref(),
            date: source.day.map(|day| day.to_string()),
            commit: source.commit.as_deref(),
        }),
    }
}

/// As text with ANSI styles.
#[must_use]
pub fn render(brief: &Brief) -> String {
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{TITLE}{}{TITLE:#} {QUIET}({}) as of {}{QUIET:#}",
        escape_line(&brief.title),
        escape_line(&brief.engagement),
        brief.day
    );
    if let Some(audience) = &brief.audience {
        let _ = writeln!(text, "{QUIET}{}{QUIET:#}", escape_line(audience));
    }
    for (part, items) in &brief.parts {
        let _ = writeln!(text, "\n{PART}{}{PART:#}", part.title());
        for (at, item) in items.iter().enumerate() {
            let style = if item.late { LATE } else { Style::new() };
            let _ = writeln!(
                text,
                "{style}{}{style:#} {}",
                sign(item),
                escape_line(&item.said())
            );
            let because = because(item, items.get(..at).unwrap_or_default());
            if !because.is_empty() {
                let _ = writeln!(text, "    {QUIET}{}{QUIET:#}", escape_line(&because));
            }
        }
    }
    if let Some(excess) = brief.excess() {
        let _ = writeln!(text, "\n{excess}");
    }
    if !brief.left_out.is_empty() {
        text.push('\n');
        for left in &brief.left_out {
            let _ = writeln!(
                text,
                "{QUIET}{}: {}{QUIET:#}",
                escape_line(&left.what),
                escape_line(&left.command)
            );
        }
    }
    text
}

/// What stands before an item: a box where it is open.
fn sign(item: &Item) -> &'static str {
    match (item.open && item.kind != "tone", item.late) {
        (_, true) => "  [!]",
        (true, false) => "  [ ]",
        (false, false) => "  -",
    }
}

/// Why it is there and where it comes from, on one line. A reason that one before it in the same part has told is not told again.
fn because(item: &Item, before: &[Item]) -> String {
    let place = item.source.as_ref().map(|source| {
        let day = source.day.map_or_else(String::new, |day| format!("@{day}"));
        let link = format!("{}:{}{day}", source.path, source.line);
        match item.entry() {
            Some(entry) => format!("{entry} · {link}"),
            None => link,
        }
    });
    let parts: Vec<String> = reason(item, before)
        .map(str::to_owned)
        .into_iter()
        .chain(place)
        .collect();
    parts.join(" · ")
}

fn reason<'i>(item: &'i Item, before: &[Item]) -> Option<&'i str> {
    let told = before.iter().any(|other| other.because == item.because);
    (!item.because.is_empty() && !told).then_some(item.because.as_str())
}

/// The commit behind a place, short.
fn commit(source: &Source) -> String {
    source
        .commit
        .as_deref()
        .and_then(|commit| commit.get(..9))
        .map_or_else(String::new, |commit| format!("@{commit}"))
}

/// As Markdown, each source a link to its line.
#[must_use]
pub fn render_markdown(brief: &Brief) -> String {
    let mut text = String::new();
    let _ = writeln!(
        text,
        "# {}\n\n`{}` as of {}",
        plain(&brief.title),
        brief.engagement,
        brief.day
    );
    if let Some(audience) = &brief.audience {
        let _ = writeln!(text, "{audience}");
    }
    for (part, items) in &brief.parts {
        let _ = writeln!(text, "\n## {}\n", part.title());
        for (at, item) in items.iter().enumerate() {
            let open = if item.open && item.kind != "tone" {
                "[ ] "
            } else {
                ""
            };
            let _ = write!(text, "- {open}{}", plain(&item.said()));
            let link = item.source.as_ref().map(|source| {
                let place = item.place().unwrap_or_default();
                let commit = commit(source);
                let target = source
                    .path
                    .replace(' ', "%20")
                    .replace(['(', ')', '<', '>'], "");
                format!("[{}{commit}]({target}#L{})", bracketed(&place), source.line)
            });
            let parts: Vec<String> = reason(item, items.get(..at).unwrap_or_default())
                .map(plain)
                .into_iter()
                .chain(link)
                .collect();
            if !parts.is_empty() {
                let _ = write!(text, "\n  *{}*", parts.join("* *"));
            }
            text.push('\n');
        }
    }
    if let Some(excess) = brief.excess() {
        let _ = writeln!(text, "\n{excess}");
    }
    if !brief.left_out.is_empty() {
        text.push('\n');
        for left in &brief.left_out {
            let _ = writeln!(text, "{}: `{}`  ", left.what, left.command);
        }
    }
    // It is also shown on terminals.
    escape(&text).into_owned()
}

/// A text of a file on one line, so that it cannot become another block.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn bracketed(text: &str) -> String {
    plain(text).replace(['[', ']'], "")
}
