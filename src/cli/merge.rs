//! `orbit merge`: what git calls to merge two versions of an engagement.

use std::fs;
use std::path::{Path, PathBuf};

use super::context::Context;
use super::stop::{Stop, Verdict};
use crate::merge::{self, Sides};
use crate::model::words::count;
use crate::repo::Failure;

const HELP: &str = "\
Git calls this by itself once `orbit init` has set it up: `.gitattributes` says for which files, git's own settings say how.
It unites the entries of the log by their day and the marks of one entry, merges the front-matter key by key and everything else by lines.
What both sides changed in different ways (two stages, two owners, one promise settled in two ways) stays a conflict, with both texts in it.
A file that cannot be told apart in this way is merged by lines, as git would.

Examples:
  orbit init                                    sets it up in this repository, also in a new clone of one
  orbit merge base.md ours.md theirs.md         merges three files into `ours.md`
  git checkout --merge -- FILE                  takes up the merge of FILE once more, from its beginning

To be without it, in this clone:
  git config --remove-section merge.orbit
and for everybody, take the line `… merge=orbit` out of `.gitattributes`. Where it is not set up git merges the files as any others.

The exit status is 0 where the merge is clean, 1 where conflicts are left.";

/// Merge two versions of an engagement, entry by entry and key by key; git calls it
#[derive(Debug, clap::Args)]
#[command(hide = true, after_help = HELP)]
pub struct Args {
    /// The version where both began, `%O` for git
    #[arg(value_hint = clap::ValueHint::FilePath)]
    base: PathBuf,
    /// Our version, which becomes the merged one; `%A`
    #[arg(value_hint = clap::ValueHint::FilePath)]
    ours: PathBuf,
    /// Their version, `%B`
    #[arg(value_hint = clap::ValueHint::FilePath)]
    theirs: PathBuf,
    /// How long the markers of a conflict are, `%L`
    #[arg(default_value_t = merge::MARKER)]
    marker: usize,
    /// What the file is called, `%P`
    path: Option<String>,
}

impl Args {
    /// # Errors
    /// Where one of the files cannot be read, or ours not written.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let read = |path: &Path| -> Result<Vec<u8>, Failure> {
            fs::read(context.path(path)).map_err(|error| {
                Failure::new(format!("`{}` cannot be read", path.display())).because(error)
            })
        };
        let (base, ours, theirs) = (read(&self.base)?, read(&self.ours)?, read(&self.theirs)?);
        let sides = Sides {
            base: &base,
            ours: &ours,
            theirs: &theirs,
        };
        let merged = merge::merge(sides, self.marker);
        if merged.bytes != ours {
            fs::write(context.path(&self.ours), &merged.bytes).map_err(|error| {
                Failure::new(format!("`{}` cannot be written", self.ours.display())).because(error)
            })?;
        }
        if merged.conflicts == 0 {
            return Ok(Verdict::Fine);
        }
        let path = self.path.unwrap_or_else(|| self.ours.display().to_string());
        context.aside(&format!(
            "{} in {}: both sides changed the same thing",
            count(merged.conflicts, "conflict"),
            crate::report::terminal::escape_line(&path)
        ))?;
        Ok(Verdict::Errors)
    }
}
