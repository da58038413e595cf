//! Building again: what a former build left and remembered is used, and the site is the same, byte for byte, as one that is made anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;

use crate::harness::Studio;

const ORBIT_YML: &str = "studio: Northlight
people:
  maya: {name: Maya Lindqvist, email: maya@northlight.example, role: lead}
  tom: {name: Tom Abara, email: tom@northlight.example, role: delivery}
";

/// How many random histories are tried; more where ORBIT_CASES says so.
fn cases() -> u32 {
    let asked = std::env::var("ORBIT_CASES").ok();
    asked.and_then(|cases| cases.parse().ok()).unwrap_or(2)
}

fn engagement(number: u8, title: &str) -> String {
    let other = (number + 1) % 4;
    format!(
        "---\ntitle: {title}\nstage: lead\nowner: maya\nfollows: acme/e{other}\n---\n\n## Situation\n\nSee [that one](e{other}.md), \
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
    /// Renames a person in the settings.
    Person(u8),
    /// Gives somebody another name in the mailmap.
    Mailmap(u8),
    /// Has a template of the studio's own.
    Template,
    /// Takes the newest commit back.
    Back,
    /// Writes over a page of the site.
    Scribble(u8),
    /// Deletes a page of the site.
    Tear(u8),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (0..4u8).prop_map(Deed::Entry),
        1 => (0..4u8, any::<u8>()).prop_map(|(file, title)| Deed::Title(file, title)),
        2 => (0..4u8).prop_map(Deed::Forward),
        2 => (0..4u8).prop_map(Deed::Handoff),
        1 => (0..4u8).prop_map(Deed::Rename),
        1 => (0..4u8).prop_map(Deed::Make),
        1 => (0..4u8).prop_map(Deed::Delete),
        1 => (0..4u8).prop_map(Deed::Move),
        1 => any::<u8>().prop_map(Deed::Person),
        1 => any::<u8>().prop_map(Deed::Mailmap),
        1 => Just(Deed::Template),
        1 => Just(Deed::Back),
        1 => (0..4u8).prop_map(Deed::Scribble),
        1 => (0..4u8).prop_map(Deed::Tear),
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

fn done(deed: &Deed, studio: &Studio, turn: usize) {
    let page = |number: u8| studio.path(&format!("site/engagements/acme/e{number}/history.html"));
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
            studio.file(
                &path(file),
                &engagement(file, &format!("Made in turn {turn}")),
            );
        }
        Deed::Delete(file) => {
            fs::remove_file(studio.path(&path(file))).ok();
        }
        Deed::Move(file) => {
            let to = format!("engagements/beta/m{file}.md");
            fs::create_dir_all(studio.path("engagements/beta")).expect("a folder");
            fs::rename(studio.path(&path(file)), studio.path(&to)).ok();
        }
        Deed::Person(name) => {
            studio.file(
                "orbit.yml",
                &ORBIT_YML.replace("Abara", &format!("A{name}")),
            );
        }
        Deed::Mailmap(name) => {
            studio.file(
                ".mailmap",
                &format!("Maya {name} <maya@northlight.example>\n"),
            );
        }
        Deed::Template => {
            let own = "<p>{{ site.commit }}</p>{% extends \"!handoff.html\" %}\n";
            studio.file("templates/site/handoff.html", own);
        }
        Deed::Back => {
            studio.run_git("reset -q --hard HEAD~1");
        }
        Deed::Scribble(file) => {
            fs::write(page(file), "scribble").ok();
        }
        Deed::Tear(file) => {
            fs::remove_file(page(file)).ok();
        }
    }
}

/// Every file of a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .expect("below it")
                    .to_string_lossy();
                files.insert(name.into_owned(), fs::read(&path).expect("a file"));
            }
        }
    }
    files
}

/// Builds, and builds anew elsewhere with nothing remembered; where the two differ.
fn differing(studio: &Studio) -> Vec<String> {
    let built = studio.run("build -q");
    assert!(built.passed(), "{built:?}");
    let (kept, aside) = (studio.path(".git/orbit"), studio.path(".git/aside"));
    fs::rename(&kept, &aside).expect("what is remembered");
    let anew = studio.run("build -q --out anew");
    assert!(anew.passed(), "{anew:?}");
    fs::remove_dir_all(&kept).expect("what is remembered of it");
    fs::rename(&aside, &kept).expect("what was remembered");
    let (again, anew) = (files(&studio.path("site")), files(&studio.path("anew")));
    let names = again.keys().chain(anew.keys());
    let mut differing: Vec<String> = names
        .filter(|name| again.get(*name) != anew.get(*name))
        .cloned()
        .collect();
    differing.dedup();
    differing
}

fn studio() -> Studio {
    let studio = Studio::new();
    studio
        .file("orbit.yml", ORBIT_YML)
        .file(".gitignore", "/site/\n/anew/\n");
    for number in 0..4 {
        studio.file(
            &path(number),
            &engagement(number, &format!("Fair {number}")),
        );
    }
    studio.git("add -A").git("commit -qm begin");
    studio
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_site_built_again_is_the_one_that_is_built_anew(
        turns in prop::collection::vec((prop::collection::vec(deed(), 1..3), any::<bool>()), 5..8)
    ) {
        let studio = studio();
        prop_assert_eq!(differing(&studio), Vec::<String>::new());
        for (turn, (deeds, committed)) in turns.iter().enumerate() {
            for deed in deeds {
                done(deed, &studio, turn);
            }
            if *committed {
                studio.git("add -A");
                studio.run_git(&format!("commit -qm turn-{turn}"));
            }
            prop_assert_eq!(differing(&studio), Vec::<String>::new());
        }
    }
}

#[test]
fn what_did_not_change_is_kept_and_not_written_again() {
    use std::os::unix::fs::MetadataExt;
    let studio = studio();
    let number = |file: u8| {
        let page = studio.path(&format!("site/engagements/acme/e{file}/history.html"));
        fs::metadata(page).expect("a page").ino()
    };
    assert!(studio.run("build -q").passed());
    let before = [number(0), number(1)];
    done(&Deed::Entry(1), &studio, 1);
    studio.git("commit -qam one");
    assert!(studio.run("build -q").passed());
    assert_eq!(number(0), before[0]);
    assert_ne!(number(1), before[1]);
}
