//! `orbit build`.

mod built;
mod memory;
mod output;
mod preview;

use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use self::built::Asked;
use self::memory::made;
pub(super) use self::memory::{Made, Memory};
use self::output::Output;
use super::context::Context;
use super::stop::{Stop, Verdict};
use crate::chronicle::{self, damage};
use crate::day::Day;
use crate::guard;
use crate::model::Settings;
use crate::model::words::count;
use crate::repo::noted::Noted;
use crate::repo::remembered::bytes::Sum;
use crate::repo::{CommitId, CommitTree, Failure, Repository, Tree};
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
    let made = build_on(context, repository, folder, day, &Memory::default())?;
    Ok(made.finish())
}

/// The same, with what former builds of this process left in memory, and with what can wait left to do.
pub(super) fn build_on(
    context: &Context,
    repository: &Repository,
    folder: &Path,
    day: Day,
    memory: &Memory,
) -> Result<Made, Failure> {
    let asked = Asked {
        for_whom: String::new(),
        day,
        head: repository.head()?,
    };
    made(repository, folder, asked, memory, &|input, output| {
        let sources = Sources {
            repository,
            day,
            former: Some(output),
            memory,
        };
        input.hand_on(context, &sources, &|inputs| write(context, inputs, output))
    })
}

/// The same for an audience. `ignored` keeps the folder out of git.
fn build_for(
    context: &Context,
    repository: &Repository,
    folder: &Path,
    audience: &Audience,
    ignored: bool,
) -> Result<usize, Failure> {
    let day = context.today;
    let asked = Asked {
        for_whom: format!("{} {ignored}", audience.word()),
        day,
        head: repository.head()?,
    };
    let memory = Memory::default();
    let made = made(repository, folder, asked, &memory, &|input, output| {
        let sources = Sources {
            repository,
            day,
            former: Some(output),
            memory: &memory,
        };
        let made = input.hand_on(context, &sources, &|inputs| {
            let view = View::of(inputs, audience)?;
            write(context, &view.inputs(), output)
        })?;
        if ignored {
            output.folder.put(".gitignore", b"*\n")?;
        }
        Ok(made)
    })?;
    Ok(made.finish())
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

/// The files of a commit; none before the first.
fn committed(repository: &Repository, head: Option<&CommitId>) -> Result<CommitTree, Failure> {
    match head {
        Some(head) => repository.commit_tree(head),
        None => Ok(repository.empty_tree()),
    }
}

/// What a site is made from, as far as it does not take long to read.
struct Input<'t> {
    tree: &'t dyn Tree,
    settings: Settings,
    /// A number for the files that the settings were read from.
    settings_number: u64,
    head: Option<CommitId>,
}

impl<'t> Input<'t> {
    /// Reads the settings.
    fn read(tree: &'t dyn Tree, head: Option<CommitId>) -> Result<Self, Failure> {
        let noted = Noted::new(tree);
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

    /// Reads the rest, and hands it all on. Says besides whether nothing of the history is lost.
    fn hand_on<T>(
        &self,
        context: &Context,
        sources: &Sources<'_>,
        then: &dyn Fn(&Inputs<'_>) -> Result<T, Failure>,
    ) -> Result<(T, bool), Failure> {
        let repository = sources.repository;
        let log = match &self.head {
            Some(head) => sources.memory.log(self, repository, head, &|| {
                let progress = context.progress("reading the history");
                chronicle::log(repository, head, &self.settings, &|done, of| {
                    progress.at(done, of)
                })
            })?,
            None => Arc::default(),
        };
        let paths = guard::engagements(self.tree, &self.settings)?;
        let (done, log) = damage::beyond_shared(log, repository, &|log| {
            then(&Inputs {
                paths: paths.clone(),
                tree: self.tree,
                settings: &self.settings,
                log,
                blobs: repository,
                head: self.head.map(|head| head.to_string()),
                day: sources.day,
                extent: Extent::WHOLE,
                audience: None,
                settings_number: self.settings_number,
                former: sources.former,
                parsed: &sources.memory.parsed,
            })
        })?;
        context.warn_of_lost(&log);
        Ok((done, log.is_whole()))
    }
}

/// What a site is made from besides its input.
struct Sources<'s> {
    repository: &'s Repository,
    day: Day,
    former: Option<&'s dyn Former>,
    memory: &'s Memory,
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
