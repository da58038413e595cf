//! Every code at every door: the example of each rule's page, made into a commit, is judged alike wherever it comes by.
//! The table of what was seen is kept as `docs/doors.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use orbit::check::{RULES, Rule};
use orbit::finding::{CODES, Finding, Severity};
use orbit::guard;
use orbit::repo::Repository;
use orbit::report::{Report, human, sarif};
use serde_json::Value;

use crate::formats::is_sarif;
use crate::harness::{Done, Studio};

const ORBIT_YML: &str = "\
studio: Example
people:
  maya: {name: Maya Lindqvist, email: maya@example.org, role: lead}
  tom: {name: Tom Abara, email: tom@example.org, role: delivery}
";
/// The day of the pages' examples.
const DAY: &str = "2026-03-02";

type Files = BTreeMap<String, Vec<u8>>;

/// The example of one code's page: the whole tree before and after, and who commits.
struct Scene {
    code: &'static str,
    before: Files,
    after: Files,
    author: String,
}

impl Scene {
    fn of(rule: &'static Rule) -> Self {
        let mut scene = Self {
            code: rule.code,
            before: Files::from([("orbit.yml".to_owned(), ORBIT_YML.into())]),
            after: Files::from([("orbit.yml".to_owned(), ORBIT_YML.into())]),
            author: "maya".to_owned(),
        };
        let fails = rule.page.split("\n## Fails\n").nth(1).expect("an example");
        let fails = fails.split("\n## Mended\n").next().expect("its end");
        let mut lines = fails.lines();
        while let Some(line) = lines.next() {
            let info = line.trim_start_matches('`');
            let fence = &line[..line.len() - info.len()];
            if fence.len() < 3 {
                continue;
            }
            let body: String = lines
                .by_ref()
                .take_while(|line| *line != fence)
                .flat_map(|line| [line, "\n"])
                .collect();
            scene.take(info, body);
        }
        // How the studio works was there before the commit at hand, unless the example is about that.
        for (path, bytes) in &scene.after {
            if !path.starts_with("engagements/") {
                scene
                    .before
                    .entry(path.clone())
                    .or_insert_with(|| bytes.clone());
            }
        }
        scene
    }

    fn take(&mut self, info: &str, body: String) {
        match info.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["author", handle] => self.author = (*handle).to_owned(),
            ["bytes", path] => {
                self.after.insert((*path).to_owned(), escaped(&body));
            }
            ["repeat", size, path] => {
                let size = size.parse().expect("a size in bytes");
                let bytes = body.bytes().cycle().take(size).collect();
                self.after.insert((*path).to_owned(), bytes);
            }
            [_, path, "before"] => {
                self.before.insert((*path).to_owned(), body.into_bytes());
            }
            [_, path] => {
                self.after.insert((*path).to_owned(), body.into_bytes());
            }
            _ => {}
        }
    }
}

fn escaped(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut bytes = parts.next().expect("a beginning").as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).expect("two hexadecimal digits"));
        bytes.extend_from_slice(&part.as_bytes()[2..]);
    }
    bytes
}

/// What `git fast-import` is told: for each scene a branch of its code for what was before, and beside it `-made` (the commit), `-ours` and
/// `-note` (two branches that leave the engagements alone), `-merge` (of these two, making the change itself) and `-carried` (a merge of
/// `-made` and `-note` that adds nothing).
fn history(scenes: &[Scene]) -> Vec<u8> {
    let mut stream = Vec::new();
    for scene in scenes {
        let code = scene.code;
        let before = |name: &str| [("from", name.to_owned())];
        let with = |files: &Files, names: &[&str]| {
            let mut files = files.clone();
            files.extend(
                names
                    .iter()
                    .map(|name| ((*name).to_owned(), b"A word.\n".to_vec())),
            );
            files
        };
        let made = &scene.author;
        commit(&mut stream, code, "maya", &[], &scene.before);
        let branch = |suffix: &str| format!("{code}-{suffix}");
        commit(
            &mut stream,
            &branch("made"),
            made,
            &before(code),
            &scene.after,
        );
        let ours = with(&scene.before, &["ours.txt"]);
        commit(&mut stream, &branch("ours"), "maya", &before(code), &ours);
        let note = with(&scene.before, &["note.txt"]);
        commit(&mut stream, &branch("note"), "maya", &before(code), &note);
        let merged = with(&scene.after, &["ours.txt", "note.txt"]);
        let parents = [("from", branch("ours")), ("merge", branch("note"))];
        commit(&mut stream, &branch("merge"), made, &parents, &merged);
        let carried = with(&scene.after, &["note.txt"]);
        let parents = [("from", branch("note")), ("merge", branch("made"))];
        commit(&mut stream, &branch("carried"), "maya", &parents, &carried);
    }
    stream
}

