//! The command line. One file a command: what it takes, whose comments are its help, and a short run.
//! What is printed at the end and the exit status are decided here and nowhere else.

pub mod accept;
pub mod advance;
pub mod ask;
pub mod brief;
pub mod build;
pub mod check;
pub mod ci;
pub mod color;
pub mod complete;
pub mod completions;
pub mod context;
pub mod decide;
pub mod decisions;
pub mod demo;
pub mod desk;
pub mod editor;
pub mod explain;
pub mod friction;
pub mod history;
pub mod hook;
pub mod init;
pub mod interrupt;
pub mod log;
pub mod lsp;
pub mod man;
pub mod merge;
mod moment;
pub mod new;
pub mod next;
mod now;
pub mod output;
pub mod progress;
pub mod promise;
pub mod promises;
pub mod register;
pub mod related;
mod rounds;
pub mod schema;
pub mod search;
pub mod serve;
pub mod settle;
pub mod status;
pub mod stop;
mod studio;
pub mod waive;
pub mod watch;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::day::Day;
use color::Color;
use context::Context;
use output::Output;
use stop::{Stop, Verdict};

const EXAMPLES: &str = "\
Examples:
  orbit init                   make this repository a studio
  orbit new acme/rebrand       begin an engagement
  orbit log rebrand 'A call'   write down what happened
  orbit advance rebrand        move it on, with the handoff
  orbit hook install           have every commit checked before it is made
  orbit explain need-unmet     what a code means, and how to mend what it finds

`orbit help COMMAND` says more about each.";

/// Guards, carries and shows commercial engagements kept as Markdown in git
#[derive(Debug, Parser)]
#[command(
    name = "orbit",
    version,
    styles = color::STYLES,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = EXAMPLES,
)]
pub struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Work as if started in DIR; given again, from there
    #[arg(short = 'C', global = true, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub directory: Vec<PathBuf>,
    /// When to use colours: auto, always or never
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub color: Color,
    /// Say only what is wrong
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more about what is done
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// The day that counts as today, also in ORBIT_NOW or, in seconds, in SOURCE_DATE_EPOCH
    #[arg(long, global = true, value_name = "YYYY-MM-DD", value_parser = day)]
    pub now: Option<Day>,
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "not a day; write it like 2026-03-20".to_owned())
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    New(new::Args),
    Log(log::Args),
    Promise(promise::Args),
    Decide(decide::Args),
    Ask(ask::Args),
    Waive(waive::Args),
    Settle(settle::Args),
    Advance(advance::Args),
    Accept(accept::Args),
    Build(build::Args),
    Watch(watch::Args),
    Serve(serve::Args),
    Demo(demo::Args),
    Check(check::Args),
    Status(status::Args),
    Next(next::Args),
    Promises(promises::Args),
    Decisions(decisions::Args),
    Explain(explain::Args),
    Related(related::Args),
    Search(search::Args),
    Brief(brief::Args),
    History(history::Args),
    Friction(friction::Args),
    #[command(subcommand)]
    Hook(hook::Command),
    Ci(ci::Args),
    Lsp(lsp::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Man(man::Args),
    Merge(merge::Args),
}

impl Command {
    fn run(self, context: &mut Context) -> Result<Verdict, Stop> {
        match self {
            Self::Init(args) => args.run(context),
            Self::New(args) => args.run(context),
            Self::Log(args) => args.run(context),
            Self::Promise(args) => args.run(context),
            Self::Decide(args) => args.run(context),
            Self::Ask(args) => args.run(context),
            Self::Waive(args) => args.run(context),
            Self::Settle(args) => args.run(context),
            Self::Advance(args) => args.run(context),
            Self::Accept(args) => args.run(context),
            Self::Build(args) => args.run(context),
            Self::Watch(args) => args.run(context),
            Self::Serve(args) => args.run(context),
            Self::Demo(args) => args.run(context),
            Self::Check(args) => args.run(context),
            Self::Status(args) => args.run(context),
            Self::Next(args) => args.run(context),
            Self::Promises(args) => args.run(context),
            Self::Decisions(args) => args.run(context),
            Self::Brief(args) => args.run(context),
            Self::History(args) => args.run(context),
            Self::Friction(args) => args.run(context),
            Self::Related(args) => args.run(context),
            Self::Search(args) => args.run(context),
            Self::Explain(args) => args.run(context, &pages()),
            Self::Hook(command) => command.run(context),
            Self::Ci(args) => args.run(context),
            Self::Lsp(args) => args.run(context),
            Self::Schema(args) => args.run(context),
            Self::Completions(args) => args.run(context),
            Self::Man(args) => args.run(context),
            Self::Merge(args) => args.run(context),
        }
    }
}

