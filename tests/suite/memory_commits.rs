//! Memory with real git: renames, deletions, merges, settings. What the hook says of the index, `--range` says of the commit.

use crate::harness::Studio;

const PATH: &str = "engagements/acme/rebrand.md";
const OTHER: &str = "engagements/acme/stand.md";
const ORBIT_YML: &str = "\
studio: Northlight
workflow: small
settings_by: [lead]
people:
  maya: {name: Maya Lindqvist, email: maya@northlight.example, role: lead}
  tom: {name: Tom Abara, email: tom@northlight.example, role: delivery}
";
const STAGES: &str = "stages:\n  lead: {}\n  done: {kind: done}\n";
const PROMISE: &str = "- [ ] promise: two logo directions, not one (@tom, due 2026-04-20) ^p7k\n";
const FIRST: &str = "### 2026-02-11 Call with Jane\n\nShe rang about the stand, and wants to see two panels before the fair opens.\n\n";
const SECOND: &str = "### 2026-02-12 Mail by Martin\n\nThe board meets on the last Thursday of the month, and he needs a number by then.\n\n";

fn page(stage: &str, log: &str) -> String {
    format!(
        "---\ntitle: Rebrand\nstage: {stage}\n---\n\nJane Okafor asked for a rebrand of the whole stand.\n\n## Log\n\n{log}"
    )
}

fn studio(log: &str) -> Studio {
    let studio = Studio::new();
    studio
        .file("orbit.yml", ORBIT_YML)
        .file("workflows/small.yml", STAGES)
        .file("standards/lead.md", "# Lead\n\nListen first.\n")
        .file(PATH, &page("lead", log))
        .git("add .")
        .git("commit -qm studio");
    studio
}

/// The errors of a run, as `code path`.
fn errors(studio: &Studio, line: &str) -> Vec<String> {
    let done = studio.run(&format!("check {line} --format json"));
    let report: serde_json::Value =
        serde_json::from_str(&done.out()).unwrap_or_else(|_| panic!("{}", done.all()));
    let head = studio.shell("git rev-parse HEAD").out().trim().to_owned();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().cloned().unwrap_or_default();
    findings
        .iter()
        .filter(|finding| finding["severity"] == "error")
        .filter(|finding| finding["commit"].is_null() || text(&finding["commit"]) == head)
        .map(|finding| format!("{} {}", text(&finding["code"]), text(&finding["path"])))
        .collect()
}

/// What is wrong with what is staged; the commit made of it has the same wrong.
#[track_caller]
fn staged(studio: &Studio) -> Vec<String> {
    let found = errors(studio, "--staged");
    studio.git("commit -qm on --no-verify");
    assert_eq!(
        errors(studio, "--range HEAD"),
        found,
        "the commit says otherwise"
    );
    found
}

#[test]
fn a_rename_keeps_its_memory() {
    let log = format!("{FIRST}{SECOND}{PROMISE}");
    let moved = "engagements/acme/autumn.md";
    let fine = studio(&log);
    fine.git(&format!("mv {PATH} {moved}"));
    assert_eq!(staged(&fine), [""; 0]);

    let lost = studio(&log);
    lost.git(&format!("mv {PATH} {moved}"));
    lost.file(moved, &page("lead", &format!("{FIRST}{SECOND}")));
    lost.git("add .");
    assert_eq!(staged(&lost), [format!("promise-removed {moved}")]);

    // Written anew so far that git sees no rename any more.
    let hidden = studio(&log);
    hidden.git(&format!("rm -q {PATH}"));
    let much = "Something else stands here now, and there is much of it. ".repeat(40);
    hidden.file(moved, &page("lead", &format!("### 2026-02-11 Call with Jane\n\nShe rang about the stand, and wants to see two panels before the fair opens.\n\n{SECOND}{much}\n")));
    hidden.git("add .");
    assert_eq!(staged(&hidden), [format!("promise-removed {moved}")]);
}

