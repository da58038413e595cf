//! `orbit brief`.

use std::collections::HashSet;

use super::check::id_from_here;
use super::context::Context;
use super::moment::moment;
use super::stop::{Stop, Verdict};
use super::studio::Studio;
use crate::brief::{self, Again, Brief, Inputs, Past, Reader};
use crate::check;
use crate::chronicle::{self, TrailPast, damage};
use crate::day::Day;
use crate::model::person::bare;
use crate::model::words::nearest;
use crate::model::{Engagement, Settings};
use crate::related::{self, Subject, Weights};
use crate::repo::history::{self, Log, Trail, Wanted};
use crate::repo::{CommitId, Failure, Repository};
use crate::report::brief::{render, render_json, render_markdown};
use crate::text::Document;

const EXAMPLES: &str = "\
Examples:
  orbit brief acme/rebrand                       for whoever git says you are
  orbit brief acme/rebrand --for tom             what is new to Tom, or where it comes from
  orbit brief acme/rebrand --words 250           shorter; what is open is never cut
  orbit brief acme/rebrand --at 2026-03-02       the engagement as it was on that day
  orbit brief acme/rebrand --at v1 --format markdown

Everything open is in it: promises both ways, unanswered questions, debts, risks and how the client sounded last. Everything else competes for \
the space: what the next move needs, decisions in force, what is new to the reader, what bears on it from elsewhere. Each thing says why it is \
there and where it stands.

JSON: `{\"engagement\", \"path\", \"title\", \"client\", \"stage\", \"owner\", \"since\", \"day\", \"at\", \"for\", \
\"words\": {\"limit\", \"used\", \"always\", \"over\"}, \"sections\": [{\"name\", \"title\", \"items\": [{\"kind\", \"id\", \"text\", \"who\", \
\"due\", \"late\", \"open\", \"notes\": [{\"name\", \"text\"}], \"because\", \
\"source\": {\"engagement\", \"path\", \"line\", \"entry\", \"date\", \"commit\"}}]}], \"left_out\": [{\"what\", \"count\", \"command\"}]}`. \
Sections are `standing`, `owed`, `asked`, `decided`, `open`, `lately` and `further`, in this order.";

/// The forms in which a brief can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum BriefFormat {
    /// For people, on a terminal
    #[default]
    Human,
    /// For programs
    Json,
    /// For people, to be sent on or kept
    Markdown,
}

/// How many other engagements are asked what they have to say.
const KIN: usize = 16;

/// The context that one person needs now for one engagement, assembled from its file and its history
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// An engagement: its id, its file, or a part of its id that only one has
    id: String,
    /// For whom: a handle of `orbit.yml`; whoever git says you are where it is not given
    #[arg(long = "for", value_name = "HANDLE")]
    reader: Option<String>,
    /// How many words it may have; what is open is never cut
    #[arg(long, value_name = "N", default_value_t = brief::WORDS)]
    words: usize,
    /// As it was: a commit, a branch or a tag, or a day
    #[arg(long, value_name = "COMMIT|DATE")]
    at: Option<String>,
    /// How to report
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: BriefFormat,
}

impl Args {
    /// # Errors
    /// Where the repository cannot be read, is no studio, or has no such engagement, person or commit.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let repository = context.repository()?;
        let moment = match &self.at {
            Some(at) => Some(moment(&repository, at)?),
            None => None,
        };
        let asked = Asked {
            id: &id_from_here(context, &repository, &self.id),
            reader: self.reader.as_deref(),
            words: self.words,
            kin: KIN,
            moment: moment.as_ref(),
            at: self.at.as_deref(),
            today: context.today,
        };
        let progress = context.progress("reading the history");
        let (brief, reader, log) =
            assemble(&repository, &asked, &|done, of| progress.at(done, of))?;
        drop(progress);
        context.warn_of_lost(&log);
        let at = moment.as_ref().map(|(commit, _)| commit.to_string());
        match self.format {
            BriefFormat::Human => context.out.print(render(&brief))?,
            BriefFormat::Markdown => context.out.write(render_markdown(&brief).as_bytes())?,
            BriefFormat::Json => context
                .out
                .write(render_json(&brief, at.as_deref(), reader.as_deref()).as_bytes())?,
        }
        Ok(Verdict::Fine)
    }
}

