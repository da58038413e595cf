//! One version of an engagement as an audience may see it: a new file, written from what is shared and nothing else.

use std::collections::BTreeSet;

use super::STUDIO;
use super::stages::{Stages, WORKFLOW};
use crate::day::Day;
use crate::model::handoff::Between;
use crate::model::marks::owed_to_us;
use crate::model::{Engagement, Handoff, Settings, Shared, parts};
use crate::span::Span;
use crate::text::mark::By;
use crate::text::markdown::{Link, same_title};
use crate::text::yaml::{Node, NodeKind};
use crate::text::{Document, Entry, Keyword, Mark};

/// Attributes of which the day is always shared with their mark.
const DAYS: [&str; 5] = ["due", "kept", "released", "broken", "answered"];

/// Keys of the front-matter that are written by themselves or never.
const OWN: [&str; 4] = ["title", "workflow", "shared", "follows"];

/// Kinds of mark that a shared entry does not share: what is said of somebody, or of the studio's own ways.
const INNER: [Keyword; 5] = [
    Keyword::Risk,
    Keyword::Tone,
    Keyword::Lesson,
    Keyword::Waiver,
    Keyword::Approval,
];

/// What decides what is shared.
#[derive(Debug)]
pub(super) struct Redactor<'a> {
    pub(super) settings: &'a Settings,
    pub(super) shared: Shared,
    pub(super) stages: Stages,
    /// The engagements that the audience sees.
    pub(super) ids: BTreeSet<String>,
    /// What the client is called.
    pub(super) client: String,
}