#[test]
fn a_new_engagement_is_not_a_deleted_one_that_looks_alike() {
    let pattern = "- [ ] what they sell\n- [ ] whom they sell it to\n- [ ] who decides\n- [ ] what it may cost\n".repeat(4);
    let like = |page: String| page.replace("## Log", &format!("## To ask\n\n{pattern}\n## Log"));
    let new = like(page("lead", "### 2026-03-20 Call\n\nA new one.\n").replace("Rebrand", "Stand"));
    for (stage, expected) in [("done", None), ("lead", Some("engagement-removed"))] {
        let studio = studio(FIRST);
        studio
            .file(PATH, &like(page(stage, FIRST)))
            .git("commit -qam more");
        studio.git(&format!("rm -q {PATH}"));
        studio.file(OTHER, &new).git("add .");
        let status = studio.run_git("diff --cached -M --name-status HEAD").out();
        assert!(status.starts_with('R'), "git sees no rename: {status}");
        let mut found = staged(&studio);
        // What moved by git's account has its own rules.
        found.retain(|found| found.contains("removed") || found.contains("rewritten"));
        let expected: Vec<String> = expected
            .map(|code| format!("{code} {PATH}"))
            .into_iter()
            .collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn what_is_deleted_or_put_out_of_sight_is_missed() {
    let deleted = studio(FIRST);
    deleted.git(&format!("rm -q {PATH}"));
    assert_eq!(staged(&deleted), [format!("engagement-removed {PATH}")]);

    let archived = studio(FIRST);
    archived
        .file("archive/.keep", "")
        .git("add .")
        .git(&format!("mv {PATH} archive/rebrand.md"));
    assert_eq!(staged(&archived), [format!("engagement-removed {PATH}")]);

    let unseen = studio(FIRST);
    unseen.file("orbit.yml", &format!("{ORBIT_YML}engagements: work\n"));
    unseen.git("add .");
    assert_eq!(staged(&unseen), [format!("engagement-removed {PATH}")]);

    let all_moved = studio(FIRST);
    all_moved.file("orbit.yml", &format!("{ORBIT_YML}engagements: work\n"));
    all_moved
        .file("work/.keep", "")
        .git("add .")
        .git(&format!("mv {PATH} work/rebrand.md"));
    assert_eq!(staged(&all_moved), [""; 0]);

    let over = studio(FIRST);
    over.file(PATH, &page("done", FIRST))
        .git("commit -qam done")
        .git(&format!("rm -q {PATH}"));
    assert_eq!(staged(&over), [""; 0]);
}

#[test]
fn what_moves_to_another_engagement_is_found_there() {
    let studio = studio(&format!("{FIRST}{SECOND}{PROMISE}"));
    studio
        .file(OTHER, &page("lead", ""))
        .git("add .")
        .git("commit -qm stand");
    studio
        .file(PATH, &page("lead", FIRST))
        .file(OTHER, &page("lead", &format!("{SECOND}{PROMISE}")));
    assert_eq!(errors(&studio, PATH), [""; 0]);
    studio.git("add .");
    assert_eq!(staged(&studio), [""; 0]);
    // Two that turn out to be one.
    studio.git(&format!("rm -q {PATH}"));
    studio
        .file(OTHER, &page("lead", &format!("{FIRST}{SECOND}{PROMISE}")))
        .git("add .");
    assert_eq!(staged(&studio), [""; 0]);
}

/// A branch `side` from the beginning with this log, and `main` with that one; the merge of both left open.
fn merging(base: &str, side: &str, main: &str) -> Studio {
    let studio = studio(base);
    studio
        .git("checkout -qb side")
        .file(PATH, &page("lead", side));
    studio.git("commit -qam side").git("checkout -q main");
    studio
        .file(PATH, &page("lead", main))
        .git("commit -qam main");
    studio.run_git("merge -q --no-commit --no-ff side");
    studio
}

#[test]
fn a_merge_loses_nothing_of_either_side() {
    let promised = format!("{FIRST}{PROMISE}\n");
    let kept = merging(
        FIRST,
        &format!("{PROMISE}\n{FIRST}"),
        &format!("{FIRST}{SECOND}"),
    );
    kept.file(PATH, &page("lead", &format!("{FIRST}{PROMISE}\n{SECOND}")))
        .git("add .");
    assert_eq!(staged(&kept), [""; 0]);

    // Settled in haste: what the side branch promised is not in it.
    let lost = merging(FIRST, &promised, &format!("{FIRST}{SECOND}"));
    lost.file(
        PATH,
        &page("lead", &format!("{FIRST}{SECOND}Both agreed.\n")),
    )
    .git("add .");
    assert_eq!(staged(&lost), [format!("promise-removed {PATH}")]);

    // The same by taking one side whole.
    let ours = merging(FIRST, &promised, &format!("{FIRST}{SECOND}"));
    ours.file(PATH, &page("lead", &format!("{FIRST}{SECOND}")))
        .git("add .");
    assert_eq!(staged(&ours), [format!("promise-removed {PATH}")]);
}

#[test]
fn a_merge_is_not_blamed_for_what_a_branch_had_dropped() {
    let promised = format!("{FIRST}{PROMISE}\n");
    // Dropped on main, where it was judged; the side branch knows nothing of it and writes an entry.
    let judged = merging(&promised, &format!("{promised}{SECOND}"), FIRST);
    judged
        .file(PATH, &page("lead", &format!("{FIRST}{SECOND}")))
        .git("add .");
    assert_eq!(staged(&judged), [""; 0]);

    // But what the side branch said of it since then is lost by the merge.
    let spoken = promised.replace("due 2026-04-20", "due 2026-04-10, to Jane Okafor");
    let lost = merging(&promised, &spoken, FIRST);
    lost.file(PATH, &page("lead", FIRST)).git("add .");
    assert_eq!(staged(&lost), [format!("promise-removed {PATH}")]);
}

#[test]
fn a_merge_of_a_side_that_deleted_is_not_blamed_for_it() {
    let studio = studio(FIRST);
    studio
        .file(OTHER, &page("lead", SECOND))
        .git("add .")
        .git("commit -qm stand");
    studio
        .git("checkout -qb side")
        .git(&format!("rm -q {PATH}"))
        .git("commit -qm gone --no-verify")
        .git("checkout -q main");
    studio
        .file(OTHER, &page("lead", &format!("{SECOND}{FIRST}")))
        .git("commit -qam more");
    studio.git("merge -q --no-commit --no-ff side");
    assert_eq!(staged(&studio), [""; 0]);
}

#[test]
fn only_those_with_the_role_change_the_process() {
    let tom = || {
        studio(FIRST)
            .variable("GIT_AUTHOR_EMAIL", "tom@northlight.example")
            .variable("GIT_AUTHOR_NAME", "Tom Abara")
    };
    let role = tom();
    role.file(
        "orbit.yml",
        &ORBIT_YML.replace(
            "settings_by: [lead]",
            "settings_by: [delivery]\nchecks: {settings-not-allowed: off}",
        ),
    );
    role.git("add .");
    assert_eq!(staged(&role), ["settings-not-allowed orbit.yml"]);

    let layout = tom();
    layout.file("orbit.yml", &format!("# who we are\n{ORBIT_YML}"));
    layout
        .file("standards/lead.md", "# Lead\n\nListen\nfirst.\n")
        .git("add .");
    assert_eq!(staged(&layout), [""; 0]);

    // The order of stages is the way that the work goes.
    let order = tom();
    order
        .file(
            "workflows/small.yml",
            "stages:\n  done: {kind: done}\n  lead: {}\n",
        )
        .git("add .");
    assert_eq!(staged(&order), ["settings-not-allowed workflows/small.yml"]);

    let files = tom();
    files
        .file("standards/lead.md", "# Lead\n\nTalk first.\n")
        .file("workflows/other.yml", STAGES)
        .git("add .");
    assert_eq!(
        staged(&files),
        [
            "settings-not-allowed standards/lead.md",
            "settings-not-allowed workflows/other.yml"
        ]
    );
    files.git("rm -q standards/lead.md");
    assert_eq!(staged(&files), ["settings-not-allowed standards/lead.md"]);

    // A standard may stand anywhere.
    let elsewhere = studio(FIRST);
    elsewhere
        .file(
            "docs/lead.md",
            "# Lead\n\nListen first.\n\n[How](https://a.example)\n\n<p>Twice.</p>\n",
        )
        .file(
            "workflows/small.yml",
            "stages:\n  lead: {standard: docs/lead.md}\n  done: {kind: done}\n",
        )
        .git("add .")
        .git("commit -qm standard");
    let elsewhere = elsewhere
        .variable("GIT_AUTHOR_EMAIL", "tom@northlight.example")
        .variable("GIT_AUTHOR_NAME", "Tom Abara");
    let text = elsewhere.read("docs/lead.md");
    for (was, is) in [
        ("Listen", "Talk"),
        ("a.example", "b.example"),
        ("Twice", "Once"),
    ] {
        elsewhere
            .file("docs/lead.md", &text.replace(was, is))
            .git("add .");
        assert_eq!(
            errors(&elsewhere, "--staged"),
            ["settings-not-allowed docs/lead.md"],
            "{is}"
        );
    }

    let stranger = studio(FIRST).variable("GIT_AUTHOR_EMAIL", "maya@elsewhere.example");
    stranger
        .file("standards/lead.md", "# Lead\n\nTalk first.\n")
        .git("add .");
    let said = stranger.run("check --staged").out();
    assert!(
        said.contains("nobody in `orbit.yml` has the address maya@elsewhere.example"),
        "{said}"
    );

    let lead = studio(FIRST);
    lead.file("standards/lead.md", "# Lead\n\nTalk first.\n")
        .git("add .");
    assert_eq!(staged(&lead), [""; 0]);
}

#[test]
fn a_merge_by_anybody_carries_the_settings_of_those_who_may() {
    let studio = studio(FIRST);
    studio
        .git("checkout -qb side")
        .file("standards/lead.md", "# Lead\n\nTalk first.\n")
        .git("commit -qam lead");
    studio
        .git("checkout -q main")
        .file(OTHER, &page("lead", SECOND))
        .git("add .")
        .git("commit -qm stand");
    let studio = studio.variable("GIT_AUTHOR_EMAIL", "tom@northlight.example");
    studio.git("merge -q --no-commit --no-ff side");
    assert_eq!(errors(&studio, "--staged"), [""; 0]);
    studio
        .file("standards/lead.md", "# Lead\n\nSell first.\n")
        .git("add .");
    assert_eq!(staged(&studio), ["settings-not-allowed standards/lead.md"]);
}
