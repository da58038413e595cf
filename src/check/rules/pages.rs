//! Every rule's page is a test: its example that fails gives findings of its code and no other, the mended one none.

use super::{RULES, Rule};
use crate::check::verdict::judge_by;
use crate::check::{Context, Past};
use crate::day::Day;
use crate::finding::{CODES, Finding};
use crate::model::change::{FormerSettings, SettingsChange};
use crate::model::settings::FILE;
use crate::model::{Change, Commit, Engagement, Passage, Settings};
use crate::repo::{Author, Bytes, Memory, Tree};

const ORBIT_YML: &str = "\
studio: Example
people:
  maya: {name: Maya Lindqvist, email: maya@example.org, role: lead}
  tom: {name: Tom Abara, email: tom@example.org, role: delivery}
";

/// The files of one example: as they are, and as they were before; and who makes the commit, by their handle.
#[derive(Clone, Default)]
struct Example {
    after: Vec<(String, Vec<u8>)>,
    before: Vec<(String, Vec<u8>)>,
    /// The handle of who makes the commit.
    author: Option<String>,
}

/// What was before the commit is all that is known of the past; Maya wrote it.
impl Past for Example {
    fn walk(&self, path: &str, see: &mut dyn FnMut(&[u8], &Author) -> bool) {
        if let Some((_, bytes)) = self.before.iter().find(|(before, _)| before == path) {
            see(bytes, &author("maya"));
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

/// The fenced blocks that name a file or an author, below the heading `title`.
fn example(page: &str, title: &str) -> Example {
    let mut example = Example::default();
    let below = page
        .split(&format!("\n## {title}\n"))
        .nth(1)
        .unwrap_or_default();
    let section = sections_end(below);
    let mut lines = section.lines();
    while let Some(line) = lines.next() {
        let fence: String = line.chars().take_while(|&c| c == '`').collect();
        if fence.len() < 3 {
            continue;
        }
        let info = line[fence.len()..].to_owned();
        let mut body = String::new();
        for line in lines.by_ref().take_while(|line| *line != fence) {
            body.push_str(line);
            body.push('\n');
        }
        let words: Vec<&str> = info.split_whitespace().collect();
        match words.as_slice() {
            ["author", handle] => example.author = Some((*handle).to_owned()),
            ["bytes", path] => example.after.push(((*path).to_owned(), escaped(&body))),
            ["repeat", size, path] => {
                let size: usize = size.parse().expect("a size in bytes");
                example.after.push((
                    (*path).to_owned(),
                    body.bytes().cycle().take(size).collect(),
                ));
            }
            [_, path, "before"] => example.before.push(((*path).to_owned(), body.into_bytes())),
            [_, path] => example.after.push(((*path).to_owned(), body.into_bytes())),
            _ => {}
        }
    }
    example
}

/// Up to the next heading of level 2 that stands outside a fenced block.
fn sections_end(text: &str) -> &str {
    let mut fence: Option<&str> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_end();
        let ticks = &trimmed[..trimmed.len() - trimmed.trim_start_matches('`').len()];
        match fence {
            Some(open) if trimmed == open => fence = None,
            None if ticks.len() >= 3 => fence = Some(ticks),
            None if line.starts_with("## ") => return &text[..at],
            _ => {}
        }
        at += line.len();
    }
    text
}

fn escaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("\\x") {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        bytes.push(u8::from_str_radix(&rest[at + 2..at + 4], 16).expect("two hexadecimal digits"));
        rest = &rest[at + 4..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

fn tree(files: &[(String, Vec<u8>)]) -> Memory {
    files.iter().fold(
        Memory::new().file("orbit.yml", ORBIT_YML),
        |tree, (path, bytes)| tree.file(path, bytes),
    )
}

/// What a rule finds in an example.
fn findings(rule: &Rule, example: &Example) -> Vec<Finding> {
    let (after, before) = (tree(&example.after), tree(&example.before));
    let settings = Settings::load(&after).expect("settings that can be read");
    let former = Settings::load(&before).expect("settings that can be read");
    let read = |tree: &Memory, settings: &Settings| -> Vec<Engagement> {
        let files = tree.files("").expect("a tree in memory");
        files
            .iter()
            .filter_map(|path| Engagement::read(path, &tree.read(path).ok()??, settings))
            .collect()
    };
    let (now, then) = (read(&after, &settings), read(&before, &former));
    let changes: Vec<Change<'_>> = now
        .iter()
        .map(|after| Change {
            after,
            before: then
                .iter()
                .filter(|before| before.path == after.path)
                .collect(),
            touched: true,
        })
        .collect();
    let mut commit = Commit::of(changes);
    // What only stood before is deleted.
    let gone = then
        .iter()
        .filter(|before| now.iter().all(|after| after.path != before.path));
    commit.passages.extend(gone.map(|before| Passage {
        before,
        after: None,
        settings: Some(&former),
        merged: Vec::new(),
    }));
    let of = |files: &[(String, Vec<u8>)]| {
        let found = files.iter().find(|(path, _)| path == FILE);
        found.map(|(path, bytes)| (path.clone(), Bytes::from(bytes.as_slice())))
    };
    commit
        .settings
        .extend(of(&example.after).map(|(path, bytes)| SettingsChange {
            path,
            after: Some(bytes),
            before: vec![FormerSettings {
                settings: Some(&former),
                file: of(&example.before),
            }],
        }));
    let day = Day::parse("2026-03-02").expect("a day");
    let author = example.author.as_deref().map(author);
    judge_by(
        &[rule],
        &commit,
        &Context::new(&settings, &after, day, author.as_ref(), example),
    )
}

/// The files of the failing example with those of the mended one in their place.
fn mended(page: &str) -> Example {
    let mut whole = example(page, "Fails");
    let mend = example(page, "Mended");
    for (of_whole, of_mend) in [
        (&mut whole.after, mend.after),
        (&mut whole.before, mend.before),
    ] {
        for (path, bytes) in of_mend {
            of_whole.retain(|(known, _)| *known != path);
            of_whole.push((path, bytes));
        }
    }
    whole.author = mend.author.or(whole.author);
    whole
}

#[test]
fn each_page_fails_and_is_mended_as_it_says() {
    for rule in RULES {
        let failing = example(rule.page, "Fails");
        assert!(
            !failing.after.is_empty(),
            "the page of {} has no example that fails",
            rule.code
        );
        let found = findings(rule, &failing);
        assert!(
            !found.is_empty(),
            "the failing example of {} passes",
            rule.code
        );
        assert!(found.iter().all(|finding| finding.code == rule.code));
        let still = findings(rule, &mended(rule.page));
        assert!(
            still.is_empty(),
            "the mended example of {} still has {still:#?}",
            rule.code
        );
    }
}

#[test]
fn each_page_begins_with_its_code_and_says_in_a_line_what_it_finds() {
    for rule in RULES {
        let mut lines = rule.page.lines();
        assert_eq!(lines.next(), Some(format!("# {}", rule.code).as_str()));
        let summary = lines.find(|line| !line.is_empty()).unwrap_or_default();
        assert!(
            !summary.starts_with('#') && summary.len() <= 100,
            "{}: {summary}",
            rule.code
        );
        for title in ["Why", "Fails", "Mended", "Way forward"] {
            assert!(
                rule.page.contains(&format!("\n## {title}\n")),
                "{} has no `{title}`",
                rule.code
            );
        }
    }
}

#[test]
fn codes_are_the_contracts_and_stand_once() {
    let codes: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
    for (at, code) in codes.iter().enumerate() {
        assert!(CODES.contains(code), "{code}");
        assert!(!codes[..at].contains(code), "{code} stands twice");
    }
}

#[test]
fn no_rule_file_is_forgotten() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/check/rules");
    let pages = std::fs::read_dir(folder)
        .expect("the folder of the rules")
        .filter_map(|entry| {
            entry
                .ok()?
                .file_name()
                .into_string()
                .ok()?
                .strip_suffix(".md")
                .map(str::to_owned)
        })
        .collect::<Vec<_>>();
    assert_eq!(pages.len(), RULES.len());
    assert!(
        pages
            .iter()
            .all(|page| RULES.iter().any(|rule| rule.code == page))
    );
}
