//! The static site: from a studio, its history and a day to pages, and nothing else; the same bytes each time.
//!
//! ```text
//! Inputs ──> Studio ──> Past, one for each engagement ──> Standing ──> State ──> views ──> Engine ──> pages
//!            places     history and handoff pages         today                            templates
//! ```
//!
//! Pages are made side by side and handed on one by one, so that a large studio needs little memory.

pub mod address;
mod arc;
mod change;
mod difference;
pub mod engine;
mod frame;
pub mod html;
mod pages;
mod past;
mod shelf;
mod standing;
mod state;
mod studio;
mod versions;
pub mod view;
pub mod words;

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use self::engine::Engine;
use self::pages::Page;
use self::past::Past;
use self::standing::Standing;
use self::state::State;
use self::studio::{Studio, Work};
use self::versions::Versions;
use self::view::Site;
use crate::check::Context;
use crate::chronicle::TrailPast;
use crate::repo::Failure;

pub use studio::Inputs;
pub use versions::{Blobs, Paragraphs};

/// How many commits of each engagement's past are kept for pages about the whole studio, in number of the log's newest commits.
const LATELY: usize = 1_000;

/// Where pages go: a file below the site's folder, and its bytes. Called from several threads.
pub type Sink<'k> = &'k (dyn Fn(&str, &[u8]) -> Result<(), Failure> + Sync);

/// Makes the site and hands each file to `sink`. `progress` is told how many steps of how many are done. Says how many pages there are.
///
/// # Errors
/// Where the studio cannot be read, a template of its own cannot be written, or `sink` fails.
pub fn build(
    inputs: &Inputs<'_>,
    sink: Sink<'_>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<usize, Failure> {
    let site = site(inputs);
    let engine = Engine::new(inputs.tree, &site)?;
    for (file, bytes) in engine::assets(inputs.tree)? {
        sink(&file, &bytes)?;
    }
    let studio = Studio::read(inputs)?;
    let written = AtomicUsize::new(0);
    let write = |(file, bytes): Page| -> Result<(), Failure> {
        written.fetch_add(1, Ordering::Relaxed);
        sink(&file, &bytes)
    };
    let steps = studio.works.len() * 2;
    let done = AtomicUsize::new(0);
    let step = || progress(done.fetch_add(1, Ordering::Relaxed) + 1, steps);

    let versions = Versions::read(inputs.log, inputs.blobs)?;
    let pasts = studio
        .works
        .par_iter()
        .map(|work| {
            let past = past::read(&studio, work, &versions)?;
            write(pages::history::page(&studio, work, &past, &engine)?)?;
            for page in pages::handoff::pages(&studio, work, &past, &engine)? {
                write(page)?;
            }
            step();
            Ok(kept(past, inputs.log.commits.len()))
        })
        .collect::<Result<Vec<Past>, Failure>>()?;
    drop(versions);
    for page in moved(&studio, &pasts) {
        write(page)?;
    }

    let read = |id| inputs.blobs.one(id);
    let trails = TrailPast::new(inputs.log, &read);
    let context = Context::new(inputs.settings, inputs.tree, inputs.day, None, &trails);
    let standings: Vec<Standing<'_>> = studio
        .works
        .par_iter()
        .zip(&pasts)
        .map(|(work, past)| Standing::of(&studio, work, past, &context))
        .collect();
    let state = State {
        studio: &studio,
        pasts: &pasts,
        standings: &standings,
        context: &context,
    };
    (0..studio.works.len()).into_par_iter().try_for_each(|at| {
        if let Some(subject) = state.subject(at) {
            write(pages::engagement::page(&subject, &engine)?)?;
        }
        step();
        Ok::<(), Failure>(())
    })?;
    about_several(&state, &engine, &write)?;
    Ok(written.into_inner())
}

