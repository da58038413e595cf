//! What goes into a brief and in which order, on small studios made for it.

use super::*;
use crate::check::context::NoPast;
use crate::model::difference::Said;
use crate::related::{self, Subject, Weights};
use crate::repo::Memory;

const DAY: &str = "2026-06-01";

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

/// A studio with the built-in workflow.
#[derive(Default)]
struct Studio {
    files: Vec<(String, String)>,
    past: Past,
    reader: Option<&'static str>,
    limit: Option<usize>,
    day: Option<&'static str>,
}

impl Studio {
    /// One with an engagement of this front-matter and body.
    fn of(front: &str, body: &str) -> Self {
        Self::default().with("acme/rebrand", front, body)
    }

    fn with(mut self, id: &str, front: &str, body: &str) -> Self {
        let text = format!("---\ntitle: Work\n{front}\n---\n\n{body}\n");
        self.files.push((format!("engagements/{id}.md"), text));
        self
    }

    fn reader(mut self, reader: &'static str) -> Self {
        self.reader = Some(reader);
        self
    }

    fn words(mut self, limit: usize) -> Self {
        self.limit = Some(limit);
        self
    }

    fn on(mut self, day: &'static str) -> Self {
        self.day = Some(day);
        self
    }

    /// A commit by somebody.
    fn commit(mut self, by: &str, on: &str, said: Vec<Said>) -> Self {
        self.past.events.push(Event {
            commit: format!("{:040}", self.past.events.len()),
            person: Some(by.to_owned()),
            name: by.to_owned(),
            day: Day::parse(on),
            said,
        });
        self
    }

    fn brief(&self) -> Brief {
        let mut tree = Memory::new().file(
            "orbit.yml",
            "studio: Test\npeople:\n  maya: {name: Maya Lindqvist}\n  tom: {name: Tom Abara}\n",
        );
        for (path, text) in &self.files {
            tree = tree.file(path, text);
        }
        let settings = Settings::load(&tree).expect("settings");
        let all: Vec<Engagement> = self
            .files
            .iter()
            .filter_map(|(path, text)| Engagement::read(path, text.as_bytes(), &settings))
            .collect();
        let engagement = all.first().expect("an engagement");
        let others: Vec<&Engagement> = all.iter().collect();
        let subject = Subject::engagement(engagement);
        let kin = related::rank(&others, &subject, &settings, Weights::default(), 16);
        let context = Context::new(
            &settings,
            &tree,
            day(self.day.unwrap_or(DAY)),
            None,
            &NoPast,
        );
        assemble(&Inputs {
            engagement,
            settings: &settings,
            context: &context,
            past: &self.past,
            kin: &kin,
            client: None,
            reader: self.reader.map_or(Reader::Anybody, Reader::Person),
            limit: self.limit.unwrap_or(4000),
            again: Again {
                reader: Some("maya"),
                at: Some("2026-06-01"),
            },
        })
    }

    /// The item that says this.
    fn item(&self, words: &str) -> Item {
        let brief = self.brief();
        let item = brief.items().find(|item| item.said().contains(words));
        item.unwrap_or_else(|| panic!("nothing says `{words}`: {brief:#?}"))
            .clone()
    }

    fn score(&self, words: &str) -> f64 {
        self.item(words).score.expect("a score")
    }

    fn says(&self, words: &str) -> bool {
        self.brief().items().any(|item| item.said().contains(words))
    }
}

#[test]
fn the_decision_that_the_stage_asks_for_goes_before_a_newer_one() {
    let log = "## Log\n\n### 2026-01-10 Call (@tom)\n\n- decision: fixed price (@tom, topic price) ^d1\n  - because: one number\n\n### 2026-05-10 Walk (@tom)\n\n- decision: blue and not green (@tom, topic colour) ^d2\n";
    for stage in ["proposal", "scope", "delivery", "review"] {
        let studio = Studio::of(&format!("stage: {stage}\nowner: tom"), log);
        assert!(
            studio.score("fixed price") > studio.score("blue and not"),
            "{stage}"
        );
        assert!(
            studio
                .item("fixed price")
                .said()
                .contains("because: one number")
        );
    }
}

#[test]
fn sections_come_in_the_order_in_which_the_stage_needs_and_shows_them() {
    let body = "## Notes\n\nThings.\n\n## Situation\n\nThey called.\n\n## Result\n\nIt worked as it was meant to.\n";
    let lead = Studio::of("stage: lead\nowner: tom", body);
    assert!(lead.score("Situation:") > lead.score("Notes:"));
    let done = Studio::of("stage: done\nowner: tom", body);
    assert!(done.score("Result:") > done.score("Situation:"));
    assert!(done.score("Result:") > lead.score("Result:"));
}

