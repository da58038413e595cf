//! What is found in an engagement as it stands: marks, days, people, links and the calendar. Today is 2026-03-20.

use super::verdict::{Case, ORBIT_YML, STAGES, at, case, logged, needing};

/// An engagement in `lead` with one entry that holds these lines.
fn entry(lines: &str) -> String {
    logged("lead", "", &format!("### 2026-03-01 Call\n\n{lines}\n"))
}

/// A new engagement with one entry.
fn with(lines: &str) -> Case {
    case(entry(lines))
}

/// A typo mended elsewhere in an engagement whose entry had this before.
fn still(lines: &str) -> Case {
    case(entry(lines) + "\nA word.\n").before(entry(lines) + "\nA wrod.\n")
}

#[test]
fn an_open_promise_is_somebodys() {
    for nobody in [
        "(due 2026-04-01)",
        "(by TBD, due 2026-04-01)",
        "(@tbd, due 2026-04-01)",
        "(by the team, due 2026-04-01)",
    ] {
        let found = with(&format!("- [ ] promise: texts {nobody}")).findings();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].starts_with("warning promise-unowned @ "),
            "{found:?}"
        );
    }
    with("- [ ] promise: texts (by Jane Okafor, due 2026-04-01)").passes();
    with("- [x] promise: texts (kept 2026-03-02)").passes();
    // A stage that asks for it says so once, for all of them.
    case(entry("- [ ] promise: texts (due 2026-04-01)").replace("lead", "proposal"))
        .workflow(&needing("promises: owned"))
        .finds(&["error need-unmet promises @ texts"]);
}

#[test]
fn an_open_promise_has_a_day_that_a_calendar_can_read() {
    with("- [ ] promise: texts (@tom)").finds(&["warning promise-undated @ texts"]);
    with("- [ ] promise: texts (@tom, due by the weekend)")
        .finds(&["warning promise-undated @ by the weekend"]);
    with("- [ ] promise: texts (@tom, due 2026-02-30)").finds(&["error date-invalid @ 2026-02-30"]);
    with("- [ ] promise: texts (@tom, due 2026-04-01, at noon)").passes();
    case(entry("- [ ] promise: texts (@tom)").replace("lead", "proposal"))
        .workflow(&needing("promises: dated"))
        .finds(&["error need-unmet promises @ texts"]);
}

#[test]
fn a_promise_is_overdue_from_the_day_after_and_stops_no_commit_of_something_else() {
    with("- [ ] promise: texts (@tom, due 2026-03-20)").passes();
    let late = "- [ ] promise: texts (@tom, due 2026-03-19, at noon)";
    with(late).finds(&["warning promise-overdue @ 2026-03-19, at noon"]);
    let strict = format!("{ORBIT_YML}checks: {{promise-overdue: error}}\n");
    with(late)
        .file("orbit.yml", &strict)
        .finds(&["error promise-overdue @ 2026-03-19, at noon"]);
    still(late)
        .file("orbit.yml", &strict)
        .finds(&["warning promise-overdue @ 2026-03-19, at noon"]);
    // The client goes on waiting, whatever became of the work.
    case(entry(late).replace("lead", "lost"))
        .finds(&["warning promise-overdue @ 2026-03-19, at noon"]);
}

#[test]
fn a_decision_comes_back_on_its_day_until_it_has_a_result() {
    let due = "- decision: two sketches (@maya, review 2026-03-19) ^d1";
    with(due).finds(&["warning decision-unreviewed @ 2026-03-19"]);
    with(&format!("{due}\n  - result: TBD")).finds(&["warning decision-unreviewed @ 2026-03-19"]);
    with(&format!("{due}\n  - result: it held")).passes();
    with(&format!(
        "{due}\n- decision: one sketch (@maya, supersedes ^d1)"
    ))
    .passes();
    with(&due.replace("-19", "-20")).passes();
    case(entry(due).replace("lead", "lost")).passes();
}

