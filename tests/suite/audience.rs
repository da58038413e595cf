//! A site for a client: what is shared is there, and of everything else not a byte.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use snapbox::str;

use crate::harness::Studio;

const ORBIT_YML: &str = "studio: Northlight
workflow: work-canarywf
people:
  maya: {name: Maya Canarymaya, email: canarymail@northlight.example, role: canaryrole}
  tom: {name: Tom Abara, email: tom@northlight.example}
site:
  title: canarytitle
  repository: https://canaryhost.example/studio
  shared:
    fields: [success]
    sections: [Scope]
    marks: [promise]
    pages: [promises, calendar, decisions, history, handoffs, search, data]
  audiences:
    client:canaryother: {title: canaryaudience}
checks: {stale: off}
";

const WORKFLOW: &str = "title: canaryworkflow
stages:
  canarylead: {title: canaryleadtitle, purpose: canarypurpose, standard: standards/lead.md, needs: [{field: owner, because: canarybecause}], next: [canarybuild]}
  canarybuild: {title: canarybuildtitle, shared: Being made, needs: [{field: canaryneed, when: 'false'}]}
  canaryreview: {shared: Looked at}
  done: {kind: done}
handoffs:
  canarylead -> canarybuild: {ask: [canaryask]}
";

const REBRAND: &str = "---
title: Autumn fair rebrand
stage: canarylead # canarycomment
owner: maya
value: canaryvalue
success: Visitors recognise the mark.
follows: canaryother/canaryslug
client_people: [canaryperson]
canarykey: x
---

canaryopening

## Scope

Two directions, after [the audit](../canaryother/canaryslug.md#canaryanchor). <!-- canaryhtmlcomment --> ![a stand](canarypicture.png)

## Situation

canarysituation

## Log

### 2026-02-11 canaryentry (@maya)

canaryprose

- [ ] promise: two logo directions (@tom, to canaryto, due 2026-06-10, because canaryreason) ^p1
- [ ] promise: canaryprivate (@tom, due 2026-06-11, private)
- decision: blue (shared, @maya, topic canarytopic)
- decision: canarydecision (@maya, topic price) ^canaryid
- question: canaryquestion (@maya)
- risk: canaryrisk
- tone: canarytone
- lesson: canarylesson
- waiver: canarywaiver (@maya, because canarywaived, until 2026-07-01)

### 2026-02-20 Workshop (shared)

We agreed on blue.

- tone: canaryworkshop
";

/// A studio with a word that stands nowhere else in every place that is not shared.
fn studio() -> Studio {
    let studio = Studio::new();
    studio
        .file("orbit.yml", ORBIT_YML)
        .file("workflows/work-canarywf.yml", WORKFLOW)
        .file("standards/lead.md", "# Lead\n\ncanarystandard\n")
        .file("engagements/acme/canaryformer.md", REBRAND)
        .file("engagements/acme/index.md", "# canaryclientname\n\ncanaryindex\n")
        .file(
            "engagements/acme/canaryheld.md",
            "---\ntitle: canaryheldtitle\nstage: canarylead\nowner: tom\nshared: false\n---\n",
        )
        .file(
            "engagements/canaryother/canaryslug.md",
            "---\ntitle: canaryothertitle\nstage: done\nowner: tom\n---\n\n## Scope\n\ncanaryscope\n\n## Log\n\n### 2026-01-09 Handoff: canarybuild to canaryreview\n\n- lesson: canaryotherlesson about two logo directions (shared)\n",
        )
        .git("add -A")
        .git("commit -qm canarymessage");
    let rebrand = REBRAND
        .replace("stage: canarylead", "stage: canarybuild")
        .replace("## Situation", "## canarysection\n\nx\n\n## Situation")
        + "\n### 2026-03-01 Handoff: canarylead to canarybuild (shared)\n\n- from: @maya\n- to: @tom\n- accepted: 2026-03-02, canaryaccepted\n\n#### What first?\n\nThe stand.\n\n### 2026-03-04 Handoff: canarybuild to canaryreview (shared)\n\n- from: @maya\n\n#### What next?\n\nThe doors.\n";
    studio
        .git("mv engagements/acme/canaryformer.md engagements/acme/rebrand.md")
        .git("commit -qm canarymove");
    studio
        .file("engagements/acme/rebrand.md", &rebrand)
        .git("commit -qam canarysubject");
    studio
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            for (below, bytes) in files(&path) {
                found.insert(format!("{name}/{below}"), bytes);
            }
        } else {
            found.insert(name, fs::read(&path).expect("a file"));
        }
    }
    found
}

