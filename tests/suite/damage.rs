//! Versions that git has lost: the work goes on without them, they are named, nothing is guessed, and the guard lets nothing by that it cannot read.

use crate::harness::{Done, Studio};

const PATH: &str = "engagements/acme/x.md";

fn version(stage: &str, word: &str) -> String {
    format!(
        "---\ntitle: Fair\nstage: {stage}\nowner: maya\n---\n\n## Log\n\n### 2026-01-05 Call\n\nThey said {word}.\n"
    )
}

/// A studio with an engagement on its way through the stages, one commit for each, and another one that nothing happens to.
fn studio(stages: &[&str]) -> Studio {
    let studio = Studio::new();
    studio
        .file("orbit.yml", "studio: Example\nworkflow: small\npeople: {ana: {name: Ana, email: ana@studio.example}}\n")
        .file(
            "workflows/small.yml",
            "stages: {lead: {}, research: {}, proposal: {}, scope: {}, done: {kind: done}}\n",
        )
        .file("engagements/birch/y.md", &version("lead", "nothing"))
        .git("add .")
        .git("commit -q --no-verify -m studio");
    for (at, stage) in stages.iter().enumerate() {
        studio
            .file(PATH, &version(stage, &format!("word{at}")))
            .git("add .")
            .git(&format!("commit -q --no-verify -m {stage}{at}"));
    }
    studio
}

/// The file of the loose object that a revision names.
fn object(studio: &Studio, revision: &str) -> std::path::PathBuf {
    let id = studio.run_git(&format!("rev-parse {revision}")).out();
    let (folder, name) = id.trim().split_at(2);
    studio.path(&format!(".git/objects/{folder}/{name}"))
}

fn spoil(studio: &Studio, revision: &str) {
    let object = object(studio, revision);
    std::fs::remove_file(&object).expect("the object is loose");
    std::fs::write(&object, "no object").expect("something else in its place");
}

fn lose(studio: &Studio, revision: &str) {
    std::fs::remove_file(object(studio, revision)).expect("the object is loose");
}

fn commit(studio: &Studio, revision: &str) -> String {
    studio
        .run_git(&format!("rev-parse {revision}"))
        .out()
        .trim()
        .to_owned()
}

fn moves(done: &Done) -> Vec<(String, String, bool)> {
    let json: serde_json::Value = serde_json::from_str(&done.out()).expect("JSON");
    let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    json["transitions"]
        .as_array()
        .expect("transitions")
        .iter()
        .map(|one| (word(&one["from"]), word(&one["to"]), one["days"].is_null()))
        .collect()
}

#[test]
fn a_version_that_is_damaged_is_left_out_and_named_and_the_work_goes_on() {
    type Harm = fn(&Studio, &str);
    for harm in [spoil as Harm, lose] {
        let studio = studio(&["lead", "research", "proposal", "scope"]);
        harm(&studio, &format!("HEAD~2:{PATH}"));
        let short = commit(&studio, "HEAD~2")[..9].to_owned();
        for command in [
            "history",
            "build",
            "friction",
            "search --history word0",
            "brief x",
            "status",
            "next",
        ] {
            let done = studio.run(command);
            let all = done.all();
            assert!(done.passed(), "{command}: {all}");
            let named =
                format!("warning: the version of `{PATH}` as of commit {short} cannot be read");
            assert!(all.contains(&named), "{command}: {all}");
            assert!(all.contains("git fetch --refetch"), "{command}: {all}");
        }
        assert!(studio.run("check").passed());
        assert_eq!(studio.run("check --range HEAD~1..HEAD").code(), Some(1));
        let page = studio.read("site/engagements/acme/x/history.html");
        assert!(
            page.contains(&format!(
                "The version of {PATH} as of commit {short} cannot be read"
            )),
            "{page}"
        );
        assert!(studio.path("site/engagements/birch/y.html").exists());
    }
}