#[test]
fn an_approval_is_stale_when_its_words_have_changed() {
    let scope = |words: &str, by: &str| {
        let log = format!("### 2026-03-01 Read\n\n- approval: Scope ({by})\n");
        at(
            "lead",
            "",
            &format!("## Scope\n\n{words}\n\n## Log\n\n{log}"),
        )
    };
    let old = scope("Two logos.", "@tom");
    let new = scope("Three logos.", "@tom");
    let stale = ["warning approval-stale @ Scope"];
    case(&*new).before(&*old).past(&*old, "tom").finds(&stale);
    // Also where the past is not known, as after a rename.
    case(&*new).before(&*old).finds(&stale);
    case(scope("**Two**\nlogos.", "@tom"))
        .before(&*old)
        .passes();
    case(new.replace("lead", "lost")).before(&*old).passes();
    case(new.replace("## Scope", "## Extent"))
        .before(&*old)
        .finds(&stale);
    let again = |by: &str| format!("{new}\n### 2026-03-20 Read\n\n- approval: Scope ({by})\n");
    case(again("@tom"))
        .before(&*new)
        .past(&*old, "tom")
        .passes();
    // Somebody of another role does not sign in his place.
    case(again("@maya"))
        .before(&*new)
        .past(&*new, "maya")
        .past(&*old, "tom")
        .finds(&stale);
    let two = format!("{ORBIT_YML}  ines: {{role: delivery}}\n");
    case(again("@ines"))
        .file("orbit.yml", &two)
        .before(&*new)
        .past(&*new, "maya")
        .past(&*old, "tom")
        .passes();
}

#[test]
fn a_waiver_runs_out_while_what_it_excuses_is_missing() {
    let workflow = needing("field: success");
    let ran_out = "- waiver: success (@maya, because week one, until 2026-03-19)";
    let held = |lines: &str| entry(lines).replace("lead", "proposal");
    case(held(ran_out) + "\nA word.\n")
        .before(held(ran_out) + "\nA wrod.\n")
        .workflow(&workflow)
        .finds(&[
            "warning need-unmet success @ proposal",
            "warning waiver-expired @ 2026-03-19",
        ]);
    // It is paid, or another one holds, or the stage does not ask for it.
    case(held(ran_out).replace("title:", "success: 40 leads\ntitle:"))
        .workflow(&workflow)
        .passes();
    let other = ran_out.replace("until 2026-03-19", "until 2026-03-27");
    case(held(&format!("{ran_out}\n{other}")))
        .workflow(&workflow)
        .finds(&["note need-unmet success @ proposal"]);
    case(entry(ran_out)).workflow(&workflow).passes();
}

#[test]
fn a_waiver_is_granted_by_those_who_may() {
    let workflow = needing("field: success, waivable: [lead]");
    let held = |by: &str| {
        entry(&format!(
            "- waiver: success ({by}, because it comes in week one)"
        ))
        .replace("stage: lead", "stage: proposal")
        .replace("title:", "success: 40 leads\ntitle:")
    };
    let new = |by: &str| case(held(by)).workflow(&workflow);
    new("@maya").passes();
    new("@maya").by("maya").passes();
    new("@tom").finds(&["error waiver-not-allowed @ tom"]);
    new("@maya")
        .by("tom")
        .finds(&["error waiver-not-allowed @ maya"]);
    // Who is no person of the studio is not judged, and one that stood there was somebody else's commit.
    new("@maya").by("robot").passes();
    case(held("@maya") + "\nA word.\n")
        .before(held("@maya"))
        .by("tom")
        .workflow(&workflow)
        .passes();
    case(held("@tom") + "\nA word.\n")
        .before(held("@tom"))
        .workflow(&workflow)
        .finds(&["warning waiver-not-allowed @ tom"]);
    case(held("@maya"))
        .workflow(&needing("field: success, waivable: false"))
        .finds(&["error waiver-not-allowed @ maya"]);
    case(held("@tom, until 2026-03-19"))
        .workflow(&workflow)
        .passes();
}

#[test]
fn a_waiver_says_who_grants_it_and_why() {
    let new = |mark: &str| case(entry(mark)).workflow(&needing("field: success"));
    new("- waiver: success (@maya)").finds(&["error waiver-unexplained @ success"]);
    new("- waiver: success (because it comes in week one)")
        .finds(&["error waiver-unexplained @ success"]);
    new("- waiver: success (@maya, because TBD)").finds(&["error waiver-unexplained @ TBD"]);
    new("- waiver: success (@maya, because Success)")
        .finds(&["error waiver-unexplained @ Success"]);
    new("- waiver: success (@maya)\n  - because: it comes in week one").passes();
    new("- [x] waiver: success").passes();
    case(entry("- waiver: success (@maya)") + "\nA word.\n")
        .before(entry("- waiver: success (@maya)"))
        .workflow(&needing("field: success"))
        .finds(&["warning waiver-unexplained @ success"]);
}