#[test]
fn what_is_not_ticked_is_listed_in_its_words() {
    let body = "## Acceptance\n\n- [x] read by three people\n- [ ] the stand is built\n- [ ] the count is done\n";
    let studio = Studio::of("stage: delivery\nowner: tom", body);
    let item = studio.item("Not ticked in `Acceptance`");
    assert_eq!(
        item.text,
        "Not ticked in `Acceptance`: the stand is built; the count is done"
    );
}

#[test]
fn a_need_does_not_repeat_what_stands_elsewhere() {
    let log = "## Log\n\n### 2026-05-10 Call (@tom)\n\n- [ ] promise: three drafts on paper (@tom, to Jane, due 2026-07-01) ^p1\n- [ ] question: who signs the drafts? (@tom) ^q1\n";
    let brief = Studio::of("stage: review\nowner: tom", log).brief();
    for words in ["three drafts on paper", "who signs the drafts?"] {
        let told = brief.items().filter(|item| item.said().contains(words));
        assert_eq!(told.count(), 1, "{words}");
    }
    let told = |words: &str| brief.items().any(|item| item.text == words);
    assert!(told("1 promise is still open, above"));
    assert!(told("1 question is unanswered, below"));
}

#[test]
fn a_question_that_was_answered_has_its_answer() {
    let log = "## Log\n\n### 2026-01-10 Call (@tom)\n\n- [x] question: who pays the print? (@tom, answered 2026-01-12) ^q1\n  - answer: they do, directly\n";
    let item = Studio::of("stage: lead\nowner: tom", log).item("who pays the print?");
    assert_eq!(item.said(), "who pays the print? Answer: they do, directly");
}

#[test]
fn what_bears_from_elsewhere_is_told_as_what_became_of_it() {
    let other = "## Log\n\n### 2025-01-10 Call (@tom)\n\n- decision: by the hour (@tom, topic price) ^d1\n- [x] question: who orders and pays the print? (@tom, answered 2025-02-01, answer the client) ^q1\n\n### 2025-03-10 Again (@tom)\n\n- decision: fixed price (@tom, topic price, supersedes ^d1) ^d2\n";
    let studio = Studio::of(
        "stage: proposal\nowner: maya",
        "## Log\n\n### 2026-05-10 Call (@maya)\n\n- [ ] question: who orders and pays the print this time? (@maya) ^q7\n",
    )
    .with("acme/audit", "stage: done\nowner: tom", other);
    let item = studio.item("Answer: the client");
    assert_eq!(
        item.said(),
        "Question, answered: who orders and pays the print? Answer: the client"
    );
    assert_eq!(
        item.because,
        "the answer to much the same question, in Work"
    );
    assert!(studio.says("Decision: fixed price"));
    assert!(!studio.says("by the hour"));
}

#[test]
fn a_promise_in_whose_place_another_stands_is_told_as_that_one() {
    let other = Engagement::read(
        "engagements/acme/audit.md",
        b"---\nstage: done\n---\n\n## Log\n\n### 2025-01-10 Call (@tom)\n\n- [x] promise: one draft (@tom, replaced ^p2) ^p1\n- [x] promise: two drafts (@tom, released 2025-02-01, because they have enough) ^p2\n",
        &Settings::load(&Memory::new().file("orbit.yml", "studio: Test\n")).expect("settings"),
    )
    .expect("an engagement");
    let first = crate::registers::marks(&other).next().expect("a promise");
    let became = became::of(&other, first);
    assert_eq!(became.placed.mark.text, "two drafts");
    assert_eq!(became.label, "Promise, released");
}

#[test]
fn what_the_reader_wrote_fades_and_comes_back_below_what_is_new_to_them() {
    let body =
        "## Log\n\n### 2026-03-01 Call with Jane (@tom)\n\nShe pays EUR 400 and wants it in May.\n";
    let studio = |day| {
        Studio::of("stage: lead\nowner: tom", body)
            .reader("tom")
            .commit("tom", "2026-03-01", Vec::new())
            .on(day)
    };
    let words = "She pays EUR 400";
    let fresh = studio("2026-03-04").score(words);
    let weeks = studio("2026-04-10").score(words);
    let months = studio("2026-08-01").score(words);
    assert!(fresh < weeks && weeks < months, "{fresh} {weeks} {months}");
    let stranger = Studio::of("stage: lead\nowner: tom", body).reader("maya");
    assert!(stranger.on("2026-08-01").score(words) > months);
}