/// The places of a site in which a word stands, in whatever case.
fn places(site: &BTreeMap<String, Vec<u8>>, word: &str) -> Vec<String> {
    site.iter()
        .flat_map(|(name, bytes)| {
            let text = String::from_utf8_lossy(bytes).to_lowercase();
            let found: Vec<String> = text
                .match_indices(word)
                .map(|(at, _)| {
                    let around = text.get(
                        text.floor_char_boundary(at.saturating_sub(40))
                            ..text.floor_char_boundary(at + 40),
                    );
                    format!("{name}: {}", around.unwrap_or_default())
                })
                .collect();
            let named = name.to_lowercase().contains(word).then(|| name.clone());
            found.into_iter().chain(named)
        })
        .collect()
}

#[test]
fn of_what_is_not_shared_no_byte_is_in_a_clients_site() {
    let studio = studio();
    studio
        .file(
            "engagements/acme/fair.md",
            "---\ntitle: Autumn fair\nstage: canarybuild\nowner: tom\nfollows: acme/rebrand\n---\n\n## Log\n\n### 2026-02-12 canaryfair\n\n- lesson: canaryfairlesson about two logo directions\n- lesson: show both on a printed panel (shared)\n",
        )
        .git("add -A")
        .git("commit -qm canaryfair");
    let done = studio.run("build --audience client:acme");
    assert!(done.passed(), "{}", done.all());
    let site = files(&studio.path("site-acme"));
    assert_eq!(places(&site, "canary"), [""; 0]);
    for word in ["lindqvist", "maya", "tom abara", "@tom", "example"] {
        assert_eq!(places(&site, word), [""; 0], "{word}");
    }
    for (file, word) in [
        ("index.html", "Northlight for Acme"),
        ("engagements/acme/rebrand.html", "Being made"),
        (
            "engagements/acme/rebrand.html",
            "Visitors recognise the mark.",
        ),
        ("engagements/acme/rebrand.html", "two logo directions"),
        ("engagements/acme/rebrand.html", "We agreed on blue."),
        ("engagements/acme/rebrand.html", "The stand."),
        // Recalled from the client's other engagement.
        (
            "engagements/acme/rebrand.html",
            "show both on a printed panel",
        ),
        (
            "engagements/acme/rebrand/handoff-1.html",
            "show both on a printed panel",
        ),
        ("engagements/acme/rebrand/handoff-1.html", "The doors."),
        (
            "engagements/acme/rebrand/handoff-1.html",
            "Being made to Looked at",
        ),
        ("engagements/acme/rebrand/history.html", "Being made"),
        ("promises.html", "two logo directions"),
        ("promises.ics", "DTSTART;VALUE=DATE:20260610"),
        ("decisions.html", "blue"),
        ("feed.xml", "two logo directions"),
        ("data.json", "\"due\":\"2026-06-10\""),
        ("search/docs-0.js", "two logo directions"),
    ] {
        let text = site.get(file).map(|bytes| String::from_utf8_lossy(bytes));
        assert!(
            text.is_some_and(|text| text.contains(word)),
            "{word} in {file}"
        );
    }
    // Nothing leads to a page that is not there.
    for (name, bytes) in site.iter().filter(|(name, _)| name.ends_with(".html")) {
        let page = String::from_utf8_lossy(bytes);
        for href in page
            .split(" href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            let target = href.split('#').next().unwrap_or_default();
            let mut parts: Vec<&str> = name.split('/').collect();
            parts.pop();
            for part in target.split('/') {
                match part {
                    ".." => drop(parts.pop()),
                    part => parts.push(part),
                }
            }
            let local = !target.is_empty() && !target.contains(':');
            assert!(
                !local || site.contains_key(&parts.join("/")),
                "{name} leads to {href}"
            );
        }
    }
}

#[test]
fn where_nothing_is_shared_an_engagement_is_a_name() {
    let studio = studio();
    let bare = ORBIT_YML
        .split("  shared:")
        .next()
        .expect("the settings before what is shared")
        .replace("canarytitle", "X");
    let workflow = WORKFLOW.replace(", shared: Being made", "");
    studio
        .file("orbit.yml", &bare)
        .file("workflows/work-canarywf.yml", &workflow);
    let done = studio.run("build --audience client:acme");
    assert!(done.passed(), "{}", done.all());
    let site = files(&studio.path("site-acme"));
    assert_eq!(places(&site, "canary"), [""; 0]);
    let pages: Vec<&String> = site.keys().filter(|name| name.ends_with(".html")).collect();
    assert_eq!(pages, ["engagements/acme/rebrand.html", "index.html"]);
    let page = String::from_utf8_lossy(site.get("engagements/acme/rebrand.html").expect("a page"));
    assert!(
        page.contains("blue") && !page.contains("two logo directions"),
        "{page}"
    );
}

