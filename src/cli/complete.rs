//! What a shell can complete from the studio at hand: engagements, stages, people, marks, codes and workflows. Quick, and silent where there is no
//! studio: whoever presses a key has asked no question that an error would answer.
//!
//! Which argument is completed with what follows from what its value is called: see [`attached`].

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::sync::OnceLock;

use clap::builder::StyledStr;
use clap::{Arg, Command};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::CompleteEnv;

use crate::check::RULES;
use crate::check::lack::shortened;
use crate::guard;
use crate::model::{Engagement, Settings};
use crate::repo::{Repository, Tree, WorkTree};

/// The variable in which a shell names itself when it asks.
pub const VARIABLE: &str = "ORBIT_COMPLETE";

/// From so many engagements on, they are named without their titles, which would have to be read from each.
const MANY: usize = 200;

/// The words that are typed so far, for completions that depend on them.
static WORDS: OnceLock<Vec<String>> = OnceLock::new();

/// Answers a shell, where one asks; whether one did.
///
/// # Errors
/// Where it is none that is known, or standard output cannot be written.
pub fn answer(args: &[OsString]) -> Result<bool, clap::Error> {
    if std::env::var_os(VARIABLE).is_none_or(|shell| shell.is_empty()) {
        return Ok(false);
    }
    let typed = args.iter().skip_while(|word| *word != "--").skip(1);
    let typed = typed
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let _ = WORDS.set(typed);
    let here = std::env::current_dir().ok();
    CompleteEnv::with_factory(|| attached(super::command()))
        .var(VARIABLE)
        .try_complete(args.iter().cloned(), here.as_deref())
}

/// The studio that the words are about.
struct Here {
    tree: WorkTree,
    settings: Settings,
}

impl Here {
    fn find() -> Option<Self> {
        let repository = Repository::open(folder().as_deref()).ok()?;
        let tree = repository.work_tree()?;
        let settings = Settings::load(&tree).ok()?;
        Some(Self { tree, settings })
    }

    fn paths(&self) -> Vec<String> {
        guard::engagements(&self.tree, &self.settings).unwrap_or_default()
    }

    fn read(&self, path: &str) -> Option<Engagement> {
        Engagement::read(path, &self.tree.read(path).ok()??, &self.settings)
    }

    /// The engagement that one of the words names.
    fn named(&self) -> Option<Engagement> {
        let words = words();
        let paths = self.paths();
        let found = words.iter().rev().find_map(|word| {
            let is = |path: &&String| {
                path.as_str() == word.as_str()
                    || self.settings.sources.id(path).as_deref() == Some(word.as_str())
            };
            let part = |path: &&String| {
                self.settings
                    .sources
                    .id(path)
                    .is_some_and(|id| id.contains(word.as_str()))
            };
            let only = || {
                let mut found = paths.iter().filter(part);
                found
                    .next()
                    .filter(|_| found.next().is_none() && word.len() > 2)
            };
            paths.iter().find(is).or_else(only)
        });
        self.read(found?)
    }
}

/// The words behind the program's name that are no options.
fn words() -> Vec<&'static String> {
    let words = WORDS.get().map(Vec::as_slice).unwrap_or_default();
    words
        .iter()
        .skip(1)
        .filter(|word| !word.is_empty() && !word.starts_with('-'))
        .collect()
}

/// The folder that `-C` names.
fn folder() -> Option<PathBuf> {
    let words = WORDS.get()?;
    let named = words
        .iter()
        .zip(words.iter().skip(1))
        .filter(|(option, _)| *option == "-C");
    named
        .map(|(_, folder)| PathBuf::from(folder))
        .reduce(|from, to| from.join(to))
}

/// One thing to be typed, with what it is.
fn candidate(value: impl Into<String>, about: &str) -> CompletionCandidate {
    let help = (!about.is_empty()).then(|| StyledStr::from(about.to_owned()));
    CompletionCandidate::new(value.into()).help(help)
}

/// A completer of what `all` lists: what begins with what is typed, else what holds it.
fn completer(all: fn(&Here) -> Vec<(String, String)>) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| {
        let typed = typed.to_string_lossy().to_lowercase();
        let all = Here::find().map(|here| all(&here)).unwrap_or_default();
        let fits = |is: &dyn Fn(&str) -> bool| -> Vec<CompletionCandidate> {
            let fitting = all.iter().filter(|(value, _)| is(&value.to_lowercase()));
            fitting
                .map(|(value, about)| candidate(value, about))
                .collect()
        };
        let beginning = fits(&|value| value.starts_with(&typed));
        if beginning.is_empty() {
            fits(&|value| value.contains(&typed))
        } else {
            beginning
        }
    })
}