#[test]
fn a_mark_says_what_it_is_for() {
    with("- [ ] promise:").finds(&["error mark-malformed @ promise"]);
    with("- decision: TBD (@maya)").finds(&["error mark-malformed @ TBD"]);
    with("- risk: none yet").finds(&["warning mark-malformed @ none yet"]);
    with("- [x] question: who signs? (@maya)").finds(&["error mark-malformed @ who signs?"]);
    with("- [x] question: is it signed?\n  - answer: not yet").passes();
    with("- approval: Scope").finds(&["error mark-malformed @ Scope"]);
    with("- decision: by the day (@maya, supersedes the old price)")
        .finds(&["error mark-malformed @ supersedes the old price"]);
    still("- [ ] promise:").finds(&["warning mark-malformed @ promise"]);
}

#[test]
fn an_outcome_has_its_tick_its_day_and_its_reason() {
    with("- [ ] promise: texts (@tom, due 2026-04-01, kept 2026-03-02)")
        .finds(&["error mark-malformed @ [ ]"]);
    with("- [x] promise: texts (@tom, released)").finds(&["error mark-malformed @ released"]);
    with("- [x] promise: texts (@tom, broken 2026-03-02)")
        .finds(&["error mark-malformed @ broken 2026-03-02"]);
    with("- [x] promise: texts (@tom, broken 2026-03-02)\n  - because: nobody asked for them")
        .passes();
    with("- [x] promise: texts (@tom, replaced)\n  - because: it is Tom's now")
        .finds(&["error mark-malformed @ replaced"]);
    with("- [x] promise: texts (@tom)").passes();
}

#[test]
fn attributes_stand_in_the_last_parentheses_and_these_are_closed() {
    for lost in [
        "(@tom, due 2026-04-01",
        "(@tom, due 2026-04-01) by Friday",
        "(due 2026-04-01) and more (@tom)",
    ] {
        let found = with(&format!("- [ ] promise: texts {lost}")).findings();
        assert!(
            found
                .iter()
                .any(|line| line.starts_with("error mark-malformed @ (")),
            "{lost}: {found:?}"
        );
    }
    for fine in [
        "texts (to be shown first) and a badge (@tom, due 2026-04-01)",
        "the grid (@maya's idea) on a badge (@tom, due 2026-04-01)",
        "two directions (not one) (@tom, due 2026-04-01)",
        "the call `f(@x, due 2026-01-01)` explained (@tom, due 2026-04-01)",
        "the [plan](https://example.org/a) (@tom, due 2026-04-01)",
        "1) texts 2) pictures (@tom, due 2026-04-01)",
        "the ones (Jane's and Ana's (@tom, due 2026-04-01)",
    ] {
        with(&format!("- [ ] promise: {fine}")).passes();
    }
    with("- tone: wary :( because of last year").passes();
    with("- risk: the hall is shut (until 2026-04-01) and has no lift").passes();
}

#[test]
fn a_slip_in_a_name_is_told_from_a_name_of_the_studios_own() {
    with("- [ ] promise: texts (@tom, deu 2026-04-01)").finds(&["error mark-malformed @ deu"]);
    with("- [ ] promise: texts (@tom, to Jane, deu 2026-04-01)")
        .finds(&["error mark-malformed @ deu"]);
    with("- decision: two (@maya)\n  - becuase: the board wants to choose")
        .finds(&["error mark-malformed @ becuase"]);
    with("- decision: two (@maya, supercedes ^d1)").finds(&["error mark-malformed @ supercedes"]);
    for fine in [
        "(@maya, because she asked, too)\n  - reviewer: Jane",
        "(@maya, because it is dear, but not dues 2 and 3)",
        "(@maya)\n  - release: 2026-05-01\n  - note: none of ours\n  - shares: 40%",
        "(@maya, audience board, topics price)",
    ] {
        with(&format!("- decision: two {fine}")).passes();
    }
    // Each of several is told.
    with("- [ ] promise: texts (@tom, deu 2026-04-01)\n  - becuase: the fair").finds(&[
        "error mark-malformed @ deu",
        "error mark-malformed @ becuase",
    ]);
    with("- decision: two (@maya, topik price, reveiw 2026-05-01)").finds(&[
        "error mark-malformed @ topik",
        "error mark-malformed @ reveiw",
    ]);
}

