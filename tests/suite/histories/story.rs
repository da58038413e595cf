//! One studio in which a history happens: a work tree with three branches, and what the server has.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use orbit::day::Day;
use orbit::finding::{Finding, Severity};
use orbit::guard;
use orbit::repo::{CommitId, Repository};

use super::read;
use super::steps::{Edit, Step};
use crate::harness::Studio;

pub const STAGES: [&str; 7] = [
    "lead", "proposal", "scope", "delivery", "done", "dormant", "lost",
];
const ORBIT_YML: &str = "studio: Example\nworkflow: small\npeople:\n  maya: {name: Maya Lindqvist, email: maya@northlight.example}\n";
const WORKFLOW: &str = "\
stages:
  lead: {}
  proposal: {needs: [{field: success}]}
  scope: {needs: [{section: Approach, words: 3}]}
  delivery: {}
  done: {kind: done}
  dormant: {kind: waiting}
  lost: {kind: lost}
";
/// What is promised: words that no two promises share, so that each is known again wherever it stands.
const ADJECTIVES: [&str; 16] = [
    "amber", "birch", "cobalt", "damask", "ebony", "flaxen", "golden", "hazel", "indigo", "jade",
    "khaki", "lilac", "maroon", "navy", "ochre", "purple",
];
const NOUNS: [&str; 12] = [
    "brochure",
    "poster",
    "banner",
    "badge",
    "catalogue",
    "leaflet",
    "postcard",
    "signboard",
    "ticket",
    "uniform",
    "website",
    "calendar",
];
const CLIENTS: [&str; 2] = ["acme", "brook"];

/// How much happened.
#[derive(Debug, Default, Clone)]
pub struct Tally {
    pub histories: usize,
    pub committed: usize,
    pub refused: usize,
    pub bypassed: usize,
    pub merged: usize,
    pub pushed: usize,
    pub rejected: usize,
    pub moved: usize,
    pub promises: usize,
}

impl Tally {
    pub fn add(&mut self, other: &Self) {
        self.histories += 1;
        self.committed += other.committed;
        self.refused += other.refused;
        self.bypassed += other.bypassed;
        self.merged += other.merged;
        self.pushed += other.pushed;
        self.rejected += other.rejected;
        self.moved += other.moved;
        self.promises += other.promises;
    }
}

/// A history as it happens.
pub struct Story {
    studio: Studio,
    day: u32,
    branch: usize,
    made: usize,
    tally: Tally,
}

impl Story {
    /// A studio with two engagements, on the server too.
    pub fn begin() -> Self {
        let studio = Studio::folder();
        studio
            .file("work/orbit.yml", ORBIT_YML)
            .file("work/workflows/small.yml", WORKFLOW);
        let mut story = Self {
            studio,
            day: 0,
            branch: 0,
            made: 0,
            tally: Tally::default(),
        };
        story.git("init -q -b main .");
        story.studio.file(
            "work/.git/config",
            "[core]\nrepositoryformatversion = 0\nbare = false\nfsync = none\n[user]\nname = Maya Lindqvist\nemail = maya@northlight.example\n[gc]\nauto = 0\n",
        );
        story.edit(0, &Edit::New(0));
        story.edit(0, &Edit::Promise(true));
        story.edit(1, &Edit::New(0));
        story.git("add -A");
        story.git("commit -q -m begin");
        for branch in ["one", "two", "server"] {
            story.git(&format!("branch {branch}"));
        }
        story
    }

    /// Does one step. An error is a trouble with the guard, not a refusal.
    pub fn take(&mut self, step: &Step) -> Result<(), String> {
        match step {
            Step::Work { edits, bypass } => {
                for (which, edit) in edits {
                    self.edit(usize::from(*which), edit);
                }
                self.git("add -A");
                self.commit(*bypass)?;
            }
            Step::Switch(branch) => {
                self.branch = usize::from(*branch) % 3;
                self.git(&format!(
                    "checkout -qf {}",
                    ["main", "one", "two"][self.branch]
                ));
            }
            Step::Merge { from, how, bypass } => self.merge(usize::from(*from), *how, *bypass)?,
            Step::Push => self.push()?,
            Step::Days(days) => self.day += u32::from(days % 40),
        }
        Ok(())
    }

