//! `data.json`: everything there is for other programs, as `data.schema.json` says.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::Page;
use crate::model::Kind;
use crate::model::handoff::Between;
use crate::model::marks::{is_answered, outcome};
use crate::model::timeline;
use crate::registers::{self, Placed};
use crate::repo::Failure;
use crate::site::address;
use crate::site::pages::engagement::Subject;
use crate::site::state::State;
use crate::text::mark::By;
use crate::text::yaml::{Node, NodeKind};
use crate::text::{self, Keyword};

/// The form of the file; a change that breaks readers raises it.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Head<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    format: u32,
    studio: &'a str,
    title: &'a str,
    day: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    audience: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<&'a str>,
    people: Vec<Person<'a>>,
    clients: Vec<Client<'a>>,
    workflows: Vec<Workflow<'a>>,
}

#[derive(Serialize)]
struct Person<'a> {
    handle: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
    url: String,
}

#[derive(Serialize)]
struct Client<'a> {
    id: &'a str,
    name: &'a str,
    url: &'a str,
}

#[derive(Serialize)]
struct Workflow<'a> {
    name: &'a str,
    title: &'a str,
    stages: Vec<Stage<'a>>,
}

#[derive(Serialize)]
struct Stage<'a> {
    id: &'a str,
    title: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Engagement<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    client: Option<&'a str>,
    workflow: Option<&'a str>,
    stage: Option<&'a str>,
    kind: Option<&'static str>,
    since: Option<String>,
    owner: Option<&'a str>,
    team: Vec<&'a str>,
    success: Option<&'a str>,
    due: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Next<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attention: Option<Vec<Waits>>,
    fields: BTreeMap<&'a str, serde_json::Value>,
    marks: Vec<Mark<'a>>,
    handoffs: Vec<Handoff<'a>>,
    transitions: Vec<Transition<'a>>,
}

#[derive(Serialize)]
struct Next<'a> {
    stage: &'a str,
    missing: Vec<&'a str>,
}

#[derive(Serialize)]
struct Waits {
    sort: &'static str,
    when: String,
    late: bool,
    url: String,
}

#[derive(Serialize)]
struct Mark<'a> {
    kind: &'static str,
    id: Option<&'a str>,
    text: &'a str,
    day: Option<String>,
    url: String,
    by: Vec<&'a str>,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    late: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to_us: Option<bool>,
    attributes: BTreeMap<&'a str, Vec<&'a str>>,
}

#[derive(Serialize)]
struct Handoff<'a> {
    from: Option<&'a str>,
    to: Option<&'a str>,
    stages: Option<[String; 2]>,
    day: Option<String>,
    accepted: Option<String>,
    url: Option<String>,
}

#[derive(Serialize)]
struct Transition<'a> {
    from: &'a str,
    to: &'a str,
    kind: Option<&'static str>,
    made: Commit<'a>,
    landed: Commit<'a>,
    days: Option<f64>,
}

#[derive(Serialize)]
struct Commit<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<&'a str>,
    person: Option<&'a str>,
    date: String,
}

/// The file.
///
/// # Errors
/// Where it cannot be put into JSON.
pub fn page(state: &State<'_>) -> Result<Page, Failure> {
    let json = |failed| Failure::new("`data.json` cannot be written").because(failed);
    let mut head = serde_json::to_vec(&head(state)).map_err(json)?;
    let engagements = (0..state.studio.works.len())
        .into_par_iter()
        .filter_map(|at| state.subject(at))
        .map(|subject| serde_json::to_vec(&engagement(&subject)).map_err(json))
        .collect::<Result<Vec<Vec<u8>>, Failure>>()?;
    // The head without its last brace, the engagements a line each, and the brace.
    head.pop();
    head.extend_from_slice(b",\"engagements\":[");
    for (at, engagement) in engagements.iter().enumerate() {
        head.extend_from_slice(if at == 0 { b"\n" } else { b",\n" });
        head.extend_from_slice(engagement);
    }
    head.extend_from_slice(b"\n]}\n");
    Ok(("data.json".to_owned(), head))
}

