//! A studio of any size with its history, the same each time: engagements of clients, dated logs, moves, renames, merges, through `git fast-import`.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// How large a corpus is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 200 engagements, 2,000 commits.
    S,
    /// 2,000 and 20,000.
    M,
    /// 10,000 and 100,000.
    L,
}

impl Size {
    pub fn named(name: &str) -> Option<Self> {
        [Self::S, Self::M, Self::L]
            .into_iter()
            .find(|size| size.name() == name)
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::S => "S",
            Self::M => "M",
            Self::L => "L",
        }
    }

    pub const fn files(self) -> usize {
        match self {
            Self::S => 200,
            Self::M => 2_000,
            Self::L => 10_000,
        }
    }

    pub const fn commits(self) -> usize {
        self.files() * 10
    }
}

const STAGES: [&str; 7] = [
    "lead",
    "qualified",
    "proposal",
    "negotiation",
    "active",
    "review",
    "closed",
];
const PEOPLE: [&str; 8] = ["ada", "bo", "chen", "dara", "eli", "fay", "gus", "hana"];
const WORDS: [&str; 64] = [
    "account",
    "agenda",
    "baseline",
    "board",
    "budget",
    "capacity",
    "client",
    "contract",
    "cost",
    "data",
    "decision",
    "delivery",
    "design",
    "discovery",
    "draft",
    "estimate",
    "export",
    "finance",
    "forecast",
    "goal",
    "handover",
    "impact",
    "invoice",
    "issue",
    "launch",
    "ledger",
    "limit",
    "market",
    "meeting",
    "milestone",
    "model",
    "offer",
    "option",
    "order",
    "owner",
    "partner",
    "phase",
    "pilot",
    "plan",
    "platform",
    "policy",
    "price",
    "process",
    "project",
    "prototype",
    "quality",
    "quarter",
    "region",
    "release",
    "report",
    "research",
    "review",
    "risk",
    "scope",
    "service",
    "session",
    "sponsor",
    "supplier",
    "survey",
    "system",
    "team",
    "timeline",
    "vendor",
    "workshop",
];
const ORBIT_YML: &str = "studio: Bench\nworkflow: bench\n";
const WORKFLOW: &str = "\
title: Bench
stages:
  lead: {needs: [{field: owner}, {section: Context}]}
  qualified: {}
  proposal: {needs: [{section: Scope, words: 20}]}
  negotiation: {needs: [{field: value}]}
  active: {needs: [{field: due, type: date}]}
  review: {}
  closed: {kind: done, next: [review]}
";
const DAY: usize = 86_400;
const BEGIN: usize = 1_483_344_000;

