//! Adoption: nine hundred old files, none of them written for Orbit. What was so already keeps nobody from working; what moves is held to everything.

use std::fmt::Write as _;

use serde_json::Value;

use crate::harness::Studio;

const FILES: usize = 900;
/// Enough for what does not depend on how many there are.
const FEW: usize = 60;
const STAGES: [&str; 10] = [
    "lead", "research", "proposal", "scope", "delivery", "done", "dormant", "lost", "backlog",
    "???",
];
const ORBIT_YML: &str = "\
studio: Northlight
people:
  maya: {name: Maya Lindqvist, email: maya@northlight.example, role: lead}
";
/// One of the old files, in `research` without anything that `research` needs.
const ONE: &str = "engagements/client01/job-1.md";

/// An old file: some without a front-matter, without an owner, with days that do not exist, with links that lead nowhere.
fn old(number: usize) -> String {
    let mut text = String::new();
    if !number.is_multiple_of(13) {
        text.push_str("---\n");
    }
    let stage = STAGES[number % STAGES.len()];
    let _ = writeln!(text, "title: Old job {number}\nstage: {stage}");
    for (every, line) in [(7, "owner: TBD"), (11, "due: sometime")] {
        if number.is_multiple_of(every) {
            let _ = writeln!(text, "{line}");
        }
    }
    let _ = writeln!(text, "---\n\nSome notes on job {number}.\n\n## Log\n");
    if number.is_multiple_of(3) {
        let _ = writeln!(
            text,
            "### 2024-02-11 Call\n\n- [ ] promise: send papers {number} (@nobody, due 2024-02-30)\n- decision:\n- [ ] todo: x (@tom)"
        );
    }
    if number.is_multiple_of(17) {
        text.push_str("\n### undated thing\n\n[a](gone.md)\n");
    }
    text
}

fn path(number: usize) -> String {
    format!("engagements/client{:02}/job-{number}.md", number % 60)
}

/// A repository of old files, and then the commit by which it becomes a studio, through the hook.
fn adopted(orbit_yml: &str, files: usize) -> Studio {
    let studio = Studio::new();
    let mut stream = String::from(
        "commit refs/heads/main\ncommitter Old <old@example.org> 1700000000 +0000\ndata 3\nold\n",
    );
    for number in 0..files {
        let text = old(number);
        let _ = writeln!(
            stream,
            "M 100644 inline {}\ndata {}\n{text}",
            path(number),
            text.len()
        );
    }
    studio.file(".git/stream", &stream);
    let done = studio.shell(
        "git fast-import --quiet <.git/stream && git reset -q --hard && orbit hook install -q",
    );
    assert!(done.passed(), "{done:?}");
    studio.file("orbit.yml", orbit_yml);
    studio.git("add orbit.yml").git("commit -qm adopt");
    studio
}

/// Writes another version of one file and commits it through the hook.
fn commit(studio: &Studio, from: &str, to: &str) -> crate::harness::Done {
    let text = studio.read(ONE);
    assert!(text.contains(from), "{text}");
    studio.file(ONE, &text.replace(from, to));
    studio.run_git("commit -qam on")
}

fn report(studio: &Studio, line: &str) -> Value {
    serde_json::from_str(&studio.run(&format!("check {line} --format json")).out()).expect("JSON")
}

#[test]
fn the_first_commits_after_adoption_are_not_blocked_and_a_move_is() {
    let studio = adopted(ORBIT_YML, FILES);
    let all = report(&studio, "");
    assert_eq!(all["summary"]["engagements"], FILES);
    assert_eq!(all["summary"]["errors"], 0);
    assert!(
        all["summary"]["warnings"].as_u64() > Some(5000),
        "{}",
        all["summary"]
    );

    assert!(commit(&studio, "Some notes", "A few notes").passed());
    let moved = commit(&studio, "stage: research", "stage: proposal");
    assert!(
        !moved.passed() && moved.all().contains("error[need-unmet]"),
        "{}",
        moved.all()
    );
    studio.git("checkout -q HEAD -- .");
    // Nor is a commit that touches a whole client's.
    let done = studio.shell("sed -i 's/notes on/words on/' engagements/client0?/*.md; git commit -qam words 2>/dev/null; git log -1 --format=%s");
    assert_eq!(done.out(), "words\n");
    let found = report(&studio, "--range HEAD~1..HEAD");
    assert_eq!(found["summary"]["engagements"], 150);
    assert_eq!(found["summary"]["errors"], 0);
    // A server takes all of it.
    let done = studio.shell("git init -q --bare -b main server.git; orbit -C server.git hook install -q; git push -q ./server.git main");
    assert!(done.passed(), "{}", done.all());
}