/// Every code with its page.
fn pages() -> Vec<explain::Page> {
    crate::check::RULES
        .iter()
        .map(|rule| (rule.code, rule.page))
        .collect()
}

/// The whole command line as clap knows it, for completions and manual pages.
#[must_use]
pub fn command() -> clap::Command {
    Cli::command()
}

/// Runs the program with these arguments, the first of which is its name, and gives its exit status: 0, 1 where errors were found,
/// 2 where it could not do its work or was called wrongly.
#[must_use]
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<_> = args.into_iter().collect();
    let color = Color::asked_for(&args);
    let status = match work(args, color) {
        Ok(verdict) => verdict.status(),
        Err(stop) => {
            stop.report(color);
            stop.status()
        }
    };
    ExitCode::from(status)
}

/// What was printed is on its way when this returns, so that a stop is reported after it.
fn work(args: Vec<OsString>, color: Color) -> Result<Verdict, Stop> {
    if complete::answer(&args)? {
        return Ok(Verdict::Fine);
    }
    let cli = match parse(args) {
        Ok(cli) => cli,
        Err(mistake) if mistake.use_stderr() => return Err(mistake.into()),
        Err(asked) => {
            let mut out = Output::new(color);
            out.print(asked.render().ansi())?;
            out.finish()?;
            return Ok(Verdict::Fine);
        }
    };
    let mut context = Context::new(cli.global)?;
    let verdict = cli.command.run(&mut context)?;
    context.out.finish()?;
    Ok(verdict)
}

/// The command line as git's hooks call it. It is read on every commit; the other commands need not be laid out for it.
#[derive(Debug, Parser)]
struct Called {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: CalledCommand,
}

#[derive(Debug, Subcommand)]
enum CalledCommand {
    #[command(subcommand)]
    Hook(hook::Command),
}

/// The arguments, or what to print instead: a mistake in them, or the help or the version that they ask for.
fn parse(args: Vec<OsString>) -> Result<Cli, clap::Error> {
    if args.get(1).is_some_and(|word| word == "hook")
        && let Ok(called) = Called::try_parse_from(&args)
    {
        let CalledCommand::Hook(command) = called.command;
        return Ok(Cli {
            global: called.global,
            command: Command::Hook(command),
        });
    }
    Cli::from_arg_matches(&command().try_get_matches_from(args)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        command().debug_assert();
    }

    #[test]
    fn a_hook_is_called_as_any_other_command() {
        for line in [
            "orbit hook run pre-commit",
            "orbit hook run -q prepare-commit-msg .git/COMMIT_EDITMSG message",
            "orbit hook --now 2026-03-20 run pre-push origin git@example.org:a/b -q",
            "orbit hook install -C elsewhere",
        ] {
            let words = || line.split(' ').map(OsString::from).collect::<Vec<_>>();
            let whole = command()
                .try_get_matches_from(words())
                .and_then(|matches| Cli::from_arg_matches(&matches));
            let said = |cli: Cli| format!("{cli:?}");
            assert_eq!(
                parse(words()).map(said).ok(),
                whole.map(said).ok(),
                "{line}"
            );
        }
        let wrong = ["orbit", "hook", "run", "pre-comit"].map(OsString::from);
        let told = parse(wrong.into()).expect_err("no such hook").to_string();
        assert!(told.contains("pre-commit"), "{told}");
    }

    #[test]
    fn every_command_shows_an_example() {
        for command in command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string);
            assert!(
                help.is_some_and(|help| help.contains("Example")),
                "{}",
                command.get_name()
            );
        }
    }

    #[test]
    fn global_options_stand_before_or_after_the_command() {
        for args in [
            ["orbit", "-q", "--now=2026-03-20", "man"],
            ["orbit", "man", "-q", "--now=2026-03-20"],
        ] {
            let cli = parse(args.into_iter().map(Into::into).collect()).expect("parses");
            assert!(cli.global.quiet);
            assert_eq!(cli.global.now, Day::parse("2026-03-20"));
        }
    }
}