/// The ids of engagements.
#[must_use]
pub fn engagements() -> ArgValueCompleter {
    completer(|here| {
        let paths = here.paths();
        let few = paths.len() < MANY;
        let ids = paths.iter().filter_map(|path| {
            let title = few.then(|| here.read(path)).flatten().map(|engagement| {
                let stage = engagement.stage.clone().unwrap_or_default();
                format!("{} ({stage})", engagement.title())
            });
            Some((here.settings.sources.id(path)?, title.unwrap_or_default()))
        });
        ids.collect()
    })
}

/// The stages that the engagement among the words may move to; else those of the studio's own workflow.
#[must_use]
pub fn stages() -> ArgValueCompleter {
    completer(|here| {
        let engagement = here.named();
        let name = engagement
            .as_ref()
            .map_or(&here.settings.workflow, |engagement| &engagement.workflow);
        let Some(workflow) = here.settings.workflows.get(name) else {
            return Vec::new();
        };
        let stands = engagement
            .as_ref()
            .and_then(|engagement| engagement.stage(&here.settings));
        let stages = match stands {
            Some(stage) => workflow.ways_from(stage),
            None => workflow.stages.iter().collect(),
        };
        let told = stages
            .into_iter()
            .map(|stage| (stage.id.clone(), stage.purpose.clone().unwrap_or_default()));
        told.collect()
    })
}

/// The handles of the studio's people.
#[must_use]
pub fn handles() -> ArgValueCompleter {
    completer(|here| {
        let people = here.settings.people.iter();
        people
            .map(|person| (person.handle.clone(), person.name.clone()))
            .collect()
    })
}

/// The ids of the marks of the engagement among the words, each with its caret, the newest first.
#[must_use]
pub fn marks() -> ArgValueCompleter {
    completer(|here| {
        let Some(engagement) = here.named() else {
            return Vec::new();
        };
        let marks = engagement.document.log.marks().filter_map(|mark| {
            let text = format!("{}: {}", mark.keyword, shortened(&mark.text));
            Some((format!("^{}", mark.id.as_ref()?), text))
        });
        let mut marks: Vec<_> = marks.collect();
        marks.reverse();
        marks
    })
}

/// The names of workflows.
#[must_use]
pub fn workflows() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let typed = typed.to_string_lossy();
        let settings = Here::find().map_or_else(Settings::built_in, |here| here.settings);
        let names = settings.workflows.names();
        let told = names
            .into_iter()
            .filter_map(|name| Some((name, settings.workflows.get(name)?)));
        told.filter(|(name, _)| name.starts_with(typed.as_ref()))
            .map(|(name, workflow)| candidate(name, &workflow.title))
            .collect()
    })
}

/// The codes of findings.
#[must_use]
pub fn codes() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let typed = typed.to_string_lossy();
        let rules = RULES
            .iter()
            .filter(|rule| rule.code.starts_with(typed.as_ref()));
        rules
            .map(|rule| candidate(rule.code, rule.summary()))
            .collect()
    })
}

/// The command line with a completer for each argument that names something of the studio, told by what its value is called: `ID`, `HANDLE`,
/// `STAGE`, `MARK`, `CODE`, and `NAME` where it is a workflow's.
#[must_use]
pub fn attached(command: Command) -> Command {
    let names: Vec<String> = command
        .get_subcommands()
        .map(|below| below.get_name().to_owned())
        .collect();
    let command = names.iter().fold(command, |command, name| {
        command.mut_subcommand(name, attached)
    });
    command.mut_args(|arg| match completer_for(&arg) {
        Some(completer) => arg.add(completer),
        None => arg,
    })
}

fn completer_for(arg: &Arg) -> Option<ArgValueCompleter> {
    let named = arg.get_value_names()?.first()?;
    match named.as_str() {
        "ID" | "ID|-" => Some(engagements()),
        "HANDLE" | "WHO" => Some(handles()),
        "STAGE" => Some(stages()),
        "MARK" | "^MARK" => Some(marks()),
        "CODE" => Some(codes()),
        "NAME" if arg.get_id() == "workflow" => Some(workflows()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each argument that is completed, by its command and what its value is called.
    fn completed(command: &Command, name: &str, all: &mut Vec<(String, String)>) {
        for arg in command.get_arguments() {
            if arg.get::<ArgValueCompleter>().is_some() {
                let value = arg.get_value_names().and_then(|names| names.first());
                let value = value.map(ToString::to_string).unwrap_or_default();
                all.push((name.to_owned(), value));
            }
        }
        for below in command.get_subcommands() {
            completed(below, below.get_name(), all);
        }
    }

    #[test]
    fn arguments_that_name_something_of_the_studio_are_completed() {
        let mut all = Vec::new();
        completed(&attached(super::super::command()), "orbit", &mut all);
        for (command, value) in [("history", "ID"), ("explain", "CODE"), ("init", "NAME")] {
            let wanted = (command.to_owned(), value.to_owned());
            assert!(all.contains(&wanted), "{wanted:?} is not among {all:?}");
        }
    }
}