#[test]
fn no_move_is_invented_where_a_version_is_lost() {
    let studio = studio(&["lead", "research", "proposal", "scope"]);
    lose(&studio, &format!("HEAD~2:{PATH}"));
    let done = studio.run("history --format json");
    // Lead to Research and Research to Proposal are lost with it, and nobody knows since when it stood in Proposal.
    assert_eq!(
        moves(&done),
        [("proposal".to_owned(), "scope".to_owned(), true)]
    );
    let json: serde_json::Value = serde_json::from_str(&done.out()).expect("JSON");
    assert_eq!(json["unreadable"][0]["path"], PATH);
    assert_eq!(json["unreadable"][0]["commit"], commit(&studio, "HEAD~2"));
    let gone = studio.run("search --history --format json word0").out();
    assert!(gone.contains("\"gone\": []"), "{gone}");
}

#[test]
fn since_when_it_stands_there_is_not_known_behind_a_gap() {
    let studio = studio(&["lead", "research", "lead"]);
    lose(&studio, &format!("HEAD~1:{PATH}"));
    let done = studio.run("status --format json");
    let json: serde_json::Value = serde_json::from_str(&done.out()).expect("JSON");
    let of = |id: &str| {
        let all = json["engagements"].as_array().expect("engagements");
        all.iter().find(|one| one["engagement"] == id).expect(id)["since"].clone()
    };
    assert!(of("acme/x").is_null(), "{json}");
    assert!(of("birch/y").is_string(), "{json}");
}

#[test]
fn what_is_made_without_a_version_is_not_taken_for_the_whole_once_it_is_there_again() {
    let studio = studio(&["lead", "research", "proposal"]);
    let whole = (
        studio.run("history --format json").out(),
        studio.run("build --out whole").passed(),
    );
    studio.shell("rm -rf .git/orbit");
    let object = object(&studio, &format!("HEAD~1:{PATH}"));
    let bytes = std::fs::read(&object).expect("the object");
    lose(&studio, &format!("HEAD~1:{PATH}"));
    assert!(
        studio
            .run("build --out now")
            .all()
            .contains("cannot be read")
    );
    assert!(studio.run("history").all().contains("cannot be read"));
    assert!(
        studio
            .run("build --out now")
            .all()
            .contains("cannot be read")
    );
    std::fs::write(&object, bytes).expect("brought back");
    assert!(whole.1 && studio.run("build --out now").passed());
    assert_eq!(studio.run("history --format json").out(), whole.0);
    let difference = studio.shell("diff -r whole now");
    assert!(difference.passed(), "{}", difference.all());
}

#[test]
fn a_damaged_pack_spoils_no_more_than_what_is_in_it() {
    let studio = studio(&["lead", "research", "proposal", "scope"]);
    studio.git("-c pack.window=0 repack -q -a -d");
    let id = commit(&studio, &format!("HEAD~2:{PATH}"));
    let done = studio.shell(&format!(
        "git verify-pack -v .git/objects/pack/*.idx | grep ^{id} | awk '{{print $5, $4}}'"
    ));
    let numbers = done.out();
    let mut numbers = numbers
        .split_whitespace()
        .map(|number| number.parse::<usize>().expect("a number"));
    let (at, length) = (
        numbers.next().expect("a place"),
        numbers.next().expect("a length"),
    );
    let pack = studio.shell("ls .git/objects/pack/*.pack").out();
    let pack = studio.path(pack.trim());
    let whole = std::fs::read(&pack).expect("the pack");
    studio.shell("chmod u+w .git/objects/pack/*");
    for harmed in at + 4..at + length {
        let mut bytes = whole.clone();
        bytes[harmed] ^= 0x10;
        std::fs::write(&pack, bytes).expect("the damaged pack");
        studio.shell("rm -rf .git/orbit");
        let done = studio.run("history --format json");
        assert!(done.passed(), "{harmed}: {}", done.all());
        let told = moves(&done);
        let behind = ("proposal".to_owned(), "scope".to_owned(), true);
        assert!(
            told == [behind] && done.all().contains("warning: the version") || told.len() == 3,
            "{harmed}: {told:?} {}",
            done.all()
        );
    }
}