    fn root(&self) -> PathBuf {
        self.studio.path("work")
    }

    /// The day, and noon of it as git takes it.
    fn today(&self) -> (String, String) {
        let (month, day) = (self.day / 28 % 12 + 1, self.day % 28 + 1);
        let date = format!("{}-{month:02}-{day:02}", 2026 + self.day / 336);
        let noon = format!("{date}T12:00:00+00:00");
        (date, noon)
    }

    /// A git command that is to succeed.
    fn git(&self, line: &str) -> String {
        let output = self.try_git(line);
        assert!(output.status.success(), "git {line}: {output:?}");
        String::from_utf8(output.stdout).expect("text")
    }

    fn try_git(&self, line: &str) -> Output {
        let (_, noon) = self.today();
        let mut git = self.studio.command(Path::new("git"));
        git.current_dir(self.root())
            .args(line.split(' '))
            .env("GIT_AUTHOR_DATE", &noon)
            .env("GIT_COMMITTER_DATE", &noon);
        git.output().expect("git")
    }

    fn repository(&self) -> Repository {
        Repository::open(Some(&self.root())).expect("a repository")
    }

    /// Asks the gate, as the hook does, and commits what it lets in. What was committed past it is found wrong all the same, and the other way round.
    fn commit(&mut self, bypass: bool) -> Result<bool, String> {
        let (date, _) = self.today();
        let today = Day::parse(&date).expect("a day");
        let verdict =
            guard::staged(&self.repository(), today).map_err(|failure| failure.to_string())?;
        let wrong = verdict.findings.iter().any(is_error);
        if wrong && !bypass {
            self.tally.refused += 1;
            self.git("reset -q --hard");
            return Ok(false);
        }
        self.git("commit -q --no-verify --allow-empty -m on");
        self.tally.committed += 1;
        self.tally.bypassed += usize::from(wrong);
        let repository = self.repository();
        let head = repository
            .resolve("HEAD")
            .map_err(|failure| failure.to_string())?;
        let again = judged(&repository, &[head])?;
        let same = verdict
            .findings
            .iter()
            .map(plain)
            .eq(again.iter().map(plain));
        if !same {
            return Err(format!(
                "the hook found {:#?}\nthe commit {head} has {:#?}",
                verdict.findings, again
            ));
        }
        Ok(true)
    }

    fn merge(&mut self, from: usize, how: u8, bypass: bool) -> Result<(), String> {
        let mut others = vec!["main", "one", "two", "server"];
        others.remove(self.branch);
        let other = others[from % 3];
        self.git("reset -q --hard");
        let strategy = match how % 5 {
            0 => "-X ours",
            1 => "-X theirs",
            2 => "-s ours",
            _ => "",
        };
        let done = self.try_git(&format!("merge -q --no-ff --no-commit {strategy} {other}"));
        if !self.root().join(".git/MERGE_HEAD").exists() {
            return Ok(());
        }
        if !done.status.success() {
            for path in read::files(&self.root()) {
                let text = fs::read_to_string(&path).expect("a file");
                let kept: String = resolved(&text, how % 5 == 4);
                fs::write(&path, kept).expect("a file written");
            }
        }
        self.git("add -A");
        if self.commit(bypass)? {
            self.tally.merged += 1;
        }
        Ok(())
    }

    /// What the server's hook does: each new commit is judged, and a push with an error in it lands nothing.
    fn push(&mut self) -> Result<(), String> {
        if !self
            .try_git("merge-base --is-ancestor server HEAD")
            .status
            .success()
        {
            return Ok(());
        }
        let repository = self.repository();
        let tip = |name: &str| {
            repository
                .resolve(name)
                .map_err(|failure| failure.to_string())
        };
        let (old, new) = (tip("server")?, tip("HEAD")?);
        let commits = repository
            .range(Some(&old), &new)
            .map_err(|failure| failure.to_string())?;
        if judged(&repository, &commits)?.iter().any(is_error) {
            self.tally.rejected += 1;
            self.git("reset -q --hard server");
        } else if !commits.is_empty() {
            self.tally.pushed += 1;
            self.git("update-ref refs/heads/server HEAD");
        }
        Ok(())
    }

