//! What CI is told: its script, run as CI runs it, checks what is new and nothing else.

use std::process::Command;

use crate::workshop::Studio;

const ENGAGEMENT: &str = "engagements/acme/rebrand.md";

const SETTINGS: &str = "\
studio: Northlight
workflow: small
people:
  maya: {name: Maya Lindqvist, email: maya@northlight.example}
";

const WORKFLOW: &str = "\
stages:
  lead: {}
  proposal: {needs: [{field: success}]}
  done: {kind: done}
";

const LEAD: &str = "---\ntitle: Rebrand\nstage: lead\nowner: maya\n---\n";

/// The script of the step or job whose file this is: the block behind this line.
fn script(file: &str, above: &str) -> String {
    let mut lines = file.lines().skip_while(|line| !line.contains(above));
    let mut lines = lines
        .by_ref()
        .skip_while(|line| !line.trim_end().ends_with('|'))
        .skip(1);
    let first = lines.next().expect("a script");
    let indent = first.len() - first.trim_start().len();
    let rest = lines.take_while(|line| line.len() - line.trim_start().len() >= indent);
    std::iter::once(first)
        .chain(rest)
        .map(|line| format!("{}\n", line.trim_start()))
        .collect()
}

/// Runs the script with the program on its path: whether it is content.
fn content(studio: &Studio, script: &str, variables: &[(&str, &str)]) -> bool {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_orbit"));
    let folder = program.parent().expect("its folder").display();
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = Command::new("bash");
    command
        .args(["-e", "-o", "pipefail", "-c", script])
        .current_dir(studio.root())
        .env_clear()
        .env("PATH", format!("{folder}:{path}"))
        .env("HOME", studio.beside("home"))
        .env("GIT_CONFIG_NOSYSTEM", "1");
    let output = command
        .envs(variables.iter().copied())
        .output()
        .expect("a shell");
    assert!(
        matches!(output.status.code(), Some(0 | 1)),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output.status.success()
}

/// A studio whose main branch is sound, and a branch from it with a bad commit that a later one mends.
fn studio() -> Studio {
    let moved = LEAD.replace("lead", "proposal");
    Studio::new()
        .file("orbit.yml", SETTINGS)
        .file("workflows/small.yml", WORKFLOW)
        .file(ENGAGEMENT, LEAD)
        .commit("a studio")
        .then("update-ref refs/remotes/origin/main HEAD")
        .then("switch --quiet --create hasty")
        .file(ENGAGEMENT, &moved)
        .commit("moved too early")
        .file(
            ENGAGEMENT,
            moved.replace("owner", "success: 40 leads by 30 October\nowner"),
        )
        .commit("mended")
}

const NOTHING: &str = "0000000000000000000000000000000000000000";

#[test]
fn github_is_told_to_check_each_new_commit() {
    let studio = studio();
    let script = script(
        &studio.run("ci github").passes().stdout,
        "Check each new commit",
    );
    let on = |branch: &str, before: &str| {
        content(
            &studio,
            &script,
            &[("BEFORE", before), ("DEFAULT", "main"), ("BRANCH", branch)],
        )
    };
    assert!(
        !on("hasty", "main"),
        "a push with a bad commit in its middle"
    );
    assert!(!on("hasty", NOTHING), "a new branch, and what main has not");
    assert!(on("hasty", "hasty~1"), "a push of the last commit alone");
    assert!(!on("main", NOTHING), "all of a new default branch");
}

#[test]
fn gitlab_is_told_to_check_each_new_commit() {
    let studio = studio();
    let script = script(&studio.run("ci gitlab").passes().stdout, "stage: test");
    let on = |branch: &str, before: &str| {
        let variables = [
            ("CI_COMMIT_BEFORE_SHA", before),
            ("CI_DEFAULT_BRANCH", "main"),
            ("CI_COMMIT_BRANCH", branch),
        ];
        content(&studio, &script, &variables)
    };
    assert!(!on("hasty", "main"));
    assert!(!on("hasty", NOTHING));
    assert!(on("hasty", "hasty~1"));
    let report = std::fs::read_to_string(studio.root().join("orbit.xml")).expect("a report");
    assert!(report.contains("<testsuite"), "{report}");
}
