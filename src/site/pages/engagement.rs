//! `engagements/<id>.html`: the surface of its stage first, then everything else there is.

mod blocks;
mod next;

use std::borrow::Cow;

use super::Page;
use crate::check::Context;
use crate::day::Day;
use crate::model::Engagement;
use crate::model::field::FieldType;
use crate::model::words::count;
use crate::registers;
use crate::repo::Failure;
use crate::site::engine::Engine;
use crate::site::html::{self, Guide, Leads, Text, escape, escaped};
use crate::site::past::Past;
use crate::site::shelf::Shelf;
use crate::site::standing::{self, Standing};
use crate::site::studio::{Studio, Work};
use crate::site::view::{self, Entry, Html, Kin, Link, Part, WayPoint, Who};
use crate::site::words::{day, when};
use crate::site::{address, arc, frame};
use crate::text::Keyword;
use crate::text::yaml::{Node, NodeKind};

/// So many things that wait stand before the fold.
const ATTENTION: usize = 8;

/// So many entries of the log stand before the fold.
const ENTRIES: usize = 40;

/// What the page of one engagement is made of.
pub struct Subject<'s> {
    /// The studio.
    pub studio: &'s Studio<'s>,
    /// Which of its engagements.
    pub at: usize,
    /// That engagement.
    pub work: &'s Work,
    /// What became of it.
    pub past: &'s Past,
    /// How it stands.
    pub standing: &'s Standing<'s>,
    /// What its needs are judged by.
    pub context: &'s Context<'s>,
}

/// The page.
///
/// # Errors
/// Where a template of the studio's own cannot be written.
pub fn page(subject: &Subject<'_>, engine: &Engine) -> Result<Page, Failure> {
    let Subject {
        studio,
        work,
        past,
        standing,
        ..
    } = subject;
    let engagement = &work.engagement;
    let file = address::engagement(&engagement.id);
    let root = address::root(&file);
    let text = Text::read(&engagement.document);
    let shelf = Shelf::own(studio, work, &root);
    let field = |name: &str| engagement.text_of(name);
    let success = field("success").map(|text| shelf.line(text));
    let blocks = blocks::of(subject, &text, &shelf, success.is_some());
    let arc = arc::of(studio, work, past);
    let mut log = log(subject, &text, &root);
    let last = log.first().map(|entry| Link {
        // One without a title goes by its day, which stands beside it.
        text: entry.title.unwrap_or("in the log").to_owned(),
        url: address::anchored(&work.url, &entry.anchor),
    });
    let last_day = log.first().and_then(|entry| entry.day.clone());
    let tone = registers::marks_of(engagement, Keyword::Tone)
        .max_by_key(|placed| placed.mark.day)
        .map(|placed| shelf.line(&placed.mark.text));
    let older = behind(&mut log, ENTRIES);
    let mut attention = if studio.inputs.extent.inside {
        standing.attention(studio, work, past, &root)
    } else {
        Vec::new()
    };
    let attention_more = behind(&mut attention, ATTENTION);
    let mut contents: Vec<Part> = blocks
        .iter()
        .filter(|block| block.kind != "nothing")
        .map(|block| part(&block.title, &block.anchor))
        .collect();
    contents.extend(arc.is_some().then(|| part("The way so far", "arc")));
    contents.extend((!log.is_empty()).then(|| part("Log", "log")));
    let extent = studio.inputs.extent;
    contents.extend(extent.history.then(|| part("Record", "record")));
    let owner = engagement.owner();
    let view = view::Engagement {
        frame: frame::of(&file, engagement.title(), "", frame::above(studio, work)),
        id: &engagement.id,
        title: engagement.title(),
        client: studio
            .client_of(engagement)
            .filter(|_| studio.inputs.extent.clients)
            .map(|client| Link {
                text: client.name.clone(),
                url: client.url.clone(),
            }),
        stage: standing::stage_ref(studio, work),
        purpose: standing.stage.and_then(|stage| stage.purpose.as_deref()),
        inside: studio.inputs.extent.inside,
        since: standing.since.map(|since| when(since, studio.day())),
        standing: standing.stood(studio),
        owner: owner.map(|owner| studio.person(owner)),
        team: team(studio, engagement, owner),
        due: field("due")
            .and_then(Day::parse)
            .map(|due| when(due, studio.day())),
        steps: steps(subject),
        kin: kin(subject),
        success,
        last,
        last_day,
        tone,
        attention,
        attention_more,
        contents,
        blocks,
        arc,
        log,
        older,
        history_url: address::url(&address::history(&engagement.id)),
        commits: match past.happened.len() {
            0 => "No commits".to_owned(),
            commits => count(commits, "commit"),
        },
        path: &engagement.path,
    };
    Ok((file, engine.render("engagement.html", &view)?))
}

