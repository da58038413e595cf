//! The registers: `orbit promises` and `orbit decisions`, with their filters and forms.

use serde_json::Value;
use snapbox::{IntoData, assert_data_eq, str};

use crate::workshop::Studio;

const ORBIT_YML: &str = "studio: Northlight
people:
  maya: {name: Maya Lindqvist, email: maya@northlight.example, role: lead}
  tom: {name: Tom Abara, email: tom@northlight.example, role: delivery}
";

const REBRAND: &str = "---
title: Autumn fair rebrand
stage: scope
owner: maya
---

## Log

### 2026-05-20 Call

- [ ] promise: two logo directions, not one (@tom, to Jane Okafor, due 2026-05-29) ^p1
- [ ] promise: the logo files (by Jane Okafor, due 2026-06-08) ^p2
- [x] promise: a price (@maya, to Jane Okafor, due 2026-05-22, kept 2026-05-21) ^p3
- decision: fixed price (@maya, topic price, review 2026-05-30) ^d1
  - because: the CFO needs one number
- decision: two rounds (@maya, topic rounds) ^d2
- decision: three rounds (@maya, topic rounds, supersedes ^d2) ^d3
";

const BOOKING: &str = "---
title: Booking
stage: lead
owner: tom
---

## Log

### 2026-05-21 Call

- [ ] promise: \"=SUM(A1)\" on every sheet (@tom, to Colm Wray, due 2026-06-20)
- [x] promise: a printed sheet (@tom, to Colm Wray, due 2026-05-25, broken 2026-05-26)
";

fn studio() -> Studio {
    Studio::new()
        .file("orbit.yml", ORBIT_YML)
        .file("engagements/acme/rebrand.md", REBRAND)
        .file("engagements/tidal/booking.md", BOOKING)
        .commit("where we are")
}

