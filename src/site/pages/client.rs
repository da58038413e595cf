//! `clients/<client>.html`: the relationship over all its engagements.

use super::{Page, register};
use crate::model::StageKind;
use crate::model::marks::Outcome;
use crate::registers;
use crate::repo::Failure;
use crate::site::engine::Engine;
use crate::site::shelf::Shelf;
use crate::site::state::State;
use crate::site::studio::Client;
use crate::site::view::{self, PromiseGroup};
use crate::site::words::{counted, month_of, number_within};
use crate::site::{address, frame, html};
use crate::text::Keyword;

/// At most so many tones are shown.
const TONES: usize = 6;

/// The page.
///
/// # Errors
/// Where a template of the studio's own cannot be written.
pub fn page(
    state: &State<'_>,
    folder: &str,
    client: &Client,
    engine: &Engine,
) -> Result<Page, Failure> {
    let studio = state.studio;
    let file = address::client(folder);
    let root = address::root(&file);
    let mut subjects: Vec<_> = client
        .works
        .iter()
        .filter_map(|at| state.subject(*at))
        .collect();
    let began = |subject: &super::engagement::Subject<'_>| {
        let timeline = subject.past.timeline.as_ref();
        timeline
            .and_then(|timeline| timeline.began.as_ref())
            .and_then(|(_, moment)| moment.day())
    };
    subjects.sort_by_key(|subject| std::cmp::Reverse(began(subject)));
    let about = client
        .index
        .as_ref()
        .and_then(|(path, document)| html::file(document, 2, &studio.guide(path, &root)));
    let mut people: Vec<&str> = Vec::new();
    let mut groups: Vec<PromiseGroup<'_>> = Vec::new();
    let mut decisions = Vec::new();
    let mut tones = Vec::new();
    for subject in &subjects {
        let engagement = &subject.work.engagement;
        for person in engagement
            .value("client_people")
            .map(crate::text::yaml::Node::texts)
            .unwrap_or_default()
        {
            let same = |known: &&str| {
                let name =
                    |text: &str| text.split(',').next().map(str::trim).map(str::to_lowercase);
                name(known) == name(person)
            };
            if !people.iter().any(same) {
                people.push(person);
            }
        }
        let shelf = Shelf::among(studio, subject.work, &root);
        let owed: Vec<_> = registers::promises(engagement, studio.day())
            .into_iter()
            .filter(|owed| owed.outcome == Outcome::Open)
            .collect();
        for (at, mut group) in shelf.groups(&owed).into_iter().enumerate() {
            for promise in &mut group.promises {
                register::under_its_client(&mut promise.engagement);
            }
            match groups.get_mut(at) {
                Some(known) => known.promises.extend(group.promises),
                None => groups.push(group),
            }
        }
        decisions.extend(
            registers::decisions(engagement)
                .iter()
                .filter(|ruling| ruling.in_force())
                .map(|ruling| {
                    let mut decision = shelf.decision(ruling);
                    register::under_its_client(&mut decision.engagement);
                    decision
                }),
        );
        tones.extend(
            registers::marks_of(engagement, Keyword::Tone)
                .map(|placed| (placed.mark.day, shelf.mark(&placed))),
        );
    }
    tones.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    for group in &mut groups {
        group.promises.sort_by(|a, b| {
            let due = |promise: &view::Promise<'_>| promise.due.as_ref().map(|due| due.iso.clone());
            due(a)
                .is_none()
                .cmp(&due(b).is_none())
                .then(due(a).cmp(&due(b)))
        });
    }
    let under_way = subjects
        .iter()
        .filter(|subject| {
            subject
                .standing
                .stage
                .is_some_and(|stage| stage.kind == StageKind::Active)
        })
        .count();
    let first = subjects.iter().filter_map(began).min();
    let since = first.map_or_else(String::new, |first| format!(" since {}", month_of(first)));
    let view = view::Client {
        frame: frame::of(&file, client.name.as_str(), "", Vec::new()),
        title: client.name.clone(),
        lede: match (subjects.len(), under_way) {
            (1, 1) => format!("One engagement, under way{since}."),
            (all, under_way) => format!(
                "{}{since}; {} under way.",
                counted(all, "engagement"),
                match under_way {
                    0 => "none".to_owned(),
                    number => number_within(number),
                }
            ),
        },
        about,
        people,
        rows: subjects
            .iter()
            .map(|subject| {
                let mut row = subject.standing.row(studio, subject.work);
                row.engagement.client = None;
                row
            })
            .collect(),
        promises: groups,
        decisions,
        tones: tones
            .into_iter()
            .take(TONES)
            .map(|(_, mark)| mark)
            .collect(),
    };
    Ok((file, engine.render("client.html", &view)?))
}