/// What is asked for.
struct Asked<'a> {
    id: &'a str,
    reader: Option<&'a str>,
    words: usize,
    /// How many other engagements are asked what they have to say.
    kin: usize,
    /// The commit that it is to be as of, and its day.
    moment: Option<&'a (CommitId, Day)>,
    /// The same as it was typed.
    at: Option<&'a str>,
    today: Day,
}

/// The brief that is asked for, the handle of its reader, and the log that it was made with.
fn assemble(
    repository: &Repository,
    asked: &Asked<'_>,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<(Brief, Option<String>, Log), Failure> {
    let head = repository.head()?;
    let studio = match asked.moment {
        Some((commit, _)) => Studio::at(repository, commit)?,
        None => Studio::now(repository)?,
    };
    let engagement = match studio.named(asked.id) {
        Ok(engagement) => engagement,
        Err(failure) => match (asked.moment, &head) {
            (Some(_), Some(head)) => former(repository, head, &studio, asked.id)?.ok_or(failure)?,
            _ => return Err(failure),
        },
    };
    let log = match (asked.moment, &head) {
        (Some((commit, _)), _) => trail(repository, commit, &engagement.path, progress)?,
        // What was read of the whole history is remembered, so that the next brief of any engagement is there at once.
        (None, Some(head)) => chronicle::log(repository, head, &studio.settings, progress)?,
        (None, None) => Log::default(),
    };
    let (past, log) = damage::beyond(log, repository, &|log| {
        past(repository, log, &studio.settings, engagement)
    })?;
    let reader = reader(asked.reader, repository, &studio.settings)?;
    let others = others(&studio, engagement);
    let subject = Subject::engagement(engagement);
    let kin = match asked.kin {
        0 => Vec::new(),
        most => related::rank(
            &others,
            &subject,
            &studio.settings,
            Weights::default(),
            most,
        ),
    };
    let client = client(&studio, engagement)?;
    let read = |blob| repository.blob(blob);
    let before = TrailPast::new(&log, &read);
    let day = asked.moment.map_or(asked.today, |(_, day)| *day);
    let context = check::Context::new(&studio.settings, &*studio.tree, day, None, &before);
    let brief = brief::assemble(&Inputs {
        engagement,
        settings: &studio.settings,
        context: &context,
        past: &past,
        kin: &kin,
        client: client
            .as_ref()
            .map(|(path, document)| (path.as_str(), document)),
        reader: reader.as_deref().map_or(Reader::Anybody, Reader::Person),
        limit: asked.words,
        again: Again {
            reader: asked.reader,
            at: asked.at,
        },
    });
    drop(before);
    Ok((brief, reader, log))
}

