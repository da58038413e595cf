//! `orbit friction`.

use super::context::Context;
use super::stop::{Stop, Verdict};
use crate::chronicle::{self, damage};
use crate::day::Day;
use crate::friction::record::{Inputs, Known, Read};
use crate::friction::{self, Since, record};
use crate::model::Settings;
use crate::repo::noted::Noted;
use crate::repo::remembered::Remembered;
use crate::repo::{Failure, Repository, Tree};
use crate::report::{self, Format};

const EXAMPLES: &str = "\
Examples:
  orbit friction                       where context keeps being lost, the most telling first
  orbit friction --since 2026-03-01    before and after a change of the workflow
  orbit friction --since HEAD~20       the same, from a commit on
  orbit friction --format json         for programs, with every commit of the evidence

A signal is the system's when it repeats over at least three engagements, two people and two clients, stands out against chance, and no one
person or client explains it. Everything else is a circumstance to ask about.

Chance is how often the same trouble happens elsewhere, with the same client and in the same hands: one in ten until the studio's own history
says more, one in four at most. How likely so many engagements have it here is then worked out exactly, however few they are. The bar is 3 in
100 for each kind of trouble, divided by the places that could have reached it, and it has to happen half as often again as by chance.";

/// What is remembered of former runs is called this.
const KIND: &str = "accounts";

/// Where context keeps being lost: the same trouble at the same place, across people and clients
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Compare what landed before with what landed since: a day, or a commit
    #[arg(long, value_name = "DATE|COMMIT")]
    since: Option<String>,
    /// How to report
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

impl Args {
    /// # Errors
    /// Where the repository cannot be read or is no studio, and where `--since` names no day and no commit.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let repository = context.repository()?;
        let Some(head) = repository.head()? else {
            return Err(
                Failure::new("this repository has no commit yet, so it has no history")
                    .hint("commit something first")
                    .into(),
            );
        };
        let tree: Box<dyn Tree> = match repository.work_tree() {
            Some(tree) => Box::new(tree),
            None => Box::new(repository.commit_tree(&head)?),
        };
        let noted = Noted::new(&*tree);
        let settings = Settings::load(&noted)?;
        let settings_number = noted.number();
        let since = self
            .since
            .as_deref()
            .map(|text| since(&repository, text))
            .transpose()?;
        let progress = context.progress("reading the history");
        let log = chronicle::log(&repository, &head, &settings, &|done, of| {
            progress.at(done, of)
        })?;
        drop(progress);
        let inputs = Inputs {
            settings: &settings,
            settings_number,
            log: &log,
            tree: &*tree,
            blobs: &repository,
        };
        let remembered = Remembered::of(&repository);
        let name = inputs.name();
        let known = remembered.get(KIND, &name);
        let known = known.map_or_else(Known::default, |bytes| Known::read(&bytes));
        let progress = context.progress("looking for friction");
        let (Read { accounts, news }, log) = damage::beyond(log, &repository, &|log| {
            let inputs = Inputs {
                settings: &settings,
                settings_number,
                log,
                tree: &*tree,
                blobs: &repository,
            };
            record::accounts(&inputs, &known, &|done, of| progress.at(done, of))
        })?;
        drop(progress);
        context.warn_of_lost(&log);
        let report = friction::report(&accounts, &settings, context.today, since);
        let about = report::friction::About {
            report: &report,
            settings: &settings,
            since: self.since.as_deref(),
        };
        match self.format {
            Format::Human => context.out.print(report::friction::render(&about))?,
            Format::Json => context
                .out
                .write(report::friction::render_json(&about).as_bytes())?,
        }
        if let Some(boundary) = log.shallow.first() {
            context.aside(&format!("this clone is shallow: what was before {} is unknown; `git fetch --unshallow` brings it", boundary.get(..9).unwrap_or(boundary)))?;
        }
        if let Some(news) = news {
            remembered.put(KIND, &name, &news);
        }
        Ok(Verdict::Fine)
    }
}

/// Where history is cut: at the beginning of a day, or when a commit was made.
fn since(repository: &Repository, text: &str) -> Result<Since, Failure> {
    if Day::looks_like(text) {
        let day = Day::parse(text).ok_or_else(|| {
            Failure::new(format!("`{text}` is not a day that exists"))
                .hint("write it like 2026-03-20")
        })?;
        return Ok(Since {
            seconds: day.unix(),
        });
    }
    let commit = repository
        .resolve(text)
        .map_err(|failure| failure.hint("`--since` takes a day such as 2026-03-20, or a commit"))?;
    let seconds = repository.commit(&commit)?.committed.seconds;
    Ok(Since { seconds })
}
