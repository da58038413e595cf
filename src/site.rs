//! The static site: from a studio, its history and a day to pages, and nothing else; the same bytes each time.
//!
//! ```text
//! Inputs ──> Studio ──> Past, one for each engagement ──> Standing ──> State ──> views ──> Engine ──> pages
//!            places     history and handoff pages         today                            templates
//! ```
//!
//! Pages are made side by side and handed on one by one, so that a large studio needs little memory.

pub mod address;
mod anchors;
mod arc;
pub mod audience;
mod change;
mod difference;
pub mod engine;
pub mod extent;
pub mod former;
mod frame;
pub mod html;
mod pages;
mod past;
mod recall;
mod search;
mod shelf;
mod standing;
mod state;
mod studio;
pub mod view;
mod weeks;
pub mod words;

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use self::engine::Engine;
use self::former::{Kept, Made};
use self::pages::Page;
use self::pages::engagement::Subject;
use self::past::Past;
use self::standing::Standing;
use self::state::State;
use self::studio::{Studio, Work};
use self::view::Site;
use crate::check::Context;
use crate::chronicle::epochs::Epochs;
use crate::chronicle::versions::Versions;
use crate::chronicle::{TrailPast, damage};
use crate::friction::record::Sources;
use crate::friction::{self, Account};
use crate::repo::noted::Noted;
use crate::repo::{self, Failure};

pub use studio::{Inputs, Parsed};

/// How many commits of each engagement's past are kept for pages about the whole studio, in number of the log's newest commits.
const LATELY: usize = 1_000;

