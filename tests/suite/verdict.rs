//! The verdict, in memory: what a commit is refused for, and what not. One small studio, many changes to it.

use orbit::check::context::{Context, NoPast, Past};
use orbit::check::judge;
use orbit::day::Day;
use orbit::model::{Change, Commit, Engagement, Settings};
use orbit::repo::{Author, Memory, Tree};

pub(super) const ORBIT_YML: &str = "\
studio: Example
workflow: small
people:
  maya: {name: Maya Lindqvist, email: maya@example.org, role: lead}
  tom: {name: Tom Abara, email: tom@example.org, role: delivery}
";

pub(super) const STAGES: &str = "\
title: Small
stages:
  lead: {}
  proposal: {}
  delivery: {}
  done: {kind: done}
  dormant: {kind: waiting}
  lost: {kind: lost}
";

/// A commit to one engagement, `acme/rebrand`.
pub(super) struct Case {
    tree: Memory,
    before: Vec<String>,
    after: String,
    author: Option<&'static str>,
    past: Vec<(String, &'static str)>,
    touched: bool,
}

pub(super) fn case(after: impl Into<String>) -> Case {
    Case {
        tree: Memory::new()
            .file("orbit.yml", ORBIT_YML)
            .file("workflows/small.yml", STAGES),
        before: Vec::new(),
        after: after.into(),
        author: None,
        past: Vec::new(),
        touched: true,
    }
}

/// What is before the commit at hand, as a list.
struct Listed(Vec<(String, Author)>);

impl Past for Listed {
    fn walk(&self, _: &str, see: &mut dyn FnMut(&[u8], &Author) -> bool) {
        for (text, author) in &self.0 {
            if !see(text.as_bytes(), author) {
                return;
            }
        }
    }

    fn is_elsewhere(&self, _: &str, _: &str) -> bool {
        false
    }

    fn lender(&self, _: &str, _: &str) -> Option<String> {
        None
    }
}

fn author(handle: &str) -> Author {
    Author {
        name: handle.to_owned(),
        email: format!("{handle}@example.org"),
    }
}

impl Case {
    pub(super) fn workflow(mut self, text: &str) -> Self {
        self.tree.put("workflows/small.yml", text);
        self
    }

    pub(super) fn file(mut self, path: &str, text: &str) -> Self {
        self.tree.put(path, text);
        self
    }

    pub(super) fn before(mut self, text: impl Into<String>) -> Self {
        self.before.push(text.into());
        self
    }

    pub(super) fn by(mut self, handle: &'static str) -> Self {
        self.author = Some(handle);
        self
    }

    /// An older version of the file and who made it, the newest first.
    pub(super) fn past(mut self, text: impl Into<String>, by: &'static str) -> Self {
        self.past.push((text.into(), by));
        self
    }

    pub(super) fn untouched(mut self) -> Self {
        self.touched = false;
        self
    }

    /// The findings as lines: severity, code, the need's key, and the text that they point at.
    pub(super) fn findings(&self) -> Vec<String> {
        let path = "engagements/acme/rebrand.md";
        let settings = Settings::load(&self.tree).unwrap_or_else(|failure| panic!("{failure}"));
        let read =
            |text: &str| Engagement::read(path, text.as_bytes(), &settings).expect("an engagement");
        let after = read(&self.after);
        let before: Vec<Engagement> = self.before.iter().map(|text| read(text)).collect();
        let change = Change {
            after: &after,
            before: before.iter().collect(),
            touched: self.touched,
        };
        let past = Listed(
            self.past
                .iter()
                .map(|(text, by)| (text.clone(), author(by)))
                .collect(),
        );
        let past: &dyn Past = if self.past.is_empty() { &NoPast } else { &past };
        let who = self.author.map(author);
        let day = Day::parse("2026-03-20").expect("a day");
        let tree: &dyn Tree = &self.tree;
        judge(
            &Commit::of(vec![change]),
            &Context::new(&settings, tree, day, who.as_ref(), past),
        )
        .into_iter()
        .map(|finding| {
            let need = finding
                .need
                .map_or_else(String::new, |need| format!(" {need}"));
            format!(
                "{} {}{need} @ {}",
                finding.severity,
                finding.code,
                after.slice(finding.span)
            )
        })
        .collect()
    }