    /// Looks at what the server has in the end.
    pub fn end(mut self) -> Result<Tally, String> {
        let repository = self.repository();
        let server = repository
            .resolve("server")
            .map_err(|failure| failure.to_string())?;
        let whole = guard::range(&repository, None, &server, &|_, _| {})
            .map_err(|failure| failure.to_string())?;
        if let Some(error) = whole.findings.iter().find(|finding| is_error(finding)) {
            return Err(format!("`--range` over what was let in finds {error:#?}"));
        }
        let done = self.studio.shell(
            "git init -q --bare -b main server.git; orbit -C server.git hook install -q; cd work; git push -q ../server.git server:main",
        );
        if !done.passed() {
            return Err(format!(
                "a push of what was let in is refused: {}",
                done.all()
            ));
        }
        let history = read::history(&self.git("fast-export server"));
        let (moved, promises) = read::holds(&history)?;
        self.tally.moved = moved;
        self.tally.promises = promises;
        Ok(self.tally)
    }

    /// Changes an engagement in the work tree; nothing where there is nothing to change.
    fn edit(&mut self, which: usize, edit: &Edit) {
        let files = read::files(&self.root());
        let (date, _) = self.today();
        self.made += 1;
        let made = self.made;
        if let Edit::New(stage) = edit {
            let stage = STAGES[usize::from(*stage) % STAGES.len() * usize::from(stage % 3 == 0)];
            let text = format!(
                "---\ntitle: Job {made}\nstage: {stage}\n---\n\n## Situation\n\n{}\n\n## Log\n\n### {date} Call\n\nThey rang about the {} of job {made}.\n",
                prose(made),
                NOUNS[made % NOUNS.len()]
            );
            self.write(&self.place(made), &text);
            return;
        }
        if let Edit::Workflow = edit {
            let path = self.root().join("workflows/small.yml");
            let text = fs::read_to_string(&path).expect("the workflow");
            let text = match text.contains("budget") {
                true => WORKFLOW.to_owned(),
                false => WORKFLOW.replace("delivery: {}", "delivery: {needs: [{field: budget}]}"),
            };
            fs::write(path, text).expect("the workflow written");
            return;
        }
        if let Edit::Advance = edit {
            // What is fit for it, where there is such.
            let fit = |path: &PathBuf| {
                let text = fs::read_to_string(path).unwrap_or_default();
                !["done", "dormant", "lost"]
                    .iter()
                    .any(|end| text.contains(&format!("stage: {end}")))
            };
            let fit: Vec<&PathBuf> = files.iter().filter(|path| fit(path)).collect();
            if let Some(path) = fit.get(which % fit.len().max(1)) {
                let text = fs::read_to_string(path).expect("an engagement");
                fs::write(path, advanced(&text, made)).expect("a file written");
            }
            return;
        }
        let Some(path) = files.get(which % files.len().max(1)) else {
            return;
        };
        let text = fs::read_to_string(path).expect("an engagement");
        match edit {
            Edit::New(_) | Edit::Workflow | Edit::Advance => {}
            Edit::Delete => fs::remove_file(path).expect("a file gone"),
            Edit::Rename(to) | Edit::Rewrite(to) => {
                let text = if matches!(edit, Edit::Rewrite(_)) {
                    let log = text.find("## Log").unwrap_or(text.len());
                    let (head, log) = text.split_at(log);
                    let front: Vec<&str> = head.splitn(3, "---\n").collect();
                    let new = prose(made + 7).repeat(5);
                    format!(
                        "---\n{}---\n\n## Approach\n\n{new}\n\n{log}",
                        front.get(1).unwrap_or(&"")
                    )
                } else {
                    text
                };
                fs::remove_file(path).expect("a file gone");
                self.write(&self.place(made + usize::from(*to)), &text);
            }
            Edit::Twin(to) => {
                let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
                if let Some(title) = lines.iter_mut().find(|line| line.starts_with("title:")) {
                    *title = format!("title: Job {made}");
                }
                self.write(
                    &self.place(made + usize::from(*to)),
                    &(lines.join("\n") + "\n"),
                );
            }
            Edit::Carry(promise, to) => {
                let Some(line) = pick(&promises(&text), *promise) else {
                    return;
                };
                let other = &files[usize::from(*to) % files.len()];
                fs::write(path, text.replace(&format!("{line}\n"), "")).expect("a file written");
                let other_text = fs::read_to_string(other).expect("an engagement");
                fs::write(other, entry(&other_text, &date, &line)).expect("a file written");
            }
            _ => {
                let changed = changed(&text, edit, &date, made);
                fs::write(path, changed).expect("a file written");
            }
        }
    }

