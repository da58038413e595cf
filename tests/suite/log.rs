//! The log, read in one pass: files followed through moves, and merges looked into.

use std::collections::BTreeMap;

use orbit::repo::history::{self, Log, Step, Wanted};
use orbit::repo::{Failure, Repository};
use proptest::prelude::*;

use crate::workshop::Studio;

const FILE: &str = "engagements/acme/rebrand.md";
const OTHER: &str = "engagements/acme/relaunch.md";

/// A file with this stage that stays itself while the stage changes.
fn engagement(stage: &str) -> String {
    format!("{stage}\n---\none\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n")
}

fn log_below(studio: &Studio, folder: &str) -> (Repository, Log) {
    let repository = studio.repository();
    let head = repository.head().expect("HEAD").expect("a commit");
    let folders = [folder.to_owned()];
    let wanted = Wanted {
        folders: &folders,
        path: &|path| path.ends_with(".md"),
        key: "md",
    };
    let log = history::read(&repository, &head, &wanted, &|_, _| {}).expect("a log");
    (repository, log)
}

/// What a step did, in words: `one: - -> lead`.
fn tell(repository: &Repository, log: &Log, step: &Step) -> String {
    let stage = |id| {
        let bytes = repository.blob(id).expect("a blob");
        let text = String::from_utf8_lossy(&bytes);
        text.lines().next().unwrap_or_default().to_owned()
    };
    let commit = log.commit_of(step).expect("its commit");
    let before = step.before.map_or("-".to_owned(), stage);
    let mut told = format!("{}: {before} -> {}", commit.subject, stage(step.after));
    if let Some(from) = &step.moved_from {
        told += &format!(", from {from}");
    }
    if !step.side.is_empty() {
        let side: Vec<_> = step
            .side
            .iter()
            .map(|step| tell(repository, log, step))
            .collect();
        told += &format!(" [{}]", side.join("; "));
    }
    told
}

/// The way of each engagement.
fn trails(studio: &Studio) -> BTreeMap<String, Vec<String>> {
    let (repository, log) = log_below(studio, "engagements");
    log.trails
        .iter()
        .map(|trail| {
            let told = trail.steps.iter().map(|step| tell(&repository, &log, step));
            (trail.path.clone(), told.collect())
        })
        .collect()
}

/// The way of the only engagement.
fn trail(studio: &Studio) -> Vec<String> {
    let mut trails = trails(studio);
    assert_eq!(trails.len(), 1, "{trails:?}");
    trails.pop_first().map(|(_, told)| told).unwrap_or_default()
}

#[test]
fn a_file_is_followed_from_its_beginning() {
    let studio = Studio::new()
        .file(FILE, engagement("lead"))
        .commit("one")
        .file("notes", "elsewhere")
        .commit("two")
        .file(FILE, engagement("research"))
        .commit("three");
    assert_eq!(
        trail(&studio),
        ["one: - -> lead", "three: lead -> research"]
    );
    let (_, log) = log_below(&studio, "engagements");
    assert_eq!(
        log.commits
            .iter()
            .map(|commit| commit.subject.as_str())
            .collect::<Vec<_>>(),
        ["one", "three"]
    );
    let first = log
        .trails
        .first()
        .and_then(|trail| trail.steps.first())
        .expect("a step");
    assert!(log.is_beginning(first) && log.shallow.is_empty());
}

#[test]
fn a_move_and_a_change_of_stage_in_one_commit_are_one_step() {
    let studio = Studio::new()
        .file(FILE, engagement("lead"))
        .commit("one")
        .without(FILE)
        .file(OTHER, engagement("research"))
        .commit("two");
    assert_eq!(
        trail(&studio),
        [
            "one: - -> lead",
            &format!("two: lead -> research, from {FILE}")
        ]
    );
}

#[test]
fn a_file_moved_in_from_elsewhere_is_followed_there_too() {
    let studio = Studio::new()
        .file("drafts/rebrand.txt", engagement("idea"))
        .commit("one")
        .file("drafts/rebrand.txt", engagement("lead"))
        .file("drafts/other", "1")
        .commit("two")
        .file("drafts/other", "2")
        .commit("three")
        .without("drafts/rebrand.txt")
        .file(FILE, engagement("lead"))
        .commit("four");
    assert_eq!(
        trail(&studio),
        [
            "one: - -> idea",
            "two: idea -> lead",
            "four: lead -> lead, from drafts/rebrand.txt"
        ]
    );
}