/// A generator of numbers, the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (usize::try_from(self.0 >> 33).unwrap_or(0)) % end.max(1)
    }

    fn sentence(&mut self) -> String {
        let words: Vec<&str> = (0..8 + self.below(9))
            .map(|_| WORDS[self.below(WORDS.len())])
            .collect();
        let mut text = words.join(" ");
        text[..1].make_ascii_uppercase();
        text + "."
    }

    fn paragraph(&mut self, sentences: usize) -> String {
        (0..sentences)
            .map(|_| self.sentence())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

struct Engagement {
    path: String,
    title: String,
    stage: usize,
    owner: usize,
    head: String,
    log: String,
    opened: usize,
}

impl Engagement {
    fn new(number: usize, clients: usize, time: usize, dice: &mut Dice) -> Self {
        let (a, b) = (
            WORDS[dice.below(WORDS.len())],
            WORDS[dice.below(WORDS.len())],
        );
        let mut head = format!(
            "## Context\n\n{}\n\n{}\n\n## Scope\n\n",
            dice.paragraph(6),
            dice.paragraph(5)
        );
        for _ in 0..5 {
            let _ = writeln!(head, "- {}", dice.sentence());
        }
        let _ = write!(head, "\n{}\n\n", dice.paragraph(4));
        Self {
            path: format!(
                "engagements/client-{:03}/{a}-{b}-{number}.md",
                dice.below(clients)
            ),
            title: format!("{a} {b} {number}"),
            stage: 0,
            owner: dice.below(PEOPLE.len()),
            head,
            log: format!("### {} Opened\n\n{}\n", day(time), dice.sentence()),
            opened: time,
        }
    }

    fn text(&self) -> String {
        format!(
            "---\ntitle: {}\nstage: {}\nowner: {}\nvalue: EUR {},000\ndue: {}\ntags: [bench, {}]\n---\n\n{}## Log\n\n{}",
            self.title,
            STAGES[self.stage],
            PEOPLE[self.owner],
            5 + self.title.len(),
            day(self.opened + 200 * DAY),
            WORDS[self.title.len() % WORDS.len()],
            self.head,
            self.log
        )
    }

    /// Something happens to it; gives the message.
    fn live(&mut self, time: usize, dice: &mut Dice) -> String {
        match dice.below(100) {
            0..38 => {
                let back =
                    self.stage > 0 && (dice.below(100) < 18 || self.stage + 1 == STAGES.len());
                let from = STAGES[self.stage];
                self.stage = if back { self.stage - 1 } else { self.stage + 1 };
                format!("{}: {from} to {}", self.title, STAGES[self.stage])
            }
            38..95 => {
                let sentences = 1 + dice.below(4);
                let text = dice.paragraph(sentences);
                let _ = write!(self.log, "\n### {} Call\n\n{text}\n", day(time));
                if dice.below(10) < 4 {
                    let _ = write!(
                        self.log,
                        "\n- [ ] promise: {} (@{}, due {})\n",
                        dice.sentence(),
                        PEOPLE[self.owner],
                        day(time + 20 * DAY)
                    );
                }
                format!("{}: call", self.title)
            }
            _ => {
                self.owner = dice.below(PEOPLE.len());
                format!("{}: handed over", self.title)
            }
        }
    }
}

fn day(time: usize) -> String {
    let time = i64::try_from(time).unwrap_or(0);
    orbit::day::Day::of_unix(time).map_or_else(String::new, |day| day.to_string())
}

/// Makes the corpus, where it is not there yet.
pub fn make(folder: &Path, size: Size) -> Result<(), String> {
    if folder.join(".git/made").exists() {
        return Ok(());
    }
    eprintln!("making the corpus of size {}, once", size.name());
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let git = |words: &[&str]| {
        crate::measure::succeeds(Command::new("git").current_dir(folder).args(words))
    };
    git(&["init", "-q", "-b", "main"])?;
    for (key, value) in [
        ("user.name", "Bench"),
        ("user.email", "bench@example.org"),
        ("gc.auto", "0"),
    ] {
        git(&["config", key, value])?;
    }
    import(folder, size)?;
    git(&["gc", "-q", "--prune=now"])?;
    git(&["reset", "-q", "--hard", "main"])?;
    fs::write(folder.join(".git/made"), "").map_err(|error| error.to_string())
}

/// The stream that git reads commits from.
struct Import<W: std::io::Write> {
    out: W,
    mark: usize,
}

impl<W: std::io::Write> Import<W> {
    /// A commit of files on a branch; gives its mark.
    fn commit(
        &mut self,
        branch: &str,
        time: usize,
        message: &str,
        parents: &[usize],
        files: &[(String, Option<String>)],
    ) -> Result<usize, String> {
        self.mark += 1;
        let who = PEOPLE[self.mark % PEOPLE.len()];
        let mut text = format!(
            "commit refs/heads/{branch}\nmark :{}\ncommitter {who} <{who}@example.org> {time} +0000\ndata {}\n{message}\n",
            self.mark,
            message.len()
        );
        for (at, parent) in parents.iter().enumerate() {
            let _ = writeln!(text, "{} :{parent}", if at == 0 { "from" } else { "merge" });
        }
        for (path, content) in files {
            let _ = match content {
                Some(content) => writeln!(
                    text,
                    "M 100644 inline {path}\ndata {}\n{content}",
                    content.len()
                ),
                None => writeln!(text, "D {path}"),
            };
        }
        self.out
            .write_all(text.as_bytes())
            .map_err(|error| error.to_string())?;
        Ok(self.mark)
    }
}

fn import(folder: &Path, size: Size) -> Result<(), String> {
    let mut child = Command::new("git")
        .current_dir(folder)
        .args(["fast-import", "--quiet", "--depth=10"])
        .stdin(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    let stdin = child.stdin.take().ok_or("git fast-import has no input")?;
    let mut import = Import {
        out: std::io::BufWriter::new(stdin),
        mark: 0,
    };
    let mut dice = Dice(7);
    let clients = (size.files() / 50).max(8);
    let mut engagements: Vec<Engagement> = Vec::new();
    let settings = [
        ("orbit.yml".to_owned(), Some(ORBIT_YML.to_owned())),
        ("workflows/bench.yml".to_owned(), Some(WORKFLOW.to_owned())),
    ];
    let mut tip = import.commit("main", BEGIN, "the studio", &[], &settings)?;
    while import.mark < size.commits() {
        let time = BEGIN + import.mark * (9 * 365 * DAY) / size.commits();
        // Engagements begin over the first four fifths of the history.
        if engagements.len() < size.files()
            && engagements.len() * size.commits() * 4 <= import.mark * size.files() * 5
        {
            let new = Engagement::new(engagements.len(), clients, time, &mut dice);
            tip = import.commit(
                "main",
                time,
                &format!("{}: opened", new.title),
                &[tip],
                &[(new.path.clone(), Some(new.text()))],
            )?;
            engagements.push(new);
            continue;
        }
        let recent = engagements.len() - 1 - dice.below(engagements.len()) * dice.below(100) / 100;
        match dice.below(1000) {
            0..20 => {
                let text = dice.paragraph(4);
                tip = import.commit(
                    "main",
                    time,
                    "readme",
                    &[tip],
                    &[("README.md".to_owned(), Some(text))],
                )?;
            }
            20..23 => {
                let one = &mut engagements[recent];
                let new = format!("{}-moved-{}.md", one_stem(&one.path), import.mark);
                let former = std::mem::replace(&mut one.path, new);
                let files = [(former, None), (one.path.clone(), Some(one.text()))];
                tip = import.commit(
                    "main",
                    time,
                    &format!("{}: renamed", one.title),
                    &[tip],
                    &files,
                )?;
            }
            23..33 if recent > 0 => {
                let other = recent - 1;
                let message = engagements[recent].live(time, &mut dice);
                let side_file = (
                    engagements[recent].path.clone(),
                    Some(engagements[recent].text()),
                );
                let side = import.commit(
                    "side",
                    time,
                    &message,
                    &[tip],
                    std::slice::from_ref(&side_file),
                )?;
                let message = engagements[other].live(time, &mut dice);
                let file = (
                    engagements[other].path.clone(),
                    Some(engagements[other].text()),
                );
                tip = import.commit("main", time + 1, &message, &[tip], &[file])?;
                tip = import.commit("main", time + 2, "merge side", &[tip, side], &[side_file])?;
            }
            _ => {
                let count = if dice.below(100) < 12 { 2 } else { 1 };
                let mut files = Vec::new();
                let mut message = String::new();
                for at in (0..count).map(|back| recent.saturating_sub(back)) {
                    message = engagements[at].live(time, &mut dice);
                    files.push((engagements[at].path.clone(), Some(engagements[at].text())));
                }
                files.dedup_by(|a, b| a.0 == b.0);
                tip = import.commit("main", time, &message, &[tip], &files)?;
            }
        }
    }
    import
        .out
        .write_all(b"done\n")
        .map_err(|error| error.to_string())?;
    drop(import);
    if child.wait().map_err(|error| error.to_string())?.success() {
        Ok(())
    } else {
        Err("git fast-import failed".to_owned())
    }
}

fn one_stem(path: &str) -> String {
    path.trim_end_matches(".md")
        .split("-moved-")
        .next()
        .unwrap_or(path)
        .to_owned()
}

/// An engagement that can be committed to.
pub fn one(folder: &Path) -> Result<String, String> {
    let mut list = Command::new("git");
    list.current_dir(folder).args(["ls-files", "engagements"]);
    let files = crate::measure::output(list)?;
    let count = files.lines().count();
    files
        .lines()
        .nth(count / 2)
        .map(str::to_owned)
        .ok_or_else(|| "the corpus is empty".to_owned())
}

/// What Hugo needs to make a page of each engagement.
pub fn hugo(folder: &Path, work: &Path) -> Result<(), String> {
    let write = |path: &str, text: &str| {
        let path = work.join(path);
        fs::create_dir_all(path.parent().unwrap_or(work))
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| error.to_string())
    };
    let layouts = work.join("layouts");
    write(
        "hugo.toml",
        &format!(
            "baseURL = \"https://example.org/\"\ntitle = \"bench\"\ndisableKinds = [\"taxonomy\", \"term\", \"RSS\", \"sitemap\", \"404\", \"section\"]\n\
             contentDir = \"{}\"\nlayoutDir = \"{}\"\n",
            folder.join("engagements").display(),
            layouts.display()
        ),
    )?;
    write(
        "layouts/_default/single.html",
        "<!doctype html><html><head><title>{{ .Title }}</title></head><body><h1>{{ .Title }}</h1><p>{{ .Params.stage }} {{ .Params.owner }}</p>\
         <article>{{ .Content }}</article>{{ with .GitInfo }}<p>{{ .AuthorName }} {{ .AuthorDate }}</p>{{ end }}</body></html>",
    )?;
    write(
        "layouts/index.html",
        "<!doctype html><ul>{{ range site.RegularPages }}<li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a></li>{{ end }}</ul>",
    )
}