/// What stands behind the first `most` of a list, taken out of it; nothing where that is hardly worth a fold.
fn behind<T>(list: &mut Vec<T>, most: usize) -> Vec<T> {
    if list.len() > most + 2 {
        list.split_off(most)
    } else {
        Vec::new()
    }
}

fn part(title: &str, anchor: &str) -> Part {
    Part {
        title: title.to_owned(),
        anchor: anchor.to_owned(),
    }
}

fn team<'s>(
    studio: &'s Studio<'s>,
    engagement: &'s Engagement,
    owner: Option<&str>,
) -> Vec<Who<'s>> {
    let owner = owner.map(|owner| studio.person(owner).name);
    engagement
        .value("team")
        .map(Node::texts)
        .unwrap_or_default()
        .into_iter()
        .filter(|handle| !handle.trim().is_empty())
        .map(|handle| studio.person(handle))
        .filter(|who| Some(who.name) != owner)
        .collect()
}

fn kin<'s>(subject: &Subject<'s>) -> Vec<Kin<'s>> {
    let studio = subject.studio;
    let one = |relation: &'static str, at: usize| {
        studio.works.get(at).map(|work| Kin {
            relation,
            engagement: studio.reference(work),
        })
    };
    let followed = studio.followed(subject.work).into_iter();
    let followers = studio.followers(subject.at).iter();
    followed
        .filter_map(|at| one("Follows", at))
        .chain(followers.filter_map(|at| one("Followed by", *at)))
        .collect()
}

/// The main line as seen from where the engagement stands.
fn steps<'s>(subject: &Subject<'s>) -> Vec<WayPoint<'s>> {
    let studio = subject.studio;
    let engagement = &subject.work.engagement;
    let Some(workflow) = engagement.workflow(studio.settings()) else {
        return Vec::new();
    };
    let timeline = subject.past.timeline.as_ref();
    let began = timeline
        .and_then(|timeline| timeline.began.as_ref())
        .and_then(|(stage, _)| workflow.place(stage));
    let visited = |id: &str| {
        timeline.is_none_or(|timeline| {
            timeline
                .began
                .as_ref()
                .is_some_and(|(stage, _)| stage == id)
                || timeline
                    .transitions
                    .iter()
                    .any(|moved| moved.from == id || moved.to == id)
        })
    };
    let current = engagement.stage.as_deref();
    let here = current.and_then(|stage| workflow.place(stage));
    // From beside the line, the last place on it counts.
    let left = match here {
        Some(_) => None,
        None => timeline.and_then(|timeline| {
            let moved = timeline.transitions.iter().rev();
            moved
                .filter_map(|moved| workflow.place(&moved.from))
                .next()
                .or(began)
        }),
    };
    let reached = here.or(left);
    let mut steps: Vec<WayPoint<'s>> = workflow
        .main_line()
        .enumerate()
        .map(|(place, stage)| WayPoint {
            stage: studio.stage(&workflow.name, &stage.id),
            state: match reached {
                Some(reached) if place == reached && here.is_some() => "here",
                Some(reached) if place == reached => "left",
                Some(reached) if place < reached => {
                    let skipped = !visited(&stage.id) && began.is_some_and(|began| place > began);
                    if skipped { "skipped" } else { "passed" }
                }
                _ => "ahead",
            },
        })
        .collect();
    // What stands beside the line comes after the stage that was left for it; of what ended, nothing lies ahead.
    if here.is_none()
        && let Some(stage) = subject.standing.stage
    {
        let place = reached.map_or(0, |reached| reached + 1).min(steps.len());
        if stage.kind.is_over() {
            steps.truncate(place);
        }
        steps.insert(
            place,
            WayPoint {
                stage: studio.stage(&workflow.name, &stage.id),
                state: "here",
            },
        );
    }
    steps
}