#[test]
fn what_was_pushed_is_brought_again_as_the_warning_says() {
    let studio = studio(&["lead", "research", "proposal"]);
    studio
        .git("clone -q --bare . up.git")
        .git("remote add origin up.git");
    let whole = studio.run("history --format json").out();
    studio.shell("rm -rf .git/orbit");
    lose(&studio, &format!("HEAD~1:{PATH}"));
    let mend = "git fetch --refetch";
    assert!(studio.run("history").all().contains(mend));
    assert!(studio.shell(mend).passed());
    let done = studio.run("history --format json");
    assert_eq!(done.out(), whole);
    assert!(!done.all().contains("warning"), "{}", done.all());
}

#[test]
fn where_a_file_was_moved_from_is_not_guessed_when_its_version_is_lost() {
    let studio = studio(&["lead", "research"]);
    studio
        .git(&format!("mv {PATH} engagements/acme/z.md"))
        .file("engagements/acme/z.md", &version("research", "word9"))
        .git("add .")
        .git("commit -q --no-verify -m moved");
    lose(&studio, &format!("HEAD~1:{PATH}"));
    let done = studio.run("history --format json");
    assert!(done.passed() && moves(&done).is_empty(), "{}", done.all());
    let json = studio.run("status --format json");
    let json: serde_json::Value = serde_json::from_str(&json.out()).expect("JSON");
    let all = json["engagements"].as_array().expect("engagements");
    let moved = all
        .iter()
        .find(|one| one["engagement"] == "acme/z")
        .expect("it");
    assert!(moved["since"].is_null(), "{json}");
}

#[test]
fn the_guard_lets_nothing_by_that_it_cannot_read() {
    type Harm = fn(&Studio, &str);
    for harm in [spoil as Harm, lose] {
        let studio = studio(&["lead", "research", "proposal"]);
        studio.git("clone -q --bare . before.git");
        studio
            .file(PATH, &version("scope", "more"))
            .git("commit -q --no-verify -am scope");
        // The version before the commit that is judged.
        harm(&studio, &format!("HEAD~1:{PATH}"));
        let judged = commit(&studio, "HEAD");
        let done = studio.run("check --range HEAD~1..HEAD");
        assert!(done.failed(), "{}", done.all());
        assert!(
            done.all().contains(&format!("`{PATH}` cannot be read")),
            "{}",
            done.all()
        );
        assert!(
            done.all().contains(&format!("in commit {judged}")),
            "{}",
            done.all()
        );
        // That of HEAD, for what is about to be committed.
        harm(&studio, &format!("HEAD:{PATH}"));
        studio.file(PATH, &version("done", "last"));
        for command in ["check", "check --staged"] {
            studio.git("add .");
            let done = studio.run(command);
            assert!(done.failed(), "{command}: {}", done.all());
            assert!(
                done.all().contains(&format!("`{PATH}` cannot be read")),
                "{}",
                done.all()
            );
        }
        // The one that is about to be committed.
        harm(&studio, &format!(":{PATH}"));
        assert!(studio.run("check --staged").failed());
    }
}

#[test]
fn a_push_whose_versions_cannot_be_read_is_refused() {
    let studio = studio(&["lead", "research"]);
    studio
        .git("clone -q --bare . up.git")
        .git("remote add origin up.git");
    assert!(studio.run("-C up.git hook install").passed());
    studio
        .file(PATH, &version("proposal", "more"))
        .git("commit -q --no-verify -am proposal");
    // The server has lost what the commit is compared with.
    let before = commit(&studio, &format!("HEAD~1:{PATH}"));
    studio.shell("cd up.git && mkdir old && mv objects/pack/* old/ 2>/dev/null; for pack in old/*.pack; do [ -e $pack ] && git unpack-objects -q < $pack; done; true");
    let (folder, name) = before.split_at(2);
    std::fs::remove_file(studio.path(&format!("up.git/objects/{folder}/{name}")))
        .expect("it is loose");
    let done = studio.run_git("push -q origin HEAD:refs/heads/other");
    assert!(!done.passed(), "{}", done.all());
    assert!(
        done.all().contains(&format!("`{PATH}` cannot be read")),
        "{}",
        done.all()
    );
}
