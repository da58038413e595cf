//! `orbit check`.

use std::path::{Path, PathBuf};

use super::context::Context;
use super::stop::{Stop, Verdict};
use crate::finding::{Finding, Severity};
use crate::guard;
use crate::repo::{CommitId, Failure, Repository, write};
use crate::report::baseline::Baseline;
use crate::report::{CheckFormat, Report, counted, github, human, json, junit, sarif};

const EXAMPLES: &str = "\
Examples:
  orbit check                                  everything, as it stands in the work tree
  orbit check engagements/acme                 what stands at or below a path
  orbit check --staged                         what git is about to commit, as the hook does
  orbit check --range origin/main..HEAD        each commit that would be pushed
  orbit check --format json                    for programs
  orbit check --write-baseline known.json      write down what is wrong today
  orbit check --baseline known.json            show only what is new since then

Errors are what a commit would be refused for; warnings were there before it, or are not its business.
`orbit explain CODE` says more about each finding.

Exit status: 0 with no error, 1 with errors, 2 where the check could not be made.";

/// Judge engagements by what changed in them
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Files or folders to look at; without any, every engagement
    #[arg(value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    paths: Vec<PathBuf>,
    /// Check what git is about to commit instead of the work tree
    #[arg(long, conflicts_with = "paths")]
    staged: bool,
    /// Check each commit that B has and A has not; without an A, all that B has
    #[arg(long, value_name = "A..B", conflicts_with_all = ["paths", "staged"])]
    range: Option<String>,
    /// Show only what is not written down in FILE, made by --write-baseline
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, conflicts_with = "write_baseline")]
    baseline: Option<PathBuf>,
    /// Write what is found into FILE, as what is known from now on
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    write_baseline: Option<PathBuf>,
    /// How to report
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: CheckFormat,
}

impl Args {
    /// # Errors
    /// Where the repository cannot be read, is no studio, or its settings are wrong.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let repository = context.repository()?;
        let known = self
            .baseline
            .as_deref()
            .map(|file| baseline(context, file))
            .transpose()?;
        let mut verdict = if self.staged {
            guard::staged(&repository, context.today)?
        } else if let Some(range) = &self.range {
            let (from, to) = ends(&repository, range)?;
            let progress = context.progress("checking commits");
            guard::range(&repository, from.as_ref(), &to, &|done, of| {
                progress.at(done, of)
            })?
        } else {
            let paths = self
                .paths
                .iter()
                .map(|path| from_top(context, &repository, path))
                .collect::<Result<Vec<_>, _>>()?;
            let _progress = context.progress("checking");
            guard::worktree(&repository, &paths, context.today)?
        };
        let whole = self.paths.is_empty() && !self.staged && self.range.is_none();
        if whole && verdict.engagements == 0 && self.format == CheckFormat::Human {
            context.aside(
                "no file is an engagement yet; `engagements` in `orbit.yml` says where they stand",
            )?;
        }
        if let Some(file) = &self.write_baseline {
            return write_baseline(context, file, &verdict.findings);
        }
        let known = known.map_or(0, |known| known.leave_new(&mut verdict.findings));
        report_new(context, verdict, known, self.format)
    }
}

/// The findings that are written down in a file.
fn baseline(context: &Context, file: &Path) -> Result<Baseline, Failure> {
    let again = format!(
        "`orbit check --write-baseline {}` writes it",
        file.display()
    );
    let text = std::fs::read_to_string(context.path(file)).map_err(|error| {
        Failure::new(format!("the baseline `{}` cannot be read", file.display()))
            .because(error)
            .hint(again.clone())
    })?;
    Baseline::read(&text).map_err(|why| {
        Failure::new(format!("`{}` is no baseline", file.display()))
            .because(why)
            .hint(again)
    })
}

/// Writes the findings down as known.
fn write_baseline(
    context: &mut Context,
    file: &Path,
    findings: &[Finding],
) -> Result<Verdict, Stop> {
    let text = Baseline::render(findings);
    write::anywhere(&context.path(file), text.as_bytes())?;
    let count = counted(findings.len(), "finding");
    context.say(format!(
        "wrote {count} to `{0}`; `orbit check --baseline {0}` shows what is new",
        file.display()
    ))?;
    Ok(Verdict::Fine)
}

