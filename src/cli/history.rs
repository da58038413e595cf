//! `orbit history`.

use super::check::id_from_here;
use super::context::Context;
use super::stop::{Stop, Verdict};
use crate::chronicle::{self, Chronicle};
use crate::guard;
use crate::model::Settings;
use crate::repo::{Failure, Repository};
use crate::report::{Format, history};

const EXAMPLES: &str = "\
Examples:
  orbit history                    every transition of the studio, the newest last
  orbit history acme/rebrand       those of one engagement
  orbit history --format json      for programs

A transition has two commits: the one that made it, and the one that landed it on this branch.";

/// Every transition: what, when, by whom, its kind, and the days in the stage before
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// An engagement: its id, its file, or a part of its id that only one has
    id: Option<String>,
    /// How to report
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

impl Args {
    /// # Errors
    /// Where the repository cannot be read, is no studio, or has no such engagement.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let repository = context.repository()?;
        let Some(head) = repository.head()? else {
            return Err(
                Failure::new("this repository has no commit yet, so it has no history")
                    .hint("commit something first")
                    .into(),
            );
        };
        let settings = settings(&repository)?;
        let wanted = match &self.id {
            Some(id) => Some(named(
                &repository,
                &settings,
                &id_from_here(context, &repository, id),
            )?),
            None => None,
        };
        let progress = context.progress("reading the history");
        let chronicle = Chronicle::read(&repository, &head, &settings, &|done, of| {
            progress.at(done, of)
        })?;
        drop(progress);
        context.warn_of_lost(&chronicle.log);
        let mut moved: Vec<history::Moved<'_>> = chronicle
            .timelines
            .iter()
            .filter(|timeline| wanted.as_ref().is_none_or(|path| timeline.path == *path))
            .flat_map(|timeline| {
                timeline
                    .transitions
                    .iter()
                    .map(move |transition| (timeline, transition))
            })
            .collect();
        moved.sort_by_key(|(timeline, transition)| {
            let made = chronicle
                .log
                .commits
                .get(transition.made)
                .map(|commit| commit.authored.seconds);
            (made, &timeline.engagement, transition.step)
        });
        match self.format {
            Format::Human if moved.is_empty() => {
                context.aside("nothing has changed its stage yet")?
            }
            Format::Human => {
                context
                    .out
                    .print(history::render(&moved, &chronicle, &settings.people))?
            }
            Format::Json => context
                .out
                .write(history::render_json(&moved, &chronicle, &settings.people).as_bytes())?,
        }
        if let Some(boundary) = chronicle.log.shallow.first() {
            context.aside(&format!("this clone is shallow: what was before {} is unknown; `git fetch --unshallow` brings it", boundary.get(..9).unwrap_or(boundary)))?;
        }
        Ok(Verdict::Fine)
    }
}

/// The settings of the work tree, or in a bare repository those of HEAD.
pub(super) fn settings(repository: &Repository) -> Result<Settings, Failure> {
    match (repository.work_tree(), repository.head()?) {
        (Some(tree), _) => Settings::load(&tree),
        (None, Some(head)) => Settings::load(&repository.commit_tree(&head)?),
        (None, None) => Settings::load(&repository.empty_tree()),
    }
}

/// The path at HEAD of the engagement that `id` means.
fn named(repository: &Repository, settings: &Settings, id: &str) -> Result<String, Failure> {
    let head = repository.head()?;
    let tree = head.map_or_else(
        || Ok(repository.empty_tree()),
        |head| repository.commit_tree(&head),
    )?;
    let ids: Vec<(String, String)> = guard::engagements(&tree, settings)?
        .into_iter()
        .filter_map(|path| Some((settings.sources.id(&path)?, path)))
        .collect();
    chronicle::find(&ids, id).map(|(_, path)| path.clone())
}
