//! `orbit build`.

mod output;
mod preview;

use std::hash::Hasher;
use std::path::{Path, PathBuf};

use self::output::Output;
use super::context::Context;
use super::stop::{Stop, Verdict};
use crate::chronicle;
use crate::day::Day;
use crate::guard;
use crate::model::Settings;
use crate::model::words::count;
use crate::repo::history::Log;
use crate::repo::noted::Noted;
use crate::repo::remembered::bytes::Sum;
use crate::repo::{CommitId, Failure, Repository, Tree};
use crate::site::audience::{Audience, View};
use crate::site::extent::Extent;
use crate::site::former::Former;
use crate::site::{self, Inputs};

const EXAMPLES: &str = "\
Examples:
  orbit build                      into `site`, at the top of the repository
  orbit build --out /srv/studio    into another folder, which nothing else may be in
  orbit build --now 2026-03-20     as on that day
  orbit build --audience client:acme --preview
                                   say what that client would see, and what not
  orbit build --audience client:acme
                                   a site for that client, into `site-acme`

The site works from the folder itself: open `site/index.html`. A site for a client holds what `site: shared:` in
`orbit.yml` and `shared` in its workflows name, and what says `(shared)` in a log; nothing else is in it. It appears at once and whole; what is built again replaces what was built before.";

/// Build the site: the state, the handoffs, the promises, the decisions and the history of every engagement
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The folder to build; one that Orbit did not make is left alone
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,
    /// Whom the site is for, such as client:acme; without it, the studio itself
    #[arg(long, value_name = "NAME", value_parser = Audience::parse)]
    audience: Option<Audience>,
    /// Say what the audience would see and what not, and build nothing
    #[arg(long, requires = "audience", conflicts_with = "out")]
    preview: bool,
}

impl Args {
    /// # Errors
    /// Where the repository cannot be read or is no studio, or the folder cannot be written.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let repository = context.repository()?;
        if let Some(audience) = self.audience.as_ref().filter(|_| self.preview) {
            return preview::print(context, &repository, audience);
        }
        // Never the studio's own, which would take its place.
        let name = self
            .audience
            .as_ref()
            .map_or_else(|| "site".to_owned(), Audience::folder);
        let folder = match (&self.out, repository.top()) {
            (Some(out), _) => context.path(out),
            (None, Some(top)) => top.join(&name),
            (None, None) => context.path(Path::new(&name)),
        };
        let ignored = self.audience.is_some() && self.out.is_none();
        let shown = self.out.unwrap_or_else(|| PathBuf::from(name));
        let pages = match &self.audience {
            None => build(context, &repository, &folder, context.today)?,
            Some(audience) => build_for(context, &repository, &folder, audience, ignored)?,
        };
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
) -> Result<usize, Failure> {
    // Before the long work, so that a folder that cannot be used is told at once.
    let input = Input::read(repository)?;
    let output = Output::begin(repository, folder)?;
    let pages = input.hand_on(context, repository, day, Some(&output), &|inputs| {
        write(context, inputs, &output)
    })?;
    output.finish()?;
    Ok(pages)
}

/// The same for an audience. `ignored` keeps the folder out of git.
fn build_for(
    context: &Context,
    repository: &Repository,
    folder: &Path,
    audience: &Audience,
    ignored: bool,
) -> Result<usize, Failure> {
    let input = Input::read(repository)?;
    let output = Output::begin(repository, folder)?;
    let day = context.today;
    let pages = input.hand_on(context, repository, day, Some(&output), &|inputs| {
        let view = View::of(inputs, audience)?;
        write(context, &view.inputs(), &output)
    })?;
    if ignored {
        output.folder.put(".gitignore", b"*\n")?;
    }
    output.finish()?;
    Ok(pages)
}

fn write(context: &Context, inputs: &Inputs<'_>, output: &Output) -> Result<usize, Failure> {
    let progress = context.progress("building the site");
    let interrupt = &context.interrupt;
    site::build(
        inputs,
        &|file, bytes| {
            interrupt.look()?;
            output.folder.put(file, bytes)
        },
        &|done, of| progress.at(done, of),
    )
}

/// What a site is made from, as far as it does not take long to read.
struct Input {
    tree: Box<dyn Tree>,
    settings: Settings,
    /// A number for the files that the settings were read from.
    settings_number: u64,
    head: Option<CommitId>,
}

impl Input {
    /// Reads the settings.
    fn read(repository: &Repository) -> Result<Self, Failure> {
        let head = repository.head()?;
        let tree: Box<dyn Tree> = match (repository.work_tree(), &head) {
            (Some(tree), _) => Box::new(tree),
            (None, Some(head)) => Box::new(repository.commit_tree(head)?),
            (None, None) => Box::new(repository.empty_tree()),
        };
        let noted = Noted::new(&*tree);
        let settings = Settings::load(&noted)?;
        let mut sum = Sum::default();
        for (file, answer) in noted.files() {
            sum.write(file.as_bytes());
            sum.write_u64(answer);
        }
        Ok(Self {
            settings,
            settings_number: sum.finish(),
            tree,
            head,
        })
    }

    /// Reads the rest, and hands it all on.
    fn hand_on<T>(
        &self,
        context: &Context,
        repository: &Repository,
        day: Day,
        former: Option<&dyn Former>,
        then: &dyn Fn(&Inputs<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let log = match &self.head {
            Some(head) => {
                let progress = context.progress("reading the history");
                chronicle::log(repository, head, &self.settings, &|done, of| {
                    progress.at(done, of)
                })?
            }
            None => Log::default(),
        };
        then(&Inputs {
            paths: guard::engagements(&*self.tree, &self.settings)?,
            tree: &*self.tree,
            settings: &self.settings,
            log: &log,
            blobs: repository,
            head: self.head.map(|head| head.to_string()),
            day,
            extent: Extent::WHOLE,
            audience: None,
            settings_number: self.settings_number,
            former,
        })
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
    /// The place that was asked for, or the usual one.
    pub(super) fn of(context: &Context, repository: &Repository, out: Option<&Path>) -> Self {
        let folder = match (out, repository.top()) {
            (Some(out), _) => context.path(out),
            (None, Some(top)) => top.join("site"),
            (None, None) => context.path(Path::new("site")),
        };
        Self {
            folder,
            shown: out.map_or_else(|| PathBuf::from("site"), Path::to_owned),
            studio: None,
        }
    }

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