/// What the rows of a register say, in order.
fn said(studio: &Studio, words: &str) -> Vec<String> {
    let told = studio.run(&format!("{words} --format json")).passes();
    let told: Value = serde_json::from_str(&told.stdout).expect("JSON");
    let name = words.split(' ').next().expect("a command");
    let rows = told[name].as_array().expect("rows").iter();
    rows.map(|row| row["text"].as_str().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn promises_are_open_ones_by_their_day_unless_more_is_asked_for() {
    let studio = studio();
    let (logos, files, sum) = (
        "two logo directions, not one",
        "the logo files",
        "\"=SUM(A1)\" on every sheet",
    );
    for (words, wanted) in [
        ("promises", &[logos, files, sum][..]),
        ("promises --open", &[logos, files, sum]),
        ("promises --overdue", &[logos]),
        ("promises --theirs", &[files]),
        ("promises --ours --by tom", &[logos, sum]),
        ("promises --by @TOM --client acme", &[logos]),
        ("promises --to okafor", &[logos]),
        ("promises --due-before 2026-06-08", &[logos]),
        ("promises --settled", &["a printed sheet", "a price"]),
        ("promises --broken", &["a printed sheet"]),
        ("promises rebrand --all", &[logos, files, "a price"]),
        ("promises --client nobody", &[]),
    ] {
        assert_eq!(said(&studio, words), wanted, "{words}");
    }
}

#[test]
fn decisions_are_all_of_them_those_in_force_first() {
    let studio = studio();
    for (words, wanted) in [
        (
            "decisions",
            &["fixed price", "three rounds", "two rounds"][..],
        ),
        ("decisions --in-force", &["fixed price", "three rounds"]),
        ("decisions --superseded", &["two rounds"]),
        ("decisions --topic Price", &["fixed price"]),
        ("decisions --to-review", &["fixed price"]),
        ("decisions --by tom", &[]),
        ("decisions tidal", &[]),
    ] {
        assert_eq!(said(&studio, words), wanted, "{words}");
    }
}

#[test]
fn a_row_says_where_it_stands_and_how() {
    let told = studio().run("promises --overdue --format json").passes();
    assert_data_eq!(
        told.stdout,
        str![[r#"
{
  "day": "2026-06-01",
  "promises": [
    {
      "engagement": "acme/rebrand",
      "title": "Autumn fair rebrand",
      "client": "acme",
      "path": "engagements/acme/rebrand.md",
      "line": 11,
      "id": "p1",
      "text": "two logo directions, not one",
      "by": [
        "tom"
      ],
      "to": "Jane Okafor",
      "to_us": false,
      "made": "2026-05-20",
      "entry": "Call",
      "due": "2026-05-29",
      "days_left": -3,
      "state": "open",
      "late": true,
      "settled": null,
      "because": null
    }
  ]
}

"#]]
        .raw()
    );
}

#[test]
fn the_registers_are_there_for_people() {
    let studio = studio();
    let told = studio.run("promises --all").passes();
    assert_data_eq!(
        told.stdout,
        str![[r#"
acme/rebrand  3 days overdue: two logo directions, not one  @tom to Jane Okafor, 2026-05-29, ^p1
acme/rebrand  due in 7 days: the logo files  Jane Okafor, 2026-06-08, ^p2
tidal/booking  due in 19 days: "=SUM(A1)" on every sheet  @tom to Colm Wray, 2026-06-20
tidal/booking  broken 2026-05-26: a printed sheet  @tom to Colm Wray, 2026-05-25
acme/rebrand  kept 2026-05-21: a price  @maya to Jane Okafor, 2026-05-22, ^p3

"#]]
        .raw()
    );
    let told = studio.run("decisions").passes();
    assert_data_eq!(
        told.stdout,
        str![[r#"
acme/rebrand  price: fixed price  @maya, 2026-05-20, ^d1
    because the CFO needs one number
    to look at again on 2026-05-30
acme/rebrand  rounds: three rounds  @maya, 2026-05-20, ^d3
acme/rebrand  superseded rounds: two rounds  @maya, 2026-05-20, ^d2

"#]]
        .raw()
    );
    let told = studio.run("promises --client nobody").passes();
    assert_eq!(told.stdout, "");
    told.says("no promise is like that");
}

#[test]
fn a_spreadsheet_gets_a_line_for_each() {
    let studio = studio();
    let told = studio.run("promises --format csv").passes().stdout;
    assert!(told.contains("\r\n"));
    assert_data_eq!(told.replace("\r\n", "\n"), str![[r#"
engagement,title,client,id,promise,by,to,to_us,made,entry,due,days_left,state,late,settled,because,path,line
acme/rebrand,Autumn fair rebrand,acme,p1,"two logo directions, not one",tom,Jane Okafor,false,2026-05-20,Call,2026-05-29,-3,open,true,,,engagements/acme/rebrand.md,11
acme/rebrand,Autumn fair rebrand,acme,p2,the logo files,Jane Okafor,,true,2026-05-20,Call,2026-06-08,7,open,false,,,engagements/acme/rebrand.md,12
tidal/booking,Booking,tidal,,"""=SUM(A1)"" on every sheet",tom,Colm Wray,false,2026-05-21,Call,2026-06-20,19,open,false,,,engagements/tidal/booking.md,11

"#]].raw());
    let told = studio
        .run("decisions --in-force --format csv")
        .passes()
        .stdout;
    assert_data_eq!(told.replace("\r\n", "\n"), str![[r#"
engagement,title,client,id,decision,topic,by,made,entry,because,result,review,in_force,supersedes,superseded_by,path,line
acme/rebrand,Autumn fair rebrand,acme,d1,fixed price,price,maya,2026-05-20,Call,the CFO needs one number,,2026-05-30,true,,,engagements/acme/rebrand.md,14
acme/rebrand,Autumn fair rebrand,acme,d3,three rounds,rounds,maya,2026-05-20,Call,,,,true,d2,,engagements/acme/rebrand.md,17

"#]].raw());
}

#[test]
fn a_calendar_is_the_same_each_day_until_something_is_committed() {
    let studio = studio();
    let told = studio.run("promises --format ics").passes().stdout;
    assert_data_eq!(
        told.replace("\r\n", "\n"),
        str![[r#"
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Orbit//orbit//EN
CALSCALE:GREGORIAN
NAME:Northlight: promises
X-WR-CALNAME:Northlight: promises
BEGIN:VEVENT
UID:48f4360a75d7d772941f30a7c9805d36@orbit
DTSTAMP:20260105T110000Z
DTSTART;VALUE=DATE:20260529
SUMMARY:two logo directions\, not one (Autumn fair rebrand)
DESCRIPTION:acme/rebrand: Autumn fair rebrand\nFrom the log: 2026-05-20 Cal
 l\nBy Tom Abara\nTo Jane Okafor
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:48f4360a74d7d772941f30a7c9805bfb@orbit
DTSTAMP:20260105T110000Z
DTSTART;VALUE=DATE:20260608
SUMMARY:Owed to us: the logo files (Autumn fair rebrand)
DESCRIPTION:acme/rebrand: Autumn fair rebrand\nFrom the log: 2026-05-20 Cal
 l\nBy Jane Okafor
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:548d8fecc5b07a052f25ff7cc400d231@orbit
DTSTAMP:20260105T110000Z
DTSTART;VALUE=DATE:20260620
SUMMARY:"=SUM(A1)" on every sheet (Booking)
DESCRIPTION:tidal/booking: Booking\nFrom the log: 2026-05-21 Call\nBy Tom A
 bara\nTo Colm Wray
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR

"#]]
        .raw()
    );
    let later = studio
        .run("--now 2026-06-05 promises --format ics")
        .passes()
        .stdout;
    assert_eq!(told, later);
}

#[test]
fn a_register_can_be_had_as_it_stood() {
    let kept = REBRAND.replace(
        "- [ ] promise: two logo directions, not one (@tom, to Jane Okafor, due 2026-05-29) ^p1",
        "- [x] promise: two logo directions, not one (@tom, to Jane Okafor, due 2026-05-29, kept 2026-05-28) ^p1",
    );
    let studio = studio()
        .file("engagements/acme/rebrand.md", kept)
        .file(
            "engagements/tidal/booking.md",
            BOOKING.replace("stage: lead", "stage: lost"),
        )
        .commit("kept");
    let logos = "two logo directions, not one";
    assert!(!said(&studio, "promises rebrand").contains(&logos.to_owned()));
    assert!(said(&studio, "promises rebrand --at HEAD~1").contains(&logos.to_owned()));
    let open = said(&studio, "decisions rebrand --in-force --at 2026-01-05");
    assert_eq!(open, ["fixed price", "three rounds"]);
    let none = studio.run("promises --at 2020-01-01").cannot().stderr;
    assert!(none.contains("no commit was made by 2020-01-01"), "{none}");
}

#[test]
fn of_decisions_that_supersede_each_other_everybody_says_the_same() {
    let studio = crate::harness::Studio::new();
    studio
        .file("orbit.yml", "studio: Example\nworkflow: small\npeople: {ana: {name: Ana, email: ana@studio.example}}\n")
        .file("workflows/small.yml", "stages: {lead: {}, done: {kind: done}}\n")
        .file(
            "engagements/acme/fair.md",
            "---\ntitle: Fair\nstage: lead\n---\n\n## Log\n\n### 2026-01-05 Call\n\n\
             - decision: by the day (@ana, supersedes ^d2) ^d1\n- decision: fixed price (@ana, supersedes ^d1) ^d2\n",
        );
    let json = |text: &str| -> Value { serde_json::from_str(text).expect("JSON") };
    let register = json(&studio.run("decisions --format json --all").out());
    let told: Vec<(&Value, &Value)> = register["decisions"]
        .as_array()
        .expect("decisions")
        .iter()
        .map(|one| (&one["id"], &one["in_force"]))
        .collect();
    assert_eq!(told.len(), 2);
    for (id, in_force) in told {
        assert_eq!(*in_force, *id == "d2", "{register}");
    }
    assert!(studio.run("build -q").passed());
    let data = json(&studio.read("site/data.json"));
    let marks = data["engagements"][0]["marks"].as_array().expect("marks");
    let states: Vec<&Value> = marks.iter().map(|mark| &mark["state"]).collect();
    assert_eq!(states, ["superseded", "in force"]);
}
