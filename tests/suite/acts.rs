//! The commands that change an engagement, on real repositories.

use std::fs;
use std::process::{Command, Stdio};

use snapbox::str;

use crate::harness::Studio;

const SETTINGS: &str = "\
studio: Northlight
people:
  maya: {name: Maya Lindqvist, email: maya@northlight.example, role: lead}
  tom: {name: Tom Abara, email: tom@northlight.example, role: delivery}
";

const REBRAND: &str = "\
---
title: Rebrand   # working title
stage: lead
owner: maya
---

## Situation

They opened a second hall and nobody finds it.

## Log

### 2026-03-18 Call with Jane Okafor (@tom)

* tone: wary
* [ ] promise: two logo directions (@tom, to Jane Okafor, due 2026-04-01) ^p1
* [ ] question: who signs? (@maya) ^q1
";

const PATH: &str = "engagements/acme/rebrand.md";

/// A studio with one engagement, the hook installed, and ids that are the same each time.
fn studio() -> Studio {
    let studio = Studio::new()
        .variable("ORBIT_SEED", "1")
        .variable("GIT_EDITOR", "false");
    studio.file("orbit.yml", SETTINGS).file(PATH, REBRAND);
    studio.git("add .").git("commit -q -m begun");
    assert!(studio.run("hook install").passed());
    studio
}