fn head<'a>(state: &State<'a>) -> Head<'a> {
    let studio = state.studio;
    let settings = studio.settings();
    let extent = studio.inputs.extent;
    let people = settings.people.iter().filter(|_| extent.people);
    let mut workflows: Vec<Workflow<'a>> = Vec::new();
    for (workflow, stage) in studio.stages() {
        let stage = Stage {
            id: &stage.id,
            title: &stage.title,
            kind: stage.kind.word(),
            url: extent
                .stages
                .then(|| address::url(&address::stage(&workflow.name, &stage.id))),
        };
        match workflows.last_mut() {
            Some(last) if last.name == workflow.name => last.stages.push(stage),
            _ => workflows.push(Workflow {
                name: &workflow.name,
                title: &workflow.title,
                stages: vec![stage],
            }),
        }
    }
    Head {
        schema: "data.schema.json",
        format: FORMAT,
        studio: &settings.studio,
        title: &settings.site_title,
        day: studio.day().to_string(),
        audience: studio.inputs.audience.as_deref(),
        commit: studio.inputs.head.as_deref().filter(|_| extent.inside),
        people: people
            .map(|person| Person {
                handle: &person.handle,
                name: &person.name,
                role: person.role.as_deref(),
                url: address::url(&address::person(&person.handle)),
            })
            .collect(),
        clients: studio
            .clients
            .iter()
            .filter(|_| extent.clients)
            .map(|(folder, client)| Client {
                id: folder,
                name: &client.name,
                url: &client.url,
            })
            .collect(),
        workflows,
    }
}

fn engagement<'a>(subject: &Subject<'a>) -> Engagement<'a> {
    let Subject {
        studio,
        work,
        past,
        standing,
        ..
    } = *subject;
    let own: &'a crate::model::Engagement = &work.engagement;
    let extent = studio.inputs.extent;
    let told = [
        "title", "owner", "team", "success", "due", "workflow", "shared",
    ];
    let stage_field = studio.settings().stage_field.as_str();
    let fields = own.document.front_matter.pairs.iter();
    let next = standing.next.filter(|_| extent.inside).map(|next| Next {
        stage: &next.id,
        missing: standing.missing().map(|need| need.key.as_str()).collect(),
    });
    let attention = extent.inside.then(|| {
        let views = standing.attention(studio, work, past, "");
        views
            .into_iter()
            .map(|item| Waits {
                sort: item.sort,
                when: item.label,
                late: item.late,
                url: item.url,
            })
            .collect()
    });
    let in_force = own.decisions_in_force();
    Engagement {
        id: &own.id,
        url: &work.url,
        title: own.title(),
        path: extent.inside.then_some(own.path.as_str()),
        client: own.client.as_deref(),
        workflow: own.stage.is_some().then_some(own.workflow.as_str()),
        stage: own.stage.as_deref(),
        kind: standing.stage.map(|stage| stage.kind.word()),
        since: standing.since.map(|day| day.to_string()),
        owner: own.owner(),
        team: own.value("team").map(Node::texts).unwrap_or_default(),
        success: own.text_of("success"),
        due: own.text_of("due"),
        next,
        attention,
        fields: fields
            .filter(|pair| !told.contains(&pair.key.as_str()) && pair.key != stage_field)
            .map(|pair| (pair.key.as_str(), plain(&pair.value, 0)))
            .collect(),
        marks: registers::marks(own)
            .map(|placed| mark(subject, &placed, &in_force))
            .collect(),
        handoffs: handoffs(subject),
        transitions: transitions(subject),
    }
}

/// A value of the front-matter as JSON has it.
fn plain(node: &Node, depth: usize) -> serde_json::Value {
    match &node.kind {
        NodeKind::Sequence(nodes) if depth < 8 => {
            nodes.iter().map(|node| plain(node, depth + 1)).collect()
        }
        NodeKind::Mapping(pairs) if depth < 8 => pairs
            .iter()
            .map(|pair| (pair.key.clone(), plain(&pair.value, depth + 1)))
            .collect(),
        NodeKind::Null => serde_json::Value::Null,
        _ => match (node.as_bool(), node.as_str()) {
            (Some(value), _) => value.into(),
            (None, Some(text)) => text.into(),
            (None, None) => node.display().into(),
        },
    }
}

