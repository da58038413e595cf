//! What bears on an engagement, and the brief, from outside.

use serde_json::Value;
use snapbox::str;

use crate::harness::Studio;

/// Two clients; one piece of work continues another, and a third is about the same thing.
fn studio() -> Studio {
    let studio = Studio::new();
    studio
        .file("orbit.yml", "studio: Northlight\npeople:\n  maya: {name: Maya Lindqvist, email: maya@northlight.example}\n  tom: {name: Tom Abara, email: tom@northlight.example}\n")
        .file("engagements/acme/audit.md", "---\ntitle: Brand audit\nstage: done\nowner: maya\n---\n\n## Situation\n\nNobody knows which channels pay.\n\n## Log\n\n### 2026-01-12 The ledger (@maya)\n\n- lesson: ask for the invoices before the interviews\n")
        .file("engagements/acme/rebrand.md", "---\ntitle: Rebrand\nstage: scope\nowner: tom\nfollows: acme/audit\n---\n\n## Situation\n\nThe brand audit found two channels that nobody pays for.\n\n## Log\n\n### 2026-03-02 Call with Jane Okafor (@maya)\n\nHer CFO is nervous.\n\n- tone: wary\n- [ ] promise: two logo directions, not one (@tom, to Jane Okafor, due 2026-03-18) ^p1\n- [ ] promise: the photographs (by Jane Okafor, due 2026-04-01) ^p2\n- [ ] question: who signs off the Spanish copy? (@maya) ^q1\n- risk: the printer closes in August\n- decision: fixed price (@maya, topic price) ^d1\n  - because: the CFO needs one number\n")
        .file("engagements/harbour/ferries.md", "---\ntitle: Ticket office\nstage: research\nowner: tom\n---\n\n## Situation\n\nPassengers queue at the ticket office for the printed timetable.\n\n## Log\n\n### 2026-02-02 On the pier (@tom)\n\nThe timetable hangs behind glass, and the ticket office answers the telephone.\n");
    studio.git("add -A").git("commit -qm begin");
    studio
}

fn json(studio: &Studio, line: &str) -> Value {
    serde_json::from_str(&studio.run(line).out()).expect("JSON")
}

#[test]
fn what_an_engagement_follows_comes_first_with_its_reason() {
    let found = json(&studio(), "related rebrand --format json");
    assert_eq!(found["subject"], "acme/rebrand");
    let first = &found["related"][0];
    assert_eq!(first["engagement"], "acme/audit");
    assert_eq!(first["reasons"][0]["kind"], "named");
    assert_eq!(first["reasons"][0]["text"], "`acme/rebrand` follows it");
    assert!(
        first["because"]
            .as_str()
            .is_some_and(|because| because.contains("the same client, `acme`"))
    );
}