#[test]
fn of_decisions_that_supersede_each_other_the_later_counts_and_the_earlier_is_told() {
    with("- decision: by the day (@maya, supersedes ^d2) ^d1\n- decision: fixed price (@maya, supersedes ^d1) ^d2")
        .finds(&["error mark-malformed @ supersedes ^d2"]);
    with("- decision: fixed price (@maya, supersedes ^d1) ^d1")
        .finds(&["warning link-broken @ ^d1"]);
    with("- decision: a (@maya, supersedes ^d3) ^d1\n- decision: b (@maya, supersedes ^d1) ^d2\n- decision: c (@maya, supersedes ^d2) ^d3")
        .finds(&["error mark-malformed @ supersedes ^d3"]);
    // One that is written below an earlier day may still take the place of a later one.
    with("- decision: fixed price (@maya, supersedes ^d2) ^d1\n- decision: by the day (@maya) ^d2")
        .passes();
    // A decision on the topic is asked for, and one is in force.
    let both = "- decision: by the day (@maya, topic price, supersedes ^d2) ^d1\n- decision: fixed price (@maya, topic price, supersedes ^d1) ^d2";
    case(entry(both).replace("stage: lead", "stage: proposal"))
        .workflow(&needing("decision: price"))
        .finds(&["error mark-malformed @ supersedes ^d2"]);
}

#[test]
fn an_id_stands_last_and_refers_elsewhere() {
    for lost in [
        "- [ ] promise: texts ^p1 (@tom, due 2026-04-01)",
        "- [ ] promise: texts (@tom, due 2026-04-01) ^",
        "- [ ] promise: texts (@tom, due 2026-04-01) ^p_1",
        "- [ ] promise: texts (@tom, due 2026-04-01) ^p1.",
        "- [ ] promise ^p1: texts (@tom, due 2026-04-01)",
    ] {
        let found = with(lost).findings();
        assert!(
            found
                .iter()
                .any(|line| line.starts_with("error mark-malformed @ ^")),
            "{lost}: {found:?}"
        );
    }
    with("- decision: fixed price (@maya) ^d1\n- decision: as in ^d1, by the month (@maya)\n- decision: the same as ^d1 (@maya)").passes();
    with("- risk: the error grows with x ^2 in the hall").passes();
}

#[test]
fn a_waiver_names_a_need_or_a_stage() {
    let waiver = |name: &str| entry(&format!("- waiver: {name} (@maya, because week one)"));
    let judged = |name: &str| case(waiver(name)).workflow(&needing("field: success"));
    judged("success").passes();
    judged("Delivery").passes();
    // A name in bold or as code is the same name.
    judged("`success`").passes();
    judged("**success**").passes();
    case(waiver("`success`").replace("stage: lead", "stage: proposal"))
        .workflow(&needing("field: success"))
        .finds(&["note need-unmet success @ proposal"]);
    judged("sucess").finds(&["error mark-malformed @ sucess"]);
    // A need may have been renamed since: that keeps nobody from moving on.
    case(waiver("succes").replace("stage: lead", "stage: proposal"))
        .before(waiver("succes"))
        .finds(&["warning mark-malformed @ succes"]);
}

#[test]
fn a_mark_that_somebody_relies_on_stands_in_an_entry() {
    let section = |line: &str| case(at("lead", "", &format!("## Notes\n\n{line}\n\n## Log\n")));
    section("- [ ] promise: texts (@tom, due 2026-04-01)")
        .finds(&["error mark-malformed @ promise"]);
    section("- decision: fixed price ^d1").finds(&["error mark-malformed @ decision"]);
    section("- promise: a word that we use (to be clear) for what is owed").passes();
    section("- risk: the hall (@tom)").passes();
    section("> - [ ] promise: texts (@tom, due 2026-04-01)").passes();
    section("```\n- [ ] promise: texts (@tom, due 2026-04-01)\n```").passes();
}