/// The two ends of `A..B`; `B` alone stands for everything up to it, an end left out for HEAD.
fn ends(repository: &Repository, range: &str) -> Result<(Option<CommitId>, CommitId), Failure> {
    if range.contains("...") {
        return Err(Failure::new(format!(
            "`{range}` has three dots; a range of commits has two"
        ))
        .hint("write it like `origin/main..HEAD`"));
    }
    if range.trim().is_empty() {
        return Err(Failure::new("an empty range names no commits")
            .hint("write it like `origin/main..HEAD`"));
    }
    let commit = |name: &str| repository.resolve(if name.is_empty() { "HEAD" } else { name });
    match range.split_once("..") {
        Some((from, to)) => Ok((Some(commit(from)?), commit(to)?)),
        None => Ok((None, commit(range)?)),
    }
}

/// Prints a verdict, and says whether there are errors in it.
///
/// # Errors
/// Where standard output cannot be written.
pub fn report(
    context: &mut Context,
    verdict: guard::Verdict,
    format: CheckFormat,
) -> Result<Verdict, Stop> {
    report_new(context, verdict, 0, format)
}

/// The same, where so many findings were left out because they are known.
fn report_new(
    context: &mut Context,
    mut verdict: guard::Verdict,
    known: usize,
    format: CheckFormat,
) -> Result<Verdict, Stop> {
    let mut findings = std::mem::take(&mut verdict.findings);
    if context.quiet && format == CheckFormat::Human {
        // What is not shown needs no text.
        findings.retain(|finding| finding.severity == Severity::Error);
    }
    let report = Report::new(findings, verdict.engagements, |finding| {
        verdict.text(finding)
    })
    .without_known(known);
    match format {
        CheckFormat::Human => context.out.print(human::render(&report, context.quiet))?,
        CheckFormat::Json => context.out.write(json::render(&report).as_bytes())?,
        CheckFormat::Sarif => context.out.write(sarif::render(&report).as_bytes())?,
        CheckFormat::Github => context.out.write(github::render(&report).as_bytes())?,
        CheckFormat::Junit => context
            .out
            .write(junit::render(&report, context.today).as_bytes())?,
    }
    Ok(if report.summary().errors == 0 {
        Verdict::Fine
    } else {
        Verdict::Errors
    })
}

/// What was given to name an engagement, as the studio knows it: where it is a file seen from the folder at hand, its path from the top.
#[must_use]
pub fn id_from_here(context: &Context, repository: &Repository, given: &str) -> String {
    let is_file = given.contains('.') && context.path(Path::new(given)).is_file();
    let path = is_file.then(|| from_top(context, repository, Path::new(given)));
    path.and_then(Result::ok)
        .unwrap_or_else(|| given.to_owned())
}

/// A path that was given, from the top of the work tree, with `/`.
///
/// # Errors
/// Where it leads out of the repository.
pub fn from_top(
    context: &Context,
    repository: &Repository,
    given: &Path,
) -> Result<String, Failure> {
    let path = context.path(given);
    let failed = |error: std::io::Error| {
        Failure::new(format!("`{}` cannot be found", given.display())).because(error)
    };
    let outside = || Failure::new(format!("`{}` is not in this repository", given.display()));
    let top = repository
        .top()
        .ok_or_else(|| Failure::new("this repository is bare: it has no work tree to check"))?;
    let top = top.canonicalize().map_err(failed)?;
    // The last part may be a link or gone; what it stands in is looked up, so that `..` and links above it mean what they mean.
    let full = std::path::absolute(&path).map_err(failed)?;
    let full = match (full.canonicalize(), full.parent(), full.file_name()) {
        (Ok(found), ..) => found,
        (Err(_), Some(folder), Some(name)) => folder.canonicalize().map_err(failed)?.join(name),
        (Err(error), ..) => return Err(failed(error)),
    };
    let below = full.strip_prefix(&top).map_err(|_| outside())?;
    let parts: Option<Vec<&str>> = below
        .components()
        .map(|part| part.as_os_str().to_str())
        .collect();
    Ok(parts.ok_or_else(outside)?.join("/"))
}
