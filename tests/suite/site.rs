//! The site from outside: whole, linked, the same each time, safe whatever the studio holds, and made wherever a repository can be read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use snapbox::str;

use crate::harness::{Done, Studio, files};

const ORBIT_YML: &str = "studio: Northlight
people:
  maya: {name: Maya Lindqvist, email: maya@northlight.example, role: lead}
  tom: {name: Tom Abara, email: tom@northlight.example, role: delivery}
site:
  title: Northlight engagements
  repository: https://git.example/northlight/studio
";

const LEAD: &str = "---
title: Autumn fair rebrand
stage: lead
owner: maya
success: Visitors recognise the mark.
---

## Situation

They want one mark. See [the audit](audit.md) and acme/audit.

## Log

### 2026-02-11 Call with Jane Okafor (@maya)

Her CFO is nervous.

- [ ] promise: two logo directions, not one (@tom, to Jane Okafor, due 2026-03-10) ^p1
- decision: fixed price (@maya, topic price) ^d1
  - because: the CFO needs one number
- [ ] question: who signs off? (@maya)
- tone: wary
";

const HANDOFF: &str = "
### 2026-03-02 Handoff: lead to research (@maya)

- from: @maya
- to: @tom

#### Why are they asking now, and not a year ago?

The board has seen the photographs.
";

/// A small studio with a lead that went on to research.
fn studio() -> Studio {
    let studio = Studio::new();
    studio
        .file("orbit.yml", ORBIT_YML)
        .file("engagements/acme/rebrand.md", LEAD)
        .file(
            "engagements/acme/audit.md",
            "---\ntitle: Audit\nstage: done\nowner: tom\n---\n\n## Situation\n\nEleven versions.\n",
        )
        .git("add -A")
        .git("commit -qm begin");
    let moved = LEAD.replace("stage: lead", "stage: research\nfollows: acme/audit") + HANDOFF;
    studio
        .file("engagements/acme/rebrand.md", &moved)
        .git("commit -qam moved");
    studio
}

fn site(studio: &Studio) -> BTreeMap<String, Vec<u8>> {
    files(&studio.path("site"))
}

fn page(studio: &Studio, path: &str) -> String {
    studio.read(&format!("site/{path}"))
}

fn built(done: &Done) {
    assert!(done.passed(), "{}", done.all());
}

/// The values of an attribute in a page, entities undone.
fn values(page: &str, attribute: &str) -> Vec<String> {
    let opening = format!(" {attribute}=\"");
    page.split(&opening)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|value| value.replace("&amp;", "&").replace("&#39;", "'"))
        .collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex: String = rest.by_ref().take(2).map(char::from).collect();
            bytes.push(u8::from_str_radix(&hex, 16).expect("an encoded byte"));
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).expect("an address in UTF-8")
}