#[test]
fn a_slip_in_a_keyword_is_told_from_another_word() {
    with("- [ ] promis: texts (@tom, due 2026-04-01)").finds(&["warning mark-unknown @ promis"]);
    with("- **Risks:** the hall").finds(&["warning mark-unknown @ Risks"]);
    with("- [ ] todo: texts (@tom)").finds(&["warning mark-unknown @ todo"]);
    with("- [ ] todo: texts\n- note: fine\n- charge: EUR 20\n- present: Jane (@maya)\n- done: all")
        .passes();
    with("- decision: two (@maya)\n  - questions: none were asked").passes();
}

#[test]
fn an_id_names_one_mark() {
    let two = |a: &str, b: &str| format!("- tone: wary ^{a}\n- tone: calm ^{b}");
    with(&two("t1", "T1")).finds(&["error id-duplicate @ ^T1"]);
    with(&two("t1", "t2")).passes();
    still(&two("t1", "t1")).finds(&["warning id-duplicate @ ^t1"]);
    // Each branch had one, and only the merge has two.
    case(entry(&two("t1", "t1")))
        .before(entry("- tone: wary ^t1"))
        .before(entry("- tone: calm ^t1"))
        .finds(&["error id-duplicate @ ^t1"]);
}

#[test]
fn days_exist_where_a_day_is_meant() {
    case(logged("lead", "", "### 2026-02-30 Call\n")).finds(&["error date-invalid @ 2026-02-30"]);
    case(at("lead", "due: 2026-02-30\n", "")).finds(&["error date-invalid @ 2026-02-30"]);
    case(at("lead", "due: 2026-02-30\n", ""))
        .workflow(&format!("fields: {{due: {{type: date}}}}\n{STAGES}"))
        .finds(&["error field-type @ 2026-02-30"]);
    with("- [x] promise: texts (@tom, kept last week)").finds(&["error date-invalid @ last week"]);
    with("- decision: two (@maya, review in May)").finds(&["error date-invalid @ in May"]);
    // Other marks may use the same words for something else.
    with("- decision: two (@maya)\n  - kept: the old mark\n- risk: shut\n  - until: the fair")
        .passes();
    let accepted = |title: &str| {
        logged(
            "lead",
            "",
            &format!("### 2026-03-01 {title}\n\n- accepted: by telephone\n"),
        )
    };
    case(accepted("Handoff: @maya to @tom")).finds(&["error date-invalid @ by telephone"]);
    case(accepted("The offer")).passes();
    // What was done was done by now.
    let done = accepted("Handoff: @maya to @tom").replace("by telephone", "2026-03-21");
    case(&*done).finds(&["warning date-invalid @ 2026-03-21"]);
    case(done.replace("-21", "-20")).passes();
    with("- [x] promise: texts (@tom, kept 2027-03-02)")
        .finds(&["warning date-invalid @ 2027-03-02"]);
    with("- decision: two (@maya, review 2027-03-02)").passes();
}

#[test]
fn a_field_that_the_workflow_types_as_a_person_holds_one_of_the_studios() {
    let workflow = |kind: &str| {
        format!("fields: {{owner: {{type: {kind}}}, buddy: {{type: people}}}}\n{STAGES}")
    };
    let person = workflow("person");
    case(at("lead", "owner: tmo\nbuddy: [maya, tum]\n", ""))
        .workflow(&person)
        .finds(&["error person-unknown @ tmo", "error person-unknown @ tum"]);
    case(at("lead", "owner: tom\nbuddy: TBD\n", ""))
        .workflow(&person)
        .passes();
    // Typed in another way, it is the studio's own.
    case(at("lead", "owner: tmo\n", ""))
        .workflow(&workflow("text"))
        .passes();
}

#[test]
fn handles_are_the_studios_people() {
    with("- [ ] promise: texts (@tmo, due 2026-04-01)").finds(&["error person-unknown @ tmo"]);
    with("- [ ] promise: texts (@TOM, to Jane, due 2026-04-01)").passes();
    case(at("lead", "owner: tmo\nteam: [maya, Jane Okafor]\n", ""))
        .finds(&["error person-unknown @ tmo"]);
    case(at("lead", "owner: TBD\n", "")).passes();
    case(logged(
        "lead",
        "",
        "### 2026-03-01 Call (@tmo)\n\nAsk @nobody, or `@this`.\n",
    ))
    .finds(&["error person-unknown @ tmo"]);
    case(logged(
        "lead",
        "",
        "### 2026-03-01 Handoff: lead to proposal\n\n- from: @maya\n- to: @tmo\n- cc: @jim\n",
    ))
    .finds(&["error person-unknown @ @tmo"]);
    with("- tone: calm (@tmo)")
        .file("orbit.yml", "studio: Example\nworkflow: small\n")
        .passes();
}

