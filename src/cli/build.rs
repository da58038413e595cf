//! `orbit build`.

mod output;

use std::path::{Path, PathBuf};

use self::output::Output;
use super::context::Context;
use super::stop::{Stop, Verdict};
use crate::chronicle;
use crate::day::Day;
use crate::guard;
use crate::model::words::count;
use crate::repo::history::Log;
use crate::repo::{Failure, Repository, Tree};
use crate::site::{self, Inputs};

const EXAMPLES: &str = "\
Examples:
  orbit build                      into `site`, at the top of the repository
  orbit build --out /srv/studio    into another folder, which nothing else may be in
  orbit build --now 2026-03-20     as on that day

The site works from the folder itself: open `site/index.html`. It appears at once and whole; what is built again replaces what was built before.";

/// Build the site: the state, the handoffs, the promises, the decisions and the history of every engagement
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    site: SiteArgs,
}

/// What every command takes that builds the site.
#[derive(Debug, clap::Args)]
pub struct SiteArgs {
    /// The folder to build; one that Orbit did not make is left alone
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,
}

impl Args {
    /// # Errors
    /// Where the repository cannot be read or is no studio, or the folder cannot be written.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let repository = context.repository()?;
        let place = self.site.place(context, &repository);
        let pages = build(context, &repository, &place.folder, context.today)?;
        context.say(format!(
            "built {} in {}; open {}",
            count(pages, "page"),
            place.shown.join("").display(),
            place.shown.join("index.html").display()
        ))?;
        Ok(Verdict::Fine)
    }
}

impl SiteArgs {
    /// Where the site of this repository goes.
    pub(super) fn place(&self, context: &Context, repository: &Repository) -> Place {
        let folder = match (&self.out, repository.top()) {
            (Some(out), _) => context.path(out),
            (None, Some(top)) => top.join("site"),
            (None, None) => context.path(Path::new("site")),
        };
        Place {
            folder,
            shown: self.out.clone().unwrap_or_else(|| PathBuf::from("site")),
            studio: None,
        }
    }
}

/// Where a site goes, and whose it is.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The folder.
    pub(super) folder: PathBuf,
    /// The same as it was given.
    pub(super) shown: PathBuf,
    /// Where the repository is; nothing for the one that the command works in.
    pub(super) studio: Option<PathBuf>,
}

impl Place {
    /// The repository, opened anew.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub(super) fn repository(&self, context: &Context) -> Result<Repository, Failure> {
        match &self.studio {
            Some(folder) => Repository::open(Some(folder)),
            None => context.repository(),
        }
    }
}

/// Builds the site of a repository as on a day into a folder; says how many pages there are.
///
/// # Errors
/// Where the repository cannot be read or is no studio, or the folder cannot be written.
pub(super) fn build(
    context: &Context,
    repository: &Repository,
    folder: &Path,
    day: Day,
) -> Result<usize, Failure> {
    let settings = super::history::settings(repository)?;
    let head = repository.head()?;
    // Before the long work, so that a folder that cannot be used is told at once.
    let output = Output::begin(repository, folder)?;
    let tree: Box<dyn Tree> = match (repository.work_tree(), &head) {
        (Some(tree), _) => Box::new(tree),
        (None, Some(head)) => Box::new(repository.commit_tree(head)?),
        (None, None) => Box::new(repository.empty_tree()),
    };
    let log = match &head {
        Some(head) => {
            let progress = context.progress("reading the history");
            chronicle::log(repository, head, &settings, &|done, of| {
                progress.at(done, of)
            })?
        }
        None => Log::default(),
    };
    let inputs = Inputs {
        paths: guard::engagements(&*tree, &settings)?,
        tree: &*tree,
        settings: &settings,
        log: &log,
        blobs: repository,
        head: head.map(|head| head.to_string()),
        day,
        former: Some(&output),
    };
    let interrupt = &context.interrupt;
    let pages = {
        let progress = context.progress("building the site");
        site::build(
            &inputs,
            &|file, bytes| {
                interrupt.look()?;
                output.folder.put(file, bytes)
            },
            &|done, of| progress.at(done, of),
        )?
    };
    output.finish()?;
    Ok(pages)
}
