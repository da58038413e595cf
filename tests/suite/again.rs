//! Building again: what a former build left and remembered is used, and the site is the same, byte for byte, as one that is made anew.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use proptest::prelude::*;

use crate::harness::{Studio, files};

const ORBIT_YML: &str = "studio: Northlight
workflow: own
people:
  maya: {name: Maya Lindqvist, email: maya@northlight.example, role: lead}
  tom: {name: Tom Abara, email: tom@northlight.example, role: delivery}
site:
  shared: {sections: [Situation], marks: [promise, decision], pages: [promises, history, handoffs, search, data]}
";

const WORKFLOW: &str = "title: Own
stages:
  lead: {needs: [{link: brief}], shows: [Situation, promise]}
  research: {needs: [{section: Findings, words: 3}]}
  closed: {kind: done}
handoffs:
  lead -> research: {ask: [Why now?], accept: required}
";

/// How many random histories are tried; more where `ORBIT_CASES` says so.
fn cases() -> u32 {
    let asked = std::env::var("ORBIT_CASES").ok();
    asked.and_then(|cases| cases.parse().ok()).unwrap_or(2)
}

fn engagement(number: u8, title: &str) -> String {
    let other = (number + 1) % 4;
    format!(
        "---\ntitle: {title}\nstage: lead\nowner: maya\nfollows: acme/e{other}\nbrief: docs/brief-{number}.md\n---\n\n## Situation\n\nSee [that one](e{other}.md), \
         acme/e{other} and [its promise](e{other}.md#p1).\n\n## Log\n\n### 2026-02-11 Call\n\n- [ ] promise: a sketch (@tom, due 2026-03-10) ^p1\n"
    )
}

/// One thing that somebody does.
#[derive(Debug, Clone)]
enum Deed {
    /// Writes an entry.
    Entry(u8),
    /// Gives another title.
    Title(u8, u8),
    /// Moves it to the next stage, with a handoff.
    Forward(u8),
    /// Writes a handoff that leads to a mark of another engagement.
    Handoff(u8),
    /// Gives another name to the mark that others lead to.
    Rename(u8),
    /// Makes it, or makes it anew.
    Make(u8),
    /// Deletes it.
    Delete(u8),
    /// Moves its file.
    Move(u8),
    /// Writes or deletes a file that a need asks for.
    Brief(u8),
    /// Says something of the client.
    Client(u8),
    /// Renames a person in the settings.
    Person(u8),
    /// Asks for something else in the workflow.
    Workflow(u8),
    /// Gives somebody another name in the mailmap.
    Mailmap(u8),
    /// Has a template of the studio's own.
    Template(u8),
    /// Takes the newest commit back.
    Back,
    /// Writes the newest commit anew.
    Amend,
    /// Merges a branch that changed it.
    Merge(u8),
    /// Another day comes.
    Day(u8),
    /// Writes over a page of the site.
    Scribble(u8),
    /// Deletes a page of the site.
    Tear(u8),
    /// Damages what is remembered.
    Damage(u8),
}

fn deed() -> impl Strategy<Value = Deed> {
    let file = || 0..4u8;
    prop_oneof![
        4 => file().prop_map(Deed::Entry),
        1 => (file(), any::<u8>()).prop_map(|(file, title)| Deed::Title(file, title)),
        2 => file().prop_map(Deed::Forward),
        2 => file().prop_map(Deed::Handoff),
        1 => file().prop_map(Deed::Rename),
        1 => file().prop_map(Deed::Make),
        1 => file().prop_map(Deed::Delete),
        1 => file().prop_map(Deed::Move),
        2 => file().prop_map(Deed::Brief),
        1 => any::<u8>().prop_map(Deed::Client),
        1 => any::<u8>().prop_map(Deed::Person),
        1 => (1..9u8).prop_map(Deed::Workflow),
        1 => any::<u8>().prop_map(Deed::Mailmap),
        1 => any::<u8>().prop_map(Deed::Template),
        1 => Just(Deed::Back),
        1 => Just(Deed::Amend),
        1 => file().prop_map(Deed::Merge),
        1 => (1..28u8).prop_map(Deed::Day),
        1 => file().prop_map(Deed::Scribble),
        1 => file().prop_map(Deed::Tear),
        1 => any::<u8>().prop_map(Deed::Damage),
    ]
}

fn path(number: u8) -> String {
    format!("engagements/acme/e{number}.md")
}

fn change(studio: &Studio, path: &str, change: impl FnOnce(String) -> String) {
    if studio.path(path).exists() {
        studio.file(path, &change(studio.read(path)));
    }
}

/// A studio and the day there.
struct Again {
    studio: Studio,
    day: String,
}