#[test]
fn links_lead_somewhere_in_the_tree() {
    let text = |body: &str| {
        case(at("lead", "", body))
            .file("files/a b.pdf", "pdf")
            .file("engagements/acme/audit.md", &at("lead", "", ""))
    };
    for good in [
        "[a](../../files/a%20b.pdf#p1)",
        "[a](/files/a%20b.pdf)",
        "![a](<../../files/a b.pdf>)",
        "[a](../../files/)",
        "[a](audit.md) [[audit]] [[acme/audit|it]] [a](acme/audit)",
        "[a](https://example.org) [a](//example.org) <jane@example.org> [a](mailto:a@b.c) [a](#log)",
        "[[3]](https://example.org) [[2, 1]]",
        "`[a](gone.md)` <!-- [a](gone.md) --> [a]({{ page }})",
    ] {
        text(good).passes();
    }
    text("[a](gone.md) and [b](gone.md)").finds(&["warning link-broken @ [a](gone.md)"]);
    text("[a](../../../etc/passwd)").finds(&["warning link-broken @ [a](../../../etc/passwd)"]);
    text("[[gone]]").finds(&["warning link-broken @ [[gone]]"]);
    let follows = |id: &str| {
        case(at("lead", &format!("follows: {id}\n"), ""))
            .file("engagements/acme/audit.md", &at("lead", "", ""))
    };
    follows("acme/audit").passes();
    follows("[acme/audit, acme/gone]").finds(&["warning link-broken @ acme/gone"]);
}

#[test]
fn ids_lead_to_a_mark() {
    let moved = "- [x] promise: texts (@tom, replaced ^p2)\n  - because: it is in the next job";
    with(moved).finds(&["warning link-broken @ ^p2"]);
    with(&format!(
        "{moved}\n- [ ] promise: texts (@maya, due 2026-04-01) ^P2"
    ))
    .passes();
    with(moved)
        .file(
            "engagements/acme/next.md",
            &entry("- [ ] promise: texts (@maya, due 2026-04-01) ^p2"),
        )
        .passes();
    with("- decision: two (@maya, supersedes ^d9)").finds(&["warning link-broken @ ^d9"]);
}

#[test]
fn entries_have_their_day_before_their_title() {
    let log = |heading: &str| {
        case(logged(
            "lead",
            "",
            &format!("### 2026-03-01 Call\n\nWary.\n\n{heading}\n\nMore.\n"),
        ))
    };
    log("### Open points").finds(&["warning entry-undated @ Open points"]);
    log("#### 2026-03-02 Mail").finds(&["warning entry-undated @ 2026-03-02 Mail"]);
    log("## 2026-03-02 Mail").finds(&["warning entry-undated @ 2026-03-02 Mail"]);
    log("#### What comes first?").passes();
    log("## After").passes();
    case(at("lead", "", "## Notes\n\n### Open points\n")).passes();
}

#[test]
fn what_stands_still_is_noted() {
    let workflow = STAGES.replace("  lead: {}\n", "  lead: {stale: 14 days}\n");
    let last = |day: &str, mark: &str| {
        case(logged("lead", "", &format!("### {day} Call\n\n{mark}\n"))).workflow(&workflow)
    };
    last("2026-03-05", "").finds(&["note stale @ lead"]);
    last("2026-03-06", "").passes();
    last("2026-01-06", "- [x] promise: texts (@tom, kept 2026-03-18)").passes();
    last("2026-01-06", "### 2026-04-01 Fair").finds(&["note stale @ lead"]);
    case(at("lead", "", "")).workflow(&workflow).passes();
    case(logged("delivery", "", "### 2026-01-06 Call\n"))
        .workflow(&workflow)
        .passes();
}

#[test]
fn what_waits_is_looked_at_on_its_day() {
    case(at("dormant", "wake: 2026-03-19\n", "")).finds(&["warning wake-passed @ 2026-03-19"]);
    case(at("dormant", "wake: 2026-03-20\n", "")).passes();
    case(at("dormant", "wake: when they call\n", "")).passes();
    case(at("delivery", "wake: 2026-03-19\n", "")).passes();
}