    fn place(&self, made: usize) -> String {
        format!(
            "engagements/{}/job-{made}.md",
            CLIENTS[made % CLIENTS.len()]
        )
    }

    fn write(&self, path: &str, text: &str) {
        self.studio.file(&format!("work/{path}"), text);
    }
}

/// The text of one engagement after a change of it.
fn changed(text: &str, edit: &Edit, date: &str, made: usize) -> String {
    match edit {
        Edit::Move(to) => front(text, "stage", Some(STAGES[usize::from(*to) % STAGES.len()])),
        Edit::Fill(what) => match what % 4 {
            0 => front(text, "success", Some("they sell forty seats")),
            1 => front(text, "budget", Some("EUR 4000")),
            2 if !text.contains("## Approach") => text.replacen(
                "## Log",
                &format!("## Approach\n\n{}\n\n## Log", prose(made)),
                1,
            ),
            _ => front(text, "wake", Some("2027-01-01")),
        },
        Edit::Empty(what) => match what % 3 {
            0 => front(text, "success", None),
            1 => front(text, "budget", None),
            _ => text.replacen("## Approach", "## Thoughts", 1),
        },
        Edit::Waive(what, days) => {
            let name = [
                "success", "Approach", "budget", "proposal", "scope", "delivery",
            ][usize::from(*what) % 6];
            let until = format!(", until 2026-{:02}-20", days % 12 + 1);
            let until = if days % 3 == 0 { "" } else { &until };
            entry(
                text,
                date,
                &format!(
                    "- waiver: {name} (@maya, because the client brings it to meeting {made}{until})"
                ),
            )
        }
        Edit::Promise(id) => {
            let thing = format!(
                "{} {}",
                ADJECTIVES[made % ADJECTIVES.len()],
                NOUNS[made / ADJECTIVES.len() % NOUNS.len()]
            );
            let id = if *id {
                format!(" ^p{made}")
            } else {
                String::new()
            };
            entry(
                text,
                date,
                &format!("- [ ] promise: print the {thing} (@maya, due 2027-05-01){id}"),
            )
        }
        Edit::Settle(which, how) => {
            let Some(line) = pick(&open(text), *which) else {
                return text.to_owned();
            };
            let ticked = line.replacen("[ ]", "[x]", 1);
            let said = |word: &str| ticked.replacen("due 2027-05-01", &format!("{word} {date}"), 1);
            match how % 5 {
                0 => text.replace(&line, &said("kept")),
                1 => text.replace(
                    &line,
                    &format!("{}\n  - because: they asked us to stop", said("released")),
                ),
                2 => text.replace(
                    &line,
                    &format!("{}\n  - because: the printer burned down", said("broken")),
                ),
                3 => text.replace(&line, &ticked),
                _ => text.replace(
                    &line,
                    &ticked.replacen("due 2027-05-01", "replaced ^gone", 1),
                ),
            }
        }
        Edit::Drop(which) => match pick(&promises(text), *which) {
            Some(line) => text.replace(&format!("{line}\n"), ""),
            None => text.to_owned(),
        },
        Edit::Reword(which) => match pick(&promises(text), *which) {
            Some(line) => {
                let thing = format!(
                    "{} {}",
                    ADJECTIVES[(made * 5) % ADJECTIVES.len()],
                    NOUNS[(made * 7) % NOUNS.len()]
                );
                let (head, tail) = line
                    .split_once("promise: print the ")
                    .unwrap_or((&line, ""));
                let rest = tail.find(" (").map_or("", |at| &tail[at..]);
                text.replace(
                    &line,
                    &format!("{head}promise: print the new {thing} made {made}{rest}"),
                )
            }
            None => text.to_owned(),
        },
        Edit::Hide(which, how) => match pick(&open(text), *which) {
            Some(line) => {
                let hidden = match how % 4 {
                    0 => format!("<!--\n{line}\n-->"),
                    1 => format!("```\n{line}\n```"),
                    2 => format!("> {line}"),
                    _ => format!("- {}", line.trim_start_matches("- [ ] ")),
                };
                text.replace(&line, &hidden)
            }
            None => text.to_owned(),
        },
        Edit::DropEntry(which) => {
            let mut parts: Vec<&str> = text.split("### ").collect();
            if parts.len() > 1 {
                parts.remove(usize::from(*which) % (parts.len() - 1) + 1);
            }
            parts.join("### ")
        }
        _ => text.replacen("They", "Thay", 1),
    }
}

