//! `friction.html`: where context keeps being lost, what shows it, and the figures behind it.

mod charts;

use std::collections::HashMap;

use super::Page;
use crate::friction::signal::{Evidence, Scope};
use crate::friction::{self, Report, words as said};
use crate::model::words::count;
use crate::repo::Failure;
use crate::site::engine::Engine;
use crate::site::state::State;
use crate::site::view::{Advice, Friction, Seen, Signal, SignalGroup};
use crate::site::words::{counted, sentence, when_of};
use crate::site::{address, frame};

/// At most so many signals of one scope are shown.
const MOST: usize = 20;

/// At most so many commits of one signal.
const SEEN: usize = 12;

/// Commits further back than this are not on the page of an engagement's history.
const TOLD: usize = 1_000;

/// The page.
///
/// # Errors
/// Where a template of the studio's own cannot be written.
pub fn page(state: &State<'_>, report: &Report, engine: &Engine) -> Result<Page, Failure> {
    let file = "friction.html".to_owned();
    let writer = Writer::new(state);
    let of = |wanted: &dyn Fn(&Scope) -> bool| {
        report
            .signals
            .iter()
            .filter(|signal| wanted(&signal.scope))
            .collect::<Vec<_>>()
    };
    let system = of(&|scope| *scope == Scope::System);
    let circumstances = of(&|scope| matches!(scope, Scope::Client(_) | Scope::Person(_)));
    let chance = of(&|scope| *scope == Scope::Chance);
    let mut groups = vec![writer.group(
        "The way of working",
        "system",
        "It happens whoever does it and for whomever, and more often than chance would bring.",
        &system,
        Some("Nothing repeats across people and clients more than chance would bring."),
    )];
    if !circumstances.is_empty() {
        groups.push(writer.group(
            "One client or one person",
            "circumstances",
            "Circumstances to ask about; nobody’s fault, and nothing to change for everybody.",
            &circumstances,
            None,
        ));
    }
    if !chance.is_empty() {
        groups.push(writer.group(
            "Too little to tell",
            "chance",
            "Seen more than once, but not clearly more than chance would bring.",
            &chance,
            None,
        ));
    }
    if report.engagements == 0 {
        groups.clear();
    }
    let (needs, more_needs) = charts::needs(state, report);
    let view = Friction {
        frame: frame::of(&file, "Friction", "friction", Vec::new()),
        lede: lede(report, system.len(), circumstances.len()),
        groups,
        stays: charts::stays(state, report),
        flows: charts::flows(state, report),
        needs,
        more_needs,
    };
    Ok((file, engine.render("friction.html", &view)?))
}

fn lede(report: &Report, system: usize, circumstances: usize) -> String {
    let signals = match system {
        0 => "Nothing in the way of working stands out".to_owned(),
        1 => "One thing in the way of working stands out".to_owned(),
        several => format!(
            "{} in the way of working stand out",
            counted(several, "thing")
        ),
    };
    let beside = match circumstances {
        0 => String::new(),
        1 => ", and one circumstance of a client or a person".to_owned(),
        several => format!(", and {several} circumstances of clients or people"),
    };
    if report.engagements == 0 {
        return "No engagement is committed yet, so nothing can show.".to_owned();
    }
    format!(
        "{signals}{beside}, in the history of {} moved by {}.",
        count(report.engagements, "engagement"),
        said::people(report.people)
    )
}

struct Writer<'s> {
    state: &'s State<'s>,
    at: HashMap<&'s str, usize>,
}

impl<'s> Writer<'s> {
    fn new(state: &'s State<'s>) -> Self {
        let works = state.studio.works.iter().enumerate();
        Self {
            state,
            at: works
                .map(|(at, work)| (work.engagement.id.as_str(), at))
                .collect(),
        }
    }

    fn group<'v>(
        &'v self,
        title: &'static str,
        anchor: &'static str,
        note: &'static str,
        signals: &[&'v friction::Signal],
        nothing: Option<&'static str>,
    ) -> SignalGroup<'v> {
        SignalGroup {
            title,
            anchor,
            note,
            signals: signals
                .iter()
                .take(MOST)
                .map(|signal| self.signal(signal))
                .collect(),
            more: signals.len().saturating_sub(MOST),
            nothing: nothing.filter(|_| signals.is_empty()),
        }
    }

    fn signal<'v>(&'v self, signal: &'v friction::Signal) -> Signal<'v> {
        let settings = self.state.studio.settings();
        let stage = signal
            .place
            .as_ref()
            .and_then(|place| Some(self.state.studio.stage(place.workflow(), place.stage()?)));
        Signal {
            what: said::what(signal, settings).replace('`', ""),
            reach: said::reach(signal),
            comparison: sentence(&said::comparison(signal)),
            circumstance: said::circumstance(&signal.scope),
            stage: stage.filter(|stage| stage.url.is_some()),
            advice: signal
                .advice
                .iter()
                .map(|advice| Advice {
                    about: advice.about,
                    text: advice.text.replace('`', ""),
                    file: &advice.file,
                })
                .collect(),
            evidence: signal
                .evidence
                .iter()
                .take(SEEN)
                .map(|evidence| self.seen(evidence))
                .collect(),
            more: signal.evidence.len().saturating_sub(SEEN),
        }
    }

    fn seen(&self, evidence: &Evidence) -> Seen {
        let studio = self.state.studio;
        let commit = &evidence.point.commit;
        let short = commit.get(..9).unwrap_or(commit).to_owned();
        let subject = self
            .at
            .get(evidence.engagement.as_str())
            .and_then(|at| self.state.subject(*at));
        let url = subject.as_ref().and_then(|subject| {
            let mut told = subject.past.happened.iter().rev().take(TOLD);
            let is_told = told.any(|happened| {
                studio
                    .commit(happened.made)
                    .is_some_and(|other| other.id == *commit)
            });
            let page = address::url(&address::history(&evidence.engagement));
            is_told.then(|| address::anchored(&page, &format!("c-{short}")))
        });
        let people = &studio.settings().people;
        Seen {
            when: when_of(evidence.point.made, studio.day()),
            title: subject.map_or_else(
                || evidence.engagement.clone(),
                |subject| subject.work.engagement.title().to_owned(),
            ),
            url,
            who: people.by_handle(&evidence.point.person).map_or_else(
                || evidence.point.person.clone(),
                |person| person.name.clone(),
            ),
            short,
        }
    }
}
