//! `orbit demo`: a studio to look at, what the hook stops in it, and where it stands.

use std::path::{Path, PathBuf};

use super::build::Place;
use super::context::Context;
use super::stop::{Stop, Verdict};
use crate::day::Day;
use crate::demo::{self, Unready};
use crate::guard;
use crate::model::words::count;
use crate::repo::git::replay::Revision;
use crate::repo::{Failure, Repository, write};
use crate::report::CheckFormat;

const EXAMPLES: &str = "\
Examples:
  orbit demo studio            a studio with a year and more of work, in the new folder `studio`
  orbit demo studio --serve    and its site at 127.0.0.1, built again whenever a file changes";

/// Write a studio with a year and more of work in it, and show it
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Where; a folder that does not exist yet, or an empty one
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    folder: PathBuf,
    /// Show its site at 127.0.0.1 when it is made
    #[arg(long)]
    serve: bool,
    /// The port to show it at; 0 takes any that is free
    #[arg(long, value_name = "PORT", requires = "serve")]
    port: Option<u16>,
}

impl Args {
    /// # Errors
    /// Where something is in the folder already, or it cannot be written.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let folder = context.path(&self.folder);
        let revisions = {
            let _progress = context.progress("writing the demo");
            demo::commit(&folder)?.0
        };
        context.say(made(&self.folder, &revisions))?;
        let repository = Repository::open(Some(&folder))?;
        super::hook::install(context, &repository)?;
        refusal(context, &repository, &Unready::of(&revisions)?)?;
        let verdict = stand(context, &repository)?;
        if self.serve {
            context.say("")?;
            context.today_is(demo_day(context));
            let place = Place {
                folder: folder.join("site"),
                shown: self.folder.join("site"),
                studio: Some(folder),
            };
            return super::serve::serve(context, &repository, place, self.port);
        }
        let pages = super::build::build(
            context,
            &repository,
            &folder.join("site"),
            demo_day(context),
        )?;
        let shown = self.folder.display();
        context.say(format!(
            "\nbuilt {} in `{shown}/site`\n\nlook around:\n  open {shown}/site/index.html in a browser\n  cd {shown}\n  git log --graph --oneline\n  orbit history acme/rebrand",
            count(pages, "page")
        ))?;
        Ok(verdict)
    }
}

/// What was made.
fn made(folder: &Path, revisions: &[Revision]) -> String {
    let days: Vec<Day> = revisions
        .iter()
        .filter_map(|revision| revision.when.day())
        .collect();
    let (first, last) = (days.first(), days.last());
    let span = first
        .zip(last)
        .map_or_else(String::new, |(first, last)| format!(", {first} to {last}"));
    format!(
        "made a studio in `{}`: {} commits{span}",
        folder.display(),
        revisions.len()
    )
}

/// Tries a commit that the hook has to stop, shows what it says, and puts the file back.
fn refusal(context: &mut Context, repository: &Repository, unready: &Unready) -> Result<(), Stop> {
    let top = repository
        .top()
        .ok_or_else(|| Failure::new("the demo has no work tree"))?
        .to_owned();
    write::file(&top, &unready.path, unready.after.as_bytes())?;
    let attempt = repository.attempt(&unready.message, &[("ORBIT_NOW", unready.day)]);
    write::file(&top, &unready.path, unready.before.as_bytes())?;
    let attempt = attempt?;
    if attempt.made {
        return Err(Failure::new(format!(
            "git made the commit `{}`, which the hook should have stopped",
            unready.message
        ))
        .hint("`orbit -C DIR hook install` says where git looks for hooks")
        .into());
    }
    context.say(format!("\n$ git commit -am '{}'", unready.message))?;
    if !context.quiet {
        context.out.print(&attempt.said)?;
    }
    context.say(format!("`{}` is as it was before", unready.path))
}

/// The demo's own day, on which its stories stand where they are told.
fn demo_day(context: &Context) -> Day {
    Day::parse(demo::TODAY).unwrap_or(context.today)
}

/// Checks the whole, on the demo's own day.
fn stand(context: &mut Context, repository: &Repository) -> Result<Verdict, Stop> {
    let today = demo_day(context);
    context.say(format!("\n$ orbit check --now {today}"))?;
    let verdict = guard::worktree(repository, &[], today)?;
    super::check::report(context, verdict, CheckFormat::Human)
}