/// The file that an address leads to, seen from another.
fn resolved(from: &str, address: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{address} leaves the site"),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Every link and anchor of every page leads somewhere, no two parts of a page share a name, and every page can be reached from the first.
fn linked(site: &BTreeMap<String, Vec<u8>>) {
    let pages: BTreeMap<&str, String> = site
        .iter()
        .filter(|(name, _)| name.ends_with(".html"))
        .map(|(name, bytes)| {
            (
                name.as_str(),
                String::from_utf8(bytes.clone()).expect("UTF-8"),
            )
        })
        .collect();
    let ids: BTreeMap<&str, Vec<String>> = pages
        .iter()
        .map(|(name, page)| (*name, values(page, "id")))
        .collect();
    for (name, ids) in &ids {
        let different: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(
            different.len(),
            ids.len(),
            "{name} has an id twice: {ids:?}"
        );
    }
    let mut ways: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (name, page) in &pages {
        for address in values(page, "href").into_iter().chain(values(page, "src")) {
            let outside = ["https://", "http://", "mailto:", "data:,"];
            if outside.iter().any(|scheme| address.starts_with(scheme)) {
                continue;
            }
            assert!(
                !address.split('/').next().unwrap_or_default().contains(':'),
                "{name}: {address}"
            );
            let (path, fragment) = address.split_once('#').unwrap_or((&address, ""));
            let file = if path.is_empty() {
                (*name).to_owned()
            } else {
                resolved(
                    name,
                    &path.split('/').map(decoded).collect::<Vec<_>>().join("/"),
                )
            };
            assert!(
                site.contains_key(&file),
                "{name}: {address} leads to no file"
            );
            if !fragment.is_empty() {
                let there = ids.get(file.as_str()).expect("a page");
                assert!(
                    there.contains(&decoded(fragment)),
                    "{name}: {address} leads to no part of it"
                );
            }
            ways.entry(name).or_default().insert(file);
        }
    }
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut next = vec!["index.html"];
    while let Some(name) = next.pop() {
        if reached.insert(name) {
            next.extend(
                ways.get(name)
                    .into_iter()
                    .flatten()
                    .filter_map(|file| pages.get_key_value(file.as_str()))
                    .map(|(name, _)| *name),
            );
        }
    }
    for (name, page) in &pages {
        let moved = page.contains("http-equiv=\"refresh\"");
        assert!(moved || reached.contains(name), "{name} cannot be reached");
    }
}

#[test]
fn a_build_says_how_much_there_is_and_where_to_look() {
    let studio = studio();
    studio.run("build").succeeds(str![[r#"
built 65 pages in site/; open site/index.html

"#]]);
    linked(&site(&studio));
}

#[test]
fn an_engagements_page_says_where_it_stands_and_what_it_owes() {
    let studio = studio();
    built(&studio.run("build"));
    let page = page(&studio, "engagements/acme/rebrand.html");
    for words in [
        "Autumn fair rebrand",
        "10 days overdue",
        "two logo directions, not one",
        "Visitors recognise the mark.",
        "Because</span> the CFO needs one number",
        "href=\"../../engagements/acme/audit.html\"",
        "href=\"../../engagements/acme/rebrand/handoff-1.html\"",
        "2 commits</a> of <code>engagements/acme/rebrand.md</code>",
    ] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn the_history_says_each_commit_in_words_with_the_lines_behind_it() {
    let studio = studio();
    built(&studio.run("build"));
    let page = page(&studio, "engagements/acme/rebrand/history.html");
    for words in [
        "<b class=\"sort\">Stage</b> lead to research",
        "<b class=\"sort\">Handoff</b> lead to research",
        "<b class=\"sort\">Promise</b> made: two logo directions, not one",
        "<del>stage: lead</del><ins>stage: research</ins>",
        "https://git.example/northlight/studio/commit/",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
}

#[test]
fn a_handoffs_page_shows_the_engagement_as_it_was() {
    let studio = studio();
    let later = studio
        .read("engagements/acme/rebrand.md")
        .replace("- [ ] promise: two", "- [x] promise: two")
        .replace("Visitors recognise the mark.", "Everybody does.");
    studio
        .file("engagements/acme/rebrand.md", &later)
        .git("commit -qam later");
    built(&studio.run("build"));
    let page = page(&studio, "engagements/acme/rebrand/handoff-1.html");
    for words in [
        "Handoff: Lead to Research",
        "Visitors recognise the mark.",
        "<li class=\"item promise open late\">",
        "The board has seen the photographs.",
        "Maya Lindqvist</a> to <a href=\"../../../people/tom.html\">Tom Abara</a>",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert!(!page.contains("Everybody does."));
}

#[test]
fn handoffs_are_counted_in_the_order_in_which_they_came() {
    let studio = studio();
    let text = studio.read("engagements/acme/rebrand.md");
    // One with an earlier day, written later, at the top of the log.
    let added = text.replace(
        "## Log\n",
        "## Log\n\n### 2026-01-02 Handoff: @maya to @tom\n\n- from: @maya\n- to: @tom\n",
    );
    studio
        .file("engagements/acme/rebrand.md", &added)
        .git("commit -qam added");
    built(&studio.run("build"));
    let first = page(&studio, "engagements/acme/rebrand/handoff-1.html");
    assert!(first.contains("Handoff: Lead to Research"));
    let second = page(&studio, "engagements/acme/rebrand/handoff-2.html");
    assert!(second.contains("Handoff: Maya Lindqvist to Tom Abara"));
}

#[test]
fn the_day_of_an_entry_and_that_of_its_commit_are_both_shown_where_they_differ() {
    let studio = studio();
    built(&studio.run("build"));
    let page = page(&studio, "engagements/acme/rebrand.html");
    assert!(page.contains("<time datetime=\"2026-02-11\">11 Feb 2026</time>"));
    assert!(page.contains("committed <time datetime=\"2026-03-20\">20 Mar 2026</time>"));
}

#[test]
fn the_same_studio_makes_the_same_bytes_in_any_zone_language_and_folder() {
    let studio = studio();
    built(&studio.run("build"));
    let first = site(&studio);
    built(&studio.run("build"));
    assert_eq!(first, site(&studio));
    studio
        .shell("git clone -q . other && cd other && TZ=Pacific/Kiritimati LC_ALL=de_DE.UTF-8 RAYON_NUM_THREADS=1 orbit build --quiet && diff -r site ../site")
        .succeeds(str![]);
    let another =
        studio.shell("orbit build --quiet --now 2026-03-21 && diff -rq site other/site | wc -l");
    assert!(
        another.passed() && another.out().trim() != "0",
        "{}",
        another.all()
    );
}

#[test]
fn a_folder_that_orbit_did_not_make_is_left_alone() {
    let studio = studio();
    studio.file("site/thesis.md", "years of work");
    let done = studio.run("build");
    assert!(done.failed(), "{}", done.all());
    assert!(
        done.all()
            .contains("holds files that `orbit build` did not make"),
        "{}",
        done.all()
    );
    assert_eq!(site(&studio).keys().collect::<Vec<_>>(), ["thesis.md"]);
    built(&studio.run("build --out elsewhere/site"));
    linked(&files(&studio.path("elsewhere/site")));
}

#[test]
fn a_build_that_fails_leaves_the_former_site() {
    let studio = studio();
    built(&studio.run("build"));
    let former = site(&studio);
    // It fails in the middle: history and handoffs are written by then.
    studio.file(
        "templates/site/engagement.html",
        "{{ nothing_of_that_name }}",
    );
    let done = studio.run("build");
    assert!(done.failed(), "{}", done.all());
    assert!(
        done.all()
            .contains("template `engagement.html` cannot be written"),
        "{}",
        done.all()
    );
    assert_eq!(former, site(&studio));
    assert!(
        !fs::read_dir(studio.path(""))
            .expect("the top")
            .any(|entry| entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .starts_with(".site")),
        "something was left beside it"
    );
}

#[test]
fn a_build_that_is_killed_leaves_the_former_site() {
    let studio = studio();
    built(&studio.run("build"));
    let former = site(&studio);
    for delay in ["0.005", "0.01", "0.02", "0.03", "0.05", "0.08"] {
        studio.shell(&format!(
            "'{}' build --now 2026-03-20 > /dev/null & sleep {delay}; kill -9 $! 2> /dev/null; wait $! 2> /dev/null; true",
            env!("CARGO_BIN_EXE_orbit")
        ));
        assert_eq!(former, site(&studio), "killed after {delay} s");
    }
    built(&studio.run("build"));
    assert_eq!(former, site(&studio));
    // Of a build that was killed before it wrote its first page an empty folder may be left, and nothing of any other.
    for entry in fs::read_dir(studio.path("")).expect("the top") {
        let path = entry.expect("an entry").path();
        if path.to_string_lossy().contains("/.site.") {
            let left: Vec<String> = files(&path).into_keys().collect();
            assert!(left.is_empty() || left == [".orbit-lock"], "{left:?}");
        }
    }
}

#[test]
fn the_studios_own_template_takes_the_place_of_one_built_in() {
    let studio = studio();
    studio
        .file("templates/site/parts/who.html", "<i>{{ who.name }}</i>")
        .file(
            "templates/site/client.html",
            "{% extends \"!client.html\" %}{% block kind %}ours{% endblock %}",
        )
        .file("templates/site/style.css", "body { color: teal }");
    built(&studio.run("build"));
    assert!(page(&studio, "index.html").contains("<i>Maya Lindqvist</i>"));
    assert!(page(&studio, "clients/acme.html").contains("<body class=\"ours\">"));
    assert_eq!(page(&studio, "style.css"), "body { color: teal }");
}

#[test]
fn a_former_address_leads_on() {
    let studio = studio();
    studio
        .git("mv engagements/acme/rebrand.md engagements/acme/fair.md")
        .git("commit -qm renamed");
    built(&studio.run("build"));
    let site = site(&studio);
    linked(&site);
    for (former, now) in [
        (
            "engagements/acme/rebrand.html",
            "../../engagements/acme/fair.html",
        ),
        (
            "engagements/acme/rebrand/history.html",
            "../../../engagements/acme/fair/history.html",
        ),
        (
            "engagements/acme/rebrand/handoff-1.html",
            "../../../engagements/acme/fair/handoff-1.html",
        ),
    ] {
        let page = page(&studio, former);
        assert!(
            page.contains(&format!("content=\"0; url={now}\"")),
            "{page}"
        );
        assert!(page.contains(&format!("<a href=\"{now}\">")), "{page}");
    }
    let history = page(&studio, "engagements/acme/fair/history.html");
    assert!(history.contains("<b class=\"sort\">Moved</b> from acme/rebrand to acme/fair"));
}

#[test]
fn what_a_merge_brought_in_names_who_made_it_and_when_it_landed() {
    let studio = studio();
    let text = studio.read("engagements/acme/audit.md");
    studio.git("checkout -qb side").file(
        "engagements/acme/audit.md",
        &text.replace("Eleven versions.", "Twelve versions."),
    );
    built(&studio.shell("GIT_AUTHOR_NAME='Tom Abara' GIT_AUTHOR_EMAIL=tom@northlight.example GIT_AUTHOR_DATE=2026-03-12T10:00:00Z git commit -qam side && git checkout -q main && git merge -q --no-ff -m merged side"));
    built(&studio.run("build"));
    let page = page(&studio, "engagements/acme/audit/history.html");
    for words in [
        "<time datetime=\"2026-03-12\">12 Mar 2026</time>",
        "people/tom.html\">Tom Abara</a>",
        "landed <time datetime=\"2026-03-20\">20 Mar 2026</time>",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
}

#[test]
fn a_file_that_cannot_be_read_as_an_engagement_has_a_page_that_says_so() {
    let studio = studio();
    studio
        .file(
            "engagements/acme/broken.md",
            "---\ntitle: \"open\nstage: lead\n---\n\nText.\n",
        )
        .file("engagements/acme/bare.md", "No front-matter.\n")
        .bytes(
            "engagements/acme/latin.md",
            b"---\ntitle: caf\xe9\nstage: lead\n---\n\nBar\xff.\n",
        )
        .bytes("engagements/acme/large.md", &vec![b'a'; 3 * 1024 * 1024])
        .file("engagements/acme/empty.md", "");
    built(&studio.run("build"));
    linked(&site(&studio));
    let page = page(&studio, "engagements/acme/broken.html");
    assert!(page.contains("cannot be read"), "{page}");
    assert!(page.contains("Text."), "{page}");
    assert!(
        page.contains("Nothing") || page.contains("attention"),
        "{page}"
    );
}

/// Script in every place where text can stand.
fn hostile() -> Studio {
    let studio = Studio::new();
    let script = "<script>alert(1)</script>";
    studio
        .file(
            "orbit.yml",
            &format!(
                "studio: '{script}'\npeople:\n  maya: {{name: '{script}', email: maya@northlight.example, role: '\"><img src=x onerror=alert(2)>'}}\nsite:\n  title: '</title>{script}'\n"
            ),
        )
        .file(
            "engagements/a b/50% #1?é&<x>'\".md",
            &format!(
                "---\ntitle: '{script}'\nstage: lead\nowner: '{script}'\nfollows: 'a b/50% #1?é&<x>''\"'\nlink: 'javascript:alert(3)'\n'{script}': '{script}'\nclient_people: ['{script}']\n---\n\n## {script}\n\n{script}\n\n[x](javascript:alert(4)) [y](JaVaScRiPt:alert(5)) [z](data:text/html,x) [w](//evil.example) <a onclick=alert(6)>b</a> ![i](x\" onerror=alert(7)) [[../../../etc/passwd]] [[{script}]]\n\n[ref]\n\n[ref]: javascript:alert(8)\n\n## Log\n\n### 2026-02-11 {script} (@{script})\n\n- [ ] promise: {script} (@maya, to {script}, due 2026-02-12) ^p1\n- decision: [x](javascript:alert(9)) (by {script}, topic {script})\n  - because: {script}\n- question: {script} ({script})\n\n### 2026-03-01 Handoff: lead to research\n\n- from: {script}\n- to: {script}\n\n#### {script}\n\n{script}\n"
            ),
        )
        .file("engagements/a b/history.md", "---\ntitle: history\nstage: lead\nfollows: a b/loop\n---\n")
        .file("engagements/a b/loop.md", "---\ntitle: loop\nstage: lead\nfollows: [a b/history, a b/loop, nothing]\n---\n\n[history](history.md#^no) [self](#nothing)\n")
        .file("engagements/a b/history/handoff-1.md", "---\ntitle: handoff\nstage: lead\n---\n")
        .file("engagements/a b/index.md", &format!("# {script}\n\n{script}\n"))
        .file("engagements/javascript:alert(1)/x.md", "---\nstage: lead\n---\n")
        .file("standards/lead.md", &format!("# Lead\n\n{script}\n\n[x](javascript:alert(1))\n"))
        .git("add -A");
    built(&studio.shell(&format!(
        "git commit -qm '{script}\"><img src=x onerror=alert(10)>' --author='&\"b <x@y.example>'"
    )));
    studio
}

#[test]
fn nothing_in_a_studio_becomes_script() {
    let studio = hostile();
    built(&studio.run("build"));
    let site = site(&studio);
    linked(&site);
    for (name, bytes) in &site {
        let page = String::from_utf8(bytes.clone()).expect("UTF-8");
        if name.ends_with(".html") {
            let scripts = page.matches("<script").count();
            let own = page.matches("orbit.js\" defer></script>").count()
                + page.matches("search.js\" defer></script>").count();
            assert_eq!(scripts, own, "{name} holds a script");
            for sign in [
                "<img",
                " onerror=",
                " onclick=",
                "href=\"javascript",
                "href=\"data:text",
                "href=\"//",
            ] {
                // What is text has its quotes and brackets as entities; a tag has none.
                let tags: String = page
                    .split('<')
                    .skip(1)
                    .filter_map(|tag| tag.split('>').next())
                    .map(|tag| format!("<{tag}>"))
                    .collect();
                assert!(!tags.to_lowercase().contains(sign), "{name} holds `{sign}`");
            }
        }
        if name == "feed.xml" {
            assert!(!page.contains("<script"), "{page}");
        }
    }
}

#[test]
fn a_studio_before_its_first_commit_is_built_from_its_files() {
    let studio = Studio::new();
    studio
        .file("orbit.yml", ORBIT_YML)
        .file("engagements/acme/rebrand.md", LEAD);
    built(&studio.run("build"));
    linked(&site(&studio));
    let page = page(&studio, "engagements/acme/rebrand.html");
    assert!(
        page.contains("not committed yet") || page.contains("No commits"),
        "{page}"
    );
}

#[test]
fn a_studio_without_engagements_has_a_site() {
    let studio = Studio::new();
    studio.file("orbit.yml", "studio: Empty\n");
    built(&studio.run("build"));
    linked(&site(&studio));
    assert!(page(&studio, "index.html").contains("No engagement yet."));
}

#[test]
fn a_shallow_clone_says_what_it_does_not_know() {
    let studio = studio();
    built(
        &studio
            .shell("git clone -q --depth 1 file://$PWD clone && cd clone && orbit build --quiet"),
    );
    let site = files(&studio.path("clone/site"));
    linked(&site);
    let page = studio.read("clone/site/engagements/acme/rebrand/history.html");
    assert!(
        page.contains("is not known: this clone is shallow."),
        "{page}"
    );
    assert!(page.contains("what was before is not known"), "{page}");
    assert!(!page.contains("the engagement begins here"), "{page}");
}

#[test]
fn bare_and_detached_repositories_are_built_as_the_others() {
    let studio = studio();
    built(&studio.run("build"));
    let ours = site(&studio);
    built(&studio.shell(
        "git clone -q --bare . bare.git && orbit -C bare.git build --quiet --out ../from-bare",
    ));
    let bare = files(&studio.path("from-bare"));
    assert_eq!(ours, bare);
    built(&studio.shell("git checkout -q --detach && orbit build --quiet --out detached"));
    assert_eq!(ours, files(&studio.path("detached")));
    built(&studio.shell("git worktree add -q ../linked-$$ && cd ../linked-$$ && orbit build --quiet --out here && test -f here/index.html; code=$?; cd .. && rm -rf linked-$$; exit $code"));
}

#[test]
fn work_that_is_not_committed_yet_shows() {
    let studio = studio();
    let text = studio.read("engagements/acme/rebrand.md");
    studio
        .file(
            "engagements/acme/rebrand.md",
            &text.replace("stage: research", "stage: proposal"),
        )
        .file(
            "engagements/acme/new.md",
            "---\ntitle: New\nstage: lead\n---\n",
        );
    built(&studio.run("build"));
    linked(&site(&studio));
    let page = page(&studio, "engagements/acme/rebrand.html");
    assert!(page.contains(">Proposal</a></strong>"), "{page}");
    assert!(self::page(&studio, "index.html").contains("not committed yet"));
}

#[test]
fn the_demos_site_is_whole() {
    let studio = Studio::folder();
    built(&studio.shell("orbit demo studio > /dev/null && cd studio && orbit build --quiet --now 2026-11-02 && git status --short"));
    linked(&files(&studio.path("studio/site")));
    let feed = studio.read("studio/site/feed.xml");
    assert_eq!(feed.matches("<entry>").count(), 50);
    let ids: BTreeSet<&str> = feed
        .split("<id>")
        .skip(1)
        .filter_map(|rest| rest.split('<').next())
        .collect();
    assert_eq!(ids.len(), 51);
}

#[test]
fn a_site_is_no_business_of_a_folder_that_is_no_studio() {
    let done = Studio::new().run("build");
    assert!(done.failed());
    assert!(
        done.all().contains("there is no `orbit.yml` here"),
        "{}",
        done.all()
    );
    let done = Studio::folder().run("build");
    assert!(done.failed(), "{}", done.all());
}

#[test]
fn the_data_are_as_their_schema_says() {
    let studio = studio();
    built(&studio.run("build"));
    let parse = |name: &str| -> serde_json::Value {
        serde_json::from_str(&page(&studio, name)).expect("JSON")
    };
    let (data, schema) = (parse("data.json"), parse("data.schema.json"));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let wrong: Vec<String> = validator
        .iter_errors(&data)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(wrong, [""; 0]);
    let rebrand = data
        .pointer("/engagements/1")
        .expect("the second engagement");
    assert_eq!(rebrand.pointer("/stage"), Some(&"research".into()));
    assert_eq!(rebrand.pointer("/marks/0/late"), Some(&true.into()));
    assert_eq!(
        rebrand.pointer("/transitions/0/made/person"),
        Some(&"maya".into())
    );
    assert_eq!(
        rebrand.pointer("/handoffs/0/stages/1"),
        Some(&"research".into())
    );
}

#[test]
fn a_refusal_can_link_to_the_page_of_its_code() {
    let studio = studio();
    built(&studio.run("build"));
    let rule = page(&studio, "rules/need-unmet.html");
    assert!(
        rule.contains("Nobody can finish what nobody defined"),
        "{rule}"
    );
    let index = page(&studio, "rules/index.html");
    assert!(
        index.contains("href=\"../rules/need-unmet.html\""),
        "{index}"
    );
}

#[test]
fn what_can_be_found_stands_in_the_index_of_the_search() {
    let studio = studio();
    built(&studio.run("build"));
    let words = page(&studio, "search/text-0.js");
    for word in ["\"directions\"", "\"nervous\"", "\"price\""] {
        assert!(words.contains(word), "{word} in {words}");
    }
    let names = page(&studio, "search/names-0.js");
    assert!(
        names.contains("\"rebrand\"") && names.contains("\"maya\""),
        "{names}"
    );
    let shown = page(&studio, "search/docs-0.js");
    assert!(
        shown.contains("engagements/acme/rebrand.html#mark-p1"),
        "{shown}"
    );
}

#[test]
fn an_entry_without_a_title_goes_by_its_day() {
    let studio = Studio::new();
    studio
        .file("orbit.yml", ORBIT_YML)
        .file(
            "engagements/acme/rebrand.md",
            "---\ntitle: Autumn fair rebrand\nstage: lead\nowner: maya\n---\n\n## Log\n\n### 2026-02-11\n\nShe called.\n",
        )
        .git("add -A")
        .git("commit -qm begin");
    built(&studio.run("build"));
    let page = page(&studio, "engagements/acme/rebrand.html");
    assert!(
        page.contains(
            "<h3 class=\"when\" id=\"entry-2026-02-11\"><time datetime=\"2026-02-11\">11 Feb 2026</time></h3>"
        ),
        "{page}"
    );
    assert!(!page.contains(">Entry</h3>"), "{page}");
}

#[test]
fn the_picture_of_what_never_moved_has_its_stage_alone() {
    let studio = studio();
    built(&studio.run("build"));
    let stages = |page: &str| {
        let picture = page.split_once("<ol class=\"arc-stages\"");
        let picture = picture.and_then(|(_, rest)| rest.split_once("</ol>"));
        picture.map_or(0, |(picture, _)| picture.matches("<li").count())
    };
    assert_eq!(stages(&page(&studio, "engagements/acme/audit.html")), 1);
    assert_eq!(stages(&page(&studio, "engagements/acme/rebrand.html")), 7);
}

#[test]
fn a_stage_that_is_entered_again_by_its_workflow_is_no_return() {
    let studio = Studio::new();
    let file = |stage: &str| format!("---\ntitle: Care\nstage: {stage}\nowner: maya\n---\n");
    studio.file("orbit.yml", ORBIT_YML).file(
        "workflows/service.yml",
        "title: Care\nstages:\n  planned: {next: [reported]}\n  reported: {next: [planned, done]}\n  done: {kind: done}\n",
    );
    for stage in ["planned", "reported", "planned"] {
        studio
            .file("engagements/acme/care.md", &file(stage))
            .git("add -A")
            .git("commit -qm moved");
    }
    built(&studio.run("build"));
    let page = page(&studio, "engagements/acme/care.html");
    assert!(
        page.contains("<b class=\"sort\">again</b> Reported to Planned"),
        "{page}"
    );
    assert!(!page.contains("class=\"move back\""), "{page}");
}

#[test]
fn what_a_heading_of_a_register_says_its_rows_do_not_repeat() {
    let studio = studio();
    built(&studio.run("build"));
    let by_day = page(&studio, "promises.html");
    assert!(by_day.contains("<bdi>Acme</bdi>"), "{by_day}");
    assert!(by_day.contains("Tom Abara</a> to <bdi>Jane Okafor</bdi>"));
    let by_client = page(&studio, "promises/by-client.html");
    assert!(!by_client.contains("<bdi>Acme</bdi>"), "{by_client}");
    let by_person = page(&studio, "promises/by-person.html");
    assert!(!by_person.contains("Tom Abara</a>"), "{by_person}");
    let by_topic = page(&studio, "decisions/by-topic.html");
    assert!(by_topic.contains("Price <span"), "{by_topic}");
    assert!(!by_topic.contains("on price"), "{by_topic}");
}

#[test]
fn several_parts_of_a_stage_with_nothing_in_them_are_one() {
    let studio = Studio::new();
    studio
        .file("orbit.yml", ORBIT_YML)
        .file(
            "workflows/service.yml",
            "title: Service\nstages:\n  lead: {shows: [Situation, questions, risks]}\n  done: {kind: done}\n",
        )
        .file(
            "engagements/acme/rebrand.md",
            "---\ntitle: Autumn fair rebrand\nstage: lead\nowner: maya\n---\n",
        )
        .git("add -A")
        .git("commit -qm begin");
    built(&studio.run("build"));
    let page = page(&studio, "engagements/acme/rebrand.html");
    assert!(
        page.contains(
            "<h2 id=\"nothing\">Nothing yet</h2>\n<p class=\"text nothing\"><span id=\"section-situation\">“Situation” is not written yet.</span> <span id=\"questions\">No question is open.</span> <span id=\"risks\">No risk is written down.</span></p>"
        ),
        "{page}"
    );
}

#[test]
fn a_message_that_says_what_the_page_says_anyway_is_left_out() {
    let studio = studio();
    let text = studio.read("engagements/acme/rebrand.md");
    studio
        .file(
            "engagements/acme/rebrand.md",
            &text.replace("- [ ] promise: two", "- [x] promise: two"),
        )
        .shell("git commit -qam 'acme/rebrand: promise kept'");
    studio
        .file(
            "engagements/acme/audit.md",
            &studio
                .read("engagements/acme/audit.md")
                .replace("Eleven", "Twelve"),
        )
        .shell("git commit -qam 'counted again'");
    built(&studio.run("build"));
    let history = page(&studio, "history.html");
    assert!(
        history.contains("<p class=\"subject\">counted again</p>"),
        "{history}"
    );
    assert!(!history.contains("promise kept</p>"), "{history}");
}

#[test]
fn the_months_of_the_history_can_be_gone_to() {
    let studio = studio();
    let text = studio.read("engagements/acme/audit.md");
    studio
        .file(
            "engagements/acme/audit.md",
            &text.replace("Eleven", "Twelve"),
        )
        .git("add -A")
        .shell("GIT_AUTHOR_DATE=2026-04-02T10:00:00+02:00 git commit -qm later");
    built(&studio.run("build"));
    let history = page(&studio, "history.html");
    assert!(
        history.contains("<a href=\"#m-2026-04\">April 2026</a>"),
        "{history}"
    );
    assert!(
        history.contains("<a href=\"#m-2026-03\">March 2026</a>"),
        "{history}"
    );
}

#[test]
fn what_is_recalled_says_its_kind_once_and_its_days_and_people_in_words() {
    let studio = studio();
    let audit = "---\ntitle: Audit\nstage: delivery\nowner: tom\ndue: 2026-04-01\n---\n\n## Log\n\n### 2026-02-01 Board (@tom)\n\n- lesson: show figures first\n- [ ] promise: the list of panels (@maya, to Jane, due 2026-03-01)\n";
    studio
        .file("engagements/acme/audit.md", audit)
        .git("commit -qam audited");
    built(&studio.run("build"));
    let page = page(&studio, "engagements/acme/rebrand.html");
    assert!(
        page.contains("<b class=\"sort\">Lesson</b> show figures first"),
        "{page}"
    );
    assert!(page.contains("due 1 Apr 2026; late:"), "{page}");
    assert!(!page.contains("(@maya"), "{page}");
}

#[test]
fn a_single_fact_is_its_own_heading() {
    let studio = studio();
    let text = studio.read("engagements/acme/rebrand.md");
    studio.file(
        "engagements/acme/rebrand.md",
        &text.replace("owner: maya", "owner: maya\nsource: inbound"),
    );
    built(&studio.run("build"));
    let page = page(&studio, "engagements/acme/rebrand.html");
    assert!(
        page.contains("<h2 id=\"more\">Source</h2>\n<p class=\"text\">inbound</p>"),
        "{page}"
    );
}

#[test]
fn an_open_question_needs_no_word_that_it_is_open() {
    let studio = studio();
    built(&studio.run("build"));
    let page = page(&studio, "engagements/acme/rebrand.html");
    assert!(page.contains("<p>who signs off?</p>"), "{page}");
    assert!(!page.contains("<p class=\"standing\">open</p>"), "{page}");
}

#[test]
fn facts_link_their_addresses_and_do_not_say_the_title_again() {
    let studio = Studio::new();
    studio
        .file("orbit.yml", ORBIT_YML)
        .file(
            "engagements/acme/rebrand.md",
            "---\nTitle: Autumn fair rebrand\nstage: lead\nowner: maya\nseen: [\"Forum: https://forum.example/t/1, see <b>\", \"Mail: https://mail.example/a_b_c.\"]\nvalue: EUR 1\n---\n",
        )
        .git("add -A")
        .git("commit -qm begin");
    built(&studio.run("build"));
    let page = page(&studio, "engagements/acme/rebrand.html");
    assert!(
        page.contains(
            "Mail: <a href=\"https://mail.example/a_b_c\">https://mail.example/a_b_c</a>."
        ),
        "{page}"
    );
    assert!(
        page.contains("https://forum.example/t/1, see &lt;b&gt;"),
        "{page}"
    );
    assert!(!page.contains("<dt>Title</dt>"), "{page}");
}

#[test]
fn what_is_to_be_said_alike_of_many_is_said_once() {
    let studio = Studio::new();
    studio.file("orbit.yml", ORBIT_YML);
    for n in 0..20 {
        studio.file(
            &format!("engagements/acme/work-{n:02}.md"),
            &format!("---\ntitle: Work {n:02}\nstage: lead\nowner: maya\nsuccess: [\n---\n"),
        );
    }
    studio
        .file(
            "engagements/acme/other.md",
            "---\ntitle: Other\nstage: lead\nowner: maya\n---\n\n## Log\n\n### 2026-03-01 Call\n\n- [ ] promise: a list (@maya, to Jane, due 2026-03-10)\n",
        )
        .git("add -A")
        .git("commit -qm begin");
    built(&studio.run("build"));
    let home = page(&studio, "index.html");
    assert!(
        home.contains("<p class=\"gutter\">20 cannot be read</p>"),
        "{home}"
    );
    assert_eq!(
        home.matches("<b class=\"sort\">File</b>").count(),
        1,
        "{home}"
    );
    assert!(home.contains("Work 11</a> and 8 more</p>"), "{home}");
    assert!(home.contains(">a list</a>"), "{home}");
    assert!(!home.contains("on the pages of the people"), "{home}");
}
