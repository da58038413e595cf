//! What is asked for is asked to be true: words of another engagement, of the standard or of nobody do not count.

use crate::workshop::Studio;

const SETTINGS: &str = "\
studio: Northlight
workflow: small
people:
  maya: {name: Maya Lindqvist, email: maya@northlight.example, role: lead}
  tom: {name: Tom Abara, email: tom@northlight.example, role: delivery}
";

const WORKFLOW: &str = "\
stages:
  lead: {}
  proposal:
    standard: standards/proposal.md
    needs: [{section: Approach}]
  scope: {needs: [{link: plan, when: plan}]}
  done: {kind: done}
handoffs:
  lead -> proposal:
    ask: [What does the client believe they are owed?]
";

const STANDARD: &str = "\
# Proposal

## Approach

Say how you would go about it, in words that the client would use for it.
";

const WORDS: &str =
    "Two directions for the mark first, then the stand, then the catalogue in the spring.";

const ANSWER: &str =
    "A fixed price that includes the stand, and two directions for the mark by the fair.";

/// An engagement in a stage with this approach; the answer is that of its handoff to `proposal`.
fn engagement(stage: &str, approach: &str, answer: &str) -> String {
    let handoff = if answer.is_empty() {
        String::new()
    } else {
        format!(
            "### 2026-05-02 Handoff: lead to proposal\n\n- from: @maya\n- to: @maya\n\n\
             #### What does the client believe they are owed?\n\n{answer}\n"
        )
    };
    format!(
        "---\ntitle: Rebrand\nstage: {stage}\nowner: maya\n---\n\n## Approach\n\n{approach}\n\n## Log\n\n{handoff}"
    )
}

/// A studio in which acme's engagement stands in `proposal`, and harbour's in `lead`.
fn studio() -> Studio {
    Studio::new()
        .file("orbit.yml", SETTINGS)
        .file("workflows/small.yml", WORKFLOW)
        .file("standards/proposal.md", STANDARD)
        .commit("a studio")
        .file(
            "engagements/acme/rebrand.md",
            engagement("proposal", WORDS, ANSWER),
        )
        .commit("acme")
        .file("engagements/harbour/site.md", engagement("lead", "", ""))
        .commit("harbour")
}

/// Harbour's engagement moved on with this approach and answer.
fn moved(approach: &str, answer: &str) -> Studio {
    studio()
        .file(
            "engagements/harbour/site.md",
            engagement("proposal", approach, answer),
        )
        .then("add --all")
}

#[test]
fn own_words_are_enough() {
    moved(
        "A site in three steps, the first of them before the summer.",
        "A site that opens in May.",
    )
    .run("check --staged")
    .passes();
}

#[test]
fn a_paragraph_of_another_engagement_is_no_section() {
    let pasted = WORDS.replace("first, then", "first,\n**then**");
    moved(&pasted, "A site that opens in May.")
        .run("check --staged")
        .fails()
        .says("section `Approach` says word for word what `engagements/acme/rebrand.md` says");
}

#[test]
fn a_paragraph_of_another_engagement_beside_own_words_is_a_quotation() {
    moved(
        &format!("{WORDS}\n\nAs for acme, but the site first."),
        "A site that opens in May.",
    )
    .run("check --staged")
    .passes();
}

#[test]
fn what_was_pasted_in_an_earlier_commit_is_still_pasted() {
    studio()
        .file("engagements/harbour/site.md", engagement("lead", WORDS, ""))
        .commit("pasted")
        .file(
            "engagements/harbour/site.md",
            engagement("proposal", WORDS, "A site that opens in May."),
        )
        .then("add --all")
        .run("check --staged")
        .fails()
        .says("section `Approach` says word for word");
}

#[test]
fn whoever_wrote_it_first_did_not_paste_it() {
    studio()
        .file("engagements/harbour/site.md", engagement("lead", WORDS, ""))
        .commit("pasted")
        .file(
            "engagements/acme/rebrand.md",
            engagement("lead", WORDS, ANSWER),
        )
        .commit("acme back")
        .file(
            "engagements/acme/rebrand.md",
            engagement("proposal", WORDS, ANSWER).replace("05-02", "05-03"),
        )
        .then("add --all")
        .run("check --staged")
        .passes();
}

#[test]
fn a_file_that_was_moved_does_not_paste_from_itself() {
    studio()
        .then("mv engagements/acme/rebrand.md engagements/acme/fair.md")
        .file(
            "engagements/acme/fair.md",
            engagement("scope", WORDS, ANSWER),
        )
        .then("add --all")
        .run("check --staged")
        .says("the log has no handoff from `proposal` to `scope`")
        .lacks("word for word");
}

