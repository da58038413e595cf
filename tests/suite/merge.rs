//! Two people at one engagement: git merges it with `orbit merge`, in real clones.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::workshop::{Studio, text};

const PATH: &str = "engagements/acme/rebrand.md";

const REBRAND: &str = "---
title: Autumn fair rebrand
stage: lead
owner: maya
team: [maya, tom]
---

## Situation

They want one mark.

## Log

### 2026-02-11 Call

- [ ] promise: two logos (@tom, to Jane, due 2026-03-20) ^p1
- [ ] promise: a price (@maya, to Jane, due 2026-03-09) ^p2
";

/// A studio in `studio`, and a clone of it in `clone`; both know how to merge.
fn clones() -> Studio {
    let studio = Studio::new();
    studio.run("init").passes();
    let studio = studio
        .file(PATH, REBRAND)
        .then("add --all")
        .then("commit --quiet --no-verify --message begin");
    studio.git("clone --quiet . ../clone");
    let studio = studio.at("clone");
    studio.run("init").passes().says("set up `orbit merge`");
    studio.at("studio")
}

/// What somebody did in the studio and somebody else in the clone, merged in the studio.
fn merged(studio: Studio, ours: &str, theirs: &str) -> (Studio, i32, String) {
    let studio = studio
        .file(PATH, ours)
        .then("commit --quiet --no-verify --allow-empty -am ours")
        .at("clone")
        .file(PATH, theirs)
        .then("commit --quiet --no-verify --allow-empty -am theirs")
        .at("studio");
    studio.git("fetch --quiet ../clone main");
    let done = studio.try_git("merge --no-verify --no-edit FETCH_HEAD");
    let file = text(&studio.root(), PATH);
    (studio, done.status, file)
}

#[test]
fn two_people_log_on_the_same_day() {
    let ours = format!("{REBRAND}\n### 2026-03-02 Visit (@maya)\n\n- tone: calm\n");
    let theirs = format!(
        "{REBRAND}- risk: the fair moves (@tom)\n\n### 2026-03-02 Mail (@tom)\n\nShe wrote.\n"
    );
    let (studio, status, file) = merged(clones(), &ours, &theirs);
    assert_eq!(status, 0, "{file}");
    assert_eq!(
        file,
        format!(
            "{REBRAND}- risk: the fair moves (@tom)\n\n### 2026-03-02 Visit (@maya)\n\n- tone: calm\n\n### 2026-03-02 Mail (@tom)\n\nShe wrote.\n"
        )
    );
    assert_eq!(studio.git("status --porcelain"), "");
}

#[test]
fn two_stages_are_left_as_a_conflict_with_everything_else_merged() {
    let ours = REBRAND.replace("stage: lead", "stage: research");
    let theirs = REBRAND
        .replace("stage: lead", "stage: lost")
        .replace("owner: maya", "owner: tom");
    let (studio, status, file) = merged(clones(), &ours, &theirs);
    assert_eq!(status, 1);
    assert!(
        file.contains(
            "<<<<<<< ours\nstage: research\n=======\nstage: lost\n>>>>>>> theirs\nowner: tom\n"
        ),
        "{file}"
    );
    assert!(studio.git("status --porcelain").starts_with("UU "));
    studio
        .run("check")
        .fails()
        .says("a conflict begins here that is not settled");
}

#[test]
fn a_clone_that_was_not_set_up_merges_as_git_does() {
    let studio = clones();
    studio.git("config --remove-section merge.orbit");
    let ours = format!("{REBRAND}\n### 2026-03-02 Visit\n\n- tone: calm\n");
    let theirs = format!("{REBRAND}\n### 2026-03-02 Mail\n\nShe wrote.\n");
    let (_, status, file) = merged(studio, &ours, &theirs);
    assert_eq!(status, 1);
    assert!(file.contains("<<<<<<< HEAD"), "{file}");
}

#[test]
fn where_the_program_is_gone_git_merges_by_itself() {
    let studio = clones();
    let settings = text(&studio.root(), ".git/config");
    assert!(settings.contains("orbit='/"), "{settings}");
    let studio = studio.file(".git/config", settings.replace("orbit='", "orbit='/gone"));
    let ours = REBRAND.replace("owner: maya", "owner: tom");
    let theirs = format!("{REBRAND}\n### 2026-03-02 Mail\n\nShe wrote.\n");
    let (_, status, file) = merged(studio, &ours, &theirs);
    assert_eq!(status, 0, "{file}");
    assert!(file.contains("owner: tom") && file.contains("She wrote."));
}

#[test]
fn init_sets_it_up_once_and_for_the_studios_own_files() {
    let studio = Studio::new().file(
        "orbit.yml",
        "studio: Test\nengagements: [\"EIPS/*.md\", work]\n",
    );
    let studio = studio.file(".gitattributes", "* text=auto\n");
    studio
        .run("init")
        .passes()
        .says("added `merge=orbit` to `.gitattributes`");
    let lines = "* text=auto\nEIPS/*.md merge=orbit\nwork/**/*.md merge=orbit\n";
    assert_eq!(text(&studio.root(), ".gitattributes"), lines);
    let again = studio.run("init").passes();
    assert!(!again.stdout.contains("orbit merge"), "{}", again.stdout);
    assert_eq!(text(&studio.root(), ".gitattributes"), lines);
}