/// The pages about more than one engagement.
fn about_several(
    state: &State<'_>,
    engine: &Engine,
    write: &(dyn Fn(Page) -> Result<(), Failure> + Sync),
) -> Result<(), Failure> {
    let studio = state.studio;
    let settings = studio.settings();
    write(pages::home::page(state, engine)?)?;
    write(pages::promises::page(state, engine)?)?;
    write(pages::decisions::page(state, engine)?)?;
    write(pages::activity::page(state, engine)?)?;
    write(pages::feed::page(state))?;
    let stages: Vec<_> = settings
        .workflows
        .names()
        .into_iter()
        .filter_map(|name| settings.workflows.get(name))
        .flat_map(|workflow| workflow.stages.iter().map(move |stage| (workflow, stage)))
        .filter(|(workflow, _)| {
            workflow.name == settings.workflow
                || studio
                    .works
                    .iter()
                    .any(|work| work.engagement.workflow == workflow.name)
        })
        .collect();
    stages.par_iter().try_for_each(|(workflow, stage)| {
        write(pages::stage::page(state, workflow, stage, engine)?)
    })?;
    studio.clients.par_iter().try_for_each(|(folder, client)| {
        write(pages::client::page(state, folder, client, engine)?)
    })?;
    let people: Vec<_> = settings.people.iter().collect();
    people
        .par_iter()
        .try_for_each(|person| write(pages::person::page(state, person, engine)?))
}

/// What all pages share.
fn site<'a>(inputs: &'a Inputs<'_>) -> Site<'a> {
    let settings = inputs.settings;
    let history_note = inputs.log.shallow.first().map(|boundary| {
        format!(
            "History before commit {} is not known: this clone is shallow.",
            boundary.get(..9).unwrap_or(boundary)
        )
    });
    let name = |text: &'a str| {
        if text.trim().is_empty() {
            "Studio"
        } else {
            text
        }
    };
    Site {
        studio: name(&settings.studio),
        title: name(&settings.site_title),
        day: words::when(inputs.day, inputs.day),
        commit: inputs.head.as_deref().map(|id| id.get(..9).unwrap_or(id)),
        version: env!("CARGO_PKG_VERSION"),
        history_note,
    }
}

/// A past without what only its own pages, written by now, had need of.
fn kept(mut past: Past, commits: usize) -> Past {
    let since = commits.saturating_sub(LATELY);
    let only_ends = past.happened.len();
    for (at, happened) in past.happened.iter_mut().enumerate() {
        happened.difference = None;
        if happened.landed < since && at > 0 && at + 1 < only_ends {
            happened.said = Vec::new();
        }
    }
    for handoff in &mut past.handoffs {
        if let Some(brought) = &mut handoff.brought {
            brought.version = None;
        }
    }
    past
}

/// The pages at former addresses of engagements that were moved, where no other engagement stands now.
fn moved(studio: &Studio<'_>, pasts: &[Past]) -> Vec<Page> {
    // Of several that once stood at one address, the one that left it last.
    let mut former: HashMap<&str, (usize, &Work, &Past)> = HashMap::new();
    for (work, past) in studio.works.iter().zip(pasts) {
        let last = past.happened.last().map_or(0, |happened| happened.landed);
        for id in &past.former {
            let is_free = studio.works.iter().all(|other| other.engagement.id != *id);
            let known = former.get(id.as_str());
            if is_free && known.is_none_or(|(other, ..)| *other < last) {
                former.insert(id, (last, work, past));
            }
        }
    }
    let mut pages = Vec::new();
    for (id, (_, work, past)) in former {
        let title = work.engagement.title();
        let now = &work.engagement.id;
        pages.push(pages::moved::page(
            address::engagement(id),
            &work.url,
            title,
        ));
        pages.push(pages::moved::page(
            address::history(id),
            &address::url(&address::history(now)),
            title,
        ));
        for number in 1..=past.handoffs.len() {
            pages.push(pages::moved::page(
                address::handoff(id, number),
                &address::url(&address::handoff(now, number)),
                title,
            ));
        }
    }
    pages.sort();
    pages
}