fn mark<'a>(subject: &Subject<'a>, placed: &Placed<'a>, in_force: &[&text::Mark]) -> Mark<'a> {
    let work = subject.work;
    let today = subject.studio.day();
    let mark = placed.mark;
    let owed = (mark.keyword == Keyword::Promise).then(|| registers::owed(*placed, today));
    let state = match mark.keyword {
        Keyword::Promise => outcome(mark).word(),
        Keyword::Decision if in_force.iter().any(|other| std::ptr::eq(*other, mark)) => "in force",
        Keyword::Decision => "superseded",
        Keyword::Question if is_answered(mark) => "answered",
        _ if mark.ticked == Some(true) => "closed",
        _ => "open",
    };
    let mut attributes: BTreeMap<&'a str, Vec<&'a str>> = BTreeMap::new();
    for attribute in &mark.attributes {
        if attribute.name != "by" {
            attributes
                .entry(&attribute.name)
                .or_default()
                .push(&attribute.value);
        }
    }
    Mark {
        kind: mark.keyword.word(),
        id: mark.id.as_deref(),
        text: &mark.text,
        day: mark.day.map(|day| day.to_string()),
        url: work
            .mark_anchor(placed.in_entry, placed.at)
            .map_or_else(|| work.url.clone(), |at| address::anchored(&work.url, at)),
        by: mark
            .by()
            .map(|by| match by {
                By::Person(name) | By::Outside(name) => name,
            })
            .collect(),
        state,
        due: owed.and_then(|owed| owed.due).map(|due| due.to_string()),
        late: owed.map(|owed| owed.late),
        to_us: owed.map(|owed| owed.to_us),
        attributes,
    }
}

fn handoffs<'a>(subject: &Subject<'a>) -> Vec<Handoff<'a>> {
    let Subject {
        studio, work, past, ..
    } = *subject;
    let entries = &work.engagement.document.log.entries;
    let all = work.engagement.handoffs(studio.settings());
    past.handoffs
        .iter()
        .enumerate()
        .filter_map(|(at, recorded)| {
            let handoff = all.iter().find(|handoff| handoff.index == recorded.entry)?;
            let entry = entries.get(recorded.entry)?;
            let field = |name: &str| {
                let field = entry.field(name)?;
                Some(crate::model::person::bare(&field.value))
            };
            let accepted = entry
                .field("accepted")
                .and_then(|field| crate::day::Day::leading(&field.value));
            Some(Handoff {
                from: field("from"),
                to: field("to"),
                stages: match &handoff.between {
                    Between::Stages(from, to) => Some([from.clone(), to.clone()]),
                    _ => None,
                },
                day: entry.day.map(|day| day.to_string()),
                accepted: accepted.map(|day| day.to_string()),
                url: studio
                    .inputs
                    .extent
                    .handoffs
                    .then(|| address::url(&address::handoff(&work.engagement.id, at + 1))),
            })
        })
        .collect()
}

fn transitions<'a>(subject: &Subject<'a>) -> Vec<Transition<'a>> {
    let Subject { studio, past, .. } = *subject;
    let extent = studio.inputs.extent;
    let commit = |at: usize| {
        let commit = studio.commit(at)?;
        Some(Commit {
            commit: extent.inside.then_some(commit.id.as_str()),
            person: timeline::handle(&studio.settings().people, commit),
            date: commit.authored.to_string(),
        })
    };
    let transitions = past
        .timeline
        .iter()
        .flat_map(|timeline| &timeline.transitions);
    transitions
        .filter_map(|moved| {
            Some(Transition {
                from: &moved.from,
                to: &moved.to,
                kind: moved.kind.map(Kind::word),
                made: commit(moved.made)?,
                landed: commit(moved.landed)?,
                days: moved.days.map(|days| (days * 10.0).round() / 10.0),
            })
        })
        .collect()
}