impl Again {
    fn new() -> Self {
        let studio = Studio::new();
        studio
            .file("orbit.yml", ORBIT_YML)
            .file("workflows/own.yml", WORKFLOW)
            .file("docs/brief-0.md", "Brief.")
            .file(".gitignore", "/site/\n/anew/\n/site-acme/\n");
        for number in 0..4 {
            let text = engagement(number, &format!("Fair {number}"));
            studio.file(&path(number), &text);
        }
        studio.git("add -A").git("commit -qm begin");
        Self {
            studio,
            day: "2026-03-20".to_owned(),
        }
    }

    fn page(&self, number: u8) -> std::path::PathBuf {
        let page = if number.is_multiple_of(2) {
            ".html"
        } else {
            "/history.html"
        };
        self.studio
            .path(&format!("site/engagements/acme/e{number}{page}"))
    }

    fn done(&mut self, deed: &Deed, turn: usize) {
        let studio = &self.studio;
        match *deed {
            Deed::Entry(file) => change(studio, &path(file), |text| {
                format!(
                    "{text}\n### 2026-03-{:02} Call {turn}\n\n- decision: as before, {turn}\n",
                    turn % 28 + 1
                )
            }),
            Deed::Title(file, title) => change(studio, &path(file), |text| {
                text.replacen("title: ", &format!("title: {title} "), 1)
            }),
            Deed::Forward(file) => change(studio, &path(file), |text| {
                let moved = text.replacen("stage: lead", "stage: research", 1);
                format!(
                    "{moved}\n### 2026-03-02 Handoff: lead to research (@maya)\n\n- from: @maya\n- to: @tom\n\n#### Why now?\n\nThe board, turn {turn}.\n"
                )
            }),
            Deed::Handoff(file) => change(studio, &path(file), |text| {
                let other = (file + 2) % 4;
                format!(
                    "{text}\n### 2026-03-04 Handoff: maya to tom (@maya)\n\n- from: @maya\n- to: @tom\n\nSee [it](e{other}.md#p1) and [there](e{other}.md).\n"
                )
            }),
            Deed::Rename(file) => change(studio, &path(file), |text| {
                if text.contains("^p1") {
                    text.replace("^p1", "^q1")
                } else {
                    text.replace("^q1", "^p1")
                }
            }),
            Deed::Make(file) => {
                let text = engagement(file, &format!("Made in turn {turn}"));
                studio.file(&path(file), &text);
            }
            Deed::Delete(file) => {
                fs::remove_file(studio.path(&path(file))).ok();
            }
            Deed::Move(file) => {
                let to = format!("engagements/beta/m{file}.md");
                fs::create_dir_all(studio.path("engagements/beta")).expect("a folder");
                fs::rename(studio.path(&path(file)), studio.path(&to)).ok();
            }
            Deed::Brief(file) => {
                let brief = format!("docs/brief-{file}.md");
                if studio.path(&brief).exists() {
                    fs::remove_file(studio.path(&brief)).expect("a file removed");
                } else {
                    studio.file(&brief, "Brief.");
                }
            }
            Deed::Client(name) => {
                studio.file(
                    "engagements/acme/index.md",
                    &format!("# Acme {name}\n\nA client.\n"),
                );
            }
            Deed::Person(name) => {
                let settings = ORBIT_YML.replace("Abara", &format!("A{name}"));
                studio.file("orbit.yml", &settings);
            }
            Deed::Workflow(words) => {
                let workflow = WORKFLOW.replace("words: 3", &format!("words: {words}"));
                studio.file("workflows/own.yml", &workflow);
            }
            Deed::Mailmap(name) => {
                let line = format!("Maya {name} <maya@northlight.example>\n");
                studio.file(".mailmap", &line);
            }
            Deed::Template(name) => {
                let (page, own) = [
                    (
                        "handoff",
                        "<p>{{ site.commit }}</p>{% extends \"!handoff.html\" %}\n",
                    ),
                    (
                        "engagement",
                        "{% extends \"!engagement.html\" %}{# own #}\n",
                    ),
                ][usize::from(name) % 2];
                studio.file(&format!("templates/site/{page}.html"), own);
            }
            Deed::Back => {
                studio.run_git("reset -q --hard HEAD~1");
            }
            Deed::Amend => {
                studio.run_git(
                    "commit -q --amend --allow-empty --date=2026-03-21T08:00:00+00:00 -m amended",
                );
            }
            Deed::Merge(file) => {
                studio.run_git("stash -q");
                studio.run_git("checkout -q -b side");
                change(studio, &path(file), |text| {
                    format!("{text}\n### 2026-03-05 Side {turn}\n\nBeside.\n")
                });
                studio.run_git(&format!("commit -qam side-{turn}"));
                studio.run_git("checkout -q main");
                studio.run_git(&format!("merge -q --no-ff -m merged-{turn} side"));
                studio.run_git("branch -q -D side");
                studio.run_git("stash pop -q");
            }
            Deed::Day(day) => self.day = format!("2026-03-{day:02}"),
            Deed::Scribble(file) => {
                if self.page(file).exists() {
                    fs::write(self.page(file), "scribble").expect("a page");
                }
            }
            Deed::Tear(file) => {
                fs::remove_file(self.page(file)).ok();
            }
            Deed::Damage(place) => {
                let entries = fs::read_dir(studio.path(".git/orbit")).expect("a folder");
                for entry in entries.filter_map(Result::ok) {
                    let mut bytes = fs::read(entry.path()).expect("a file");
                    let at = bytes.len() * usize::from(place) / 256;
                    bytes[at] ^= 0x55;
                    fs::write(entry.path(), bytes).expect("a file");
                }
            }
        }
    }