/// How many of an engagement's newest commits are kept for its own page.
const NEWEST: usize = 4;

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
    let (engine, studio) = rayon::join(|| Engine::new(inputs.tree, &site), || Studio::read(inputs));
    let (engine, studio) = (engine?, studio?);
    for (file, bytes) in engine::assets(inputs.tree, inputs.extent)? {
        sink(&file, &bytes)?;
    }
    let written = AtomicUsize::new(0);
    let write = |(file, bytes): Page| -> Result<(), Failure> {
        written.fetch_add(usize::from(file.ends_with(".html")), Ordering::Relaxed);
        sink(&file, &bytes)
    };
    let steps = studio.works.len() * 2;
    let done = AtomicUsize::new(0);
    let step = || progress(done.fetch_add(1, Ordering::Relaxed) + 1, steps);

    let files = repo::Kept::new(inputs.tree);
    let kept = Kept::begin(&studio, &site)?;
    let known = kept.pasts(&studio, &files);
    let left = studio.works.iter().zip(&known);
    let left = left.filter(|(_, known)| known.is_none());
    let trails = left.filter_map(|(work, _)| inputs.log.trails.get(work.trail?));
    let versions = Versions::of(trails, inputs.blobs)?;
    let epochs = Epochs::read(inputs.settings, inputs.log, inputs.blobs);
    let told = studio
        .works
        .par_iter()
        .zip(known)
        .map(|(work, known)| {
            step();
            if let Some((past, pages)) = known {
                written.fetch_add(pages, Ordering::Relaxed);
                return Ok((past, None));
            }
            let noting = studio.noting();
            let noted = Noted::new(&files);
            let sources = Sources {
                settings: inputs.settings,
                epochs: &epochs,
                log: inputs.log,
                tree: &noted,
            };
            let past = past::read(&noting, work, sources, &versions)?;
            let mut made = Made::default();
            let mut write = |page: Page| {
                made.pages.push(page.0.clone());
                write(page)
            };
            if inputs.extent.history {
                write(pages::history::page(&noting, work, &past, &engine)?)?;
            }
            if inputs.extent.handoffs {
                pages::handoff::pages(&noting, work, &past, &versions, &engine, &mut write)?;
            }
            made.asked = noting.asked();
            made.files = noted.files();
            Ok((only_lately(past, inputs.log.commits.len()), Some(made)))
        })
        .collect::<Result<Vec<(Past, Option<Made>)>, Failure>>()?;
    drop(versions);
    let (mut pasts, made): (Vec<Past>, Vec<Option<Made>>) = told.into_iter().unzip();
    if inputs.extent.inside {
        for page in moved(&studio, &pasts) {
            write(page)?;
        }
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
    let making = (0..studio.works.len()).into_par_iter().zip(made);
    making.try_for_each(|(at, made)| {
        let (Some(mut made), Some(work), Some(past)) = (made, studio.works.get(at), pasts.get(at))
        else {
            step();
            return Ok(());
        };
        let noting = studio.noting();
        let noted = Noted::new(&files);
        let context = Context::new(inputs.settings, &noted, inputs.day, None, &trails);
        let subject = Subject {
            studio: &noting,
            at,
            work,
            past,
            standing: &Standing::of(&noting, work, past, &context),
            context: &context,
        };
        let page = pages::engagement::page(&subject, &engine)?;
        made.pages.push(page.0.clone());
        write(page)?;
        drop(context);
        made.asked.extend(noting.asked());
        made.files.extend(noted.files());
        kept.note(&studio, at, past, made);
        step();
        Ok::<(), Failure>(())
    })?;
    let accounts: Vec<Account> = pasts
        .iter_mut()
        .filter_map(|past| past.account.take())
        .collect();
    let state = State {
        studio: &studio,
        pasts: &pasts,
        standings: &standings,
        context: &context,
    };
    let clients = |state: &State<'_>| {
        studio.clients.par_iter().try_for_each(|(folder, client)| {
            if let Some(pages) = kept.client(&studio, folder, client, &files) {
                written.fetch_add(pages, Ordering::Relaxed);
                return Ok(());
            }
            let noting = studio.noting();
            let state = State {
                studio: &noting,
                ..*state
            };
            let page = pages::client::page(&state, folder, client, &engine)?;
            let pages = vec![page.0.clone()];
            write(page)?;
            let made = Made {
                pages,
                asked: noting.asked(),
                files: Vec::new(),
            };
            kept.note_client(folder, client, made);
            Ok(())
        })
    };
    let rules = || {
        if let Some(pages) = kept.of_settings() {
            written.fetch_add(pages, Ordering::Relaxed);
            return Ok(());
        }
        let pages = pages::rule::pages(inputs.settings, &engine)?;
        let files = pages.iter().map(|(file, _)| file.clone()).collect();
        pages.into_iter().try_for_each(write)?;
        kept.note_of_settings(files);
        Ok(())
    };
    let friction = || {
        let digest = kept.friction_digest(&studio, &accounts);
        if let Some(pages) = kept.friction(digest) {
            written.fetch_add(pages, Ordering::Relaxed);
            return Ok(());
        }
        let report = friction::report(&accounts, inputs.settings, inputs.day, None);
        let page = pages::friction::page(&state, &report, &engine)?;
        let file = page.0.clone();
        write(page)?;
        kept.note_friction(digest, file);
        Ok(())
    };
    let known = Known {
        clients: &|| clients(&state),
        rules: &rules,
        friction: &friction,
    };
    about_several(&state, &engine, &write, &known)?;
    kept.finish(&studio);
    Ok(written.into_inner())
}

/// Makes some pages.
type Task<'t> = &'t (dyn Fn() -> Result<(), Failure> + Sync);

/// How to make pages of which some may be kept.
struct Known<'t> {
    clients: Task<'t>,
    rules: Task<'t>,
    friction: Task<'t>,
}

