//! The final files to the commits in which they came about. Pure: the same files, the same revisions.

use std::collections::{BTreeMap, HashMap};

use super::clock::{self, Phase};
use super::former::{self, Note, Notes};
use super::message;
use super::page::{self, Change};
use super::source::Source;
use super::steps::Step;
use super::story::Story;
use super::version::version;
use crate::day::{Day, Moment};
use crate::model::Settings;
use crate::repo::git::replay::Revision;
use crate::repo::{Author, Failure, Memory};

/// A commit that has its moment but not yet its place among the others.
struct Planned {
    when: Moment,
    by: String,
    message: String,
    files: Vec<(String, Option<String>)>,
    place: Place,
}

/// Where a commit goes.
enum Place {
    /// On the main line.
    Main,
    /// On a branch of its own, of this name.
    Side(String),
    /// On the main line, bringing that branch in.
    Landing(String),
}

/// The revisions of a studio whose final files these are, oldest first.
///
/// # Errors
/// Where a file's own log does not tell how it came about.
pub(super) fn replay(source: &Source) -> Result<Vec<Revision>, Failure> {
    let settings = Settings::load(
        &source
            .studio
            .iter()
            .map(|(path, text)| (path, text))
            .collect::<Memory>(),
    )?;
    let notes = former::read(&source.former)?;
    known(&notes, source, &settings)?;
    let mut planned = studio(source, &notes, &settings)?;
    let mut first: BTreeMap<String, (Day, usize)> = BTreeMap::new();
    for (path, text) in &source.engagements {
        let Some(id) = settings.sources.id(path) else {
            continue;
        };
        let notes = notes.get(&id).map(Vec::as_slice).unwrap_or_default();
        let story = Story::read(path, text, notes, &settings)?;
        let start = planned.len();
        planned.extend(engagement(&story, &settings)?);
        if let Some((client, step)) = story.end.client.clone().zip(story.steps.first()) {
            let known = first.entry(client).or_insert((step.day, start));
            if step.day < known.0 {
                *known = (step.day, start);
            }
        }
    }
    for (path, text) in &source.engagements {
        if settings.sources.holds(path) {
            continue;
        }
        let client = path.split('/').nth(1).unwrap_or_default();
        let notes = notes
            .get(&page_id(path))
            .map(Vec::as_slice)
            .unwrap_or_default();
        match notes.iter().find_map(|note| match note {
            Note::Since(day, by) => Some((*day, by)),
            _ => None,
        }) {
            Some((day, by)) => planned.push(Planned {
                when: clock::moment(day, Phase::After, path),
                by: by.clone(),
                message: format!("{client}: what is true of them as a whole\n"),
                files: vec![(path.clone(), Some(text.clone()))],
                place: Place::Main,
            }),
            None => {
                let Some(begin) = first.get(client).and_then(|&(_, at)| planned.get_mut(at)) else {
                    return Err(Failure::new(format!("`{path}` belongs to no engagement")));
                };
                begin.files.push((path.clone(), Some(text.clone())));
            }
        }
    }
    placed(planned, &settings)
}

/// Refuses notes on files that there are none of.
fn known(notes: &Notes, source: &Source, settings: &Settings) -> Result<(), Failure> {
    let files: Vec<String> = source
        .studio
        .iter()
        .chain(&source.engagements)
        .map(|(path, _)| settings.sources.id(path).unwrap_or_else(|| page_id(path)))
        .collect();
    match notes.keys().find(|id| !files.contains(id)) {
        Some(id) => Err(Failure::new(format!(
            "there is a former text of `{id}`, and no such file"
        ))),
        None => Ok(()),
    }
}

/// What notes call a file that is no engagement.
fn page_id(path: &str) -> String {
    path.trim_start_matches("engagements/")
        .trim_end_matches(".md")
        .to_owned()
}

/// How the studio's process was written down, and changed.
fn studio(source: &Source, notes: &Notes, settings: &Settings) -> Result<Vec<Planned>, Failure> {
    let Some(day) = Day::parse("2025-06-02") else {
        return Ok(Vec::new());
    };
    let founder = settings
        .people
        .iter()
        .next()
        .map(|person| person.handle.clone())
        .unwrap_or_default();
    let begin = |phase: Phase, message: &str| Planned {
        when: clock::moment(day, phase, message),
        by: founder.clone(),
        message: format!("{message}\n"),
        files: Vec::new(),
        place: Place::Main,
    };
    let mut process = begin(
        Phase::Before,
        "the studio, its people and how its work moves",
    );
    let mut standards = begin(
        Phase::Entry,
        "standards: what good looks like in each stage",
    );
    let mut later = Vec::new();
    for (path, text) in &source.studio {
        if !path.starts_with("standards/") {
            process.files.push((path.clone(), Some(text.clone())));
            continue;
        }
        let notes = notes
            .get(&page_id(path))
            .map(Vec::as_slice)
            .unwrap_or_default();
        for Change { day, told, text } in page::changes(path, text, notes)? {
            let files = vec![(path.clone(), Some(text))];
            match day.zip(told) {
                None => standards.files.extend(files),
                Some((day, (by, message))) => later.push(Planned {
                    when: clock::moment(day, Phase::After, path),
                    by,
                    message: format!("{message}\n"),
                    files,
                    place: Place::Main,
                }),
            }
        }
    }
    Ok([process, standards].into_iter().chain(later).collect())
}