    /// Builds, and builds anew elsewhere with nothing remembered; where the two differ.
    fn differing(&self, what: &str, folder: &str) -> Vec<String> {
        let studio = &self.studio;
        let (kept, aside) = (studio.path(".git/orbit"), studio.path(".git/aside"));
        let built = studio.run(&format!("build -q --now {} {what}", self.day));
        if kept.exists() {
            fs::rename(&kept, &aside).expect("what is remembered");
        }
        let anew = studio.run(&format!("build -q --now {} {what} --out anew", self.day));
        assert_eq!(built.all(), anew.all().replace("anew", folder));
        fs::remove_dir_all(&kept).ok();
        if aside.exists() {
            fs::rename(&aside, &kept).expect("what was remembered");
        }
        if !built.passed() {
            return Vec::new();
        }
        let (again, made_anew) = (files(&studio.path(folder)), files(&studio.path("anew")));
        fs::remove_dir_all(studio.path("anew")).expect("a site removed");
        let names = again.keys().chain(made_anew.keys());
        let mut differing: Vec<String> = names
            .filter(|name| *name != ".gitignore" && again.get(*name) != made_anew.get(*name))
            .cloned()
            .collect();
        differing.dedup();
        differing
    }

    /// What `orbit friction` says with what is remembered, where that is not what it says with nothing remembered.
    fn other_friction(&self) -> Option<String> {
        let studio = &self.studio;
        let (kept, aside) = (studio.path(".git/orbit"), studio.path(".git/aside"));
        let say = || studio.run(&format!("friction --format json --now {}", self.day));
        let said = say();
        fs::rename(&kept, &aside).expect("what is remembered");
        let anew = say();
        fs::remove_dir_all(&kept).ok();
        fs::rename(&aside, &kept).expect("what was remembered");
        (said.all() != anew.all()).then(|| said.all())
    }