/// The pages about more than one engagement, side by side, those that take long first.
fn about_several(
    state: &State<'_>,
    engine: &Engine,
    write: &(dyn Fn(Page) -> Result<(), Failure> + Sync),
    known: &Known<'_>,
) -> Result<(), Failure> {
    let studio = state.studio;
    let settings = studio.settings();
    let extent = studio.inputs.extent;
    let all = |pages: Vec<Page>| pages.into_iter().try_for_each(write);
    let tasks: [(bool, Task<'_>); 12] = [
        (extent.friction, known.friction),
        (extent.search, &|| {
            let passages = search::write(state, write)?;
            write(pages::search::page(passages, engine)?)
        }),
        (extent.clients, known.clients),
        (extent.data, &|| write(pages::data::page(state)?)),
        (extent.promises, &|| {
            all(pages::promises::pages(state, engine)?)
        }),
        (extent.calendar, &|| write(pages::calendar::page(state))),
        (extent.stages, &|| {
            studio
                .stages()
                .par_iter()
                .try_for_each(|(workflow, stage)| {
                    write(pages::stage::page(state, workflow, stage, engine)?)
                })
        }),
        (extent.people, &|| {
            let people: Vec<_> = settings.people.iter().collect();
            people
                .par_iter()
                .try_for_each(|person| write(pages::person::page(state, person, engine)?))
        }),
        (extent.decisions, &|| {
            all(pages::decisions::pages(state, engine)?)
        }),
        (true, &|| write(pages::home::page(state, engine)?)),
        (extent.history, &|| {
            write(pages::activity::page(state, engine)?)?;
            write(pages::feed::page(state))
        }),
        (extent.rules, known.rules),
    ];
    let done: Vec<Result<(), Failure>> = tasks
        .into_par_iter()
        .with_max_len(1)
        .map(|(is_wanted, task)| if is_wanted { task() } else { Ok(()) })
        .collect();
    // Of several failures always the same is told.
    done.into_iter().collect()
}

/// What all pages share.
fn site<'a>(inputs: &'a Inputs<'_>) -> Site<'a> {
    let settings = inputs.settings;
    let mut notes: Vec<String> = Vec::new();
    if let Some(boundary) = inputs.log.shallow.first() {
        notes.push(format!(
            "History before commit {} is not known: this clone is shallow.",
            boundary.get(..9).unwrap_or(boundary)
        ));
    }
    let lost = damage::told(inputs.log, None);
    notes.extend(
        lost.iter()
            .map(|line| format!("{}.", words::sentence(&line.replace('`', "")))),
    );
    if !lost.is_empty() {
        notes.push(format!("{}.", damage::MEND.replace('`', "")));
    }
    let history_note = (!notes.is_empty()).then(|| notes.join(" "));
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
        commit: inputs
            .head
            .as_deref()
            .filter(|_| inputs.extent.inside)
            .map(|id| id.get(..9).unwrap_or(id)),
        version: env!("CARGO_PKG_VERSION"),
        history_note: history_note.filter(|_| inputs.extent.inside),
        audience: inputs.audience.as_deref(),
        has: inputs.extent,
    }
}

/// Whether what a past's commit did is needed once its own pages are written: of the first and the last few, and of what landed lately.
const fn remains(at: usize, count: usize, landed: usize, since: usize) -> bool {
    landed >= since || at == 0 || at + NEWEST >= count
}

/// A past without what only its own pages, written by now, had need of.
fn only_lately(mut past: Past, commits: usize) -> Past {
    let since = former::since(commits);
    let count = past.happened.len();
    for (at, happened) in past.happened.iter_mut().enumerate() {
        happened.difference = None;
        if !remains(at, count, happened.landed, since) {
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
    let ids = studio.works.iter().map(|work| work.engagement.id.as_str());
    let taken: HashSet<&str> = ids.collect();
    // Of several that once stood at one address, the one that left it last.
    let mut former: HashMap<&str, (usize, &Work, &Past)> = HashMap::new();
    for (work, past) in studio.works.iter().zip(pasts) {
        let last = past.happened.last().map_or(0, |happened| happened.landed);
        for id in &past.former {
            let known = former.get(id.as_str());
            if !taken.contains(id.as_str()) && known.is_none_or(|(other, ..)| *other < last) {
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