    #[track_caller]
    pub(super) fn finds(self, expected: &[&str]) {
        assert_eq!(self.findings(), expected);
    }

    #[track_caller]
    pub(super) fn passes(self) {
        assert_eq!(self.findings(), Vec::<String>::new());
    }
}

/// An engagement in a stage, with further lines of front-matter and a body.
pub(super) fn at(stage: &str, lines: &str, body: &str) -> String {
    format!("---\ntitle: Rebrand\nstage: {stage}\n{lines}---\n\n{body}")
}

/// The small workflow with one need in `proposal`.
pub(super) fn needing(need: &str) -> String {
    STAGES.replace(
        "  proposal: {}\n",
        &format!("  proposal:\n    needs:\n      - {{{need}}}\n"),
    )
}

#[test]
fn a_move_is_held_to_every_need_of_the_stage_it_enters() {
    let workflow = needing("field: success");
    case(at("proposal", "", ""))
        .before(at("lead", "", ""))
        .workflow(&workflow)
        .finds(&["error need-unmet success @ proposal"]);
    case(at("proposal", "success: 40 leads by May\n", ""))
        .before(at("lead", "", ""))
        .workflow(&workflow)
        .passes();
}

#[test]
fn what_was_missing_before_is_a_warning_for_one_that_stays() {
    let workflow = needing("field: success");
    case(at("proposal", "", "A typo mended."))
        .before(at("proposal", "", "A tpyo."))
        .workflow(&workflow)
        .finds(&["warning need-unmet success @ proposal"]);
}

#[test]
fn what_the_commit_takes_away_is_an_error_for_one_that_stays() {
    let workflow = needing("field: success");
    case(at("proposal", "", ""))
        .before(at("proposal", "success: 40 leads\n", ""))
        .workflow(&workflow)
        .finds(&["error need-unmet success @ proposal"]);
    case(at("proposal", "success: TBD\n", ""))
        .before(at("proposal", "success: 40 leads\n", ""))
        .workflow(&workflow)
        .finds(&["error need-unmet success @ TBD"]);
}

#[test]
fn a_bystander_gets_warnings_only() {
    case(at("proposal", "", ""))
        .workflow(&needing("field: success"))
        .untouched()
        .finds(&["warning need-unmet success @ proposal"]);
    case(at("nowhere", "", ""))
        .untouched()
        .finds(&["warning stage-unknown @ nowhere"]);
}

#[test]
fn a_new_engagement_begins_in_any_stage_whose_needs_it_meets() {
    let workflow = needing("field: success");
    case(at("delivery", "success: 40 leads\n", ""))
        .workflow(&workflow)
        .passes();
    case(at("delivery", "", ""))
        .workflow(&workflow)
        .finds(&["error need-unmet success @ delivery"]);
}

#[test]
fn later_stages_inherit_needs_but_waiting_and_lost_ones_do_not() {
    let workflow = needing("field: success");
    case(at("delivery", "", ""))
        .before(at("proposal", "", ""))
        .workflow(&workflow)
        .finds(&["error need-unmet success @ delivery"]);
    case(at("dormant", "", ""))
        .before(at("proposal", "", ""))
        .workflow(&workflow)
        .passes();
    case(at("lost", "", ""))
        .before(at("proposal", "", ""))
        .workflow(&workflow)
        .passes();
    let ended = workflow.replace("  delivery: {}\n", "  delivery: {inherit: false}\n");
    case(at("delivery", "", ""))
        .before(at("proposal", "", ""))
        .workflow(&ended)
        .passes();
    case(at("done", "", ""))
        .before(at("delivery", "", ""))
        .workflow(&ended)
        .passes();
}

#[test]
fn a_merge_does_not_move_what_a_branch_moved() {
    let workflow = needing("field: success");
    case(at("proposal", "", "Both."))
        .before(at("lead", "", ""))
        .before(at("proposal", "", "Theirs."))
        .workflow(&workflow)
        .finds(&["warning need-unmet success @ proposal"]);
}

#[test]
fn fields_are_asked_to_say_something() {
    let workflow = needing("field: success");
    for nothing in ["", "~", "''", "TBD", "n/a", "[]", "[tbd]", "'...'"] {
        let found = case(at("proposal", &format!("success: {nothing}\n"), ""))
            .before(at("lead", "", ""))
            .workflow(&workflow)
            .findings();
        assert_eq!(found.len(), 1, "{nothing}: {found:?}");
    }
}

#[test]
fn fields_can_be_asked_for_a_pattern_a_choice_and_a_type() {
    let moved = |line: &str, need: &str| {
        case(at("proposal", line, ""))
            .before(at("lead", "", ""))
            .workflow(&needing(need))
    };
    moved("code: AB-12\n", "field: code, matches: '^[A-Z]{2}-[0-9]+$'").passes();
    moved("code: x\n", "field: code, matches: '^[A-Z]{2}-[0-9]+$'")
        .finds(&["error need-unmet code @ x"]);
    moved("kind: print\n", "field: kind, of: [print, web]").passes();
    moved("kind: [print, web]\n", "field: kind, of: [print, web]").passes();
    moved("kind: film\n", "field: kind, of: [print, web]").finds(&["error need-unmet kind @ film"]);
    moved("wake: 2026-04-01\n", "field: wake, type: date").passes();
    moved("wake: 2026-02-30\n", "field: wake, type: date")
        .finds(&["error need-unmet wake @ 2026-02-30"]);
}

#[test]
fn sections_are_asked_for_words() {
    let moved = |body: &str| {
        case(at("proposal", "", body))
            .before(at("lead", "", ""))
            .workflow(&needing("section: Approach, words: 5"))
    };
    moved("## Approach\n\nOne step after the other, slowly.\n").passes();
    moved("").finds(&["error need-unmet Approach @ proposal"]);
    moved("## Approach\n\n## Next\n\nText.\n").finds(&["error need-unmet Approach @ Approach"]);
    moved("## Approach\n\nTo be defined.\n").finds(&["error need-unmet Approach @ Approach"]);
    moved("## Approach\n\nOne step.\n").finds(&["error need-unmet Approach @ Approach"]);
    moved("## Approach\n\n<!-- say how you will work, in five words -->\n")
        .finds(&["error need-unmet Approach @ Approach"]);
    moved("```\n## Approach\n\none two three four five\n```\n")
        .finds(&["error need-unmet Approach @ proposal"]);
}

#[test]
fn checklists_are_asked_to_be_ticked() {
    let moved = |body: &str| {
        case(at("proposal", "", body))
            .before(at("lead", "", ""))
            .workflow(&needing("checklist: Acceptance"))
    };
    moved("## Acceptance\n\n- [x] seen by Jane\n- [X] seen by Ana\n").passes();
    moved("## Acceptance\n\n- [x] seen by Jane\n- [ ] seen by Ana\n")
        .finds(&["error need-unmet Acceptance @ [ ]"]);
    moved("## Acceptance\n\nLooks fine.\n").finds(&["error need-unmet Acceptance @ Acceptance"]);
}

#[test]
fn promises_are_asked_for_a_keeper_a_day_and_an_end() {
    let log = |mark: &str| format!("## Log\n\n### 2026-03-01 Call\n\n{mark}\n");
    let moved = |mark: &str, need: &str| {
        case(at("proposal", "", &log(mark)))
            .before(at("lead", "", &log(mark)))
            .workflow(&needing(need))
    };
    moved(
        "- [ ] promise: two logos (@maya, due 2026-04-01)",
        "promises: owned",
    )
    .passes();
    moved(
        "- [ ] promise: two logos (due 2026-04-01)",
        "promises: owned",
    )
    .finds(&["error need-unmet promises @ two logos"]);
    moved(
        "- [ ] promise: texts (by Jane Okafor, due 2026-04-01)",
        "promises: owned",
    )
    .passes();
    moved(
        "- [ ] promise: texts (by the team, due 2026-04-01)",
        "promises: owned",
    )
    .finds(&["error need-unmet promises @ texts"]);
    moved("- [ ] promise: two logos (@maya)", "promises: dated")
        .finds(&["error need-unmet promises @ two logos"]);
    moved(
        "- [x] promise: two logos (@maya, kept 2026-03-02)",
        "promises: settled",
    )
    .passes();
    moved(
        "- [ ] promise: two logos (@maya, due 2026-04-01)",
        "promises: settled",
    )
    .finds(&["error need-unmet promises @ two logos"]);
}

#[test]
fn decisions_and_questions_are_asked_for_what_came_of_them() {
    let log = |mark: &str| format!("## Log\n\n### 2026-03-01 Call\n\n{mark}\n");
    let moved = |mark: &str, need: &str| {
        case(at("proposal", "", &log(mark)))
            .before(at("lead", "", &log(mark)))
            .workflow(&needing(need))
    };
    moved(
        "- decision: fixed price (@maya, topic price)",
        "decision: price",
    )
    .passes();
    moved(
        "- decision: fixed price (@maya, topic scope)",
        "decision: price",
    )
    .finds(&["error need-unmet price @ proposal"]);
    moved("- decision: fixed (@maya, topic price) ^a\n- decision: hourly (@maya, topic rate, supersedes ^a) ^b", "decision: price")
        .finds(&["error need-unmet price @ proposal"]);
    moved(
        "- decision: fixed price (@maya)\n  - result: it held",
        "decisions: resulted",
    )
    .passes();
    moved("- decision: fixed price (@maya)", "decisions: resulted")
        .finds(&["error need-unmet decisions @ fixed price"]);
    moved(
        "- [x] question: who signs? (@maya)\n  - answer: Jane",
        "questions: answered",
    )
    .passes();
    moved("- [ ] question: who signs? (@maya)", "questions: answered")
        .finds(&["error need-unmet questions @ who signs?"]);
}

#[test]
fn links_lead_to_a_file_an_engagement_or_the_web() {
    let moved = |target: &str| {
        case(at("proposal", &format!("delivered: {target}\n"), ""))
            .before(at("lead", "", ""))
            .workflow(&needing("link: delivered"))
            .file("files/brief.pdf", "pdf")
            .file("engagements/acme/audit.md", "---\nstage: lead\n---\n")
            .findings()
    };
    for good in [
        "https://acme.example/stand",
        "files/brief.pdf",
        "../../files/brief.pdf",
        "audit.md",
        "acme/audit",
    ] {
        assert_eq!(moved(good), Vec::<String>::new(), "{good}");
    }
    for bad in [
        "files/gone.pdf",
        "../../../etc/passwd",
        "javascript:alert(1)",
        "soon",
    ] {
        assert_eq!(
            moved(bad),
            [format!("error need-unmet delivered @ {bad}")],
            "{bad}"
        );
    }
}

#[test]
fn expressions_are_evaluated_over_the_engagement() {
    let moved = |lines: &str, need: &str| {
        case(at("proposal", lines, ""))
            .before(at("lead", "", ""))
            .workflow(&needing(need))
    };
    moved(
        "budget: 12\n",
        "expr: 'budget > 10', message: a budget above ten",
    )
    .passes();
    moved(
        "budget: 9\n",
        "expr: 'budget > 10', message: a budget above ten",
    )
    .finds(&["error need-unmet budget > 10 @ proposal"]);
    moved("", "field: success, when: 'budget > 10'").passes();
    moved("budget: 12\n", "field: success, when: 'budget > 10'")
        .finds(&["error need-unmet success @ proposal"]);
    moved(
        "",
        "expr: \"('a' * 100000000000) | length > 0\", message: something endless",
    )
    .finds(&["error need-unmet ('a' * 100000000000) | length > 0 @ proposal"]);
}

#[test]
fn an_approval_holds_for_the_words_that_were_approved() {
    let workflow = STAGES.replace(
        "  proposal: {}\n",
        "  proposal:\n    needs:\n      - {approval: Scope, by: delivery}\n",
    );
    let scope = |words: &str, log: &str| {
        format!("## Scope\n\n{words}\n\n## Log\n\n### 2026-03-01 Scope\n\n{log}\n")
    };
    let open = |words: &str| at("lead", "", &scope(words, ""));
    let signed =
        |stage: &str, words: &str| at(stage, "", &scope(words, "- approval: Scope (@tom)"));

    case(at("proposal", "", &scope("Two logos.", "")))
        .before(open("Two logos."))
        .workflow(&workflow)
        .finds(&["error need-unmet Scope @ proposal"]);
    case(signed("proposal", "Two logos."))
        .by("tom")
        .before(open("Two logos."))
        .past(open("Two logos."), "maya")
        .workflow(&workflow)
        .passes();
    // White space is not words.
    case(signed("proposal", "Two\nlogos."))
        .by("maya")
        .before(signed("lead", "Two logos."))
        .past(signed("lead", "Two logos."), "tom")
        .past(open("Two logos."), "maya")
        .workflow(&workflow)
        .passes();
    case(signed("proposal", "Three logos."))
        .by("maya")
        .before(signed("lead", "Two logos."))
        .past(signed("lead", "Two logos."), "tom")
        .past(open("Two logos."), "maya")
        .workflow(&workflow)
        .finds(&[
            "error need-unmet Scope @ Scope",
            "warning approval-stale @ Scope",
        ]);
    // Whoever wrote it cannot be the one who signs it.
    case(signed("proposal", "Two logos."))
        .by("tom")
        .before(open("Two logos."))
        .past(open("Two logos."), "tom")
        .workflow(&workflow)
        .finds(&["error need-unmet Scope @ Scope"]);
    case(signed("proposal", "Two logos.").replace("@tom", "@maya"))
        .by("maya")
        .before(open("Two logos."))
        .workflow(&workflow)
        .finds(&["error need-unmet Scope @ Scope"]);
}

#[test]
fn who_wrote_most_of_a_section_does_not_approve_it_whoever_touched_it_last() {
    let workflow = STAGES.replace(
        "  proposal: {}\n",
        "  proposal:\n    needs:\n      - {approval: Scope, by: delivery}\n",
    );
    let scope = |words: &str, log: &str| {
        format!("## Scope\n\n{words}\n\n## Log\n\n### 2026-03-01 Scope\n\n{log}\n")
    };
    let open = |words: &str| at("lead", "", &scope(words, ""));
    let signed = |words: &str| at("proposal", "", &scope(words, "- approval: Scope (@tom)"));
    let long = "Two logos, one of them in colour, and a stand that two people can put up.";
    let mended = long.replace("two people", "one person");
    let more = format!(
        "{long} The texts are theirs, in Spanish and in English, by the tenth of May, and somebody of theirs has read them before."
    );
    // Maya mended a word of what Tom wrote.
    case(signed(&mended))
        .by("tom")
        .before(open(&mended))
        .past(open(&mended), "maya")
        .past(open(long), "tom")
        .past(at("lead", "", ""), "maya")
        .workflow(&workflow)
        .finds(&["error need-unmet Scope @ Scope"]);
    // Tom had begun it; she wrote more than he.
    case(signed(&more))
        .by("tom")
        .before(open(&more))
        .past(open(&more), "maya")
        .past(open(long), "tom")
        .workflow(&workflow)
        .passes();
    // She wrote it all anew.
    case(signed("Three flags and nothing else."))
        .by("tom")
        .before(open("Three flags and nothing else."))
        .past(open("Three flags and nothing else."), "maya")
        .past(open(long), "tom")
        .workflow(&workflow)
        .passes();
}

#[test]
fn a_waiver_makes_a_debt_of_an_error_until_its_day() {
    let workflow = needing("field: success");
    let waived = |until: &str| {
        at(
            "proposal",
            "",
            &format!(
                "## Log\n\n### 2026-03-01 Call\n\n- waiver: success (@maya, because it comes in week one{until})\n"
            ),
        )
    };
    case(waived(", until 2026-03-20"))
        .before(at("lead", "", ""))
        .workflow(&workflow)
        .finds(&["note need-unmet success @ proposal"]);
    case(waived(""))
        .before(at("lead", "", ""))
        .workflow(&workflow)
        .finds(&["note need-unmet success @ proposal"]);
    case(waived(", until 2026-03-19"))
        .before(at("lead", "", ""))
        .workflow(&workflow)
        .finds(&[
            "error need-unmet success @ proposal",
            "error waiver-expired @ 2026-03-19",
        ]);
    let never = needing("field: success, waivable: false");
    case(waived(""))
        .before(at("lead", "", ""))
        .workflow(&never)
        .finds(&[
            "error need-unmet success @ proposal",
            "error waiver-not-allowed @ maya",
        ]);
    let delivery = needing("field: success, waivable: [delivery]");
    case(waived(""))
        .before(at("lead", "", ""))
        .workflow(&delivery)
        .finds(&[
            "error need-unmet success @ proposal",
            "error waiver-not-allowed @ maya",
        ]);
    let lead = needing("field: success, waivable: [lead]");
    case(waived(""))
        .before(at("lead", "", ""))
        .workflow(&lead)
        .finds(&["note need-unmet success @ proposal"]);
}

#[test]
fn a_waiver_taken_back_makes_it_worse() {
    let workflow = needing("field: success");
    let waived = at(
        "proposal",
        "",
        "## Log\n\n### 2026-03-20 Call\n\n- waiver: success (@maya, because later)\n",
    );
    case(at("proposal", "", "## Log\n\n### 2026-03-20 Call\n"))
        .before(waived)
        .workflow(&workflow)
        .finds(&["error need-unmet success @ proposal"]);
}

#[test]
fn moves_are_those_that_the_workflow_lists() {
    let listed = STAGES.replace("  lead: {}\n", "  lead: {next: [proposal]}\n");
    case(at("dormant", "", ""))
        .before(at("lead", "", ""))
        .workflow(&listed)
        .finds(&["error transition-not-allowed @ dormant"]);
    case(at("dormant", "", ""))
        .before(at("lead", "", ""))
        .passes();
    case(at("lead", "", ""))
        .before(at("delivery", "", ""))
        .passes();
    let none = STAGES.replace("  delivery: {}\n", "  delivery: {back: none}\n");
    case(at("lead", "", ""))
        .before(at("delivery", "", ""))
        .workflow(&none)
        .finds(&["error transition-not-allowed @ lead"]);
    let some = STAGES.replace("  delivery: {}\n", "  delivery: {back: [proposal]}\n");
    case(at("lead", "", ""))
        .before(at("delivery", "", ""))
        .workflow(&some)
        .finds(&["error transition-not-allowed @ lead"]);
    case(at("proposal", "", ""))
        .before(at("delivery", "", ""))
        .workflow(&some)
        .passes();
    case(at("delivery", "", ""))
        .before(at("done", "", ""))
        .finds(&["error transition-not-allowed @ delivery"]);
}

#[test]
fn a_skip_needs_a_waiver_for_each_stage_passed_over_listed_or_not() {
    let skip = |log: &str| {
        case(at(
            "done",
            "",
            &format!("## Log\n\n### 2026-03-20 Skip\n\n{log}\n"),
        ))
        .before(at("lead", "", ""))
    };
    skip("").finds(&["error stage-skipped @ done", "error stage-skipped @ done"]);
    skip("- waiver: proposal (@maya, because they asked for the work of last year again)")
        .finds(&["error stage-skipped @ done"]);
    skip("- waiver: proposal (@maya, because again)\n- waiver: delivery (@maya, because again)")
        .passes();
    let listed = STAGES.replace("  lead: {}\n", "  lead: {next: [delivery]}\n");
    case(at("delivery", "", ""))
        .before(at("lead", "", ""))
        .workflow(&listed)
        .finds(&["error stage-skipped @ delivery"]);
}

const HANDOFFS: &str = "\
handoffs:
  lead -> proposal:
    ask: [Who decides?, What did we learn?]
    accept: required
  owner:
    ask: [What is due next?]
  back:
    ask: [What was missing?]
";

pub(super) fn logged(stage: &str, lines: &str, entry: &str) -> String {
    at(stage, lines, &format!("## Log\n\n{entry}"))
}

#[test]
fn a_move_is_written_down_and_its_questions_answered() {
    let workflow = format!("{STAGES}{HANDOFFS}");
    let moved = |entry: &str| {
        case(logged("proposal", "", entry))
            .before(logged("lead", "", ""))
            .workflow(&workflow)
            .findings()
    };
    assert_eq!(moved(""), ["error handoff-missing @ proposal"]);
    assert_eq!(
        moved(
            "### 2026-03-20 Handoff: lead to proposal\n\n- from: @maya\n- to: @maya\n\n#### Who decides?\n\nJane.\n"
        ),
        ["error handoff-incomplete @ ### 2026-03-20 Handoff: lead to proposal"]
    );
    assert_eq!(
        moved(
            "### 2026-03-20 Handoff: lead to proposal\n\n- from: @maya\n- to: @maya\n\n#### Who decides?\n\nTBD\n\n#### What did we learn?\n\nThat they fear overruns.\n"
        ),
        ["error handoff-incomplete @ #### Who decides?"]
    );
    let whole = "### 2026-03-20 Handoff: Lead → Proposal\n\n- from: @maya\n- to: @maya\n\n#### who decides\n\nJane.\n\n#### What did we learn?\n\nThat they fear overruns.\n";
    assert_eq!(moved(whole), Vec::<String>::new());
    // The same move a second time needs an entry of its own.
    let again = case(logged("proposal", "", whole))
        .before(logged(
            "lead",
            "",
            &format!("{whole}\n### 2026-03-21 Handoff: proposal to lead\n"),
        ))
        .workflow(&workflow)
        .findings();
    assert_eq!(
        again,
        Vec::<String>::new(),
        "the entry was taken out of the log, which is another rule's matter"
    );
    let after_back = format!(
        "{whole}\n### 2026-03-21 Handoff: proposal to lead\n\n#### What was missing?\n\nThe budget.\n"
    );
    case(logged("proposal", "", &after_back))
        .before(logged("lead", "", &after_back))
        .workflow(&workflow)
        .finds(&["error handoff-missing @ proposal"]);
}

#[test]
fn a_workflow_without_handoffs_asks_for_none() {
    case(at("proposal", "owner: tom\n", ""))
        .before(at("lead", "owner: maya\n", ""))
        .passes();
}

#[test]
fn a_change_of_owner_is_handed_over() {
    let workflow = format!("{STAGES}{HANDOFFS}");
    let given = |entry: &str| {
        case(logged("lead", "owner: tom\n", entry))
            .before(logged("lead", "owner: maya\n", ""))
            .workflow(&workflow)
            .findings()
    };
    assert_eq!(given(""), ["error handoff-missing @ tom"]);
    assert_eq!(
        given("### 2026-03-20 Handoff: maya to tom\n"),
        ["error handoff-incomplete @ ### 2026-03-20 Handoff: maya to tom"]
    );
    assert_eq!(
        given(
            "### 2026-03-20 Handoff: @maya to @tom\n\n#### What is due next?\n\nTwo logos, on Friday.\n"
        ),
        Vec::<String>::new()
    );
}

#[test]
fn a_handoff_that_waits_warns_and_then_stops_the_next_move() {
    let workflow = format!("{STAGES}{HANDOFFS}");
    let entry = |accepted: &str| {
        format!(
            "### 2026-03-10 Handoff: lead to proposal\n\n- from: @maya\n- to: @tom\n{accepted}\n#### Who decides?\n\nJane.\n\n#### What did we learn?\n\nThey fear overruns.\n"
        )
    };
    let waits = entry("");
    let accepted = entry("- accepted: 2026-03-11\n");
    case(logged("proposal", "", &waits))
        .before(logged("lead", "", ""))
        .workflow(&workflow)
        .finds(&["warning handoff-unaccepted @ ### 2026-03-10 Handoff: lead to proposal"]);
    let onward = |entry: &str| {
        format!(
            "{entry}\n### 2026-03-20 Handoff: proposal to delivery\n\n- from: @tom\n- to: @tom\n"
        )
    };
    case(logged("delivery", "", &onward(&waits)))
        .before(logged("proposal", "", &waits))
        .workflow(&workflow)
        .finds(&["error handoff-unaccepted @ ### 2026-03-10 Handoff: lead to proposal"]);
    case(logged("delivery", "", &onward(&accepted)))
        .before(logged("proposal", "", &accepted))
        .workflow(&workflow)
        .passes();
    // It is not got rid of by taking the entry away, or by turning it to somebody else.
    let gone = "### 2026-03-20 Handoff: proposal to delivery\n\n- from: @tom\n- to: @tom\n";
    let turned = onward(&waits.replace("- to: @tom", "- to: @maya"));
    for after in [gone, turned.as_str()] {
        let found = case(logged("delivery", "", after))
            .before(logged("proposal", "", &waits))
            .workflow(&workflow)
            .findings();
        assert!(
            found
                .iter()
                .any(|found| found.starts_with("error handoff-unaccepted")),
            "{found:?}"
        );
    }
    // Only its receiver accepts it.
    case(logged("proposal", "", &accepted))
        .by("tom")
        .before(logged("proposal", "", &waits))
        .workflow(&workflow)
        .passes();
    case(logged("proposal", "", &accepted))
        .by("maya")
        .before(logged("proposal", "", &waits))
        .workflow(&workflow)
        .finds(&["error handoff-unaccepted @ 2026-03-11"]);
    // It may always go back or rest.
    case(logged(
        "dormant",
        "",
        &format!("{waits}\n### 2026-03-20 Handoff: proposal to dormant\n"),
    ))
    .before(logged("proposal", "", &waits))
    .workflow(&workflow)
    .passes();
}

#[test]
fn typed_fields_are_of_their_type() {
    let workflow = format!(
        "fields:\n  value: {{type: money}}\n  source: {{type: choice, of: [referral, inbound]}}\n{STAGES}"
    );
    let with = |line: &str| case(at("lead", line, "")).workflow(&workflow);
    with("value: EUR 42,000\nsource: referral\n").passes();
    with("value: a lot\n").finds(&["error field-type @ a lot"]);
    with("source: fax\n").finds(&["error field-type @ fax"]);
    with("value:\nsource: TBD\n").passes();
}

#[test]
fn what_cannot_be_read_is_said_once() {
    let found = |text: &str| case(text).workflow(&needing("field: success")).findings();
    assert_eq!(found("# Rebrand\n"), ["error front-matter-missing @ "]);
    assert_eq!(found("---\nstage: proposal\nowner: @maya\n---\n").len(), 1);
    assert_eq!(found("---\ntitle: x\n---\n"), ["error stage-missing @ ---"]);
    assert_eq!(
        found("---\nstage: lead\nowner: maya\nowner: tom\n---\n"),
        ["error key-duplicate @ owner"]
    );
    assert_eq!(
        found("---\nstage: lead\nworkflow: smal\n---\n"),
        ["error workflow-unknown @ smal"]
    );
}

#[test]
fn a_studio_sets_severities() {
    let off = format!("{ORBIT_YML}checks:\n  need-unmet: off\n");
    case(at("proposal", "", ""))
        .before(at("lead", "", ""))
        .workflow(&needing("field: success"))
        .file("orbit.yml", &off)
        .passes();
    let note = format!("{ORBIT_YML}checks: {{need-unmet: note}}\n");
    case(at("proposal", "", ""))
        .before(at("lead", "", ""))
        .workflow(&needing("field: success"))
        .file("orbit.yml", &note)
        .finds(&["note need-unmet success @ proposal"]);
}

#[test]
fn a_waiver_of_a_stage_is_none_of_a_section_that_is_called_the_same() {
    let workflow = needing("section: Lead");
    let waived = |name: &str| {
        let log = format!(
            "## Log\n\n### 2026-03-01 Call\n\n- waiver: {name} (@maya, because it was there)\n"
        );
        case(at("proposal", "", &log))
            .before(at("lead", "", ""))
            .workflow(&workflow)
    };
    waived("lead").finds(&["error need-unmet Lead @ proposal"]);
    waived("Lead").finds(&["note need-unmet Lead @ proposal"]);
}

#[test]
fn of_very_many_marks_each_is_found_again_and_the_one_that_is_gone_is_missed() {
    let log = |word: &str, without: usize| {
        let marks = (0..600).filter(|at| *at != without);
        let marks = marks.map(|at| {
            format!("- [ ] promise: the {word} for panel number {at} (@tom, due 2026-04-01)\n")
        });
        logged(
            "lead",
            "",
            &format!("### 2026-03-01 Call\n\n{}", marks.collect::<String>()),
        )
    };
    let none = usize::MAX;
    case(log("drawings", none))
        .before(log("drawigns", none))
        .passes();
    let found = case(log("drawings", 300))
        .before(log("drawigns", none))
        .findings();
    assert!(
        matches!(&found[..], [one] if one.starts_with("error promise-removed")),
        "{found:?}"
    );
}