    fn all_differing(&self) -> Vec<String> {
        let mut all = self.differing("", "site");
        all.extend(self.other_friction());
        all.extend(self.differing("--audience client:acme", "site-acme"));
        all
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_site_built_again_is_the_one_that_is_built_anew(
        turns in prop::collection::vec((prop::collection::vec(deed(), 1..3), any::<bool>()), 4..7)
    ) {
        let mut again = Again::new();
        prop_assert_eq!(again.all_differing(), Vec::<String>::new());
        for (turn, (deeds, committed)) in turns.iter().enumerate() {
            for deed in deeds {
                again.done(deed, turn);
            }
            if *committed {
                again.studio.git("add -A");
                again.studio.run_git(&format!("commit -qm turn-{turn}"));
            }
            prop_assert_eq!(again.all_differing(), Vec::<String>::new());
        }
    }
}

#[test]
fn what_is_built_while_somebody_watches_is_what_is_built_anew() {
    let mut again = Again::new();
    let mut watch = again.studio.program();
    let mut watch = watch
        .args(["watch", "--now", "2026-03-20"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("a program that starts");
    let mut lines = BufReader::new(watch.stdout.take().expect("its output")).lines();
    let mut built = || {
        let line = lines.by_ref().map(|line| line.expect("a line"));
        line.into_iter().find(|line| line.starts_with("built"))
    };
    assert!(built().is_some());
    let deeds = [
        Deed::Entry(0),
        Deed::Brief(1),
        Deed::Person(7),
        Deed::Forward(2),
        Deed::Rename(1),
        Deed::Delete(3),
    ];
    for (turn, deed) in deeds.iter().enumerate() {
        again.done(deed, turn);
        let marker = format!("engagements/acme/turn-{turn}.md");
        again.studio.file(&marker, &engagement(0, "Made last"));
        let page = again
            .studio
            .path(&format!("site/engagements/acme/turn-{turn}.html"));
        // Of several changes at once the last may come with a build of its own.
        while !page.exists() {
            assert!(built().is_some());
        }
        again
            .studio
            .git("add -A engagements docs orbit.yml")
            .git(&format!("commit -qm turn-{turn}"));
        let commit = again.studio.run_git("rev-parse --short=9 HEAD").out();
        while !again.studio.read("site/index.html").contains(commit.trim()) {
            assert!(built().is_some());
        }
        let site = files(&again.studio.path("site"));
        let anew = again.studio.run("build -q --out anew");
        assert!(anew.passed(), "{anew:?}");
        assert!(site == files(&again.studio.path("anew")), "{deed:?}");
        fs::remove_dir_all(again.studio.path("anew")).expect("a site removed");
    }
    watch.kill().expect("a program that ends");
    watch.wait().expect("its end");
}

#[cfg(unix)]
mod kept {
    use std::os::unix::fs::MetadataExt;

    use super::*;

    fn number(again: &Again, page: &str) -> u64 {
        let page = again.studio.path(&format!("site/{page}"));
        fs::metadata(page).expect("a page").ino()
    }

    #[test]
    fn what_did_not_change_is_kept_and_not_written_again() {
        let mut again = Again::new();
        // The other client's: what is the same client's recalls from each other.
        let alone = "---\ntitle: Alone\nstage: lead\nowner: maya\n---\n\n## Situation\n\nx\n";
        again
            .studio
            .file("engagements/beta/alone.md", alone)
            .git("add -A")
            .git("commit -qm alone");
        assert!(again.studio.run("build -q").passed());
        let pages = [
            "engagements/beta/alone.html",
            "engagements/beta/alone/history.html",
            "rules/index.html",
            "engagements/acme/e1.html",
            "engagements/acme/e1/history.html",
            "index.html",
        ];
        let before = pages.map(|page| number(&again, page));
        again.done(&Deed::Entry(1), 1);
        again.studio.git("commit -qam one");
        assert!(again.studio.run("build -q").passed());
        let after = pages.map(|page| number(&again, page));
        assert_eq!(before[..3], after[..3]);
        assert!(
            (3..6).all(|at| before[at] != after[at]),
            "{before:?} {after:?}"
        );
    }

    #[test]
    fn where_nothing_changed_nothing_is_put_in_its_place() {
        let again = Again::new();
        let build = |again: &Again, words: &str| {
            let built = again.studio.run(&format!("build {words}"));
            assert!(built.passed(), "{built:?}");
            built.out()
        };
        let said = build(&again, "");
        let before = number(&again, "");
        assert_eq!(build(&again, ""), said);
        // The same bytes, written once more.
        let text = again.studio.read(&path(0));
        again.studio.file(&path(0), &text);
        assert_eq!(build(&again, ""), said);
        assert_eq!(number(&again, ""), before);
        type Change = fn(&Again);
        let changes: [Change; 6] = [
            |again| {
                again.studio.file(&path(0), "---\ntitle: Other\n---\n");
            },
            |again| {
                again.studio.git("commit -qam other");
            },
            |again| {
                again.studio.file("site/strange.html", "strange");
            },
            |again| fs::remove_file(again.page(1)).expect("a page removed"),
            |again| {
                again.studio.file("docs/brief-1.md", "Brief.");
            },
            |again| {
                again
                    .studio
                    .file(".mailmap", "Maya M <maya@northlight.example>\n");
            },
        ];
        for change in changes {
            let before = number(&again, "");
            change(&again);
            build(&again, "");
            assert_ne!(number(&again, ""), before);
        }
        let before = number(&again, "");
        build(&again, "--now 2026-03-21");
        assert_ne!(number(&again, ""), before);
    }

    #[test]
    fn what_cannot_be_remembered_is_made_each_time() {
        let again = Again::new();
        again.studio.file(".git/orbit", "no folder");
        assert!(again.studio.run("build -q").passed());
        let before = files(&again.studio.path("site"));
        assert!(again.studio.run("build -q").passed());
        assert_eq!(files(&again.studio.path("site")), before);
    }

    #[test]
    fn a_page_that_somebody_wrote_over_is_made_anew() {
        let mut again = Again::new();
        assert!(again.studio.run("build -q").passed());
        let page = again.page(0);
        let before = fs::read(&page).expect("a page");
        again.done(&Deed::Scribble(0), 1);
        assert!(again.studio.run("build -q").passed());
        assert_eq!(fs::read(&page).expect("a page"), before);
    }
}