#[test]
fn a_copy_is_a_beginning() {
    let studio = Studio::new()
        .file(FILE, engagement("lead"))
        .commit("one")
        .file(OTHER, engagement("lead"))
        .commit("two");
    assert_eq!(
        trails(&studio).get(OTHER),
        Some(&vec!["two: - -> lead".to_owned()])
    );
}

#[test]
fn a_file_deleted_and_made_again_begins_again() {
    let studio = Studio::new()
        .file(FILE, engagement("lead"))
        .commit("one")
        .without(FILE)
        .commit("two")
        .file(FILE, engagement("scope"))
        .commit("three");
    assert_eq!(trail(&studio), ["three: - -> scope"]);
}

#[test]
fn files_that_change_places_stay_where_they_are() {
    let studio = Studio::new()
        .file(FILE, engagement("lead"))
        .file(OTHER, engagement("scope"))
        .commit("one")
        .file(FILE, engagement("scope"))
        .file(OTHER, engagement("lead"))
        .commit("two");
    assert_eq!(
        trails(&studio).get(FILE),
        Some(&vec![
            "one: - -> lead".to_owned(),
            "two: lead -> scope".to_owned()
        ])
    );
}

#[test]
fn files_that_move_on_in_a_row_are_each_followed() {
    let long = |name: &str| {
        (0..9)
            .map(|line| format!("{name} {line}\n"))
            .collect::<String>()
    };
    let studio = Studio::new()
        .file("engagements/a.md", long("a"))
        .file("engagements/b.md", long("b"))
        .commit("one")
        .then("mv engagements/b.md engagements/c.md")
        .commit("two")
        .then("mv engagements/a.md engagements/b.md")
        .commit("three");
    let trails = trails(&studio);
    let way = |path: &str| {
        trails
            .get(path)
            .map(|told| told.join(", "))
            .unwrap_or_default()
    };
    assert_eq!(
        way("engagements/b.md"),
        "one: - -> a 0, three: a 0 -> a 0, from engagements/a.md"
    );
    assert_eq!(
        way("engagements/c.md"),
        "one: - -> b 0, two: b 0 -> b 0, from engagements/b.md"
    );
}

#[test]
fn a_name_that_changes_only_its_case_is_a_move() {
    let studio = Studio::new()
        .file("engagements/Acme.md", engagement("lead"))
        .commit("one")
        .then("mv engagements/Acme.md engagements/acme.md")
        .commit("two");
    assert_eq!(
        trail(&studio),
        [
            "one: - -> lead",
            "two: lead -> lead, from engagements/Acme.md"
        ]
    );
}

#[test]
fn of_a_merge_the_branch_says_who_made_it() {
    let studio = Studio::new()
        .file(FILE, engagement("lead"))
        .commit("one")
        .then("switch --quiet -c side")
        .by("Tom Abara", "tom@northlight.example")
        .file(FILE, engagement("research"))
        .commit("two")
        .file(FILE, engagement("proposal"))
        .commit("three")
        .then("switch --quiet main")
        .by("Maya Lindqvist", "maya@northlight.example")
        .file("notes", "meanwhile")
        .commit("four")
        .then("merge --quiet --no-ff -m landed side");
    assert_eq!(
        trail(&studio),
        [
            "one: - -> lead",
            "landed: lead -> proposal [two: lead -> research; three: research -> proposal]"
        ]
    );
    let (_, log) = log_below(&studio, "engagements");
    let names: Vec<_> = log
        .commits
        .iter()
        .map(|commit| (commit.subject.as_str(), commit.author.name.as_str()))
        .collect();
    assert_eq!(
        names,
        [
            ("one", "Maya Lindqvist"),
            ("two", "Tom Abara"),
            ("three", "Tom Abara"),
            ("landed", "Maya Lindqvist")
        ]
    );
}