fn commit(
    stream: &mut Vec<u8>,
    branch: &str,
    author: &str,
    parents: &[(&str, String)],
    files: &Files,
) {
    let (name, _) = person(author);
    let mut text = format!("commit refs/heads/{branch}\n");
    for role in ["author", "committer"] {
        let _ = writeln!(
            text,
            "{role} {name} <{author}@example.org> 1772442000 +0000"
        );
    }
    text.push_str("data 3\non\n\n");
    for (word, parent) in parents {
        let _ = writeln!(text, "{word} refs/heads/{parent}");
    }
    text.push_str("deleteall\n");
    stream.extend_from_slice(text.as_bytes());
    for (path, bytes) in files {
        let head = format!("M 100644 inline {path}\ndata {}\n", bytes.len());
        stream.extend_from_slice(head.as_bytes());
        stream.extend_from_slice(bytes);
        stream.push(b'\n');
    }
    stream.push(b'\n');
}

/// A handle's name, and the words of shell that make git take them for the author.
fn person(handle: &str) -> (&'static str, String) {
    let name = if handle == "tom" {
        "Tom Abara"
    } else {
        "Maya Lindqvist"
    };
    let who = format!("export GIT_AUTHOR_NAME='{name}' GIT_AUTHOR_EMAIL={handle}@example.org");
    (name, who)
}

/// The repository `work` and a bare `server.git` that has what was before; both have their hooks, and with each a hook from before Orbit
/// that writes down, as JSON, what the check says at that moment in that place.
fn studio(scenes: &[Scene]) -> Studio {
    let studio = Studio::folder()
        .variable("ORBIT_NOW", DAY)
        .variable("GIT_AUTHOR_DATE", "2026-03-02T09:00:00+00:00")
        .variable("GIT_COMMITTER_DATE", "2026-03-02T09:00:00+00:00");
    studio.git("init -q -b main work");
    studio.git("init -q --bare -b main server.git");
    studio.bytes("history", &history(scenes));
    let orbit = format!("'{}'", env!("CARGO_BIN_EXE_orbit"));
    let staged = format!("#!/bin/sh\n{orbit} check --staged --format json >\"$SEEN\"\nexit 0\n");
    studio.file("work/.git/hooks/pre-commit", &staged);
    for (hook, names, range) in [
        ("work/.git/hooks/pre-push", "_ new ref old", "$old..$new"),
        ("server.git/hooks/pre-receive", "old new ref", "$old..$new"),
    ] {
        let name = hook.rsplit('/').next().expect("a name");
        let script = format!(
            "#!/bin/sh\nwhile read {names}; do\n{orbit} check --range {range} --format json >\"$SEEN/${{ref#refs/heads/}}/{name}.json\"\ndone\nexit 0\n"
        );
        studio.file(hook, &script);
    }
    let done = studio.shell(
        "chmod +x work/.git/hooks/pre-* server.git/hooks/pre-receive
         git -C work fast-import --quiet <history
         git -C work branch --list --format='%(refname:short)' >branches
         git -C work remote add server ../server.git
         git -C work push -q --no-verify server $(grep -v -- '-\\(made\\|ours\\|note\\|merge\\|carried\\)$' branches)
         git clone -q work ci
         orbit -C work hook install -q && orbit -C server.git hook install -q",
    );
    assert!(done.passed(), "{done:?}");
    studio
}