#[test]
fn the_text_of_the_standard_is_no_section() {
    moved(
        "Say how you would go about it, in words that the client would use for it.",
        "A site that opens in May.",
    )
    .run("check --staged")
    .fails()
    .says("section `Approach` says word for word what `standards/proposal.md` says");
}

#[test]
fn an_answer_of_another_handoff_is_no_answer() {
    moved("A site in three steps.", ANSWER)
        .run("check --staged")
        .fails()
        .says("answers word for word what `engagements/acme/rebrand.md` says");
}

#[test]
fn a_question_said_again_is_no_answer() {
    moved(
        "A site in three steps.",
        "What does the client believe they are owed?",
    )
    .run("check --staged")
    .fails()
    .says("which is a placeholder");
}

#[test]
fn the_range_says_what_the_index_said() {
    moved(WORDS, "A site that opens in May.")
        .commit("in a hurry")
        .run("check --range HEAD~1..HEAD")
        .fails()
        .says("section `Approach` says word for word what `engagements/acme/rebrand.md` says");
}

#[test]
fn a_heading_in_the_log_is_no_section() {
    let text = engagement("proposal", "", "A site that opens in May.")
        .replace("## Approach\n\n\n\n", "")
        + "\n### 2026-05-03 Call\n\n#### Approach\n\nThree steps, the first before the summer.\n";
    studio()
        .file("engagements/harbour/site.md", text)
        .then("add --all")
        .run("check --staged")
        .fails()
        .says("`proposal` needs the section `Approach`");
}

#[test]
fn a_folder_is_no_file_that_a_link_can_name() {
    let text = engagement("scope", "Three steps, the first before the summer.", "")
        .replace("owner: maya", "owner: maya\nplan: plans");
    let studio = studio()
        .file("plans/a.md", "a plan\n")
        .file("engagements/kestrel/app.md", text);
    studio
        .then("add --all")
        .run("check --staged")
        .fails()
        .says("`plan` names `plans`");
}

#[test]
fn an_owner_who_was_not_handed_it_is_told() {
    let text = engagement("proposal", "Three steps.", "A site that opens in May.")
        .replace("owner: maya", "owner: tom");
    studio()
        .file("engagements/harbour/site.md", text)
        .then("add --all")
        .run("check --staged")
        .fails()
        .says("the handoff from lead to proposal goes to @maya, and the owner becomes `tom`");
}

#[test]
fn an_entry_of_a_second_log_counts() {
    let text = engagement("lead", "", "")
        + "\n## Notes\n\n## Log\n\n### 2026-05-04 Call\n\n- [ ] promise: a sketch (@maya, due 2026-05-20) ^p1\n";
    studio()
        .file("engagements/harbour/site.md", text)
        .run("check engagements/harbour")
        .says("promise-overdue");
}

#[test]
fn a_mark_above_the_first_entry_is_told() {
    let text = engagement("lead", "", "").replace("## Log\n", "## Log\n\n- question: who signs?\n");
    studio()
        .file("engagements/harbour/site.md", text)
        .run("check engagements/harbour")
        .says("this question stands in no entry of the log");
}

#[test]
fn a_conflict_in_another_file_does_not_keep_the_rest_from_being_checked() {
    let studio = studio()
        .then("switch --quiet --create other")
        .file(
            "engagements/acme/rebrand.md",
            engagement("proposal", "Theirs, as they see it.", ANSWER),
        )
        .commit("theirs")
        .then("switch --quiet main")
        .file(
            "engagements/acme/rebrand.md",
            engagement("proposal", "Ours, as we see it.", ANSWER),
        )
        .commit("ours");
    assert_ne!(studio.try_git("merge --quiet other").status, 0);
    studio
        .run("check")
        .fails()
        .says("a conflict begins here that is not settled")
        .says("engagements/acme/rebrand.md");
    studio.run("check engagements/harbour").passes();
}

#[test]
fn a_server_goes_on_judging_a_push_that_takes_the_settings_away() {
    let studio = studio();
    studio.git("clone --quiet --bare . ../server.git");
    let studio = studio
        .without("orbit.yml")
        .file(
            "engagements/harbour/site.md",
            engagement("proposal", "", ""),
        )
        .commit("nobody looks");
    studio.git("push --quiet ../server.git HEAD:refs/heads/work");
    let server = studio.at("server.git");
    server
        .run("check --range main..work")
        .fails()
        .says("section `Approach` is empty");
}