#[test]
fn a_move_on_a_branch_is_followed_there() {
    let studio = Studio::new()
        .file(FILE, engagement("lead"))
        .commit("one")
        .then("switch --quiet -c side")
        .file(FILE, engagement("research"))
        .commit("two")
        .without(FILE)
        .file(OTHER, engagement("research"))
        .commit("three")
        .then("switch --quiet main")
        .then("merge --quiet --no-ff -m landed side");
    assert_eq!(
        trail(&studio),
        [
            "one: - -> lead".to_owned(),
            format!(
                "landed: lead -> research, from {FILE} [two: lead -> research; three: research -> research, from {FILE}]"
            )
        ]
    );
}

#[test]
fn what_a_branch_took_from_the_main_line_it_did_not_make() {
    let studio = Studio::new()
        .file(FILE, engagement("lead"))
        .file(OTHER, engagement("lead"))
        .commit("one")
        .then("switch --quiet -c side")
        .file(OTHER, engagement("scope"))
        .commit("two")
        .then("switch --quiet main")
        .file(FILE, engagement("research"))
        .commit("three")
        .then("switch --quiet side")
        .then("merge --quiet -m taken main")
        .file(FILE, engagement("proposal"))
        .commit("four")
        .then("switch --quiet main")
        .then("merge --quiet --no-ff -m landed side");
    let trails = trails(&studio);
    assert_eq!(
        trails.get(FILE).map(|told| told.join(", ")).as_deref(),
        Some(
            "one: - -> lead, three: lead -> research, landed: research -> proposal [four: research -> proposal]"
        )
    );
    assert_eq!(
        trails.get(OTHER).map(|told| told.join(", ")).as_deref(),
        Some("one: - -> lead, landed: lead -> scope [two: lead -> scope]")
    );
}

#[test]
fn a_commit_belongs_to_the_first_merge_that_landed_it() {
    let studio = Studio::new()
        .file(FILE, engagement("lead"))
        .commit("one")
        .then("switch --quiet -c side")
        .file(FILE, engagement("research"))
        .commit("two")
        .then("switch --quiet main")
        .then("merge --quiet --no-ff -m first side")
        .then("switch --quiet side")
        .file(FILE, engagement("proposal"))
        .commit("three")
        .then("switch --quiet main")
        .then("merge --quiet --no-ff -m second side");
    assert_eq!(
        trail(&studio),
        [
            "one: - -> lead",
            "first: lead -> research [two: lead -> research]",
            "second: research -> proposal [three: research -> proposal]"
        ]
    );
}

#[test]
fn an_octopus_brings_in_each_of_its_branches() {
    let mut studio = Studio::new().file("notes", "1").commit("one");
    for (branch, path) in [("left", FILE), ("right", OTHER)] {
        studio = studio
            .then(&format!("switch --quiet -c {branch} main"))
            .file(path, engagement(branch))
            .commit(branch);
    }
    let studio = studio
        .then("switch --quiet main")
        .then("merge --quiet --no-ff -m landed left right");
    let trails = trails(&studio);
    let way = |path: &str| {
        trails
            .get(path)
            .map(|told| told.join(", "))
            .unwrap_or_default()
    };
    assert_eq!(way(FILE), "landed: - -> left [left: - -> left]");
    assert_eq!(way(OTHER), "landed: - -> right [right: - -> right]");
}

#[test]
fn histories_with_several_beginnings_are_read() {
    let studio = Studio::new()
        .file("notes", "1")
        .commit("one")
        .then("switch --quiet --orphan other")
        .file(FILE, engagement("lead"))
        .commit("two")
        .then("switch --quiet main")
        .then("merge --quiet --no-ff --allow-unrelated-histories -m landed other");
    assert_eq!(trail(&studio), ["landed: - -> lead [two: - -> lead]"]);
}

#[test]
fn behind_a_shallow_clone_nothing_is_guessed() {
    let studio = Studio::new()
        .file(FILE, engagement("lead"))
        .commit("one")
        .file(FILE, engagement("research"))
        .commit("two")
        .file(FILE, engagement("proposal"))
        .commit("three");
    let url = format!("file://{}", studio.root().display());
    let studio = studio
        .then(&format!("clone --quiet --depth 2 {url} ../shallow"))
        .at("shallow");
    assert_eq!(
        trail(&studio),
        ["two: - -> research", "three: research -> proposal"]
    );
    let (_, log) = log_below(&studio, "engagements");
    let first = log
        .trails
        .first()
        .and_then(|trail| trail.steps.first())
        .expect("a step");
    assert!(!log.is_beginning(first));
    assert_eq!(
        log.shallow,
        [log.commit_of(first).expect("a commit").id.clone()]
    );
}