/// The log, the newest first.
fn log<'s>(subject: &Subject<'s>, text: &Text<'_>, root: &'s str) -> Vec<Entry<'s>> {
    let Subject {
        studio, work, past, ..
    } = *subject;
    let engagement = &work.engagement;
    let guide = studio.guide(&engagement.path, root);
    let all = &engagement.document.log.entries;
    let oldest_first =
        all.first().and_then(|entry| entry.day) <= all.last().and_then(|entry| entry.day);
    let mut entries: Vec<Entry<'s>> = all
        .iter()
        .enumerate()
        .map(|(at, entry)| {
            let committed = past.entries.get(at).copied().flatten();
            Entry {
                anchor: work.entries.get(at).cloned().unwrap_or_default(),
                shared: entry.shared && studio.inputs.extent.inside,
                day: entry.day.map(|day| when(day, studio.day())),
                // Outside it is only the day on which the entry was shared.
                committed: committed
                    .filter(|committed| {
                        studio.inputs.extent.inside && Some(*committed) != entry.day
                    })
                    .map(|committed| when(committed, studio.day())),
                author: entry.author.as_deref().map(|author| studio.person(author)),
                title: Some(entry.title.as_str()).filter(|title| !title.is_empty()),
                html: text.entry(entry, 3, &guide),
                handoff_url: past
                    .number(at)
                    .filter(|_| studio.inputs.extent.handoffs)
                    .map(|number| address::url(&address::handoff(&engagement.id, number))),
            }
        })
        .collect();
    if oldest_first {
        entries.reverse();
    }
    entries
}

/// A value of the front-matter as a reader wants it: people by name, days in words, addresses as links, lists line by line.
#[must_use]
pub fn value(
    studio: &Studio<'_>,
    shelf: &Shelf<'_>,
    node: &Node,
    engagement: &Engagement,
    name: &str,
) -> Html {
    let guide = studio.guide(&engagement.path, shelf.root);
    let kind = engagement
        .workflow(studio.settings())
        .and_then(|workflow| workflow.field(name));
    let people = matches!(kind, Some(FieldType::Person | FieldType::People))
        || matches!(name, "owner" | "team");
    let one = |node: &Node| -> String {
        let Some(text) = node.as_str().map(str::trim) else {
            return escaped(&node.display());
        };
        if people {
            let who = studio.person(text);
            return link(who.url.as_deref(), &escaped(who.name), shelf.root);
        }
        if let Some(at) = Day::parse(text) {
            return escaped(&day(at));
        }
        if name == "follows"
            && let Some(other) = studio.named(text).and_then(|at| studio.works.get(at))
        {
            return link(
                Some(&other.url),
                &escaped(other.engagement.title()),
                shelf.root,
            );
        }
        let leads = (!text.contains(char::is_whitespace)
            && (text.contains("://") || kind == Some(&FieldType::Link)))
        .then(|| guide.leads(text));
        match leads {
            Some(Leads::Out(address)) => {
                let mut html = String::from("<a href=\"");
                escape(&mut html, &address);
                html.push_str("\">");
                escape(&mut html, text);
                html.push_str("</a>");
                html
            }
            Some(Leads::Here(url)) => link(Some(&url), &escaped(text), shelf.root),
            // Whoever is listed goes by name first.
            _ => match text.split_once(',').filter(|_| name == "client_people") {
                Some((who, what)) => format!(
                    "<strong>{}</strong>, {}",
                    html::inline(who, &guide).as_str(),
                    html::inline(what.trim_start(), &guide).as_str()
                ),
                None => html::inline(&with_addresses(text), &guide)
                    .as_str()
                    .to_owned(),
            },
        }
    };
    let html = match &node.kind {
        NodeKind::Sequence(nodes) => {
            let all: Vec<String> = nodes.iter().map(one).collect();
            let short = people || all.iter().all(|text| text.len() < 24);
            all.join(if short { ", " } else { "<br>" })
        }
        _ => one(node),
    };
    Html::trusted(html)
}

/// A text whose bare web addresses are links, as their writers mean them to be.
fn with_addresses(text: &str) -> Cow<'_, str> {
    let is_bare = |word: &str| word.starts_with("https://") || word.starts_with("http://");
    if text.contains(['<', '`', ']']) || !text.split(' ').any(is_bare) {
        return Cow::Borrowed(text);
    }
    let words: Vec<Cow<'_, str>> = text
        .split(' ')
        .map(|word| {
            let address = word.trim_end_matches([',', '.', ';', ')']);
            match word.get(address.len()..) {
                Some(rest) if is_bare(word) => Cow::Owned(format!("<{address}>{rest}")),
                _ => Cow::Borrowed(word),
            }
        })
        .collect();
    Cow::Owned(words.join(" "))
}

fn link(url: Option<&str>, html: &str, root: &str) -> String {
    url.map_or_else(
        || html.to_owned(),
        |url| format!("<a href=\"{root}{}\">{html}</a>", escaped(url)),
    )
}