#[test]
fn what_others_did_meanwhile_makes_the_reader_know_less() {
    let own = || {
        Studio::of("stage: lead\nowner: tom\nclient_people: [Jane Okafor]", "")
            .reader("tom")
            .commit("tom", "2026-05-18", Vec::new())
            .commit("tom", "2026-05-19", Vec::new())
            .commit("tom", "2026-05-20", Vec::new())
    };
    let others = (21..28).fold(own(), |studio, at| {
        studio.commit("maya", &format!("2026-05-{at}"), Vec::new())
    });
    assert!(others.score("Their people") > own().score("Their people"));
}

#[test]
fn a_handoff_between_people_stays_when_a_stage_is_handed_over_too() {
    let log = "## Log\n\n### 2026-04-01 Handoff: maya to tom (@maya)\n\n- from: @maya\n- to: @tom\n- accepted: 2026-04-02\n\n#### What is going on that is not written anywhere else?\n\nHe calls at seven.\n\n### 2026-05-01 Handoff: proposal to scope (@tom)\n\n- from: @tom\n- to: @tom\n\n#### What did they say yes to, in their words?\n\nOne number.\n";
    let studio = Studio::of("stage: scope\nowner: tom", log).reader("tom");
    assert!(studio.score("He calls at seven") > 0.6);
    assert!(studio.says("One number"));
}

#[test]
fn why_it_was_sent_back_is_worth_less_once_it_has_gone_on() {
    let log = "## Log\n\n### 2026-04-01 Handoff: delivery to scope (@tom)\n\n- from: @tom\n- to: @tom\n\n#### What was missing?\n\nThe unit.\n\n### 2026-05-01 Handoff: scope to delivery (@tom)\n\n- from: @tom\n- to: @tom\n";
    let studio = |stage: &str| Studio::of(&format!("stage: {stage}\nowner: tom"), log);
    assert!(studio("scope").score("The unit") > studio("delivery").score("The unit") + 0.05);
}

#[test]
fn why_it_had_ended_is_told_where_it_came_back() {
    let body = "## Situation\n\nThey called.\n\n## Notes\n\nThings.\n\n## Why it ended\n\nNobody called it urgent.\n";
    let mut studio = Studio::of("stage: scope\nowner: tom", body);
    studio.past.moves = [
        ("proposal", "lost"),
        ("lost", "proposal"),
        ("proposal", "scope"),
    ]
    .into_iter()
    .map(|(from, to)| (from.to_owned(), to.to_owned(), Day::parse(DAY)))
    .collect();
    assert!(studio.score("Nobody called it urgent") > studio.score("Notes:") + 0.2);
    assert_eq!(
        studio.item("Nobody called it urgent").because,
        "it came back from there"
    );
}

#[test]
fn what_was_to_happen_first_is_worth_less_months_later() {
    let log = "## Log\n\n### 2026-01-01 Handoff: scope to delivery (@maya)\n\n- from: @maya\n- to: @tom\n- accepted: 2026-01-02\n\n#### What has to happen first, and who does it?\n\nTom rings Jane.\n\n#### Where is this most likely to go wrong?\n\nIn autumn.\n";
    let studio = |day| Studio::of("stage: delivery\nowner: tom", log).on(day);
    assert!(studio("2026-01-05").score("Tom rings") > studio("2026-01-05").score("In autumn"));
    assert!(
        studio("2026-06-05").score("Tom rings") + 0.2 < studio("2026-06-05").score("In autumn")
    );
}

#[test]
fn a_cut_is_marked_and_more_words_lift_it() {
    let long = "One sentence is as long as this one here. ".repeat(12);
    let body = format!("## Situation\n\n{long}\n");
    let studio = || Studio::of("stage: lead\nowner: tom", &body);
    let text = studio().words(600).item("Situation:").text;
    assert!(text.ends_with(" …"), "{text}");
    let whole = studio().words(2000).item("Situation:").text;
    assert_eq!(whole, format!("Situation: {}", long.trim()));
}

#[test]
fn a_list_is_cut_between_its_items() {
    let item = "- Twenty words are in this item of the list, which is as many as a line of text holds in print.\n";
    let body = format!("## Situation\n\n{}", item.repeat(6));
    let text = Studio::of("stage: lead\nowner: tom", &body)
        .words(600)
        .item("Situation:")
        .text;
    assert!(text.ends_with("holds in print. …"), "{text}");
}