/// The history of one file up to a commit.
fn trail(
    repository: &Repository,
    commit: &CommitId,
    path: &str,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Log, Failure> {
    let wanted = Wanted {
        folders: &[path.to_owned()],
        path: &|other| other == path,
        key: "",
    };
    history::read(repository, commit, &wanted, progress)
}

fn past(
    repository: &Repository,
    log: &Log,
    settings: &Settings,
    engagement: &Engagement,
) -> Result<Past, Failure> {
    let mut trails = log.trails.iter();
    let Some(trail) = trails.find(|trail| trail.path == engagement.path) else {
        return Ok(Past::default());
    };
    Past::read(log, trail, settings, &engagement.workflow, &|blob| {
        repository.blob(blob)
    })
}

/// So many engagements are all asked what they have to say.
const ALL: usize = 500;

/// So many that have made the next move are asked, where there are more than that.
const MOVED: usize = 150;

/// Those that may have something to say: all of them, or in a large studio the client's other work, what names the engagement or is named by it,
/// and those that made the move last which comes next.
fn others<'s>(studio: &'s Studio, engagement: &Engagement) -> Vec<&'s Engagement> {
    let all = &studio.engagements;
    if all.len() <= ALL {
        return all.iter().collect();
    }
    let next = engagement
        .workflow(&studio.settings)
        .zip(engagement.stage(&studio.settings))
        .and_then(|(workflow, stage)| Some((&stage.id, &workflow.following(&stage.id)?.id)));
    let far = Day::parse("9999-12-31");
    let mut moved: Vec<(Option<Day>, &str)> = all
        .iter()
        .filter(|other| other.workflow == engagement.workflow)
        .filter(|other| {
            let handoffs = other.handoffs(&studio.settings);
            next.is_some_and(|(from, to)| handoffs.iter().any(|handoff| handoff.is_of(from, to)))
        })
        .map(|other| {
            (
                far.and_then(|far| other.last_sign(far)),
                other.path.as_str(),
            )
        })
        .collect();
    moved.sort_unstable_by(|a, b| b.cmp(a));
    moved.truncate(MOVED);
    let moved: HashSet<&str> = moved.into_iter().map(|(_, path)| path).collect();
    all.iter()
        .filter(|other| {
            other.path == engagement.path
                || other.client.is_some() && other.client == engagement.client
                || moved.contains(other.path.as_str())
                || other.document.text.contains(&engagement.id)
                || engagement.document.text.contains(&other.id)
        })
        .collect()
}

/// An engagement that has another id today: the file that it was then.
fn former<'s>(
    repository: &Repository,
    head: &CommitId,
    studio: &'s Studio,
    id: &str,
) -> Result<Option<&'s Engagement>, Failure> {
    let now = Studio::now(repository)?;
    let Ok(today) = now.named(id) else {
        return Ok(None);
    };
    let log = trail(repository, head, &today.path, &|_, _| {})?;
    let steps = |trail: &Trail| -> HashSet<String> {
        let steps = trail.steps.iter();
        steps
            .flat_map(|step| step.moved_from.iter().chain([&step.path]))
            .cloned()
            .collect()
    };
    let paths = log.trails.first().map(steps).unwrap_or_default();
    Ok(studio
        .engagements
        .iter()
        .find(|engagement| paths.contains(&engagement.path)))
}

/// The handle of the reader: the one given, else of whoever git says is at work.
fn reader(
    given: Option<&str>,
    repository: &Repository,
    settings: &Settings,
) -> Result<Option<String>, Failure> {
    let people = &settings.people;
    let Some(handle) = given else {
        let author = repository.author();
        let known = author.and_then(|author| people.by_author(&author).cloned());
        return Ok(known.map(|person| person.handle));
    };
    match people.by_handle(handle) {
        Some(person) => Ok(Some(person.handle.clone())),
        None => {
            let failure = Failure::new(format!(
                "`orbit.yml` knows nobody called `{}`",
                bare(handle)
            ));
            Err(
                match nearest(
                    bare(handle),
                    people.iter().map(|person| person.handle.as_str()),
                ) {
                    Some(near) => failure.hint(format!("did you mean `{near}`?")),
                    None => failure.hint("its `people` lists the handles"),
                },
            )
        }
    }
}

/// What is true of an engagement's client as a whole.
fn client(studio: &Studio, engagement: &Engagement) -> Result<Option<(String, Document)>, Failure> {
    let Some(folder) = &engagement.client else {
        return Ok(None);
    };
    let fixed = engagement
        .path
        .strip_suffix(".md")
        .and_then(|path| path.strip_suffix(&engagement.id));
    let Some(fixed) = fixed else { return Ok(None) };
    let path = format!("{fixed}{folder}/index.md");
    Ok(studio
        .tree
        .read(&path)?
        .map(|bytes| (path, Document::parse(&bytes))))
}

#[cfg(test)]
mod tests;