/// What changed in the engagement's file.
fn difference(studio: &Studio) -> String {
    let text = studio.run_git(&format!("diff -U0 HEAD -- {PATH}")).out();
    let lines = text.lines().filter(|line| {
        (line.starts_with('+') || line.starts_with('-'))
            && !line.starts_with("+++")
            && !line.starts_with("---")
    });
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn each_command_changes_the_lines_that_it_is_about() {
    let studio = studio();
    for line in [
        "orbit promise rebrand a test print --to 'Jane Okafor' --due 2026-04-01",
        "orbit decide rebrand 'fixed price' --topic price --because 'the CFO needs one number, before the March board'",
        "orbit ask rebrand 'is the wall theirs?' --by tom --because 'it is drilled on Monday'",
        "orbit waive rebrand source --because 'nobody remembers' --until 2026-04-10",
        "orbit settle rebrand ^p1 --released --because 'one direction convinced them at once'",
        "orbit settle rebrand q1 --answer 'Jane signs'",
        "orbit log rebrand 'Price sent' -m 'She rang back at once.' -m '- tone: relieved'",
    ] {
        let done = studio.shell(line);
        assert!(done.passed(), "{line}: {}", done.all());
    }
    snapbox::assert_data_eq!(
        difference(&studio),
        str![[r#"
-* [ ] promise: two logo directions (@tom, to Jane Okafor, due 2026-04-01) ^p1
-* [ ] question: who signs? (@maya) ^q1
+* [x] promise: two logo directions (@tom, to Jane Okafor, due 2026-04-01, released 2026-03-20) ^p1
+  * because: one direction convinced them at once
+* [x] question: who signs? (@maya, answered 2026-03-20, answer Jane signs) ^q1
+
+### 2026-03-20 Notes (@maya)
+
+* [ ] promise: a test print (@maya, to Jane Okafor, due 2026-04-01) ^ntjs
+* decision: fixed price (@maya, topic price) ^mmdb
+  * because: the CFO needs one number, before the March board
+* [ ] question: is the wall theirs? (@tom, because it is drilled on Monday) ^tkvq
+* waiver: source (@maya, because nobody remembers, until 2026-04-10) ^swph
+
+### 2026-03-20 Price sent (@maya)
+
+She rang back at once.
+
+- tone: relieved

"#]]
    );
    assert!(studio.run_git("commit -q -a -m all").passed());
}

#[test]
fn a_risk_is_closed_with_its_day_and_every_other_byte_stays() {
    let studio = studio();
    studio.shell(&format!(
        "printf '* risk: the printer shuts in August ^r1\\n* [ ] risk: the hall  is lit ^r2\\n' >> {PATH} && git commit -qnam risks"
    ));
    for line in [
        "orbit settle rebrand ^r1 --because 'it stays open'",
        "orbit settle rebrand r2",
    ] {
        let done = studio.shell(line);
        assert!(done.passed(), "{line}: {}", done.all());
    }
    snapbox::assert_data_eq!(
        difference(&studio),
        str![[r#"
-* risk: the printer shuts in August ^r1
-* [ ] risk: the hall  is lit ^r2
+* risk: the printer shuts in August (closed 2026-03-20, because it stays open) ^r1
+* [x] risk: the hall  is lit (closed 2026-03-20) ^r2

"#]]
    );
    assert!(studio.run_git("commit -q -a -m closed").passed());
    studio.run("settle rebrand ^r1").fails(str![[r#"
error: `^r1` is closed already: the printer shuts in August

"#]]);
}

#[test]
fn a_command_says_what_it_did() {
    let studio = studio();
    studio
        .shell("orbit promise rebrand 'a test print (@tom, due 2026-04-01)'")
        .succeeds(str![[r#"
* [ ] promise: a test print (@tom, due 2026-04-01) ^ntjs

"#]]);
    studio
        .shell("orbit promise rebrand 'the film' --by tom --due 2026-04-01 --commit")
        .succeeds(str![[r#"
* [ ] promise: the film (@tom, due 2026-04-01) ^mmdb
committed: acme/rebrand: promise: the film

"#]]);
    let told = studio.run_git("log -1 --format=%s").out();
    assert_eq!(told, "acme/rebrand: promise: the film\n");
}

#[test]
fn what_cannot_be_done_is_told_and_nothing_is_changed() {
    let studio = studio();
    for (line, expected) in [
        (
            "orbit promise nothing x",
            str![[r#"
error: no engagement is called `nothing`
help: an engagement is called by its path below the engagements folder, such as `acme/rebrand`

"#]],
        ),
        (
            "orbit promise rebrand x --by @tim",
            str![[r#"
error: nobody here has the handle `@tim`
help: `orbit.yml` names `maya` and `tom`

"#]],
        ),
        (
            "orbit waive rebrand sorce --because x",
            str![[r#"
error: `sorce` is neither a need nor a stage of the workflow `service`
help: did you mean `source`?

"#]],
        ),
        (
            "orbit waive rebrand source",
            str![[r#"
error: a waiver of `source` needs its reason
help: say it as you would to whoever works on without it: `--because REASON`

"#]],
        ),
        (
            "orbit settle rebrand p2",
            str![[r#"
error: `acme/rebrand` has no mark called `^p2`
help: these are open:
        ^p1  promise: two logo directions
        ^q1  question: who signs?

"#]],
        ),
        (
            "orbit settle rebrand q1",
            str![[r#"
error: `^q1` is a question: who signs?
help: say what the answer is: `--answer TEXT`

"#]],
        ),
        (
            "orbit settle rebrand p1 --broken",
            str![[r#"
error: a promise that was broken needs its reason
help: say it for whoever asks in a year: `--because REASON`

"#]],
        ),
        (
            "orbit decide rebrand x --supersedes p1",
            str![[r#"
error: no decision here is called `^p1`

"#]],
        ),
        (
            "orbit log rebrand",
            str![[r#"
error: the editor `false` ended with an error; nothing was changed
help: git chooses it from GIT_EDITOR, core.editor, VISUAL and EDITOR, in this order

"#]],
        ),
        (
            "orbit log rebrand -m '## A section'",
            str![[r#"
error: engagements/acme/rebrand.md:11: the entry `2026-03-20 Notes` cannot be written as one: its headings have to be of level 4 (`####`) or below, and its code blocks and comments need an end
help: nothing was written

"#]],
        ),
        (
            "orbit accept rebrand",
            str![[r#"
error: `acme/rebrand` has not been handed over yet
help: `orbit advance acme/rebrand` writes a handoff

"#]],
        ),
        (
            "orbit advance rebrand scoop",
            str![[r#"
error: the workflow `service` has no stage `scoop`
help: did you mean `scope`?

"#]],
        ),
        (
            "orbit advance rebrand lead",
            str![[r#"
error: `acme/rebrand` stands in `lead` already
help: to hand it over there: `orbit advance acme/rebrand lead --to HANDLE`
      from `lead` it may go to `research`, `dormant` and `lost`

"#]],
        ),
        (
            "orbit new rebrand",
            str![[r#"
error: `rebrand` names no client
help: write the client first: `orbit new CLIENT/rebrand`

"#]],
        ),
        (
            "orbit new acme/rebrand",
            str![[r#"
error: `engagements/acme/rebrand.md` is there already
help: to move it on: `orbit advance acme/rebrand`

"#]],
        ),
        (
            "orbit new ../x/y",
            str![[r#"
error: `../x/y` cannot be the name of an engagement
help: write the client and a short name for the work, such as `acme/rebrand`

"#]],
        ),
    ] {
        studio.shell(line).fails(expected);
        assert_eq!(studio.read(PATH), REBRAND, "{line}");
    }
    assert_eq!(studio.run_git("status --porcelain").out(), "");
}

#[test]
fn settings_and_front_matter_that_are_wrong_stand_in_the_way() {
    let studio = studio();
    studio.file("orbit.yml", "studio: [\n");
    assert!(studio.run("promise rebrand x").failed());
    studio.file("orbit.yml", SETTINGS);
    let broken = REBRAND.replace("stage: lead", "stage: [lead");
    studio.file(PATH, &broken);
    studio.run("promise rebrand x").fails(str![[r#"
error: engagements/acme/rebrand.md:4: a colon cannot stand here; put the value in quotes if it is part of it
help: nothing was written
      mend that first; `orbit check` shows it in its place

"#]]);
    assert_eq!(studio.read(PATH), broken);
}

#[test]
fn what_the_guard_would_refuse_is_not_written() {
    let studio = studio();
    studio.run("promise rebrand x --id p1").fails(str![[r#"
error: `^p1` names another mark already
help: choose another id, or leave `--id` out

"#]]);
    let done =
        studio.shell("orbit log rebrand 'A call' -m '- [ ] promise: x (@maya, due 2026-02-30)'");
    assert_eq!(done.code(), Some(1), "{}", done.all());
    assert!(done.all().contains("date-invalid"), "{}", done.all());
    assert_eq!(studio.read(PATH), REBRAND);
}

#[test]
fn only_the_file_that_was_touched_is_committed() {
    let studio = studio();
    studio.file("notes.txt", "staged").git("add notes.txt");
    studio.file("other.txt", "not staged");
    assert!(studio.run("ask rebrand why --commit").passed());
    let files = studio.run_git("show --name-only --format= HEAD").out();
    assert_eq!(files, format!("{PATH}\n"));
    assert_eq!(
        studio.run_git("status --porcelain").out(),
        "A  notes.txt\n?? other.txt\n"
    );
}

#[test]
fn a_commit_that_a_hook_refuses_is_not_made() {
    let studio = studio();
    studio.file(
        ".git/hooks/commit-msg",
        "#!/bin/sh\necho no such messages here >&2\nexit 1\n",
    );
    studio.shell("chmod +x .git/hooks/commit-msg");
    let done = studio.run("ask rebrand why --commit");
    assert!(done.failed(), "{}", done.all());
    assert!(
        done.all().contains("no such messages here"),
        "{}",
        done.all()
    );
    assert_eq!(studio.run_git("log --format=%s").out(), "begun\n");
}

#[test]
fn commands_work_from_any_folder_with_any_name_of_the_engagement() {
    let studio = studio();
    for line in [
        "cd engagements/acme && orbit ask rebrand one",
        "cd engagements/acme && orbit ask rebrand.md two",
        "cd engagements && orbit ask acme/rebrand.md three",
        "cd engagements && orbit ask engagements/acme/rebrand.md four",
        "orbit -C engagements ask acme/rebrand five",
    ] {
        let done = studio.shell(line);
        assert!(done.passed(), "{line}: {}", done.all());
    }
    assert_eq!(studio.read(PATH).matches("* [ ] question").count(), 6);
}

#[cfg(unix)]
#[test]
fn modes_stay_and_links_are_followed_only_inside_the_studio() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let studio = studio();
    let path = studio.path(PATH);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("a mode");
    assert!(studio.run("ask rebrand why").passed());
    assert_eq!(
        fs::metadata(&path).expect("the file").permissions().mode() & 0o777,
        0o600
    );
    studio.file("shared/fair.md", REBRAND);
    symlink(
        "../../shared/fair.md",
        studio.path("engagements/acme/fair.md"),
    )
    .expect("a link");
    let done = studio.run("ask acme/fair why");
    assert!(done.passed(), "{}", done.all());
    assert!(studio.path("engagements/acme/fair.md").is_symlink());
    assert!(studio.read("shared/fair.md").contains("question: why"));
    let outside = tempfile::tempdir().expect("a folder outside");
    let secret = outside.path().join("secret.md");
    fs::write(&secret, REBRAND).expect("a file outside");
    symlink(&secret, studio.path("engagements/acme/out.md")).expect("a link");
    let done = studio.run("ask acme/out why");
    assert!(done.failed(), "{}", done.all());
    assert_eq!(fs::read_to_string(&secret).expect("the file"), REBRAND);
}

#[test]
fn a_file_that_changed_meanwhile_is_left_alone() {
    let studio = studio().variable(
        "GIT_EDITOR",
        "sh -c 'echo Call > \"$0\"; echo more >> engagements/acme/rebrand.md'",
    );
    let done = studio.run("log rebrand");
    assert!(done.failed(), "{}", done.all());
    assert!(
        done.all().contains("was changed by somebody else"),
        "{}",
        done.all()
    );
    assert_eq!(studio.read(PATH), format!("{REBRAND}more\n"));
}

#[test]
fn nothing_is_changed_while_a_merge_is_under_way() {
    let studio = studio();
    studio.git("checkout -q -b side");
    assert!(studio.run("ask rebrand one --commit").passed());
    studio.git("checkout -q main");
    assert!(studio.run("ask rebrand two --commit").passed());
    studio.run_git("merge -q side");
    let before = studio.read(PATH);
    let done = studio.run("ask rebrand three");
    assert!(done.failed(), "{}", done.all());
    assert!(
        done.all().contains("a merge is under way"),
        "{}",
        done.all()
    );
    assert_eq!(studio.read(PATH), before);
}

#[test]
fn an_editor_writes_an_entry_and_an_empty_one_aborts() {
    let studio = studio().variable("GIT_EDITOR", "sh -c 'printf \"A call\\n\\n# left out\\nShe rang.\\n\\n- [ ] promise: a film (@maya, due 2026-04-01)\\n\" > \"$0\"'");
    let done = studio.run("log rebrand");
    assert!(done.passed(), "{}", done.all());
    snapbox::assert_data_eq!(
        difference(&studio),
        str![[r#"
+
+### 2026-03-20 A call (@maya)
+
+She rang.
+
+- [ ] promise: a film (@maya, due 2026-04-01) ^ntjs

"#]]
    );
    let idle = Studio::new().variable("GIT_EDITOR", "true");
    idle.file("orbit.yml", SETTINGS).file(PATH, REBRAND);
    assert_eq!(idle.run("log rebrand").code(), Some(1));
    assert_eq!(idle.run("log rebrand Call").code(), Some(1));
    assert_eq!(idle.read(PATH), REBRAND);
}

#[test]
fn killed_at_any_moment_the_file_is_the_old_one_or_the_new_one() {
    let studio = studio();
    let rounds: u32 = std::env::var("ORBIT_KILLS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(16);
    let whole = |text: &str| {
        text.starts_with("---\ntitle")
            && text.ends_with('\n')
            && text.matches("question: why").count() <= 1
    };
    let mut seen = (0, 0);
    for round in 0..rounds {
        studio.file(PATH, REBRAND);
        let mut child = Command::new(env!("CARGO_BIN_EXE_orbit"))
            .args(["ask", "rebrand", "why"])
            .current_dir(studio.path(""))
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", studio.path(""))
            .env("GIT_AUTHOR_NAME", "Maya Lindqvist")
            .env("GIT_AUTHOR_EMAIL", "maya@northlight.example")
            .env("ORBIT_NOW", "2026-03-20")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a program that starts");
        // Work of ours, a little more each round, and then it is killed wherever it is; in the last rounds it may end.
        for _ in 0..round * 6 {
            fs::read_dir(studio.path("engagements"))
                .expect("a folder")
                .count();
            std::hint::black_box((0..20_000_u64).sum::<u64>());
        }
        if round + 2 < rounds {
            child.kill().ok();
        }
        child.wait().expect("an end");
        let text = studio.read(PATH);
        assert!(whole(&text), "{text}");
        match text == REBRAND {
            true => seen.0 += 1,
            false => {
                assert!(
                    text.contains("- [ ] question: why (@maya)")
                        || text.contains("* [ ] question: why (@maya)"),
                    "{text}"
                );
                seen.1 += 1;
            }
        }
    }
    assert!(seen.0 > 0 && seen.1 > 0, "{seen:?}");
}

#[test]
fn a_new_engagement_that_cannot_be_committed_yet_can_be_laid_out() {
    let studio = studio();
    let refused = studio.run("new acme/stand --commit");
    assert_eq!(refused.code(), Some(1), "{}", refused.all());
    assert!(refused.all().contains("leave `--commit` out"));
    assert!(!studio.path("engagements/acme/stand.md").exists());
    assert!(studio.run("new acme/stand").passed());
    assert!(studio.path("engagements/acme/stand.md").exists());
}