#[test]
fn the_fields_that_the_stage_works_with_are_told_in_a_line() {
    let studio = Studio::of(
        "stage: done\nowner: tom\ndelivered: https://files.example/audit\ncolour: blue",
        "",
    );
    assert!(studio.says("delivered: https://files.example/audit"));
    assert!(!studio.says("colour"));
}

#[test]
fn the_clients_other_work_is_told_with_its_stage_its_owner_and_what_is_late() {
    let late = "## Log\n\n### 2026-05-01 Call (@tom)\n\n- [ ] promise: a badge (by Jane Okafor, due 2026-05-10)\n- [ ] promise: the list of remarks (@tom, to Jane Okafor, due 2026-05-20) ^p1\n";
    let people = "client_people: [\"Jane Okafor, sponsor\"]";
    let studio = Studio::of(&format!("stage: lead\nowner: maya\n{people}"), "")
        .with(
            "acme/report",
            &format!("stage: review\nowner: tom\n{people}"),
            late,
        )
        .with("acme/site", "stage: proposal\nowner: tom", "");
    let item = studio.item("Work (review)");
    assert_eq!(
        item.text,
        "Work (review), with @tom; late: the list of remarks (@tom to Jane Okafor); owed to us: a badge (Jane Okafor)"
    );
    assert_eq!(item.because, "the same client, with Jane Okafor in both");
    assert!(studio.score("Work (review)") > studio.score("Work (proposal)"));
}

#[test]
fn words_alone_bring_nothing_from_elsewhere() {
    let text = |who: &str| {
        format!(
            "## Situation\n\nThe ferry timetable is unreadable for passengers.\n\n## Log\n\n### 2026-05-01 Call with Tom ({who})\n\n- [x] promise: a ferry timetable that passengers can read (@tom, due 2026-05-02, broken 2026-05-03, because Tom was ill) ^p1\n"
        )
    };
    let studio = Studio::of("stage: lead\nowner: tom", &text("@tom")).with(
        "harbour/ferry",
        "stage: research\nowner: maya",
        &text("@maya"),
    );
    let brief = studio.brief();
    let far = brief.items().filter(|item| {
        item.source
            .as_ref()
            .is_some_and(|it| it.engagement.is_some())
    });
    assert_eq!(far.count(), 0, "{brief:#?}");
}

#[test]
fn a_colleagues_name_and_the_logs_own_words_are_no_topic() {
    let own = "## Log\n\n### 2026-05-01 Call (@tom)\n\nMaya was there.\n\n- [x] promise: a draft (@maya, due 2026-05-02, broken 2026-05-03) ^p1\n";
    let other = "## Log\n\n### 2025-05-01 Call (@maya)\n\n- lesson: Maya says that what is due and broken is told at once\n";
    let studio = Studio::of("stage: lead\nowner: tom", own).with(
        "acme/audit",
        "stage: done\nowner: maya",
        other,
    );
    assert!(!studio.says("Maya says that what is due"));
}

#[test]
fn a_risk_is_open_until_it_is_closed_also_where_the_work_is_over() {
    let log = "## Log\n\n### 2026-05-01 Call (@tom)\n\n- risk: the printer shuts (closed 2026-05-20)\n- [x] risk: the paper is late\n- risk: the hall is lit\n";
    let open = |stage: &str| -> Vec<String> {
        let brief = Studio::of(&format!("stage: {stage}\nowner: tom"), log).brief();
        let open = brief.items().filter(|item| item.open);
        open.map(|item| item.text.clone()).collect()
    };
    assert_eq!(open("lead"), ["the hall is lit"]);
    assert_eq!(open("done"), ["the hall is lit"]);
    assert_eq!(open("lost"), ["the hall is lit"]);
}

#[test]
fn a_waiver_of_what_is_there_by_now_or_not_asked_is_no_debt() {
    let log = "## Log\n\n### 2026-05-01 Call (@tom)\n\n- waiver: value (@tom, because it is not settled, until 2026-05-20)\n- waiver: due (@tom, because the hall decides, until 2026-05-20)\n";
    let debts = |front: &str| -> Vec<String> {
        let brief = Studio::of(front, log).brief();
        let open = brief.items().filter(|item| item.open);
        open.map(|item| item.text.clone()).collect()
    };
    assert_eq!(debts("stage: scope\nowner: tom"), ["Debt: value"]);
    assert_eq!(debts("stage: scope\nowner: tom\nvalue: EUR 4"), [""; 0]);
    assert_eq!(
        debts("stage: delivery\nowner: tom"),
        ["Debt: value", "Debt: due"]
    );
}

