//! Friction as JSON: `signals`, `transitions` and `stages`.

use serde::Serialize;

use super::About;
use crate::friction::account::Mended;
use crate::friction::case::Sort;
use crate::friction::place::Place;
use crate::friction::signal::{Scope, Share, Signal};
use crate::friction::since::Turn;
use crate::friction::tables::{self, Stage, Transition};
use crate::friction::words;
use crate::model::Kind;
use crate::report::json;

#[derive(Serialize)]
struct Document<'a> {
    signals: Vec<Row<'a>>,
    transitions: Vec<TransitionRow<'a>>,
    stages: Vec<StageRow<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Summary {
    engagements: usize,
    clients: usize,
    people: usize,
    system: usize,
    circumstances: usize,
}

#[derive(Serialize)]
struct Row<'a> {
    kind: Sort,
    scope: &'static str,
    client: Option<&'a str>,
    person: Option<&'a str>,
    #[serde(rename = "where")]
    place: Option<Where<'a>>,
    question: Option<&'a str>,
    what: String,
    cases: Share,
    engagements: Share,
    people: Vec<&'a str>,
    clients: Vec<&'a str>,
    comparison: Comparison,
    since: Option<Since>,
    mended: Vec<MendedRow<'a>>,
    change: Vec<Change<'a>>,
    evidence: Vec<&'a str>,
    details: Vec<Detail<'a>>,
}

#[derive(Serialize)]
struct Where<'a> {
    workflow: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    need: Option<&'a str>,
}

/// What it is compared with: the same kind elsewhere, and chance.
#[derive(Serialize)]
struct Comparison {
    text: String,
    elsewhere: Share,
    expected_engagements: f64,
    probability: f64,
    places: usize,
    adjusted: f64,
    stands_out: bool,
}

#[derive(Serialize)]
struct Since {
    before: Share,
    after: Share,
    engagements: [Share; 2],
    turn: Turn,
    probability: f64,
}

#[derive(Serialize)]
struct MendedRow<'a> {
    field: Option<&'a str>,
    section: Option<&'a str>,
    engagements: usize,
}

#[derive(Serialize)]
struct Change<'a> {
    about: &'static str,
    name: &'a str,
    file: &'a str,
    built_in: bool,
    text: &'a str,
}

#[derive(Serialize)]
struct Detail<'a> {
    commit: &'a str,
    engagement: &'a str,
    client: &'a str,
    person: &'a str,
    author: &'a str,
    date: String,
}

#[derive(Serialize)]
struct TransitionRow<'a> {
    workflow: &'a str,
    from: &'a str,
    to: &'a str,
    kind: Option<Kind>,
    made: usize,
    bounced: usize,
    skipped: usize,
    waived: usize,
    unaccepted: usize,
    accepted_late: usize,
    engagements: usize,
    people: usize,
    clients: usize,
}

#[derive(Serialize)]
struct StageRow<'a> {
    workflow: &'a str,
    stage: &'a str,
    stays: usize,
    open: usize,
    median_days: Option<f64>,
    p90_days: Option<f64>,
    pauses: usize,
    owner_changes: usize,
    promises: usize,
    promises_broken: usize,
    promises_overdue: usize,
    needs: Vec<NeedRow<'a>>,
}

#[derive(Serialize)]
struct NeedRow<'a> {
    key: &'a str,
    asked: usize,
    unmet: usize,
    waived: usize,
    last_minute: usize,
}

/// The report for programs. Days have one digit behind the point, chances six significant ones.
#[must_use]
pub fn render_json(about: &About<'_>) -> String {
    let report = about.report;
    json::document(&Document {
        signals: report
            .signals
            .iter()
            .map(|signal| row(signal, about))
            .collect(),
        transitions: report.transitions.iter().map(transition).collect(),
        stages: report.stages.iter().map(stage).collect(),
        summary: Summary {
            engagements: report.engagements,
            clients: report.clients,
            people: report.people,
            system: report.system().count(),
            circumstances: report.circumstances().count(),
        },
    })
}