#[test]
fn names_follow_the_mailmap_and_old_encodings() {
    let studio = Studio::new()
        .by("M", "maya@old.example")
        .file(FILE, engagement("lead"))
        .file(
            ".mailmap",
            "Maya Lindqvist <maya@northlight.example> <maya@old.example>\n",
        )
        .commit("one")
        .then("config i18n.commitEncoding ISO-8859-1")
        .by("In\u{ea}s", "ines@northlight.example")
        .file(FILE, engagement("research"))
        .commit("two");
    let (_, log) = log_below(&studio, "engagements");
    let people: Vec<_> = log
        .commits
        .iter()
        .map(|commit| commit.author.email.as_str())
        .collect();
    assert_eq!(
        people,
        ["maya@northlight.example", "ines@northlight.example"]
    );
    assert_eq!(
        log.commits
            .first()
            .map(|commit| commit.author.name.as_str()),
        Some("Maya Lindqvist")
    );
}

#[test]
fn repositories_with_other_ids_and_refs_are_read_alike() {
    for init in [
        "init --quiet --object-format=sha256",
        "init --quiet --ref-format=reftable",
    ] {
        let studio = Studio::with(init)
            .file(FILE, engagement("lead"))
            .commit("one")
            .file(FILE, engagement("research"))
            .commit("two");
        assert_eq!(
            trail(&studio),
            ["one: - -> lead", "two: lead -> research"],
            "{init}"
        );
    }
}

#[test]
fn a_missing_commit_is_a_failure() {
    let studio = Studio::new()
        .file(FILE, "1")
        .commit("one")
        .file(FILE, "2")
        .commit("two");
    let first = studio.git("rev-parse HEAD~1");
    let (folder, name) = first.trim().split_at(2);
    std::fs::remove_file(studio.root().join(".git/objects").join(folder).join(name))
        .expect("an object");
    let repository = studio.repository();
    let head = repository.head().expect("HEAD").expect("a commit");
    let wanted = Wanted {
        folders: &[],
        path: &|_| true,
        key: "all",
    };
    let read: Result<Log, Failure> = history::read(&repository, &head, &wanted, &|_, _| {});
    let failure = read
        .err()
        .map(|failure| failure.to_string())
        .unwrap_or_default();
    assert!(
        failure.contains(first.trim()) && failure.contains("cannot be read"),
        "{failure}"
    );
}

/// One thing that somebody does in a random history.
#[derive(Debug, Clone)]
enum Deed {
    /// Makes a file.
    Make(u8),
    /// Changes this many lines of a file.
    Edit(u8, u8),
    /// Moves a file and changes this many of its lines.
    Move(u8, u8, u8),
    /// Deletes a file.
    Delete(u8),
    /// Puts a copy of a file elsewhere.
    Copy(u8, u8),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        (0..6u8).prop_map(Deed::Make),
        (0..6u8, 1..4u8).prop_map(|(file, lines)| Deed::Edit(file, lines)),
        (0..6u8, 0..6u8, 0..8u8).prop_map(|(from, to, lines)| Deed::Move(from, to, lines)),
        (0..6u8).prop_map(Deed::Delete),
        (0..6u8, 0..6u8).prop_map(|(from, to)| Deed::Copy(from, to)),
    ]
}

/// The path of a file by its number: in the scope and out of it, names shared between folders.
fn path(number: u8) -> String {
    let folder = if number < 4 { "engagements" } else { "drafts" };
    format!(
        "{folder}/{}/{}.md",
        number % 2,
        ["a", "b", "a"].get(usize::from(number / 2)).unwrap_or(&"c")
    )
}