#[test]
fn to_a_client_the_studio_goes_by_its_name() {
    let studio = studio();
    for (audience, folder, ours) in [
        ("--audience client:acme", "site-acme", "by northlight"),
        ("", "site", "by us"),
    ] {
        let done = studio.run(&format!("build {audience}"));
        assert!(done.passed(), "{}", done.all());
        let site = files(&studio.path(folder));
        assert_ne!(places(&site, ours), [""; 0], "{folder}");
        let others = ["by northlight", "by us", "to us"];
        for other in others.iter().filter(|_| folder != "site") {
            let said = places(&site, other);
            assert_eq!(said.is_empty(), *other != ours, "{folder}: {said:?}");
        }
    }
}

#[test]
fn a_clients_site_takes_no_place_of_the_studios_own() {
    let studio = studio();
    assert!(studio.run("build").passed());
    let before = files(&studio.path("site"));
    assert!(studio.run("build --audience client:acme").passed());
    assert_eq!(files(&studio.path("site")), before);
    let status = studio.shell("git status --short");
    assert!(!status.all().contains("site-acme"), "{}", status.all());
}

#[test]
fn a_preview_says_what_is_shown_and_what_not() {
    let studio = studio();
    studio
        .run("build --audience client:acme --preview")
        .succeeds(str![[r#"
client:acme sees 1 of 2 engagements
pages besides: promises, calendar, decisions, history, handoffs, search, data

acme/canaryheld  canaryheldtitle
  withheld whole, by `shared: false`

acme/rebrand  Autumn fair rebrand
  shown     stage Being made
            fields success
            sections Scope
            promise: two logo directions
            decision: blue
            entry 2026-02-20 Workshop
            entry 2026-03-01 Handoff: canarylead to canarybuild
            entry 2026-03-04 Handoff: canarybuild to canaryreview
  withheld  fields owner, value, follows, client_people, canarykey
            sections canarysection, Situation
            entry 2026-02-11 canaryentry
            promise: canaryprivate
            decision: canarydecision
            question: canaryquestion
            risk: canaryrisk
            tone: canarytone
            lesson: canarylesson
            waiver: canarywaiver
            tone: canaryworkshop

What is shared is set by `site: shared:` in `orbit.yml`, `shared` of a stage, and `(shared)` or `(private)` in the log.

"#]]);
    assert!(!studio.path("site-acme").exists());
}

#[test]
fn an_audience_that_there_is_none_of_is_named_with_the_nearest() {
    let studio = studio();
    studio.run("build --audience client:acne").fails(str![[r#"
error: there is no client `acne`
help: did you mean `client:acme`?

"#]]);
    studio
        .file("orbit.yml", "studio: X\nsite:\n  shared: {mark: [promise], pages: [promise]}\n  audiences: {acme: {}}\n")
        .run("build --audience client:acme")
        .fails(str![[r#"
error: there are 3 problems in this studio's settings
  because: orbit.yml:3:12: unknown key `mark`; did you mean `marks`?
  because: orbit.yml:3:37: `pages` should be one of `promises`, `calendar`, `decisions`, `history`, `handoffs`, `search` and `data`; did you mean `promises`?
  because: orbit.yml:4:15: `acme` is no audience; write `client:` and the client's folder, such as `client:acme`
help: mend the settings first; nothing can be judged by them until then

"#]]);
}

#[test]
fn a_handoff_that_was_shared_later_is_still_that_of_its_day() {
    let studio = studio();
    let text = studio
        .read("engagements/acme/rebrand.md")
        .replace(" (shared)\n\n- from", "\n\n- from");
    let path = "engagements/acme/late.md";
    let moved = text.replace("stage: canarybuild", "stage: canaryreview");
    let later = moved.replace("two logo directions", "three logo directions");
    let shared = later.replace("to canaryreview\n", "to canaryreview (shared)\n");
    for version in [&text, &moved, &later, &shared] {
        studio
            .file(path, version)
            .git("add -A")
            .git("commit -qm later");
    }
    assert!(
        studio
            .run("build --audience client:acme --out late")
            .passed()
    );
    let page = studio.read("late/engagements/acme/late/handoff-1.html");
    assert!(page.contains("The doors."), "{page}");
    let (carried, _) = page
        .split_once("Decisions in force")
        .unwrap_or((page.as_str(), ""));
    assert!(carried.contains("two logo directions"), "{page}");
    assert!(!carried.contains("three logo directions"), "{page}");
}

#[test]
fn outside_nobody_says_ours_and_the_client_is_named_once() {
    let studio = studio();
    assert!(
        studio
            .run("build --audience client:acme --out acme")
            .passed()
    );
    let home = studio.read("acme/index.html");
    assert!(home.contains("1 promise of Northlight open"), "{home}");
    assert!(!home.contains("class=\"client\""), "{home}");
}