fn row<'a>(signal: &'a Signal, about: &About<'_>) -> Row<'a> {
    let (client, person) = match &signal.scope {
        Scope::Client(client) => (Some(client.as_str()), None),
        Scope::Person(person) => (None, Some(person.as_str())),
        Scope::System | Scope::Chance => (None, None),
    };
    let mut evidence: Vec<&str> = Vec::new();
    for one in &signal.evidence {
        if !evidence.contains(&one.point.commit.as_str()) {
            evidence.push(&one.point.commit);
        }
    }
    Row {
        kind: signal.sort,
        scope: signal.scope.word(),
        client,
        person,
        place: signal.place.as_ref().map(place),
        question: signal.question.as_deref(),
        what: words::what(signal, about.settings),
        cases: signal.cases,
        engagements: signal.engagements,
        people: signal.people.iter().map(String::as_str).collect(),
        clients: signal.clients.iter().map(String::as_str).collect(),
        comparison: Comparison {
            text: words::comparison(signal),
            elsewhere: signal.elsewhere,
            expected_engagements: digits(signal.expected),
            probability: digits(signal.chance),
            places: signal.places,
            adjusted: digits(signal.adjusted()),
            stands_out: signal.stands_out,
        },
        since: signal.since.map(|since| Since {
            before: since.before,
            after: since.after,
            engagements: since.engagements,
            turn: since.turn,
            probability: digits(since.chance),
        }),
        mended: signal
            .mended
            .iter()
            .map(|(part, engagements)| MendedRow {
                field: match part {
                    Mended::Field(name) => Some(name),
                    Mended::Section(_) => None,
                },
                section: match part {
                    Mended::Section(name) => Some(name),
                    Mended::Field(_) => None,
                },
                engagements: *engagements,
            })
            .collect(),
        change: signal
            .advice
            .iter()
            .map(|advice| Change {
                about: advice.about,
                name: &advice.name,
                file: &advice.file,
                built_in: advice.built_in,
                text: &advice.text,
            })
            .collect(),
        evidence,
        details: signal
            .evidence
            .iter()
            .map(|evidence| Detail {
                commit: &evidence.point.commit,
                engagement: &evidence.engagement,
                client: &evidence.client,
                person: &evidence.person,
                author: &evidence.point.person,
                date: evidence.point.made.to_string(),
            })
            .collect(),
    }
}

fn place(place: &Place) -> Where<'_> {
    let mut found = Where {
        workflow: place.workflow(),
        from: None,
        to: None,
        stage: None,
        need: None,
    };
    match place {
        Place::Transition { from, to, .. } => {
            found.from = Some(from);
            found.to = Some(to);
        }
        Place::Stage { stage, .. } => found.stage = Some(stage),
        Place::Need { stage, key, .. } => {
            found.stage = Some(stage);
            found.need = Some(key);
        }
        Place::Owner { .. } => {}
    }
    found
}

fn transition(row: &Transition) -> TransitionRow<'_> {
    TransitionRow {
        workflow: &row.workflow,
        from: &row.from,
        to: &row.to,
        kind: row.kind,
        made: row.made,
        bounced: row.bounced,
        skipped: row.skipped,
        waived: row.waived,
        unaccepted: row.unaccepted,
        accepted_late: row.accepted_late,
        engagements: row.engagements,
        people: row.people,
        clients: row.clients,
    }
}

fn stage(row: &Stage) -> StageRow<'_> {
    let tenth = |days: f64| (days * 10.0).round() / 10.0;
    StageRow {
        workflow: &row.workflow,
        stage: &row.stage,
        stays: row.stays.len() + row.open,
        open: row.open,
        median_days: row.median().map(tenth),
        p90_days: row.ninetieth().map(tenth),
        pauses: row.pauses,
        owner_changes: row.owner_changes,
        promises: row.promises,
        promises_broken: row.broken,
        promises_overdue: row.overdue,
        needs: row
            .needs
            .iter()
            .map(|need: &tables::Need| NeedRow {
                key: &need.key,
                asked: need.asked,
                unmet: need.unmet,
                waived: need.waived,
                last_minute: need.last_minute,
            })
            .collect(),
    }
}

/// A number with six significant digits, so that it is written the same everywhere.
fn digits(number: f64) -> f64 {
    if number == 0.0 || !number.is_finite() {
        return 0.0;
    }
    let scale = 10_f64.powf(5.0 - number.abs().log10().floor());
    if scale.is_finite() && scale > 0.0 {
        (number * scale).round() / scale
    } else {
        number
    }
}