/// Does it to files in memory.
fn done(deed: &Deed, files: &mut BTreeMap<String, Vec<u32>>, fresh: &mut u32) {
    let mut change = |lines: &mut Vec<u32>, count: u8| {
        for line in lines.iter_mut().rev().take(usize::from(count)) {
            *fresh += 1;
            *line = *fresh;
        }
    };
    match *deed {
        Deed::Make(file) => {
            let mut lines = vec![0; 10];
            change(&mut lines, 9);
            files.insert(path(file), lines);
        }
        Deed::Edit(file, count) => {
            if let Some(lines) = files.get_mut(&path(file)) {
                change(lines, count);
            }
        }
        Deed::Move(from, to, count) => {
            if let Some(mut lines) = files.remove(&path(from)) {
                change(&mut lines, count);
                files.insert(path(to), lines);
            }
        }
        Deed::Delete(file) => {
            files.remove(&path(file));
        }
        Deed::Copy(from, to) => {
            if let Some(lines) = files.get(&path(from)).cloned() {
                files.insert(path(to), lines);
            }
        }
    }
}

/// The ways of all files below `engagements`, as `git log -M` has the moves: commit, path and former path of each step.
fn by_git(studio: &Studio) -> BTreeMap<String, Vec<(String, String, Option<String>)>> {
    let raw = studio.git(
        "log --first-parent --diff-merges=first-parent --raw -M -l1000 --no-abbrev -z --format=commit:%H",
    );
    let listed = studio.git("ls-tree -r -z --name-only HEAD -- engagements");
    let mut trails: BTreeMap<String, Vec<_>> = BTreeMap::new();
    let mut live: BTreeMap<String, String> = BTreeMap::new();
    for file in listed.split('\0').filter(|file| !file.is_empty()) {
        trails.insert(file.to_owned(), Vec::new());
        live.insert(file.to_owned(), file.to_owned());
    }
    let (mut commit, mut updates) = (String::new(), Vec::new());
    let mut fields = raw.split('\0').map(|field| field.trim_start_matches('\n'));
    let settle = |live: &mut BTreeMap<String, String>,
                  updates: &mut Vec<(String, Option<String>, String)>| {
        for (path, _, _) in updates.iter() {
            live.remove(path);
        }
        for (_, from, file) in updates.drain(..) {
            if let Some(from) = from {
                live.insert(from, file);
            }
        }
    };
    while let Some(field) = fields.next() {
        if let Some(id) = field.strip_prefix("commit:") {
            settle(&mut live, &mut updates);
            id.clone_into(&mut commit);
            continue;
        }
        let Some(status) = field.rsplit(' ').next().filter(|_| field.starts_with(':')) else {
            continue;
        };
        let first = fields.next().unwrap_or_default().to_owned();
        let (from, path) = if status.starts_with('R') {
            (Some(first), fields.next().unwrap_or_default().to_owned())
        } else {
            (None, first)
        };
        let Some(file) = live.get(&path).cloned() else {
            continue;
        };
        if let Some(steps) = trails.get_mut(&file) {
            steps.insert(0, (commit.clone(), path.clone(), from.clone()));
        }
        if from.is_some() || status == "A" {
            updates.push((path, from, file));
        }
    }
    trails
}

/// The same as the log has it.
fn by_log(studio: &Studio) -> BTreeMap<String, Vec<(String, String, Option<String>)>> {
    let (_, log) = log_below(studio, "engagements");
    log.trails
        .iter()
        .map(|trail| {
            let steps = trail.steps.iter().map(|step| {
                let commit = log.commit_of(step).expect("its commit");
                (
                    commit.id.clone(),
                    step.path.clone(),
                    step.moved_from.clone(),
                )
            });
            (trail.path.clone(), steps.collect())
        })
        .collect()
}

/// The studio with these files below its folders and no others.
fn laid_out(studio: Studio, files: &BTreeMap<String, Vec<u32>>) -> Studio {
    for folder in ["engagements", "drafts"] {
        std::fs::remove_dir_all(studio.root().join(folder)).ok();
    }
    files.iter().fold(studio, |studio, (path, lines)| {
        let text: String = lines.iter().map(|line| format!("line {line}\n")).collect();
        studio.file(path, text)
    })
}