/// Brings one scene's change to every door but those of a push. What each says is kept in `seen/CODE/DOOR.json`.
fn bring(studio: &Studio, scene: &Scene) {
    let (code, (_, who)) = (scene.code, person(&scene.author));
    let done = studio.shell(&format!(
        "{who}; c={code}; o=$PWD/seen/$c; mkdir -p $o; export SEEN=$o/pre-commit.json
         status() {{ \"$@\"; echo $? >$o/$last.status; }}
         json() {{ last=$1; shift; status orbit \"$@\" --format json >$o/$last.json; }}
         cd work
         git checkout -qf --detach $c-made; git reset -q $c
         json work-tree check
         git add -A
         json staged check --staged
         orbit check --staged >$o/staged.txt
         last=pre-commit; status git commit -qm on 2>$o/pre-commit.txt
         git checkout -qf --detach $c-merge; git reset -q --soft $c-ours
         git rev-parse $c-note >.git/MERGE_HEAD
         export SEEN=$o/merge.json
         last=merge; status git commit -qm on 2>$o/merge.txt
         git checkout -qf --detach $c-made; echo A word. >note.txt; git add note.txt
         json untouched-work-tree check
         json untouched-staged check --staged
         json range check --range $c..$c-made
         json range-of-merge check --range $c-note..$c-merge
         json carried check --range $c..$c-carried
         cd ../ci
         json ci check --range origin/$c..origin/$c-made"
    ));
    assert!(done.passed() || done.code() == Some(1), "{code}: {done:?}");
}

/// The findings that a door wrote down, without their commits, and the commits.
fn seen(studio: &Studio, code: &str, door: &str) -> (Vec<Value>, BTreeSet<String>) {
    let text = studio.read(&format!("seen/{code}/{door}.json"));
    let mut report: Value = serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("{code} {door}: {error}: {text}"));
    let mut findings = report["findings"]
        .as_array_mut()
        .map(std::mem::take)
        .expect("findings");
    let mut commits = BTreeSet::new();
    for finding in &mut findings {
        if let Value::String(commit) = finding["commit"].take() {
            commits.insert(commit);
        }
    }
    (findings, commits)
}

fn status(studio: &Studio, code: &str, door: &str) -> i32 {
    let text = studio.read(&format!("seen/{code}/{door}.status"));
    text.trim().parse().expect("an exit status")
}

fn json(findings: &[Value]) -> String {
    serde_json::to_string_pretty(findings).expect("JSON")
}

/// The weight of a code's findings; a dash for none.
fn weight(findings: &[Value], code: &str) -> String {
    let heaviest = ["error", "warning", "note"].into_iter().find(|severity| {
        findings
            .iter()
            .any(|finding| finding["code"] == code && finding["severity"] == **severity)
    });
    heaviest.unwrap_or("–").to_owned()
}

fn has_errors(findings: &[Value]) -> bool {
    findings
        .iter()
        .any(|finding| finding["severity"] == "error")
}

fn push(studio: &Studio, codes: &[&str], options: &str) -> Done {
    let refs: Vec<String> = codes
        .iter()
        .map(|code| format!("{code}-made:{code}"))
        .collect();
    studio.shell(&format!(
        "export SEEN=$PWD/seen; cd work; git push -q {options} server {}",
        refs.join(" ")
    ))
}

/// What `--range` finds in the commits of these scenes, as far as `keep` picks it.
fn report(studio: &Studio, scenes: &[&Scene], keep: impl Fn(&Finding) -> bool) -> Report {
    let repository = Repository::open(Some(&studio.path("work"))).expect("a repository");
    let commits: Vec<_> = scenes
        .iter()
        .map(|scene| repository.resolve(&format!("{}-made", scene.code)))
        .collect::<Result<_, _>>()
        .expect("commits");
    let mut verdict = guard::commits(&repository, &commits, &|_, _| {}).expect("a verdict");
    verdict.findings.retain(keep);
    Report::new(verdict.findings, verdict.engagements, |finding| {
        let place = (finding.commit.clone(), finding.path.clone());
        verdict.texts.get(&place).cloned()
    })
}

/// What a hook says that refuses these commits: the errors and no more.
fn refusal(studio: &Studio, scenes: &[&Scene]) -> String {
    let report = report(studio, scenes, |finding| {
        finding.severity == Severity::Error
    });
    anstream::adapter::strip_str(&human::render(&report, false)).to_string()
}

#[test]
fn every_code_at_every_door() {
    let scenes: Vec<Scene> = RULES.iter().copied().map(Scene::of).collect();
    let studio = studio(&scenes);
    for scene in &scenes {
        bring(&studio, scene);
    }
    let (mut refused, mut let_in) = (Vec::new(), Vec::new());
    for scene in &scenes {
        let (staged, _) = seen(&studio, scene.code, "staged");
        let side = if has_errors(&staged) {
            &mut refused
        } else {
            &mut let_in
        };
        side.push(scene);
    }
    // As git lists what is pushed.
    refused.sort_by_key(|scene| scene.code);
    let codes: Vec<&str> = refused.iter().map(|scene| scene.code).collect();
    // What a server says stands behind `remote: ` in a terminal's width of its own.
    let plain = |text: &str| -> String {
        let lines = text
            .lines()
            .map(|line| line.strip_prefix("remote: ").unwrap_or(line).trim_end());
        lines.flat_map(|line| [line, "\n"]).collect()
    };
    let expected = plain(&refusal(&studio, &refused));
    for (options, door) in [("", "pre-push"), ("--no-verify", "pre-receive")] {
        let done = push(&studio, &codes, options);
        assert!(!done.passed(), "{door}");
        let said = plain(&done.all());
        assert!(
            said.contains(&expected),
            "{door}:\n{said}\n--- expected\n{expected}"
        );
        let fine: Vec<&str> = let_in.iter().map(|scene| scene.code).collect();
        let done = push(
            &studio,
            &fine,
            if door == "pre-push" {
                "--dry-run"
            } else {
                options
            },
        );
        assert!(done.passed(), "{door}: {}", done.all());
    }
    let all: Vec<&Scene> = scenes.iter().collect();
    let report = report(&studio, &all, |_| true);
    assert_eq!(is_sarif(&sarif::render(&report)), report.findings().len());
    snapbox::assert_data_eq!(
        table(&studio, &scenes),
        snapbox::file!["../../docs/doors.md"].raw()
    );
}

fn table(studio: &Studio, scenes: &[Scene]) -> String {
    let mut text = String::from(HEAD);
    for code in CODES {
        let scene = scenes
            .iter()
            .find(|scene| scene.code == code)
            .expect("a scene of each code");
        let _ = writeln!(text, "{}", row(studio, scene));
    }
    text
}

/// One line of the table, after it was asserted that the doors agree.
fn row(studio: &Studio, scene: &Scene) -> String {
    let code = scene.code;
    let (staged, _) = seen(studio, code, "staged");
    assert_ne!(
        weight(&staged, code),
        "–",
        "{code} is not found: {staged:#?}"
    );
    let blocks = has_errors(&staged);
    let mut line = format!("| `{code}` |");
    for door in [
        "work-tree",
        "staged",
        "pre-commit",
        "merge",
        "range",
        "ci",
        "range-of-merge",
        "pre-push",
        "pre-receive",
    ] {
        let (findings, commits) = seen(studio, code, door);
        assert_eq!(json(&findings), json(&staged), "{code} at {door}");
        let of_commits = !["work-tree", "staged", "pre-commit", "merge"].contains(&door);
        assert_eq!(
            commits.len(),
            usize::from(of_commits),
            "{code} at {door}: {commits:?}"
        );
        if !["pre-push", "pre-receive"].contains(&door) {
            assert_eq!(
                status(studio, code, door),
                i32::from(blocks),
                "{code} at {door}"
            );
        }
        if door != "range-of-merge" {
            let told = weight(&findings, code);
            // A push is stopped for errors, and tells of nothing else.
            let silent = ["pre-push", "pre-receive"].contains(&door) && told != "error";
            let _ = write!(line, " {} |", if silent { "–" } else { &told });
        }
    }
    for door in ["pre-commit", "merge"] {
        let said = studio.read(&format!("seen/{code}/{door}.txt"));
        let report = studio.read(&format!("seen/{code}/staged.txt"));
        assert!(
            said.starts_with(&report),
            "{code} at {door}:\n{said}\n--- staged\n{report}"
        );
    }
    // A merge that brings a branch's commit adds nothing to what is said of that commit.
    let (carried, commits) = seen(studio, code, "carried");
    assert_eq!(
        (json(&carried), commits.len()),
        (json(&staged), 1),
        "{code} in a merge that carries it"
    );
    // Of an engagement that the commit leaves alone only the work tree speaks, and it blocks nothing.
    let (untouched, _) = seen(studio, code, "untouched-work-tree");
    assert!(!has_errors(&untouched), "{code}: {untouched:#?}");
    let (none, _) = seen(studio, code, "untouched-staged");
    assert_eq!(none, [Value::Null; 0], "{code}");
    let _ = write!(line, " {} |", weight(&untouched, code));
    line
}

const HEAD: &str = "\
# Codes and doors

Made by the test `every_code_at_every_door`, from the example on each code's page (`orbit explain CODE`). A cell is the severity with which
the code's finding arrives there by default. In a row, the findings are the same at every door, byte for byte in JSON but for `commit`; an error
stops the commit, the merge or the push, and ends `orbit check` with exit status 1, and nothing else does. A push is stopped for errors and tells
of nothing else. *Merge* is a merge that makes the change itself; one that brings in a branch's commit adds nothing to what is said of that
commit. The last column is `orbit check` of an engagement that stands so already and that the commit leaves alone: no other door speaks of it.

| code | work tree | `--staged` | `pre-commit` | merge | `--range` | CI | `pre-push` | `pre-receive` | left alone |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
";