/// An engagement in its next stage, with what that needs.
fn advanced(text: &str, made: usize) -> String {
    let at = STAGES
        .iter()
        .position(|stage| text.contains(&format!("stage: {stage}\n")));
    let next = at.map_or(0, |at| (at + 1).min(4));
    let mut text = front(text, "stage", Some(STAGES[next]));
    for (need, stage) in [(0, 1), (2, 2), (1, 3)] {
        if next >= stage {
            text = changed(&text, &Edit::Fill(need), "", made);
        }
    }
    text
}

/// A line of the front-matter set, or taken out.
fn front(text: &str, key: &str, value: Option<&str>) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.retain(|line| !line.starts_with(&format!("{key}:")) || key == "stage");
    if let Some(value) = value {
        let line = format!("{key}: {value}");
        match lines
            .iter()
            .position(|line| line.starts_with(&format!("{key}:")))
        {
            Some(at) => lines[at] = line,
            None => lines.insert(2.min(lines.len()), line),
        }
    }
    lines.join("\n") + "\n"
}

/// A line added to the log, in an entry of today.
fn entry(text: &str, date: &str, line: &str) -> String {
    format!("{}\n\n### {date} Talk\n\n{line}\n", text.trim_end())
}

fn promises(text: &str) -> Vec<String> {
    let lines = text
        .lines()
        .filter(|line| line.contains("promise: print the "));
    lines.map(str::to_owned).collect()
}

fn open(text: &str) -> Vec<String> {
    let mut open = promises(text);
    open.retain(|line| line.starts_with("- [ ]") || line.starts_with("- promise"));
    open
}

fn pick(lines: &[String], which: u8) -> Option<String> {
    lines.get(usize::from(which) % lines.len().max(1)).cloned()
}

/// Some sentences that differ from one number to the next.
fn prose(made: usize) -> String {
    let word = |at: usize| {
        format!(
            "{} {}",
            ADJECTIVES[(made + at) % ADJECTIVES.len()],
            NOUNS[(made * 3 + at) % NOUNS.len()]
        )
    };
    format!(
        "They open in spring number {made} and need the {} first. The {} comes later, with the {}.",
        word(1),
        word(5),
        word(9)
    )
}

/// A file without the signs of a conflict: both sides, or only the first.
fn resolved(text: &str, both: bool) -> String {
    let mut second = false;
    let mut kept = String::new();
    for line in text.lines() {
        if line.starts_with("<<<<<<< ") {
            continue;
        } else if line == "=======" {
            second = true;
        } else if line.starts_with(">>>>>>> ") {
            second = false;
        } else if both || !second {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

fn is_error(finding: &Finding) -> bool {
    finding.severity == Severity::Error
}

fn plain(finding: &Finding) -> Finding {
    Finding {
        commit: None,
        ..finding.clone()
    }
}

fn judged(repository: &Repository, commits: &[CommitId]) -> Result<Vec<Finding>, String> {
    let verdict =
        guard::commits(repository, commits, &|_, _| {}).map_err(|failure| failure.to_string())?;
    Ok(verdict.findings)
}