/// Back on the main branch, with the side branch of this number merged.
fn merged(studio: Studio, number: usize) -> Studio {
    studio.then("switch --quiet main").then(&format!(
        "merge --quiet --no-ff -m merge-{number} side-{number}"
    ))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_file_goes_the_way_that_git_says(commits in prop::collection::vec((prop::collection::vec(deed(), 1..4), any::<bool>()), 4..12)) {
        let mut studio = Studio::new().file("notes", "1").commit("begin");
        let (mut files, mut fresh) = (BTreeMap::new(), 0);
        for (number, (deeds, is_merge)) in commits.iter().enumerate() {
            for deed in deeds {
                done(deed, &mut files, &mut fresh);
            }
            if *is_merge {
                studio = studio.then(&format!("switch --quiet -c side-{number}"));
            }
            studio = laid_out(studio, &files);
            studio = studio.commit(&format!("commit {number}"));
            if *is_merge {
                studio = merged(studio, number);
            }
        }
        prop_assert_eq!(by_log(&studio), by_git(&studio));
    }

    #[test]
    fn a_log_that_is_remembered_is_the_one_that_is_read(
        commits in prop::collection::vec((prop::collection::vec(deed(), 1..4), 0..8u8), 4..14)
    ) {
        let mut studio = Studio::new().file("notes", "1").commit("begin");
        let (mut files, mut fresh) = (BTreeMap::new(), 0);
        for (number, (deeds, way)) in commits.iter().enumerate() {
            for deed in deeds {
                done(deed, &mut files, &mut fresh);
            }
            let is_merge = *way < 3;
            if *way == 3 && number > 2 {
                // As a force-push or a rebase would leave it.
                studio = studio.then("reset --quiet --hard HEAD~1");
            }
            if is_merge {
                studio = studio.then(&format!("switch --quiet -c side-{number}"));
            }
            studio = laid_out(studio, &files);
            studio = studio.commit(&format!("commit {number}"));
            if is_merge {
                studio = merged(studio, number);
            }
            // Now and then several commits are read at once.
            if *way % 2 == 0 {
                let remembered = format!("{:#?}", log_below(&studio, "engagements").1);
                let kept = studio.root().join(".git/orbit");
                prop_assert!(kept.is_dir());
                std::fs::rename(&kept, studio.beside("kept")).expect("moved away");
                let read = format!("{:#?}", log_below(&studio, "engagements").1);
                std::fs::remove_dir_all(&kept).expect("removed");
                std::fs::rename(studio.beside("kept"), &kept).expect("moved back");
                prop_assert_eq!(remembered, read);
            }
        }
    }
}

#[test]
fn what_is_remembered_is_of_use_and_damage_to_it_is_not_seen() {
    let studio = Studio::new()
        .file(FILE, engagement("lead"))
        .commit("one")
        .file(FILE, engagement("research"))
        .commit("two");
    let told = trail(&studio);
    let kept = || {
        let folder = studio.root().join(".git/orbit");
        let entries = std::fs::read_dir(folder).expect("what is remembered");
        let mut paths: Vec<_> = entries
            .map(|entry| entry.expect("an entry").path())
            .collect();
        paths.retain(|path| path.to_string_lossy().contains("log-"));
        paths.pop().expect("a remembered log")
    };
    // The first commit cannot be read any more; whoever remembers it need not.
    let first = studio.git("rev-parse HEAD~1");
    let (folder, name) = first.trim().split_at(2);
    let object = studio.root().join(".git/objects").join(folder).join(name);
    let aside = studio.beside("object");
    std::fs::rename(&object, &aside).expect("an object");
    assert_eq!(trail(&studio), told);
    std::fs::rename(&aside, &object).expect("the object back");
    let whole = std::fs::read(kept()).expect("its bytes");
    for at in [0, 20, whole.len() / 2, whole.len() - 1] {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x20;
        std::fs::write(kept(), &damaged).expect("damage");
        assert_eq!(trail(&studio), told);
        std::fs::write(kept(), &whole[..at]).expect("less");
        assert_eq!(trail(&studio), told);
    }
}

#[test]
fn a_new_mailmap_renames_people_of_remembered_commits() {
    let studio = Studio::new()
        .by("M", "maya@old.example")
        .file(FILE, engagement("lead"))
        .commit("one");
    let name = |studio: &Studio| {
        let (_, log) = log_below(studio, "engagements");
        log.commits.first().map(|commit| commit.author.name.clone())
    };
    assert_eq!(name(&studio).as_deref(), Some("M"));
    let studio = studio.file(
        ".mailmap",
        "Maya <maya@northlight.example> <maya@old.example>\n",
    );
    assert_eq!(name(&studio).as_deref(), Some("Maya"));
}
