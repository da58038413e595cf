//! The front: help, colours, exit statuses, and a studio begun.

use snapbox::str;

use crate::harness::Studio;

#[test]
fn help_shows_the_commands_and_how_to_begin() {
    Studio::folder().run("--help").succeeds(str![[r#"
Guards, carries and shows commercial engagements kept as Markdown in git

Usage: orbit [OPTIONS] <COMMAND>

Commands:
  init         Make this repository a studio: settings, a workflow with its standards, and the hook
  new          Begin an engagement
  log          Add an entry of today to the log
  promise      Write down a promise, ours or theirs, in today's entry
  decide       Write down a decision with its reason in today's entry
  ask          Write down a question that has to be answered in today's entry
  waive        Excuse a need for a while, with a name, a reason and a day
  settle       Close a promise, a question or a risk, or say what came of a decision
  advance      Move an engagement to another stage, or hand it to somebody, with the handoff that
               this asks for
  accept       Take over: accept the newest handoff that waits for you
  build        Build the site: the state, the handoffs, the promises, the decisions and the history
               of every engagement
  watch        Build the site again whenever a file or a branch changes
  serve        Show the site at 127.0.0.1, and build it again whenever a file or a branch changes
  demo         Write a studio with a year and more of work in it, and show it
  check        Judge engagements by what changed in them
  status       Where each engagement stands and what it waits for
  next         What to do now, most urgent first, over the studio or for one person
  promises     Every promise: open ones first, by their day; with filters, and for spreadsheets and
               calendars
  decisions    Every decision with its reason and its result; with filters, and for spreadsheets and
               calendars
  explain      Explain a code that a check has reported
  related      What else in this studio bears on an engagement or a text, most telling first, each
               with its reasons
  search       Find words in texts and marks as they are, and with `--history` in what once stood
               there
  brief        The context that one person needs now for one engagement, assembled from its file and
               its history
  history      Every transition: what, when, by whom, its kind, and the days in the stage before
  friction     Where context keeps being lost: the same trouble at the same place, across people and
               clients
  hook         Have git call Orbit before a commit is made
  ci           Print what CI needs to check each push and publish the site
  lsp          Speak with an editor: what a check says as you type, completion, quick fixes
  schema       Print a JSON Schema, for editors: of front-matter, orbit.yml or a workflow
  completions  Print what a shell needs to complete commands, options, and the studio's own names
  man          Print the manual page, or write a page for each command
  help         Print this message or the help of the given subcommand(s)

Options:
  -h, --help     Print help
  -V, --version  Print version

Global options:
  -C <DIR>                Work as if started in DIR; given again, from there
      --color <WHEN>      When to use colours: auto, always or never
  -q, --quiet             Say only what is wrong
  -v, --verbose           Say more about what is done
      --now <YYYY-MM-DD>  The day that counts as today, also in ORBIT_NOW or, in seconds, in
                          SOURCE_DATE_EPOCH

Examples:
  orbit init                   make this repository a studio
  orbit new acme/rebrand       begin an engagement
  orbit log rebrand 'A call'   write down what happened
  orbit advance rebrand        move it on, with the handoff
  orbit hook install           have every commit checked before it is made
  orbit explain need-unmet     what a code means, and how to mend what it finds

`orbit help COMMAND` says more about each.

"#]]);
}

#[test]
fn a_command_nearly_right_is_recognised() {
    Studio::folder().run("hok").fails(str![[r#"
error: unrecognized subcommand 'hok'

  tip: a similar subcommand exists: 'hook'

Usage: orbit [OPTIONS] <COMMAND>

For more information, try '--help'.

"#]]);
}

#[test]
fn a_day_that_is_none_is_refused() {
    let folder = Studio::folder();
    folder.run("man --now 2026-02-30").fails(str![[r#"
error: invalid value '2026-02-30' for '--now <YYYY-MM-DD>': not a day; write it like 2026-03-20

For more information, try '--help'.

"#]]);
    Studio::folder()
        .variable("ORBIT_NOW", "soon")
        .run("man")
        .fails(str![[r#"
error: `ORBIT_NOW` is `soon`, which is not a day
help: write it like 2026-03-20, or unset it

"#]]);
}

#[test]
fn colours_are_used_where_they_are_wanted() {
    let folder = Studio::folder();
    let shown = |line: &str| folder.shell(&format!("{line} 2>&1 | head -n 1 | cat -v"));
    shown("orbit hook install").succeeds(str![[r#"
error: there is no git repository at `[TOP]` or above it

"#]]);
    shown("orbit --color always hook install").succeeds(str![[r#"
^[[1m^[[31merror^[[0m: there is no git repository at `[TOP]` or above it

"#]]);
    shown("orbit --color=always --bogus").succeeds(str![[r#"
^[[1m^[[31merror:^[[0m unexpected argument '^[[33m--bogus^[[0m' found

"#]]);
    shown("CLICOLOR_FORCE=1 orbit hook install").succeeds(str![[r#"
^[[1m^[[31merror^[[0m: there is no git repository at `[TOP]` or above it

"#]]);
    shown("CLICOLOR_FORCE=1 orbit --color never hook install").succeeds(str![[r#"
error: there is no git repository at `[TOP]` or above it

"#]]);
    shown("CLICOLOR_FORCE=1 NO_COLOR=1 orbit hook install").succeeds(str![[r#"
error: there is no git repository at `[TOP]` or above it

"#]]);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    Studio::folder()
        .shell("orbit completions bash | head -n 1; echo ${PIPESTATUS[0]}; orbit --help | true; echo ${PIPESTATUS[0]}")
        .succeeds(str![[r#"

0
0

"#]]);
}

#[test]
fn an_output_that_cannot_be_written_is_a_failure() {
    let folder = Studio::folder();
    folder.shell("orbit man > /dev/full").fails(str![[r#"
error: standard output cannot be written
  because: No space left on device (os error 28)

"#]]);
    folder.shell("orbit --help > /dev/full").fails(str![[r#"
error: standard output cannot be written
  because: No space left on device (os error 28)

"#]]);
}

#[test]
fn every_shell_has_completions() {
    Studio::folder()
        .shell("for shell in bash elvish fish powershell zsh; do orbit completions $shell | grep -c completions > /dev/null && echo $shell; done")
        .succeeds(str![[r#"
zsh

"#]]);
}

#[test]
fn every_command_has_a_manual_page() {
    fn pages(command: &clap::Command, name: &str, all: &mut Vec<String>) {
        all.push(format!("{name}.1"));
        let shown = command
            .get_subcommands()
            .filter(|below| !below.is_hide_set());
        for below in shown {
            pages(below, &format!("{name}-{}", below.get_name()), all);
        }
    }
    let mut expected = Vec::new();
    pages(&orbit::cli::command(), "orbit", &mut expected);
    expected.sort();
    let folder = Studio::folder();
    let written = folder
        .shell("orbit -q man --out pages && LC_ALL=C ls pages")
        .out();
    let written: Vec<&str> = written.lines().collect();
    assert_eq!(written, expected);
    for page in &expected {
        let page = folder.read(&format!("pages/{page}"));
        assert!(
            page.contains(".SH NAME") && page.contains("Example"),
            "{page}"
        );
    }
    folder
        .shell("orbit man | head -n 4 | tail -n 2")
        .succeeds(str![[r#"
.TH orbit 1  "orbit 0.1.0" 
.SH NAME

"#]]);
}

#[test]
fn init_makes_a_repository_a_studio() {
    let folder = Studio::folder();
    folder
        .shell("git init -q northlight && cd northlight && mkdir sub && cd sub && orbit init")
        .succeeds(str![[r#"
made `orbit.yml`
made `workflows/service.yml`
made `standards/lead.md`
made `standards/research.md`
made `standards/proposal.md`
made `standards/scope.md`
made `standards/delivery.md`
made `standards/review.md`
made `standards/done.md`
made `standards/dormant.md`
made `standards/lost.md`
made `engagements/.gitkeep`
made `.gitignore`, so that git leaves `site/` alone
made `.gitattributes`, so that git merges engagements with `orbit merge`
set up `orbit merge` in git's settings of this clone; `orbit init` does so in another
installed the hook `pre-commit` in `.git/hooks`
installed the hook `pre-merge-commit` in `.git/hooks`
installed the hook `prepare-commit-msg` in `.git/hooks`
installed the hook `pre-push` in `.git/hooks`

next:
  look through `orbit.yml`: who works here, and by which addresses git knows them

  git add . && git commit        the studio is yours from here on
  orbit new acme/rebrand         begin an engagement, for your own client
  orbit check                    what it still needs
  orbit advance rebrand          move it on, with its handoff

"#]]);
    snapbox::assert_data_eq!(
        folder.read("northlight/orbit.yml"),
        str![[r#"
# This repository is a studio. Orbit reads its settings here.
studio: northlight

# How work moves: `workflows/service.yml`, and what good looks like in `standards/`. Both are yours to change.
# An engagement may name another workflow of this studio.
workflow: service

# Who works here. Engagements name people by their handles, as in `owner: tom` and `@tom`;
# the addresses say whose commits are whose. Roles say who may approve what.
people:
  maya: {name: Maya Lindqvist, email: maya@northlight.example, role: lead}
  # tom: {name: Tom Abara, email: [tom@northlight.example, tom@home.example], role: delivery}

# How much a finding weighs here: error, warning, note or off. `orbit explain` lists the codes.
# checks:
#   handoff-unaccepted: error

# The site that `orbit build` writes.
# site:
#   title: Our engagements
#   repository: https://git.example/studio

"#]]
    );
    assert_eq!(
        folder.read("northlight/.gitignore"),
        "/site/\n/.site.orbit-*/\n"
    );
}

#[test]
fn init_leaves_what_is_there() {
    let studio = Studio::new();
    studio
        .file("orbit.yml", "studio: Mine\n")
        .file("standards/lead.md", "Mine.\n")
        .file(".gitignore", "target\r\nsite/\r\n");
    studio.run("init").succeeds(str![[r#"
`orbit.yml` is there already; it stays as it is
made `workflows/service.yml`
`standards/lead.md` is there already; it stays as it is
made `standards/research.md`
made `standards/proposal.md`
made `standards/scope.md`
made `standards/delivery.md`
made `standards/review.md`
made `standards/done.md`
made `standards/dormant.md`
made `standards/lost.md`
made `engagements/.gitkeep`
made `.gitattributes`, so that git merges engagements with `orbit merge`
set up `orbit merge` in git's settings of this clone; `orbit init` does so in another
installed the hook `pre-commit` in `.git/hooks`
installed the hook `pre-merge-commit` in `.git/hooks`
installed the hook `prepare-commit-msg` in `.git/hooks`
installed the hook `pre-push` in `.git/hooks`

next:
  look through `orbit.yml`: who works here, and by which addresses git knows them

  git add . && git commit        the studio is yours from here on
  orbit new acme/rebrand         begin an engagement, for your own client
  orbit check                    what it still needs
  orbit advance rebrand          move it on, with its handoff

"#]]);
    assert_eq!(studio.read("orbit.yml"), "studio: Mine\n");
    assert_eq!(studio.read("standards/lead.md"), "Mine.\n");
    assert_eq!(studio.read(".gitignore"), "target\r\nsite/\r\n");
    studio.run("-q init").succeeds(str![[""]]);
}

#[test]
fn init_without_a_repository_says_how_to_make_one() {
    Studio::folder().run("init").fails(str![[r#"
error: there is no git repository at `[TOP]` or above it
help: run `git init` to make one here, or go to the one that you mean

"#]]);
}
