//! `orbit serve`.

use std::path::PathBuf;

use super::build::Place;
use super::context::Context;
use super::rounds::Rounds;
use super::stop::{Stop, Verdict};
use crate::model::words::count;
use crate::repo::{Failure, Repository};
use crate::serve::Server;

/// The port that is taken where none is named and nobody else has it.
const PORT: u16 = 4747;

const EXAMPLES: &str = "\
Examples:
  orbit serve                shows the site at http://127.0.0.1:4747/; Ctrl-C ends it
  orbit serve --port 8000    at another port; 0 takes any that is free

Whenever a file or a branch changes, the site is built again, and an open page reloads itself and stands where it stood. Where it cannot be built, the page says why. Only this machine can reach it.";

/// Show the site at 127.0.0.1, and build it again whenever a file or a branch changes
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The folder to build; one that Orbit did not make is left alone
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,
    /// The port; 0 takes any that is free [default: 4747, or any where that is taken]
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
}

impl Args {
    /// # Errors
    /// Where the repository cannot be read or watched, or the port is taken. A site that cannot be built is shown as such.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let repository = context.repository()?;
        let place = Place::of(context, &repository, self.out.as_deref());
        serve(context, &repository, place, self.port)
    }
}

/// Serves a repository's site until it is asked to end.
pub(super) fn serve(
    context: &mut Context,
    repository: &Repository,
    place: Place,
    port: Option<u16>,
) -> Result<Verdict, Stop> {
    let server = begin(&place, port)?;
    let shown = place.shown.join("");
    let rounds = Rounds::begin(context, repository, place)?;
    context.out.line(format!(
        "serving {} at http://{}/; Ctrl-C ends it",
        shown.display(),
        server.address()
    ))?;
    context.out.finish()?;
    rounds.run(context, |context, outcome| match outcome {
        Ok(pages) => {
            server.built();
            context.say(format!("built {}", count(*pages, "page")))
        }
        Err(failure) => {
            server.failed(failure.clone());
            Ok(())
        }
    })?;
    Ok(Verdict::Fine)
}

/// The server at the port that was named; else at the usual one, or any.
fn begin(place: &Place, port: Option<u16>) -> Result<Server, Failure> {
    match port {
        Some(port) => Server::begin(&place.folder, port),
        None => Server::begin(&place.folder, PORT).or_else(|_| Server::begin(&place.folder, 0)),
    }
}