impl Redactor<'_> {
    /// The file.
    pub(super) fn text(&self, engagement: &Engagement) -> String {
        let mut file = String::from("---\n");
        let title = engagement.text_of("title").unwrap_or_else(|| {
            let id = engagement.id.as_str();
            id.rsplit_once('/').map_or(id, |(_, slug)| slug)
        });
        line(&mut file, "title", &quoted(title));
        line(&mut file, "workflow", WORKFLOW);
        if let Some(stage) = self.stage(engagement) {
            line(&mut file, "stage", &quoted(stage));
        }
        for pair in &engagement.document.front_matter.pairs {
            if self.shares_field(&pair.key) {
                line(&mut file, &quoted(&pair.key), &flow(&pair.value, 0));
            }
        }
        let follows = engagement
            .value("follows")
            .filter(|_| self.shared.fields.iter().any(|name| name == "follows"))
            .map(Node::texts)
            .unwrap_or_default();
        let follows: Vec<String> = follows
            .into_iter()
            .map(|id| id.trim_end_matches(".md").to_owned())
            .filter(|id| self.ids.contains(id))
            .map(|id| quoted(&id))
            .collect();
        if !follows.is_empty() {
            line(&mut file, "follows", &format!("[{}]", follows.join(", ")));
        }
        file.push_str("---\n");
        let document = &engagement.document;
        for part in parts::of(document) {
            if let Some(title) = part.title
                && self.shares_section(title)
            {
                let text = self.clean(document, part.content, Vec::new());
                file.push_str(&format!("\n## {title}\n\n{}\n", text.trim()));
            }
        }
        let entries: Vec<String> = document
            .log
            .entries
            .iter()
            .enumerate()
            .filter_map(|(at, entry)| self.entry(engagement, at, entry))
            .collect();
        if !entries.is_empty() {
            file.push_str("\n## Log\n");
            file.push_str(&entries.concat());
        }
        file
    }

    /// The shared stage that it stands in.
    pub(super) fn stage(&self, engagement: &Engagement) -> Option<&str> {
        self.stages
            .id(&engagement.workflow, engagement.stage.as_deref()?)
    }

    /// Whether a key of the front-matter is shared.
    pub(super) fn shares_field(&self, key: &str) -> bool {
        let person = matches!(key, "owner" | "team");
        !OWN.contains(&key)
            && key != "stage"
            && key != self.settings.stage_field
            && self.shared.fields.iter().any(|name| name == key)
            && (!person || self.shared.people)
    }

    /// Whether a section is shared.
    pub(super) fn shares_section(&self, title: &str) -> bool {
        let mut sections = self.shared.sections.iter();
        sections.any(|shared| same_title(shared, title))
    }

    /// Whether a mark is shared.
    pub(super) fn shares_mark(&self, entry: &Entry, mark: &Mark) -> bool {
        let says = |name: &str| mark.attribute(name).is_some();
        let by_entry = entry.shared && !INNER.contains(&mark.keyword);
        !says("private")
            && (says("shared") || by_entry || self.shared.marks.contains(&mark.keyword))
    }

    fn entry(&self, engagement: &Engagement, at: usize, entry: &Entry) -> Option<String> {
        let document = &engagement.document;
        let day = entry.day.map(|day| day.to_string());
        let marks = || {
            entry
                .marks
                .iter()
                .filter(|mark| self.shares_mark(entry, mark))
        };
        if !entry.shared {
            let lines: Vec<String> = marks()
                .map(|mark| format!("{}\n", self.mark(engagement, mark)))
                .collect();
            let day = day.filter(|_| !lines.is_empty())?;
            return Some(format!("\n### {day}\n\n{}", lines.concat()));
        }
        let mut cuts: Vec<(Span, String)> = entry
            .marks
            .iter()
            .map(|mark| {
                let kept = self
                    .shares_mark(entry, mark)
                    .then(|| self.mark(engagement, mark));
                (mark.span, kept.unwrap_or_default())
            })
            .collect();
        for field in &entry.fields {
            let item = document
                .body
                .items
                .iter()
                .filter(|item| {
                    item.span.start <= field.name_span.start
                        && field.value_span.end <= item.span.end
                })
                .min_by_key(|item| item.span.end - item.span.start);
            let day = Day::leading(&field.value);
            let kept = match (field.name.as_str(), day) {
                ("accepted", Some(day)) => format!("- accepted: {day}"),
                ("from" | "to", _) if self.shared.people => continue,
                ("from" | "to" | "accepted", _) => String::new(),
                _ => continue,
            };
            cuts.extend(item.map(|item| (item.span, kept)));
        }
        let handoff = Handoff::read(
            at,
            entry,
            engagement.workflow(self.settings),
            &self.settings.people,
        );
        let title = match handoff.map(|handoff| handoff.between) {
            None => self.clean(document, entry.title_span, Vec::new()),
            Some(Between::Stages(from, to)) => {
                let stage = |id: &str| {
                    let id = self.stages.id(&engagement.workflow, id)?;
                    self.stages.title(id)
                };
                match (stage(&from), stage(&to)) {
                    (Some(from), Some(to)) => format!("Handoff: {from} to {to}"),
                    _ => String::new(),
                }
            }
            Some(_) if self.shared.people => entry.title.clone(),
            Some(_) => String::new(),
        };
        let title = without_tail(&title);
        let author = entry.author.as_ref().filter(|_| self.shared.people);
        let mut heading = day.unwrap_or_default();
        if !title.is_empty() {
            heading.push(' ');
            heading.push_str(title);
        }
        heading.push_str(&author.map_or_else(String::new, |author| format!(" (@{author})")));
        let text = self.clean(document, entry.content, cuts);
        (!heading.trim().is_empty())
            .then(|| format!("\n### {}\n\n{}\n", heading.trim(), text.trim()))
    }

    /// A mark on one line, with what of its attributes is shared.
    fn mark(&self, engagement: &Engagement, mark: &Mark) -> String {
        let document = &engagement.document;
        let mut said = vec!["shared".to_owned()];
        let allowed = |name: &str| self.shared.attributes.iter().any(|known| known == name);
        let is_owed = owed_to_us(mark);
        if mark.by().next().is_some() {
            for by in mark.by() {
                said.push(match by {
                    By::Person(handle) if self.shared.people => format!("@{handle}"),
                    By::Person(_) => format!("@{STUDIO}"),
                    By::Outside(name) if allowed("by") => format!("by {}", plain(name)),
                    By::Outside(_) if is_owed => format!("by {}", self.client),
                    By::Outside(_) => format!("@{STUDIO}"),
                });
            }
            said.dedup();
        }
        let mut days: Vec<&str> = Vec::new();
        for attribute in &mark.attributes {
            let name = attribute.name.as_str();
            let value = plain(&attribute.value);
            let day = Day::leading(&attribute.value);
            match (name, day) {
                ("by" | "shared" | "private", _) => {}
                (name, Some(day)) if DAYS.contains(&name) => {
                    if !days.contains(&name) {
                        said.push(format!("{name} {day}"));
                    }
                    days.push(name);
                }
                ("released" | "broken" | "kept", None) => said.push(name.to_owned()),
                ("supersedes" | "replaced", _) => {
                    let id = value.trim_start_matches('^');
                    let shown = document.log.entries.iter().any(|entry| {
                        entry.marks.iter().any(|other| {
                            other.id.as_deref() == Some(id) && self.shares_mark(entry, other)
                        })
                    });
                    match (shown, name) {
                        (true, _) => said.push(format!("{name} ^{id}")),
                        (false, "replaced") => said.push("replaced".to_owned()),
                        (false, _) => {}
                    }
                }
                (name, _) if allowed(name) && name.chars().all(char::is_alphanumeric) => {
                    said.push(format!("{name} {value}").trim().to_owned());
                }
                _ => {}
            }
        }
        let boxed = match mark.ticked {
            Some(true) => "[x] ",
            Some(false) => "[ ] ",
            None => "",
        };
        let linked = document.body.links.iter().any(|link| {
            mark.text_span.start <= link.span.start && link.span.end <= mark.text_span.end
        });
        let text = if linked {
            let clean = self.clean(document, mark.text_span, Vec::new());
            clean.split_whitespace().collect::<Vec<_>>().join(" ")
        } else {
            mark.text.clone()
        };
        let id = mark
            .id
            .as_ref()
            .map_or_else(String::new, |id| format!(" ^{id}"));
        format!(
            "- {boxed}{}: {} ({}){id}",
            mark.keyword.word(),
            without_comments(&text).trim(),
            said.join(", ")
        )
    }

    /// A span of a file with something else in the place of these spans, without comments, and without the addresses of what the audience does not see.
    fn clean(&self, document: &Document, span: Span, mut cuts: Vec<(Span, String)>) -> String {
        for link in &document.body.links {
            if span.start <= link.span.start
                && link.span.end <= span.end
                && let Some(text) = self.unlinked(document, link)
            {
                cuts.push((link.span, text));
            }
        }
        // What lies within another goes with it.
        cuts.sort_by_key(|(cut, _)| (cut.start, std::cmp::Reverse(cut.end)));
        let mut text = String::new();
        let mut at = span.start;
        for (cut, instead) in cuts {
            if cut.start < at || cut.end > span.end {
                continue;
            }
            text.push_str(document.text.get(at..cut.start).unwrap_or_default());
            text.push_str(&instead);
            at = cut.end;
        }
        text.push_str(document.text.get(at..span.end).unwrap_or_default());
        without_definitions(&without_comments(&text))
    }

    /// What stands in the place of a link that leads into the studio; nothing for one that may stay.
    fn unlinked(&self, document: &Document, link: &Link) -> Option<String> {
        let target = link.target.trim();
        let scheme = target.split_once(':').map(|(scheme, _)| scheme);
        let web = scheme.is_some_and(|scheme| {
            ["http", "https", "mailto"]
                .iter()
                .any(|known| known.eq_ignore_ascii_case(scheme))
        });
        if web && !link.image {
            return None;
        }
        let written = document.text.get(link.span.range()).unwrap_or_default();
        if link.wiki {
            if self.ids.contains(target) {
                return None;
            }
            let inside = written.trim_start_matches(['!', '[']).trim_end_matches(']');
            return Some(match inside.split_once('|') {
                Some((_, label)) => plain(label),
                None => "something else".to_owned(),
            });
        }
        let text = document.body.prose_text(&document.text, link.span);
        // An address that is its own text says where it leads.
        Some(if text.trim() == target {
            String::new()
        } else {
            text
        })
    }
}

