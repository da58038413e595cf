//! `orbit build`.

use std::path::{Path, PathBuf};

use super::context::Context;
use super::stop::{Stop, Verdict};
use crate::chronicle;
use crate::day::Day;
use crate::guard;
use crate::model::words::count;
use crate::repo::history::Log;
use crate::repo::write::Folder;
use crate::repo::{Repository, Tree};
use crate::site::extent::Extent;
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
    /// The folder to build; one that Orbit did not make is left alone
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,
}

impl Args {
    /// # Errors
    /// Where the repository cannot be read or is no studio, or the folder cannot be written.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let repository = context.repository()?;
        let folder = match (&self.out, repository.top()) {
            (Some(out), _) => context.path(out),
            (None, Some(top)) => top.join("site"),
            (None, None) => context.path(Path::new("site")),
        };
        let shown = self.out.unwrap_or_else(|| PathBuf::from("site"));
        let pages = build(context, &repository, &folder, context.today)?;
        context.say(format!(
            "built {} in {}; open {}",
            count(pages, "page"),
            shown.join("").display(),
            shown.join("index.html").display()
        ))?;
        Ok(Verdict::Fine)
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
) -> Result<usize, Stop> {
    let settings = super::history::settings(repository)?;
    let head = repository.head()?;
    // Before the long work, so that a folder that cannot be used is told at once.
    let building = Folder::begin(folder)?;
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
        extent: Extent::WHOLE,
        audience: None,
    };
    let pages = {
        let progress = context.progress("building the site");
        site::build(
            &inputs,
            &|file, bytes| building.put(file, bytes),
            &|done, of| progress.at(done, of),
        )?
    };
    building.finish()?;
    Ok(pages)
}
