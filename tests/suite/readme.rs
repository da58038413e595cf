//! The README says what is true: its transcript is run, its commands are those of the program.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::harness::Studio;

const PATH: &str = "engagements/acme/rebrand.md";

const ENGAGEMENT: &str = "\
---
title: Autumn fair rebrand
stage: research
owner: maya
source: referral
client_people:
  - Jane Okafor, sponsor, prefers a call
---

## Situation

Their stand at last year's fair was taken for the one next door. The new CFO wants a plan by March.

## Findings

Of forty visitors asked at the last fair, eleven could name the stand that they had just left, and three of these named the neighbour.
Sales found their best leads in the café, away from it. Jane has the board's ear until the March meeting.

## Approach

We draw two directions and show each on a stand panel and a badge, in the hall, to people who have not seen them before. The one that more
of them can name after ten metres is drawn out. Sales count leads by one rule from the first day of the fair, so that nobody has to believe us.

## Log

### 2026-02-11 Call with Jane Okafor (@maya)

Her CFO is nervous after last year's overrun.
";

const HANDOFF: &str = "
### 2026-03-20 Handoff: research to proposal (@maya)

- from: @maya
- to: @maya

#### Who decides, and what are they afraid of?

Jane decides; her CFO is afraid of a second overrun and wants one number.

#### What did we learn that is not in the brief?

That the stand loses its visitors to the café, not to the competition.
";

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("README.md")
}

#[test]
fn the_transcript_is_what_happens() {
    let studio = Studio::new();
    studio.file(
        "orbit.yml",
        "studio: Northlight\npeople:\n  maya: {name: Maya Lindqvist, email: maya@northlight.example, role: lead}\n",
    );
    studio
        .file(PATH, ENGAGEMENT)
        .git("add .")
        .git("commit -qm studio");
    assert!(studio.run("hook install -q").passed());
    let moved = ENGAGEMENT.replace("stage: research", "stage: proposal") + HANDOFF;
    studio.file(PATH, &moved);

    let readme = readme();
    let block = readme
        .split("<!-- transcript -->\n```console\n")
        .nth(1)
        .and_then(|rest| rest.split("```\n<!-- /transcript -->").next())
        .expect("a transcript in the README");
    let (command, said) = block.split_once('\n').expect("a command and what it says");
    let done = studio.shell(command.trim_start_matches("$ "));
    assert!(!done.passed());
    let lines = |text: &str| {
        text.lines()
            .map(str::trim_end)
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(
        lines(&done.all()),
        lines(said),
        "the README's transcript is out of date"
    );
}

#[test]
fn the_commands_it_names_exist() {
    let help = Studio::folder().run("help").out();
    let readme = readme();
    let named: BTreeSet<&str> = readme
        .split("`orbit ")
        .skip(1)
        .filter_map(|behind| behind.split(['`', ' ', '.']).next())
        .filter(|name| name.chars().all(|letter| letter.is_ascii_lowercase()))
        .collect();
    assert!(named.len() > 10, "{named:?}");
    for command in named {
        assert!(
            help.contains(&format!("\n  {command} ")),
            "{command} in:\n{help}"
        );
    }
}