fn line(file: &mut String, key: &str, value: &str) {
    file.push_str(&format!("{key}: {value}\n"));
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A value in the flow form of YAML that JSON is, its texts alone: comments, anchors and forms of writing stay behind.
fn flow(node: &Node, depth: usize) -> String {
    match &node.kind {
        NodeKind::Sequence(nodes) if depth < 8 => {
            let parts: Vec<String> = nodes.iter().map(|node| flow(node, depth + 1)).collect();
            format!("[{}]", parts.join(", "))
        }
        NodeKind::Mapping(pairs) if depth < 8 => {
            let parts: Vec<String> = pairs
                .iter()
                .map(|pair| format!("{}: {}", quoted(&pair.key), flow(&pair.value, depth + 1)))
                .collect();
            format!("{{{}}}", parts.join(", "))
        }
        NodeKind::Null => "null".to_owned(),
        _ => match (node.as_bool(), node.as_str()) {
            (Some(value), _) => value.to_string(),
            (None, text) => quoted(text.unwrap_or_default()),
        },
    }
}

/// A value on one line that ends neither its attribute nor its parentheses.
fn plain(text: &str) -> String {
    let text = without_comments(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace('(', "[").replace(')', "]")
}

/// A title without the parentheses that say who wrote it and that it is shared.
fn without_tail(title: &str) -> &str {
    title.lines().next().unwrap_or_default().trim()
}

fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
    }
    kept.push_str(rest);
    kept
}

/// Without the lines that say where a name leads, `[name]: address`.
fn without_definitions(text: &str) -> String {
    let defines = |line: &str| {
        let line = line.trim_start();
        line.starts_with('[') && !line.starts_with("[^") && line.contains("]:")
    };
    if !text.lines().any(defines) {
        return text.to_owned();
    }
    text.lines()
        .filter(|line| !defines(line))
        .flat_map(|line| [line, "\n"])
        .collect()
}