/// The commits of one engagement, oldest first.
fn engagement(story: &Story, settings: &Settings) -> Result<Vec<Planned>, Failure> {
    let mut planned: Vec<Planned> = Vec::new();
    let mut held: Option<(String, String)> = None;
    let mut last = i64::MIN;
    for (at, step) in story.steps.iter().enumerate() {
        let (path, text) = (
            format!("engagements/{}.md", story.id(at)),
            version(story, at),
        );
        let mut files = Vec::new();
        match &held {
            Some((before, same)) if *before == path && *same == text => continue,
            Some((before, _)) if *before != path => files.push((before.clone(), None)),
            _ => {}
        }
        files.push((path.clone(), Some(text.clone())));
        held = Some((path, text));
        let mut when = clock::moment(step.day, step.phase, &format!("{} {at}", story.end.id));
        when.seconds = when.seconds.max(last.saturating_add(11 * 60));
        last = when.seconds;
        let side = story.merges.contains(&at);
        let branch = message::branch(story, at, settings);
        let landing = side
            .then(|| landing(story, at, step, settings))
            .transpose()?;
        planned.push(Planned {
            when,
            by: step.by.clone(),
            message: message::message(story, at, settings),
            files: files.clone(),
            place: if side {
                Place::Side(branch.clone())
            } else {
                Place::Main
            },
        });
        planned.extend(landing.map(|(when, by)| Planned {
            when,
            by,
            message: format!("Merge branch '{branch}'\n"),
            files,
            place: Place::Landing(branch),
        }));
    }
    Ok(planned)
}

/// When a step's branch comes in, and by whom: some working days later, but before anything else happens to the engagement.
fn landing(
    story: &Story,
    at: usize,
    step: &Step,
    settings: &Settings,
) -> Result<(Moment, String), Failure> {
    let seed = format!("{} lands", story.end.id);
    let next = story.steps.get(at + 1).map(|next| next.day);
    let (day, phase) = (1..=4)
        .rev()
        .map(|count| clock::working_days_after(step.day, count))
        .find(|day| next.is_none_or(|next| *day < next))
        .map_or((step.day, Phase::Evening), |day| (day, Phase::After));
    if next.is_some_and(|next| next <= day) {
        let message = format!(
            "`{}` cannot be replayed: on {day} something follows the entry that was made on a branch",
            story.end.id
        );
        return Err(Failure::new(message));
    }
    let owner = story.owner(at);
    let lead = settings
        .people
        .iter()
        .filter(|person| person.role.as_deref() == Some("lead"))
        .map(|person| person.handle.as_str())
        .find(|lead| *lead != step.by);
    let by = if owner == step.by {
        lead.unwrap_or(owner)
    } else {
        owner
    };
    Ok((clock::moment(day, phase, &seed), by.to_owned()))
}

/// Puts commits in the order of their moments and gives each its parents.
fn placed(mut planned: Vec<Planned>, settings: &Settings) -> Result<Vec<Revision>, Failure> {
    planned.sort_by(|a, b| (a.when.seconds, &a.files).cmp(&(b.when.seconds, &b.files)));
    let mut revisions: Vec<Revision> = Vec::with_capacity(planned.len());
    let mut sides: HashMap<String, usize> = HashMap::new();
    let mut tip = None;
    for Planned {
        when,
        by,
        message,
        files,
        place,
    } in planned
    {
        let index = revisions.len();
        let mut parents: Vec<usize> = tip.into_iter().collect();
        match place {
            Place::Main => tip = Some(index),
            Place::Side(branch) => {
                sides.insert(branch, index);
            }
            Place::Landing(branch) => {
                parents.extend(sides.remove(&branch));
                tip = Some(index);
            }
        }
        revisions.push(Revision {
            author: author(&by, when, settings)?,
            when,
            message,
            parents,
            files,
        });
    }
    Ok(revisions)
}

/// A person as git knows them. Who has a second address commits from it now and then.
fn author(handle: &str, when: Moment, settings: &Settings) -> Result<Author, Failure> {
    let person = settings.people.by_handle(handle).ok_or_else(|| {
        Failure::new(format!(
            "`{handle}`, who commits on {when}, is nobody of the studio"
        ))
    })?;
    let second = person
        .emails
        .get(1)
        .filter(|_| clock::hash(&when.to_string()).is_multiple_of(4));
    let email = second
        .or(person.emails.first())
        .cloned()
        .unwrap_or_default();
    Ok(Author {
        name: person.name.clone(),
        email,
    })
}