#[test]
fn files_are_merged_by_hand_too() {
    let studio = Studio::bare_folder()
        .file("base.md", REBRAND)
        .file("ours.md", REBRAND.replace("stage: lead", "stage: research"))
        .file("theirs.md", REBRAND.replace("owner: maya", "owner: tom"));
    studio.run("merge base.md ours.md theirs.md").passes();
    let ours = text(&studio.root(), "ours.md");
    assert!(ours.contains("stage: research\nowner: tom\n"), "{ours}");
    let studio = studio.file("theirs.md", REBRAND.replace("stage: lead", "stage: lost"));
    studio
        .run("merge base.md ours.md theirs.md 9 acme/rebrand.md")
        .fails()
        .says("1 conflict in acme/rebrand.md");
    assert!(text(&studio.root(), "ours.md").contains("\n<<<<<<<<< ours\n"));
    studio
        .run("merge base.md ours.md gone.md")
        .cannot()
        .says("`gone.md` cannot be read");
}

/// What somebody does at random, as lines of the file.
#[derive(Debug, Clone)]
enum Act {
    Log(u8),
    Promise,
    Settle(u8, bool),
    Stage(bool),
    Owner(bool),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        (1..5_u8).prop_map(Act::Log),
        Just(Act::Promise),
        (1..3_u8, any::<bool>()).prop_map(|(mark, kept)| Act::Settle(mark, kept)),
        any::<bool>().prop_map(Act::Stage),
        any::<bool>().prop_map(Act::Owner),
    ];
    prop::collection::vec(act, 1..5)
}

/// The file after these acts, what was changed to what, and what was added.
fn side(name: &str, acts: &[Act]) -> (String, Vec<(String, String)>, Vec<String>) {
    let (mut text, mut changed, mut added) = (REBRAND.to_owned(), Vec::new(), Vec::new());
    let mut change = |text: &mut String, key: String, to: String, from: &str| {
        if !changed.iter().any(|(known, _)| *known == key) {
            *text = text.replace(from, &to);
            changed.push((key, to));
        }
    };
    for (at, act) in acts.iter().enumerate() {
        let word = format!("{name}{at}");
        match act {
            Act::Log(day) => {
                text.push_str(&format!(
                    "\n### 2026-03-0{day} {word}\n\nThey said {word}.\n"
                ));
                added.push(format!("They said {word}."));
            }
            Act::Promise => {
                let line = format!("- [ ] promise: {word} (@maya, due 2026-05-01) ^{word}");
                text = text.replacen(" ^p2\n", &format!(" ^p2\n{line}\n"), 1);
                text = text.replacen(" ^p2 \n", &format!(" ^p2 \n{line}\n"), 1);
                added.push(line);
            }
            Act::Settle(mark, kept) => {
                let from = [
                    "- [ ] promise: two logos (@tom, to Jane, due 2026-03-20)",
                    "- [ ] promise: a price (@maya, to Jane, due 2026-03-09)",
                ][usize::from(*mark) - 1];
                let way = if *kept { "kept" } else { "broken" };
                let to = from
                    .replace("[ ]", "[x]")
                    .replace(')', &format!(", {way} 2026-03-01)"));
                change(&mut text, format!("^p{mark}"), to, from);
            }
            Act::Stage(on) => {
                let to = if *on {
                    "stage: research"
                } else {
                    "stage: lost"
                };
                change(&mut text, "stage".to_owned(), to.to_owned(), "stage: lead");
            }
            Act::Owner(tom) => {
                let to = if *tom { "owner: tom" } else { "owner: ines" };
                change(&mut text, "owner".to_owned(), to.to_owned(), "owner: maya");
            }
        }
    }
    (text, changed, added)
}

#[test]
fn clones_that_act_at_random_lose_nothing_and_only_contradictions_are_conflicts() {
    let cases = std::env::var("ORBIT_CLONES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(6);
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    });
    let outcome = runner.run(&(acts(), acts()), |(ours, theirs)| {
        let (o, mine, my_lines) = side("our", &ours);
        let (t, other, their_lines) = side("their", &theirs);
        let (_, status, file) = merged(clones(), &o, &t);
        let contradict = mine.iter().any(|(key, to)| {
            other
                .iter()
                .any(|(known, value)| known == key && value != to)
        });
        prop_assert_eq!(status, i32::from(contradict), "{}", file);
        for line in my_lines.iter().chain(&their_lines) {
            prop_assert!(file.contains(line.as_str()), "{} is lost:\n{}", line, file);
        }
        for (_, to) in mine.iter().chain(&other) {
            prop_assert!(file.contains(to.as_str()), "{} is lost:\n{}", to, file);
        }
        Ok(())
    });
    if let Err(why) = outcome {
        panic!("{why}");
    }
}