#[test]
fn a_text_that_is_not_in_the_studio_finds_what_is_like_it() {
    let studio = studio();
    studio.file(
        "notes.txt",
        "A museum asks about its ticket office: the telephone rings all day.\n",
    );
    studio
        .shell("orbit related - --limit 1 < notes.txt")
        .succeeds(str![[r#"
harbour/ferries  Ticket office, research
  speaks of `ticket office`
  the text speaks of its title: `ticket` and `office`
  shares the words `office`, `ticket` and `telephone`
    entry The timetable hangs behind glass, and the ticket office answers the telephone.
      engagements/harbour/ferries.md:14 2026-02-02 On the pier

"#]]);
    studio
        .shell("orbit related - --exclude harbour/ferries --format json < notes.txt | grep -c harbour; true")
        .succeeds(str![[r#"
0

"#]]);
}

#[test]
fn everything_that_is_found_has_a_reason() {
    let studio = studio();
    for notes in [
        "nobody knows",
        "The ticket office is nervous.",
        "two channels, two logos",
        "mark",
    ] {
        studio.file("notes.txt", notes);
        let out = studio
            .shell("orbit related - --format json < notes.txt")
            .out();
        let found: Value = serde_json::from_str(&out).expect("JSON");
        for found in found["related"].as_array().expect("what is related") {
            assert_ne!(found["because"], "", "{notes}: {found}");
        }
    }
    let all = json(&studio, "related ferries --format json");
    for found in all["related"].as_array().expect("what is related") {
        assert_ne!(found["because"], "", "{found}");
    }
}

#[test]
fn a_client_is_known_by_one_of_its_people() {
    let studio = studio();
    studio.shell("sed -i 's/^follows: acme.audit/client_people: [\"Jane Okafor, sponsor\"]/' engagements/acme/rebrand.md");
    studio.file("notes.txt", "Jane Okafor rang about something else.\n");
    let out = studio
        .shell("orbit related - --format json < notes.txt")
        .out();
    let found: Value = serde_json::from_str(&out).expect("JSON");
    let all = found["related"].as_array().expect("what is related");
    let clients: Vec<&Value> = all.iter().map(|found| &found["client"]).collect();
    assert_eq!(clients, ["acme", "acme"]);
    for found in all {
        let because = found["because"].as_str().unwrap_or_default();
        assert!(
            because.contains("the text names Jane Okafor, of `acme`"),
            "{because}"
        );
    }
}

#[test]
fn nothing_to_find_by_is_said_and_is_no_failure() {
    let studio = studio();
    studio
        .shell("printf '' | orbit related - --format json")
        .succeeds(str![[r#"
{
  "subject": null,
  "related": []
}

"#]]);
}

#[test]
fn a_brief_holds_what_is_open_in_the_order_of_the_contract() {
    let studio = studio();
    let brief = json(&studio, "brief rebrand --for tom --format json");
    let names: Vec<&str> = brief["sections"]
        .as_array()
        .expect("sections")
        .iter()
        .filter_map(|section| section["name"].as_str())
        .collect();
    let order = [
        "standing", "owed", "asked", "decided", "open", "lately", "further",
    ];
    let kept: Vec<&str> = order
        .into_iter()
        .filter(|name| names.contains(name))
        .collect();
    assert_eq!(names, kept);
    let items: Vec<&Value> = brief["sections"]
        .as_array()
        .expect("sections")
        .iter()
        .flat_map(|section| section["items"].as_array().expect("items"))
        .collect();
    let open: Vec<&str> = items
        .iter()
        .filter(|item| item["open"] == true)
        .filter_map(|item| item["text"].as_str())
        .collect();
    assert_eq!(
        open,
        [
            "two logo directions, not one",
            "the photographs",
            "who signs off the Spanish copy?",
            "the printer closes in August",
            "Tone: wary",
        ]
    );
    let promise = items
        .iter()
        .find(|item| item["id"] == "p1")
        .expect("the promise");
    assert_eq!(promise["late"], true);
    assert_eq!(
        promise["because"],
        "we owe it, due 2026-03-18, 2 days overdue"
    );
    assert_eq!(promise["source"]["entry"], "Call with Jane Okafor");
    assert_eq!(promise["source"]["line"], 19);
    assert_eq!(promise["source"]["commit"].as_str().map(str::len), Some(40));
}

#[test]
fn what_is_open_is_never_cut_and_that_is_said() {
    let studio = studio();
    studio
        .shell("orbit brief rebrand --words 5 2>&1 | grep -e directions -e photographs -e Spanish -e printer -e wary -e 'nothing of it' | sed 's/[0-9]* words, more/N words, more/'")
        .succeeds(str![[r#"
  [!] two logo directions, not one (@tom to Jane Okafor)
  [ ] the photographs (Jane Okafor)
  [!] who signs off the Spanish copy? (@maya)
  [ ] the printer closes in August
  - Tone: wary
what is open and where it stands alone take N words, more than 5; nothing of it was cut

"#]]);
}

#[test]
fn a_brief_can_be_had_of_the_past_under_the_name_of_then() {
    let studio = studio();
    studio
        .shell(concat!(
            "sed -i 's/- \\[ \\] promise: the photographs/- [x] promise: the photographs/; s/stage: scope/stage: delivery/' engagements/acme/rebrand.md && ",
            "git mv engagements/acme/rebrand.md engagements/acme/mark.md && git add -A && ",
            "GIT_COMMITTER_DATE=2026-04-02T10:00:00+01:00 git commit -qm later && ",
            "orbit brief mark --at 2026-03-25 --format markdown | grep -e photographs -e 'as of' -e '^- Scope' && ",
            "orbit brief mark --format json | grep -c 'the photographs\"'; true",
        ))
        .succeeds(str![[r#"
`acme/rebrand` as of 2026-03-25
- Scope, since 2026-03-20 (5 days), with @tom
- [ ] the photographs (Jane Okafor)
- Scope: Turn a yes into something that can be delivered, priced and accepted. It is over when the client and whoever delivers it read the same page and expect the same thing, and the price has been said aloud.
0

"#]]);
    studio.run("brief mark --at 2020-01-01").fails(str![[r#"
error: no commit was made by 2020-01-01
help: `git log --first-parent` shows when this history begins

"#]]);
}

#[test]
fn a_reader_who_is_nobody_is_an_error() {
    studio().run("brief rebrand --for tmo").fails(str![[r#"
error: `orbit.yml` knows nobody called `tmo`
help: its `people` lists the handles

"#]]);
}

#[test]
fn words_are_found_in_marks_with_their_place() {
    let found = json(
        &studio(),
        "search --kind promise logo directions --format json",
    );
    assert_eq!(found["total"], 1);
    let hit = &found["results"][0];
    assert_eq!(hit["engagement"], "acme/rebrand");
    assert_eq!(
        (&hit["line"], &hit["state"], &hit["id"]),
        (&19.into(), &"open".into(), &"p1".into())
    );
    assert_eq!(hit["under"], "Call with Jane Okafor");
}

#[test]
fn a_promise_is_found_after_its_sentence_is_gone() {
    let studio = studio();
    studio.shell(
        "sed -i /logo.directions/d engagements/acme/rebrand.md && git commit -qam 'tidied up'",
    );
    let now = json(&studio, "search logo directions --format json");
    assert_eq!(
        (&now["total"], now["gone"].as_array().map(Vec::len)),
        (&0.into(), Some(0))
    );
    let found = json(&studio, "search --history logo directions --format json");
    let gone = found["gone"].as_array().expect("what is gone");
    assert_eq!(gone.len(), 1, "{gone:?}");
    assert_eq!(gone[0]["kind"], "promise");
    assert_eq!(gone[0]["last"]["subject"], "begin");
    assert_eq!(gone[0]["removed"]["subject"], "tidied up");
    let client = json(
        &studio,
        "search --history --client harbour logo --format json",
    );
    assert_eq!(client["gone"].as_array().map(Vec::len), Some(0));
}

#[test]
fn nothing_but_the_files_and_the_history_decides() {
    // The same texts in another folder, committed by the same hands, the files written in another order.
    let (one, other) = (studio(), studio());
    let names = ["acme/audit", "acme/rebrand", "harbour/ferries"];
    for name in names.iter().rev() {
        let path = format!("engagements/{name}.md");
        let text = other.read(&path);
        std::fs::remove_file(other.path(&path)).expect("a file removed");
        other.file(&path, &text);
    }
    for studio in [&one, &other] {
        studio.shell("sed -i /photographs/d engagements/acme/rebrand.md && git commit -qam later");
    }
    let asked = [
        "brief rebrand --for tom --format json",
        "brief rebrand --format markdown",
        "related rebrand --format json",
        "search ticket --format json",
        "search --history photographs --format json",
    ];
    let surroundings = [
        "",
        "TZ=Pacific/Kiritimati",
        "TZ=America/Los_Angeles LC_ALL=C LANG=de_DE.UTF-8",
        "RAYON_NUM_THREADS=1 USER=other HOME=/nonexistent",
        "RAYON_NUM_THREADS=7 COLUMNS=20",
    ];
    for line in asked {
        let first = one.run(line).out();
        assert!(first.len() > 200, "{line}: {first}");
        for around in surroundings {
            for studio in [&one, &other] {
                let again = studio.shell(&format!("{around} orbit {line}"));
                assert_eq!(again.out(), first, "{around} {line}");
            }
        }
    }
}

#[test]
fn a_phrase_and_other_forms_of_a_word_are_found() {
    let studio = studio();
    let total = |line: &str| {
        let out = studio
            .shell(&format!("orbit search {line} --format json"))
            .out();
        let found: Value = serde_json::from_str(&out).expect("JSON");
        found["total"].as_u64()
    };
    assert_eq!(total("'\"logo directions\"'"), Some(1));
    assert_eq!(total("'\"directions logo\"'"), Some(0));
    assert_eq!(total("directions logo"), Some(1));
    assert_eq!(total("answering"), total("answers"));
    assert_eq!(total("answering --client acme"), Some(0));
}

#[test]
fn a_sentence_that_was_moved_is_not_gone_and_one_that_was_reworded_is() {
    let studio = studio();
    studio.shell("sed -i 's/Nobody knows which channels pay/Two channels pay/' engagements/acme/audit.md && git commit -qam 'found out'");
    let found = json(&studio, "search --history channels pay --format json");
    assert_eq!(found["total"], 2);
    let gone = found["gone"].as_array().expect("what is gone");
    assert_eq!(gone.len(), 1, "{gone:?}");
    assert_eq!(gone[0]["excerpt"], "Nobody knows which channels pay.");
    assert_eq!(gone[0]["removed"]["subject"], "found out");
}