#[test]
fn severities_and_waivers_let_more_or_less_pass() {
    // What weighs more in this studio weighs nothing more where it stood already.
    let strict = adopted(
        &format!(
            "{ORBIT_YML}checks: {{promise-unowned: error, link-broken: error, entry-undated: error, stale: error, promise-overdue: error}}\n"
        ),
        FEW,
    );
    assert_eq!(report(&strict, "")["summary"]["errors"], 0);
    assert!(commit(&strict, "Some notes", "A few notes").passed());
    let promise = "## Log\n\n### 2026-03-20 Call\n\n- [ ] promise: the texts (due 2026-04-01)\n";
    let done = commit(&strict, "## Log\n", promise);
    assert!(
        !done.passed() && done.all().contains("error[promise-unowned]"),
        "{}",
        done.all()
    );
    strict.git("checkout -q HEAD -- .");
    let needs = [
        "owner",
        "Situation",
        "client_people",
        "source",
        "Findings",
        "success",
        "Approach",
    ];
    let waivers: String = needs
        .iter()
        .map(|need| {
            format!("- waiver: {need} (@maya, because it is in her old mail, until 2026-04-20)\n")
        })
        .collect();
    let waived = format!("## Log\n\n### 2026-03-20 Taken up again\n\n{waivers}");
    assert!(commit(&strict, "## Log\n", &waived).passed());
    let handoff = "## Log\n\n### 2026-03-20 Handoff: research to proposal\n\n- from: @maya\n- to: @maya\n\n#### Why us, and why now?\n\n";
    let moved = strict
        .read(ONE)
        .replace("stage: research", "stage: proposal")
        .replace("## Log\n\n", handoff);
    strict.file(ONE, &moved);
    let found = report(&strict, "");
    let errors: Vec<&Value> = found["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|finding| finding["severity"] == "error")
        .collect();
    // The waived needs are debts now; only what nobody waived is left.
    assert!(
        errors.iter().all(|error| error["code"] != "need-unmet"),
        "{errors:#?}"
    );

    let mild = adopted(
        &format!(
            "{ORBIT_YML}checks: {{need-unmet: warning, handoff-missing: off, handoff-incomplete: off}}\n"
        ),
        FEW,
    );
    let moved = commit(&mild, "stage: research", "stage: proposal");
    assert!(moved.passed(), "{}", moved.all());
    assert!(
        moved.all().contains("warning[need-unmet]"),
        "{}",
        moved.all()
    );
}

#[test]
fn what_is_known_of_the_old_files_hides_nothing_of_a_move() {
    let studio = adopted(ORBIT_YML, FILES);
    assert!(studio.run("check --write-baseline known.json -q").passed());
    studio.git("add known.json").git("commit -qm known");
    let all = report(&studio, "--baseline known.json");
    assert_eq!(all["findings"].as_array().map(Vec::len), Some(0));
    let text = studio.read(ONE);
    let moved = text.replace("stage: research", "stage: proposal");
    studio.file(ONE, &moved).git("add .");
    for door in ["", "--staged"] {
        let new = report(&studio, &format!("{door} --baseline known.json"));
        let findings = new["findings"].as_array().expect("findings");
        assert!(
            findings.iter().all(|finding| finding["path"] == ONE),
            "{findings:#?}"
        );
        let needs: Vec<&str> = findings
            .iter()
            .filter(|finding| finding["severity"] == "error" && finding["code"] == "need-unmet")
            .filter_map(|finding| finding["need"].as_str())
            .collect();
        assert!(
            ["owner", "Situation", "success", "Approach"]
                .iter()
                .all(|need| needs.contains(need)),
            "{door}: {needs:?}"
        );
    }
    // The hook knows of no baseline: it judges by what the commit changes.
    assert!(!studio.run_git("commit -qm on").passed());
}
