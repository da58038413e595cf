//! `orbit init`: what a repository needs to be a studio, written out, because its process is the studio's own text.

mod driver;
mod ignore;
mod settings;

use std::path::Path;

use clap::builder::PossibleValuesParser;

use super::context::Context;
use super::stop::{Stop, Verdict};
use crate::builtin;
use crate::model;
use crate::repo::{Failure, Repository, Tree, write};
use settings::Settings;

const EXAMPLES: &str = "\
Examples:
  git init acme && cd acme && orbit init
  orbit init --workflow service";

/// Make this repository a studio: settings, a workflow with its standards, and the hook
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The built-in workflow to begin with; it is the studio's own from then on
    #[arg(long, value_name = "NAME", default_value = "service", value_parser = PossibleValuesParser::new(builtin::workflows()))]
    workflow: String,
}

impl Args {
    /// # Errors
    /// Where there is no repository with a work tree, or it cannot be written.
    pub fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        let repository = context.repository()?;
        let top = repository.top().ok_or_else(bare)?.to_owned();
        let author = repository.author();
        let settings = Settings {
            studio: &top.file_name().unwrap_or_default().to_string_lossy(),
            workflow: &self.workflow,
            first: author.as_ref(),
        };
        let mut files = vec![("orbit.yml".to_owned(), settings.to_string())];
        files.extend(process(&self.workflow));
        files.push(("engagements/.gitkeep".to_owned(), String::new()));
        for (path, text) in files {
            let made = write::create(&top, &path, text.as_bytes())?;
            context.say(match made {
                true => format!("made `{path}`"),
                false => format!("`{path}` is there already; it stays as it is"),
            })?;
        }
        ignore_site(context, &repository, &top)?;
        merge_driver(context, &repository, &top)?;
        super::hook::install(context, &repository)?;
        if author.is_none() {
            context.say("git does not know you yet, so `orbit.yml` names nobody: add yourself below `people`")?;
        }
        context.say(NEXT)?;
        Ok(Verdict::Fine)
    }
}

const NEXT: &str = "
next:
  look through `orbit.yml`: who works here, and by which addresses git knows them

  git add . && git commit        the studio is yours from here on
  orbit new acme/rebrand         begin an engagement, for your own client
  orbit check                    what it still needs
  orbit advance rebrand          move it on, with its handoff";

/// The workflow, those that it extends, and the standards that they name.
fn process(workflow: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    let mut next = Some(workflow.to_owned());
    while let Some(name) = next.take() {
        let path = format!("workflows/{name}.yml");
        let known = files.iter().any(|(file, _)| *file == path);
        let Some(text) = builtin::workflow(&name).filter(|_| !known) else {
            break;
        };
        files.push((path, text.to_owned()));
        for line in text.lines() {
            let Some((key, value)) = line.trim().split_once(": ") else {
                continue;
            };
            let value = value.trim();
            match key {
                "extends" => next = Some(value.to_owned()),
                "standard" if !files.iter().any(|(file, _)| file == value) => {
                    if let Some(standard) = builtin::standard(value) {
                        files.push((value.to_owned(), standard.to_owned()));
                    }
                }
                _ => {}
            }
        }
    }
    files
}

fn ignore_site(context: &mut Context, repository: &Repository, top: &Path) -> Result<(), Stop> {
    let path = ".gitignore";
    let former = match repository.work_tree() {
        Some(tree) => tree.read(path)?,
        None => None,
    };
    match (
        ignore::with_site(former.as_deref().unwrap_or_default()),
        &former,
    ) {
        (Some(lines), None) => context.say(if write::create(top, path, &lines)? {
            "made `.gitignore`, so that git leaves `site/` alone"
        } else {
            "`.gitignore` is no plain file, so it stays as it is: have git ignore `site/` in another way"
        }),
        (Some(lines), Some(former)) => {
            write::replace(top, path, Some(former), &lines)?;
            context.say("added to `.gitignore` what `orbit build` writes")
        }
        (None, _) => Ok(()),
    }
}

/// Has git merge engagements with `orbit merge`: for everybody the files that are meant, for this clone how it is called.
fn merge_driver(context: &mut Context, repository: &Repository, top: &Path) -> Result<(), Stop> {
    let path = ".gitattributes";
    let Some(tree) = repository.work_tree() else {
        return Ok(());
    };
    let patterns = model::Settings::load(&tree).map_or_else(
        |_| vec!["engagements".to_owned()],
        |settings| {
            settings
                .sources
                .written()
                .lines()
                .map(str::to_owned)
                .collect()
        },
    );
    let former = tree.read(path)?;
    let lines = ignore::with_each(
        former.as_deref().unwrap_or_default(),
        &driver::lines(&patterns),
    );
    match (lines, &former) {
        (Some(lines), None) => context.say(if write::create(top, path, &lines)? {
            "made `.gitattributes`, so that git merges engagements with `orbit merge`"
        } else {
            "`.gitattributes` is no plain file, so it stays as it is: engagements are merged as other files are"
        })?,
        (Some(lines), Some(former)) => {
            write::replace(top, path, Some(former), &lines)?;
            context.say("added `merge=orbit` to `.gitattributes`, so that git merges engagements with `orbit merge`")?;
        }
        (None, _) => {}
    }
    let program = std::env::current_exe().ok();
    let command = driver::command(program.as_deref());
    if repository.setting("merge.orbit.driver").as_deref() == Some(&command) {
        return Ok(());
    }
    repository.set(
        "merge.orbit.name",
        "entries, marks and keys of an engagement",
    )?;
    repository.set("merge.orbit.driver", &command)?;
    context.say(
        "set up `orbit merge` in git's settings of this clone; `orbit init` does so in another",
    )
}

fn bare() -> Failure {
    Failure::new("this repository is bare: it has no work tree in which a studio could be written")
        .hint("run `orbit init` in a clone with a work tree")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workflow_comes_with_every_standard_that_it_names() {
        for workflow in builtin::workflows() {
            let files = process(workflow);
            let has = |path: &str| files.iter().any(|(file, _)| file == path);
            assert!(has(&format!("workflows/{workflow}.yml")));
            let text = builtin::workflow(workflow).unwrap_or_default();
            for (_, path) in text
                .lines()
                .filter_map(|line| line.trim().split_once("standard: "))
            {
                assert!(has(path), "{workflow} names {path}");
            }
        }
    }
}