#[test]
fn the_lines_at_the_end_keep_the_reader_and_the_moment() {
    let log = "## Log\n\n### 2026-05-01 Call (@tom)\n\n- [x] promise: a draft (@tom, kept 2026-05-02) ^p1\n- decision: blue (@tom) ^d1\n- decision: green (@tom, supersedes ^d1) ^d2\n";
    let brief = Studio::of("stage: lead\nowner: tom", log).words(40).brief();
    let commands: Vec<&str> = brief
        .left_out
        .iter()
        .map(|left| left.command.as_str())
        .collect();
    assert!(commands.contains(&"orbit promises acme/rebrand --settled --at 2026-06-01"));
    assert!(commands.contains(&"orbit decisions acme/rebrand --superseded --at 2026-06-01"));
    assert!(commands.iter().any(|command| {
        command.starts_with("orbit brief acme/rebrand --words")
            && command.ends_with(" --for maya --at 2026-06-01")
    }));
}

#[test]
fn a_field_that_was_changed_again_is_not_news() {
    let field = |from: &str, to: &str| Said::Field {
        name: "due".to_owned(),
        from: Some(from.to_owned()),
        to: Some(to.to_owned()),
    };
    let studio = Studio::of("stage: delivery\nowner: tom\ndue: 2026-09-01", "")
        .reader("tom")
        .commit("tom", "2026-05-01", Vec::new())
        .commit(
            "maya",
            "2026-05-02",
            vec![field("2026-06-01", "2026-08-01")],
        )
        .commit(
            "maya",
            "2026-05-03",
            vec![field("2026-08-01", "2026-09-01")],
        );
    assert!(studio.says("due: 2026-08-01 to 2026-09-01"));
    assert!(!studio.says("due: 2026-06-01 to 2026-08-01"));
}

#[test]
fn a_tone_says_whose_it_is_and_the_clients_own_goes_first() {
    let log = "## Log\n\n### 2026-05-01 Call with Jane Okafor (@tom)\n\n- tone: wary\n\n### 2026-05-09 The stand builder (@tom)\n\n- tone: in a hurry\n";
    let studio = Studio::of(
        "stage: lead\nowner: tom\nclient_people: [\"Jane Okafor, sponsor\"]",
        log,
    );
    assert_eq!(studio.item("Tone:").said(), "Tone: wary (Jane Okafor)");
    let nobody = Studio::of("stage: lead\nowner: tom", log);
    assert_eq!(nobody.item("Tone:").said(), "Tone: in a hurry");
}

#[test]
fn what_should_have_woken_says_so_first() {
    let studio = Studio::of("stage: dormant\nowner: tom\nwake: 2026-05-22", "");
    let first = studio
        .brief()
        .items()
        .next()
        .cloned()
        .expect("a first line");
    assert!(
        first
            .text
            .starts_with("It should have woken on 2026-05-22 (10 days ago). Dormant"),
        "{}",
        first.text
    );
    assert!(first.late);
}

#[test]
fn a_straight_way_is_not_told_and_a_turn_is() {
    let moved = |moves: &[(&str, &str)]| {
        let mut studio = Studio::of("stage: scope\nowner: tom", "");
        studio.past.began = Some(("lead".to_owned(), None));
        studio.past.moves = moves
            .iter()
            .map(|(from, to)| ((*from).to_owned(), (*to).to_owned(), Day::parse(DAY)))
            .collect();
        studio
    };
    assert!(
        !moved(&[
            ("lead", "research"),
            ("research", "proposal"),
            ("proposal", "scope")
        ])
        .says("The way so far")
    );
    let back = moved(&[
        ("scope", "delivery"),
        ("delivery", "scope"),
        ("scope", "dormant"),
        ("dormant", "scope"),
    ]);
    assert!(back.says(
        "The way so far: back from delivery to scope 2026-06-01, from scope to dormant 2026-06-01, from dormant to scope 2026-06-01"
    ));
}

#[test]
fn an_owner_of_weeks_is_not_told_the_standard_before_a_stranger_is() {
    let studio = |reader| {
        let mut studio = Studio::of("stage: lead\nowner: tom", "")
            .reader(reader)
            .commit("tom", "2026-04-01", Vec::new());
        studio.past.since = Some(day("2026-04-01"));
        studio
    };
    assert!(studio("maya").score("Lead: ") > studio("tom").score("Lead: ") + 0.2);
}
